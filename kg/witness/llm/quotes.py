"""Find where a quote stands in a text."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.records import Span
from kg.text import whole_words

_ALIKE = str.maketrans("‘’‚‛′`´“”„‟«»″‐‑‒–—−", "'''''''" + '"' * 7 + "-" * 6)
"""Quotation marks and dashes that are set in several ways; one character each, so that places stay."""
_SPACES = re.compile(r"[\s\u200b\ufeff]+")

NOWHERE, SEVERAL = "the quote is not in the text", "the quote stands several times in the text, but for white space"


def find_quote(quote: str, text: str, within: Span) -> Span | str:
    """Return where a quote stands: as it is, else but for white space, quotation marks and dashes; or what is wrong.

    Of several places with the very same words the first is as good as any; of several that are alike none is sure.
    """
    start = text.find(quote, within.start, within.end)
    if start >= 0:
        return Span(start, start + len(quote))
    plain, places = _plain(text[within.start : within.end])
    wanted, _ = _plain(quote.strip())
    at = plain.find(wanted) if wanted else -1
    if at < 0:
        return NOWHERE
    if plain.find(wanted, at + 1) >= 0:
        return SEVERAL
    first, last = places[at], places[at + len(wanted) - 1]
    return Span(within.start + first, within.start + last + 1)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text with single spaces and plain marks, and where each of its characters stands."""
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for space in _SPACES.finditer(text):
        pieces += (text[start : space.start()], " ")
        places += (*range(start, space.start()), space.start())
        start = space.end()
    pieces.append(text[start:])
    places += range(start, len(text))
    return "".join(pieces).translate(_ALIKE), places


def find_words(words: str, text: str, within: Span) -> Iterator[Span]:
    """Yield where words stand as whole words; white space in them stands for any."""
    pattern = whole_words(words[0], r"\s+".join(map(re.escape, words.split())), words[-1])
    for found in pattern.finditer(text, within.start, within.end):
        yield Span(found.start(), found.end())


def outside(spans: list[Span], taken: list[Span]) -> Iterator[Span]:
    """Yield the spans that overlap none of those taken, which are in order and do not overlap one another."""
    starts = [span.start for span in taken]
    for span in spans:
        at = bisect_left(starts, span.end)
        if not (at and taken[at - 1].end > span.start):
            yield span
