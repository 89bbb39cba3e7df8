"""Cut a text down to the part that shows best why it was found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.records import Span
from kg.search.terms import Places
from kg.search.words import Wanted

WIDTH = 240
"""So many characters at most: three lines of a terminal, and a sentence of news (median 140) as a whole."""
_SNAP = 24
"""So far a cut moves to fall between words."""
_PORTION = 100_000
"""So many characters are looked through at a time, in 30 ms: an article is one portion, a book several."""
_FAR = 2_000_000
"""So far into a text a snippet is looked for: a file of 100 MB would take 20 s."""

_Place = tuple[int, int, int]  # start, end, and the number of what was wanted


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, verbatim, from `start` on; `marks` are what was looked for, from the start of the part."""

    text: str
    start: int
    marks: tuple[Span, ...]


def to_snippet(text: str, wanted: Sequence[Wanted]) -> Snippet:
    """Return the part of a text where most of what is wanted stands closest together, else its beginning.

    Of a long text the first portion counts that holds all of it.
    """
    best, span, marks = (0, 0), (0, 0), []
    for start, end in _portions(text):
        found = _found(text, start, end, wanted)
        worth, place = _best(found)
        if worth > best:
            best, span, marks = worth, place, found
        if best[0] == len(wanted):
            break
    start, end = _window(text, *span)
    shown = [(max(s, start), min(e, end)) for s, e, _ in marks if s < end and e > start]
    return Snippet(text[start:end], start, tuple(Span(s - start, e - start) for s, e in _merged(shown)))


def _portions(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts in which the words are looked for one after the other, cut where a space is near."""
    start, last = 0, min(len(text), _FAR)
    while start < last:
        end = min(start + _PORTION, len(text))
        if end < len(text):
            end = next((at for at in range(end, end - _SNAP, -1) if text[at].isspace()), end)
        yield start, end
        start = end


def _found(text: str, start: int, end: int, wanted: Sequence[Wanted]) -> list[_Place]:
    """Return the places in a part of the text, in order, each with the number of what was wanted."""
    places = Places(text[start:end])
    return sorted(
        (start + first, start + last, number)
        for number, one in enumerate(wanted)
        for first, last in places.of(one.phrase, is_prefix=one.is_prefix)
    )


def _best(found: Sequence[_Place]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the most that a window of `WIDTH` shows, by kinds and then by number, and from where to where it lies."""
    best, span, seen = (0, 0), (0, 0), Counter[int]()
    last = -1
    for first, (start, _, number) in enumerate(found):
        while last + 1 < len(found) and (last < first or found[last + 1][1] <= start + WIDTH):
            last += 1
            seen[found[last][2]] += 1
        worth = (len(seen), last + 1 - first)
        if worth > best:
            best, span = worth, (start, max(end for _, end, _ in found[first : last + 1]))
        seen[number] -= 1
        if not seen[number]:
            del seen[number]
    return best, span


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
