"""Keep packed readings in `readings.sqlite`, a row for each document; a file that is broken or not ours holds none."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.output import READINGS
from kg.read.known import Key

_TABLES = """
CREATE TABLE stamp (sha256 TEXT NOT NULL);
CREATE TABLE reading (source TEXT NOT NULL, sha256 TEXT NOT NULL, way TEXT NOT NULL, flawed INTEGER NOT NULL,
    packed BLOB NOT NULL, PRIMARY KEY (source, sha256, way)) WITHOUT ROWID;
"""
_ROWS = """
SELECT source, sha256, way, flawed, packed FROM reading
WHERE typeof(source) = 'text' AND typeof(sha256) = 'text' AND typeof(way) = 'text' AND typeof(packed) = 'blob'
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A packed reading. A `flawed` document is read each time, so that what is wrong with it is told each time."""

    packed: bytes
    flawed: bool = False


def read_kept(folder: Path, stamp: str) -> dict[Key, Kept] | None:
    """Return the readings that a folder keeps, as far as what makes readings has this stamp.

    None stands for a file that is broken or not ours.
    """
    path = folder / READINGS
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            if connection.execute("SELECT sha256 FROM stamp").fetchone() != (stamp,):
                return {}
            rows = connection.execute(_ROWS).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return {Key(source, sha256, way): Kept(packed, bool(flawed)) for source, sha256, way, flawed, packed in rows}


def write_kept(folder: Path, stamp: str, kept: Mapping[Key, Kept]) -> None:
    """Write the readings to a new file; raise StoreError when it cannot be written."""
    path = folder / READINGS
    rows = (
        (key.source, key.sha256, key.way, one.flawed, one.packed)
        for key, one in sorted(kept.items(), key=lambda item: item[0])
    )
    try:
        with closing(sqlite3.connect(path)) as connection:
            # The file is moved into place when all is written, and what is half written is thrown away.
            connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
            with connection:
                connection.execute("INSERT INTO stamp VALUES (?)", (stamp,))
                connection.executemany("INSERT INTO reading VALUES (?, ?, ?, ?, ?)", rows)
    except sqlite3.Error as error:
        message = f"{path} cannot be written: {error}. Make room, or choose another folder."
        raise StoreError(message, target=path) from error
