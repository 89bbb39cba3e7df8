"""Acronyms that the text introduces: "Long Name (LN)", "LN (Long Name)"; after Schwartz and Hearst (2003)."""

from collections.abc import Iterator, Mapping, Sequence

from kg.find.found import Found
from kg.find.heads import heads_of
from kg.find.words import ACRONYM, NAMELIKE, Sentence, Words
from kg.lexicon import Lexicon

_SHORTEST, _LONGEST = 2, 12  # characters of an acronym


def find_introductions(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield both ends of each introduction, with the long form as the name of both."""
    ends = {one.last: one for one in chosen}
    starts = {one.first: one for one in chosen}
    for sentence in words.sentences:
        for at in range(sentence.first + 1, sentence.last - 1):
            if words.shape[at] == "(":
                yield from _short_inside(words, lexicon, sentence, at, ends)
                yield from _long_inside(words, lexicon, sentence, at, ends, starts)


def _short_inside(
    words: Words, lexicon: Lexicon, sentence: Sentence, at: int, ends: Mapping[int, Found]
) -> Iterator[Found]:
    short = words.forms[at + 1]
    if not _is_short(words, at + 1) or words.shape[at + 2 : at + 3] not in {")", ",", ";", ":"}:
        return
    known = ends.get(at)
    if known and known.type not in {"Country", "Date", "Place"} and (known.type != "Person"):
        if _initials_fit(words, known.first, known.last, short) or known.last - known.first > 1:
            first = _aligned(words, sentence, at, short) if known.name is None else None
            yield from _pair(
                words, known.type, min(first or known.first, known.first), at, at + 1, known.name
            )
        return
    first = _aligned(words, sentence, at, short)
    if first is not None:
        type_ = _type_of(words, lexicon, first, at)
        if type_:
            yield from _pair(words, type_, first, at, at + 1, None)


def _long_inside(
    words: Words,
    lexicon: Lexicon,
    sentence: Sentence,
    at: int,
    ends: Mapping[int, Found],
    starts: Mapping[int, Found],
) -> Iterator[Found]:
    close = words.shape.find(")", at, sentence.last)
    if close < at + 3 or not _is_short(words, at - 1) or words.shape[at + 1] not in NAMELIKE | {"l"}:
        return
    first = at + 1 + (words.shape[at + 1] == "t")
    if not _initials_fit(words, first, close, words.forms[at - 1]):
        return
    long, short = starts.get(first), ends.get(at)
    type_ = (long.type if long and long.last == close else None) or (short.type if short else None)
    type_ = type_ or _type_of(words, lexicon, first, close)
    if type_:
        name = words.phrase(first, close)
        yield Found(first, close, type_, "introduction", 2, name=name)
        yield Found(at - 1, at, type_, "introduction", 0, name=name)


def _pair(words: Words, type_: str, first: int, last: int, short: int, name: str | None) -> Iterator[Found]:
    name = name or words.phrase(first, last)
    yield Found(first, last, type_, "introduction", 0, name=name)
    yield Found(short, short + 1, type_, "introduction", 0, name=name)


def _is_short(words: Words, at: int) -> bool:
    form = words.forms[at]
    upper = sum(character.isupper() for character in form)
    return (
        words.shape[at] in NAMELIKE
        and _SHORTEST <= len(form) <= _LONGEST
        and (words.shape[at] == ACRONYM or upper >= _SHORTEST)
    )


def _initials_fit(words: Words, first: int, last: int, short: str) -> bool:
    """Return whether the letters of the acronym are found in the long form, in order, the first at its beginning."""
    long = " ".join(words.lower[first:last])
    at = 0
    for number, letter in enumerate(character for character in short.lower() if character.isalnum()):
        at = long.find(letter, at)
        if at < 0 or (number == 0 and at != 0):
            return False
        at += 1
    return True


def _aligned(words: Words, sentence: Sentence, end: int, short: str) -> int | None:
    """Return where the long form before `end` begins whose initials spell the acronym, small words left out."""
    letters = [character for character in short.lower() if character.isalnum()]
    first = end
    limit = max(sentence.first, end - min(len(letters) + 5, len(letters) * 2))
    while letters and first > limit:
        first -= 1
        shape = words.shape[first]
        if shape in ",;:.()" and shape != ",":
            return None
        if words.lower[first].startswith(letters[-1]):
            letters.pop()
        elif shape in NAMELIKE and not any(letter in words.lower[first] for letter in letters[-1:]):
            continue
    return first if not letters and words.shape[first] in "CAl" else None


def _type_of(words: Words, lexicon: Lexicon, first: int, last: int) -> str | None:
    """Return the class of a long form by its head noun, capitalised or not; an organization's if all is capitalised."""
    heads = heads_of(lexicon).types
    capitals = sum(words.shape[at] in NAMELIKE for at in range(first, last))
    for at in [last - 1, *(at - 1 for at in range(first + 1, last) if words.shape[at] in "or")]:
        found = heads.get(words.forms[at]) or heads.get(words.forms[at].capitalize())
        if found and (capitals or found[-1][1] == "Project"):
            return found[-1][1]
    return "Organization" if capitals >= (last - first + 1) // 2 and capitals > 1 else None
