"""Where in the text statements stand that rules miss: sentences with both ends, as a rule would see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ontology import Ontology
from kg.records import Span, Statement
from kg.relate.items import Item, read_sentences
from kg.relate.phrases import items_of_phrases
from kg.relate.words import Words
from kg.suggest.told import Told

JOINTS = frozenset([",", "and", "or", "&"])
ARTICLES = frozenset(["the", "a", "an"])


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A statement in a sentence: `first` and `last` are the items that name its ends, the subject first or not.

    With `many_first` and `many_last` these are members of a list, of which the items between are no part; `is_whole`
    says that all items that stand between are.
    """

    statement: Statement
    items: tuple[Item, ...]
    first: int
    last: int
    subject_first: bool
    between: tuple[Item, ...]
    many_first: bool = False
    many_last: bool = False
    is_whole: bool = True

    @property
    def ends(self) -> tuple[Item, Item]:
        """The items that name subject and object."""
        one, other = self.items[self.first], self.items[self.last]
        return (one, other) if self.subject_first else (other, one)


def occurrences(told: Told, ontology: Ontology, words: Words) -> Iterator[Occurrence]:
    """Yield the missed statements of a document where both ends stand, as rules see them, in a sentence of the quote.

    Of several places in one sentence the one counts where the ends are nearest.
    """
    sentences = [*read_sentences(told.document, told.mentions, words)]
    for statement, (subjects, objects) in zip(told.missed, told.ends, strict=True):
        for sentence in sentences:
            if not any(sentence.span.overlaps(Span(one.start, one.end)) for one in statement.evidence):
                continue
            items = items_of_phrases(sentence, words)
            pairs = [
                (abs(one - other), one, other)
                for one in _naming(items, subjects)
                for other in _naming(items, objects)
                if one != other
            ]
            if pairs:
                _, subject, other = min(pairs)
                yield _occurrence(statement, items, subject, other, ontology)


def _naming(items: Sequence[Item], entities: frozenset[str]) -> list[int]:
    return [n for n, item in enumerate(items) if any(mention.entity in entities for mention in item.mentions)]


def _occurrence(
    statement: Statement, items: tuple[Item, ...], subject: int, other: int, ontology: Ontology
) -> Occurrence:
    first, last = min(subject, other), max(subject, other)
    after, before = _list_end(items, first, last, ontology), _list_start(items, first, last, ontology)
    many_first = after > first + 1 or _is_joined(items, first, ontology, step=-1)
    many_last = before < last - 1 or _is_joined(items, last, ontology, step=1)
    between = items[after : max(after, before + 1)]
    is_whole = after == first + 1 and all(item.lower in ARTICLES for item in items[before + 1 : last])
    return Occurrence(statement, items, first, last, subject < other, between, many_first, many_last, is_whole)


def _list_end(items: Sequence[Item], first: int, last: int, ontology: Ontology) -> int:
    """Return where the list ends that begins with the first end."""
    at = first + 1
    while (behind := _member(items, at, items[first], ontology, step=1)) and behind < last:
        at = behind + 1
    return at


def _list_start(items: Sequence[Item], first: int, last: int, ontology: Ontology) -> int:
    """Return which item stands before the list that ends with the last end."""
    at = last - 1
    while (before := _member(items, at, items[last], ontology, step=-1)) and before > first:
        at = before - 1
    while at > first and items[at].lower in ARTICLES:
        at -= 1
    return at


def _is_joined(items: Sequence[Item], at: int, ontology: Ontology, *, step: int) -> bool:
    return _member(items, at + step, items[at], ontology, step=step) is not None


def _member(items: Sequence[Item], at: int, like: Item, ontology: Ontology, *, step: int) -> int | None:
    """Return where the next member of a list stands, from a comma or "and" on; None where there is none."""
    joints = 0
    while 0 <= at < len(items) and not items[at].mentions:
        if items[at].lower in JOINTS:
            joints += 1
        elif items[at].lower not in ARTICLES:
            return None
        at += step
    if not joints or not 0 <= at < len(items):
        return None
    return at if general(items[at], ontology) == general(like, ontology) else None


def general(item: Item, ontology: Ontology) -> str:
    """Return the class of what an item names, Actor for countries and bodies."""
    kind = min(item.types)
    return "Actor" if ontology.fits(kind, frozenset(["Actor"])) else kind
