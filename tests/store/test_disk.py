"""A store on disk is complete or not there."""

import multiprocessing
import shutil
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KGError, StoreError
from kg.store.disk import generation, memory_store, open_held, open_store, write_store
from kg.store.holds import release


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
    first = generation(tmp_path)
    write_store(quads(4), tmp_path / "store")
    second = generation(tmp_path)
    assert first is not None
    assert first != second
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == sorted(["generation", str(second)])
    assert len(open_store(tmp_path)) == 4


def test_a_folder_tells_its_generation(tmp_path: Path) -> None:
    assert generation(tmp_path / "nowhere") is None
    seen = []
    for _ in range(3):
        write_store(quads(3), tmp_path / "store")
        seen.append(generation(tmp_path / "store"))
        assert generation(str(tmp_path)) == seen[-1]
        shutil.rmtree(tmp_path / "store")  # numbers begin anew, names do not come again
        assert generation(tmp_path) is None
    assert len(set(seen)) == 3


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


def write_old(folder: Path, number: int) -> None:
    """Write a store as version 0.1.0 did: one Oxigraph folder at the place itself."""
    store = ox.Store(str(folder))
    store.bulk_extend(quads(number))
    store.flush()


def test_a_store_of_an_earlier_version_is_read_and_replaced(tmp_path: Path) -> None:
    write_old(tmp_path / "store", 3)
    before = generation(tmp_path)
    assert before is not None
    assert before.startswith("0-")
    reader = open_store(tmp_path)
    write_store(quads(4), tmp_path / "store")
    assert len(open_store(tmp_path)) == 4
    assert generation(tmp_path) != before
    assert len(list(reader)) == 3
    assert {path.name for path in (tmp_path / "store").iterdir()} == {"generation", generation(tmp_path)}


def test_what_an_earlier_version_left_between_its_renames_is_read_and_removed(tmp_path: Path) -> None:
    write_old(tmp_path / "store.old", 3)
    assert len(open_store(tmp_path)) == 3
    assert len(open_store(tmp_path / "store")) == 3
    write_store(quads(4), tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert len(open_store(tmp_path)) == 4


def test_what_a_killed_build_of_an_earlier_version_left_is_removed(tmp_path: Path) -> None:
    write_old(tmp_path / "store.new", 3)
    (tmp_path / "store.new" / "bulk-17.sst").write_bytes(b"junk")
    write_store(quads(4), tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert not list((tmp_path / "store").rglob("bulk-*"))


def test_a_generation_in_use_stays_until_the_build_after_its_release(tmp_path: Path) -> None:
    write_store(quads(3), tmp_path / "store")
    store, key = open_held(tmp_path)
    write_store(quads(4), tmp_path / "store")
    assert key.is_dir()
    assert len(list(store)) == 3
    del store
    release(key)
    write_store(quads(5), tmp_path / "store")
    assert not key.exists()
    assert [path.name for path in (tmp_path / "store").iterdir() if path.is_dir()] == [generation(tmp_path)]


def test_two_readers_of_a_process_hold_a_generation_until_both_let_go(tmp_path: Path) -> None:
    write_store(quads(3), tmp_path / "store")
    (_, key), _ = open_held(tmp_path), open_held(tmp_path)
    release(key)
    write_store(quads(4), tmp_path / "store")
    assert key.is_dir()
    release(key)
    write_store(quads(5), tmp_path / "store")
    assert not key.exists()


def _hold(folder: str, ready: Event, done: Event) -> None:
    store = ox.Store(folder)
    ready.set()
    done.wait(60)
    del store


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Path]:
    """Another process that writes the next generation."""
    (tmp_path / "store").mkdir()
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(str(tmp_path / "store" / "new"), ready, done))
    process.start()
    assert ready.wait(60)
    yield tmp_path
    done.set()
    process.join(60)


def test_a_second_writer_is_told_so(writer: Path) -> None:
    with pytest.raises(StoreError, match=r"another kg process has this store open: .*new"):
        write_store(quads(3), writer / "store")
    assert (writer / "store" / "new" / "CURRENT").exists()


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
    for file in (tmp_path / "store").glob("*/MANIFEST-*"):
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
