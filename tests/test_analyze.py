"""Centrality, communities and paths on a network drawn by hand: two triangles joined by one edge."""

import pyoxigraph as ox
import pytest

from kg.analyze import central, network, paths
from kg.errors import KGError
from kg.rdf import DEFAULT, LABEL, TYPE, graph_name, kg
from kg.records import Status

BASE = "https://kg.example/"
TRIANGLES = [("A", "B"), ("B", "C"), ("C", "A"), ("C", "D"), ("D", "E"), ("E", "F"), ("F", "D")]


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}organization/{name.lower()}")


def store(
    facts: list[tuple[str, str]], *, status: Status = "asserted", planned: tuple[tuple[str, str], ...] = ()
) -> ox.Store:
    page = ox.NamedNode(f"{BASE}document/page-12345678")
    found = ox.Store()
    found.add(ox.Quad(page, TYPE, kg("Document"), page))
    found.add(ox.Quad(page, TYPE, kg("Document"), DEFAULT))
    found.add(ox.Quad(page, LABEL, ox.Literal("Page"), DEFAULT))
    for name in sorted({end for fact in [*facts, *planned] for end in fact}):
        found.add(ox.Quad(node(name), TYPE, kg("Organization"), DEFAULT))
        found.add(ox.Quad(node(name), LABEL, ox.Literal(name, language="en"), DEFAULT))
        found.add(ox.Quad(page, kg("publishedBy"), node(name), DEFAULT))
    for pairs, kind in ((facts, status), (planned, "planned")):
        for one, other in pairs:
            name_of_graph = graph_name(BASE, kind)  # type: ignore[arg-type]
            found.add(ox.Quad(node(one), kg("cooperatesWith"), node(other), name_of_graph))
    return found


def test_bridge_is_most_central_and_triangles_are_communities() -> None:
    found = central(store(TRIANGLES))
    assert [one.label for one in found[:2]] == ["C", "D"]
    assert (found[0].facts, found[0].partners, found[0].betweenness) == (3, 3, 0.6)
    groups = {frozenset(one.label for one in found if one.community == number) for number in (1, 2)}
    assert groups == {frozenset("ABC"), frozenset("DEF")}


def test_plans_count_when_asked_for() -> None:
    graph = store([("A", "B")], planned=(("B", "C"),))
    assert {one.label for one in central(graph)} == {"A", "B"}
    assert {one.label for one in central(graph, statuses=("asserted", "planned"))} == {"A", "B", "C"}


def test_dates_and_documents_join_nothing() -> None:
    assert "document/page-12345678" not in network(store([("A", "B")]), without=("Document",))
    with pytest.raises(KGError, match="no facts join A and C"):
        paths(store([("A", "B"), ("C", "D")]), "A", "C")
    with pytest.raises(KGError, match="Page is a date or a document"):
        paths(store([("A", "B")]), "A", "Page")


def test_paths_are_the_shortest_with_the_facts_of_each_step() -> None:
    (way,) = paths(store(TRIANGLES, planned=(("D", "C"),)), "A", "E")
    assert way.labels == ("A", "C", "D", "E")
    assert [(step.subject, step.object, step.status) for step in way.steps[1]] == [
        ("C", "D", "asserted"),
        ("D", "C", "planned"),
    ]


def test_all_shortest_paths_are_found_up_to_a_limit() -> None:
    square = store([("A", "B"), ("B", "D"), ("A", "C"), ("C", "D")])
    assert [way.labels for way in paths(square, "A", "D")] == [("A", "B", "D"), ("A", "C", "D")]
    assert len(paths(square, "A", "D", limit=1)) == 1


def test_empty_graph_has_no_centre() -> None:
    assert central(ox.Store()) == []
