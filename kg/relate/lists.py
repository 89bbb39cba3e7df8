"""Put the members of a list where the sentence that leads it in speaks of them.

"The following countries have signed the Accords:" and its items read as "Japan, Italy and Peru have signed the
Accords"; the quote runs from the sentence that leads in to the item.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from kg.records import Document, Span
from kg.relate.items import Item, Sentence
from kg.relate.words import Words

_MARKS = frozenset("-*+•◦‣▪●·–")
_NUMBERED = 3  # digits before "." or ")" of a numbered item


def with_lists(document: Document, sentences: Sequence[Sentence], words: Words) -> Iterator[Sentence]:
    """Yield the sentences, and behind one that leads a list in, that sentence with each member in its place."""
    for n, sentence in enumerate(sentences):
        yield sentence
        if not sentence.items or sentence.items[-1].lower != ":":
            continue
        for member in takewhile(lambda s: _is_member(document.text, s), sentences[n + 1 :]):
            filled = _filled(sentence.items, member.items[0], words)
            if filled:
                yield Sentence(Span(sentence.span.start, member.span.end), filled)


def _is_member(text: str, sentence: Sentence) -> bool:
    """Return whether the sentence is a list item that opens with a name."""
    line = text[text.rfind("\n", 0, sentence.span.start) + 1 : sentence.span.start].strip()
    marked = line[:1] in _MARKS or (line[:1].isdigit() and len(line) <= _NUMBERED)
    return bool(line) and marked and bool(sentence.items) and bool(sentence.items[0].mentions)


def _filled(items: Sequence[Item], member: Item, words: Words) -> tuple[Item, ...]:
    """Return the items with the member in the place of the collective noun that means it ("eight countries")."""
    kind = min(member.types)
    nouns = words.collective(kind)
    for at in range(len(items) - 1, -1, -1):
        if items[at].lower in nouns:
            start = at
            while start and _qualifies(items[start - 1], words):
                start -= 1
            return (*items[:start], replace(member), *items[at + 1 : -1])
    return ()


def _qualifies(item: Item, words: Words) -> bool:
    """Return whether a word before a collective noun belongs to it: "the following eight member countries"."""
    if item.mentions or not item.lower[:1].isalnum():
        return False
    if item.lower in words["determiners"] | words["participles"]:
        return True
    return item.lower not in words["closed"]
