"""A text into the places where rules of a grammar match, each with its words by group."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from kg.find.letters import level
from kg.find.timex.firsts import PLACES
from kg.find.timex.grammar import Grammar, Rule

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A text as words (blanks and marks too), the offset of each, and the symbol of each in one string.

    `month_first` says that some of the days in digits, such as "3/16/1926", can only be read so, and none otherwise.
    """

    words: Sequence[str]
    offsets: Sequence[int]
    symbols: str
    grammar: Grammar
    month_first: bool = False


def read_row(text: str, grammar: Grammar) -> Row:
    """Cut a text into words and give each its symbol."""
    words = grammar.cut.findall(level(text) if grammar.levelled else text)
    offsets = list(accumulate(map(len, words), initial=0))
    symbols = "".join(map(grammar.symbols.__getitem__, words))
    return Row(words, offsets, symbols, grammar, _is_month_first(words, symbols, grammar))


def _is_month_first(words: Sequence[str], symbols: str, grammar: Grammar) -> bool:
    numbers = [grammar.numbers(words[found.start()]) for found in grammar.numeric_days.finditer(symbols)]
    pairs = [(int(found["one"]), int(found["two"])) for found in numbers if "one" in found]
    return any(two > _MONTHS for _, two in pairs) and not any(one > _MONTHS for one, _ in pairs)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a rule matches, with the words of each of its groups."""

    rule: Rule
    row: Row
    match: re.Match[str]

    @property
    def start(self) -> int:
        """The offset of the first character."""
        return self.row.offsets[self.match.start()]

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.row.offsets[self.match.end()]

    @property
    def core(self) -> tuple[int, int]:
        """The range of characters that names the date itself: without "the", "about", and what the rule sets apart."""
        first, last = self.bounds("core") or self.match.span()
        outer = self.row.grammar.cues["outer"].match(self.row.symbols, first, last)
        return self.row.offsets[outer.end() if outer else first], self.row.offsets[last]

    def bounds(self, group: str) -> tuple[int, int] | None:
        """Return the words that a group holds, as a range of the row; None if it did not match."""
        for name in self.rule.groups.get(group, ()):
            if self.match.start(name) >= 0:
                return self.match.span(name)
        return None

    def has(self, *groups: str) -> bool:
        """Return whether one of the groups matched."""
        return any(self.bounds(group) is not None for group in groups)

    def words(self, group: str) -> list[str]:
        """Return the lower-case words of a group, without blanks."""
        start, end = self.bounds(group) or (0, 0)
        return [word.lower() for word in self.row.words[start:end] if not word.isspace()]

    def value(self, group: str, *classes: str) -> Any:
        """Return what the first word of a group stands for in one of the classes (by default its name's), or None."""
        values = self.row.grammar.values
        for word in self.words(group):
            for name in classes or (group,):
                if word in values.get(name, {}):
                    return values[name][word]
        return None

    def numbers(self, group: str) -> dict[str, str]:
        """Return the numbers inside the first word of a group that has a shape."""
        start, end = self.bounds(group) or (0, 0)
        for word in self.row.words[start:end]:
            if found := self.row.grammar.numbers(word):
                return found
        return {}


def find_parts(row: Row) -> Iterator[Parts]:
    """Yield where rules match from left to right: at each place the longest match, of equals the first rule's."""
    grammar, symbols, at = row.grammar, row.symbols, 0
    while start := grammar.starts.search(symbols, at):
        at = start.start()
        rules = grammar.rules_at[symbols[at : at + PLACES]]
        matches = [(match, rule) for rule in rules if (match := rule.pattern.match(symbols, at))]
        if matches:
            match, rule = max(matches, key=lambda found: found[0].end())
            yield Parts(rule, row, match)
            at = match.end()
        else:
            at += 1
