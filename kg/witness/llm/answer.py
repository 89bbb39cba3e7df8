"""Read the answer of a language model: things and statements as it says them, before any of it is believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.ontology import Ontology
from kg.records import PAGE, STATUSES, Rejected, Statement, Status
from kg.witness.llm.schema import classes_of

MALFORMED = "the answer is not of the form asked for"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that an answer names; `surfaces` are the wordings by which, it says, the text names it."""

    id: str
    type: str
    name: str
    is_named: bool
    surfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an answer; ends and speaker are ids of its things."""

    quote: str
    subject: str
    subject_words: str
    predicate: str
    object: str
    object_words: str
    status: Status
    said_by: str | None
    role: str | None

    def rejected(self, reason: str, names: Mapping[str, str]) -> Rejected:
        """Return it as what was turned away; ends stand under their names, since they have no other."""
        subject, end = (names.get(one) or one for one in (self.subject, self.object))
        return Rejected(Statement(subject, self.predicate, end, self.status, role=self.role), reason)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says, and how many of its items could not be read."""

    things: tuple[Named, ...] = ()
    said: tuple[Said, ...] = ()
    malformed: int = 0

    def names(self) -> dict[str, str]:
        """Return what things are called, by id."""
        return {thing.id: thing.name for thing in self.things} | {PAGE: PAGE}


def read_answer(content: Any, ontology: Ontology) -> Answer:
    """Return what an answer says; items that are not of the form of `answer_schema` are left out and counted."""
    if not isinstance(content, Mapping):
        return Answer(malformed=1)
    classes = frozenset(classes_of(ontology))
    things = [_thing(item, classes) for item in _items(content, "entities")]
    said = [_said(item) for item in _items(content, "statements")]
    known = tuple({thing.id: thing for thing in reversed(things) if thing}.values())[::-1]
    return Answer(known, tuple(one for one in said if one), [*things, *said].count(None))


def _items(content: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the items of a list; what is no object becomes an empty one."""
    items = content.get(name)
    for item in items if isinstance(items, list) else [None]:
        yield item if isinstance(item, Mapping) else {}


def _thing(item: Mapping[str, Any], classes: frozenset[str]) -> Named | None:
    id_, type_, name = (_text(item.get(key)) for key in ("id", "type", "name"))
    surfaces = item.get("mentions")
    if not id_ or id_ == PAGE or type_ not in classes or not isinstance(surfaces, list):
        return None
    words = tuple(dict.fromkeys(filter(None, map(_text, [*surfaces, name]))))
    return Named(id_, type_, name, item.get("named") is not False, words)


def _said(item: Mapping[str, Any]) -> Said | None:
    quote, subject, predicate, end = (_text(item.get(key)) for key in ("quote", "subject", "predicate", "object"))
    status = item.get("status", "asserted")
    if not (quote and subject and predicate and end) or status not in STATUSES:
        return None
    subject_words, object_words = (_text(item.get(key)) for key in ("subject_words", "object_words"))
    speaker, role = (_text(item.get(key)) or None for key in ("said_by", "role"))
    return Said(quote, subject, subject_words, predicate, end, object_words, status, speaker, role)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
