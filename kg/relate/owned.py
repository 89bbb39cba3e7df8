"""Read "the Ministry of Energy of Peru and Repsol" as two actors, the ministry and the firm."""

from collections.abc import Sequence

from kg.relate.items import Item

_BODIES = frozenset(["Agency", "Company", "Organization", "University"])


def without_states(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items without the state that a body is said to be of, so that what acts is the body alone."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        found.append(item)
        at = _behind_state(items, at + 1) if len(item.mentions) == 1 and item.types <= _BODIES else at + 1
    return tuple(found)


def _behind_state(items: Sequence[Item], at: int) -> int:
    """Return where to go on behind "of Peru" or "of the United Kingdom" at the item, else the item."""
    state = at + 1 + (at + 1 < len(items) and items[at + 1].lower == "the")
    is_owner = state < len(items) and items[at].lower == "of" and items[state].types == {"Country"}
    if not is_owner or len(items[state].mentions) > 1:
        return at
    owns = state + 1 < len(items) and items[state + 1].lower == "'s"
    return at if owns else state + 1
