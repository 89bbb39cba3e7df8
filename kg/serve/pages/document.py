"""The page of a document: what is known of it, and its text with the sentences that state facts.

The text comes from the search index beside the store. Without one, or for a text too long for a page, the quotes stand
one below the other. Programs get the document's graph.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.errors import StoreError
from kg.records import Standing
from kg.serve.pages.ask import Row, iri_text, rows, value
from kg.serve.pages.data import wanted_form
from kg.serve.pages.facts import to_standing
from kg.serve.pages.frame import address, link, outside, page
from kg.serve.pages.proof import anchor
from kg.serve.pool import Pool
from kg.serve.protocol import from_url, single
from kg.serve.replies import Relay
from kg.serve.settings import Refusal
from kg.serve.wire import Question
from kg.view.names import local_name, words

_STATEMENTS = 3_000
"""Statements that a page shows."""

_LETTERS = 500_000
"""Characters of a text that a page shows: a book of 250 pages."""

_KNOWN = {
    "http://purl.org/dc/terms/publisher": "publisher",
    "http://purl.org/dc/terms/creator": "author",
    "http://purl.org/dc/terms/date": "date",
    "http://purl.org/dc/terms/language": "language",
    "https://w3id.org/provenkg/ontology#fileName": "file",
    "http://www.w3.org/ns/prov#wasDerivedFrom": "from",
    "https://w3id.org/provenkg/ontology#sha256": "SHA-256",
}
_COPY = "https://w3id.org/provenkg/ontology#copyOf"
_TITLE = "http://purl.org/dc/terms/title"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A statement of the document at one place of its text, from code point `start` to `end`."""

    statement: str
    evidence: str
    ends: tuple[str, str, str]
    names: tuple[str, str]
    status: Standing
    start: int
    end: int
    quote: str
    page: str


async def document(request: Request, pool: Pool) -> Response:
    """Answer `/document?iri=IRI`: a page, or the document's graph as RDF. 404 for what was not read."""
    found = from_url(request)
    iri = single(found, "iri")
    form = wanted_form(found, request.headers.get("accept"))
    if form:
        return Relay(pool, Question(query=None, default=[], named=[], graph=iri, solutions="", triples=form))
    name = iri_text(iri)
    known = await rows(pool, f"SELECT ?p ?o {{ GRAPH {name} {{ {name} ?p ?o }} }} ORDER BY ?p ?o LIMIT 200")
    if not known:
        raise Refusal(404, f"the graph holds no document {iri}. All are listed at /documents.")
    stated, text = await asyncio.gather(_stated(pool, iri), _text(pool.settings.folder, iri))
    title = next((value(row, "o") for row in known if value(row, "p") == _TITLE), local_name(iri))
    body = [_heading(iri, known), _reading(stated[:_STATEMENTS], text)]
    if len(stated) > _STATEMENTS:
        body.append(f"<p>The first {_STATEMENTS:,} statements are shown.</p>")
    return HTMLResponse(page(title, "\n".join(body), alternate=address("/document", iri=iri, format="turtle")))


async def _text(folder: Path, iri: str) -> str:
    """Return the document's text, empty where the folder keeps none: the quotes are enough to read on."""
    from kg.search.find import document_text

    try:
        text = await asyncio.to_thread(document_text, folder, iri)
    except StoreError:
        return ""
    return text if text and len(text) <= _LETTERS else ""


async def _stated(pool: Pool, iri: str) -> list[_Stated]:
    text = f"""SELECT * {{
        GRAPH {iri_text(iri)} {{
            ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?status ; kg:evidence ?evidence .
            ?evidence kg:start ?start ; kg:end ?end ; kg:quote ?quote OPTIONAL {{ ?evidence kg:page ?page }}
        }}
        OPTIONAL {{ ?s rdfs:label ?subject }} OPTIONAL {{ ?o rdfs:label ?object }}
    }} ORDER BY ?start ?end ?statement LIMIT {_STATEMENTS + 1}"""
    once = {(value(row, "statement"), value(row, "evidence")): row for row in reversed(await rows(pool, text))}
    return [_one_stated(row) for row in reversed(once.values())]


def _one_stated(row: Row) -> _Stated:
    subject, end = value(row, "s"), value(row, "o")
    return _Stated(
        statement=value(row, "statement"),
        evidence=value(row, "evidence"),
        ends=(subject, value(row, "p"), end),
        names=(value(row, "subject") or local_name(subject), value(row, "object") or local_name(end)),
        status=to_standing(value(row, "status")),
        start=int(value(row, "start")),
        end=int(value(row, "end")),
        quote=value(row, "quote"),
        page=value(row, "page"),
    )


def _heading(iri: str, known: Sequence[Row]) -> str:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for row in known:
        texts[value(row, "p")].append(value(row, "o"))
    lines = "".join(
        f'<dt>{name}</dt><dd dir="auto">{", ".join(outside(text) for text in texts[predicate])}</dd>'
        for predicate, name in _KNOWN.items()
        if predicate in texts
    )
    lines += "".join(
        f"<dt>copy of</dt><dd>{link(address('/document', iri=first), local_name(first))}"
        ' <span class="quiet">nearly the same text: one source with it</span></dd>'
        for first in texts[_COPY]
    )
    links = [link(address("/entity", iri=iri), "What is said about it"), link(address("/graph", iri=iri), "Picture")]
    forms = (("turtle", "Turtle"), ("jsonld", "JSON-LD"))
    links += [link(address("/document", iri=iri, format=form), name) for form, name in forms]
    return f'<dl class="known">{lines}</dl>\n<p class="links">{" ".join(links)}</p>'


### Text and statements ###############################################################################################


def _reading(stated: Sequence[_Stated], text: str) -> str:
    """Return the text, or else the quotes, with the statements of each sentence behind it."""
    if not stated and not text:
        return "<p>No fact was found in it.</p>"
    if not text or any(one.end > len(text) or one.end - one.start != len(one.quote) for one in stated):
        return _quotes(stated)
    parts, at = [], 0
    for start, end, several in _passages(stated):
        parts += [escape(text[at:start]), _passage(text[start:end], several)]
        at = end
    parts.append(escape(text[at:]))
    return f'<p class="quiet">{_sum(stated)}</p><article class="text" dir="auto">{"".join(parts)}</article>'


def _sum(stated: Sequence[_Stated]) -> str:
    number = len({one.statement for one in stated})
    if not number:
        return "No fact was found in it."
    said = f"{number:,} {'statements' if number > 1 else 'statement'}"
    return f"{said}. The number behind a marked sentence opens what it states."


def _passages(stated: Sequence[_Stated]) -> list[tuple[int, int, list[_Stated]]]:
    """Return the stretches of the text that state facts; quotes that overlap become one."""
    found: list[tuple[int, int, list[_Stated]]] = []
    for one in stated:
        if found and one.start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], one.end), [*found[-1][2], one]
        else:
            found.append((one.start, one.end, [one]))
    return found


def _passage(text: str, several: Sequence[_Stated]) -> str:
    items = "".join(f"<li{_id(one, several)}>{_sentence(one)}</li>" for one in several)
    number = len(several)
    says = f"{number} {'statements' if number > 1 else 'statement'} of this sentence"
    return (
        f'<span class="passage">{_places(several)}<mark class="stated">{escape(text)}</mark>'
        f'<details class="says"><summary aria-label="{says}">{number}</summary><ul>{items}</ul></details></span>'
    )


def _places(several: Sequence[_Stated]) -> str:
    """Return what links to the evidence of a sentence lead to."""
    names = dict.fromkeys(anchor(each.evidence) for each in several)
    return "".join(f'<a id="{escape(name)}"></a>' for name in names)


def _id(one: _Stated, several: Sequence[_Stated]) -> str:
    first = next(other for other in several if other.statement == one.statement)
    return f' id="{escape(anchor(one.statement))}"' if first is one else ""


def _sentence(one: _Stated) -> str:
    subject, predicate, end = one.ends
    every = address("/fact", subject=subject, predicate=predicate, object=end)
    chip = "" if one.status == "asserted" else f' <span class="chip {one.status}">{_SAID[one.status]}</span>'
    return (
        f"{link(address('/entity', iri=subject), one.names[0])}"
        f' <a class="relation" href="{every}">{escape(words(predicate))}</a>'
        f" {link(address('/entity', iri=end), one.names[1])}{chip}"
    )


_SAID = {"planned": "planned", "negated": "denied", "inferred": "inferred"}


def _quotes(stated: Sequence[_Stated]) -> str:
    parts = ['<p class="quiet">These are the sentences that state facts; the whole text is not kept here.</p>']
    parts += _quote_parts(stated)
    return "\n".join(parts)


def _quote_parts(stated: Sequence[_Stated]) -> Iterator[str]:
    by_place: defaultdict[tuple[int, int, str], list[_Stated]] = defaultdict(list)
    for one in stated:
        by_place[one.start, one.end, one.quote].append(one)
    for (_, _, quote), several in by_place.items():
        items = "".join(f"<li{_id(one, several)}>{_sentence(one)}</li>" for one in several)
        where = f"<figcaption>page {escape(several[0].page)}</figcaption>" if several[0].page else ""
        said = f'{_places(several)}<blockquote dir="auto">{escape(quote)}</blockquote>'
        yield f'<figure class="proof">{said}{where}<ul>{items}</ul></figure>'
