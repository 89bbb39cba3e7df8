"""Compose the stages: sources in, a knowledge graph out.

Each document is read by itself, on several processors if asked. Nothing here depends on
the order in which documents are done: `merge` sorts, and names come from content.
"""

import hashlib
import os
import shutil
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

import pyoxigraph as ox

from kg.errors import KGError, ReadError
from kg.extract import DEFAULT, Extractor, read_facts
from kg.graph import KnowledgeGraph
from kg.lexicon import Lexicon, load_lexicon
from kg.merge import BASE, merge_readings
from kg.ontology import Ontology, load_ontology
from kg.output import is_written
from kg.rdf import check_base, exact, to_quads
from kg.read import READERS, Reader, expand_sources, read_source
from kg.read.sources import is_address
from kg.records import Document, Reading
from kg.report import Report, to_report, version_of
from kg.resources import ONTOLOGY
from kg.store import memory_store
from kg.store.infer import infer as add_inferred
from kg.store.infer import inferred_facts
from kg.store.owl_rl import infer_owl_rl, load_reasoner
from kg.view.picture import texts_of

Progress = Callable[[int, int, str], None]
"""Called after each source with how many are done, how many there are, and its name."""

Inference = bool | Literal["owl-rl"]
"""Whether to infer, and by OWL 2 RL as well."""

LINES = ".jsonl"
GROUP = 20
"""So many documents of a file of JSON lines are read at a time."""
PER_JOB = 50
"""A further process pays from about so many documents on: it takes 0.8 s to start, an article 0.02 s to read."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read from many documents, in the order of their sources, and what could not be read."""

    readings: tuple[Reading, ...]
    errors: tuple[KGError, ...]

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.readings)

    def __len__(self) -> int:
        return len(self.readings)


@dataclass(frozen=True, slots=True)
class _Work:
    """What every process needs. Readers as they differ from `READERS`, whose functions cannot be sent to a process.

    `stamp` is the hash of the ontology file: a changed file is loaded anew.
    """

    ontology: Path
    stamp: str
    extractors: tuple[Extractor, ...]
    suffixes: frozenset[str]
    own_readers: Mapping[str, Reader] = field(default_factory=dict)
    keep: Path | None = None

    def readers(self) -> dict[str, Reader]:
        """Return all readers by suffix."""
        return {suffix: self.own_readers.get(suffix) or READERS[suffix] for suffix in sorted(self.suffixes)}


def build(  # noqa: PLR0913 - all but the first are options
    sources: Iterable[str | Path],
    *,
    base: str = BASE,
    ontology: str | Path = ONTOLOGY,
    jobs: int | None = 1,
    readers: Mapping[str, Reader] = READERS,
    extractors: Sequence[Extractor] = DEFAULT,
    on_progress: Progress | None = None,
    infer: Inference = False,
) -> KnowledgeGraph:
    """Return the graph of files, folders, patterns and web addresses; what could not be read is in its `errors`.

    `jobs` is the number of processes; None takes as many as pay. Two builds of the same documents are the same. With
    `infer` the graph `BASE graph/inferred` holds what follows from the asserted facts by the ontology; with
    `infer="owl-rl"` also what OWL 2 RL lets follow (`pip install 'provenkg[owl-rl]'`).
    Raises OntologyError when the ontology or a gazetteer is wrong, KGError when the base cannot carry names.
    """
    started = time.perf_counter()
    check_base(base)
    if infer == "owl-rl":
        load_reasoner()  # before everything is read
    sources = [*sources]
    pages = Path(mkdtemp(prefix="kg-")) if any(is_address(str(source)) for source in sources) else None
    try:
        work = _work(ontology, readers, extractors, pages)
        loaded, _ = _tools(work.ontology, work.stamp)
        found = _readings(sources, work, jobs, on_progress)
        graph = merge_readings(found, base=base, ontology=loaded)
        store = memory_store(to_quads(graph, loaded))
    except BaseException:
        if pages:
            shutil.rmtree(pages, ignore_errors=True)
        raise
    report = to_report(graph, found.errors, loaded, seconds=time.perf_counter() - started)
    if infer:
        _infer(store, work.ontology, infer, report)
    whole = KnowledgeGraph(store, report, errors=found.errors, pages=pages, ontology=loaded, texts=texts_of(graph))
    if pages:  # they are copied when the graph is written
        weakref.finalize(whole, shutil.rmtree, pages, ignore_errors=True)
    return whole


def _infer(store: ox.Store, ontology: Path, infer: Inference, report: Report) -> None:
    """Add what follows to the store, and to the report how many facts."""
    add_inferred(store, ontology)
    if infer == "owl-rl":
        infer_owl_rl(store, ontology)
        report["versions"]["reasonable"] = version_of("reasonable")
    report["totals"]["inferred"] = sum(1 for _ in inferred_facts(store))


def readings(  # noqa: PLR0913 - all but the first are options
    sources: Iterable[str | Path],
    *,
    ontology: str | Path = ONTOLOGY,
    jobs: int | None = 1,
    readers: Mapping[str, Reader] = READERS,
    extractors: Sequence[Extractor] = DEFAULT,
    on_progress: Progress | None = None,
    keep: Path | None = None,
) -> Readings:
    """Return what is read from each document by itself: entities, mentions, statements, and what the gate turned away.

    Pages from the web are kept, as they came, in the folder `keep`.
    """
    return _readings(sources, _work(ontology, readers, extractors, keep), jobs, on_progress)


def _work(
    ontology: str | Path, readers: Mapping[str, Reader], extractors: Sequence[Extractor], keep: Path | None
) -> _Work:
    path = Path(ontology)
    stamp = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    own = {suffix: reader for suffix, reader in readers.items() if READERS.get(suffix) is not reader}
    return _Work(path, stamp, tuple(extractors), frozenset(readers), own, keep)


def _readings(sources: Iterable[str | Path], work: _Work, jobs: int | None, on_progress: Progress | None) -> Readings:
    _tools(work.ontology, work.stamp)  # a wrong ontology is told once, before anything else is done
    given = [*sources]
    files, errors = expand_sources(given, readers=work.readers())
    named = {str(source) for source in given}
    portions = [*_portions([file for file in files if file in named or not is_written(file)], work)]
    results: dict[int, _Result] = {}
    for done, (number, result) in enumerate(_results(portions, work, _jobs(jobs, portions)), 1):
        results[number] = result
        if on_progress:
            on_progress(done, len(portions), portions[number].source)
    ordered = [results[number] for number in range(len(portions))]
    return Readings(
        tuple(chain.from_iterable(found for found, _ in ordered)),
        (*errors, *chain.from_iterable(failed for _, failed in ordered)),
    )


### Portions of work ##################################################################################################

_Result = tuple[tuple[Reading, ...], tuple[KGError, ...]]


@dataclass(frozen=True, slots=True)
class _Portion:
    """A source that is still to be read, or documents of one that has been."""

    source: str
    documents: tuple[Document, ...] | None = None
    errors: tuple[KGError, ...] = ()


def _portions(files: Iterable[str], work: _Work) -> Iterator[_Portion]:
    """Yield each file; a file of JSON lines, which may hold thousands of documents, in groups of these."""
    for file in files:
        if is_address(file) or Path(file).suffix.lower() != LINES or LINES in work.own_readers:
            yield _Portion(file)
            continue
        documents, errors = read_source(file, readers=work.readers())
        for start in range(0, max(len(documents), 1), GROUP):
            yield _Portion(file, tuple(documents[start : start + GROUP]), () if start else tuple(errors))


@lru_cache(maxsize=1)
def _tools(ontology: Path, stamp: str) -> tuple[Ontology, Lexicon]:  # noqa: ARG001 - the stamp tells versions apart
    return load_ontology(ontology), load_lexicon()


def _read(portion: _Portion, work: _Work) -> _Result:
    """Return the readings of a portion and what was wrong with it; never raises a KGError."""
    documents, errors = portion.documents, [*portion.errors]
    if documents is None:
        found, failed = read_source(portion.source, readers=work.readers(), keep=work.keep)
        documents, errors = tuple(found), [*failed]
    ontology, lexicon = _tools(work.ontology, work.stamp)
    kept = []
    for document in documents:
        reading = read_facts(document, ontology, lexicon, extractors=work.extractors)
        try:
            _check_quotes(reading)
        except KGError as error:
            errors.append(ReadError(str(error), path=document.source))
        else:
            kept.append(reading)
    return tuple(kept), tuple(errors)


def _check_quotes(reading: Reading) -> None:
    """Raise KGError when a quote holds what RDF cannot carry, so that one document is lost and not all."""
    for statement in reading.statements:
        for evidence in statement.evidence:
            exact(evidence.quote, reading.document.source)


### Processes #########################################################################################################


def _jobs(jobs: int | None, portions: Sequence[_Portion]) -> int:
    """Return how many processes to use."""
    documents = sum(1 if portion.documents is None else len(portion.documents) for portion in portions)
    wanted = min(os.cpu_count() or 1, documents // PER_JOB) if jobs is None else jobs
    return max(min(wanted, len(portions)), 1)


def _results(portions: Sequence[_Portion], work: _Work, jobs: int) -> Iterator[tuple[int, _Result]]:
    """Yield the number of each portion with what was read from it, in any order."""
    if jobs == 1:
        for number, portion in enumerate(portions):
            yield number, _read(portion, work)
    else:
        yield from _parallel(portions, work, jobs)


def _parallel(portions: Sequence[_Portion], work: _Work, jobs: int) -> Iterator[tuple[int, _Result]]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    _check_sendable(work)
    # "spawn" is what Windows and macOS have, and the only way that is safe beside threads.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start) as pool:
        try:
            with _uninterrupted():
                waiting = {pool.submit(_read, portion, work): number for number, portion in enumerate(portions)}
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BrokenProcessPool as error:
            message = (
                "a process that read documents ended before its time. In a script of your own, call kg.build under "
                'if __name__ == "__main__"; if memory is short, use fewer jobs, for example: --jobs 1'
            )
            raise KGError(message) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C from the processes that are started meanwhile: they inherit that it is ignored (POSIX)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _start() -> None:
    """Leave Ctrl-C to the first process, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_sendable(work: _Work) -> None:
    import pickle

    try:
        pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        message = (
            f"a reader or extractor cannot be sent to other processes ({error}). Define it in a module, or use jobs=1."
        )
        raise KGError(message) from error
