"""The graph page: the page that `kg view` writes, on what surrounds some entities, with a server to ask for more."""

import asyncio
import html
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.serve.around.asked import Asked, read_asked
from kg.serve.pages.frame import link, page
from kg.serve.pool import Pool, Stamp, stamp
from kg.serve.protocol import from_url
from kg.serve.settings import Refusal
from kg.serve.static import graph_scripts

if TYPE_CHECKING:
    from kg.serve.around.neighbourhood import Neighbourhood

_TITLE = "Knowledge graph"
_PAGES = (
    '<nav class="pages" aria-label="Pages"><a href="/">Start</a> <a href="/documents">Documents</a> '
    '<a href="/sparql">Query</a></nav>'
)
_HEAD = """<link rel="stylesheet" href="/static/graph.css">
<link rel="stylesheet" href="/static/walk.css">
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">"""

_best: dict[tuple[str, Stamp], tuple[str, ...]] = {}
"""The best connected entities of the graph as it is now: to find them takes a second."""


async def graph(request: Request, pool: Pool) -> Response:
    """Answer `/graph?iri=IRI&iri=IRI…`, without a name with the best connected entities. 404 where it knows none."""
    asked = read_asked(from_url(request))
    found = await _read(pool, asked)
    if asked.names and not found.roots:
        names = "".join(f"<li><code>{html.escape(name)}</code></li>" for name in asked.roots)
        begin = link("/graph", "The graph from its best connected entities")
        body = f'<p role="alert">The graph has no such entity:</p><ul>{names}</ul><p>{begin}</p>'
        return HTMLResponse(page("Not in the graph", body), 404)
    return HTMLResponse(await asyncio.to_thread(_written, found))


async def graph_data(request: Request, pool: Pool) -> Response:
    """Answer `/graph/data` of the same form with the contents of the page's data elements by their names, as JSON."""
    asked = read_asked(from_url(request))
    found = await _read(pool, asked)
    if asked.names and not found.roots:
        raise Refusal(404, "the graph has no such entity.")
    return Response(await asyncio.to_thread(_data, found), media_type="application/json")


async def _read(pool: Pool, asked: Asked) -> "Neighbourhood":
    from kg.serve.around.choose import best_connected
    from kg.serve.around.neighbourhood import read_neighbourhood

    best: tuple[str, ...] = ()
    if asked.best:
        key = str(pool.settings.folder), stamp(pool.settings.folder)
        if key not in _best:
            found = await best_connected(pool)
            _best.clear()
            _best[key] = found
        best = _best[key]
    return await read_neighbourhood(pool, asked, best)


def _title(found: "Neighbourhood") -> str:
    """Return the label of the entity that was asked for first."""
    labels = {thing.iri: thing.label for thing in found.picture.things}
    return labels[found.roots[0]] if found.roots else _TITLE


def _blocks(found: "Neighbourhood") -> dict[str, Any]:
    from kg.view.data import PageOptions, page_blocks

    start = found.roots[0] if found.roots else None
    return page_blocks(found.picture, title=_title(found), options=PageOptions(beyond=found.beyond), start=start)


def _data(found: "Neighbourhood") -> bytes:
    return json.dumps(_blocks(found), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _written(found: "Neighbourhood") -> str:
    from kg.view.blocks import block
    from kg.view.shell import Shell, fill_template

    scripts = (f'<script src="/static/{name}"></script>' for name in graph_scripts())
    shell = Shell(
        head=_HEAD,
        data="\n".join(block(name, content) for name, content in _blocks(found).items()),
        scripts="\n".join(scripts),
        pages=_PAGES,
        entity="/entity?iri=",
    )
    return fill_template(found.picture, shell, title=_title(found))
