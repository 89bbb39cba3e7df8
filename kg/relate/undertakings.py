"""Tell what begins from what flies: a programme that was "launched in 2010" began then."""

import re
from dataclasses import replace

from kg.ontology import Ontology
from kg.records import Mention
from kg.relate.facts import Fact
from kg.relate.words import Words

_BEHIND = re.compile(r"[\"”’'*)]*\s+(\w+)")
_BEFORE = re.compile(r"(\w+)[,:]?\s+(?:called\s+|named\s+)?[\"“‘'*(]*$")
_NEAR = 30  # characters that hold a word and the marks beside it


def of_undertaking(fact: Fact, text: str, ontology: Ontology, words: Words) -> Fact:
    """Return the fact, with the property that takes its place if its subject is a programme or the like."""
    instead = ontology.properties[fact.predicate].of_undertaking
    if instead is None or not _is_undertaking(fact.subject, text, words["undertakings"]):
        return fact
    return replace(fact, predicate=instead)


def _is_undertaking(thing: Mention, text: str, nouns: frozenset[str]) -> bool:
    """Return whether the thing is called so by the last word of its name, or by a word right beside it."""
    behind = _BEHIND.match(text, thing.end)
    before = _BEFORE.search(text[max(0, thing.start - _NEAR) : thing.start])
    beside = {match[1] for match in (behind, before) if match}
    return not nouns.isdisjoint({*(word.lower() for word in thing.text.split()[-1:]), *beside})
