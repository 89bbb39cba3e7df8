"""A text as blocks: paragraphs, headings, list items, table rows and single lines, each with its offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import Span

_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_OUTER = re.compile(r"^[\s\ufeff\u200b\u2060]+")
_BLANK = re.compile(r"[\s\u200b\ufeff\u2060\\]*")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_RULE = re.compile(r"\s*(?:[-*_=~][ \t]*){3,}")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣▪●◦·–]|\d{1,3}[.)])[ \t]+")
_TABLE = re.compile(r"[ \t]*\|.*\|[ \t]*")
_LEAD = re.compile(r"[\s\u200b\ufeff>*_+•‣▪●◦·|–-]*")

# No part of these may run over the sign that it starts with: a line of nothing but brackets would take minutes.
_TARGET = r"(?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,2000})?\)|\[[^\[\]\n]{0,200}\])"
_IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,500}}\]{_TARGET}?|<img\b[^<>\n]{{0,2000}}>", re.IGNORECASE)
_LINK = re.compile(rf"(?<!!)\[([^\[\]\n]{{0,500}})\]{_TARGET}")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>|<!--[^<>\n]{0,500}-->")
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}(?![\w*])|(?<![\w\\])_{1,3}(?=\S)|(?<=[^\s\\])_{1,3}(?!\w)|\\(?=[#*_\-\[\]().!>~`])"
)

# Text wrapped by hand has lines of 50 to 100 characters (72 to 80 is usual), and most of its long lines are such.
_WRAPPED = range(50, 101)
_FULL = 0.85


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that stands for itself, `[start, end)` without the white space around it.

    `text` is free of Markdown and of line breaks; `links` is how much of it, from 0 to 1, are links.
    """

    start: int
    end: int
    text: str
    kind: str = "line"
    level: int = 0
    links: float = 0.0
    image: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def strip_markup(text: str) -> str:
    """Return the text without Markdown, HTML tags, images and surplus white space.

    >>> strip_markup("**By** [Ann Lee](https://a.example) ![x](y.png)")
    'By Ann Lee'
    """
    if "[" in text or "<" in text:
        text = _TAG.sub(" ", _LINK.sub(r"\1", _IMAGE.sub(" ", text)))
    if "*" in text or "_" in text or "\\" in text:
        text = _EMPHASIS.sub("", text)
    return " ".join(text.split())


def split_blocks(text: str, start: int = 0) -> list[Block]:
    r"""Return the blocks of `text[start:]` in order.

    Lines that were wrapped by hand make one block; a line that ends where its next word would still have fitted
    ends a block.

    >>> [block.text for block in split_blocks("# Title\n\nBy Ann Lee\nParis\n\n- one\n- two")]
    ['Title', 'By Ann Lee', 'Paris', 'one', 'two']
    """
    blocks: list[Block] = []
    width = _wrap_width(text, start)
    for group in _groups(text, start):
        blocks += [_block(text, lines) for lines in _joined(text, group, width)]
    return [block for block in blocks if block.text or block.image]


def _groups(text: str, start: int) -> Iterator[list[Span]]:
    """Yield the runs of lines between blank lines and rules."""
    group: list[Span] = []
    previous = start
    for match in _LINE.finditer(text, start):
        parted = len(text[previous : match.start()].replace("\r\n", "\n")) > 1
        blank = _BLANK.fullmatch(match[0]) or _RULE.fullmatch(match[0])
        if group and (parted or blank):
            yield group
            group = []
        if not blank:
            group.append(Span(*match.span()))
        previous = match.end()
    if group:
        yield group


def _wrap_width(text: str, start: int) -> int | None:
    """Return the length to which lines were wrapped by hand, None for a text of one line a paragraph."""
    long = sorted(size for match in _LINE.finditer(text, start) if (size := len(match[0].rstrip())) >= _WRAPPED.start)
    wrapped = [size for size in long if size in _WRAPPED]
    if len(wrapped) < 3 or len(wrapped) < len(long) / 2:
        return None
    width = wrapped[-1]
    return width if sum(size >= width * _FULL for size in wrapped) >= 3 else None


def _joined(text: str, group: list[Span], width: int | None) -> Iterator[list[Span]]:
    """Yield the lines that belong together."""
    joined: list[Span] = []
    for line in group:
        if joined and not _continues(text, joined[-1], line, width):
            yield joined
            joined = []
        joined.append(line)
    yield joined


def _continues(text: str, before: Span, line: Span, width: int | None) -> bool:
    here = text[line.start : line.end]
    if _HEADING.match(here) or _ITEM.match(here) or _TABLE.fullmatch(here):
        return False
    last = text[before.start : before.end]
    if width is None or _HEADING.match(last) or _TABLE.fullmatch(last):
        return False
    word = here.split(maxsplit=1)[0]
    return len(last.rstrip()) + 1 + len(word) > width * _FULL


def _block(text: str, lines: list[Span]) -> Block:
    raw = text[lines[0].start : lines[-1].end]
    heading, item = _HEADING.match(raw), _ITEM.match(raw)
    kind = "heading" if heading else "table" if _TABLE.fullmatch(raw) else "item" if item else "line"
    lead = _LEAD.match(raw)
    skip = max(match.end() for match in (heading, item, lead) if match)
    if skip == len(raw.rstrip()):
        skip = 0
    clean = strip_markup(raw[skip:])
    linked = sum(len(strip_markup(match[1])) for match in _LINK.finditer(raw)) if "[" in raw else 0
    return Block(
        start=lines[0].start + len(raw) - len(_OUTER.sub("", raw, count=1)),
        end=lines[0].start + len(raw.rstrip()),
        text=clean.rstrip("# ") if heading else clean,
        kind=kind,
        level=len(heading[1]) if heading else 0,
        links=min(1.0, linked / max(1, len(clean))),
        image=("![" in raw or "<" in raw) and bool(_IMAGE.search(raw)),
    )
