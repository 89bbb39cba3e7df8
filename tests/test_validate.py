"""Shapes find each fault, in its document where it is one of a document, with the sentence behind it."""

import json
import random
import re
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Identifier, Node

from kg.compose import build
from kg.errors import KGError, ReadError
from kg.graph import KnowledgeGraph
from kg.ontology import Ontology
from kg.rdf import DEFAULT, LABEL, STATUS, SUBJECT, TITLE, TYPE, kg
from kg.report import Report
from kg.resources import SHAPES
from kg.store import memory_store, write_store
from kg.store.rdflib_view import to_term
from kg.validate import Violation, report_turtle, validate
from kg.validate import run as running
from kg.validate.near import are_near
from kg.validate.shapes import read_shapes
from tests.conftest import ARTICLES, Run
from tests.store.test_shapes import BASE, TEXT, classes, shapes
from tests.store.test_shapes import store as good_store

pyshacl = pytest.importorskip("pyshacl")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

DOCUMENT = ox.NamedNode(f"{BASE}document/news-00000000")
CHINA, RUSSIA, CNSA = (ox.NamedNode(f"{BASE}{path}") for path in ("country/CN", "country/RU", "organization/cnsa"))
OWN = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/provenkg/ontology#> .
<http://a.example/alone> a sh:NodeShape ; sh:targetClass kg:Country ;
    sh:property [ sh:path kg:cooperatesWith ; sh:maxCount 0 ; sh:message "No country works with another." ;
                  sh:severity sh:SEVERITY ] .
"""


@pytest.fixture
def store() -> ox.Store:
    """Return a copy of a good store, to be spoilt."""
    return memory_store(good_store())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a file with a shape that the good store does not fit."""
    (tmp_path / "own.ttl").write_text(OWN.replace("SEVERITY", "Violation"), encoding="utf-8")
    return tmp_path / "own.ttl"


def test_a_good_graph_has_no_violation(store: ox.Store, ontology: Ontology) -> None:
    assert validate(store, ontology) == []
    assert """sh:conforms "true"^^xsd:boolean""" in report_turtle([])


def test_what_was_inferred_is_no_fault(ontology: Ontology) -> None:
    with build([ARTICLES / "01_cbers.txt"], infer=True) as graph:
        assert graph.report["totals"]["inferred"]
        assert graph.validate() == []
        entity = ox.NamedNode(f"{BASE}country/BR")
        graph.store.add(ox.Quad(entity, TYPE, kg("Place"), DEFAULT))
        assert {one.focus for one in graph.validate()} == {str(entity)}


def test_a_fault_of_a_statement_is_told_with_its_document_and_sentence(store: ox.Store, ontology: Ontology) -> None:
    (fact,) = store.quads_for_pattern(None, SUBJECT, CNSA, DOCUMENT)
    (status,) = store.quads_for_pattern(fact.subject, kg("status"), None, DOCUMENT)
    store.remove(status)
    (one,) = validate(store, ontology)
    assert one.document == DOCUMENT.value
    assert (one.focus, one.path) == (str(fact.subject), kg("status").value)
    assert (one.component, one.severity) == ("MinCountConstraintComponent", "Violation")
    assert one.message == "A statement is asserted, planned or negated."
    assert [quote.text for quote in one.quotes] == [TEXT[34:]]
    assert one.quotes[0].source == "news.txt"
    assert TEXT[one.quotes[0].start : one.quotes[0].end] == one.quotes[0].text


def test_a_fault_of_an_evidence_is_told_with_its_own_sentence(store: ox.Store, ontology: Ontology) -> None:
    quote = min(store.quads_for_pattern(None, kg("quote"), None, DOCUMENT), key=lambda quad: str(quad.object))
    store.remove(quote)
    store.add(ox.Quad(quote.subject, quote.predicate, ox.Literal("shorter"), DOCUMENT))
    (one,) = validate(store, ontology)
    assert one.message == "The quote is as long as its place."
    assert [told.text for told in one.quotes] == ["shorter"]


def test_a_fault_of_a_document_by_itself_is_not_mended_by_another_graph(store: ox.Store, ontology: Ontology) -> None:
    (title,) = store.quads_for_pattern(DOCUMENT, TITLE, None, DOCUMENT)
    store.remove(title)
    store.add(ox.Quad(title.subject, title.predicate, title.object, ox.NamedNode("http://a.example/elsewhere")))
    (one,) = validate(store, ontology)
    assert (one.document, one.message) == (DOCUMENT.value, "A document has one title.")


def test_a_fault_of_an_entity_is_one_of_the_whole_with_a_sentence_that_names_it(
    store: ox.Store, ontology: Ontology
) -> None:
    (label,) = store.quads_for_pattern(RUSSIA, LABEL, None, DEFAULT)
    store.remove(label)
    (one,) = validate(store, ontology)
    assert (one.document, one.focus) == ("", str(RUSSIA))
    assert "China and Russia signed a treaty." in one.quotes[0].text


def test_a_fact_that_does_not_fit_is_told_once_with_what_states_it(
    store: ox.Store, ontology: Ontology, own: Path
) -> None:
    (one,) = validate(store, ontology, [own])
    assert one.message == "No country works with another."
    assert (one.focus, one.shape) == (str(CHINA), "")
    assert [quote.text for quote in one.quotes] == [TEXT[:33]]


def test_the_report_is_one_of_shacl_and_the_same_each_time(store: ox.Store, ontology: Ontology, own: Path) -> None:
    store.add(ox.Quad(CHINA, TYPE, kg("Agency"), DEFAULT))
    found = validate(store, ontology, [own])
    text = report_turtle(found, str(BASE))
    assert text == report_turtle(validate(store, ontology, [own]), str(BASE))
    graph = Graph().parse(data=text)
    assert len({*graph.objects(None, SH.result)}) == len(found) > 1
    assert {str(focus.n3()) for focus in graph.objects(None, SH.focusNode)} == {one.focus for one in found}
    assert """sh:conforms "false"^^xsd:boolean""" in text


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("own.ttl", "a b", "the shapes in .*own.ttl cannot be read: .*Give a file of SHACL shapes"),
        ("own.doc", "", r"own.doc has no ending that tells its format. Name it .ttl"),
        ("own.ttl", OWN.replace("sh:maxCount 0", 'sh:maxCount "many"'), "a shape is wrong: .*Correct it"),
    ],
)
def test_a_wrong_file_of_shapes_is_told(
    store: ox.Store, ontology: Ontology, tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(KGError, match=told):
        validate(store, ontology, [tmp_path / name])
    with pytest.raises(ReadError, match=r"none.ttl cannot be read: No such file"):
        validate(store, ontology, [tmp_path / "none.ttl"])


def test_a_missing_library_is_told(store: ox.Store, ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(KGError, match=re.escape("pip install 'provenkg[validate]'")):
        validate(store, ontology)


@pytest.fixture
def folder(store: ox.Store, tmp_path: Path, ontology: Ontology) -> Path:
    """Return an output folder, as far as the command needs one."""
    report = {"ontology": str(ontology.path), "versions": {"provenkg": "0.1.0"}}
    write_store(iter(store), tmp_path / "out" / "store")
    (tmp_path / "out" / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return tmp_path / "out"


def test_the_command_prints_and_ends_with_the_code(run: Run, folder: Path, own: Path) -> None:
    done = run("validate", "-g", folder)
    assert (done.code, done.out) == (0, "the graph fits its shapes\n")
    done = run("validate", "-g", folder, "--shapes", own)
    assert done.code == 1
    head, _, row = done.out.splitlines()
    assert head.split() == ["severity", "message", "node", "property", "value", "document", "sentence"]
    assert "No country works with another." in row
    assert row.endswith(TEXT[:33])
    assert "document/news-00000000" in row
    told = json.loads(run("validate", "-g", folder, "--shapes", own, "--format", "json").out)
    assert told[0]["quotes"][0]["text"] == TEXT[:33]
    done = run("validate", "-g", folder, "--shapes", own, "--format", "turtle")
    assert (done.code, len(Graph().parse(data=done.out)) > 5) == (1, True)
    assert run("validate", "-g", folder, "--shapes", own, "-q").out == ""


def test_a_warning_is_printed_and_no_failure(run: Run, folder: Path, own: Path) -> None:
    own.write_text(OWN.replace("SEVERITY", "Warning"), encoding="utf-8")
    done = run("validate", "-g", folder, "--shapes", own)
    assert (done.code, done.out.splitlines()[2].split()[0]) == (0, "Warning")


def test_a_graph_in_python_is_checked_too(store: ox.Store, ontology: Ontology, own: Path) -> None:
    graph = KnowledgeGraph(store, Report(ontology=str(ontology.path)), ontology=ontology)  # type: ignore[typeddict-item]
    assert graph.validate() == []
    assert isinstance(graph.validate(own)[0], Violation)


### One check for what two graphs say #################################################################################

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/provenkg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shape: <https://w3id.org/provenkg/shapes#> .
@prefix a: <http://a.example/> .
"""
NEAR = [
    "a:x sh:targetClass kg:Statement ; sh:property [ sh:path rdf:subject ; sh:not [ sh:class kg:Country ] ] .",
    "a:x sh:targetSubjectsOf kg:quote ; sh:closed true ; sh:property [ sh:path kg:quote ; sh:maxLength 20 ] .",
    "a:x sh:targetClass kg:Evidence ; sh:path kg:quote ; sh:maxLength 20 .",
    "a:x sh:targetNode kg:x ; sh:or ( [ sh:path rdfs:label ; sh:minCount 1 ] [ sh:class kg:Country ] ) .",
    "a:x sh:targetClass kg:Statement ; sh:node [ sh:property [ sh:path rdf:object ; sh:class kg:Country ] ] .",
    """a:x sh:targetClass kg:Evidence ;
        sh:sparql [ sh:select "SELECT ?this WHERE { ?this a:start ?s ; a:end ?e . FILTER(?s > ?e) }" ] .""",
]
FAR = [
    "a:x sh:targetObjectsOf rdf:subject ; sh:nodeKind sh:Literal .",
    "a:x sh:targetClass kg:Evidence ; sh:property [ sh:path [ sh:inversePath kg:evidence ] ; sh:maxCount 0 ] .",
    "a:x sh:targetClass kg:Statement ; sh:property [ sh:path ( rdf:object rdfs:label ) ; sh:maxCount 0 ] .",
    "a:x sh:targetClass kg:Statement ; sh:property [ sh:path rdf:object ; sh:node shape:Country ] .",
    "a:x sh:targetClass kg:Statement ; sh:property [ sh:path kg:evidence ; sh:closed true ] .",
    "a:x sh:targetClass kg:Statement ; sh:property [ sh:path rdf:object ; sh:or ( [ sh:path rdfs:label ] ) ] .",
    """a:x sh:targetClass kg:Statement ;
        sh:sparql [ sh:select "SELECT $this WHERE { $this a:p ?o . FILTER EXISTS { ?x a:p ?o } }" ] .""",
    """a:x sh:targetClass kg:Statement ; sh:sparql [ sh:select "SELECT $this WHERE { ?x a:p $this }" ] .""",
    """a:x sh:targetClass kg:Statement ; sh:sparql [ sh:select "SELECT $this WHERE { $this a:p/a:q ?x }" ] .""",
    "a:x sh:targetClass kg:Statement ; sh:not a:y . a:y sh:not a:x .",
    "a:x sh:targetClass kg:Statement ; sh:tomorrow true .",
]


def shapes_of(folder: Path, text: str) -> Path:
    """Return a file of the shapes."""
    (folder / "some.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder / "some.ttl"


@pytest.mark.parametrize(("text", "near"), [*((text, True) for text in NEAR), *((text, False) for text in FAR)])
def test_it_is_told_whether_shapes_look_beyond_a_node_and_its_values(tmp_path: Path, text: str, *, near: bool) -> None:
    assert are_near(read_shapes([SHAPES, shapes_of(tmp_path, text)])) == near


def plainly(store: ox.Store, own: Path) -> set[tuple[str, str, str, str]]:
    """Return what pySHACL says of all graphs together, with the shapes as they are written."""
    data = Graph()
    for quad in store:
        data.add((to_term(quad.subject), to_term(quad.predicate), to_term(quad.object)))
    rules = shapes() + Graph().parse(own)
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, ont_graph=classes())
    names = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent)
    results = report.subjects(RDF.type, SH.ValidationResult)
    found = [[report.value(result, name) for name in names] for result in results]
    return {(n3(focus), iri(path), n3(value), iri(kind).rpartition("#")[2]) for focus, path, value, kind in found}


def n3(term: Node | None) -> str:
    return term.n3() if isinstance(term, Identifier) else ""


def iri(term: Node | None) -> str:
    return str(term) if isinstance(term, URIRef) else ""


ELSEWHERE = ox.NamedNode("http://a.example/elsewhere")
OTHER = ox.NamedNode(f"{BASE}document/other-00000000")


@pytest.mark.parametrize("text", ["", *NEAR[:-1], *FAR[:6]])
@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_missed_that_all_graphs_show(
    store: ox.Store, ontology: Ontology, tmp_path: Path, text: str, seed: int
) -> None:
    chance = random.Random(f"{seed} {text}")  # noqa: S311 - the same faults each time
    quads = sorted(store, key=str)
    for quad in chance.sample(quads, 6):
        other, graph = chance.choice(quads), chance.choice((DOCUMENT, ELSEWHERE, OTHER))
        change = chance.randrange(4)
        if change < 3:
            store.remove(quad)
        if change == 1:
            store.add(ox.Quad(quad.subject, quad.predicate, other.object, quad.graph_name))
        elif change > 1:
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    own = shapes_of(tmp_path, text)
    told = {(one.focus, one.path, one.value, one.component): one.document for one in validate(store, ontology, [own])}
    whole = plainly(store, own)
    assert whole <= told.keys()
    assert {key for key, document in told.items() if not document} <= whole


def test_a_statement_that_two_documents_make_is_judged_by_both(store: ox.Store, ontology: Ontology) -> None:
    (fact,) = store.quads_for_pattern(None, SUBJECT, CNSA, DOCUMENT)
    for quad in [*store.quads_for_pattern(None, None, None, DOCUMENT)]:
        if quad.subject not in {fact.subject, DOCUMENT} or quad.predicate == kg("status"):
            continue
        subject = OTHER if quad.subject == DOCUMENT else quad.subject
        store.add(ox.Quad(subject, quad.predicate, quad.object, OTHER))
    for evidence in [*store.quads_for_pattern(fact.subject, kg("evidence"), None, DOCUMENT)]:
        for quad in [*store.quads_for_pattern(evidence.object, None, None, DOCUMENT)]:  # type: ignore[arg-type]
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, OTHER))
    store.add(ox.Quad(fact.subject, kg("status"), STATUS["negated"], OTHER))
    (one,) = [one for one in validate(store, ontology) if one.focus == str(fact.subject)]
    assert (one.document, one.component) == ("", "MaxCountConstraintComponent")


def test_a_class_that_another_graph_gives_a_value_counts_for_the_whole(
    store: ox.Store, ontology: Ontology, tmp_path: Path
) -> None:
    store.add(ox.Quad(CHINA, TYPE, kg("Event"), ELSEWHERE))
    found = validate(store, ontology, [shapes_of(tmp_path, NEAR[0].replace("Country", "Event"))])
    statements = [one for one in found if one.component == "NotConstraintComponent"]
    assert {(one.document, one.value) for one in statements} == {("", str(CHINA))}
    assert len(statements) == 2


def test_a_subclass_that_the_graph_states_counts_for_the_whole(
    store: ox.Store, ontology: Ontology, tmp_path: Path
) -> None:
    store.add(ox.Quad(kg("Country"), ox.NamedNode(RDFS.subClassOf), kg("Event"), ELSEWHERE))
    found = validate(store, ontology, [shapes_of(tmp_path, NEAR[0].replace("Country", "Event"))])
    assert {one.document for one in found if one.component == "NotConstraintComponent"} == {""}


def test_a_query_is_read_once(store: ox.Store, ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def prepare(text: str, **options: object) -> object:
        read.append(text)
        return prepareQuery(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "prepareQuery", prepare)
    running._prepared.cache_clear()
    assert validate(store, ontology) == []
    assert len(read) == 1


def test_property_shapes_leave_the_shape_that_alone_has_them(tmp_path: Path) -> None:
    file = shapes_of(
        tmp_path,
        """
        a:own sh:targetClass kg:A ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
            sh:property a:moved , a:shared .
        a:moved sh:path kg:p . a:shared sh:path kg:q .
        a:off sh:targetClass kg:A ; sh:deactivated true ; sh:property a:shared , a:third . a:third sh:path kg:r .
        a:used sh:targetClass kg:A ; sh:property a:fourth . a:fourth sh:path kg:s . a:user sh:node a:used .
        """,
    )
    graph = read_shapes([file])
    own, moved, shared, third, fourth = (
        URIRef(f"http://a.example/{name}") for name in ("own", "moved", "shared", "third", "fourth")
    )
    assert {*graph.objects(own, SH.property)} == {shared}
    assert {*graph.subjects(SH.targetClass)} >= {own, moved}
    assert not {shared, third, fourth} & {*graph.subjects(SH.targetClass)}
    (ignored,) = graph.objects(own, SH.ignoredProperties)
    assert [*graph.items(ignored)] == [RDF.type, URIRef(kg("p").value)]
