"""Later occurrences of names that the document has made known: the whole name, a surname, an acronym, a short form."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.find.found import Found
from kg.find.heads import heads_of
from kg.find.words import CAPITAL, NAMELIKE, OF, PARTICLE, PREPOSITION, Words
from kg.lexicon import BLOCKED, PROJECTS, Lexicon

_HYPHENATED = re.compile(r"[A-Z][a-z]{0,5}-[a-z]{2,6}")  # a given name of two syllables: Chi-kuang
_COMPLEMENT = OF + PREPOSITION
_WEAK = 6  # the rank from which on a find gives way to another's class
_UNRECALLED = frozenset({"Country", "Date", BLOCKED})


def find_again(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield the places where a name, or a form of it, stands again; a form of several is that of the last named."""
    memory: dict[str, dict[tuple[str, ...], list[Found]]] = defaultdict(lambda: defaultdict(list))
    for one in chosen:
        if one.kind == "name" and (one.type not in _UNRECALLED or one.rule == "introduction"):
            for known in _forms(words, lexicon, one):
                memory[known[0]][known].append(one)
    holding = {first: {known: _holders(ones) for known, ones in rows.items()} for first, rows in memory.items()}
    for at in words.where_written(holding.keys()):
        for known, holders in holding[words.forms[at]].items():
            last = at + len(known)
            if tuple(words.forms[at:last]) == known:
                yield from _again(words, lexicon, holders, at, last)


class _Holders(NamedTuple):
    """Whose form it is, in order; the persons among them once more, so that the last one is found at once."""

    all: Sequence[Found]
    persons: Sequence[Found]


def _holders(found: Sequence[Found]) -> _Holders:
    """Return whose form it is: that of an introduction, else of any but weak finds of another class."""
    introduced = [one for one in found if one.rule == "introduction"]
    best = min(found, key=lambda one: one.rank)
    held = introduced or [one for one in found if one.type == best.type or one.rank < max(_WEAK, best.rank + 1)]
    return _Holders(held, [one for one in held if one.type == "Person"])


def _again(words: Words, lexicon: Lexicon, holders: _Holders, at: int, last: int) -> Iterator[Found]:
    before = bisect_right(holders.all, at, key=lambda one: one.first)
    if not before and words.lower[at] == "the":
        return
    one = holders.all[max(before - 1, 0)]
    before = bisect_left(holders.persons, at, key=lambda one: one.first)
    person = holders.persons[before - 1] if before else None
    if person and one.type != "Person" and _is_namesake(words, lexicon, at, person):
        one = person
    if _fits(words, at, last, one):
        name = one.name or words.phrase(one.first, one.last)
        is_its = one.rule == "introduction" or _is_namesake(words, lexicon, at, one) or _is_eponym(words, at, last, one)
        rank = 0 if is_its else max(5, one.rank)
        rule = one.rule if one.first == at else "recall"
        yield Found(at + (words.lower[at] == "the"), last, one.type, rule, rank, name=name, code=one.code)


def _is_namesake(words: Words, lexicon: Lexicon, at: int, one: Found) -> bool:
    """Return whether a country's or a city's name is that of the person named before: "Ann Jordan … Jordan said"."""
    known = lexicon.lookup(words.forms[at])
    if one.type != "Person" or one.first >= at or not any(name.type in {"Country", "Place"} for name in known):
        return False
    placed = at and (words.shape[at - 1] in _COMPLEMENT or words.lower[at - 1] in {"from", "across"})
    return not placed


def _is_eponym(words: Words, first: int, last: int, one: Found) -> bool:
    """Return whether the surname in the name of a thing stands here for the thing: "the Ada Moe Telescope … Moe"."""
    return last - first == 1 < one.last - one.first and one.type in PROJECTS and words.shape[first] in NAMELIKE


def _fits(words: Words, first: int, last: int, one: Found) -> bool:
    if last - first == 1 and one.last - one.first > 1 and words.shape[first] == CAPITAL:
        return not (first in words.openers and words.lower[first] in words.seen)
    return True


def _forms(words: Words, lexicon: Lexicon, one: Found) -> Iterator[tuple[str, ...]]:
    form = tuple(words.forms[one.first : one.last])
    yield form
    if one.type == "Person":
        yield from _surnames(words, lexicon, one)
    elif len(form) > 1:
        if one.type == "Company":
            yield from _firm(lexicon, form)
        if one.type in PROJECTS and form[0] in lexicon.given:
            yield from _eponym(lexicon, form)
        if lexicon.lookup(form[0]) and any(n.type == "Country" for n in lexicon.lookup(form[0])) and len(form) > 3:
            yield form[1:]
        at = next((at for at in range(one.first + 1, one.last) if words.shape[at] in _COMPLEMENT), one.last) - 1
        head = heads_of(lexicon).types.get(words.forms[at])
        if head and words.shape[at] == CAPITAL and head[-1][1] == one.type:
            yield ("the", words.forms[at])
            yield ("The", words.forms[at])


def _firm(lexicon: Lexicon, form: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a firm's short forms: without its head noun, and its first word alone."""
    heads = heads_of(lexicon)
    end = next((at for at, word in enumerate(form) if word in heads.types and at), len(form))
    if end < len(form) and end > 1:
        yield form[:end]
    first = form[0]
    known = first in heads.generic or first in heads.types or first in lexicon.given or lexicon.lookup(first)
    if not known and not first.islower():
        yield (first,)


def _eponym(lexicon: Lexicon, form: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the surname of the person after whom a thing is named: "Moe" of the "Ada Moe Space Telescope"."""
    heads = heads_of(lexicon)
    end = next((at for at, word in enumerate(form) if word in heads.types or word in heads.generic), len(form))
    surname = form[end - 1]
    if 1 < end < len(form) and not lexicon.lookup(surname) and surname not in lexicon.given and surname[1:].islower():
        yield (surname,)


def _surnames(words: Words, lexicon: Lexicon, one: Found) -> Iterator[tuple[str, ...]]:
    """Yield the surname: the first word of a Chinese or Korean name, else the last with its particles."""
    names = [at for at in range(one.first, one.last) if words.shape[at] in NAMELIKE]
    if len(names) <= 1 or one.last - one.first <= 1:
        return
    first = words.forms[names[0]]
    hyphenated = len(names) > 1 and _HYPHENATED.fullmatch(words.forms[names[1]]) and first not in lexicon.given
    if hyphenated or (_family(first) in lexicon.cues("persons", "family_first") and first not in lexicon.given):
        yield (first,)
        yield (_family(first),)
        return
    suffixes = lexicon.cues("persons", "suffixes")
    last = max((at for at in names if words.forms[at] not in suffixes), default=names[-1])
    yield (words.forms[last],)
    bare = words.forms[last].partition("-")
    if bare[0].lower() in lexicon.cues("persons", "particles") and bare[2][:1].isupper():  # "al-Bashir"
        yield (bare[2],)
    start = last
    while start > one.first and words.shape[start - 1] == PARTICLE:
        start -= 1
    if start < last:
        whole = tuple(words.forms[start : last + 1])
        yield whole
        yield (whole[0].capitalize(), *whole[1:])


def _family(form: str) -> str:
    return form.capitalize() if form.isupper() else form
