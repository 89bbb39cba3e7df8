"""A fact as frames and phrases find it, before the two ends become entities of a statement."""

from dataclasses import dataclass

from kg.records import Mention, Span, Status
from kg.relate.items import Item, Sentence


@dataclass(frozen=True, slots=True)
class Fact:
    """Two mentions joined by a property, with the words that say so."""

    subject: Mention
    predicate: str
    object: Mention
    status: Status
    found_by: str
    quote: Span
    trigger: Span | None = None
    role: str | None = None


def pair(
    subject: Item, predicate: str, object_: Item, *, status: Status, found_by: str, sentence: Sentence, trigger: Span | None, role: str | None = None
) -> list[Fact]:
    """Return a fact for each pair of things that two items name."""
    return [
        Fact(s, predicate, o, status, found_by, sentence.span, trigger, role)
        for s in subject.mentions
        for o in object_.mentions
        if s.entity != o.entity
    ]
