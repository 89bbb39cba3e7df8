"""The vocabularies of a description, the names below its base, and what all of its parts need."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from kg.dataset.about import About
from kg.edtf import interval
from kg.finders import witness_name
from kg.rdf import DCT, PROV, RDFS, TYPE, Term, kg, typed

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
SCHEMA = "https://schema.org/"
PREFIXES = {"void": VOID, "dcat": DCAT, "spdx": SPDX, "schema": SCHEMA}
"""The prefixes of a description, beside those of every file."""

Triple = tuple[ox.NamedNode, ox.NamedNode, Term]


def void(name: str) -> ox.NamedNode:
    """Return a term of the Vocabulary of Interlinked Datasets."""
    return ox.NamedNode(VOID + name)


def dcat(name: str) -> ox.NamedNode:
    """Return a term of the Data Catalog Vocabulary."""
    return ox.NamedNode(DCAT + name)


def dct(name: str) -> ox.NamedNode:
    """Return a term of Dublin Core."""
    return ox.NamedNode(DCT + name)


def prov(name: str) -> ox.NamedNode:
    """Return a term of the provenance ontology."""
    return ox.NamedNode(PROV + name)


def rdfs(name: str) -> ox.NamedNode:
    """Return a term of RDF Schema."""
    return ox.NamedNode(RDFS + name)


def schema(name: str) -> ox.NamedNode:
    """Return a term of schema.org."""
    return ox.NamedNode(SCHEMA + name)


def checksum(owner: ox.NamedNode, sha256: str) -> Iterator[Triple]:
    """Yield the SHA-256 of a file as SPDX writes it, which is how DCAT 3 wants it (6.8.15)."""
    node = ox.NamedNode(owner.value + "/sha256")
    yield owner, ox.NamedNode(SPDX + "checksum"), node
    yield node, TYPE, ox.NamedNode(SPDX + "Checksum")
    yield node, ox.NamedNode(SPDX + "algorithm"), ox.NamedNode(SPDX + "checksumAlgorithm_sha256")
    yield node, ox.NamedNode(SPDX + "checksumValue"), typed(sha256, "hexBinary")


def namespace(iri: str) -> str:
    """Return what stands before the last part of an IRI.

    >>> namespace("http://purl.org/dc/terms/title")
    'http://purl.org/dc/terms/'
    """
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] or iri


@dataclass(frozen=True, slots=True)
class Subject:
    """The dataset that is described: its store, what is known of it, and its base."""

    store: ox.Store
    about: About
    base: str

    def iri(self, *path: str) -> ox.NamedNode:
        """Return the name of a part of the description; without a path, of the dataset."""
        return ox.NamedNode(self.base + "/".join(["dataset", *(quote(part, safe="") for part in path)]))

    @property
    def whole(self) -> ox.NamedNode:
        """The dataset."""
        return self.iri()

    def documents(self) -> list[ox.NamedNode]:
        """Return the documents that were read: each names its own graph."""
        found = self.store.quads_for_pattern(None, TYPE, kg("Document"), None)
        return [q.subject for q in found if q.subject == q.graph_name and isinstance(q.subject, ox.NamedNode)]

    def witnesses(self) -> list[tuple[ox.NamedNode, str]]:
        """Return those that read documents beside the rules, each with its name, sorted."""
        nodes = {quad.subject.value for quad in self.store.quads_for_pattern(None, TYPE, kg("Witness"), None)}  # type: ignore[union-attr]
        return [(ox.NamedNode(iri), name) for iri in sorted(nodes) if (name := witness_name(iri)) is not None]

    def document_values(self, name: str) -> list[str]:
        """Return the values of a Dublin Core term of the documents, each once, sorted."""
        found = self.store.quads_for_pattern(None, dct(name), None, None)
        return sorted({q.object.value for q in found if q.subject == q.graph_name and isinstance(q.object, ox.Literal)})

    def languages(self) -> list[str]:
        """Return the two-letter codes (ISO 639-1) of the documents' languages, sorted."""
        codes = {tag.partition("-")[0].lower() for tag in self.document_values("language")}
        return sorted(code for code in codes if re.fullmatch(r"[a-z]{2}", code))

    def days(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of the documents' dates, None where no document has any."""
        days = [day for value in self.document_values("date") for day in _days(value)]
        return (min(days), max(days)) if days else None


def _days(value: str) -> tuple[dt.date, ...]:
    try:
        return interval(value)
    except ValueError:  # a date in words
        return ()
