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
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, label TEXT NOT NULL);
CREATE TABLE name (id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE quote (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL,
    evidence TEXT NOT NULL);
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
    connection.executescript(_TABLES)
    with connection:  # one transaction
        documents = _documents(store)
        _write_names(connection, store, documents)
        numbers = {iri: number for number, iri in enumerate(documents)}
        _write_documents(connection, documents, texts)
        _write_quotes(connection, store, numbers)
        for table in ("name_words", "document_words", "quote_words"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - names from above


def _write_names(connection: sqlite3.Connection, store: ox.Store, documents: Collection[str]) -> None:
    """Write entities by IRI, and their names, labels before aliases: where scores are equal this order counts.

    Documents that were read are found as such.
    """
    named = [(iri, text) for iri, text in sorted(_literals(store, LABEL)) if iri not in documents]
    labels = dict(reversed(named))  # of several the first
    entities = {iri: number for number, iri in enumerate(sorted(labels))}
    rows = ((number, iri, labels[iri]) for iri, number in entities.items())
    connection.executemany("INSERT INTO entity VALUES (?, ?, ?)", rows)
    named += [(iri, text) for iri, text in sorted(_literals(store, ALIAS)) if iri in entities]
    for number, (iri, text) in enumerate(named):
        connection.execute("INSERT INTO name VALUES (?, ?, ?)", (number, entities[iri], text))
        connection.execute("INSERT INTO name_words (rowid, words) VALUES (?, ?)", (number, _joined(text)))


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


def _write_documents(connection: sqlite3.Connection, documents: Mapping[str, str], texts: Mapping[str, str]) -> None:
    for number, (iri, title) in enumerate(documents.items()):
        text = texts.get(iri, "")
        connection.execute("INSERT INTO document VALUES (?, ?, ?, ?)", (number, iri, title, _storable(text)))
        words = (number, _joined(title), _joined(text))
        connection.execute("INSERT INTO document_words (rowid, title, words) VALUES (?, ?, ?)", words)


def _write_quotes(connection: sqlite3.Connection, store: ox.Store, documents: Mapping[str, int]) -> None:
    """Write each quote once, though several statements may rest on it."""
    for number, (document, start, text, evidence) in enumerate(_quotes(store, documents)):
        connection.execute("INSERT INTO quote VALUES (?, ?, ?, ?, ?)", (number, document, start, text, evidence))
        connection.execute("INSERT INTO quote_words (rowid, words) VALUES (?, ?)", (number, _joined(text)))


def _quotes(store: ox.Store, documents: Mapping[str, int]) -> Iterable[tuple[int, int, str, str]]:
    """Yield document, start, text and the evidence of each quote, in order of documents and places."""
    found: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
    starts = {
        (quad.graph_name, quad.subject): int(quad.object.value)
        for quad in store.quads_for_pattern(None, kg("start"), None, None)
        if isinstance(quad.object, ox.Literal)
    }
    for quad in store.quads_for_pattern(None, kg("quote"), None, None):
        place = (quad.graph_name, quad.subject)
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value in documents and place in starts:
            quote = (documents[quad.graph_name.value], starts[place], _literal(quad.object))
            found[quote].append(_literal(quad.subject))
    for quote, evidence in sorted(found.items()):
        yield *quote, "\n".join(sorted(evidence))


def _value(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, graph: ox.NamedNode) -> str:
    return min((_literal(quad.object) for quad in store.quads_for_pattern(subject, predicate, None, graph)), default="")


def _literal(term: object) -> str:
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else str(term)


def _joined(text: str) -> str:
    return " ".join(terms(text))


def _storable(text: str) -> str:
    """Return the text without what UTF-8 cannot carry, of the same length."""
    return text.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in text) else text
