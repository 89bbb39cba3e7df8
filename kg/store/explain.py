"""Turn a question about a fact into the sentences that say so, with who says it and who found it."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.corroborate.sources import Copies, count_sources
from kg.errors import KGError
from kg.finders import KINDS, Finders, to_finders, witness_name
from kg.ontology import Ontology, load_ontology
from kg.rdf import DCT, OBJECT, PREDICATE, STATUS, SUBJECT, TITLE, kg
from kg.records import STANDINGS, Evidence, Span, Standing, Status
from kg.store.conflicts import Conflict, read_conflicts
from kg.store.derive import Derivation, Deriver
from kg.store.infer import inferred_facts, inferred_graph
from kg.store.lookup import Index, index
from kg.store.names import span_of
from kg.store.sources import read_copies

_DATE = ox.NamedNode(DCT + "date")
_SYMMETRIC_ENDS = ((SUBJECT, OBJECT), (OBJECT, SUBJECT))


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """An IRI with its label."""

    iri: str
    label: str


_Ends = tuple[Named, Named, Named]


@dataclass(frozen=True, slots=True)
class Against:
    """A place where a document states a value that excludes the one of a fact."""

    value: Named
    document: Named
    source: str
    date: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One place where a document says something: the fact, the document, the quote, and how it was found.

    The offsets of `evidence` count code points of the document's text. `rule` is the name of the frame, phrase or rule
    and `comment` what the ontology says of it; `witnesses` are the names of the models, or other programs, that read
    the same there, or that alone did. For an inferred fact, `premise` is the asserted fact that the document states,
    and `axioms` are the words of the ontology by which the fact follows from its premises. A class, which no document
    states, has no document; a conclusion of OWL 2 RL has no premise either: `axioms` then says who drew it.
    `documents` and `sources` count those that state the fact with this status, copies of one text as one source;
    `against` are the values that contradict it (`kg:Conflict`), each with who gives it.
    """

    subject: Named
    predicate: Named
    object: Named
    status: Standing
    document: Named
    source: str
    date: str | None
    evidence: Evidence | None
    page: int | None
    attributed_to: Named | None
    role: str | None
    rule: str | None
    comment: str | None
    premise: _Ends | None = None
    axioms: tuple[str, ...] = ()
    documents: int = 0
    sources: int = 0
    against: tuple[Against, ...] = ()
    witnesses: tuple[str, ...] = ()

    @property
    def finders(self) -> Finders:
        """Who read it there."""
        return Finders((self.rule,) if self.rule else (), self.witnesses)

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
    found_by: str | None = None,
) -> list[Explanation]:
    """Return what the documents say of an entity, of one property of it, or of one fact, in a fixed order.

    Entities are given by label, alias, code, path or IRI; case and accents do not matter. Without `object` the facts
    that have the entity at either end are told. Inferred facts are told with the places that state their premises; of
    other vocabularies and of facts turned round, when their property is asked for. `found_by` keeps the places that a
    rule or a witness of that name read, "rules", "witnesses" or "both". Raises KGError, with near names, for what the
    graph does not know.
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
        if _fits(store, quad, wanted, there, ends) and _is_statement(store, quad)
    }
    comments = {rule.iri: rule.comment for rule in rules.values()}
    told = [one for quad in found.values() for one in _Reader(store, names, comments, quad).explanations()]
    told = _corroborated(store, names, told)
    inferred = _Inferences(store, names, comments).explanations(starts, wanted, ends)
    # Premises stay in the order in which they are joined.
    told = sorted(told, key=_order) + sorted(inferred, key=lambda one: (one.predicate.label, one.subject, one.object))
    return told if found_by is None else _found(store, told, found_by)


def _found(store: ox.Store, told: Iterable[Explanation], name: str) -> list[Explanation]:
    """Return the explanations that one of that name found; raise KGError when nobody in the graph is called so."""
    kept = [one for one in told if one.finders.match(name)]
    if not kept and name not in KINDS:
        said = store.quads_for_pattern(None, kg("foundBy"), None, None)
        names = to_finders({quad.object.value for quad in said if isinstance(quad.object, ox.NamedNode)}).names
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            guess = f"Did you mean {near[0]}?" if near else f"There are: {', '.join([*KINDS, *names])}."
            message = f"nothing in the graph was found by {name!r}. {guess}"
            raise KGError(message)
    return kept


@dataclass(frozen=True, slots=True)
class _Inferences:
    """Explains inferred facts by the places that state what they follow from."""

    store: ox.Store
    names: Index
    comments: Mapping[str, str]

    def explanations(
        self,
        starts: tuple[ox.NamedNode, ...],
        predicate: ox.NamedNode | None,
        ends: tuple[ox.NamedNode, ...] | None,
    ) -> Iterator[Explanation]:
        """Yield, for each inferred fact of the entities, each place that states one of its premises."""
        graph = inferred_graph(self.store)
        if graph is None:
            return
        deriver = Deriver(self.store)
        for quad in inferred_facts(self.store) if predicate is None else self._with(predicate, graph):
            pair = (quad.subject, quad.object)
            fits = any(here in starts and (ends is None or there in ends) for here, there in (pair, pair[::-1]))
            if fits and isinstance(quad.object, ox.NamedNode):
                yield from self._explained(quad, deriver)

    def _with(self, predicate: ox.NamedNode, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        return self.store.quads_for_pattern(None, predicate, None, graph)

    def _explained(self, quad: ox.Quad, deriver: Deriver) -> Iterator[Explanation]:
        fact = quad.subject.value, quad.predicate.value, quad.object.value  # type: ignore[union-attr]
        derivation = deriver.derive(fact)
        if derivation is None:
            return
        ends: _Ends = (self._named(fact[0]), self._named(fact[1]), self._named(fact[2]))
        found = False
        for premise in derivation.premises:
            for told in self._stated(*map(ox.NamedNode, premise)):
                found = True
                because = (told.subject, told.predicate, told.object)
                yield replace(
                    told,
                    subject=ends[0],
                    predicate=ends[1],
                    object=ends[2],
                    status="inferred",
                    premise=because,
                    axioms=derivation.axioms,
                )
        if not found:
            yield from _unstated(ends, derivation, self._named)

    def _named(self, iri: str) -> Named:
        return Named(iri, self.names.label(ox.NamedNode(iri)))

    def _stated(self, subject: ox.NamedNode, predicate: ox.NamedNode, end: ox.NamedNode) -> Iterator[Explanation]:
        """Yield the places where documents assert a fact."""
        found = [
            told
            for quad in self.store.quads_for_pattern(None, SUBJECT, subject, None)
            if _fits(self.store, quad, predicate, OBJECT, (end,)) and _is_statement(self.store, quad)
            for told in _Reader(self.store, self.names, self.comments, quad).explanations()
            if told.status == "asserted"
        ]
        yield from sorted(found, key=_order)


def _unstated(fact: _Ends, derivation: Derivation, named: Callable[[str], Named]) -> Iterator[Explanation]:
    """Yield the explanation of an inferred fact that no document is known for: once for each of its premises."""
    for premise in derivation.premises or (None,):
        because = (named(premise[0]), named(premise[1]), named(premise[2])) if premise else None
        yield Explanation(
            *fact, "inferred", Named("", ""), "", None, None, None, None, None, None, None, because, derivation.axioms
        )


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


def _is_statement(store: ox.Store, quad: ox.Quad) -> bool:
    """Return whether a node with a subject is a statement; a conflict has one too, and no object."""
    return any(store.quads_for_pattern(quad.subject, OBJECT, None, quad.graph_name))


def _corroborated(store: ox.Store, names: Index, told: list[Explanation]) -> list[Explanation]:
    """Return the explanations of stated facts with what all documents together say of each fact."""
    copies = read_copies(store)
    stating: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for one in told:
        stating[one.subject, one.predicate, one.object, one.status].add(one.document.iri)
    against: dict[tuple[str, str, str], tuple[Against, ...]] = {}
    for thing in sorted({one.subject.iri for one in told}):
        for conflict in read_conflicts(store, subject=ox.NamedNode(thing)):
            for value in conflict.values:
                against[thing, conflict.predicate, value] = tuple(_against(store, names, conflict, value, copies))

    def more(one: Explanation) -> Explanation:
        documents = stating[one.subject, one.predicate, one.object, one.status]
        fact = (one.subject.iri, one.predicate.iri, one.object.iri)
        found = against.get(fact, ()) if one.status == "asserted" else ()
        return replace(one, documents=len(documents), sources=count_sources(documents, copies), against=found)

    return [more(one) for one in told]


def _against(store: ox.Store, names: Index, conflict: Conflict, value: str, copies: Copies) -> Iterator[Against]:
    """Yield the places that give the values that exclude this one; copies of one text once."""
    for other in conflict.against(value):
        told: set[str] = set()
        for given in sorted(conflict.giving(other), key=lambda one: (one.document in copies, one)):
            source = copies.get(given.document, given.document)
            if source in told - {given.document}:
                continue
            told.add(source)
            quad = ox.Quad(ox.NamedNode(given.statement), OBJECT, ox.NamedNode(other), ox.NamedNode(given.document))
            for one in _Reader(store, names, {}, quad).explanations():
                yield Against(
                    one.object, one.document, one.source, one.date, one.evidence.quote if one.evidence else ""
                )


def _order(told: Explanation) -> tuple[object, ...]:
    start = told.evidence.start if told.evidence else -1
    fact = (told.predicate.label, told.subject, told.object)
    return (
        STANDINGS.index(told.status),
        *fact,
        told.premise or (),
        told.date or "",
        told.document,
        start,
        told.rule or "",
    )


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
        found_by = [value.value for value in self._values(self.quad.subject, kg("foundBy"))]
        rule = next((iri for iri in found_by if witness_name(iri) is None), "")
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
                next(iter(to_finders([rule] if rule else []).rules), None),
                self.comments.get(rule) or None,
                witnesses=to_finders(found_by).witnesses,
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
