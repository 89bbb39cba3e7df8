"""The next generation of a store, made from the one before: the same quads, with work in proportion to the change."""

import hashlib
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store import generation, memory_store, open_held, open_store, write_nquads, write_store
from kg.store.generations import current
from kg.store.holds import release
from kg.store.successor import difference, write_next
from tests.store.test_disk import quads

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a new store is written each time")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def written(content: list[ox.Quad], folder: Path) -> Path:
    """Write a store and its quads as a build does; return the folder."""
    folder.mkdir()
    write_nquads(memory_store(content), folder / "graph.nq")
    write_store(content, folder / "store", label=digest(folder / "graph.nq"))
    return folder


def followed(former: Path, content: list[ox.Quad], folder: Path) -> bool:
    """Write the next generation to another folder, as a build does; return whether it was made from the former."""
    folder.mkdir()
    now = folder / "graph.nq"
    write_nquads(memory_store(content), now)
    return write_next(former / "store", folder / "store", before=former / "graph.nq", now=now, label=digest(now))


def changed(content: list[ox.Quad], number: int) -> list[ox.Quad]:
    """Return the quads with so many of them replaced."""
    node = ox.NamedNode("http://a.example/new")
    return [*content[number:], *(ox.Quad(node, node, ox.Literal(f"{n}")) for n in range(number))]


def test_generations_follow_each_other_with_the_same_quads_and_another_name(tmp_path: Path) -> None:
    content, former, names = quads(400), written(quads(400), tmp_path / "0"), set()
    for number in range(1, 6):
        content = changed(content, number * 7)
        assert followed(former, content, tmp_path / f"{number}")
        former = tmp_path / f"{number}"
        assert set(open_store(former)) == set(content)
        assert former.name
        names.add(generation(former))
    assert len(names) == 5


def test_the_former_stays_as_it_was_and_may_go(tmp_path: Path) -> None:
    former = written(quads(400), tmp_path / "0")
    before = {path: path.read_bytes() for path in former.rglob("*") if path.is_file()}
    store, held = open_held(former)
    content = changed(quads(400), 20)
    assert followed(former, content, tmp_path / "1")
    assert set(store) == set(quads(400))
    del store
    release(held)
    for path, was in before.items():  # readers write a log of their own
        if path.suffix == ".sst":
            assert path.read_bytes() == was
    shutil.rmtree(former)
    assert set(open_store(tmp_path / "1")) == set(content)
    place = current(tmp_path / "1" / "store")
    assert place is not None
    assert not [*place.glob("LOG.old.*")]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda former: (former / "graph.nq").write_text("", encoding="utf-8"),
        lambda former: (former / "graph.nq").unlink(),
        lambda former: shutil.rmtree(former / "store"),
        lambda former: next((former / "store").glob("*/used")).write_bytes(b"\xff"),
        lambda former: next((former / "store").glob("*/*.sst")).unlink(),
        lambda former: next((former / "store").glob("*/MANIFEST-*")).write_bytes(b"no manifest"),
    ],
    ids=["other quads", "no quads", "no store", "other label", "lost file", "broken"],
)
def test_a_former_that_is_not_known_or_not_whole_is_not_built_upon(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    former = written(quads(400), tmp_path / "0")
    spoil(former)
    assert not followed(former, changed(quads(400), 3), tmp_path / "1")
    assert not (tmp_path / "1" / "store").exists()


def test_a_store_that_holds_other_quads_than_it_notes_is_found_by_their_number(tmp_path: Path) -> None:
    former = written(quads(400), tmp_path / "0")
    write_store(quads(399), former / "store", label=digest(former / "graph.nq"))
    assert not followed(former, changed(quads(400), 3), tmp_path / "1")


def test_much_change_is_a_new_store(tmp_path: Path) -> None:
    former = written(quads(400), tmp_path / "0")
    assert not followed(former, changed(quads(400), 390), tmp_path / "1")
    assert not followed(former, quads(4), tmp_path / "2")


def test_many_generations_end_in_a_new_store(tmp_path: Path) -> None:
    """Each leaves files of its own; before they are too many, or by compaction, their number stays bounded."""
    content, former = quads(300), written(quads(300), tmp_path / "0")
    chance = random.Random(1)  # noqa: S311 - quads, not secrets
    anew = 0
    for number in range(1, 40):
        content = changed(content, chance.randrange(1, 9))
        folder = tmp_path / f"{number}"
        if not followed(former, content, folder):
            anew += 1
            write_store(content, folder / "store", label=digest(folder / "graph.nq"))
        shutil.rmtree(former)
        former = folder
        place = current(former / "store")
        assert place is not None
        assert len([*place.glob("*.sst")]) <= 140
    assert set(open_store(former)) == set(content)


LINES = st.lists(st.sampled_from([f"{n}\n".encode() for n in range(30)]), unique=True).map(sorted)


@given(LINES, LINES)
def test_difference_is_that_of_the_sets(
    tmp_path_factory: pytest.TempPathFactory, old: list[bytes], new: list[bytes]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "old").write_bytes(b"".join(old))
    (folder / "new").write_bytes(b"".join(new))
    gone, came, count = difference(folder / "old", folder / "new")
    assert (set(gone), set(came)) == (set(old) - set(new), set(new) - set(old))
    assert count == len(new)
