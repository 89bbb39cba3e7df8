"""Merge sorted lines into one sorted sequence, with few files open at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.runs.file import Run, write_run

MOST = 64
"""Runs that are merged at a time; more are first merged into longer ones."""
_PART = "all"


def merged(runs: Iterable[Run], part: str, scratch: Path, *, most: int = MOST) -> Iterator[bytes]:
    """Yield the lines of one part of all the runs in order, each once.

    Longer runs that are made on the way lie in a folder of their own below `scratch`, which goes when the last line
    was taken.
    """
    waiting = [run for run in runs if run.count(part)]
    with ExitStack() as stack:
        if len(waiting) > most:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="merge-", dir=scratch)))
            waiting, part = _fewer(waiting, part, folder, most), _PART
        yield from unique(run.lines(part) for run in waiting)


def _fewer(runs: Sequence[Run], part: str, folder: Path, most: int) -> list[Run]:
    """Return at most so many runs with the same lines."""
    number = 0
    while len(runs) > most:
        longer = []
        for start in range(0, len(runs), most):
            some = runs[start : start + most]
            path = folder / f"{number:06}"
            longer.append(write_run(path, {_PART: unique(run.lines(part) for run in some)}))
            number += 1
            if part == _PART:
                for run in some:
                    run.path.unlink()
        runs, part = longer, _PART
    return list(runs)


def unique(lines: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Yield the lines of sorted sequences in order, each once.

    >>> list(unique([[b"a", b"c"], [b"a", b"b"]]))
    [b'a', b'b', b'c']
    """
    return (line for line, _ in groupby(merge(*lines)))
