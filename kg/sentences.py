"""Text into its sentences, each with its words and exact offsets into the text as it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sentencex import get_sentence_boundaries

from kg.records import Span
from kg.text import Token, read_spelling, tokenize


class Line(NamedTuple):
    """A sentence and its words; both count offsets in the whole text."""

    span: Span
    tokens: Sequence[Token]


@lru_cache(maxsize=2)
def read_lines(text: str, spans: tuple[Span, ...]) -> tuple[Line, ...]:
    """Return the sentences within the spans with their words.

    The last texts are remembered, since each stage looks at the words of one document after the other.
    """
    return tuple(Line(span, tokenize(text, span.start, span.end)) for span in split_sentences(text, spans))


_BLOCK_LIMIT = 10_000  # sentencex takes quadratic time on long runs of opening brackets and quotes
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"[^\n]*\n?")
_ITEM = re.compile(r"[^\S\n]*(?:[-*+•◦‣▪●·–]\s|\d{1,3}[.)]\s|\(?[a-zA-Z0-9]{1,3}\)\s|#{1,6}\s|>|\||@|[a-z_]{2,20}:\s)")
_MARKS = re.compile(r"(?:\s|#{1,6}\s|[-*+•◦‣▪●·]\s|>|\|)+")
_SPACES = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
_WORD = re.compile(r"\w")
_WRAP_SLACK = 2
_NEAR = 3  # lines on either side that show how wide a paragraph is


def split_sentences(text: str, spans: Iterable[Span]) -> list[Span]:
    r"""Return the sentences within the spans, without the white space and the Markdown marks around them.

    Blank lines, list items, headings and table rows end a sentence; the line breaks of a wrapped paragraph do not.

    >>> text = "# Title\n\nLed by the U.S. The plan\nholds. Good."
    >>> [text[s.start : s.end] for s in split_sentences(text, [Span(0, len(text))])]
    ['Title', 'Led by the U.S.', 'The plan\nholds.', 'Good.']
    """
    found: list[Span] = []
    for span in spans:
        for paragraph in _paragraphs(text, span):
            for block in _blocks(text, paragraph):
                found += _sentences(text, block)
    return found


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _BLANK.finditer(text, span.start, span.end):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, span.end)


def _lines(text: str, span: Span) -> list[Span]:
    found = _LINE.finditer(text, span.start, span.end)
    return [Span(match.start(), match.end()) for match in found if match.end() > match.start()]


def _blocks(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield the parts of a paragraph that hold whole sentences: its wrapped lines together, its items apart."""
    lines = _lines(text, paragraph)
    widths = [len(text[line.start : line.end].rstrip()) for line in lines]
    start = paragraph.start
    for number, (line, after) in enumerate(pairwise(lines)):
        width = max(widths[max(0, number - _NEAR) : number + _NEAR + 1])
        if not _is_wrapped(text, line, after, width=width):
            yield from _bounded(text, Span(start, line.end))
            start = after.start
    yield from _bounded(text, Span(start, paragraph.end))


def _is_wrapped(text: str, line: Span, after: Span, *, width: int) -> bool:
    """Return whether the paragraph runs on behind this line: its next word did not fit, or the words run on."""
    here, there = text[line.start : line.end].rstrip(), text[after.start : after.end]
    if _ITEM.match(there) or here.lstrip()[:1] in {"#", "|"} or "\t" in here:
        return False
    following = there.split(None, 1)[:1]
    if not following or not here:
        return False
    opening = following[0].lstrip("\"'“‘«([")
    if opening[:1].islower() or here.endswith(",") or here.rsplit(None, 1)[-1] in read_spelling()["joiners"]:
        return True
    return len(here) + 1 + len(following[0]) > width - _WRAP_SLACK and not _ITEM.match(here)


def _bounded(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > _BLOCK_LIMIT:
        cut = text.rfind(" ", start + _BLOCK_LIMIT // 2, start + _BLOCK_LIMIT) + 1 or start + _BLOCK_LIMIT
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _sentences(text: str, block: Span) -> Iterator[Span]:
    part = text[block.start : block.end].replace("\n", " ")
    if not _WORD.search(part):
        return
    cuts = [0]
    # Without the quotation marks sentencex also finds the sentences inside a quotation; of spaces it knows one.
    for boundary in get_sentence_boundaries("en", _QUOTE.sub(" ", part))[1:]:
        cut = _before_quotes(part, boundary["start_index"])
        if not _is_joined(part[cuts[-1] : cut], part[cut : cut + 40]):
            cuts.append(cut)
    cuts += (match.end() for match in _ACRONYM_END.finditer(part) if _begins(part, match))
    for start, end in pairwise([*sorted(set(cuts)), len(part)]):
        yield from _trimmed(text, Span(block.start + start, block.start + end))


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    marks = _MARKS.match(text, span.start, span.end)
    start = marks.end() if marks else span.start
    end = start + len(text[start : span.end].rstrip(_SPACES + "|#"))
    if _WORD.search(text, start, end):
        yield Span(start, end)


# These begin with what few characters are, so that `re` runs over the others.
_QUOTE = re.compile(rf"[\"“”„«»‘’{re.escape(_SPACES.replace(' ', ''))}](?<!^’)(?<![^.,!?]’)")
_ACRONYM_END = re.compile(r"[A-Z]\.(?<!\w..)(?:[A-Z]\.)+[\"”’)]*\s+(?=[\"“‘(]*([A-Z][\w'’-]*)\s+(\w+))")
_LAST = re.compile(r"(?:^|[(\"“])(?:([A-Z])|([^\W\d_]+))\.\Z")
_FIRST = re.compile(r"[\"'“‘(]*([^\W\d_]+|\d)")


def _before_quotes(part: str, at: int) -> int:
    """Return the offset of the opening quotes directly before `at`, else `at`."""
    start = at
    while start and part[start - 1] in '"“„«‘([':
        start -= 1
    return start if start and part[start - 1].isspace() else at


def _is_joined(before: str, after: str) -> bool:
    """Return whether a boundary is none: behind a title or an initial, before a number where one belongs."""
    if before.endswith(".") and after[:1].isascii() and after[:1].isalnum():
        return True
    last, first = _LAST.search("".join(before.rsplit(None, 1)[-1:])), _FIRST.match(after)
    if not last or not first:
        return bool(first and first[1].islower() and not before.rstrip().endswith(("!", "?")))
    if last[1]:
        return first[1] not in read_spelling()["starters"] and not first[1].isdigit()
    if first[1].isdigit():
        return last[2] in read_spelling()["before_number"]
    return last[2] in read_spelling()["titles"] or first[1].islower()


def _begins(part: str, match: re.Match[str]) -> bool:
    """Return whether a new sentence begins behind an acronym: "by the U.S. The plan", "the U.S. Russia is"."""
    spelling = read_spelling()
    if part[: match.start()].count("(") > part[: match.start()].count(")"):
        return False
    return match[1] in spelling["starters"] or (match[2] in spelling["finite"] and match[1] not in spelling["belong"])
