"""Turn a state of a graph into its quads as sorted lines of N-Quads, in which names are found by halving.

`graph.nq` is sorted by kg, so that two states are compared in one pass over two files, in memory that the difference
bounds. A graph without that file is written to lines in memory.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import pyoxigraph as ox

from kg.errors import StoreError
from kg.output import FORMER, QUADS, REPORT
from kg.report import Report
from kg.store import generation


class Lines(Protocol):
    """Sorted lines. One iteration is to end before the next begins."""

    def __iter__(self) -> Iterator[bytes]: ...

    def starting(self, prefix: bytes) -> Iterator[bytes]:
        """Yield the lines that start so."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """One state of a graph; `name` is what it is called in messages."""

    name: str
    lines: Lines
    report: Report

    @property
    def base(self) -> str:
        """What the names of its things begin with."""
        return self.report["base"]


@dataclass(frozen=True, slots=True)
class MemoryLines:
    """Lines in memory."""

    lines: Sequence[bytes]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.lines)

    def starting(self, prefix: bytes) -> Iterator[bytes]:
        """Yield the lines that start so."""
        for at in range(bisect_left(self.lines, prefix), len(self.lines)):
            if not self.lines[at].startswith(prefix):
                break
            yield self.lines[at]


@dataclass(frozen=True, slots=True)
class FileLines:
    """Lines of a file that is held open, so that a build which replaces it does no harm."""

    file: IO[bytes]
    size: int

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(0)
        yield from self.file

    def starting(self, prefix: bytes) -> Iterator[bytes]:
        """Yield the lines that start so."""
        self.file.seek(self._place(prefix))
        for line in self.file:
            if not line.startswith(prefix):
                break
            yield line

    def _place(self, prefix: bytes) -> int:
        """Return where the first line begins that is not before the prefix: all before `low` are, none from `high`."""
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            self.file.seek(max(middle - 1, 0))
            if middle:
                self.file.readline()
            line = self.file.readline()
            if line and line < prefix:
                low = self.file.tell()
            else:
                high = middle
        return low


@contextmanager
def open_side(store: ox.Store, report: Report, folder: Path | None, held: Path | None) -> Iterator[Side]:
    """Give a graph as a side: from the file in its folder while that is of the generation held, else from the store."""
    file = _quads_of(folder, held) if folder and held else None
    name = str(folder) if folder else "the graph"
    if file is None:
        data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
        yield Side(name, MemoryLines(sorted(data.splitlines(keepends=True))), report)
        return
    with file:
        yield Side(name, _file_lines(file), report)


@contextmanager
def open_former(folder: Path | None) -> Iterator[Side]:
    """Give the state of a folder before its last build; raise StoreError where none is kept."""
    place = folder / FORMER if folder else None
    try:
        if place is None:
            raise FileNotFoundError
        report: Report = json.loads((place / REPORT).read_text(encoding="utf-8"))
        file = (place / QUADS).open("rb")
    except (OSError, ValueError) as error:
        shown = folder or "the graph, which is in no folder"
        message = (
            f"there is no state of {shown} before its last build. "
            "It is kept from the second build on; give two folders to compare them: kg diff BEFORE AFTER"
        )
        raise StoreError(message, target=folder or "") from error
    with file:
        yield Side(f"{folder} before its last build", _file_lines(file), report)


def _quads_of(folder: Path, held: Path) -> IO[bytes] | None:
    """Return the folder's file of quads, None unless it is surely that of the generation held."""
    try:
        file = (folder / QUADS).open("rb")
    except OSError:
        return None
    # A build moves the store first: while that is still ours, so was the file when it was opened.
    if generation(folder) != held.name:
        file.close()
        return None
    return file


def _file_lines(file: IO[bytes]) -> FileLines:
    size = file.seek(0, 2)
    return FileLines(file, size)
