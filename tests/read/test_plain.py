"""Plain text and Markdown: decoded exactly, or refused with what to do."""

# ruff: noqa: E501 - messages stand word for word

import codecs
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read import READERS, read_source
from kg.read.plain import MAX_LINE, decode, markdown_documents, read_bytes, text_documents

LEAD = "Norland and Sudria signed an agreement on lunar research on Monday.\n"


def refused(tmp_path: Path, name: str, data: bytes) -> str:
    """Return the message with which a file of these bytes is refused."""
    path = tmp_path / name
    path.write_bytes(data)
    documents, (error,) = read_source(path)
    assert not documents
    assert error.path == path.as_posix()
    return str(error).replace(path.as_posix(), name)


@given(st.text(min_size=1).filter(lambda text: text.strip("\ufeff \t\r\n\v\f\u00a0\u200b") and "\0" not in text))
def test_the_text_is_the_file_s_own_and_spans_lie_in_it(text: str) -> None:
    data = text.encode()
    for document in (text_documents(data, "a.txt")[0], markdown_documents(data, "a.md")[0]):
        assert not isinstance(document, ReadError)
        assert document.text.encode() == data
        assert document.source_sha256 == hashlib.sha256(data).hexdigest()
        for span in [*document.main, *(field.span for field in document.fields if field.span)]:
            assert 0 <= span.start <= span.end <= len(text)


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF8 + b"Norland signed.\r\nSudria did not.\r")
    (document,), _ = read_source(path)
    assert document.text == "\ufeffNorland signed.\r\nSudria did not.\r"
    assert document.main[0].start == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_says_the_encoding(encoding: str) -> None:
    text = "\ufeff" + LEAD
    assert decode(text.encode(encoding), "a.txt") == text


def test_markdown_keeps_its_media_type_and_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.MD"
    path.write_text(f"---\ntitle: Norland\n---\n{LEAD}")
    (document,), errors = read_source(path)
    assert not errors
    assert (document.media_type, document.title) == ("text/markdown", "Norland")


def test_front_matter_that_is_not_yaml_is_reported_and_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\nauthor: Ann Lee\ntitle: Norland: a rover\n---\n{LEAD}")
    (document,), (error,) = read_source(path)
    assert document.title == "Norland: a rover"
    assert str(error).replace(path.as_posix(), "a.md") == (
        "a.md:3: the front matter is not YAML (mapping values are not allowed here). It was read line by line;"
        ' put values with a colon or a quotation mark between quotes, for example: title: "Moon: a plan"'
    )


def test_plain_text_may_have_any_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"---\ntitle: Norland: a rover\n---\n{LEAD}")
    (document,), errors = read_source(path)
    assert (document.title, errors) == ("Norland: a rover", [])


@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".pdf", ".docx"}))
def test_an_empty_file_says_so(tmp_path: Path, suffix: str) -> None:
    assert refused(tmp_path, f"a{suffix}", b"") == (
        f"a{suffix} is empty (0 bytes). Leave it out, or put the document's text into it."
    )


@pytest.mark.parametrize("data", [b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_white_space_is_no_text(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, "a.txt", data) == (
        "a.txt has no text, only white space. Leave it out, or put the document's text into it."
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9", "minutes.txt is not UTF-8 text (byte 3 is 0xE9). Convert it first, for example: iconv -f latin1 -t utf-8 minutes.txt"),
        (b"\x93Norland\x94", "minutes.txt is not UTF-8 text (byte 0 is 0x93). Convert it first, for example: iconv -f cp1252 -t utf-8 minutes.txt"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "minutes.txt is binary, not text (byte 8 is 0x00). Leave it out, or export it as text, for example as .txt or .pdf."),
        (LEAD.encode("utf-16-le"), "minutes.txt is binary, not text (byte 1 is 0x00). If it is UTF-16, convert it first, for example: iconv -f utf-16 -t utf-8 minutes.txt"),
        (codecs.BOM_UTF16_LE + b"a\0b", "minutes.txt is not utf-16-le text, though it begins so (byte 4). Save it again as UTF-8."),
    ],
)  # fmt: skip
def test_other_encodings_are_refused_with_advice(tmp_path: Path, data: bytes, message: str) -> None:
    assert refused(tmp_path, "minutes.txt", data) == message


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    data = b"Norland.\n" + b"x " * 25_000_000
    assert refused(tmp_path, "a.txt", data) == (
        f"a.txt: line 2 has 50,000,000 characters; the limit is {MAX_LINE:,}."
        " If it is prose, break it into lines first, for example with: fold -s -w 2000"
    )


def test_a_file_above_the_limit_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norland")
    with pytest.raises(ReadError, match=r"has 7 bytes; the limit is 5\. Split it into smaller files\."):
        read_bytes(tmp_path / "a.txt", "a.txt", limit=5)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Norland")

    def deny(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", deny)
    _, (error,) = read_source(path)
    assert (
        str(error)
        == f"{path.as_posix()} may not be read. Give yourself the right, for example: chmod u+r {path.as_posix()}"
    )
