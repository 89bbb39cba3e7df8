"""The page of a search: names, quotes and documents that hold all of the words."""

import asyncio
from itertools import groupby
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.errors import KGError, StoreError
from kg.serve.pages.frame import address, link, page
from kg.serve.pages.proof import marked, place
from kg.serve.pool import Pool
from kg.serve.protocol import from_url
from kg.serve.settings import Refusal

if TYPE_CHECKING:
    from kg.search.find import Hit

_LIMIT = 20
"""Hits of each kind."""

_MOST = 500
"""Characters of a search."""

_TITLES = {"entities": "Things", "quotes": "Sentences", "documents": "Documents"}

_HOW = (
    "All of the words must be there; case and accents do not matter. <code>explor*</code> stands for every word that "
    'begins so, <code>"lunar gateway"</code> for the phrase.'
)


async def search(request: Request, pool: Pool) -> Response:
    """Answer `/search?q=WORDS`."""
    words = " ".join(from_url(request).get("q", []))[:_MOST].strip()
    if not words:
        return HTMLResponse(page("Search", f"<p>{_HOW}</p>", words=words, at="/search"))
    return HTMLResponse(page(f"Search: {words}", await _hits(pool, words), words=words, at="/search"))


async def _hits(pool: Pool, words: str) -> str:
    from kg.search.find import search_folder

    settings = pool.settings
    try:
        found = await asyncio.to_thread(search_folder, settings.folder, words, limit=_LIMIT, seconds=settings.timeout)
    except StoreError as error:
        raise Refusal(404, str(error)) from error
    except KGError as error:
        raise Refusal(400, str(error)) from error
    if not found:
        return f'<p role="status">Nothing holds all of these words.</p><p class="quiet">{_HOW}</p>'
    parts = []
    for kind, several in groupby(found, key=lambda hit: hit.kind):
        items = "".join(f"<li>{_target(hit)}{_snippet(hit)}</li>" for hit in several)
        parts.append(f'<section><h2>{_TITLES[kind]}</h2><ul class="hits">{items}</ul></section>')
    return "\n".join(parts)


def _target(hit: "Hit") -> str:
    if hit.kind == "quotes" and hit.document:
        return link(place(hit.document, hit.iri), hit.label)
    return link(address("/entity" if hit.kind == "entities" else "/document", iri=hit.iri), hit.label)


def _snippet(hit: "Hit") -> str:
    if not hit.snippet or hit.snippet == hit.label:
        return ""
    marks = [(mark.start, mark.end, "found") for mark in hit.marks]
    return f'<blockquote dir="auto">{marked(hit.snippet, marks)}</blockquote>'
