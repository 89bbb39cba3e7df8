"""Inferred facts in the page: marked, filtered, and proved by the sentences of what they follow from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

import kg
from kg.store import Rows
from tests.view.browser import Tab, browser, watched

pytestmark = pytest.mark.browser

TEXT = """\
NASA develops the Orion spacecraft. The Lunar Gateway is part of the Artemis programme.
The Habitation and Logistics Outpost is part of the Lunar Gateway.
"""


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inferred")
    (folder / "orion.txt").write_text(TEXT, encoding="utf-8")
    with kg.build([folder / "orion.txt"], infer=True) as graph:
        graph.write(folder / "out")
        return graph.view(folder / "graph.html")


@pytest.fixture
def tab(context: BrowserContext, page: Path) -> Iterator[Tab]:
    yield from watched(context, page)


def open_fact(tab: Tab, subject: str, relation: str) -> str:
    """Open the entity's panel and the proof of its inferred fact; return what it says."""
    tab.page.mouse.click(*tab.place(subject))
    tab.wait("label => document.querySelector('#panel-title')?.textContent === label", subject)
    fact = tab.page.locator(f'.group:has(h3 bdi:text-is("{relation}")) .fact:has(.chip.inferred)').first
    details = fact.locator("details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    fact.locator("blockquote").first.wait_for()
    return fact.inner_text()


def test_an_inferred_fact_is_marked_and_shows_its_premise_as_proof(tab: Tab) -> None:
    said = open_fact(tab, "National Aeronautics and Space Administration", "involved in")
    assert "inferred" in said
    assert "Why it follows: evidence" in said
    assert "Follows, since develops is a sub-property of involved in, from:" in said
    assert "National Aeronautics and Space Administration develops Orion" in said
    assert "NASA develops the Orion spacecraft." in said


def test_a_chain_shows_each_premise_with_its_own_sentence(tab: Tab) -> None:
    said = open_fact(tab, "Habitation and Logistics Outpost", "part of")
    assert "part of is transitive" in said
    premises = tab.page.locator(".fact:has(.chip.inferred) .premise").all_inner_texts()
    assert premises == [
        "Habitation and Logistics Outpost part of Lunar Gateway",
        "Lunar Gateway part of Artemis",
    ]
    assert "The Habitation and Logistics Outpost is part of the Lunar Gateway." in said
    assert "The Lunar Gateway is part of the Artemis programme." in said


def test_a_conclusion_of_owl_rl_says_so(context: BrowserContext, tmp_path: Path) -> None:
    own = "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix kg: <https://w3id.org/provenkg/ontology#> .\n"
    own += "<https://zoo.example/> owl:imports <https://w3id.org/provenkg/ontology> .\n"
    own += "<https://zoo.example/makes> a owl:ObjectProperty ; owl:equivalentProperty kg:develops ;\n"
    own += ' <http://www.w3.org/2000/01/rdf-schema#label> "makes" .\n'
    (tmp_path / "zoo.ttl").write_text(own, encoding="utf-8")
    (tmp_path / "orion.txt").write_text(TEXT, encoding="utf-8")
    with kg.build([tmp_path / "orion.txt"], ontology=tmp_path / "zoo.ttl", infer="owl-rl") as graph:
        page = graph.view(tmp_path / "graph.html")
    for tab in watched(context, page):
        tab.page.mouse.click(*tab.place("National Aeronautics and Space Administration"))
        fact = tab.page.locator('.group:has(h3 bdi:text-is("makes")) .fact:has(.chip.inferred)')
        details = fact.locator("details")
        details.wait_for()
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        fact.locator(".axioms").wait_for()
        assert details.locator("summary").inner_text() == "Why it follows"
        assert fact.locator(".axioms").inner_text() == "Follows by OWL 2 RL (reasonable)."
        assert "No document is recorded" not in fact.inner_text()


def test_inferred_facts_can_be_switched_off(tab: Tab) -> None:
    count = "[...kgPage.model.status].filter((status, fact) => status === 3 && kgPage.state.factOn[fact]).length"
    assert tab.run(count) > 0
    line = tab.page.locator('#statuses li:has-text("inferred")')
    line.locator("input").uncheck()
    assert tab.run(count) == 0
    line.locator("input").check()
    assert tab.run(count) > 0


def test_the_query_of_the_view_asks_the_inferred_graph(tab: Tab, page: Path) -> None:
    query = tab.run("kgPage.export.sparql()")
    with kg.open(page.parent / "out") as graph:
        rows = graph.query(query)
    assert isinstance(rows, Rows)
    found = {(str(row[1]).rpartition("#")[2].rpartition(":")[2], row[3]) for row in rows}
    assert {("involvedIn", "inferred"), ("partOf", "inferred"), ("partOf", "asserted")} <= found
    assert len(graph_rows(tab)) == tab.run("kgPage.state.counts.facts")


def graph_rows(tab: Tab) -> list[int]:
    """Return the facts that pass."""
    return list(tab.run("[...kgPage.state.factOn.keys()].filter((fact) => kgPage.state.factOn[fact])"))
