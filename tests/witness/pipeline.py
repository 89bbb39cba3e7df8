"""A spaCy pipeline that is made, and trained for seconds, by a test."""

import re
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

PARSES = Path(__file__).with_name("parses.txt")
_STEPS = 80  # after 60 it reads every sentence as it is to


def train(folder: Path) -> Path:
    """Train a parser and an entity recogniser on the sentences of `parses.txt`, and write them to a folder."""
    fix_random_seed(7)
    nlp = spacy.blank("en")
    nlp.add_pipe("parser", config={"min_action_freq": 1})  # with few sentences no label is frequent
    nlp.add_pipe("ner")
    examples = [*_examples(nlp)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(_STEPS):
        nlp.update(examples, sgd=optimizer, drop=0.0)
    nlp.to_disk(folder)
    return folder


def sentences() -> list[str]:
    """Return the sentences of `parses.txt`."""
    return [_text([token.split("/")[0] for token in line.split()]) for line, _ in _rows()]


def _rows() -> Iterator[tuple[str, str]]:
    lines = PARSES.read_text(encoding="utf-8").splitlines()[1:]
    yield from zip(lines[::2], lines[1::2], strict=True)


def _text(words: list[str]) -> str:
    return re.sub(r" ([.,])", r"\1", " ".join(words))


def _examples(nlp: Language) -> Iterator[Example]:
    for line, entities in _rows():
        words, deps, heads = zip(*(token.split("/") for token in line.split()), strict=True)
        text = _text([*words])
        doc = nlp.make_doc(text)
        assert [token.text for token in doc] == [*words]
        spans = []
        for entity in entities.split():
            name, label = entity.replace("_", " ").split("=")
            spans += [(match.start(), match.end(), label) for match in re.finditer(re.escape(name), text)]
        annotation = {"heads": [int(head) for head in heads], "deps": [*deps], "entities": spans}
        yield Example.from_dict(doc, annotation)


def parsed(text: str, parse: str) -> Doc:
    """Return a document with the parse given as "DEPENDENCY/HEAD …", one a word."""
    nlp = spacy.blank("en")
    doc = nlp(text)
    deps, heads = zip(*(part.split("/") for part in parse.split()), strict=True)
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    return Doc(nlp.vocab, words, spaces, deps=[*deps], heads=[int(head) for head in heads])
