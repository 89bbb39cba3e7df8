"""Make the next generation of a store from the one that counts, with work in proportion to what changed.

RocksDB never writes to an .sst file again: the next generation links those of the former, is opened, and takes the
difference between the sorted N-Quads of both. The former one stays as it is, and may be removed: its links go, not the
files. Each generation notes in its file `used` the hash of the N-Quads that it holds.
"""

import os
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.store.disk import finish
from kg.store.generations import NEW, current, publish
from kg.store.holds import USED
from kg.store.runs import only_in_one

MOST_CHANGED = 0.25
"""The share of the quads from which on a bulk load of all is as fast: that takes 7 µs a quad, a single one 25."""
MOST_FILES, A_FILE = 100, 16_000_000
"""A bulk load leaves 12 .sst files, of a large graph one for each 8 MB; where differences left many more it is time for
a new one."""


def write_next(former: Path, target: Path, *, before: Path, now: Path, label: str) -> bool:
    """Write a store's next generation to `target`, from `former` and the files of quads before and now.

    Returns False, with nothing written, where a new store is as good or the only way: nothing known of the former,
    much changed, a file system without links, Windows. `label` is what the new generation notes of itself.
    """
    source = current(former)
    if source is None or not before.is_file() or not is_of(source, before):
        return False
    gone, came, count = difference(before, now)
    return write_changed(former, target, gone, came, count=count, label=label)


def write_changed(
    former: Path, target: Path, gone: Sequence[bytes], came: Sequence[bytes], *, count: int, label: str
) -> bool:
    """Write a store's next generation, as `write_next` does, by the lines that go and come; `count` quads are left."""
    source = current(former)
    if sys.platform == "win32" or source is None or _is_ragged(source):
        return False
    if len(gone) + len(came) > MOST_CHANGED * count:
        return False
    fresh = target / NEW
    try:
        target.mkdir(parents=True)
        _link(source, fresh)
        if _apply(fresh, gone, came) != count:
            return False
        (fresh / "IDENTITY").write_text(f"{uuid.uuid4()}", encoding="ascii")  # no two generations are called the same
        finish(fresh, label)
        publish(fresh, target)
    except (OSError, RuntimeError):
        return False
    finally:
        if current(target) is None:
            shutil.rmtree(target, ignore_errors=True)
    return True


def _is_ragged(generation: Path) -> bool:
    """Return whether a generation lies in many more files than its size asks for."""
    sizes = [path.stat().st_size for path in generation.glob("*.sst")]
    return len(sizes) > MOST_FILES + sum(sizes) // A_FILE


def is_of(generation: Path, quads: Path) -> bool:
    """Return whether a generation holds the quads of a file, by the hash that it notes."""
    import hashlib

    with quads.open("rb") as file:
        return _label(generation) == hashlib.file_digest(file, "sha256").hexdigest()


def generation_label(folder: Path) -> str | None:
    """Return what the generation of a store that counts notes of itself."""
    found = current(folder)
    return _label(found) if found else None


def _label(generation: Path) -> str | None:
    try:
        return (generation / USED).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None


def difference(before: Path, now: Path) -> tuple[list[bytes], list[bytes], int]:
    """Return the lines that only the first of two sorted files has, those of the second, and how many it has.

    Holds no more than these lines in memory.
    """
    count = 0

    def counted(lines: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    with before.open("rb") as old, now.open("rb") as new:
        gone, came = only_in_one(old, counted(new))
    return gone, came, count


def _link(source: Path, fresh: Path) -> None:
    """Make a folder of the same store: its tables linked, what RocksDB writes on copied."""
    fresh.mkdir()
    for path in source.iterdir():
        if path.suffix == ".sst":
            os.link(path, fresh / path.name)
        elif path.name not in {"LOCK", "LOG", USED}:
            shutil.copyfile(path, fresh / path.name)


def _apply(fresh: Path, gone: Sequence[bytes], came: Sequence[bytes]) -> int:
    """Take quads out of a store and put others in; return how many it has then."""
    store = ox.Store(str(fresh))
    for quad in _quads(gone):
        store.remove(quad)
    store.extend(_quads(came))
    store.flush()
    return len(store)


def _quads(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    return ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS)
