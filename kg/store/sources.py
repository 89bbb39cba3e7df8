"""Read which documents of a store are copies of one another."""

import pyoxigraph as ox

from kg.corroborate.sources import Copies
from kg.rdf import kg
from kg.store.names import base_of


def read_copies(store: ox.Store) -> Copies:
    """Return which documents of a store (IRIs) are copies, and of which."""
    return {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, kg("copyOf"), None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }


def told_copies(store: ox.Store) -> dict[str, str]:
    """Return the copies by their paths."""
    base = base_of(store) or ""
    return {copy.removeprefix(base): first.removeprefix(base) for copy, first in read_copies(store).items()}
