"""Events and agreements whose noun is written small: "the G20 Hangzhou summit", "the Oslo accords"."""

from collections.abc import Iterator

from kg.find.found import Found
from kg.find.words import ACRONYM, CAPITAL, NAMELIKE, NUMBER, Words
from kg.lexicon import ORGANIZATIONS, Lexicon

_MOST = 5  # words before the noun


def find_gatherings(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the noun with the capitalised words before it, if these name who meets."""
    nouns = lexicon.cues("events", "nouns")
    modifiers = lexicon.cues("events", "modifiers")
    for at in words.where(nouns):
        if words.shape[at] not in {"l", CAPITAL}:
            continue
        first = at
        start = max(words.sentence_at(at).first, at - _MOST)
        while first > start and (
            words.shape[first - 1] in {ACRONYM, CAPITAL, NUMBER, "-"} or words.lower[first - 1] in modifiers
        ):
            first -= 1
        while first < at and words.shape[first] not in {ACRONYM, CAPITAL, NUMBER}:
            first += 1
        if first < at and _names_a_group(words, lexicon, first, at):
            yield Found(first, at + 1, "Event", "gathering", 3)


def find_accords(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield an agreement by the city in which it was made: "the Oslo accords", "the Paris climate deal"."""
    nouns, modifiers = lexicon.cues("accords", "nouns"), lexicon.cues("accords", "modifiers")
    for at in words.where(nouns):
        city = at - 1 - (words.lower[at - 1] in modifiers)
        known = lexicon.lookup(words.forms[city]) if city >= 0 and words.shape[city] == CAPITAL else ()
        if any(name.kind == "city" for name in known) and words.shape[city - 1 : city] not in {CAPITAL, ","}:
            yield Found(city, at + 1, "Agreement", "accord", 3)


def _names_a_group(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Return whether a body that states meet in, or two parties joined by a hyphen, stand among the words."""
    for at in range(first, last):
        if words.shape[at] not in NAMELIKE:
            continue
        form = words.forms[at]
        if any(name.type in ORGANIZATIONS and name.type == "Alliance" for name in lexicon.lookup(form)):
            return True
        parts = form.split("-")
        if len(parts) > 1 and all(part and lexicon.lookup(part) for part in parts):
            return True
    return False
