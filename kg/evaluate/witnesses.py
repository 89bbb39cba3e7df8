"""Compare what the rules read, what witnesses say, and both together, with annotation made by hand."""

from collections.abc import Sequence

from kg.evaluate.gold import GoldDocument
from kg.evaluate.measure import Remark, evaluate
from kg.evaluate.predictions import predict
from kg.evaluate.scores import Scores
from kg.extract import DEFAULT, Extractor
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.witness import Witness


def compare(
    gold: Sequence[GoldDocument], ontology: Ontology, lexicon: Lexicon, witnesses: Sequence[Witness]
) -> dict[str, tuple[Scores, tuple[Remark, ...]]]:
    """Return the scores, with each miss and slip, of the rules, of the witnesses without them, and of both."""
    columns: dict[str, tuple[Sequence[Extractor], Sequence[Witness]]] = {
        "rules": (DEFAULT, ()),
        "witnesses": ((), witnesses),
        "both": (DEFAULT, witnesses),
    }
    return {
        name: evaluate(
            gold, predict(gold, ontology, lexicon, extractors=extractors, witnesses=heard), ontology=ontology
        )
        for name, (extractors, heard) in columns.items()
    }
