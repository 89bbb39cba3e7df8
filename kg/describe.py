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
    return replace(entity, label=label, aliases=tuple(dict.fromkeys([entity.label, *entity.aliases])))


def tell_bodies_apart(
    entities: Sequence[Entity], statements: Sequence[Statement], lexicon: Lexicon
) -> tuple[Entity, ...]:
    """Return the entities; bodies that many states have under one name carry the state that the text gives them to."""
    labels = {entity.id: entity.label for entity in entities}
    states: dict[str, list[str]] = {}
    for statement in statements:
        if statement.predicate == "agencyOf" and statement.status == "asserted":
            states.setdefault(statement.subject, []).append(labels[statement.object])
    return tuple(_with_state(entity, states.get(entity.id, []), lexicon) for entity in entities)


def _with_state(entity: Entity, states: Sequence[str], lexicon: Lexicon) -> Entity:
    unique = _unique(states)
    if len(unique) != 1 or entity.type not in ORGANIZATIONS:
        return entity
    words = entity.label.split()
    of_many = not lexicon.cues("organizations", "of every state").isdisjoint(words)
    known = any(name.name == entity.label for name in lexicon.lookup(entity.label))
    says_so = any(name.type == "Country" for word in words for name in lexicon.lookup(word))
    if not of_many or known or says_so:
        return entity
    aliases = tuple(dict.fromkeys([entity.label, *entity.aliases]))
    return replace(entity, label=f"{entity.label} ({unique[0]})", aliases=aliases)


def _unique(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
