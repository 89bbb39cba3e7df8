"""Read what a body has worked on from lists in brackets: "Nordvik has flown cameras on missions to Mars (A, B, C)"."""

from collections.abc import Iterator, Sequence

from kg.lexicon import ORGANIZATIONS, PROJECTS
from kg.relate.facts import Fact, Finding, pair
from kg.relate.items import Item, Sentence
from kg.relate.words import Words

_FEWEST = 3
"""A list of fewer projects explains or compares rather than says what a body has worked on."""

_JOINING = frozenset([",", "and", "&", ";"])


def portfolio_facts(sentence: Sentence, words: Words) -> Iterator[Fact]:
    """Yield that the body whose experience the sentence tells took part in each project of its lists in brackets."""
    body = None if words["experience"].isdisjoint(sentence.words) else _body(sentence.items)
    if body is None:
        return
    listed = [item for bracket in _brackets(sentence.items) for item in _listed(bracket, words)]
    if len(listed) >= _FEWEST:
        finding = Finding("portfolio", "asserted", sentence)
        for item in listed:
            yield from pair(body, "participatesIn", item, finding)


def _body(items: Sequence[Item]) -> Item | None:
    """Return the one body that the sentence names before its first bracket, and nothing else that acts."""
    before = [item for item in items[: next((n for n, i in enumerate(items) if i.text == "("), 0)] if item.mentions]
    acting = [item for item in before if item.types & (ORGANIZATIONS | {"Person", "Country"})]
    bodies = {_entity(item) for item in acting if item.types & ORGANIZATIONS}
    return acting[0] if len(bodies) == 1 and acting[0].types & ORGANIZATIONS else None


def _entity(item: Item) -> str | None:
    return item.mentions[0].entity


def _brackets(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield what stands in each pair of brackets without others inside."""
    start: int | None = None
    for at, item in enumerate(items):
        if item.text == "(":
            start = at + 1
        elif item.text == ")" and start is not None:
            yield items[start:at]
            start = None


def _listed(bracket: Sequence[Item], words: Words) -> Sequence[Item]:
    """Return the projects of a bracket that holds nothing else but words for their kind."""
    projects = [item for item in bracket if item.types & PROJECTS]
    kinds = words.appositives("Project")
    others = (item for item in bracket if not item.types & PROJECTS)
    return projects if all(item.lower in _JOINING or item.lower in kinds for item in others) else []
