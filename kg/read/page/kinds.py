"""What each block of a page is, by its own words: prose, a short line, metadata, or some kind of boilerplate."""

import re
from collections.abc import Collection, Sequence
from enum import Enum
from functools import lru_cache

from kg.read.page.blocks import Block
from kg.read.page.cues import fold, load_cues


class Kind(Enum):
    """What a block is. `NOISE` is never part of an article, `MENU` only amid its paragraphs."""

    PROSE = "a paragraph"
    SHORT = "a line without a sentence"
    META = "title, byline, date or source"
    NOISE = "a notice, a pointer elsewhere, an image"
    MENU = "a word or a line of navigation, a line that is a link"
    OPENER = "the head of a section that is not the article"
    PAUSE = "the head of a few such lines"
    CLOSER = "the head of the contacts"
    CONTACT = "a line with a telephone number or an address"
    ADDRESS = "a web address"
    END = "the mark that ends a release"


_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*(?:\[\d+\])*\W*$")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!?]['\"”’]?\s+[A-ZÀ-Þ\"“'‘]|[。！？]")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ADDRESS = re.compile(
    r"\W*(?:https?://\S+|www\.\S+|\S+\.(?:jpe?g|png|gif|webp|svg|pdf|mp4)(?:\?\S*)?)|\W+", re.IGNORECASE
)
_PICTURE = re.compile(r"\w[\w -]{0,20}:\s*\S+\.(?:jpe?g|png|gif|webp|svg)\S*", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?:[#＃]\w[\w-]*[\s,]*)+")
_CRUMBS = re.compile(r"\s*(?:>|»|›|→)\s*")
_CRUMB = re.compile("[>»›→]")
_BARS = re.compile(r"\s+[|/•·»›]\s+|\s*[|•·]\s*")
_BAR = re.compile("[|/•·»›]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\[at\]", re.IGNORECASE)
_PHONE = re.compile(
    r"\+\d{1,3}(?:[\s().-]*\d){7,12}(?!\d)|(?<![\d-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\d)"
    r"|\b(?:tel|phone|fax|mob|mobile|cell)\b\.?\s*[:.]?\s*\+?[\d(]",
    re.IGNORECASE,
)
_IN_NUMBERS = re.compile(r"[\d(]")
"""A character that each telephone number has."""
_RIGHTS = re.compile(r"\W*(?:©|\(c\)\s*(?:19|20)\d\d|copyright\s+(?:©\s*)?(?:19|20)\d\d)", re.IGNORECASE)

# Weights of the score. Ten words weigh one and at most four; the end of a sentence outweighs a line of ten words, and
# one cue outweighs a sentence of a dozen. On the 14 documents used in development any weights within a third of these
# gave the same article.
_TEN_WORDS, _MOST_WORDS = 1.0, 40
_SENTENCE = 1.5
_LINKS = -4.0
_POINTER = -4.0
_NOTICE = -3.0
_PROSE_FROM = 2.0
_SENTENCE_WORDS, _LONG_LINE = 8, 25
_CONTACT_WORDS = 25
_LONGEST_LINE = 1000


def classify(blocks: Sequence[Block], metas: Collection[int]) -> list[Kind]:
    """Return the kind of each block; `metas` are the positions of those that were read as metadata."""
    return [_kind(block, is_meta=index in metas) for index, block in enumerate(blocks)]


@lru_cache(maxsize=64)
def count_words(text: str) -> int:
    """Return the number of words, two characters making one in scripts without blanks."""
    return len(text.split()) + (0 if text.isascii() else len(_WIDE.findall(text)) // 2)


def ends_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does."""
    return bool(_SENTENCE_END.search(text, max(0, len(text) - 30)))


def score(block: Block) -> float:
    """Return how much the block looks like a paragraph of an article; below 0 it is boilerplate.

    >>> score(Block(0, 44, "We use cookies to improve your experience."))
    -0.8
    """
    folded = fold(block.text[:2000])
    cues = load_cues()
    notices = 0 if len(folded) >= 2000 else len({match[0] for match in cues.notices.finditer(folded)})
    return round(
        _TEN_WORDS * min(count_words(block.text), _MOST_WORDS) / 10
        + _SENTENCE * _is_sentence(block.text)
        + _LINKS * (block.links if not _is_sentence(block.text) else block.links**3)
        + _POINTER * bool(cues.pointers.match(folded))
        + _NOTICE * min(notices, 3),
        3,
    )


@lru_cache(maxsize=64)
def _is_sentence(text: str) -> bool:
    return ends_sentence(text) or bool(_SENTENCE_INSIDE.search(text))


def _kind(block: Block, *, is_meta: bool) -> Kind:
    line = fold(block.text).strip(" :>»›→.…*_-+▼▾#")
    marked = _by_form(block) or _by_line(block, line)
    if marked:
        return marked
    if is_meta:
        return Kind.META
    points = score(block)
    if points < 0:
        return Kind.MENU if block.links and points > _POINTER / 2 else Kind.NOISE
    if _is_contact(block.text):
        return Kind.CONTACT
    if is_menu(block.text) or (block.links > 0.9 and points < _PROSE_FROM):
        return Kind.MENU
    long_enough = count_words(block.text) >= (_SENTENCE_WORDS if _is_sentence(block.text) else _LONG_LINE)
    return Kind.PROSE if points >= _PROSE_FROM and long_enough else Kind.SHORT


def _by_form(block: Block) -> Kind | None:
    """Return the kind that the form of the block shows, whatever its words."""
    text = block.text
    if block.kind == "table":
        return None if any(map(str.isalnum, text)) else Kind.SHORT
    if not text or not any(map(str.isalnum, text)):
        return Kind.END if fold(text).strip("\\ ") in load_cues().ends else Kind.NOISE
    if len(text) > _LONGEST_LINE:
        return None
    if all(map(_ADDRESS.fullmatch, text.split())):
        return Kind.ADDRESS
    rights = _RIGHTS.match(text) and count_words(text) < _MOST_WORDS
    if rights or _PICTURE.fullmatch(text) or _HASHTAGS.fullmatch(text) or is_breadcrumb(text):
        return Kind.NOISE
    return None


def _by_line(block: Block, line: str) -> Kind | None:
    """Return the kind of a line that is nothing but a cue."""
    cues = load_cues()
    if line in cues.ends and block.kind != "table":
        return Kind.END
    if len(line) > 80 or block.kind == "table":
        return None
    if cues.closers.fullmatch(line):
        return Kind.CLOSER
    if cues.openers.fullmatch(line):
        return Kind.OPENER
    if cues.pauses.fullmatch(line):
        return Kind.PAUSE
    return Kind.MENU if line in cues.kickers or (line in cues.menu and block.kind != "heading") else None


def is_breadcrumb(text: str) -> bool:
    """Return whether the line is a path through a site: "Home > News > Space"."""
    if not _CRUMB.search(text):
        return False
    parts = _CRUMBS.split(text[:_LONGEST_LINE])
    return (
        len(parts) >= 3 and count_words(text) <= 40 and not _is_sentence(_CRUMBS.split(text)[0]) and len(parts[0]) < 60
    )


def last_crumb(text: str) -> str:
    """Return the last step of a breadcrumb, which often is the headline."""
    return _CRUMBS.split(text)[-1].strip()


def is_menu(text: str) -> bool:
    """Return whether the line is a row of short entries with bars between them, without figures."""
    if not _BAR.search(text):
        return False
    parts = [part for part in _BARS.split(text[:_LONGEST_LINE]) if part.strip()]
    short = all(count_words(part) <= 4 for part in parts)
    return (
        len(parts) >= 3
        and short
        and len(text) <= _LONGEST_LINE
        and not text.lstrip().startswith("|")
        and not any(map(str.isdigit, text))
    )


def _is_contact(text: str) -> bool:
    words = count_words(text)
    brief = words <= (_CONTACT_WORDS // 2 if _SENTENCE_INSIDE.search(text) else _CONTACT_WORDS)
    if not brief or len(text) > _LONGEST_LINE:
        return False
    has_sign, has_number = "@" in text or "[" in text, _IN_NUMBERS.search(text)  # found at once, the others are not
    return bool((has_sign and _EMAIL.search(text)) or (has_number and _PHONE.search(text)))
