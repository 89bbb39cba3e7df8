"""Annotation made by hand as records: `texts/NAME.txt` with `gold/NAME.json` (docs/reference/annotation.md)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadError
from kg.records import Span, Status
from kg.text import whole_words

PAGE = "doc"
"""The identifier of the page itself in an annotation."""


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated thing; `code` is a country's ISO 3166-1 code, `value` a date's EDTF value."""

    id: str
    type: str
    name: str
    code: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class GoldMention:
    """A span that names an annotated entity."""

    span: Span
    type: str
    entity: str


@dataclass(frozen=True, slots=True, order=True)
class GoldRelation:
    """What the text says of two entities; `predicate` is in snake case."""

    subject: str
    predicate: str
    object: str
    status: Status


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with its annotation. `main` are the ranges of the article, None where all of it counts."""

    name: str
    text: str
    date: str | None
    main: tuple[Span, ...] | None
    entities: Mapping[str, GoldEntity]
    mentions: tuple[GoldMention, ...]
    relations: tuple[GoldRelation, ...]

    def is_main(self, span: Span) -> bool:
        """Return whether the span lies in the article."""
        return self.main is None or any(span in part for part in self.main)


def read_gold(folder: str | Path) -> list[GoldDocument]:
    """Return the annotated documents of a folder, by name; raise ReadError where there are none or one is wrong."""
    folder = Path(folder)
    files = sorted((folder / "gold").glob("*.json"))
    if not files:
        message = f"{folder} holds no annotation. Give a folder with texts/NAME.txt and gold/NAME.json."
        raise ReadError(message, path=folder)
    return [_document(file, folder / "texts" / f"{file.stem}.txt") for file in files]


def _document(file: Path, text_file: Path) -> GoldDocument:
    try:
        annotation = json.loads(file.read_text(encoding="utf-8"))
        text = text_file.read_bytes().decode("utf-8")
        return _parsed(file.stem, text, annotation)
    except OSError as error:
        message = f"{error.filename} cannot be read: {error.strerror}. Each gold/NAME.json needs its texts/NAME.txt."
        raise ReadError(message, path=text_file) from error
    except ValueError as error:
        raise ReadError(f"{file}: {error}. Mend the annotation.", path=file) from error
    except KeyError as error:
        raise ReadError(f"{file}: {error} is missing. Mend the annotation.", path=file) from error


def _parsed(name: str, text: str, annotation: Mapping[str, Any]) -> GoldDocument:
    main = annotation.get("main_text")
    spans = tuple(Span(start, end) for start, end in main) if main else None
    entities = {
        found["id"]: GoldEntity(found["id"], found["type"], found["name"], found.get("iso"), found.get("value"))
        for found in annotation["entities"]
    }
    relations = tuple(
        GoldRelation(found["subject"], found["predicate"], found["object"], _status(found))
        for found in annotation["relations"]
    )
    for end in {end for relation in relations for end in (relation.subject, relation.object)} - entities.keys():
        message = f"a relation names {end!r}, which is no entity"
        raise ValueError(message)
    document = GoldDocument(name, text, annotation.get("document_date"), spans, entities, (), relations)
    mentions = tuple(m for m in _mentions(text, annotation) if document.is_main(m.span))
    return GoldDocument(name, text, document.date, spans, entities, mentions, relations)


def _status(relation: Mapping[str, Any]) -> Status:
    if relation.get("negated"):
        return "negated"
    return "planned" if relation.get("planned") else "asserted"


def _mentions(text: str, annotation: Mapping[str, Any]) -> list[GoldMention]:
    """Return where the surfaces stand: the longest first, none inside another, without the exceptions."""
    skipped = {(found["surface"], found["occurrence"]) for found in annotation.get("exceptions", ())}
    places = [
        (span, entity, (surface, number))
        for entity in annotation["entities"]
        for surface in entity.get("surfaces", ())
        for number, span in enumerate(_places(text, surface), 1)
    ]
    places.sort(key=lambda place: (place[0].start - place[0].end, place[0].start))
    taken: list[Span] = []
    mentions = []
    for span, entity, occurrence in places:
        if any(span.overlaps(other) for other in taken):
            continue
        taken.append(span)
        if occurrence not in skipped:
            mentions.append(GoldMention(span, entity["type"], entity["id"]))
    return sorted(mentions)


def _places(text: str, surface: str) -> Iterator[Span]:
    """Yield where the surface stands as whole words."""
    for found in whole_words(surface[0], re.escape(surface), surface[-1]).finditer(text):
        yield Span(found.start(), found.end())
