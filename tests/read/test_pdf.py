"""PDF files: pages, lines, paragraphs, running heads, hyphens, properties, and files that cannot be read."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.read import read_source
from kg.records import Document, Field

Line = tuple[float, str]
"""A line of a page: how high it stands, in points, and its words."""


def make_pdf(pages: Sequence[Sequence[Line]], info: str = "", *, encrypted: bool = False) -> bytes:
    """Return a PDF file with these lines in Helvetica (PDF 1.7, ISO 32000-1, 7.5)."""
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for lines in pages:
        words = [(at, text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")) for at, text in lines]
        content = "".join(f"BT /F1 11 Tf 72 {at} Td ({text}) Tj ET\n" for at, text in words).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(f"<< {info} >>".encode())
    trailer = b"/Root 1 0 R /Info %d 0 R" % len(objects)
    if encrypted:
        secret = b"<%s>" % (b"00" * 32)
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >>" % (secret, secret))
        trailer += b" /Encrypt %d 0 R /ID [%s %s]" % (len(objects), secret, secret)
    return _written(objects, trailer)


def _written(objects: Sequence[bytes], trailer: bytes) -> bytes:
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)


def read(tmp_path: Path, data: bytes) -> Document:
    """Return the one document of a file with these bytes."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    (document,), errors = read_source(path)
    assert not errors
    return document


def refused(tmp_path: Path, data: bytes) -> str:
    """Return the message with which a file of these bytes is refused."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    documents, (error,) = read_source(path)
    assert not documents
    assert error.path == path.as_posix()
    return str(error).replace(path.as_posix(), "paper.pdf")


def paragraph(top: float, *lines: str) -> list[Line]:
    return [(top - 14 * i, line) for i, line in enumerate(lines)]


def test_pages_begin_at_their_offsets(tmp_path: Path) -> None:
    document = read(tmp_path, make_pdf([[(700, "Norland signed.")], [(700, "Sudria signed as well.")]]))
    assert document.text == "Norland signed.\n\nSudria signed as well."
    assert document.pages == (0, 17)
    assert document.media_type == "application/pdf"
    assert [document.page_of(at) for at in (0, 16, 17)] == [1, 1, 2]


def test_a_larger_gap_between_lines_begins_a_paragraph(tmp_path: Path) -> None:
    lines = [
        *paragraph(700, "Norland and Sudria signed", "an agreement on Monday."),
        *paragraph(650, "It is to run for ten", "years."),
    ]
    text = read(tmp_path, make_pdf([lines])).text
    assert text == "Norland and Sudria signed\nan agreement on Monday.\n\nIt is to run for ten\nyears."


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("a plan for coop-", "eration in space"), "a plan for cooperation in space"),
        (("the US-", "Norland plan"), "the US-Norland plan"),
        (("the probe Nor-", "6 flew"), "the probe Nor-6 flew"),
        (("a long-term plan is a long-", "term plan"), "a long-term plan is a long-term plan"),
    ],
)
def test_hyphens_at_line_ends_go_unless_they_are_the_word_s_own(
    tmp_path: Path, lines: tuple[str, ...], text: str
) -> None:
    assert read(tmp_path, make_pdf([paragraph(700, *lines)])).text == text


def test_a_word_parted_by_a_page_break_is_joined(tmp_path: Path) -> None:
    document = read(tmp_path, make_pdf([[(700, "a plan for coop-")], [(700, "eration in space")]]))
    assert document.text == "a plan for cooperation in space"
    assert document.pages == (0, 15)


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    bodies = [f"In {country} the\noffice for space\nbuilds a rover." for country in ("Norland", "Sudria", "Vestmark")]
    pages = [
        [(800, f"White Paper, Part {n}"), *paragraph(700, *body.split("\n")), (40, f"Page {n} of 3")]
        for n, body in enumerate(bodies, start=1)
    ]
    assert read(tmp_path, make_pdf(pages)).text == "\n\n".join(bodies)


def test_lines_that_two_pages_share_stay(tmp_path: Path) -> None:
    pages = [[(800, "Annex"), *paragraph(700, "Norland builds", "a rover.")] for _ in range(2)]
    assert read(tmp_path, make_pdf(pages)).text.count("Annex") == 2


def test_title_author_and_date_come_from_the_properties(tmp_path: Path) -> None:
    info = "/Title (Norland in Space) /Author (Ann Lee and Bo Ek) /CreationDate (D:20310503091500Z)"
    document = read(tmp_path, make_pdf([[(700, "Norland signed an agreement with Sudria.")]], info))
    assert document.fields == (
        Field("title", "Norland in Space"),
        Field("author", "Ann Lee"),
        Field("author", "Bo Ek"),
        Field("date", "2031-05-03"),
    )


def test_a_title_that_the_text_shows_has_its_place_there(tmp_path: Path) -> None:
    lines = [*paragraph(750, "Norland", "in Space"), (650, "Norland signed an agreement with Sudria on Monday.")]
    document = read(tmp_path, make_pdf([lines], "/Title (Norland in Space)"))
    title = document.first("title")
    assert title
    assert title.span
    assert document.text[title.span.start : title.span.end] == "Norland\nin Space"


def test_titles_and_authors_that_programs_leave_are_not_taken(tmp_path: Path) -> None:
    info = "/Title (Microsoft Word - draft3.doc) /Author (user) /CreationDate (nonsense)"
    document = read(tmp_path, make_pdf([[(700, "Norland signed an agreement with Sudria on Monday.")]], info))
    assert document.fields == ()


def test_a_date_in_the_text_comes_before_the_day_the_file_was_made(tmp_path: Path) -> None:
    lines = [
        (750, "Norland in Space"),
        (720, "3 May 2031"),
        (690, "Norland signed an agreement with Sudria on Monday."),
    ]
    document = read(tmp_path, make_pdf([lines], "/CreationDate (D:20310601)"))
    assert [field.value for field in document.fields if field.name == "date"] == ["2031-05-03", "2031-06-01"]


def test_a_file_without_text_layer_asks_for_ocr(tmp_path: Path) -> None:
    assert refused(tmp_path, make_pdf([[], [], [], []])) == (
        "paper.pdf has no text layer: its 4 pages are images. Run OCR first, for example: ocrmypdf paper.pdf out.pdf"
    )


def test_an_encrypted_file_asks_for_the_password_to_be_removed(tmp_path: Path) -> None:
    assert refused(tmp_path, make_pdf([[(700, "Secret")]], encrypted=True)) == (
        "paper.pdf is encrypted. Remove the password first, for example: qpdf --decrypt --password=… paper.pdf out.pdf"
    )


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7\nbroken", make_pdf([[(700, "x")]])[:200]])
def test_a_damaged_file_asks_for_repair(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == (
        "paper.pdf is damaged, or no PDF file. Repair it first, for example: qpdf paper.pdf out.pdf"
    )
