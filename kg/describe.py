"""Give what shares its words with others a label that tells it apart.

"agreement" becomes "agreement between China and Russia", and "Ministry of Health" the "Ministry of Health (Rwanda)".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.lexicon import ORGANIZATIONS, Lexicon
from kg.records import Entity, Statement

_MOST_PARTIES = 3


def describe_nominals(entities: Sequence[Entity], statements: Sequence[Statement]) -> tuple[Entity, ...]:
    """Return the entities; those without a name carry what they concern, or else their parties, in their label."""
    labels = {entity.id: entity.label for entity in entities}
    return tuple(_described(entity, statements, labels) if entity.nominal else entity for entity in entities)


def _described(entity: Entity, statements: Sequence[Statement], labels: Mapping[str, str]) -> Entity:
    topics = _unique(s.object for s in statements if s.subject == entity.id and s.predicate == "concerns")
    signed = [s for s in statements if s.object == entity.id and s.predicate == "signatoryOf"]
    parties = _unique(s.subject for s in signed if s.status != "negated")
    if len(topics) == 1:
        label = f"{entity.label} on {labels[topics[0]]}"
    elif 1 < len(parties) <= _MOST_PARTIES:
        names = [labels[party] for party in parties]
        label = f"{entity.label} between {', '.join(names[:-1])} and {names[-1]}"
    elif len(parties) == 1:
        label = f"{entity.label} of {labels[parties[0]]}"
    else:
        return entity
    return _relabelled(entity, label)


def tell_namesakes_apart(
    entities: Sequence[Entity], statements: Sequence[Statement], lexicon: Lexicon
) -> tuple[Entity, ...]:
    """Return the entities; those whose name many others have carry the state or body that the text gives them to.

    These are ministries and their like, and persons of whom the text has only one name: "Biden (United States)".
    """
    by_id = {entity.id: entity for entity in entities}
    owners: dict[str, list[Entity]] = {}
    for statement in statements:
        if statement.predicate in _BELONGING and statement.status == "asserted":
            owners.setdefault(statement.subject, []).append(by_id[statement.object])
    return tuple(_with_owner(entity, owners.get(entity.id, []), lexicon) for entity in entities)


_BELONGING = frozenset({"agencyOf", "affiliation"})


def _with_owner(entity: Entity, owners: Sequence[Entity], lexicon: Lexicon) -> Entity:
    is_shared = entity.is_mononym or _is_of_many_states(entity, lexicon)
    if not owners or not is_shared:
        return entity
    owner = min(owners, key=lambda owner: (owner.type != "Country", owner.label))
    return _relabelled(entity, f"{entity.label} ({owner.label})")


def _is_of_many_states(entity: Entity, lexicon: Lexicon) -> bool:
    """Return whether the name is that of a body that every state has, and does not say itself whose it is."""
    words = entity.label.split()
    if entity.type not in ORGANIZATIONS or lexicon.cues("organizations", "of every state").isdisjoint(words):
        return False
    known = any(name.name == entity.label for name in lexicon.lookup(entity.label))
    return not known and not any(name.type == "Country" for word in words for name in lexicon.lookup(word))


def _relabelled(entity: Entity, label: str) -> Entity:
    """Return the entity under another label; the one it had is an alias."""
    return replace(entity, label=label, aliases=tuple(dict.fromkeys([entity.label, *entity.aliases])))


def _unique(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
