"""The shapes accept a good graph and find each fault."""

import re
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, Literal, URIRef

from kg.ontology import load_ontology
from kg.rdf import to_quads
from kg.records import Document, Entity, Evidence, Field, Graph, Reading, Source, Span, Statement
from kg.resources import ONTOLOGY, SHAPES
from kg.store.disk import memory_store
from kg.store.rdflib_view import to_rdflib
from kg.store.serialise import export_text

pyshacl = pytest.importorskip("pyshacl")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

KG = rdflib.Namespace("https://w3id.org/provenkg/ontology#")
SHAPE = rdflib.Namespace("https://w3id.org/provenkg/shapes#")
BASE = rdflib.Namespace("https://kg.example/")
TEXT = "China and Russia signed a treaty. CNSA will launch Chang'e-6 😀 soon."
ENTITIES = (
    Entity("agreement/treaty-00000000", "Agreement", "treaty", nominal=True),
    Entity("country/CN", "Country", "China", ("PRC",), code="CN"),
    Entity("country/RU", "Country", "Russia", code="RU"),
    Entity("country/SU", "Country", "Soviet Union", code="SU"),
    Entity("date/2016--2020", "Date", "2016 to 2020", value="2016/2020"),
    Entity("date/soon-00000000", "Date", "soon"),
    Entity("document/news-00000000", "Document", "News"),
    Entity("organization/cnsa", "Agency", "CNSA"),
    Entity("person/wu", "Person", "Wu Yanhua"),
    Entity("project/chang-e-6", "Project", "Chang'e-6"),
    Entity("project/long-march-5", "LaunchVehicle", "Long March 5"),
)
SIGNED = Evidence(0, 33, TEXT[:33], subject=Span(0, 5), trigger=Span(17, 23), object=Span(10, 16))
LAUNCH = Evidence(34, len(TEXT), TEXT[34:])
STATEMENTS = (
    Statement("country/CN", "cooperatesWith", "country/RU", found_by="signing", evidence=(SIGNED,)),
    Statement("country/CN", "signatoryOf", "agreement/treaty-00000000", found_by="signing", evidence=(SIGNED, LAUNCH)),
    Statement("document/news-00000000", "author", "person/wu", evidence=(SIGNED,)),
    Statement("organization/cnsa", "launches", "project/chang-e-6", "planned", "person/wu", evidence=(LAUNCH,)),
    Statement("person/wu", "affiliation", "organization/cnsa", role="director", evidence=(LAUNCH,)),
    Statement("project/chang-e-6", "launchDate", "date/soon-00000000", "planned", evidence=(LAUNCH,)),
    Statement("project/chang-e-6", "launchVehicle", "project/long-march-5", "negated", evidence=(LAUNCH,)),
    Statement("project/long-march-5", "partOf", "project/chang-e-6", evidence=(LAUNCH,)),
)


@cache
def store() -> ox.Store:
    fields = (Field("title", "News"), Field("date", "2022-02-10"))
    document = Document("news.txt", TEXT, fields, pages=(0,), source_sha256="00" * 32)
    source = Source("document/news-00000000", Reading(document, ENTITIES, (), STATEMENTS))
    return memory_store(to_quads(Graph(str(BASE), ENTITIES, (source,)), load_ontology()))


def good() -> rdflib.Graph:
    """Return all graphs of the store together."""
    graph = rdflib.Graph()
    for quad in to_rdflib(store()).quads():
        graph.add(quad[:3])
    return graph


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(SHAPES)


@cache
def classes() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY)


def faults(graph: rdflib.Graph) -> Iterator[tuple[str, str]]:
    """Yield the focus node and the path, or the shape, of each fault."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), ont_graph=classes())
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        where = report.value(result, SH.resultPath) or report.value(result, SH.sourceShape)
        yield str(focus).removeprefix(str(BASE)), re.split("[#/]", str(where))[-1]


def test_a_good_graph_conforms() -> None:
    assert list(faults(good())) == []


def test_graph_ttl_conforms() -> None:
    assert list(faults(rdflib.Graph().parse(data=export_text(store(), "turtle")))) == []


CN, CNSA, WU, DATE, PROJECT, PAGE = (
    BASE[path]
    for path in (
        "country/CN",
        "organization/cnsa",
        "person/wu",
        "date/2016--2020",
        "project/chang-e-6",
        "document/news-00000000",
    )
)
STATEMENT = next(good().subjects(RDF.predicate, KG.launches))
PLACE = next(good().objects(STATEMENT, KG.evidence))
DAY = rdflib.XSD.date

ADDED = [
    # entities
    (CN, RDF.type, KG.Agency, CN, "type"),
    (CN, RDFS.label, Literal("Chine", "en"), CN, "label"),
    (CN, SKOS.altLabel, Literal("China", "en"), CN, "altLabel"),
    (CN, SKOS.altLabel, Literal(""), CN, "altLabel"),
    (BASE["place/x"], SKOS.altLabel, Literal("X"), BASE["place/x"], "Named"),
    (CN, KG.isoCode, Literal("CHN"), CN, "isoCode"),
    (CN, OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q148"), CN, "sameAs"),
    (DATE, KG.edtf, Literal("2017"), DATE, "edtf"),
    (DATE, KG.earliest, Literal("2021-01-01", datatype=DAY), DATE, "earliest"),
    (DATE, KG.latest, Literal("never"), DATE, "latest"),
    # documents
    (PAGE, KG.sha256, Literal("abc"), PAGE, "sha256"),
    (PAGE, rdflib.DCTERMS.title, Literal("Other"), PAGE, "title"),
    (PAGE, rdflib.DCTERMS.date, Literal("2020"), PAGE, "date"),
    (PAGE, rdflib.PROV.wasDerivedFrom, Literal("a file"), PAGE, "wasDerivedFrom"),
    # statements
    (STATEMENT, RDF.subject, CN, STATEMENT, "subject"),
    (STATEMENT, RDF.object, BASE["nowhere"], STATEMENT, "object"),
    (STATEMENT, RDF.predicate, KG.adores, STATEMENT, "predicate"),
    (STATEMENT, KG.status, KG.perhaps, STATEMENT, "status"),
    (STATEMENT, KG.attributedTo, CN, STATEMENT, "attributedTo"),
    (STATEMENT, KG.role, Literal(""), STATEMENT, "role"),
    (STATEMENT, KG.foundBy, Literal("signing"), STATEMENT, "foundBy"),
    (STATEMENT, KG.evidence, CN, STATEMENT, "evidence"),
    (STATEMENT, KG.confidence, Literal(1), STATEMENT, "confidence"),
    # evidence
    (PLACE, KG.start, Literal(999), PLACE, "start"),
    (PLACE, KG.end, Literal("ten"), PLACE, "end"),
    (PLACE, KG.quote, Literal("other"), PLACE, "quote"),
    (PLACE, KG.page, Literal(0), PLACE, "page"),
    (PLACE, KG.triggerAt, Literal("10-20"), PLACE, "triggerAt"),
    (PLACE, KG.note, Literal("x"), PLACE, "note"),
    # facts
    (CN, KG.agencyOf, BASE["country/RU"], CN, "agencyOf"),
    (CNSA, KG.agencyOf, WU, CNSA, "agencyOf"),
    (PROJECT, KG.cooperatesWith, CN, PROJECT, "cooperatesWith"),
    (PROJECT, KG.launchVehicle, PROJECT, PROJECT, "launchVehicle"),
    (PROJECT, KG.launchDate, Literal("2024"), PROJECT, "launchDate"),
    (WU, KG.partOf, PROJECT, WU, "partOf"),
    (CN, KG.locatedIn, BASE["country/RU"], CN, "locatedIn"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "predicate", "object_", "focus", "where"), ADDED)
def test_what_should_not_be_there_is_found(
    subject: URIRef, predicate: URIRef, object_: rdflib.term.Node, focus: URIRef, where: str
) -> None:
    graph = good()
    graph.add((subject, predicate, object_))
    assert (str(focus).removeprefix(str(BASE)), where) in set(faults(graph))


REMOVED = [
    (CN, RDF.type, "Named"),
    (CN, RDFS.label, "label"),
    (CN, KG.isoCode, "isoCode"),
    (DATE, KG.edtf, "Date"),
    (DATE, KG.latest, "Date"),
    (PAGE, KG.fileName, "fileName"),
    (PAGE, rdflib.DCTERMS.title, "title"),
    (PAGE, rdflib.DCTERMS.language, "language"),
    (STATEMENT, RDF.subject, "subject"),
    (STATEMENT, RDF.predicate, "predicate"),
    (STATEMENT, RDF.object, "object"),
    (STATEMENT, KG.status, "status"),
    (STATEMENT, KG.evidence, "evidence"),
    (PLACE, KG.start, "start"),
    (PLACE, KG.end, "end"),
    (PLACE, KG.quote, "quote"),
]


@pytest.mark.parametrize(("subject", "predicate", "where"), REMOVED)
def test_what_is_missing_is_found(subject: URIRef, predicate: URIRef, where: str) -> None:
    graph = good()
    graph.remove((subject, predicate, None))
    assert (str(subject).removeprefix(str(BASE)), where) in set(faults(graph))


def test_a_quote_of_another_length_is_found() -> None:
    graph = good()
    graph.set((PLACE, KG.quote, Literal(TEXT[35:])))
    assert list(faults(graph)) == [(str(PLACE).removeprefix(str(BASE)), "Evidence")]


@pytest.mark.parametrize("name", sorted(n for n, p in load_ontology().properties.items() if p.domain and p.range))
def test_the_shapes_know_what_each_property_joins(name: str) -> None:
    # of statements, documents and conflicts, which have a shape of their own
    if name in {"status", "foundBy", "evidence", "attributedTo", "copyOf", "value", "statement"}:
        return
    known = load_ontology().properties[name]
    (of_values,) = shapes().objects(SHAPE[name], SH.property)
    assert shapes().value(of_values, SH.path) == KG[name]
    assert joined(SHAPE[name]) == known.domain
    assert joined(of_values) == known.range


def joined(shape: rdflib.term.Node) -> frozenset[str]:
    """Return the classes that a shape allows."""
    direct = shapes().value(shape, SH["class"])
    if direct is not None:
        return frozenset({str(direct).rpartition("#")[2]})
    head = shapes().value(shape, SH["or"])
    assert head is not None
    options = rdflib.collection.Collection(shapes(), head)
    return frozenset(str(shapes().value(option, SH["class"])).rpartition("#")[2] for option in options)


def test_the_ontology_knows_what_the_shapes_speak_of() -> None:
    spoken = {str(term) for triple in shapes() for term in triple if str(term).startswith(str(KG))}
    assert spoken - {str(KG)} <= {str(term) for term in classes().subjects()}
