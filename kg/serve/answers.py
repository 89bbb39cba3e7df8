"""Turn a question into the frames of its answer: what a worker does with the store."""

from collections.abc import Callable

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.serve.settings import Refusal
from kg.serve.wire import MEDIA, PART, Question
from kg.store.guard import check_query
from kg.store.place import pointing_at, syntax_error

Send = Callable[[bytes, bytes], None]

_PART = 65_536
_NOWHERE = "urn:x-kg:no-graph"  # what an empty default graph is read from


class _Parts:
    """A file that sends what is written to it in parts; what is left of a broken answer goes with it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._kept = bytearray()

    def write(self, data: bytes) -> int:
        """Keep the bytes until there are enough for a part."""
        self._kept += data
        if len(self._kept) >= _PART:
            self.close()
        return len(data)

    def flush(self) -> None:
        """Do nothing: parts go when they are full."""

    def close(self) -> None:
        """Send what is kept."""
        if self._kept:
            self._send(PART, bytes(self._kept))
            self._kept.clear()


def answer(store: ox.Store, base: str, question: Question, send: Send) -> None:
    """Send the media type and the parts of an answer; raise Refusal for a question that has none."""
    try:
        if question["query"] is None:
            _print(store, question, send)
        else:
            _query(store, base, question["query"], question, send)
    except SyntaxError as error:
        raise Refusal(400, str(syntax_error(question["query"] or "", str(error)))) from error
    except QueryError as error:
        raise Refusal(400, _placed(question["query"] or "", error)) from error
    except ValueError as error:
        raise Refusal(400, f"the request is wrong: {error}") from error
    except (OSError, RuntimeError) as error:
        raise Refusal(500, f"the query could not be answered: {error}") from error


def _query(store: ox.Store, base: str, text: str, question: Question, send: Send) -> None:
    check_query(text)
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
    named: list[ox.NamedNode | ox.BlankNode] | None = None
    if question["default"] or question["named"]:  # SPARQL 1.1 Protocol, 2.1.4: they replace FROM and FROM NAMED
        default = [ox.NamedNode(iri) for iri in question["default"] or [_NOWHERE]]
        named = [ox.NamedNode(iri) for iri in question["named"]]
    result = store.query(text, base_iri=base, prefixes=PREFIXES, default_graph=default, named_graphs=named)
    parts = _Parts(send)
    if isinstance(result, ox.QueryTriples):
        send(MEDIA, question["triples"].encode())
        form = _rdf(question["triples"])
        ox.serialize(result, parts, format=form, prefixes=PREFIXES)  # type: ignore[arg-type] # it only writes
    else:
        send(MEDIA, question["solutions"].encode())
        solutions = ox.QueryResultsFormat.from_media_type(question["solutions"])
        result.serialize(parts, format=solutions)  # type: ignore[arg-type] # it only writes
    parts.close()


def _print(store: ox.Store, question: Question, send: Send) -> None:
    """Send a graph or the whole dataset (SPARQL 1.1 Graph Store HTTP Protocol, 5.2)."""
    graph: ox.NamedNode | ox.DefaultGraph | None = None
    if question["graph"] is not None:
        graph = ox.NamedNode(question["graph"]) if question["graph"] else ox.DefaultGraph()
    if isinstance(graph, ox.NamedNode) and not any(store.quads_for_pattern(None, None, None, graph)):
        message = (
            f"there is no graph {graph}. Their names are listed by: SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        raise Refusal(404, message)
    send(MEDIA, question["triples"].encode())
    parts = _Parts(send)
    form = _rdf(question["triples"])
    store.dump(parts, format=form, from_graph=graph, prefixes=PREFIXES)  # type: ignore[arg-type] # it only writes
    parts.close()


def _rdf(media: str) -> ox.RdfFormat:
    form = ox.RdfFormat.from_media_type(media)
    if form is None:
        message = f"no RDF format has the media type {media}"
        raise ValueError(message)
    return form


def _placed(text: str, error: QueryError) -> str:
    return str(error if error.position is None else pointing_at(str(error), text, error.position))
