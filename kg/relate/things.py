"""Read sentences with and without the things that have no name, so that these add facts and take none away.

"Its cloud radar was built by NICT" says of the satellite that NICT takes part in it, and of the radar who built it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.records import THING, Mention, Statement
from kg.relate.facts import Fact
from kg.relate.items import Item, Sentence, plain_items
from kg.relate.words import Words

_Said = TypeVar("_Said")


def without_things(sentence: Sentence) -> Sentence:
    """Return the sentence with plain words in the place of things without a name; itself if it has none."""
    if not any(map(_is_thing, sentence.items)):
        return sentence
    return replace(sentence, items=tuple(part for item in sentence.items for part in _parts(item)))


def of_things(found: Iterable[tuple[Fact, _Said]], sentence: Sentence, words: Words) -> Iterator[tuple[Fact, _Said]]:
    """Yield the facts of which a thing without a name is the subject or the object."""
    for fact, said in found:
        if THING in {fact.subject.found_by, fact.object.found_by} and not _is_only_owned(fact, sentence, words):
            yield fact, said


def of_told_things(statements: Sequence[Statement], mentions: Sequence[Mention]) -> Iterator[Statement]:
    """Yield the statements but the place of a thing without a name of which nothing else is said."""
    named = {mention.entity for mention in mentions if mention.kind == "name"}
    things = {mention.entity for mention in mentions if mention.found_by == THING} - named
    told = {end for s in statements if s.predicate != "locatedIn" for end in (s.subject, s.object)}
    yield from (s for s in statements if s.subject not in things or s.subject in told)


def _is_only_owned(fact: Fact, sentence: Sentence, words: Words) -> bool:
    """Return whether a mere owner would run the thing: "its dam" may be another's, "Peru's first dam" is in Peru."""
    owner, thing = fact.subject, fact.object
    between = [item.lower for item in sentence.items if owner.end <= item.start < thing.start]
    if fact.predicate != "operates" or between[:1] not in ([], ["'s"]) or owner.start > thing.start:
        return False
    stands = owner.type == "Country" and thing.text.split()[-1].lower() in words["standing"]
    return owner.kind == "anaphor" or stands or not words["singling"].isdisjoint(between)


def _is_thing(item: Item) -> bool:
    return bool(item.mentions) and item.mentions[0].found_by == THING


def _parts(item: Item) -> Iterator[Item]:
    if _is_thing(item):
        yield from plain_items(item.text, 0, len(item.text), offset=item.start)
    else:
        yield item
