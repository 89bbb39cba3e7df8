"""What an ontology lets one conclude: which property and class says what else, by which axioms.

Read are `rdfs:subClassOf`, `rdfs:subPropertyOf`, `owl:inverseOf`, `owl:SymmetricProperty` and `owl:TransitiveProperty`
between named terms (RDF Schema 1.1, sections 2 and 3; OWL 2 Primer, section 6).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.rdf import LABEL, OWL, RDFS, TYPE
from kg.resources import ONTOLOGY
from kg.turtle import Triples, local, read_triples

SUB_CLASS, SUB_PROPERTY = ox.NamedNode(RDFS + "subClassOf"), ox.NamedNode(RDFS + "subPropertyOf")
INVERSE = ox.NamedNode(OWL + "inverseOf")
SYMMETRIC, TRANSITIVE = ox.NamedNode(OWL + "SymmetricProperty"), ox.NamedNode(OWL + "TransitiveProperty")

Direction = bool
"""Whether subject and object change places."""
End = tuple[str, Direction]
"""A property that is concluded, and in which direction."""


@dataclass(frozen=True, slots=True)
class Axioms:
    """What follows from what, by IRI, closed: of each conclusion the fewest axioms that lead to it, in words.

    `labels` are those of the ontology's own terms; terms of other vocabularies have none.
    """

    classes: Mapping[str, Mapping[str, tuple[str, ...]]]
    properties: Mapping[str, Mapping[End, tuple[str, ...]]]
    transitive: frozenset[str]
    labels: Mapping[str, str]

    def label(self, iri: str) -> str:
        """Return what a term is called."""
        return _label(iri, self.labels)


def ontology_triples(path: Path) -> Triples:
    """Return all triples of the built-in ontology and of the one at `path`; raise OntologyError for a wrong file."""
    triples = read_triples(ONTOLOGY)
    return triples if path.resolve() == ONTOLOGY.resolve() else triples | read_triples(path)


def axiom_triples(path: Path) -> Iterator[ox.Triple]:
    """Yield the axioms of the built-in ontology and of the one at `path`, and the labels of their own terms."""
    triples = ontology_triples(path)
    own: set[ox.NamedNode] = set()
    for subject, predicates in triples.index.items():
        for predicate, values in predicates.items():
            for value in values:
                triple = ox.Triple(subject, ox.NamedNode(predicate), value)
                if _is_axiom(triple):
                    yield triple
                if isinstance(subject, ox.NamedNode) and predicate == TYPE.value:
                    own |= {subject} if value in _KINDS else set()
    for node in sorted(own, key=str):
        yield from (ox.Triple(node, LABEL, value) for value in triples.objects(node, LABEL.value)[:1])


_KINDS = {ox.NamedNode(OWL + name) for name in ("Class", "ObjectProperty", "DatatypeProperty")} | {
    SYMMETRIC,
    TRANSITIVE,
}


def _is_axiom(triple: ox.Triple) -> bool:
    if not isinstance(triple.subject, ox.NamedNode) or not isinstance(triple.object, ox.NamedNode):
        return False
    return triple.predicate in {SUB_CLASS, SUB_PROPERTY, INVERSE} or triple.object in {SYMMETRIC, TRANSITIVE}


def read_axioms(triples: Iterable[ox.Triple]) -> Axioms:
    """Return what the axioms among the triples let one conclude."""
    found: defaultdict[ox.NamedNode, set[tuple[str, str]]] = defaultdict(set)
    labels: dict[str, str] = {}
    for triple in triples:
        subject, value = triple.subject.value, triple.object.value  # type: ignore[union-attr]
        if triple.predicate == LABEL:
            labels[subject] = value
        else:
            kind = triple.object if triple.predicate == TYPE else triple.predicate
            found[kind].add((subject, value))  # type: ignore[index]
    classes: defaultdict[str, dict[End, str]] = defaultdict(dict)
    for below, above in sorted(found[SUB_CLASS]):
        words = f"{_label(below, labels)} is a subclass of {_label(above, labels)}"
        classes[below][above, False] = words
    return Axioms(
        {name: {above: path for (above, _), path in ends.items()} for name, ends in _closed(classes).items()},
        _closed(_steps(found, labels)),
        frozenset(name for name, _ in found[TRANSITIVE]),
        labels,
    )


def _steps(
    found: Mapping[ox.NamedNode, set[tuple[str, str]]], labels: Mapping[str, str]
) -> Mapping[str, Mapping[End, str]]:
    """Return what one axiom alone says of each property."""
    steps: defaultdict[str, dict[End, str]] = defaultdict(dict)
    for below, above in sorted(found.get(SUB_PROPERTY, ())):
        steps[below][above, False] = f"{_label(below, labels)} is a sub-property of {_label(above, labels)}"
    for one, other in sorted(found.get(INVERSE, ())):
        words = f"{_label(one, labels)} is the inverse of {_label(other, labels)}"
        steps[one][other, True] = steps[other][one, True] = words
    for name, _ in sorted(found.get(SYMMETRIC, ())):
        steps[name][name, True] = f"{_label(name, labels)} is symmetric"
    return steps


def _closed(steps: Mapping[str, Mapping[End, str]]) -> dict[str, dict[End, tuple[str, ...]]]:
    """Return all that follows from each term, with the shortest way to it."""
    closed = {}
    for start in sorted(steps):
        ways: dict[End, tuple[str, ...]] = {(start, False): ()}
        waiting = [(start, False)]
        for name, turned in waiting:  # grows while it is read: nearest first
            for (end, turns), words in sorted(steps.get(name, {}).items()):
                new = end, turned != turns
                if new not in ways:
                    ways[new] = (*ways[name, turned], words)
                    waiting.append(new)
        del ways[start, False]
        closed[start] = ways
    return closed


def _label(iri: str, labels: Mapping[str, str]) -> str:
    """Return the label of a term, or its IRI's last part with the host, to tell it from ours."""
    if iri in labels:
        return labels[iri]
    host = iri.partition("//")[2].partition("/")[0].removeprefix("www.")
    return f"{local(iri)} ({host})"
