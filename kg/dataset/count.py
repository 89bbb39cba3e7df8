"""Count what a graph holds: triples, entities, and how many of each class and property."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf import TYPE
from kg.store import base_of


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the graphs of a store: where SPARQL finds their triples."""

    name: str
    before: str = ""
    after: str = ""

    def pattern(self, predicate: str = "?p") -> str:
        """Return the SPARQL pattern that binds their triples to ?s ?p ?o."""
        return f"{self.before}?s {predicate} ?o{self.after}"


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a part; `classes` counts members, `properties` triples, by IRI, sorted.

    `entities` have a class; `subjects` are all that something is said of.
    """

    triples: int
    entities: int
    subjects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def parts_of(store: ox.Store) -> list[Part]:
    """Return the parts of a store: `facts` (the default graph), each graph below `BASE graph/`, and `documents`."""
    prefix = f"{base_of(store) or ''}graph/"
    named = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    special = [iri for iri in named if iri.startswith(prefix)]
    parts = [Part("facts")]
    parts += [Part(iri.removeprefix(prefix), f"GRAPH <{iri}> {{ ", " }") for iri in special]
    if len(special) < len(named):
        others = ", ".join(f"<{iri}>" for iri in special)
        parts.append(Part("documents", "GRAPH ?g { ", f" }} FILTER(?g NOT IN ({others}))"))
    return parts


def count(store: ox.Store, part: Part) -> Counts:
    """Return the numbers of a part."""
    every, typed = part.pattern(), part.pattern(str(TYPE))
    properties = _numbers(store, f"SELECT ?p (COUNT(*) AS ?n) {{ {every} }} GROUP BY ?p")
    classes = _numbers(store, f"SELECT ?o (COUNT(DISTINCT ?s) AS ?n) {{ {typed} FILTER(ISIRI(?o)) }} GROUP BY ?o")
    return Counts(
        triples=sum(properties.values()),
        entities=count_distinct(store, [part], str(TYPE)),
        subjects=count_distinct(store, [part]),
        classes=classes,
        properties=properties,
    )


def count_distinct(store: ox.Store, parts: Sequence[Part], predicate: str = "?p") -> int:
    """Return how many things the parts together say something of, with a predicate or any."""
    union = " UNION ".join(f"{{ {part.pattern(predicate)} }}" for part in parts)
    (answer,) = store.query(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {union} }}")  # type: ignore[misc]
    return int(answer[0].value)


def _numbers(store: ox.Store, query: str) -> dict[str, int]:
    return dict(sorted((key.value, int(number.value)) for key, number in store.query(query)))  # type: ignore[union-attr]
