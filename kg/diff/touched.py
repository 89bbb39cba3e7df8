"""Turn the quads that came and went into the names of the facts, documents and things that they concern."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

import pyoxigraph as ox

from kg.diff.look import Fact, Looker, parse
from kg.rdf import (
    ALIAS,
    CONFLICTS,
    DEFAULT,
    LABEL,
    OBJECT,
    PREDICATE,
    SAME_AS,
    SUBJECT,
    TYPE,
    GraphName,
    Term,
    graph_name,
    kg,
)
from kg.records import STATUSES
from kg.store.infer import AXIOMS, INFERRED

_NAMES = {TYPE, LABEL, ALIAS}
_DESCRIBE = {*_NAMES, SAME_AS, *(kg(name) for name in ("isoCode", "edtf", "earliest", "latest"))}
_EVIDENCE = kg("evidence")
_STATES = (SUBJECT, PREDICATE, OBJECT, _EVIDENCE)
_PORTION = 50_000


@dataclass(slots=True)
class Touched:
    """What quads of a state concern; `inferred` is how many of them were drawn as conclusions.

    `said` are the facts that rest on each evidence, of statements that only this state has.
    """

    looker: Looker
    facts: set[Fact] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    conclusions: set[Fact] = field(default_factory=set)
    said: defaultdict[str, set[Fact]] = field(default_factory=lambda: defaultdict(set))
    inferred: int = 0

    def read(self, lines: Sequence[bytes]) -> Self:
        """Note what these lines of the state concern; return itself."""
        base, rows = self.looker.side.base, defaultdict[str, list[ox.Quad]](list)
        readers: dict[GraphName, Callable[[ox.Quad], None]]
        readers = {graph_name(base, status): self._fact for status in STATUSES}
        readers |= {ox.NamedNode(base + INFERRED): self._conclusion, ox.NamedNode(base + AXIOMS): _nothing}
        readers[ox.NamedNode(base + CONFLICTS)] = _nothing
        for start in range(0, len(lines), _PORTION):
            for quad in parse(lines[start : start + _PORTION]):
                if quad.graph_name in readers:
                    readers[quad.graph_name](quad)
                elif quad.subject == quad.graph_name:
                    self.documents.add(_value(quad.subject))
                elif quad.predicate in _STATES:
                    rows[_value(quad.subject)].append(quad)
        for quads in rows.values():
            self._statement(quads)
        return self

    def _statement(self, quads: Sequence[ox.Quad]) -> None:
        """Note the fact of a statement that only this state has; of others only the evidence may be among the quads."""
        ends = {quad.predicate: _value(quad.object) for quad in quads if quad.predicate != _EVIDENCE}
        if len(ends) == len(_STATES) - 1:
            fact = self.looker.known((ends[SUBJECT], ends[PREDICATE], ends[OBJECT]))
            self.facts.add(fact)
            for quad in quads:
                if quad.predicate == _EVIDENCE:
                    self.said[_value(quad.object)].add(fact)

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
    """Leave axioms and conflicts alone: the ontology is told as a cause, and what conflicts are facts."""


def _value(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
