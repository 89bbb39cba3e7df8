"""The description of a graph as a dataset: its numbers are right, its terms exist, and catalogues accept it."""

import hashlib
import re
import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

import kg
from kg.dataset import About, Making, describe_dataset, description_text, find_dumps
from kg.dataset.terms import DCAT, SPDX, VOID
from kg.errors import KGError
from kg.rdf import DCT, DEFAULT, OWL, PROV, RDFS, TYPE
from kg.resources import ONTOLOGY
from kg.store import Triples, memory_store
from tests.conftest import Run
from tests.witnessed import LLM, SPACY, witnessed_store

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib and pySHACL use deprecated names

SHAPES = Path(__file__).with_name("shapes.ttl")
BASE = "https://kg.example/"
EVERYTHING = {
    "title": "Space cooperation",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "publisher": "Example Institute",
    "files": "https://data.example/files/",
    "endpoint": "https://data.example/sparql",
}
# All terms of VoID (https://www.w3.org/TR/void/) and those of the others that a description uses.
KNOWN = {
    VOID: "Dataset DatasetDescription Linkset TechnicalFeature class classPartition classes dataDump distinctObjects "
    "distinctSubjects documents entities exampleResource feature inDataset linkPredicate objectsTarget "
    "openSearchDescription properties property propertyPartition rootResource sparqlEndpoint subjectsTarget subset "
    "target triples uriLookupEndpoint uriRegexPattern uriSpace vocabulary",
    DCAT: "Dataset Distribution DataService distribution accessURL downloadURL mediaType byteSize endpointURL "
    "servesDataset startDate endDate",
    SPDX: "Checksum checksum algorithm checksumValue checksumAlgorithm_sha256",
    PROV: "Entity Activity SoftwareAgent Agent wasGeneratedBy wasAssociatedWith used specializationOf",
    DCT: "title description license publisher language temporal PeriodOfTime conformsTo",
}


@pytest.fixture(scope="module")
def described(articles: Path) -> Triples:
    with kg.open(articles) as graph:
        return graph.describe(**EVERYTHING)


def store_of(described: Triples) -> ox.Store:
    return memory_store(ox.Quad(*triple) for triple in described.triples)


def one(store: ox.Store, pattern: str) -> str:
    """Return the only ?x of a pattern."""
    prefixes = {"void": VOID, "dcat": DCAT, "spdx": SPDX, "prov": PROV, "dct": DCT, "rdfs": RDFS, "owl": OWL}
    found = {x.value for (x,) in store.query(f"SELECT ?x {{ {pattern} }}", prefixes=prefixes, base_iri=BASE)}  # type: ignore[union-attr]
    assert len(found) == 1, f"{pattern}: {found}"
    return str(found.pop())


### What it says


@pytest.mark.parametrize(
    ("part", "graphs"),
    [("dataset/facts", "default"), ("dataset/planned", "graph/planned"), ("dataset/negated", "graph/negated")],
)
def test_a_part_counts_what_its_graph_holds(articles: Path, described: Triples, part: str, graphs: str) -> None:
    name = DEFAULT if graphs == "default" else ox.NamedNode(BASE + graphs)
    with kg.open(articles) as graph:
        quads = [*graph.store.quads_for_pattern(None, None, None, name)]
    assert quads
    check_numbers(store_of(described), part, quads)


def test_the_documents_count_what_their_graphs_hold(articles: Path, described: Triples) -> None:
    with kg.open(articles) as graph:
        quads = [quad for quad in graph.store if "/document/" in str(quad.graph_name)]
    check_numbers(store_of(described), "dataset/documents", quads)


def test_the_whole_counts_everything(articles: Path, described: Triples) -> None:
    with kg.open(articles) as graph:
        check_numbers(store_of(described), "dataset", [*graph.store])
        documents = graph.report["totals"]["documents"]
    assert one(store_of(described), "<dataset> void:documents ?x") == str(documents)


def check_numbers(store: ox.Store, part: str, quads: list[ox.Quad]) -> None:
    """Compare a part with a count of our own."""
    typed = {(quad.subject, quad.object) for quad in quads if quad.predicate == TYPE}
    numbers = {
        "triples": len(quads),
        "entities": len({subject for subject, _ in typed}),
        "distinctSubjects": len({quad.subject for quad in quads}),
        "classes": len({name for _, name in typed}),
        "properties": len({quad.predicate for quad in quads}),
    }
    for term, number in numbers.items():
        assert one(store, f"<{part}> void:{term} ?x") == str(number), term
    for name, number in Counter(name for _, name in typed).items():
        assert one(store, f"<{part}> void:classPartition [ void:class {name} ; void:entities ?x ]") == str(number)
    for name, number in Counter(quad.predicate for quad in quads).items():
        assert one(store, f"<{part}> void:propertyPartition [ void:property {name} ; void:triples ?x ]") == str(number)


def test_files_are_listed_with_size_and_hash(articles: Path, described: Triples) -> None:
    store = store_of(described)
    for name, media in (("graph.ttl", "text/turtle"), ("graph.nq", "application/n-quads"), ("graph.html", "text/html")):
        content = (articles / name).read_bytes()
        node = f"<dataset> dcat:distribution ?d . ?d dcat:downloadURL <https://data.example/files/{name}> . ?d"
        assert one(store, f"{node} dcat:byteSize ?x") == str(len(content))
        assert one(store, f"{node} spdx:checksum/spdx:checksumValue ?x") == hashlib.sha256(content).hexdigest()
        assert one(store, f"{node} dcat:mediaType ?x").endswith(f"/media-types/{media}")
    assert not any("report.json" in str(triple) for triple in described), "it holds how long the build took"


def test_an_export_beside_the_graph_is_listed_too(articles: Path, tmp_path: Path) -> None:
    shutil.copytree(articles, tmp_path / "out")
    (tmp_path / "out" / "void.ttl").write_text("", encoding="utf-8")
    with kg.open(tmp_path / "out") as graph:
        graph.export("jsonld", tmp_path / "out" / "graph.jsonld")
        store = store_of(graph.describe())
    dumps = {x.value for (x,) in store.query("SELECT ?x { ?d void:dataDump ?x }", prefixes={"void": VOID})}  # type: ignore[union-attr]
    assert dumps == {f"{BASE}graph.{suffix}" for suffix in ("ttl", "nq", "jsonld")}


def test_it_says_what_made_the_graph(articles: Path, described: Triples) -> None:
    store = store_of(described)
    made = "<dataset> prov:wasGeneratedBy/prov:wasAssociatedWith ?a . ?a"
    with kg.open(articles) as graph:
        version = graph.report["versions"]["provenkg"]
    assert one(store, f"{made} a prov:SoftwareAgent ; rdfs:label ?x") == f"provenkg {version}"
    digest = hashlib.sha256(ONTOLOGY.read_bytes()).hexdigest()
    ontology = "<dataset> prov:wasGeneratedBy/prov:used <dataset/ontology> . <dataset/ontology>"
    assert one(store, f"{ontology} spdx:checksum/spdx:checksumValue ?x") == digest
    assert one(store, f"{ontology} prov:specializationOf ?x") == "https://w3id.org/provenkg/ontology"
    used = "SELECT DISTINCT ?x { ?a prov:used ?x FILTER(CONTAINS(STR(?x), '/document/')) }"
    assert len(list(store.query(used, prefixes={"prov": PROV}))) == 19  # type: ignore[arg-type]


def test_it_says_who_read_beside_the_rules() -> None:
    described = describe_dataset(witnessed_store(), About("Witnessed", Making({"kg": "1"})))
    found = store_of(described).query(
        "SELECT ?agent ?name {"
        " <dataset/build> prov:wasAssociatedWith ?agent . ?agent a prov:SoftwareAgent ; rdfs:label ?name }",
        prefixes={"prov": PROV, "rdfs": RDFS},
        base_iri=BASE,
    )
    assert isinstance(found, ox.QuerySolutions)
    agents = {agent.value.removeprefix(BASE): name.value for agent, name in found}
    assert agents.pop("dataset/software").startswith("provenkg")
    assert agents == {"witness/llm:org%2Ftiny%20model": LLM, "witness/spacy:own": SPACY}
    conforms, told = check(described)
    assert conforms, told


def test_dates_are_those_of_the_documents(articles: Path, described: Triples) -> None:
    store = store_of(described)
    with kg.open(articles) as graph:
        days = sorted(document["date"] for document in graph.report["documents"] if document["date"])
    assert one(store, "<dataset> dct:temporal/dcat:startDate ?x") == days[0]
    assert one(store, "<dataset> dct:temporal/dcat:endDate ?x") == days[-1]
    dates = {t.object.value for t in described if isinstance(t.object, ox.Literal) and "#date" in str(t.object)}
    assert dates == {days[0], days[-1]}, "no other date, above all not that of today"


def test_links_are_counted_by_where_they_lead(described: Triples) -> None:
    links = "?l a void:Linkset ; void:linkPredicate owl:sameAs ; void:subjectsTarget <dataset>"
    space = one(store_of(described), f"{links} ; void:objectsTarget/void:uriSpace ?x")
    assert space == "http://publications.europa.eu/resource/authority/country/"


### Its form


def test_catalogues_accept_it(described: Triples) -> None:
    conforms, report = check(described)
    assert conforms, report


def test_catalogues_accept_it_without_any_option(articles: Path) -> None:
    with kg.open(articles) as graph:
        conforms, report = check(graph.describe())
    assert conforms, report


@pytest.mark.parametrize(
    "term",
    [DCT + "description", DCAT + "accessURL", SPDX + "checksumValue", PROV + "wasAssociatedWith", VOID + "class"],
)
def test_the_shapes_find_what_is_missing(described: Triples, term: str) -> None:
    rest = tuple(triple for triple in described if triple.predicate.value != term)
    conforms, report = check(Triples(rest, BASE))
    assert not conforms, report


def check(described: Triples) -> tuple[bool, str]:
    data = rdflib.Graph().parse(data=description_text(described), format="turtle")
    conforms, _, report = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(SHAPES))
    return conforms, report


def test_every_term_of_a_vocabulary_exists(described: Triples) -> None:
    used = {term.value for triple in described for term in triple if isinstance(term, ox.NamedNode)}
    for space, names in KNOWN.items():
        # Its own terms among the properties and classes that are counted are not ours to choose.
        terms = {iri.removeprefix(space) for iri in used if iri.startswith(space)} - {"", "wasDerivedFrom", "creator"}
        assert terms <= {*names.split(), "date"}, space


def test_names_lie_below_the_base(described: Triples) -> None:
    assert {
        str(triple.subject) for triple in described if not str(triple.subject).startswith(f"<{BASE}dataset")
    } == set()
    assert not any(isinstance(term, ox.BlankNode) for triple in described for term in triple)


def test_turtle_and_json_ld_say_the_same(described: Triples) -> None:
    turtle = rdflib.Graph().parse(data=description_text(described, "turtle"), format="turtle")
    linked = rdflib.Graph().parse(data=description_text(described, "jsonld"), format="json-ld")
    assert isomorphic(turtle, linked)
    assert len(turtle) == len(described)


def test_turtle_begins_with_the_dataset(described: Triples) -> None:
    paragraphs = description_text(described).split("\n\n")
    assert paragraphs[1].startswith(f"<{BASE}dataset> a ")


def test_it_is_the_same_each_time(articles: Path) -> None:
    with kg.open(articles) as one, kg.open(articles) as other:
        assert description_text(one.describe()) == description_text(other.describe())


def test_two_builds_have_one_description(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China and Russia signed the Artemis Accords on 9 March 2021.", encoding="utf-8")
    with kg.build([tmp_path / "a.txt"]) as first, kg.build([tmp_path / "a.txt"]) as second:
        first.write(tmp_path / "first")
        second.write(tmp_path / "second")
        assert description_text(first.describe()) == description_text(second.describe())


def test_a_base_with_a_hash_carries_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China and Russia signed the Artemis Accords.", encoding="utf-8")
    with kg.build([tmp_path / "a.txt"], base="https://a.example/space#") as graph:
        described = graph.describe()
    assert {str(t.subject) for t in described if "space#dataset" not in str(t.subject)} == set()
    assert check(described)[0]


KG_EVENT, OWN_EVENT = "https://w3id.org/provenkg/ontology#Event", "http://a.example/Event"
KG_DOCUMENT = "https://w3id.org/provenkg/ontology#Document"


def test_classes_of_one_name_in_two_vocabularies_keep_their_numbers() -> None:
    store = ox.Store()
    store.update(
        f"""INSERT DATA {{
            <document/a-1> a <{KG_DOCUMENT}> . <a> a <{KG_EVENT}> . <b> a <{OWN_EVENT}> . <c> a <{OWN_EVENT}> .
            GRAPH <document/a-1> {{ <document/a-1> a <{KG_DOCUMENT}> }} }}""",
        base_iri=BASE,
    )
    found = store_of(describe_dataset(store, About("x", Making({"provenkg": "0"}))))
    for name, number in ((KG_EVENT, "1"), (OWN_EVENT, "2"), (KG_DOCUMENT, "1")):
        assert one(found, f"<dataset> void:classPartition [ void:class <{name}> ; void:entities ?x ]") == number


### Ontologies


OWN = """\
@prefix kg: <https://w3id.org/provenkg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://a.example/zoo> a owl:Ontology ; owl:imports <https://w3id.org/provenkg/ontology> ; owl:versionInfo "2.1" .
"""


def test_an_ontology_of_ones_own_is_named_with_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China and Russia signed the Artemis Accords.", encoding="utf-8")
    (tmp_path / "own.ttl").write_text(OWN, encoding="utf-8")
    with kg.build([tmp_path / "a.txt"], ontology=tmp_path / "own.ttl") as graph:
        store = store_of(graph.describe())
        assert one(store, "<dataset/ontology> prov:specializationOf ?x") == "https://a.example/zoo"
        assert one(store, "<dataset/ontology> owl:versionInfo ?x") == "2.1"
        (tmp_path / "own.ttl").write_text(OWN.replace("2.1", "3.0"), encoding="utf-8")
        changed = store_of(graph.describe())
    digest = hashlib.sha256(OWN.encode()).hexdigest()
    assert one(changed, "<dataset/ontology> spdx:checksum/spdx:checksumValue ?x") == digest
    assert not any(changed.quads_for_pattern(None, ox.NamedNode(OWL + "versionInfo"), None, None)), "it is another now"


### Errors


def test_a_graph_without_documents_has_no_description() -> None:
    with pytest.raises(
        KGError, match=r"the graph holds no document, so there is nothing to describe. Build one with: kg"
    ):
        describe_dataset(ox.Store(), About("x", Making({})))


@pytest.mark.parametrize(
    ("option", "value"),
    [("licence", "CC BY"), ("files", "downloads/"), ("endpoint", "ftp://a.example/"), ("licence", "https://a b/")],
)
def test_an_address_that_is_none_is_refused(articles: Path, option: str, value: str) -> None:
    with (
        kg.open(articles) as graph,
        pytest.raises(
            KGError, match=rf"{option} {re.escape(repr(value))} is not an http\(s\) IRI. Give one, for example: http"
        ),
    ):
        graph.describe(**{option: value})


def test_an_unknown_form_is_refused(described: Triples) -> None:
    with pytest.raises(KGError, match=r"there is no format 'xml'. There are: turtle, jsonld, table."):
        description_text(described, "xml")


def test_a_folder_without_files_has_no_dumps(tmp_path: Path) -> None:
    assert find_dumps(tmp_path) == ()


### The command


def test_the_command_writes_what_the_function_says(run: Run, articles: Path, tmp_path: Path) -> None:
    with kg.open(articles) as graph:
        expected = description_text(graph.describe(licence=EVERYTHING["licence"]))
    options = ("-g", articles, "--licence", EVERYTHING["licence"])
    assert run("describe", *options).out == expected
    done = run("describe", *options, "-o", "void.ttl")
    assert (done.code, done.out) == (0, "void.ttl\n")
    assert (tmp_path / "void.ttl").read_text(encoding="utf-8") == expected


def test_the_table_shows_numbers_and_files(run: Run, articles: Path) -> None:
    lines = run("describe", "-d", articles, "--format", "table", "--title", "Space").out.splitlines()
    assert lines[0] == "Space"
    assert re.fullmatch(r"class +all +facts +documents", next(line for line in lines if line.startswith("class")))
    digest = hashlib.sha256((articles / "graph.nq").read_bytes()).hexdigest()
    assert next(line for line in lines if line.startswith("graph.nq")).endswith(digest)


def test_a_wrong_address_ends_the_command(run: Run, articles: Path) -> None:
    done = run("describe", "-d", articles, "--endpoint", "here")
    assert (done.code, done.out) == (2, "")
    assert "endpoint 'here' is not an http(s) IRI" in done.err
