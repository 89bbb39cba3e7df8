"""Words that point back into the entities they stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.link.keys import family, parts
from kg.records import Entity, Mention

_REACH = 1_500  # characters: an antecedent lies in this paragraph or the one before
_GENERIC = frozenset(
    {"project", "mission", "programme", "program", "initiative", "system", "facility", "campaign", "craft"}
)
_SETS = {"two": 2, "2": 2, "both": 2, "three": 3, "3": 3, "four": 4, "five": 5}
_ACTORS = frozenset({"Organization", "Country"})


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    family: str
    entity: Entity


def resolve(anaphors: Sequence[Mention], named: Sequence[Mention], entities: Sequence[Entity]) -> Iterator[Mention]:
    """Yield the words that point back, once for each entity that they stand for; those without any are left out."""
    by_id = {entity.id: entity for entity in entities}
    trail = [_Named(m.start, family(m.type), by_id[m.entity]) for m in named if m.entity and m.type != "Date"]
    at = 0
    for anaphor in anaphors:
        while at < len(trail) and trail[at].start < anaphor.start:
            at += 1
        for entity in _antecedents(anaphor, trail, at):
            yield replace(anaphor, entity=entity.id)


def _antecedents(anaphor: Mention, trail: Sequence[_Named], at: int) -> list[Entity]:
    if anaphor.found_by == "set":
        return _set(anaphor, trail, at)
    single = _definite if anaphor.found_by == "definite" else _pronoun
    found = single(anaphor, trail, at)
    return [found] if found else []


def _near(anaphor: Mention, trail: Sequence[_Named], at: int) -> Iterator[_Named]:
    """Yield what was named before, the last first, within reach."""
    for index in range(at - 1, -1, -1):
        if anaphor.start - trail[index].start > _REACH:
            return
        yield trail[index]


def _set(anaphor: Mention, trail: Sequence[_Named], at: int) -> list[Entity]:
    size = next((_SETS[word] for word in parts(anaphor.text) if word in _SETS), 2)
    wanted = family(anaphor.type)
    found: dict[str, Entity] = {}
    for one in _near(anaphor, trail, at):
        if one.family == wanted:
            found.setdefault(one.entity.id, one.entity)
        if len(found) == size:
            return list(reversed(found.values()))
    return []


def _definite(anaphor: Mention, trail: Sequence[_Named], at: int) -> Entity | None:
    wanted = family(anaphor.type)
    words = [word for word in parts(anaphor.text) if word.isalpha()]
    head = words[-1] if words else ""
    last = None
    for one in _near(anaphor, trail, at):
        if one.family != wanted:
            continue
        names = (one.entity.label, *one.entity.aliases)
        if any(head in parts(name) for name in names) or (one.entity.type == anaphor.type and wanted == "Organization"):
            return one.entity
        last = last or one.entity
    return last if wanted != "Project" or head in _GENERIC else None


def _pronoun(anaphor: Mention, trail: Sequence[_Named], at: int) -> Entity | None:
    wanted = family(anaphor.type)
    allowed = {"Person"} if wanted == "Person" else _ACTORS | {"Project"}
    return next((one.entity for one in _near(anaphor, trail, at) if one.family in allowed), None)
