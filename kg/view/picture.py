"""The records of what a page shows: a `Picture` of entities, facts, documents and the evidence behind each fact.

A *fact* is a triple with a status; a *claim* is what one document says of it, with the quotes that prove it.
Ends of facts and claims are positions in the picture's tuples, so that the page can keep them as columns.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any

from kg.finders import NOBODY, Finders
from kg.records import Graph, Standing


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity as the page shows it; `code` is a country's ISO 3166-1 code, `edtf` a date's EDTF value.

    `earliest` is the first day of a date's interval as ISO 8601, `latest` its last.
    """

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    code: str | None = None
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that supports a claim. `start` and `end` are code points in the document's text.

    `marks` are (start, end, part) within the quote; `part` is `subject`, `trigger` or `object`.
    """

    text: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    marks: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says of a fact; `document` and `said_by` are positions, `said_by` of an entity.

    A claim of an inferred fact is one of another fact, which it follows from: `because` says which, and by what axioms.
    """

    document: int
    said_by: int | None = None
    role: str | None = None
    finders: Finders = NOBODY
    quotes: tuple[Quote, ...] = ()
    because: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple with its status and claims; `subject` and `object` are positions of entities.

    `reason` says why an inferred fact holds that has no claims, since the facts that it follows from are not known.
    Where the claims are not of all documents that state it, `papers` are all of these, by position, and `found` is who
    found it in any. `against` are the positions of the values that contradict the object (`kg:Conflict`).
    """

    subject: int
    predicate: str
    object: int
    status: Standing
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    papers: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    found: Finders | None = None

    def stated(self) -> list[int]:
        """Return the documents that state it, in order."""
        return sorted(self.papers or {claim.document for claim in self.claims})

    def finders(self) -> Finders:
        """Return who found it, in any of the documents."""
        return self.found or reduce(or_, (claim.finders for claim in self.claims), NOBODY)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was read, with what is known of it; `url` is set for web pages.

    `copy_of` is the IRI of the first document with nearly the same article, for a copy.
    """

    iri: str
    title: str
    date: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    source: str | None = None
    url: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text for the reader; `mentions` are (start, end, IRI of the entity) in code points, sorted."""

    text: str
    mentions: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a page shows. Things are sorted by IRI, facts by their ends, papers by IRI.

    `whole` says how many things and facts there are in a graph that is too large to be shown all.
    """

    things: tuple[Thing, ...] = ()
    facts: tuple[Fact, ...] = ()
    papers: tuple[Paper, ...] = ()
    whole: tuple[int, int] | None = None

    def degrees(self) -> list[int]:
        """Return how many facts each thing takes part in; a fact about itself counts once."""
        count = [0] * len(self.things)
        for fact in self.facts:
            for end in {fact.subject, fact.object}:
                count[end] += 1
        return count

    def keep(self, things: Collection[int], facts: Collection[Fact] | None = None) -> "Picture":
        """Return the part with these things and, unless `facts` says which, every fact between them.

        Things that only speak in a claim (`said_by`) stay too, so that the claim can still name them.
        """
        wanted = set(things)
        kept = [f for f in (self.facts if facts is None else facts) if f.subject in wanted and f.object in wanted]
        speakers = {c.said_by for f in kept for c in f.claims if c.said_by is not None}
        order = sorted(wanted | speakers)
        papers = sorted({paper for f in kept for paper in f.stated()})
        at = {old: new for new, old in enumerate(order)}
        paper_at = {old: new for new, old in enumerate(papers)}
        return Picture(
            things=tuple(self.things[i] for i in order),
            facts=tuple(_moved(f, at, paper_at) for f in kept),
            papers=tuple(self.papers[i] for i in papers),
        )


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a graph holds beyond a picture that is a part of it, for a page that can ask a server for more.

    `neighbours` says how many an entity has in the whole graph, by IRI; `many` are those of which only so many were
    counted and there are more. `documents` says by the number of a fact how many documents state it, where the picture
    has only some of them, `sources` how many of these are independent. `asked` is what the page was asked for: it
    stands in the data as it is.
    """

    neighbours: Mapping[str, int]
    many: frozenset[str] = frozenset()
    documents: Mapping[int, int] = field(default_factory=dict)
    sources: Mapping[int, int] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)


def texts_of(graph: Graph) -> dict[str, Text]:
    """Return the documents' texts by the IRI of the document, with their mentions."""
    texts: dict[str, Text] = {}
    for source in graph.sources:
        mentions = sorted(
            (mention.start, mention.end, graph.base + mention.entity)
            for mention in source.reading.mentions
            if mention.entity is not None
        )
        # A further source of the same text has no mentions of its own.
        texts.setdefault(graph.base + source.id, Text(source.reading.document.text, tuple(mentions)))
    return texts


def _moved(fact: Fact, thing_at: dict[int, int], paper_at: dict[int, int]) -> Fact:
    """Return the fact with its positions rewritten."""
    claims = tuple(
        replace(
            claim,
            document=paper_at[claim.document],
            said_by=None if claim.said_by is None else thing_at[claim.said_by],
        )
        for claim in fact.claims
    )
    papers = tuple(paper_at[paper] for paper in fact.papers)
    against = tuple(thing_at[value] for value in fact.against if value in thing_at)
    moved = replace(fact, subject=thing_at[fact.subject], object=thing_at[fact.object], claims=claims)
    return replace(moved, papers=papers, against=against)
