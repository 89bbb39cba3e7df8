"""What witnesses told about documents that the rules, by themselves, do not find."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Mention, Reading, Statement, Status
from kg.relate import relate

Key = tuple[str, str, str, Status]
"""Subject, predicate, object and status, by the ids that the rules alone give to the things of a document."""

KNOWN = -1
"""The number of what rules find, in place of that of a statement that they miss."""


@dataclass(frozen=True, slots=True)
class Told:
    """A document with what rules and witnesses read in it.

    `reading` is of both, `alone` of the rules; `mentions` are all that rules see, linked, with words that point back.
    `missed` are the statements that witnesses alone make, `ends` the things that each is about, by the ids of `alone`.
    `numbers` tells of each fact which of the missed it is, or that it is known.
    """

    reading: Reading
    alone: Reading
    mentions: tuple[Mention, ...]
    missed: tuple[Statement, ...]
    ends: tuple[tuple[frozenset[str], frozenset[str]], ...]
    numbers: Mapping[Key, int]

    @property
    def document(self) -> Document:
        """The document."""
        return self.reading.document


class _Seen:
    """An extractor that finds nothing, and remembers what it was shown."""

    def __init__(self) -> None:
        self.entities: tuple[Entity, ...] = ()
        self.mentions: tuple[Mention, ...] = ()

    def __call__(
        self,
        document: Document,  # noqa: ARG002 - part of what an extractor is
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        ontology: Ontology,  # noqa: ARG002
        lexicon: Lexicon,  # noqa: ARG002
    ) -> Sequence[Statement]:
        self.entities, self.mentions = tuple(entities), tuple(mentions)
        return ()


def compare(reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Told:
    """Return what a reading with witnesses has that one by rules has not."""
    seen = _Seen()
    alone = read_facts(reading.document, ontology, lexicon, extractors=(seen, relate))
    same = _same_things(reading, seen.entities, seen.mentions)
    numbers: dict[Key, int] = dict.fromkeys((k for s in alone.statements for k in keys_of([s], ontology)), KNOWN)
    missed: list[Statement] = []
    ends = []
    for statement in reading.statements:
        subjects, objects = same.get(statement.subject, frozenset()), same.get(statement.object, frozenset())
        keys = [*_keys(subjects, statement.predicate, objects, statement.status, ontology)]
        is_known = bool(statement.found_by) or any(numbers.get(key) == KNOWN for key in keys)
        for key in keys:
            numbers.setdefault(key, KNOWN if is_known else len(missed))
        if not is_known:
            missed.append(statement)
            ends.append((subjects, objects))
    return Told(reading, alone, seen.mentions, tuple(missed), tuple(ends), numbers)


def keys_of(statements: Iterable[Statement], ontology: Ontology) -> Iterator[Key]:
    """Yield the facts of statements that rules alone make; those of a symmetric property both ways."""
    for one in statements:
        yield from _keys(frozenset([one.subject]), one.predicate, frozenset([one.object]), one.status, ontology)


def _keys(
    subjects: frozenset[str], predicate: str, objects: frozenset[str], status: Status, ontology: Ontology
) -> Iterator[Key]:
    known = ontology.properties.get(predicate)
    for subject in sorted(subjects):
        for other in sorted(objects):
            yield subject, predicate, other, status
            if known and known.symmetric:
                yield other, predicate, subject, status


def _same_things(
    reading: Reading, entities: Sequence[Entity], mentions: Sequence[Mention]
) -> Mapping[str, frozenset[str]]:
    """Return, of each thing of a reading, what it is among things that were linked without witnesses."""
    signs: dict[object, set[str]] = defaultdict(set)
    for entity in entities:
        for sign in _signs(entity):
            signs[sign].add(entity.id)
    for mention in mentions:
        if mention.entity and mention.kind != "anaphor":
            signs[mention.span].add(mention.entity)
    found: dict[str, set[str]] = {entity.id: set() for entity in reading.entities}
    for entity in reading.entities:
        found[entity.id].update(*(signs.get(sign, ()) for sign in _signs(entity)))
    for mention in reading.mentions:
        if mention.entity in found:
            found[mention.entity] |= signs.get(mention.span, set())
    return {id_: frozenset(same) for id_, same in found.items()}


def _signs(entity: Entity) -> Iterator[object]:
    """Yield by what a thing can be known again; things without a name only by where they stand."""
    if entity.id == "document":
        yield entity.id
    elif entity.code or entity.value:
        yield entity.type, entity.code, entity.value
    elif not entity.nominal:
        yield entity.type, entity.label
