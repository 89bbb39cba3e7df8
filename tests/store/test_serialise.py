"""A store in every form says the same."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.errors import KGError, StoreError
from kg.ontology import load_ontology
from kg.rdf import kg, to_quads
from kg.records import Document, Entity, Evidence, Field, Graph, Reading, Source, Span, Statement
from kg.store.disk import memory_store, open_store, write_store
from kg.store.flat import flatten
from kg.store.rdflib_view import to_rdflib
from kg.store.serialise import FORMATS, export, export_text, write_nquads, write_turtle

# rdflib 7.6 warns of its own use of deprecated names when it parses a Dataset or lists its quads.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

BASE = "https://kg.example/"
DOC = "document/treaty-00000000"
HOSTILE = [
    'say "hi"', "back\\slash\\", 'end"', '"""', "'''", "two\nlines\r\nmore\ttab", "\x85\u2028\u2029",
    "مرحبا \u202e evil",
    "😀 🇺🇳", "<script>alert(1)</script>", "</rdf:RDF>]]>&amp;&", "{{ x }} ${y} %s", "=1+1", "a, b ; c .",
    "@prefix x: <y> .",
    "中国国家航天局", "e\u0301", "\u00e9", " lead and trail ", "-", "..", "\ufffd\ufffe", "#comment",
]  # fmt: skip


def graph(*labels: str, base: str = BASE, language: str = "en") -> Graph:
    """Return a graph with the labels as names of organizations, quotes and roles of statements."""
    text = "\n".join(labels)
    entities = (
        Entity("country/CN", "Country", "China", ("PRC",), code="CN"),
        Entity("date/2016--2020", "Date", "2016 to 2020", value="2016/2020"),
        Entity("date/2030%3F", "Date", "possibly 2030", value="2030?"),
        Entity(DOC, "Document", "Treaty"),
        *(Entity(f"organization/o-{n}", "Agency", name, (f"{name}!",)) for n, name in enumerate(labels)),
        Entity("organization/中国.x", "Company", "中国", ()),
    )
    statuses = ("asserted", "planned", "negated")
    statements = tuple(
        Statement(
            f"organization/o-{n}", "cooperatesWith", "country/CN", statuses[n % 3],  # type: ignore[arg-type]
            attributed_to="country/CN", role=name, found_by="signing",
            evidence=(Evidence(text.find(name), text.find(name) + len(name), name, subject=Span(0, 1)),),
        )
        for n, name in enumerate(labels)
    )  # fmt: skip
    document = Document(
        "treaty.txt", text, (Field("title", "Treaty"), Field("language", language), Field("date", "2022"))
    )
    return Graph(base, entities, (Source(DOC, Reading(document, entities, (), statements)),))


def store_of(given: Graph) -> ox.Store:
    return memory_store(to_quads(given, load_ontology()))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(graph(*(name for name in HOSTILE if "\ufffe" not in name)))


def oxigraph_triples(text: str, form: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text.encode(), format=form)}


def rdflib_triples(text: str, form: str) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in triple) for triple in rdflib.Graph().parse(data=text.encode(), format=form)}


def n3(store: ox.Store) -> set[tuple[str, ...]]:
    """Return the flat triples of a store as rdflib writes them."""
    flat = ox.Store()
    flat.extend(ox.Quad(*triple) for triple in flatten(store).triples)
    return {tuple(term.n3() for term in triple) for triple in to_rdflib(flat).default_graph}


### Turtle

GOLDEN = """\
@prefix kg: <https://w3id.org/provenkg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix country: <https://kg.example/country/> .
@prefix date: <https://kg.example/date/> .
@prefix document: <https://kg.example/document/> .
@prefix evidence: <https://kg.example/evidence/> .
@prefix organization: <https://kg.example/organization/> .
@prefix statement: <https://kg.example/statement/> .

### Agency

organization:o-0 a kg:Agency ;
    rdfs:label "ESA"@en ;
    skos:altLabel "ESA!"@en ;
    kg:cooperatesWith country:CN .

organization:o-1 a kg:Agency ;
    rdfs:label "JAXA"@en ;
    skos:altLabel "JAXA!"@en .

### Company

organization:中国.x a kg:Company ;
    rdfs:label "中国"@en .

### Country

country:CN a kg:Country ;
    rdfs:label "China"@en ;
    skos:altLabel "PRC"@en ;
    owl:sameAs <http://publications.europa.eu/resource/authority/country/CHN> ;
    kg:isoCode "CN" .

### Date

date:2016--2020 a kg:Date ;
    rdfs:label "2016 to 2020"@en ;
    kg:edtf "2016/2020" ;
    kg:earliest "2016-01-01"^^xsd:date ;
    kg:latest "2020-12-31"^^xsd:date .

<https://kg.example/date/2030%3F> a kg:Date ;
    rdfs:label "possibly 2030"@en ;
    kg:edtf "2030?" ;
    kg:earliest "2030-01-01"^^xsd:date ;
    kg:latest "2030-12-31"^^xsd:date .

### Document

document:treaty-00000000 a kg:Document ;
    rdfs:label "Treaty"@en .

### Planned: announced, expected or intended, not done

statement:1ec0ffe8c1a07f80 a kg:Statement ;
    rdf:subject organization:o-1 ;
    rdf:predicate kg:cooperatesWith ;
    rdf:object country:CN ;
    kg:status kg:planned ;
    kg:evidence evidence:48d67d28a7576a52 ;
    prov:wasDerivedFrom document:treaty-00000000 ;
    kg:attributedTo country:CN ;
    kg:foundBy kg:signing ;
    kg:role "JAXA" .

evidence:48d67d28a7576a52 a kg:Evidence ;
    kg:quote "JAXA" ;
    kg:start 4 ;
    kg:end 8 ;
    kg:subjectAt "char=0,1" .
"""


def test_turtle_is_made_for_reading() -> None:
    assert export_text(store_of(graph("ESA", "JAXA")), "turtle") == GOLDEN


def test_turtle_parses_back_to_the_same_triples(store: ox.Store) -> None:
    text = export_text(store, "turtle")
    assert oxigraph_triples(text, ox.RdfFormat.TURTLE) == set(flatten(store).triples)
    assert rdflib_triples(text, "turtle") == n3(store)


def test_turtle_hides_no_character_and_turns_no_line(store: ox.Store) -> None:
    text = export_text(store, "turtle")
    assert not set("\u202e\u2028\u2029\x85\r") & set(text)


def test_what_is_planned_and_denied_is_in_the_flat_forms(store: ox.Store) -> None:
    stated = [str(triple.object) for triple in flatten(store).triples if triple.predicate == kg("status")]
    assert set(stated) == {str(kg("planned")), str(kg("negated"))}
    assert len(stated) == sum(n % 3 > 0 for n in range(len(HOSTILE) - 1))


### Everything

FLAT = [
    ("turtle", ox.RdfFormat.TURTLE, "turtle"),
    ("ntriples", ox.RdfFormat.N_TRIPLES, "nt"),
    ("rdfxml", ox.RdfFormat.RDF_XML, "xml"),
]
WHOLE = [
    ("nquads", ox.RdfFormat.N_QUADS, "nquads"),
    ("trig", ox.RdfFormat.TRIG, "trig"),
    ("jsonld", ox.RdfFormat.JSON_LD, "json-ld"),
]


@pytest.mark.parametrize(("form", "oxigraph", "other"), FLAT)
def test_a_form_without_graphs_parses_back(store: ox.Store, form: str, oxigraph: ox.RdfFormat, other: str) -> None:
    text = export_text(store, form)
    assert oxigraph_triples(text, oxigraph) == set(flatten(store).triples)
    assert rdflib_triples(text, other) == n3(store)


def test_xml_gets_no_character_that_it_cannot_carry() -> None:
    odd = "".join(map(chr, range(1, 32))) + "\ufffe\uffff"
    quad = ox.Quad(kg("a"), kg("quote"), ox.Literal(odd), ox.DefaultGraph())
    (found,) = rdflib.Graph().parse(data=export_text(memory_store([quad]), "rdfxml"), format="xml").objects()
    assert str(found) == "".join(c if c in "\t\n\r" else "\ufffd" for c in odd)


@pytest.mark.parametrize(("form", "oxigraph", "other"), WHOLE)
@pytest.mark.parametrize("base", [BASE, "https://a.example/x#"])
def test_a_form_with_graphs_parses_back(form: str, oxigraph: ox.RdfFormat, other: str, base: str) -> None:
    store = store_of(graph(*HOSTILE[:-2], base=base, language="pt-BR"))
    text = export_text(store, form)
    assert set(ox.parse(text.encode(), format=oxigraph)) == set(store)
    assert same(rdflib.Dataset().parse(data=text, format=other), to_rdflib(store))


def same(one: rdflib.Dataset, other: rdflib.Dataset) -> bool:
    return quads(one) == quads(other)


def quads(dataset: rdflib.Dataset) -> set[tuple[str, ...]]:
    return {(*(t.n3() for t in quad[:3]), str(quad[3])) for quad in dataset.quads()}


@given(
    st.lists(
        st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_label_survives_every_form(labels: list[str]) -> None:
    given = [label for label in labels if not set("\ufffe\uffff") & set(label)]
    store = store_of(graph(*given))
    for form, oxigraph, _ in FLAT:
        assert oxigraph_triples(export_text(store, form), oxigraph) == set(flatten(store).triples), form
    for form, oxigraph, _ in WHOLE:
        assert set(ox.parse(export_text(store, form).encode(), format=oxigraph)) == set(store), form
    assert rdflib_triples(export_text(store, "turtle"), "turtle") == n3(store)
    assert rdflib_triples(export_text(store, "rdfxml"), "xml") == n3(store)
    assert same(rdflib.Dataset().parse(data=export_text(store, "jsonld"), format="json-ld"), to_rdflib(store))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_export_does_not_depend_on_how_the_store_came_to_be(tmp_path: Path, form: str) -> None:
    made = list(to_quads(graph("ESA", "JAXA", "ISRO"), load_ontology()))
    other = open_store(write_store(reversed(made), tmp_path / "store"))
    assert export_text(memory_store(made), form) == export_text(other, form)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_empty_store_can_be_exported(form: str) -> None:
    export_text(ox.Store(), form)


def test_the_store_on_disk_gives_its_quads_back(tmp_path: Path, store: ox.Store) -> None:
    on_disk = open_store(write_store(store, tmp_path / "store"))
    write_nquads(on_disk, tmp_path / "graph.nq")
    data = (tmp_path / "graph.nq").read_bytes()
    assert set(ox.parse(data, format=ox.RdfFormat.N_QUADS)) == set(store)
    assert data.splitlines() == sorted(data.splitlines())


def test_graph_ttl_is_the_turtle_export(tmp_path: Path, store: ox.Store) -> None:
    write_turtle(store, tmp_path / "graph.ttl")
    assert (tmp_path / "graph.ttl").read_bytes() == export_text(store, "turtle").encode()
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


### JSON-LD


def test_jsonld_reads_like_plain_json() -> None:
    document = json.loads(export_text(store_of(graph("ESA")), "jsonld"))
    context = document["@context"]
    assert context["@base"] == BASE
    assert context["cooperatesWith"] == {"@id": "kg:cooperatesWith", "@type": "@id"}
    assert context["label"] == {"@id": "rdfs:label", "@container": "@language"}
    agency = next(node for node in document["@graph"] if node["@id"] == "organization/o-0")
    assert agency == {
        "@id": "organization/o-0", "@type": "Agency", "altLabel": {"en": "ESA!"}, "cooperatesWith": "country/CN",
        "label": {"en": "ESA"},
    }  # fmt: skip
    page = next(node for node in document["@graph"] if "@graph" in node)
    evidence = next(node for node in page["@graph"] if node["@type"] == "Evidence")
    assert (page["@id"], evidence["start"], evidence["quote"]) == (DOC, 0, "ESA")


### Networks and tables


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_network_is_read_back(
    tmp_path: Path, store: ox.Store, form: str, read: Callable[..., "nx.MultiDiGraph[str]"]
) -> None:
    (path,) = export(store, form, tmp_path / f"graph.{form}")
    network = read(path)
    assert network.is_directed()
    assert network.nodes["country/CN"]["label"] == "China"
    assert network.nodes["organization/o-0"]["type"] == "Agency"
    data = network.get_edge_data("organization/o-1", "country/CN")
    (edge,) = data.values() if network.is_multigraph() else [data]
    assert (edge["relation"], edge["status"], edge["documents"]) == ("cooperatesWith", "planned", 1)
    assert network.number_of_edges() == len(HOSTILE) - 1


def test_gexf_tells_no_time(store: ox.Store) -> None:
    assert "lastmodifieddate" not in export_text(store, "gexf")


def test_csv_is_two_tables_in_a_folder(tmp_path: Path) -> None:
    store = store_of(graph("ESA", "=cmd()", "@x"))
    written = export(store, "csv", tmp_path / "tables")
    assert written == (tmp_path / "tables" / "nodes.csv", tmp_path / "tables" / "edges.csv")
    nodes, edges = (list(csv.DictReader(io.StringIO(path.read_bytes().decode()))) for path in written)
    by_id = {node["id"]: node for node in nodes}
    assert by_id["country/CN"] == {
        "id": "country/CN", "label": "China", "type": "Country", "aliases": "PRC", "code": "CN",
        "edtf": "", "earliest": "", "latest": "",
    }  # fmt: skip
    assert by_id["date/2016--2020"]["latest"] == "2020-12-31"
    assert edges[0] == {
        "source": "organization/o-0", "target": "country/CN", "relation": "cooperatesWith", "status": "asserted",
        "documents": "1",
        "sources": "1",
    }  # fmt: skip
    assert by_id["organization/o-1"]["label"] == "'=cmd()"
    assert by_id["organization/o-2"]["label"] == "'@x"


def test_csv_as_a_zip_is_the_same_every_time(tmp_path: Path, store: ox.Store) -> None:
    (path,) = export(store, "csv", tmp_path / "a.zip")
    export(store, "csv", tmp_path / "b.zip")
    assert path.read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["nodes.csv", "edges.csv"]
        assert len(list(csv.reader(io.StringIO(archive.read("edges.csv").decode())))) == len(HOSTILE)


### rdflib


def test_rdflib_gets_the_terms_as_they_are() -> None:
    store = store_of(graph("ESA"))
    dataset = to_rdflib(store)
    parsed = rdflib.Dataset().parse(data=export_text(store, "nquads"), format="nquads")
    assert same(dataset, parsed)
    assert isomorphic(dataset.default_graph, parsed.default_graph)
    asked = dataset.query(
        "SELECT ?l { <https://kg.example/country/CN> <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
    )
    assert [str(row[0]) for row in asked] == ["China"]  # type: ignore[index]


### Errors


def test_an_unknown_form_is_told_with_those_that_exist(store: ox.Store, tmp_path: Path) -> None:
    known = "csv, gexf, graphml, jsonld, nquads, ntriples, rdfxml, trig, turtle"
    for ask in (lambda: export_text(store, "xlsx"), lambda: export(store, "xlsx", tmp_path / "x")):
        with pytest.raises(KGError, match=f"there is no format 'xlsx'. There are: {known}."):
            ask()


def test_csv_needs_a_place(store: ox.Store) -> None:
    with pytest.raises(KGError, match=r"csv is two tables\. Give a folder or a \.zip"):
        export_text(store, "csv")


def test_a_place_that_cannot_be_written_is_told(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot be written: .* Choose another place"):
        write_turtle(store, tmp_path / "file" / "graph.ttl")
