"""A conflict joins values that cannot all hold, and the statements that give them."""

from itertools import permutations

import pyoxigraph as ox
import pytest

from kg.corroborate.conflicts import Stated, conflicts
from kg.corroborate.excluding import contradicting, exclude_each_other
from kg.corroborate.whole import corroborate
from kg.curation import Reject, curate
from kg.merge import BASE, merge_readings
from kg.ontology import NAMESPACE, load_ontology
from kg.rdf import OBJECT, PREDICATE, SUBJECT, TYPE, conflict_path, kg, to_quads
from kg.records import Document, Entity, Evidence, Field, Reading, Statement, Status
from tests.corroborate.texts import RELEASE, REPORT, REPOST

ONTOLOGY = load_ontology()
GRAPH = ox.NamedNode(f"{BASE}graph/conflicts")
CRAFT = "project/kestrel-2"


def said(
    name: str, value: str, text: str = "", *, predicate: str = "launchDate", status: Status = "asserted"
) -> Reading:
    """Return the reading of a document that gives a date to Kestrel-2."""
    text = text or f"{name}: Kestrel-2 is launched on {value}."
    things = (Entity("e1", "Project", "Kestrel-2"), Entity("e2", "Date", value, value=value))
    statement = Statement("e1", predicate, "e2", status, evidence=(Evidence(0, 20, text[:20]),))
    return Reading(
        Document(f"{name}.txt", text, (Field("title", name), Field("date", "2024-03-12"))), things, (), (statement,)
    )


def found(*readings: Reading) -> tuple[ox.Quad, ...]:
    return corroborate(merge_readings(readings, ontology=ONTOLOGY), ONTOLOGY).conflicts


def values(quads: tuple[ox.Quad, ...], term: str = "value") -> list[str]:
    return [quad.object.value.removeprefix(BASE) for quad in quads if quad.predicate == kg(term)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("date/2019", "date/2019-05"),
        ("date/2019-05-01", "date/2019-05"),
        ("date/201X", "date/2015"),
        ("date/2016--2020", "date/2018"),
        ("date/2019--..", "date/2030"),
        ("date/2019~", "date/2021"),
        ("date/monday-2118ec5d", "date/2019"),
        ("country/CN", "country/CN"),
    ],
)
def test_values_that_can_both_hold(one: str, other: str) -> None:
    assert not exclude_each_other(one, other)
    assert not exclude_each_other(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("date/2019", "date/2020"),
        ("date/2019-05-03", "date/2019-05-04"),
        ("date/2016--2020", "date/2021-01"),
        ("date/2024-21", "date/2024-24"),
        ("country/CN", "country/RU"),
    ],
)
def test_values_that_cannot_both_hold(one: str, other: str) -> None:
    assert exclude_each_other(one, other)
    assert exclude_each_other(other, one)


def test_two_values_of_one_document_are_no_conflict_between_documents() -> None:
    assert contradicting({"date/2019": ["a"], "date/2020": ["a"]}) == []
    assert contradicting({"date/2019": ["a", "b"], "date/2020": ["a"]}) == ["date/2019", "date/2020"]


def test_a_value_that_goes_with_all_others_is_no_part_of_a_conflict() -> None:
    given = {"date/2019": ["a"], "date/2020": ["b"], "date/201X": ["c"], "date/202X": ["d"], "date/2019--2020": ["e"]}
    assert contradicting(given) == ["date/2019", "date/201X", "date/2020", "date/202X"]


def test_a_conflict_has_its_values_and_the_statements_of_each_side() -> None:
    quads = found(said("a", "2019"), said("b", "2020"), said("c", "2019"))
    graph = merge_readings([said("a", "2019"), said("b", "2020"), said("c", "2019")], ontology=ONTOLOGY)
    stored = {(quad.subject, quad.predicate): quad.object for quad in to_quads(graph, ONTOLOGY)}
    node = ox.NamedNode(BASE + conflict_path(CRAFT, NAMESPACE + "launchDate"))
    assert {(quad.subject, quad.graph_name) for quad in quads} == {(node, GRAPH)}
    assert node.value.startswith(f"{BASE}conflict/")
    assert [(quad.predicate, quad.object) for quad in quads[:3]] == [
        (TYPE, kg("Conflict")),
        (SUBJECT, ox.NamedNode(BASE + CRAFT)),
        (PREDICATE, kg("launchDate")),
    ]
    assert values(quads) == ["date/2019", "date/2020"]
    sides = [stored[ox.NamedNode(BASE + path), OBJECT] for path in values(quads, "statement")]
    assert sorted(map(str, sides)) == [f"<{BASE}date/{year}>" for year in (2019, 2019, 2020)]


def test_its_name_stays_when_a_third_value_comes() -> None:
    two, three = (found(*(said(day, day) for day in days)) for days in (("2019", "2020"), ("2019", "2020", "2021")))
    assert {quad.subject for quad in two} == {quad.subject for quad in three}
    assert values(three) == ["date/2019", "date/2020", "date/2021"]


def test_the_order_of_the_facts_does_not_matter() -> None:
    facts = [Stated("launchDate", f"date/{n}", f"document/{n}", f"statement/{n}") for n in (2019, 2020, 2021)]
    facts.append(Stated("foundedOn", "date/1990", "document/2019", "statement/f"))
    results = {tuple(map(str, conflicts(BASE, CRAFT, order, ONTOLOGY))) for order in permutations(facts)}
    assert len(results) == 1


@pytest.mark.parametrize("status", ["planned", "negated"])
def test_only_what_is_asserted_conflicts(status: Status) -> None:
    assert found(said("a", "2019"), said("b", "2020", status=status)) == ()


def test_a_property_with_several_values_has_no_conflicts() -> None:
    assert found(said("a", "2019", predicate="startDate"), said("b", "2020", predicate="startDate")) == ()


def test_rejecting_one_side_ends_the_conflict() -> None:
    graph = merge_readings([said("a", "2019"), said("b", "2020")], ontology=ONTOLOGY)
    assert corroborate(graph, ONTOLOGY).totals == {"copies": 0, "conflicts": 1}
    decision = Reject(CRAFT, NAMESPACE + "launchDate", "date/2020", "asserted")
    assert corroborate(curate(graph, [decision], ONTOLOGY).graph, ONTOLOGY).totals == {"copies": 0, "conflicts": 0}


def test_a_copy_says_in_its_own_graph_of_which_document_it_is_one() -> None:
    graph = merge_readings(
        [said("a", "2027", RELEASE), said("b", "2027", REPOST), said("c", "2027", REPORT)], ontology=ONTOLOGY
    )
    (quad,) = corroborate(graph, ONTOLOGY).quads()
    release, repost, _ = (source.id for source in graph.sources)
    assert (release.partition("-")[0], repost.partition("-")[0]) == ("document/a", "document/b")
    copy, first = ox.NamedNode(BASE + repost), ox.NamedNode(BASE + release)
    assert quad == ox.Quad(copy, kg("copyOf"), first, copy)
    assert corroborate(graph, ONTOLOGY).copies == {repost: release}


def test_an_empty_graph_has_neither() -> None:
    found = corroborate(merge_readings([], ontology=ONTOLOGY), ONTOLOGY)
    assert [*found.quads()] == []
    assert found.totals == {"copies": 0, "conflicts": 0}
