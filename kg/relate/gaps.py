"""Read several dates of one verb, and the verb that is left out: "X was launched in 2014, and Y on 20 May 2019".

The frame's roles are filled once for each: "A and B were launched in 2008 and 2019" is two launches, one for each.
"""

from collections.abc import Iterator, Mapping

from kg.relate.clauses import Clauses
from kg.relate.groups import Group
from kg.relate.items import Item

_MOST = 8
"""How many verbs left out are read: so many launches stand in the longest sentences of chronicles."""


def spread(roles: Mapping[str, Group], clauses: Clauses) -> Iterator[Mapping[str, Group]]:
    """Yield the roles as they are filled, once for each thing that has a date of its own."""
    yield from _by_others(roles, clauses)
    role = "theme" if "theme" in roles else "agent"
    at = _position(clauses, roles.get("when", ()))
    if at is None or role not in roles:
        yield roles
        return
    dates, end = _dates(clauses, at)
    if len(dates) > 1 and len(dates) == len(roles[role]):
        for thing, date in zip(roles[role], dates, strict=True):
            yield {**roles, role: (thing,), "when": (date,)}
        return
    yield {**roles, "when": dates}
    last = _position(clauses, roles[role][-1:])
    for thing, date in _gapped(clauses, max(end, end if last is None else last + 1)):
        if filled := _role_of(thing, roles):
            yield {**roles, filled: (thing,), "when": (date,)}


def _by_others(roles: Mapping[str, Group], clauses: Clauses) -> Iterator[Mapping[str, Group]]:
    """Yield the roles for what others did of whom only "by" tells: "A was built by Airbus, and B by Thales"."""
    at = _position(clauses, roles.get("agent", ())[-1:])
    first = _position(clauses, roles.get("agent", ())[:1])
    if at is None or not first or "theme" not in roles or clauses.chunks[first - 1].lower != "by":
        return
    for _ in range(_MOST):
        i = _behind_joint(clauses, at + 1)
        i += 2 * _aside(clauses, i)  # "the other, CBERS-2, by"
        thing = clauses.head(i) if i else None
        by = i + 1 + (clauses.kind(i + 1) == "comma")
        is_by = clauses.kind(by) == "prep" and clauses.chunks[by].lower == "by" and clauses.kind(by + 1) == "np"
        others = clauses.group_right(by + 1) if thing is not None and is_by else ()
        if thing is None or not others or not thing.types & roles["theme"][0].types:
            return
        yield {"theme": (thing,), "agent": others}
        at = _position(clauses, others[-1:]) or clauses.n


def _role_of(thing: Item, roles: Mapping[str, Group]) -> str | None:
    """Return the role whose first filler is of the thing's class."""
    return next((role for role in ("theme", "agent") if role in roles and roles[role][0].types & thing.types), None)


def _position(clauses: Clauses, group: Group) -> int | None:
    found = (i for i, chunk in enumerate(clauses.chunks) if group and chunk.kind != "vg" and group[0] in chunk.items)
    return next(found, None)


def _dates(clauses: Clauses, at: int) -> tuple[Group, int]:
    """Return the dates that are joined to the one at chunk `at`, and the chunk behind them: "in 2008 and 2009"."""
    dates = [clauses.chunks[at].items[0]]
    while (behind := _behind_joint(clauses, at + 1)) and clauses.kind(behind) == "date":
        dates.append(clauses.chunks[behind].items[0])
        at = behind
    return tuple(dates), at + 1


def _behind_joint(clauses: Clauses, i: int) -> int:
    """Return the chunk behind the commas and the "and" from chunk `i` on; 0 where there are none."""
    j = i
    while (clauses.kind(j) in {"comma", "conj"} or _is_semicolon(clauses, j)) and j - i < 2:
        j += 1
    return j if j > i else 0


def _is_semicolon(clauses: Clauses, i: int) -> bool:
    return clauses.kind(i) == "stop" and clauses.chunks[i].lower == ";"


def _gapped(clauses: Clauses, i: int) -> Iterator[tuple[Item, Item]]:
    """Yield each thing with its date in what follows chunk `i` without a verb: ", CBERS-2 in 2003 and CBERS-4 in …"."""
    for _ in range(_MOST):
        while clauses.kind(i) == "prep" and clauses.kind(i + 1) == "np":
            i += 2  # "from Taiyuan"
        start = _behind_joint(clauses, i)
        found = _dated_thing(clauses, start) if start else None
        if found is None:
            return
        thing, date, i = found
        yield thing, date


def _dated_thing(clauses: Clauses, i: int) -> tuple[Item, Item, int] | None:
    """Return the thing and the date that begin at chunk `i`, in either order, and the chunk behind; no verb follows."""
    found: dict[str, Item] = {}
    aside = _aside(clauses, i)
    i = j = i + 2 if aside else i  # "the second, Jason-2, in 2008"
    while j < i + 4 + aside and len(found) < 2:
        head = clauses.head(j)
        if clauses.kind(j) == "date":
            found["date"] = clauses.chunks[j].items[0]
        elif head is not None:
            found["thing"] = head
            j += aside
        elif clauses.kind(j) != "prep" or "date" in found or clauses.kind(j + 1) != "date":
            return None
        j += 1
    if len(found) < 2 or clauses.kind(j) in {"vg", "np"}:
        return None
    return found["thing"], found["date"], j


def _aside(clauses: Clauses, i: int) -> bool:
    """Return whether the phrase `i` has its name behind it, between commas."""
    if clauses.kind(i) != "np" or clauses.chunks[i].head is not None:
        return False
    return [clauses.kind(k) for k in range(i + 1, i + 4)] == ["comma", "np", "comma"]
