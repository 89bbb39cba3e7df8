"""Write graphs to a store: by the Graph Store Protocol where it has one, else by SPARQL Update."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import StoreError
from kg.remote.endpoint import MANIFEST, PUSHED, Endpoint
from kg.remote.pages import iri_of

_BATCH = 100
"""Graphs counted by one query. An update has twice 20 triples at most: Virtuoso 7 takes 1,000."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A store that is written to. `default_name` stands for its default graph, in notes and in what is asked here."""

    endpoint: Endpoint
    base: str
    default_graph: bool

    @property
    def default_name(self) -> str:
        """The name that stands for the default graph."""
        return f"{self.base}graph/default"

    def _graph(self, name: str) -> str | None:
        return None if name == self.default_name else name

    def put(self, name: str, lines: Sequence[bytes]) -> None:
        """Replace what a graph holds by these lines of N-Triples."""
        graph, body = self._graph(name), b"".join(lines)
        if self.endpoint.at.graphs:
            # N-Triples is Turtle, and Turtle is what all of them read.
            headers = {"Content-Type": "text/turtle; charset=utf-8"}
            self.endpoint.client.send("PUT", self.endpoint.at.graph(graph), body=body, headers=headers)
            return
        triples = body.decode()
        data = f"{{ {triples} }}" if graph is None else f"{{ GRAPH <{graph}> {{ {triples} }} }}"
        self.update(f"{_clear(graph)} ;\nINSERT DATA {data}")

    def remove(self, name: str) -> None:
        """Remove a graph; one that is not there is no error."""
        graph = self._graph(name)
        if not self.endpoint.at.graphs:
            self.update(_clear(graph))
            return
        try:
            self.endpoint.client.send("DELETE", self.endpoint.at.graph(graph), body=b"", headers={})
        except StoreError as error:
            if error.status != 404:
                raise

    def counts(self, names: Sequence[str]) -> dict[str, int]:
        """Return how many triples each graph holds."""
        found = dict.fromkeys(names, 0)
        named = [name for name in names if name != self.default_name]
        for start in range(0, len(named), _BATCH):
            listed = " ".join(f"<{name}>" for name in named[start : start + _BATCH])
            # With FILTER(?g IN …) both Oxigraph and Virtuoso read the whole store: 3 s instead of 0.1 s.
            rows = self.endpoint.select(
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            )
            found |= {iri_of(graph): _number(count) for graph, count in rows}
        if self.default_name in names:
            found[self.default_name] = _number(self.endpoint.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[0][0])
        return found

    def note(self, added: Mapping[str, str], removed: Mapping[str, Iterable[str]]) -> None:
        """Note what graphs hold, then strike out former notes: cut short, a graph has two and is written again."""
        old = [(name, note) for name, notes in removed.items() for note in notes if added.get(name) != note]
        for verb, facts in (("INSERT", list(added.items())), ("DELETE", old)):
            if facts:
                triples = " ".join(f"<{name}> {PUSHED} {ox.Literal(note)} ." for name, note in facts)
                self.update(f"{verb} DATA {{ GRAPH <{self.base}{MANIFEST}> {{ {triples} }} }}")

    def update(self, text: str) -> None:
        """Send an update as a form, which every product takes."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode([("update", text)]).encode()
        self.endpoint.client.send("POST", self.endpoint.at.update, body=body, headers=headers)


def _clear(graph: str | None) -> str:
    return "CLEAR SILENT DEFAULT" if graph is None else f"DROP SILENT GRAPH <{graph}>"


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, ox.Literal) else 0
