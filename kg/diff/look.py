"""Turn names into what one state of a graph says of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import groupby

import pyoxigraph as ox

from kg.diff.records import Description, Page
from kg.diff.renames import Renames
from kg.diff.sides import Side
from kg.finders import to_finders
from kg.rdf import ALIAS, DCT, DERIVED_FROM, LABEL, OBJECT, PREDICATE, STATUS, SUBJECT, TITLE, TYPE, graph_name, kg
from kg.records import STATUSES, Standing
from kg.store.infer import INFERRED
from kg.turtle import local

Fact = tuple[str, str, str]
"""Subject, predicate and object of a fact, as IRIs."""

_DATE = DCT + "date"
_FILE, _HASH = kg("fileName").value, kg("sha256").value
_ENDS = tuple(str(term).encode() for term in (SUBJECT, PREDICATE, OBJECT))
_STATUS_OF: Mapping[str, Standing] = {node.value: status for status, node in STATUS.items()}
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of a document."""

    fact: Fact
    status: Standing
    document: str
    evidence: tuple[str, ...]
    rule: str | None
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looker:
    """Looks things up in one state. `symmetric` are the properties whose facts are the same turned round.

    Facts are taken and given with the names of the state before; other names are those of this one.
    """

    side: Side
    symmetric: AbstractSet[str] = frozenset()
    renames: Renames = field(default_factory=Renames)
    _pages: dict[str, Page | None] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    def known(self, fact: Fact) -> Fact:
        """Return a fact of this state as it is known in both: with former names, a symmetric one from the smaller."""
        subject, predicate, end = self.renames.former(fact[0]), fact[1], self.renames.former(fact[2])
        if predicate in self.symmetric and end < subject:
            subject, end = end, subject
        return subject, predicate, end

    def quads(self, prefix: str) -> Iterator[ox.Quad]:
        """Yield the quads whose line starts so."""
        yield from parse(self.side.lines.starting(prefix.encode()))

    def label(self, iri: str) -> str:
        """Return the label of a thing, else the last part of its name."""
        if iri not in self._labels:
            found = [
                quad.object.value for quad in self.quads(f"<{iri}> {LABEL} ") if isinstance(quad.object, ox.Literal)
            ]
            self._labels[iri] = min(found, default=local(iri.rstrip("/#")))
        return self._labels[iri]

    def knows(self, iri: str) -> bool:
        """Return whether a thing has a label here."""
        return any(self.side.lines.starting(f"<{iri}> {LABEL} ".encode()))

    def statuses(self, fact: Fact, *, inferred: bool = False) -> tuple[Standing, ...]:
        """Return the statuses that a fact has, those that count most first."""
        names: dict[object, Standing] = {graph_name(self.side.base, status): status for status in STATUSES}
        if inferred:
            names[ox.NamedNode(self.side.base + INFERRED)] = "inferred"
        start, end = self.renames.now(fact[0]), self.renames.now(fact[2])
        ways = {(start, end), (end, start)} if fact[1] in self.symmetric else {(start, end)}
        found = {
            names[quad.graph_name]
            for subject, other in sorted(ways)
            for quad in self.quads(f"<{subject}> <{fact[1]}> <{other}> ")
            if quad.graph_name in names
        }
        return tuple(status for status in names.values() if status in found)

    def page(self, iri: str) -> Page | None:
        """Return the document of that name, None where none was read."""
        if iri not in self._pages:
            values: defaultdict[str, list[str]] = defaultdict(list)
            about = []
            for quad in self.quads(f"<{iri}> "):
                if quad.graph_name == quad.subject:
                    values[quad.predicate.value].append(quad.object.value)  # type: ignore[union-attr]
                    about += [self._told(quad)] if quad.predicate.value != _FILE else []
            self._pages[iri] = _page(iri, values, about) if values[_HASH] else None
        return self._pages[iri]

    def _told(self, quad: ox.Quad) -> str:
        """Return what a quad says, without the base, which may be another in the other state."""
        return f"{quad.predicate} {quad.object}".replace(f" <{self.side.base}", " <")

    def original(self, document: str) -> str:
        """Return the name by which a document is counted as a source: of a copy, that of the first of its group."""
        page = self.page(document)
        return page.original if page else document

    def description(self, iri: str) -> Description | None:
        """Return what a thing is called in the default graph, None where it is unknown."""
        values: defaultdict[ox.NamedNode, list[str]] = defaultdict(list)
        for quad in self.quads(f"<{iri}> "):
            if isinstance(quad.graph_name, ox.DefaultGraph):
                values[quad.predicate].append(quad.object.value)  # type: ignore[union-attr]
        found = [tuple(sorted(values[term])) for term in (TYPE, LABEL, ALIAS)]
        return Description(tuple(local(name) for name in found[0]), *found[1:]) if any(found) else None

    def quote(self, evidence: str) -> tuple[str, int]:
        """Return the quote of an evidence and where it starts."""
        values = {quad.predicate: quad.object.value for quad in self.quads(f"<{evidence}> ")}  # type: ignore[union-attr]
        return values.get(kg("quote"), ""), int(values.get(kg("start"), 0))

    def stated(self, facts: AbstractSet[Fact]) -> Iterator[Stated]:
        """Yield the statements of these facts, in one pass over all statements."""
        if not facts:
            return
        lines = self.side.lines.starting(f"<{self.side.base}statement/".encode())
        for _, group in groupby(lines, key=_subject):
            rows = [*group]
            fact = self._fact(rows)
            if fact and fact in facts:
                yield _statement(fact, [*parse(rows)])

    def _fact(self, rows: Iterable[bytes]) -> Fact | None:
        ends = {}
        for row in rows:
            _, predicate, rest = row.split(b" ", 2)
            if predicate in _ENDS:
                ends[predicate] = rest[1 : rest.index(b">")].decode()
        return self.known((ends[_ENDS[0]], ends[_ENDS[1]], ends[_ENDS[2]])) if len(ends) == len(_ENDS) else None


def parse(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    """Yield the quads of lines of N-Quads."""
    yield from ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _page(iri: str, values: Mapping[str, list[str]], about: Iterable[str]) -> Page:
    def first(predicate: str) -> str | None:
        return min(values.get(predicate, []), default=None)

    urls = [value for value in (*values.get(DERIVED_FROM.value, []), *values[_FILE]) if value.startswith(_WEB)]
    title, files = first(TITLE.value) or "", tuple(sorted(values[_FILE]))
    url, copied = min(urls, default=None), first(kg("copyOf").value)
    return Page(iri, title, files, first(_DATE), values[_HASH][0], url, tuple(sorted(about)), copied)


def _statement(fact: Fact, quads: Iterable[ox.Quad]) -> Stated:
    values: defaultdict[str, list[str]] = defaultdict(list)
    document = ""
    for quad in quads:
        values[quad.predicate.value].append(quad.object.value)  # type: ignore[union-attr]
        document = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else document
    status: Standing = next((_STATUS_OF[name] for name in values[kg("status").value] if name in _STATUS_OF), "asserted")
    finders = to_finders(values[kg("foundBy").value])
    rule = next(iter(finders.rules), None)
    return Stated(fact, status, document, tuple(sorted(values[kg("evidence").value])), rule, finders.witnesses)
