"""Whether a folder holds what would be written to it now."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.compose import Prepared
from kg.kept import Lock, Shelf
from kg.kept.lock import file_digest
from kg.output import HASHED, PAGES, SEARCH, STORE, WITNESS
from kg.renew.request import read_report
from kg.store import generation


def is_same(folder: Path, prepared: Prepared, former: Lock) -> bool:
    """Return whether a folder, in which nothing is damaged, holds what would be written to it now."""
    lock, gathered = prepared.lock, prepared.gathered
    if lock is None or (lock.options, lock.made) != (former.options, former.made):
        return False
    if lock.answers != (prepared.former.noted(WITNESS) or ""):
        return False
    if any(one.key is None for one in gathered.found) or {*gathered.kept()} != prepared.former.known().keys():
        return False
    read = prepared.fresh.known()
    if any(key in read and prepared.fresh.get(key) != prepared.former.get(key) for key in gathered.kept()):
        return False
    report = read_report(folder)
    told = [error.get("message") for error in report.get("errors", ())]
    if told != [str(error) for error in gathered.errors] or report.get("folder") != Path.cwd().as_posix():
        return False
    return kept_pages(prepared.work.keep) == kept_pages(folder / PAGES)


def is_alike(former: Lock, lock: Lock) -> bool:
    """Return whether the same readings make the same graph by both."""
    return former.made == lock.made and replace(former.options, sources=(), without=()) == replace(
        lock.options, sources=(), without=()
    )


def kept_pages(folder: Path | None) -> set[str]:
    """Return the names of the web pages in a folder, which hold the hashes of their bytes."""
    return {path.name for path in folder.iterdir()} if folder is not None and folder.is_dir() else set()


def damaged(folder: Path, lock: Lock, shelf: Shelf) -> Iterator[str]:
    """Yield the names of files that are gone or not what was written, by the folder's lock and by what it keeps."""
    if generation(folder) is None:
        yield STORE
    for name in HASHED:
        path = folder / name
        if not (path.is_file() and file_digest(path) == lock.files.get(name)):
            yield name
    noted, path = shelf.noted(SEARCH), folder / SEARCH
    if (file_digest(path) if path.is_file() else None) != noted:
        yield SEARCH
