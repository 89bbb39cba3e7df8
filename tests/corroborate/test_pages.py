"""Copies and conflicts are shown by the server's pages and in the offline page, with the sentences of both sides."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext

from kg.ontology import NAMESPACE
from kg.view.page import write_page
from tests.corroborate.graph import BASE, CRAFT, DAYS, document, six
from tests.serve.pages import page, text_of
from tests.serve.server import Server, running
from tests.view.browser import Tab, browser, watched

LAUNCH_DATE = NAMESPACE + "launchDate"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("six") / "out"
    six().write(folder)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with running(folder) as server:
        yield server


### The server's pages


def test_the_page_of_a_thing_shows_the_contradiction_with_both_quotes(server: Server) -> None:
    found = page(server, "/entity", iri=BASE + CRAFT)
    (section,) = found.xpath("//section[@class='conflicts']")
    assert text_of(section, "h2") == "Contradictions"
    assert text_of(section, ".//h3") == "launch date"
    sides = {text_of(side, "a"): len(side.xpath(".//blockquote")) for side in section.xpath(".//li")}
    assert sides == {"3 May 2024": 4, "4 May 2024": 1}
    assert not page(server, "/entity", iri=f"{BASE}country/FR").xpath("//section[@class='conflicts']")


def test_facts_say_how_many_independent_sources_they_have(server: Server) -> None:
    found = page(server, "/entity", iri=f"{BASE}country/FR")
    (summary,) = found.xpath("//section[@class='asserted']//li[contains(a, 'Chang')]//summary")
    assert text_of(summary, ".") == "3 documents, 1 independent source"


def test_the_page_of_a_fact_shows_sources_and_contradiction(server: Server) -> None:
    found = page(server, "/fact", subject=BASE + CRAFT, predicate=LAUNCH_DATE, object=BASE + DAYS[0])
    assert "Stated: 4 documents, 2 independent sources" in [text_of(line, ".") for line in found.xpath("//p")]
    (section,) = found.xpath("//section[@class='conflicts']")
    assert "launched Chang'e-6 on 4 May 2024" in text_of(section, ".")
    plan = page(server, "/fact", subject=BASE + CRAFT, predicate=LAUNCH_DATE, object=f"{BASE}date/2024-05")
    assert not plan.xpath("//section[@class='conflicts']")
    assert "Announced: 1 document" in [text_of(line, ".") for line in plan.xpath("//p")]


def test_the_page_of_a_copy_leads_to_the_first(server: Server) -> None:
    found = page(server, "/document", iri=BASE + document("02_repost"))
    (first,) = found.xpath("//dt[text()='copy of']/following-sibling::dd[1]/a/@href")
    assert text_of(page(server, first), "//h1") == "Chang'e-6 lifts off for the far side of the Moon"


def test_the_graph_page_gets_sources_and_contradictions(server: Server) -> None:
    reply = server.send(f"/graph/data?{urlencode({'iri': BASE + CRAFT})}")
    core = json.loads(reply.body)["kg-core"]
    assert sum("copyOf" in paper for paper in core["papers"]) >= 1
    iris = [core["things"]["base"] + iri for iri in core["things"]["iri"]]
    assert {tuple(iris[value] for value in values) for values in core["facts"]["against"].values()} == {
        (BASE + DAYS[0],),
        (BASE + DAYS[1],),
    }


### The offline page


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture
def tab(context: BrowserContext, tmp_path: Path) -> Iterator[Tab]:
    yield from watched(context, write_page(six().store, tmp_path / "six.html", title="Six"))


def choose(tab: Tab, label: str) -> None:
    tab.run("thing => kgPage.state.choose({ kind: 'thing', thing })", tab.thing(label))


@pytest.mark.browser
def test_the_panel_tells_sources_and_contradictions(tab: Tab) -> None:
    choose(tab, "Chang'e-6")
    tab.wait("document.querySelectorAll('.chip.contradicted').length === 2")
    fact = tab.page.locator('.fact:has(.head .thing bdi:text-is("3 May 2024"))')
    assert fact.locator("summary").inner_text() == "Evidence in 4 documents (2 independent sources)"
    fact.locator("summary").click()
    assert "Contradicted:" in fact.inner_text()
    assert "launched Chang'e-6 on 4 May 2024" in fact.locator(".against blockquote").inner_text()


@pytest.mark.browser
def test_a_line_of_the_table_tells_the_independent_sources(tab: Tab) -> None:
    tab.run("document.getElementById('view-table').click()")
    row = tab.page.locator("#table tr[data-fact]").filter(has_text="launches").filter(has_text="asserted")
    row.wait_for()
    assert row.locator("td").last.inner_text() == "5 documents 3 independent"


@pytest.mark.browser
def test_the_graph_page_of_a_server_tells_them_too(context: BrowserContext, server: Server) -> None:
    shown = context.new_page()
    shown.goto(f"http://127.0.0.1:{server.port}/graph?{urlencode({'iri': BASE + CRAFT})}")
    shown.wait_for_selector(".chip.contradicted")
    text = shown.inner_text("#panel")
    assert "in 4 documents (2 independent sources)" in text
    shown.close()
