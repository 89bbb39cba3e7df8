"""Write the files of a folder from the state of its graph."""

import json
import mmap
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.grow.state import State
from kg.rdf import PREFIXES
from kg.records import STATUSES
from kg.report import Report
from kg.runs import Hashed
from kg.store.disk import write_store
from kg.store.flat import HEADINGS
from kg.store.turtle import Names, section_heading

AT_ONCE = 100_000
"""Quads that are loaded at a time: more take no less time, and 800 bytes of memory each."""
_CHUNK = 1 << 20


### Quads #############################################################################################################


def patch_lines(path: Path, former: Path, gone: Sequence[bytes], came: Sequence[bytes]) -> str:
    """Write the lines of a sorted file without some and with others, both sorted; return the hash.

    Raises ValueError when a line that is to go is not there.
    """
    with former.open("rb") as source, path.open("wb") as file:
        out = Hashed(file)
        old = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
        at = 0
        with old:
            for line, leaves in sorted([*((line, True) for line in gone), *((line, False) for line in came)]):
                place = _place(old, line, at)
                _copy(old, at, place, out)
                at = place
                if not leaves:
                    out.write(line + b"\n")
                elif old[place : place + len(line) + 1] == line + b"\n":
                    at = place + len(line) + 1
                else:
                    message = f"{former} has no line {line!r}"
                    raise ValueError(message)
            _copy(old, at, len(old), out)
        return out.hexdigest()


def _place(lines: mmap.mmap, line: bytes, low: int) -> int:
    """Return where the first line starts that is not before this one; `low` is the start of one that is no later."""
    high = len(lines)
    while low < high:
        start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", start)
        if lines[start:end] < line:
            low = end + 1
        else:
            high = start
    return low


def _copy(old: mmap.mmap, start: int, end: int, out: Hashed) -> None:
    for at in range(start, end, _CHUNK):
        out.write(old[at : min(at + _CHUNK, end)])


def load_store(quads: Path, folder: Path, label: str) -> None:
    """Write a store of a file of quads, in memory that does not grow with it."""
    with quads.open("rb") as lines:
        write_store(_parsed(lines), folder, label=label, at_once=AT_ONCE)


def _parsed(lines: IO[bytes]) -> Iterator[ox.Quad]:
    while some := [*islice(lines, 10_000)]:
        yield from ox.parse(b"".join(some), format=ox.RdfFormat.N_QUADS)


### Turtle ############################################################################################################


def write_turtle(path: Path, state: State, base: str) -> None:
    """Write `graph.ttl`, as `kg.store.write_turtle` does of a store."""
    used = {name for (text,) in state.do("SELECT DISTINCT prefixes FROM block") for name in text.split()}
    names = Names(PREFIXES, base, {name: PREFIXES.get(name) or f"{base}{name}/" for name in used})
    with path.open("w", encoding="utf-8", newline="\n") as file:
        parts = [*names.declarations()]
        file.write("\n\n".join(parts))
        last = None
        for section, text in state.do("SELECT section, text FROM block ORDER BY section, key"):
            if section != last:
                file.write(f"\n\n{section_heading(_heading(section))}")
                last = section
            file.write(f"\n\n{text}")
        file.write("\n")


def _heading(section: str) -> str:
    """Return the heading of a section: that of a class, or of a status."""
    rank, _, rest = section.partition(" ")
    return rest.partition(" ")[0] if rank == "0" else [*HEADINGS.values()][int(rank) - 1]


### Report ############################################################################################################


def write_report(path: Path, report: Report, state: State) -> None:
    """Write `report.json`: the report with the documents of the state, as `json.dumps` does with an indent of 1."""
    head, mark, tail = json.dumps(report, ensure_ascii=False, indent=1).partition(' "documents": []')
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(head)
        file.write(mark.removesuffix("[]") + "[")
        first = True
        for (text,) in state.do("SELECT report FROM page ORDER BY document"):
            file.write("\n" if first else ",\n")
            file.write(text)
            first = False
        file.write(("" if first else "\n ") + "]" + tail + "\n")


def totals(state: State, errors: int) -> dict[str, int]:
    """Return the totals of a report."""
    pages, statements, mentions, rejected = state.do(
        "SELECT count(*), total(statements), total(mentions), total(rejected) FROM page"
    ).fetchone()
    (entities,) = state.do("SELECT count(*) FROM entity").fetchone()
    by_status = dict(state.do("SELECT status, count(*) FROM fact GROUP BY status"))
    return {
        "documents": pages,
        "entities": entities,
        **{status: by_status.get(number, 0) for number, status in enumerate(STATUSES)},
        "statements": int(statements),
        "rejected": int(rejected),
        "mentions": int(mentions),
        "errors": errors,
    }
