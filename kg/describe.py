"""Give unnamed things a label that tells them apart: "agreement" becomes "agreement between China and Russia"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

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


def _unique(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
