"""What a build did, as plain dictionaries: the content of `report.json` (docs/reference/formats.md)."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NotRequired, TypedDict

from kg.corroborate.told import ConflictTold
from kg.errors import KGError, StoreError
from kg.ontology import Ontology
from kg.records import STATUSES, Graph, Rejected, Source, Statement
from kg.resources import GAZETTEER, LANGUAGE, ONTOLOGY
from kg.witness.report import HeardReport, WitnessReport, heard_in

LIBRARIES = ("pyoxigraph", "sentencex", "trafilatura", "pypdfium2", "python-docx", "rensa")
"""The libraries whose version may change what is read or written."""


class RejectedReport(TypedDict):
    """A statement that the gate turned away."""

    subject: str
    predicate: str
    object: str
    status: str
    reason: str


class DocumentReport(TypedDict):
    """What was read from one document; `statements` counts by status."""

    id: str
    source: str
    title: str
    date: str | None
    mentions: int
    statements: dict[str, int]
    rejected: list[RejectedReport]
    witnesses: NotRequired[dict[str, HeardReport]]


class ErrorReport(TypedDict):
    """What could not be read."""

    source: str
    message: str


class CurationReport(TypedDict):
    """The file of decisions that was followed, how many they are, and those that fitted nothing, in words."""

    file: str
    sha256: str | None
    decisions: int
    stale: list[str]


class Report(TypedDict):
    """All of it. `folder` is where relative sources start from; `seconds` is how long reading took.

    `ontology_sha256` is the hash of the ontology's file, None for one that is gone; `gazetteer_sha256` that of all
    files of names and cue words, None for a graph that was imported.
    """

    versions: dict[str, str]
    base: str
    ontology: str
    ontology_sha256: str | None
    gazetteer_sha256: str | None
    folder: str
    totals: dict[str, int]
    documents: list[DocumentReport]
    errors: list[ErrorReport]
    seconds: float
    copies: NotRequired[dict[str, str]]
    conflicts: NotRequired[list[ConflictTold]]
    curation: NotRequired[CurationReport]
    witnesses: NotRequired[dict[str, WitnessReport]]


def to_report(graph: Graph, errors: Iterable[KGError], ontology: Ontology, *, seconds: float) -> Report:
    """Return the report of a graph and of what could not be read."""
    documents = [document_report(source, _labels(source)) for source in graph.sources]
    failed = [*errors]
    return report_head(graph.base, failed, ontology, seconds=seconds) | {
        "totals": _totals(graph, documents, len(failed)),
        "documents": documents,
    }


def report_head(base: str, errors: Iterable[KGError], ontology: Ontology, *, seconds: float) -> Report:
    """Return a report without totals and documents."""
    failed: list[ErrorReport] = [{"source": _place(error), "message": str(error)} for error in errors]
    return {
        "versions": versions(),
        "base": base,
        "ontology": ontology.path.as_posix(),
        "ontology_sha256": file_sha256(ontology.path),
        "gazetteer_sha256": gazetteer_sha256(),
        "folder": Path.cwd().as_posix(),
        "totals": {},
        "documents": [],
        "errors": failed,
        "seconds": round(seconds, 3),
    }


def to_curation_report(path: Path, decisions: int, stale: Iterable[str]) -> CurationReport:
    """Return what is told of the decisions that a build followed."""
    return {"file": path.as_posix(), "sha256": file_sha256(path), "decisions": decisions, "stale": [*stale]}


def add_corroboration(report: Report, copies: Mapping[str, str], conflicts: Sequence[ConflictTold]) -> None:
    """Add to a report the copies, each with the first of its group by path, and the conflicts."""
    report["totals"] |= {"copies": len(copies), "conflicts": len(conflicts)}
    report["copies"] = dict(sorted(copies.items()))
    report["conflicts"] = [*conflicts]


def versions() -> dict[str, str]:
    """Return the versions of this program, of Python and of the libraries that count."""
    found = {"provenkg": version_of("provenkg"), "python": platform.python_version()}
    return found | {name: version_of(name) for name in LIBRARIES}


def version_of(name: str) -> str:
    """Return the version of an installed library."""
    try:
        return version(name)
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "not installed"


def file_sha256(path: Path) -> str | None:
    """Return the hash of a file's bytes in hexadecimal digits, None for one that is gone."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def find_ontology(report: Report, roots: Iterable[Path]) -> Path | None:
    """Return the ontology that a graph was built with, below one of the roots or built in; None for a changed one."""
    known = [*(root / report["ontology"] for root in roots), ONTOLOGY]
    wanted = report.get("ontology_sha256")
    return next((path for path in known if wanted and file_sha256(path) == wanted), None)


@cache
def gazetteer_sha256() -> str:
    """Return one hash of the names and contents of all gazetteers and files of cue words."""
    digest = hashlib.sha256()
    for folder in (GAZETTEER, LANGUAGE):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".tsv", ".toml"}):
            digest.update(f"{path.relative_to(folder).as_posix()} {file_sha256(path)}\n".encode())
    return digest.hexdigest()


def _place(error: KGError) -> str:
    return str(getattr(error, "path", ""))


def _labels(source: Source) -> dict[str, str]:
    return {entity.id: entity.label for entity in source.reading.entities}


def document_report(source: Source, labels: Mapping[str, str]) -> DocumentReport:
    """Return what is told of one document; `labels` are its names of things, by path."""
    reading = source.reading
    told: DocumentReport = {
        "id": source.id,
        "source": reading.document.source,
        "title": " ".join(reading.document.title.split()),
        "date": reading.document.date,
        "mentions": len(reading.mentions),
        "statements": _by_status(reading.statements),
        "rejected": [_rejected(rejected, labels) for rejected in reading.rejected],
    }
    if heard := heard_in(reading):
        told["witnesses"] = heard
    return told


def _rejected(rejected: Rejected, labels: Mapping[str, str]) -> RejectedReport:
    statement = rejected.statement
    return {
        "subject": labels.get(statement.subject, statement.subject),
        "predicate": statement.predicate,
        "object": labels.get(statement.object, statement.object),
        "status": statement.status,
        "reason": rejected.reason,
    }


def _by_status(statements: Sequence[Statement]) -> dict[str, int]:
    return {status: sum(statement.status == status for statement in statements) for status in STATUSES}


def _totals(graph: Graph, documents: Sequence[DocumentReport], failed: int) -> dict[str, int]:
    statements = [statement for source in graph.sources for statement in source.reading.statements]
    facts = {(s.status, s.subject, s.predicate, s.object) for s in statements}
    return {
        "documents": len({source.id for source in graph.sources}),
        "entities": len(graph.entities),
        **{status: sum(fact[0] == status for fact in facts) for status in STATUSES},
        "statements": len(statements),
        "rejected": sum(len(document["rejected"]) for document in documents),
        "mentions": sum(document["mentions"] for document in documents),
        "errors": failed,
    }


def read_report(path: Path) -> Report:
    """Return the report of a folder; raise StoreError for one that is gone or broken."""
    try:
        found: Report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} is gone or broken ({error}). Build the graph again with: kg build SOURCE -o {path.parent}"
        raise StoreError(message, target=path.parent) from error
    return found
