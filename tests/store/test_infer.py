"""What follows by the ontology: all of it, nothing else, in its own graph, and each fact with its reasons."""

import json
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import OntologyError, QueryError
from kg.rdf import DEFAULT, DERIVED_FROM, OBJECT, OWL, RDFS, TYPE
from kg.resources import ONTOLOGY, SHAPES
from kg.store import explain, memory_store, run_query
from kg.store.axioms import axiom_triples
from kg.store.derive import Derivation, Deriver
from kg.store.infer import infer, inferred_facts, inferred_graph
from kg.store.rdflib_view import to_rdflib
from tests.conftest import ARTICLES, Run

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib, owlrl and pySHACL use deprecated names

BASE = "https://kg.example/"
K = "https://w3id.org/provenkg/ontology#"
ZOO = "https://zoo.example/"
OWN = f"""\
@prefix kg: <{K}> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
@prefix zoo: <{ZOO}> .
zoo:Cat a owl:Class ; rdfs:subClassOf zoo:Animal ; rdfs:label "cat" .
zoo:Lion a owl:Class ; rdfs:subClassOf zoo:Cat ; rdfs:label "lion" .
zoo:Animal a owl:Class ; rdfs:subClassOf kg:Entity ; rdfs:label "animal" .
zoo:ancestorOf a owl:ObjectProperty , owl:TransitiveProperty ;
    rdfs:subPropertyOf zoo:relatedTo ; rdfs:label "ancestor of" .
zoo:parentOf a owl:ObjectProperty ; rdfs:subPropertyOf zoo:ancestorOf ; rdfs:label "parent of" .
zoo:childOf a owl:ObjectProperty ; owl:inverseOf zoo:parentOf ; rdfs:label "child of" .
zoo:relatedTo a owl:ObjectProperty , owl:SymmetricProperty ; rdfs:label "related to" .
zoo:nick a owl:DatatypeProperty ; rdfs:subPropertyOf rdfs:comment ; rdfs:label "nick" .
"""
FACTS = """\
<simba> a zoo:Lion ; zoo:nick "S" . <nala> a zoo:Cat .
<mufasa> zoo:parentOf <simba> . <kion> zoo:childOf <simba> .
GRAPH <graph/planned> { <simba> zoo:parentOf <vitani> } GRAPH <graph/negated> { <scar> zoo:parentOf <simba> }
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "zoo.ttl"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def zoo(own: Path) -> ox.Store:
    store = store_of(FACTS)
    infer(store, own)
    return store


def store_of(facts: str) -> ox.Store:
    store = ox.Store()
    document = f"GRAPH <document/a-1> {{ <document/a-1> a <{K}Document> }}"
    store.update(f"INSERT DATA {{ {facts} {document} }}", base_iri=BASE, prefixes={"zoo": ZOO})
    return store


def holds(store: ox.Store, fact: str) -> bool:
    answer = store.query(
        f"ASK {{ GRAPH <graph/inferred> {{ {fact} }} }}", base_iri=BASE, prefixes={"zoo": ZOO, "kg": K}
    )
    return bool(answer)


### What follows


@pytest.mark.parametrize(
    "fact",
    [
        "<simba> a zoo:Cat",
        "<simba> a zoo:Animal",
        "<simba> a kg:Entity",
        "<mufasa> zoo:ancestorOf <simba>",
        "<simba> zoo:childOf <mufasa>",
        "<simba> zoo:parentOf <kion>",
        "<mufasa> zoo:ancestorOf <kion>",
        "<mufasa> zoo:relatedTo <kion>",
        "<kion> zoo:relatedTo <mufasa>",
        '<simba> <http://www.w3.org/2000/01/rdf-schema#comment> "S"',
    ],
    ids=[
        "subclass", "subclass of a subclass", "class of the built-in ontology", "sub-property", "inverse",
        "inverse, the other way", "transitive", "sub-property of a transitive one", "symmetric of that", "literal",
    ],
)  # fmt: skip
def test_it_follows(zoo: ox.Store, fact: str) -> None:
    assert holds(zoo, fact)


@pytest.mark.parametrize(
    "fact",
    [
        "<simba> zoo:ancestorOf <vitani>",
        "<scar> zoo:ancestorOf <simba>",
        "<mufasa> zoo:parentOf <kion>",
        "?x zoo:relatedTo ?x",
    ],
    ids=["from a plan", "from a denial", "a property below", "to itself"],
)
def test_it_does_not_follow(zoo: ox.Store, fact: str) -> None:
    assert not holds(zoo, fact)


def test_all_else_stays_as_it_was(zoo: ox.Store) -> None:
    added = {ox.NamedNode(BASE + "graph/inferred"), ox.NamedNode(BASE + "graph/ontology")}
    assert {quad for quad in zoo if quad.graph_name not in added} == set(store_of(FACTS))
    inferred = {quad.triple for quad in zoo.quads_for_pattern(None, None, None, inferred_graph(zoo))}
    assert inferred.isdisjoint(quad.triple for quad in zoo.quads_for_pattern(None, None, None, DEFAULT))


def test_what_was_inferred_before_is_replaced(zoo: ox.Store, own: Path) -> None:
    before = {str(quad) for quad in zoo}
    infer(zoo, own)
    assert {str(quad) for quad in zoo} == before
    zoo.remove(ox.Quad(ox.NamedNode(BASE + "mufasa"), ox.NamedNode(ZOO + "parentOf"), ox.NamedNode(BASE + "simba")))
    infer(zoo, own)
    assert not holds(zoo, "<mufasa> ?p ?o")
    assert holds(zoo, "<simba> zoo:ancestorOf <kion>")


def test_a_store_without_documents_stays_empty(own: Path) -> None:
    store = ox.Store()
    assert infer(store, own) == 0
    assert len(store) == 0


def test_an_ontology_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        infer(store_of(FACTS), tmp_path / "gone.ttl")


### Against another reasoner

PROPERTIES, CLASSES, THINGS = ("p0", "p1", "p2", "p3"), ("C0", "C1", "C2"), ("a", "b", "c", "d")
pairs = st.tuples
AXIOM = st.one_of(
    pairs(st.sampled_from(PROPERTIES), st.just(RDFS + "subPropertyOf"), st.sampled_from(PROPERTIES)),
    pairs(st.sampled_from(PROPERTIES), st.just(OWL + "inverseOf"), st.sampled_from(PROPERTIES)),
    pairs(st.sampled_from(CLASSES), st.just(RDFS + "subClassOf"), st.sampled_from(CLASSES)),
    pairs(st.sampled_from(PROPERTIES), st.just(TYPE.value), st.just(OWL + "SymmetricProperty")),
    pairs(st.sampled_from(PROPERTIES), st.just(TYPE.value), st.just(OWL + "TransitiveProperty")),
)
FACT = st.one_of(
    pairs(st.sampled_from(THINGS), st.sampled_from(PROPERTIES), st.sampled_from(THINGS)),
    pairs(st.sampled_from(THINGS), st.just(TYPE.value), st.sampled_from(CLASSES)),
)
Fact = tuple[str, str, str]


def full(name: str) -> str:
    return name if "://" in name else ZOO + name


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(AXIOM, max_size=6), st.lists(FACT, max_size=8))
def test_it_agrees_with_an_owl_rl_reasoner(tmp_path: Path, axioms: list[Fact], facts: list[Fact]) -> None:
    path = tmp_path / "axioms.ttl"
    path.write_text("".join(f"<{full(s)}> <{full(p)}> <{full(o)}> .\n" for s, p, o in axioms), encoding="utf-8")
    store = store_of(" ".join(f"<{full(s)}> <{full(p)}> <{full(o)}> ." for s, p, o in facts))
    infer(store, path)
    graph = inferred_graph(store)
    found = {facts_of(quad) for quad in store.quads_for_pattern(None, None, None, graph)} if graph else set()
    reasoned = rdflib.Graph()
    for s, p, o in (*axioms, *facts):
        reasoned.add((rdflib.URIRef(full(s)), rdflib.URIRef(full(p)), rdflib.URIRef(full(o))))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(reasoned)
    asserted = {(full(s), full(p), full(o)) for s, p, o in facts}
    wanted = {(str(s), str(p), str(o)) for s, p, o in reasoned if is_ours(str(s), str(p), str(o))}
    assert {fact for fact in found if is_ours(*fact)} == wanted - asserted
    deriver = Deriver(store)
    for fact in found:
        derivation = deriver.derive(fact)
        assert derivation, fact
        assert set(derivation.premises) <= asserted
        assert derivation.axioms


def facts_of(quad: ox.Quad) -> Fact:
    assert isinstance(quad.subject, ox.NamedNode)
    assert isinstance(quad.object, ox.NamedNode)
    return quad.subject.value, quad.predicate.value, quad.object.value


def is_ours(subject: str, predicate: str, end: str) -> bool:
    """Return whether it is a fact of the small world, and not one of a thing and itself."""
    things = {full(name) for name in THINGS}
    ends = {full(name) for name in CLASSES} if predicate == TYPE.value else things
    return (
        subject in things and end in ends and subject != end and (predicate == TYPE.value or predicate.startswith(ZOO))
    )


### Why

UP, TURNED = "parent of is a sub-property of ancestor of", "child of is the inverse of parent of"
CHAIN = "ancestor of is transitive"


@pytest.mark.parametrize(
    ("fact", "premises", "axioms"),
    [
        (("simba", TYPE.value, ZOO + "Animal"), [("simba", TYPE.value, ZOO + "Lion")],
         ("lion is a subclass of cat", "cat is a subclass of animal")),
        (("simba", ZOO + "childOf", "mufasa"), [("mufasa", ZOO + "parentOf", "simba")],
         ("child of is the inverse of parent of",)),
        (("mufasa", ZOO + "ancestorOf", "kion"),
         [("mufasa", ZOO + "parentOf", "simba"), ("kion", ZOO + "childOf", "simba")],
         (UP, TURNED, CHAIN)),
        (("kion", ZOO + "relatedTo", "mufasa"),
         [("mufasa", ZOO + "parentOf", "simba"), ("kion", ZOO + "childOf", "simba")],
         (UP, TURNED, CHAIN, "ancestor of is a sub-property of related to", "related to is symmetric")),
    ],
)  # fmt: skip
def test_it_says_why(zoo: ox.Store, fact: Fact, premises: list[Fact], axioms: tuple[str, ...]) -> None:
    derivation = Deriver(zoo).derive(below(fact))
    assert derivation == Derivation(tuple(map(below, premises)), axioms)


def below(fact: Fact) -> Fact:
    subject, predicate, end = fact
    return BASE + subject, predicate, end if "://" in end else BASE + end


def test_what_does_not_follow_has_no_reason(zoo: ox.Store) -> None:
    assert Deriver(zoo).derive(below(("simba", ZOO + "ancestorOf", "mufasa"))) is None


def test_terms_of_other_vocabularies_are_told_by_their_host() -> None:
    store = store_of(f"<a> a <{K}Country>")
    infer(store, ONTOLOGY)
    derivation = Deriver(store).derive((BASE + "a", TYPE.value, "https://schema.org/Country"))
    assert derivation
    assert derivation.axioms == ("country is a subclass of Country (schema.org)",)


def test_the_axioms_of_an_ontology_are_those_of_its_own_terms_too(own: Path) -> None:
    triples = {str(triple) for triple in axiom_triples(own)}
    assert f"<{ZOO}Lion> <{RDFS}subClassOf> <{ZOO}Cat>" in triples
    assert f"<{K}Agency> <{RDFS}subClassOf> <{K}Organization>" in triples


### A whole graph


@pytest.fixture(scope="module")
def reasoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with kg.build([ARTICLES], infer=True) as graph:
        return graph.write(tmp_path_factory.mktemp("reasoned") / "kg-out")


def test_a_build_that_infers_differs_by_two_graphs_alone(reasoned: Path, articles: Path) -> None:
    lines = set((reasoned / "graph.nq").read_text(encoding="utf-8").splitlines())
    plain = set((articles / "graph.nq").read_text(encoding="utf-8").splitlines())
    assert plain < lines
    assert all(line.endswith((f"<{BASE}graph/inferred> .", f"<{BASE}graph/ontology> .")) for line in lines - plain)


def test_two_builds_infer_the_same_bytes(reasoned: Path, tmp_path: Path) -> None:
    with kg.build([ARTICLES], infer=True) as graph:
        graph.write(tmp_path / "again")
    for name in ("graph.nq", "graph.ttl", "graph.html"):
        assert (reasoned / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_the_shapes_hold_and_the_proof_holds(reasoned: Path) -> None:
    with kg.open(reasoned) as graph:
        assert graph.verify() == []
        whole = rdflib.Graph()
        for triple in to_rdflib(graph.store).triples((None, None, None)):
            whole.add(triple)
    conforms, _, report = pyshacl.validate(
        whole, shacl_graph=rdflib.Graph().parse(SHAPES), ont_graph=rdflib.Graph().parse(ONTOLOGY)
    )
    assert conforms, report


def test_an_inferred_fact_that_does_not_follow_is_a_problem(reasoned: Path) -> None:
    with kg.open(reasoned) as graph:
        store = memory_store(iter(graph.store))
    wrong = [ox.NamedNode(iri) for iri in (f"{BASE}country/CN", f"{K}involvedIn", f"{BASE}country/IN")]
    store.add(ox.Quad(wrong[0], wrong[1], wrong[2], inferred_graph(store)))
    problems = kg.KnowledgeGraph(store, graph.report).verify(folder=ARTICLES.parent.parent)
    assert [p.message for p in problems if p.kind == "no premise"] == [
        "country/CN involvedIn country/IN does not follow from any asserted fact."
    ]


def test_queries_see_inferred_facts_when_asked_to(reasoned: Path, articles: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?who kg:involvedIn ?what }"
    with kg.open(reasoned) as graph:
        number = sum(quad.predicate.value == K + "involvedIn" for quad in inferred_facts(graph.store))
        assert number > 100
        assert [*graph.query(query)] == [(0,)]  # type: ignore[misc]
        assert [*graph.query(query, inferred=True)] == [(number,)]  # type: ignore[misc]
    with (
        kg.open(articles) as graph,
        pytest.raises(QueryError, match=r"nothing was inferred .* kg build SOURCE --infer"),
    ):
        run_query(graph.store, query, inferred=True)


def test_explain_tells_the_premises_with_their_quotes(reasoned: Path) -> None:
    with kg.open(reasoned) as graph:
        told = graph.explain("Schiaparelli", "part of", "ExoMars")
    assert {one.status for one in told} == {"inferred"}
    assert [tuple(part.label for part in one.premise) for one in told if one.premise] == [
        ("Schiaparelli", "partOf", "Trace Gas Orbiter"),
        ("Trace Gas Orbiter", "partOf", "ExoMars"),
    ]
    assert all(one.axioms == ("part of is transitive",) and one.evidence for one in told)


def test_explain_leaves_other_vocabularies_out_unless_they_are_asked_for(reasoned: Path) -> None:
    with kg.open(reasoned) as graph:
        told = graph.explain("Bill Nelson")
        assert not any("schema.org" in one.predicate.iri for one in told)
        (named, *_) = explain(graph.store, "Johnson Space Center", "location")
    assert named.predicate.iri == "https://schema.org/location"
    assert named.status == "inferred"


### Commands


def test_the_command_counts_and_explains(run: Run, tmp_path: Path) -> None:
    text = "NASA develops the Orion spacecraft."
    (tmp_path / "orion.txt").write_text(text, encoding="utf-8")
    done = run("build", "orion.txt", "--infer")
    assert done.code == 0, done.err
    assert "  facts inferred        1\n" in done.out
    lines = run("explain", "Orion spacecraft", "involved in").out.splitlines()
    assert lines[:3] == [
        "National Aeronautics and Space Administration  involvedIn  Orion spacecraft  (inferred)",
        "  follows: develops is a sub-property of involved in",
        "  from: National Aeronautics and Space Administration  develops  Orion spacecraft",
    ]
    assert lines[4].startswith("    [NASA] *develops* the [Orion")
    (told,) = json.loads(run("explain", "Orion spacecraft", "involved in", "--format", "json").out)
    assert told["status"] == "inferred"
    assert told["axioms"] == ["develops is a sub-property of involved in"]
    assert run("query", "SELECT ?x { ?who kg:involvedIn ?x }", "--inferred").out.splitlines()[2:] == [
        "project/orion-spacecraft"
    ]
    assert "facts inferred" not in run("build", "orion.txt").out


def test_exports_mark_what_was_inferred(run: Run, tmp_path: Path) -> None:
    (tmp_path / "orion.txt").write_text("NASA develops the Orion spacecraft.", encoding="utf-8")
    run("build", "orion.txt", "--infer")
    turtle = (tmp_path / "kg-out" / "graph.ttl").read_text(encoding="utf-8")
    assert "### Inferred: stated by no document, following from asserted facts\n" in turtle
    store = memory_store(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    node = ox.NamedNode(BASE + "project/orion-spacecraft")
    (told,) = {quad.subject for quad in store.quads_for_pattern(None, OBJECT, node, None)}
    (source,) = {quad.object for quad in store.quads_for_pattern(told, DERIVED_FROM, None, None)}
    with kg.open(tmp_path / "kg-out") as graph:
        assert graph.query(f"ASK {{ GRAPH ?g {{ {source} a kg:Statement ; rdf:predicate kg:develops }} }}")
    assert not any(store.quads_for_pattern(None, ox.NamedNode(K + "involvedIn"), None, None)), "no plain triple"
    run("export", "csv", "-o", "tables")
    edges = (tmp_path / "tables" / "edges.csv").read_text(encoding="utf-8")
    assert ",involvedIn,inferred,0" in edges
    assert "graph/inferred" in run("export", "trig").out
    assert run("describe", "--format", "table").out.count("inferred") >= 1


@pytest.mark.parametrize("style", ["", "--rdf12", "--nanopub"])
def test_an_export_of_all_graphs_comes_back_with_what_was_inferred(
    run: Run, reasoned: Path, tmp_path: Path, style: str
) -> None:
    assert run("export", "nquads", *style.split(), "-d", reasoned, "-o", "all.nq").code == 0
    assert run("import", "all.nq", "-o", "back").code == 0
    assert (tmp_path / "back" / "graph.nq").read_bytes() == (reasoned / "graph.nq").read_bytes()


def test_an_export_without_graphs_comes_back_without_what_was_inferred(
    run: Run, reasoned: Path, tmp_path: Path
) -> None:
    done = run("import", reasoned / "graph.ttl", "-o", "back")
    assert done.code == 0, done.err
    with kg.open(reasoned) as graph, kg.open(tmp_path / "back") as back:
        assert back.report["totals"]["entities"] == graph.report["totals"]["entities"]
        assert inferred_graph(back.store) is None
