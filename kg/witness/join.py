"""Join what witnesses find with what the rules found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.link.keys import family
from kg.ontology import Ontology
from kg.records import Evidence, Mention, Statement


@dataclass(frozen=True, slots=True)
class Joined:
    """The mentions of rules and witnesses: those that `relate` sees, of which no two overlap, and the others.

    `aside` are names that a witness reads otherwise than the rules do: only what it says itself can be about them.
    """

    mentions: Sequence[Mention]
    aside: Sequence[Mention] = ()


def join_mentions(joined: Joined, said: Iterable[Mention], ontology: Ontology) -> Joined:
    """Return all mentions: what a witness names gets in where no name stands that the rules, or one before it, found.

    Words that point back give way to a name: "the agency", where a witness knows what it is called.
    """
    kept = [*joined.mentions]
    aside = [*joined.aside]
    for mention in sorted(said, key=lambda one: (one.start - one.end, one)):
        over = [other for other in kept if other.span.overlaps(mention.span)]
        if any(_is_same(mention, other, ontology) for other in over):
            continue
        if any(other.kind != "anaphor" for other in over):
            aside.append(mention)
        else:
            kept = [other for other in kept if other not in over]
            kept.append(mention)
    return Joined(tuple(sorted(kept)), tuple(sorted(aside)))


def _is_same(mention: Mention, other: Mention, ontology: Ontology) -> bool:
    """Return whether two mentions are the same words, read as things of the same kind."""
    return mention.span == other.span and related(mention.type, other.type, ontology)


def related(one: str, other: str, ontology: Ontology) -> bool:
    """Return whether one thing may be of both classes."""
    return family(one) == family(other) or ontology.is_a(one, other) or ontology.is_a(other, one)


def join_statements(found: Iterable[Statement], said: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements of the rules, with the witnesses that say the same, then those that only witnesses make.

    A witness that names no speaker, or no office, where the rule does, says the same.
    """
    rules = [*found]
    alone: dict[tuple[object, ...], Statement] = {}
    for statement in said:
        same = [number for number, rule in enumerate(rules) if _says(statement, rule)]
        for number in same[:1]:
            rules[number] = _with(rules[number], statement)
        if not same:
            place = (*_fact(statement), statement.attributed_to, statement.role)
            alone[place] = _with(alone[place], statement) if place in alone else statement
    yield from rules
    yield from alone.values()


def _fact(statement: Statement) -> tuple[str, str, str, str]:
    return statement.subject, statement.predicate, statement.object, statement.status


def _says(statement: Statement, rule: Statement) -> bool:
    if _fact(statement) != _fact(rule):
        return False
    return statement.attributed_to in {None, rule.attributed_to} and statement.role in {None, rule.role}


def _with(statement: Statement, other: Statement) -> Statement:
    """Return a statement with the witnesses of another, and with its quotes where they are not in its own."""
    witnesses = tuple(sorted({*statement.witnesses, *other.witnesses}))
    evidence = [*statement.evidence, *(one for one in other.evidence if not _overlaps(one, statement.evidence))]
    return replace(statement, witnesses=witnesses, evidence=tuple(evidence))


def _overlaps(evidence: Evidence, others: Iterable[Evidence]) -> bool:
    return any(evidence.start < other.end and other.start < evidence.end for other in others)
