"""What a folder keeps of its graph beside the readings, so that one page can be added to it or taken from it.

The tables stand in `readings.sqlite`. A fact is there as long as a document states it, a thing as long as one speaks of
it: `fact.documents` and the tallies of `entity` count them.
"""

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.grow.leaf import Block, FactKey, Leaf, to_json
from kg.grow.thing import Said, read_tally, tally_text, thing_text
from kg.kept import Shelf
from kg.merge import Tally
from kg.records import Document, Span

TABLES = """
CREATE TABLE IF NOT EXISTS entity (path TEXT PRIMARY KEY, tally TEXT NOT NULL, lines TEXT NOT NULL,
    thing TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fact (subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL,
    status INTEGER NOT NULL, documents INTEGER NOT NULL,
    PRIMARY KEY (subject, predicate, object, status)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim (subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL,
    status INTEGER NOT NULL, document TEXT NOT NULL, said TEXT NOT NULL,
    PRIMARY KEY (subject, predicate, object, status, document)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS block (section TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, prefixes TEXT NOT NULL,
    PRIMARY KEY (section, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS page (document TEXT PRIMARY KEY, text TEXT NOT NULL, report TEXT NOT NULL,
    paper TEXT NOT NULL, spans TEXT NOT NULL, statements INTEGER NOT NULL, mentions INTEGER NOT NULL,
    rejected INTEGER NOT NULL, date TEXT, signature BLOB NOT NULL, words BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copy (document TEXT PRIMARY KEY, first TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS conflict (subject TEXT PRIMARY KEY, lines TEXT NOT NULL) WITHOUT ROWID;
"""
_ITS = "subject = ? AND predicate = ? AND object = ? AND status = ?"


@dataclass(frozen=True, slots=True)
class Noted:
    """What was said of a thing: its lines of quads, and what the page showed of it, as JSON."""

    lines: tuple[bytes, ...]
    thing: str


class State(Shelf):
    """The readings and the tables, in a file that is being written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.do = connection.execute
        connection.executescript(TABLES)

    ### Pages

    def add_page(self, leaf: Leaf, text: str) -> None:
        """Note what a page, whose text has this hash, gives by itself."""
        row = (leaf.document, text, leaf.report, leaf.paper, leaf.mentions, *leaf.counts, leaf.date, leaf.signature)
        words = pack_words(leaf.text, leaf.main)
        self.do("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, words))
        blocks = ((one.section, one.key, one.text, one.prefixes) for one in leaf.blocks)
        self.connection.executemany("INSERT INTO block VALUES (?, ?, ?, ?)", blocks)
        claims = ((*key, leaf.document, said) for key, said in leaf.claims.items())
        self.connection.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", claims)

    def remove_page(self, leaf: Leaf) -> None:
        """Forget what a page gave by itself."""
        self.do("DELETE FROM page WHERE document = ?", (leaf.document,))
        self.connection.executemany(
            "DELETE FROM block WHERE section = ? AND key = ?", ((one.section, one.key) for one in leaf.blocks)
        )
        claims = ((*key, leaf.document) for key in leaf.claims)
        self.connection.executemany(f"DELETE FROM claim WHERE {_ITS} AND document = ?", claims)  # noqa: S608

    def source_of(self, path: str) -> str | None:
        """Return the first source of a page, None where there is no such page."""
        row = self.do("SELECT min(source) FROM page JOIN reading USING (text) WHERE document = ?", (path,)).fetchone()
        return row[0] if row else None

    ### Things

    def tally(self, path: str) -> Tally:
        """Return what all pages together say of a thing."""
        row = self.do("SELECT tally FROM entity WHERE path = ?", (path,)).fetchone()
        return read_tally(row[0]) if row else Tally()

    def said(self, path: str) -> Noted | None:
        """Return what the graph said of a thing, None of one that was not there."""
        row = self.do("SELECT lines, thing FROM entity WHERE path = ? AND thing <> ''", (path,)).fetchone()
        return Noted(tuple(row[0].encode().split(b"\n")), row[1]) if row else None

    def is_page(self, path: str) -> bool:
        """Return whether a thing is a document that was read."""
        return self.do("SELECT 1 FROM page WHERE document = ?", (path,)).fetchone() is not None

    def note_tally(self, path: str, tally: Tally) -> None:
        """Note what pages say of a thing; nothing is noted of one of which no page speaks any more."""
        if tally.pages:
            row = (path, tally_text(tally), "", "")
            self.do(
                "INSERT INTO entity VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET tally = excluded.tally", row
            )
        else:
            self.do("DELETE FROM entity WHERE path = ?", (path,))

    def note_said(self, path: str, said: Said) -> None:
        """Note what the graph says of a thing."""
        row = (b"\n".join(said.lines).decode(), thing_text(said.thing), path)
        self.do("UPDATE entity SET lines = ?, thing = ? WHERE path = ?", row)

    def paths(self, size: int = 1000) -> Iterator[list[tuple[str, str]]]:
        """Yield the paths of all things with their tallies as JSON, in groups; what was yielded may be changed."""
        last = ""
        while rows := self.do(
            "SELECT path, tally FROM entity WHERE path > ? ORDER BY path LIMIT ?", (last, size)
        ).fetchall():
            yield rows
            last = rows[-1][0]

    ### Facts

    def count(self, key: FactKey, change: int) -> tuple[int, int]:
        """Change the number of documents that state a fact; return what it was and is. Without any it goes."""
        row = self.do(f"SELECT documents FROM fact WHERE {_ITS}", key).fetchone()  # noqa: S608
        before = row[0] if row else 0
        now = before + change
        if now and row:
            self.do(f"UPDATE fact SET documents = ? WHERE {_ITS}", (now, *key))  # noqa: S608
        elif now:
            self.do("INSERT INTO fact VALUES (?, ?, ?, ?, ?)", (*key, now))
        else:
            self.do(f"DELETE FROM fact WHERE {_ITS}", key)  # noqa: S608
        return before, now

    def asserted(self, subject: str) -> list[tuple[str, str]]:
        """Return property and object of each asserted fact about a thing."""
        query = "SELECT predicate, object FROM fact WHERE subject = ? AND status = 0 ORDER BY predicate, object"
        return self.do(query, (subject,)).fetchall()

    def stated(self, subject: str, predicate: str) -> list[tuple[str, str, str]]:
        """Return object, document and claims, as JSON, of each asserted fact about a thing with a property."""
        query = """SELECT object, document, said FROM claim WHERE subject = ? AND predicate = ? AND status = 0
            ORDER BY object, document"""
        return self.do(query, (subject, predicate)).fetchall()

    def put_block(self, block: Block) -> None:
        """Write a paragraph of `graph.ttl`."""
        row = (block.section, block.key, block.text, block.prefixes)
        self.do("INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?)", row)

    def drop_block(self, section: str, key: str) -> None:
        """Remove a paragraph of `graph.ttl`."""
        self.do("DELETE FROM block WHERE section = ? AND key = ?", (section, key))


def pack_words(text: str, main: Iterable[Span]) -> bytes:
    """Return a text, and where its article stands, as bytes."""
    whole = to_json([text, [[part.start, part.end] for part in main]])
    return zlib.compress(whole.encode("utf-8", "surrogatepass"), 1)


def read_words(packed: bytes) -> Document:
    """Return a document of which no more than its text is known, and where its article stands."""
    text, main = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return Document("", text, main=tuple(Span(start, end) for start, end in main))


class Change:
    """What some pages add to a graph and take from it, summed up before it is applied."""

    def __init__(self) -> None:
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self.facts: defaultdict[FactKey, int] = defaultdict(int)

    def add(self, leaf: Leaf, times: int = 1) -> None:
        """Add what a page gives; with -1 take it away."""
        for path, seen in leaf.sightings.items():
            self.tallies[path].add(seen, times)
        for key in leaf.claims:
            self.facts[key] += times
