"""The pages of kept readings: their rows, what they say of acronyms together, and what each gives to the files."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.gather import Work, reading_of, tools
from kg.grow.leaf import Leaf, to_leaf
from kg.kept import Kept
from kg.merge import place, share_of, synonyms, to_page
from kg.read.known import Key
from kg.records import Reading


class UnreadableError(Exception):
    """A kept reading is none, or not of its document."""

    def __init__(self, key: Key) -> None:
        super().__init__(f"what is kept of {key.source} is broken")
        self.key = key


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a document, but for the reading itself."""

    key: Key
    text: str
    acronyms: str


def rows(connection: sqlite3.Connection) -> Iterator[Row]:
    """Yield the rows of all readings."""
    for source, sha256, way, text, acronyms in connection.execute(
        "SELECT source, sha256, way, text, acronyms FROM reading ORDER BY source, sha256, way"
    ):
        yield Row(Key(source, sha256, way), text, acronyms)


class Acronyms:
    """What pages say of acronyms, summed up: which stand alone, and by how many pages which name has which."""

    def __init__(self, found: Iterable[Row] = ()) -> None:
        self.alone: set[str] = set()
        self.meanings: set[tuple[str, str]] = set()
        for row in found:
            alone, meanings = said(row.acronyms)
            self.alone.update(alone)
            self.meanings.update(meanings)

    def synonyms(self) -> dict[str, str]:
        """Return the path of each acronym with that of the one name that it stands for."""
        return synonyms(self.alone, self.meanings)


def said(acronyms: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what a row says of acronyms: those that stand alone, and pairs of one and the name that has it."""
    if not acronyms:
        return [], []
    alone, meanings = json.loads(acronyms)
    return alone, [(acronym, name) for acronym, name in meanings]


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes leaves of kept readings; `find` looks them up."""

    work: Work
    base: str
    find: Callable[[Key], Kept | None]

    def leaf(self, text: str, keys: Iterable[Key], known: Mapping[str, str]) -> Leaf:
        """Return what the page with a text of this hash gives; raise UnreadableError where a reading cannot be used."""
        ontology, _ = tools(self.work)
        page = to_page(text, map(self._reading, keys))
        return to_leaf(share_of(place(page, ontology), known, ontology), self.base, ontology)

    def _reading(self, key: Key) -> Reading:
        reading = reading_of(key, self.find(key), self.work)
        if reading is None:
            raise UnreadableError(key)
        return reading
