"""What a program read, as records: from the JSON lines that `kg extract` prints, or by reading the texts here."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kg.errors import ReadError
from kg.evaluate.gold import GoldDocument
from kg.extract import DEFAULT, Extractor, read_facts
from kg.lexicon import Lexicon
from kg.lines import to_object
from kg.ontology import Ontology
from kg.read.jsonl import jsonl_documents
from kg.records import Document, Span, Status
from kg.witness import Witness

_KEYS = ("entities", "mentions", "statements")


@dataclass(frozen=True, slots=True)
class PredictedEntity:
    """A thing as the program gives it; `type` is a class of the ontology."""

    id: str
    type: str
    label: str
    code: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class PredictedStatement:
    """A statement as the program gives it; `evidence` are spans with the text that is said to stand there."""

    subject: str
    predicate: str
    object: str
    status: Status
    evidence: tuple[tuple[Span, str], ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a program read from one document; `mentions` are spans with the ids of their entities."""

    name: str
    entities: Mapping[str, PredictedEntity]
    mentions: tuple[tuple[Span, str], ...]
    statements: tuple[PredictedStatement, ...]


def read_predictions(path: str | Path) -> dict[str, Prediction]:
    """Return the predictions of a file of JSON lines by the name of their document; raise ReadError on a bad line."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read: {error}. Make it with: kg extract SOURCE > predictions.jsonl"
        raise ReadError(message, path=path) from error
    found = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            prediction = _line(line, f"{path}, line {number}")
            found[prediction.name] = prediction
    return found


def _line(line: str, where: str) -> Prediction:
    try:
        return from_object(json.loads(line))
    except json.JSONDecodeError as error:
        message = f"{where} is not JSON ({error.msg}, column {error.colno}). Each line is one object."
        raise ReadError(message, path=where) from error
    except (KeyError, TypeError, AttributeError) as error:
        message = f"{where} is not what kg extract prints: {error!r}. See docs/reference/formats.md."
        raise ReadError(message, path=where) from error


def from_object(found: Mapping[str, Any]) -> Prediction:
    """Return the prediction of one document. Its name is what follows `#`, else the file's name without suffix.

    >>> from_object({"document": "texts/001_x.txt"}).name
    '001_x'
    """
    entities, mentions, statements = (found.get(key, ()) for key in _KEYS)
    return Prediction(
        found["document"].partition("#")[2] or PurePosixPath(found["document"].replace("\\", "/")).stem,
        {e["id"]: PredictedEntity(e["id"], e["type"], e["label"], e.get("code"), e.get("value")) for e in entities},
        tuple((Span(m["start"], m["end"]), m["entity"]) for m in mentions),
        tuple(
            PredictedStatement(
                s["subject"],
                s["predicate"],
                s["object"],
                s.get("status", "asserted"),
                tuple((Span(e["start"], e["end"]), e["text"]) for e in s.get("evidence", ())),
            )
            for s in statements
        ),
    )


def predict(
    gold: Iterable[GoldDocument],
    ontology: Ontology,
    lexicon: Lexicon,
    *,
    extractors: Sequence[Extractor] = DEFAULT,
    witnesses: Sequence[Witness] = (),
) -> dict[str, Prediction]:
    """Return what this program reads from the annotated texts, given their dates where the annotation knows them."""
    found = {}
    for document in gold:
        for one in gold_text(document):
            reading = read_facts(one, ontology, lexicon, extractors=extractors, witnesses=witnesses)
            found[document.name] = from_object(to_object(reading))
    return found


def gold_text(gold: GoldDocument) -> list[Document]:
    """Return an annotated text as it is read: a line of JSON with its date."""
    line = {"id": gold.name, "text": gold.text} | ({"date": gold.date} if gold.date else {})
    data = json.dumps(line, ensure_ascii=False).encode()
    return [item for item in jsonl_documents(data, "gold.jsonl") if isinstance(item, Document)]
