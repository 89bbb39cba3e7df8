"""Paths, time and the table in real Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from kg.view.page import write_page
from tests.view.browser import Tab, browser, open_tab, watched
from tests.view.graphs import small_graph

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(small_graph(), tmp_path_factory.mktemp("explore") / "small.html")


@pytest.fixture
def tab(context: BrowserContext, file: Path) -> Iterator[Tab]:
    yield from watched(context, file)


def path_labels(tab: Tab, start: str, end: str) -> list[str] | None:
    """Return the names along the shortest path."""
    found: list[str] | None = tab.run(
        """([a, b]) => {
            const path = kgPage.explore.shortestPath(a, b);
            return path && path.things.map((thing) => kgPage.model.label(thing));
        }""",
        [tab.thing(start), tab.thing(end)],
    )
    return found


def shown_facts(tab: Tab) -> int:
    return int(tab.run("kgPage.state.counts.facts"))


def test_a_path_from_the_panel_by_search_shows_the_evidence_of_each_step(tab: Tab) -> None:
    tab.page.mouse.click(*tab.place("Ana Souza"))
    tab.page.click("[data-action=path-from-here]")
    assert "Path from Ana Souza" in tab.page.inner_text("#notice")
    tab.page.keyboard.type("petrel")
    tab.page.keyboard.press("Enter")
    tab.wait("kgPage.state.chosen.kind === 'path'")
    assert tab.page.inner_text("#panel-title") == "Path of 4 facts"
    tab.wait("document.querySelectorAll('#panel blockquote').length === 4")
    assert path_labels(tab, "Ana Souza", "Petrel 2") == [
        "Ana Souza", "Southern Space Agency", "Northern Space Agency", "Projet Été", "Petrel 2"
    ]  # fmt: skip
    assert tab.page.is_hidden("#notice")


def test_shift_and_click_finds_the_path(tab: Tab) -> None:
    tab.page.mouse.click(*tab.place("Brazil"))
    tab.page.keyboard.down("Shift")
    tab.page.mouse.click(*tab.place("France"))
    tab.page.keyboard.up("Shift")
    tab.wait("kgPage.state.chosen.kind === 'path'")
    assert tab.page.inner_text("#panel-title") == "Path of 2 facts"


def test_a_path_respects_the_filters(tab: Tab) -> None:
    assert path_labels(tab, "Brazil", "France") == ["Brazil", "Harbour Accord", "France"]
    tab.page.uncheck("#statuses li:has-text('negated') input")
    assert path_labels(tab, "Brazil", "France") == [
        "Brazil", "Southern Space Agency", "Northern Space Agency", "France"
    ]  # fmt: skip


def test_no_path_is_said(tab: Tab) -> None:
    tab.page.locator("#relations li", has_text="signatory of").locator("button").click()
    assert path_labels(tab, "France", "Nigeria") is None
    tab.run("([a, b]) => kgPage.explore.pathBetween(a, b)", [tab.thing("France"), tab.thing("Nigeria")])
    assert tab.page.inner_text("#notice") == "No path between France and Nigeria with the present filters."


def test_escape_gives_up_a_path(tab: Tab) -> None:
    tab.page.mouse.click(*tab.place("France"))
    tab.page.keyboard.press("p")
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("Escape")
    assert tab.page.is_hidden("#notice")
    tab.page.mouse.click(*tab.place("Germany"))
    assert tab.run("kgPage.state.chosen.kind") == "thing"


def slide(tab: Tab, which: str, value: int) -> None:
    tab.run(
        """([id, value]) => {
            const slider = document.getElementById(id);
            slider.value = value;
            slider.dispatchEvent(new Event('input'));
        }""",
        [which, value],
    )


def test_the_window_of_time_filters_the_dated_facts(tab: Tab) -> None:
    assert tab.page.inner_text("#time-window") == "1999 – 2035"
    assert shown_facts(tab) == 22
    slide(tab, "time-to", 2020)
    assert shown_facts(tab) == 20, "the two signatures of 2021 are out, undated facts stay"
    assert tab.page.inner_text("#time-window") == "1999 – 2020"
    tab.page.uncheck("#undated")
    assert shown_facts(tab) == 1, "only the launch vehicle of 1999"
    tab.page.click("#reset")
    tab.wait("kgPage.state.counts.facts === 22")
    assert tab.page.inner_text("#time-window") == "1999 – 2035"
    assert tab.page.is_checked("#undated")


def test_facts_without_a_date_can_count_by_their_report(tab: Tab) -> None:
    tab.page.uncheck("#undated")
    assert shown_facts(tab) == 3
    tab.page.check("#by-report")
    assert shown_facts(tab) == 22
    slide(tab, "time-from", 2021)
    after = shown_facts(tab)
    assert 3 < after < 22, "what only the white paper of 2020 says is out"


def test_the_sliders_go_by_keyboard_and_say_where_they_are(tab: Tab) -> None:
    tab.page.focus("#time-from")
    tab.page.keyboard.press("ArrowRight")
    assert tab.run("kgPage.state.time.from") == tab.run("Date.UTC(2000, 0, 1) / 86400000")
    assert tab.page.get_attribute("#time-from", "aria-valuetext") == "2000"


def test_planned_facts_stand_in_the_future_of_the_histogram(tab: Tab) -> None:
    colours = tab.run(
        """() => {
            const canvas = document.querySelector('#histogram');
            const context = canvas.getContext('2d');
            const at = (share) => [...context.getImageData(share * canvas.width, canvas.height - 2, 1, 1).data];
            return [at(0.5 / 37), at(36.5 / 37)];
        }"""
    )
    assert colours[0] != colours[1]
    assert all(colour[3] > 100 for colour in colours)


def test_play_moves_the_window_and_stops(tab: Tab) -> None:
    tab.page.click("#play")
    first = tab.run("kgPage.state.time.from")
    assert tab.page.get_attribute("#play", "aria-label") == "Pause"
    tab.wait(f"kgPage.state.time.from > {first}")
    tab.page.click("#play")
    assert tab.page.get_attribute("#play", "aria-label") == "Play"


def test_the_table_shows_exactly_the_facts_of_the_picture(tab: Tab) -> None:
    tab.page.keyboard.press("t")
    rows = tab.page.locator("#table tbody tr")
    assert rows.count() == 22
    tab.page.uncheck("#statuses li:has-text('planned') input")
    tab.wait("document.querySelectorAll('#table tbody tr').length === 19")
    assert tab.page.inner_text("#table caption") == "The facts shown in the picture"
    assert "negated" in tab.page.locator("#table tr", has_text="Brazil").first.inner_text()


def test_the_table_sorts_by_column_and_says_so(tab: Tab) -> None:
    tab.page.keyboard.press("t")
    first = tab.page.locator("#table tbody tr").first
    assert first.inner_text().startswith("Ana Souza")
    tab.page.click("th[data-column=subject] button")
    assert tab.page.get_attribute("th[data-column=subject]", "aria-sort") == "descending"
    assert first.inner_text().startswith("World Space Forum")
    tab.page.click("th[data-column=status] button")
    assert tab.page.get_attribute("th[data-column=subject]", "aria-sort") == "none"
    assert "asserted" in first.inner_text()


def test_a_row_of_the_table_opens_the_evidence(tab: Tab) -> None:
    tab.page.keyboard.press("t")
    tab.page.locator("#table tbody tr", has_text="Brazil").filter(has_text="negated").locator(".plain").click()
    tab.wait("document.querySelectorAll('#panel blockquote').length === 1")
    assert "Brazil has not signed the Harbour Accord." in tab.panel()


def test_a_dragged_entity_stays_where_it_was_put(tab: Tab) -> None:
    x, y = tab.place("Kourou")
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + 60, y + 40, steps=5)
    tab.page.mouse.up()
    tab.page.mouse.move(x + 200, y + 200)
    assert tab.place("Kourou") == pytest.approx((x + 60, y + 40), abs=3)
    tab.page.check("#types li:has-text('date') input")
    tab.wait("kgPage.isStill()")
    assert tab.place("Kourou") == pytest.approx((x + 60, y + 40), abs=3)


def test_reduced_motion_moves_the_camera_at_once(context: BrowserContext, file: Path) -> None:
    tab = open_tab(context, file)
    tab.page.emulate_media(reduced_motion="reduce")
    tab.run("thing => kgPage.explore.goTo(thing)", tab.thing("Kourou"))
    stage = tab.page.locator("#stage").bounding_box()
    assert stage
    assert tab.place("Kourou")[0] == pytest.approx(stage["x"] + stage["width"] / 2, abs=3)
    tab.page.close()
