"""What is said of copies and conflicts stands in the graph, is proved, and goes through every form."""

import csv
import io
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.compose import build
from kg.corroborate.sources import count_sources
from kg.corroborate.whole import copy_quad
from kg.curation import Note, Reject, write_decisions
from kg.curation.review import review
from kg.diff.words import support
from kg.imported import import_graph
from kg.ontology import NAMESPACE, load_ontology
from kg.rdf import DEFAULT, TYPE, conflict_path, kg
from kg.store import memory_store
from kg.store.conflicts import read_conflicts
from kg.store.network import csv_tables, edges
from kg.store.sources import read_copies
from kg.store.verify import verify
from kg.validate import validate
from kg.view.read import read_picture
from tests.conftest import Run
from tests.corroborate.graph import BASE, CRAFT, DAYS, SIX, document, six

LAUNCH_DATE = NAMESPACE + "launchDate"
CONFLICTS = ox.NamedNode(f"{BASE}graph/conflicts")
CONFLICT = ox.NamedNode(BASE + conflict_path(CRAFT, LAUNCH_DATE))


def changed(*, without: ox.Quad | None = None, more: ox.Quad | None = None) -> ox.Store:
    """Return the store of the six with a quad less or more."""
    store = memory_store(six().store)
    if without is not None:
        assert without in store
        store.remove(without)
    if more is not None:
        store.add(more)
    return store


def problems(store: ox.Store) -> list[str]:
    from kg.read import read_source

    found = verify(store, lambda source: read_source(source)[0])
    return [f"{one.kind}: {one.message}" for one in found]


def quad(subject: ox.NamedNode, term: str, value: str, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(subject, kg(term), ox.NamedNode(BASE + value), graph)


def test_each_repost_names_the_release_in_its_own_graph() -> None:
    release = BASE + document("01_release")
    assert read_copies(six().store) == {
        BASE + document("02_repost"): release,
        BASE + document("03_repost"): release,
    }


def test_the_default_graph_holds_nothing_of_it() -> None:
    store = six().store
    assert not [*store.quads_for_pattern(None, TYPE, kg("Conflict"), DEFAULT)]
    assert not [*store.quads_for_pattern(None, kg("copyOf"), None, DEFAULT)]
    assert not [*store.quads_for_pattern(CONFLICT, None, None, DEFAULT)]


def test_the_conflict_leads_to_both_quotes() -> None:
    (conflict,) = read_conflicts(six().store)
    assert (conflict.iri, conflict.subject, conflict.predicate) == (CONFLICT.value, BASE + CRAFT, LAUNCH_DATE)
    assert conflict.values == tuple(BASE + day for day in DAYS)
    assert [len(conflict.giving(value)) for value in conflict.values] == [4, 1]
    rows = six().query(
        "SELECT DISTINCT ?day ?quote { GRAPH <graph/conflicts> { ?c a kg:Conflict ; kg:statement ?s }"
        " GRAPH ?d { ?s rdf:object ?day ; kg:evidence/kg:quote ?quote } }"
    )
    assert {str(row[1])[:72] for row in rows} == {  # type: ignore[union-attr]
        f"The China National Space Administration launched Chang'e-6 on {n} May 2024" for n in (3, 4)
    }


def test_the_report_counts_and_names_them() -> None:
    report = six().report
    assert (report["totals"]["copies"], report["totals"]["conflicts"]) == (2, 1)
    assert report["copies"] == {document(name): document("01_release") for name in ("02_repost", "03_repost")}
    (conflict,) = report["conflicts"]
    assert (conflict["subject"], conflict["predicate"]) == ("Chang'e-6", "launchDate")
    assert [row["value"] for row in conflict["values"]] == ["3 May 2024"] * 4 + ["4 May 2024"]
    assert conflict["values"][4]["document"] == document("05_other_date")
    assert conflict["values"][4]["quote"].startswith("The China National Space Administration launched")


def test_the_order_of_sources_and_processes_does_not_matter() -> None:
    files = sorted(SIX.iterdir())
    other = build([*reversed(files)], jobs=2)
    assert set(other.store) == set(six().store)


### Facts and their sources


def test_facts_count_their_independent_sources() -> None:
    found = {(e.source, e.relation, e.target, e.status): (e.documents, e.sources) for e in edges(six().store)}
    assert found[CRAFT, "launchDate", DAYS[0], "asserted"] == (4, 2)
    assert found["organization/china-national-space-administration", "launches", CRAFT, "asserted"] == (5, 3)
    assert found["country/FR", "participatesIn", CRAFT, "asserted"] == (3, 1)
    assert found[CRAFT, "launchDate", "date/2024-05", "planned"] == (1, 1)
    assert count_sources([], {}) == 0


def test_tables_and_networks_carry_the_number() -> None:
    rows = csv.DictReader(io.StringIO(csv_tables(six().store)["edges.csv"]))
    assert {row["sources"] for row in rows if row["source"] == "country/FR"} == {"1"}
    network = six().to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    numbers = {(data["documents"], data["sources"]) for _, _, data in network.edges(data=True)}
    assert (5, 3) in numbers


def test_explain_tells_sources_and_what_contradicts() -> None:
    first = six().explain("Chang'e-6", "launch date", "2024-05-03")
    assert {(one.documents, one.sources) for one in first} == {(4, 2)}
    assert {(a.value.label, Path(a.source).name) for one in first for a in one.against} == {
        ("4 May 2024", "05_other_date.txt")
    }
    (other,) = six().explain("Chang'e-6", "launch date", "2024-05-04")
    assert [Path(one.source).name for one in other.against] == ["01_release.txt", "04_report.txt"]  # no copies
    (plan,) = six().explain("Chang'e-6", "launch date", "2024-05")
    assert (plan.status, plan.against) == ("planned", ())


def test_kg_explain_prints_both(tmp_path: Path, run: Run) -> None:
    six().write(tmp_path / "out")
    shown = run("explain", "Chang'e-6", "launchDate", "-d", tmp_path / "out").out
    assert "\n  4 documents, 2 independent sources\n" in shown
    assert "\n  contradicted: 4 May 2024: A look back at a busy month in orbit, 2024-06-02 (" in shown


### Proof


def test_a_graph_with_conflicts_is_proved_and_fits_its_shapes() -> None:
    assert problems(six().store) == []
    assert validate(six().store, load_ontology()) == []


@pytest.mark.parametrize(
    ("store", "message"),
    [
        (
            lambda: changed(more=quad(CONFLICT, "value", "date/2024", CONFLICTS)),
            "can hold together with the other values",
        ),
        (
            lambda: changed(more=quad(CONFLICT, "value", "date/2019", CONFLICTS)),
            "no statement of it gives date/2019",
        ),
        (
            lambda: changed(without=quad(CONFLICT, "value", DAYS[1], CONFLICTS)),
            "1 value is no conflict",
        ),
        (
            lambda: changed(more=quad(CONFLICT, "statement", "statement/0000", CONFLICTS)),
            "statement/0000 asserts none of its values",
        ),
        (
            lambda: changed(without=ox.Quad(CONFLICT, TYPE, kg("Conflict"), CONFLICTS)),
            "lacks its class, thing or property",
        ),
        (
            lambda: changed(more=copy_quad(BASE, document("04_report"), "document/gone")),
            "which is not in the graph",
        ),
        (
            lambda: changed(more=copy_quad(BASE, document("04_report"), document("02_repost"))),
            "which is a copy itself",
        ),
    ],
)  # fmt: skip
def test_what_the_statements_do_not_bear_out_is_found(store: object, message: str) -> None:
    found = problems(store())  # type: ignore[operator]
    assert [one for one in found if message in one], found


def test_a_conflict_of_another_form_does_not_fit_the_shapes() -> None:
    one_value = changed(without=quad(CONFLICT, "value", DAYS[1], CONFLICTS))
    assert [one.message for one in validate(one_value, load_ontology())] == ["A conflict has two values or more."]


### Decisions


def test_a_rejected_side_ends_the_conflict(tmp_path: Path) -> None:
    decisions = tmp_path / "curation.ttl"
    write_decisions(decisions, [Reject(CRAFT, LAUNCH_DATE, DAYS[1], note=Note("A", "2024-07-01"))])
    graph = build([SIX], curation=decisions)
    assert graph.report["totals"]["conflicts"] == 0
    assert graph.report["conflicts"] == []
    assert not graph.store.contains_named_graph(CONFLICTS)
    assert len(graph.explain("Chang'e-6", "launchDate", "2024-05-03")) == 4


def test_review_takes_copies_for_one_source() -> None:
    found = review(six().store, load_ontology())
    (conflict,) = [one for one in found if one.kind == "conflict"]
    assert conflict.about == "Chang'e-6  launchDate  3 May 2024 or 4 May 2024"
    reasons = {one.about: one.reason for one in found if one.kind == "weak"}
    assert not [about for about in reasons if about.startswith("European Space Agency")]


### Every form


@pytest.mark.parametrize(
    ("form", "style", "name"),
    [
        ("nquads", "classic", "graph.nq"),
        ("trig", "classic", "graph.trig"),
        ("jsonld", "classic", "graph.jsonld"),
        ("nquads", "rdf12", "graph.nq"),
        ("nquads", "nanopub", "graph.nq"),
    ],
)
def test_every_form_with_graphs_brings_them_back(tmp_path: Path, form: str, style: str, name: str) -> None:
    six().export(form, tmp_path / name, style=style)  # type: ignore[arg-type]
    again = import_graph([tmp_path / name])
    assert set(again.store) == set(six().store)
    assert again.report["totals"]["copies"] == 2
    assert again.report["conflicts"] == six().report["conflicts"]


def test_a_foreign_conflict_is_refused(tmp_path: Path) -> None:
    odd = ox.Quad(CONFLICT, ox.NamedNode("http://a.example/says"), ox.Literal("x"), CONFLICTS)
    store = changed(more=odd)
    (tmp_path / "odd.nq").write_bytes(store.dump(format=ox.RdfFormat.N_QUADS) or b"")
    with pytest.raises(Exception, match=r"its conflict .* is not as kg writes it"):
        import_graph([tmp_path / "odd.nq"])


def test_the_description_counts_conflicts_as_a_part() -> None:
    told = {str(triple) for triple in six().describe().triples}
    node = f"<{BASE}dataset/conflicts>"
    assert any(node in one and "void#triples" in one for one in told)
    documents = [one for one in told if "void#documents" in one]
    assert all('"6"' in one for one in documents)


def test_the_page_takes_the_conflict_for_no_document() -> None:
    picture = read_picture(six().store)
    assert len(picture.papers) == 6
    assert sum(paper.copy_of is not None for paper in picture.papers) == 2
    at = {thing.iri: number for number, thing in enumerate(picture.things)}
    against = {(fact.object, fact.status): fact.against for fact in picture.facts if fact.predicate == LAUNCH_DATE}
    first, second = (at[BASE + day] for day in DAYS)
    assert against[first, "asserted"] == (second,)
    assert against[second, "asserted"] == (first,)
    assert against[at[f"{BASE}date/2024-05"], "planned"] == ()
    assert not [thing for thing in picture.things if "conflict/" in thing.iri]


### Differences


def test_a_repost_is_another_document_and_no_other_source() -> None:
    before = build([SIX / "01_release.txt"])
    after = build([SIX / "01_release.txt", SIX / "02_repost.txt"])
    found = after.diff(before)
    told = {(one.subject.label, one.predicate.label, one.object.label): one for one in found.facts}
    change = told["France", "participatesIn", "Chang'e-6"]
    assert (change.kind, change.documents, change.sources) == ("support", (1, 2), (1, 1))
    assert support(change, "{} -> {}") == "documents: 1 -> 2; independent sources: 1 -> 1"
    own = build([SIX / "01_release.txt", SIX / "04_report.txt"]).diff(before)
    told = {(one.subject.label, one.predicate.label, one.object.label): one for one in own.facts}
    change = told["European Space Agency", "participatesIn", "Chang'e-6"]
    assert support(change, "{} -> {}") == "documents: 1 -> 2"


def test_conflicts_are_no_facts_of_a_difference() -> None:
    before = build([SIX / "01_release.txt"])
    after = build([SIX / "01_release.txt", SIX / "05_other_date.txt"])
    found = after.diff(before)
    assert not [one for one in found.facts if "conflict" in one.subject.iri]
    assert not [one for one in found.entities if "conflict" in one.entity.iri]
    assert {change.kind for change in found.documents} == {"added"}
