"""Witnesses: models, and programs of one's own, that read a document beside the rules.

What a witness says gets into the graph by the same gate as what a rule says: with a quote that is in the text.
"""

from kg.witness.join import Joined, join_mentions, join_statements
from kg.witness.seam import Witness

__all__ = ["Joined", "Witness", "join_mentions", "join_statements"]
