"""Bring a folder's graph up to date with its sources."""

from dataclasses import dataclass
from pathlib import Path

from kg.compose import complete, prepare
from kg.errors import KGError
from kg.gather import Progress
from kg.graph import KnowledgeGraph
from kg.output import READINGS, writing
from kg.renew.request import Request, Tell, former_lock, plan
from kg.renew.same import is_same


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of it: the graph that was written; None where nothing changed, and where nothing was read.

    `documents` counts those that were found, `read` those that had to be read.
    """

    graph: KnowledgeGraph | None
    errors: tuple[KGError, ...]
    documents: int
    read: int


def renew(
    folder: Path,
    request: Request,
    *,
    jobs: int | None = 1,
    on_progress: Progress | None = None,
    tell: Tell = lambda _: None,
) -> Renewed:
    """Write the graph of the sources into the folder, the same as a build from nothing; only what changed is read.

    When nothing did, nothing is written. The folder is kept for this process from the beginning. Raises StoreError
    when another is writing there, KGError for a request that does not fit the folder, else as `kg.build`.
    """
    with writing(folder):
        former = former_lock(folder, request)
        notes: list[str] = []
        options = plan(folder, request, former, notes.append)
        prepared = prepare(options, folder, jobs=jobs, on_progress=on_progress)
        for note in notes:  # not before it is sure that there is something to build
            tell(note)
        if prepared.broken:
            tell(f"{folder / READINGS} is broken; every document was read anew")
        gathered = prepared.gathered
        if not gathered.found or (former and is_same(folder, prepared, former)):
            prepared.discard()
            return Renewed(None, gathered.errors, len(gathered.found), gathered.read)
        graph = complete(prepared)
        if graph.report["documents"]:
            graph.write(folder)
        return Renewed(graph, graph.errors, len(gathered.found), graph.making.read if graph.making else gathered.read)
