"""Compare what was read with annotation made by hand: scores for mentions, entities, values, relations and status."""

from kg.evaluate.gold import GoldDocument, read_gold
from kg.evaluate.measure import Remark, evaluate
from kg.evaluate.predictions import Prediction, predict, read_predictions
from kg.evaluate.scores import Score, Scores
from kg.evaluate.witnesses import compare

__all__ = [
    "GoldDocument",
    "Prediction",
    "Remark",
    "Score",
    "Scores",
    "compare",
    "evaluate",
    "predict",
    "read_gold",
    "read_predictions",
]
