"""Word documents: paragraphs, lists and tables in order, properties, and files that cannot be read."""

import datetime as dt
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from kg.read import read_source
from kg.records import Document, Field

LEAD = "Norland and Sudria signed an agreement on lunar research on Monday."


def read(path: Path) -> Document:
    """Return the one document of the file."""
    (document,), errors = read_source(path)
    assert not errors
    return document


def refused(path: Path) -> str:
    """Return the message with which the file is refused."""
    documents, (error,) = read_source(path)
    assert not documents
    return str(error).replace(path.as_posix(), path.name)


def test_paragraphs_lists_and_tables_come_in_order(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Lunar rover", level=1)
    word.add_paragraph(LEAD)
    word.add_paragraph("Norland: wheels", style="List Bullet")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Country", "Part", "Norland", "wheels"), strict=True
    ):
        cell.text = text
    word.add_paragraph("")
    word.add_paragraph("Sudria pays half.")
    word.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == (
        f"Lunar rover\n\n{LEAD}\n\n- Norland: wheels\n\n| Country | Part |\n| Norland | wheels |\n\nSudria pays half."
    )


def test_a_merged_cell_comes_once(tmp_path: Path) -> None:
    word = docx.Document()
    table = word.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Norland"
    table.cell(0, 2).text = "rover"
    word.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == "| Norland | rover |"


def test_title_author_date_and_language_come_from_the_properties(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph(LEAD)
    properties = word.core_properties
    properties.title, properties.author, properties.language = "Lunar rover", "Ann Lee; Bo Ek", "en-GB"
    properties.created = dt.datetime(2031, 5, 3, 9, 0)  # noqa: DTZ001 - the format has no zone
    word.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").fields == (
        Field("title", "Lunar rover"),
        Field("author", "Ann Lee"),
        Field("author", "Bo Ek"),
        Field("date", "2031-05-03"),
        Field("language", "en-GB"),
    )


def test_properties_of_the_template_are_not_taken(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph(LEAD)
    word.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").fields == ()


def test_a_file_without_text_says_so(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    assert refused(tmp_path / "a.docx") == (
        "a.docx has no text. If its pages are images, run OCR first, for example with ocrmypdf."
    )


def _zip(**parts: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize("data", [b"hello", b"PK\x03\x04broken", _zip(a="b"), _zip(**{"[Content_Types].xml": "<x"})])
def test_a_damaged_file_asks_to_be_saved_again(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(data)
    assert refused(tmp_path / "a.docx") == (
        "a.docx is damaged, or no Word document. Open it in a word processor and save it again as .docx."
    )


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refused(tmp_path / "a.docx") == (
        "a.docx is encrypted, or in the old .doc format. Save it as .docx without a password."
    )
