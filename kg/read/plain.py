"""Plain text and Markdown, decoded exactly: every offset is an offset of the file."""

import codecs
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from kg.errors import ReadError
from kg.read.page import Page, read_page
from kg.records import Document

MAX_BYTES = 100_000_000
# The longest paragraph in a million of Wikipedia has 40,000 characters; a million is a dump of data, not prose.
MAX_LINE = 1_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE = re.compile(rf"[^\r\n]{{{MAX_LINE + 1},}}")
_UNFIT = re.compile("[\ud800-\udfff\x00]")


def read_text(path: Path, source: str) -> list[Document]:
    """Return the document that a plain-text file is."""
    return text_documents(read_bytes(path, source), source)


def read_markdown(path: Path, source: str) -> Sequence[Document | ReadError]:
    """Return the document that a Markdown file is, and what is wrong with its front matter."""
    return markdown_documents(read_bytes(path, source), source)


def text_documents(data: bytes, source: str) -> list[Document]:
    """Return the document in the bytes of a plain-text file."""
    text = check_text(decode(data, source), source)
    return [make_document(source, text, data, read_page(text))]


def markdown_documents(data: bytes, source: str) -> Sequence[Document | ReadError]:
    """Return the document in the bytes of a Markdown file, and what is wrong with its front matter."""
    text = check_text(decode(data, source), source)
    page = read_page(text)
    document = make_document(source, text, data, page, media_type="text/markdown")
    if not page.problem:
        return [document]
    line, words = page.problem
    message = (
        f"{source}:{line}: the front matter is not YAML ({words}). It was read line by line;"
        ' put values with a colon or a quotation mark between quotes, for example: title: "Moon: a plan"'
    )
    return [document, ReadError(message, path=source)]


def make_document(
    source: str,
    text: str,
    data: bytes,
    page: Page,
    *,
    media_type: str = "text/plain",
    pages: tuple[int, ...] = (),
) -> Document:
    """Return the record of a text that was read from those bytes."""
    return Document(
        source=source,
        text=text,
        fields=page.fields,
        main=page.main,
        pages=pages,
        media_type=media_type,
        source_sha256=hashlib.sha256(data).hexdigest(),
    )


def read_bytes(path: Path, source: str, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file that is neither missing, nor empty, nor larger than `limit`."""
    try:
        size = path.stat().st_size
        if size > limit:
            message = f"{source} has {size:,} bytes; the limit is {limit:,}. Split it into smaller files."
            raise ReadError(message, path=source)
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(error, source) from error
    return check_bytes(data, source)


def check_bytes(data: bytes, source: str) -> bytes:
    """Return the bytes if there are any."""
    if not data:
        message = f"{source} is empty (0 bytes). Leave it out, or put the document's text into it."
        raise ReadError(message, path=source)
    return data


def unreadable(error: OSError, source: str) -> ReadError:
    """Return the error that says why a file cannot be opened."""
    if isinstance(error, PermissionError):
        return ReadError(
            f"{source} may not be read. Give yourself the right, for example: chmod u+r {source}", path=source
        )
    return ReadError(f"{source} could not be opened ({error.strerror or error}). Check the path.", path=source)


def decode(data: bytes, source: str, *, file: str | None = None) -> str:
    """Return the text of the bytes, character for character: line ends and a byte-order mark stay.

    A byte-order mark says the encoding, else it is UTF-8 and nothing else. Bytes are counted from 0. `file` is the
    path that advice names, where `source` is a place within it.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    zero = data.find(0) if encoding == "utf-8" else -1
    if zero >= 0:
        raise _binary(data, zero, source, file or source)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(error, data, source, file or source) from error


def _binary(data: bytes, zero: int, source: str, file: str) -> ReadError:
    head = data[:4000]
    wide = len(head) > 8 and head.count(0) > len(head) / 3
    todo = (
        f"If it is UTF-16, convert it first, for example: iconv -f utf-16 -t utf-8 {file}"
        if wide
        else "Leave it out, or export it as text, for example as .txt or .pdf."
    )
    return ReadError(f"{source} is binary, not text (byte {zero} is 0x00). {todo}", path=file)


def _wrong_encoding(error: UnicodeDecodeError, data: bytes, source: str, file: str) -> ReadError:
    at = error.start
    if error.encoding.replace("_", "-") != "utf-8":
        message = f"{source} is not {error.encoding} text, though it begins so (byte {at}). Save it again as UTF-8."
        return ReadError(message, path=file)
    guess = "cp1252" if any(0x80 <= byte <= 0x9F for byte in data[:100_000]) else "latin1"
    message = (
        f"{source} is not UTF-8 text (byte {at} is 0x{data[at]:02X}). Convert it first, for example:"
        f" iconv -f {guess} -t utf-8 {file}"
    )
    return ReadError(message, path=file)


def check_text(text: str, source: str) -> str:
    """Return the text if it holds words, in lines of a length that prose can have."""
    if not text.strip("\ufeff \t\r\n\v\f\u00a0\u200b"):
        message = f"{source} has no text, only white space. Leave it out, or put the document's text into it."
        raise ReadError(message, path=source)
    long = _LINE.search(text) if len(text) > MAX_LINE else None
    if long:
        line = text.count("\n", 0, long.start()) + 1
        message = (
            f"{source}: line {line} has {long.end() - long.start():,} characters; the limit is {MAX_LINE:,}."
            " If it is prose, break it into lines first, for example with: fold -s -w 2000"
        )
        raise ReadError(message, path=source)
    return text


def clean_text(text: str) -> str:
    """Return the text with U+FFFD for what no file may hold, NUL and halves of characters; offsets stay."""
    return _UNFIT.sub("\ufffd", text)
