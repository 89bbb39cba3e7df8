"""The records that the stages hand on: frozen, hashable, and without behaviour beyond a few derived values.

`Document` → `Mention` → `Entity` → `Statement` with `Evidence`; a `Reading` is all of them for one document,
and a `Graph` is what many readings say together. All offsets are code points in `Document.text`.
"""

import hashlib
from dataclasses import astuple, dataclass, field
from typing import Literal

Status = Literal["asserted", "planned", "negated"]
STATUSES: tuple[Status, ...] = ("asserted", "planned", "negated")
Standing = Status | Literal["inferred"]
STANDINGS: tuple[Standing, ...] = (*STATUSES, "inferred")
"""The statuses that documents give, and that of what no document says but an ontology lets one conclude."""

MentionKind = Literal["name", "nominal", "anaphor"]

UNSPACED = "\u2e80"
"""Scripts from here on (CJK) are written without spaces between names."""

PAGE = "document"
"""The identifier, within a reading, of the entity that is the page itself."""
THING = "thing"
"""`found_by` of unnamed things, which a sentence is read with and without: "a wind farm", "two accords"."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points in a document's text."""

    start: int
    end: int

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of metadata: `title`, `publisher`, `author`, `date`, `language` or `url`.

    `value` is normalised (dates in EDTF); `span` is where the document's own text says it, None when it comes
    from outside the text (a PDF's properties, an HTML `meta` element, a column of a JSON line).
    """

    name: str
    value: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with where it came from and what is known of it.

    `source` is the path as given (`PATH#ID` for a line of a JSONL file) or a web address. `main` are the ranges that
    belong to the article (title, byline, body); nothing outside them yields facts. `pages` are the offsets at which
    the pages of a paged format start. `source_sha256` is the hash of the bytes that were read.
    """

    source: str
    text: str
    fields: tuple[Field, ...] = ()
    main: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()
    media_type: str = "text/plain"
    source_sha256: str = ""

    def first(self, name: str) -> Field | None:
        """Return the first field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def title(self) -> str:
        """The headline; the last part of the source where none was found."""
        found = self.first("title")
        return found.value if found else self.source.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]

    @property
    def date(self) -> str | None:
        """The date of publication as EDTF, or None."""
        found = self.first("date")
        return found.value if found else None

    @property
    def language(self) -> str:
        """The language as a BCP 47 tag, `en` unless the document says otherwise."""
        found = self.first("language")
        return found.value if found else "en"

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, as hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def page_of(self, offset: int) -> int | None:
        """Return the page (from 1) that holds `offset`, or None for a format without pages."""
        if not self.pages:
            return None
        return sum(start <= offset for start in self.pages)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity, with its class and the rule that found it.

    `kind` is `name` for names, `nominal` for specific unnamed things ("an agreement"), `anaphor` for words that point
    back ("the agency"); anaphors take part in relations and are not printed. `name` is the canonical name where a
    gazetteer or an introduction ("X (Y)") knows it, `code` the ISO 3166-1 code of a country, `value` the EDTF value of
    a date; `entity` is set by linking.
    """

    start: int
    end: int
    text: str
    type: str
    found_by: str
    kind: MentionKind = "name"
    name: str | None = None
    code: str | None = None
    value: str | None = None
    entity: str | None = None

    def __lt__(self, other: "Mention") -> bool:
        """Return whether it stands first; of two that begin together the other fields decide, in their order."""
        if self.start != other.start:
            return self.start < other.start
        return astuple(self) < astuple(other)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def naming(self, entity: str) -> "Mention":
        """Return the mention of an entity; each mention gets one, and this takes half of what `replace` does."""
        of = (self.start, self.end, self.text, self.type, self.found_by, self.kind, self.name, self.code, self.value)
        return Mention(*of, entity)


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """The thing named. Within a reading `id` is local (`e1`, `document`), in a `Graph` it is the path of its IRI.

    `code` is the ISO 3166-1 alpha-2 code of a country, `value` the EDTF value of a date. `nominal` marks a thing
    without a name of its own ("an agreement"), which belongs to its document.
    """

    id: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    code: str | None = None
    value: str | None = None
    nominal: bool = False

    @property
    def is_mononym(self) -> bool:
        """Whether it is a person with one name only, in a script with spaces: "Biden", but not "习近平"."""
        return self.type == "Person" and len(self.label.split()) == 1 and self.label < UNSPACED


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The place that supports a statement: `document.text[start:end] == quote`.

    `subject`, `trigger` and `object` are the spans, inside the quote or elsewhere in the document, of the words that
    name the two ends and state the relation.
    """

    start: int
    end: int
    quote: str
    subject: Span | None = None
    trigger: Span | None = None
    object: Span | None = None


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """What a document says: subject, predicate, object, with status, attribution and evidence.

    `subject`, `object` and `attributed_to` are entity ids; `predicate` is a property's local name; `role` holds the
    words for an office; `found_by` is the name of the frame, phrase or rule, empty where only `witnesses` say so:
    the models that found it, by their names ("llm:NAME"), sorted.
    """

    subject: str
    predicate: str
    object: str
    status: Status = "asserted"
    attributed_to: str | None = None
    role: str | None = None
    found_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    witnesses: tuple[str, ...] = ()

    @property
    def finders(self) -> tuple[str, ...]:
        """The rule, if one found it, and the witnesses."""
        return (self.found_by, *self.witnesses) if self.found_by else self.witnesses


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement that the gate turned away, and why."""

    statement: Statement
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Timex:
    """A time expression in TimeML terms: `type` is DATE, TIME, DURATION or SET; `value` follows TIMEX3."""

    start: int
    end: int
    text: str
    type: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document."""

    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document in a `Graph`: its entity id (the path of its IRI) and the reading, rewritten to the graph's ids."""

    id: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Graph:
    """What many readings say together; every `Entity.id` is the path of an IRI below the base."""

    base: str
    entities: tuple[Entity, ...] = ()
    sources: tuple[Source, ...] = field(default=())
