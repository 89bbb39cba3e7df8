"""What changed between two states of a graph, as frozen records in a fixed order."""

from dataclasses import dataclass, field
from typing import Literal

from kg.records import Standing
from kg.store.explain import Named

CauseKind = Literal["document", "ontology", "gazetteer", "curation", "version", "base", "identity", "unknown"]
DocumentKind = Literal["added", "removed", "changed", "moved", "redescribed"]
EntityKind = Literal["added", "removed", "changed"]
FactKind = Literal["status", "added", "removed", "support"]
When = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Page:
    """A document as one state knows it. `files` are all names it was read by, `url` its address on the web."""

    iri: str
    title: str
    files: tuple[str, ...]
    date: str | None
    sha256: str
    url: str | None
    about: tuple[str, ...] = field(default=(), repr=False)
    """All that the state says of it but for its files, as sorted lines without the document's own name."""
    copy_of: str | None = field(default=None, repr=False)
    """The IRI of the first document with nearly the same article, for a copy."""

    @property
    def original(self) -> str:
        """The IRI by which it is counted as a source."""
        return self.copy_of or self.iri

    @property
    def source(self) -> str:
        """The first of its files."""
        return self.files[0] if self.files else ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something changed: a document, what the documents were read with, or the names that other documents give.

    `text` is the document's file, or what it was before and is now; `change` says what became of a document.
    """

    kind: CauseKind
    text: str
    change: DocumentKind | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A place where a document says a fact, before or after; `start` counts code points of its text.

    `rule` and `witnesses` are the names of those who read it there.
    """

    when: When
    status: Standing
    document: Named
    source: str
    date: str | None
    url: str | None
    quote: str
    start: int | None
    rule: str | None
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that came, went, has another text, other files or another description (the text being the same)."""

    kind: DocumentKind
    before: Page | None
    after: Page | None

    @property
    def page(self) -> Page:
        """The document as it is now, or was last."""
        page = self.after or self.before
        assert page is not None  # noqa: S101 - one of the two is there
        return page


@dataclass(frozen=True, slots=True)
class Description:
    """What a thing is called in one state: its classes, labels and aliases, each in order."""

    types: tuple[str, ...]
    labels: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityChange:
    """A thing that came, went, or has other labels, classes or aliases; `former` is the IRI it had, if another."""

    kind: EntityKind
    entity: Named
    before: Description | None
    after: Description | None
    former: str | None = None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact whose status, or whose documents, are no longer the same.

    `before` and `after` are all its statuses, the one that counts most first; `documents` how many documents stated it
    before and state it now, with whatever status, `sources` how many of these are independent.
    """

    kind: FactKind
    subject: Named
    predicate: Named
    object: Named
    before: tuple[Standing, ...]
    after: tuple[Standing, ...]
    documents: tuple[int, int]
    sources: tuple[int, int]
    causes: tuple[Cause, ...]
    said: tuple[Said, ...]

    @property
    def change(self) -> str:
        """The status before and after in words: "planned -> asserted"."""
        if self.before[:1] != self.after[:1]:
            former, now = self.before[:1], self.after[:1]
        else:
            former, now = self.before, self.after
        return f"{', '.join(former) or 'nothing'} -> {', '.join(now) or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed. `removed` and `added` are the quads as lines of N-Quads, sorted.

    `causes` are those that concern the graph as a whole: another ontology, gazetteer, version or base. `inferred` are
    the numbers of triples that no longer follow, and that follow now.
    """

    before: str
    after: str
    base: str
    causes: tuple[Cause, ...]
    documents: tuple[DocumentChange, ...]
    entities: tuple[EntityChange, ...]
    facts: tuple[FactChange, ...]
    inferred: tuple[int, int]
    labels: dict[str, str] = field(repr=False)
    """What the ontology calls its properties, by IRI."""
    removed: tuple[bytes, ...] = field(repr=False)
    added: tuple[bytes, ...] = field(repr=False)

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)
