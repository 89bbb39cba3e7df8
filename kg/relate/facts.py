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


@dataclass(frozen=True, slots=True)
class Finding:
    """How facts were found: all that the facts of one rule at one place have in common."""

    found_by: str
    status: Status
    sentence: Sentence
    trigger: Span | None = None
    role: str | None = None


def pair(subject: Item, predicate: str, object_: Item, finding: Finding) -> list[Fact]:
    """Return a fact for each pair of things that two items name."""
    f = finding
    return [
        Fact(s, predicate, o, f.status, f.found_by, f.sentence.span, f.trigger, f.role)
        for s in subject.mentions
        for o in object_.mentions
        if s.entity != o.entity
    ]
