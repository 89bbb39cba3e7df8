"""Whether a folder holds what would be written to it now."""

from collections.abc import Iterator
from pathlib import Path

from kg.compose import Prepared
from kg.kept import Lock
from kg.kept.lock import file_digest
from kg.output import HASHED, PAGES, SEARCH, STORE
from kg.renew.request import read_report
from kg.store import generation


def is_same(folder: Path, prepared: Prepared, former: Lock) -> bool:
    """Return whether a folder is whole, and holds what would be written to it now."""
    lock, gathered = prepared.lock, prepared.gathered
    if lock is None or (lock.options, lock.made) != (former.options, former.made):
        return False
    if any(one.key is None for one in gathered.found) or {*gathered.keys()} != prepared.former.known().keys():
        return False
    if any(prepared.fresh.get(key) != prepared.former.get(key) for key in prepared.fresh.known()):
        return False
    report = read_report(folder)
    told = [error.get("message") for error in report.get("errors", ())]
    if told != [str(error) for error in gathered.errors] or report.get("folder") != Path.cwd().as_posix():
        return False
    return not [*damaged(folder, former)] and kept_pages(prepared.work.keep) == kept_pages(folder / PAGES)


def kept_pages(folder: Path | None) -> set[str]:
    """Return the names of the web pages in a folder, which hold the hashes of their bytes."""
    return {path.name for path in folder.iterdir()} if folder is not None and folder.is_dir() else set()


def damaged(folder: Path, lock: Lock) -> Iterator[str]:
    """Yield the names of files that are gone or not what was written."""
    if generation(folder) is None:
        yield STORE
    for name in HASHED:
        path = folder / name
        if (name in lock.files or name != SEARCH) and not (
            path.is_file() and file_digest(path) == lock.files.get(name)
        ):
            yield name
