"""What the page shows of the graph that a state keeps: the same as of a store, and no more than fits."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.grow.leaf import FactKey, read_claims, read_paper
from kg.grow.state import State, read_words
from kg.grow.thing import read_thing
from kg.grow.together import kept_conflicts, told_copies
from kg.records import STATUSES
from kg.view import bounds
from kg.view.claims import Found, Key
from kg.view.picture import Paper, Picture, Text, Thing
from kg.view.read import to_picture, with_conflicts


def read_state(state: State, base: str) -> Picture:
    """Return the picture of a graph."""
    partial = _is_partial(state)
    kept = _best(state) if partial else None
    facts = [one for one in _facts(state) if kept is None or (one[0][0] in kept and one[0][2] in kept)]
    facts.sort(key=lambda one: _order(one[0]))
    things = _things(state, base) if kept is None else _some(state, kept | _speakers(state, facts), base)
    papers = _with_copies(state, _papers(state) if kept is None else _papers_of(state, facts), base)
    found = ((_key(key, base), [*_claims(state, key, base)], None) for key, _ in facts)
    picture = to_picture(things, papers, found)
    paper_at = {paper.iri: position for position, paper in enumerate(papers)}
    proved = tuple(
        replace(fact, papers=tuple(paper_at[base + path] for path in _stating(state, key)))
        if documents > bounds.MOST_DOCUMENTS
        else fact
        for fact, (key, documents) in zip(picture.facts, facts, strict=True)
    )
    picture = with_conflicts(replace(picture, facts=proved), kept_conflicts(state, base))
    return replace(picture.keep(range(len(things)), picture.facts), whole=_counted(state)) if partial else picture


def _counted(state: State) -> tuple[int, int]:
    """Return how many things and facts there are."""
    things, facts = (state.do(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("entity", "fact"))  # noqa: S608
    return things, facts


def _is_partial(state: State) -> bool:
    (count,) = state.do("SELECT count(*) FROM entity").fetchone()
    return bool(count > bounds.MOST_THINGS)


def _order(key: FactKey) -> tuple[str, str, str, str]:
    subject, predicate, end, status = key
    return subject, predicate, end, STATUSES[status]


def _key(key: FactKey, base: str) -> Key:
    subject, predicate, end, status = key
    return base + subject, predicate, base + end, STATUSES[status]


def _facts(state: State) -> Iterator[tuple[FactKey, int]]:
    for *key, documents in state.do("SELECT subject, predicate, object, status, documents FROM fact"):
        yield (key[0], key[1], key[2], key[3]), documents


_CLAIMS = """SELECT document, said FROM claim WHERE subject = ? AND predicate = ? AND object = ? AND status = ?
    ORDER BY document LIMIT ?"""
_DOCUMENTS = """SELECT document FROM claim WHERE subject = ? AND predicate = ? AND object = ? AND status = ?
    ORDER BY document"""


def _claims(state: State, key: FactKey, base: str) -> Iterator[Found]:
    for document, said in state.do(_CLAIMS, (*key, bounds.MOST_DOCUMENTS)):
        yield from read_claims(base + document, said, base)


def _stating(state: State, key: FactKey) -> Iterator[str]:
    """Yield the paths of the documents that state a fact."""
    for (document,) in state.do(_DOCUMENTS, key):
        yield document


def _papers(state: State) -> tuple[Paper, ...]:
    return tuple(read_paper(text) for (text,) in state.do("SELECT paper FROM page ORDER BY document"))


def _papers_of(state: State, facts: Iterable[tuple[FactKey, int]]) -> tuple[Paper, ...]:
    """Return the documents that state one of these facts."""
    paths = {path for key, _ in facts for path in _stating(state, key)}
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


def _best(state: State) -> set[str]:
    """Return the paths of the things with the most facts."""
    degrees: Counter[str] = Counter()
    for subject, end in state.do("SELECT subject, object FROM fact"):
        degrees[subject] += 1
        if end != subject:
            degrees[end] += 1
    paths = [path for (path,) in state.do("SELECT path FROM entity ORDER BY path")]
    return {paths[number] for number in bounds.best([degrees[path] for path in paths])}


def _speakers(state: State, facts: Iterable[tuple[FactKey, int]]) -> set[str]:
    """Return the paths of those who speak in the claims of facts."""
    return {one.said_by for key, _ in facts for one in _claims(state, key, "") if one.said_by}


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
