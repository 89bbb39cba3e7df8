"""Turn a store into one set of triples, for the forms that know no named graphs.

It is the default graph, and behind it every planned or negated statement with its evidence and its document, since
nothing that was only announced may be lost.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf import DEFAULT, DERIVED_FROM, OBJECT, PREDICATE, STATUS, SUBJECT, TYPE, Node, Term, kg
from kg.records import Status
from kg.store.turtle import Section

HEADINGS: dict[Status, str] = {
    "planned": "Planned: announced, expected or intended, not done",
    "negated": "Negated: denied, refused or ended",
}
_EVIDENCE = kg("evidence")


@dataclass(frozen=True, slots=True)
class Flat:
    """Triples with the sections in which their subjects are to be read."""

    triples: Sequence[ox.Triple]
    sections: Sequence[Section]


def flatten(store: ox.Store) -> Flat:
    """Return the default graph and the planned and negated statements of a store."""
    triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, DEFAULT)]
    sections = _classes(triples)
    for status, heading in HEADINGS.items():
        blocks = [_Block(store, q.subject, q.graph_name) for q in _statements(store, status)]  # type: ignore[arg-type]
        blocks.sort(key=_Block.order)
        triples += dict.fromkeys(triple for block in blocks for triple in block.triples())
        sections.append((heading, list(dict.fromkeys(node for block in blocks for node in block.subjects()))))
    return Flat(list(dict.fromkeys(triples)), sections)


def _classes(triples: Sequence[ox.Triple]) -> list[Section]:
    """Return the subjects by class, both in the order of their names."""
    types: dict[Node, str] = {}
    for triple in triples:
        name = triple.object.value if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode) else ""
        types[triple.subject] = max(types.get(triple.subject, ""), name)
    members: defaultdict[str, list[Node]] = defaultdict(list)
    for subject in sorted(types, key=str):
        members[types[subject]].append(subject)
    named = [(name.rpartition("#")[2].rpartition("/")[2] or "Other", nodes) for name, nodes in members.items()]
    return sorted(named, key=lambda section: section[0])


def _statements(store: ox.Store, status: Status) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(None, kg("status"), STATUS[status], None)


@dataclass(frozen=True, slots=True)
class _Block:
    """A statement of one document, with its evidence."""

    store: ox.Store
    node: Node
    document: ox.NamedNode

    def _values(self, node: Node, predicate: ox.NamedNode) -> list[Term]:
        found = self.store.quads_for_pattern(node, predicate, None, self.document)
        return sorted((quad.object for quad in found), key=str)

    def order(self) -> tuple[str, ...]:
        """Return what the block is sorted by: subject, predicate and object, then its own name."""
        ends = [str(value) for term in (SUBJECT, PREDICATE, OBJECT) for value in self._values(self.node, term)]
        return *ends, str(self.node)

    def subjects(self) -> Iterator[Node]:
        """Yield the statement and its evidence."""
        yield self.node
        yield from (place for place in self._values(self.node, _EVIDENCE) if not isinstance(place, ox.Literal))

    def triples(self) -> Iterator[ox.Triple]:
        """Yield what the document's graph says of the statement and its evidence, and which document it is."""
        yield ox.Triple(self.node, DERIVED_FROM, self.document)
        for subject in self.subjects():
            for quad in self.store.quads_for_pattern(subject, None, None, self.document):
                yield quad.triple
