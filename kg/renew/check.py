"""Say how a folder differs from what its sources give now, without writing to it."""

import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

import pyoxigraph as ox

from kg.compose import Prepared, complete, prepare
from kg.errors import KGError, StoreError
from kg.gather import Progress
from kg.grow import grow
from kg.kept import Lock, part_shelf, stamp_of
from kg.kept.lock import file_digest
from kg.output import LOCK, PAGES, PART, QUADS, REPORT, SEARCH, STORE
from kg.renew.request import Request, former_lock, on_disk, plan, read_report
from kg.renew.same import kept_pages
from kg.store import open_held
from kg.store.holds import release

_FILES = ("graph.html", "graph.nq", "graph.ttl")
_OPTIONS = ("sources", "without", "base", "ontology", "infer", "curation", "witnesses", "rules", "only_uncertain")
_ELSEWHERE = ("seconds", "folder", "ontology")
"""What a report may say otherwise of the same graph: how long it took, and where things lay."""
_ASKED = ("asked", "cost_per_statement")
"""What it may say otherwise of a witness: what asking took this time."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How a folder differs from what its sources give, a line for each difference, and what could not be read."""

    differences: tuple[str, ...]
    errors: tuple[KGError, ...]
    documents: int


def check(folder: Path, request: Request, *, jobs: int | None = 1, on_progress: Progress | None = None) -> Checked:
    """Return how a folder differs from what `renew` would write to it; nothing is written there.

    Documents are compared by what was read from them, then every file with one that is written anew elsewhere: graphs
    and page byte by byte, store and search index by their content, the report but for times and places. Raises
    StoreError for a folder that no build has written, else as `renew`.
    """
    former = former_lock(folder, request)
    if former is None:
        message = f"{folder} has no {LOCK}: no build that could be checked has written it. Build it first."
        raise StoreError(message, target=folder)
    options = plan(folder, request, former, lambda _: None)
    with TemporaryDirectory(prefix="kg-") as place:
        fresh = Path(place) / "fresh"
        part = (lambda lock: part_shelf(Path(place) / PART, stamp_of(lock))) if on_disk(options) else None
        prepared = prepare(options, folder, jobs=jobs, on_progress=on_progress, shelf=part)
        found = [*_made_otherwise(prepared, former), *_documents(folder, prepared)]
        errors = _written(prepared, fresh)
        prepared.close()
        found += [f"{name}: is not what a build would write" for name in _otherwise(folder, fresh)]
    return Checked(tuple(found), errors, len(prepared.gathered.found))


def _written(prepared: Prepared, fresh: Path) -> tuple[KGError, ...]:
    """Write what was gathered into a folder, all of it anew; return what could not be read."""
    if prepared.lock and on_disk(prepared.options):
        fresh.mkdir()
        try:
            return grow(fresh, prepared, prepared.lock).errors
        finally:
            prepared.discard()
    with complete(prepared) as graph:
        graph.write(fresh)
        return graph.errors


def _made_otherwise(prepared: Prepared, former: Lock) -> Iterator[str]:
    """Yield how what makes the graph differs from what made it."""
    now = prepared.lock
    if now is None:
        return
    pairs: list[tuple[str, Any, Any]] = [
        (name, getattr(former.options, name), getattr(now.options, name)) for name in _OPTIONS
    ]
    pairs += [(name, former.made.get(name), now.made.get(name)) for name in sorted({*former.made, *now.made})]
    for name, was, here in pairs:
        if was != here:
            yield f"{name}: {_shown(was)} made the graph, here it is {_shown(here)}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    text = str(value or "none")
    return text[:12] if len(text) == 64 and set(text) <= set("0123456789abcdef") else text


def _documents(folder: Path, prepared: Prepared) -> Iterator[str]:
    """Yield the documents that are new, changed and gone."""
    former = {document["source"] for document in read_report(folder).get("documents", ())}
    sources = {
        one.key.source if one.key else one.reading.document.source if one.reading else ""
        for one in prepared.gathered.found
    }
    known = prepared.former.known()
    read = {key.source for key in prepared.fresh.known() if prepared.former.get(key) != prepared.fresh.get(key)}
    yield from (f"{name}: is new" for name in sorted(sources - former))
    if known:  # else all of them had to be read
        yield from (f"{name}: changed" for name in sorted(read & former))
    yield from (f"{name}: is gone" for name in sorted(former - sources))


### Files #############################################################################################################


def _otherwise(folder: Path, fresh: Path) -> Iterator[str]:
    """Yield the names of what is not the same in two folders."""
    for name in _FILES:
        if _digest(folder / name) != _digest(fresh / name):
            yield name
    if _stored(folder) != _sum((fresh / QUADS).open("rb")):
        yield STORE
    with closing(searched(folder / SEARCH)) as rows, closing(searched(fresh / SEARCH)) as wanted:
        if any(one != other for one, other in zip_longest(rows, wanted)):
            yield SEARCH
    if kept_pages(folder / PAGES) != kept_pages(fresh / PAGES):
        yield PAGES
    if _lasting(folder) != _lasting(fresh):
        yield REPORT


def _digest(path: Path) -> str | None:
    return file_digest(path) if path.is_file() else None


def _stored(folder: Path) -> tuple[int, int] | None:
    """Return the sum of a folder's store, None where there is no store to read."""
    try:
        store, held = open_held(folder)
    except StoreError:
        return None
    try:
        with TemporaryFile(prefix="kg-") as file:
            store.dump(file, format=ox.RdfFormat.N_QUADS)
            file.seek(0)
            return _sum(file)
    finally:
        del store
        release(held)


def _sum(lines: IO[bytes]) -> tuple[int, int]:
    """Return how many lines there are, and the sum of their hashes, which does not depend on their order."""
    count = total = 0
    with closing(lines):
        for line in lines:
            count += 1
            total += int.from_bytes(blake2b(line, digest_size=16).digest())
    return count, total


_SEARCHED = (
    "SELECT iri, label, alias, text FROM entity JOIN name ON name.entity = entity.id ORDER BY 1, 2, 3, 4",
    "SELECT iri, title, text FROM document ORDER BY 1",
    "SELECT iri, start, quote.text, evidence FROM quote JOIN document ON document.id = document ORDER BY 1, 2, 3",
    "SELECT count(*) FROM name_words JOIN name ON name.id = name_words.rowid",
    "SELECT count(*) FROM document_words JOIN document ON document.id = document_words.rowid",
    "SELECT count(*) FROM quote_words JOIN quote ON quote.id = quote_words.rowid",
)


def searched(path: Path) -> Generator[tuple[Any, ...], None, None]:
    """Yield what a search index holds, in whatever order it was put in; one empty row where there is none to read."""
    try:
        if path.is_file():
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                for query in _SEARCHED:
                    yield from connection.execute(query)
    except sqlite3.Error:
        yield ()


def _lasting(folder: Path) -> Mapping[str, Any]:
    found = {key: value for key, value in read_report(folder).items() if key not in _ELSEWHERE}
    if "witnesses" in found:
        heard = found["witnesses"]
        found["witnesses"] = {name: {k: v for k, v in told.items() if k not in _ASKED} for name, told in heard.items()}
    return found
