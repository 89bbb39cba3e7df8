"""Turn quads into an on-disk store, and a folder into a store that answers.

A store is a folder of generations (`kg/store/generations.py`). The next one is written beside the one that counts;
readers that have a former one open keep it until they close it.
"""

import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.generations import NEW, current, is_ours, name_of, publish, tidy
from kg.store.holds import USED, hold, release

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

    Any number of readers may open it at once, and a new build does not harm them. Raises StoreError without a store.
    """
    return open_held(folder)[0]


def open_held(folder: str | Path) -> tuple[ox.Store, Path]:
    """Return the store as `open_store` does, and the key by which `release` lets a later build remove its files."""
    place = _find(Path(folder))
    while True:
        key = hold(place)
        try:
            return ox.Store.read_only(str(place)), key
        except (OSError, RuntimeError, ValueError) as error:
            release(key)
            former, place = place, _find(Path(folder))
            if place == former:
                raise _explained(error, place) from error
            # else a build took its place just now


def generation(folder: str | Path) -> str | None:
    """Return which generation of the store a folder has now, None without a store; it differs after every build.

    Reads one small file, so that a server can ask it often.
    """
    for place in (Path(folder) / NAME, Path(folder)):
        with suppress(OSError):
            found = current(place)
            if found:
                return name_of(found)
    return None


def write_store(quads: Iterable[ox.Quad], folder: str | Path, *, label: str = "", at_once: int | None = None) -> Path:
    """Write the quads to a new generation of the store at `folder`, the one that counts from now on; return `folder`.

    `label` is what the generation notes of itself (`kg/store/successor.py`). So many quads are loaded `at_once`, which
    bounds the memory that it takes; all unless it is said.
    Until the new one is complete the former counts; an error or a kill leaves it untouched.
    """
    folder = Path(folder)
    _refuse_foreign(folder)
    fresh = folder / NEW
    for unused in (fresh, folder.with_name(folder.name + ".new")):  # the second is where earlier versions wrote
        _remove_unused(unused)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        store = ox.Store(str(fresh))
    except (OSError, RuntimeError) as error:
        raise _explained(error, folder) from error
    try:
        if at_once is None:
            store.bulk_extend(quads)
        else:
            rest = iter(quads)
            while some := [*islice(rest, at_once)]:
                store.bulk_extend(some)
        store.flush()
        del store  # closes it
        finish(fresh, label)
        publish(fresh, folder)
        tidy(folder)
    except (OSError, RuntimeError) as error:
        raise _explained(error, folder) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(_former(folder), ignore_errors=True)
    return folder


def finish(folder: Path, label: str) -> None:
    """Remove what no reader of a complete Oxigraph folder needs, and add what readers lock, with a label in it."""
    for pattern in _LEFTOVERS:
        for file in folder.glob(pattern):
            file.unlink()
    (folder / USED).write_text(label, encoding="ascii")


def _former(folder: Path) -> Path:
    """Return where earlier versions kept the former store between two renames."""
    return folder.with_name(folder.name + ".old")


def _find(folder: Path) -> Path:
    for place in (folder / NAME, folder, _former(folder / NAME), _former(folder)):
        found = current(place)
        if found:
            return found
    if not folder.exists():
        message = f"there is no folder {folder}. {_BUILD_ONE}"
    else:
        message = f"{folder} holds no store. {_BUILD_ONE}"
    raise StoreError(message, target=folder)


def _refuse_foreign(folder: Path) -> None:
    if not is_ours(folder):
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
