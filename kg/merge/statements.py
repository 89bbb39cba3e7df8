"""Statements and mentions in the ids of a graph; those that differ in evidence and witnesses alone are one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.ontology import Ontology
from kg.records import Evidence, Mention, Reading, Rejected, Statement


def renamed(reading: Reading, ids: Mapping[str, str], ontology: Ontology) -> Reading:
    """Return the reading with the graph's ids; a rejected statement may speak of things that have none."""
    return replace(
        reading,
        entities=(),
        mentions=tuple(_renamed_mention(m, ids) for m in reading.mentions),
        statements=tuple(renamed_statement(s, ids, ontology) for s in reading.statements),
        rejected=tuple(
            Rejected(renamed_statement(r.statement, {**ids, **_unknown(r.statement, ids)}, ontology), r.reason)
            for r in reading.rejected
        ),
    )


def _renamed_mention(mention: Mention, ids: Mapping[str, str]) -> Mention:
    """Return the mention with the graph's id; written out, since `replace` takes three times as long."""
    m, entity = mention, ids.get(mention.entity or "", mention.entity)
    return Mention(m.start, m.end, m.text, m.type, m.found_by, m.kind, m.name, m.code, m.value, entity)


def _unknown(statement: Statement, ids: Mapping[str, str]) -> dict[str, str]:
    ends = (statement.subject, statement.object, statement.attributed_to)
    return {end: end for end in ends if end is not None and end not in ids}


def renamed_statement(statement: Statement, ids: Mapping[str, str], ontology: Ontology) -> Statement:
    """Return the statement with other ids; one of a symmetric property begins with the end that comes first."""
    s, speaker = statement, statement.attributed_to
    subject, end, speaker = ids[s.subject], ids[s.object], ids[speaker] if speaker else None
    renamed = Statement(subject, s.predicate, end, s.status, speaker, s.role, s.found_by, s.evidence, s.witnesses)
    known = ontology.properties.get(statement.predicate)
    return _turned(renamed) if known and known.symmetric and renamed.object < renamed.subject else renamed


def _turned(statement: Statement) -> Statement:
    evidence = tuple(replace(e, subject=e.object, object=e.subject) for e in statement.evidence)
    return replace(statement, subject=statement.object, object=statement.subject, evidence=evidence)


def joined(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements, those that differ in evidence and witnesses alone as one, in order."""
    found: defaultdict[tuple[str | None, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        found[s.subject, s.predicate, s.object, s.status, s.attributed_to, s.role, s.found_by].append(s)
    return tuple(sorted(map(_one, found.values()), key=statement_key))


def _one(said: list[Statement]) -> Statement:
    """Return what several statements say that differ in evidence and witnesses alone."""
    if len(said) == 1 and len(said[0].evidence) == 1:
        return said[0]
    evidence = {evidence for statement in said for evidence in statement.evidence}
    witnesses = {name for statement in said for name in statement.witnesses}
    return replace(said[0], evidence=tuple(sorted(evidence, key=_place)), witnesses=tuple(sorted(witnesses)))


def statement_key(statement: Statement) -> tuple[str, ...]:
    """Return what makes a statement the same one within its document: all of it but evidence and witnesses."""
    s = statement
    return s.subject, s.predicate, s.object, s.status, s.attributed_to or "", s.role or "", s.found_by


def _place(evidence: Evidence) -> tuple[int, ...]:
    spans = (evidence.subject, evidence.trigger, evidence.object)
    return evidence.start, evidence.end, *(n for span in spans for n in ((span.start, span.end) if span else (-1, -1)))


def unique_mentions(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the mentions, each once, in the order of the text."""
    found = set(mentions)
    places = Counter((m.start, m.end) for m in found)
    return tuple(sorted(found, key=lambda m: (m.start, m.end, repr(m) if places[m.start, m.end] > 1 else "")))


def unique_rejected(readings: Iterable[Reading]) -> tuple[Rejected, ...]:
    """Return what was turned away, each once, in order."""
    found = {rejected for reading in readings for rejected in reading.rejected}
    return tuple(sorted(found, key=lambda r: (statement_key(r.statement), r.reason, repr(r))))
