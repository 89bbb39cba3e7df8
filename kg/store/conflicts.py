"""Read what contradicts what in a store, with the statements on each side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.corroborate.excluding import exclude_each_other
from kg.corroborate.told import ConflictTold
from kg.rdf import CONFLICTS, DEFAULT, LABEL, OBJECT, PREDICATE, SUBJECT, TYPE, GraphName, kg
from kg.store.names import base_of
from kg.turtle import local


@dataclass(frozen=True, slots=True, order=True)
class Giving:
    """A statement that gives a value, and the document that makes it, by their IRIs."""

    value: str
    document: str
    statement: str


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """Values of one property of one thing that cannot all hold, by their IRIs, and who gives them, both in order."""

    subject: str
    predicate: str
    iri: str
    base: str
    values: tuple[str, ...]
    statements: tuple[str, ...]
    given: tuple[Giving, ...] = ()

    def against(self, value: str) -> list[str]:
        """Return the values that exclude this one, none for one that is not in the conflict."""
        own = value.removeprefix(self.base)
        return [
            other
            for other in self.values
            if value in self.values and exclude_each_other(own, other.removeprefix(self.base))
        ]

    def giving(self, value: str) -> list[Giving]:
        """Return the statements that give a value."""
        return [one for one in self.given if one.value == value]


def conflicts_graph(store: ox.Store) -> ox.NamedNode | None:
    """Return the graph of conflicts, None where there is none."""
    name = ox.NamedNode((base_of(store) or "https://kg.example/") + CONFLICTS)
    return name if store.contains_named_graph(name) else None


def read_conflicts(store: ox.Store, *, subject: ox.NamedNode | None = None) -> list[Conflict]:
    """Return the conflicts of a store, or those about one thing, in order."""
    graph, base = conflicts_graph(store), base_of(store)
    if graph is None or base is None:
        return []
    nodes = {quad.subject for quad in store.quads_for_pattern(None, SUBJECT, subject, graph)}
    quads = (quad for node in nodes for quad in store.quads_for_pattern(node, None, None, graph))
    found = to_conflicts(quads, base)
    return [replace(one, given=tuple(sorted(_given(store, one)))) for one in found]


def to_conflicts(quads: Iterable[ox.Quad], base: str) -> list[Conflict]:
    """Return the conflicts that some quads tell of, in order, with their statements but without the documents."""
    said: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return sorted(
        Conflict(
            min(parts[SUBJECT.value]),
            min(parts[PREDICATE.value]),
            node,
            base,
            tuple(sorted(parts[kg("value").value])),
            tuple(sorted(parts[kg("statement").value])),
        )
        for node, parts in said.items()
        if parts[SUBJECT.value] and parts[PREDICATE.value] and kg("Conflict").value in parts[TYPE.value]
    )


def _given(store: ox.Store, one: Conflict) -> Iterator[Giving]:
    """Yield what the statements of a conflict give, with their documents; nothing for one that is not there."""
    for statement in one.statements:
        for quad in store.quads_for_pattern(ox.NamedNode(statement), OBJECT, None, None):
            if isinstance(quad.object, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
                yield Giving(quad.object.value, quad.graph_name.value, statement)


### In words ##########################################################################################################


def told_conflicts(store: ox.Store) -> list[ConflictTold]:
    """Return the conflicts of a store as `report.json` tells them."""
    return [_told(store, one) for one in read_conflicts(store)]


def _told(store: ox.Store, found: Conflict) -> ConflictTold:
    return {
        "id": found.iri.removeprefix(found.base),
        "subject": _first(store, found.subject, LABEL, DEFAULT),
        "predicate": local(found.predicate),
        "values": [
            {
                "value": _first(store, one.value, LABEL, DEFAULT),
                "document": one.document.removeprefix(found.base),
                "statement": one.statement.removeprefix(found.base),
                "quote": _quote(store, one),
            }
            for one in found.given
        ],
    }


def _quote(store: ox.Store, given: Giving) -> str:
    """Return the first sentence that gives a value, in the order of the text."""
    document = ox.NamedNode(given.document)
    places = store.quads_for_pattern(ox.NamedNode(given.statement), kg("evidence"), None, document)
    found = []
    for place in places:
        if isinstance(place.object, ox.NamedNode):
            start, end, quote = (_first(store, place.object.value, kg(n), document) for n in ("start", "end", "quote"))
            found.append((int(start or 0), int(end or 0), quote))
    return min(found)[2] if found else ""


def _first(store: ox.Store, node: str, term: ox.NamedNode, graph: GraphName) -> str:
    found = store.quads_for_pattern(ox.NamedNode(node), term, None, graph)
    return min((quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)), default="")
