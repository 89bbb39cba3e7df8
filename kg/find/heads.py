"""Head nouns and the words that describe: the cues by which a capitalised row of words is read as a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.find.words import CAPITAL, OF, PREPOSITION, Words
from kg.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Heads:
    """The cue words of one language, made ready for looking up.

    `types` has the head nouns by their last word, the longest first; `complements` the heads that a preposition may
    follow within a name.
    """

    types: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    complements: Mapping[str, frozenset[str]]
    generic: frozenset[str]
    endings: tuple[str, ...]
    titles: frozenset[str]
    articles: frozenset[str]
    own: frozenset[str]
    regions: frozenset[str]
    owners: frozenset[str]
    adjectives: tuple[str, ...]
    unnamed: frozenset[str]


@lru_cache(maxsize=8)
def heads_of(lexicon: Lexicon) -> Heads:
    """Return the head nouns of the lexicon's language."""
    types: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for type_, row in lexicon.rows("heads").items():
        for head in row:
            key = tuple(head.split())
            types.setdefault(key[-1], []).append((key, type_))
    return Heads(
        {last: tuple(sorted(found, key=lambda f: -len(f[0]))) for last, found in types.items()},
        {preposition: frozenset(row) for preposition, row in lexicon.rows("complement").items()},
        lexicon.cues("words", "generic"),
        lexicon.rows("endings").get("generic", ()),
        frozenset(title for title in lexicon.cues("persons", "titles") if " " not in title),
        lexicon.cues("words", "articles"),
        lexicon.cues("words", "own"),
        lexicon.cues("words", "regions"),
        lexicon.cues("words", "owners"),
        lexicon.rows("endings").get("adjectives", ()),
        lexicon.cues("words", "unnamed"),
    )


def is_generic(words: Words, heads: Heads, at: int) -> bool:
    """Return whether the word describes rather than names: by list, by ending, or as seen in small letters."""
    form = words.forms[at]
    return words.shape[at] == CAPITAL and (
        form in heads.generic or form.endswith(heads.endings) or form.lower() in words.seen
    )


def is_field(words: Words, heads: Heads, first: int, *, since: int = 0) -> bool:
    """Return whether the word begins what a person is in charge of: "Minister of" or the like stands before it.

    The office stands at or behind the word `since`.
    """
    office = first - 2
    return office >= since and words.shape[first - 1] in {OF, PREPOSITION} and words.forms[office] in heads.titles


def is_month(words: Words, lexicon: Lexicon, at: int) -> bool:
    """Return whether the word is the month of a date before a name: "In March Nordvik Machines said"."""
    dating = lexicon.cues("projects", "dating")
    return at > 0 and words.lower[at - 1] in dating and words.forms[at] in lexicon.cues("projects", "months")
