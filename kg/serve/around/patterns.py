"""The parts of SPARQL that the queries share.

Oxigraph may turn the order of a group round, and then reads all statements of a hub once for each of its facts. A
subselect with a LIMIT is evaluated by itself, so that the queries say what is read first; `barrier` writes one.
"""

from collections.abc import Iterable

from kg.serve.pages.ask import iri_text

GRAPHS = {"asserted": "", "planned": "<graph/planned>", "negated": "<graph/negated>"}
"""The graph of the facts of each status, the default graph for none; relative to the base of the store."""

INFERRED = "<graph/inferred>"
NO_FACT = "FILTER(?p != rdf:type && ?p != <http://www.w3.org/2002/07/owl#sameAs>)"
FOLDED = "{ VALUES ?folded { kg:Date kg:Document } %s a ?folded }"
MOST_ROWS = 30_000
"""Rows that any part of a query may give: what is more is cut off, so that no hub is too large."""


def within(graph: str, pattern: str) -> str:
    """Return a pattern in a graph, in the default graph for none.

    >>> within("<graph/planned>", "?s ?p ?o")
    'GRAPH <graph/planned> { ?s ?p ?o }'
    """
    return f"GRAPH {graph} {{ {pattern} }}" if graph else pattern


def values(variable: str, iris: Iterable[str]) -> str:
    """Return the values of a variable.

    >>> values("?s", ["https://kg.example/a"])
    'VALUES ?s { <https://kg.example/a> }'
    """
    return f"VALUES {variable} {{ {' '.join(map(iri_text, iris))} }}"


def numbered(variable: str, number: str, iris: Iterable[str]) -> str:
    """Return the values of a variable, each with its number.

    A query that gives numbers back is answered in half the time: Oxigraph looks up every IRI that it writes, but keeps
    short strings where it finds them.

    >>> numbered("?s", "?i", ["https://kg.example/a"])
    'VALUES (?s ?i) { (<https://kg.example/a> "0") }'
    """
    rows = " ".join(f'({iri_text(iri)} "{place}")' for place, iri in enumerate(iris))
    return f"VALUES ({variable} {number}) {{ {rows} }}"


def named(variable: str, name: str, terms: Iterable[str]) -> str:
    """Return the properties that a variable may be, each with its local name.

    >>> named("?p", "?k", ["kg:quote"])
    'VALUES (?p ?k) { (kg:quote "quote") }'
    """
    rows = " ".join(f'({term} "{term.rpartition(":")[2]}")' for term in terms)
    return f"VALUES ({variable} {name}) {{ {rows} }}"


def either(parts: Iterable[str]) -> str:
    """Return the union of groups."""
    return " UNION ".join(f"{{ {part} }}" for part in parts)


def barrier(variables: str, pattern: str, limit: int = MOST_ROWS) -> str:
    """Return a group that is evaluated before what stands around it."""
    return f"{{ SELECT {variables} {{ {pattern} }} LIMIT {limit} }}"


def facts_of(thing: str, other: str) -> str:
    """Return what finds the other ends of an entity's stated facts, one solution for each fact."""
    ways = (f"{thing} ?p {other}", f"{other} ?p {thing}")
    return f"{either(within(graph, way) for graph in GRAPHS.values() for way in ways)} FILTER(ISIRI({other})) {NO_FACT}"
