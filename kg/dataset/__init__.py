"""Describe a graph as a dataset that catalogues and SPARQL clients can find and judge: VoID, DCAT and PROV."""

from kg.dataset.about import About, Dump, Making, find_dumps, read_making
from kg.dataset.describe import describe_dataset
from kg.dataset.text import FORMS, description_text

__all__ = ["FORMS", "About", "Dump", "Making", "describe_dataset", "description_text", "find_dumps", "read_making"]
