"""Sort lines into the parts of one run, in bounded memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from kg.runs.file import Run, write_run
from kg.runs.merge import merged

MOST_BYTES = 32_000_000
"""Bytes of lines that wait in memory before they are sorted into a file."""
_OVERHEAD = 41
"""Bytes that a line takes in memory besides its own: the head of a `bytes` object and its place in a list."""


class Sorter:
    """Takes lines in any order, each for a part, and writes them sorted, each once; what does not fit lies on disk."""

    def __init__(self, scratch: Path, *, most: int = MOST_BYTES) -> None:
        self._folder = TemporaryDirectory(prefix="sort-", dir=scratch)
        self._most = most
        self._lines: defaultdict[str, list[bytes]] = defaultdict(list)
        self._size = 0
        self._runs: list[Run] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def add(self, part: str, lines: Iterable[bytes]) -> None:
        """Take lines for a part."""
        taken = self._lines[part]
        before = len(taken)
        taken.extend(lines)
        self._size += sum(map(len, taken[before:])) + _OVERHEAD * (len(taken) - before)
        if self._size > self._most:
            self._spill()

    def write(self, path: Path, note: Any = None) -> Run:
        """Write all that was taken as one run, which is also returned. Raises OSError."""
        if not self._runs:
            return write_run(path, self._sorted(), note)
        self._spill()
        names = sorted({name for run in self._runs for name in run.parts})
        scratch = Path(self._folder.name)
        return write_run(path, {name: merged(self._runs, name, scratch) for name in names}, note)

    def lines(self, part: str) -> Iterator[bytes]:
        """Yield all that was taken for a part in order, each line once. Raises OSError."""
        if not self._runs:
            return iter(self._sorted().get(part, ()))
        self._spill()
        return merged(self._runs, part, Path(self._folder.name))

    def _spill(self) -> None:
        path = Path(self._folder.name) / f"{len(self._runs):06}"
        self._runs.append(write_run(path, self._sorted()))
        self._lines.clear()
        self._size = 0

    def _sorted(self) -> dict[str, list[bytes]]:
        return {name: sorted(set(lines)) for name, lines in sorted(self._lines.items())}
