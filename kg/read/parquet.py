"""Parquet: one document a row, with the columns that JSON lines have as fields (`kg.read.jsonl`), by pyarrow.

A row is read as the JSON line with the same fields, in the order of `COLUMNS` and without those that are null: that is
what `source_sha256` is the hash of, since a row has no bytes of its own.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ReadError
from kg.read.jsonl import Line, line_documents, name_of
from kg.read.plain import check_bytes, unreadable
from kg.records import Document

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

COLUMNS = ("id", "text", "title", "date", "publisher", "author", "url", "language")
_BATCH = 100
"""Rows that are decoded at a time."""
_BUFFER = 1 << 20
"""Bytes of a column that are read at a time, instead of all that a row group has of it."""


def read_parquet(path: Path, source: str) -> Sequence[Document | ReadError]:
    """Return the documents of a file, and an error in the place of each row that is none."""
    numbers: dict[str, int] = {}
    found = [
        item for group in range(len(row_groups(path, source))) for item in group_documents(path, source, group, numbers)
    ]
    if not found:
        message = f"{source} has no rows. Leave it out, or write documents into it."
        raise ReadError(message, path=source)
    return found


def row_groups(path: Path, source: str) -> list[tuple[int, int]]:
    """Return how many rows, and bytes of them, each row group has; raise ReadError where there are no documents."""
    with _open(path, source) as file:
        groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
        return [(group.num_rows, group.total_byte_size) for group in groups]


def group_documents(
    path: Path, source: str, group: int, numbers: dict[str, int], *, rows: slice = slice(None)
) -> Iterator[Document | ReadError]:
    """Yield the documents of some rows of a row group, as `line_documents` does; holds a batch of rows in memory."""
    with _open(path, source) as file:
        number = sum(file.metadata.row_group(before).num_rows for before in range(group)) + (rows.start or 0)
        for row in islice(_rows(file, source, group, COLUMNS), rows.start, rows.stop):
            number += 1
            data = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
            for item in line_documents(Line(number, 0, data), source, numbers, (), unit="row"):
                if isinstance(item, Document | ReadError):
                    yield item


def row_names(path: Path, source: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the id of each row, without reading the other columns."""
    number = 0
    with _open(path, source) as file:
        for group in range(file.num_row_groups):
            if "id" not in file.schema_arrow.names:
                count = file.metadata.row_group(group).num_rows
                yield from ((row, str(row)) for row in range(number + 1, number + count + 1))
                number += count
                continue
            for row in _rows(file, source, group, ("id",)):
                number += 1
                yield number, name_of(row.get("id"), number)


def _open(path: Path, source: str) -> "ParquetFile":
    """Return the file, open; raise ReadError for one that is none, or has no column `text` of strings."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        message = f"{source}: Parquet is read by pyarrow, which is not installed. Run: pip install 'provenkg[parquet]'"
        raise ReadError(message, path=source) from error
    try:
        if not path.stat().st_size:
            check_bytes(b"", source)
        file = ParquetFile(path, buffer_size=_BUFFER)
    except pa.ArrowInvalid as error:
        message = f"{source} is damaged, or no Parquet file. Write it again."
        raise ReadError(message, path=source) from error
    except OSError as error:
        raise unreadable(error, source) from error
    _check_columns(file, source)
    return file


def _check_columns(file: "ParquetFile", source: str) -> None:
    import pyarrow as pa

    schema = file.schema_arrow
    if "text" not in schema.names:
        has = ", ".join(schema.names) or "none"
        message = f'{source} has no column "text"; its columns are: {has}. Put the words of the documents under "text".'
        raise ReadError(message, path=source)
    kind = schema.field("text").type
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not (pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner)):
        message = f'{source}: the column "text" holds {kind}, not strings. Write it as strings.'
        raise ReadError(message, path=source)


def _rows(file: "ParquetFile", source: str, group: int, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a group as JSON could have them; raise ReadError where the file is damaged."""
    import pyarrow as pa

    names = [name for name in columns if name in file.schema_arrow.names]
    try:
        for batch in file.iter_batches(batch_size=_BATCH, row_groups=[group], columns=names):
            for row in batch.to_pylist():
                yield {name: _plain(row[name]) for name in names if row[name] is not None}
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0]
        message = f"{source} is damaged in row group {group + 1} ({reason}). Write it again."
        raise ReadError(message, path=source) from error


def _plain(value: Any) -> Any:
    """Return a value in the form that a JSON line has for it: a day for a time."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | dict | None) else str(value)
