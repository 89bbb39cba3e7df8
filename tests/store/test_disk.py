"""A store on disk is complete or not there."""

import multiprocessing
import shutil
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KGError, StoreError
from kg.store.disk import memory_store, open_store, write_store


def quads(number: int) -> list[ox.Quad]:
    node = ox.NamedNode("http://a.example/s")
    return [ox.Quad(node, node, ox.Literal(n), ox.DefaultGraph()) for n in range(number)]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert write_store(quads(100), tmp_path / "deep" / "store") == tmp_path / "deep" / "store"
    for folder in (tmp_path / "deep", tmp_path / "deep" / "store", str(tmp_path / "deep")):
        assert set(open_store(folder)) == set(quads(100))
    assert set(memory_store(quads(3))) == set(quads(3))


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    write_store(quads(3), tmp_path / "store")
    write_store(quads(4), tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert len(open_store(tmp_path)) == 4


def test_a_store_that_is_open_is_for_reading_alone(tmp_path: Path) -> None:
    store = open_store(write_store(quads(3), tmp_path / "store"))
    with pytest.raises(RuntimeError):
        store.add(quads(9)[8])


def test_a_reader_keeps_the_former_store_while_it_is_replaced(tmp_path: Path) -> None:
    write_store(quads(100), tmp_path / "store")
    reader = open_store(tmp_path)
    write_store(quads(5), tmp_path / "store")
    assert len(list(reader)) == 100
    assert len(open_store(tmp_path)) == 5


def test_an_error_on_the_way_leaves_the_former_store(tmp_path: Path) -> None:
    def broken() -> Iterator[ox.Quad]:
        yield from quads(10)
        message = "the tenth is wrong"
        raise KGError(message)

    write_store(quads(3), tmp_path / "store")
    with pytest.raises(KGError, match="the tenth is wrong"):
        write_store(broken(), tmp_path / "store")
    assert len(open_store(tmp_path)) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_kill_between_the_renames_leaves_the_former_store(tmp_path: Path) -> None:
    write_store(quads(3), tmp_path / "store")
    (tmp_path / "store").rename(tmp_path / "store.old")
    assert len(open_store(tmp_path)) == 3
    assert len(open_store(tmp_path / "store")) == 3
    write_store(quads(4), tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert len(open_store(tmp_path)) == 4


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    write_store(quads(3), tmp_path / "store.new")
    (tmp_path / "store.new" / "bulk-17.sst").write_bytes(b"junk")
    write_store(quads(4), tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert not list((tmp_path / "store").glob("bulk-*"))


def _hold(folder: str, ready: Event, done: Event) -> None:
    store = ox.Store(folder)
    ready.set()
    done.wait(60)
    del store


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Path]:
    """Another process that writes `store.new`."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(str(tmp_path / "store.new"), ready, done))
    process.start()
    assert ready.wait(60)
    yield tmp_path
    done.set()
    process.join(60)


def test_a_second_writer_is_told_so(writer: Path) -> None:
    with pytest.raises(StoreError, match=r"another kg process has this store open: .*store.new"):
        write_store(quads(3), writer / "store")
    assert (writer / "store.new").exists()


def test_a_missing_folder_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no folder .*nowhere. Build one first") as caught:
        open_store(tmp_path / "nowhere")
    assert caught.value.target == str(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("not of a store")
    with pytest.raises(StoreError, match=r"holds no store. Build one first"):
        open_store(tmp_path)


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    write_store(quads(3), tmp_path / "store")
    for file in (tmp_path / "store").glob("MANIFEST-*"):
        file.write_bytes(b"junk")
    with pytest.raises(StoreError, match=r"cannot be used as a store .*Move it away and build it again"):
        open_store(tmp_path)


def test_a_foreign_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "thesis.txt").write_text("years of work")
    with pytest.raises(StoreError, match="exists and is not a store"):
        write_store(quads(3), tmp_path / "store")
    assert (tmp_path / "store" / "thesis.txt").read_text() == "years of work"
    shutil.rmtree(tmp_path / "store")
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreError, match="exists and is not a store"):
        write_store(quads(3), tmp_path / "store")


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert len(open_store(write_store(quads(3), tmp_path / "store"))) == 3
