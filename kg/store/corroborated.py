"""Look whether what a store says of conflicts and copies is borne out by its statements and documents."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.rdf import OBJECT, PREDICATE, STATUS, SUBJECT, TYPE, kg
from kg.store.conflicts import Conflict, conflicts_graph, read_conflicts
from kg.store.names import base_of
from kg.store.sources import read_copies
from kg.turtle import local

_LEAST = 2  # values of a conflict


def conflict_problems(store: ox.Store) -> Iterator[str]:
    """Yield what is wrong with the conflicts of a store: each joins asserted values that exclude another."""
    graph, base = conflicts_graph(store), base_of(store) or ""
    if graph is None:
        return
    found = read_conflicts(store)
    nodes = {str(quad.subject)[1:-1] for quad in store.quads_for_pattern(None, None, None, graph)}
    for node in sorted(nodes - {one.iri for one in found}):
        yield f"{node.removeprefix(base)} is no conflict: it lacks its class, thing or property."
    for one in found:
        for why in _wrong(store, one, graph):
            yield f"{one.iri.removeprefix(base)} ({one.subject.removeprefix(base)} {local(one.predicate)}): {why}."


def _wrong(store: ox.Store, one: Conflict, graph: ox.NamedNode) -> Iterator[str]:
    if len(one.values) < _LEAST:
        yield f"{len(one.values) or 'no'} value is no conflict"
    for value in one.values:
        short = value.removeprefix(one.base)
        if len(one.values) >= _LEAST and not one.against(value):
            yield f"{short} can hold together with the other values"
        if not one.giving(value):
            yield f"no statement of it gives {short}"
    named = {quad.object for quad in store.quads_for_pattern(ox.NamedNode(one.iri), kg("statement"), None, graph)}
    for statement in sorted(named, key=str):
        if not any(_asserts(store, statement, one, value) for value in one.values):
            yield f"{str(statement)[1:-1].removeprefix(one.base)} asserts none of its values"


def _asserts(store: ox.Store, statement: object, one: Conflict, value: str) -> bool:
    wanted = (
        (SUBJECT, ox.NamedNode(one.subject)),
        (PREDICATE, ox.NamedNode(one.predicate)),
        (OBJECT, ox.NamedNode(value)),
        (kg("status"), STATUS["asserted"]),
    )
    return all(any(store.quads_for_pattern(statement, term, end, None)) for term, end in wanted)  # type: ignore[arg-type]


def copy_problems(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Yield the documents that are said to be copies of what is no document, or of what is a copy itself."""
    copies, base = read_copies(store), base_of(store) or ""
    for copy, first in sorted(copies.items()):
        node = ox.NamedNode(first)
        if not any(store.quads_for_pattern(node, TYPE, kg("Document"), node)):
            yield copy, f"is said to be a copy of {first.removeprefix(base)}, which is not in the graph."
        elif first in copies:
            yield copy, f"is said to be a copy of {first.removeprefix(base)}, which is a copy itself."
