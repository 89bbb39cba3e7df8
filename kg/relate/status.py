"""Decide whether a fact is asserted, planned or negated, from the words around what states it and from its dates.

Modality after R. Saurí and J. Pustejovsky, "FactBank" (2009), reduced to three values.
"""

from collections.abc import Sequence
from itertools import pairwise

from kg.edtf import interval
from kg.records import Status
from kg.relate.items import Item, Sentence
from kg.relate.words import Words


def status_of(cues: Sequence[str], words: Words, *, default: Status = "asserted") -> Status:
    """Return the status that the cues give; `default` where they say nothing.

    >>> from kg.relate.words import load_words
    >>> [status_of(c.split(), load_words()) for c in ("will", "has never", "declined to", "helped to", "has")]
    ['planned', 'negated', 'negated', 'asserted', 'asserted']
    """
    if any(cue in words["negated"] for cue in cues) or is_unreal(cues, words):
        return "negated" if default != "negated" else "asserted"
    if default == "asserted" and is_planned(cues, words):
        return "planned"
    return default


def is_unreal(cues: Sequence[str], words: Words) -> bool:
    """Return whether something did not come about: "would have launched", not "would have to launch"."""
    pairs = (f"{one} {other}" for one, other in pairwise(cues))
    return "to" not in cues and any(pair in words["unreal"] for pair in pairs)


def is_planned(cues: Sequence[str], words: Words) -> bool:
    """Return whether the cues announce: a modal, a verb of intention, or a "to" that no factual verb governs."""
    if any(cue in words["planned"] for cue in cues):
        return True
    if "to" in cues:
        before = cues[: cues.index("to")]
        return not any(cue in words["factual"] for cue in before)
    return False


def is_not_before(cues: Sequence[str], dates: Sequence[Item], items: Sequence[Item], words: Words) -> bool:
    """Return whether the words only say that something comes later: "is not expected before 2030"."""
    if not any(cue in words["planned"] for cue in cues):
        return False
    starts = {date.start for date in dates}
    before = (items[n - 1].lower for n, item in enumerate(items) if n and item.start in starts)
    return any(word in words["not before"] for word in before)


def is_hypothetical(sentence: Sentence, words: Words) -> bool:
    """Return whether the sentence hangs on a condition."""
    return not sentence.words.isdisjoint(words["conditional"])


def is_after(value: str | None, published: str | None) -> bool:
    """Return whether the date `value` lies wholly after the date of publication; both EDTF."""
    if not value or not published:
        return False
    try:
        return interval(value)[0] > interval(published)[1]
    except ValueError:
        return False
