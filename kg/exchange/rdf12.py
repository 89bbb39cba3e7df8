"""Turn statements of classic reification into RDF 1.2, and back.

`rdf:subject`, `rdf:predicate` and `rdf:object` of a statement become one `rdf:reifies` with a triple term, which names
a fact without asserting it; all else stays. RDF 1.2 Concepts: https://www.w3.org/TR/rdf12-concepts/
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.exchange.quads import claim
from kg.rdf import OBJECT, PREDICATE, REIFIES, SUBJECT, GraphName, Node

_PARTS = (SUBJECT, PREDICATE, OBJECT)


def to_rdf12(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads with `rdf:reifies` in the place of each statement's subject, predicate and object.

    A node that does not have each of the three once, as an IRI, is no statement that a triple term could stand for; its
    quads stay.
    """
    found: defaultdict[tuple[Node, GraphName], list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if quad.predicate in _PARTS:
            found[quad.subject, quad.graph_name].append(quad)
        else:
            yield quad
    for (node, name), parts in found.items():
        term = claim(parts)
        if term is None:
            yield from parts
        else:
            yield ox.Quad(node, REIFIES, term, name)


def from_rdf12(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads with subject, predicate and object in the place of each `rdf:reifies`."""
    for quad in quads:
        term = quad.object
        if quad.predicate == REIFIES and isinstance(term, ox.Triple):
            for part, end in zip(_PARTS, (term.subject, term.predicate, term.object), strict=True):
                yield ox.Quad(quad.subject, part, end, quad.graph_name)
        else:
            yield quad
