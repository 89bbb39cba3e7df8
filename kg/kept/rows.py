"""Keep packed readings in `readings.sqlite`, a row for each document; a file that is broken or not ours holds none."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from kg.errors import StoreError
from kg.output import READINGS
from kg.read.known import Key

FORMAT = 2
"""Raised when the tables change; kept as SQLite's `user_version`."""

_TABLES = f"""
PRAGMA user_version = {FORMAT};
CREATE TABLE IF NOT EXISTS stamp (sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reading (source TEXT NOT NULL, sha256 TEXT NOT NULL, way TEXT NOT NULL,
    flawed INTEGER NOT NULL, text TEXT NOT NULL, acronyms TEXT NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (source, sha256, way));
CREATE INDEX IF NOT EXISTS reading_text ON reading (text);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_OURS = """typeof(source) = 'text' AND typeof(sha256) = 'text' AND typeof(way) = 'text' AND typeof(text) = 'text'
    AND typeof(acronyms) = 'text' AND typeof(packed) = 'blob'"""
_KEY = "source = ? AND sha256 = ? AND way = ?"
_NO: Mapping[str, str] = MappingProxyType({})
_KEPT = "packed, flawed, text, acronyms"
FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
# The file is moved into place when all is written, and what is half written is thrown away.


@dataclass(frozen=True, slots=True)
class Kept:
    """A packed reading, the SHA-256 of its document's text, and what it says of acronyms (`kg.merge.Acronyms`) as JSON.

    A `flawed` document is read each time, so that what is wrong with it is told each time.
    """

    packed: bytes
    flawed: bool = False
    text: str = ""
    acronyms: str = ""


class Shelf:
    """A place for packed readings, by what they were read from: a file, or memory."""

    def __init__(
        self, connection: sqlite3.Connection | None = None, *, late: "Callable[[], Shelf] | None" = None
    ) -> None:
        """Take an open file, or what opens one when the first reading is put into it; until then there is none."""
        self._connection = connection
        self._late = late

    @property
    def connection(self) -> sqlite3.Connection:
        """The open file."""
        if self._connection is None:
            if self._late is None:
                message = "this shelf is closed"
                raise ValueError(message)
            self._connection = self._late().connection
        return self._connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()

    def known(self) -> dict[Key, bool]:
        """Return the keys of all readings, and whether each is of a flawed document."""
        if self._connection is None:
            return {}
        rows = self.connection.execute(f"SELECT source, sha256, way, flawed FROM reading WHERE {_OURS}")  # noqa: S608
        return {Key(source, sha256, way): bool(flawed) for source, sha256, way, flawed in rows}

    def get(self, key: Key) -> Kept | None:
        """Return the reading of a document."""
        if self._connection is None:
            return None
        query = f"SELECT {_KEPT} FROM reading WHERE {_KEY} AND {_OURS}"  # noqa: S608 - names from above
        row = self.connection.execute(query, (key.source, key.sha256, key.way)).fetchone()
        return Kept(row[0], bool(row[1]), *row[2:]) if row else None

    def put(self, key: Key, kept: Kept) -> None:
        """Keep a reading."""
        row = (key.source, key.sha256, key.way, kept.flawed, kept.text, kept.acronyms, kept.packed)
        self.connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def fill(self, rows: Iterable[tuple[Key, Kept]]) -> None:
        """Keep some readings, for good; raise StoreError where there is no room."""
        rows = [*rows]
        if not rows:
            return
        try:
            with self.connection:
                for key, kept in rows:
                    self.put(key, kept)
        except sqlite3.Error as error:
            (_, _, path), *_ = self.connection.execute("PRAGMA database_list").fetchall()
            raise unwritable(Path(path or "memory"), error) from error

    def note(self, name: str, value: str) -> None:
        """Keep a note under a name."""
        self.connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """Return the note of that name."""
        row = self.connection.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def remove(self, key: Key) -> None:
        """Forget a reading."""
        row = (key.source, key.sha256, key.way)
        self.connection.execute(f"DELETE FROM reading WHERE {_KEY}", row)  # noqa: S608 - names from above


def memory_shelf() -> Shelf:
    """Return an empty place in memory."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(_TABLES)
    return Shelf(connection)


def read_shelf(folder: Path, stamp: str) -> Shelf | None:
    """Return the readings that a folder keeps, as far as what makes readings has this stamp.

    None stands for a file that is broken or not ours.
    """
    path = folder / READINGS
    if not path.is_file():
        return memory_shelf()
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except sqlite3.Error:
        return None
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        found = connection.execute("SELECT sha256 FROM stamp").fetchone()
        if version == FORMAT and found == (stamp,):
            return Shelf(connection) if _is_whole(connection, path) else None
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'stamp'").fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        connection.close()
        return None
    connection.close()
    return memory_shelf() if tables else None


def _is_whole(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether a file is as long as it says."""
    (pages,), (size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    return bool(pages * size == path.stat().st_size)


def part_shelf(path: Path, stamp: str) -> Shelf:
    """Return the readings that an interrupted build left in a file, for this build to add to; raise StoreError.

    What has another stamp, and what is broken, is begun anew. Where there is no file it is made for the first reading.
    """
    return _opened_part(path, stamp) if path.exists() else Shelf(late=lambda: _opened_part(path, stamp))


def _opened_part(path: Path, stamp: str) -> Shelf:
    for again in (True, False):
        connection = sqlite3.connect(path, check_same_thread=False)
        try:
            # What is lost when the machine stops is read once more; a process that is killed loses nothing.
            connection.executescript(f"PRAGMA synchronous = OFF; {_TABLES}")
            if connection.execute("SELECT sha256 FROM stamp").fetchone() == (stamp,):
                return Shelf(connection)
            connection.execute("DELETE FROM reading")
            connection.execute("DELETE FROM stamp")
            connection.execute("INSERT INTO stamp VALUES (?)", (stamp,))
            connection.commit()
        except sqlite3.DatabaseError as error:
            connection.close()
            if isinstance(error, sqlite3.OperationalError) or not again:
                raise unwritable(path, error) from error
            with suppress(OSError):
                path.unlink()
        else:
            return Shelf(connection)
    raise AssertionError


def write_kept(folder: Path, stamp: str, kept: Iterable[tuple[Key, Kept]], notes: Mapping[str, str] = _NO) -> None:
    """Write readings to a new file, and notes by name; raise StoreError when it cannot be written."""
    path = folder / READINGS
    try:
        with closing(new_file(path, stamp)) as connection, connection:
            shelf = Shelf(connection)
            for key, one in sorted(kept, key=lambda item: item[0]):
                shelf.put(key, one)
            for name, value in sorted(notes.items()):
                shelf.note(name, value)
    except sqlite3.Error as error:
        raise unwritable(path, error) from error


def new_file(path: Path, stamp: str) -> sqlite3.Connection:
    """Return a new file of readings, to be filled; raises sqlite3.Error."""
    connection = sqlite3.connect(path)
    connection.executescript(FAST + _TABLES)
    connection.execute("INSERT INTO stamp VALUES (?)", (stamp,))
    connection.commit()
    return connection


def unwritable(path: Path, error: sqlite3.Error) -> StoreError:
    """Return the error that says that a file of readings cannot be written."""
    message = f"{path} cannot be written: {error}. Make room, or choose another folder."
    return StoreError(message, target=path)
