"""Turn HTTP requests into questions, by the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.serve.media import DATASETS, SOLUTIONS, TRIPLES, choose
from kg.serve.settings import BODY_LIMIT, Refusal
from kg.serve.wire import Question

Parameters = Mapping[str, list[str]]

_FIELDS = 200
"""Parameters of a request; more are an attempt to keep the server busy."""

_PATIENCE = 30.0
"""Seconds for the body of a request."""

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_READ_ONLY = "this endpoint only reads. To change the graph, build it again: it is picked up at once."


async def parameters(request: Request) -> Parameters:
    """Return the parameters of a request for `/sparql`; raise Refusal for what the protocol does not allow."""
    found = from_url(request)
    if request.method == "POST":
        found = await _posted(request, found)
    elif "update" in found:
        raise Refusal(400, "an update is never sent with GET, and " + _READ_ONLY)
    if "update" in found:
        raise Refusal(403, _READ_ONLY)
    if len(found.get("query", ())) > 1:
        raise Refusal(400, "the request has more than one query. Send them one by one.")
    return found


def from_url(request: Request) -> Parameters:
    """Return the parameters in the address of a request."""
    return _fields(request.scope["query_string"])


def query(found: Parameters, accept: str | None) -> Question:
    """Return the question that the parameters ask, to be answered in a form that the client accepts."""
    form = found.get("format", [""])[-1].lower()
    return Question(
        query=found["query"][0],
        default=found.get("default-graph-uri", []),
        named=found.get("named-graph-uri", []),
        graph=None,
        solutions=choose(accept, form, SOLUTIONS),
        triples=choose(accept, form, TRIPLES),
    )


def graph(found: Parameters, accept: str | None) -> Question:
    """Return the question for a graph (`?graph=IRI`, `?default`), or for all of them."""
    graphs = found.get("graph", [])
    if len(graphs) + ("default" in found) > 1:
        raise Refusal(400, "the request names more than one graph. Ask for them one by one.")
    if "" in graphs:
        raise Refusal(400, "graph= has no value. Give the IRI of a graph, or ?default.")
    name = graphs[0] if graphs else "" if "default" in found else None
    form = found.get("format", [""])[-1].lower()
    table = DATASETS if name is None else TRIPLES
    return Question(query=None, default=[], named=[], graph=name, solutions="", triples=choose(accept, form, table))


async def _posted(request: Request, found: Parameters) -> Parameters:
    kind, charset = _content_type(request.headers.get("content-type", ""))
    if "content-encoding" in request.headers:
        raise Refusal(415, "the body is compressed. Send it as it is.")
    if charset not in {"utf-8", "utf8"}:
        raise Refusal(415, f"the body is in {charset}. Send it in UTF-8.")
    if kind not in {_FORM, _QUERY, _UPDATE}:
        raise Refusal(415, f"the body is {kind or 'of no type'}. Send a query as {_QUERY}, or as query= in {_FORM}.")
    body = await _body(request)
    if kind != _FORM:
        name = "query" if kind == _QUERY else "update"
        return {**found, name: [*found.get(name, []), _text(body)]}
    if "query" in found or "update" in found:
        raise Refusal(400, "the query stands both in the address and in the form. Send it once.")
    fields = _fields(body)
    return {name: [*found.get(name, []), *fields.get(name, [])] for name in [*found, *fields]}


def _content_type(header: str) -> tuple[str, str]:
    """Return media type and charset, UTF-8 unless another is named."""
    kind, *rest = (part.strip().lower() for part in header.split(";"))
    named = [part.partition("=")[2].strip("\" '") for part in rest if part.startswith("charset=")]
    return kind, named[0] if named else "utf-8"


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers or not length.isdecimal():
        raise Refusal(411, "the body has no Content-Length. Send it in one piece.")
    if int(length) > BODY_LIMIT:
        raise Refusal(413, f"the body has more than {BODY_LIMIT:,} bytes. Ask in several queries.")
    try:
        async with asyncio.timeout(_PATIENCE):
            return await request.body()
    except TimeoutError as error:
        raise Refusal(408, f"the body did not come within {_PATIENCE:g} s.", Connection="close") from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the query is not UTF-8 text (byte {error.start}). Send it in UTF-8.") from error


def _fields(encoded: bytes) -> Parameters:
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise Refusal(400, "the parameters are not UTF-8 text in percent-encoding.") from error
    except ValueError as error:
        raise Refusal(400, f"the request has more than {_FIELDS} parameters.") from error
    found = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return dict(found)


def single(found: Parameters, name: str, *, default: str | None = None) -> str:
    """Return the value of a parameter that stands once; raise Refusal where it is missing, empty or repeated."""
    values = found.get(name, [] if default is None else [default])
    if len(values) != 1 or not values[0]:
        raise Refusal(400, f"the address has to say {name}=… once.")
    return values[0]


def number(found: Parameters, name: str) -> int:
    """Return the value of a parameter that counts, 0 where it is missing; raise Refusal for what is no number."""
    text = single(found, name, default="0")
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Refusal(400, f"{name}={text[:20]} is no number from 0 on.")
    return int(text)
