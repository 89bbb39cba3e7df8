"""The page of a fact: every place where a document states, announces or denies it."""

from html import escape
from itertools import groupby

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.corroborate.sources import support
from kg.records import Standing
from kg.serve.around.patterns import values
from kg.serve.pages.ask import iri_text, rows, value
from kg.serve.pages.conflicts import conflicts, conflicts_html
from kg.serve.pages.facts import proofs, to_standing
from kg.serve.pages.frame import address, link, page, steps
from kg.serve.pages.proof import proof_html
from kg.serve.pool import Pool
from kg.serve.protocol import from_url, number, single
from kg.serve.settings import Refusal
from kg.view.names import local_name, words

_PAGE = 50
"""Statements on a page."""

_ENDS = ("subject", "predicate", "object")

_TITLES: dict[Standing, str] = {"asserted": "Stated", "planned": "Announced", "negated": "Denied"}


async def fact(request: Request, pool: Pool) -> Response:
    """Answer `/fact?subject=IRI&predicate=IRI&object=IRI`; 404 where no document says anything of it."""
    found = from_url(request)
    ends = tuple(single(found, name) for name in _ENDS)
    offset = number(found, "start")
    names = await _labels(pool, ends[0], ends[2])
    stated = await _statements(pool, ends, offset)
    if not stated:
        raise Refusal(404, f"no document states this: {' '.join(map(iri_text, ends))}")
    told = {proof.statement: proof for proof in reversed(await proofs(pool, [name for name, _ in stated[:_PAGE]]))}
    subject, end = (link(address("/entity", iri=iri), name) for iri, name in zip(ends[::2], names, strict=True))
    relation = f'<span class="relation" title="{escape(ends[1])}">{escape(words(ends[1]))}</span>'
    parts = [f'<p class="triple">{subject} {relation} {end}</p>']
    parts += [f'<p class="quiet">{line}</p>' for line in await _support(pool, ends)]
    for status, several in groupby(stated[:_PAGE], key=lambda pair: pair[1]):
        items = "".join(f"<li>{proof_html(told[name])}</li>" for name, _ in several if name in told)
        parts.append(f'<section class="{status}"><h2>{_TITLES[status]}</h2><ul class="proofs">{items}</ul></section>')
    against = [one for one in await conflicts(pool, ends[0], ends[1]) if any(s.value == ends[2] for s in one.sides)]
    parts.append(conflicts_html(against))
    fields = dict(zip(_ENDS, ends, strict=True))
    parts.append(steps("/fact", offset, _PAGE, has_more=len(stated) > _PAGE, **fields))
    title = f"{names[0]}: {words(ends[1])} {names[1]}"
    return HTMLResponse(page(title, "\n".join(parts)))


async def _statements(pool: Pool, ends: tuple[str, ...], offset: int) -> list[tuple[str, Standing]]:
    """Return statements of a fact with their status: by status, the earliest documents first."""
    subject, predicate, end = map(iri_text, ends)
    text = (
        f"SELECT DISTINCT ?statement ?status ?date ?g {{ GRAPH ?g {{ ?statement rdf:subject {subject} ;"
        f" rdf:predicate {predicate} ; rdf:object {end} ; kg:status ?status OPTIONAL {{ ?g dct:date ?date }} }}"
        f" BIND(IF(?status = kg:asserted, 0, IF(?status = kg:planned, 1, 2)) AS ?rank) }}"
        f" ORDER BY ?rank ?date ?g ?statement LIMIT {_PAGE + 1} OFFSET {offset}"
    )
    return [(value(row, "statement"), to_standing(value(row, "status"))) for row in await rows(pool, text)]


async def _support(pool: Pool, ends: tuple[str, ...]) -> list[str]:
    """Return, for each status, how many documents and independent sources say so."""
    subject, predicate, end = map(iri_text, ends)
    text = f"""SELECT ?status (COUNT(DISTINCT ?g) AS ?documents) (COUNT(DISTINCT ?first) AS ?sources) {{
        GRAPH ?g {{
            ?statement rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {end} ; kg:status ?status
            OPTIONAL {{ ?g kg:copyOf ?original }}
        }}
        BIND(COALESCE(?original, ?g) AS ?first)
    }} GROUP BY ?status ORDER BY ?status"""
    return [
        f"{_TITLES[to_standing(value(row, 'status'))]}:"
        f" {support(int(value(row, 'documents')), int(value(row, 'sources')))}"
        for row in await rows(pool, text)
    ]


async def _labels(pool: Pool, *iris: str) -> list[str]:
    text = (
        f"SELECT ?thing (MIN(?named) AS ?label) {{ {values('?thing', iris)} ?thing rdfs:label ?named }} GROUP BY ?thing"
    )
    known = {value(row, "thing"): value(row, "label") for row in await rows(pool, text)}
    return [known.get(iri) or local_name(iri) for iri in iris]
