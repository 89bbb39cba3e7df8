"""What is read from annotated documents does not get worse: scores stay above tests/floors.json.

Two sets are scored: data/gold, written for this project, and real documents that are not part of it, where they are
there (`KG_GOLD=DIR`, or `../shared/gold` beside the checkout).

`pytest tests/test_score.py --refloor` raises the floors to the scores of now; to lower one takes `--lower-floors` too.
"""

import json
import math
import os
from functools import cache
from pathlib import Path

import pytest

from kg.evaluate import Scores, evaluate, predict, read_gold
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from tests.conftest import ROOT

SETS = {
    "own": ROOT / "data" / "gold",
    "real": Path(os.environ.get("KG_GOLD", ROOT.parent / "shared" / "gold")),
}
FLOORS = Path(__file__).parent / "floors.json"

FIGURES = {
    "overlap ALL f1": ("overlap", "ALL", "f1"),
    "overlap COUNTRY f1": ("overlap", "COUNTRY", "f1"),
    "overlap DATE f1": ("overlap", "DATE", "f1"),
    "overlap PERSON f1": ("overlap", "PERSON", "f1"),
    "overlap ORG f1": ("overlap", "ORG", "f1"),
    "overlap PROJECT f1": ("overlap", "PROJECT", "f1"),
    "overlap AGREEMENT f1": ("overlap", "AGREEMENT", "f1"),
    "overlap PLACE f1": ("overlap", "PLACE", "f1"),
    "entity ALL f1": ("entity", "ALL", "f1"),
    "value country code precision": ("value", "country code", "precision"),
    "value date value precision": ("value", "date value", "precision"),
    "relation ALL precision": ("relation", "ALL", "precision"),
    "relation ALL recall": ("relation", "ALL", "recall"),
    "relation ALL f1": ("relation", "ALL", "f1"),
    "status ALL precision": ("status", "ALL", "precision"),
    "evidence ALL precision": ("evidence", "ALL", "precision"),
}


@cache
def scores(name: str) -> Scores:
    """Return the scores of a set as this checkout reads it."""
    if name == "real" and not (SETS[name] / "gold").is_dir():
        pytest.skip(f"{SETS[name]} is not there: scores of real documents are not checked")
    documents, ontology = read_gold(SETS[name]), load_ontology()
    found, _ = evaluate(documents, predict(documents, ontology, load_lexicon()), ontology=ontology)
    return found


@pytest.fixture(scope="module")
def floors(request: pytest.FixtureRequest) -> dict[str, dict[str, float]]:
    known: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    if request.config.getoption("--refloor"):
        lower = request.config.getoption("--lower-floors")
        for name, folder in SETS.items():
            if (folder / "gold").is_dir():
                now = {figure: _floor(name, figure) for figure in FIGURES}
                old = known.get(name, {})
                known[name] = {key: now[key] if lower else max(now[key], old.get(key, 0.0)) for key in FIGURES}
        FLOORS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8", newline="\n")
    return known


def _floor(name: str, figure: str) -> float:
    return math.floor(_value(name, figure) * 100) / 100


def _value(name: str, figure: str) -> float:
    measure, kind, which = FIGURES[figure]
    found: float = getattr(scores(name)[measure][kind], which)
    return found


@pytest.mark.parametrize("name", SETS)
def test_every_gold_document_is_read(name: str) -> None:
    assert scores(name).missing == ()


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", SETS)
def test_score_has_not_fallen(floors: dict[str, dict[str, float]], name: str, figure: str) -> None:
    now = _value(name, figure)
    assert now >= floors[name][figure], f"{name}: {figure}: {now} is below the floor {floors[name][figure]}"
