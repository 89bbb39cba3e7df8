"""Acronyms that stand alone in one document are the long name that another document gives them, if it is one only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.merge.pages import Page, is_unnamed
from kg.records import PAGE, Reading
from kg.text import slug

_ACRONYM = re.compile(r"\w[\w.&-]{1,11}")
_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Acronyms:
    """What a page says of acronyms, by paths: which stand alone, and which long name has which."""

    alone: frozenset[str]
    meanings: frozenset[tuple[str, str]]


def acronyms_of(page: Page, paths: Sequence[Mapping[str, str]]) -> Acronyms:
    """Return what a page says of acronyms; `paths` are those of the local ids of each of its readings."""
    alone: set[str] = set()
    meanings: set[tuple[str, str]] = set()
    for reading, found in zip(page.readings, paths, strict=True):
        _add(reading, found, alone, meanings)
    return Acronyms(frozenset(alone), frozenset(meanings))


def _add(reading: Reading, paths: Mapping[str, str], alone: set[str], meanings: set[tuple[str, str]]) -> None:
    for entity in reading.entities:
        if entity.id == PAGE or is_unnamed(entity) or entity.code or entity.value:
            continue
        path = paths[entity.id]
        if _is_acronym(entity.label):
            alone.add(path)
            continue
        group = path.partition("/")[0]
        meanings.update((f"{group}/{slug(alias)}", path) for alias in entity.aliases if _is_acronym(alias))


def synonyms(alone: Iterable[str], meanings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the path of each acronym that stands alone and that one long name has, with the path of that name."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for acronym, name in meanings:
        names[acronym].add(name)
    return {path: min(names[path]) for path in alone if len(names.get(path, ())) == 1}


def _is_acronym(name: str) -> bool:
    """Return whether the name is one word with at least two capitals: "ESA", "BeiDou", "U.S."."""
    return bool(_ACRONYM.fullmatch(name)) and sum(map(str.isupper, name)) >= _CAPITALS
