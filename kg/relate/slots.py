"""Say what the items that a slot of a phrase covers name: the words of an office, the members of a list."""

from collections.abc import Iterator, Sequence

from kg.relate.groups import ACTORS
from kg.relate.items import Item

CONJUNCTIONS = ("and", "or", "&")
BESIDES = ("as", "well", "as")
"""What joins the last member of a list to those before."""

_JOINTS = frozenset([*CONJUNCTIONS, *BESIDES])
_ORIGINS = frozenset(["of", "from"])
_KINDS = {"LaunchVehicle": "Project"} | dict.fromkeys(ACTORS, "Actor")


def slot_items(items: Sequence[Item], first: int, last: int, *, text: bool) -> Iterator[Item]:
    """Yield the words of a slot, or the names of its list: none in brackets, none that only qualifies another.

    A list of persons has only persons: the bodies in it are theirs.
    """
    depth = 0
    kind, persons = _kind(items[first]), "Person" in items[first].types
    joints = _JOINTS | _ORIGINS if persons else _JOINTS
    for at in range(first, last):
        item = items[at]
        depth += (item.text == "(") - (item.text == ")")
        behind = items[at + 1] if at + 1 < last else None
        ends = (
            behind is None or behind.lower in joints or not (behind.mentions or behind.is_word or behind.lower == "'s")
        )
        if text or (item.mentions and not depth and ends and _kind(item) == kind):
            yield item


def _kind(item: Item) -> frozenset[str]:
    """Return what sort of thing an item names, for which members of one list are alike."""
    return frozenset(_KINDS.get(name, name) for name in item.types)
