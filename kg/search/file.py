"""Open the index of an output folder for reading. Nothing here knows the store, so that no reader loads Oxigraph."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kg.errors import StoreError
from kg.output import SEARCH

FORMAT = 2
"""Raised when what is in the file, or how terms are made, changes; kept as SQLite's `user_version`."""

_BUILD = "Build the graph again with: kg build SOURCE -o"


def is_available() -> bool:
    """Return whether this Python's SQLite has FTS5; nearly all have."""
    with closing(sqlite3.connect(":memory:")) as connection:
        found = connection.execute("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'").fetchone()
    return bool(found[0])


def require_fts5(target: Path | str) -> None:
    """Raise StoreError where this Python's SQLite has no FTS5."""
    if not is_available():
        message = "this Python's SQLite has no full-text search (FTS5). Use one that has, for example python.org's."
        raise StoreError(message, target=target)


def open_index(folder: Path) -> sqlite3.Connection:
    """Return the index of an output folder for reading alone; raise StoreError where there is none that can be read.

    It needs no right to write, neither to the file nor to its folder.
    """
    path = folder / SEARCH
    require_fts5(path)
    if not path.is_file():
        message = f"{folder} was built without a search index. {_BUILD} {folder}"
        raise StoreError(message, target=path)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise broken(folder, error) from error
    if version != FORMAT:
        connection.close()
        message = f"{path} was written by another version of kg. {_BUILD} {folder}"
        raise StoreError(message, target=path)
    return connection


def read_texts(folder: Path) -> dict[str, str]:
    """Return the documents' texts by IRI as the index of a folder keeps them, nothing where none can be read."""
    try:
        with closing(open_index(folder)) as connection:
            return dict(connection.execute("SELECT iri, text FROM document WHERE text <> '' ORDER BY iri"))
    except (sqlite3.Error, StoreError):
        return {}


def broken(folder: Path, error: sqlite3.Error) -> StoreError:
    """Return the error that says that the index of a folder cannot be read."""
    path = folder / SEARCH
    return StoreError(f"{path} cannot be read ({error}). {_BUILD} {folder}", target=path)
