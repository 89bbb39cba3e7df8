"""The characters that a match of an expression can begin with, so that rules are only tried where they may match.

Knows the part of Python's syntax that the language files use: characters, escaped marks, sets, groups, look-around,
alternatives and quantifiers.
"""

import re
from dataclasses import dataclass

_QUANTIFIER = re.compile(r"[?*]|\{0?,\d*\}|\{0\}")
_REPEAT = re.compile(r"\+|\{\d+(?:,\d*)?\}")
_LOOK_AROUND = re.compile(r"\?<?[=!]")
_GROUP = re.compile(r"\?:|\?P<\w+>")


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0

    def alternatives(self) -> tuple[set[str], bool]:
        """Return what the alternatives up to a closing bracket begin with, and whether one may be empty."""
        begin, empty = self.sequence()
        while self.text.startswith("|", self.at):
            self.at += 1
            more, may = self.sequence()
            begin |= more
            empty |= may
        return begin, empty

    def sequence(self) -> tuple[set[str], bool]:
        begin: set[str] = set()
        empty = True
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            first, may = self.item()
            may |= self.quantifier()
            if empty:
                begin |= first
            empty &= may
        return begin, empty

    def item(self) -> tuple[set[str], bool]:
        character = self.text[self.at]
        self.at += 1
        if character == "(":
            return self.group()
        if character == "[":
            return self.set(), False
        if character == "\\":
            character = self.text[self.at]
            self.at += 1
        return {character}, False

    def group(self) -> tuple[set[str], bool]:
        around = _LOOK_AROUND.match(self.text, self.at)
        opening = around or _GROUP.match(self.text, self.at)
        self.at = opening.end() if opening else self.at
        found = self.alternatives()
        self.at += 1
        return (set(), True) if around else found

    def set(self) -> set[str]:
        end = self.at
        while self.text[end] != "]":
            end += 2 if self.text[end] == "\\" else 1
        found = set(self.text[self.at : end].replace("\\", ""))
        self.at = end + 1
        return found

    def quantifier(self) -> bool:
        """Read a quantifier and return whether it allows no match."""
        optional = _QUANTIFIER.match(self.text, self.at)
        found = optional or _REPEAT.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return optional is not None


def first_characters(expression: str) -> frozenset[str]:
    """Return the characters that a match can begin with; ValueError if it may match nothing.

    >>> sorted(first_characters("(?<!-)(?:a )?[bc]+|de?"))
    ['a', 'b', 'c', 'd']
    """
    found, empty = _Reader(expression).alternatives()
    if empty:
        raise ValueError("the expression matches the empty text")
    return frozenset(found)
