"""Organizations that an English text names in their own language: "Instituto Nacional de Pesquisas Espaciais"."""

from collections.abc import Iterator
from functools import lru_cache

from kg.find.found import Found
from kg.find.words import CAPITAL, NAMELIKE, Sentence, Words
from kg.lexicon import ORGANIZATIONS, Lexicon

_LONGEST = 16  # words
_JOINERS = 2  # small words in a row: "de la"


def find_foreign(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the names that a head of another language begins."""
    heads = _heads(lexicon)
    joiners, last = lexicon.cues("foreign", "joiners"), lexicon.cues("foreign", "last")
    for at in words.where_written({head.partition(" ")[0] for head in heads}):
        sentence = words.sentence_at(at)
        if words.shape[at] != CAPITAL or at + 1 == sentence.last:
            continue
        type_ = heads.get(f"{words.forms[at]} {words.forms[at + 1]}") or heads.get(words.forms[at])
        if type_:
            end = _end(words, sentence, at, joiners)
            first = _first(words, sentence, at) if words.forms[at] in last else at
            if end - first > 1:
                yield Found(first, end, type_, "foreign head", 2)


@lru_cache(maxsize=8)
def _heads(lexicon: Lexicon) -> dict[str, str]:
    rows = lexicon.rows("foreign")
    return {head: type_ for type_ in sorted(ORGANIZATIONS) for head in rows.get(type_, ())}


def _end(words: Words, sentence: Sentence, at: int, joiners: frozenset[str]) -> int:
    """Return where the capitalised words behind the head end, small joining words between them."""
    end = here = at + 1
    limit = min(sentence.last, at + _LONGEST)
    small = 0
    while here < limit:
        if words.shape[here] in NAMELIKE:
            end, small = here + 1, 0
        elif words.lower[here] in joiners and small < _JOINERS:
            small += 1
        elif not words.forms[here].endswith("-"):
            break
        here += 1
    return end


def _first(words: Words, sentence: Sentence, at: int) -> int:
    first = at
    while first > sentence.first and words.shape[first - 1] == CAPITAL and first - 1 not in words.openers:
        first -= 1
    return first
