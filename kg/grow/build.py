"""Add pages to a state and take pages from it; say which lines of quads come and go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.grow.leaf import FactKey, Leaf
from kg.grow.lines import Lines
from kg.grow.state import Change, Noted, State
from kg.grow.thing import Said, read_tally, read_thing, section_of, to_block, to_said
from kg.grow.together import conflict_lines, copy_lines
from kg.merge import same_name
from kg.ontology import Ontology
from kg.rdf import graph_name, iri, term, to_lines
from kg.records import STATUSES
from kg.search.index import Index

ASSERTED = STATUSES.index("asserted")


@dataclass(frozen=True, slots=True)
class Builder:
    """Keeps the state of a graph and its search index in step with its pages. Without FTS5 there is no index."""

    state: State
    index: Index | None
    base: str
    ontology: Ontology

    def add(self, leaf: Leaf, text: str) -> None:
        """Put in what a page gives by itself; `text` is the hash of its text."""
        if (other := self.state.source_of(leaf.document)) is not None:
            raise same_name(leaf.document, other, leaf.source)
        self.state.add_page(leaf, text)
        if self.index:
            words = ((one.start, one.text, one.evidence) for one in leaf.words)
            self.index.add_document(self.base + leaf.document, leaf.title, leaf.text, words)

    def remove(self, leaf: Leaf) -> None:
        """Take out what a page gave by itself."""
        self.state.remove_page(leaf)
        if self.index:
            self.index.remove_document(self.base + leaf.document)

    def commit(self) -> None:
        """Write what is still held back."""
        self.state.connection.commit()
        if self.index:
            self.index.connection.commit()

    def settle(self, change: Change) -> None:
        """Put in what pages say together, before it is known what the graph says of things."""
        for path, tally in change.tallies.items():
            self.state.note_tally(path, self.state.tally(path).update(tally))
        for key, number in change.facts.items():
            self.state.count(key, number)

    ### The whole of it

    def things(self) -> Iterator[list[bytes]]:
        """Note and yield what the graph says of all things, which are settled."""
        for rows in self.state.paths():
            lines: list[bytes] = []
            for path, text in rows:
                said = to_said(path, read_tally(text), self.base, self.ontology)
                self._note(path, said)
                lines += said.lines
            yield lines

    def facts(self) -> Iterator[list[bytes]]:
        """Yield all facts."""
        rows = self.state.do("SELECT subject, predicate, object, status FROM fact")
        while some := rows.fetchmany(10_000):
            yield self.fact_lines((subject, relation, end, status) for subject, relation, end, status in some)

    def conflicts(self) -> Iterator[list[bytes]]:
        """Note and yield what is said of all conflicts."""
        for name in self.singles():
            query = "SELECT DISTINCT subject FROM fact WHERE predicate = ? AND status = ?"
            for (subject,) in self.state.do(query, (name, ASSERTED)).fetchall():
                before, now = conflict_lines(self.state, subject, self.base, self.ontology)
                yield [] if before else now

    def singles(self) -> list[str]:
        """Return the properties that can have one value."""
        return sorted(known.iri for known in self.ontology.properties.values() if known.single)

    def fact_lines(self, keys: Iterable[FactKey]) -> list[bytes]:
        """Return facts as lines."""
        return to_lines(
            ox.Quad(
                iri(self.base, subject), term(relation), iri(self.base, end), graph_name(self.base, STATUSES[status])
            )
            for subject, relation, end, status in keys
        )

    def _note(self, path: str, said: Said) -> None:
        self.state.note_said(path, said)
        self.write_block(path, said)
        if self.index and not self.state.is_page(path):
            thing = said.thing
            names = [(thing.label, False), *((alias, True) for alias in thing.aliases)]
            self.index.add_entity(thing.iri, thing.label, names)

    def write_block(self, path: str, said: Said) -> None:
        """Write the paragraph of a thing in `graph.ttl`."""
        node = iri(self.base, path)
        facts = [ox.Triple(node, term(name), iri(self.base, end)) for name, end in self.state.asserted(path)]
        self.state.put_block(to_block(said, facts, self.base))

    ### What changed

    def apply(self, change: Change, lines: Lines) -> None:
        """Put in what pages say together; the lines that go and come are added to `lines`."""
        stirred = {*self._count(change, lines)}  # things with other facts, of which pages speak, so they are here too
        for path, tally in change.tallies.items():
            before, now = self.state.said(path), self.state.tally(path).update(tally)
            self.state.note_tally(path, now)
            if now.pages:
                said = to_said(path, now, self.base, self.ontology)
                if before is None or before.lines != said.lines or path in stirred:
                    self._drop(path, before)
                    self._note(path, said)
                lines.change(before.lines if before else (), said.lines)
            else:
                self._drop(path, before)
                lines.change(before.lines if before else (), ())
        self._contradict(change, lines)
        lines.change(*copy_lines(self.state, self.base))

    def _drop(self, path: str, before: Noted | None) -> None:
        """Take out what was written of a thing."""
        if before is None:
            return
        thing = read_thing(self.base + path, before.thing)
        self.state.drop_block(section_of(thing), str(iri(self.base, path)))
        if self.index:
            self.index.remove_entity(thing.iri)

    def _contradict(self, change: Change, lines: Lines) -> None:
        singles = {*self.singles()}
        for subject in sorted({key[0] for key in change.facts if key[1] in singles and key[3] == ASSERTED}):
            lines.change(*conflict_lines(self.state, subject, self.base, self.ontology))

    def _count(self, change: Change, lines: Lines) -> Iterator[str]:
        """Count who states which fact; yield the things about which one came to be asserted, or is no more."""
        gone: list[FactKey] = []
        came: list[FactKey] = []
        for key, number in change.facts.items():
            before, now = self.state.count(key, number) if number else (1, 1)
            if bool(before) != bool(now):
                (came if now else gone).append(key)
                if key[3] == ASSERTED:
                    yield key[0]
        lines.change(self.fact_lines(gone), self.fact_lines(came))
