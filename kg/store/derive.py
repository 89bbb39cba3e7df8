"""Tell why an inferred fact holds: the asserted facts that it follows from, and the axioms that lead to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.rdf import DEFAULT, OBJECT, PREDICATE, STATUS, SUBJECT, TYPE, GraphName, kg
from kg.store.axioms import Axioms
from kg.store.infer import inferred_graph, stored_axioms
from kg.store.owl_rl import REASON, is_owl_rl

Fact = tuple[str, str, str]
"""Subject, predicate and object, as IRIs."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why a fact holds: asserted facts in the order in which they are joined, and axioms in words.

    A conclusion of OWL 2 RL has no premises, and who drew it in the place of axioms; `verify` draws it again.
    """

    premises: tuple[Fact, ...]
    axioms: tuple[str, ...]


def asserting(store: ox.Store, fact: Fact) -> list[ox.NamedNode]:
    """Return the statements of documents that assert a fact, sorted."""
    subject, predicate, end = map(ox.NamedNode, fact)
    rest = ((PREDICATE, predicate), (OBJECT, end), (kg("status"), STATUS["asserted"]))
    found = {
        quad.subject
        for quad in store.quads_for_pattern(None, SUBJECT, subject, None)
        if isinstance(quad.subject, ox.NamedNode)
        and all(ox.Quad(quad.subject, term, value, quad.graph_name) in store for term, value in rest)
    }
    return sorted(found, key=str)


@dataclass(frozen=True)
class Deriver:
    """Finds for each inferred fact of a store one derivation, always the same: the one with the fewest steps."""

    store: ox.Store

    @cached_property
    def axioms(self) -> Axioms:
        """The axioms that the store was reasoned with."""
        return stored_axioms(self.store)

    @cached_property
    def is_owl_rl(self) -> bool:
        """Whether the store was reasoned with by OWL 2 RL as well."""
        return is_owl_rl(self.store)

    @cached_property
    def _graph(self) -> ox.NamedNode | None:
        return inferred_graph(self.store)

    @cached_property
    def _sources(self) -> dict[str, list[tuple[int, str, bool]]]:
        """For each property, those that lead to it: number of axioms, name, whether turned; the nearest first."""
        sources: dict[str, list[tuple[int, str, bool]]] = {}
        for name, ends in self.axioms.properties.items():
            for (end, turned), way in ends.items():
                sources.setdefault(end, []).append((len(way), name, turned))
        return {name: sorted(found) for name, found in sources.items()}

    def derive(self, fact: Fact) -> Derivation | None:
        """Return why an inferred fact holds, None for one that does not follow."""
        subject, predicate, end = fact
        if predicate == TYPE.value:
            found = self._by_class(subject, end)
        else:
            found = self._simple(fact) or self._by_chain(fact) or self._by_chained_source(fact)
        return found or self._by_reasoner(fact)

    def is_copied(self, subject: ox.NamedNode, predicate: str, value: ox.Literal) -> bool:
        """Return whether a text or number follows from the same one of an asserted fact, by sub-properties."""
        names = [name for _, name, turned in self._sources.get(predicate, ()) if not turned]
        return any(ox.Quad(subject, ox.NamedNode(name), value, DEFAULT) in self.store for name in names)

    def _by_reasoner(self, fact: Fact) -> Derivation | None:
        return Derivation((), (REASON,)) if self.is_owl_rl and self._holds(fact, inferred=True) else None

    def _holds(self, fact: Fact, *, inferred: bool = False) -> bool:
        graph = self._graph if inferred else DEFAULT
        return graph is not None and ox.Quad(*map(ox.NamedNode, fact), graph) in self.store  # type: ignore[call-arg]

    def _by_class(self, subject: str, name: str) -> Derivation | None:
        types = self.store.quads_for_pattern(ox.NamedNode(subject), TYPE, None, DEFAULT)
        found = [
            (len(way), quad.object.value, way)
            for quad in types
            if isinstance(quad.object, ox.NamedNode)
            and (way := self.axioms.classes.get(quad.object.value, {}).get(name)) is not None
        ]
        return Derivation(((subject, TYPE.value, min(found)[1]),), min(found)[2]) if found else None

    def _simple(self, fact: Fact) -> Derivation | None:
        """Return why a fact holds that follows from one asserted fact."""
        for premise, way in self._origins(fact):
            if self._holds(premise):
                return Derivation((premise,), way)
        return None

    def _origins(self, fact: Fact) -> Iterator[tuple[Fact, tuple[str, ...]]]:
        """Yield the facts that one would follow from by sub-property, inverse and symmetric axioms."""
        subject, predicate, end = fact
        for _, name, turned in self._sources.get(predicate, ()):
            way = self.axioms.properties[name][predicate, turned]
            yield ((end, name, subject) if turned else (subject, name, end)), way

    def _by_chain(self, fact: Fact) -> Derivation | None:
        """Return the shortest chain of a transitive property, breadth first."""
        start, predicate, end = fact
        if predicate not in self.axioms.transitive:
            return None
        ways: dict[str, tuple[str, ...]] = {start: ()}
        waiting = [start]
        for node in waiting:  # grows while it is read
            for following in self._following(node, predicate):
                if following not in ways:
                    ways[following] = (*ways[node], following)
                    waiting.append(following)
            if end in ways:
                return self._joined(start, predicate, ways[end])
        return None

    def _following(self, node: str, predicate: str) -> list[str]:
        """Return what a thing is directly joined to by a property, by what is asserted or follows from one fact."""
        found = []
        graphs: list[GraphName] = [DEFAULT, self._graph] if self._graph else [DEFAULT]
        for graph in graphs:
            for quad in self.store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, graph):
                if isinstance(quad.object, ox.NamedNode):
                    fact = (node, predicate, quad.object.value)
                    found += [quad.object.value] if graph == DEFAULT or self._simple(fact) else []
        return sorted(set(found))

    def _joined(self, start: str, predicate: str, way: tuple[str, ...]) -> Derivation:
        premises: list[Fact] = []
        axioms: list[str] = []
        for subject, end in zip((start, *way), way, strict=False):
            fact = (subject, predicate, end)
            simple = None if self._holds(fact) else self._simple(fact)
            premises += simple.premises if simple else (fact,)
            axioms += simple.axioms if simple else ()
        axioms.append(f"{self.axioms.label(predicate)} is transitive")
        return Derivation(tuple(dict.fromkeys(premises)), tuple(dict.fromkeys(axioms)))

    def _by_chained_source(self, fact: Fact) -> Derivation | None:
        """Return why a fact holds that follows from a chain of another property."""
        for premise, way in self._origins(fact):
            if self._holds(premise, inferred=True):
                chain = self._by_chain(premise)
                if chain:
                    return Derivation(chain.premises, (*chain.axioms, *way))
        return None
