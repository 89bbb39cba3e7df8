"""Quads as the forms of exchange need them: placed in graphs, and gathered by node."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from kg.rdf import OBJECT, PREDICATE, SUBJECT, GraphName, Node, Term

Values = Mapping[tuple[Node, GraphName], Sequence[ox.Quad]]
"""What is said of each node in each graph."""


def placed(triple: ox.Triple | ox.Quad, name: GraphName) -> ox.Quad:
    """Return a triple as a quad of a graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, name)


def by_node(quads: Iterable[ox.Quad]) -> Values:
    """Return the quads of each node in each graph."""
    values: defaultdict[tuple[Node, GraphName], list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        values[quad.subject, quad.graph_name].append(quad)
    return dict(values)


def objects(own: Iterable[ox.Quad], predicate: ox.NamedNode) -> list[Term]:
    """Return the values of a predicate in order."""
    return sorted((quad.object for quad in own if quad.predicate == predicate), key=str)


def claim(own: Sequence[ox.Quad]) -> ox.Triple | None:
    """Return the fact that a node states, or None where it is no statement with one subject, predicate and object."""
    ends = [objects(own, part) for part in (SUBJECT, PREDICATE, OBJECT)]
    if any(len(found) != 1 for found in ends):
        return None
    subject, predicate, end = (found[0] for found in ends)
    if all(isinstance(term, ox.NamedNode) for term in (subject, predicate, end)):
        return ox.Triple(subject, predicate, end)  # type: ignore[arg-type]
    return None
