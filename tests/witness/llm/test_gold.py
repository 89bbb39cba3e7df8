"""The gate and the linking lose next to nothing that is true: answers equal to the annotation score so."""

import os
from pathlib import Path

import pytest

from benchmarks.witness import MODEL, write_answers
from kg.evaluate import evaluate, predict, read_gold
from kg.evaluate.scores import ALL
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.witness.llm.witness import LanguageModel
from tests.conftest import ROOT

FOLDERS = [ROOT / "data" / "gold", *([Path(os.environ["KG_GOLD"])] if "KG_GOLD" in os.environ else [])]


@pytest.mark.parametrize("folder", FOLDERS, ids=[f"set {number}" for number in range(len(FOLDERS))])
def test_answers_equal_to_the_annotation_get_through(
    folder: Path, tmp_path: Path, ontology: Ontology, lexicon: Lexicon
) -> None:
    gold = read_gold(folder)
    write_answers(gold, folder, tmp_path, ontology, lexicon)
    found = predict(gold, ontology, lexicon, extractors=(), witnesses=[LanguageModel(MODEL, tmp_path)])
    scores, remarks = evaluate(gold, found, ontology=ontology)
    assert scores["relation"][ALL].f1 >= 0.97, [one.text for one in remarks if one.measure == "relation"]
    assert scores["evidence"][ALL].precision == 1
