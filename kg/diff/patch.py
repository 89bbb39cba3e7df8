"""Turn a difference into what applies it: RDF Patch, or SPARQL Update.

RDF Patch: https://afs.github.io/rdf-delta/rdf-patch.html; SPARQL 1.1 Update: https://www.w3.org/TR/sparql11-update/
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from itertools import groupby

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


def _portions(lines: Sequence[bytes]) -> Iterator[tuple[str, list[str]]]:
    """Yield graph names ("" for the default graph) with some of their triples."""
    rows = sorted(map(_split, lines, parse(lines)), key=lambda row: row[0])
    for graph, group in groupby(rows, key=lambda row: row[0]):
        triples = [triple for _, triple in group]
        for start in range(0, len(triples), PORTION):
            yield graph, triples[start : start + PORTION]


def _split(line: bytes, quad: ox.Quad) -> tuple[str, str]:
    """Return the graph of a line of N-Quads, as it stands there, and the triple."""
    text = line.removesuffix(_END).decode()
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    triple = text.removesuffix(f" {graph}") if graph else text
    return graph, _ESCAPE.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04X}", triple)


def _operation(verb: str, portion: tuple[str, list[str]]) -> str:
    graph, triples = portion
    body = "".join(f"{triple} .\n" for triple in triples)
    return f"{verb} DATA {{ GRAPH {graph} {{\n{body}}} }}" if graph else f"{verb} DATA {{\n{body}}}"
