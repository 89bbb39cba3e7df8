"""Give the launch of a rocket to what it carries: "A Vega carrying X lifted off", "launched together with Y"."""

from collections.abc import Mapping

from kg.relate.arguments import REACH
from kg.relate.clauses import Clauses
from kg.relate.groups import Group
from kg.relate.items import Item


def with_loads(
    roles: Mapping[str, Group], fitting: Mapping[str, frozenset[str]], clauses: Clauses, at: int
) -> dict[str, Group]:
    """Return the roles of the verb group `at` with what the vehicle carries in its place, and with companions.

    `fitting` are the classes that the roles of the frame take.
    """
    role = "theme" if "theme" in fitting else "agent"
    found = dict(roles)
    if role not in found:
        return found
    if "carrier" in fitting:
        vehicles = tuple(item for item in found[role] if item.types & fitting["carrier"])
        loads = tuple(load for vehicle in vehicles for load in _load(clauses, vehicle) if load.types & fitting[role])
        if vehicles and not loads:
            loads = tuple(load for load in _load_behind(clauses, at) if load.types & fitting[role])
        if loads:
            found |= {role: loads, "carrier": vehicles}
    companions = (item for group in clauses.companions(at + 1) for item in group if item not in found[role])
    kinds = frozenset().union(*(item.types for item in found[role]))
    found[role] += tuple(item for item in companions if item.types & fitting[role] & kinds)
    return found


def _load(clauses: Clauses, vehicle: Item) -> Group:
    """Return what is aboard: "a Vega, carrying X, …", "a Vega with X on board"."""
    at = next((i for i, chunk in enumerate(clauses.chunks) if chunk.kind == "np" and chunk.head is vehicle), None)
    if at is None:
        return ()
    j = at + 1 + (clauses.kind(at + 1) == "comma")
    is_carrying = clauses.kind(j) == "vg" and "ing" in clauses.chunks[j].tenses
    if is_carrying and clauses.chunks[j].lemmas & clauses.words["loading"]:
        return clauses.direct_object(j + 1)
    withs = (k for k in range(j, min(clauses.n, j + REACH)) if clauses.chunks[k].lower == "with")
    return next((group for k in withs if (group := _on_board(clauses, k + 1))), ())


def _load_behind(clauses: Clauses, at: int) -> Group:
    """Return what the vehicle carries by the words behind the verb group `at`: "lifted off on 3 May, carrying X"."""
    for k in range(at + 1, min(clauses.n, at + REACH)):
        if clauses.kind(k) in {"stop", "sub", "rel", "conj"}:
            return ()
        if clauses.kind(k) == "vg":
            is_carrying = "ing" in clauses.chunks[k].tenses and clauses.chunks[k].lemmas & clauses.words["loading"]
            return clauses.direct_object(k + 1) if is_carrying else ()
    return ()


def _on_board(clauses: Clauses, i: int) -> Group:
    """Return what the phrase `i` names if "aboard" stands behind it: "with X on board"."""
    group = clauses.group_right(i) if clauses.kind(i) == "np" else ()
    end = group[-1].end if group else 0
    behind = " ".join(item.lower for chunk in clauses.chunks[i : i + 8] for item in chunk.items if item.start >= end)
    return group if behind.startswith(tuple(clauses.words["aboard"])) else ()
