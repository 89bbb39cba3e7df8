"""Turn words into hits: entities by their names, quotes, and documents, the best first."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal, get_args

from kg.errors import KGError
from kg.records import Span
from kg.search.file import broken, open_index
from kg.search.snippet import to_snippet
from kg.search.words import Wanted, expression, read_words

Kind = Literal["entities", "quotes", "documents"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# bm25() is better the further below zero it is; of its digits those count that every C library agrees on.
_RANKED = """(SELECT rowid AS id, CAST(printf('%.5e', -bm25({table})) AS REAL) AS score
    FROM {table} WHERE {table} MATCH ?) AS found"""
_NAMES = f"""SELECT entity.iri, entity.label, name.text, score FROM {_RANKED.format(table="name_words")}
    JOIN name USING (id) JOIN entity ON entity.id = name.entity
    ORDER BY score DESC, name.alias, entity.iri, name.text"""  # noqa: S608
_QUOTES = f"""SELECT quote.evidence, document.iri, document.title, quote.start, quote.text, score
    FROM {_RANKED.format(table="quote_words")}
    JOIN quote USING (id) JOIN document ON document.id = quote.document
    ORDER BY score DESC, document.iri, quote.start, quote.text LIMIT ?"""  # noqa: S608
_DOCUMENTS = f"""SELECT document.iri, document.title, document.text, score
    FROM {_RANKED.format(table="document_words")}
    JOIN document USING (id) ORDER BY score DESC, document.iri LIMIT ?"""  # noqa: S608


_STEPS = 500
"""Steps of SQLite's machine between two looks at the clock: some microseconds."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    `label` is an entity's label, else the title of the document. `snippet` is the name that was found, or a part of the
    text as it stands, from code point `start` of the document on; `marks` are the words within it. `score` is Okapi
    BM25, which compares hits of one kind alone. A quote's `iri` is the first of the evidence that rests on it.
    """

    kind: Kind
    iri: str
    label: str
    score: float
    snippet: str
    marks: tuple[Span, ...] = ()
    document: str | None = None
    start: int | None = None
    evidence: tuple[str, ...] = ()


def search_index(connection: sqlite3.Connection, words: str, *, kind: Kind | None = None, limit: int = 10) -> list[Hit]:
    """Return what holds all of the words: entities, then quotes, then documents, `limit` at most of each kind.

    Words with a star stand for all that begin so, words in double quotes for a phrase; anything else is read literally.
    Each kind has its best hits first; equal ones come by label before alias, then by IRI, or by document and place.
    Raises KGError when there is no word, or more than 64, or no such kind.
    """
    if kind is not None and kind not in KINDS:
        message = f"there is no kind {kind!r}. There are: {', '.join(KINDS)}."
        raise KGError(message)
    if limit < 1:
        message = f"limit is {limit}. Give 1 or more."
        raise KGError(message)
    wanted = read_words(words)
    found: list[Hit] = []
    for one in KINDS if kind is None else (kind,):
        found += islice(_FINDERS[one](connection, wanted, limit), limit)
    return found


def search_folder(
    folder: Path, words: str, *, kind: Kind | None = None, limit: int = 10, seconds: float | None = None
) -> list[Hit]:
    """Return what `search_index` returns for the index of an output folder, which is open no longer than it takes.

    So a rebuild can put a new one in its place on Windows too, and any thread may ask. Raises StoreError where there
    is no index that can be read, and KGError for a search that takes longer than `seconds`.
    """
    with closing(open_index(folder)) as connection:
        late = _stop_after(connection, seconds)
        try:
            return search_index(connection, words, kind=kind, limit=limit)
        except sqlite3.Error as error:
            if late():
                message = f"the search took longer than {seconds:g} s. Search for longer or more words."
                raise KGError(message) from error
            raise broken(folder, error) from error


def _stop_after(connection: sqlite3.Connection, seconds: float | None) -> Callable[[], bool]:
    """Let SQLite give up after so many seconds; return a function that tells whether they are over."""
    if seconds is None:
        return lambda: False
    end = time.monotonic() + seconds

    def late() -> bool:
        return time.monotonic() > end

    connection.set_progress_handler(late, _STEPS)
    return late


def document_text(folder: Path, iri: str) -> str | None:
    """Return the text of a document as the index of an output folder keeps it, None where it keeps none.

    Raises StoreError where there is no index that can be read.
    """
    with closing(open_index(folder)) as connection:
        try:
            found = connection.execute("SELECT text FROM document WHERE iri = ?", (iri,)).fetchone()
        except sqlite3.Error as error:
            raise broken(folder, error) from error
    return found[0] or None if found else None


def _entities(connection: sqlite3.Connection, wanted: Sequence[Wanted], _: int) -> Iterator[Hit]:
    """Yield each entity once, with the best of its names."""
    seen = set()
    for iri, label, name, score in connection.execute(_NAMES, (expression(wanted),)):
        if iri not in seen:
            seen.add(iri)
            shown = to_snippet(name, wanted)
            yield Hit("entities", iri, label, score, shown.text, shown.marks)


def _quotes(connection: sqlite3.Connection, wanted: Sequence[Wanted], limit: int) -> Iterator[Hit]:
    for evidence, document, title, start, text, score in connection.execute(_QUOTES, (expression(wanted), limit)):
        shown, iris = to_snippet(text, wanted), tuple(evidence.split("\n"))
        at = start + shown.start
        yield Hit("quotes", iris[0], title, score, shown.text, shown.marks, document, at, iris)


def _documents(connection: sqlite3.Connection, wanted: Sequence[Wanted], limit: int) -> Iterator[Hit]:
    for iri, title, text, score in connection.execute(_DOCUMENTS, (expression(wanted), limit)):
        shown = to_snippet(text, wanted)
        yield Hit("documents", iri, title, score, shown.text, shown.marks, iri, shown.start)


_FINDERS = {"entities": _entities, "quotes": _quotes, "documents": _documents}
