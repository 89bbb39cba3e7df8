"""Word documents: paragraphs and tables in their order, with title, author and date from the properties."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ReadError
from kg.read.page import read_page
from kg.read.page.cues import fold, load_cues
from kg.read.page.meta import is_name
from kg.read.plain import check_text, clean_text, make_document, read_bytes
from kg.records import Document, Field

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The container of the old .doc format, and of encrypted files of the new one ([MS-CFB], 2.2).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the parts of a file may take when unpacked; more is an attack or a film.
_UNPACKED = 1_000_000_000


def read_docx(path: Path, source: str) -> list[Document]:
    """Return the document in a Word file."""
    return docx_documents(read_bytes(path, source), source)


def docx_documents(data: bytes, source: str) -> list[Document]:
    """Return the document in the bytes of a Word file."""
    word = _open(data, source)
    text = "\n".join(_lines(word)).strip("\n")
    if not text.strip():
        message = f"{source} has no text. If its pages are images, run OCR first, for example with ocrmypdf."
        raise ReadError(message, path=source)
    text = check_text(clean_text(text), source)
    page = read_page(text, _given(word))
    return [make_document(source, text, data, page, media_type=_MEDIA_TYPE)]


def _open(data: bytes, source: str) -> "WordDocument":
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    if data.startswith(_COMPOUND):
        message = f"{source} is encrypted, or in the old .doc format. Save it as .docx without a password."
        raise ReadError(message, path=source)
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED:
                message = f"{source} unpacks to more than {_UNPACKED:,} bytes. Take the pictures and films out."
                raise ReadError(message, path=source)
        return docx.Document(BytesIO(data))
    except (zipfile.BadZipFile, OpcError, LxmlError, KeyError, ValueError, NotImplementedError) as error:
        message = f"{source} is damaged, or no Word document. Open it in a word processor and save it again as .docx."
        raise ReadError(message, path=source) from error


def _lines(word: "WordDocument") -> Iterator[str]:
    """Yield the lines of the document: a blank one after each paragraph and table, list items marked, rows in bars."""
    from docx.table import Table

    for item in word.iter_inner_content():
        if isinstance(item, Table):
            yield from _rows(item)
        elif item.text.strip():
            yield _marked(item)
        else:
            continue
        yield ""


def _marked(paragraph: "Paragraph") -> str:
    style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    text = "\n".join(" ".join(line.split()) for line in paragraph.text.splitlines())
    return f"- {text}" if style.startswith("List") else text


def _rows(table: "Table") -> Iterator[str]:
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:
            if not any(cell._tc is other._tc for other in cells):  # noqa: SLF001 - a merged cell comes once for each column
                cells.append(cell)
        words = [" ".join(cell.text.split()) for cell in cells]
        if any(words):
            yield "| " + " | ".join(words) + " |"


def _given(word: "WordDocument") -> Iterator[Field]:
    """Yield the fields of the properties; those of python-docx's template are nobody's."""
    properties, cues = word.core_properties, load_cues()
    if fold(properties.author) == "python-docx" and not properties.title:
        return
    if properties.title.strip() and fold(properties.title) not in cues.untitled:
        yield Field("title", " ".join(properties.title.split()))
    for name in re.split(r"\s*[;&]\s*|\s+and\s+", properties.author):
        if is_name(" ".join(name.split()), strict=True):
            yield Field("author", " ".join(name.split()))
    made = properties.created or properties.modified
    if made and fold(properties.author) != "python-docx":
        yield Field("date", made.date().isoformat())
    if properties.language.strip():
        yield Field("language", properties.language.strip())
