"""Sorted runs: what comes out is what went in, sorted, each line once, however much of it had to go to disk."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.runs import Sorter, hold, loose, merged, read_run, write_run, write_whole

LINES = st.lists(st.binary(max_size=6).map(hold), max_size=60)


@settings(deadline=None)  # it writes to the disk
@given(st.dictionaries(st.sampled_from("abc"), LINES, max_size=3), st.sampled_from([1, 200, 10_000]))
def test_what_comes_out_is_what_went_in_sorted_and_once(
    tmp_path_factory: pytest.TempPathFactory, parts: dict[str, list[bytes]], most: int
) -> None:
    folder = tmp_path_factory.mktemp("run")
    with Sorter(folder, most=most) as sorter:
        for name, lines in parts.items():
            for line in lines:
                sorter.add(name, [line])
        written = sorter.write(folder / "run", {"why": most})
    found = read_run(folder / "run")
    assert found == written
    assert found is not None
    assert found.note == {"why": most}
    few = read_run(folder / "run", "ab")
    assert few is not None
    assert few.parts.keys() == written.parts.keys() & {"a", "b"}
    for name in "abc":
        assert [*found.lines(name)] == sorted(set(parts.get(name, [])))
        assert found.count(name) == len(set(parts.get(name, [])))
    assert [path.name for path in folder.iterdir()] == ["run"], "what was needed only while it ran is left"


def test_the_same_lines_give_the_same_bytes_whatever_memory_there_was(tmp_path: Path) -> None:
    lines = [f"{number * 7919 % 1000} line".encode() for number in range(2000)]
    for most in (500, 5_000, 1_000_000):
        with Sorter(tmp_path, most=most) as sorter:
            sorter.add("all", lines)
            sorter.write(tmp_path / str(most))
    assert (tmp_path / "500").read_bytes() == (tmp_path / "5000").read_bytes() == (tmp_path / "1000000").read_bytes()


def test_more_runs_than_are_merged_at_a_time_are_merged_in_steps(tmp_path: Path) -> None:
    runs = [write_run(tmp_path / f"{n}", {"x": sorted([b"%04d" % n, b"%04d" % (n + 1), b"same"])}) for n in range(50)]
    found = [*merged(runs, "x", tmp_path, most=3)]
    assert found == [b"%04d" % n for n in range(51)] + [b"same"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(str(n) for n in range(50))


@given(st.binary(max_size=40))
def test_any_bytes_can_be_held_as_a_line(data: bytes) -> None:
    assert b"\n" not in hold(data)
    assert loose(hold(data)) == data


def test_half_a_run_is_none(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"x": [b"%09d" % n for n in range(10_000)]})
    whole = (tmp_path / "run").read_bytes()
    assert read_run(tmp_path / "none") is None
    for size in (0, 5, len(whole) // 2, len(whole) - 1):
        (tmp_path / "half").write_bytes(whole[:size])
        assert read_run(tmp_path / "half") is None


def test_a_file_that_could_not_be_written_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"before")

    def fill(_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "file", fill)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"before")]
