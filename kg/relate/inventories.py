"""Give the parts that sentences name one by one to the whole of which a sentence before said that it has some.

"The probe carries four instruments. France supplied two of them: Gala, a camera, and Majis." "The first module, Alfa,
was launched in May" speaks of the whole that the text last said to have modules, or that the page is about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.records import Document, Mention, Span
from kg.relate.facts import Fact, Finding, pair
from kg.relate.items import Item, Sentence
from kg.relate.page import subject_of_page
from kg.relate.status import is_planned
from kg.relate.words import Words

INVENTORY = "inventory"

_BEHIND = 4
"""How many sentences behind the one that says how many parts there are may name them."""
_HOLDS = 6
"""How many words may stand between a whole and the verb that says what it has: "X, a small probe, carries"."""
_COUNTED = 7
"""How many words may stand between that verb and the noun for the parts: "carries a suite of four new instruments"."""
_BESIDE = 4
"""How many words behind a name may hold the verb that says who made it: "X will be built"."""
_BEFORE = 12
"""How many words before a name may hold it: "built X, a small camera, and the Y"."""
_STOPS = frozenset(".;:!?(")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A whole with parts that are still to be named, and up to how many sentences further."""

    whole: Item
    sentence: Sentence
    is_planned: bool
    left: int


def inventory_facts(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention], words: Words
) -> Iterator[Fact]:
    """Yield that the things which sentences name as parts belong to the whole of a sentence before."""
    known: set[str | None] = set()
    opened: _Opened | None = None
    whole: Item | None = None
    for n, sentence in enumerate(sentences):
        if opened and n and _breaks(document.text, sentences[n - 1].span, sentence.span):
            opened = None
        if sentence.items:
            if opened:
                yield from _told(opened, sentence, known, words)
            elif part := _counted_off(sentence.items, words, by_noun=True):
                whole = whole or _page_item(document, mentions)
                if whole is not None and part.mentions[0].entity not in known:
                    yield from _facts(part, whole, sentence.span, sentence)
            opened = _opening(sentence, words) or opened
            whole = opened.whole if opened else whole
            known |= {mention.entity for item in sentence.items for mention in item.mentions}
        if opened and opened.sentence is not sentence:
            opened = _Opened(opened.whole, opened.sentence, opened.is_planned, opened.left - 1) if opened.left else None


def _breaks(text: str, before: Span, after: Span) -> bool:
    """Return whether a paragraph ends between two sentences."""
    return text.count("\n", before.end, after.start) > 1


def _page_item(document: Document, mentions: Sequence[Mention]) -> Item | None:
    page = subject_of_page(document, sorted(m for m in mentions if m.kind != "anaphor"))
    return Item(page.start, page.end, page.text, page.text.lower(), (page,)) if page and _is_craft(page) else None


def _is_craft(mention: Mention) -> bool:
    return mention.type == "Project"


def _is_thing(item: Item) -> bool:
    return bool(item.mentions) and all(map(_is_craft, item.mentions))


### What has parts


def _opening(sentence: Sentence, words: Words) -> _Opened | None:
    """Return the whole of which the sentence says that it has parts: "X carries four instruments"."""
    if sentence.words.isdisjoint(words["inventoried"]):
        return None
    for n, item in enumerate(sentence.items):
        if len(item.mentions) == 1 and _is_thing(item) and (end := _counts(sentence.items, n + 1, words)):
            said = [one.lower for one in sentence.items[:end] if not one.mentions]
            if words["negated"].isdisjoint(said):
                return _Opened(item, sentence, is_planned(said, words), _BEHIND)
    return None


def _counts(items: Sequence[Item], at: int, words: Words) -> int:
    """Return where the noun for the parts ends that the thing before `at` has; 0 where it has none."""
    if at < len(items) and items[at].lower == "'s":
        return _noun(items, at + 1, 3, words)
    for k in range(at, min(len(items), at + _HOLDS)):
        if items[k].text in _STOPS or _is_thing(items[k]):
            return 0
        if items[k].lower in words["holding"]:
            return _noun(items, k + 1, _COUNTED, words)
    return 0


def _noun(items: Sequence[Item], at: int, reach: int, words: Words) -> int:
    for k in range(at, min(len(items), at + reach)):
        if items[k].text in _STOPS or _is_thing(items[k]) or items[k].lower == ",":
            return 0
        if items[k].lower in words["inventoried"]:
            return k + 1
    return 0


### What the parts are


def _told(opened: _Opened, sentence: Sentence, known: set[str | None], words: Words) -> Iterator[Fact]:
    """Yield what the sentence names of the parts: by "of them", by counting off, or by who made them."""
    items = sentence.items
    own = {mention.entity for mention in opened.whole.mentions}
    things = [n for n, item in enumerate(items) if _is_thing(item)]
    new = [n for n in things if not {m.entity for m in items[n].mentions} & (known | own)]
    behind = next((n for n in range(len(items) - 1) if _is_of_them(items, n, words)), None)
    counted = _counted_off(items, words)
    if behind is not None:
        parts = [items[n] for n in new if n > behind]
    elif counted is not None:
        parts = [items[n] for n in new if items[n] is counted]
    else:
        foreign = any(not {m.entity for m in items[n].mentions} & own for n in things if n not in new)
        parts = [] if foreign else [items[n] for n in new if _is_made(items, n, words)]
    if parts and words["negated"].isdisjoint(sentence.words):
        planned = opened.is_planned or is_planned([item.lower for item in items if not item.mentions], words)
        for part in parts:
            yield from _facts(
                part, opened.whole, Span(opened.sentence.span.start, sentence.span.end), sentence, planned=planned
            )


def _is_of_them(items: Sequence[Item], at: int, words: Words) -> bool:
    return items[at].lower == "of" and items[at + 1].lower in words["pointing at parts"]


def _is_made(items: Sequence[Item], at: int, words: Words) -> bool:
    """Return whether the words beside a name say whose work it is: "built X and Y", "X was supplied by".

    A name that has a whole behind it is a part of that: "built X for Hera".
    """
    behind = [item.lower for item in items[at + 1 : at + 1 + _BESIDE]]
    if behind and behind[0] in words["leading to a whole"]:
        return False
    auxiliary = next((n for n, word in enumerate(behind[:2]) if word in words["be"]), None)
    if auxiliary is not None:
        return not words["making a part"].isdisjoint(behind[auxiliary:])
    for item in reversed(items[max(0, at - _BEFORE) : at]):
        if item.lower in words["making a part"]:
            return True
        if item.lower in words["prepositions"] or item.text in _STOPS:
            return False
    return False


def _counted_off(items: Sequence[Item], words: Words, *, by_noun: bool = False) -> Item | None:
    """Return the part that a sentence counts off: "The first module, X, …", or "The second, X, …" without the noun."""
    at = next((n for n, item in enumerate(items[:3]) if item.lower in words["counting off"]), None)
    if at is None:
        return None
    k = at + 1
    while k < min(len(items), at + 4) and items[k].is_word and items[k].lower not in words["closed"]:
        k += 1
    is_part = items[k - 1].lower in words["hardware"] or (k == at + 1 and not by_noun)
    k += k < len(items) and items[k].lower in {",", "is", "was"}
    k += k < len(items) and items[k].lower in words["determiners"]
    found = items[k] if k < len(items) and is_part and _is_thing(items[k]) else None
    behind = items[k + 1].lower if found and k + 1 < len(items) else ""
    return found if found and behind != "'s" else None


def _facts(part: Item, whole: Item, quote: Span, sentence: Sentence, *, planned: bool = False) -> Iterator[Fact]:
    finding = Finding(INVENTORY, "planned" if planned else "asserted", Sentence(quote, sentence.items))
    yield from pair(part, "partOf", whole, finding)
