"""Read what is not kept, on several processors if asked."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.errors import KGError, ReadError
from kg.gather.portions import Found, Portion, Portions, Result
from kg.gather.read import read, read_packed, reading_of
from kg.gather.work import Work, tools
from kg.kept.rows import Kept, Shelf
from kg.output import is_written
from kg.processes import in_processes
from kg.read import expand_sources
from kg.read.known import Key
from kg.read.sources import is_address
from kg.records import Reading

Progress = Callable[[int, int, str], None]
"""Called after each source with how many are done, how many there are, and its name."""
PER_JOB = 50
"""A further process pays from about so many documents on: it takes 0.8 s to start, an article 0.02 s to read."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found of many documents, in the order of their sources, and what could not be read."""

    found: tuple[Found, ...]
    errors: tuple[KGError, ...]
    read: int
    """How many documents were read; the other readings had been kept."""

    def kept(self) -> list[Key]:
        """Return the keys of the documents whose readings are kept."""
        return [one.key for one in self.found if one.key is not None]


def gather(  # noqa: PLR0913 - all but three are options
    sources: Iterable[str | Path],
    work: Work,
    jobs: int | None,
    *,
    known: Mapping[Key, bool] | None = None,
    shelf: Shelf | None = None,
    whole: bool = True,
    without: Iterable[str] = (),
    on_progress: Progress | None = None,
) -> Gathered:
    """Return what is found of the documents that sources stand for, but for those in and below `without`.

    A document is not read whose key is known, unless it is flawed: `known` says which are. What is read is put on the
    shelf; what was found then says no more than its key and, if `whole`, the reading, so that memory need not grow.
    """
    tools(work)  # a wrong ontology is told once, before anything else is done
    kept = frozenset(key for key, flawed in (known or {}).items() if not flawed)
    files, errors = files_of(sources, work, without)
    portions = Portions(files, work, kept, frozenset(without))
    results = portions.known  # of those that are left to do what stands there for now is replaced
    for done, (at, result) in enumerate(results_of(portions, work, jobs), 1):
        results[at] = result if shelf is None else _put(result, shelf, whole=whole)
        if on_progress:
            on_progress(done, portions.total, portions.names.pop(at))
    ordered = [results[number] for number in sorted(results)]
    listed = [*chain.from_iterable(map(_listed, ordered))]
    failed = chain.from_iterable(result.errors for result in ordered)
    return Gathered(tuple(listed), (*errors, *failed), sum(len(result.found) for result in ordered))


def _put(result: Result, shelf: Shelf, *, whole: bool) -> Result:
    """Put what is to be kept on the shelf; return the result without it and, unless `whole`, without the readings."""
    shelf.fill((one.key, one.kept) for one in result.found if one.key is not None and one.kept is not None)
    return replace(result, found=tuple(Found(one.key, reading=one.reading if whole else None) for one in result.found))


def _listed(result: Result) -> Iterator[Found]:
    yield from map(Found, result.keys)
    yield from result.found


def files_of(
    sources: Iterable[str | Path], work: Work, without: Iterable[str] = ()
) -> tuple[list[str], list[ReadError]]:
    """Return the files and addresses to read, and what was not found."""
    given = [*sources]
    files, errors = expand_sources(given, readers=work.readers())
    named = {str(source) for source in given}
    out = {os.path.realpath(name) if not is_address(name) else name for name in without}
    chosen = [file for file in files if file in named or not is_written(file)]
    return [file for file in chosen if not _is_below(file, out)] if out else chosen, errors


def _is_below(file: str, places: set[str]) -> bool:
    """Return whether the file or a folder above it is one of the places."""
    if is_address(file):
        return file in places
    real = Path(os.path.realpath(file))
    return not places.isdisjoint(map(str, (real, *real.parents)))


Find = Callable[[Key], Kept | None]
"""Looks up what is kept of a document."""


def unpacked(gathered: Gathered, work: Work, find: Find, shelf: Shelf) -> tuple[list[Reading], Gathered]:
    """Return all readings, and what was gathered once more: a kept reading that is broken was read again.

    What was read again is put on the shelf.
    """
    readings: list[Reading] = []

    def use(one: Found) -> bool:
        reading = one.reading or (one.key and reading_of(one.key, find(one.key), work))
        if reading:
            readings.append(reading)
        return bool(reading)

    return readings, _again(gathered, work, use, shelf)


def mended(gathered: Gathered, work: Work, find: Find, shelf: Shelf) -> Gathered:
    """Return what was gathered once more, as `unpacked` does, without the readings."""
    return _again(gathered, work, lambda one: bool(one.key and reading_of(one.key, find(one.key), work)), shelf)


def _again(gathered: Gathered, work: Work, use: Callable[[Found], bool], shelf: Shelf) -> Gathered:
    """Return what was gathered, with that which cannot be used read once more; all of it is used in order."""
    found: list[Found] = []
    errors = [*gathered.errors]
    again = 0
    for one in gathered.found:
        if use(one):
            found.append(one)
            continue
        again += 1
        result = _put(read(Portion(one.key.source if one.key else ""), work), shelf, whole=True)
        for new in result.found:
            use(new)
        found += result.found
        errors += result.errors
    return replace(gathered, found=tuple(found), errors=tuple(errors), read=gathered.read + again)


### Processes #########################################################################################################


def results_of(portions: Portions, work: Work, jobs: int | None) -> Iterator[tuple[int, Result]]:
    """Yield the number of each portion with what was read from it, in any order."""
    left = iter(portions)
    first = [*_enough(left, jobs)]
    processes = _jobs(jobs, [portion for _, portion in first])
    if processes == 1:
        for number, portion in chain(first, left):
            yield number, read(portion, work)
    else:
        yield from in_processes(read_packed, chain(first, left), work, processes)


def _enough(portions: Iterator[tuple[int, Portion]], jobs: int | None) -> Iterator[tuple[int, Portion]]:
    """Yield so many portions that one can tell how many processes pay."""
    wanted = (os.cpu_count() or 1) * PER_JOB if jobs is None else jobs
    documents = 0
    while documents < wanted and (one := next(portions, None)) is not None:
        documents += _documents(one[1]) if jobs is None else 1
        yield one


def _documents(portion: Portion) -> int:
    return 1 if portion.documents is None else len(portion.documents)


def _jobs(jobs: int | None, portions: Sequence[Portion]) -> int:
    """Return how many processes to use."""
    wanted = min(os.cpu_count() or 1, sum(map(_documents, portions)) // PER_JOB) if jobs is None else jobs
    return max(min(wanted, len(portions)), 1)
