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
        if text or (item.mentions and not depth and _kind(item) == kind and _ends(items, at, last, joints)):
            yield item


def _ends(items: Sequence[Item], at: int, last: int, joints: frozenset[str]) -> bool:
    """Return whether the name at `at` ends a member of a list, perhaps with words for its kind behind it."""
    behind = at + 1
    if "Project" in _kind(items[at]):
        while behind < min(last, at + 1 + _MOST_KINDS) and items[behind].is_word and items[behind].lower not in joints:
            behind += 1
    if behind >= last or items[behind].lower in joints:
        return True
    return not (items[behind].mentions or items[behind].is_word or items[behind].lower == "'s")


_MOST_KINDS = 2
"""How many words behind a name may say what it is: "the OCM colour monitor"."""


def _kind(item: Item) -> frozenset[str]:
    """Return what sort of thing an item names, for which members of one list are alike."""
    return frozenset(_KINDS.get(name, name) for name in item.types)
