"""The words and rules of a language: each word is a symbol, each rule an expression over symbols."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.find.timex.firsts import Begin
from kg.text import Memo

LOWER, CAPITAL, NAME, NUMBER = "lower", "capital", "name", "number"
"""The classes of words that no list has: in small letters, with a capital (then also a name), and of digits."""
MARK, BREAK = "\u00b7", "\n"
"""The symbols of marks that no rule names, and of the blank between paragraphs."""
_MARKS = {
    **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("€£¥₹", "$"),
    **dict.fromkeys("’‘ʼ`´", "'"),
    **dict.fromkeys("“”„«»", '"'),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of words with digits, such as "1990s": its expression has groups for the numbers."""

    name: str
    pattern: re.Pattern[str]
    symbol: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the file: a pattern, where it may match, the reading that gives its value, and what else the row says.

    `mention` is false for what is a time expression but names no date of the calendar ("recently").
    """

    name: str
    pattern: re.Pattern[str]
    reading: str
    example: str
    value: str
    mention: bool
    groups: Mapping[str, tuple[str, ...]]
    begin: Begin


@dataclass(frozen=True)
class Grammar:
    """The compiled date file of a language.

    `words` gives listed words their symbol, `values` what the words of a class stand for, `classes` the classes of a
    symbol; `starts` finds where rules may begin, `openers` which ones; `cues` are patterns looked for around a match.
    `cut` is what a text is cut into, after its letters were made level where the language asks for it.
    """

    words: Mapping[str, str]
    values: Mapping[str, Mapping[str, Any]]
    shapes: tuple[Shape, ...]
    plain: Mapping[str, str]
    endings: Mapping[str, Sequence[tuple[str, str]]]
    starts: re.Pattern[str]
    rules: tuple[Rule, ...]
    openers: Mapping[str, tuple[Rule, ...]]
    classes: Mapping[str, frozenset[str]]
    cues: Mapping[str, re.Pattern[str]]
    tables: Mapping[str, Any]
    cut: re.Pattern[str]
    levelled: bool = False

    @cached_property
    def symbols(self) -> Memo[str]:
        """The symbols of the words that were met."""
        return Memo(self.symbol)

    @cached_property
    def rules_at(self) -> Memo[tuple[Rule, ...]]:
        """The rules that may match where the next `PLACES` symbols are these."""
        return Memo(lambda shown: tuple(rule for rule in self.openers[shown[0]] if rule.begin.may_be(shown)))

    @cached_property
    def numeric_days(self) -> re.Pattern[str]:
        """Finds the symbols of days in digits."""
        symbols = "".join(symbol for symbol, classes in self.classes.items() if "numeric_day" in classes)
        return re.compile(f"[{symbols}]" if symbols else "(?!)")

    def symbol(self, word: str) -> str:
        """Return the character that stands for a word, a number, a mark or a blank."""
        if word.isspace():
            return " " if word.count("\n") < 2 else BREAK
        known = self.words.get(word)
        if known:
            return known
        shape = None if word.isalpha() else self.shape(word)
        if shape:
            return shape.symbol
        first = word[0]
        if first.isalpha():
            return self._ending(word, CAPITAL if first.isupper() else LOWER)
        if first.isdigit():
            return self.plain[NUMBER]
        mark = _MARKS.get(first, first)
        return mark if mark.isascii() and len(word) == 1 else MARK

    def _ending(self, word: str, case: str) -> str:
        """Return the symbol of an unlisted word: its ending may still tell a tense or a plural."""
        for ending, symbol in self.endings[case]:
            if word.startswith(ending[:-1]) if ending.endswith("-") else word.endswith(ending):
                return symbol
        return self.plain[case]

    def numbers(self, word: str) -> dict[str, str]:
        """Return the numbers inside a word with a shape, by the name of their group."""
        shape = None if word.isalpha() else self.shape(word)
        found = shape.pattern.fullmatch(word) if shape else None
        return {name: part for name, part in found.groupdict().items() if part} if found else {}

    def shape(self, word: str) -> Shape | None:
        """Return the first shape that a word has, or None."""
        return next((shape for shape in self.shapes if shape.pattern.fullmatch(word)), None)
