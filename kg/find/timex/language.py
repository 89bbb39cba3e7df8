"""A language's date file into a grammar.

A text is cut into words, marks and blanks, and each of these becomes one character: a blank `" "`, a mark itself, a
word a private symbol that stands for the set of classes the file puts it in ("May" is a month, a verb and a
capitalised word). A rule of the file is then an ordinary regular expression over such characters, in which `{name}`
is a class or a named pattern of the file, `<name>` the same as a group whose words the reading of the rule uses, and
`<name:class>` a group with a name of its own.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.find.letters import level
from kg.find.timex.cut import other_words, word_pattern
from kg.find.timex.firsts import Begin, first_places
from kg.find.timex.grammar import CAPITAL, LOWER, NAME, NUMBER, Grammar, Rule, Shape
from kg.find.timex.readings import READINGS
from kg.resources import LANGUAGE

REFERENCE = re.compile(r"\{(?P<name>\w+)\}|(?<!\(\?)(?<!\(\?P)<(?:(?P<alias>\w+):)?(?P<group>\w+)>")
"""A class or a pattern within a pattern."""
_EXACT = "="  # before a word that is read in this case alone
_FIRST_SYMBOL = 0xE000  # Unicode's private use area
_MAX_DEPTH = 12
_NEEDED = ("name", "pattern", "reading", "example", "value")


@cache
def load_grammar(language: str = "en") -> Grammar:
    """Return the grammar of `LANGUAGE/<language>-dates.toml`; an `OntologyError` names what is wrong in it."""
    path = LANGUAGE / f"{language}-dates.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.name.removesuffix("-dates.toml") for file in LANGUAGE.glob("*-dates.toml")))
        raise OntologyError(f"there is no such file. There are: {known}", path=path)
    loaded = _read(path)
    if "shared" in loaded:
        loaded = _joined(_read(LANGUAGE / loaded["shared"]), loaded)
    return _Compiler(path, loaded).grammar()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"not TOML: {error}. Mend the line.", path=path) from error


def _joined(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return a language's file put over the one that it shares with others: its own entries and rules go first."""
    found: dict[str, Any] = {"spaced": own.get("spaced", True), "levelled": True, "glued": own.get("glued", {})}
    for section in ("words", "shapes", "endings", "patterns", "cues", "contexts", "tables"):
        mine = own.get(section, {})
        found[section] = {**mine, **{key: row for key, row in shared[section].items() if key not in mine}}
    names = {row["name"] for row in own.get("rule", [])} | set(own.get("without", []))
    found["rule"] = [*own.get("rule", []), *(row for row in shared["rule"] if row["name"] not in names)]
    return found


class _Compiler:
    """What is known while one file is compiled."""

    def __init__(self, path: Path, loaded: dict[str, Any]) -> None:
        self.path = path
        self.loaded = loaded
        self.symbols: dict[frozenset[str], str] = {}
        self.values: dict[str, dict[str, Any]] = {}
        self.patterns: dict[str, str] = loaded["patterns"]
        self.words = self._words()
        self.shapes = tuple(
            Shape(name, re.compile(row["pattern"]), self._symbol([name, *row["classes"]]))
            for name, row in loaded["shapes"].items()
        )
        self.endings = {
            case: [(ending, self._symbol([case, *row])) for ending, row in loaded["endings"][case].items()]
            for case in (LOWER, CAPITAL)
        }
        self.plain = {
            LOWER: self._symbol([LOWER]),
            CAPITAL: self._symbol([CAPITAL, NAME]),
            NUMBER: self._symbol([NUMBER]),
        }

    def grammar(self) -> Grammar:
        """Return the grammar; all symbols are known before the first pattern is compiled."""
        rules = tuple(self._rule(row) for row in self.loaded["rule"])
        openers = {rule.name: rule.begin.places[0] or frozenset() for rule in rules}
        starts = sorted({symbol for found in openers.values() for symbol in found})
        return Grammar(
            words=self.words,
            values=self.values,
            shapes=self.shapes,
            plain=self.plain,
            endings=self.endings,
            starts=re.compile("[" + re.escape("".join(starts)) + "]"),
            rules=rules,
            openers={symbol: tuple(rule for rule in rules if symbol in openers[rule.name]) for symbol in starts},
            classes={symbol: classes for classes, symbol in self.symbols.items()},
            cues={name: re.compile(self._expand(text, name)) for name, text in self.loaded["cues"].items()},
            tables=self.loaded["tables"],
            cut=self._cut(),
            levelled=self.loaded.get("levelled", False),
        )

    def _cut(self) -> re.Pattern[str]:
        if not self.loaded.get("levelled"):
            return word_pattern()
        return other_words(list(self.words), spaced=self.loaded["spaced"])

    def _symbol(self, classes: Iterable[str]) -> str:
        return self.symbols.setdefault(frozenset(classes), chr(_FIRST_SYMBOL + len(self.symbols)))

    def _words(self) -> dict[str, str]:
        """Return the symbol of each listed word in each case in which it belongs to a class."""
        found: dict[str, set[str]] = {}
        for name, row in self.loaded["words"].items():
            values = row if isinstance(row, dict) else dict.fromkeys(row)
            if self.loaded.get("levelled"):
                values = {form: value for word, value in values.items() for form in self._glued(level(word))}
            self.values[name] = {word.removeprefix(_EXACT).lower(): value for word, value in values.items()}
            for form in (form for word in values if not word.isdigit() for form in _forms(word)):
                found.setdefault(form, set(_case(form))).add(name)
        return {form: self._symbol(classes) for form, classes in found.items()}

    def _glued(self, word: str) -> list[str]:
        """Return the word and, in a language that writes small words onto others, the word with each before it."""
        glued = self.loaded["glued"]
        found = [word, *(f"{small}{word}" for small in glued.get("before", ()))]
        for article, joined in glued.get("joined", {}).items():
            if word.startswith(article):
                found += [f"{small}{word.removeprefix(article)}" for small in joined]
        return found

    def _rule(self, row: dict[str, Any]) -> Rule:
        name = str(row.get("name", "without a name"))
        missing = ", ".join(key for key in _NEEDED if key not in row)
        if missing:
            raise self._wrong(name, f"it has no {missing}")
        if row["reading"] not in READINGS:
            raise self._wrong(name, f"there is no reading {row['reading']!r}. There are: {', '.join(READINGS)}")
        contexts = [self._context(context, name) for context in row.get("contexts", ["always"])]
        before = "".join(f"(?<!{self._expand(text, name)})" for one in contexts for text in one.get("not_after", []))
        after = "".join(f"(?!{self._expand(text, name)})" for one in contexts for text in one.get("not_before", []))
        whole = self._expand(row["pattern"], name, groups=count())
        try:
            pattern = re.compile(before + (f"(?:{whole})" if self.loaded.get("levelled") else whole) + after)
        except re.error as error:
            raise self._wrong(name, f"its pattern is no regular expression: {error}") from error
        groups: dict[str, tuple[str, ...]] = {}
        for group in pattern.groupindex:
            plain = group.partition("__")[0]
            groups[plain] = (*groups.get(plain, ()), group)
        mention, begin = row.get("mention", True), self._begin(name, pattern)
        return Rule(name, pattern, row["reading"], row["example"], row["value"], mention, groups, begin)

    def _context(self, name: str, rule: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] | None = self.loaded["contexts"].get(name)
        if found is None:
            known = ", ".join(sorted(self.loaded["contexts"]))
            raise self._wrong(rule, f"there is no context {name!r}. There are: {known}")
        return found

    def _begin(self, rule: str, pattern: re.Pattern[str]) -> Begin:
        try:
            return first_places(pattern.pattern)
        except ValueError as error:
            raise self._wrong(rule, f"its pattern {error}") from error

    def _expand(self, text: str, rule: str, *, groups: "count[int] | None" = None, depth: int = 0) -> str:
        """Return a pattern with its classes and patterns put in; `groups` numbers its groups, which may recur."""
        if depth > _MAX_DEPTH:
            raise self._wrong(rule, "its patterns use each other in a circle")

        def replaced(match: re.Match[str]) -> str:
            name = match["name"] or match["group"]
            if name in self.patterns:
                inner = f"(?:{self._expand(self.patterns[name], rule, groups=groups, depth=depth + 1)})"
            else:
                inner = self._one_of(name, rule)
            if groups is None or match["name"]:
                return inner
            return f"(?P<{match['alias'] or name}__{next(groups)}>{inner})"

        return REFERENCE.sub(replaced, text)

    def _one_of(self, name: str, rule: str) -> str:
        symbols = "".join(symbol for classes, symbol in self.symbols.items() if name in classes)
        if not symbols and name in self.loaded["words"]:  # a class that the shared file has and the language does not
            symbols = self._symbol([name])
        if not symbols:
            known = ", ".join(sorted({*self.patterns, *(name for classes in self.symbols for name in classes)}))
            raise self._wrong(rule, f"there is no class or pattern {name!r}. There are: {known}")
        return f"[{symbols}]" if len(symbols) > 1 else symbols

    def _wrong(self, rule: str, why: str) -> OntologyError:
        return OntologyError(f"rule {rule!r}: {why}.", path=self.path, term=rule)


def _case(form: str) -> list[str]:
    if form[0].isdigit():
        return []
    return [LOWER if form[0].islower() else CAPITAL]


def _forms(word: str) -> list[str]:
    """Return the cases of a word: one with a capital in the file is never read without it, "=x" only as it is."""
    if word.startswith(_EXACT):
        return [word.removeprefix(_EXACT)]
    if word[0].isupper():
        return [word] if word.isupper() else [word, word.upper()]
    return list(dict.fromkeys([word, word.capitalize(), word.upper()]))
