"""Witnesses: models, and programs of one's own, that read a document beside the rules.

What a witness says gets into the graph by the same gate as what a rule says: with a quote that is in the text.
"""

from kg.witness.join import Joined, join_mentions, join_statements
from kg.witness.named import is_recorded, witnesses_of
from kg.witness.seam import LANGUAGE_MODEL, UNASKED, Extractor, Witness

__all__ = [
    "LANGUAGE_MODEL",
    "UNASKED",
    "Extractor",
    "Joined",
    "Witness",
    "is_recorded",
    "join_mentions",
    "join_statements",
    "witnesses_of",
]
