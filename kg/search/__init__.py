"""Full-text search beside a store: labels and aliases, quotes, and documents, in one SQLite file (FTS5).

What makes an index is loaded when it is first used: who only searches needs no store.
"""

from typing import TYPE_CHECKING

from kg.search.file import is_available, read_texts
from kg.search.find import KINDS, Hit, Kind, document_text, search_folder, search_index

if TYPE_CHECKING:
    from kg.search.index import Index, memory_index, write_index

__all__ = [
    "KINDS",
    "Hit",
    "Index",
    "Kind",
    "document_text",
    "is_available",
    "memory_index",
    "read_texts",
    "search_folder",
    "search_index",
    "write_index",
]


def __getattr__(name: str) -> object:
    """Return a function that makes an index, loaded from its module (PEP 562)."""
    if name in {"Index", "memory_index", "write_index"}:
        from kg.search import index

        return getattr(index, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
