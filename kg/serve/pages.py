"""Write the pages of the endpoint: start, query form, answer as a table. They work without JavaScript.

Everything that comes from the graph or from a client is escaped, and only http(s) addresses become links.
"""

import json
import re
from html import escape
from typing import Any

from kg.serve.media import SOLUTIONS, TRIPLES
from kg.serve.pool import Pool
from kg.serve.replies import whole
from kg.serve.settings import Refusal
from kg.serve.wire import Question

_LIMIT = 5_000_000
"""Bytes of an answer that a page shows."""

_ROWS = 1_000
"""Rows of an answer that a page shows."""

STYLE = """body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
body { color: #1a1a1a; background: #fff } a { color: #0b57a4 }
textarea { width: 100%; box-sizing: border-box; font: 14px/1.4 ui-monospace, monospace; padding: .5rem }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto }
th, td { border: 1px solid #ccc; padding: .25rem .6rem; text-align: left; vertical-align: top; max-width: 40rem }
td { overflow-wrap: anywhere } td.n { text-align: right } pre { overflow-x: auto } .error { color: #a40000 }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616 } a { color: #8ab4f8 } .error { color: #ff8a80 }
  textarea { color: inherit; background: #222 } th, td { border-color: #444 }
}
"""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="/style.css"></head>
<body><p><a href="/">Start</a> · <a href="/sparql">Query</a></p>
<h1>{title}</h1>
{body}
</body></html>
"""

_FORM = """<form action="/sparql" method="get">
<p><label for="query">SPARQL</label><br>
<textarea id="query" name="query" rows="12" spellcheck="false">{query}</textarea></p>
<p><label for="format">Answer as</label>
<select id="format" name="format"><option value="html">page</option>{forms}</select>
<button>Ask</button></p></form>
"""

_EXAMPLE = """SELECT ?thing ?label WHERE {
  ?thing a kg:Agreement ; rdfs:label ?label
} LIMIT 50"""

_CLASSES = """SELECT ?name (COUNT(*) AS ?number) WHERE { ?thing a ?name } GROUP BY ?name ORDER BY DESC(?number) ?name"""
_PROPERTIES = """SELECT ?name (COUNT(*) AS ?number) WHERE { ?thing ?name ?value } GROUP BY ?name
ORDER BY DESC(?number) ?name LIMIT 100"""
_DOCUMENTS = """SELECT (COUNT(DISTINCT ?document) AS ?number) WHERE { GRAPH ?document { ?document a kg:Document } }"""


def query_page(text: str = _EXAMPLE, answer: str = "") -> str:
    """Return the page with a form for a query, and an answer below it."""
    forms = "".join(f'<option value="{form}">{form}</option>' for form in [*SOLUTIONS, *TRIPLES])
    body = _FORM.format(query=escape(text), forms=forms)
    return _PAGE.format(title="Query", body=body + answer)


async def result_page(pool: Pool, question: Question) -> str:
    """Return the page with the answer to a query, or with what is wrong with it."""
    text = question["query"] or ""
    wanted = Question({**question, "solutions": SOLUTIONS["json"], "triples": TRIPLES["turtle"]})
    try:
        media, found = await whole(pool, wanted, limit=_LIMIT)
    except Refusal as refusal:
        return query_page(text, f'<pre class="error" role="alert">{escape(refusal.message)}</pre>')
    if media == TRIPLES["turtle"]:
        return query_page(text, f"<pre>{escape(found.decode())}</pre>")
    return query_page(text, _answer(json.loads(found)))


async def start_page(pool: Pool) -> str:
    """Return the page that says what is in the graph."""
    documents = (await _rows(pool, _DOCUMENTS))[0]["number"]["value"]
    parts = [
        f"<p>{int(documents):,} documents. Programs ask at <code>/sparql</code>, people <a href='/sparql'>here</a>.</p>"
    ]
    for title, text in (("Things", _CLASSES), ("Properties", _PROPERTIES)):
        lines = "".join(_count(row["name"]["value"], row["number"]["value"]) for row in await _rows(pool, text))
        parts.append(f"<h2>{title}</h2><table>{lines}</table>")
    return _PAGE.format(title="Knowledge graph", body="\n".join(parts))


async def _rows(pool: Pool, text: str) -> list[dict[str, Any]]:
    question = Question(query=text, default=[], named=[], graph=None, solutions=SOLUTIONS["json"], triples="")
    _, found = await whole(pool, question, limit=_LIMIT)
    rows: list[dict[str, Any]] = json.loads(found)["results"]["bindings"]
    return rows


def _answer(found: dict[str, Any]) -> str:
    if "boolean" in found:
        return f"<p>{'yes' if found['boolean'] else 'no'}</p>"
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines = ["<tr>" + "".join(f"<td>{_term(row.get(name))}</td>" for name in names) + "</tr>" for row in rows[:_ROWS]]
    more = f" The first {_ROWS:,} are shown." if len(rows) > _ROWS else ""
    return (
        f"<p>{len(rows):,} rows.{more}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _term(term: dict[str, Any] | None) -> str:
    """Return a term of SPARQL JSON results as HTML."""
    if term is None:
        return ""
    value = term["value"]
    if not isinstance(value, str):  # a triple term of RDF 1.2
        return " ".join(_term(value[part]) for part in ("subject", "predicate", "object"))
    if term["type"] == "uri" and value.startswith(("http://", "https://")):
        return f'<a href="{escape(value)}" rel="noreferrer">{escape(value)}</a>'
    return escape(value)


def _count(iri: str, number: str) -> str:
    """Return a row with the last part of an IRI and how often it is used."""
    name = re.split(r"[#/]", iri.rstrip("#/"))[-1]
    return f'<tr><td title="{escape(iri)}">{escape(name)}</td><td class="n">{int(number):,}</td></tr>'


def service_description(endpoint: str) -> str:
    """Return what the endpoint can do, in Turtle (https://www.w3.org/TR/sparql11-service-description/)."""
    forms = ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"]
    forms += ["Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"]
    formats = ",\n        ".join(f"<http://www.w3.org/ns/formats/{form}>" for form in forms)
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .

[] a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""
