"""Turn a file in Turtle into triples that are looked up by subject and predicate.

RDF 1.1 Turtle: https://www.w3.org/TR/turtle/
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.errors import OntologyError

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE = RDF + "type"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Triples:
    """The triples of one or two Turtle files, indexed by subject and predicate, in the order of the file."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.index: dict[ox.NamedNode | ox.BlankNode, dict[str, list[Term]]] = {}

    def add(self, triple: ox.Triple) -> None:
        """Keep a triple, once."""
        subject = cast("ox.NamedNode | ox.BlankNode", triple.subject)
        values = self.index.setdefault(subject, {}).setdefault(triple.predicate.value, [])
        if triple.object not in values:
            values.append(triple.object)

    def __or__(self, other: "Triples") -> "Triples":
        both = Triples(self.text + "\n" + other.text)
        for source in (self, other):
            for subject, predicates in source.index.items():
                for predicate, values in predicates.items():
                    for value in values:
                        both.add(ox.Triple(subject, ox.NamedNode(predicate), value))
        return both

    def objects(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list[Term]:
        """Return what a subject has for a predicate."""
        return self.index.get(subject, {}).get(predicate, [])

    def objects_anywhere(self, predicate: str) -> list[Term]:
        """Return what any subject has for a predicate."""
        return [value for predicates in self.index.values() for value in predicates.get(predicate, ())]

    def texts(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> tuple[str, ...]:
        """Return the literals that a subject has for a predicate."""
        return tuple(o.value for o in self.objects(subject, predicate) if isinstance(o, ox.Literal))

    def instances(self, class_iri: str) -> Iterator[ox.NamedNode]:
        """Yield the named things of a class."""
        for subject, predicates in self.index.items():
            if isinstance(subject, ox.NamedNode) and ox.NamedNode(class_iri) in predicates.get(TYPE, ()):
                yield subject

    def members(self, head: Term) -> list[Term]:
        """Return the members of an RDF collection."""
        found = []
        while isinstance(head, ox.BlankNode):
            found += self.objects(head, RDF + "first")[:1]
            rest = self.objects(head, RDF + "rest")
            head = rest[0] if rest else ox.NamedNode(RDF + "nil")
        return found


def read_triples(path: Path) -> Triples:
    """Return the triples of a Turtle file; OntologyError with the line where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise OntologyError(f"cannot be read: {error.strerror}. Name an existing Turtle file.", path=path) from error
    except UnicodeDecodeError as error:
        raise OntologyError(f"is not UTF-8 text (byte {error.start + 1}).", path=path) from error
    triples = Triples(text)
    try:
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            triples.add(cast("ox.Triple", triple.triple))
    except SyntaxError as error:
        raise OntologyError(f"is not valid Turtle: {error.msg}.", path=path, line=error.lineno) from error
    return triples


def local(iri: str) -> str:
    """Return the last part of an IRI: its local name."""
    return re.split(r"[#/]", iri)[-1]
