"""Cut sources into portions that are read apart: some files, some lines of a file, some rows of a row group."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

from kg.errors import ReadError
from kg.gather import LINES, Work
from kg.read.jsonl import LongLineError, file_lines, line_documents
from kg.read.parquet import group_documents, row_groups, row_names
from kg.read.plain import unreadable
from kg.read.sources import read_source
from kg.records import Document
from kg.runs import Sorter, hold, loose

ROWS = ".parquet"
_UNNAMEABLE = re.compile("[\ud800-\udfff]")  # such a name is told when the file is read
PORTIONS = 4096
"""About so many there are at most, since all of them are merged: in two steps (`kg.runs.merge.MOST`, squared)."""
LEAST_BYTES, MOST_BYTES = 250_000, 8_000_000
"""Bytes of a portion. The least are a hundred articles, which take some seconds to read: a task costs milliseconds."""
MOST_SLICES = 16
"""Portions of one row group at most: each has to skip the rows before it."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Files, or some lines of a file, or some rows of a row group.

    Lines are the `count` after the line `number`, from the byte `start`; rows the `count` after the first `start` of
    the row group `group`, with `number` rows of the file before them.
    `doubles` are the ids of these lines or rows that others have too, with the first that has each.
    """

    sources: tuple[str, ...]
    start: int = 0
    number: int = 0
    count: int = 0
    group: int | None = None
    doubles: Mapping[str, int] = field(default_factory=dict)


def is_cut(file: str, work: Work) -> bool:
    """Return whether the file may hold many documents, and is read in portions."""
    return Path(file).suffix.lower() in {LINES, ROWS} & work.suffixes and not _UNNAMEABLE.search(file)


def portion_bytes(total: int) -> int:
    """Return how many bytes a portion should have where all sources have so many."""
    return min(max(total // PORTIONS, LEAST_BYTES), MOST_BYTES)


def whole_files(files: Iterable[str], most: int) -> Iterator[Portion]:
    """Yield portions of files that have about so many bytes together."""
    some: list[str] = []
    size = 0
    for file in files:
        some.append(file)
        size += size_of(file)
        if size >= most:
            yield Portion(tuple(some))
            some, size = [], 0
    if some:
        yield Portion(tuple(some))


def size_of(file: str) -> int:
    """Return how many bytes a file has, 0 for one that is not there."""
    try:
        return Path(file).stat().st_size
    except OSError:  # told when it is read
        return 0


def cut(file: str, most: int, scratch: Path) -> list[Portion]:
    """Return the portions, of about so many bytes, of JSON lines or of Parquet; raise ReadError where it is none."""
    is_rows = Path(file).suffix.lower() == ROWS
    with Sorter(scratch) as sorter:
        portions = _rows(file, most, sorter) if is_rows else _lines(file, most, sorter)
        doubles = _doubles(sorter, scratch)
    return _with_doubles(portions, doubles) if portions else [Portion((file,))]


def _lines(file: str, most: int, sorter: Sorter) -> list[Portion]:
    portions: list[Portion] = []
    start = number = count = 0
    try:
        with Path(file).open("rb") as data:
            for line in file_lines(data, file):
                if count and line.offset - start >= most:
                    portions.append(Portion((file,), start, number, count))
                    count = 0
                if not count:
                    start, number = line.offset, line.number - 1
                count += 1
                _note(sorter, line.name(), line.number)
    except LongLineError:
        count += 1  # it is told when the portion is read; what comes after it is not read
    except OSError:
        return []  # it is told when the file is read
    return [*portions, Portion((file,), start, number, count)] if count else portions


def _rows(file: str, most: int, sorter: Sorter) -> list[Portion]:
    portions: list[Portion] = []
    before = 0
    for group, (rows, size) in enumerate(row_groups(Path(file), file)):
        slices = min(max(size // most, 1), MOST_SLICES, max(rows, 1))
        step = max(-(-rows // slices), 1)
        starts = range(0, rows, step)
        portions += (Portion((file,), start, before + start, min(step, rows - start), group) for start in starts)
        before += rows
    for number, name in row_names(Path(file), file):
        _note(sorter, name, number)
    return portions


def _note(sorter: Sorter, name: str | None, number: int) -> None:
    if name is not None:
        sorter.add("names", [hold(name.encode("utf-8", "surrogatepass")) + b"\t%015d" % number])


def _doubles(sorter: Sorter, scratch: Path) -> list[tuple[str, list[int]]]:
    """Return the ids that are given more than once, each with the numbers of its lines in order."""
    found = []
    run = sorter.write(scratch / f"names-{id(sorter)}")
    try:
        for name, lines in groupby(run.lines("names"), key=lambda line: line.rpartition(b"\t")[0]):
            first, *others = (int(line.rpartition(b"\t")[2]) for line in lines)
            if others:
                found.append((loose(name).decode("utf-8", "surrogatepass"), [first, *others]))
    finally:
        run.path.unlink(missing_ok=True)
    return found


def _with_doubles(portions: Sequence[Portion], doubles: Iterable[tuple[str, list[int]]]) -> list[Portion]:
    ends = [portion.number for portion in portions]
    known: list[dict[str, int]] = [{} for _ in portions]
    for name, numbers in doubles:
        for number in numbers:
            known[bisect_right(ends, number - 1) - 1][name] = numbers[0]
    return [
        Portion(one.sources, one.start, one.number, one.count, one.group, names)
        for one, names in zip(portions, known, strict=True)
    ]


### Reading ###########################################################################################################


def portion_documents(portion: Portion, work: Work) -> Iterator[Document | ReadError]:
    """Yield the documents of a portion, and what could not be read."""
    file = portion.sources[0]
    numbers = {**portion.doubles}
    try:
        if portion.group is not None:
            yield from group_documents(
                Path(file), file, portion.group, numbers, rows=slice(portion.start, portion.start + portion.count)
            )
        elif portion.count:
            yield from _documents_of_lines(portion, file, numbers)
        else:
            for source in portion.sources:
                documents, errors = read_source(source, readers=work.readers())
                yield from documents
                yield from errors
    except ReadError as error:
        yield error
    except OSError as error:
        yield unreadable(error, file)


def _documents_of_lines(portion: Portion, file: str, numbers: dict[str, int]) -> Iterator[Document | ReadError]:
    with Path(file).open("rb") as data:
        data.seek(portion.start)
        for line in islice(file_lines(data, file, number=portion.number), portion.count):
            for item in line_documents(line, file, numbers, ()):
                if isinstance(item, Document | ReadError):
                    yield item
