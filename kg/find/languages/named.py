"""Names that a text of another language shares with English ones: those of the gazetteers, and persons."""

from collections.abc import Iterator, Sequence
from itertools import chain

from kg.find.found import Found, choose
from kg.find.gazetteer import find_known
from kg.find.languages.tell import is_small
from kg.find.persons import find_persons
from kg.find.words import Words, read_words
from kg.lexicon import BLOCKED, Lexicon
from kg.records import Document, Mention

_LATIN = frozenset({"de", "es", "fr", "pt", "ro", "sv"})
_BY_ITSELF = "given name"  # the rule for persons that needs no English word beside the name


def find_named(document: Document, language: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield bodies, projects, places, agreements and persons of the main text, and no countries."""
    words = read_words(document, lexicon)
    known = find_known(words, lexicon, lexicon.find(words.forms))
    persons = find_persons(words, lexicon) if language in _LATIN else ()
    found = [one for one in chain(known, persons) if _is_told(one, words.lower[one.first : one.last])]
    for one in choose([*found, *_again(words, found)], size=len(words.forms)):
        if one.type != BLOCKED:
            yield one.mention(words)


def _again(words: Words, found: Sequence[Found]) -> Iterator[Found]:
    """Yield the persons where else their whole name stands."""
    names = {tuple(words.forms[one.first : one.last]) for one in found if one.type == "Person"}
    for at in range(len(words.forms) if names else 0):
        for name in names:
            if words.forms[at] == name[0] and tuple(words.forms[at : at + len(name)]) == name:
                yield Found(at, at + len(name), "Person", "recall", 3)


def _is_told(one: Found, words: Sequence[str]) -> bool:
    """Return whether the name needs no English around it, and is none of the language's small words."""
    if one.type == "Country" or (len(words) == 1 and is_small(words[0])):
        return False
    return one.type != "Person" or (one.rule == _BY_ITSELF and not any(map(is_small, words)))
