"""The start page: what is in the graph, when it was built, and where to go from here."""

import asyncio
import json
import re
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.serve.pages.ask import rows, value
from kg.serve.pages.frame import address, link, page
from kg.serve.pool import Pool, Stamp, stamp
from kg.serve.settings import Refusal
from kg.view.names import local_name, words

_CLASSES = "SELECT ?name (COUNT(*) AS ?number) { ?thing a ?name } GROUP BY ?name ORDER BY DESC(?number) ?name LIMIT 200"
_PROPERTIES = """SELECT ?name (COUNT(*) AS ?number) { ?thing ?name ?value } GROUP BY ?name
ORDER BY DESC(?number) ?name LIMIT 200"""
_DOCUMENTS = "SELECT (COUNT(DISTINCT ?document) AS ?number) { GRAPH ?document { ?document kg:sha256 ?hash } }"
_FACTS = """SELECT ?name (COUNT(*) AS ?number) {
    { ?s ?p ?o BIND("asserted" AS ?name) } UNION { GRAPH <graph/planned> { ?s ?p ?o } BIND("planned" AS ?name) }
    UNION { GRAPH <graph/negated> { ?s ?p ?o } BIND("negated" AS ?name) }
    FILTER(ISIRI(?o) && ?p NOT IN (rdf:type, owl:sameAs))
} GROUP BY ?name"""

_PROGRAMS = """<h2>For programs</h2>
<p>SPARQL 1.1 at <code>/sparql</code>, graphs at <code>/rdf-graph-store</code>, the description of the dataset at
<a href="/.well-known/void">/.well-known/void</a>.</p>"""

_TOO_LARGE = "<p>There is more here than can be counted in time. Raise <code>--timeout</code> to see the numbers.</p>"


class StartPage:
    """Makes the start page, whose counts read the whole graph: once for each build."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._counted: tuple[Stamp, str] | None = None
        self._lock = asyncio.Lock()

    async def __call__(self, _: Request) -> Response:
        """Answer `/`."""
        async with self._lock:
            now = stamp(self._pool.settings.folder)
            if self._counted is None or self._counted[0] != now:
                try:
                    self._counted = now, await _counts(self._pool)
                except Refusal as refusal:
                    if refusal.status != 503:
                        raise
                    return _page(self._pool.settings.folder, _TOO_LARGE)
            return _page(self._pool.settings.folder, self._counted[1])


def _page(folder: Path, counts: str) -> Response:
    return HTMLResponse(page("Knowledge graph", f"{_built(folder)}\n{counts}", at="/"))


def _built(folder: Path) -> str:
    """Return when the graph was built and by what, as far as its folder tells."""
    path = folder / "report.json"
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        when = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%d %H:%M UTC")
        version = str(report["versions"]["provenkg"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # a store that another program made
    return f'<p class="quiet">Built <time>{when}</time> with kg {escape(version)}.</p>'


async def _counts(pool: Pool) -> str:
    documents, facts, classes, properties = [
        {value(row, "name"): int(value(row, "number")) for row in await rows(pool, text)}
        for text in (_DOCUMENTS, _FACTS, _CLASSES, _PROPERTIES)
    ]
    number = sum(documents.values())
    tiles = [(link("/documents", "documents"), number)]
    tiles += [(name, facts.get(status, 0)) for status, name in _STATES if status == "asserted" or facts.get(status)]
    shown = "".join(f"<div><dd>{count:,}</dd><dt>{name}</dt></div>" for name, count in tiles)
    return "\n".join(
        [
            f'<dl class="tiles">{shown}</dl>',
            '<div class="halves">',
            _table("Things", "class", {_class(iri): count for iri, count in classes.items()}),
            _table("Properties", "property", {_property(iri): count for iri, count in properties.items()}),
            "</div>",
            _PROGRAMS,
        ]
    )


_STATES = (("asserted", "asserted facts"), ("planned", "planned"), ("negated", "denied"))


def _table(title: str, kind: str, counts: dict[str, int]) -> str:
    lines = "".join(f'<tr><td>{name}</td><td class="n">{count:,}</td></tr>' for name, count in counts.items())
    head = f'<thead><tr><th scope="col">{kind}</th><th scope="col">number</th></tr></thead>'
    return f"<section><h2>{title}</h2><table>{head}<tbody>{lines}</tbody></table></section>"


def _class(iri: str) -> str:
    return f'<span title="{escape(iri)}">{link(address("/entity", iri=iri), local_name(iri))}</span>'


def _property(iri: str) -> str:
    if not re.match(r"[^<>\"{}|^`\\\x00-\x20]+$", iri):
        return escape(iri)
    text = f"SELECT ?subject ?object WHERE {{\n  ?subject <{iri}> ?object\n}} LIMIT 200"
    there = link(address("/sparql", query=text, format="html"), words(iri))
    return f'<span title="{escape(iri)}">{there}</span>'
