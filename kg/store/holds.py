"""Keep generations of a store on disk while this process reads them.

Oxigraph opens only some of its files at once (16 of 25 were open with 3 million quads), so a reader needs them all to
stay. It therefore holds a shared lock on a file in the generation; whoever wants to remove that asks for it alone.
On Windows the open file is lock enough: a folder with one in it cannot be renamed.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USED = "used"
"""The file in a generation that readers lock; what stands in it is for `kg/store/successor.py`."""

_held: dict[Path, tuple[int, int]] = {}  # the open file of each generation, and how many readers here need it
_guard = threading.Lock()


def hold(place: Path) -> Path:
    """Keep a generation from being removed until it is released, at the latest until the process ends; return its key.

    What an earlier version wrote cannot be held, nor can anything on a file system without locks.
    """
    key = place.resolve()
    with _guard:
        descriptor, readers = _held.get(key, (None, 0))
        if descriptor is None:
            descriptor = _shared(key / USED)
        if descriptor is not None:
            _held[key] = descriptor, readers + 1
    return key


def release(key: Path) -> None:
    """Let a generation go, as often as it was held."""
    with _guard:
        descriptor, readers = _held.pop(key, (None, 0))
        if descriptor is None:
            return
        if readers > 1:
            _held[key] = descriptor, readers - 1
        else:
            os.close(descriptor)


@contextmanager
def alone(place: Path) -> Iterator[bool]:
    """Give whether no process holds the generation; none can begin to within the block."""
    if sys.platform == "win32" or not (place / USED).exists():  # or it was never finished
        yield True
        return
    descriptor = os.open(place / USED, os.O_RDONLY)
    try:
        yield _lock(descriptor, shared=False)
    finally:
        os.close(descriptor)


def _shared(file: Path) -> int | None:
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return None
    if sys.platform != "win32" and not _lock(descriptor, shared=True):
        os.close(descriptor)
        return None
    return descriptor


def _lock(descriptor: int, *, shared: bool) -> bool:
    """Return whether nobody else has a lock in the way; true as well where the file system knows no locks."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
