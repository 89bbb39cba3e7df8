"""Count the independent sources of a fact: its documents, copies of one another as one."""

from collections.abc import Iterable, Mapping

from kg.text import counted

Copies = Mapping[str, str]
"""The names of copies, each with that of the first document of its group."""


def count_sources(documents: Iterable[str], copies: Copies) -> int:
    """Return how many independent sources some documents (IRIs) are.

    >>> count_sources(["release", "repost", "report"], {"repost": "release"})
    2
    """
    return len({copies.get(document, document) for document in documents})


def support(documents: int, sources: int) -> str:
    """Return how many documents say something, and how many independent sources they are where that differs.

    >>> support(3, 2), support(3, 3), support(1, 1)
    ('3 documents, 2 independent sources', '3 documents', '1 document')
    """
    said = counted(documents, "document")
    if not sources or sources >= documents:
        return said
    return f"{said}, {counted(sources, 'independent source')}"
