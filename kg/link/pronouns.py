"""Pronouns into what they stand for: "it", "its", "he", "they", "both", "the two"."""

import re
from collections.abc import Sequence

from kg.link.selecting import Said, is_carried_up, is_left_for_another, said
from kg.link.trail import ACTORS, Named, Trail
from kg.records import Entity, Mention

SIZES = (2, 3, 4, 5)
"""The numbers that words for several say: "both", "the three agencies"."""
_SENTENCES = 1  # a pronoun's antecedent is named in its sentence or in so many before
_FAR = 3  # sentences back lies the project that "was launched"
_OPENING = 30  # characters from where a sentence begins, in which "they" are those of the sentence before
_THINGS = frozenset({"Organization", "Country", "Project", "Agreement"})
_JOINED = frozenset({"Project", "Agreement", "Organization"})
_PERSONS = frozenset({"Person"})
_ADDED = re.compile(r"\s+(?:and|or|with|plus)\s+")
_CLAUSE = re.compile(r"[;:,—–]|\b(?:and|but|while|after|because|although|when|which|that|who|before|where)\b")


def pronoun(anaphor: Mention, trail: Trail) -> Entity | None:
    """Return the subject of the pronoun's sentence, else that of the sentence before; of a person the last one.

    What is said beside it tells whether it is a project, or somebody who acts: "it was launched", "it signed".
    """
    here = trail.passages.number(anaphor.start)
    near = [one for one in trail.before(anaphor) if here - one.sentence <= _SENTENCES]
    if anaphor.type == "Person":
        return next((one.entity for one in near if one.family == "Person"), None)
    if anaphor.text.lower() == "its" and (beside := _beside(anaphor, trail, near)) is not None:
        return beside[0] if beside else None
    what = said(trail.text, anaphor.start, anaphor.end, trail.lexicon)
    if what in _OBJECTS:
        return _object(anaphor, trail, what)
    if what == "project":
        return _project(anaphor, trail)
    things = [one for one in near if one.family in (ACTORS if what == "actor" else _THINGS)]
    subjects = [one for one in things if one.subject]
    start = trail.passages.start(here)
    clause = trail.text.rfind(";", start, anaphor.start)
    same = [one for one in subjects if one.sentence == here]
    same = [one for one in same if one.start > clause] or same
    if not same and trail.names_stranger(start, anaphor.start):
        return None  # "Nordvik also said its rocket …", where nothing tells what Nordvik is
    found = (same or subjects)[-1].entity if subjects else None
    return found or (_only(things) if what == "actor" else None)


def _beside(anaphor: Mention, trail: Trail, near: Sequence[Named]) -> Sequence[Entity] | None:
    """Return what "its" is by what stands around it, nothing where that has no name known; None where none tells.

    "ESA and its partners", "the agency's mission in its programme", "At its launch in May, Hera was …".
    """
    if near and _ADDED.fullmatch(trail.text, near[0].end, anaphor.start):
        return (near[0].entity,) if near[0].family in _THINGS else ()
    if near and trail.owner_before(anaphor, near[0]):
        return (near[0].entity,)
    ahead, leads = trail.ahead(anaphor)
    if not leads or (ahead is not None and ahead.family not in _THINGS):
        return None
    return (ahead.entity,) if ahead else ()


def _only(things: Sequence[Named]) -> Entity | None:
    """Return what is named if it is one thing alone: "Hera was built by OHB. It also built …"."""
    return things[0].entity if len({one.entity.id for one in things}) == 1 else None


_OBJECTS: frozenset[Said] = frozenset({"carried", "made", "joined"})


def _object(anaphor: Mention, trail: Trail, what: Said) -> Entity | None:
    """Return what a verb before the pronoun acts on: it is not what the verb's own clause has named before.

    "A Falcon 9 carried it": the satellite of the sentence before.
    """
    if what == "carried" and not is_carried_up(trail.text, anaphor.end, trail.lexicon):
        return None
    here = trail.passages.number(anaphor.start)
    start = trail.passages.start(here)
    clause = start + max((m.end() for m in _CLAUSE.finditer(trail.text[start : anaphor.start])), default=0)
    kinds = _JOINED if what == "joined" else frozenset({"Project"})
    before = [one for one in trail.before(anaphor) if here - one.sentence <= _FAR]
    own = {one.entity.id for one in before if one.start >= clause}
    fitting = [one for one in before if one.family in kinds and one.entity.id not in own]
    fitting = _without_rockets(fitting, always=what == "carried")
    if what == "joined":
        fitting = [one for one in _joined(fitting) if here - one.sentence <= _SENTENCES]
    found = _acted_on(fitting, here, has_subject=bool(own))
    if found is None or (what == "made" and _is_left(found, anaphor, trail)):
        return None
    return found.entity


def _without_rockets(fitting: Sequence[Named], *, always: bool) -> list[Named]:
    """Return the things but the rockets, which fly other things: all of them, or those beside another thing."""
    rocket = [one.entity.type == "LaunchVehicle" for one in fitting]
    last = max((one.sentence for one, is_one in zip(fitting, rocket, strict=True) if not is_one), default=-1)
    return [
        one for one, is_one in zip(fitting, rocket, strict=True) if not is_one or (not always and one.sentence > last)
    ]


def _joined(fitting: Sequence[Named]) -> list[Named]:
    """Return what one joins, supports or leaves: of one sentence a project rather than anything else; no agency."""
    projects = {one.sentence for one in fitting if one.family == "Project"}
    alliances = [one for one in fitting if one.family != "Organization" or one.entity.type == "Alliance"]
    return [one for one in alliances if one.family == "Project" or one.sentence not in projects]


def _acted_on(fitting: Sequence[Named], here: int, *, has_subject: bool) -> Named | None:
    """Return the only thing of the last sentence that names any, else the subject of the last that has one.

    Behind a verb without a subject of its own, it is the last thing: "Vikram carried Pragyan and released it".
    """
    same = [one for one in fitting if one.sentence == here]
    if same and not has_subject:
        return same[0]
    only = [one for one in fitting if one.sentence == fitting[0].sentence]
    if len({one.entity.id for one in only}) == 1:
        return only[0]
    return _last_subject(fitting)


def _last_subject(fitting: Sequence[Named]) -> Named | None:
    """Return the subject of the last sentence that has one, else the last thing named."""
    subjects = [one for one in fitting if one.subject]
    last = [one for one in subjects if one.sentence == subjects[0].sentence]
    return last[-1] if last else fitting[0] if fitting else None


def _project(anaphor: Mention, trail: Trail) -> Entity | None:
    """Return the last project that was the subject of a sentence, else the last one, a few sentences back."""
    here = trail.passages.number(anaphor.start)
    near = [one for one in trail.before(anaphor) if here - one.sentence <= _FAR and one.family == "Project"]
    found = _last_subject(near)
    if found is None or _is_left(found, anaphor, trail):
        return None
    return found.entity


def _is_left(found: Named, anaphor: Mention, trail: Trail) -> bool:
    return is_left_for_another(trail.text, found.start, anaphor.start, trail.lexicon)


def several(anaphor: Mention, trail: Trail) -> Sequence[Entity]:
    """Return those that "they", "both" or "the two" are: the list that is the subject of the last sentence with one."""
    here = trail.passages.number(anaphor.start)
    near = [one for one in trail.before(anaphor) if here - one.sentence <= _SENTENCES][::-1]
    what = said(trail.text, anaphor.start, anaphor.end, trail.lexicon)
    kinds = frozenset({"Project"}) if what in {"project", "carried", "made"} else ACTORS | _PERSONS
    opens = anaphor.start - trail.passages.start(here) <= _OPENING
    for sentence in (here, here - 1) if opens else (here,):
        named = [one for one in near if one.sentence == sentence and one.family in kinds]
        lists = [found for found in trail.lists(named) if found[0].subject]
        if lists:
            return _sized(anaphor, lists[0], trail) if len(lists) == 1 else ()
        if anaphor.found_by == "several" and sentence != here:
            return _sized(anaphor, named, trail)
    return ()


def _sized(anaphor: Mention, named: Sequence[Named], trail: Trail) -> Sequence[Entity]:
    """Return what is named if it is as many as the words say: "the two"; of two "the former" is the first."""
    found = _entities(named)
    words = anaphor.text.lower().split()
    size = next((n for n in SIZES if not trail.lexicon.cues("anaphors", f"size_{n}").isdisjoint(words)), len(found))
    if len(found) != size:
        return ()
    first, last = (not trail.lexicon.cues("anaphors", which).isdisjoint(words) for which in ("first", "last"))
    return found[:1] if first else found[-1:] if last else found


def _entities(named: Sequence[Named]) -> tuple[Entity, ...]:
    return tuple({one.entity.id: one.entity for one in named}.values())
