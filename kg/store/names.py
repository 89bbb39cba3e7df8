"""Turn IRIs back into what people read: paths, prefixed names, spans."""

import re
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf import PREFIXES, TYPE, kg
from kg.records import Span


@dataclass(frozen=True, slots=True)
class Shortener:
    """Writes IRIs for people: ids below the base as paths, terms of known vocabularies with their prefix."""

    base: str

    def __call__(self, node: str) -> str:
        """Return the short form of an IRI.

        >>> short = Shortener("https://kg.example/")
        >>> short("https://kg.example/country/CN"), short("http://a.example/b")
        ('country/CN', 'http://a.example/b')
        """
        if node.startswith(self.base):
            return node.removeprefix(self.base)
        for prefix, namespace in PREFIXES.items():
            if node.startswith(namespace):
                return f"{prefix}:{node.removeprefix(namespace)}"
        return node


def base_of(store: ox.Store) -> str | None:
    """Return the base of a store: what stands before the path of its documents, or None in a store without any."""
    # Quads of the default graph come first, one for each document: whether its graph is there as well is asked at once.
    for quad in store.quads_for_pattern(None, TYPE, kg("Document"), None):
        name = quad.subject
        if isinstance(name, ox.NamedNode) and ox.Quad(name, TYPE, kg("Document"), name) in store:
            return name.value.rpartition("document/")[0]
    return None


def span_of(fragment: str) -> Span | None:
    """Return the span of an RFC 5147 fragment.

    >>> span_of("char=3,9")
    Span(start=3, end=9)
    """
    found = re.fullmatch(r"char=(\d+),(\d+)", fragment)
    return Span(int(found[1]), int(found[2])) if found else None
