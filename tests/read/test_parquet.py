"""Parquet is read as the JSON lines with the same fields; needs pyarrow."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReadError
from kg.read import read_source
from kg.read.parquet import read_parquet, row_groups, row_names

pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow: pip install 'provenkg[parquet]'")

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "India signed the Artemis Accords.", "title": "Signed", "author": "Jane Smith; Li Wei"},
    {"id": "b", "text": "Japan signed the Artemis Accords.", "date": "2024-03-14", "language": "en"},
    {"id": "c", "text": "Brazil signed them too.\n\nAnd Chile.", "publisher": "Daily", "url": "https://example.org/c"},
]


def write(path: Path, columns: dict[str, Any], group: int = 1000) -> Path:
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path, row_group_size=group)
    return path


def written(path: Path, rows: list[dict[str, Any]], group: int = 1000) -> Path:
    names = sorted({name for row in rows for name in row})
    return write(path, {name: [row.get(name) for row in rows] for name in names}, group)


def messages(path: Path) -> list[str]:
    return [str(error).replace(f"{path.parent.as_posix()}/", "") for error in read_source(path)[1]]


@pytest.mark.parametrize("group", [1, 2, 1000])
def test_rows_are_read_as_the_json_lines_with_the_same_fields(tmp_path: Path, group: int) -> None:
    order = ("id", "text", "title", "date", "publisher", "author", "url", "language")
    lines = [json.dumps({n: row[n] for n in order if n in row}, separators=(",", ":")) for row in ROWS]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    expected, _ = read_source(tmp_path / "rows.jsonl")
    found, errors = read_source(written(tmp_path / "rows.parquet", ROWS, group))
    assert not errors
    assert [one.source.replace(".parquet#", ".jsonl#") for one in found] == [one.source for one in expected]
    for one, other in zip(found, expected, strict=True):
        assert (one.text, one.fields, one.main, one.source_sha256) == (
            other.text,
            other.fields,
            other.main,
            other.source_sha256,
        )


def test_one_row_is_read_by_its_id(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.parquet", ROWS)
    found, errors = read_source(f"{path.as_posix()}#b")
    assert not errors
    assert [one.text for one in found] == ["Japan signed the Artemis Accords."]


def test_days_and_times_are_dates_and_lists_are_authors(tmp_path: Path) -> None:
    columns = {
        "text": ["One text.", "Another text."],
        "date": [date(2024, 3, 14), date(2023, 1, 2)],
        "author": [["Jane Smith", "Li Wei"], None],
    }
    (first, second), errors = read_source(write(tmp_path / "days.parquet", columns))
    assert not errors
    assert (first.date, second.date) == ("2024-03-14", "2023-01-02")
    assert [field.value for field in first.fields if field.name == "author"] == ["Jane Smith", "Li Wei"]
    assert first.source.endswith("days.parquet#1")
    times = {"text": ["One text."], "date": [datetime(2024, 3, 14, 12, 30, tzinfo=UTC)]}
    (only,), _ = read_source(write(tmp_path / "times.parquet", times))
    assert only.date == "2024-03-14"


def test_bad_rows_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "One."}, {"id": "b"}, {"id": "a", "text": "Two."}, {"text": "Three.", "date": "soon"}]
    path = written(tmp_path / "rows.parquet", rows, 2)
    documents, _ = read_source(path)
    assert [one.text for one in documents] == ["One.", "Three."]
    assert messages(path) == [
        'rows.parquet:2: no "text"; the row has: id. Put the words of the document under "text".',
        'rows.parquet:3: the id "a" is also that of row 1. Give each row its own.',
        'rows.parquet:4: the date "soon" is not understood, and left out. Write it as YYYY-MM-DD, YYYY-MM or YYYY.',
    ]


def test_a_file_that_holds_no_documents_says_why(tmp_path: Path) -> None:
    (tmp_path / "noise.parquet").write_bytes(b"PAR1 and nothing else")
    assert messages(tmp_path / "noise.parquet") == ["noise.parquet is damaged, or no Parquet file. Write it again."]
    assert messages(write(tmp_path / "words.parquet", {"id": ["a"], "body": ["x"]})) == [
        'words.parquet has no column "text"; its columns are: id, body. Put the words of the documents under "text".'
    ]
    assert messages(write(tmp_path / "numbers.parquet", {"text": [1, 2]})) == [
        'numbers.parquet: the column "text" holds int64, not strings. Write it as strings.'
    ]
    assert messages(write(tmp_path / "none.parquet", {"text": pa.array([], pa.string())})) == [
        "none.parquet has no rows. Leave it out, or write documents into it."
    ]


def test_a_damaged_column_is_named_with_its_row_group(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": f"Text number {n} says {n * 7919}."} for n in range(200)]
    path = written(tmp_path / "rows.parquet", rows, 100)
    data = bytearray(path.read_bytes())
    at = data.index(b"Text")
    data[at - 60 : at + 900] = b"\xff" * 960
    path.write_bytes(bytes(data))
    with pytest.raises(ReadError, match=r"rows\.parquet is damaged in row group 1 \(.+\)\. Write it again\."):
        read_parquet(path, "rows.parquet")


def test_row_groups_and_names_are_told_without_the_texts(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.parquet", ROWS, 2)
    assert [rows for rows, _ in row_groups(path, "rows.parquet")] == [2, 1]
    assert [*row_names(path, "rows.parquet")] == [(1, "a"), (2, "b"), (3, "c")]
    unnamed = write(tmp_path / "unnamed.parquet", {"text": ["One.", "Two."]})
    assert [*row_names(unnamed, "unnamed.parquet")] == [(1, "1"), (2, "2")]
