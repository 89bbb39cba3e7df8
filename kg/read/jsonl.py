"""JSON lines: one document a line, with the fields id, text, title, date, publisher, author, url and language."""

import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from kg.errors import ReadError
from kg.read.known import Key
from kg.read.page import read_page
from kg.read.page.dates import normalise_date
from kg.read.plain import MAX_BYTES, check_bytes, check_text, clean_text, decode, make_document, unreadable
from kg.records import Document, Field

_FIELDS = ("title", "publisher", "author", "date", "language", "url")
_WHITE = b"\xef\xbb\xbf \t\r\n"
_AND = re.compile(r"\s*;\s*|\s+and\s+|\s*&\s*")


def read_jsonl(path: Path, source: str) -> Sequence[Document | ReadError]:
    """Return the documents of a file, and an error in the place of each line that is none."""
    return _whole(read_lines(path, source, known=()))


def read_lines(path: Path, source: str, *, known: Container[Key]) -> Iterator[Document | Key | ReadError]:
    """Yield what `read_jsonl` returns, with the key alone in the place of each document that is known."""
    try:
        with path.open("rb") as lines:
            yield from _documents(lines, source, known)
    except OSError as error:
        raise unreadable(error, source) from error


def jsonl_documents(data: bytes, source: str) -> Sequence[Document | ReadError]:
    """Return the documents in the bytes of such a file, and an error in the place of each line that is none."""
    return _whole(_documents(BytesIO(data), source, ()))


def _whole(found: Iterable[Document | Key | ReadError]) -> list[Document | ReadError]:
    return [item for item in found if not isinstance(item, Key)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number from 1, where it begins in the file, and its bytes without white space."""

    number: int
    offset: int
    data: bytes

    def name(self) -> str | None:
        """Return the id of the document that the line is, None where it is none."""
        try:
            return name_of(_record(self.data, ":", "").get("id"), self.number)
        except ReadError:
            return None


def file_lines(lines: IO[bytes], source: str, *, number: int = 0) -> Iterator[Line]:
    """Yield the lines that are not blank; `number` is that of the line before the first.

    Raises ReadError for a file that is none of text, and, after the last line before it, for a line that is too long.
    """
    offset = lines.tell()
    while data := lines.readline(MAX_BYTES + 1):
        number += 1
        if len(data) > MAX_BYTES:
            message = f"{source}:{number}: the line has more than {MAX_BYTES:,} bytes. Write one document a line."
            raise LongLineError(message, path=source)
        if b"\0" in data:
            decode(data.replace(b"\xff\xfe", b""), source)
        if data.strip(_WHITE):
            yield Line(number, offset, data.strip(_WHITE))
        offset += len(data)


class LongLineError(ReadError):
    """A line that is too long: those after it are not read, those before it are."""


def _documents(lines: IO[bytes], source: str, known: Container[Key]) -> Iterator[Document | Key | ReadError]:
    numbers: dict[str, int] = {}
    blank = True
    try:
        for line in file_lines(lines, source):
            blank = False
            yield from line_documents(line, source, numbers, known)
    except LongLineError as error:
        yield error
        return
    if not lines.tell():
        check_bytes(b"", source)
    if blank:
        check_text("", source)


def line_documents(
    line: Line, source: str, numbers: dict[str, int], known: Container[Key], *, unit: str = "line"
) -> Iterator[Document | Key | ReadError]:
    """Yield the document of a line, after what is wrong with its fields; note its id and number in `numbers`.

    A line whose id is noted there with another number is none. Messages call it a `unit`.
    """
    where = f"{source}:{line.number}"
    try:
        record = _record(line.data, where, source, unit)
        name = name_of(record.get("id"), line.number)
        if numbers.setdefault(name, line.number) == line.number:
            key = Key(f"{source}#{name}", sha256(line.data).hexdigest())
            yield from _read_record(record, line.data, key, where, known)
        else:
            message = f'{where}: the id "{name}" is also that of {unit} {numbers[name]}. Give each {unit} its own.'
            yield ReadError(message, path=source)
    except ReadError as error:
        yield error


def _record(line: bytes, where: str, source: str, unit: str = "line") -> dict[str, Any]:
    """Return the JSON object of a line that has a text."""
    try:
        record = json.loads(decode(line, where, file=source))
    except json.JSONDecodeError as error:
        message = f"{where}: not JSON (column {error.colno}: {error.msg}). Mend the line; the others are read."
        raise ReadError(message, path=where.rpartition(":")[0]) from error
    except (ValueError, RecursionError) as error:
        message = f"{where}: not JSON that can be read ({error}). Mend the line; the others are read."
        raise ReadError(message, path=where.rpartition(":")[0]) from error
    if not isinstance(record, dict):
        message = f'{where}: expected a JSON object, got {_kind(record)}. Write {{"id": …, "text": …}}.'
        raise ReadError(message, path=where.rpartition(":")[0])
    if not isinstance(record.get("text"), str):
        has = clean_text(", ".join(sorted(record))) or "nothing"
        message = f'{where}: no "text"; the {unit} has: {has}. Put the words of the document under "text".'
        raise ReadError(message, path=where.rpartition(":")[0])
    return record


def name_of(given: object, number: int) -> str:
    """Return the id of a line, its number where it has none."""
    return clean_text(str(number if given is None or given == "" else given))


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", type(None): "null", bool: "a truth value"}.get(type(value), "a number")


def _read_record(
    record: dict[str, Any], line: bytes, key: Key, where: str, known: Container[Key]
) -> Iterator[Document | Key | ReadError]:
    text = check_text(clean_text(record["text"]), where)
    given: list[Field] = []
    for name in _FIELDS:
        try:
            given += _given(name, record.get(name), where)
        except ReadError as error:
            yield error
    yield key if key in known else make_document(key.source, text, line, read_page(text, given))


def _given(name: str, value: object, where: str) -> list[Field]:
    """Return the fields that a value of the record gives: one for each author."""
    if value is None or value in ("", []):
        return []
    values = value if isinstance(value, list) else [value]
    words = [
        " ".join(clean_text(str(v)).split()) for v in values if isinstance(v, str | int) and not isinstance(v, bool)
    ]
    if len(words) != len(values) or (len(words) > 1 and name != "author"):
        message = (
            f'{where}: "{name}" is {_kind(value) if not isinstance(value, dict) else "an object"}. Write a string.'
        )
        raise ReadError(message, path=where.rpartition(":")[0])
    if name == "author":
        words = [part for word in words for part in _AND.split(word) if part]
    if name == "date":
        words = [_date(words[0], where)]
    return [Field(name, word) for word in words if word]


def _date(value: str, where: str) -> str:
    found = normalise_date(value)
    if not found:
        message = (
            f'{where}: the date "{value}" is not understood, and left out. Write it as YYYY-MM-DD, YYYY-MM or YYYY.'
        )
        raise ReadError(message, path=where.rpartition(":")[0])
    return found
