"""Places never seen: by the word before or behind ("Lake X", "X district"), or before a country ("Entebbe, Uganda")."""

import re
from collections.abc import Iterator, Sequence

from kg.find.countries import is_state
from kg.find.found import Found
from kg.find.heads import heads_of, is_generic
from kg.find.words import CAPITAL, NUMBER, PREPOSITION, Sentence, Words
from kg.lexicon import Lexicon, Name

_RUN = re.compile("C(?:[CA]|p{1,2}C)*")
_MOST = 4  # words in the name of a place


def find_places(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield capitalised words that a word beside them makes a place."""
    for sentence in words.sentences:
        if sentence.headline:
            continue
        for match in _RUN.finditer(words.shape, sentence.first, sentence.last):
            first, last = match.span()
            yield from _after_word(words, lexicon, first, last)
            if _is_behind_kind(words, sentence, first, lexicon.cues("places", "behind")):
                yield Found(first, last, "Place", "kind before", 6)
            yield from _before_word(words, lexicon, sentence, first, last)
            yield from _part_of_country(words, lexicon, first, last)
    yield from _numbered(words, lexicon)


def _before_word(words: Words, lexicon: Lexicon, sentence: Sentence, first: int, last: int) -> Iterator[Found]:
    """Yield the run by what stands behind it: "Kirkeby district", "in Entebbe, Uganda", "Kirkeby, N.Y."."""
    inside = lexicon.cues("places", "nouns")
    noun = words.lower[last] if last < sentence.last else ""
    if last - first <= _MOST and (noun in inside or noun in lexicon.cues("places", "kinds")):
        own = _own(words, lexicon, first, last)
        if own < last:
            yield Found(own, last + (noun in inside), "Place", "noun", 6)
    elif _is_before_country(words, lexicon, sentence, first, last):
        yield Found(first, last, "Place", "before country", 6)
    elif _is_before_state(words, lexicon, first, last):
        yield Found(first, last, "Place", "before state", 4)
    elif _is_where(words, lexicon, sentence, first, last):
        yield Found(first, last, "Place", "where", 7)


def _is_behind_kind(words: Words, sentence: Sentence, first: int, kinds: frozenset[str]) -> bool:
    """Return whether a noun for a place stands before the word: "the spaceport Andvik", "the town of Kirkeby"."""
    at = first - 1 - (words.shape[first - 1 : first] == "o" and first - 1 > sentence.first)
    if at <= sentence.first:
        return False
    return words.lower[at] in kinds or " ".join(words.lower[at - 1 : at + 1]) in kinds


def _own(words: Words, lexicon: Lexicon, first: int, last: int) -> int:
    while first < last and (
        words.forms[first] in lexicon.cues("words", "untyped") or _is_country(words, lexicon, first)
    ):
        first += 1
    return first


def _is_country(words: Words, lexicon: Lexicon, at: int) -> bool:
    return any(name.type == "Country" for name in lexicon.lookup(words.forms[at]))


def _after_word(words: Words, lexicon: Lexicon, first: int, last: int) -> Iterator[Found]:
    before = lexicon.cues("places", "before")
    for at in range(first, last - 1):
        if words.forms[at] in before and words.forms[at + 1] not in heads_of(lexicon).types:
            end = min(last, at + 1 + 2)
            yield Found(at, end, "Place", "kind before", 4)


def _is_before_country(words: Words, lexicon: Lexicon, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether "in X, Country" or "X, Country" at the beginning of a line stands here."""
    if last - first > _MOST or last + 1 >= sentence.last or words.shape[last] != ",":
        return False
    if not any(
        name.type in {"Country", "Place"} and name.role in {"name", "alias"}
        for name in _names(words, lexicon, last + 1)
    ):
        return False
    if lexicon.lookup(words.phrase(first, last)) or words.forms[last - 1] in heads_of(lexicon).types:
        return False
    return first > sentence.first and words.shape[first - 1] == PREPOSITION and words.shape[first] == CAPITAL


def _is_before_state(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Return whether a state's short form stands behind a comma: "Kirkeby, N.Y."."""
    listed = last - first <= _MOST and last + 1 < len(words.forms) and words.shape[last] == ","
    return listed and not lexicon.lookup(words.phrase(first, last)) and is_state(words, lexicon, last + 1)


def _is_where(words: Words, lexicon: Lexicon, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether an unknown name stands alone behind "in" or "near", where a place is most likely."""
    if last - first > _PAIR or first <= sentence.first or words.lower[first - 1] not in lexicon.cues("places", "where"):
        return False
    if last < sentence.last and words.shape[last] not in ".,;)rlo:":
        return False
    return not lexicon.lookup(words.phrase(first, last)) and all(
        _is_plain(words, lexicon, at) for at in range(first, last)
    )


def _is_plain(words: Words, lexicon: Lexicon, at: int) -> bool:
    """Return whether the word is a name that is neither known nor a person's, a head noun or a description."""
    form, heads = words.forms[at], heads_of(lexicon)
    personal = form in lexicon.given or form in lexicon.surnames
    common = is_generic(words, heads, at) or form in heads.types or form in lexicon.cues("words", "untyped")
    return words.shape[at] == CAPITAL and not (lexicon.lookup(form) or personal or common)


_PAIR = 2


def _part_of_country(words: Words, lexicon: Lexicon, first: int, last: int) -> Iterator[Found]:
    """Yield "Eastern Indonesia", a part of a country or continent that is written with a capital."""
    parts = lexicon.cues("places", "parts")
    for at in range(first, last - 1):
        if words.forms[at] in parts and at not in words.openers:
            names = lexicon.lookup(words.forms[at + 1])
            if any(name.role != "demonym" and (name.type == "Country" or name.kind == "continent") for name in names):
                yield Found(at, at + 2, "Place", "part", 4)


def _numbered(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield "Launch Complex 39A", "Pad 2"."""
    leads = lexicon.cues("places", "number leads")
    for at in words.where_written(lexicon.cues("places", "numbered")):
        if words.shape[at + 1 : at + 2] == NUMBER:
            size = next((n for n in (2, 1) if at >= n and " ".join(words.forms[at - n : at]) in leads), 0)
            yield Found(at - size, at + 2, "Place", "numbered", 4)


def _names(words: Words, lexicon: Lexicon, at: int) -> Sequence[Name]:
    for last in (at + 3, at + 2, at + 1):
        names = lexicon.lookup(" ".join(words.forms[at:last]))
        if names:
            return names
    return ()
