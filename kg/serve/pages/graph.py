"""The graph page: the page that `kg view` writes, on what surrounds some entities, with a server to ask for more."""

import asyncio
import html
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.serve.around.asked import Asked, read_asked
from kg.serve.pages.frame import link, page, page_links
from kg.serve.pool import Pool, Stamp, stamp
from kg.serve.protocol import from_url
from kg.serve.settings import Refusal
from kg.serve.static import graph_scripts

if TYPE_CHECKING:
    from kg.serve.around.neighbourhood import Neighbourhood

_TITLE = "Knowledge graph"
_PAGES = f'<nav class="pages" aria-label="Pages">{page_links("/graph")}</nav>'
_HEAD = """<link rel="stylesheet" href="/static/graph.css">
<link rel="stylesheet" href="/static/walk.css">
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">"""


class GraphPage:
    """Answers for the graph page; which entities are connected best, a second of work, it finds once for each build."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._best: tuple[Stamp, tuple[str, ...]] | None = None
        self._lock = asyncio.Lock()

    async def page(self, request: Request) -> Response:
        """Answer `/graph?iri=IRI&iri=IRI…`, or `/graph` with the best connected entities; 404 for unknown ones."""
        asked = read_asked(from_url(request))
        found = await self._read(asked)
        if _is_nothing(asked, found):
            return HTMLResponse(_unknown(asked), 404)
        return HTMLResponse(await asyncio.to_thread(_written, found))

    async def data(self, request: Request) -> Response:
        """Answer `/graph/data` of the same form with the contents of the page's data elements, as JSON."""
        asked = read_asked(from_url(request))
        found = await self._read(asked)
        if _is_nothing(asked, found):
            raise Refusal(404, "the graph has no such entity.")
        return Response(await asyncio.to_thread(_data, found), media_type="application/json")

    async def _read(self, asked: Asked) -> "Neighbourhood":
        from kg.serve.around.neighbourhood import read_neighbourhood

        return await read_neighbourhood(self._pool, asked, await self._begin() if asked.best else ())

    async def _begin(self) -> tuple[str, ...]:
        """Return the best connected entities, none where it takes too long to find them: there is still the search."""
        from kg.serve.around.choose import best_connected

        async with self._lock:
            now = stamp(self._pool.settings.folder)
            if self._best is None or self._best[0] != now:
                try:
                    self._best = now, await best_connected(self._pool)
                except Refusal as refusal:
                    if refusal.status != HTTPStatus.SERVICE_UNAVAILABLE:
                        raise
                    return ()
            return self._best[1]


def _is_nothing(asked: Asked, found: "Neighbourhood") -> bool:
    return not (found.roots or asked.best)


def _unknown(asked: Asked) -> str:
    names = "".join(f"<li><code>{html.escape(name)}</code></li>" for name in asked.roots)
    begin = link("/graph", "The graph from its best connected entities")
    return page("Not in the graph", f'<p role="alert">The graph has no such entity:</p><ul>{names}</ul><p>{begin}</p>')


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
