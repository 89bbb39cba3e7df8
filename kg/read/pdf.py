"""PDF files: the text layer page by page, without running heads, page numbers and hyphens at line ends."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.page import read_page
from kg.read.page.cues import fold, load_cues
from kg.read.page.dates import normalise_date
from kg.read.page.meta import is_name
from kg.read.plain import check_text, clean_text, make_document, read_bytes
from kg.records import Document, Field, Span

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage  # type: ignore[import-untyped]

# PDFium gives U+FFFE or U+0002, and no line end, for what it takes for a hyphen at one.
_BREAK = re.compile("\r\n|[\r\n\ufffe\x02]")
_HYPHEN = "-\u00ad\u2010"
_LINE_END = re.compile(rf"(?P<before>[^\W_]+)[{_HYPHEN}]\n(?P<after>[^\W_]+)")
_PARTED = re.compile(rf"(?<=[^\W\d_])[{_HYPHEN}]$")
_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_STAMP = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")
_JUNK = re.compile(
    r"microsoft word|\.(?:docx?|pdf|indd|tex|rtf|odt|qxd)$|^untitled|^slide \d|^[\W\d_]*$", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?:…。][\"'”’)\]]*\s*$")

# A gap this much larger than the usual distance of two lines begins a paragraph. In the reports it was found on, line
# distances within paragraphs differ by less than a tenth and paragraphs are at least a third apart.
_GAP = 1.25
# Letters that differ so much in size are a heading's and a paragraph's.
_RESIZED = 0.07
# Lines on as many pages, figures aside, are running heads.
_RUNNING = 3
_EDGE = 2
# The headline stands within so many characters.
_HEAD = 3000


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, how high it stands and how large its letters are, in points; 0 where no letter says so."""

    text: str
    bottom: float = 0.0
    size: float = 0.0


def read_pdf(path: Path, source: str) -> list[Document]:
    """Return the document in a PDF file."""
    return pdf_documents(read_bytes(path, source), source)


def pdf_documents(data: bytes, source: str) -> list[Document]:
    """Return the document in the bytes of a PDF file."""
    pdf = _open(data, source)
    try:
        pages = [_page_lines(pdf, number) for number in range(len(pdf))]
        properties = pdf.get_metadata_dict(skip_empty=True)
    finally:
        pdf.close()
    if not any(line.text.strip() for page in pages for line in page):
        raise _without_layer(len(pages), source)
    text, starts = _join(_without_running(pages))
    text = check_text(text, source)
    found = read_page(text, _given(properties, text))
    page = replace(found, fields=_text_first(found.fields))
    return [make_document(source, text, data, page, media_type="application/pdf", pages=starts)]


def _open(data: bytes, source: str) -> "PdfDocument":
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        len(pdf)
    except pypdfium2.PdfiumError as error:
        raise _refused(str(error), source) from error
    return pdf


def _refused(words: str, source: str) -> ReadError:
    if "assword" in words or "ecurity" in words:
        todo = f"qpdf --decrypt --password=… {source} out.pdf"
        message = f"{source} is encrypted. Remove the password first, for example: {todo}"
    else:
        message = f"{source} is damaged, or no PDF file. Repair it first, for example: qpdf {source} out.pdf"
    return ReadError(message, path=source)


def _without_layer(count: int, source: str) -> ReadError:
    pages = "its 1 page is an image" if count == 1 else f"its {count} pages are images"
    return ReadError(
        f"{source} has no text layer: {pages}. Run OCR first, for example: ocrmypdf {source} out.pdf", path=source
    )


### Pages #############################################################################################################


def _page_lines(pdf: "PdfDocument", number: int) -> list[_Line]:
    """Return the lines of a page; a page that PDFium cannot load has none."""
    import pypdfium2

    try:
        page = pdf[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    text = clean_text(textpage.get_text_range())
    lines: list[_Line] = []
    at = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        words = " ".join(text[at:end].split()) + ("-" if match and match[0] in "\ufffe\x02" else "")
        lines.append(_Line(words, *_measures(textpage, text, at, end)))
        at = match.end() if match else end
    textpage.close()
    page.close()
    return lines


def _measures(textpage: "PdfTextPage", text: str, start: int, end: int) -> tuple[float, float]:
    """Return how high the first letter without a descender stands on the page, and the size of its font."""
    index = next((i for i in range(start, end) if text[i].isalnum() and text[i] not in "gjpqyQJ"), None)
    if index is None or index >= textpage.count_chars():
        return 0.0, 0.0
    _, low, _, high = textpage.get_charbox(index, loose=True)
    return float(textpage.get_charbox(index)[1]), float(high - low)


def _without_running(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """Return the pages without page numbers and without the lines that stand at the edge of three pages or more."""
    filled = [[line for line in page if line.text] for page in pages]
    counts = Counter(mark for page in filled for mark in {_mask(line) for line in _edges(page)})
    kept: list[list[_Line]] = []
    for page in filled:
        edges = set(map(id, _edges(page)))
        kept.append([
            line
            for line in page
            if not (id(line) in edges and (counts[_mask(line)] >= _RUNNING or _NUMBER.fullmatch(line.text)))
        ])  # fmt: skip
    return kept


def _edges(page: Sequence[_Line]) -> list[_Line]:
    size = min(_EDGE, len(page) // 3)
    return [*page[:size], *page[len(page) - size :]]


def _mask(line: _Line) -> str:
    return re.sub(r"\d+", "0", fold(line.text))


def _join(pages: Sequence[Sequence[_Line]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of all pages and the offset at which each begins."""
    raw = [_paragraphs(page) for page in pages]
    whole = "\n".join(raw)
    parts: list[str] = []
    starts: list[int] = []
    size = 0
    for page in raw:
        last = parts[-1] if parts else ""
        if page and last:
            cut = _PARTED.search(last) if page[:1].islower() else None
            joint = "" if cut else "\n\n" if _ENDED.search(last) else "\n"
            parts[-1] = (last[: cut.start()] if cut else last) + joint
            size += len(parts[-1]) - len(last)
        starts.append(size)
        if page:
            parts.append(_dehyphenate(page, whole))
            size += len(parts[-1])
    return "".join(parts), tuple(starts)


def _paragraphs(page: Sequence[_Line]) -> str:
    """Return the lines of a page, with a blank line where the distance to the line before, or the font, differs."""
    gaps = [above.bottom - line.bottom for above, line in pairwise(page) if above.bottom and line.bottom]
    ranked = sorted(gap for gap in gaps if gap > 1)
    usual = ranked[len(ranked) // 2] if ranked else 0
    text = page[0].text if page else ""
    for above, line in pairwise(page):
        gap = above.bottom - line.bottom if above.bottom and line.bottom else 0
        resized = above.size and line.size and abs(above.size - line.size) > _RESIZED * line.size
        apart = resized or (usual and (gap > usual * _GAP or gap < -usual))
        text += ("\n\n" if apart else "\n") + line.text
    return text


def _dehyphenate(text: str, whole: str) -> str:
    """Return the text with words joined that a hyphen parts at a line end, unless the hyphen is the word's own.

    It is its own before a capital or a figure, and where the document has the word with a hyphen within a line.
    """

    def join(match: re.Match[str]) -> str:
        before, after = match["before"], match["after"]
        own = not after[0].islower() or (f"{before}-{after}" in whole and before + after not in whole)
        return f"{before}-{after}" if own else before + after

    return _LINE_END.sub(join, text)


### Properties ########################################################################################################


def _given(properties: Mapping[str, str], text: str) -> Iterator[Field]:
    """Yield the fields of the file's properties: the title with its place, where the text shows it."""
    title = " ".join(clean_text(properties.get("Title", "")).split())
    if title and not _JUNK.search(title) and fold(title) not in load_cues().untitled:
        place = re.search(r"\s+".join(map(re.escape, title.split())), text[:_HEAD], re.IGNORECASE)
        yield Field("title", title, Span(*place.span()) if place else None)
    author = " ".join(clean_text(properties.get("Author", "")).split())
    for name in re.split(r"\s*[;&]\s*|\s+and\s+", author):
        if is_name(name, strict=True):
            yield Field("author", name)
    stamp = _STAMP.match(properties.get("CreationDate", ""))
    date = normalise_date("-".join(filter(None, stamp.groups()))) if stamp else None
    if date:
        yield Field("date", date)


def _text_first(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields with dates from the text before that of the properties, which is when the file was made."""
    dates = sorted((field for field in fields if field.name == "date"), key=lambda field: field.span is None)
    return tuple(dates.pop(0) if field.name == "date" else field for field in fields)
