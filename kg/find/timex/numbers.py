"""Numbers in words and digits: "twenty-four", "a hundred and fifty", "1,500", "2 1/2", "21st"."""

import re
from collections.abc import Sequence
from fractions import Fraction

from kg.find.timex.grammar import Grammar

_SMALL = ("one", "ten", "tens")
_HUNDRED = 100


def read_number(words: Sequence[str], grammar: Grammar, *, spoken_year: bool = False) -> Fraction | int | None:
    """Return the number that the words say; None if there is none among them.

    As a year, "nineteen ninety-six" is read by its two halves.
    """
    total: Fraction | int = 0
    part: Fraction | int | None = None
    for word in words:
        digits = _digits(word)
        scale = grammar.values["scale"].get(word)
        if digits is not None:
            part = (part or 0) + digits
        elif scale:
            total, part = _scaled(total, part, scale)
        elif (small := _small(word, grammar)) is not None:
            hundreds = spoken_year and part is not None and part >= 10 and small >= 10
            part = (part or 0) * (_HUNDRED if hundreds else 1) + small
        elif word in grammar.values["half"]:
            part = (part or 0) + Fraction(1, 2)
    return None if part is None and not total else total + (part or 0)


def _scaled(
    total: Fraction | int, part: Fraction | int | None, scale: int
) -> tuple[Fraction | int, Fraction | int | None]:
    """Return the sum and the open part behind "hundred", which still binds to a "thousand" that follows, or more."""
    if scale == _HUNDRED:
        return total, (part or 1) * scale
    return total + (part or 1) * scale, None


def _digits(word: str) -> Fraction | int | None:
    word = word.replace(",", "")
    if word.isascii() and word.isdigit():
        return int(word)
    return Fraction(word) if re.fullmatch(r"\d+\.\d+|\d+/[1-9]", word, re.ASCII) else None


def _small(word: str, grammar: Grammar) -> int | None:
    return next((grammar.values[name][word] for name in _SMALL if word in grammar.values[name]), None)


def read_ordinal(words: Sequence[str], grammar: Grammar) -> int | None:
    """Return the number of "21st", "third" or "twenty-first"; None for other words."""
    total = 0
    for word in words:
        digits = re.match(r"\d+", word, re.ASCII)
        if digits:
            return int(digits[0])
        total += grammar.values["ordinal"].get(word) or _small(word, grammar) or 0
    return total or None
