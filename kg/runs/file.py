"""A run: a file of sorted lines in named parts, each compressed by itself, and a note of whoever wrote it.

The file ends with an index as JSON, its length and a mark, so that a part is found without reading the others, and that
half a file is told from a whole one. It is written beside its place and moved there when it is complete: whoever sees
it sees all of it, and writing it twice, by two processes at once even, is writing it once.
"""

import json
import os
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

_MARK = b"kg-run 1"
_LEVEL = 1  # quads of 2,000 articles: 12 times smaller at 110 MB/s; level 6: 17 times at 60 MB/s
_TAKEN = 1 << 14
"""Compressed bytes that are read at a time: with 64 parts open at once they are some 20 MB of lines."""
_GIVEN = 1 << 18
"""Bytes of lines that are compressed at a time."""


@dataclass(frozen=True, slots=True)
class Run:
    """Where the parts of a run lie (offset, length, number of lines), and what its writer noted."""

    path: Path
    parts: Mapping[str, tuple[int, int, int]]
    note: Any = None

    def lines(self, part: str) -> Iterator[bytes]:
        """Yield the lines of a part in order; a part that the run does not have has none."""
        offset, length, _ = self.parts.get(part, (0, 0, 0))
        if not length:
            return
        with self.path.open("rb") as file:
            file.seek(offset)
            yield from _lines(file, length)

    def count(self, part: str) -> int:
        """Return how many lines a part has."""
        return self.parts.get(part, (0, 0, 0))[2]


def _lines(file: IO[bytes], length: int) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    rest = b""
    while length:
        taken = file.read(min(_TAKEN, length))
        if not taken:
            message = f"{file.name} is shorter than it says"
            raise OSError(message)
        length -= len(taken)
        *whole, rest = (rest + unpacking.decompress(taken)).split(b"\n")
        yield from whole


def read_run(path: Path, parts: Container[str] | None = None) -> Run | None:
    """Return the run at a path, None where there is none, or a file that is none.

    With `parts` it knows those alone: of thousands of runs, each with hundreds of parts, one reader wants a few.
    """
    try:
        with path.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            tail = len(_MARK) + 8
            file.seek(max(end - tail, 0))
            size, mark = int.from_bytes(file.read(8), "big"), file.read()
            if mark != _MARK or size > end - tail:
                return None
            file.seek(end - tail - size)
            index = json.loads(file.read(size))
    except (FileNotFoundError, ValueError):
        return None
    places = {name: tuple(place) for name, place in index["parts"].items() if parts is None or name in parts}
    return Run(path, places, index["note"])


def write_run(path: Path, parts: Mapping[str, Iterable[bytes]], note: Any = None) -> Run:
    """Write sorted lines, part by part, and what else is to be known of them; return the run. Raises OSError."""
    places: dict[str, tuple[int, int, int]] = {}

    def fill(file: IO[bytes]) -> None:
        for name, lines in parts.items():
            start = file.tell()
            count = _write_part(file, lines)
            places[name] = (start, file.tell() - start, count)
        index = json.dumps({"parts": places, "note": note}, ensure_ascii=True, separators=(",", ":")).encode()
        file.write(index + len(index).to_bytes(8, "big") + _MARK)

    write_whole(path, fill)
    return Run(path, places, note)


def _write_part(file: IO[bytes], lines: Iterable[bytes]) -> int:
    packing = zlib.compressobj(_LEVEL)
    waiting: list[bytes] = []
    size = count = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size > _GIVEN:
            count += len(waiting)
            file.write(packing.compress(b"\n".join(waiting) + b"\n"))
            waiting, size = [], 0
    if waiting:
        count += len(waiting)
        file.write(packing.compress(b"\n".join(waiting) + b"\n"))
    if count:
        file.write(packing.flush())
    return count


def write_whole(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Let `fill` write a file, which stands at its path when it is complete, and not before. Raises OSError."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}")  # two processes may write the same at once
    try:
        with beside.open("wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


### Bytes as lines ####################################################################################################


def hold(data: bytes) -> bytes:
    r"""Return any bytes as a line: without newlines.

    >>> hold(b"a\nb"), loose(hold(b"a\nb\x1b"))
    (b'a\x1b1b', b'a\nb\x1b')
    """
    return data.replace(b"\x1b", b"\x1b0").replace(b"\n", b"\x1b1")


def loose(line: bytes) -> bytes:
    """Return the bytes that `hold` made a line of."""
    return line.replace(b"\x1b1", b"\n").replace(b"\x1b0", b"\x1b")
