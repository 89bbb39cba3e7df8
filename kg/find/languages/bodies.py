"""Bodies in a text of another language: those that its file knows, and names that a head begins."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.find.languages.countries import Place
from kg.find.languages.names import Names, load_names
from kg.lexicon import BLOCKED, ORGANIZATIONS, Lexicon
from kg.records import Mention

_LONGEST = 14  # words
_NONE = frozenset({BLOCKED, "Country", "Place"})


def find_bodies(
    text: str, here: str, offset: int, names: Names, countries: Sequence[Place], lexicon: Lexicon
) -> Iterator[Mention]:
    """Yield the bodies named in `here`, the level part of the text from the offset on."""
    known = list(_known(here, names))
    for start, end, name in known:
        type_ = next((one.type for one in lexicon.lookup_name(name) if one.type not in _NONE), "Organization")
        yield _mention(text, offset + start, offset + end, type_, "gazetteer", name)
    for start, end, type_ in _headed(here, names, countries):
        yield _mention(text, offset + start, offset + end, type_, "foreign head", None)


def _mention(text: str, start: int, end: int, type_: str, rule: str, name: str | None) -> Mention:
    return Mention(start, end, text[start:end], type_, rule, name=name)


def _known(here: str, names: Names) -> Iterator[tuple[int, int, str]]:
    prefixes = frozenset(names.row("prefixes"))
    for start, end, form in names.matches(here):
        if form.kind != "body":
            continue
        first = start
        while first and here[first - 1].isalnum():
            first -= 1
        whole = (first == start or here[first:start] in prefixes) and not here[end : end + 1].isalnum()
        if whole or names.language == "zh":
            yield start + form.skip, end, form.key


def _headed(here: str, names: Names, countries: Sequence[Place]) -> Iterator[tuple[int, int, str]]:
    """Yield names that a head begins, up to a country that stands behind "of"."""
    heads = names.loaded.get("heads", {})
    if "behind_country" in heads:
        yield from _behind_country(here, names, countries)
        return
    pattern = _head_pattern(names.language)
    if pattern is None:
        return
    types = {head: type_ for type_ in ORGANIZATIONS for head in heads.get(type_, ())}
    starts = {place.start for place in countries if place.code}
    for match in pattern.finditer(here):
        end = match.end()
        for word in re.finditer(r"\w+", here[match.start() : end]):
            at = match.start() + word.start()
            if at in starts and word[0][0].isupper() and not _is_adjective(here, at, names):
                end = at
                break
        name = _trimmed(here[match.start() : end], names)
        if name != match["head"]:
            yield match.start(), match.start() + len(name), types[match["head"]]


def _is_adjective(here: str, at: int, names: Names) -> bool:
    word = re.compile(r"\w+").match(here, at)
    form = names.forms.get(word[0]) if word else None
    return form is not None and form.kind == "demonym"


def _trimmed(name: str, names: Names) -> str:
    """Return the name without small words at its end."""
    words = re.compile(r"[\s,]+|(?<=')").split(name.rstrip())
    while words and words[-1] in {*names.loaded["heads"]["joiners"], ""}:
        name = name.rstrip().removesuffix(words.pop()).rstrip()
    return name


@cache
def _head_pattern(language: str) -> re.Pattern[str] | None:
    names = load_names(language)
    heads = names.loaded.get("heads", {})
    listed = [head for type_ in sorted(ORGANIZATIONS) for head in heads.get(type_, ()) if head[0].isupper()]
    if not listed:
        return None
    small = "|".join(re.escape(word) for word in sorted(heads["joiners"], key=len, reverse=True))
    lower = "|".join(re.escape(word) for word in sorted(heads.get("lower", ()), key=len, reverse=True)) or "(?!)"
    first = "|".join(re.escape(head) for head in sorted(listed, key=len, reverse=True))
    upper = r"[^\W\d_a-zß-öø-ÿăâîșț]\w*(?:-\w+)*"
    step = rf"(?:(?:{small})(?:\s+|(?<='))){{0,3}}(?:{upper}|(?:{lower})\b)"
    return re.compile(rf"\b(?P<head>{first})\b(?:,?\s+{step}){{1,{_LONGEST}}}")


def _behind_country(here: str, names: Names, countries: Sequence[Place]) -> Iterator[tuple[int, int, str]]:
    """Yield "中国…大学": a country with a head a few characters behind it is a name."""
    heads = names.loaded["heads"]
    last = "|".join(map(re.escape, sorted(heads["behind_country"], key=len, reverse=True)))
    pattern = re.compile(rf"[^\W\d_a-zA-Z{heads['not_within']}]{{0,8}}?(?:{last})")
    for place in countries:
        match = pattern.match(here, place.end) if place.code and place.end - place.start > 1 else None
        if match:
            yield place.start, match.end(), "Organization"
