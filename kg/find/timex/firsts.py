"""The characters that a match of an expression can begin with, so that rules are only tried where they may match.

Knows the part of Python's syntax that the language files use: characters, escaped marks, sets, groups, look-around,
references to groups, alternatives and quantifiers.
"""

import re
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

PLACES = 3
"""At so many places a match is looked at: a word, the blank behind it and the next word."""

_QUANTIFIER = re.compile(r"(?P<none>[?*]|\{0?,\d*\}|\{0\})|\+|\{\d+(?:,\d*)?\}")
_LOOK_AROUND = re.compile(r"\?<?[=!]")
_GROUP = re.compile(r"\?:|\?P<\w+>")
_REFERENCE = re.compile(r"\?P=\w+\)")


class Begin(NamedTuple):
    """What a match can begin with: the characters at each of the first places (None for any), and its possible sizes.

    Sizes from `PLACES` on count as that. Each place is seen by itself, so that more may seem possible than is.
    """

    places: tuple[frozenset[str] | None, ...]
    sizes: frozenset[int]

    def or_(self, other: "Begin") -> "Begin":
        """Return what a match of one or the other begins with."""
        return Begin(tuple(map(_union, self.places, other.places)), self.sizes | other.sizes)

    def then(self, other: "Begin") -> "Begin":
        """Return what a match of one and then the other begins with."""
        places = list(self.places)
        for size, at in product(self.sizes, range(PLACES)):
            if size + at < PLACES:
                places[size + at] = _union(places[size + at], other.places[at])
        sizes = frozenset(min(one + two, PLACES) for one, two in product(self.sizes, other.sizes))
        return Begin(tuple(places), sizes)

    def may_be(self, text: str) -> bool:
        """Return whether a match may begin where the text does, as far as its first places tell."""
        shown = zip(text, self.places, range(PLACES), strict=False)
        return all(found is None or character in found or min(self.sizes) <= at for character, found, at in shown)


_NOTHING: frozenset[str] = frozenset()
_EMPTY = Begin((_NOTHING,) * PLACES, frozenset([0]))
_ANYTHING = Begin((None,) * PLACES, frozenset(range(PLACES + 1)))


def _union(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0

    def alternatives(self) -> Begin:
        """Return what the alternatives up to a closing bracket begin with."""
        found = self.sequence()
        while self.text.startswith("|", self.at):
            self.at += 1
            found = found.or_(self.sequence())
        return found

    def sequence(self) -> Begin:
        found = _EMPTY
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            found = found.then(self.repeated(self.item()))
        return found

    def item(self) -> Begin:
        character = self.text[self.at]
        self.at += 1
        if character == "(":
            return self.group()
        if character == "[":
            return _one_of(self.set())
        if character != "\\":
            return _one_of(None if character == "." else frozenset([character]))
        self.at += 1
        escaped = self.text[self.at - 1]
        return _ANYTHING if escaped.isalnum() else _one_of(frozenset([escaped]))

    def group(self) -> Begin:
        if reference := _REFERENCE.match(self.text, self.at):
            self.at = reference.end()
            return _ANYTHING
        around = _LOOK_AROUND.match(self.text, self.at)
        opening = around or _GROUP.match(self.text, self.at)
        self.at = opening.end() if opening else self.at
        found = self.alternatives()
        self.at += 1
        return _EMPTY if around else found

    def set(self) -> frozenset[str] | None:
        """Return the characters of a set; None for one that names others or ranges."""
        end = self.at
        while self.text[end] != "]":
            end += 2 if self.text[end] == "\\" else 1
        found = self.text[self.at : end].replace("\\", "")
        self.at = end + 1
        return None if found[0] == "^" or "-" in found[1:-1] else frozenset(found)

    def repeated(self, item: Begin) -> Begin:
        """Return what the item begins with under its quantifier: as often as one likes, unless "?" follows."""
        quantifier = _QUANTIFIER.match(self.text, self.at)
        if quantifier is None:
            return item
        self.at = quantifier.end() + self.text.startswith(("?", "+"), quantifier.end())
        found = item
        for _ in range(PLACES - 1 if quantifier.group() != "?" else 0):
            found = item.or_(item.then(found))
        return found.or_(_EMPTY) if quantifier["none"] else found


def _one_of(characters: frozenset[str] | None) -> Begin:
    return Begin((characters, *(_NOTHING,) * (PLACES - 1)), frozenset([1]))


def first_places(expression: str) -> Begin:
    """Return what a match of the expression can begin with; ValueError if that may be nothing or anything.

    >>> begin = first_places("(?<!-)(?:a )?[bc]d+")
    >>> sorted(begin.places[0]), [begin.may_be(text) for text in ("a b", "ab", "cdd", "ce", "d")]
    (['a', 'b', 'c'], [True, False, True, False, False])
    """
    found = _Reader(expression).alternatives()
    if 0 in found.sizes:
        raise ValueError("matches the empty text")
    if found.places[0] is None:
        raise ValueError("may begin with any character")
    return found
