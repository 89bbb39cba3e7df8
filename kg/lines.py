"""Turn a reading into the JSON object that `kg extract` prints, one a document (docs/reference/formats.md)."""

import json
from collections.abc import Iterable
from typing import Any

from kg.records import Entity, Mention, Reading, Statement, Timex

PRINTED = frozenset({"name", "nominal"})
"""The kinds of mention that are printed; words that point back ("the agency") are not."""


def to_line(reading: Reading, *, timexes: Iterable[Timex] | None = None) -> str:
    """Return the reading as one line of JSON, without the line break.

    `timexes` are put under `timex`.
    """
    return json.dumps(to_object(reading, timexes=timexes), ensure_ascii=False)


def to_object(reading: Reading, *, timexes: Iterable[Timex] | None = None) -> dict[str, Any]:
    """Return the reading as plain lists and dictionaries.

    >>> from kg.records import Document
    >>> to_object(Reading(Document("a.txt", "China")))
    {'document': 'a.txt', 'entities': [], 'mentions': [], 'statements': []}
    """
    found: dict[str, Any] = {
        "document": reading.document.source,
        "entities": [_entity(entity) for entity in reading.entities],
        "mentions": [_mention(mention) for mention in reading.mentions if mention.kind in PRINTED],
        "statements": [_statement(statement) for statement in reading.statements],
    }
    if timexes is not None:
        found["timex"] = [_timex(timex) for timex in timexes]
    return found


def _entity(entity: Entity) -> dict[str, Any]:
    found: dict[str, Any] = {"id": entity.id, "type": entity.type, "label": entity.label}
    if entity.aliases:
        found["aliases"] = list(entity.aliases)
    if entity.code is not None:
        found["code"] = entity.code
    if entity.type == "Date":
        found["value"] = entity.value
    return found


def _mention(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "text": mention.text, "entity": mention.entity}


def _statement(statement: Statement) -> dict[str, Any]:
    found: dict[str, Any] = {
        "subject": statement.subject,
        "predicate": statement.predicate,
        "object": statement.object,
        "status": statement.status,
        "attributedTo": statement.attributed_to,
        "role": statement.role,
        "foundBy": next(iter(statement.finders), ""),
        "evidence": [{"start": e.start, "end": e.end, "text": e.quote} for e in statement.evidence],
    }
    if statement.witnesses:
        found["witnesses"] = list(statement.witnesses)
    return found


def _timex(timex: Timex) -> dict[str, Any]:
    return {"start": timex.start, "end": timex.end, "text": timex.text, "type": timex.type, "value": timex.value}
