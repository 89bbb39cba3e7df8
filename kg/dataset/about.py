"""What a store cannot know of itself: its files, what made it, who publishes it and on which terms."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KGError, OntologyError, StoreError
from kg.ontology import OWL
from kg.turtle import read_triples

_FORMATS = "http://www.w3.org/ns/formats/"
_VERSION = OWL + "versionInfo"
_SOFTWARE = "provenkg"


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file: its IANA media type, its name, and its IRI among the W3C's file formats where it is RDF."""

    type: str
    name: str
    feature: str | None = None


MEDIA: Mapping[str, Media] = {
    ".ttl": Media("text/turtle", "Turtle", _FORMATS + "Turtle"),
    ".nq": Media("application/n-quads", "N-Quads", _FORMATS + "N-Quads"),
    ".nt": Media("application/n-triples", "N-Triples", _FORMATS + "N-Triples"),
    ".trig": Media("application/trig", "TriG", _FORMATS + "TriG"),
    ".jsonld": Media("application/ld+json", "JSON-LD", _FORMATS + "JSON-LD"),
    ".rdf": Media("application/rdf+xml", "RDF/XML", _FORMATS + "RDF_XML"),
    ".html": Media("text/html", "interactive page"),
    ".graphml": Media("application/graphml+xml", "GraphML"),
    ".gexf": Media("application/gexf+xml", "GEXF"),
    ".zip": Media("application/zip", "tables"),
}
"""The files of a graph by suffix; feature IRIs are those of https://www.w3.org/ns/formats/."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that holds the graph: its name, kind, size in bytes and SHA-256."""

    name: str
    media: Media
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Making:
    """What made a graph: versions of the program and of the libraries that count, and the ontology it was read with.

    `ontology` is the IRI that the ontology gives itself, `ontology_sha256` the hash of its file.
    """

    versions: Mapping[str, str]
    ontology: str | None = None
    ontology_version: str | None = None
    ontology_sha256: str | None = None

    @property
    def version(self) -> str:
        """The version of this program that made the graph."""
        return self.versions.get(_SOFTWARE, "")

    def libraries(self) -> list[str]:
        """Return the other software, each with its version."""
        return [f"{name} {number}" for name, number in sorted(self.versions.items()) if name != _SOFTWARE]


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a dataset beside what is counted in it.

    `files` is the address below which the dumps can be had; None for the store's base. `licence` is the IRI of a
    licence, `endpoint` the address of a SPARQL service.
    """

    title: str
    making: Making
    dumps: Sequence[Dump] = ()
    licence: str | None = None
    publisher: str | None = None
    files: str | None = None
    endpoint: str | None = None


def find_dumps(folder: str | Path) -> tuple[Dump, ...]:
    """Return the files `graph.*` of an output folder, by name: those of `kg build`, and exports beside them.

    Raises StoreError for a file that cannot be read.
    """
    found = sorted(path for path in Path(folder).glob("graph.*") if path.suffix in MEDIA and path.is_file())
    return tuple(_dump(path) for path in found)


def _dump(path: Path) -> Dump:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Dump(path.name, MEDIA[path.suffix], path.stat().st_size, digest)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}. Make it readable, or move it away."
        raise StoreError(message, target=path) from error


def read_making(versions: Mapping[str, str], ontology: Path, sha256: str | None) -> Making:
    """Return what made a graph; an ontology that is gone, or no longer what it was, is known by its hash alone.

    `sha256` is the hash of the ontology at that time, None for a graph of a version that did not note it.
    """
    try:
        changed = sha256 is None or hashlib.sha256(ontology.read_bytes()).hexdigest() != sha256
        triples = None if changed else read_triples(ontology)
    except (OSError, OntologyError):
        triples = None
    named = next(triples.instances(OWL + "Ontology"), None) if triples else None
    if triples is None or named is None:
        return Making(versions, ontology_sha256=sha256)
    version = next(iter(triples.texts(named, _VERSION)), None)
    return Making(versions, named.value, version, sha256)


def check_address(name: str, address: str | None) -> None:
    """Raise KGError for an address that is no absolute http(s) IRI."""
    import pyoxigraph as ox

    if address is None:
        return
    try:
        ox.NamedNode(address)
        valid = address.startswith(("http://", "https://"))
    except ValueError:
        valid = False
    if not valid:
        message = f"{name} {address!r} is not an http(s) IRI. Give one, for example: {_EXAMPLES[name]}"
        raise KGError(message)


_EXAMPLES = {
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "files": "https://example.org/downloads/",
    "endpoint": "https://example.org/sparql",
}
