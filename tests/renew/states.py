"""What a folder says: everything that a build writes to it, to be compared, and what no build means to leave there."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

import kg
from kg.errors import StoreError
from kg.output import FORMER, NAMES
from kg.renew.check import searched
from kg.store import generation
from tests.renew.test_renew import kept

State = dict[str, object]
"""By the names of files the hashes of their bytes or what databases hold; the quads' hash, the report without time."""

DATABASES: dict[str, Callable[[Path], object]] = {
    "search.sqlite": lambda path: [*searched(path)],
    "readings.sqlite": kept,
}
"""Their bytes depend on the order of changes; these return what is in them."""

NOTHING: State = {}
"""The state of a folder without a graph."""


def state(folder: Path) -> State:
    """Return what a folder says, after it was opened as everyone opens it: a reader finishes what was half moved.

    The parts must agree with each other: the store and the report as they are opened with the files, and a search.
    """
    try:
        graph = kg.open(folder)
    except StoreError:
        assert not {path.name for path in folder.iterdir()} & {*NAMES, FORMER}
        return NOTHING
    with graph:
        quads = sorted(f"{quad} ." for quad in graph.store)
        assert quads == (folder / "graph.nq").read_text(encoding="utf-8").splitlines()
        assert graph.report == json.loads((folder / "report.json").read_text(encoding="utf-8"))
        found = {hit.iri for hit in graph.search("China") if hit.kind == "entities"}
        assert found <= {quad.subject.value for quad in graph.store if isinstance(quad.subject, ox.NamedNode)}
        names = {name for name in NAMES if (folder / name).is_file()} - {"report.json", *DATABASES}
        files: State = {name: _digest((folder / name).read_bytes()) for name in names}
        files |= {name: read(folder / name) for name, read in DATABASES.items()}
        return {**files, **opened(graph)}


def opened(graph: kg.KnowledgeGraph) -> State:
    """Return the part of the state that a graph shows which is open."""
    quads = sorted(f"{quad} ." for quad in graph.store)
    return {"store": _digest("\n".join(quads).encode()), "report": {**graph.report, "seconds": 0}}


def state_of_copy(folder: Path) -> State:
    """Return what a folder says, leaving itself as it is."""
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    try:
        return state(copy)
    finally:
        shutil.rmtree(copy)


def left_over(folder: Path) -> list[str]:
    """Return what lies in the folder and its store that no build means to leave there."""
    store = folder / "store"
    wanted = {
        *(folder / name for name in (*NAMES, FORMER)),
        *(folder / FORMER / name for name in ("graph.nq", "report.json")),
        *(store / name for name in ("generation", generation(folder) or "generation")),
    }
    inside = [*folder.iterdir(), *(store.iterdir() if store.exists() else ())]
    inside += [*(folder / FORMER).iterdir()] if (folder / FORMER).exists() else []
    junk = [*store.rglob("bulk-*"), *store.rglob("LOG.old.*")]
    return sorted(str(path.relative_to(folder)) for path in {*inside, *junk} - wanted)


def former(folder: Path) -> object:
    """Return the hash of the quads of the state before the last build, None where it is not kept with its report."""
    quads, report = folder / FORMER / "graph.nq", folder / FORMER / "report.json"
    return _digest(quads.read_bytes()) if quads.exists() and report.exists() else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
