"""Find the statements behind facts, a few for each, with their quotes, and the documents that make them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import itemgetter, or_

from kg.corroborate.sources import count_sources
from kg.finders import NOBODY, Finders, to_finders
from kg.records import STATUSES
from kg.serve.around.between import Known
from kg.serve.around.patterns import barrier, named, numbered
from kg.serve.around.tables import portions, table, tables
from kg.serve.pages.ask import iri_text
from kg.serve.pool import Pool
from kg.view.picture import Quote
from kg.view.quotes import to_quote

_FEW, _SOME = 250, 600
"""Facts up to which three, two statements of each are shown; above it is one."""

_NODES_AT_ONCE = 400

_MOST_STATEMENTS = 12_000
"""Statements of all facts that one worker tells of: 3 MB at most."""

_MOST_READ = 200_000
"""Statements of all entities that are read: in a tenth of a second."""

_STATEMENT = ("kg:attributedTo", "kg:role", "kg:foundBy")
_EVIDENCE = ("kg:quote", "kg:start", "kg:end", "kg:page", "kg:subjectAt", "kg:triggerAt", "kg:objectAt")
_DOCUMENT = (
    "dct:title", "dct:date", "dct:publisher", "dct:creator", "dct:language", "kg:fileName", "prov:wasDerivedFrom",
    "kg:copyOf",
)  # fmt: skip

Place = tuple[str, str]
"""A document and a node in its graph."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of a document, by the IRIs of what it names."""

    document: str
    said_by: str | None
    role: str | None
    finders: Finders
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves facts: statements by the number of the fact, and in how many documents it is stated in all.

    `sources` counts the documents too, copies of one text as one.
    `finders` say who found a fact in any of the documents, in a graph that witnesses read.
    `papers` is what is known of the documents: sorted values by the local names of properties.
    """

    statements: Mapping[int, Sequence[Stated]] = field(default_factory=dict)
    documents: Mapping[int, int] = field(default_factory=dict)
    sources: Mapping[int, int] = field(default_factory=dict)
    finders: Mapping[int, Finders] = field(default_factory=dict)
    papers: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


async def prove(pool: Pool, facts: Sequence[Known]) -> Proof:
    """Return the proof of the facts, in the order of the documents and the text."""
    found = await _statements(pool, facts)
    most = 3 if len(found) <= _FEW else 2 if len(found) <= _SOME else 1
    kept = {number: _spread(sorted(places))[:most] for number, places in sorted(found.items())}
    places = sorted({place for several in kept.values() for place in several})
    documents = sorted({document for document, _ in places})
    stating = {number: {document for document, _ in several} for number, several in found.items()}
    every = sorted(set().union(*stating.values()))
    parts, evidence, papers, first, finders = await asyncio.gather(
        _said(pool, places, "?node", _STATEMENT),
        _evidence(pool, places),
        _said(pool, [(document, document) for document in documents], "?node", _DOCUMENT),
        _said(pool, [(document, document) for document in every], "?node", ("kg:copyOf",)),
        _finders(pool, found),
    )
    copies = {every[at]: said["copyOf"][0] for at, said in first.items()}
    stated = {place: _stated(place[0], parts.get(at, {}), evidence.get(at, ())) for at, place in enumerate(places)}
    return Proof(
        statements={
            number: sorted((stated[place] for place in several), key=_order) for number, several in kept.items()
        },
        documents={number: len(several) for number, several in stating.items()},
        sources={number: count_sources(several, copies) for number, several in stating.items()},
        finders=finders,
        papers={document: papers.get(place, {}) for place, document in enumerate(documents)},
    )


async def _finders(pool: Pool, found: Mapping[int, Sequence[Place]]) -> dict[int, Finders]:
    """Return who found each fact, by its number; nothing in a graph that no witness read, where rules found all."""
    if not await table(pool, "SELECT ?witness { GRAPH ?d { ?witness a kg:Witness } } LIMIT 1"):
        return {}
    places = sorted({place for several in found.values() for place in several})
    said = await _said(pool, places, "?node", ("kg:foundBy",))
    by = {places[at]: to_finders(parts["foundBy"]) for at, parts in said.items()}
    return {
        number: reduce(or_, (by.get(place, NOBODY) for place in several), NOBODY) for number, several in found.items()
    }


def _order(stated: Stated) -> tuple[str, int, str]:
    return stated.document, stated.quotes[0].start or 0 if stated.quotes else 0, str(stated)


def _spread(places: Sequence[Place]) -> list[Place]:
    """Return the places with one of each document before the second of any."""
    met: dict[str, int] = defaultdict(int)
    turns = []
    for place in places:
        turns.append((met[place[0]], place))
        met[place[0]] += 1
    return [place for _, place in sorted(turns)]


async def _statements(pool: Pool, facts: Sequence[Known]) -> dict[int, list[Place]]:
    """Return the statements of the facts by the number of the fact.

    All statements about their subjects are joined with all about their objects. To look for each fact by itself would
    read the statements of a hub, many thousands, once for each of its facts.
    """
    number: dict[tuple[str, str, str, str], int] = {
        (fact.subject, fact.predicate, fact.object, fact.status): at
        for at, fact in enumerate(facts)
        if fact.status != "inferred"
    }
    subjects, properties, objects = (sorted({key[part] for key in number}) for part in range(3))
    # Each half by a worker of its own, where two are free.
    halves = (f"VALUES (?s ?i) {{ {' '.join(some)} }}" for some in _halves(_rows_of(subjects)))
    found: dict[int, list[Place]] = defaultdict(list)
    for s, p, o, status, document, statement in await tables(pool, (_about(h, properties, objects) for h in halves)):
        at = number.get((subjects[int(s)], properties[int(p)], objects[int(o)], status))
        if at is not None:
            found[at].append((document, statement))
    return found


def _rows_of(names: Sequence[str]) -> list[str]:
    return [f'({iri_text(name)} "{at}")' for at, name in enumerate(names)]


def _halves(rows: Sequence[str]) -> list[Sequence[str]]:
    return [half for half in (rows[::2], rows[1::2]) if half]


def _about(subjects: str, properties: Sequence[str], objects: Sequence[str]) -> str:
    """Return the query for the statements with one of the subjects, properties and objects each."""
    ends = [
        barrier("?d ?st ?i", f"{subjects} GRAPH ?d {{ ?st rdf:subject ?s }} FILTER(ISIRI(?st))", _MOST_READ),
        barrier("?d ?st ?j", f"{numbered('?o', '?j', objects)} GRAPH ?d {{ ?st rdf:object ?o }}", _MOST_READ),
    ]
    both = barrier("?d ?st ?i ?j", " ".join(ends), _MOST_READ)
    rest = f"{both} GRAPH ?d {{ ?st rdf:predicate ?p ; kg:status ?status }}"
    whole = barrier("?d ?st ?i ?p ?j ?status", rest, _MOST_STATEMENTS)
    known = f"{numbered('?p', '?k', properties)} {named('?status', '?x', [f'kg:{status}' for status in STATUSES])}"
    return f"SELECT ?i ?k ?j ?x ?d ?st {{ {whole} {known} }}"


Parts = Mapping[str, Sequence[str]]
"""The sorted values of a node's properties, by their local names."""


async def _said(pool: Pool, places: Sequence[Place], node: str, properties: Sequence[str]) -> dict[int, Parts]:
    """Return what graphs of documents say of nodes, by their numbers."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = named("?p", "?k", properties)
    queries = [
        f"SELECT ?n ?k ?v {{ {barrier('?n ?p ?v', f'{rows} GRAPH ?d {{ {node} ?p ?v }}')} {wanted} }}"
        for rows in _rows(places)
    ]
    for number, name, value in await tables(pool, queries):
        found[int(number)][name].append(value)
    return {number: {name: sorted(several) for name, several in parts.items()} for number, parts in found.items()}


def _rows(places: Sequence[Place]) -> Iterator[str]:
    """Yield the places as values of document, node and number."""
    for portion in portions(list(enumerate(places)), _NODES_AT_ONCE):
        rows = " ".join(f'({iri_text(document)} {iri_text(node)} "{at}")' for at, (document, node) in portion)
        yield f"VALUES (?d ?node ?n) {{ {rows} }}"


async def _evidence(pool: Pool, places: Sequence[Place]) -> dict[int, list[Quote]]:
    """Return the quotes of statements by their numbers, in the order of the text."""
    found: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    wanted = named("?p", "?k", _EVIDENCE)
    queries = []
    for rows in _rows(places):
        read = barrier("?d ?n ?e", f"{rows} GRAPH ?d {{ ?node kg:evidence ?e }}")
        parts = barrier("?n ?e ?p ?v", f"{read} GRAPH ?d {{ ?e ?p ?v }}")
        queries.append(f"SELECT ?n ?e ?k ?v {{ {parts} {wanted} }}")
    for number, evidence, name, value in await tables(pool, queries):
        found[int(number), evidence][name] = value
    quotes: dict[int, list[Quote]] = defaultdict(list)
    for (at, _), said in sorted(found.items(), key=itemgetter(0)):
        quotes[at].append(to_quote(said))
    return {place: sorted(several, key=_in_text) for place, several in quotes.items()}


def _in_text(quote: Quote) -> tuple[int, int, str]:
    return quote.start or 0, quote.end or 0, quote.text


def _stated(document: str, said: Parts, quotes: Sequence[Quote]) -> Stated:
    def first(name: str) -> str | None:
        return next(iter(said.get(name, ())), None)

    return Stated(
        document=document,
        said_by=first("attributedTo"),
        role=first("role"),
        finders=to_finders(said.get("foundBy", ())),
        quotes=tuple(quotes),
    )
