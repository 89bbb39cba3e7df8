"""Write the files of a graph into a folder so that its former state stands until the new one is complete.

Everything is written to `FOLDER/.new`, which one rename turns into `FOLDER/.ready`: from then on the new state counts.
Its files are then moved into place, the store first, as its next generation; when that is cut short, whoever opens the
folder next finishes it. Files in the folder that are not ours stay. Of the former state its quads and its report stay
as well, in `FOLDER/former`, until the next one takes their place: what `kg diff` compares with.
"""

import errno
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol, TypeVar

from kg.busy import is_kept, locked
from kg.durable import sync
from kg.errors import StoreError
from kg.signals import Held, held

STORE, SEARCH, QUADS, REPORT, PAGES = "store", "search.sqlite", "graph.nq", "report.json", "sources"
READINGS, LOCK = "readings.sqlite", "kg.lock"
WITNESS = "witness"
"""The folder of what language models answered, which outlives every state: it is what builds are made from."""
PART = ".readings.part"
"""What a build has read so far, for the next one should it be cut short."""
FETCHED = ".pages-"
"""What the names of folders begin with into which a build fetches pages from the web."""
NAMES = (STORE, SEARCH, "graph.html", QUADS, "graph.ttl", PAGES, READINGS, LOCK, REPORT)
"""What a folder of ours holds. The store is moved first: what is read from it counts most."""
FORMER = "former"
"""The folder within it that keeps what `kg diff` needs of the state before: QUADS and REPORT."""

HASHED = ("graph.html", "graph.nq", "graph.ttl")
"""The files whose hashes `kg.lock` holds, so that it is seen when one is not what was written.

That of SEARCH, whose bytes differ from build to build, is noted in READINGS."""

_NEW, _READY, _FORMER = ".new", ".ready", ".former"
_GONE = "gone"
"""The file within the folder of what is ready that names what the new state has not."""
_PATIENCE = 10.0
"""Seconds to wait for another process that moves files: milliseconds, but for thousands of web pages to remove."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FULL_WORDS = ("No space left on device", "disk is full", "Disk quota exceeded")


class Closable(Protocol):
    """What is opened."""

    def close(self) -> None:
        """Let go of it."""


Opened = TypeVar("Opened", bound=Closable)


def write_output(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write into an empty folder, and put what it wrote in place of the former output in `folder`.

    Raises StoreError, and leaves the folder as it was, when it holds files of the same names that are not ours, when
    another process is writing there, or when the disk is full or refuses. Signals stop `fill`, and nothing else.
    """
    with writing(folder), held() as signals:
        try:
            _fill(folder, fill, signals)
            _finish(folder)
        except OSError as error:
            raise _explained(error, folder) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep a folder, made if there is none, for this thread alone to write to; readers are not kept from it.

    What a killed process left is finished or removed first. Raises StoreError when another process or thread is
    writing there, when the folder holds files that are not ours, and when it cannot be written.
    """
    with held() as signals, ExitStack() as stack:
        try:
            if not folder.exists():
                folder.mkdir(parents=True)
                stack.callback(_remove_empty, folder)
            recover(folder)
            nested = is_kept(folder)
            stack.enter_context(locked(folder))
            _finish(folder)
            _refuse_foreign(folder)
            if not nested:
                _tidy(folder)
        except OSError as error:
            raise _explained(error, folder) from error
        try:
            with signals.loosely():
                yield
        except (OSError, StoreError) as error:
            if is_full(error):
                raise _explained(error, folder) from error
            raise


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


def recover(folder: Path) -> bool:
    """Finish what a killed process left half moved, or wait for another that does; return whether all is in place.

    A folder that cannot be written is left as it is.
    """
    until = time.monotonic() + _PATIENCE
    while (folder / _READY).is_dir():
        try:
            with held(), locked(folder):
                _finish(folder)
        except StoreError:  # another is at it
            if time.monotonic() > until:
                return False
        except OSError:
            return False
    return True


def settled(folder: Path, read: Callable[[], Opened]) -> Opened:
    """Return what is read of a folder, all of one state: read again where a build put its own into place meanwhile."""
    until = time.monotonic() + _PATIENCE
    while True:
        whole = recover(folder)
        before = _stamp(folder)
        try:
            found = read()
        except StoreError:
            if not whole or before == _stamp(folder) or time.monotonic() > until:
                raise
            continue
        if not whole or before == _stamp(folder) or time.monotonic() > until:
            return found
        found.close()


def _stamp(folder: Path) -> object:
    """Return what is another with each state, and while one is being moved into place.

    Of all that is moved the pointer of the store is the first, the report the last.
    """
    found: list[object] = [object() if (folder / _READY).is_dir() else None]
    for path in (folder / STORE / "generation", folder / REPORT):
        try:
            state = path.stat()
        except OSError:
            found.append(None)
        else:
            found.append((state.st_ino, state.st_mtime_ns))
    return found


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


def _fill(folder: Path, fill: Callable[[Path], None], signals: Held) -> None:
    """Make what is ready to be moved; all that takes room is done here."""
    fresh = folder / _NEW
    fresh.mkdir()
    try:
        with signals.loosely():
            fill(fresh)
        _list_gone(fresh)
        if (fresh / STORE).is_dir():
            from kg.store.generations import renumber

            renumber(fresh / STORE, folder / STORE)
        for path in (*fresh.iterdir(), fresh):
            sync(path)
        (folder / _FORMER).mkdir()
        fresh.rename(folder / _READY)
    except BaseException:
        _remove(fresh, folder / _FORMER)
        raise


def _list_gone(fresh: Path) -> None:
    """Note which files the new state has not, for whoever moves it into place."""
    names = [name for name in NAMES if not (fresh / name).exists()]
    (fresh / _GONE).write_text("\n".join(names), encoding="ascii")


def _finish(folder: Path) -> None:
    """Move what is ready into place; can be cut short and begun again at any point, and takes no room on the disk."""
    ready, former = folder / _READY, folder / _FORMER
    if not ready.is_dir():
        return
    for name in NAMES:
        if name != STORE:
            _replace(ready / name, folder / name, former / name)
        elif (ready / name).exists():
            from kg.store.generations import adopt  # loads Oxigraph, which who only reads files here has no use for

            adopt(ready / name, folder / name)
    for name in _gone(ready):
        if name == STORE:
            _remove(folder / name)
        elif (folder / name).exists():
            _move(folder / name, former / name)
    _keep(former, folder / FORMER)
    _remove(former, ready)  # in this order: while there is the second, all of this is done again


def _gone(ready: Path) -> list[str]:
    try:
        return (ready / _GONE).read_text(encoding="ascii").split()
    except OSError:
        return []


def _replace(fresh: Path, place: Path, former: Path) -> None:
    """Put a new file or folder in the place of the former one, which is kept."""
    if not fresh.exists():
        return
    if place.exists():  # else it was moved before a kill
        _move(place, former)
    fresh.rename(place)


def _move(place: Path, former: Path) -> None:
    former.parent.mkdir(exist_ok=True)
    _remove(former)
    place.rename(former)


def _tidy(folder: Path) -> None:
    """Remove what killed builds left."""
    _remove(folder / _NEW, folder / _FORMER, *folder.glob(f"{FETCHED}*"))
    if (folder / STORE).is_dir():
        from kg.store.generations import tidy

        tidy(folder / STORE)


def _keep(former: Path, place: Path) -> None:
    """Keep at `place` what `kg diff` needs of the former state, if there was one; not that of a state still earlier."""
    if not former.is_dir():  # moved there before a kill
        return
    kept = (QUADS, REPORT)
    _remove(*(path for path in former.iterdir() if path.name not in kept), place)
    if all((former / name).is_file() for name in kept):
        former.rename(place)


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


def is_full(error: BaseException | None) -> bool:
    """Return whether an error comes of a disk that is full, in the words of the system, of SQLite or of RocksDB."""
    while error is not None:
        if getattr(error, "errno", None) in _FULL or any(words in str(error) for words in _FULL_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def _explained(error: OSError | StoreError, folder: Path) -> StoreError:
    if is_full(error):
        reason, advice = "the disk is full", "Make room and run it again"
    else:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        advice = "Close the programs that use it"
    message = f"{folder} cannot be written ({reason}); what was there still stands. {advice}, or choose another folder."
    return StoreError(message, target=folder)
