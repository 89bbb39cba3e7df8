"""Put the members of a list where the sentence that leads it in speaks of them.

"The following countries have signed the Accords:" and its items read as "Japan, Italy and Peru have signed the
Accords"; the quote runs from the sentence that leads in to the item.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from kg.records import Document, Span
from kg.relate.items import Item, Sentence, is_bullet
from kg.relate.words import Words

_OPEN, _CLOSE = frozenset("(["), frozenset(")]")


def with_lists(document: Document, sentences: Sequence[Sentence], words: Words) -> Iterator[Sentence]:
    """Yield the sentences, and behind one that leads a list in, that sentence with each member in its place."""
    for n, sentence in enumerate(sentences):
        yield sentence
        colon = next((k for k, item in enumerate(sentence.items) if item.lower == ":"), None)
        if colon is None:
            continue
        lead = sentence.items[:colon]
        for member in _listed(sentence.items[colon + 1 :], words):
            if filled := _filled(lead, member, words):
                yield Sentence(sentence.span, filled)
        if colon == len(sentence.items) - 1:
            behind = (sentences[k] for k in range(n + 1, len(sentences)))
            yield from _with_bullets(document.text, sentence, behind, words)


def _with_bullets(text: str, sentence: Sentence, behind: Iterable[Sentence], words: Words) -> Iterator[Sentence]:
    for bullet in takewhile(lambda s: is_bullet(text, s.span), behind):
        member = next(_listed(bullet.items, words), None)
        filled = _filled(sentence.items[:-1], member, words) if member else ()
        if filled:
            yield Sentence(Span(sentence.span.start, bullet.span.end), filled)


def _listed(items: Sequence[Item], words: Words) -> Iterator[Item]:
    """Yield the names of an enumeration, "NASA (United States), the ESA and JAXA", up to where it ends."""
    depth = 0
    expected = True
    for item in items:
        depth += (item.text in _OPEN) - (item.text in _CLOSE)
        if depth or item.text in _CLOSE:
            continue
        if item.mentions and expected:
            yield item
            expected = False
        elif item.lower == "," or item.lower in words["conjunctions"]:
            expected = True
        elif not (expected and item.lower in words["determiners"]):
            return


def _filled(items: Sequence[Item], member: Item, words: Words) -> tuple[Item, ...]:
    """Return the items with the member in the place of the collective noun that means it ("eight countries")."""
    kind = min(member.types)
    nouns = words.collective(kind)
    for at in range(len(items) - 1, -1, -1):
        if items[at].lower in nouns:
            start = at
            while start and _qualifies(items[start - 1], words):
                start -= 1
            return (*items[:start], member, *items[at + 1 :])
    return ()


def _qualifies(item: Item, words: Words) -> bool:
    """Return whether a word before a collective noun belongs to it: "the following eight member countries"."""
    if item.mentions or not item.lower[:1].isalnum():
        return False
    if item.lower in words["determiners"] | words["participles"]:
        return True
    return item.lower not in words["closed"]
