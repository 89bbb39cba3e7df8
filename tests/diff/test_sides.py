"""Sorted lines are found by halving, in a file as in memory."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.diff.lines import changed_lines
from kg.diff.renames import Renames
from kg.diff.sides import FileLines, MemoryLines, Side
from kg.diff.words import cut
from tests.diff.states import report

REPORT = report()
LINES = st.lists(st.text("ab<>", max_size=5), max_size=40).map(lambda texts: sorted({f"{t}\n".encode() for t in texts}))


@given(LINES, st.text("ab<>", max_size=3))
def test_lines_that_start_so_are_found(lines: list[bytes], start: str) -> None:
    prefix = start.encode()
    expected = [line for line in lines if line.startswith(prefix)]
    assert [*MemoryLines(lines).starting(prefix)] == expected


def test_a_file_finds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "lines"

    @given(LINES, st.text("ab<>", max_size=3))
    def compare(lines: list[bytes], start: str) -> None:
        path.write_bytes(b"".join(lines))
        prefix = start.encode()
        with path.open("rb") as file:
            found = FileLines(file, path.stat().st_size)
            assert [*found.starting(prefix)] == [line for line in lines if line.startswith(prefix)]
            assert [*found] == lines

    compare()


@given(LINES, LINES)
def test_lines_that_only_one_has_are_what_sets_say(before: list[bytes], after: list[bytes]) -> None:
    sides = [Side("it", MemoryLines(lines), REPORT) for lines in (before, after)]
    assert changed_lines(*sides) == (sorted({*before} - {*after}), sorted({*after} - {*before}))


def test_names_that_end_in_the_hash_of_a_document_go_with_it() -> None:
    pages = {"b/document/new-22222222": "b/document/old-11111111", "b/document/same-3": "b/document/same-3"}
    names = Renames.of(pages, {"b/organization/lunar-soil": "b/organization/ls"})
    assert names.former("b/organization/lunar-soil") == "b/organization/ls"
    assert names.now("b/organization/ls") == "b/organization/lunar-soil"
    assert names.former("b/document/new-22222222") == "b/document/old-11111111"
    assert names.former("b/agreement/agreement-22222222") == "b/agreement/agreement-11111111"
    assert names.now("b/agreement/agreement-11111111") == "b/agreement/agreement-22222222"
    assert names.former("b/country/CN") == names.now("b/country/CN") == "b/country/CN"


def test_a_line_is_cut_by_the_columns_it_takes() -> None:
    assert (cut("月球背面", 8), cut("月球背面", 7), cut("abc", 3)) == ("月球背面", "月球背…", "abc")
