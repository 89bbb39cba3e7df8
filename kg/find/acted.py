"""Projects that show themselves by what is done with them: "Nordvik was launched", "aboard Nordvik"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.find.found import Found
from kg.find.heads import heads_of, is_generic
from kg.find.words import POSSESSIVE, THE, Sentence, Words
from kg.lexicon import Lexicon

_RUN = re.compile("[CA](?:-?[CA0])*")
_MOST = 4  # words of a name
_AUXILIARIES = 4  # "has since been", "will then be": words between the name and what is done
_WEAK = 7  # rank: whatever else a name may be goes first


def find_acted(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield names, otherwise unknown, that stand where only a craft or another project does."""
    for at in words.where(lexicon.cues("acted", "done")):
        yield from _before(words, lexicon, at)
    for at in words.where(lexicon.cues("acted", "doing")):
        yield from _behind(words, lexicon, at + 1)
    for at in words.where(lexicon.cues("acted", "actions")):
        if words.shape[at + 1 : at + 2] == "o":
            yield from _behind(words, lexicon, at + 2)
    for at in words.where(lexicon.cues("acted", "owned")):
        if at > 1 and words.shape[at - 1] == POSSESSIVE:
            yield from _ending(words, lexicon, at - 1)


def _before(words: Words, lexicon: Lexicon, at: int) -> Iterator[Found]:
    """Yield the name before "was launched" or "has since been deployed"."""
    auxiliaries = lexicon.cues("acted", "auxiliaries")
    first = words.sentence_at(at).first
    end = at
    while end > max(first, at - _AUXILIARIES) and (
        words.lower[end - 1] in auxiliaries or (end < at and words.lower[end - 1].endswith("ly"))
    ):
        end -= 1
    if end < at and words.lower[end] in auxiliaries:
        yield from _ending(words, lexicon, end)


def _behind(words: Words, lexicon: Lexicon, first: int) -> Iterator[Found]:
    """Yield the name that begins at the word, or behind "the"."""
    if first >= len(words.forms):
        return
    sentence = words.sentence_at(first)
    first += words.shape[first] == THE
    match = _RUN.match(words.shape, first, min(sentence.last, first + _MOST))
    if match and _is_unknown(words, lexicon, sentence, first, match.end()) and not _goes_on(words, match.end()):
        yield Found(first, match.end(), "Project", "acted", _WEAK)


def _ending(words: Words, lexicon: Lexicon, end: int) -> Iterator[Found]:
    """Yield the name that ends before the word."""
    sentence = words.sentence_at(end)
    first = end
    while first > max(sentence.first, end - _MOST) and words.shape[first - 1] in "CA0-":
        first -= 1
    while first < end and words.shape[first] in "0-":
        first += 1
    if first < end and _is_unknown(words, lexicon, sentence, first, end) and words.shape[first - 1 : first] != ",":
        yield Found(first, end, "Project", "acted", _WEAK)


def _goes_on(words: Words, end: int) -> bool:
    """Return whether a possessive or a joined word follows, so that the name is but the owner of what is meant."""
    return words.shape[end : end + 1] in {POSSESSIVE, "-"}


def _is_unknown(words: Words, lexicon: Lexicon, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether nothing else is known of the words: no gazetteer has them, they are no title, kind or person."""
    if sentence.headline or last - first > _MOST:
        return False
    forms = words.forms[first:last]
    if first in words.openers and words.lower[first] in words.seen | lexicon.cues("words", "function"):
        return False
    heads = heads_of(lexicon)
    other = _others(lexicon)
    if any(form in heads.titles or form in other or lexicon.lookup(form) for form in forms):
        return False
    if any(form in lexicon.given or form in lexicon.surnames for form in forms):
        return False
    return not all(is_generic(words, heads, at) or words.forms[at] in heads.types for at in range(first, last))


@lru_cache(maxsize=8)
def _others(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.cues("words", "untyped") | lexicon.cues("projects", "months")
