"""A spaCy pipeline as a witness: its entities are mentions, and the frames match on its parse (extra `spacy`).

Sentences are those of `kg.sentences`, each read by itself. A pipeline reads the parts of a document in its language.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KGError
from kg.find.languages import ENGLISH, split_languages
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Mention, Reading, Span, Statement
from kg.sentences import read_lines
from kg.witness.files import digest_of
from kg.witness.names import Marked, to_mentions
from kg.witness.seam import Witness

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_ANY = "xx"
"""What spaCy calls the language of a pipeline for all of them."""


@dataclass(frozen=True, slots=True)
class SpacyWitness:
    """A pipeline by its name or folder; it is loaded, once in a process, when it is first asked."""

    model: str

    @property
    def name(self) -> str:
        """Its kind and the name of the pipeline, or of its folder."""
        return f"spacy:{_name(self.model)}"

    def mentions(self, reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Sequence[Mention]:
        """Return the entities that the pipeline finds and that its labels have classes for."""
        document = _own_part(reading.document, self.model)
        lines = read_lines(document.text, document.main)
        marked = [
            Marked(line.span.start + entity.start_char, line.span.start + entity.end_char, entity.label_)
            for line, doc in zip(lines, _docs(self.model, document.text, document.main), strict=True)
            for entity in doc.ents
        ]
        return to_mentions(marked, reading, ontology, lexicon, finder=self.name)

    def statements(
        self,
        reading: Reading,
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        ontology: Ontology,
        _lexicon: Lexicon,
    ) -> Sequence[Statement]:
        """Return what the frames, which are English, state on the parse; nothing where the pipeline has no parser."""
        from kg.witness.parsed import parsed_statements

        if _pipeline(self.model).lang not in {ENGLISH, _ANY}:
            return ()
        spans = (part.span for part in split_languages(reading.document) if part.language == ENGLISH)
        document = replace(reading.document, main=tuple(spans))
        docs = _docs(self.model, document.text, document.main)
        if not all(doc.has_annotation("DEP") for doc in docs if len(doc)):
            return ()
        return parsed_statements(document, docs, entities, mentions, ontology)


def load(model: str) -> Witness:
    """Return the witness; raises KGError where spaCy or the pipeline is not installed."""
    _folder(model)
    return SpacyWitness(model)


def fingerprint(model: str) -> str:
    """Return name and version of an installed pipeline, the hash of a folder's files, and spaCy's version."""
    folder = _folder(model)
    if folder is not None:
        return f"spacy:{_name(model)} {digest_of(folder)} spacy {version('spacy')}"
    from spacy.util import get_package_path

    about = json.loads((get_package_path(model) / "meta.json").read_text(encoding="utf-8"))
    return f"spacy:{model} {about['lang']}_{about['name']} {about['version']} spacy {version('spacy')}"


def _name(model: str) -> str:
    """Return the name of an installed pipeline, or the last part of a path: where models lie is nobody's business."""
    return Path(model).name or model


def _folder(model: str) -> Path | None:
    """Return the folder of a pipeline, None for one that is an installed package."""
    if find_spec("spacy") is None:
        raise KGError(
            f"the witness spacy:{model} needs spaCy, which is not installed. Run: pip install 'provenkg[spacy]'"
        )
    from spacy.util import get_installed_models, is_package

    folder = Path(model)
    if is_package(model):
        return None
    if (folder / "config.cfg").is_file():
        return folder
    if folder.is_dir():
        raise KGError(f"{model} is no spaCy pipeline: it has no config.cfg. Give a folder that nlp.to_disk() wrote.")
    installed = ", ".join(sorted(get_installed_models())) or "none"
    message = f"no spaCy pipeline {model}: it is neither an installed package ({installed}) nor a folder."
    raise KGError(f"{message} To install it, run: python -m spacy download {model}")


@cache
def _pipeline(model: str) -> "Language":
    import spacy

    folder = _folder(model)
    try:
        return spacy.load(folder or model)
    except (ImportError, OSError, ValueError) as error:
        why = next(iter(str(error).splitlines()), "")
        raise KGError(f"the spaCy pipeline {model} cannot be loaded by spaCy {version('spacy')}: {why}") from error


def _own_part(document: Document, model: str) -> Document:
    """Return the document with the parts in the pipeline's language as its main text."""
    language = _pipeline(model).lang
    spans = tuple(part.span for part in split_languages(document) if language in {part.language, _ANY})
    return replace(document, main=spans)


@lru_cache(maxsize=2)
def _docs(model: str, text: str, spans: tuple[Span, ...]) -> tuple["Doc", ...]:
    """Return the sentences of a text as the pipeline reads them; a document is asked for twice."""
    return tuple(_pipeline(model).pipe(text[line.span.start : line.span.end] for line in read_lines(text, spans)))
