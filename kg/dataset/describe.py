"""Turn a store, and what is known about it, into the triples that describe it as a dataset.

VoID (https://www.w3.org/TR/void/) for what is in it, DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) for its files and
terms, PROV-O (https://www.w3.org/TR/prov-o/) for what made it. Nothing here reads a clock: the only dates are those of
the documents. All names lie below the store's base, `BASE dataset` first.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.dataset.about import About, check_address
from kg.dataset.catalogue import catalogued
from kg.dataset.statistics import statistics
from kg.dataset.terms import Subject, Triple, checksum, dct, prov, rdfs, schema
from kg.errors import KGError
from kg.rdf import OWL, TYPE, label
from kg.store import Triples, base_of


def describe_dataset(store: ox.Store, about: About) -> Triples:
    """Return the VoID, DCAT and PROV description of a store: the same for the same arguments, sorted.

    Raises KGError for a store without documents, which has no base to name things from, and for an address of
    `about` that is none.
    """
    base = base_of(store)
    if base is None:
        message = "the graph holds no document, so there is nothing to describe. Build one with: kg build SOURCE"
        raise KGError(message)
    for name, address in (("licence", about.licence), ("files", about.files), ("endpoint", about.endpoint)):
        check_address(name, address)
    dataset = Subject(store, about, base)
    found = {ox.Triple(*triple) for told in (catalogued, statistics, _making) for triple in told(dataset)}
    return Triples(tuple(sorted(found, key=str)), base)


def _making(dataset: Subject) -> Iterator[Triple]:
    """Yield what made the dataset: an activity of this program, which used the documents and an ontology."""
    making = dataset.about.making
    activity, program = dataset.iri("build"), dataset.iri("software")
    yield dataset.whole, prov("wasGeneratedBy"), activity
    yield activity, TYPE, prov("Activity")
    yield activity, prov("wasAssociatedWith"), program
    yield program, TYPE, prov("SoftwareAgent")
    yield program, rdfs("label"), label(f"provenkg {making.version}")
    yield program, schema("softwareVersion"), label(making.version)
    for library in making.libraries():
        yield program, schema("softwareRequirements"), label(library)
    for witness, name in dataset.witnesses():
        yield activity, prov("wasAssociatedWith"), witness
        yield witness, TYPE, prov("SoftwareAgent")
        yield witness, rdfs("label"), label(name)
    for document in dataset.documents():
        yield activity, prov("used"), document
    yield from _ontology(dataset, activity)


def _ontology(dataset: Subject, activity: ox.NamedNode) -> Iterator[Triple]:
    making, node = dataset.about.making, dataset.iri("ontology")
    yield activity, prov("used"), node
    yield node, TYPE, prov("Entity")
    if making.ontology:
        yield node, prov("specializationOf"), ox.NamedNode(making.ontology)
        yield dataset.whole, dct("conformsTo"), ox.NamedNode(making.ontology)
    if making.ontology_version:
        yield node, ox.NamedNode(OWL + "versionInfo"), label(making.ontology_version)
    if making.ontology_sha256:
        yield from checksum(node, making.ontology_sha256)
