"""Bring a folder's graph up to date with its sources."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compose import Prepared, complete, prepare
from kg.cycles import no_cycles
from kg.errors import KGError
from kg.gather import Progress
from kg.graph import KnowledgeGraph, open_graph
from kg.grow import Former, Grown, grow
from kg.kept import Lock, Shelf, part_shelf, stamp_of, write_lock
from kg.output import HASHED, PART, QUADS, READINGS, write_output, writing
from kg.renew.request import Request, Tell, former_lock, on_disk, plan
from kg.renew.same import damaged, is_alike, is_same
from kg.signals import held

if TYPE_CHECKING:
    from kg.gather.ask import Asking
    from kg.witness.llm.ask import Asked

WORTH_KEEPING = 100
"""Documents that a build has read, from which on they are kept for the next one when it is cut short."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of it: the graph that was written; None where nothing changed, and where nothing was read.

    `documents` counts those that were found, `read` those that had to be read. `example` is the label of a thing that
    many facts join to others, `asked` what came of asking a language model.
    """

    graph: KnowledgeGraph | None
    errors: tuple[KGError, ...]
    documents: int
    read: int
    example: str | None = None
    asked: "Asked | None" = None


def renew(
    folder: Path,
    request: Request,
    *,
    jobs: int | None = 1,
    on_progress: Progress | None = None,
    tell: Tell = lambda _: None,
    asking: "Callable[[tuple[str, ...]], Asking | None]" = lambda _: None,
) -> Renewed:
    """Write the graph of the sources into the folder, the same as a build from nothing; only what changed is read.

    `asking` says of the witnesses how to ask a language model among them about what it has not answered about.
    When nothing changed, nothing is written. The folder is kept for this process from the beginning. Raises StoreError
    when another is writing there, KGError for a request that does not fit the folder, else as `kg.build`.
    """
    with writing(folder), _reading(folder) as shelf:
        former = former_lock(folder, request)
        notes: list[str] = []
        options = plan(folder, request, former, notes.append)
        place = shelf if on_disk(options) else None
        how = asking(options.witnesses)
        prepared = prepare(options, folder, jobs=jobs, on_progress=on_progress, shelf=place, scratch=folder, asking=how)
        for note in notes:  # not before it is sure that there is something to build
            tell(note)
        if prepared.broken:
            tell(f"{folder / READINGS} is broken; every document was read anew")
        gathered = prepared.gathered
        harm = [*damaged(folder, former, prepared.former)] if former else []
        if not gathered.found or (former and not harm and is_same(folder, prepared, former)):
            prepared.discard()
            return Renewed(None, gathered.errors, len(gathered.found), gathered.read, asked=prepared.asked)
        if prepared.lock and on_disk(options):
            return _grown(folder, prepared, prepared.lock, None if harm else former, tell)
        graph = complete(prepared)
        if graph.report["documents"]:
            graph.write(folder)
        read = graph.making.read if graph.making else gathered.read
        return Renewed(graph, graph.errors, len(gathered.found), read, asked=prepared.asked)


@contextmanager
def _reading(folder: Path) -> Iterator[Callable[[Lock], Shelf]]:
    """Give a place for what is read, which is removed at the end; what a build that is cut short has read stays.

    If it is little, nothing stays, so that a build that was stopped at once leaves no trace.
    """
    path = folder / PART
    shelves: list[Shelf] = []

    def shelf(lock: Lock) -> Shelf:
        shelves.append(part_shelf(path, stamp_of(lock) + lock.answers))
        return shelves[0]

    worth = False
    with held() as signals:
        try:
            with signals.loosely():
                yield shelf
        except BaseException:
            worth = bool(shelves) and len(shelves[0].known()) >= WORTH_KEEPING
            raise
        finally:
            for one in shelves:
                one.close()
            if not worth:
                path.unlink(missing_ok=True)
                path.with_name(f"{PART}-journal").unlink(missing_ok=True)  # SQLite's, of a build that was killed


def _grown(folder: Path, prepared: Prepared, lock: Lock, former: Lock | None, tell: Tell) -> Renewed:
    """Write the graph from the readings that are on disk; what is built upon is the former state, where it fits."""
    fits = former is not None and is_alike(former, lock)
    done: list[Grown] = []

    def fill(fresh: Path) -> None:
        grown = grow(fresh, prepared, lock, Former(folder, former) if former and fits else None)
        prepared.former.close()  # Windows does not replace a file that is open
        write_lock(fresh, lock, HASHED, {QUADS: grown.quads})
        done.append(grown)

    try:
        with no_cycles():
            write_output(folder, fill)
    finally:
        prepared.discard()
    (grown,) = done
    if grown.wrong:
        tell(f"{folder / READINGS} could not be built upon ({grown.wrong}); all was made anew")
    graph = open_graph(folder)
    graph.errors = grown.errors
    return Renewed(graph, grown.errors, grown.documents, grown.read, grown.example, prepared.asked)
