"""Stores that tests serve."""

from pathlib import Path

import pyoxigraph as ox

from kg.ontology import NAMESPACE
from kg.rdf import RDF, RDFS
from kg.search import write_index
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


TRICKY = "http://a.example/it's&co#x"
"""An IRI with all that HTML and addresses have a meaning for and an IRI may have."""


def serve_hostile(folder: Path) -> Path:
    """Write a graph in which every text is an attack, with a search index; return its folder."""
    own, rdf = "https://w3id.org/provenkg/ontology#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    dct, rdfs = "http://purl.org/dc/terms/", "http://www.w3.org/2000/01/rdf-schema#"
    document, thing, other = node("https://kg.example/document/d"), node(TRICKY), node("javascript:alert(1)")
    text = f'{HOSTILE} signed {HOSTILE} & "it\'s" <img src=x onerror=alert(1)>.'
    statement, evidence = node("https://kg.example/statement/s"), node("https://kg.example/evidence/e")
    default: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (thing, f"{rdf}type", node(f"{own}Country")),
        (thing, f"{rdfs}label", ox.Literal(HOSTILE)),
        (thing, "http://www.w3.org/2004/02/skos/core#altLabel", ox.Literal(f"alias {HOSTILE}")),
        (thing, "http://www.w3.org/2002/07/owl#sameAs", other),
        (thing, f"{own}isoCode", ox.Literal('"><script>alert(2)</script>')),
        (thing, f"{own}signatoryOf", other),
        (other, f"{rdf}type", node(f"{own}Agreement")),
        (other, f"{rdfs}label", ox.Literal(f"other {HOSTILE}")),
        (document, f"{rdf}type", node(f"{own}Document")),
        (document, f"{rdfs}label", ox.Literal(f"title {HOSTILE}")),
    ]
    said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (document, f"{rdf}type", node(f"{own}Document")),
        (document, f"{own}sha256", ox.Literal("0" * 64)),
        (document, f"{own}fileName", ox.Literal(HOSTILE)),
        (document, f"{dct}title", ox.Literal(f"title {HOSTILE}")),
        (document, f"{dct}publisher", ox.Literal(f"publisher {HOSTILE}")),
        (document, f"{dct}date", ox.Literal(f"date {HOSTILE}")),
        (document, "http://www.w3.org/ns/prov#wasDerivedFrom", other),
        (statement, f"{rdf}type", node(f"{own}Statement")),
        (statement, f"{rdf}subject", thing),
        (statement, f"{rdf}predicate", node(f"{own}signatoryOf")),
        (statement, f"{rdf}object", other),
        (statement, f"{own}status", node(f"{own}asserted")),
        (statement, f"{own}role", ox.Literal(f"role {HOSTILE}")),
        (statement, f"{own}attributedTo", thing),
        (statement, f"{own}evidence", evidence),
        (evidence, f"{own}quote", ox.Literal(text)),
        (evidence, f"{own}start", ox.Literal(0)),
        (evidence, f"{own}end", ox.Literal(len(text))),
        (evidence, f"{own}page", ox.Literal(HOSTILE)),
    ]
    quads = [ox.Quad(s, node(p), o) for s, p, o in default]
    quads += [ox.Quad(s, node(p), o, document) for s, p, o in said]
    write_store(quads, folder / "store")
    store = ox.Store()
    store.extend(quads)
    write_index(store, {document.value: text}, folder / "search.sqlite")
    return folder
