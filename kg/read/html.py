"""HTML pages: trafilatura finds the main text and the metadata; the document's text is what it finds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ReadError
from kg.read.page import read_page
from kg.read.page.blocks import split_blocks
from kg.read.page.cues import fold, load_cues
from kg.read.page.dates import normalise_date
from kg.read.page.fields import block_fields
from kg.read.plain import check_text, clean_text, make_document, read_bytes
from kg.records import Document, Field

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Finding the main text of ten million characters takes half a minute; a page that was written has a tenth of that.
MAX_PAGE = 20_000_000
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LATIN = frozenset({"iso-8859-1", "latin1", "us-ascii", "ascii"})
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Not characters of XML 1.0, plain and as references: lxml reads them and refuses to write them.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])|[xX]0*(?:[0-8bBcCeEfF]|1[\da-fA-F]|[fF]{3}[eEfF]))(?:;|(?![\da-fA-F]))"
)
_LISTED = re.compile(r"[-|] ?")
# A byline is at most so long, and there are at most so many: author, date, source.
_BYLINE, _BYLINES = 120, 3
# Not shown as text by any browser.
_UNSEEN = "//script|//style|//noscript|//template|//head|//svg|//iframe"


def read_html(path: Path, source: str) -> list[Document]:
    """Return the document in an HTML file."""
    return html_documents(read_bytes(path, source, limit=MAX_PAGE), source)


def html_documents(data: bytes, source: str, *, charset: str | None = None) -> list[Document]:
    """Return the document in the bytes of an HTML page; `charset` is what its sender said of the encoding."""
    page = decode_html(data, charset)
    given, text = _extract(page, source)
    text = check_text(clean_text(text), source)
    found = read_page(text, given)
    return [make_document(source, text, data, found, media_type="text/html")]


def decode_html(data: bytes, charset: str | None = None) -> str:
    """Return the page as characters: a byte-order mark decides, then the sender, the page itself, and UTF-8.

    As browsers do (https://encoding.spec.whatwg.org/): Latin 1 means Windows 1252, and what does not fit becomes
    U+FFFD.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    declared = _CHARSET.search(data, 0, 4096)
    for label in (charset or "", declared[1].decode("ascii", "replace") if declared else ""):
        try:
            if label:
                return data.decode("cp1252" if label.casefold() in _LATIN else label)
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _extract(page: str, source: str) -> tuple[list[Field], str]:
    """Return the metadata and the main text of a page, or the text of all of it where no main text is found."""
    import trafilatura

    tree = _parse(page)
    if tree is None:
        raise _without_text(source)
    with _silent("trafilatura", "htmldate", "courlan"):
        found: Any = trafilatura.bare_extraction(
            _parse(page),
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
        )
    text = (found.text or "") if found else ""
    if not text.strip():
        text = _all_text(tree)
    if not text.strip():
        raise _without_text(source)
    fields = list(_fields(found, tree)) if found else list(_language(tree))
    title = next((field.value for field in fields if field.name == "title"), "")
    return fields, _with_head(_paragraphs(text), title, tree)


def _parse(page: str) -> "HtmlElement | None":
    from lxml import etree, html

    try:
        return html.document_fromstring(_CONTROL.sub(" ", _DECLARATION.sub("", page)))
    except (etree.ParserError, ValueError):
        return None


def _without_text(source: str) -> ReadError:
    message = (
        f"{source} has no text: the page is empty, or a script fills it in the browser."
        " Open it in a browser, and save what you see."
    )
    return ReadError(message, path=source)


@contextmanager
def _silent(*names: str) -> Iterator[None]:
    """Keep these loggers quiet for a while: they report each page without metadata."""
    import logging

    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _all_text(tree: "HtmlElement") -> str:
    """Return all that the page shows, a line for each element that breaks one."""
    for unseen in tree.xpath(_UNSEEN):
        unseen.drop_tree()
    for element in tree.xpath("//p|//div|//br|//li|//tr|//h1|//h2|//h3|//h4|//h5|//h6|//section|//article|//pre"):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def _fields(found: Any, tree: "HtmlElement") -> Iterator[Field]:
    cues = load_cues()
    if found.title and fold(found.title) not in cues.untitled:
        yield Field("title", " ".join(clean_text(found.title).split()))
    if found.sitename:
        yield Field("publisher", found.sitename.strip())
    for author in (found.author or "").split(";"):
        if author.strip() and fold(author) not in cues.nobody:
            yield Field("author", " ".join(author.split()))
    date = normalise_date(found.date or "")
    if date:
        yield Field("date", date)
    yield from _language(tree)
    if found.url:
        yield Field("url", found.url)


def _language(tree: "HtmlElement") -> Iterator[Field]:
    language = (tree.get("lang") or "").strip().replace("_", "-")
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language):
        yield Field("language", language)


def _paragraphs(text: str) -> str:
    """Return trafilatura's lines as paragraphs with a blank line between them; lists and tables stay together."""
    parts: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        together = parts and _LISTED.match(line) and parts[-1][0] == line[0]
        parts += ["\n" if together else "\n\n", line] if parts else [line]
    return "".join(parts)


def _with_head(text: str, title: str, tree: "HtmlElement") -> str:
    """Return the text with headline, byline and date at its head, as the page shows them: extraction drops them."""
    first, _, rest = text.partition("\n\n")
    if fold(first) == fold(title):
        text = rest
    known = fold(text[:1000])
    head = [line for line in _bylines(tree, title, text) if fold(line) not in known]
    if title and fold(title) not in map(fold, text[:1000].splitlines()):
        head.insert(0, title)
    return "\n\n".join(part for part in (*head, text) if part)


def _bylines(tree: "HtmlElement", title: str, text: str) -> list[str]:
    """Return the lines between the headline and the first paragraph that name author, date or source."""
    start = fold(text[:60])
    lines: dict[HtmlElement, str] = {}
    for element in tree.iter("h1", "h2", "p", "div", "span", "time", "address", "a", "li"):
        words = " ".join(" ".join(element.itertext()).split())
        if element.tag in {"h1", "h2"} and fold(words) == fold(title):
            lines.clear()
        elif element.tag == "p" and start and fold(words).startswith(start):
            break
        elif 0 < len(words) <= _BYLINE and block_fields(words, split_blocks(words)):
            for outer in element.iterancestors():
                lines.pop(outer, None)
            lines[element] = words
    return list(dict.fromkeys(lines.values()))[:_BYLINES]
