"""Turn a picture into the data of a page: one core block of columns, blocks of evidence and texts read when asked for.

The core is small and whole: labels as JSON, everything countable as typed columns (`column`). Evidence is cut into
blocks of `BLOCK` facts, so that the first click decodes a few thousand sentences and not all of them.
`assets/model.js` and `assets/evidence.js` read them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kg.records import STANDINGS, STATUSES, Standing
from kg.view.arrange import Arrangement, arrange
from kg.view.blocks import block, column
from kg.view.layout import Links, Places
from kg.view.names import local_name, words
from kg.view.picture import Beyond, Claim, Fact, Paper, Picture, Text, Thing
from kg.view.style import looks

FORMAT = 1
BLOCK = 4000
"""Facts in one block of evidence: about 0.6 MB of JSON, decoded in under 50 ms."""
NONE = -1
MAX_LABEL = 300
"""Longer labels are cut in the picture's data; nobody can read them there."""
DATED_BY = {
    "signatoryOf": ("signedOn",),
    "participatesIn": ("eventDate", "startDate"),
    "launches": ("launchDate",),
    "launchVehicle": ("launchDate",),
}
"""A relation that happens once, and the dates of its ends that say when."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What may differ from page to page.

    `focus_max` is the number of entities up to which the whole graph is drawn at once. Entities of a type in `fold`
    (local names) are shown in the panel and not drawn, until asked for. `labels` names classes and properties by
    IRI. `layout` gives a place (x, y) by entity IRI. Without `vis` the page has no vis-network and shows the map.
    `texts` are the documents' texts by IRI, for the reader (`picture.texts_of`); what goes beyond `most_letters` in
    all stays outside, and the reader shows the quotes. `claims` gives those of a fact by its number, where facts do not
    hold their own: not all of them need be in memory. `beyond` makes it the page of a server.
    """

    focus_max: int = 300
    fold: tuple[str, ...] = ("Date", "Document")
    labels: Mapping[str, str] = field(default_factory=dict)
    layout: Mapping[str, tuple[float, float]] | None = None
    vis: bool = True
    evidence: bool = True
    texts: Mapping[str, Text] = field(default_factory=dict)
    most_letters: int = 3_000_000
    claims: Callable[[int], Sequence[Claim]] | None = None
    beyond: Beyond | None = None


def page_data(picture: Picture, *, title: str, options: PageOptions, start: str | None = None) -> list[str]:
    """Return the page's data elements: the core, then the evidence. `start` is the IRI of the entity to open with."""
    contents = _contents(picture, title=title, options=options, start=start)
    return [block(name, content) for name, content in contents]


def page_blocks(picture: Picture, *, title: str, options: PageOptions, start: str | None = None) -> dict[str, Any]:
    """Return the contents of the data elements by their names."""
    return dict(_contents(picture, title=title, options=options, start=start))


def _contents(picture: Picture, *, title: str, options: PageOptions, start: str | None) -> Iterator[tuple[str, Any]]:
    """Yield name and content of each data element; none is held here."""
    yield "kg-core", _core(picture, title, options, start)
    if options.evidence:
        for number in range(0, len(picture.facts), BLOCK):
            last = min(number + BLOCK, len(picture.facts))
            yield f"kg-evidence-{number // BLOCK}", [_claims(picture, fact, options) for fact in range(number, last)]
    yield from _texts(picture, options)


def _texts(picture: Picture, options: PageOptions) -> Iterator[tuple[str, Any]]:
    """Yield name and content of one block for each document's text, until there are too many letters."""
    position = {thing.iri: i for i, thing in enumerate(picture.things)}
    room = options.most_letters
    for number, paper in enumerate(picture.papers):
        text = options.texts.get(paper.iri)
        if text is None:
            continue
        if len(text.text) > room:
            break
        room -= len(text.text)
        mentions = [[start, end, position[iri]] for start, end, iri in text.mentions if iri in position]
        yield f"kg-text-{number}", {"text": text.text, "mentions": mentions}


def _core(picture: Picture, title: str, options: PageOptions, start: str | None) -> dict[str, Any]:
    types = sorted({thing.type for thing in picture.things})
    relations = sorted({fact.predicate for fact in picture.facts})
    number = {iri: i for i, iri in enumerate(types)}
    position = {thing.iri: i for i, thing in enumerate(picture.things)}
    folded = {i for i, thing in enumerate(picture.things) if local_name(thing.type) in options.fold}
    links = np.array([(f.subject, f.object) for f in picture.facts], dtype=np.int64).reshape(-1, 2)
    core: dict[str, Any] = {
        "format": FORMAT,
        "title": title,
        "focusMax": options.focus_max,
        "blockSize": BLOCK,
        "hasEvidence": options.evidence,
        "start": position.get(start or "", NONE),
        "types": _types(types, options),
        "relations": [{"iri": iri, "label": options.labels.get(iri) or words(iri)} for iri in relations],
        "statuses": list(STANDINGS if any(fact.status == "inferred" for fact in picture.facts) else STATUSES),
        "things": {
            **_names(picture.things),
            "type": column([number[thing.type] for thing in picture.things], "u2"),
            **_placed(picture, links, folded, options.layout),
        },
        "facts": _facts(picture, relations, links),
        "papers": [_paper(paper, position.get(paper.iri, NONE)) for paper in picture.papers],
    }
    if options.beyond or any(fact.finders().witnesses for fact in picture.facts):
        core["finders"], core["facts"]["finder"] = _finders(picture)
    if picture.whole is not None:
        core["whole"] = {"things": picture.whole[0], "facts": picture.whole[1]}
    return core if options.beyond is None else _with_beyond(core, picture, options.beyond)


def _with_beyond(core: dict[str, Any], picture: Picture, beyond: Beyond) -> dict[str, Any]:
    """Return the core with what a page of a server knows besides."""
    stated = [len(fact.stated()) for fact in picture.facts]
    sources = [len({_original(picture, paper) for paper in fact.stated()}) for fact in picture.facts]
    for counts, more in ((stated, beyond.documents), (sources, beyond.sources)):
        for number, documents in more.items():
            counts[number] = max(counts[number], documents)
    things = {
        "neighbours": column([beyond.neighbours.get(thing.iri, 0) for thing in picture.things], "u4"),
        "many": [i for i, thing in enumerate(picture.things) if thing.iri in beyond.many],
    }
    return core | {
        "asked": dict(beyond.asked),
        "statuses": list(STANDINGS),
        "things": core["things"] | things,
        "facts": core["facts"] | {"stated": column(stated, "u4"), "sources": column(sources, "u4")},
    }


def _original(picture: Picture, number: int) -> str:
    """Return the IRI by which a document is counted as a source."""
    paper = picture.papers[number]
    return paper.copy_of or paper.iri


def _types(types: list[str], options: PageOptions) -> list[dict[str, Any]]:
    look = looks(local_name(iri) for iri in types)
    return [
        {
            "iri": iri,
            "name": local_name(iri),
            "label": options.labels.get(iri) or words(iri),
            "colour": look[local_name(iri)].colour,
            "shape": look[local_name(iri)].shape,
            "folded": local_name(iri) in options.fold,
        }
        for iri in types
    ]


def _names(things: Iterable[Thing]) -> dict[str, Any]:
    """Return IRIs without the part that all share, labels, and by position what only some have."""
    things = list(things)
    base = _common_start([thing.iri for thing in things])
    return {
        "base": base,
        "iri": [thing.iri[len(base) :] for thing in things],
        "label": [thing.label[:MAX_LABEL] for thing in things],
        "aliases": {i: list(thing.aliases) for i, thing in enumerate(things) if thing.aliases},
        "code": {i: thing.code for i, thing in enumerate(things) if thing.code},
        "date": {
            i: [thing.edtf, _day(thing.earliest), _day(thing.latest)]
            for i, thing in enumerate(things)
            if thing.edtf or thing.earliest
        },
    }


def _common_start(iris: list[str]) -> str:
    """Return what all IRIs begin with, up to a `/` or `#`.

    >>> _common_start(["https://kg.example/date/1", "https://kg.example/date/2"])
    'https://kg.example/date/'
    """
    if not iris:
        return ""
    first, last = min(iris), max(iris)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(map(len, iris)))
    return first[: max(first.rfind("/", 0, same), first.rfind("#", 0, same)) + 1]


def _day(iso: str | None) -> int | None:
    """Return the days from 1970-01-01, None for what is no date of the years 1 to 9999."""
    try:
        return (dt.date.fromisoformat(iso or "") - dt.date(1970, 1, 1)).days
    except ValueError:
        return None


def _placed(
    picture: Picture, links: Links, folded: set[int], layout: Mapping[str, tuple[float, float]] | None
) -> dict[str, Any]:
    """Return the places as 16-bit columns, with the true proportions beside, and the communities."""
    arrangement = arrange(len(picture.things), links, folded)
    places = arrangement.places if layout is None else _given(picture, arrangement, layout)
    low = places.min(axis=0, initial=0) if not len(places) else places.min(axis=0)
    span = np.maximum((places.max(axis=0) if len(places) else low) - low, 1e-9)
    scaled = np.clip(np.rint((places - low) / span * 65535), 0, 65535)
    return {
        "x": column(scaled[:, 0], "u2"),
        "y": column(scaled[:, 1], "u2"),
        "width": round(float(span[0]), 3),
        "height": round(float(span[1]), 3),
        "community": column(arrangement.community, "i4"),
    }


def _given(picture: Picture, own: Arrangement, layout: Mapping[str, tuple[float, float]]) -> Places:
    """Return the places from outside; things that it leaves out keep their own."""
    places = own.places.copy()
    for i, thing in enumerate(picture.things):
        if thing.iri in layout:
            places[i] = layout[thing.iri]
    return places


def _facts(picture: Picture, relations: list[str], links: Links) -> dict[str, Any]:
    """Return the facts as columns; `when` is the date entity that dates a fact, `papers` who states it.

    `against` are, by the number of a fact, the entities that contradict its object.
    """
    number = {iri: i for i, iri in enumerate(relations)}
    papers = [fact.stated() for fact in picture.facts]
    return {
        "subject": column(links[:, 0], "u4"),
        "object": column(links[:, 1], "u4"),
        "relation": column([number[fact.predicate] for fact in picture.facts], "u2"),
        "status": column([STANDINGS.index(fact.status) for fact in picture.facts], "u1"),
        "when": column(_dates(picture), "i4"),
        "paperCount": column([len(several) for several in papers], "u4"),
        "paper": column([paper for several in papers for paper in several], "u4"),
        "against": {number: list(fact.against) for number, fact in enumerate(picture.facts) if fact.against},
    }


def _finders(picture: Picture) -> tuple[list[dict[str, Any]], str]:
    """Return the groups of those who found facts, and the column of the numbers of the groups.

    A group is whether rules did, and which witnesses; those of one stand before those of several.
    """
    groups = [(bool(found.rules), found.witnesses) for found in (fact.finders() for fact in picture.facts)]
    order = sorted(set(groups), key=lambda group: (group[0] + len(group[1]), not group[0], group[1]))
    number = {group: i for i, group in enumerate(order)}
    told = [{"rules": rules, "witnesses": list(witnesses)} for rules, witnesses in order]
    return told, column([number[group] for group in groups], "u2")


def _dates(picture: Picture) -> list[int]:
    """Return for each fact the date entity that says when: its own object, or a date of one of its ends.

    The date must have the same status: that an accord was signed in 2021 does not date a plan to join it.
    """
    is_date = [thing.earliest is not None for thing in picture.things]
    dated: dict[tuple[int, str, Standing], int] = {}
    for fact in picture.facts:
        if is_date[fact.object]:
            dated.setdefault((fact.subject, local_name(fact.predicate), fact.status), fact.object)
    return [_date(fact, is_date, dated) for fact in picture.facts]


def _date(fact: Fact, is_date: list[bool], dated: Mapping[tuple[int, str, Standing], int]) -> int:
    if is_date[fact.object]:
        return fact.object
    for name in DATED_BY.get(local_name(fact.predicate), ()):
        for end in (fact.object, fact.subject):
            if (end, name, fact.status) in dated:
                return dated[end, name, fact.status]
    return NONE


def _paper(paper: Paper, position: int) -> dict[str, Any]:
    known = {
        "thing": position,
        "iri": paper.iri,
        "title": paper.title,
        "date": paper.date,
        "publisher": paper.publisher,
        "author": paper.author,
        "language": paper.language,
        "source": paper.source,
        "url": paper.url,
        "copyOf": paper.copy_of,
    }
    return {name: value for name, value in known.items() if value is not None}


def _claims(picture: Picture, number: int, options: PageOptions) -> list[list[Any]] | str:
    """Return the claims of a fact, or the reason of one that has none."""
    fact = picture.facts[number]
    claims = options.claims(number) if options.claims else fact.claims
    if fact.reason and not claims:
        return fact.reason
    return [_claim(claim) for claim in claims]


def _claim(claim: Claim) -> list[Any]:
    """Return [document, said by, role, who found it, [[quote, start, page, [[start, end, part]…]]…]].

    Behind it, in a claim of an inferred fact, stands [the fact that it follows from, the axioms].
    """
    parts = {"subject": 0, "trigger": 1, "object": 2}
    quotes = [
        [quote.text, quote.start, quote.page, [[begin, end, parts[part]] for begin, end, part in quote.marks]]
        for quote in claim.quotes
    ]
    said_by = NONE if claim.said_by is None else claim.said_by
    more = [list(claim.because)] if claim.because else []
    return [claim.document, said_by, claim.role, claim.finders.names, quotes, *more]
