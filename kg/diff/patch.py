"""Turn a difference into what applies it: RDF Patch, or SPARQL Update.

RDF Patch: https://afs.github.io/rdf-delta/rdf-patch.html; SPARQL 1.1 Update: https://www.w3.org/TR/sparql11-update/
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.diff.look import parse
from kg.diff.records import Difference

PORTION = 500
"""Triples in one operation: stores have limits (Virtuoso 7 takes 1,000 lines), and 500 are about 100 kB."""

# SPARQL reads \uXXXX before anything else (19.2), so that a backslash before a u must not look like one.
_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)+)([uU])")
_END = b" .\n"


def to_patch(difference: Difference) -> str:
    """Return an RDF Patch: a header named by content, then one transaction that deletes and adds, both sorted."""
    rows = [b"D " + line for line in difference.removed] + [b"A " + line for line in difference.added]
    body = b"".join(rows).decode()
    return f"H id <uuid:{uuid.uuid5(uuid.NAMESPACE_URL, body)}> .\nTX .\n{body}TC .\n"


def to_update(difference: Difference) -> str:
    """Return a SPARQL Update of operations of 500 triples at most, each with one graph; empty without a difference."""
    operations = [
        *(_operation("DELETE", rows) for rows in _portions(difference.removed)),
        *(_operation("INSERT", rows) for rows in _portions(difference.added)),
    ]
    return " ;\n".join(operations) + "\n" if operations else ""


def _portions(lines: Sequence[bytes]) -> Iterator[tuple[str, Sequence[bytes]]]:
    """Yield graphs as N-Quads writes them ("" for the default graph) with some of their lines."""
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    for line, quad in zip(lines, parse(lines), strict=True):
        found["" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)].append(line)
    for graph, rows in sorted(found.items()):
        for start in range(0, len(rows), PORTION):
            yield graph, rows[start : start + PORTION]


def _operation(verb: str, portion: tuple[str, Sequence[bytes]]) -> str:
    graph, lines = portion
    body = "".join(f"{_triple(line, graph)} .\n" for line in lines)
    return f"{verb} DATA {{ GRAPH {graph} {{\n{body}}} }}" if graph else f"{verb} DATA {{\n{body}}}"


def _triple(line: bytes, graph: str) -> str:
    """Return the triple of a line in a graph as SPARQL reads it."""
    text = line.removesuffix(_END).decode()
    triple = text.removesuffix(f" {graph}") if graph else text
    return _ESCAPE.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04X}", triple)
