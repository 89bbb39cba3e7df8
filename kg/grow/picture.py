"""What the page shows of the graph that a state keeps: the same as of a store, and no more than fits."""

import json
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import repeat
from operator import or_

from kg.finders import NOBODY, Finders
from kg.grow.leaf import FactKey, read_claims, read_paper
from kg.grow.state import State, read_words
from kg.grow.thing import read_thing
from kg.grow.together import kept_conflicts, told_copies
from kg.records import STATUSES
from kg.view import bounds
from kg.view.claims import Found
from kg.view.picture import Claim, Fact, Paper, Picture, Text, Thing
from kg.view.read import placed, with_conflicts


def read_state(state: State, base: str, *, heard: bool = False) -> tuple[Picture, "Proofs"]:
    """Return the picture of a graph, and the claims of its facts, which are read when they are asked for.

    Who found a fact is known where it is `heard`: in a graph that witnesses read.
    """
    partial = _is_partial(state)
    kept = _best(state) if partial else None
    keys = sorted(_keys(state, kept), key=_order)
    things = _things(state, base) if kept is None else _some(state, {*kept} | _speakers(state, keys), base)
    paths, stating = _stating(state, keys)
    papers = _with_copies(state, _papers(state) if kept is None else _papers_of(state, paths), base)
    at = {thing.iri: position for position, thing in enumerate(things)}
    paper_at = {paper.iri: position for position, paper in enumerate(papers)}
    finders = _finders(state, keys) if heard else repeat(None)
    place = [paper_at[base + path] for path in paths]
    facts = tuple(
        Fact(
            at[base + subject],
            predicate,
            at[base + end],
            STATUSES[status],
            papers=tuple(sorted(map(place.__getitem__, by))),
            found=found,
        )
        for (subject, predicate, end, status), by, found in zip(keys, stating, finders, strict=False)  # may go on
    )
    picture = with_conflicts(Picture(things, facts, papers), kept_conflicts(state, base))
    return replace(picture, whole=_counted(state) if partial else None), Proofs(state, base, keys, things, at, paper_at)


@dataclass(frozen=True, slots=True)
class Proofs:
    """The claims of facts, by their numbers in a picture, each read when it is asked for."""

    state: State
    base: str
    keys: Sequence[FactKey]
    things: tuple[Thing, ...]
    at: Mapping[str, int]
    paper_at: Mapping[str, int]

    def __call__(self, fact: int) -> tuple[Claim, ...]:
        """Return the claims of a fact, those of the first documents if they are many."""
        found = _claims(self.state, self.keys[fact], self.base)
        return placed(found, self.things, self.at, self.paper_at)


def _counted(state: State) -> tuple[int, int]:
    """Return how many things and facts there are."""
    things, facts = (state.do(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("entity", "fact"))  # noqa: S608
    return things, facts


def _is_partial(state: State) -> bool:
    things, facts = _counted(state)
    return things > bounds.MOST_THINGS or facts > bounds.MOST_FACTS


def _order(key: FactKey) -> tuple[str, str, str, str]:
    subject, predicate, end, status = key
    return subject, predicate, end, STATUSES[status]


def _keys(state: State, kept: Collection[str] | None) -> Iterator[FactKey]:
    """Yield the facts between things that are kept; a name that many of them have is one text."""
    same: dict[str, str] = {}
    for subject, predicate, end, status in state.do("SELECT subject, predicate, object, status FROM fact"):
        if kept is None or (subject in kept and end in kept):
            yield *(same.setdefault(name, name) for name in (subject, predicate, end)), status


_CLAIMS = """SELECT document, said FROM claim WHERE subject = ? AND predicate = ? AND object = ? AND status = ?
    ORDER BY document LIMIT ?"""
_DOCUMENTS = """SELECT document FROM claim WHERE subject = ? AND predicate = ? AND object = ? AND status = ?
    ORDER BY document"""


def _claims(state: State, key: FactKey, base: str) -> Iterator[Found]:
    for document, said in state.do(_CLAIMS, (*key, bounds.MOST_DOCUMENTS)):
        yield from read_claims(base + document, said, base)


def _stating(state: State, keys: Sequence[FactKey]) -> "tuple[list[str], list[array[int]]]":
    """Return the paths of the documents that state facts, and for each fact their numbers."""
    numbers: dict[str, int] = {}
    stating = [
        array("I", (numbers.setdefault(path, len(numbers)) for (path,) in state.do(_DOCUMENTS, key))) for key in keys
    ]
    return [*numbers], stating


def _finders(state: State, keys: Iterable[FactKey]) -> Iterator[Finders]:
    """Yield who found each fact, in all the documents that state it; those that the same found share one record."""
    same: dict[Finders, Finders] = {}
    for key in keys:
        said = (one for document, text in state.do(_CLAIMS, (*key, -1)) for one in read_claims(document, text, ""))
        found = reduce(or_, (one.finders for one in said), NOBODY)
        yield same.setdefault(found, found)


def _papers(state: State) -> tuple[Paper, ...]:
    return tuple(read_paper(text) for (text,) in state.do("SELECT paper FROM page ORDER BY document"))


def _papers_of(state: State, paths: Iterable[str]) -> tuple[Paper, ...]:
    """Return some documents."""
    query = "SELECT paper FROM page WHERE document = ?"
    return tuple(read_paper(state.do(query, (path,)).fetchone()[0]) for path in sorted(paths))


def _with_copies(state: State, papers: Iterable[Paper], base: str) -> tuple[Paper, ...]:
    """Return the documents, copies with the first of their group."""
    copies = {base + path: base + first for path, first in told_copies(state).items()}
    return tuple(replace(paper, copy_of=copies.get(paper.iri)) for paper in papers)


### Things ############################################################################################################


def _things(state: State, base: str) -> tuple[Thing, ...]:
    rows = state.do("SELECT path, thing FROM entity ORDER BY path")
    return tuple(read_thing(base + path, text) for path, text in rows)


def _some(state: State, paths: Iterable[str], base: str) -> tuple[Thing, ...]:
    query = "SELECT thing FROM entity WHERE path = ?"
    return tuple(read_thing(base + path, state.do(query, (path,)).fetchone()[0]) for path in sorted(paths))


_DEGREES = """SELECT path FROM entity LEFT JOIN (
        SELECT end, count(*) AS facts FROM (
            SELECT subject AS end FROM fact UNION ALL SELECT object FROM fact WHERE object <> subject
        ) GROUP BY end
    ) ON end = path ORDER BY coalesce(facts, 0) DESC, path LIMIT ?"""
"""The things with the most facts: counted and sorted by SQLite, since the names of all things may not fit."""


def _best(state: State) -> frozenset[str]:
    """Return the paths of the things with the most facts."""
    order = [path for (path,) in state.do(_DEGREES, (bounds.MOST_THINGS,))]
    rank = {path: number for number, path in enumerate(order)}
    pairs = ((rank.get(one), rank.get(other)) for one, other in state.do("SELECT subject, object FROM fact"))
    return frozenset(order[: bounds.fitting(len(order), pairs)])


def _speakers(state: State, keys: Iterable[FactKey]) -> set[str]:
    """Return the paths of those who speak in the claims of facts."""
    return {one.said_by for key in keys for one in _claims(state, key, "") if one.said_by}


### Texts #############################################################################################################


class Texts(Mapping[str, Text]):
    """The documents' texts by IRI, each read when it is asked for."""

    def __init__(self, state: State, base: str) -> None:
        self._state, self._base = state, base

    def __getitem__(self, iri: str) -> Text:
        row = self._state.do(
            "SELECT words, spans FROM page WHERE document = ?", (iri.removeprefix(self._base),)
        ).fetchone()
        if row is None:
            raise KeyError(iri)
        words, spans = row
        mentions = tuple((start, end, self._base + path) for start, end, path in json.loads(spans))
        return Text(read_words(words).text, mentions)

    def __iter__(self) -> Iterator[str]:
        for (path,) in self._state.do("SELECT document FROM page ORDER BY document"):
            yield self._base + path

    def __len__(self) -> int:
        (count,) = self._state.do("SELECT count(*) FROM page").fetchone()
        return int(count)
