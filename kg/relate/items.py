"""Turn a sentence into items: each mention is one item, each other word or mark another."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.records import Document, Mention, Span
from kg.text import Token, split_sentences, tokenize

_TRANSPARENT = frozenset('"“”„«»‘*_`')
"""Quotation marks and Markdown emphasis: they neither join nor part words."""


@dataclass(frozen=True, slots=True)
class Item:
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
        return frozenset(mention.type for mention in self.mentions)

    @property
    def is_word(self) -> bool:
        """Whether it is an ordinary lower-case word or part of one."""
        return not self.mentions and self.lower[:1].isalpha()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document with its items."""

    span: Span
    items: tuple[Item, ...]


def read_sentences(document: Document, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """Yield the sentences of the article that hold items; mentions count with the sentence they start in."""
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    starts = [mention.start for mention in ordered]
    for span in split_sentences(document.text, document.main):
        low, high = bisect_left(starts, span.start), bisect_left(starts, span.end)
        tokens = tokenize(document.text[span.start : span.end])
        items = tuple(_items(tokens, ordered[low:high], offset=span.start, text=document.text))
        yield Sentence(span, items)


def _items(tokens: Sequence[Token], mentions: Sequence[Mention], *, offset: int, text: str) -> Iterator[Item]:
    groups = list(_groups(mentions))
    at = emitted = 0
    for token in tokens:
        start, end = token.start + offset, token.end + offset
        while at < len(groups) and groups[at][0].end <= start:
            at += 1
            emitted = max(emitted, at)
        if at < len(groups) and groups[at][0].start < end:
            if emitted == at:
                first = groups[at][0]
                yield Item(first.start, first.end, text[first.start : first.end], first.text.lower(), groups[at])
                emitted = at + 1
        elif token.lower not in _TRANSPARENT:
            yield Item(start, end, token.text, token.lower)


def _groups(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Yield mentions that share a span together; what overlaps an earlier one is left out."""
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
