"""What is read from data/gold does not get worse: scores stay above tests/floors.json.

`pytest tests/test_score.py --refloor` raises the floors to the scores of now; to lower one takes `--lower-floors` too.
"""

import json
import math
from pathlib import Path

import pytest

from kg.evaluate import Scores, evaluate, predict, read_gold
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from tests.conftest import ROOT

GOLD = ROOT / "data" / "gold"
FLOORS = Path(__file__).parent / "floors.json"

FIGURES = {
    "overlap ALL f1": ("overlap", "ALL", "f1"),
    "overlap COUNTRY f1": ("overlap", "COUNTRY", "f1"),
    "overlap DATE f1": ("overlap", "DATE", "f1"),
    "entity ALL f1": ("entity", "ALL", "f1"),
    "relation ALL precision": ("relation", "ALL", "precision"),
    "relation ALL recall": ("relation", "ALL", "recall"),
    "status ALL precision": ("status", "ALL", "precision"),
    "evidence ALL precision": ("evidence", "ALL", "precision"),
}


@pytest.fixture(scope="module")
def scores() -> Scores:
    documents, ontology = read_gold(GOLD), load_ontology()
    found, _ = evaluate(documents, predict(documents, ontology, load_lexicon()), ontology=ontology)
    return found


@pytest.fixture(scope="module")
def floors(scores: Scores, request: pytest.FixtureRequest) -> dict[str, float]:
    known: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    if request.config.getoption("--refloor"):
        lower = request.config.getoption("--lower-floors")
        now = {name: math.floor(figure(scores, name) * 100) / 100 for name in FIGURES}
        known = {name: now[name] if lower else max(now[name], known.get(name, 0.0)) for name in FIGURES}
        FLOORS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8", newline="\n")
    return known


def figure(scores: Scores, name: str) -> float:
    measure, kind, which = FIGURES[name]
    found: float = getattr(scores[measure][kind], which)
    return found


def test_every_gold_document_is_read(scores: Scores) -> None:
    assert scores.missing == ()


@pytest.mark.parametrize("name", FIGURES)
def test_score_has_not_fallen(scores: Scores, floors: dict[str, float], name: str) -> None:
    now = figure(scores, name)
    assert now >= floors[name], f"{name}: {now} is below the floor {floors[name]}"
