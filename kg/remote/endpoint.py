"""Ask a store over HTTP as the embedded one is asked: SPARQL, and questions by name.

A query is a form POST, which every product takes (Virtuoso 7 hangs on the direct one). Where a store has no default
graph of its own, the protocol's `default-graph-uri` says what FROM would.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf import DEFAULT, PREFIXES, TYPE, Term, kg
from kg.remote.client import Client, Remote, located
from kg.remote.pages import NAMES, iri_of, read_pages
from kg.remote.profiles import PROFILES, Places, Profile, named_profile, places, recognised
from kg.store.guard import has_from, query_form, refuse_update, where_begins
from kg.store.lookup import Index, index
from kg.store.place import syntax_error
from kg.store.query import DEFAULT_BASE, in_order
from kg.store.questions import Question, answer_question
from kg.store.results import Cells, Result, Rows, Triples

PUSHED = kg("pushedAs")
"""Says of a graph which state of it was written last, in the graph `BASE graph/pushed`."""
FACTS, MANIFEST = "graph/asserted", "graph/pushed"

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_DISTINCT = re.compile(r"\bSELECT\s+DISTINCT\b", re.IGNORECASE)


Parameters = tuple[tuple[str, str], ...]
"""Of the protocol, beside the query: `default-graph-uri` and `named-graph-uri`."""


@dataclass(frozen=True, slots=True)
class _Dataset:
    """What a query without FROM asks: the parameters of the protocol that say so, and the base of relative IRIs."""

    base: str | None
    parameters: Parameters = ()


class Endpoint:
    """A store behind HTTP: `query` and `ask` answer as those of a KnowledgeGraph do."""

    def __init__(self, client: Client, at: Places, profile: Profile) -> None:
        self.client = client
        self.at = at
        self.profile = profile
        self._known: _Dataset | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()

    ### Asking

    def query(self, sparql: str) -> Result:
        """Return the answer to a query; raise QueryError for a wrong one, StoreError where the store gives none."""
        return self._query(sparql, {})

    def ask(self, question: Question | str, /, **values: str) -> Result:
        """Return the answer to a named question, whose values are looked for among the names in the store."""
        return answer_question(question, values, ask=self._query, names=self._index)

    def _query(self, sparql: str, bindings: Mapping[str, Term]) -> Result:
        refuse_update(sparql)
        dataset = self._dataset()
        text = _prologue(sparql, dataset.base) + _bound(sparql, bindings)
        parameters = () if has_from(sparql) else dataset.parameters
        base = dataset.base or DEFAULT_BASE
        try:
            if query_form(sparql) in {"CONSTRUCT", "DESCRIBE"}:
                return Triples(in_order(self._triples(text, parameters)), base)
            answer = self._solutions(text, parameters)
        except StoreError as error:
            if error.status == 400:
                raise _wrong(sparql, error) from error
            raise
        if isinstance(answer, bool):
            return answer
        columns, rows = answer
        # Virtuoso 7 gives rows of SELECT DISTINCT twice: openlink/virtuoso-opensource #568
        return Rows(columns, tuple(dict.fromkeys(rows)) if _DISTINCT.search(sparql) else rows, base)

    def select(self, text: str, parameters: Parameters = ()) -> tuple[Cells, ...]:
        """Return the rows of a SELECT that is sent as it stands."""
        answer = self._solutions(text, parameters)
        return () if isinstance(answer, bool) else answer[1]

    def _solutions(self, text: str, parameters: Parameters) -> tuple[tuple[str, ...], tuple[Cells, ...]] | bool:
        reply = self._post(self.at.query, [("query", text), *parameters], _ROWS)
        try:
            found = ox.parse_query_results(reply, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            rows = tuple(tuple(solution) for solution in found)
        except (SyntaxError, ValueError) as error:
            raise self._not_sparql() from error
        return tuple(variable.value for variable in found.variables), rows

    def _triples(self, text: str, parameters: Parameters) -> list[ox.Triple]:
        reply = self._post(self.at.query, [("query", text), *parameters], _TRIPLES)
        try:
            # Virtuoso calls N-Triples text/plain; N-Triples is Turtle as well.
            form = ox.RdfFormat.RDF_XML if reply.lstrip()[:5] in {b"<?xml", b"<rdf:"} else ox.RdfFormat.TURTLE
            return [quad.triple for quad in ox.parse(reply, format=form)]
        except (SyntaxError, ValueError) as error:
            raise self._not_sparql() from error

    def _not_sparql(self) -> StoreError:
        message = (
            f"{self.at.query} answered, but with no result of SPARQL. "
            "Give the address of its SPARQL endpoint, or the kind of store, for example: --profile fuseki"
        )
        return StoreError(message, target=self.at.query)

    def _post(self, url: str, form: list[tuple[str, str]], accept: str) -> bytes:
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        reply = self.client.send("POST", url, body=urlencode(form).encode(), headers=headers)
        cut = reply.headers.get("x-sparql-maxrows")
        if cut:
            message = f"{url} gives {cut} rows and no more. Ask for fewer, or raise ResultSetMaxRows of the server."
            raise StoreError(message, target=url)
        return reply.body

    ### What is there

    def _dataset(self) -> _Dataset:
        if self._known is None:
            self._known = self._find_dataset()
        return self._known

    def _find_dataset(self) -> _Dataset:
        """Return how the store holds a graph of ours: read from what `push` noted, else from any document's graph."""
        try:
            noted = self.select(
                f"SELECT DISTINCT ?g WHERE {{ GRAPH ?m {{ ?g {PUSHED} ?mark }} "
                f'FILTER(STRENDS(STR(?g), "{FACTS}") || STRENDS(STR(?g), "graph/default")) }} ORDER BY ?g LIMIT 2'
            )
            found = noted or self.select(
                f"SELECT ?g WHERE {{ GRAPH ?g {{ ?g {TYPE} {kg('Document')} }} }} ORDER BY ?g LIMIT 1"
            )
        except StoreError as error:
            if error.status is None or error.status in {401, 403, 404}:
                raise
            return _Dataset(None)  # a store that cannot answer this may answer what its user asks
        if not found:
            return _Dataset(None)
        name = iri_of(found[0][0])
        base = re.sub(r"(?:graph|document)/[^/]*$", "", name)
        return self._without_default(base) if name.endswith(FACTS) else _Dataset(base)

    def _without_default(self, base: str) -> _Dataset:
        """Return FROM the facts, and FROM NAMED every other graph: Virtuoso takes those as meant, the rest do not."""
        parameters = [("default-graph-uri", base + FACTS)]
        if self.profile.name != "virtuoso":
            parameters += [("named-graph-uri", name) for name in self.marks(base) if name != base + FACTS]
        return _Dataset(base, tuple(parameters))

    def marks(self, base: str) -> dict[str, tuple[str, ...]]:
        """Return the graphs that were written, each with what was noted of it; read page by page."""
        found: dict[str, set[str]] = {}
        head = f"SELECT ?g ?mark WHERE {{ GRAPH <{base}{MANIFEST}> {{ ?g {PUSHED} ?mark }}"
        for graph, mark in read_pages(self.select, head):
            found.setdefault(iri_of(graph), set()).add(mark.value if isinstance(mark, ox.Literal) else "")
        return {name: tuple(sorted(marks)) for name, marks in found.items()}

    def _index(self) -> Index:
        """Return the names in the store, read page by page."""
        dataset = self._dataset()

        def select(text: str) -> tuple[Cells, ...]:
            return self.select(text, dataset.parameters)

        names = ox.Store()
        head = f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {' '.join(map(str, NAMES))} }} ?s ?p ?o"
        names.extend(ox.Quad(s, p, o, DEFAULT) for s, p, o in read_pages(select, head))  # type: ignore[arg-type]
        return index(names, base=dataset.base)


def open_endpoint(remote: Remote) -> Endpoint:
    """Return a store to be asked: its SPARQL endpoint, or the address of a server that says what it is."""
    remote = located(remote)
    client = Client(remote)
    profile = named_profile(remote.profile) if remote.profile else None
    if profile is None:
        profile = recognised(client) or PROFILES["generic"]
    at = places(profile, remote)
    return Endpoint(Client(remote, digest=profile.digest), at, profile)


def _prologue(text: str, base: str | None) -> str:
    """Return the declarations that a query may leave out, on one line so that its own lines keep their numbers."""
    declared = f"BASE <{base}> " if base else ""
    for prefix, namespace in PREFIXES.items():
        if re.search(rf"(?<![\w:]){prefix}:", text) and not re.search(rf"(?i:PREFIX)\s+{prefix}:", text):
            declared += f"PREFIX {prefix}: <{namespace}> "
    return declared


def _bound(text: str, bindings: Mapping[str, Term]) -> str:
    """Return the query with its variables bound within WHERE: Virtuoso 7 passes over VALUES at the end of a query."""
    if not bindings:
        return text
    at = where_begins(text)
    values = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in bindings.items())
    return text[:at] + values + text[at:]


def _wrong(text: str, error: StoreError) -> QueryError:
    """Return what is wrong with a query that a store refuses: with the place, where our own parser sees it too."""
    try:
        ox.Store().query(text, prefixes=PREFIXES, base_iri=DEFAULT_BASE)
    except SyntaxError as found:
        return syntax_error(text, str(found))
    except (ValueError, RuntimeError, OSError):
        pass
    return QueryError(str(error))
