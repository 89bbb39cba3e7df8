"""Turn two states of a graph into what changed between them, with the cause and the quote of each change."""

from kg.diff.compare import compare
from kg.diff.digest import to_markdown
from kg.diff.patch import to_patch, to_update
from kg.diff.records import Cause, Difference, DocumentChange, EntityChange, FactChange, Said
from kg.diff.sides import Side, open_former, open_side
from kg.diff.table import to_table

__all__ = [
    "Cause",
    "Difference",
    "DocumentChange",
    "EntityChange",
    "FactChange",
    "Said",
    "Side",
    "compare",
    "open_former",
    "open_side",
    "to_markdown",
    "to_patch",
    "to_table",
    "to_update",
]
