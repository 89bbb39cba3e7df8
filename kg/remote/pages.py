"""Read long answers by the page: no store cuts a short one, and Virtuoso 7 refuses OFFSET beyond 10,000 rows."""

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from kg.rdf import ALIAS, LABEL, TYPE, Term, kg
from kg.store.results import Cells

PAGE = 5_000
"""Rows of a page: half of what Debian's Virtuoso gives at most."""
NAMES = (LABEL, ALIAS, kg("isoCode"), kg("edtf"), TYPE)
"""The properties by which people name an entity, and the one that says that there is such an entity."""


def read_pages(select: Callable[[str], tuple[Cells, ...]], head: str) -> Iterator[Cells]:
    """Yield the rows of a SELECT by its first variable, an IRI; `head` ends before the brace that closes WHERE.

    A page begins with the IRI at which the page before ended, so some rows come twice.
    """
    variable = head.split()[1]
    last, limit = "", PAGE
    while True:
        rest = f" FILTER(STR({variable}) >= {ox.Literal(last)})" if last else ""
        rows = select(f"{head}{rest} }} ORDER BY STR({variable}) LIMIT {limit}")
        yield from rows
        if len(rows) < limit:
            return
        end = iri_of(rows[-1][0])
        last, limit = end, 2 * limit if end == last else PAGE


def iri_of(term: Term | None) -> str:
    """Return the IRI that a cell holds, or ""."""
    return term.value if isinstance(term, ox.NamedNode) else ""
