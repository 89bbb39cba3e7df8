"""How much of a large graph a page holds, so that it opens on a laptop; `kg serve` shows all of it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from kg.view.picture import Fact, Picture

MOST_DOCUMENTS = 50
"""The words of so many documents prove a fact in a page; of the others it is only said which they are."""
MOST_THINGS = 50_000
"""So many entities, the best connected, are in a page."""
MOST_FACTS = 250_000
"""Of these entities so many, the best connected, that no more facts are between them."""


def bounded(picture: Picture) -> Picture:
    """Return what a page holds of a picture."""
    facts = tuple(map(_proved, picture.facts))
    picture = replace(picture, facts=facts)
    kept = _best(picture)
    if len(kept) == len(picture.things):
        return picture
    return replace(picture.keep(sorted(kept)), whole=(len(picture.things), len(picture.facts)))


def _best(picture: Picture) -> list[int]:
    """Return the numbers of the things with the most facts, the best first."""
    degrees = picture.degrees()
    order = sorted(range(len(degrees)), key=lambda thing: (-degrees[thing], thing))[:MOST_THINGS]
    rank = {thing: number for number, thing in enumerate(order)}
    pairs = ((rank.get(fact.subject), rank.get(fact.object)) for fact in picture.facts)
    return order[: fitting(len(order), pairs)]


def fitting(things: int, facts: Iterable[tuple[int | None, int | None]]) -> int:
    """Return how many of the best of so many things have no more than `MOST_FACTS` facts between them.

    `facts` gives the ranks of the ends of each fact, None for what is not among the best at all.

    >>> fitting(3, [(0, 1), (1, 2), (2, None)])
    3
    """
    last = np.fromiter((max(one, other) for one, other in facts if one is not None and other is not None), np.int64)
    return things if len(last) <= MOST_FACTS else int(np.partition(last, MOST_FACTS)[MOST_FACTS])


def _proved(fact: Fact) -> Fact:
    """Return the fact with the claims of the first documents."""
    papers = fact.stated()
    if len(papers) <= MOST_DOCUMENTS or fact.status == "inferred":
        return fact
    first = {*papers[:MOST_DOCUMENTS]}
    claims = tuple(one for one in fact.claims if one.document in first)
    return replace(fact, claims=claims, papers=tuple(papers), found=fact.finders())
