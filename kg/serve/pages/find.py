"""Find entities of the whole graph by name, for the search box of the graph page."""

import asyncio
import json

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KGError, StoreError
from kg.serve.around.patterns import numbered
from kg.serve.around.tables import table
from kg.serve.pool import Pool
from kg.serve.protocol import from_url
from kg.serve.settings import Refusal
from kg.view.names import words

_MOST = 20
"""Hits of an answer: a list under a box is not read further."""

_LETTERS = 200
"""Characters of a search."""


async def find(request: Request, pool: Pool) -> Response:
    """Answer `/search.json?q=WORDS` with IRI, label, type and found name of entities, the best first.

    The last word may go on, since it is being typed. 404 where the folder has no search index.
    """
    typed = " ".join(from_url(request).get("q", []))[:_LETTERS].strip()
    found = await _hits(pool, typed) if typed else []
    return Response(json.dumps({"hits": found}, ensure_ascii=False).encode(), media_type="application/json")


async def _hits(pool: Pool, typed: str) -> list[dict[str, str]]:
    from kg.search.find import search_folder

    settings = pool.settings
    wanted = typed if typed.endswith(("*", '"')) else f"{typed}*"
    try:
        hits = await asyncio.to_thread(
            search_folder, settings.folder, wanted, kind="entities", limit=_MOST, seconds=settings.timeout
        )
    except StoreError as error:
        raise Refusal(404, str(error)) from error
    except KGError as error:
        raise Refusal(400, str(error)) from error
    types = await _types(pool, [hit.iri for hit in hits])
    return [
        {"iri": hit.iri, "label": hit.label, "type": types[place], "name": hit.snippet}
        for place, hit in enumerate(hits)
    ]


async def _types(pool: Pool, iris: list[str]) -> list[str]:
    """Return what each entity is, in words, nothing where the graph does not say."""
    types = [""] * len(iris)
    if iris:
        text = (
            f"SELECT ?n (MIN(STR(?type)) AS ?first) {{ {numbered('?thing', '?n', iris)} ?thing a ?type }} GROUP BY ?n"
        )
        for number, first in await table(pool, text):
            types[int(number)] = words(first)
    return types
