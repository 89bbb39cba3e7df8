"""Documents and agreements by their title: in quotation marks, behind "titled", or numbered ("resolution 61/110")."""

import re
from collections.abc import Iterator

from kg.find.found import Found
from kg.find.heads import heads_of
from kg.find.words import CAPITAL, NAMELIKE, NUMBER, SMALL, Sentence, Words
from kg.lexicon import Lexicon

_ROMAN = re.compile(r"[IVXL]+")
_NEAR = 2  # words between the kind of document and its title
_LONGEST = 60  # words in a quoted title


def find_titles(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield titled documents, quoted agreements and numbered resolutions and acts."""
    numbered = lexicon.cues("titles", "numbered")
    naming, orders = lexicon.cues("titles", "naming"), lexicon.cues("titles", "orders")
    for at in words.where(naming | numbered | orders):
        sentence = words.sentence_at(at)
        if words.lower[at] in naming:
            yield from _titled(words, sentence, at + 1)
        elif words.lower[at] in numbered:
            yield from _numbered(words, sentence, at)
        else:
            yield from _ordered(words, lexicon, sentence, at)
    for at in words.where_shaped('"'):
        yield from _quoted(words, lexicon, words.sentence_at(at), at)


def _titled(words: Words, sentence: Sentence, at: int) -> Iterator[Found]:
    """Yield the capitalised title behind "titled": to the closing quote, or to the comma."""
    if at >= sentence.last:
        return
    if words.shape[at] == '"':
        end = words.shape.find('"', at + 1, min(sentence.last, at + _LONGEST))
        first = at + 1
    else:
        ends = [words.shape.find(mark, at, sentence.last) for mark in ",.;("]
        end = min((e for e in ends if e > at), default=sentence.last)
        first = at
    end -= words.shape[end - 1] == ","
    if first < end and words.shape[first] in "CAF" and any(words.shape[i] in "CA" for i in range(first, end)):
        yield Found(first, end, "Document", "titled", 1)


def _numbered(words: Words, sentence: Sentence, at: int) -> Iterator[Found]:
    last = at + 1
    if last >= sentence.last or words.shape[last] != NUMBER:
        return
    last += 1
    if words.shape[last : last + 3] in {"(A)", "(C)", "(I)"} and _ROMAN.fullmatch(words.forms[last + 1]):
        last += 3
    yield Found(at, last, "Document", "number", 2)


_CODE = re.compile(r"[0-9]+(?:[/-][0-9A-Z]+)+|[0-9]{3,}")


def _ordered(words: Words, lexicon: Lexicon, sentence: Sentence, at: int) -> Iterator[Found]:
    """Yield a numbered act: "Directive 2014/24/EU", "Regulation (EU) 2019/881", "Executive Order 14067"."""
    last = at + 1 + 3 * (words.shape[at + 1 : at + 4] == "(A)")
    follows = at > sentence.first and words.forms[at] in lexicon.cues("titles", "second")
    first = at - (follows and words.shape[at - 1] == CAPITAL)
    if last < sentence.last and words.forms[at][0].isupper() and _CODE.match(words.forms[last]):
        while last + 1 < sentence.last and words.shape[last + 1] in "/-" and words.ends[last] == words.starts[last + 1]:
            last += 2
        yield Found(first, min(last + 1, sentence.last), "Document", "number", 2)


def _quoted(words: Words, lexicon: Lexicon, sentence: Sentence, at: int) -> Iterator[Found]:
    """Yield a whole quotation that begins with capitals and has the head noun of an agreement or document."""
    end = words.shape.find('"', at + 1, min(sentence.last, at + _LONGEST))
    last = end - (words.shape[end - 1] in ",.")
    if end < 0 or last - at < 3 or words.shape[at + 1] not in "CAF":
        return
    before = words.lower[max(sentence.first, at - _NEAR) : at]
    if lexicon.cues("titles", "kinds").intersection(before):
        yield Found(at + 1, last, "Document", "quoted title", 2)
        return
    if _is_said(words, lexicon, at + 1, last):
        return
    if end + 1 < sentence.last and words.lower[end + 1] in lexicon.cues("projects", "nouns"):
        yield Found(at + 1, last, "Project", "quoted title", 2)
        return
    heads = heads_of(lexicon).types
    first_heads = [heads[form][-1][1] for form in words.forms[at + 1 : last] if form in heads]
    if first_heads and first_heads[0] in {"Agreement", "Document"}:
        yield Found(at + 1, last, first_heads[0], "quoted title", 2)


def _is_said(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Return whether the words are what somebody says, not what something is called: "We signed the Agreement …"."""
    shape = words.shape[first:last]
    named = sum(mark in NAMELIKE for mark in shape)
    return named < shape.count(SMALL) or not lexicon.cues("titles", "saying").isdisjoint(words.lower[first:last])
