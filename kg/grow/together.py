"""What the documents of a state say together: which are copies of which, and what contradicts what."""

import json
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.corroborate.conflicts import Stated, conflicts
from kg.corroborate.copies import copies
from kg.corroborate.shingles import article
from kg.corroborate.told import ConflictTold
from kg.corroborate.whole import copy_quad
from kg.grow.leaf import statements_of
from kg.grow.state import State, read_words
from kg.grow.thing import read_thing
from kg.ontology import Ontology
from kg.rdf import to_lines
from kg.store.conflicts import Conflict, to_conflicts
from kg.turtle import local

_WORDS = "SELECT words FROM page WHERE document = ?"


def copy_lines(state: State, base: str) -> tuple[list[bytes], list[bytes]]:
    """Note the copies among all documents; return what goes from their graphs, and what comes, as N-Quads."""
    before = dict(state.do("SELECT document, first FROM copy"))
    signed = state.do("SELECT document, date, signature FROM page ORDER BY document")

    def text(path: str) -> str:
        return article(read_words(state.do(_WORDS, (path,)).fetchone()[0]))

    now = copies(signed, text)
    gone, came = before.items() - now.items(), now.items() - before.items()
    state.connection.executemany("DELETE FROM copy WHERE document = ? AND first = ?", gone)
    state.connection.executemany("INSERT INTO copy VALUES (?, ?)", came)
    return _copy_lines(base, gone), _copy_lines(base, came)


def _copy_lines(base: str, pairs: Iterable[tuple[str, str]]) -> list[bytes]:
    return to_lines(copy_quad(base, path, first) for path, first in pairs)


def conflict_lines(state: State, subject: str, base: str, ontology: Ontology) -> tuple[list[bytes], list[bytes]]:
    """Note the conflicts about a thing; return what was said of them before, and what is said now, as N-Quads."""
    row = state.do("SELECT lines FROM conflict WHERE subject = ?", (subject,)).fetchone()
    before = row[0].encode().split(b"\n") if row else []
    now = to_lines(conflicts(base, subject, _stated(state, subject, ontology), ontology))
    if now != before:
        state.do("DELETE FROM conflict WHERE subject = ?", (subject,))
        if now:
            state.do("INSERT INTO conflict VALUES (?, ?)", (subject, b"\n".join(now).decode()))
    return before, now


def _stated(state: State, subject: str, ontology: Ontology) -> Iterator[Stated]:
    for name, known in ontology.properties.items():
        if known.single:
            for end, document, said in state.stated(subject, known.iri):
                for statement in statements_of(said):
                    yield Stated(name, end, document, statement)


### What is told ######################################################################################################


def told_copies(state: State) -> dict[str, str]:
    """Return the copies by path, each with the first of its group, in order."""
    return dict(state.do("SELECT document, first FROM copy ORDER BY document"))


def kept_conflicts(state: State, base: str) -> list[Conflict]:
    """Return the conflicts in order, without the documents of their statements."""
    lines = "\n".join(text for (text,) in state.do("SELECT lines FROM conflict ORDER BY subject"))
    return to_conflicts(ox.parse(lines.encode(), format=ox.RdfFormat.N_QUADS), base)


def told_conflicts(state: State, base: str) -> list[ConflictTold]:
    """Return the conflicts as `report.json` tells them."""
    return [_told(state, one, base) for one in kept_conflicts(state, base)]


def _told(state: State, found: Conflict, base: str) -> ConflictTold:
    def label(iri: str) -> str:
        path = iri.removeprefix(base)
        row = state.do("SELECT thing FROM entity WHERE path = ?", (path,)).fetchone()
        return read_thing(iri, row[0]).label

    subject, values = found.subject.removeprefix(base), {value.removeprefix(base) for value in found.values}
    said = [
        (end, document, statement, quotes[0][0] if quotes else "")
        for end, document, text in state.stated(subject, found.predicate)
        if end in values
        for statement, *_, quotes in json.loads(text)
    ]
    return {
        "id": found.iri.removeprefix(base),
        "subject": label(found.subject),
        "predicate": local(found.predicate),
        "values": [
            {"value": label(base + end), "document": document, "statement": statement, "quote": quote}
            for end, document, statement, quote in sorted(said)
        ],
    }
