"""JSON lines: one document a line; a bad line is one error, and the others are read."""

# ruff: noqa: E501 - messages stand word for word

import hashlib
import json
from pathlib import Path

import pytest

from kg.read import read_source
from kg.read.jsonl import jsonl_documents
from kg.records import Document, Field

LEAD = "Norland and Sudria signed an agreement on lunar research on Monday."


def messages(*lines: str) -> list[str]:
    """Return what is wrong with these lines."""
    found = jsonl_documents("\n".join(lines).encode(), "a.jsonl")
    return [str(item) for item in found if not isinstance(item, Document)]


def test_a_line_is_a_document_named_by_its_id_or_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "first", "text": "Norland."}\n\n{"text": "Sudria."}\n{"id": 7, "text": "Ostra."}\n')
    documents, errors = read_source(path)
    assert not errors
    assert [(d.source.rpartition("#")[2], d.text) for d in documents] == [
        ("first", "Norland."),
        ("3", "Sudria."),
        ("7", "Ostra."),
    ]


def test_the_hash_is_that_of_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "Norland."}\r\n{"text": "Sudria."}')
    hashes = [document.source_sha256 for document in read_source(path)[0]]
    assert hashes == [hashlib.sha256(line).hexdigest() for line in (b'{"text": "Norland."}', b'{"text": "Sudria."}')]


def test_one_document_is_read_by_its_id(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "Norland."}\n{"id": "b", "text": "Sudria."}\n')
    assert [document.text for document in read_source(f"{path.as_posix()}#b")[0]] == ["Sudria."]
    _, (error,) = read_source(f"{path.as_posix()}#c")
    assert str(error) == f'{path.as_posix()} has no document with the id "c". Check the id.'


def test_fields_of_the_line_come_first_and_those_of_the_text_are_found() -> None:
    record = {
        "text": f"Rover agreed\n\nBy Ann Lee\n\n3 May 2031\n\n{LEAD}",
        "title": "Rover agreed",
        "date": "2031-05-02T10:00:00Z",
        "author": ["Ann Lee", "Bo Ek"],
        "publisher": "The Courier",
        "url": "https://courier.example/rover",
        "language": "en",
        "mood": "glad",
    }
    (document,) = jsonl_documents(json.dumps(record).encode(), "a.jsonl")
    assert isinstance(document, Document)
    shown = [(f.name, f.value, f.span and document.text[f.span.start : f.span.end]) for f in document.fields]
    assert shown == [
        ("title", "Rover agreed", "Rover agreed"),
        ("publisher", "The Courier", None),
        ("author", "Ann Lee", "Ann Lee"),
        ("author", "Bo Ek", None),
        ("date", "2031-05-02", None),
        ("date", "2031-05-03", "3 May 2031"),
        ("language", "en", None),
        ("url", "https://courier.example/rover", None),
    ]


@pytest.mark.parametrize("author", ["Ann Lee and Bo Ek", "Ann Lee; Bo Ek", ["Ann Lee", "Bo Ek"]])
def test_authors_come_one_by_one(author: object) -> None:
    (document,) = jsonl_documents(json.dumps({"text": LEAD, "author": author}).encode(), "a.jsonl")
    assert isinstance(document, Document)
    assert document.fields == (Field("author", "Ann Lee"), Field("author", "Bo Ek"))


def test_empty_values_are_no_values() -> None:
    (document,) = jsonl_documents(
        json.dumps({"text": LEAD, "date": None, "author": [], "title": ""}).encode(), "a.jsonl"
    )
    assert isinstance(document, Document)
    assert document.fields == ()


def test_halves_of_characters_are_replaced_so_that_offsets_stay() -> None:
    (document,) = jsonl_documents(rb'{"text": "Nor\ud800land \u0000 \ud83d\ude80 signed."}', "a.jsonl")
    assert isinstance(document, Document)
    assert document.text == "Nor\ufffdland \ufffd \U0001f680 signed."


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Norland."}\n{"text": "Sudria."}\n{"id": "c" "text": "Ostra."}\n{"text": "Vestmark."}\n')
    documents, (error,) = read_source(path)
    assert [document.text for document in documents] == ["Norland.", "Sudria.", "Vestmark."]
    assert error.path == path.as_posix()
    assert str(error).replace(path.as_posix(), "a.jsonl") == (
        "a.jsonl:3: not JSON (column 12: Expecting ',' delimiter). Mend the line; the others are read."
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a", "title": "b"}', 'a.jsonl:1: no "text"; the line has: id, title. Put the words of the document under "text".'),
        ('{"text": 3}', 'a.jsonl:1: no "text"; the line has: text. Put the words of the document under "text".'),
        ("{}", 'a.jsonl:1: no "text"; the line has: nothing. Put the words of the document under "text".'),
        ("[1]", 'a.jsonl:1: expected a JSON object, got a list. Write {"id": …, "text": …}.'),
        ("7", 'a.jsonl:1: expected a JSON object, got a number. Write {"id": …, "text": …}.'),
        ('{"text": " "}', "a.jsonl:1 has no text, only white space. Leave it out, or put the document's text into it."),
        ('{"text": "Norland.", "date": "soon"}', 'a.jsonl:1: the date "soon" is not understood, and left out. Write it as YYYY-MM-DD, YYYY-MM or YYYY.'),
        ('{"text": "Norland.", "title": ["a", "b"]}', 'a.jsonl:1: "title" is a list. Write a string.'),
        ('{"text": "Norland.", "author": {"name": "a"}}', 'a.jsonl:1: "author" is an object. Write a string.'),
        ('{"text": "Norland."', "a.jsonl:1: not JSON (column 20: Expecting ',' delimiter). Mend the line; the others are read."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line_is_said(line: str, message: str) -> None:
    assert messages(line) == [message]


def test_a_wrong_field_does_not_lose_the_document() -> None:
    found = jsonl_documents(b'{"text": "Norland.", "date": "soon"}', "a.jsonl")
    assert [item.text for item in found if isinstance(item, Document)] == ["Norland."]


def test_an_id_given_twice_is_an_error() -> None:
    line = '{"id": "a", "text": "Norland."}'
    assert messages(line, line) == ['a.jsonl:2: the id "a" is also that of line 1. Give each line its own.']


def test_deep_nesting_is_an_error() -> None:
    (message,) = messages("[" * 100_000)
    assert message.startswith("a.jsonl:1: not JSON")


def test_a_line_in_another_encoding_names_its_byte_and_the_file() -> None:
    (error,) = jsonl_documents(b'{"text": "caf\xe9"}', "a.jsonl")
    assert str(error) == (
        "a.jsonl:1 is not UTF-8 text (byte 13 is 0xE9). Convert it first, for example: iconv -f latin1 -t utf-8 a.jsonl"
    )


def test_a_binary_file_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\0\1\n" * 9)
    documents, errors = read_source(path)
    assert (documents, len(errors)) == ([], 1)


def test_a_file_of_empty_lines_has_no_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n \n")
    _, (error,) = read_source(path)
    assert str(error).endswith("has no text, only white space. Leave it out, or put the document's text into it.")


def test_an_id_may_be_nought_and_holds_only_what_a_file_can(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 0, "text": "One."}\n{"id": 1, "text": "Two."}\n{"id": "\\ud800x", "text": "Three."}\n')
    documents, errors = read_source(path)
    assert [document.source.rpartition("#")[2] for document in documents] == ["0", "1", "\ufffdx"]
    assert not errors
