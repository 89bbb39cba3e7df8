"""What a catalogue shows of a dataset, and where it can be had: DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/)."""

from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from kg.dataset.about import Dump
from kg.dataset.terms import Subject, Triple, checksum, dcat, dct, prov, rdfs, void
from kg.rdf import TITLE, TYPE, label, typed

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# DCAT 3, 6.4.6: the Library of Congress's IRI where there is a code of two letters.
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
_PROTOCOL = ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")


def catalogued(dataset: Subject) -> Iterator[Triple]:
    """Yield title, description, terms, languages, the time of the documents, the endpoint and the files."""
    about, whole = dataset.about, dataset.whole
    yield from ((whole, TYPE, kind) for kind in (void("Dataset"), dcat("Dataset"), prov("Entity")))
    yield whole, TITLE, label(about.title)
    yield whole, dct("description"), label(_summary(len(dataset.documents())), "en")
    yield whole, void("uriSpace"), label(dataset.base)
    yield from _licensed(dataset, whole)
    if about.publisher:
        agent = dataset.iri("publisher")
        yield whole, dct("publisher"), agent
        yield agent, TYPE, prov("Agent")
        yield agent, rdfs("label"), label(about.publisher)
    for code in dataset.languages():
        yield whole, dct("language"), ox.NamedNode(_LANGUAGES + code)
    yield from _period(dataset)
    yield from _service(dataset)
    for dump in about.dumps:
        yield from _file(dataset, dump)


def _summary(documents: int) -> str:
    number = f"{documents} document{'' if documents == 1 else 's'}"
    return f"Entities and facts read from {number}, each fact with the sentence that states it."


def _licensed(dataset: Subject, node: ox.NamedNode) -> Iterator[Triple]:
    if dataset.about.licence:
        yield node, dct("license"), ox.NamedNode(dataset.about.licence)


def _period(dataset: Subject) -> Iterator[Triple]:
    """Yield the time from the first to the last date of a document."""
    days = dataset.days()
    if days:
        node = dataset.iri("period")
        yield dataset.whole, dct("temporal"), node
        yield node, TYPE, dct("PeriodOfTime")
        for name, day in zip(("startDate", "endDate"), days, strict=True):
            yield node, dcat(name), typed(day.isoformat(), "date")


def _service(dataset: Subject) -> Iterator[Triple]:
    if dataset.about.endpoint:
        node, endpoint = dataset.iri("sparql"), ox.NamedNode(dataset.about.endpoint)
        yield dataset.whole, void("sparqlEndpoint"), endpoint
        yield node, TYPE, dcat("DataService")
        yield node, TITLE, label("SPARQL endpoint", "en")
        yield node, dcat("endpointURL"), endpoint
        yield node, dcat("servesDataset"), dataset.whole
        yield node, dct("conformsTo"), _PROTOCOL


def _file(dataset: Subject, dump: Dump) -> Iterator[Triple]:
    node = dataset.iri("file", dump.name)
    address = ox.NamedNode((dataset.about.files or dataset.base) + quote(dump.name))
    yield dataset.whole, dcat("distribution"), node
    yield node, TYPE, dcat("Distribution")
    yield node, TITLE, label(f"{dump.name} ({dump.media.name})", "en")
    yield node, dcat("accessURL"), address
    yield node, dcat("downloadURL"), address
    yield node, dcat("mediaType"), ox.NamedNode(_MEDIA_TYPES + dump.media.type)
    yield node, dcat("byteSize"), typed(dump.size, "nonNegativeInteger")
    yield from _licensed(dataset, node)
    yield from checksum(node, dump.sha256)
    if dump.media.feature:
        yield dataset.whole, void("dataDump"), address
        yield dataset.whole, void("feature"), ox.NamedNode(dump.media.feature)
