"""Write violations as SHACL's own report."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.rdf import PREFIXES, RDF, TYPE, kg
from kg.store.turtle import turtle
from kg.validate.results import SH, Violation

_DIGITS = 16


def report_turtle(violations: Sequence[Violation], base: str = "") -> str:
    """Return the validation report of SHACL (section 3.6) in Turtle.

    Results have names made of what they say; `kg:evidence` leads to the sentences, `dct:source` to the document.
    """
    report = ox.BlankNode("report")
    conforms = ox.Literal("false" if violations else "true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))
    triples = [ox.Triple(report, TYPE, _sh("ValidationReport")), ox.Triple(report, _sh("conforms"), conforms)]
    for one in violations:
        node = ox.BlankNode("r" + hashlib.sha256("\n".join([one.document, *one.key]).encode()).hexdigest()[:_DIGITS])
        triples.append(ox.Triple(report, _sh("result"), node))
        triples += (ox.Triple(node, predicate, term) for predicate, term in _result(one))
    return turtle(triples, PREFIXES | {"sh": SH}, base=base)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _result(one: Violation) -> Iterator[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]]:
    yield ox.NamedNode(RDF + "type"), _sh("ValidationResult")
    yield _sh("resultSeverity"), _sh(one.severity)
    yield _sh("sourceConstraintComponent"), _sh(one.component)
    yield _sh("resultMessage"), ox.Literal(one.message)
    for name, iri in (("resultPath", one.path), ("sourceShape", one.shape)):
        if iri:
            yield _sh(name), ox.NamedNode(iri)
    for name, term in (("focusNode", one.focus), ("value", one.value)):
        if term:
            yield _sh(name), _read(term)
    if one.document:
        yield ox.NamedNode(PREFIXES["dct"] + "source"), ox.NamedNode(one.document)
    for quote in one.quotes:
        yield kg("evidence"), ox.NamedNode(quote.evidence)


def _read(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    quads: Iterable[ox.Quad] = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.TURTLE)
    (found,) = [quad.object for quad in quads if not isinstance(quad.object, ox.Triple)]
    return found
