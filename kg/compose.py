"""Compose the stages: sources in, a knowledge graph out.

Each document is read by itself (`kg.gather`). Nothing here depends on the order in which documents are done: `merge`
sorts, and names come from content.
"""

import shutil
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.curation import Decision, curate, read_decisions
from kg.cycles import no_cycles
from kg.errors import KGError
from kg.extract import DEFAULT, Extractor
from kg.gather import Gathered, Progress, Work, gather, to_work, tools, unpacked
from kg.graph import KnowledgeGraph, Making
from kg.kept import Inference, Kept, Lock, Options, Shelf, make_lock, memory_shelf, options_from, read_shelf, stamp_of
from kg.merge import BASE, merge_readings
from kg.output import FETCHED, WITNESS
from kg.rdf import check_base, to_quads
from kg.read import READERS, Reader
from kg.read.known import Key
from kg.read.sources import as_given, is_address
from kg.records import Reading
from kg.report import Report, add_corroboration, to_curation_report, to_report, version_of
from kg.resources import ONTOLOGY
from kg.store import memory_store
from kg.store.conflicts import told_conflicts
from kg.store.infer import infer as add_inferred
from kg.store.infer import inferred_facts
from kg.store.owl_rl import infer_owl_rl, load_reasoner
from kg.view.picture import texts_of
from kg.witness import Witness, is_recorded, witnesses_of
from kg.witness.report import summed

if TYPE_CHECKING:
    from kg.gather.ask import Asking
    from kg.witness.llm.ask import Asked


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
class Prepared:
    """Documents that were gathered for a graph, by what, and since when (`time.perf_counter`).

    `lock` is None where something is at work that a later build could not know: an extractor or a reader of one's own.
    `former` are the readings that were kept, `fresh` those that were made now; `broken` says that the file of the
    former could not be read. `decisions` are those of people about the graph.
    """

    options: Options
    work: Work
    gathered: Gathered
    lock: Lock | None
    started: float
    former: Shelf
    fresh: Shelf
    broken: bool = False
    decisions: tuple[Decision, ...] = ()
    asked: "Asked | None" = None

    def kept(self, key: Key) -> Kept | None:
        """Return what is kept of a document."""
        return self.fresh.get(key) or self.former.get(key)

    def take_over(self, gathered: Gathered) -> None:
        """Hold what is kept of all documents in `fresh`, and let go of the former, whose file may be replaced then."""
        known = self.fresh.known()
        there = ((key, self.former.get(key)) for key in gathered.kept() if key not in known)
        self.fresh.fill((key, kept) for key, kept in there if kept is not None)
        self.former.close()

    def close(self) -> None:
        """Let go of the readings."""
        self.fresh.close()
        self.former.close()

    def discard(self) -> None:
        """Remove the web pages that were fetched."""
        if self.work.keep:
            shutil.rmtree(self.work.keep, ignore_errors=True)


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
    reuse: str | Path | None = None,
    curation: str | Path | None = None,
    witnesses: Sequence[str | Witness] = (),
    answers: str | Path | None = None,
) -> KnowledgeGraph:
    """Return the graph of files, folders, patterns and web addresses; what could not be read is in its `errors`.

    `jobs` is the number of processes; None takes as many as pay. Two builds of the same documents are the same. With
    `infer` the graph `BASE graph/inferred` holds what follows from the asserted facts by the ontology; with
    `infer="owl-rl"` also what OWL 2 RL lets follow (`pip install 'provenkg[owl-rl]'`). Documents that
    the folder `reuse`, which a former build wrote, has the readings of are not read again, as long as they, the
    ontology, the names and the program are the same. `curation` is a file of what people decided about the graph
    (docs/reference/curation.md); decisions that fit nothing in it are listed in the report.
    `witnesses` are heard beside the extractors (docs/how-to/use-a-model.md): names such as "spacy:en_core_web_sm", or
    your own (`kg.witness.Witness`). What a language model ("llm:MODEL") answered is read from the folder `answers`;
    `kg build --witness` asks it.
    Raises OntologyError when the ontology or a gazetteer is wrong, KGError when the base cannot carry names
    or the file of decisions is wrong.
    """
    given = [*sources]
    named = [one for one in witnesses if isinstance(one, str)]
    options = options_from(
        map(as_given, given), base=base, ontology=ontology, infer=infer, curation=curation, witnesses=named
    )
    folder = None if reuse is None else Path(reuse)
    own = tuple(one for one in witnesses if not isinstance(one, str))
    plugs = Plugs(readers, tuple(extractors), given, own, None if answers is None else Path(answers))
    return complete(prepare(options, folder, plugs=plugs, jobs=jobs, on_progress=on_progress))


@dataclass(frozen=True, slots=True)
class Plugs:
    """What a program of one's own may add to a build: readers, extractors, sources as paths, witnesses.

    `answers` is where the answers of language models are, if not with the graph.
    """

    readers: Mapping[str, Reader] = field(default_factory=lambda: READERS)
    extractors: tuple[Extractor, ...] = DEFAULT
    sources: Sequence[str | Path] | None = None
    witnesses: tuple[Witness, ...] = ()
    answers: Path | None = None


def prepare(  # noqa: PLR0913 - all but two are options
    options: Options,
    folder: Path | None,
    *,
    plugs: Plugs | None = None,
    jobs: int | None = 1,
    on_progress: Progress | None = None,
    shelf: Callable[[Lock], Shelf] | None = None,
    scratch: Path | None = None,
    asking: "Asking | None" = None,
) -> Prepared:
    """Return what is gathered of the sources, with the readings that a folder keeps; errors as `build`.

    Without `shelf` what is read is held in memory, with it on the shelf that it gives, and what that has already is not
    read again. Pages from the web are put into a new folder in `scratch`, else where the system has such folders.
    `asking` says how to ask a language model among the witnesses; without it, what it has answered is all there is.
    """
    started = time.perf_counter()
    check_base(options.base)
    if options.infer == "owl-rl":
        load_reasoner()  # before everything is read
    decisions = () if options.curation is None else read_decisions(Path(options.curation))
    plugs = plugs or Plugs()
    sources = options.sources if plugs.sources is None else plugs.sources
    packs = plugs.extractors == DEFAULT and not plugs.witnesses
    answers = plugs.answers or (folder / WITNESS if folder else None)
    heard = witnesses_of(options.witnesses, answers, only_uncertain=options.only_uncertain)
    extractors = plugs.extractors if options.rules else ()
    named = (*heard, *plugs.witnesses)
    work = to_work(options.ontology or ONTOLOGY, plugs.readers, extractors, packs=packs, witnesses=named)
    tools(work)  # a wrong ontology is told before its hash is taken
    lock = make_lock(options) if packs else None
    known = read_shelf(folder, stamp_of(lock)) if folder and lock else memory_shelf()
    former = known or memory_shelf()
    there = _known(former, answers, options)
    if any(is_address(str(source)) for source in sources):
        work = replace(work, keep=Path(mkdtemp(prefix=FETCHED if scratch else "kg-", dir=scratch)))
    asked = None
    try:
        if asking:
            from kg.gather.ask import ask_model

            asked = ask_model(
                sources, work, jobs, asking, known=there, without=options.without, on_progress=on_progress
            )
            there = dict.fromkeys(there, True) if asking.refresh else there
        if lock:
            lock = replace(lock, answers=_answered(answers, options))
        fresh = shelf(lock) if shelf and lock else memory_shelf()
        gathered = gather(
            sources,
            work,
            jobs,
            known=there | fresh.known(),
            shelf=fresh,
            whole=shelf is None,
            without=options.without,
            on_progress=on_progress,
        )
    except BaseException:
        if work.keep:
            shutil.rmtree(work.keep, ignore_errors=True)
        raise
    own = bool(work.own_readers)
    lock = None if own else lock
    return Prepared(options, work, gathered, lock, started, former, fresh, known is None, decisions, asked)


def _known(former: Shelf, answers: Path | None, options: Options) -> dict[Key, bool]:
    """Return the keys of what is kept, all of it to be read again where other answers are recorded than it rests on."""
    known = former.known()
    if known and former.noted(WITNESS) != _answered(answers, options):
        return dict.fromkeys(known, True)
    return known


def _answered(answers: Path | None, options: Options) -> str:
    """Return the hash of what language models answered, nothing where there is none among the witnesses."""
    if answers is None or not any(map(is_recorded, options.witnesses)):
        return ""
    from kg.witness.llm.recorded import Recorded

    return Recorded(answers).digest()


def complete(prepared: Prepared) -> KnowledgeGraph:
    """Return the graph of what was gathered."""
    with no_cycles():
        return _completed(prepared)


def _completed(prepared: Prepared) -> KnowledgeGraph:
    from kg.corroborate.whole import corroborate  # loads numpy, which `kg extract` does without

    work, pages = prepared.work, prepared.work.keep
    loaded, _ = tools(work)
    try:
        found, gathered = unpacked(prepared.gathered, work, prepared.kept, prepared.fresh)
        prepared.take_over(gathered)
        merged = merge_readings(found, base=prepared.options.base, ontology=loaded)
        curated = curate(merged, prepared.decisions, loaded)
        graph = curated.graph
        together = corroborate(graph, loaded)
        store = memory_store(chain(to_quads(graph, loaded), together.quads()))
    except BaseException:
        prepared.discard()
        raise
    report = to_report(graph, gathered.errors, loaded, seconds=time.perf_counter() - prepared.started)
    add_corroboration(report, together.copies, told_conflicts(store))
    if work.witnesses:
        heard = (document.get("witnesses", {}) for document in report["documents"])
        report["witnesses"] = summed(work.witnesses, heard, prepared.asked)
    if prepared.options.curation is not None:
        report["curation"] = to_curation_report(
            Path(prepared.options.curation), len(prepared.decisions), map(str, curated.stale)
        )
    if prepared.options.infer:
        _infer(store, work.ontology, prepared.options.infer, report)
    making = Making(prepared.lock, gathered.kept(), prepared.fresh.get, gathered.read) if prepared.lock else None
    whole = KnowledgeGraph(
        store, report, errors=gathered.errors, pages=pages, ontology=loaded, texts=texts_of(graph), making=making
    )
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
    witnesses: Sequence[Witness] = (),
) -> Readings:
    """Return what is read from each document by itself: entities, mentions, statements, and what the gate turned away.

    Pages from the web are kept, as they came, in the folder `keep`. `witnesses` are heard beside the extractors.
    """
    work = to_work(ontology, readers, extractors, keep=keep, witnesses=witnesses)
    gathered = gather(sources, work, jobs, on_progress=on_progress)
    return Readings(tuple(one.reading for one in gathered.found if one.reading), gathered.errors)
