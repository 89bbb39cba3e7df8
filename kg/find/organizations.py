"""Organizations without a head noun: a country's name and what they do ("China International Water and Electric")."""

import re
from collections.abc import Iterator

from kg.find.found import Found
from kg.find.heads import heads_of, is_generic
from kg.find.words import Words
from kg.lexicon import Lexicon

_RUN = re.compile("[CA]{2,}(?:n[CA]+)*")
_FEWEST = 3  # words


def find_national(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield a country's name with at least two descriptive words behind it, or with "Air" before it."""
    heads = heads_of(lexicon)
    before = lexicon.cues("organizations", "before")
    for sentence in words.sentences:
        if sentence.headline:
            continue
        for match in _RUN.finditer(words.shape, sentence.first, sentence.last):
            first, last = match.span()
            if words.forms[first] in before and _is_country(lexicon, words.forms[first + 1]):
                yield Found(first, first + 2, "Company", "national", 4)
            behind = [at for at in range(first + 1, last) if words.shape[at] != "n"]
            if (
                _is_country(lexicon, words.forms[first])
                and len(behind) >= _FEWEST - 1
                and all(is_generic(words, heads, at) for at in behind)
            ):
                yield Found(first, last, "Organization", "national", 7)


def _is_country(lexicon: Lexicon, form: str) -> bool:
    return any(name.type == "Country" and name.role == "name" for name in lexicon.lookup(form))


_ACRONYM = re.compile("[A-Z]{3,6}")


def find_acronyms(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield acronyms that nothing else knows where they act or own: "the SPD", "KLP said", "UGPT's"."""
    untyped, speech = lexicon.cues("words", "untyped"), lexicon.cues("persons", "speech")
    for sentence in words.sentences:
        if sentence.headline:
            continue
        for at in range(sentence.first, sentence.last):
            if words.shape[at] != "A" or words.forms[at] in untyped or not _ACRONYM.fullmatch(words.forms[at]):
                continue
            behind = words.lower[at + 1] if at + 1 < sentence.last else ""
            before = words.lower[at - 1] if at > sentence.first else ""
            alone = (
                behind in speech or behind in {"'s", "'"} or (before == "the" and words.shape[at + 1 : at + 2] in ".,l")
            )
            if alone and not lexicon.lookup(words.forms[at]):
                yield Found(at, at + 1, "Organization", "acronym", 9)
