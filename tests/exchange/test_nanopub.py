"""Nanopublications are well-formed, say no more than the document does, and do not change from build to build."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import KGError
from kg.exchange import from_nanopubs, to_nanopubs
from kg.rdf import DEFAULT, DERIVED_FROM, INTRODUCES, NANOPUB, NANOPUBLICATION, STATUS, SUBJECT, TYPE
from kg.rdf import kg as term
from kg.store import memory_store

PARTS = ("Assertion", "Provenance", "PublicationInfo")


@pytest.fixture(scope="module")
def published(articles: Path) -> list[ox.Quad]:
    with kg.open(articles) as graph:
        return list(to_nanopubs(graph.store))


def graphs(quads: list[ox.Quad]) -> dict[object, list[ox.Quad]]:
    found: defaultdict[object, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.graph_name].append(quad)
    return dict(found)


def heads(quads: list[ox.Quad]) -> list[ox.Quad]:
    return [quad for quad in quads if quad.predicate == TYPE and quad.object == NANOPUBLICATION]


def part(found: dict[object, list[ox.Quad]], head: ox.Quad, name: str) -> tuple[object, list[ox.Quad]]:
    (node,) = (q.object for q in found[head.graph_name] if q.predicate.value == f"{NANOPUB}has{name}")
    return node, found[node]


def test_each_is_well_formed(published: list[ox.Quad]) -> None:
    """The criteria of the guidelines: a head of four quads, four graphs, each referring to what it is about."""
    found = graphs(published)
    seen: set[object] = set()
    for head in heads(published):
        assert len(found[head.graph_name]) == 4
        assert {quad.subject for quad in found[head.graph_name]} == {head.subject}
        (assertion, _), (_, provenance), (_, info) = (part(found, head, name) for name in PARTS)
        assert any(quad.subject == assertion for quad in provenance)
        assert {quad.subject for quad in info} == {head.subject}
        names = {head.graph_name, *(part(found, head, name)[0] for name in PARTS)}
        assert len(names) == 4
        assert not names & seen
        seen |= names
    assert seen == found.keys()
    assert DEFAULT not in seen


def test_there_is_one_for_each_statement(published: list[ox.Quad], articles: Path) -> None:
    introduced = [quad.object for quad in published if quad.predicate == INTRODUCES]
    with kg.open(articles) as graph:
        stated = {quad.subject for quad in graph.store.quads_for_pattern(None, SUBJECT, None, None)}
    assert len(introduced) == len(stated) > 500
    assert set(introduced) == stated


def test_what_is_planned_or_denied_is_not_asserted(published: list[ox.Quad], articles: Path) -> None:
    with kg.open(articles) as graph:
        facts = {quad.triple for quad in graph.store.quads_for_pattern(None, None, None, DEFAULT)}
        kept = {q.triple for q in graph.store if q.graph_name != DEFAULT and q.subject == q.graph_name}
    found = graphs(published)
    for head in heads(published):
        for quad in part(found, head, "Assertion")[1]:
            is_claim = quad.subject.value.startswith("https://kg.example/statement/")  # type: ignore[union-attr]
            assert is_claim or quad.triple in facts or quad.triple in kept
    planned = [q for q in published if q.object == STATUS["planned"] and str(q.graph_name).endswith("/assertion>")]
    assert planned


def test_provenance_leads_to_the_quote_and_the_document(published: list[ox.Quad]) -> None:
    found = graphs(published)
    for head in heads(published):
        if any(quad.predicate == INTRODUCES for quad in part(found, head, "PublicationInfo")[1]):
            assertion, _ = part(found, head, "Assertion")
            said = part(found, head, "Provenance")[1]
            assert any(quad.subject == assertion and quad.predicate == DERIVED_FROM for quad in said)
            assert any(quad.predicate == term("quote") for quad in said)
            assert any(quad.predicate.value == "http://purl.org/dc/terms/title" for quad in said)


def test_names_come_from_the_content(published: list[ox.Quad], articles: Path) -> None:
    quads = ox.parse(path=articles / "graph.nq", format=ox.RdfFormat.N_QUADS)
    assert set(to_nanopubs(memory_store(reversed([*quads])))) == set(published)
    changed = [*ox.parse(path=articles / "graph.nq", format=ox.RdfFormat.N_QUADS)]
    at = next(n for n, quad in enumerate(changed) if quad.predicate == term("quote"))
    changed[at] = ox.Quad(changed[at].subject, term("quote"), ox.Literal("another"), changed[at].graph_name)
    before, after = (
        {head.subject for head in heads(one)} for one in (published, [*to_nanopubs(memory_store(changed))])
    )
    assert 0 < len(after - before) < 10
    assert len(after - before) == len(before - after)


def test_a_graph_that_contradicts_itself_is_not_published(articles: Path) -> None:
    quads = [*ox.parse(path=articles / "graph.nq", format=ox.RdfFormat.N_QUADS)]
    planned = next(q for q in quads if str(q.graph_name).endswith("graph/planned>"))
    missing = memory_store(q for q in quads if q != planned)
    with pytest.raises(KGError, match=r"states what the graph does not hold as a fact\. .*kg verify"):
        list(to_nanopubs(missing))
    extra = ox.Quad(planned.object, planned.predicate, planned.subject, planned.graph_name)
    with pytest.raises(KGError, match=r"is stated by no document, so it cannot be published\. .*kg verify"):
        list(to_nanopubs(memory_store([*quads, extra])))


def test_an_empty_graph_has_nothing_to_publish() -> None:
    with pytest.raises(KGError, match="holds no document, so there is nothing to publish"):
        list(to_nanopubs(ox.Store()))


def test_one_that_is_not_whole_is_refused(published: list[ox.Quad]) -> None:
    cut = [quad for quad in published if not str(quad.graph_name).endswith("/provenance>")]
    with pytest.raises(KGError, match="is not whole: np:hasProvenance leads to no graph"):
        list(from_nanopubs(cut))
    more = ox.Quad(term("a"), TYPE, term("b"), term("elsewhere"))
    with pytest.raises(KGError, match="holds a graph that belongs to no nanopublication: <https"):
        list(from_nanopubs([*published, more]))
