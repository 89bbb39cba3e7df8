"""A GLiNER model as a witness: names of the classes of the ontology, which are its labels (extra `gliner`).

A model is loaded from a folder, or from what Hugging Face's client has kept on this machine; never from the net. It
runs on the processor.
"""

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import KGError
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Mention, Reading, Span, Statement
from kg.sentences import split_sentences
from kg.witness.files import digest_of
from kg.witness.llm.schema import classes_of
from kg.witness.names import Marked, to_mentions
from kg.witness.seam import Witness

_THRESHOLD = 0.5
"""How sure the model must be: GLiNER's own default."""
_UNASKED = frozenset(["Actor", "Date"])
"""Classes that are no labels: what is an actor is a country or a body; dates get their values from rules."""
_CONFIG = "gliner_config.json"
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


@dataclass(frozen=True, slots=True)
class GlinerWitness:
    """A model by its folder or its name at Hugging Face; it is loaded, once in a process, when it is first asked."""

    model: str
    threshold: float = _THRESHOLD

    @property
    def name(self) -> str:
        """Its kind and the last part of the model's name, or of its path."""
        return f"gliner:{_name(self.model)}"

    def mentions(self, reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Sequence[Mention]:
        """Return the names that the model finds for the labels of the ontology."""
        model, labels = _model(self.model), labels_of(ontology)
        windows = [*_windows(reading.document, model)]
        texts = [reading.document.text[window.start : window.end] for window in windows]
        found = model.inference(texts, [*labels], threshold=self.threshold) if texts else []
        marked = [
            Marked(window.start + entity["start"], window.start + entity["end"], labels[entity["label"]])
            for window, entities in zip(windows, found, strict=True)
            for entity in entities
        ]
        return to_mentions(marked, reading, ontology, lexicon, finder=self.name)

    def statements(
        self,
        _reading: Reading,
        _entities: Sequence[Entity],
        _mentions: Sequence[Mention],
        _ontology: Ontology,
        _lexicon: Lexicon,
    ) -> Sequence[Statement]:
        """Return nothing: it only names."""
        return ()


def load(model: str) -> Witness:
    """Return the witness; raises KGError where GLiNER is not installed or the model is not on this machine."""
    _folder(model)
    return GlinerWitness(model)


def fingerprint(model: str) -> str:
    """Return the revision of a kept model, or the hash of a folder's files, and the versions of GLiNER and PyTorch."""
    folder = _folder(model)
    files = digest_of(folder) if folder == Path(model) else folder.name
    return f"gliner:{_name(model)} {files} gliner {version('gliner')} torch {version('torch')}"


def labels_of(ontology: Ontology) -> Mapping[str, str]:
    """Return the classes that a model is asked for, by what they are called.

    >>> from kg.ontology import load_ontology
    >>> labels_of(load_ontology())["launch vehicle"]
    'LaunchVehicle'
    """
    return {ontology.classes[name].label: name for name in classes_of(ontology) if name not in _UNASKED}


def _windows(document: Document, model: Any) -> Iterator[Span]:
    """Yield the article in ranges of whole sentences that the model can take: so many words as it was made for.

    A sentence that is longer is cut between two words.
    """
    most, article = model.config.max_len, document.main or (Span(0, len(document.text)),)
    start = end = count = 0
    for span in split_sentences(document.text, article):
        words = [*model.data_processor.words_splitter(document.text[span.start : span.end])]
        for first in range(0, len(words), most):
            part = words[first : first + most]
            begin, stop = span.start + part[0][1], span.start + part[-1][2]
            if count and (count + len(part) > most or not any(Span(start, stop) in main for main in article)):
                yield Span(start, end)
                count = 0
            start = start if count else begin
            end = stop
            count += len(part)
    if count:
        yield Span(start, end)


def _name(model: str) -> str:
    return Path(model).name or model


def _folder(model: str) -> Path:
    """Return the folder of a model: the path that is given, or where Hugging Face's client keeps it."""
    if find_spec("gliner") is None:
        message = f"the witness gliner:{model} needs GLiNER, which is not installed."
        raise KGError(f"{message} Run: pip install 'provenkg[gliner]'")
    folder = Path(model)
    if (folder / _CONFIG).is_file():
        return folder
    if folder.is_dir():
        raise KGError(f"{model} is no GLiNER model: it has no {_CONFIG}. Give a folder that save_pretrained() wrote.")
    from huggingface_hub import constants, try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        kept = try_to_load_from_cache(model, _CONFIG)
    except HFValidationError:  # no name that a model could have
        kept = None
    if isinstance(kept, str):
        return Path(kept).parent
    message = f"no GLiNER model {model}: it is neither a folder nor kept in {constants.HF_HUB_CACHE}."
    raise KGError(f"{message} To get it, run: hf download {model}")


@cache
def _model(model: str) -> Any:
    os.environ.update(dict.fromkeys(_OFFLINE, "1"))
    folder = _folder(model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of PyTorch about itself
        from gliner import GLiNER

        try:
            return GLiNER.from_pretrained(str(folder), local_files_only=True, map_location="cpu").eval()
        except (ImportError, KeyError, OSError, RuntimeError, ValueError) as error:
            why = next(iter(str(error).splitlines()), type(error).__name__)
            message = f"the GLiNER model {model} cannot be loaded by GLiNER {version('gliner')}: {why}"
            raise KGError(message) from error
