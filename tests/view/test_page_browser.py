"""The page in real Chromium: it opens alone, reads out the proof, finds, filters and explores, and runs no text."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import BrowserContext, Locator

from kg.view import bounds
from kg.view.page import write_page
from tests.view.browser import Tab, browser, open_tab, watched
from tests.view.graphs import IMAGE, OVERRIDE, SCRIPT, hostile_graph, small_graph, synthetic_graph

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    stores = {"small": small_graph(), "hostile": hostile_graph(), "large": synthetic_graph(600)}
    return {
        name: write_page(store, folder / f"{name}.html", title=f"Test {name} {SCRIPT if name == 'hostile' else ''}")
        for name, store in stores.items()
    }


@pytest.fixture
def small(context: BrowserContext, files: dict[str, Path]) -> Iterator[Tab]:
    yield from watched(context, files["small"])


@pytest.fixture
def hostile(context: BrowserContext, files: dict[str, Path]) -> Iterator[Tab]:
    yield from watched(context, files["hostile"])


@pytest.fixture
def large(context: BrowserContext, files: dict[str, Path]) -> Iterator[Tab]:
    yield from watched(context, files["large"])


def fact_with(tab: Tab, label: str) -> Locator:
    """Return the panel's line for the fact with this other end."""
    return tab.page.locator(f'.fact:has(.head .thing bdi:text-is("{label}"))')


def test_it_opens_offline_with_one_request(small: Tab, files: dict[str, Path]) -> None:
    assert small.requests == [files["small"].as_uri()]
    assert small.run("document.compatMode") == "CSS1Compat"
    assert small.page.inner_text("#count") == "Shown 18 of 25 entities, 22 of 27 facts"


def test_a_click_on_an_entity_shows_its_facts_with_status_date_speaker_and_role(small: Tab) -> None:
    small.page.mouse.click(*small.place("Harbour Accord"))
    small.wait("document.querySelector('#panel-title').textContent === 'Harbour Accord'")
    small.wait("document.querySelectorAll('#panel .speaker').length")
    panel = small.panel()
    assert "5 facts" in panel
    japan = fact_with(small, "Japan").inner_text()
    assert "planned" in japan
    assert "says Ana Souza" in japan
    assert "negated" in fact_with(small, "Brazil").inner_text()
    france = fact_with(small, "France").inner_text()
    assert "asserted" in france
    assert "2021-03-09" in france
    assert "Evidence in 2 documents" in france


def test_the_evidence_is_the_quote_with_its_marks_document_date_page_and_link(small: Tab) -> None:
    small.page.mouse.click(*small.place("Harbour Accord"))
    fact = fact_with(small, "France")
    fact.locator("summary").click()
    small.wait("document.querySelectorAll('#panel details[open] blockquote').length === 2")
    marks = fact.locator("blockquote").first.locator("mark")
    assert marks.all_inner_texts() == ["France", "signed", "Harbour Accord"]
    assert [marks.nth(k).get_attribute("class") for k in range(3)] == ["subject", "trigger", "object"]
    sources = fact.locator("cite").all_inner_texts()
    assert sources[0].startswith("Harbour Accord signed · The Daily Orbit · 2021-03-10")
    assert "White paper on lunar work · Northern Space Agency · 2020-06-01 · page 3" in sources[1]
    address = fact.locator("cite a").get_attribute("href")
    assert address == (
        "https://news.example/accord#:~:text=France%20and%20Germany%20signed%20the%20Harbour%20Accord%20on%209%20March%202021."
    )


def test_an_office_is_shown_with_its_role(small: Tab) -> None:
    small.page.mouse.click(*small.place("Ana Souza"))
    small.wait("document.querySelector('#panel .role')")
    assert "as deputy director" in small.panel()


def test_dates_and_documents_are_in_the_panel_and_not_in_the_picture_until_asked_for(small: Tab) -> None:
    small.page.mouse.click(*small.place("Lunar Gate Station"))
    small.wait("document.querySelector('#panel-title').textContent === 'Lunar Gate Station'")
    assert "2035" in small.panel()
    date = small.thing("2035")
    assert not small.run("thing => kgPage.state.isDrawn(thing)", date)
    small.page.check("#types li:has-text('date') input")
    small.wait("kgPage.isStill()")
    assert small.run("thing => kgPage.state.isDrawn(thing)", date)


def test_search_folds_accents_and_goes_by_keyboard(small: Tab) -> None:
    small.page.keyboard.press("/")
    small.page.keyboard.type("projet ete")
    small.wait("document.querySelectorAll('#hits [role=option]').length === 1")
    small.page.keyboard.press("ArrowDown")
    assert small.page.get_attribute("#query", "aria-activedescendant") == "hit-0"
    small.page.keyboard.press("Enter")
    small.wait("document.querySelector('#panel-title').textContent === 'Projet Été'")


def test_search_finds_other_names_and_says_when_there_is_none(small: Tab) -> None:
    small.page.fill("#query", "nsa-north")
    assert "Northern Space Agency" in small.page.inner_text("#hits")
    small.page.fill("#query", "zzzz")
    assert small.page.inner_text("#hits") == "Nothing has such a name."


def test_the_legend_hides_a_type(small: Tab) -> None:
    before = small.run("kgPage.state.counts.things")
    small.page.uncheck("#types li:has-text('country') input")
    small.wait("kgPage.isStill()")
    assert small.run("kgPage.state.counts.things") < before
    assert not small.run("thing => kgPage.state.isDrawn(thing)", small.thing("France"))
    small.page.check("#types li:has-text('country') input")
    small.wait("kgPage.isStill()")
    assert small.run("kgPage.state.counts.things") == before


def test_a_status_can_be_shown_alone(small: Tab) -> None:
    row = small.page.locator("#statuses li", has_text="planned")
    assert "4" in row.inner_text()
    row.locator("button").click()
    small.wait("kgPage.state.counts.facts === 3")
    assert small.page.inner_text("#count").endswith("3 of 27 facts")
    small.page.locator("#statuses li", has_text="planned").locator("button").click()
    small.wait("kgPage.state.counts.facts === 22")


def test_relations_and_documents_filter_too(small: Tab) -> None:
    small.page.locator("#relations li", has_text="agency of").locator("button").click()
    small.wait("kgPage.state.counts.facts === 2")
    small.page.click("#reset")
    small.wait("kgPage.state.counts.facts === 22")
    small.page.locator("#papers li", has_text="Harbour Accord signed").locator("input").uncheck()
    small.wait("kgPage.state.counts.facts < 22")
    accord = small.thing("Harbour Accord")
    left = small.run("thing => [...kgPage.model.factsOf(thing)].filter(f => kgPage.state.factOn[f]).length", accord)
    assert left == 1, "France's signature is stated by the other document as well"


def test_a_click_on_a_line_shows_its_facts(small: Tab) -> None:
    fact = small.run(
        "([a, b]) => [...kgPage.model.factsOf(a)].find(f => kgPage.model.other(f, a) === b)",
        [small.thing("Brazil"), small.thing("Harbour Accord")],
    )
    spot = small.run("fact => kgPage.focus.placeOfFact(fact)", fact)
    small.page.mouse.click(spot["x"], spot["y"])
    small.wait("document.querySelectorAll('#panel blockquote').length === 1")
    assert "Brazil has not signed the Harbour Accord." in small.panel()
    assert "negated" in small.panel()


def test_planned_lines_are_dashed_and_negated_ones_dotted_in_red(small: Tab) -> None:
    edges = small.run(
        """() => Object.values(kgPage.focus.network.body.edges).map(e => [
            kgPage.model.statusOf(Number(e.id.slice(1))), JSON.stringify(e.options.dashes), e.options.color.color])"""
    )
    red = small.run("kgPage.colours.negated")
    by_status = {
        status: {(dashes, colour == red) for s, dashes, colour in edges if s == status} for status, _, _ in edges
    }
    assert by_status == {
        "asserted": {("false", False)},
        "planned": {("[7,6]", False)},
        "negated": {("[2,5]", True)},
    }


def test_nothing_that_a_document_says_runs(hostile: Tab) -> None:
    for thing in range(hostile.run("kgPage.model.count")):
        hostile.run("thing => kgPage.explore.goTo(thing)", thing)
        hostile.run("document.querySelectorAll('#panel details').forEach(one => { one.open = true; })")
        hostile.wait("[...document.querySelectorAll('#panel details')].every(one => one.children.length > 1)")
        assert (
            hostile.run("document.querySelectorAll('#panel img, #panel script, #legend img, #legend script').length")
            == 0
        )
        assert hostile.run("[...document.links].filter(a => !/^https?:$/.test(a.protocol)).length") == 0
    hostile.run("thing => kgPage.explore.goTo(thing)", hostile.run("kgPage.search.find('href')[0]"))
    panel = hostile.panel()
    assert IMAGE in panel
    assert SCRIPT in panel
    assert "abc[U+202E]txt.exe" in panel
    assert OVERRIDE not in panel
    assert hostile.run("document.title").startswith("Test hostile </script>")


def test_marks_count_characters_not_code_units(hostile: Tab) -> None:
    thing = hostile.run("Array.from({length: 9}, (_, i) => i).find(i => kgPage.model.label(i).startsWith('</script>'))")
    hostile.run("thing => kgPage.explore.choose(thing)", thing)
    hostile.wait("document.querySelectorAll('#panel blockquote').length >= 2")
    marks = hostile.page.locator("#panel blockquote").first.locator("mark")
    assert [marks.nth(k).text_content() for k in range(3)] == ["He", SCRIPT, "😀"]
    assert marks.nth(1).get_attribute("class") == "trigger"


def test_hostile_names_are_inert_in_search_and_tips(hostile: Tab) -> None:
    hostile.page.fill("#query", "script")
    assert SCRIPT in hostile.page.inner_text("#hits")
    hostile.page.keyboard.press("Escape")
    hostile.run("kgPage.fit()")
    place = hostile.run("thing => kgPage.focus.placeOf(thing)", hostile.run("kgPage.search.find('href')[0]"))
    hostile.page.mouse.move(place["x"], place["y"])
    hostile.wait("!document.querySelector('#tip').hidden")
    assert IMAGE in hostile.page.inner_text("#tip")


def test_the_policy_stops_injected_scripts(context: BrowserContext, files: dict[str, Path], tmp_path: Path) -> None:
    text = files["small"].read_text("utf-8")
    injected = "<img src=x onerror=\"document.title='image'\"><script>document.title='script'</script>"
    target = tmp_path / "injected.html"
    target.write_text(text.replace("</main>", f"{injected}</main>"), "utf-8")
    tab = open_tab(context, target)
    assert tab.run("document.title").startswith("Test small")
    assert any("Content Security Policy" in error for error in tab.errors)
    assert tab.run("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"
    tab.page.close()


def test_a_large_graph_starts_with_the_best_connected_and_grows_on_demand(large: Tab) -> None:
    total = large.run("kgPage.model.count")
    large.page.click("#view-focus")
    large.wait("kgPage.isStill()")
    shown = large.run("kgPage.state.counts.things")
    assert 0 < shown <= 300 < total
    hub = large.run("kgPage.model.byWeight[0]")
    large.run("thing => kgPage.explore.onlyThis(thing)", hub)
    large.wait("kgPage.isStill()")
    alone = large.run("kgPage.state.counts.things")
    assert 2 <= alone <= 25
    grown = large.run("() => [...kgPage.state.shown].find(t => kgPage.explore.newNeighbours(t).length > 0)")
    large.run("thing => kgPage.explore.choose(thing)", grown)
    large.page.click("[data-action=expand]")
    large.wait("kgPage.isStill()")
    assert alone < large.run("kgPage.state.counts.things") <= alone + 12
    expanded = large.run("kgPage.state.counts.things")
    large.page.click("[data-action=collapse]")
    large.wait("kgPage.isStill()")
    assert large.run("kgPage.state.counts.things") < expanded
    large.page.click("#undo")
    large.page.click("#undo")
    large.wait("kgPage.isStill()")
    assert large.run("kgPage.state.counts.things") == alone


def test_double_click_expands(large: Tab) -> None:
    hub = large.run("kgPage.model.byWeight[0]")
    large.run("thing => kgPage.explore.onlyThis(thing)", hub)
    large.wait("kgPage.isStill()")
    grown = large.run("() => [...kgPage.state.shown].find(t => kgPage.explore.newNeighbours(t).length > 0)")
    before = large.run("kgPage.state.counts.things")
    spot = large.run("thing => kgPage.focus.placeOf(thing)", grown)
    large.page.mouse.dblclick(spot["x"], spot["y"])
    large.wait(f"kgPage.state.counts.things > {before}")


def test_the_picture_stands_still_after_it_settled(small: Tab) -> None:
    places = small.run("JSON.stringify(kgPage.focus.network.getPositions())")
    small.page.wait_for_timeout(400)
    assert small.run("JSON.stringify(kgPage.focus.network.getPositions())") == places


def test_names_do_not_cover_each_other(small: Tab) -> None:
    assert small.run("kgPage.measures.labels") == 18


def test_a_hidden_entity_comes_back_with_undo(small: Tab) -> None:
    small.page.mouse.click(*small.place("Japan"))
    small.page.click("[data-action=hide]")
    assert not small.run("thing => kgPage.state.isDrawn(thing)", small.thing("Japan"))
    small.page.keyboard.press("Escape")
    small.page.click("#undo")
    assert small.run("thing => kgPage.state.isDrawn(thing)", small.thing("Japan"))


def test_arrows_walk_through_the_neighbours_and_enter_goes_there(small: Tab) -> None:
    small.run("thing => kgPage.explore.choose(thing)", small.thing("Ana Souza"))
    small.page.focus("#focus")
    small.page.keyboard.press("ArrowRight")
    small.wait("document.querySelector('#spoken').textContent.includes('Southern Space Agency')")
    small.page.keyboard.press("Enter")
    small.wait("document.querySelector('#panel-title').textContent === 'Southern Space Agency'")


def test_every_control_has_a_name(small: Tab) -> None:
    small.page.mouse.click(*small.place("France"))
    nameless = small.run(
        """[...document.querySelectorAll('button, input, [role=application], nav, aside, [role=listbox]')].filter(one =>
            !(one.getAttribute('aria-label') || one.textContent.trim() || (one.labels && one.labels.length)))
            .map(one => one.outerHTML)"""
    )
    assert nameless == []
    assert small.run("document.documentElement.lang") == "en"


def test_keys_switch_dark_and_open_help(small: Tab) -> None:
    light = small.run("getComputedStyle(document.body).backgroundColor")
    small.page.keyboard.press("d")
    assert small.run("getComputedStyle(document.body).backgroundColor") != light
    small.page.keyboard.press("?")
    assert small.run("document.querySelector('#keys').open")
    small.page.keyboard.press("Escape")
    assert not small.run("document.querySelector('#keys').open")


def test_dark_follows_the_system(context: BrowserContext, files: dict[str, Path]) -> None:
    tab = open_tab(context, files["small"])
    assert tab.run("document.documentElement.dataset.theme") == "light"
    tab.page.emulate_media(color_scheme="dark")
    tab.wait("document.documentElement.dataset.theme === 'dark'")
    tab.page.close()


def test_narrow_windows_fold_the_panels_away(context: BrowserContext, files: dict[str, Path]) -> None:
    tab = open_tab(context, files["small"])
    tab.page.set_viewport_size({"width": 700, "height": 800})
    tab.wait("document.querySelector('#stage').clientWidth >= 690")
    assert not tab.page.is_visible("#legend")
    assert not tab.page.is_visible("#details")
    tab.page.click("#open-legend")
    assert tab.page.is_visible("#legend")
    tab.page.keyboard.press("Escape")
    tab.run("kgPage.fit()")
    tab.page.mouse.click(*tab.place("Harbour Accord"))
    tab.wait("document.querySelector('#panel-title').textContent === 'Harbour Accord'")
    assert tab.page.is_visible("#details")
    tab.page.set_viewport_size({"width": 390, "height": 800})
    tab.page.wait_for_timeout(100)
    assert tab.run("document.documentElement.scrollWidth") <= 390
    tab.page.close()


@pytest.mark.parametrize("entities", [0, 1, 2])
def test_empty_and_tiny_graphs_open(context: BrowserContext, tmp_path: Path, entities: int) -> None:
    store = ox.Store()
    node, kind = (
        ox.NamedNode("https://kg.example/country/FR"),
        ox.NamedNode("https://w3id.org/provenkg/ontology#Country"),
    )
    if entities:
        store.add(ox.Quad(node, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind))
    if entities == 2:
        store.add(ox.Quad(node, ox.NamedNode("https://w3id.org/provenkg/ontology#partOf"), node))
    tab = open_tab(context, write_page(store, tmp_path / "tiny.html"))
    assert tab.errors == []
    assert tab.run("kgPage.model.count") == min(entities, 1)
    tab.page.close()


def test_a_part_of_a_large_graph_says_so_and_where_the_other_sentences_are(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_THINGS", 20)
    monkeypatch.setattr(bounds, "MOST_DOCUMENTS", 1)
    path = write_page(small_graph(), tmp_path / "part.html")
    for tab in watched(context, path):
        assert "the best connected of 25 and 27; kg serve shows all of them" in tab.page.inner_text("#count")
        tab.page.mouse.click(*tab.place("Harbour Accord"))
        fact = fact_with(tab, "France")
        assert "Evidence in 2 documents" in fact.inner_text()
        fact.locator("summary").click()
        tab.wait("document.querySelectorAll('#panel details[open] blockquote').length === 1")
        assert "and in 1 more document: kg explain and kg serve show every sentence." in fact.inner_text()
