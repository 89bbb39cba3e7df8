"""Portions of work: a file, an address, or some lines of a file of JSON lines; and what came of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kg.errors import KGError, ReadError
from kg.gather.work import Work
from kg.kept.lock import file_digest
from kg.kept.rows import Kept
from kg.read.known import Key
from kg.read.sources import is_address, read_lines
from kg.records import Document, Reading

LINES = ".jsonl"
GROUP = 20
"""So many documents of a file of JSON lines are read at a time."""


@dataclass(frozen=True, slots=True)
class Found:
    """One document: what was read, or only what it was read from, where its reading is kept.

    `key` is None where the reading cannot be kept, `reading` where it is packed.
    """

    key: Key | None
    kept: Kept | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """A source that is still to be read, or documents of one that has been, and keys of those that need not be.

    `known` are the keys of the states of a web page that are kept.
    """

    source: str
    documents: tuple[Document, ...] | None = None
    errors: tuple[KGError, ...] = ()
    keys: tuple[Key, ...] = ()
    known: frozenset[Key] = frozenset()

    def is_unread(self) -> bool:
        """Return whether anything is left to do."""
        return bool(self.documents or self.errors) or (self.documents is None and not self.keys)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a portion: documents that were read, errors, and keys of documents that need not be read."""

    found: tuple[Found, ...] = ()
    errors: tuple[KGError, ...] = ()
    keys: tuple[Key, ...] = ()


class Portions:
    """Portions of work that is left to do, numbered in the order of their sources; made as they are asked for.

    `known` gets what came of the others, which need not be read, by number; `names` the source of each that is under
    way. `total` is how many are left, as far as that can be told without reading.
    """

    def __init__(self, files: Sequence[str], work: Work, kept: frozenset[Key], without: frozenset[str]) -> None:
        self.known: dict[int, Result] = {}
        self.names: dict[int, str] = {}
        self._files, self._work, self._kept, self._without = files, work, kept, without
        self._pages: dict[str, set[Key]] = {}
        for key in kept:
            if key.way:
                self._pages.setdefault(key.source, set()).add(key)
        self._expected = {file: _groups(file) if self._is_lines(file) else 1 for file in files}
        self.total = sum(self._expected.values())

    def __iter__(self) -> Iterator[tuple[int, Portion]]:
        for number, portion in enumerate(chain.from_iterable(map(self._of, self._files))):
            self.known[number] = Result(keys=portion.keys)
            if portion.is_unread():
                self.names[number] = portion.source
                yield number, portion
            else:
                self.total -= 1

    def _is_lines(self, file: str) -> bool:
        work = self._work
        ours = LINES in work.suffixes and LINES not in work.own_readers
        return ours and Path(file).suffix.lower() == LINES and not is_address(file)

    def _of(self, file: str) -> Iterator[Portion]:
        """Yield the file; one of JSON lines, which may hold thousands of documents, in groups of these."""
        if is_address(file):
            yield Portion(file, known=frozenset(self._pages.get(file, ())))
        elif self._is_lines(file):
            count = 0
            for portion in _lines(file, self._kept, self._without):
                count += 1
                yield portion
            self.total += count - self._expected[file]
        else:
            own = None if not self._kept or self._work.is_own(file) else _key(file)
            yield Portion(file, keys=(own,) if own and own in self._kept else ())


def _groups(file: str) -> int:
    """Return how many groups of lines a file has at most; 1 for one that cannot be read, which is told later."""
    try:
        with Path(file).open("rb") as lines:
            count = sum(1 for _ in lines)
    except OSError:
        return 1
    return max(-(-count // GROUP), 1)


def _key(file: str) -> Key | None:
    try:
        return Key(file, file_digest(Path(file)))
    except OSError:  # told when it is read
        return None


def _lines(file: str, kept: frozenset[Key], without: frozenset[str]) -> Iterator[Portion]:
    group: list[Document | Key | ReadError] = []
    whole = True
    for item in read_lines(file, known=kept):
        if not isinstance(item, ReadError) and item.source in without:
            continue
        group.append(item)
        if sum(not isinstance(one, ReadError) for one in group) == GROUP:
            yield _to_portion(file, group)
            group, whole = [], False
    if group or whole:
        yield _to_portion(file, group)


def _to_portion(file: str, items: Sequence[Document | Key | ReadError]) -> Portion:
    return Portion(
        file,
        tuple(item for item in items if isinstance(item, Document)),
        tuple(item for item in items if isinstance(item, ReadError)),
        tuple(item for item in items if isinstance(item, Key)),
    )
