"""Keep generations of a store beside each other: a folder each, and a small file that names the one that counts.

::

    store/generation        "7-5d41402a": the pointer, replaced in one move
    store/7-5d41402a/       an Oxigraph (RocksDB) folder, never written again
    store/7-5d41402a/used   readers hold it fast while they have the generation open
    store/new/              the next one while it is being written, or what a killed build left

A generation is called by its number and the start of the random name that RocksDB gave it, so that no two are called
the same, not even when the whole folder was removed in between. Earlier versions of kg kept one Oxigraph folder at
`store` itself: it is read as generation 0, and cleared away once there is another.
"""

import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

from kg.durable import sync
from kg.store.holds import alone

POINTER, NEW = "generation", "new"

_NAME = re.compile(r"(\d{1,9})-([0-9a-f]{8})")
_GONE = ".gone"
# What RocksDB calls its files: https://github.com/facebook/rocksdb/blob/main/file/filename.cc; bulk-* is Oxigraph's.
_ROCKSDB = re.compile(r"CURRENT|IDENTITY|LOCK|LOG(\.old\..*)?|(MANIFEST|OPTIONS)-.*|bulk-.*|\d+\.(sst|log)")
_TRIES, _PAUSE = 50, 0.02  # Windows refuses to replace a file while another process reads it: a second is plenty


def is_rocksdb(folder: Path) -> bool:
    """Return whether the folder is that of an Oxigraph store."""
    return (folder / "CURRENT").is_file() and (folder / "IDENTITY").is_file()


def current(folder: Path) -> Path | None:
    """Return the folder of the generation that counts in a store's folder, None where there is none."""
    name = _pointed(folder)
    while True:
        place = folder / name if name else folder
        if is_rocksdb(place):
            return place
        former, name = name, _pointed(folder)
        if name == former:  # else a build removed it just now
            return None


def name_of(place: Path) -> str:
    """Return what a generation is called: the name of its folder, 0 and its random name for one of before."""
    return place.name if _NAME.fullmatch(place.name) else f"0-{_identity(place)}"


def is_ours(folder: Path) -> bool:
    """Return whether there is nothing in the folder, or what this module or an earlier version put there."""
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir()}
    return current(folder) is not None or all(
        name in {POINTER, NEW} or name.startswith(f".{POINTER}") or _NAME.fullmatch(name.removesuffix(_GONE))
        for name in names
    )


def publish(fresh: Path, folder: Path) -> Path:
    """Make a complete Oxigraph folder the generation that counts in a store's folder; return its new place.

    Can be cut short and begun again at any point; until the pointer is replaced the former generation counts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{_last(folder) + 1}-{_identity(fresh)}"
    fresh.rename(place)
    sync(folder)
    _point(folder, place.name)
    return place


def renumber(source: Path, folder: Path) -> None:
    """Give what counts in `source` the number after those in `folder`, so that `adopt` has nothing to write."""
    place = current(source)
    if place is None or place == source:
        return
    name = f"{_last(folder) + 1}-{_identity(place)}"
    if name != place.name:
        place.rename(source / name)
        _point(source, name)


def adopt(source: Path, folder: Path) -> None:
    """Publish in `folder` what counts in `source`, another store's folder, and remove that.

    Can be cut short and begun again at any point, and needs no room on the disk; until the pointer is moved the former
    generation counts.
    """
    if not folder.exists():
        source.rename(folder)
        return
    name = _pointed(source)
    if name:  # else it was moved before a kill
        if (source / name).exists():
            (source / name).rename(folder / name)
            sync(folder)
        _put_pointer(source / POINTER, folder)
    shutil.rmtree(source, ignore_errors=True)
    tidy(folder)


def tidy(folder: Path) -> None:
    """Remove every generation but the one that counts; those that a reader holds stay until the next time."""
    kept = current(folder)
    if kept is None or kept == folder:
        return
    for place in _generations(folder):
        if place != kept:
            _remove(place)
    for path in folder.iterdir():
        if path.name.endswith(_GONE):
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file() and _ROCKSDB.fullmatch(path.name):  # of an earlier version
            with suppress(OSError):
                path.unlink()


def _pointed(folder: Path) -> str | None:
    for _ in range(_TRIES):
        try:
            name = (folder / POINTER).read_text(encoding="ascii", errors="replace").strip()
        except PermissionError:  # Windows, at the moment of its replacement
            time.sleep(_PAUSE)
        except OSError:
            return None
        else:
            return name if _NAME.fullmatch(name) else None
    return None


def _point(folder: Path, name: str) -> None:
    beside = folder / f".{POINTER}.{os.getpid()}"
    with beside.open("w", encoding="ascii", newline="\n") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    _put_pointer(beside, folder)
    for path in folder.glob(f".{POINTER}.*"):  # of killed builds
        path.unlink(missing_ok=True)


def _put_pointer(file: Path, folder: Path) -> None:
    for left in reversed(range(_TRIES)):
        try:
            file.replace(folder / POINTER)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            break
    sync(folder)


def _generations(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name)) if folder.is_dir() else []


def _last(folder: Path) -> int:
    return max((int(place.name.partition("-")[0]) for place in _generations(folder)), default=0)


def _identity(place: Path) -> str:
    return (place / "IDENTITY").read_text(encoding="ascii")[:8]


def _remove(place: Path) -> None:
    """Remove a generation that no reader holds. It is renamed first: a reader finds all of it or nothing.

    Windows refuses the renaming while a file of it is open.
    """
    gone = place.with_name(place.name + _GONE)
    with alone(place) as free:
        if free:
            with suppress(OSError):
                place.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)
