"""Turn a store into one set of triples, for the forms that know no named graphs.

It is the default graph, and behind it every planned or negated statement with its evidence and its document, since
nothing that was only announced may be lost; and every inferred fact, as a statement derived from those of documents.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf import (
    DEFAULT,
    DERIVED_FROM,
    OBJECT,
    PREDICATE,
    RDF,
    RDFS,
    STATUS,
    SUBJECT,
    TYPE,
    Node,
    Term,
    inference_path,
    iri,
    kg,
    label,
)
from kg.records import Status
from kg.store.derive import Deriver, asserting
from kg.store.infer import inferred_facts
from kg.store.names import base_of
from kg.store.turtle import Section

HEADINGS: dict[Status, str] = {
    "planned": "Planned: announced, expected or intended, not done",
    "negated": "Negated: denied, refused or ended",
}
_INFERRED = "Inferred: stated by no document, following from asserted facts"
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
    inferred = [*_inferred(store)]
    sections.append((_INFERRED, sorted({triple.subject for triple in inferred}, key=str)))
    return Flat(list(dict.fromkeys([*triples, *inferred])), sections)


def _inferred(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield each inferred fact as a statement: what it says, the axioms, and the statements that it follows from."""
    base, deriver = base_of(store) or "", Deriver(store)
    for quad in inferred_facts(store):
        fact = quad.subject.value, quad.predicate.value, quad.object.value  # type: ignore[union-attr]
        node, derivation = iri(base, inference_path(fact)), deriver.derive(fact)
        yield ox.Triple(node, TYPE, ox.NamedNode(RDF + "Statement"))
        for term, name in zip((SUBJECT, PREDICATE, OBJECT), fact, strict=True):
            yield ox.Triple(node, term, ox.NamedNode(name))
        yield ox.Triple(node, kg("status"), kg("inferred"))
        if derivation:
            yield ox.Triple(node, ox.NamedNode(RDFS + "comment"), label("; ".join(derivation.axioms), "en"))
            for premise in derivation.premises:
                for statement in asserting(store, premise):
                    yield ox.Triple(node, DERIVED_FROM, statement)


def _classes(triples: Sequence[ox.Triple]) -> list[Section]:
    """Return the subjects by class, both in the order of their names."""
    types: dict[Node, str] = {}
    for triple in triples:
        name = triple.object.value if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode) else ""
        types[triple.subject] = max(types.get(triple.subject, ""), name)
    members: defaultdict[str, list[Node]] = defaultdict(list)
    for subject in sorted(types, key=str):
        members[types[subject]].append(subject)
    return [(heading_of(name), nodes) for name, nodes in sorted(members.items(), key=lambda one: class_order(one[0]))]


def heading_of(class_iri: str) -> str:
    """Return the heading of the things of a class."""
    return class_iri.rpartition("#")[2].rpartition("/")[2] or "Other"


def class_order(class_iri: str) -> tuple[str, str]:
    """Return what the sections of classes are sorted by."""
    return heading_of(class_iri), class_iri


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
