"""The addresses of the endpoint: `/sparql`, `/rdf-graph-store`, the start page."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from html import escape
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.serve.description import service_description
from kg.serve.gate import Gate, Log
from kg.serve.media import negotiate
from kg.serve.pages.document import document
from kg.serve.pages.documents import documents
from kg.serve.pages.entity import entity
from kg.serve.pages.fact import fact
from kg.serve.pages.find import find
from kg.serve.pages.frame import page
from kg.serve.pages.graph import GraphPage
from kg.serve.pages.query import is_plain, query_page, result_page
from kg.serve.pages.search import search
from kg.serve.pages.start import StartPage
from kg.serve.pages.terms import Terms
from kg.serve.pool import Pool
from kg.serve.protocol import Parameters, from_url, graph, parameters, query
from kg.serve.replies import Relay, refusal_response, while_asked
from kg.serve.settings import Refusal, Settings
from kg.serve.static import static_file
from kg.serve.void import DatasetDescription

Endpoint = Callable[[Request], Coroutine[None, None, Response]]

_PAGES = {"/entity": entity, "/fact": fact, "/document": document, "/documents": documents, "/search": search}
_FOR_PEOPLE = {"/", "/graph", *_PAGES}

_STATES = {404: "there is nothing here. Queries are asked at /sparql.", 405: "this endpoint only reads."}


def make_app(pool: Pool, settings: Settings, *, log: Log | None, ready: Callable[[], None]) -> ASGIApp:
    """Return the application that answers from the workers of a pool, and starts and ends them with itself."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await pool.start()
            ready()
            yield
        finally:
            await pool.close()

    async def sparql(request: Request) -> Response:
        found = await parameters(request)
        if "query" not in found:
            return await _described(request, found)
        request.scope["state"]["query"] = found["query"][0]
        if found.get("format") == ["html"]:
            return HTMLResponse(await result_page(pool, query(found, None), plain=is_plain(found)))
        return Relay(pool, query(found, request.headers.get("accept")))

    async def graphs(request: Request) -> Response:
        return Relay(pool, graph(from_url(request), request.headers.get("accept")))

    async def terms(_: Request) -> Response:
        return Response(await words.json(), media_type="application/json")

    words, picture = Terms(pool), GraphPage(pool)
    routes = [
        _route("/", StartPage(pool), "GET"),
        _route("/.well-known/void", DatasetDescription(pool), "GET"),
        *(_route(path, partial(answer, pool=pool), "GET") for path, answer in _PAGES.items()),
        _route("/sparql", sparql, "GET", "POST"),
        _route("/sparql/", sparql, "GET", "POST"),
        _route("/rdf-graph-store", graphs, "GET"),
        _route("/terms.json", terms, "GET"),
        _route("/graph", picture.page, "GET"),
        _route("/graph/data", picture.data, "GET"),
        _route("/search.json", partial(find, pool=pool), "GET"),
        _route("/static/{name}", static_file, "GET"),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _failed})
    app.router.redirect_slashes = False
    return Gate(app, hosts=frozenset({settings.host.lower(), *map(str.lower, settings.hosts)}), log=log)


def _route(path: str, endpoint: Endpoint, *methods: str) -> Route:
    allowed = ", ".join(sorted([*methods, "HEAD", "OPTIONS"]))

    async def answered(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        try:
            if request.method == "POST":  # its body is still to be read
                return await endpoint(request)
            return await while_asked(request.receive, endpoint(request))
        except Refusal as refusal:
            return _refused(request, refusal) if path in _FOR_PEOPLE else refusal_response(refusal)

    return Route(path, answered, methods=[*methods, "OPTIONS"])


def _refused(request: Request, refusal: Refusal) -> Response:
    """Return why a page is not to be had, as a page where a browser asks."""
    if negotiate(request.headers.get("accept"), ["text/plain", "text/html"]) != "text/html":
        return refusal_response(refusal)
    body = f'<p class="error" role="alert">{escape(refusal.message)}</p>'
    text = page(HTTPStatus(refusal.status).phrase, body)
    return HTMLResponse(text, refusal.status, refusal.headers)


async def _failed(_: Request, error: Exception) -> Response:
    """Return the response for an address or a method that there is not."""
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = ", ".join(sorted(headers["Allow"].split(", ")))
    return PlainTextResponse(_STATES.get(error.status_code, error.detail) + "\n", error.status_code, headers)


async def _described(request: Request, found: Parameters) -> Response:
    """Return the form for a browser, the service description for a program (SPARQL 1.1 Service Description, 2)."""
    if request.method == "POST":
        raise Refusal(400, "the request has no query. Send it as query=, or as application/sparql-query.")
    if negotiate(request.headers.get("accept"), ["text/turtle", "text/html"]) == "text/html":
        example = found["example"][-1] if "example" in found else None
        return HTMLResponse(await query_page(example, plain=is_plain(found)))
    endpoint = f"{request.url.scheme}://{request.headers['host']}/sparql"
    return Response(service_description(endpoint), media_type="text/turtle")
