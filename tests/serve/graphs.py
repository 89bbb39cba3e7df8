"""Stores that tests serve."""

from pathlib import Path

import pyoxigraph as ox

from kg.store import write_store

DATA = "http://kasei.us/2009/09/sparql/data/"
"""Where the graphs of the W3C protocol tests are named."""

HOSTILE = '<script>alert("x")</script>'


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(name if ":" in name else f"http://a.example/{name}")


def serve_small(folder: Path) -> Path:
    """Write a store with the graphs of the W3C tests, a thousand triples and a hostile label; return its folder."""
    kind, document = node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), node("http://xmlns.com/foaf/0.1/Document")
    label = node("http://www.w3.org/2000/01/rdf-schema#label")
    quads = [ox.Quad(node(f"{DATA}data{n}.rdf"), kind, document, node(f"{DATA}data{n}.rdf")) for n in (1, 2, 3)]
    quads += [ox.Quad(node(f"s{n}"), node("p"), node(f"s{(n * 7) % 1000}")) for n in range(1000)]
    quads += [
        ox.Quad(node("hostile"), label, ox.Literal(HOSTILE)),
        ox.Quad(node("hostile"), kind, node("javascript:alert(1)")),
    ]
    write_store(quads, folder / "store")
    return folder
