"""Stores that tests serve."""

from pathlib import Path

import pyoxigraph as ox

from kg.ontology import NAMESPACE
from kg.rdf import RDF, RDFS
from kg.store import write_store

DATA = "http://kasei.us/2009/09/sparql/data/"
"""Where the graphs of the W3C protocol tests are named."""

HOSTILE = '<script>alert("x")</script>'
HOSTILE_IMAGE = '<img src="http://evil.example/" onerror="alert(2)">'


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


def serve_named(folder: Path) -> Path:
    """Write a store with two bodies of a country, one of them with a hostile name, and a class of another ontology."""
    kind, label = node(f"{RDF}type"), node(f"{RDFS}label")
    china, agency = node("country/CN"), node(f"{NAMESPACE}Agency")
    bodies = {"organization/cnsa": "China National Space Administration", "organization/hostile": HOSTILE}
    quads = [ox.Quad(china, kind, node(f"{NAMESPACE}Country")), ox.Quad(china, label, ox.Literal("China"))]
    for name, text in bodies.items():
        quads += [
            ox.Quad(node(name), kind, agency),
            ox.Quad(node(name), label, ox.Literal(text)),
            ox.Quad(node(name), node(f"{NAMESPACE}agencyOf"), china),
        ]
    quads += [
        ox.Quad(node("hostile"), kind, node("javascript:alert(1)")),
        ox.Quad(
            node("hostile"), label, ox.Literal('<img src="http://evil.example/" onerror="alert(2)">', language="en")
        ),
        ox.Quad(node("telescope"), kind, node("http://other.example/terms#Telescope")),
    ]
    quads += [ox.Quad(node(f"s{n}"), node("p"), ox.Literal(n)) for n in range(250)]
    write_store(quads, folder / "store")
    return folder
