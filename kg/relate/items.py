"""Turn a sentence into items: each mention is one item, each other word or mark another."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from kg.records import Document, Mention, Span
from kg.relate.words import Words
from kg.sentences import read_lines
from kg.text import Memo, Token

_PART = re.compile(r"\w+|[^\w\s]")
_OPENING = re.compile(r"‘|(?<!\w)'")
_APOSTROPHES = frozenset("'’")
_TRANSPARENT = frozenset('"“”„«»‘*_`')
"""Quotation marks and Markdown emphasis: they neither join nor part words."""


_SPECIAL = _TRANSPARENT | _APOSTROPHES

_MARKS = frozenset("-*+•◦‣▪●·–")
_NUMBERED = 3  # digits before "." or ")" of a numbered item


class Item(NamedTuple):
    """A word, a mark or a mention. `mentions` holds several for a set ("the two countries"), none for a word."""

    start: int
    end: int
    text: str
    lower: str
    mentions: tuple[Mention, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    @property
    def types(self) -> frozenset[str]:
        """The classes of what it names; empty for a word."""
        if not self.mentions:
            return _NONE
        return _ONLY[self.mentions[0].type] if len(self.mentions) == 1 else frozenset([m.type for m in self.mentions])

    @property
    def is_word(self) -> bool:
        """Whether it is an ordinary lower-case word or part of one."""
        return not self.mentions and self.lower[:1].isalpha()


_NONE: frozenset[str] = frozenset()
_ONLY = Memo(lambda name: frozenset([name]))


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document with its items; one that can state nothing has none."""

    span: Span
    items: tuple[Item, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """The items in lower case, each once: to ask once a sentence whether a cue stands in it."""
        return frozenset([item.lower for item in self.items])

    @cached_property
    def types(self) -> frozenset[str]:
        """The classes of what it names."""
        return frozenset([mention.type for item in self.items if item.mentions for mention in item.mentions])


def read_sentences(document: Document, mentions: Sequence[Mention], words: Words) -> Iterator[Sentence]:
    """Yield the sentences of the article with their items; mentions count with the sentence they start in.

    A name takes the nouns behind it that only say what it is: "the Tiangong space station" is one item.
    """
    text = document.text
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    starts = [mention.start for mention in ordered]
    leaves_out = _any_of(words["elliptic"])
    for span, tokens in read_lines(text, document.main):
        low, high = bisect_left(starts, span.start), bisect_left(starts, span.end)
        if (
            high - low < _ENDS
            and not (high > low and leaves_out.search(text, span.start, span.end))
            and text.find(":", span.start, span.end) < 0
            and not (high > low and (is_bullet(text, span) or _is_inventory(tokens, words)))
        ):
            yield Sentence(span, ())
            continue
        items = list(_items(tokens, ordered[low:high], words["possessives"], start=span.start, text=text))
        if text.find("(", span.start, span.end) >= 0:
            items = list(_opened(items, words))
        yield Sentence(span, tuple(with_appositives(items, words)))


_ENDS = 2  # a fact joins two mentions, of which only lists and words that leave out their object have one elsewhere


@cache
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b")


def _is_inventory(tokens: Sequence[Token], words: Words) -> bool:
    """Return whether the words say of a thing that it has parts, which another sentence may name."""
    return not words["inventoried"].isdisjoint([token.lower for token in tokens])


def is_bullet(text: str, span: Span) -> bool:
    """Return whether the sentence is an item of a list."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start].strip()
    return line[:1] in _MARKS or (line[:1].isdigit() and len(line) <= _NUMBERED) if line else False


def _opened(items: Sequence[Item], words: Words) -> Iterator[Item]:
    """Yield the items without the brackets around a name behind what it is: "a visible-light camera (VIS)"."""
    skipped = -1
    for at, item in enumerate(items):
        if item.text == "(" and at and _is_named_thing(items[at - 1 : at + 3], words):
            skipped = at + 2
        elif at != skipped:
            yield item


def _is_named_thing(items: Sequence[Item], words: Words) -> bool:
    """Return whether the items are "camera", "(", a project's name and ")"."""
    if len(items) < len("(x)") + 1 or items[0].mentions or items[3].text != ")":
        return False
    return items[0].lower in words.appositives("Project") and items[2].types == {"Project"}


def with_appositives(items: Sequence[Item], words: Words) -> Iterator[Item]:
    """Yield the items, each name with the nouns behind it that only say what it is."""
    at = 0
    while at < len(items):
        item = items[at]
        count = _appositives(items, at, words) if item.mentions else 0
        if count:
            text = " ".join(part.text for part in items[at : at + count + 1])
            item = Item(item.start, items[at + count].end, text, text.lower(), item.mentions)
        yield item
        at += count + 1


def _appositives(items: Sequence[Item], at: int, words: Words) -> int:
    """Return how many words behind a name belong to it: the last one or two say what it is, one may stand between."""
    if at + 1 == len(items) or not items[at + 1].text.islower():
        return 0
    if at > 0 and items[at - 1].lower in words["ordinals"]:
        return 0  # "the first Galileo satellite" is not Galileo
    kinds = words.appositives(min(items[at].types))
    for count in (3, 2, 1):
        behind = items[at + 1 : at + 1 + count]
        named = at + 1 + count < len(items) and items[at + 1 + count].mentions  # "the Tiangong module Tianhe"
        if named or len(behind) < count or not all(i.is_word and i.text.islower() for i in behind):
            continue
        size = 2 if " ".join(item.lower for item in behind[-2:]) in kinds else int(behind[-1].lower in kinds)
        if size and count - size <= 1:
            return count if count == size or behind[0].lower not in words["closed"] else 0
    return 0


def _items(
    tokens: Sequence[Token], mentions: Sequence[Mention], possessives: frozenset[str], *, start: int, text: str
) -> Iterator[Item]:
    """Yield each mention as one item and what no mention covers word by word; "China-built" is three items."""
    groups = list(_groups(mentions))
    begins = [*(group[0].start for group in groups), len(text) + 1]
    at = reach = 0
    begin = start
    for token in tokens:
        start, end, word, lower = token
        if end <= begins[at] and start >= reach and lower not in _SPECIAL:  # most words, so made at the least cost
            yield tuple.__new__(Item, (start, end, word, lower, ()))
            continue
        while at < len(groups) and groups[at][0].start < end:
            yield from plain_items(text, start, groups[at][0].start)
            named = _of_mentions(groups[at], text)
            yield named
            if named.lower in possessives or groups[at][0].found_by == "owner":
                yield Item(named.end, named.end, "'s", "'s")  # "its" is "the agency's"; "the launch" may be so too
            start = max(start, groups[at][0].end)
            at += 1
            reach = groups[at - 1][0].end
        start = max(start, reach)
        if start == token.start:
            if lower not in _TRANSPARENT:
                owner = lower in _APOSTROPHES and at and _is_possessive(text, groups[at - 1][0], start, begin)
                yield Item(start, end, word, "'s" if owner else lower)
        else:
            yield from plain_items(text, start, end)


def _is_possessive(text: str, owner: Mention, at: int, start: int) -> bool:
    """Return whether the apostrophe at `at` makes a possessive of a name in s, as in "the Philippines' coast".

    Behind an opening mark in the sentence from `start` on it closes a quotation instead.
    """
    owned = owner.end == at and owner.text.endswith("s") and text[at + 1 : at + 2].isspace()
    return owned and not _OPENING.search(text, start, at)


def _of_mentions(group: tuple[Mention, ...], text: str) -> Item:
    first = group[0]
    return Item(first.start, first.end, text[first.start : first.end], first.text.lower(), group)


def plain_items(text: str, start: int, end: int, *, offset: int = 0) -> Iterator[Item]:
    """Yield the words and marks of a part that no mention covers, of a text that begins at `offset`."""
    for match in _PART.finditer(text, start, max(start, end)):
        if match.group() not in _TRANSPARENT:
            yield Item(match.start() + offset, match.end() + offset, match.group(), match.group().lower())


_MOST_MEANT = 4
"""A set ("the four agencies") that would mean more things than this is not understood, and left out."""


def _groups(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Yield mentions that share a span together; what overlaps an earlier one is left out."""
    yield from (group for group in _sharing(mentions) if len(group) <= _MOST_MEANT)


def _sharing(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    group: list[Mention] = []
    for mention in mentions:
        if group and mention.span == group[0].span:
            group.append(mention)
        elif not group or mention.start >= group[0].end:
            if group:
                yield tuple(group)
            group = [mention]
    if group:
        yield tuple(group)
