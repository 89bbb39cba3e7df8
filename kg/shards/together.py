"""What the documents say together: which are copies of one another, and which values contradict one another.

Each text gives a signature, its article and what it states of properties that have one value; `copying` and `judging`
make quads of these as `kg.corroborate.whole` does for a graph in memory.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import groupby
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from kg.corroborate.conflicts import Stated, conflicts
from kg.corroborate.copies import BAND, Signed, copies
from kg.corroborate.shingles import article
from kg.corroborate.signature import SLOTS, signature
from kg.corroborate.whole import copy_quad
from kg.gather import tools
from kg.ontology import Ontology
from kg.rdf import TYPE, statement_path
from kg.records import Source
from kg.runs import Sorter, merged
from kg.shards.job import Job
from kg.shards.lines import add_quads, shard_of

SIGNED, STATED, QUADS = "signed", "stated", "quads"
_BANDS, _ALIKE = "bands", "alike"

_TABLE = "CREATE TABLE article (path TEXT PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID"
_LEVEL = 1


### What a document gives #############################################################################################


@contextmanager
def articles_to(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a new table of articles, which stands at its path when the block ends; raises OSError."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}")  # two processes may write the same at once
    try:
        with closing(sqlite3.connect(beside)) as table:
            table.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLE}")
            with table:
                yield table
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def note_document(sorter: Sorter, table: sqlite3.Connection, path: str, sources: Sequence[Source], parts: int) -> None:
    """Note the signature, the date and the article of a document, of whose sources the first counts most."""
    text = article(sources[0].reading.document)
    signed = signature(text)
    if not signed:
        return
    date = next((source.reading.document.date for source in sources if source.reading.document.date), None)
    sorter.add(SIGNED, [f"{path} {json.dumps([date, signed.hex()])}".encode()])
    for place in range(0, SLOTS, BAND):
        band = signed[place : place + BAND]
        sorter.add(f"{_BANDS}-{crc32(band) % parts}", [f"{place:03} {band.hex()} {path}".encode()])
    packed = zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)
    table.execute("INSERT OR IGNORE INTO article VALUES (?, ?)", (path, packed))


def note_stated(sorter: Sorter, sources: Iterable[Source], ontology: Ontology, job: Job) -> None:
    """Note what documents assert with properties that have one value, by the shard of the thing."""
    for source in sources:
        for said in source.reading.statements:
            if said.status == "asserted" and ontology.properties[said.predicate].single:
                content = [said.predicate, said.object, source.id, statement_path(source.id, said)]
                shard = shard_of(f"<{job.options.base}{said.subject}> ".encode(), job.shards)
                sorter.add(f"{STATED}-{shard}", [f"{said.subject} {json.dumps(content)}".encode()])


### Stages ############################################################################################################


def pairing(item: tuple[int, int], job: Job) -> None:
    """Find the documents that agree with another in a band of their signatures, as far as a part of all bands tells."""
    part, parts = item
    own = f"{_BANDS}-{part}"
    with Sorter(job.scratch()) as sorter:
        bands = merged(job.runs("sharing", parts, own), own, job.scratch())
        lines = (line.rpartition(b" ") for line in bands)
        for _, same in groupby(lines, key=lambda found: found[0]):
            paths = [path for _, _, path in same]
            if len(paths) > 1:
                sorter.add(_ALIKE, paths)
        sorter.write(job.path("pairing", part))


def copying(item: tuple[int, int], job: Job) -> None:
    """Find the copies among the documents of so many parts.

    The one task whose memory grows with the number of documents, but with that of those alone that agree with another
    in a band: copies, and one in ten of ten million that do so by chance.
    """
    _, parts = item
    alike = merged(job.runs("pairing", parts, _ALIKE), _ALIKE, job.scratch())
    signed = _chosen(merged(job.runs("sharing", parts, SIGNED), SIGNED, job.scratch()), alike)
    base = job.options.base
    with ExitStack() as stack:
        tables = [stack.enter_context(_articles(job.path("articles", number))) for number in range(parts)]
        found = copies(map(_signed, signed), _Articles(tables))
        sorter = stack.enter_context(Sorter(job.scratch()))
        add_quads(sorter, QUADS, (copy_quad(base, path, first) for path, first in found.items()), job.shards)
        sorter.write(job.path("copying"), {"copies": len(found)})


def _chosen(lines: Iterable[bytes], paths: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines, which begin with a path and a space, of these paths; both are sorted."""
    wanted = iter(paths)
    path = next(wanted, None)
    for line in lines:
        own = line.partition(b" ")[0]
        while path is not None and path < own:
            path = next(wanted, None)
        if path == own:
            yield line


@contextmanager
def _articles(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as table:
        yield table


def part_of(digest: str, parts: int) -> int:
    """Return the part of a text by the first eight digits of its hash, with which its path ends."""
    return int(digest[:8], 16) % parts


class _Articles:
    """Called with the path of a document, gives its article."""

    def __init__(self, tables: Sequence[sqlite3.Connection]) -> None:
        self._tables = tables

    def __call__(self, path: str) -> str:
        table = self._tables[part_of(path[-8:], len(self._tables))]
        (packed,) = table.execute("SELECT text FROM article WHERE path = ?", (path,)).fetchone()
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def _signed(line: bytes) -> Signed:
    path, _, content = line.decode().partition(" ")
    date, signed = json.loads(content)
    return path, date, bytes.fromhex(signed)


def judging(item: tuple[int, int], job: Job) -> None:
    """Find the conflicts about the things of a shard, of which so many parts tell."""
    shard, parts = item
    ontology, _ = tools(job.work)
    own = f"{STATED}-{shard}"
    said = map(_stated, merged(job.runs("sharing", parts, own), own, job.scratch()))
    number = 0
    with Sorter(job.scratch()) as sorter:
        for thing, same in groupby(said, key=_thing):
            quads = conflicts(job.options.base, thing, [stated for _, stated in same], ontology)
            add_quads(sorter, QUADS, quads, job.shards)
            number += sum(quad.predicate == TYPE for quad in quads)
        sorter.write(job.path("judging", shard), {"conflicts": number})


def _stated(line: bytes) -> tuple[str, Stated]:
    thing, _, content = line.decode().partition(" ")
    return thing, Stated(*json.loads(content))


def _thing(one: tuple[str, Stated]) -> str:
    return one[0]
