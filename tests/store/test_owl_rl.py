"""What OWL 2 RL lets follow: what another reasoner has too, of things of the graph alone, told as such and proved."""

import json
import os
import subprocess
import sys
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import KGError, OntologyError
from kg.rdf import LABEL, OWL, RDF, RDFS, SAME_AS, TYPE, XSD
from kg.resources import ONTOLOGY
from kg.store import memory_store
from kg.store.derive import Derivation, Deriver
from kg.store.infer import infer, inferred_facts, inferred_graph
from kg.store.owl_rl import REASON, conclusions, infer_owl_rl, is_owl_rl
from tests.conftest import Run

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib and owlrl use deprecated names

BASE = "https://kg.example/"
K = "https://w3id.org/provenkg/ontology#"
ZOO = "https://zoo.example/"
HEAD = f"""\
@prefix kg: <{K}> .
@prefix owl: <{OWL}> .
@prefix rdf: <{RDF}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
@prefix zoo: <{ZOO}> .
"""
THINGS = "".join(f"<{name}> a zoo:X . " for name in "abcd")


def reasoned(path: Path, axioms: str, facts: str) -> ox.Store:
    """Return a store with the facts below BASE, and what follows from them."""
    path.write_text(HEAD + axioms, encoding="utf-8")
    store = ox.Store()
    document = f"GRAPH <document/a-1> {{ <document/a-1> a <{K}Document> }}"
    prefixes = {"zoo": ZOO, "owl": OWL, "rdfs": RDFS}
    store.update(f"INSERT DATA {{ {facts} {document} }}", base_iri=BASE, prefixes=prefixes)
    infer(store, path)
    infer_owl_rl(store, path)
    return store


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    return tmp_path / "zoo.ttl"


def holds(store: ox.Store, fact: str) -> bool:
    prefixes = {"zoo": ZOO, "owl": OWL, "rdfs": RDFS, "kg": K}
    return bool(store.query(f"ASK {{ GRAPH <graph/inferred> {{ {fact} }} }}", base_iri=BASE, prefixes=prefixes))


def restriction(rest: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty zoo:p ; {rest} ]"


### What follows

FOLLOWS = {
    "equivalent class": ("zoo:C owl:equivalentClass zoo:X .", "", "<a> a zoo:C"),
    "equivalent property": ("zoo:q owl:equivalentProperty zoo:p .", "<a> zoo:p <b> .", "<a> zoo:q <b>"),
    "some value": (f"zoo:C owl:equivalentClass {restriction('owl:someValuesFrom zoo:X')} .", "<a> zoo:p <b> .",
                   "<a> a zoo:C"),
    "a value": (f"zoo:C owl:equivalentClass {restriction('owl:hasValue <https://kg.example/b>')} .",
                "<a> zoo:p <b> .", "<a> a zoo:C"),
    "has the value": (f"zoo:X rdfs:subClassOf {restriction('owl:hasValue <https://kg.example/b>')} .", "",
                      "<a> zoo:p <b>"),
    "has the text": (f"zoo:X rdfs:subClassOf {restriction('owl:hasValue 007')} .", "", "<a> zoo:p 7"),
    "all values": (f"zoo:X rdfs:subClassOf {restriction('owl:allValuesFrom zoo:C')} .", "<a> zoo:p <b> .",
                   "<b> a zoo:C"),
    "intersection": ("zoo:C owl:intersectionOf ( zoo:X zoo:Y ) .", "<a> a zoo:Y .", "<a> a zoo:C"),
    "union": ("zoo:C owl:unionOf ( zoo:X zoo:Y ) .", "", "<a> a zoo:C"),
    "functional": ("zoo:p a owl:FunctionalProperty .", "<a> zoo:p <b> , <c> .", "<b> owl:sameAs <c>"),
    "inverse functional": ("zoo:p a owl:InverseFunctionalProperty .", "<a> zoo:p <c> . <b> zoo:p <c> .",
                           "<a> owl:sameAs <b>"),
    "the same thing": ("", "<a> owl:sameAs <b> . <a> zoo:p <c> .", "<b> zoo:p <c>"),
    "the same name": ("", '<a> owl:sameAs <b> . <a> rdfs:label "a \\"quoted\\"\\nname\\\\"@en-GB .',
                      '<b> rdfs:label "a \\"quoted\\"\\nname\\\\"@en-GB'),
    "the same plain text": ("", '<a> owl:sameAs <b> . <a> zoo:nick "é😀" .', '<b> zoo:nick "é😀"'),
    "domain": ("zoo:p rdfs:domain zoo:C .", "<a> zoo:p <b> .", "<a> a zoo:C"),
    "range": ("zoo:p rdfs:range zoo:C .", "<a> zoo:p <b> .", "<b> a zoo:C"),
    "with the axioms": ("zoo:q rdfs:subPropertyOf zoo:p . zoo:p rdfs:domain zoo:C . zoo:C rdfs:subClassOf kg:Agency .",
                        "<a> zoo:q <b> .", "<a> a kg:Organization"),
}  # fmt: skip


@pytest.mark.parametrize(("axioms", "facts", "fact"), FOLLOWS.values(), ids=FOLLOWS)
def test_it_follows(zoo: Path, axioms: str, facts: str, fact: str) -> None:
    assert holds(reasoned(zoo, axioms, THINGS + facts), fact)


NOT = {
    "of the reasoner alone": ("zoo:C owl:equivalentClass zoo:X .", "<a> a owl:Thing"),
    "a blank node": (f"zoo:X rdfs:subClassOf {restriction('owl:hasValue zoo:far')} .", "?s ?p ?o FILTER(ISBLANK(?o))"),
    "of a term": ("zoo:C owl:equivalentClass zoo:X .", "zoo:C ?p ?o"),
    "to what is not in the graph": (f"zoo:X rdfs:subClassOf {restriction('owl:hasValue zoo:far')} .", "?s ?p zoo:far"),
    "of a thing without a class": ("zoo:p rdfs:domain zoo:C .", "<e> ?p ?o"),
    "to itself": ("zoo:p a owl:FunctionalProperty .", "?x ?p ?x"),
    "what is asserted": ("zoo:p owl:equivalentProperty zoo:p . zoo:C owl:equivalentClass zoo:X .", "<a> zoo:p <b>"),
    "from a plan": ("zoo:p rdfs:domain zoo:C .", "<c> a zoo:C"),
    "from a denial": ("zoo:p rdfs:domain zoo:C .", "<d> a zoo:C"),
    "a property chain": ("zoo:q owl:propertyChainAxiom ( zoo:p zoo:p ) .", "?s zoo:q ?o"),
    "a number of values": (f"zoo:X rdfs:subClassOf {restriction('owl:maxCardinality 1')} .", "?s owl:sameAs ?o"),
}  # fmt: skip


@pytest.mark.parametrize(("axioms", "fact"), NOT.values(), ids=NOT)
def test_it_is_left_out(zoo: Path, axioms: str, fact: str) -> None:
    others = "GRAPH <graph/planned> { <c> zoo:p <b> } GRAPH <graph/negated> { <d> zoo:p <b> }"
    store = reasoned(zoo, axioms, f"{THINGS} <a> zoo:p <b> . <e> zoo:p <b> . <b> zoo:p <c> . {others}")
    assert not holds(store, fact)


@pytest.mark.parametrize(
    "axioms",
    [
        "zoo:X rdfs:subClassOf owl:Nothing .",
        "zoo:X owl:disjointWith zoo:Y . zoo:X rdfs:subClassOf zoo:Y .",
        "zoo:X owl:complementOf zoo:X .",
        "<https://kg.example/a> owl:sameAs <https://kg.example/b> ; owl:differentFrom <https://kg.example/b> .",
        "zoo:p a owl:IrreflexiveProperty , owl:AsymmetricProperty , owl:SymmetricProperty .",
        "zoo:C owl:unionOf _:list . _:list rdf:first zoo:X ; rdf:rest _:list .",
        "zoo:C owl:intersectionOf ( ) , 'no list' ; rdfs:subClassOf 'no class' .",
        "zoo:p rdfs:range 'no class' ; rdfs:subPropertyOf 'no property' , [] ; owl:inverseOf 'none' .",
        "zoo:n a owl:FunctionalProperty ; rdfs:range xsd:integer .",
    ],
    ids=["nothing", "disjoint", "complement", "different", "irreflexive", "circle of a list", "wrong class",
         "wrong property", "two numbers"],
)  # fmt: skip
def test_what_contradicts_itself_is_no_error(zoo: Path, axioms: str) -> None:
    store = reasoned(zoo, axioms, f'{THINGS} <a> zoo:p <b> . <b> zoo:p <a> . <a> zoo:n 1 , 2 , "x" .')
    assert is_owl_rl(store)
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(BASE + "graph/inferred")):
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_the_built_in_ontology_gives_nothing_more(articles: Path) -> None:
    with kg.open(articles) as graph:
        store = memory_store(iter(graph.store))
    infer(store, ONTOLOGY)
    assert infer_owl_rl(store, ONTOLOGY) == 0
    assert is_owl_rl(store)


def test_a_store_without_documents_stays_empty(zoo: Path) -> None:
    store = ox.Store()
    assert infer_owl_rl(store, zoo) == 0
    assert len(store) == 0


def test_an_ontology_that_is_gone_is_told(tmp_path: Path) -> None:
    store = reasoned(tmp_path / "zoo.ttl", "", THINGS)
    with pytest.raises(OntologyError, match="cannot be read"):
        conclusions(store, tmp_path / "gone.ttl")


def test_what_the_axioms_gave_stays_as_it_was(zoo: Path) -> None:
    axioms = "zoo:q rdfs:subPropertyOf zoo:p . zoo:r owl:equivalentProperty zoo:q ."
    store = reasoned(zoo, axioms, f"{THINGS} <a> zoo:q <b> .")
    before = {str(quad) for quad in store}
    assert infer_owl_rl(store, zoo) == 0, "a second time nothing is new"
    assert {str(quad) for quad in store} == before
    infer(store, zoo)
    assert not is_owl_rl(store)
    term = "<http://www.w3.org/ns/sparql-service-description#supportedEntailmentProfile>"
    mark = f"<{BASE}graph/inferred> {term} <http://www.w3.org/ns/owl-profile/RL> <{BASE}graph/ontology>"
    fact = f"<{BASE}a> <{ZOO}r> <{BASE}b> <{BASE}graph/inferred>"
    assert before - {str(quad) for quad in store} == {fact, mark}


### Against another reasoner

P, C, T = (
    st.sampled_from([f"zoo:{n}" for n in names]) for names in (("p", "q", "r"), ("X", "Y", "Z"), ("a", "b", "c"))
)
WORKING = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, C, C),
    st.builds("{} owl:equivalentClass {} .".format, C, C),
    st.builds("{} rdfs:subPropertyOf {} .".format, P, P),
    st.builds("{} owl:equivalentProperty {} .".format, P, P),
    st.builds("{} owl:inverseOf {} .".format, P, P),
    st.builds("{} rdfs:domain {} .".format, P, C),
    st.builds("{} rdfs:range {} .".format, P, C),
    st.builds(
        "{} a owl:{}Property .".format,
        P,
        st.sampled_from(["Symmetric", "Transitive", "Functional", "InverseFunctional"]),
    ),
    st.builds("{} owl:intersectionOf ( {} {} ) .".format, C, C, C),
    st.builds("{} owl:unionOf ( {} {} ) .".format, C, C, C),
    st.builds(
        "{} {} [ a owl:Restriction ; owl:onProperty {} ; {} ] .".format,
        C,
        st.sampled_from(["rdfs:subClassOf", "owl:equivalentClass"]),
        P,
        st.one_of(
            st.builds("owl:{}ValuesFrom {}".format, st.sampled_from(["some", "all"]), C),
            st.builds("owl:hasValue {}".format, T),
        ),
    ),
)
NOT_WORKING = st.one_of(
    st.builds("{} owl:propertyChainAxiom ( {} {} ) .".format, P, P, P),
    st.builds("{} rdfs:subClassOf [ a owl:Restriction ; owl:onProperty {} ; owl:maxCardinality 1 ] .".format, C, P),
    st.builds("{} owl:hasKey ( {} ) .".format, C, P),
)
FACT = st.one_of(
    st.builds("{} {} {} .".format, T, P, T),
    st.builds("{} a {} .".format, T, C),
    st.builds("{} owl:sameAs {} .".format, T, T),
)
RANDOM = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def both(path: Path, axioms: list[str], facts: list[str]) -> tuple[set[str], set[str]]:
    """Return what the program infers, and what owlrl does of the same kinds: about typed things, to others."""
    every = [*facts, *(f"zoo:{name} a zoo:W ." for name in "abc")]
    store = reasoned(path, "\n".join(axioms), " ".join(every))
    name = ox.NamedNode(BASE + "graph/inferred")
    found = {str(q.triple) for q in store.quads_for_pattern(None, None, None, name) if is_ours(q)}
    graph = rdflib.Graph().parse(data=HEAD + "\n".join([*axioms, *every]), format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    other = memory_store(
        ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o))
        for s, p, o in graph
        if isinstance(s, rdflib.URIRef) and isinstance(p, rdflib.URIRef) and isinstance(o, rdflib.URIRef)
    )
    return found, {
        str(q.triple) for q in other if is_ours(q) and ox.Quad(q.subject, q.predicate, q.object) not in store
    }


def is_ours(quad: ox.Quad) -> bool:
    things, classes = ({ox.NamedNode(ZOO + name) for name in names} for names in ("abc", "WXYZ"))
    if quad.subject not in things:
        return False
    return quad.object in (classes if quad.predicate == TYPE else things - {quad.subject})


@RANDOM
@given(st.lists(WORKING, max_size=5), st.lists(FACT, max_size=6))
def test_it_agrees_with_another_reasoner(tmp_path: Path, axioms: list[str], facts: list[str]) -> None:
    ours, others = both(tmp_path / "axioms.ttl", axioms, facts)
    assert ours == others


@RANDOM
@given(
    st.lists(st.one_of(WORKING, NOT_WORKING), max_size=5),
    st.lists(NOT_WORKING, min_size=1, max_size=2),
    st.lists(FACT, max_size=6),
)
def test_it_concludes_nothing_that_another_reasoner_does_not(
    tmp_path: Path, axioms: list[str], more: list[str], facts: list[str]
) -> None:
    ours, others = both(tmp_path / "axioms.ttl", axioms + more, facts)
    assert ours <= others


### A whole graph

OWN = """\
<https://zoo.example/> owl:imports <https://w3id.org/provenkg/ontology> .
zoo:Maker a owl:Class ; rdfs:label "maker" ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty kg:develops ; owl:someValuesFrom kg:Project ] .
zoo:makes a owl:ObjectProperty ; rdfs:label "makes" ; owl:equivalentProperty kg:develops .
zoo:knownBy a owl:DatatypeProperty ; rdfs:label "known by" ; owl:equivalentProperty rdfs:label .
"""
NASA, ORION = BASE + "organization/nasa", BASE + "project/orion-spacecraft"


@pytest.fixture
def built(run: Run, tmp_path: Path) -> Path:
    """Return the folder of a graph that was reasoned with by OWL 2 RL; the paths of its sources are relative."""
    (tmp_path / "orion.txt").write_text("NASA develops the Orion spacecraft.", encoding="utf-8")
    (tmp_path / "zoo.ttl").write_text(HEAD + OWN, encoding="utf-8")
    done = run("build", "orion.txt", "--ontology", "zoo.ttl", "--infer", "--owl-rl")
    assert done.code == 0, done.err
    assert "  facts inferred        2\n" in done.out
    return tmp_path / "kg-out"


def names_of(folder: Path) -> tuple[str, str]:
    with kg.open(folder) as graph:
        ((subject, end),) = graph.query("SELECT ?s ?o { ?s kg:develops ?o }")  # type: ignore[misc]
    return str(subject), str(end)


def planted(folder: Path, *facts: ox.Triple) -> kg.KnowledgeGraph:
    with kg.open(folder) as graph:
        store = memory_store(iter(graph.store))
        report = graph.report
    store.extend(ox.Quad(f.subject, f.predicate, f.object, ox.NamedNode(BASE + "graph/inferred")) for f in facts)
    return kg.KnowledgeGraph(store, report)


def test_it_says_who_concluded_it(built: Path, run: Run) -> None:
    assert run("explain", "NASA", "makes").out.splitlines() == [
        "National Aeronautics and Space Administration  makes  Orion spacecraft  (inferred)",
        "  follows: by OWL 2 RL (reasonable)",
    ]
    (told,) = json.loads(run("explain", "NASA", "makes", "--format", "json").out)
    assert told["axioms"] == [REASON]
    assert (told["premise"], told["evidence"], told["status"]) == (None, None, "inferred")
    assert "  follows: develops is a sub-property of involved in\n" in run("explain", "NASA", "involved in").out
    with kg.open(built) as graph:
        assert {quad.predicate.value for quad in inferred_facts(graph.store)} == {ZOO + "makes", K + "involvedIn"}


def test_it_says_why_a_thing_has_a_class(built: Path, run: Run) -> None:
    del built
    lines = run("explain", "NASA", "type").out
    assert (
        "National Aeronautics and Space Administration  type  Maker  (inferred)\n  follows: by OWL 2 RL (reasonable)\n"
        in lines
    )
    assert (
        "National Aeronautics and Space Administration  type  Actor  (inferred)\n"
        "  follows: agency is a subclass of organization; organization is a subclass of actor\n"
        "  from: National Aeronautics and Space Administration  type  Agency\n"
    ) in lines


def test_axioms_come_before_the_reasoner(built: Path) -> None:
    with kg.open(built) as graph:
        subject, end = names_of(built)
        derive = Deriver(graph.store).derive
        assert derive((subject, ZOO + "makes", end)) == Derivation((), (REASON,))
        assert derive((subject, K + "involvedIn", end)) == Derivation(
            ((subject, K + "develops", end),), ("develops is a sub-property of involved in",)
        )
        assert derive((end, ZOO + "makes", subject)) is None


def test_the_page_and_the_exports_mark_it(built: Path, run: Run, tmp_path: Path) -> None:
    assert f'"{REASON}"' in (built / "graph.html").read_text(encoding="utf-8")
    turtle = (built / "graph.ttl").read_text(encoding="utf-8")
    assert f'rdfs:comment "{REASON}"@en' in turtle
    run("export", "csv", "-o", "tables")
    assert ",makes,inferred,0" in (tmp_path / "tables" / "edges.csv").read_text(encoding="utf-8").replace(ZOO, "")
    with kg.open(built) as graph:
        assert graph.report["versions"]["reasonable"]
    assert run("query", "ASK { ?x a <https://zoo.example/Maker> }", "--inferred").out.strip() in {"true", "yes"}


@pytest.mark.parametrize("style", ["", "--rdf12", "--nanopub"])
def test_an_export_comes_back_and_is_proved(built: Path, run: Run, tmp_path: Path, style: str) -> None:
    assert run("export", "nquads", *style.split(), "-o", "all.nq").code == 0
    assert run("import", "all.nq", "-o", "back", "--ontology", "zoo.ttl").code == 0
    assert (tmp_path / "back" / "graph.nq").read_bytes() == (built / "graph.nq").read_bytes()
    done = run("verify", "back")
    assert done.code == 0, done.out


def test_what_does_not_follow_is_a_problem(built: Path, run: Run) -> None:
    assert run("verify").code == 0
    subject, end = map(ox.NamedNode, names_of(built))
    wrong = (
        ox.Triple(end, ox.NamedNode(ZOO + "makes"), subject),
        ox.Triple(end, TYPE, ox.NamedNode(ZOO + "Maker")),
        ox.Triple(end, ox.NamedNode(ZOO + "knownBy"), ox.Literal("Apollo", language="en")),
        ox.Triple(end, ox.NamedNode(K + "involvedIn"), subject),
    )
    for triple in wrong:
        (problem,) = planted(built, triple).verify()
        assert problem.kind == "no premise"
        assert problem.message.endswith(
            " does not follow from the asserted facts and zoo.ttl by OWL 2 RL (reasonable)."
        )


def test_a_text_that_does_not_follow_is_a_problem_without_the_reasoner_too(articles: Path) -> None:
    with kg.open(articles) as graph:
        store = memory_store(iter(graph.store))
        infer(store, ONTOLOGY)
        store.add(ox.Quad(ox.NamedNode(BASE + "country/CN"), LABEL, ox.Literal("Cathay"), inferred_graph(store)))
        problems = kg.KnowledgeGraph(store, graph.report).verify()
    assert [problem.message for problem in problems if problem.kind == "no premise"] == [
        'country/CN label "Cathay" does not follow from any asserted fact.'
    ]


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_without_its_ontology_it_is_not_proved(built: Path, run: Run, tmp_path: Path, change: str) -> None:
    del built
    file = tmp_path / "zoo.ttl"
    if change == "gone":
        file.rename(tmp_path / "moved.ttl")
    else:
        file.write_text(HEAD, encoding="utf-8")
    done = run("verify")
    assert done.code == 1
    assert (
        "makes orion-spacecraft follows by OWL 2 RL (reasonable), which cannot be proved: the ontology that the graph"
        " was built with is gone or has changed. Bring it back, or build the graph again.\n"
    ) in done.out.replace("project/", "")


def test_an_ontology_that_moved_with_its_sources_is_found(
    built: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del built
    (tmp_path / "new").mkdir()
    for name in ("orion.txt", "zoo.ttl"):
        (tmp_path / name).rename(tmp_path / "new" / name)
    assert run("verify").code == 1
    assert run("verify", "--sources", "new").code == 0
    monkeypatch.chdir(tmp_path / "new")
    assert run("verify", "../kg-out").code == 0


def test_without_the_reasoner_it_is_not_proved(built: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with kg.open(built) as graph:
        number = sum(
            (found := Deriver(graph.store).derive((q.subject.value, q.predicate.value, q.object.value))) is not None  # type: ignore[union-attr]
            and not found.premises
            for q in graph.store.quads_for_pattern(None, None, None, inferred_graph(graph.store))
            if isinstance(q.object, ox.NamedNode)
        )
        texts = len([*graph.query(f"SELECT ?t {{ GRAPH ?g {{ ?s <{ZOO}knownBy> ?t }} }}")])  # type: ignore[misc]
    monkeypatch.setitem(sys.modules, "reasonable", None)
    done = run("verify", "--format", "json")
    assert done.code == 1
    problems = json.loads(done.out)
    assert {problem["kind"] for problem in problems} == {"unproved"}
    assert len(problems) == number + texts > 2
    assert all("Run: pip install 'provenkg[owl-rl]'" in problem["message"] for problem in problems)
    assert run("explain", "NASA", "makes").code == 0, "it is only proved by the reasoner"


def test_without_the_reasoner_nothing_is_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reasonable", None)
    done = run("build", "gone.txt", "--owl-rl")
    assert done.code == 2
    assert done.err == (
        "error: OWL 2 RL needs reasonable, which is not installed. Run: pip install 'provenkg[owl-rl]'\n"
    )
    with pytest.raises(KGError, match="provenkg"):
        kg.build([], infer="owl-rl")
    assert not (tmp_path / "kg-out").exists()


def test_two_builds_in_two_processes_are_the_same(built: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", "orion.txt", "--ontology", "zoo.ttl", "--owl-rl", "-q", "-o"]
    for seed in ("1", "2"):
        path = os.pathsep.join([str(Path(kg.__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path}
        subprocess.run([*command, seed], cwd=tmp_path, env=environment, check=True)
    for name in ("graph.nq", "graph.ttl", "graph.html"):
        assert (
            (built / name).read_bytes() == (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
        )


def test_the_same_thing_is_told_like_a_property(tmp_path: Path) -> None:
    store = reasoned(tmp_path / "zoo.ttl", "zoo:p a owl:FunctionalProperty .", f"{THINGS} <a> zoo:p <b> , <c> .")
    assert {(q.subject, q.object) for q in inferred_facts(store) if q.predicate == SAME_AS} == {
        (ox.NamedNode(BASE + one), ox.NamedNode(BASE + other)) for one, other in ("bc", "cb")
    }
