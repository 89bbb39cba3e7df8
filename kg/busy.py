"""Keep a folder for one process: a lock of the operating system, which goes with the process, however it ends."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import StoreError

_FILE = ".lock"
_FAR = 1 << 30  # the byte that Windows locks: nobody may read one that is, and the file's first ones say who writes
_TRIES, _PAUSE = 20, 0.005
"""Who finishes what a killed build left has the lock for some milliseconds, and who has just got it no number yet."""

_held: dict[Path, int] = {}  # the folders that this process keeps for itself, by the thread that does


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep others from writing to the folder; raise StoreError, with the number of its process, if another is."""
    if is_kept(folder):
        yield
        return
    key = folder.resolve()
    path = folder / _FILE
    with _open_locked(path, folder) as file:
        _held[key] = threading.get_ident()
        try:
            with suppress(OSError):  # the disk is full: the lock holds all the same
                os.ftruncate(file.fileno(), 0)
                os.write(file.fileno(), f"{os.getpid()}\n".encode())
            yield
        finally:
            del _held[key]
            with suppress(OSError):
                path.unlink()  # refused on Windows while it is open; a hidden file stays


def is_kept(folder: Path) -> bool:
    """Return whether this thread keeps the folder."""
    return _held.get(folder.resolve()) == threading.get_ident()


def _open_locked(path: Path, folder: Path) -> IO[bytes]:
    """Return the file, open and locked."""
    tries = 0
    while True:
        file = path.open("a+b", buffering=0)
        try:
            _lock(file)
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        except OSError as error:
            who = _number(file)
            tries += 1
            if tries >= _TRIES:
                file.close()
                message = f"another kg build is writing to {folder}{who}; wait for it, or choose another folder with -o"
                raise StoreError(message, target=folder) from error
            time.sleep(_PAUSE)
        file.close()  # its owner removed it before it was locked here: there may be another by now


def _number(file: IO[bytes]) -> str:
    file.seek(0)
    who = file.read(20).decode("ascii", "replace").strip()
    return f" (process {who})" if who.isdecimal() else ""


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
