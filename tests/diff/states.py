"""Two states of a graph for tests: from texts, or from quads in memory."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.compose import build
from kg.diff import Difference, FactChange, Side
from kg.diff.sides import MemoryLines
from kg.graph import KnowledgeGraph
from kg.ontology import load_ontology
from kg.records import Graph
from kg.report import Report, to_report
from kg.resources import ONTOLOGY
from kg.store import memory_store


def built(folder: Path, texts: Mapping[str, str], *, ontology: Path = ONTOLOGY, infer: bool = False) -> KnowledgeGraph:
    """Return the graph of these texts, which are all that lies in the folder."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build([folder], ontology=ontology, infer=infer)


def report() -> Report:
    """Return the report of a graph without documents."""
    return to_report(Graph("https://kg.example/", (), ()), (), load_ontology(), seconds=0)


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as `graph.nq` holds them."""
    data = memory_store(quads).dump(format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


def side(quads: Iterable[ox.Quad], name: str = "it") -> Side:
    """Return quads as a side of a comparison."""
    return Side(name, MemoryLines(nquads(quads).splitlines(keepends=True)), report())


def told(found: Difference | Iterable[FactChange]) -> set[tuple[str, str, str, str, str]]:
    """Return the changed facts by kind, labels and status."""
    facts = found.facts if isinstance(found, Difference) else found
    return {(one.kind, one.subject.label, one.predicate.label, one.object.label, one.change) for one in facts}


def causes(found: Difference) -> set[tuple[str, str, str | None]]:
    """Return all causes of the changed facts."""
    return {(cause.kind, cause.text, cause.change) for fact in found.facts for cause in fact.causes}
