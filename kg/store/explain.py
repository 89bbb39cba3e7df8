"""Turn a question about a fact into the sentences that say so, with who says it and which rule found it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ontology import Ontology, load_ontology
from kg.rdf import DCT, OBJECT, PREDICATE, STATUS, SUBJECT, TITLE, kg
from kg.records import STATUSES, Evidence, Span, Status
from kg.store.lookup import Index, index
from kg.store.names import span_of

_DATE = ox.NamedNode(DCT + "date")
_SYMMETRIC_ENDS = ((SUBJECT, OBJECT), (OBJECT, SUBJECT))


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """An IRI with its label."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One place where a document says something: the fact, the document, the quote, and how it was found.

    The offsets of `evidence` count code points of the document's text. `rule` is the name of the frame, phrase or rule
    and `comment` what the ontology says of it.
    """

    subject: Named
    predicate: Named
    object: Named
    status: Status
    document: Named
    source: str
    date: str | None
    evidence: Evidence | None
    page: int | None
    attributed_to: Named | None
    role: str | None
    rule: str | None
    comment: str | None

    def marks(self) -> tuple[tuple[str, Span], ...]:
        """Return the parts of the quote that name subject, trigger and object, with spans that count from its start.

        Words that stand elsewhere in the document (an "it" is explained by an earlier name) are left out.
        """
        if self.evidence is None:
            return ()
        start, quote = self.evidence.start, Span(self.evidence.start, self.evidence.end)
        parts = (
            ("subject", self.evidence.subject),
            ("trigger", self.evidence.trigger),
            ("object", self.evidence.object),
        )
        return tuple((name, Span(s.start - start, s.end - start)) for name, s in parts if s and s in quote)


def explain(
    store: ox.Store,
    subject: str,
    predicate: str | None = None,
    object: str | None = None,  # noqa: A002 - the word of RDF
    *,
    ontology: Ontology | None = None,
) -> list[Explanation]:
    """Return what the documents say of an entity, of one property of it, or of one fact, in a fixed order.

    Entities are given by label, alias, code, path or IRI; case and accents do not matter. Without `object` the facts
    that have the entity at either end are told. Raises KGError, with near names, for what the graph does not know.
    """
    names = index(store)
    starts = names.entities(subject)
    wanted = names.predicate(predicate) if predicate else None
    ends = names.entities(object) if object else None
    rules = (ontology or load_ontology()).rules
    found = {
        (quad.subject, quad.graph_name): quad
        for start in starts
        for here, there in _SYMMETRIC_ENDS
        for quad in store.quads_for_pattern(None, here, start, None)
        if _fits(store, quad, wanted, there, ends)
    }
    comments = {rule.iri: rule.comment for rule in rules.values()}
    told = [one for quad in found.values() for one in _Reader(store, names, comments, quad).explanations()]
    return sorted(told, key=_order)


def _fits(
    store: ox.Store,
    quad: ox.Quad,
    predicate: ox.NamedNode | None,
    other: ox.NamedNode,
    ends: tuple[ox.NamedNode, ...] | None,
) -> bool:
    def has(term: ox.NamedNode, value: ox.NamedNode) -> bool:
        return any(store.quads_for_pattern(quad.subject, term, value, quad.graph_name))

    if predicate is not None and not has(PREDICATE, predicate):
        return False
    return ends is None or any(has(other, end) for end in ends)


def _order(told: Explanation) -> tuple[object, ...]:
    start = told.evidence.start if told.evidence else -1
    fact = (told.predicate.label, told.subject, told.object)
    return STATUSES.index(told.status), *fact, told.date or "", told.document, start, told.rule or ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one statement out of its document's graph."""

    store: ox.Store
    names: Index
    comments: Mapping[str, str]
    quad: ox.Quad

    def _values(self, node: object, predicate: ox.NamedNode) -> list[ox.NamedNode | ox.Literal]:
        found = self.store.quads_for_pattern(node, predicate, None, self.quad.graph_name)  # type: ignore[arg-type]
        values = [quad.object for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)]
        return sorted(values, key=str)

    def _text(self, node: object, predicate: ox.NamedNode) -> str | None:
        found = self._values(node, predicate)
        return found[0].value if found else None

    def _named(self, predicate: ox.NamedNode) -> Named | None:
        for value in self._values(self.quad.subject, predicate):
            if isinstance(value, ox.NamedNode):
                return Named(value.value, self.names.label(value))
        return None

    def explanations(self) -> Iterator[Explanation]:
        """Yield the statement once for each place that supports it."""
        ends = [self._named(term) for term in (SUBJECT, PREDICATE, OBJECT)]
        subject, predicate, end = (named or Named("", "") for named in ends)
        rule = self._named(kg("foundBy"))
        page = self.quad.graph_name
        for place in (*self._values(self.quad.subject, kg("evidence")),) or (None,):
            number = self._text(place, kg("page")) if place else None
            yield Explanation(
                subject,
                predicate,
                end,
                self._status(),
                Named(page.value, self._text(page, TITLE) or "") if isinstance(page, ox.NamedNode) else Named("", ""),
                self._text(page, kg("fileName")) or "",
                self._text(page, _DATE),
                self._evidence(place) if place else None,
                int(number) if number else None,
                self._named(kg("attributedTo")),
                self._text(self.quad.subject, kg("role")),
                rule.label if rule else None,
                (self.comments.get(rule.iri) if rule else None) or None,
            )

    def _status(self) -> Status:
        found = self._values(self.quad.subject, kg("status"))
        return next((status for status, node in STATUS.items() if node in found), "asserted")

    def _evidence(self, place: object) -> Evidence:
        def span(name: str) -> Span | None:
            return span_of(self._text(place, kg(name)) or "")

        start, end = (int(self._text(place, kg(name)) or 0) for name in ("start", "end"))
        quote = self._text(place, kg("quote")) or ""
        return Evidence(start, end, quote, span("subjectAt"), span("triggerAt"), span("objectAt"))
