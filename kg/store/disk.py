"""Turn quads into an on-disk store, and a folder into a store that answers.

A store is an Oxigraph (RocksDB) folder. It is written beside its place and moved there when it is complete; readers
that have the former one open keep it until they close it.
"""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError

NAME = "store"
"""The folder of the store within an output folder."""

_LOCK = re.compile(r"[\\/]LOCK\b|lock hold|lock file", re.IGNORECASE)
# RocksDB leaves these behind: bulk-*.sst when a bulk load is killed, LOG.old.* at every opening.
_LEFTOVERS = ("bulk-*.sst", "LOG.old.*")
_BUILD_ONE = "Build one first, for example: kg build SOURCE -o kg-out"


def memory_store(quads: Iterable[ox.Quad]) -> ox.Store:
    """Return a store in memory that holds the quads."""
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def open_store(folder: str | Path) -> ox.Store:
    """Return the store of an output folder (or the store's own folder), open for reading alone.

    Any number of readers may open it at once. Raises StoreError where there is none.
    """
    place = _find(Path(folder))
    try:
        return ox.Store.read_only(str(place))
    except (OSError, RuntimeError, ValueError) as error:
        raise _explained(error, place) from error


def write_store(quads: Iterable[ox.Quad], folder: str | Path) -> Path:
    """Write the quads to a new store at `folder`, in place of the one that may be there; return `folder`.

    Until the new one is complete the former stands; an error or a kill leaves it untouched.
    """
    folder = Path(folder)
    _refuse_foreign(folder)
    fresh = folder.with_name(folder.name + ".new")
    _remove_unused(fresh)
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        _load(quads, fresh)
        _publish(fresh, folder)
    except (OSError, RuntimeError) as error:
        raise _explained(error, folder) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _load(quads: Iterable[ox.Quad], folder: Path) -> None:
    store = ox.Store(str(folder))
    store.bulk_extend(quads)
    store.flush()
    del store  # closes it
    for pattern in _LEFTOVERS:
        for file in folder.glob(pattern):
            file.unlink()


def _publish(fresh: Path, folder: Path) -> None:
    """Move the new store into place. Between the two renames `_find` falls back on the former one."""
    former = _former(folder)
    if folder.exists():
        shutil.rmtree(former, ignore_errors=True)
        folder.rename(former)
    fresh.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


def _former(folder: Path) -> Path:
    return folder.with_name(folder.name + ".old")


def _is_store(folder: Path) -> bool:
    return (folder / "CURRENT").is_file() and (folder / "IDENTITY").is_file()


def _find(folder: Path) -> Path:
    for place in (folder / NAME, folder, _former(folder / NAME), _former(folder)):
        if _is_store(place):
            return place
    if not folder.exists():
        message = f"there is no folder {folder}. {_BUILD_ONE}"
    else:
        message = f"{folder} holds no store. {_BUILD_ONE}"
    raise StoreError(message, target=folder)


def _refuse_foreign(folder: Path) -> None:
    empty = folder.is_dir() and not any(folder.iterdir())
    if folder.exists() and not empty and not _is_store(folder):
        message = f"{folder} exists and is not a store. Move it away, or write to another folder."
        raise StoreError(message, target=folder)


def _remove_unused(folder: Path) -> None:
    """Remove what a killed build left behind; refuse while another process is still writing it."""
    if not folder.exists():
        return
    try:
        ox.Store(str(folder))
    except (OSError, RuntimeError) as error:
        if _LOCK.search(str(error)):
            raise _explained(error, folder) from error
    shutil.rmtree(folder)


def _explained(error: Exception, place: Path) -> StoreError:
    text = str(error)
    if _LOCK.search(text):
        text = f"another kg process has this store open: {place}. Wait until it has ended."
    elif "No space left" in text:
        text = f"{place}: the disk is full. Make room and run it again; what was there before still stands."
    else:
        text = f"{place} cannot be used as a store ({text}). Move it away and build it again."
    return StoreError(text, target=place)
