"""Write the files of a graph into a folder so that its former state stands until the new one is complete.

Everything is written to `FOLDER/.new`, which one rename turns into `FOLDER/.ready`: from then on the new state counts.
Its files are then moved into place, the store first, as its next generation; when that is cut short, whoever opens the
folder next finishes it. Files in the folder that are not ours stay. Of the former state its quads and its report stay
as well, in `FOLDER/former`, until the next one takes their place: what `kg diff` compares with.
"""

import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import StoreError

STORE, SEARCH, QUADS, REPORT, PAGES = "store", "search.sqlite", "graph.nq", "report.json", "sources"
READINGS, LOCK = "readings.sqlite", "kg.lock"
NAMES = (STORE, SEARCH, "graph.html", QUADS, "graph.ttl", PAGES, READINGS, LOCK, REPORT)
"""What a folder of ours holds. The store is moved first: what is read from it counts most."""
FORMER = "former"
"""The folder within it that keeps what `kg diff` needs of the state before: QUADS and REPORT."""

HASHED = ("graph.html", "graph.nq", "graph.ttl", SEARCH)
"""The files whose hashes `kg.lock` holds, so that it is seen when one is not what was written."""

_NEW, _READY, _FORMER, _BUSY = ".new", ".ready", ".former", ".lock"
_FAR = 1 << 30  # the byte that Windows locks: nobody may read one that is, and the file's first ones say who writes

_held: dict[Path, int] = {}  # the folders that this process keeps for itself, by the thread that does


def write_output(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write into an empty folder, and put what it wrote in place of the former output in `folder`.

    Raises StoreError, and leaves the folder as it was, when it holds files of the same names that are not ours, when
    another process is writing there, or when the disk is full or refuses.
    """
    with writing(folder):
        try:
            names = _fill(folder, fill)
            _finish(folder)
            _remove(*(folder / name for name in NAMES if name not in names))
        except OSError as error:
            raise _explained(error, folder) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep a folder, made if there is none, for this thread alone to write to; readers are not kept from it.

    What a killed process left half moved is finished first. Raises StoreError when another process or thread is
    writing there, when the folder holds files that are not ours, and when it cannot be written.
    """
    with ExitStack() as stack:
        try:
            if not folder.exists():
                folder.mkdir(parents=True)
                stack.callback(_remove_empty, folder)
            stack.enter_context(_locked(folder))
            _finish(folder)
            _refuse_foreign(folder)
        except OSError as error:
            raise _explained(error, folder) from error
        yield


def replace_text(path: Path, text: str) -> Path:
    """Write a file in one move, so that it is never half written; return its path."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        message = f"{path} cannot be written: {error.strerror}. Choose another place."
        raise StoreError(message, target=path) from error
    return path


def recover(folder: Path) -> None:
    """Finish what a killed process left half moved; a folder that cannot be written is left as it is."""
    if (folder / _READY).is_dir():
        with suppress(OSError, StoreError), _locked(folder):
            _finish(folder)


def is_output(folder: Path) -> bool:
    """Return whether the folder is one that was written here."""
    try:
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(report, dict) and "provenkg" in report.get("versions", ())


def is_written(path: str | Path) -> bool:
    """Return whether the path is one of the files that were written here, which are not documents to read."""
    path = Path(path).absolute()
    ours = {*NAMES, FORMER}
    return any(path.relative_to(folder).parts[0] in ours and is_output(folder) for folder in path.parents)


def _fill(folder: Path, fill: Callable[[Path], None]) -> set[str]:
    fresh = folder / _NEW
    _remove(fresh)
    fresh.mkdir()
    try:
        fill(fresh)
        names = {path.name for path in fresh.iterdir()}
        fresh.rename(folder / _READY)
    finally:
        _remove(fresh)
    return names


def _finish(folder: Path) -> None:
    """Move what is ready into place; can be cut short and begun again at any point."""
    ready, former = folder / _READY, folder / _FORMER
    for name in NAMES if ready.is_dir() else ():
        if not (ready / name).exists():
            continue
        if name == STORE:
            from kg.store.generations import adopt  # loads Oxigraph, which who only reads files here has no use for

            adopt(ready / name, folder / name)
            continue
        former.mkdir(exist_ok=True)
        _remove(former / name)
        _move(folder / name, former / name)
        (ready / name).rename(folder / name)
    if ready.is_dir():
        _keep(former, folder / FORMER)
    _remove(former, ready)  # in this order: while there is the second, all of this is done again


def _keep(former: Path, place: Path) -> None:
    """Keep at `place` what `kg diff` needs of the former state, if there was one; not that of a state still earlier."""
    if not former.is_dir():  # moved there before a kill
        return
    kept = (QUADS, REPORT)
    _remove(*(path for path in former.iterdir() if path.name not in kept), place)
    if all((former / name).is_file() for name in kept):
        former.rename(place)


def _move(path: Path, target: Path) -> None:
    with suppress(FileNotFoundError):
        path.rename(target)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()  # refused unless it is empty


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _refuse_foreign(folder: Path) -> None:
    there = [name for name in (*NAMES, FORMER) if (folder / name).exists()]
    if there and not is_output(folder):
        message = f"{folder} holds {there[0]}, which kg did not write. Choose another folder, for example: -o kg-out"
        raise StoreError(message, target=folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep others from writing to the folder; the system lets go of the lock when the process ends, however it does."""
    key = folder.resolve()
    if _held.get(key) == threading.get_ident():
        yield
        return
    path = folder / _BUSY
    with _open_locked(path, folder) as file:
        _held[key] = threading.get_ident()
        try:
            file.truncate(0)
            file.write(f"{os.getpid()}\n".encode())
            file.flush()
            yield
        finally:
            del _held[key]
            with suppress(OSError):
                path.unlink()  # refused on Windows while it is open; a hidden file stays


def _open_locked(path: Path, folder: Path) -> IO[bytes]:
    """Return the file, open and locked; raise StoreError with the process that has it."""
    while True:
        file = path.open("a+b")
        try:
            _lock(file)
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        except OSError as error:
            file.seek(0)
            who = file.read(20).decode("ascii", "replace").strip()
            file.close()
            number = f" (process {who})" if who.isdecimal() else ""
            message = f"another kg build is writing to {folder}{number}; wait for it, or choose another folder with -o"
            raise StoreError(message, target=folder) from error
        file.close()  # its owner removed it before it was locked here: there may be another by now


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _explained(error: OSError, folder: Path) -> StoreError:
    reason = error.strerror or str(error)
    advice = "Close the programs that use it, make room, or choose another folder with -o."
    return StoreError(f"{folder} cannot be written ({reason}); what was there still stands. {advice}", target=folder)
