"""Cut a text down to the part that shows best why it was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.records import Span
from kg.search.terms import Places
from kg.search.words import Wanted

WIDTH = 240
"""So many characters at most: three lines of a terminal, and a sentence of news (median 140) as a whole."""
_SNAP = 24
"""So far a cut moves to fall between words."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, verbatim, from `start` on; `marks` are what was looked for, from the start of the part."""

    text: str
    start: int
    marks: tuple[Span, ...]


def to_snippet(text: str, wanted: Sequence[Wanted]) -> Snippet:
    """Return the part of a text where most of what is wanted stands closest together, else its beginning."""
    places = Places(text)
    found = sorted(
        (start, end, number)
        for number, one in enumerate(wanted)
        for start, end in places.of(one.phrase, is_prefix=one.is_prefix)
    )
    start, end = _window(text, *_best(found))
    marks = [(max(s, start), min(e, end)) for s, e, _ in found if s < end and e > start]
    return Snippet(text[start:end], start, tuple(Span(s - start, e - start) for s, e in _merged(marks)))


def _best(found: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Return from where to where the places lie that a window of `WIDTH` shows most of, by kinds and then by number."""
    best, span, last = (0, 0), (0, 0), 0
    for first, (start, _, _) in enumerate(found):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1][1] <= start + WIDTH:
            last += 1
        seen = found[first : last + 1]
        worth = (len({number for _, _, number in seen}), len(seen))
        if worth > best:
            best, span = worth, (start, max(end for _, end, _ in seen))
    return span


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of at most `WIDTH` characters around a place, cut between words where spaces are written."""
    end = min(end, start + WIDTH)
    room = WIDTH - (end - start)
    left = max(0, min(start - room // 2, len(text) - WIDTH))
    right = min(len(text), left + WIDTH)
    if left:
        near = next((at for at in range(left, min(left + _SNAP, start) + 1) if text[at - 1].isspace()), left)
        left = near
    if right < len(text):
        right = next((at for at in range(right, max(right - _SNAP, end) - 1, -1) if text[at].isspace()), right)
    return left, right


def _merged(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted ranges, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
