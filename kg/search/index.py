"""Turn a store and the documents' texts into a SQLite file that answers searches (FTS5, sqlite.org/fts5.html).

Terms are made here (`kg.search.terms`) and handed over with a space between them; SQLite's `ascii` tokenizer takes
them as they are, so that answers do not depend on the Unicode version that SQLite was built with. Rows come in a fixed
order: the same graph gives the same bytes with the same version of SQLite.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf import ALIAS, DEFAULT, LABEL, TITLE, TYPE, kg
from kg.search.file import FORMAT, require_fts5
from kg.search.terms import terms

# The words are kept without their text ("contentless"), which stands in the tables beside them.
_TABLES = f"""
PRAGMA user_version = {FORMAT};
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, label TEXT NOT NULL);
CREATE TABLE name (id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, alias INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE quote (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL,
    evidence TEXT NOT NULL);
CREATE INDEX name_of ON name (entity);
CREATE INDEX quote_of ON quote (document);
CREATE VIRTUAL TABLE name_words USING fts5(words, content='', tokenize='ascii');
CREATE VIRTUAL TABLE document_words USING fts5(title, words, content='', tokenize='ascii');
CREATE VIRTUAL TABLE quote_words USING fts5(words, content='', tokenize='ascii');
"""


def write_index(store: ox.Store, texts: Mapping[str, str], path: Path) -> None:
    """Write a new index of a store, and of documents' texts by IRI; raise StoreError when it cannot be written."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            # The file is moved into place when all is written, and what is half written is thrown away.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            _fill(connection, store, texts)
    except sqlite3.Error as error:
        message = f"{path} cannot be written: {error}. Make room, or choose another folder."
        raise StoreError(message, target=path) from error


def memory_index(store: ox.Store, texts: Mapping[str, str]) -> sqlite3.Connection:
    """Return an index in memory, which threads may ask one at a time."""
    require_fts5(":memory:")
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(connection, store, texts)
    return connection


### Rows ##############################################################################################################


def _fill(connection: sqlite3.Connection, store: ox.Store, texts: Mapping[str, str]) -> None:
    with connection:  # one transaction
        index = Index(connection, new=True)
        documents = _documents(store)
        for iri, (label, names) in _names(store).items():
            if iri not in documents:
                index.add_entity(iri, label, names)
        quotes = _quotes(store, documents)
        for iri, title in documents.items():
            index.add_document(iri, title, texts.get(iri, ""), quotes[iri])
        index.optimize()


class Index:
    """An index that is being written. One row at a time can be put in and taken out."""

    def __init__(self, connection: sqlite3.Connection, *, new: bool = False) -> None:
        self.connection = connection
        if new:
            connection.executescript(_TABLES)

    def add_entity(self, iri: str, label: str, names: Iterable[tuple[str, bool]]) -> None:
        """Add a thing, with its names, each of which is an alias or not. Documents that were read are none."""
        do = self.connection.execute
        entity = do("INSERT INTO entity (iri, label) VALUES (?, ?)", (iri, label)).lastrowid
        for text, alias in names:
            row = do("INSERT INTO name (entity, alias, text) VALUES (?, ?, ?)", (entity, alias, text)).lastrowid
            do("INSERT INTO name_words (rowid, words) VALUES (?, ?)", (row, _joined(text)))

    def remove_entity(self, iri: str) -> None:
        """Take a thing out, if it is there."""
        do = self.connection.execute
        found = do("SELECT id FROM entity WHERE iri = ?", (iri,)).fetchone()
        if found is None:
            return
        for row, text in do("SELECT id, text FROM name WHERE entity = ?", found).fetchall():
            do("INSERT INTO name_words (name_words, rowid, words) VALUES ('delete', ?, ?)", (row, _joined(text)))
        do("DELETE FROM name WHERE entity = ?", found)
        do("DELETE FROM entity WHERE id = ?", found)

    def add_document(self, iri: str, title: str, text: str, quotes: Iterable[tuple[int, str, str]]) -> None:
        """Add a document with its quotes: start, text, and the IRIs of the evidence that rests on it, a line each."""
        do = self.connection.execute
        row = (iri, title, _storable(text))
        document = do("INSERT INTO document (iri, title, text) VALUES (?, ?, ?)", row).lastrowid
        words = (document, _joined(title), _joined(row[2]))
        do("INSERT INTO document_words (rowid, title, words) VALUES (?, ?, ?)", words)
        for start, quote, evidence in quotes:
            place = (document, start, quote, evidence)
            number = do("INSERT INTO quote (document, start, text, evidence) VALUES (?, ?, ?, ?)", place).lastrowid
            do("INSERT INTO quote_words (rowid, words) VALUES (?, ?)", (number, _joined(quote)))

    def remove_document(self, iri: str) -> None:
        """Take a document out with its quotes, if it is there."""
        do = self.connection.execute
        found = do("SELECT id, title, text FROM document WHERE iri = ?", (iri,)).fetchone()
        if found is None:
            return
        number, title, text = found
        for row, quote in do("SELECT id, text FROM quote WHERE document = ?", (number,)).fetchall():
            do("INSERT INTO quote_words (quote_words, rowid, words) VALUES ('delete', ?, ?)", (row, _joined(quote)))
        words = (number, _joined(title), _joined(text))
        do("INSERT INTO document_words (document_words, rowid, title, words) VALUES ('delete', ?, ?, ?)", words)
        do("DELETE FROM quote WHERE document = ?", (number,))
        do("DELETE FROM document WHERE id = ?", (number,))

    def optimize(self) -> None:
        """Put what was written in pieces together; it is found the faster."""
        for table in ("name_words", "document_words", "quote_words"):
            self.connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - names from above


def _names(store: ox.Store) -> dict[str, tuple[str, list[tuple[str, bool]]]]:
    """Return the label of each thing by IRI, in order, with its names: labels before aliases."""
    names: dict[str, tuple[str, list[tuple[str, bool]]]] = {}
    for iri, text in sorted(_literals(store, LABEL)):
        names.setdefault(iri, (text, []))[1].append((text, False))
    for iri, text in sorted(_literals(store, ALIAS)):
        if iri in names:
            names[iri][1].append((text, True))
    return names


def _literals(store: ox.Store, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, None, DEFAULT):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield quad.subject.value, quad.object.value


def _documents(store: ox.Store) -> dict[str, str]:
    """Return the titles of the documents by IRI, in its order."""
    iris = sorted(
        quad.subject.value
        for quad in store.quads_for_pattern(None, TYPE, kg("Document"), None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject == quad.graph_name
    )
    return {iri: _value(store, ox.NamedNode(iri), TITLE, ox.NamedNode(iri)) for iri in iris}


def _quotes(store: ox.Store, documents: Collection[str]) -> dict[str, list[tuple[int, str, str]]]:
    """Return the quotes of each document, start, text and evidence; each once, though several facts rest on it."""
    found: defaultdict[tuple[str, int, str], list[str]] = defaultdict(list)
    starts = {
        (quad.graph_name, quad.subject): int(quad.object.value)
        for quad in store.quads_for_pattern(None, kg("start"), None, None)
        if isinstance(quad.object, ox.Literal)
    }
    for quad in store.quads_for_pattern(None, kg("quote"), None, None):
        place = (quad.graph_name, quad.subject)
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value in documents and place in starts:
            found[quad.graph_name.value, starts[place], _literal(quad.object)].append(_literal(quad.subject))
    quotes: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for (document, start, text), evidence in sorted(found.items()):
        quotes[document].append((start, text, "\n".join(sorted(evidence))))
    return quotes


def _value(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, graph: ox.NamedNode) -> str:
    return min((_literal(quad.object) for quad in store.quads_for_pattern(subject, predicate, None, graph)), default="")


def _literal(term: object) -> str:
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else str(term)


def _joined(text: str) -> str:
    return " ".join(terms(text))


def _storable(text: str) -> str:
    """Return the text without what UTF-8 cannot carry, of the same length."""
    return text.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in text) else text
