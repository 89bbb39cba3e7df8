"""How much of a large graph a page holds, so that it opens on a laptop; `kg serve` shows all of it."""

from dataclasses import replace

from kg.view.picture import Fact, Picture

MOST_DOCUMENTS = 50
"""The words of so many documents prove a fact in a page; of the others it is only said which they are."""
MOST_THINGS = 50_000
"""So many entities, the best connected, are in a page."""


def bounded(picture: Picture) -> Picture:
    """Return what a page holds of a picture."""
    facts = tuple(map(_proved, picture.facts))
    picture = replace(picture, facts=facts)
    if len(picture.things) <= MOST_THINGS:
        return picture
    return replace(picture.keep(best(picture.degrees())), whole=(len(picture.things), len(picture.facts)))


def best(degrees: list[int]) -> list[int]:
    """Return the numbers of the things with the most facts, in order."""
    order = sorted(range(len(degrees)), key=lambda thing: (-degrees[thing], thing))
    return sorted(order[:MOST_THINGS])


def _proved(fact: Fact) -> Fact:
    """Return the fact with the claims of the first documents."""
    papers = fact.stated()
    if len(papers) <= MOST_DOCUMENTS or fact.status == "inferred":
        return fact
    first = {*papers[:MOST_DOCUMENTS]}
    return replace(fact, claims=tuple(one for one in fact.claims if one.document in first), papers=tuple(papers))
