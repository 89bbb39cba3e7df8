"""Full-text search beside a store: labels and aliases, quotes, and documents, in one SQLite file (FTS5)."""

from kg.search.find import KINDS, Hit, Kind, document_text, search_folder, search_index
from kg.search.index import is_available, memory_index, read_texts, write_index

__all__ = [
    "KINDS",
    "Hit",
    "Kind",
    "document_text",
    "is_available",
    "memory_index",
    "read_texts",
    "search_folder",
    "search_index",
    "write_index",
]
