"""A file that is read in portions gives what it gives when it is read at once, whatever is wrong with it."""

import json
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.extract import DEFAULT
from kg.gather import to_work
from kg.read import READERS, jsonl, read_source
from kg.records import Document
from kg.resources import ONTOLOGY
from kg.shards.portions import LEAST_BYTES, MOST_BYTES, PORTIONS, cut, portion_bytes, portion_documents, whole_files

pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow: pip install 'provenkg[parquet]'")

WORK = to_work(ONTOLOGY, READERS, DEFAULT)


def line(name: str | None, text: str = "India signed it.") -> bytes:
    return json.dumps({"text": text} if name is None else {"id": name, "text": text}).encode()


FILES = {
    "many": b"\n".join(line(str(number)) for number in range(50)),
    "the same id in the first, the third and the last": b"\n".join(map(line, ["a", "b", "a", *"cdefgh", "a"])),
    "an id that is the number of a line without one": b"\n".join([line(None), line("1"), line(None), line("2")]),
    "an id with a newline and an escape": b"\n".join([line("a\nb\x1b"), line("c"), line("a\nb\x1b"), line("d")]),
    "Windows": b"\xef\xbb\xbf" + b"\r\n\r\n".join(line(str(number)) for number in range(9)),
    "no JSON": b"\n".join([line("a"), b"{", line("b"), b'["c"]', b"", line("d"), b'{"id": "a"}', line("a")]),
    "bytes that are no UTF-8": b"\n".join([line("a"), b'{"id": "x", "text": "caf\xe9"}', line("b")]),
    "binary": b"\n".join([line("a"), b"\0\1\2", line("b")]),
    "blank": b"\n \n\t\n",
    "empty": b"",
    "a line that is too long": b"\n".join([line("a"), line("b"), line("c", "x" * 3000), line("d")]),
    "only a line that is too long": line("c", "x" * 3000),
}


def found(items: list[Document | ReadError]) -> tuple[list[tuple[str, str, str]], list[str]]:
    documents = [(one.source, one.text, one.source_sha256) for one in items if isinstance(one, Document)]
    return documents, [str(one) for one in items if isinstance(one, ReadError)]


def in_portions(path: Path, most: int) -> list[Document | ReadError]:
    try:
        portions = cut(path.as_posix(), most, path.parent)
    except ReadError as error:
        return [error]
    return [item for portion in portions for item in portion_documents(portion, WORK)]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("most", [1, 100, 10_000])
def test_lines(tmp_path: Path, name: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_BYTES", 2000)
    path = tmp_path / "lines.jsonl"
    path.write_bytes(FILES[name])
    documents, errors = read_source(path)
    assert found(in_portions(path, most)) == found([*documents, *errors])
    assert [one.name for one in tmp_path.iterdir()] == ["lines.jsonl"]


@pytest.mark.parametrize("group", [1, 3, 100])
@pytest.mark.parametrize("most", [1, 400, 10_000])
def test_rows(tmp_path: Path, group: int, most: int) -> None:
    import pyarrow.parquet as pq

    ids = ["a", "b", "a", None, "4", *map(str, range(40, 60)), "a"]
    columns = {"id": ids, "text": [f"India signed number {number}." for number in range(len(ids))]}
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=group)
    documents, errors = read_source(path)
    assert len(errors) == 3
    assert found(in_portions(path, most)) == found([*documents, *errors])


def test_a_parquet_file_without_rows_or_text_is_told(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    for columns in ({"text": pa.array([], pa.string())}, {"id": ["a"]}):
        path = tmp_path / "rows.parquet"
        pq.write_table(pa.table(columns), path)
        _, errors = read_source(path)
        assert errors
        assert found(in_portions(path, 100)) == found([*errors])


def test_small_files_are_read_together_and_large_ones_by_themselves(tmp_path: Path) -> None:
    sizes = [10, 10, 500, 10, 10]
    files = [tmp_path / f"{number}.txt" for number in range(5)]
    for path, size in zip(files, sizes, strict=True):
        path.write_bytes(b"x" * size)
    names = [path.name for path in files]
    portions = whole_files([*map(str, files), str(tmp_path / "gone.txt")], 400)
    together = [[Path(source).name for source in portion.sources] for portion in portions]
    assert together == [names[:3], [*names[3:], "gone.txt"]]


def test_portions_grow_with_the_sources_so_that_they_stay_few() -> None:
    assert portion_bytes(0) == portion_bytes(LEAST_BYTES * PORTIONS) == LEAST_BYTES
    assert portion_bytes(26_000_000_000) == 26_000_000_000 // PORTIONS
    assert portion_bytes(10**13) == MOST_BYTES
