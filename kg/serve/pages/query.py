"""The query page: a form that works without JavaScript, and an answer below it."""

import json
from html import escape
from typing import Any

from kg.serve.media import SOLUTIONS, TRIPLES
from kg.serve.pages.ask import LIMIT
from kg.serve.pages.frame import page, term
from kg.serve.pool import Pool
from kg.serve.replies import whole
from kg.serve.settings import Refusal
from kg.serve.wire import Question

_ROWS = 1_000
"""Rows of an answer that a page shows."""

_FORM = """<form id="ask" action="/sparql" method="get">
<p><label for="query">SPARQL</label><br>
<textarea id="query" name="query" rows="12" spellcheck="false">{query}</textarea></p>
<p><label for="format">Answer as</label>
<select id="format" name="format"><option value="html">page</option>{forms}</select>
<button>Ask</button></p></form>
"""

_EXAMPLE = """SELECT ?thing ?label WHERE {
  ?thing a kg:Agreement ; rdfs:label ?label
} LIMIT 50"""


def query_page(text: str = _EXAMPLE, answer: str = "") -> str:
    """Return the page with a form for a query, and an answer below it."""
    forms = "".join(f'<option value="{form}">{form}</option>' for form in [*SOLUTIONS, *TRIPLES])
    body = _FORM.format(query=escape(text), forms=forms)
    return page("Query", body + answer, at="/sparql")


async def result_page(pool: Pool, question: Question) -> str:
    """Return the page with the answer to a query, or with what is wrong with it."""
    text = question["query"] or ""
    wanted = Question({**question, "solutions": SOLUTIONS["json"], "triples": TRIPLES["turtle"]})
    try:
        media, found = await whole(pool, wanted, limit=LIMIT)
    except Refusal as refusal:
        return query_page(text, f'<pre class="error" role="alert">{escape(refusal.message)}</pre>')
    if media == TRIPLES["turtle"]:
        return query_page(text, f"<pre>{escape(found.decode())}</pre>")
    return query_page(text, _answer(json.loads(found)))


def _answer(found: dict[str, Any]) -> str:
    if "boolean" in found:
        return f"<p>{'yes' if found['boolean'] else 'no'}</p>"
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines = ["<tr>" + "".join(f"<td>{term(row.get(name))}</td>" for name in names) + "</tr>" for row in rows[:_ROWS]]
    more = f" The first {_ROWS:,} are shown." if len(rows) > _ROWS else ""
    return (
        f"<p>{len(rows):,} rows.{more}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )
