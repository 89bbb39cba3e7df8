"""Countries in a text of another language: names in all cases, adjectives, parts of compounds, characters."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kg.find.languages.names import Form, Names, load_names

_WORD_BEFORE = re.compile(r"([\w']+-?)\s*\Z")
_WORD_BEHIND = re.compile(r"\s*(\w+)")
_REACH = 24  # characters that hold the word beside


class Place(NamedTuple):
    """Where a country is named; without a code, a phrase that holds a country's name and names none."""

    start: int
    end: int
    code: str | None


def find_countries(text: str, names: Names) -> Iterator[Place]:
    """Yield the countries that a level text names, and the phrases that are none; of two that overlap the longer."""
    found = [*_listed(text, names), *_characters(text, names)]
    taken = bytearray(len(text))
    for start, end, skip, code in sorted(found, key=lambda one: (one[0] - one[1], one)):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            yield Place(start + skip, end, code or None)


def _listed(text: str, names: Names) -> Iterator[tuple[int, int, int, str]]:
    spaced = names.language != "zh"
    prefixes = frozenset(names.row("prefixes"))
    for start, end, form in names.matches(text):
        if form.kind == "body" or (spaced and not _is_whole(text, start, end, form, prefixes)):
            continue
        if form.kind == "demonym" and _is_language(text, start, end, names):
            continue
        last = end - 1 if form.kind == "combining" else end
        yield start, last, form.skip, form.key


def _is_whole(text: str, start: int, end: int, form: Form, prefixes: frozenset[str]) -> bool:
    """Return whether the form is a word of its own; small words may be written onto it."""
    if end < len(text) and (text[end].isalnum() or text[end] == "_") and form.kind != "combining":
        return False
    first = start
    while first and (text[first - 1].isalnum() or text[first - 1] == "_"):
        first -= 1
    return first == start or text[first:start] in prefixes


def _is_language(text: str, start: int, end: int, names: Names) -> bool:
    """Return whether an adjective is the name of a language here: "en français", "на русском языке"."""
    behind = _WORD_BEHIND.match(text, end, end + _REACH)
    if behind and behind[1] in names.row("language_after"):
        return True
    if names.language == "zh":
        return False
    before = _WORD_BEFORE.search(text, max(0, start - _REACH), start)
    if not before or before[1].lower() not in {word.lower() for word in names.row("language_before")}:
        return False
    ends = not behind or not text[end : behind.start(1)].isspace() or behind[1] in names.row("and")
    return ends or not names.loaded.get("language_ends", False)


### Single characters of Chinese ######################################################################################


def _characters(text: str, names: Names) -> Iterator[tuple[int, int, int, str]]:
    """Yield the countries that single characters stand for: two and more in a run, one beside certain words."""
    short = names.loaded.get("short")
    if not short:
        return
    runs, single = _patterns(names.language)
    for match in runs.finditer(text):
        pair = names.loaded["short_pairs"].get(match["run"], ())
        for at in range(match.start("run"), match.end("run")):
            code = pair[at - match.start("run")] if pair else short.get(text[at])
            if code:
                yield at, at + 1, 0, code
    for character, other in names.loaded["short_sure"].items():
        for match in re.finditer(f"{character}(?![{other}])", text):
            yield match.start(), match.end(), 0, short[character]
    for match in single.finditer(text):
        at = match.start("behind") if match["behind"] else match.start("before")
        yield at, at + 1, 0, short[text[at]]


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds runs of such characters, and a single one beside the words that show it to be a country."""
    names = load_names(language)
    every, alone = "".join(names.loaded["short"]), "".join(names.row("short_alone"))
    after, one, before = ("|".join(names.row(key)) for key in ("short_after", "short_after_one", "short_before_one"))
    excluded = "|".join(names.row("short_runs_not"))
    firsts = names.loaded["short_first"]
    first = "|".join(f"(?<![{firsts[one]}]){one}" if one in firsts else one for one in every)
    runs = re.compile(rf"(?!{excluded})(?P<run>(?:{first})(?:,?[{every}])+)(?=(?:{after}))")
    behind = rf"(?<!{names.loaded['short_not_behind']})(?P<behind>[{alone}])(?=(?:{one}))"
    single = re.compile(
        rf"{behind}|(?<=[{before.replace('|', '')}])(?P<before>[{alone}]){names.loaded['short_before_then']}"
    )
    return runs, single
