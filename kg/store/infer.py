"""Add what follows from the asserted facts by an ontology's axioms, in a graph of its own.

Conclusions go to `BASE graph/inferred` and nowhere else, the axioms to `BASE graph/ontology`. They are drawn from the
default graph alone: nothing follows from what is planned or denied. That a thing is related to itself, which a circle
of a transitive property would give, is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.rdf import DEFAULT, LABEL, TYPE
from kg.store.axioms import Axioms, axiom_triples, read_axioms
from kg.store.names import base_of

INFERRED, AXIOMS = "graph/inferred", "graph/ontology"


def infer(store: ox.Store, ontology: Path) -> int:
    """Materialise what follows by the built-in ontology and the one at `ontology`; return how many triples.

    What was inferred before is replaced. A store without documents stays as it is. Raises OntologyError for a file
    that cannot be read.
    """
    base = base_of(store)
    if base is None:
        return 0
    triples = [*axiom_triples(ontology)]
    inferred, axioms = ox.NamedNode(base + INFERRED), ox.NamedNode(base + AXIOMS)
    for graph in (inferred, axioms):
        store.clear_graph(graph)
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object, axioms) for triple in triples)
    return _Reasoner(store, read_axioms(triples), inferred).run()


def inferred_graph(store: ox.Store) -> ox.NamedNode | None:
    """Return the graph of what was inferred, None where nothing was."""
    name = ox.NamedNode((base_of(store) or "https://kg.example/") + INFERRED)
    return name if store.contains_named_graph(name) else None


def stored_axioms(store: ox.Store) -> Axioms:
    """Return the axioms that a store was reasoned with."""
    name = ox.NamedNode((base_of(store) or "https://kg.example/") + AXIOMS)
    return read_axioms(quad.triple for quad in store.quads_for_pattern(None, None, None, name))


def inferred_facts(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield what was inferred about two things by the ontology's own properties.

    Left out are classes, properties of other vocabularies, which say the same once more, and a fact that only turns
    an asserted one of the same property round.
    """
    graph = inferred_graph(store)
    if graph is None:
        return
    own = {quad.subject for quad in store.quads_for_pattern(None, LABEL, None, ox.NamedNode(_beside(graph)))}
    for predicate in sorted(own, key=str):
        for quad in store.quads_for_pattern(None, predicate, None, graph):  # type: ignore[arg-type]
            if isinstance(quad.object, ox.NamedNode) and not _is_turned(store, quad):
                yield quad


def _beside(graph: ox.NamedNode) -> str:
    return graph.value.removesuffix(INFERRED) + AXIOMS


def _is_turned(store: ox.Store, quad: ox.Quad) -> bool:
    return any(store.quads_for_pattern(quad.object, quad.predicate, quad.subject, DEFAULT))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Reasoner:
    """Applies the axioms until nothing new follows."""

    store: ox.Store
    axioms: Axioms
    graph: ox.NamedNode

    def run(self) -> int:
        """Return how many triples follow."""
        for name, above in self.axioms.classes.items():
            for other in above:
                self._insert(f"?s {TYPE} <{name}>", f"?s {TYPE} <{other}>")
        self._related([*self.axioms.properties], DEFAULT)
        while self._chained():
            self._related(sorted(self.axioms.transitive & self.axioms.properties.keys()), self.graph)
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, self.graph))

    def _related(self, properties: Sequence[str], source: ox.NamedNode | ox.DefaultGraph) -> None:
        """Apply sub-property, inverse and symmetric axioms to the facts of a graph."""
        for name in properties:
            where = f"?s <{name}> ?o"
            where = where if source == DEFAULT else f"GRAPH {source} {{ {where} }}"
            for end, turned in self.axioms.properties[name]:
                if turned:
                    self._insert(f"{where} FILTER(ISIRI(?o))", f"?o <{end}> ?s")
                else:
                    self._insert(where, f"?s <{end}> ?o")

    def _insert(self, where: str, what: str) -> None:
        """Conclude `what` wherever the pattern `where` holds and it is not asserted."""
        self.store.update(
            f"INSERT {{ GRAPH {self.graph} {{ {what} }} }} WHERE {{ {where} FILTER NOT EXISTS {{ {what} }} }}"
        )

    def _chained(self) -> bool:
        """Apply the transitive axioms to what is asserted and inferred; return whether something new followed."""
        new = [quad for name in sorted(self.axioms.transitive) for quad in self._chain(name)]
        self.store.extend(new)
        return bool(new)

    def _chain(self, name: str) -> list[ox.Quad]:
        predicate = ox.NamedNode(name)
        answer = self.store.query(
            f"SELECT DISTINCT ?s ?o {{ ?s <{name}>/<{name}>+ ?o FILTER(?s != ?o) }}",
            default_graph=[DEFAULT, self.graph],
        )
        return [
            ox.Quad(subject, predicate, end, self.graph)
            for subject, end in answer  # type: ignore[union-attr]
            if all(ox.Quad(subject, predicate, end, graph) not in self.store for graph in (DEFAULT, self.graph))
        ]
