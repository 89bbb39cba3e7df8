"""The start page: what is in the graph."""

from html import escape

from kg.serve.pages.ask import rows
from kg.serve.pages.frame import last_part, page
from kg.serve.pool import Pool

_CLASSES = """SELECT ?name (COUNT(*) AS ?number) WHERE { ?thing a ?name } GROUP BY ?name ORDER BY DESC(?number) ?name"""
_PROPERTIES = """SELECT ?name (COUNT(*) AS ?number) WHERE { ?thing ?name ?value } GROUP BY ?name
ORDER BY DESC(?number) ?name LIMIT 100"""
_DOCUMENTS = """SELECT (COUNT(DISTINCT ?document) AS ?number) WHERE { GRAPH ?document { ?document a kg:Document } }"""


async def start_page(pool: Pool) -> str:
    """Return the page that says what is in the graph."""
    documents = (await rows(pool, _DOCUMENTS))[0]["number"]["value"]
    parts = [
        f"<p>{int(documents):,} documents. Programs ask at <code>/sparql</code>, people <a href='/sparql'>here</a>.</p>"
    ]
    for title, text in (("Things", _CLASSES), ("Properties", _PROPERTIES)):
        lines = "".join(_count(row["name"]["value"], row["number"]["value"]) for row in await rows(pool, text))
        parts.append(f"<h2>{title}</h2><table>{lines}</table>")
    return page("Knowledge graph", "\n".join(parts), at="/")


def _count(iri: str, number: str) -> str:
    """Return a row with the last part of an IRI and how often it is used."""
    name = last_part(iri)
    return f'<tr><td title="{escape(iri)}">{escape(name)}</td><td class="n">{int(number):,}</td></tr>'
