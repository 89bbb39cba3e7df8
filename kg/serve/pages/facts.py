"""Read what the graph says of one thing: its description, its facts both ways by status, and where they are stated.

Of each kind of fact the first few are read and all are counted, so that a thing with a hundred thousand facts is told
as fast as any other. A statement's own words stand in the graph of its document.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from kg.finders import NOBODY, Finders, to_finders
from kg.records import STANDINGS, Standing
from kg.serve.around.patterns import values
from kg.serve.pages.ask import Row, iri_text, rows, value
from kg.serve.pool import Pool
from kg.view.names import local_name

FEW = 12
"""Facts of one kind that a page shows at first."""

_MOST = 500
"""Lines of a description."""

_GRAPHS = {
    "asserted": "{pattern}",
    "planned": "GRAPH <graph/planned> {{ {pattern} }}",
    "negated": "GRAPH <graph/negated> {{ {pattern} }}",
    # What follows is also said with the properties of other vocabularies, and turned round: left out, as in the page.
    "inferred": "GRAPH <graph/inferred> {{ {pattern} }} GRAPH <graph/ontology> {{ ?p rdfs:label ?known }}"
    " FILTER NOT EXISTS {{ {turned} }}",
}

# Told in the description; an inferred owl:sameAs is not.
_HIDDEN = " && ?p NOT IN (rdf:type, owl:sameAs)"


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind: those with a property and a status that have the thing as subject, or as object."""

    status: Standing
    predicate: str
    is_outgoing: bool
    count: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a group, told by its other end; `documents` counts those that state it, `proof` is one such place.

    `sources` counts the documents too, copies of one text as one.
    `premise` is the asserted fact that an inferred one follows from, where one is enough.
    """

    other: str
    label: str
    documents: int = 0
    sources: int = 0
    proof: "Proof | None" = None
    premise: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A place where a document states a fact: the statement, the quote, and what is said about both.

    `marks` are spans within the quote that name subject, trigger and object; `start` counts code points of the text.
    """

    statement: str
    document: str
    title: str
    date: str
    quote: str
    start: int
    page: str = ""
    marks: tuple[tuple[int, int, str], ...] = ()
    said_by: str = ""
    speaker: str = ""
    role: str = ""
    finders: Finders = NOBODY


def _ends(iri: str, *, is_outgoing: bool) -> tuple[str, str]:
    """Return the pattern of facts with a thing at this end, and the same turned round."""
    here = iri_text(iri)
    there = f"?o ?p {here}"
    return (f"{here} ?p ?o", there) if is_outgoing else (there, f"{here} ?p ?o")


def _among(iri: str, status: Standing, *, is_outgoing: bool) -> str:
    pattern, turned = _ends(iri, is_outgoing=is_outgoing)
    return _GRAPHS[status].format(pattern=pattern, turned=turned)


def to_standing(text: str) -> Standing:
    """Return the standing of that name, which may be an IRI; asserted for any other.

    >>> to_standing("https://w3id.org/provenkg/ontology#planned")
    'planned'
    """
    return next((standing for standing in STANDINGS if standing == local_name(text)), "asserted")


async def description(pool: Pool, iri: str) -> list[Row]:
    """Return properties (`p`) and values (`o`) of a thing: its class, texts and links to other vocabularies."""
    text = f"SELECT ?p ?o {{ {iri_text(iri)} ?p ?o FILTER(ISLITERAL(?o) || ?p IN (rdf:type, owl:sameAs)) }}"
    return await rows(pool, f"{text} ORDER BY ?p ?o LIMIT {_MOST}")


async def groups(pool: Pool, iri: str) -> list[Group]:
    """Return the kinds of facts of a thing with their numbers: by status, those it is subject of first."""
    parts = []
    for status, out in product(STANDINGS, (True, False)):
        among = f"{_among(iri, status, is_outgoing=out)} FILTER(ISIRI(?o){_HIDDEN if status != 'inferred' else ''})"
        named = f'("{status}" AS ?status) ({str(out).lower()} AS ?out)'
        parts.append(f"{{ SELECT ?p {named} (COUNT(*) AS ?n) {{ {among} }} GROUP BY ?p }}")
    found = await rows(pool, f"SELECT * {{ {' UNION '.join(parts)} }}")
    known = [
        Group(to_standing(value(row, "status")), value(row, "p"), value(row, "out") == "true", int(value(row, "n")))
        for row in found
    ]
    return sorted(known, key=lambda one: (STANDINGS.index(one.status), not one.is_outgoing, local_name(one.predicate)))


async def facts(pool: Pool, iri: str, group: Group, *, limit: int = FEW, offset: int = 0) -> list[Fact]:
    """Return facts of a group in the order of the labels of their other ends, each with one proof."""
    among = _among(iri, group.status, is_outgoing=group.is_outgoing).replace("?p", iri_text(group.predicate))
    text = (
        f"SELECT ?o (MIN(?named) AS ?label) {{ {among} FILTER(ISIRI(?o)) OPTIONAL {{ ?o rdfs:label ?named }} }}"
        f" GROUP BY ?o ORDER BY LCASE(STR(?label)) ?o LIMIT {limit} OFFSET {offset}"
    )
    found = [
        Fact(value(row, "o"), value(row, "label") or local_name(value(row, "o"))) for row in await rows(pool, text)
    ]
    tell = _reasoned if group.status == "inferred" else _proved
    return await tell(pool, iri, group, found) if found else []


async def _proved(pool: Pool, iri: str, group: Group, found: Sequence[Fact]) -> list[Fact]:
    """Return the facts with the number of documents that state them, and the first of their statements."""
    here, there = ("subject", "object") if group.is_outgoing else ("object", "subject")
    text = f"""SELECT ?o (COUNT(DISTINCT ?g) AS ?documents) (COUNT(DISTINCT ?first) AS ?sources)
        (MIN(?found) AS ?statement) {{
        {values("?o", (fact.other for fact in found))}
        GRAPH ?g {{
            ?found rdf:{there} ?o ; rdf:{here} {iri_text(iri)} ;
                rdf:predicate {iri_text(group.predicate)} ; kg:status kg:{group.status}
            OPTIONAL {{ ?g kg:copyOf ?original }}
        }}
        BIND(COALESCE(?original, ?g) AS ?first)
    }} GROUP BY ?o"""
    stated = {value(row, "o"): row for row in await rows(pool, text)}
    told = await proofs(pool, [value(row, "statement") for row in stated.values()])
    first = {proof.statement: proof for proof in reversed(told)}
    return [
        replace(
            fact,
            documents=int(value(row, "documents")),
            sources=int(value(row, "sources")),
            proof=first.get(value(row, "statement")),
        )
        if (row := stated.get(fact.other))
        else fact
        for fact in found
    ]


async def _reasoned(pool: Pool, iri: str, group: Group, found: Sequence[Fact]) -> list[Fact]:
    """Return inferred facts with their premises: by a sub-property, else by an inverse or symmetric property."""
    here, predicate = iri_text(iri), iri_text(group.predicate)
    same, turned = (f"{here} ?q ?o", f"?o ?q {here}") if group.is_outgoing else (f"?o ?q {here}", f"{here} ?q ?o")
    text = f"""SELECT ?o ?q ?turned {{
        {values("?o", (fact.other for fact in found))}
        {{ GRAPH <graph/ontology> {{ ?q rdfs:subPropertyOf+ {predicate} }} {same} BIND(0 AS ?turned) }}
        UNION {{ GRAPH <graph/ontology> {{ ?q owl:inverseOf|^owl:inverseOf {predicate} }} {turned} BIND(1 AS ?turned) }}
    }} ORDER BY DESC(?turned) DESC(?q)"""
    premises = {}
    for row in await rows(pool, text):  # the best comes last
        ends = iri, value(row, "o")
        subject, end = ends if group.is_outgoing != (value(row, "turned") == "1") else ends[::-1]
        premises[value(row, "o")] = subject, value(row, "q"), end
    return [replace(fact, premise=premises.get(fact.other)) for fact in found]


async def proofs(pool: Pool, statements: Sequence[str]) -> list[Proof]:
    """Return the places of some statements, in the order of documents and texts."""
    if not statements:
        return []
    # VALUES inside GRAPH: outside, Oxigraph 0.5.13 reads the evidence of all documents first.
    text = f"""SELECT * {{
        GRAPH ?document {{
            {values("?statement", statements)}
            ?statement kg:evidence ?evidence . ?evidence kg:quote ?quote ; kg:start ?start
            OPTIONAL {{ ?evidence kg:page ?page }} OPTIONAL {{ ?evidence kg:subjectAt ?subjectAt }}
            OPTIONAL {{ ?evidence kg:triggerAt ?triggerAt }} OPTIONAL {{ ?evidence kg:objectAt ?objectAt }}
            OPTIONAL {{ ?statement kg:role ?role }}
            OPTIONAL {{ ?statement kg:foundBy ?rule }}
            OPTIONAL {{ ?document dct:title ?title }} OPTIONAL {{ ?document dct:date ?date }}
        }}
        OPTIONAL {{ GRAPH ?document {{ ?statement kg:attributedTo ?said }} OPTIONAL {{ ?said rdfs:label ?speaker }} }}
    }} ORDER BY ?date ?document ?start ?statement"""
    places: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)  # a row for each of those who found it
    for row in await rows(pool, text):
        places[value(row, "statement"), value(row, "evidence")].append(row)
    return [_proof(several) for several in places.values()]


def _proof(place: Sequence[Row]) -> Proof:
    row, *_ = place
    start = int(value(row, "start"))
    said = value(row, "said")
    return Proof(
        statement=value(row, "statement"),
        document=value(row, "document"),
        title=value(row, "title") or local_name(value(row, "document")),
        date=value(row, "date"),
        quote=value(row, "quote"),
        start=start,
        page=value(row, "page"),
        marks=tuple(sorted(_marks(row, start))),
        said_by=said,
        speaker=value(row, "speaker") or local_name(said) if said else "",
        role=value(row, "role"),
        finders=to_finders(filter(None, (value(one, "rule") for one in place))),
    )


def _marks(row: Row, start: int) -> list[tuple[int, int, str]]:
    """Return the spans of RFC 5147 fragments that lie within the quote, counted from its beginning."""
    length, found = len(value(row, "quote")), []
    for part in ("subject", "trigger", "object"):
        begin, _, end = value(row, f"{part}At").removeprefix("char=").partition(",")
        if begin.isdecimal() and end.isdecimal() and 0 <= int(begin) - start < int(end) - start <= length:
            found.append((int(begin) - start, int(end) - start, part))
    return found
