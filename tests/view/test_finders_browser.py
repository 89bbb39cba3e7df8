"""Who found each fact: the filter "Found by" of the page, its link, its query, and what the panel says, in Chromium."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from kg.view.page import write_page
from tests.view.browser import Tab, browser, open_tab, watched
from tests.view.graphs import small_graph
from tests.view.test_export_browser import asked, shown_of
from tests.witnessed import LLM, SPACY, witnessed_store

pytestmark = pytest.mark.browser

GROUPS = {
    "rules alone": 6,
    f"{LLM} alone": 1,
    f"{LLM} and {SPACY}": 1,
    f"rules and {SPACY}": 1,
    f"rules, {LLM} and {SPACY}": 1,
}
SHOWN = """[...kgPage.model.status.keys()].filter((fact) => kgPage.state.passes[fact]).map((fact) => {
    const { model } = kgPage;
    const ends = [model.subject[fact], model.object[fact]].map(model.label);
    return [ends[0], model.relationOf(fact).label, ends[1], model.statusOf(fact)].join(' | ');
})"""
ALONE = "Egypt | funds | Lunar Gateway | asserted"
BOTH = "India | signatory of | Artemis Accords | asserted"


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(witnessed_store(), tmp_path_factory.mktemp("finders") / "graph.html")


@pytest.fixture
def tab(context: BrowserContext, page: Path) -> Iterator[Tab]:
    yield from watched(context, page)


def test_the_filter_counts_the_facts_of_each_group(tab: Tab) -> None:
    rows = tab.page.locator("#finders li")
    found = dict(zip(rows.locator(".name").all_inner_texts(), rows.locator(".number").all_inner_texts(), strict=True))
    assert found == {name: str(number) for name, number in GROUPS.items()}
    assert tab.page.locator("section:has(> #finders) h2").inner_text().casefold() == "found by"
    assert sum(GROUPS.values()) == tab.run("kgPage.model.factCount")


def test_each_group_can_be_switched_off_and_shown_alone_by_keyboard(tab: Tab) -> None:
    everything = set(tab.run(SHOWN))
    assert {ALONE, BOTH} <= everything
    box = tab.page.get_by_role("list", name="Found by").get_by_role("checkbox", name=f"{LLM} alone 1", exact=True)
    box.focus()
    tab.page.keyboard.press("Space")
    assert everything - set(tab.run(SHOWN)) == {ALONE}
    tab.page.keyboard.press("Space")
    assert set(tab.run(SHOWN)) == everything
    only = tab.page.get_by_role("button", name=f"Show only rules, {LLM} and {SPACY}", exact=True)
    only.focus()
    tab.page.keyboard.press("Enter")
    assert tab.run(SHOWN) == [BOTH]
    tab.page.locator("#reset").click()
    assert set(tab.run(SHOWN)) == everything


def test_the_panel_says_who_found_each_claim(tab: Tab) -> None:
    tab.page.mouse.click(*tab.place("India"))
    fact = tab.page.locator('.fact:has(button:has-text("Artemis Accords"))')
    fact.locator(".finders").wait_for(state="attached")
    assert fact.locator(".finders").text_content() == f"found by signing · {LLM} · {SPACY}"
    tab.page.mouse.click(*tab.place("Egypt"))
    tab.wait("() => document.querySelector('#panel-title')?.textContent === 'Egypt'")
    tab.wait("() => document.querySelectorAll('#panel .finders').length === 2")
    assert sorted(tab.page.locator("#panel .finders").all_text_contents()) == ["found by funding", f"found by {LLM}"]


def test_the_table_and_the_csv_say_it(tab: Tab) -> None:
    tab.page.click("#view-table")
    head = [text.strip(" ↑↓") for text in tab.page.locator("#table th").all_inner_texts()]
    cells = tab.page.locator("#table tbody tr").filter(has_text="Egypt").filter(has_text="asserted").locator("td")
    assert cells.nth(head.index("Found by")).inner_text() == f"{LLM} alone"
    tab.page.click("#export-menu summary")
    with tab.page.expect_download() as download:
        tab.page.click("#export-csv")
    table = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    said = {(row["subject"], row["relation"], row["status"]): row["found by"] for row in table}
    assert said["India", "signatory of", "asserted"] == f"signing · {LLM} · {SPACY}"
    assert said["Egypt", "funds", "asserted"] == LLM


def test_a_link_keeps_the_filter(context: BrowserContext, page: Path, tab: Tab) -> None:
    tab.page.get_by_role("button", name=f"Show only {LLM} alone").click()
    link = tab.run("kgPage.permalink.address()")
    assert tab.run(SHOWN) == [ALONE]
    other = open_tab(context, page, fragment="#" + link.partition("#")[2])
    assert other.run(SHOWN) == [ALONE]
    boxes = other.page.locator("#finders input")
    assert [boxes.nth(k).is_checked() for k in range(boxes.count())] == [name == f"{LLM} alone" for name in GROUPS]
    other.page.close()


@pytest.mark.parametrize("hidden", [["rules alone"], [f"{LLM} alone", f"{LLM} and {SPACY}"], [f"rules and {SPACY}"]])
def test_the_query_finds_what_the_filter_shows(tab: Tab, hidden: list[str]) -> None:
    for name in hidden:
        tab.page.get_by_role("checkbox", name=f"{name} {GROUPS[name]}", exact=True).uncheck()
    assert len(tab.run(SHOWN)) == sum(number for name, number in GROUPS.items() if name not in hidden)
    shown = shown_of(tab)
    assert shown
    assert asked(witnessed_store(), tab.run("kgPage.export.sparql()")) == shown


def test_a_graph_that_only_rules_read_has_no_such_filter(context: BrowserContext, tmp_path: Path) -> None:
    tab = open_tab(context, write_page(small_graph(), tmp_path / "graph.html"))
    assert tab.page.locator("#relations").is_visible()
    assert not tab.page.locator("#finders").is_visible()
    assert tab.run("kgPage.model.core.finders === undefined")
    tab.page.click("#view-table")
    assert "Found by" not in tab.page.locator("#table thead").inner_text()
    tab.page.close()
