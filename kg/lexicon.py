"""Gazetteers and cue words into one lexicon that looks names up and finds them in rows of words."""

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.errors import OntologyError
from kg.resources import GAZETTEER, LANGUAGE
from kg.text import Memo, folded, tokenize

ORGANIZATIONS = frozenset({"Agency", "Company", "University", "Alliance", "Media", "Organization"})
PROJECTS = frozenset({"Project", "LaunchVehicle"})
BLOCKED = ""
"""The type of phrases that hold a name and are none: "Indian Ocean"."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a form in a gazetteer names.

    `role` is `name`, `alias`, `demonym` or `combining`; `code` the ISO 3166-1 code of a country; `country` the code of
    an organization's or a place's country; `kind` the gazetteer's finer class; `ambiguous` marks a country whose name
    is also something else.
    """

    name: str
    type: str
    role: str = "name"
    code: str | None = None
    country: str | None = None
    kind: str = ""
    ambiguous: bool = False


class Hit(NamedTuple):
    """The words `[first, last)` of a row, and what they name."""

    first: int
    last: int
    names: tuple[Name, ...]


class Lexicon:
    """Names by form, and cue words by section and list; built once, immutable, cheap to pickle."""

    def __init__(
        self,
        forms: Mapping[str, tuple[Name, ...]],
        cues: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
        *,
        given: frozenset[str] = frozenset(),
        surnames: frozenset[str] = frozenset(),
    ) -> None:
        self.forms = dict(forms)
        self.given = given
        self.surnames = surnames
        self._rows = {section: dict(rows) for section, rows in (cues or {}).items()}
        self._cues = {(s, k): frozenset(row) for s, rows in self._rows.items() for k, row in rows.items()}
        self._countries = {
            name.code: name.name for names in self.forms.values() for name in names if name.code and name.role == "name"
        }
        self._variants = _case_variants(self.forms)
        self._names: Memo[tuple[Name, ...]] = Memo(self.lookup)
        self._phrases = _phrases(self.forms)
        self._keys = list(self._phrases)
        self._automaton = AhoCorasick(self._keys, matchkind=MatchKind.Standard) if self._keys else None

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the tables; the automaton is built anew."""
        return _rebuild, (self.forms, self._rows, self.given, self.surnames)

    def cues(self, section: str, key: str) -> frozenset[str]:
        """Return a list of cue words as a set; empty when the language has none."""
        return self._cues.get((section, key), _NONE)

    def rows(self, section: str) -> Mapping[str, tuple[str, ...]]:
        """Return all lists of a section, in the order of the file."""
        return self._rows.get(section, {})

    def lookup(self, form: str) -> tuple[Name, ...]:
        """Return what a folded word names: as it is written, or in the case of "CHINA" and "Nasa"."""
        return self.forms.get(form) or self._variants.get(form, ())

    def lookup_name(self, name: str) -> tuple[Name, ...]:
        """Return what a name of one or several words names, as it is written."""
        return self.forms.get(name, ())

    def country(self, code: str) -> str | None:
        """Return the name of the country with an ISO 3166-1 code."""
        return self._countries.get(code)

    def find(self, forms: Sequence[str]) -> list[Hit]:
        """Return the names in a row of folded words, overlapping ones too, in order, the longest first.

        Case counts for names of one or two words, but for text in capitals; longer names are found in any case
        ("international lunar research station").
        """
        known = map(self._names.__getitem__, forms)
        hits = [Hit(at, at + 1, names) for at, names in enumerate(known) if names]
        hits += self._find_phrases(forms)
        return sorted(hits, key=lambda hit: (hit.first, -hit.last))

    def _find_phrases(self, forms: Sequence[str]) -> Iterator[Hit]:
        if self._automaton is None:
            return
        row = " " + " ".join(forms) + " "
        starts = list(accumulate((len(form) + 1 for form in forms), initial=0))
        for index, start, end in self._automaton.find_matches_as_indexes(_lower(row), overlapping=True):
            key = self._keys[index]
            names = self._named(key, row[start + 1 : end - 1])
            if names:
                first = bisect_left(starts, start)
                yield Hit(first, first + key.count(" ") - 1, names)

    def _named(self, key: str, surface: str) -> tuple[Name, ...]:
        """Return what a phrase names in this case: as written, in capitals, or in any case if it is long."""
        found: list[Name] = []
        for phrase, names in self._phrases[key]:
            if phrase == surface or surface.isupper() or (key.count(" ") > _LOOSE_WORDS and _is_loose(names, surface)):
                found += (name for name in names if name not in found)
        return tuple(found)


_NONE: frozenset[str] = frozenset()
_LOOSE_WORDS = 3  # names of so many words are found in any case


def _is_loose(names: tuple[Name, ...], surface: str) -> bool:
    return surface[0].isupper() or any(name.type in PROJECTS | {"Agreement", "Event", "Document"} for name in names)


def _rebuild(
    forms: Mapping[str, tuple[Name, ...]],
    cues: Mapping[str, Mapping[str, tuple[str, ...]]],
    given: frozenset[str],
    surnames: frozenset[str],
) -> Lexicon:
    return Lexicon(forms, cues, given=given, surnames=surnames)


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def _phrases(forms: Mapping[str, tuple[Name, ...]]) -> dict[str, list[tuple[str, tuple[Name, ...]]]]:
    """Return the forms of several words by their lower-case key: the words between spaces, for whole-word matching."""
    found: dict[str, list[tuple[str, tuple[Name, ...]]]] = defaultdict(list)
    for form in sorted(forms):
        if form.isascii() and form.isalnum():
            continue
        words = [folded(token.text) for token in tokenize(form)]
        if len(words) > 1:
            phrase = " ".join(words)
            found[f" {_lower(phrase)} "].append((phrase, forms[form]))
    return found


_SHORT = 4  # "US", "WHO" and "ITU" are acronyms only as written


def _case_variants(forms: Mapping[str, tuple[Name, ...]]) -> dict[str, tuple[Name, ...]]:
    """Return the forms of one word in their other case: CHINA for China, Nasa for NASA."""
    found: dict[str, tuple[Name, ...]] = {}
    for form, names in forms.items():
        if len(form) < _SHORT or " " in form or not form.isascii():
            continue
        if form.isupper() and form.isalpha():
            organizations = tuple(name for name in names if name.type in ORGANIZATIONS)
            if organizations:
                found.setdefault(form.capitalize(), organizations)
        else:
            found.setdefault(form.upper(), names)
    return {form: names for form, names in found.items() if form not in forms}


### Reading the files #################################################################################################

_TABLES: dict[str, tuple[str, ...]] = {
    "countries": (
        "code",
        "alpha3",
        "name",
        "official",
        "aliases",
        "demonyms",
        "combining",
        "kind",
        "ambiguous",
        "reference",
    ),
    "organizations": ("name", "type", "country", "aliases", "reference"),
    "projects": ("name", "type", "kind", "aliases", "reference"),
    "agreements": ("name", "aliases", "reference"),
    "events": ("name", "aliases", "reference"),
    "documents": ("name", "aliases", "reference"),
    "places": ("name", "country", "kind", "aliases", "reference"),
    "given_names": ("name", "reference"),
    "surnames": ("name", "reference"),
}
_TYPES = {
    "agreements": "Agreement",
    "events": "Event",
    "documents": "Document",
    "places": "Place",
    "countries": "Country",
}
_ALLOWED = {"organizations": ORGANIZATIONS, "projects": PROJECTS}


def table_of(kind: str) -> str | None:
    """Return the gazetteer that holds names of a class; None for what has none, or is named otherwise there."""
    by_type = {name: table for table, name in _TYPES.items() if table != "countries"}
    return by_type.get(kind) or next((table for table, kinds in _ALLOWED.items() if kind in kinds), None)


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a gazetteer, in order."""
    return _TABLES[table]


def load_lexicon(
    folder: str | Path = GAZETTEER, language_folder: str | Path = LANGUAGE, language: str = "en"
) -> Lexicon:
    """Return the lexicon of the gazetteers in `folder` and the cue words of `language`; OntologyError on a bad row.

    A table that is not there is empty: the folder of another domain need not have them all.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise OntologyError("no such folder. Give the folder with the gazetteers (countries.tsv …).", path=folder)
    tables = {table: list(_rows(folder / f"{table}.tsv", table)) for table in _TABLES}
    cues = _read_cues(Path(language_folder) / f"{language}.toml")
    spellings = _Spellings(cues.get("spelling", {}).get("pairs", ()))
    forms: dict[str, list[Name]] = defaultdict(list)
    for form in cues.get("words", {}).get("blocked", ()):
        forms[form].append(Name(form, BLOCKED))
    for table, rows in tables.items():
        for row in rows:
            for form, name in _forms(table, row):
                for variant in spellings.of(folded(form).strip()):
                    if name not in forms[variant]:
                        forms[variant].append(name)
    return Lexicon(
        {form: tuple(names) for form, names in forms.items()},
        cues,
        given=frozenset(row["name"] for row in tables["given_names"]),
        surnames=frozenset(row["name"] for row in tables["surnames"]),
    )


def _rows(path: Path, table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table; check its header, the number of cells, the name and the type."""
    if not path.is_file():
        return
    columns = _TABLES[table]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        cells = line.split("\t")
        if number == 1 and tuple(cells) != columns:
            expected = " ".join(columns)
            raise OntologyError(f"expected the columns {expected}, got {' '.join(cells)}.", path=path, line=1)
        if len(cells) != len(columns):
            counts = f"expected {len(columns)} tab-separated cells, got {len(cells)}."
            message = f"{counts} Check for spaces where a tab should be."
            raise OntologyError(message, path=path, line=number)
        if number > 1:
            yield _checked(dict(zip(columns, cells, strict=True)), table, path, number)


def _checked(row: dict[str, str], table: str, path: Path, number: int) -> dict[str, str]:
    if not row["name"].strip():
        raise OntologyError("the cell `name` is empty. Write the name, or delete the row.", path=path, line=number)
    allowed = _ALLOWED.get(table)
    if allowed and row["type"] not in allowed:
        known = " ".join(sorted(allowed))
        raise OntologyError(
            f"unknown type {row['type']!r}. Known are: {known}.", path=path, line=number, term=row["type"]
        )
    return row


def _forms(table: str, row: dict[str, str]) -> Iterator[tuple[str, Name]]:
    """Yield the forms that a row teaches, each with what it names."""
    if table in {"given_names", "surnames"}:
        return
    name = Name(
        row["name"],
        _TYPES.get(table) or row["type"],
        code=row.get("code"),
        country=row.get("country") or None,
        kind=row.get("kind", ""),
        ambiguous=row.get("ambiguous") == "yes",
    )
    yield row["name"], name
    for column, role in (
        ("official", "alias"),
        ("aliases", "alias"),
        ("demonyms", "demonym"),
        ("combining", "combining"),
    ):
        for form in row.get(column, "").split("|"):
            if form and form != row["name"]:
                yield form, replace(name, role=role)


_NUMBERED = re.compile(r"(?<=[A-Za-z'])[- ](?=\d)")


class _Spellings:
    """The other ways to write a name: a hyphen for the space before a number, the other spelling of a word."""

    def __init__(self, pairs: Iterable[str]) -> None:
        split = [pair.split("/") for pair in pairs]
        self._ways = [dict(split), {other: one for one, other in split}]
        words = sorted(set(self._ways[0]) | set(self._ways[1]))
        self._word = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)" if words else r"(?!)")

    def of(self, form: str) -> tuple[str, ...]:
        """Return the form and its other spellings."""
        found = {form: None}
        if _NUMBERED.search(form):
            found |= {_NUMBERED.sub("-", form): None, _NUMBERED.sub(" ", form): None}
        if self._word.search(form):
            for way in self._ways:
                found |= {self._word.sub(partial(_respelled, way), known): None for known in tuple(found)}
        return tuple(found)


def _respelled(way: Mapping[str, str], match: re.Match[str]) -> str:
    return way.get(match.group(), match.group())


def _read_cues(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the lists of cue words of a language file by section."""
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = " ".join(sorted(p.stem for p in path.parent.glob("*.toml") if "-" not in p.stem))
        raise OntologyError(f"no such language file. There are: {known}.", path=path) from error
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"this is not TOML: {error}.", path=path) from error
    return {section: {key: tuple(row) for key, row in rows.items()} for section, rows in loaded.items()}
