"""The names of a language's file: countries with their cases and adjectives, bodies, and phrases that are neither.

Forms come from `gazetteer/countries/XX.tsv` (names of the Unicode CLDR) and `language/XX-names.toml`, whose head says
how they are written. All are looked for at once, in text whose letters are level.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.errors import OntologyError
from kg.find.letters import level
from kg.resources import GAZETTEER, LANGUAGE

Kind = Literal["name", "demonym", "combining", "body", "blocked"]
_LATIN = frozenset({"de", "es", "fr", "pt", "ro", "sv"})
_UNCASED = frozenset({"ar", "zh"})
_LONG_ENOUGH = 4  # letters of a name that is also read in capitals: "CHINE", but "US" only as it is


class Form(NamedTuple):
    """What a form names: the code of a country or the name of a body; `skip` characters before it are its context."""

    kind: Kind
    key: str
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """The forms of a language, and the file's lists."""

    language: str
    keys: Sequence[str]
    forms: Mapping[str, Form]
    automaton: AhoCorasick
    loaded: Mapping[str, Any] = field(repr=False)

    def row(self, key: str) -> Sequence[str]:
        """Return a list of the file, empty when it has none."""
        found: Sequence[str] = self.loaded.get(key, ())
        return found

    def matches(self, text: str) -> Iterator[tuple[int, int, Form]]:
        """Yield where forms stand in a level text, overlapping ones too, whatever stands beside them."""
        for index, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            yield start, end, self.forms[self.keys[index]]


@cache
def load_names(language: str) -> Names:
    """Return the names of a language; an `OntologyError` names what is wrong in its files."""
    path = LANGUAGE / f"{language}-names.toml"
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"not TOML: {error}. Mend the line.", path=path) from error
    forms: dict[str, Form] = {}
    for text, form in _all_forms(language, loaded, path):
        forms.setdefault(level(text), form)
    keys = sorted(forms)
    return Names(language, keys, forms, AhoCorasick(keys, matchkind=MatchKind.Standard), loaded)


def _all_forms(language: str, loaded: dict[str, Any], path: Path) -> Iterator[tuple[str, Form]]:
    """Yield every form in every case; of two with the same letters the first counts: names before adjectives."""
    for phrase in loaded["blocked"]:
        yield phrase, Form("blocked", "")
    yield from _body_forms(loaded)
    found = list(_table_forms(language, loaded))
    for code, row in loaded["countries"].items():
        for item in _items(row):
            found += _entry(code, item, loaded, path)
    for kind in ("name", "demonym", "combining"):
        for text, one in found:
            if one.kind == kind:
                yield from ((variant, one) for variant in _cases(text, language, kind))


def _body_forms(loaded: dict[str, Any]) -> Iterator[tuple[str, Form]]:
    for name, row in [*loaded["organizations"].items(), *loaded["known"].items()]:
        for item in _items(row):
            context, _, form = item.rpartition(">")
            yield f"{context}{form}", Form("body", name, skip=len(context))


def _items(row: str) -> list[str]:
    return [item for part in row.split(";") if (item := part.strip(" "))]


def _table_forms(language: str, loaded: dict[str, Any]) -> Iterator[tuple[str, Form]]:
    """Yield the names of the CLDR in all their cases, but for those that the file drops."""
    path = GAZETTEER / "countries" / f"{language}.tsv"
    dropped = frozenset(loaded["drop"])
    if language in _LATIN:
        for code, name in _english():
            if name not in dropped:
                yield name, Form("name", code)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        code, names = line.split("\t")
        for name in names.split("|"):
            if name not in dropped:
                yield from ((text, Form("name", code)) for text in _inflected(name, loaded))


@cache
def _english() -> list[tuple[str, str]]:
    """Return the English names that are no other word or state's: "Malawi" is also written so elsewhere."""
    rows = [line.split("\t") for line in (GAZETTEER / "countries.tsv").read_text(encoding="utf-8").splitlines()]
    name, kind, ambiguous = (rows[0].index(column) for column in ("name", "kind", "ambiguous"))
    return [(row[0], row[name]) for row in rows[1:] if row[ambiguous] != "yes" and row[kind] == "country"]


def _entry(code: str, item: str, loaded: dict[str, Any], path: Path) -> Iterator[tuple[str, Form]]:
    """Yield the forms of one entry of the file."""
    context, mark, form = item.rpartition(">")
    if mark:
        yield f"{context}{form}", Form("name", code, skip=len(context))
    elif item.startswith("="):
        yield item, Form("name", code)
    elif "+" in item:
        stem, _, ending = item.partition("+")
        if ending not in loaded["endings"]:
            known = ", ".join(sorted(loaded["endings"]))
            raise OntologyError(f"{item}: no endings {ending!r}. There are: {known}.", path=path, term=code)
        for one in loaded["endings"][ending]:
            yield f"{stem}{one}", Form("combining" if one.endswith("-") else "demonym", code)
    elif item.endswith("-"):
        yield item, Form("combining", code)
    elif item[0].islower():
        yield item, Form("demonym", code)
    else:
        yield from ((text, Form("name", code)) for text in _inflected(item, loaded))


def _inflected(name: str, loaded: dict[str, Any]) -> list[str]:
    """Return a name in its cases, all its words in the same one."""
    rules = loaded.get("inflect", [])
    if not rules:
        return [name]
    words = [_word_cases(word, rules) for word in name.split(" ")]
    count = max(map(len, words))
    found = [" ".join(cases[min(at, len(cases) - 1)] for cases in words) for at in range(count)]
    return list(dict.fromkeys([name, *found]))


def _word_cases(word: str, rules: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return a word in its cases by the first rule for its ending (`~`; `?` is that without its last letter)."""
    for rule in rules:
        for suffix in rule["suffix"]:
            if word.endswith(suffix):
                stem = word.removesuffix(suffix)
                return [stem + end.replace("~", suffix).replace("?", suffix[:-1]) for end in rule["endings"]]
    return [word]


_ARTICLE, _FOR_THE = "ال", "لل"  # what the article becomes behind the "ل" of "for"


def _with_article(text: str) -> list[str]:
    """Return the forms of an Arabic word that stand with the article."""
    if text.startswith(_ARTICLE):
        return [_FOR_THE + text.removeprefix(_ARTICLE)]
    return [_ARTICLE + text, _FOR_THE + text]


def _cases(text: str, language: str, kind: Kind) -> list[str]:
    """Return a form with the capitals that it may have: none of its own, one at the beginning, all."""
    if text.startswith("="):
        return [text.removeprefix("=")]
    if language in _UNCASED:
        return [text, *_with_article(text)] if language == "ar" and kind != "combining" else [text]
    found = [text]
    if text[0].islower():
        found.append(text[0].upper() + text[1:])
    if len(text) >= _LONG_ENOUGH:
        found.append(text.upper())
    return found
