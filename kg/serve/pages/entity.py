"""The page of a thing: what it is, its facts both ways with planned and denied ones apart, and the proof of each.

Programs get the same as RDF (`kg.serve.pages.data`).
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.corroborate.sources import support
from kg.records import STANDINGS, Standing
from kg.serve.around.tables import AT_ONCE
from kg.serve.pages.ask import Row, rows, value
from kg.serve.pages.ask import iri_text as written
from kg.serve.pages.conflicts import conflicts, conflicts_html
from kg.serve.pages.data import entity_data, nothing_about, wanted_form
from kg.serve.pages.facts import FEW, Fact, Group, description, facts, groups, to_standing
from kg.serve.pages.frame import address, link, outside, page, steps, term
from kg.serve.pages.proof import proof_html
from kg.serve.pool import Pool
from kg.serve.protocol import Parameters, from_url, number, single
from kg.serve.settings import Refusal
from kg.view.names import local_name, words

_KINDS = 60
"""Kinds of facts whose facts are listed; of others a page says how many there are."""

_OPEN = 20
"""So many facts show their proof without being asked."""

_PAGE = 100
"""Facts of one kind on a page of their own."""

_TITLES: dict[Standing, tuple[str, str]] = {
    "asserted": ("Asserted", "Documents state these as facts."),
    "planned": ("Planned", "Documents announce, expect or intend these. That they came about is said nowhere here."),
    "negated": ("Denied", "Documents say that these are not so."),
    "inferred": ("Inferred", "No document states these: they follow from asserted facts by the ontology."),
}

_LABEL, _ALIAS = "http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel"
_TYPE, _SAME = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2002/07/owl#sameAs"


async def entity(request: Request, pool: Pool) -> Response:
    """Answer `/entity?iri=IRI`: a page, or RDF for who asks for that. 404 where the graph does not know the IRI."""
    found = from_url(request)
    iri = single(found, "iri")
    form = wanted_form(found, request.headers.get("accept"))
    if form:
        return await entity_data(pool, iri, form)
    if "property" in found:
        return HTMLResponse(await _kind_page(pool, iri, found))
    return HTMLResponse(await _page(pool, iri))


async def _page(pool: Pool, iri: str) -> str:
    told, kinds, against = await asyncio.gather(description(pool, iri), groups(pool, iri), conflicts(pool, iri))
    members = await _members(pool, iri)
    if not told and not kinds and not members:
        return await _unknown(pool, iri)
    listed = await _facts(pool, iri, kinds[:_KINDS])
    total = sum(kind.count for kind in kinds)
    parts = [_heading(iri, told, await _is_document(pool, iri)), _contents(kinds), conflicts_html(against)]
    sections = groupby(zip(kinds, listed, strict=False), key=lambda pair: pair[0].status)
    parts += [_section(iri, status, [*several], is_open=total <= _OPEN) for status, several in sections]
    parts += [_others(iri, kinds[_KINDS:]), _member_list(iri, members)]
    return page(_name(iri, told), "\n".join(parts), alternate=address("/entity", iri=iri, format="turtle"))


async def _facts(pool: Pool, iri: str, kinds: Sequence[Group]) -> list[list[Fact]]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def read(kind: Group) -> list[Fact]:
        async with gate:
            return await facts(pool, iri, kind)

    return list(await asyncio.gather(*map(read, kinds)))


async def _kind_page(pool: Pool, iri: str, found: Parameters) -> str:
    """Return the page of all facts of one kind."""
    status = to_standing(single(found, "status", default="asserted"))
    is_outgoing = single(found, "way", default="out") != "in"
    kind = Group(status, single(found, "property"), is_outgoing, count=0)
    offset = number(found, "start")
    told, listed = await asyncio.gather(description(pool, iri), facts(pool, iri, kind, limit=_PAGE + 1, offset=offset))
    if not listed:
        raise Refusal(404, f"the graph holds no {status} fact of that kind from number {offset:,} on.")
    name = _name(iri, told)
    items = "".join(_fact(iri, kind, fact, is_open=True) for fact in listed[:_PAGE])
    chip = f'<span class="chip {status}">{_TITLES[status][0].lower()}</span>'
    parts = [
        f"<p>{link(address('/entity', iri=iri), name)} {_arrow(kind)} {escape(words(kind.predicate))} {chip}</p>",
        f'<ol class="facts" start="{offset + 1}">{items}</ol>',
        steps("/entity", offset, _PAGE, has_more=len(listed) > _PAGE, **_fields(iri, kind)),
    ]
    return page(f"{name}: {words(kind.predicate)}", "\n".join(parts))


### Parts of the page #################################################################################################


def _values(told: Iterable[Row], predicate: str) -> list[str]:
    return list(dict.fromkeys(value(row, "o") for row in told if value(row, "p") == predicate))


def _name(iri: str, told: Sequence[Row]) -> str:
    return next(iter(_values(told, _LABEL)), local_name(iri))


def _heading(iri: str, told: Sequence[Row], is_document: str) -> str:
    types = [link(address("/entity", iri=kind), words(kind)) for kind in _values(told, _TYPE)]
    lines = [f'<p class="kind">{", ".join(types)}</p>' if types else ""]
    names = [*_values(told, _LABEL)[1:], *_values(told, _ALIAS)]
    rows = [("also", " · ".join(f'<span dir="auto">{escape(name)}</span>' for name in names))] if names else []
    for predicate in dict.fromkeys(value(row, "p") for row in told):
        if predicate not in {_LABEL, _ALIAS, _TYPE}:
            shown = ", ".join(outside(text) for text in _values(told, predicate))
            rows.append((words(predicate), f'<span dir="auto">{shown}</span>'))
    rows.append(("name", f"<code>{escape(iri)}</code>"))
    known = "".join(f"<dt>{escape(name)}</dt><dd>{shown}</dd>" for name, shown in rows)
    lines.append(f'<dl class="known">{known}</dl>')
    links = [is_document, link(address("/graph", iri=iri), "Picture"), _asked(iri)]
    forms = (("turtle", "Turtle"), ("jsonld", "JSON-LD"), ("rdfxml", "RDF/XML"))
    links += [link(address("/entity", iri=iri, format=form), name) for form, name in forms]
    lines.append(f'<p class="links">{" ".join(filter(None, links))}</p>')
    return "\n".join(lines)


async def _is_document(pool: Pool, iri: str) -> str:
    """Return a link to the document's own page for one that was read, else nothing."""
    read = await rows(pool, f"SELECT ?hash {{ GRAPH {written(iri)} {{ {written(iri)} kg:sha256 ?hash }} }} LIMIT 1")
    return link(address("/document", iri=iri), "Read the document") if read else ""


def _asked(iri: str) -> str:
    text = f"SELECT ?property ?value ?label WHERE {{\n  <{iri}> ?property ?value\n"
    text += "  OPTIONAL { ?value rdfs:label ?label }\n}\nORDER BY ?property ?label"
    return link(address("/sparql", query=text, format="html"), "Query")


def _contents(kinds: Sequence[Group]) -> str:
    """Return links to the sections with the number of facts in each."""
    numbers = {status: sum(kind.count for kind in kinds if kind.status == status) for status in STANDINGS}
    links = [
        f'<a class="chip {status}" href="#{status}">{_TITLES[status][0]} <b>{count:,}</b></a>'
        for status, count in numbers.items()
        if count
    ]
    return f'<nav class="contents" aria-label="Facts by status">{" ".join(links)}</nav>' if links else ""


def _section(iri: str, status: Standing, several: Sequence[tuple[Group, list[Fact]]], *, is_open: bool) -> str:
    title, says = _TITLES[status]
    kinds = "\n".join(_kind(iri, kind, listed, is_open=is_open) for kind, listed in several)
    return (
        f'<section class="{status}" aria-labelledby="{status}"><h2 id="{status}">{title}</h2>'
        f'<p class="quiet">{says}</p>\n{kinds}</section>'
    )


def _kind(iri: str, kind: Group, listed: Sequence[Fact], *, is_open: bool) -> str:
    items = "\n".join(_fact(iri, kind, fact, is_open=is_open) for fact in listed)
    more = f'<p><a href="{_all(iri, kind)}">All {kind.count:,}</a></p>' if kind.count > FEW else ""
    name = f'<span title="{escape(kind.predicate)}">{escape(words(kind.predicate))}</span>'
    return (
        f'<section class="group"><h3>{_arrow(kind)} {name} <span class="number">{kind.count:,}</span></h3>\n'
        f'<ul class="facts">{items}</ul>{more}</section>'
    )


def _arrow(kind: Group) -> str:
    return _way(is_outgoing=kind.is_outgoing)


def _way(*, is_outgoing: bool) -> str:
    if is_outgoing:
        return '<span class="way" aria-hidden="true">→</span>'
    return '<span class="way" aria-hidden="true">←</span><span class="unseen"> (from there to here)</span>'


def _fields(iri: str, kind: Group) -> dict[str, str]:
    way = "out" if kind.is_outgoing else "in"
    return {"iri": iri, "property": kind.predicate, "way": way, "status": kind.status}


def _all(iri: str, kind: Group) -> str:
    return address("/entity", **_fields(iri, kind))


def _fact(iri: str, kind: Group, fact: Fact, *, is_open: bool) -> str:
    there = link(address("/entity", iri=fact.other), fact.label)
    if fact.premise:
        subject, predicate, end = fact.premise
        since = link(address("/fact", subject=subject, predicate=predicate, object=end), words(predicate))
        return f'<li>{there} <span class="quiet">since {_way(is_outgoing=subject == iri)} {since}</span></li>'
    if fact.proof is None:
        return f"<li>{there}</li>"
    ends = (iri, fact.other) if kind.is_outgoing else (fact.other, iri)
    every = address("/fact", subject=ends[0], predicate=kind.predicate, object=ends[1])
    count = support(fact.documents, fact.sources)
    return (
        f"<li>{there} <details{' open' if is_open else ''}><summary>{count}</summary>{proof_html(fact.proof)}"
        f'<p class="quiet"><a href="{every}">All that is said of this</a></p></details></li>'
    )


def _others(iri: str, kinds: Sequence[Group]) -> str:
    """Return links to kinds of facts that are too many to be listed."""
    items = [
        f'<li>{_arrow(kind)} <a href="{_all(iri, kind)}">{escape(words(kind.predicate))}</a>'
        f" {_TITLES[kind.status][0].lower()} <span class='number'>{kind.count:,}</span></li>"
        for kind in kinds
    ]
    return f"<h2>More</h2><ul>{''.join(items)}</ul>" if items else ""


### Classes, and what stands in a document's graph alone ##############################################################


async def _members(pool: Pool, iri: str) -> list[Row]:
    """Return the first things of a class with their labels, nothing for what is no class."""
    text = f"SELECT ?o (MIN(?named) AS ?label) {{ ?o a {written(iri)} OPTIONAL {{ ?o rdfs:label ?named }} }}"
    return await rows(pool, f"{text} GROUP BY ?o ORDER BY LCASE(STR(?label)) ?o LIMIT {_PAGE + 1}")


def _member_list(iri: str, members: Sequence[Row]) -> str:
    if not members:
        return ""
    items = "".join(f"<li>{_thing(row)}</li>" for row in members[:_PAGE])
    every = f"SELECT ?thing ?label WHERE {{\n  ?thing a <{iri}> ; rdfs:label ?label\n}}\nORDER BY ?label"
    more = f"<p>{link(address('/sparql', query=every, format='html'), 'All of them')}</p>"
    return f'<h2>Of this class</h2><ul class="columns">{items}</ul>{more if len(members) > _PAGE else ""}'


def _thing(row: Row) -> str:
    iri = value(row, "o")
    return link(address("/entity", iri=iri), value(row, "label") or local_name(iri))


async def _unknown(pool: Pool, iri: str) -> str:
    """Return the page of what only a named graph speaks of: a statement, evidence; raise Refusal where none does."""
    found = await rows(
        pool, f"SELECT ?g ?p ?o {{ GRAPH ?g {{ {written(iri)} ?p ?o }} }} ORDER BY ?g ?p ?o LIMIT {_PAGE}"
    )
    if not found:
        raise Refusal(404, nothing_about(iri))
    lines = "".join(_line(row) for row in found)
    head = '<thead><tr><th scope="col">property</th><th scope="col">value</th><th scope="col">graph</th></tr></thead>'
    return page(local_name(iri), f"<p><code>{escape(iri)}</code></p><table>{head}<tbody>{lines}</tbody></table>")


def _line(row: Row) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in _cells(row)) + "</tr>"


def _cells(row: Row) -> Iterator[str]:
    yield f'<span title="{escape(value(row, "p"))}">{escape(words(value(row, "p")))}</span>'
    yield term(row["o"])
    yield term(row["g"])
