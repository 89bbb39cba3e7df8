"""Output folders: the former state stands until the new one is complete."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.output import FORMER, NAMES, is_output, is_written, recover, replace_text, write_output
from kg.store import generation, open_held, write_store
from kg.store.generations import adopt, renumber
from kg.store.holds import release
from tests.conftest import ROOT

REPORT = '{"versions": {"provenkg": "0.1.0"}}'
FILES = ("search.sqlite", "graph.html", "graph.nq", "graph.ttl", "readings.sqlite", "kg.lock")
HIDDEN = {".new", ".ready", ".former", ".lock"}


def filler(mark: str) -> Callable[[Path], None]:
    """Return a function that fills a folder like a graph does, with `mark` in each file."""

    def fill(folder: Path) -> None:
        node = ox.NamedNode("http://a.example/s")
        write_store([ox.Quad(node, node, ox.Literal(mark))], folder / "store")
        for name in FILES:
            (folder / name).write_text(mark, encoding="utf-8")
        (folder / "report.json").write_text(REPORT, encoding="utf-8")

    return fill


def marks(folder: Path) -> set[str]:
    """Return the marks of all files."""
    files = [folder / name for name in FILES]
    store, key = open_held(folder)
    stored = {quad.object.value for quad in store if isinstance(quad.object, ox.Literal)}
    release(key)
    return {file.read_text(encoding="utf-8") for file in files} | stored


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a former state."""
    write_output(tmp_path / "out", filler("old"))
    return tmp_path / "out"


def test_new_state_takes_the_place_of_the_former(folder: Path) -> None:
    write_output(folder, filler("new"))
    assert marks(folder) == {"new"}
    assert {path.name for path in folder.iterdir()} == {*NAMES, FORMER} - {"sources"}


def kept(folder: Path) -> str:
    """Return the mark of the former state that is kept."""
    assert {path.name for path in (folder / FORMER).iterdir()} == {"graph.nq", "report.json"}
    return (folder / FORMER / "graph.nq").read_text(encoding="utf-8")


def test_quads_and_report_of_the_former_state_are_kept_until_the_next(folder: Path) -> None:
    assert not (folder / FORMER).exists()
    for mark, before in (("new", "old"), ("newer", "new")):
        write_output(folder, filler(mark))
        assert kept(folder) == before


def test_a_former_state_that_is_not_whole_is_not_kept_nor_an_earlier_one(folder: Path) -> None:
    write_output(folder, filler("new"))
    (folder / "graph.nq").unlink()
    write_output(folder, filler("newer"))
    assert not (folder / FORMER).exists()


def test_error_while_writing_leaves_the_state_before(folder: Path) -> None:
    def fail(_: Path) -> None:
        raise ValueError

    write_output(folder, filler("new"))
    with pytest.raises(ValueError, match=r"^$"):
        write_output(folder, fail)
    assert (marks(folder), kept(folder)) == ({"new"}, "old")


@pytest.mark.parametrize("done", range(4))
def test_keeping_that_was_cut_short_is_finished(folder: Path, done: int) -> None:
    """Killed after everything was in its place: while the former files were removed, or moved to be kept."""
    write_output(folder, filler("new"))
    (folder / FORMER / "graph.nq").write_text("earlier", encoding="utf-8")
    (folder / ".ready").mkdir()
    (folder / ".former").mkdir()
    for name in ("graph.html", "graph.nq", "report.json")[done > 0 :]:
        (folder / ".former" / name).write_text("old", encoding="utf-8")
    if done > 1:
        shutil.rmtree(folder / FORMER)
    if done > 2:
        (folder / ".former").rename(folder / FORMER)
    recover(folder)
    assert (marks(folder), kept(folder)) == ({"new"}, "old")
    assert not HIDDEN & {path.name for path in folder.iterdir()}


def test_files_of_others_stay(folder: Path) -> None:
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    write_output(folder, filler("new"))
    assert (folder / "notes.md").read_text(encoding="utf-8") == "mine"


def test_pages_that_are_no_longer_kept_go(folder: Path) -> None:
    def with_pages(new: Path) -> None:
        filler("new")(new)
        (new / "sources").mkdir()

    write_output(folder, with_pages)
    assert (folder / "sources").is_dir()
    write_output(folder, filler("newer"))
    assert not (folder / "sources").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a bug")])
def test_error_while_writing_leaves_the_former_state(folder: Path, error: BaseException) -> None:
    def fail(new: Path) -> None:
        filler("new")(new)
        raise error

    with pytest.raises(type(error)):
        write_output(folder, fail)
    assert marks(folder) == {"old"}
    assert not HIDDEN & {path.name for path in folder.iterdir()}


def test_full_disk_is_told_and_leaves_the_former_state(folder: Path) -> None:
    def fail(new: Path) -> None:
        (new / "graph.nq").write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StoreError, match=r"\(the disk is full\); what was there still stands\. Make room"):
        write_output(folder, fail)
    assert marks(folder) == {"old"}


def test_error_leaves_no_empty_folder_behind(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StoreError):
        write_output(tmp_path / "new", fail)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("moved", range(8))
def test_move_that_was_cut_short_is_finished_by_the_next_reader(folder: Path, moved: int) -> None:
    """A process killed after the new state was complete, with some of its files already in their place."""
    ready, former = folder / ".ready", folder / ".former"
    ready.mkdir()
    filler("new")(ready)
    former.mkdir()
    for name in [name for name in NAMES if (ready / name).exists()][:moved]:
        if name == "store":
            adopt(ready / name, folder / name)
        else:
            (folder / name).rename(former / name)
            (ready / name).rename(folder / name)
    recover(folder)
    assert (marks(folder), kept(folder)) == ({"new"}, "old")
    assert not HIDDEN & {path.name for path in folder.iterdir()}


def test_store_that_was_moved_and_not_yet_pointed_to_counts_in_the_end(folder: Path) -> None:
    before = generation(folder)
    (folder / ".ready").mkdir()
    filler("new")(folder / ".ready")
    renumber(folder / ".ready" / "store", folder / "store")
    name = generation(folder / ".ready")
    assert name is not None
    assert name.startswith("2-")
    (folder / ".ready" / "store" / name).rename(folder / "store" / name)
    assert generation(folder) == before
    recover(folder)
    assert generation(folder) == name
    assert marks(folder) == {"new"}
    assert len([path for path in (folder / "store").iterdir() if path.is_dir()]) == 1


def test_second_process_is_told_to_wait(folder: Path) -> None:
    code = f"""
from pathlib import Path
from kg.errors import StoreError
from kg.output import write_output
try:
    write_output(Path({str(folder)!r}), lambda new: None)
except StoreError as error:
    print(error)
"""

    def fill(new: Path) -> None:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
        assert f"another kg build is writing to {folder} (process {os.getpid()}); wait for it" in done.stdout
        filler("new")(new)

    write_output(folder, fill)
    assert marks(folder) == {"new"}


@pytest.mark.parametrize("name", [*NAMES, FORMER])
def test_folder_that_is_not_ours_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(StoreError, match=f"holds {name}, which kg did not write"):
        write_output(tmp_path, filler("new"))
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_files_that_were_written_are_told_from_documents(folder: Path) -> None:
    assert is_output(folder)
    assert is_written(folder / "graph.html")
    assert is_written(folder / "sources" / "page.html")
    assert is_written(folder / FORMER / "graph.nq")
    assert not is_written(folder / "notes.md")
    assert not is_written(folder.parent / "graph.html")


def test_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    replace_text(target, "α\n")
    assert target.read_bytes() == "α\n".encode()
    with pytest.raises(StoreError, match=r"cannot be written: .*Choose another place\."):
        replace_text(tmp_path / "none" / "page.html", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
