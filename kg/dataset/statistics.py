"""Turn numbers into VoID statistics: https://www.w3.org/TR/void/#statistics."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

import pyoxigraph as ox

from kg.dataset.count import Counts, Part, count, count_distinct, parts_of
from kg.dataset.terms import Subject, Triple, namespace, void
from kg.rdf import DEFAULT, SAME_AS, TITLE, TYPE, label, typed

_SAYS = {
    "facts": "Entities and asserted facts (the default graph)",
    "planned": "Facts that documents announce, expect or intend",
    "negated": "Facts that documents deny",
    "inferred": "Facts that follow from the asserted ones by the ontology",
    "conflicts": "Values that documents assert and that cannot all hold, with the statements that give them",
    "ontology": "The axioms by which the inferred facts follow",
    "documents": "What each document states, with the sentences that say so: a graph for each",
}


def statistics(dataset: Subject) -> Iterator[Triple]:
    """Yield the numbers of the whole, of each part as a subset, and of the links to other datasets.

    A triple that stands in two parts counts twice in the whole, a subject once.
    """
    parts = {part: count(dataset.store, part) for part in parts_of(dataset.store)}
    yield from _counted(dataset.whole, _together(dataset.store, parts))
    yield dataset.whole, void("documents"), typed(len(dataset.documents()), "integer")
    for part, counts in parts.items():
        node = dataset.iri(part.name)
        yield dataset.whole, void("subset"), node
        yield node, TYPE, void("Dataset")
        yield node, TITLE, label(_SAYS.get(part.name, part.name), "en")
        yield from _counted(node, counts)
    yield from _links(dataset)


def _together(store: ox.Store, parts: Mapping[Part, Counts]) -> Counts:
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for counts in parts.values():
        properties.update(counts.properties)
        classes.update(counts.classes)
    for name in classes:  # a document has its class in its own graph, and among the entities
        if sum(name in counts.classes for counts in parts.values()) > 1:
            found = store.quads_for_pattern(None, TYPE, ox.NamedNode(name), None)
            classes[name] = len({quad.subject for quad in found})
    return Counts(
        triples=sum(properties.values()),
        entities=count_distinct(store, [*parts], str(TYPE)),
        subjects=count_distinct(store, [*parts]),
        classes=dict(sorted(classes.items())),
        properties=dict(sorted(properties.items())),
    )


def _counted(node: ox.NamedNode, counts: Counts) -> Iterator[Triple]:
    numbers = {
        "triples": counts.triples,
        "entities": counts.entities,
        "distinctSubjects": counts.subjects,
        "classes": len(counts.classes),
        "properties": len(counts.properties),
    }
    for name, number in numbers.items():
        yield node, void(name), typed(number, "integer")
    yield from _partitions(node, "class", "entities", counts.classes)
    yield from _partitions(node, "property", "triples", counts.properties)
    for space in sorted({namespace(iri) for iri in (*counts.classes, *counts.properties)}):
        yield node, void("vocabulary"), ox.NamedNode(space)


def _partitions(node: ox.NamedNode, kind: str, unit: str, numbers: Mapping[str, int]) -> Iterator[Triple]:
    names = _paths(numbers)
    for iri, number in numbers.items():
        section = ox.NamedNode(f"{node.value}/{kind}/{names[iri]}")
        yield node, void(f"{kind}Partition"), section
        yield section, TYPE, void("Dataset")
        yield section, void(kind), ox.NamedNode(iri)
        yield section, void(unit), typed(number, "integer")


def _paths(iris: Iterable[str]) -> dict[str, str]:
    """Return a path for each term: its local name, or all of it where another term has the same."""
    local = {iri: iri.removeprefix(namespace(iri)) for iri in iris}
    times = Counter(local.values())
    return {iri: quote(name if name and times[name] == 1 else iri, safe="") for iri, name in local.items()}


def _links(dataset: Subject) -> Iterator[Triple]:
    """Yield a linkset for each name space that owl:sameAs leads to."""
    found = dataset.store.quads_for_pattern(None, SAME_AS, None, DEFAULT)
    numbers = Counter(namespace(quad.object.value) for quad in found if isinstance(quad.object, ox.NamedNode))
    for space, number in sorted(numbers.items()):
        name = re.sub(r"[^a-z0-9]+", "-", space.partition("//")[2].lower()).strip("-")
        node, target = dataset.iri("links", name), dataset.iri("linked", name)
        yield dataset.whole, void("subset"), node
        yield node, TYPE, void("Linkset")
        yield node, void("linkPredicate"), SAME_AS
        yield node, void("subjectsTarget"), dataset.whole
        yield node, void("objectsTarget"), target
        yield node, void("triples"), typed(number, "integer")
        yield target, TYPE, void("Dataset")
        yield target, void("uriSpace"), label(space)
