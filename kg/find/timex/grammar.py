"""A language's date file into a grammar: words become symbols, rules become expressions over symbols.

A text is cut into words, marks and blanks, and each of these becomes one character: a blank `" "`, a mark itself, a
word a private symbol that stands for the set of classes the file puts it in ("May" is a month, a verb and a
capitalised word). A rule of the file is then an ordinary regular expression over such characters, in which `{name}`
is a class or a named pattern of the file, `<name>` the same as a group whose words the reading of the rule uses, and
`<name:class>` a group with a name of its own.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.find.timex.firsts import first_characters
from kg.resources import LANGUAGE

_FIRST_SYMBOL = 0xE000  # Unicode's private use area
_REFERENCE = re.compile(r"\{(?P<name>\w+)\}|(?<!\(\?)(?<!\(\?P)<(?:(?P<alias>\w+):)?(?P<group>\w+)>")
_MAX_DEPTH = 12

LOWER, CAPITAL, NAME, NUMBER, MARK, BREAK = "lower", "capital", "name", "number", "\u00b7", "\n"
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
    """One row of the file: a pattern, the reading that gives its value, and what else the row says.

    `mention` is false for what is a time expression but names no date of the calendar ("recently").
    """

    name: str
    pattern: re.Pattern[str]
    reading: str
    example: str
    value: str
    mention: bool
    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled file: `starts` finds where a rule may begin, `values` are what words of a class stand for."""

    words: Mapping[str, str]
    values: Mapping[str, Mapping[str, Any]]
    shapes: tuple[Shape, ...]
    plain: Mapping[str, str]
    endings: Mapping[str, Sequence[tuple[str, str]]]
    starts: re.Pattern[str]
    rules: tuple[Rule, ...]
    openers: Mapping[str, tuple[Rule, ...]]
    classes: Mapping[str, frozenset[str]]
    tables: Mapping[str, Any]

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
            if word.endswith(ending):
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

    def find(self, name: str) -> re.Pattern[str]:
        """Return the compiled pattern of that name."""
        found: re.Pattern[str] = self.tables["patterns"][name]
        return found


@cache
def load_grammar(language: str = "en") -> Grammar:
    """Return the grammar of `LANGUAGE/<language>-dates.toml`; an `OntologyError` names what is wrong in it."""
    path = LANGUAGE / f"{language}-dates.toml"
    try:
        with path.open("rb") as file:
            loaded = tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"not TOML: {error}. Mend the line.", path=path) from error
    return _Compiler(path, loaded).grammar()


class _Compiler:
    """What is known while one file is compiled."""

    def __init__(self, path: Path, loaded: dict[str, Any]) -> None:
        self.path = path
        self.loaded = loaded
        self.symbols: dict[frozenset[str], str] = {}
        self.values: dict[str, dict[str, Any]] = {}
        self.words = self._words()
        self.shapes = tuple(
            Shape(name, re.compile(row["pattern"]), self._symbol([name, *row["classes"]]))
            for name, row in loaded["shapes"].items()
        )
        self.endings = {
            case: [(ending, self._symbol([*classes, *row])) for ending, row in loaded["endings"][case].items()]
            for case, classes in ((LOWER, [LOWER]), (CAPITAL, [CAPITAL]))
        }
        self.plain = {
            LOWER: self._symbol([LOWER]), CAPITAL: self._symbol([CAPITAL, NAME]), NUMBER: self._symbol([NUMBER])
        }  # fmt: skip
        self.patterns: dict[str, str] = loaded["patterns"]
        self.classes = {name for known in self.symbols for name in known}

    def grammar(self) -> Grammar:
        rules = tuple(self._rule(row) for row in self.loaded["rule"])
        openers = {rule.name: first_characters(rule.pattern.pattern) for rule in rules}
        starts = sorted({character for found in openers.values() for character in found})
        return Grammar(
            words=self.words,
            values=self.values,
            shapes=self.shapes,
            plain=self.plain,
            endings=self.endings,
            starts=re.compile("[" + re.escape("".join(starts)) + "]"),
            rules=rules,
            openers={at: tuple(rule for rule in rules if at in openers[rule.name]) for at in starts},
            classes={symbol: known for known, symbol in self.symbols.items()},
            tables={
                **self.loaded["tables"],
                "patterns": {name: re.compile(self._expand(text, name)) for name, text in self.loaded["cues"].items()},
            },
        )

    def _symbol(self, classes: Iterable[str]) -> str:
        return self.symbols.setdefault(frozenset(classes), chr(_FIRST_SYMBOL + len(self.symbols)))

    def _words(self) -> dict[str, str]:
        """Return the symbol of each listed word in each case in which it belongs to a class."""
        found: dict[str, set[str]] = {}
        for name, row in self.loaded["words"].items():
            self.values[name] = row if isinstance(row, dict) else dict.fromkeys(row)
            for word in self.values[name]:
                for form in _forms(word):
                    found.setdefault(form, {LOWER if form[0].islower() else CAPITAL}).add(name)
            self.values[name] = {word.lower(): value for word, value in self.values[name].items()}
        return {form: self._symbol(classes) for form, classes in found.items()}

    def _rule(self, row: dict[str, Any]) -> Rule:
        name = row["name"]
        before = "".join(f"(?<!{self._expand(text, name)})" for text in self._context(row, "not_after"))
        after = "".join(f"(?!{self._expand(text, name)})" for text in self._context(row, "not_before"))
        text = before + self._expand(row["pattern"], name, groups=True) + after
        try:
            pattern = re.compile(text)
        except re.error as error:
            raise self._wrong(name, f"its pattern is no regular expression: {error}") from error
        groups: dict[str, tuple[str, ...]] = {}
        for group in pattern.groupindex:
            plain = group.partition("__")[0]
            groups[plain] = (*groups.get(plain, ()), group)
        return Rule(name, pattern, row["reading"], row["example"], row["value"], row.get("mention", True), groups)

    def _context(self, row: dict[str, Any], key: str) -> list[str]:
        """Return the rule's contexts: those of the file's `[contexts]` that it names."""
        return [text for name in row.get("contexts", ["always"]) for text in self.loaded["contexts"][name].get(key, [])]

    def _expand(self, text: str, rule: str, *, groups: bool = False, depth: int = 0) -> str:
        if depth > _MAX_DEPTH:
            raise self._wrong(rule, "its patterns use each other in a circle")
        if depth == 0:
            self.count = count()

        def replaced(match: re.Match[str]) -> str:
            name = match["name"] or match["group"]
            if name in self.patterns:
                inner = "(?:" + self._expand(self.patterns[name], rule, groups=groups, depth=depth + 1) + ")"
            else:
                inner = self._one_of(name, rule)
            if match["group"] and groups:
                return f"(?P<{match['alias'] or name}__{next(self.count)}>{inner})"
            return inner

        return _REFERENCE.sub(replaced, text)

    def _one_of(self, name: str, rule: str) -> str:
        symbols = "".join(symbol for known, symbol in self.symbols.items() if name in known)
        if not symbols:
            known = ", ".join(sorted({*self.classes, *self.patterns}))
            raise self._wrong(rule, f"there is no class or pattern {name!r}. There are: {known}")
        return f"[{symbols}]" if len(symbols) > 1 else symbols

    def _wrong(self, rule: str, why: str) -> OntologyError:
        return OntologyError(f"rule {rule!r}: {why}.", path=self.path, term=rule)


def _forms(word: str) -> list[str]:
    """Return the cases of a word: one written with a capital in the file is never read without it."""
    if word[0].isupper():
        return [word] if word.isupper() else [word, word.upper()]
    return list(dict.fromkeys([word, word.capitalize(), word.upper()]))
