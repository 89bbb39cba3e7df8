"""Names that are so alike that they may be of one thing. Names are looked up by keys, never each with each."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.text import slug

_LETTERS = 4  # a word that is shorter is another word with one letter changed
_ACRONYM = range(3, 9)
_TOGETHER = 40  # so many things that have one neighbour in common are compared with each other
_ROMAN = re.compile(r"[ivxlcdm]+")
_SMALL = frozenset({"a", "an", "and", "de", "des", "du", "et", "for", "in", "la", "le", "of", "on", "the", "und"})


@dataclass(frozen=True, slots=True, order=True)
class Called:
    """A thing as far as its names go: `kind` is what it must have in common with what it is compared with."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Label and aliases."""
        return (self.label, *self.aliases)


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """Two things that may be one, how likely (0 to 1), and why."""

    score: float
    one: str
    other: str
    reason: str


def likenesses(things: Iterable[Called], neighbours: Mapping[str, Iterable[str]]) -> list[Likeness]:
    """Return the pairs of things that may be one, each with its best reason, the likeliest first.

    `neighbours` are, for each thing, what it is joined to and how, as one text.
    """
    ordered = sorted(things)
    best: dict[tuple[str, str], Likeness] = {}
    for found in (*_same_words(ordered), *_one_letter(ordered), *_acronyms(ordered), *_inside(ordered, neighbours)):
        pair = min(found.one, found.other), max(found.one, found.other)
        if pair[0] != pair[1] and (pair not in best or best[pair].score < found.score):
            best[pair] = found
    return sorted(best.values(), key=lambda one: (-one.score, one))


def _words(name: str) -> tuple[str, ...]:
    return tuple(slug(name).split("-"))


def _same_words(things: Iterable[Called]) -> Iterator[Likeness]:
    """Yield things that have a name in common, up to case, accents and the order of its words."""
    seen: dict[tuple[str, ...], Called] = {}
    for thing in things:
        for name in thing.names:
            key = thing.kind, *sorted(_words(name))
            first = seen.setdefault(key, thing)
            if first.iri != thing.iri:
                yield Likeness(0.9, first.iri, thing.iri, f'"{name}" has the same words as a name of the other')


def _one_letter(things: Iterable[Called]) -> Iterator[Likeness]:
    """Yield things whose labels differ by one letter in one word; numbers, which tell things apart, are not letters."""
    seen: dict[tuple[str, ...], Called] = {}
    for thing in things:
        for key in set(_letter_keys(thing)):
            first = seen.setdefault(key, thing)
            if first.iri != thing.iri and _is_one_edit(_words(first.label), _words(thing.label)):
                yield Likeness(0.8, first.iri, thing.iri, "the names differ by one letter")


def _letter_keys(thing: Called) -> Iterator[tuple[str, ...]]:
    """Yield the words with each letter left out in turn: what names with one letter changed have in common."""
    words = () if thing.label.isupper() else _words(thing.label)  # PSLV and GSLV are two
    for at, word in enumerate(words):
        if len(word) >= _LETTERS and word.isalpha() and not _ROMAN.fullmatch(word):
            shorter = (word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word))))
            for rest in shorter:
                yield (thing.kind, *words[:at], rest, *words[at + 1 :])


def _is_one_edit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(differing) != 1 or abs(len(differing[0][0]) - len(differing[0][1])) > 1:
        return False
    a, b = sorted(differing[0], key=len)
    if len(a) < _LETTERS or not (a + b).isalpha():
        return False
    start = next((at for at in range(len(a)) if a[at] != b[at]), len(a))
    return a[start + (len(a) == len(b)) :] == b[start + 1 :]


def _acronyms(things: Iterable[Called]) -> Iterator[Likeness]:
    """Yield things of which one has no name but the first letters of the other's words."""
    known = [*things]
    short = {(thing.kind, slug(thing.label)): thing for thing in known if all(map(_is_acronym, thing.names))}
    for thing in known:
        words = [word for word in _words(thing.label) if word not in _SMALL]
        found = short.get((thing.kind, "".join(word[0] for word in words)))
        if found and found.iri != thing.iri and len(words) in _ACRONYM:
            yield Likeness(0.6, found.iri, thing.iri, "one name has the first letters of the other's words")


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalpha() and len(name) in _ACRONYM


def _inside(things: Iterable[Called], neighbours: Mapping[str, Iterable[str]]) -> Iterator[Likeness]:
    """Yield things of which one name holds the words of the other, and that say the same of a third thing."""
    together: defaultdict[tuple[str, str], list[Called]] = defaultdict(list)
    for thing in things:
        for neighbour in neighbours.get(thing.iri, ()):
            together[thing.kind, neighbour].append(thing)
    for (_, neighbour), found in sorted(together.items()):
        for at, one in enumerate(found[:_TOGETHER]):
            for other in found[at + 1 : _TOGETHER]:
                if _holds(_words(one.label), _words(other.label)):
                    reason = f"one name holds the other, and both: {neighbour}"
                    yield Likeness(0.7, one.iri, other.iri, reason)


def _holds(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return False
    rest = set(long) - set(short)
    if any(not word.isalpha() or _ROMAN.fullmatch(word) for word in rest):  # "Artemis" and "Artemis II"
        return False
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
