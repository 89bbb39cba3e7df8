"""The graph of six documents: a release, two reposts of it, an own report, one with another launch date, and a plan."""

from functools import cache
from pathlib import Path

from kg.compose import build
from kg.graph import KnowledgeGraph

SIX = Path(__file__).parent / "six"
BASE = "https://kg.example/"
CRAFT = "project/chang-e-6"
DAYS = ("date/2024-05-03", "date/2024-05-04")


@cache
def six() -> KnowledgeGraph:
    """Return the graph, built once."""
    return build([SIX])


def document(name: str) -> str:
    """Return the path of one of the documents."""
    return next(row["id"] for row in six().report["documents"] if Path(row["source"]).stem == name)
