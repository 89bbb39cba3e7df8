"""The words around articles: `data/language/*-page.toml` as compiled patterns."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kg.errors import OntologyError
from kg.resources import LANGUAGE

_UNIFORM = str.maketrans("‘’“”–—−\u00a0\u2002\u2003\u2009\u202f", "''\"\"---     ")


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """Return the text in small letters, with plain quotes and dashes and single blanks.

    >>> fold("  Editors’  Picks ")
    "editors' picks"
    """
    return " ".join(text.translate(_UNIFORM).split()).casefold()


@dataclass(frozen=True, slots=True)
class Cues:
    """What pages say around an article; every pattern is for folded text.

    `labels` and `keys` map a label, or a key of front matter, to the kind of field that it introduces.
    """

    labels: Mapping[str, str]
    keys: Mapping[str, str]
    openers: re.Pattern[str]
    pauses: re.Pattern[str]
    closers: re.Pattern[str]
    pointers: re.Pattern[str]
    notices: re.Pattern[str]
    ends: frozenset[str]
    kickers: frozenset[str]
    menu: frozenset[str]
    wires: frozenset[str]
    roles: frozenset[str]
    bodies: frozenset[str]
    nobody: frozenset[str]
    untitled: frozenset[str]
    months: Mapping[str, int]


@cache
def load_cues(folder: Path = LANGUAGE) -> Cues:
    """Return the cues of every `*-page.toml` in `folder`."""
    tables = [_load(path) for path in sorted(folder.glob("*-page.toml"))]

    def words(table: str, key: str) -> list[str]:
        return [fold(str(word)) for t in tables for word in t.get(table, {}).get(key, ())]

    def kinds(table: str) -> dict[str, str]:
        return {fold(word): kind for t in tables for kind, listed in t.get(table, {}).items() for word in listed}

    return Cues(
        labels=kinds("labels"),
        keys=kinds("frontmatter"),
        openers=_pattern(words("sections", "openers")),
        pauses=_pattern(words("sections", "pauses")),
        closers=_pattern(words("sections", "closers")),
        pointers=_pattern(words("cues", "pointers")),
        notices=_pattern(words("cues", "notices")),
        ends=frozenset(words("cues", "ends")),
        kickers=frozenset(words("cues", "kickers")),
        menu=frozenset(words("cues", "menu")),
        wires=frozenset(words("names", "wires")),
        roles=frozenset(words("names", "roles")),
        bodies=frozenset(words("names", "bodies")),
        nobody=frozenset(words("names", "nobody")),
        untitled=frozenset(words("names", "untitled")),
        months={
            fold(word): number
            for t in tables
            for number, names in enumerate(t.get("months", {}).get("names", ()), start=1)
            for word in names
        },
    )


def _load(path: Path) -> dict[str, dict[str, list[str]]]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        message = f"{error}. Mend the file, or install the package again."
        raise OntologyError(message, path=path) from error


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the folded phrases; `*` stands for none to four words.

    >>> bool(_pattern(["more from *"]).fullmatch("more from the moon base"))
    True
    """
    ranked = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    # One look-behind for all, and first one letter for all that begin with it: so a search tries some twenty letters at
    # a word, not all phrases.
    letters = sorted({phrase[0] for phrase in ranked if phrase[0].isalnum()})
    words = "|".join(f"{letter}(?:{'|'.join(_rests(ranked, letter))})" for letter in letters)
    signs = "|".join(_phrase(phrase) for phrase in ranked if not phrase[0].isalnum())
    return re.compile("|".join([rf"\b(?:{words})"] * bool(words) + [signs] * bool(signs)) or r"(?!)")


def _rests(phrases: Iterable[str], letter: str) -> Iterator[str]:
    return (_phrase(phrase).removeprefix(letter) for phrase in phrases if phrase[0] == letter)


def _phrase(phrase: str) -> str:
    pattern = re.escape(phrase).replace(r"\ \*\ ", r"(?: \S+){0,4} ").replace(r"\ \*", r"(?: \S+){0,4}")
    return pattern + (r"(?!\w)" if phrase[-1].isalnum() else "")
