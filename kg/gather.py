"""Read many documents, on several processors if asked; those whose readings are kept and still fit are not read.

The sources become portions of work: a file, an address, or some lines of a JSON-lines file. What is read does not
depend on the order in which portions are done.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path

from kg.errors import KGError, ReadError
from kg.extract import Extractor, read_facts
from kg.kept.lock import file_digest
from kg.kept.pack import pack, unpack
from kg.kept.rows import Kept, Shelf
from kg.lexicon import Lexicon, load_lexicon
from kg.merge import place, to_page
from kg.ontology import Ontology, load_ontology
from kg.output import is_written
from kg.processes import in_processes
from kg.rdf import exact
from kg.read import READERS, Reader, expand_sources, read_source
from kg.read.known import Key
from kg.read.sources import is_address, read_lines
from kg.records import Document, Reading

Progress = Callable[[int, int, str], None]
"""Called after each source with how many are done, how many there are, and its name."""

LINES = ".jsonl"
GROUP = 20
"""So many documents of a file of JSON lines are read at a time."""
PER_JOB = 50
"""A further process pays from about so many documents on: it takes 0.8 s to start, an article 0.02 s to read."""


@dataclass(frozen=True, slots=True)
class Work:
    """What every process needs. Readers as they differ from `READERS`, whose functions cannot be sent to a process.

    `stamp` is the hash of the ontology file: a changed file is loaded anew. With `packs` readings are packed, to be
    kept.
    """

    ontology: Path
    stamp: str
    extractors: tuple[Extractor, ...]
    suffixes: frozenset[str]
    own_readers: Mapping[str, Reader] = field(default_factory=dict)
    keep: Path | None = None
    packs: bool = False

    def readers(self) -> dict[str, Reader]:
        """Return all readers by suffix."""
        return {suffix: self.own_readers.get(suffix) or READERS[suffix] for suffix in sorted(self.suffixes)}

    def is_own(self, source: str) -> bool:
        """Return whether a reader that is not ours reads the source: what it gives is not kept."""
        return any(Path(name).suffix.lower() in self.own_readers for name in (source, source.rpartition("#")[0]))


@dataclass(frozen=True, slots=True)
class Found:
    """One document: what was read, or only what it was read from, where its reading is kept.

    `key` is None where the reading cannot be kept, `reading` where it is packed. `fresh` says that it was read now.
    """

    key: Key | None
    kept: Kept | None = None
    reading: Reading | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found of many documents, in the order of their sources, and what could not be read."""

    found: tuple[Found, ...]
    errors: tuple[KGError, ...]
    read: int
    """How many documents were read; the other readings had been kept."""

    def keys(self) -> list[Key]:
        """Return the keys of the documents whose readings are kept."""
        return [one.key for one in self.found if one.key is not None]


def to_work(
    ontology: str | Path,
    readers: Mapping[str, Reader],
    extractors: Sequence[Extractor],
    *,
    keep: Path | None = None,
    packs: bool = False,
) -> Work:
    """Return what every process needs."""
    path = Path(ontology)
    stamp = file_digest(path) if path.is_file() else ""
    own = {suffix: reader for suffix, reader in readers.items() if READERS.get(suffix) is not reader}
    return Work(path, stamp, tuple(extractors), frozenset(readers), own, keep, packs)


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
    shelf; unless `whole` what was found then says no more than its key, so that memory does not grow with it.
    """
    tools(work)  # a wrong ontology is told once, before anything else is done
    kept = frozenset(key for key, flawed in (known or {}).items() if not flawed)
    files, errors = files_of(sources, work, without)
    portions = _Portions(files, work, kept, frozenset(without))
    results = portions.known  # of those that are left to do what stands there for now is replaced
    for done, (at, result) in enumerate(_results(portions, work, jobs), 1):
        if shelf is not None:
            shelf.fill(kept_rows(result))
        results[at] = result if whole else replace(result, found=tuple(Found(one.key) for one in result.found))
        if on_progress:
            on_progress(done, portions.total, portions.names.pop(at))
    ordered = [results[number] for number in sorted(results)]
    listed = [*chain.from_iterable(map(_listed, ordered))]
    failed = chain.from_iterable(result.errors for result in ordered)
    return Gathered(tuple(listed), (*errors, *failed), sum(len(result.found) for result in ordered))


def kept_rows(result: "Gathered | _Result") -> Iterator[tuple[Key, Kept]]:
    """Yield what is to be kept of the documents that were read."""
    for one in result.found:
        if one.key is not None and one.kept is not None:
            yield one.key, one.kept


def _listed(result: "_Result") -> Iterator[Found]:
    yield from (Found(key, fresh=False) for key in result.keys)
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


def unpacked(gathered: Gathered, work: Work, find: Find) -> tuple[list[Reading], Gathered]:
    """Return all readings, and what was gathered once more: a kept reading that is broken was read again."""
    readings: list[Reading] = []
    found: list[Found] = []
    errors = [*gathered.errors]
    again = 0
    for one in gathered.found:
        reading = one.reading or (one.key and reading_of(one.key, find(one.key), work))
        if reading:
            readings.append(reading)
            found.append(one)
            continue
        again += 1
        result = _read(_Portion(one.key.source if one.key else ""), work)
        readings += [new.reading for new in result.found if new.reading]
        found += result.found
        errors += result.errors
    return readings, replace(gathered, found=tuple(found), errors=tuple(errors), read=gathered.read + again)


def reading_of(key: Key, kept: Kept | None, work: Work) -> Reading | None:
    """Return the kept reading if it is one, of this document, in the words of this ontology."""
    ontology, _ = tools(work)
    try:
        reading = unpack(kept.packed) if kept else None
    except ValueError:
        return None
    if reading is None:
        return None
    document = reading.document
    same = document.source == key.source and document.source_sha256 == key.sha256
    known = {entity.type for entity in reading.entities} <= ontology.classes.keys()
    said = {statement.predicate for statement in reading.statements} <= ontology.properties.keys()
    return reading if same and known and said else None


### Portions of work ##################################################################################################


@dataclass(frozen=True, slots=True)
class _Portion:
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
class _Result:
    """What came of a portion: documents that were read, errors, and keys of documents that need not be read."""

    found: tuple[Found, ...] = ()
    errors: tuple[KGError, ...] = ()
    keys: tuple[Key, ...] = ()


class _Portions:
    """Portions of work that is left to do, numbered in the order of their sources; made as they are asked for.

    `known` gets what came of the others, which need not be read, by number; `names` the source of each that is under
    way. `total` is how many are left, as far as that can be told without reading.
    """

    def __init__(self, files: Sequence[str], work: Work, kept: frozenset[Key], without: frozenset[str]) -> None:
        self.known: dict[int, _Result] = {}
        self.names: dict[int, str] = {}
        self._files, self._work, self._kept, self._without = files, work, kept, without
        self._pages: dict[str, set[Key]] = {}
        for key in kept:
            if key.way:
                self._pages.setdefault(key.source, set()).add(key)
        self._expected = {file: _groups(file) if self._is_lines(file) else 1 for file in files}
        self.total = sum(self._expected.values())

    def __iter__(self) -> Iterator[tuple[int, _Portion]]:
        for number, portion in enumerate(chain.from_iterable(map(self._of, self._files))):
            self.known[number] = _Result(keys=portion.keys)
            if portion.is_unread():
                self.names[number] = portion.source
                yield number, portion
            else:
                self.total -= 1

    def _is_lines(self, file: str) -> bool:
        work = self._work
        ours = LINES in work.suffixes and LINES not in work.own_readers
        return ours and Path(file).suffix.lower() == LINES and not is_address(file)

    def _of(self, file: str) -> Iterator[_Portion]:
        """Yield the file; one of JSON lines, which may hold thousands of documents, in groups of these."""
        if is_address(file):
            yield _Portion(file, known=frozenset(self._pages.get(file, ())))
        elif self._is_lines(file):
            count = 0
            for portion in _lines(file, self._kept, self._without):
                count += 1
                yield portion
            self.total += count - self._expected[file]
        else:
            own = None if not self._kept or self._work.is_own(file) else _key(file)
            yield _Portion(file, keys=(own,) if own and own in self._kept else ())


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


def _lines(file: str, kept: frozenset[Key], without: frozenset[str]) -> Iterator[_Portion]:
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


def _to_portion(file: str, items: Sequence[Document | Key | ReadError]) -> _Portion:
    return _Portion(
        file,
        tuple(item for item in items if isinstance(item, Document)),
        tuple(item for item in items if isinstance(item, ReadError)),
        tuple(item for item in items if isinstance(item, Key)),
    )


def tools(work: Work) -> tuple[Ontology, Lexicon]:
    """Return the ontology and the lexicon; raise OntologyError where one is wrong."""
    return _tools(work.ontology, work.stamp)


@lru_cache(maxsize=1)
def _tools(ontology: Path, stamp: str) -> tuple[Ontology, Lexicon]:  # noqa: ARG001 - the stamp tells versions apart
    return load_ontology(ontology), load_lexicon()


def _read(portion: _Portion, work: Work) -> _Result:
    """Return what is found in a portion and what was wrong with it; never raises a KGError."""
    if portion.documents is not None:
        return _read_all(portion.documents, work, portion.errors, portion.keys)
    if not is_address(portion.source):
        documents, errors = read_source(portion.source, readers=work.readers(), keep=work.keep)
        return _read_all(documents, work, errors, flawed=bool(errors))
    from kg.read.web import read_unless_known

    try:
        key, answer = read_unless_known(portion.source, known=portion.known, keep=work.keep)
    except ReadError as error:
        return _Result(errors=(error,))
    if key in portion.known:
        return _Result(keys=(key,))
    documents = [item for item in answer if isinstance(item, Document)]
    errors = [item for item in answer if isinstance(item, ReadError)]
    return _read_all(documents, work, errors, flawed=bool(errors), page=key)


def _read_all(
    documents: Iterable[Document],
    work: Work,
    errors: Iterable[KGError],
    keys: tuple[Key, ...] = (),
    *,
    flawed: bool = False,
    page: Key | None = None,
) -> _Result:
    """Return what is read from documents; `page` is the key of the web page that they are."""
    ontology, lexicon = tools(work)
    found, failed = [], [*errors]
    for document in documents:
        reading = read_facts(document, ontology, lexicon, extractors=work.extractors)
        try:
            check_quotes(reading)
        except KGError as error:
            failed.append(ReadError(str(error), path=document.source))
            continue
        key = page or Key(document.source, document.source_sha256)
        if work.packs and key.source == document.source and not work.is_own(document.source):
            found.append(Found(key, _kept(reading, ontology, flawed=flawed), reading))
        else:
            found.append(Found(None, None, reading))
    return _Result(tuple(found), tuple(failed), keys)


def _kept(reading: Reading, ontology: Ontology, *, flawed: bool) -> Kept:
    digest = reading.document.sha256
    said = place(to_page(digest, [reading]), ontology).acronyms()
    found = [sorted(said.alone), sorted(said.meanings)] if said.alone or said.meanings else None
    acronyms = "" if found is None else json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Kept(pack(reading), flawed, digest, acronyms)


def check_quotes(reading: Reading) -> None:
    """Raise KGError when a quote holds what RDF cannot carry, so that one document is lost and not all."""
    for statement in reading.statements:
        for evidence in statement.evidence:
            exact(evidence.quote, reading.document.source)


def _read_packed(portion: _Portion, work: Work) -> _Result:
    """Return what `_read` does, in the form that is sent between processes at the least cost."""
    result = _read(portion, work)
    return replace(result, found=tuple(replace(one, reading=None) if one.kept else one for one in result.found))


### Processes #########################################################################################################


def _results(portions: _Portions, work: Work, jobs: int | None) -> Iterator[tuple[int, _Result]]:
    """Yield the number of each portion with what was read from it, in any order."""
    left = iter(portions)
    first = [*_enough(left, jobs)]
    processes = _jobs(jobs, [portion for _, portion in first])
    if processes == 1:
        for number, portion in chain(first, left):
            yield number, _read(portion, work)
    else:
        yield from in_processes(_read_packed, chain(first, left), work, processes)


def _enough(portions: Iterator[tuple[int, _Portion]], jobs: int | None) -> Iterator[tuple[int, _Portion]]:
    """Yield so many portions that one can tell how many processes pay."""
    wanted = (os.cpu_count() or 1) * PER_JOB if jobs is None else jobs
    documents = 0
    while documents < wanted and (one := next(portions, None)) is not None:
        documents += _documents(one[1]) if jobs is None else 1
        yield one


def _documents(portion: _Portion) -> int:
    return 1 if portion.documents is None else len(portion.documents)


def _jobs(jobs: int | None, portions: Sequence[_Portion]) -> int:
    """Return how many processes to use."""
    wanted = min(os.cpu_count() or 1, sum(map(_documents, portions)) // PER_JOB) if jobs is None else jobs
    return max(min(wanted, len(portions)), 1)
