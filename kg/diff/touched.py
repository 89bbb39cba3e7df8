"""Turn the quads that came and went into the names of the facts, documents and things that they concern."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

import pyoxigraph as ox

from kg.diff.look import Fact, Looker, parse
from kg.rdf import ALIAS, DEFAULT, LABEL, OBJECT, PREDICATE, SAME_AS, SUBJECT, TYPE, GraphName, Term, graph_name, kg
from kg.records import STATUSES
from kg.store.infer import AXIOMS, INFERRED

_NAMES = {TYPE, LABEL, ALIAS}
_DESCRIBE = {*_NAMES, SAME_AS, *(kg(name) for name in ("isoCode", "edtf", "earliest", "latest"))}
_ENDS = (SUBJECT, PREDICATE, OBJECT)
_PORTION = 50_000


@dataclass(slots=True)
class Touched:
    """What quads of a state concern; `inferred` is how many of them were drawn as conclusions."""

    looker: Looker
    facts: set[Fact] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    conclusions: set[Fact] = field(default_factory=set)
    inferred: int = 0

    def read(self, lines: Sequence[bytes]) -> Self:
        """Note what these lines of the state concern; return itself."""
        base, ends = self.looker.side.base, defaultdict[str, dict[ox.NamedNode, str]](dict)
        readers: dict[GraphName, Callable[[ox.Quad], None]] = {
            graph_name(base, status): self._fact for status in STATUSES
        }
        readers |= {ox.NamedNode(base + INFERRED): self._conclusion, ox.NamedNode(base + AXIOMS): _nothing}
        for start in range(0, len(lines), _PORTION):
            for quad in parse(lines[start : start + _PORTION]):
                if quad.graph_name in readers:
                    readers[quad.graph_name](quad)
                elif quad.subject == quad.graph_name:
                    self.documents.add(_value(quad.subject))
                elif quad.predicate in _ENDS:
                    ends[_value(quad.subject)][quad.predicate] = _value(quad.object)
        whole = (values for values in ends.values() if len(values) == len(_ENDS))
        self.facts.update(self.looker.known((row[SUBJECT], row[PREDICATE], row[OBJECT])) for row in whole)
        return self

    def _fact(self, quad: ox.Quad) -> None:
        """Note a quad of the graphs that hold facts and names."""
        if quad.predicate not in _DESCRIBE:
            self._note(quad, self.facts)
        elif quad.graph_name == DEFAULT and quad.predicate in _NAMES:
            self.things.add(_value(quad.subject))

    def _conclusion(self, quad: ox.Quad) -> None:
        self.inferred += 1
        self._note(quad, self.conclusions)

    def _note(self, quad: ox.Quad, facts: set[Fact]) -> None:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            facts.add(self.looker.known((quad.subject.value, quad.predicate.value, quad.object.value)))


def _nothing(_: ox.Quad) -> None:
    """Leave the axioms alone: they are told as an ontology that changed."""


def _value(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
