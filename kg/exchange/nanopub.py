"""Turn a store into nanopublications, one a statement, and back without loss.

A nanopublication is four named graphs: its head, the assertion, where that comes from, and what made the publication.
Nanopublication Guidelines, whose criteria hold for each: https://nanopub.net/guidelines/working_draft/
A planned or denied fact is never asserted: there the assertion is the statement with its status. What belongs to no
statement (names of entities, metadata of documents) has a nanopublication for each subject, so that nothing is lost.
Names are hashes of the content, and no clock is read: who signs and publishes one adds the time.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import KGError
from kg.exchange.quads import Values, by_node, claim, objects, placed
from kg.rdf import (
    DCT,
    DEFAULT,
    DERIVED_FROM,
    INTRODUCES,
    LABEL,
    NANOPUB,
    NANOPUBLICATION,
    OBJECT,
    PREDICATE,
    PROV,
    STATUS,
    SUBJECT,
    TITLE,
    TYPE,
    GraphName,
    Node,
    Term,
    graph_name,
    kg,
)
from kg.store import base_of
from kg.store.disk import memory_store

_PARTS = {"hasAssertion": "assertion", "hasProvenance": "provenance", "hasPublicationInfo": "pubinfo"}
_ATTRIBUTED = ox.NamedNode(PROV + "wasAttributedTo")
_PART_OF = ox.NamedNode(DCT + "isPartOf")
_CLAIM = (TYPE, SUBJECT, PREDICATE, OBJECT, kg("status"))
# What a reader needs to find the document again; the rest of its metadata has a nanopublication of its own.
_CITED = (TITLE, DERIVED_FROM, *(ox.NamedNode(DCT + name) for name in ("date", "publisher", "creator")))
_DIGITS = 16
_PLACEHOLDER = "urn:kg:this"
_BROKEN = "The graph contradicts itself; kg verify tells where."


### Statements to nanopublications ####################################################################################


@dataclass(frozen=True, slots=True)
class _Content:
    """What a nanopublication says: quads in the graphs of a place holder, until its name is known."""

    assertion: Sequence[ox.Triple]
    derived_from: Sequence[Node]
    attributed_to: Sequence[Node] = ()
    part_of: GraphName = DEFAULT
    provenance: Sequence[ox.Triple] = ()
    introduces: Node | None = None
    name: str = ""

    def quads(self, this: str, software: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield the four graphs below a name."""
        node, head = ox.NamedNode(this), ox.NamedNode(f"{this}/Head")
        yield ox.Quad(node, TYPE, NANOPUBLICATION, head)
        graphs = {part: ox.NamedNode(f"{this}/{part}") for part in _PARTS.values()}
        for term, part in _PARTS.items():
            yield ox.Quad(node, ox.NamedNode(NANOPUB + term), graphs[part], head)
        for triple in self.assertion:
            yield placed(triple, graphs["assertion"])
        for triple in (*self._origins(graphs["assertion"], software), *self.provenance):
            yield placed(triple, graphs["provenance"])
        for triple in self._publication(node, software):
            yield placed(triple, graphs["pubinfo"])

    def _origins(self, assertion: ox.NamedNode, software: ox.NamedNode) -> Iterator[ox.Triple]:
        for document in self.derived_from:
            yield ox.Triple(assertion, DERIVED_FROM, document)
        for who in self.attributed_to or (() if self.derived_from else (software,)):
            yield ox.Triple(assertion, _ATTRIBUTED, who)
        if isinstance(self.part_of, ox.NamedNode):
            yield ox.Triple(assertion, _PART_OF, self.part_of)

    def _publication(self, node: ox.NamedNode, software: ox.NamedNode) -> Iterator[ox.Triple]:
        yield ox.Triple(node, _ATTRIBUTED, software)
        if self.introduces is not None:
            yield ox.Triple(node, INTRODUCES, self.introduces)
        if self.name:
            yield ox.Triple(node, LABEL, ox.Literal(self.name))


def to_nanopubs(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield nanopublications that hold everything of a store.

    Raises KGError for a store without documents, and for one whose facts and statements do not agree.
    """
    base = base_of(store)
    if base is None:
        message = "the graph holds no document, so there is nothing to publish. Build one with: kg build SOURCE"
        raise KGError(message)
    software = ox.NamedNode(f"{base}software")
    for content in _contents(store, base):
        told = "\n".join(sorted(map(str, content.quads(_PLACEHOLDER, software))))
        name = hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]
        yield from content.quads(f"{base}nanopub/{name}", software)


def _contents(store: ox.Store, base: str) -> Iterator[_Content]:
    values = by_node(store)
    told: set[ox.Quad] = set()
    sources: defaultdict[Node, set[ox.NamedNode]] = defaultdict(set)
    for (_, name), own in values.items():
        said = claim(own)
        if said is not None and isinstance(name, ox.NamedNode):
            fact, places = _fact(store, base, own, said), _places(values, own)
            told |= {fact, *own, *places}
            for end in (said.subject, said.object, *objects(own, kg("attributedTo"))):
                sources[end].add(name)  # type: ignore[index]
            yield _statement(values, fact, own, places)
    for (node, name), own in values.items():
        rest = [quad for quad in own if quad not in told]
        if rest:
            yield _description(base, node, name, rest, sources)


def _fact(store: ox.Store, base: str, own: Sequence[ox.Quad], said: ox.Triple) -> ox.Quad:
    stated = objects(own, kg("status"))
    names = [graph_name(base, status) for status, node in STATUS.items() if node in stated]
    fact = placed(said, names[0]) if len(names) == 1 else None
    if fact is None or fact not in store:
        message = f"{own[0].subject} states what the graph does not hold as a fact. {_BROKEN}"
        raise KGError(message)
    return fact


def _places(values: Values, own: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return what the document's graph says of the evidence of a statement."""
    name = own[0].graph_name
    nodes = [node for node in objects(own, kg("evidence")) if isinstance(node, ox.NamedNode)]
    return [quad for node in nodes for quad in values.get((node, name), ())]


def _statement(values: Values, fact: ox.Quad, own: Sequence[ox.Quad], places: Sequence[ox.Quad]) -> _Content:
    document = own[0].graph_name
    assert isinstance(document, ox.NamedNode)  # noqa: S101 - told by who calls
    if fact.graph_name == DEFAULT:
        assertion = [fact.triple]
    else:
        assertion = [quad.triple for quad in own if quad.predicate in _CLAIM]
    cited = [quad for quad in values.get((document, document), ()) if quad.predicate in _CITED]
    ends = [_label(values, end) for end in (fact.subject, fact.object)]
    status = "" if fact.graph_name == DEFAULT else f" ({str(fact.graph_name)[1:-1].rpartition('/')[2]})"
    return _Content(
        assertion,
        [document],
        [node for node in objects(own, kg("attributedTo")) if isinstance(node, ox.NamedNode)],
        provenance=[quad.triple for quad in (*own, *places, *cited)],
        introduces=own[0].subject,
        name=f"{ends[0]} {fact.predicate.value.rpartition('#')[2]} {ends[1]}{status}",
    )


def _label(values: Values, node: Term) -> str:
    """Return the name of an entity, else the last part of its IRI."""
    if not isinstance(node, ox.NamedNode):
        return str(node)
    names = [name.value for name in objects(values.get((node, DEFAULT), ()), LABEL) if isinstance(name, ox.Literal)]
    return names[0] if names else node.value.rpartition("/")[2]


def _description(
    base: str, node: Node, name: GraphName, rest: Sequence[ox.Quad], sources: Mapping[Node, set[ox.NamedNode]]
) -> _Content:
    if name in {graph_name(base, "planned"), graph_name(base, "negated")}:
        message = f"{rest[0].triple} in {name} is stated by no document, so it cannot be published. {_BROKEN}"
        raise KGError(message)
    documents: list[Node] = sorted(sources.get(node, ()), key=str) if name == DEFAULT else []
    if name == node:
        documents = [node]
    return _Content([quad.triple for quad in rest], documents, part_of=name)


### And back ##########################################################################################################


def is_nanopubs(quads: Iterable[ox.Quad]) -> bool:
    """Return whether some quads are of a nanopublication."""
    return any(quad.predicate == TYPE and quad.object == NANOPUBLICATION for quad in quads)


def from_nanopubs(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads that nanopublications of ours were made from, some more than once.

    Raises KGError for one that is not whole, and for quads that belong to none.
    """
    store = memory_store(quads)
    known: set[object] = set()
    for quad in store.quads_for_pattern(None, TYPE, NANOPUBLICATION, None):
        parts = _parts(store, quad)
        known |= {quad.graph_name, *parts.values()}
        yield from _restored(store, quad.subject, parts)
    odd = next((name for name in sorted(store.named_graphs(), key=str) if name not in known), None)
    if odd is not None or any(store.quads_for_pattern(None, None, None, DEFAULT)):
        message = f"holds a graph that belongs to no nanopublication: {odd or 'the default graph'}"
        raise KGError(message)


def _parts(store: ox.Store, declared: ox.Quad) -> dict[str, ox.NamedNode]:
    parts = {}
    for term, part in _PARTS.items():
        predicate = ox.NamedNode(NANOPUB + term)
        found = [q.object for q in store.quads_for_pattern(declared.subject, predicate, None, declared.graph_name)]
        if len(found) != 1 or not isinstance(found[0], ox.NamedNode) or not store.contains_named_graph(found[0]):
            message = f"its nanopublication {declared.subject} is not whole: np:{term} leads to no graph"
            raise KGError(message)
        parts[part] = found[0]
    return parts


def _restored(store: ox.Store, this: Node, parts: Mapping[str, ox.NamedNode]) -> Iterator[ox.Quad]:
    def of(name: ox.NamedNode, subject: Node | None = None, predicate: ox.NamedNode | None = None) -> list[ox.Quad]:
        return list(store.quads_for_pattern(subject, predicate, None, name))

    assertion, provenance = parts["assertion"], parts["provenance"]
    introduced = {quad.object for quad in of(parts["pubinfo"], this, INTRODUCES)}
    origins = [quad.object for quad in of(provenance, assertion, DERIVED_FROM)]
    homes = [quad.object for quad in of(provenance, assertion, _PART_OF)]
    if introduced:
        if len(origins) != 1 or not isinstance(origins[0], ox.NamedNode):
            message = f"its nanopublication {this} does not say which one document its assertion was derived from"
            raise KGError(message)
        yield from _stated([q for q in of(provenance) if q.subject != assertion], of(assertion), origins[0])
        return
    home = homes[0] if homes else DEFAULT
    if len(homes) > 1 or not isinstance(home, ox.NamedNode | ox.DefaultGraph):
        message = f"its nanopublication {this} does not say which one graph it is part of"
        raise KGError(message)
    for quad in of(assertion):
        yield placed(quad, home)


def _stated(told: Iterable[ox.Quad], asserted: Iterable[ox.Quad], document: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield a statement in its document's graph, and its fact in the graph of its status."""
    base = document.value.rpartition("document/")[0]
    graphs = {node: graph_name(base, status) for status, node in STATUS.items() if status != "asserted"}
    values: defaultdict[Node, list[ox.Quad]] = defaultdict(list)
    for quad in told:
        yield placed(quad, document)
        values[quad.subject].append(quad)
    for quad in asserted:
        if quad.subject not in values or quad.predicate not in _CLAIM:
            yield placed(quad, DEFAULT)
    for own in values.values():
        said = claim(own)
        stated = [graphs[node] for node in objects(own, kg("status")) if node in graphs]  # type: ignore[index]
        if said is not None and stated:
            yield placed(said, stated[0])
