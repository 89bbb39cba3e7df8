"""The query page: a form that works without JavaScript, and an answer below it.

With JavaScript the form gets an editor: YASGUI where its files are there (kg/serve/yasgui), else one of our own.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from kg.serve.media import SOLUTIONS, TRIPLES
from kg.serve.pages.ask import LIMIT
from kg.serve.pages.examples import example_list, example_text
from kg.serve.pages.frame import address, page, term
from kg.serve.pages.terms import known_terms
from kg.serve.pool import Pool
from kg.serve.replies import whole
from kg.serve.settings import Refusal
from kg.serve.static import has_file
from kg.serve.wire import Question

_ROWS = 1_000
"""Rows of an answer that a page shows."""

_YASGUI = "yasgui.min.js"
_COMMON = ("dom.js", "query-dom.js", "query-words.js", "query-table.js", "query-answer.js")
_OWN = (*_COMMON, "query-editor.js", "query.js")
_PACKED = (_YASGUI, *_COMMON, "query-yasgui.js")

_FORM = """<form id="ask" action="/sparql" method="get" data-prefixes="{prefixes}">{editor}
<p><label for="query">SPARQL</label><br>
<textarea id="query" name="query" rows="12" spellcheck="false" autocapitalize="off">{query}</textarea></p>
<p class="actions"><span id="forms"><label for="format">Answer as</label>
<select id="format" name="format"><option value="html">page</option>{forms}</select></span>
<button id="run">Ask</button></p></form>
"""

_CHOICE = """<p class="quiet" id="choice" hidden><span id="keys">Ctrl-Enter asks, Ctrl-Space completes.</span>
The editor is YASGUI; there is also <a href="/sparql?editor=plain">a simple one</a>.</p>
"""

_EXAMPLE = """SELECT ?thing ?label WHERE {
  ?thing a kg:Agreement ; rdfs:label ?label
} LIMIT 50"""

_NAMES = {
    "json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV", "turtle": "Turtle", "nt": "N-Triples",
    "rdfxml": "RDF/XML", "jsonld": "JSON-LD", "trig": "TriG", "nquads": "N-Quads",
}  # fmt: skip
"""What people call the forms of answers."""

_SUFFIXES = {name: name for name in _NAMES} | {"turtle": "ttl", "nquads": "nq", "rdfxml": "rdf"}
"""The names of files in each form end so."""


def is_plain(found: Mapping[str, Sequence[str]]) -> bool:
    """Return whether the parameters of a request want the page with our own editor, whatever there is."""
    return "plain" in found.get("editor", ())


async def query_page(example: str | None = None, *, plain: bool = False) -> str:
    """Return the page with a form for a query; `example` is the name of the one to begin with."""
    return await _page(_EXAMPLE if example is None else await asyncio.to_thread(example_text, example), "", plain=plain)


async def result_page(pool: Pool, question: Question, *, plain: bool = False) -> str:
    """Return the page with the answer to a query, or with what is wrong with it."""
    text = question["query"] or ""
    wanted = Question({**question, "solutions": SOLUTIONS["json"], "triples": TRIPLES["turtle"]})
    try:
        media, found = await whole(pool, wanted, limit=LIMIT)
    except Refusal as refusal:
        answer = f'<pre class="error" role="alert">{escape(refusal.message)}</pre>'
    else:
        is_graph = media == TRIPLES["turtle"]
        shown = f"<pre>{escape(found.decode())}</pre>" if is_graph else _answer(json.loads(found))
        answer = shown + _downloads(question, TRIPLES if is_graph else SOLUTIONS)
    return await _page(text, answer, plain=plain)


async def _page(text: str, answer: str, *, plain: bool) -> str:
    forms = "".join(f'<option value="{form}">{_NAMES[form]}</option>' for form in [*SOLUTIONS, *TRIPLES])
    editor = '<input type="hidden" name="editor" value="plain">' if plain else ""
    prefixes = json.dumps((await asyncio.to_thread(known_terms))[0])
    listed = await asyncio.to_thread(example_list, plain=plain)
    body = listed + _FORM.format(query=escape(text), forms=forms, editor=editor, prefixes=escape(prefixes))
    body += f'<section id="answer" class="answer" aria-label="Answer">{answer}</section>'
    if plain or not has_file(_YASGUI):
        return page("Query", body, at="/sparql", styles=["query.css"], scripts=_OWN)
    styles = ["yasgui.min.css", "query.css", "query-yasgui.css"]
    return page("Query", _CHOICE + body, at="/sparql", styles=styles, scripts=_PACKED)


def _answer(found: dict[str, Any]) -> str:
    if "boolean" in found:
        return f"<p>{'yes' if found['boolean'] else 'no'}</p>"
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines = ["<tr>" + "".join(f"<td>{term(row.get(name))}</td>" for name in names) + "</tr>" for row in rows[:_ROWS]]
    more = f" The first {_ROWS:,} are shown." if len(rows) > _ROWS else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f'<p>{len(rows):,} {"row" if len(rows) == 1 else "rows"}.{more}</p><div class="wide">{table}</div>'


def _downloads(question: Question, forms: dict[str, str]) -> str:
    """Return links to the whole answer in each form."""
    asked = {"query": question["query"] or ""}
    links = [
        f'<a href="{address("/sparql", **asked, format=form)}" download="answer.{_SUFFIXES[form]}">{_NAMES[form]}</a>'
        for form in forms
    ]
    return f'<p class="downloads">Download: {" ".join(links)}</p>'
