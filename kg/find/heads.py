"""Names never seen, by their head noun: "Ministry of …", "… Agency", "… Mission", "… Treaty", "… Summit"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.find.found import Found
from kg.find.words import (
    ACRONYM,
    AND,
    CAPITAL,
    DASH,
    INITIAL,
    NUMBER,
    OF,
    OPENER,
    POSSESSIVE,
    PREPOSITION,
    THE,
    Sentence,
    Words,
)
from kg.lexicon import ORGANIZATIONS, Lexicon

_NAME_SHAPES = CAPITAL + ACRONYM + INITIAL
_LONGEST = 30  # words in one name, so that a text in capitals costs no more than another


@dataclass(frozen=True, slots=True)
class Heads:
    """The cue words for head nouns, made ready for looking up."""

    types: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    complements: Mapping[str, frozenset[str]]
    generic: frozenset[str]
    endings: tuple[str, ...]
    titles: frozenset[str]
    articles: frozenset[str]
    own: frozenset[str]
    regions: frozenset[str]


@lru_cache(maxsize=8)
def heads_of(lexicon: Lexicon) -> Heads:
    """Return the head nouns of the lexicon's language, by their last word, the longest first."""
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
    )


def find_headed(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the names that a head noun ends, or begins with its complement behind it."""
    heads = heads_of(lexicon)
    for sentence in words.sentences:
        for at in range(sentence.first, sentence.last):
            if words.shape[at] in _NAME_SHAPES and words.forms[at] in heads.types:
                yield from _headed(words, lexicon, heads, sentence, at)


def _headed(words: Words, lexicon: Lexicon, heads: Heads, sentence: Sentence, at: int) -> Iterator[Found]:
    head, type_ = _head(words, heads, sentence, at)
    first = _start(words, lexicon, heads, sentence, at - len(head) + 1)
    last = _end(words, lexicon, heads, sentence, at)
    if last - first <= len(head):
        return
    first = _without_demonym(words, lexicon, heads, first, at, last, type_)
    if last - first > len(head) and _is_specific(words, heads, sentence, first, last, type_):
        yield Found(first, last, type_, "head", 3)


def _is_specific(words: Words, heads: Heads, sentence: Sentence, first: int, last: int, type_: str) -> bool:
    """Return whether the words are a name, not only a kind of thing ("an Executive Order", "the Ground Station")."""
    if any(words.shape[at] in _NAME_SHAPES and not is_generic(words, heads, at) for at in range(first, last)):
        return True
    if first > sentence.first and words.lower[first - 1] in {"a", "an"}:
        return False
    return last - first > _PAIR or type_ not in {"Project", "Document"}


_PAIR = 2


def _head(words: Words, heads: Heads, sentence: Sentence, at: int) -> tuple[tuple[str, ...], str]:
    for head, type_ in heads.types[words.forms[at]]:
        first = at - len(head) + 1
        if first >= sentence.first and tuple(words.forms[first : at + 1]) == head:
            return head, type_
    return (words.forms[at],), ""


### To the left of the head ###########################################################################################


def _start(words: Words, lexicon: Lexicon, heads: Heads, sentence: Sentence, at: int) -> int:
    """Return where the capitalised words before the head begin."""
    first = at
    limit = max(sentence.first, at - _LONGEST)
    while first > limit:
        step = _step_left(words, heads, first, limit)
        if not step or (sentence.headline and not _is_described(words, lexicon, heads, first - 1)):
            break
        first -= step
    while first < at and words.shape[first] in {NUMBER, AND, DASH}:
        first += 1
    return first


def _is_described(words: Words, lexicon: Lexicon, heads: Heads, at: int) -> bool:
    """Return whether in a headline, where a capital says nothing, the word is likely part of the name."""
    return words.forms[at] in heads.generic or words.shape[at] == ACRONYM or bool(lexicon.lookup(words.forms[at]))


def _step_left(words: Words, heads: Heads, first: int, limit: int) -> int:
    """Return by how many words the name grows to the left, 0 if it ends here."""
    shape, before = words.shape[first - 1], first - 1
    if shape in _NAME_SHAPES:
        return 0 if words.forms[before] in heads.titles else 1
    if shape == OPENER:
        return int(
            before not in words.openers
            and words.shape[first] in _NAME_SHAPES
            and words.lower[before] not in heads.articles
        )
    if shape == DASH or (shape == NUMBER and before > limit and words.shape[before - 1] in _NAME_SHAPES):
        return 1
    if shape == AND and before > limit and _is_joinable(words, heads, before):
        return 2
    if shape == POSSESSIVE and before > limit and words.forms[before - 1] in heads.generic:
        return 2
    return 0


def _is_joinable(words: Words, heads: Heads, at: int) -> bool:
    """Return whether "and" at the word joins two parts of one name ("Scientific and Technical Subcommittee")."""
    left, right = at - 1, at + 1
    if words.forms[left] in heads.types and words.forms[left] not in heads.generic:
        return False
    return is_generic(words, heads, left) and is_generic(words, heads, right)


def is_generic(words: Words, heads: Heads, at: int) -> bool:
    """Return whether the word describes rather than names: by list, by ending, or since the text has it in small letters."""
    form = words.forms[at]
    return words.shape[at] == CAPITAL and (
        form in heads.generic or form.endswith(heads.endings) or form.lower() in words.seen
    )


def _without_demonym(
    words: Words, lexicon: Lexicon, heads: Heads, first: int, at: int, last: int, type_: str
) -> int:
    """Return the name's start behind a country that only says whose it is: "German Federal Ministry of …"."""
    country = _country_end(words, lexicon, first)
    if country == first or country > at:
        return first
    complete = words.forms[country] in heads.own or (country == at and last > at + 1)
    named = country < at and not any(is_generic(words, heads, word) for word in range(country, at))
    return country if complete or (named and type_ in ORGANIZATIONS) else first


def _country_end(words: Words, lexicon: Lexicon, first: int) -> int:
    for last in (first + 3, first + 2, first + 1):
        names = lexicon.lookup(" ".join(words.forms[first:last]))
        if any(name.type == "Country" and name.role == "demonym" for name in names):
            return last
    return first


### To the right of the head ##########################################################################################


def _end(words: Words, lexicon: Lexicon, heads: Heads, sentence: Sentence, at: int) -> int:
    """Return where the complements behind the head end: "of Education, Culture and Sports", "on the Peaceful Uses …"."""
    last = at + 1
    limit = min(sentence.last, at + _LONGEST)
    complements = 0
    while last < limit - 1 and words.shape[last] in {OF, PREPOSITION}:
        allowed = heads.complements.get(words.lower[last], frozenset())
        if words.forms[at] not in allowed and not (complements and words.shape[last] == OF):
            break
        begin = last + 1 + (words.shape[last + 1] == THE)
        end = _group(words, heads, begin, limit)
        if end == begin or (complements and _is_place(words, lexicon, begin, end)):
            break
        last = _coordinated(words, lexicon, heads, end, limit)
        complements += 1
    return last


def _group(words: Words, heads: Heads, begin: int, limit: int) -> int:
    """Return where the row of capitalised words that begins here ends."""
    end = begin
    while end < limit and (words.shape[end] in _NAME_SHAPES or (end > begin and words.shape[end] in {DASH})):
        end += 1
    while end > begin and words.shape[end - 1] == DASH:
        end -= 1
    return end


def _coordinated(words: Words, lexicon: Lexicon, heads: Heads, end: int, limit: int) -> int:
    """Return the end of a coordination that goes on behind a complement's first part, else `end`."""
    at, reached = end, end
    while at < limit - 1:
        comma = words.shape[at] == ","
        joined = words.shape[at + comma] == AND
        begin = at + comma + joined
        if not (comma or joined) or begin >= limit:
            break
        begin += joined and words.shape[begin] == THE and not comma
        part = _group(words, heads, begin, limit)
        if part == begin or not _is_part(words, lexicon, heads, begin, part):
            break
        at = part
        if joined:
            reached = part
            if not comma and words.shape[part : part + 1] != AND:
                break
    return reached


def _is_part(words: Words, lexicon: Lexicon, heads: Heads, begin: int, end: int) -> bool:
    """Return whether the group goes on with the complement, and is no name of its own."""
    if words.forms[end - 1] in heads.types and end - begin > 1 and words.forms[end - 1] not in heads.generic:
        return False
    if words.shape[end : end + 1] == OF and words.forms[end - 1] in heads.types:
        return False
    if words.forms[begin] in heads.regions:
        return True
    return all(is_generic(words, heads, at) for at in range(begin, end)) and not _is_place(
        words, lexicon, begin, end
    )


def _is_place(words: Words, lexicon: Lexicon, begin: int, end: int) -> bool:
    names = lexicon.lookup(" ".join(words.forms[begin:end]))
    return any(name.type in {"Country", "Place"} for name in names)
