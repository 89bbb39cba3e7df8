"""What one page gives to each of the files of a folder."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.corroborate.shingles import article
from kg.corroborate.signature import signature
from kg.finders import Finders
from kg.merge import Share, Sighting
from kg.ontology import Ontology
from kg.rdf import DERIVED_FROM, OBJECT, PREDICATE, PREFIXES, STATUS, SUBJECT, document_quads, iri, kg, to_lines
from kg.records import STATUSES, Span
from kg.report import document_report
from kg.store.flat import HEADINGS
from kg.store.turtle import Names, subject_block
from kg.view.claims import Found, Parts, claims_of, nodes_of
from kg.view.picture import Paper, Quote
from kg.view.quotes import to_paper

FactKey = tuple[str, str, str, int]
"""Path of the subject, IRI of the property, path of the object, number of the status."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of `graph.ttl`: the section that it stands in, what it is sorted by there, and prefixes it uses."""

    section: str
    key: str
    text: str
    prefixes: str


@dataclass(frozen=True, slots=True)
class Words:
    """A quote as it is searched: where it starts, its text, and the IRIs of the evidence that rests on it."""

    start: int
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a page gives to each file. `lines` are its graph as N-Quads, `claims` what it says of each fact, as JSON.

    `report` is what the report says of it, `paper` and `mentions` what the page shows of it, as JSON. `counts` are its
    statements, mentions, and statements that were turned away. By `date` and `signature` copies of it are told.
    """

    document: str
    source: str
    title: str
    lines: frozenset[bytes]
    claims: Mapping[FactKey, str]
    sightings: Mapping[str, Sighting]
    blocks: Sequence[Block]
    words: Sequence[Words]
    report: str
    paper: str
    mentions: str
    counts: tuple[int, int, int]
    text: str
    main: tuple[Span, ...]
    date: str | None
    signature: bytes


def to_leaf(share: Share, base: str, ontology: Ontology) -> Leaf:
    """Return what a page gives to each file, by its share in the graph."""
    first, *_ = share.sources
    document, reading = first.id, first.reading
    quads = [*document_quads(base, document, share.sources, ontology)]
    nodes = nodes_of(quads)
    node = iri(base, document)
    labels = {path: seen.label for path, seen in share.sightings.items()}
    reports = [document_report(source, labels if source is first else {}) for source in share.sources]
    paper = to_paper(node.value, nodes.get(node.value, {}), title=share.sightings[document].label)
    mentions = sorted((m.start, m.end, m.entity) for m in reading.mentions if m.entity is not None)
    return Leaf(
        document=document,
        source=reading.document.source,
        title=paper.title,
        lines=frozenset(to_lines(quads)),
        claims=_claims(node.value, nodes, base),
        sightings=share.sightings,
        blocks=[*_blocks(quads, node, base)],
        words=[*_words(nodes)],
        report=",\n".join(_indented(json.dumps(one, ensure_ascii=False, indent=1)) for one in reports),
        paper=to_json([getattr(paper, name) for name in Paper.__slots__]),
        mentions=to_json(mentions),
        counts=(len(reading.statements), len(reading.mentions), len(reading.rejected)),
        text=reading.document.text,
        main=reading.document.main,
        date=next((day for source in share.sources if (day := source.reading.document.date)), None),
        signature=signature(article(reading.document)),
    )


def to_json(value: Any) -> str:
    """Return a value as JSON without white space, as it is kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _indented(text: str) -> str:
    """Return what stands in a list of an object that `json.dumps` writes with an indent of 1."""
    return "\n".join(f"  {line}" for line in text.split("\n"))


### Claims ############################################################################################################


def _claims(document: str, nodes: Mapping[str, Parts], base: str) -> dict[FactKey, str]:
    found: defaultdict[FactKey, list[Any]] = defaultdict(list)
    for (subject, predicate, end, status), node, claim in claims_of(document, nodes):
        key = subject.removeprefix(base), predicate, end.removeprefix(base), STATUSES.index(status)
        said_by = claim.said_by.removeprefix(base) if claim.said_by else None
        quotes = [[quote.text, quote.start, quote.end, quote.page, quote.marks] for quote in claim.quotes]
        finders = [claim.finders.rules, claim.finders.witnesses]
        found[key].append([node.removeprefix(base), said_by, claim.role, finders, quotes])
    return {key: to_json(claims) for key, claims in found.items()}


def read_claims(document: str, text: str, base: str) -> Iterator[Found]:
    """Yield the claims of a document, by its IRI, that `Leaf.claims` has as JSON."""
    for _, said_by, role, (rules, witnesses), quotes in json.loads(text):
        yield Found(
            document,
            base + said_by if said_by else None,
            role,
            Finders(tuple(rules), tuple(witnesses)),
            tuple(
                Quote(text, start, end, page, tuple((begin, stop, part) for begin, stop, part in marks))
                for text, start, end, page, marks in quotes
            ),
        )


def statements_of(text: str) -> list[str]:
    """Return the paths of the statements that `Leaf.claims` has as JSON."""
    return [statement for statement, *_ in json.loads(text)]


def read_paper(text: str) -> Paper:
    """Return the document that `Leaf.paper` has as JSON."""
    return Paper(*json.loads(text))


def _words(nodes: Mapping[str, Parts]) -> Iterator[Words]:
    """Yield each quote once, in the order of the text, though several statements may rest on it."""
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for node, parts in nodes.items():
        if "quote" in parts and "start" in parts:
            found[int(parts["start"][0]), parts["quote"][0]].append(node)
    for (start, text), evidence in sorted(found.items()):
        yield Words(start, text, "\n".join(sorted(evidence)))


### Turtle ############################################################################################################


def _blocks(quads: Sequence[ox.Quad], document: ox.NamedNode, base: str) -> Iterator[Block]:
    """Yield the planned and the denied statements of a document, each with its evidence that no earlier one has."""
    said: defaultdict[object, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        said[quad.subject].append(quad.triple)
    status = kg("status")
    for number, name in enumerate(HEADINGS, 1):
        nodes = [q.subject for q in quads if q.predicate == status and q.object == STATUS[name]]
        keyed = sorted((_order(node, said[node]), node) for node in nodes)
        written: set[object] = set()
        for key, node in keyed:
            triples = said[node]
            places = sorted((t.object for t in triples if t.predicate == _EVIDENCE), key=str)
            fresh = [place for place in places if place not in written]
            written.update(fresh)
            names = Names(PREFIXES, base)
            parts = [subject_block(node, [ox.Triple(node, DERIVED_FROM, document), *triples], names)]
            parts += [subject_block(place, said[place], names) for place in fresh if said[place]]  # type: ignore[arg-type]
            yield Block(str(number), key, "\n\n".join(parts), " ".join(sorted(names.used)))


_EVIDENCE = kg("evidence")


def _order(node: object, triples: Sequence[ox.Triple]) -> str:
    """Return what a statement is sorted by: subject, predicate and object, then its own name; no IRI has a space."""
    ends = [str(t.object) for term in (SUBJECT, PREDICATE, OBJECT) for t in triples if t.predicate == term]
    return " ".join([*ends, str(node)])
