"""Turn documents into a knowledge graph that can prove every fact.

    >>> import kg
    >>> graph = kg.build(["data/articles"])  # doctest: +SKIP
    >>> graph.explain("China", "signatory of")  # doctest: +SKIP
    >>> graph.write("kg-out")  # doctest: +SKIP

Names are loaded when they are first used, so that `import kg` and `kg --help` take no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.compose import Readings, build, readings
    from kg.errors import KGError, OntologyError, QueryError, ReadError, StoreError
    from kg.graph import KnowledgeGraph
    from kg.graph import open_graph as open  # noqa: A004 - kg.open reads like gzip.open
    from kg.records import Document, Reading, Statement

__version__ = "0.1.0"

__all__ = [
    "Document",
    "KGError",
    "KnowledgeGraph",
    "OntologyError",
    "QueryError",
    "ReadError",
    "Reading",
    "Readings",
    "Statement",
    "StoreError",
    "build",
    "open",
    "readings",
]

_HOMES = {
    "kg.compose": ("Readings", "build", "readings"),
    "kg.errors": ("KGError", "OntologyError", "QueryError", "ReadError", "StoreError"),
    "kg.graph": ("KnowledgeGraph",),
    "kg.records": ("Document", "Reading", "Statement"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Return a public name, loaded from its module (PEP 562)."""
    if name == "open":
        return import_module("kg.graph").open_graph
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
