"""Walking through a graph that a server sends, in real Chromium: keyboard, address, search, what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Route

from tests.serve.server import Server, running
from tests.serve.walks import EVIL, HOSTILE, HUB, member, walk_folder
from tests.view.browser import Tab, browser, watch
from tests.view.graphs import BASE

pytestmark = pytest.mark.browser

STATION, RELAY = BASE + "project/station", BASE + "project/relay"


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(walk_folder(tmp_path_factory.mktemp("walk"))) as server:
        yield server


def ready(tab: Tab) -> None:
    tab.wait("document.documentElement.dataset.ready === 'true' && window.kgPage && kgPage.isStill()")


def idle(tab: Tab) -> None:
    """Wait until nothing is asked and nothing moves."""
    tab.wait("!document.querySelector('[aria-busy=true]') && kgPage.isStill()")


@contextmanager
def opened(context: BrowserContext, server: Server, *iris: str, errors: bool = False) -> Iterator[Tab]:
    """Yield the page for some entities, and insist that it asked no other server and broke no rule of the policy."""
    tab = watch(context.new_page())
    tab.page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
    )
    tab.page.goto(f"http://127.0.0.1:{server.port}/graph?{urlencode([('iri', iri) for iri in iris])}")
    ready(tab)
    yield tab
    assert tab.dialogs == []
    assert errors or tab.errors == [], tab.errors
    assert {urlsplit(url).netloc for url in tab.requests if not url.startswith("blob:")} == {f"127.0.0.1:{server.port}"}
    tab.page.close()


def labels(tab: Tab) -> set[str]:
    """Return the names of the entities in the picture."""
    return set(
        tab.run("[...kgPage.state.shown].filter(kgPage.state.isDrawn).map((thing) => kgPage.model.label(thing))")
    )


def named(tab: Tab) -> list[str]:
    return parse_qs(urlsplit(tab.page.url).query).get("iri", [])


def places(tab: Tab) -> dict[str, list[float]]:
    found: dict[str, list[float]] = tab.run(
        """Object.fromEntries(Object.entries(kgPage.focus.network.getPositions())
            .map(([thing, { x, y }]) => [kgPage.model.label(Number(thing)), [x, y]]))"""
    )
    return found


def test_it_opens_on_an_entity_with_facts_and_evidence(context: BrowserContext, server: Server) -> None:
    with opened(context, server, STATION) as tab:
        assert tab.page.title() == "Far Station"
        assert tab.page.inner_text("#panel-title") == "Far Station"
        assert {"Far Station", "Member 0001", "Hub Alliance"} <= labels(tab)
        fact = tab.page.locator("#panel .fact", has_text="Member 0001")
        tab.wait("document.querySelectorAll('#panel blockquote').length >= 3")
        assert "Evidence in 6 documents" in fact.inner_text()
        assert fact.locator("blockquote").first.inner_text() == "Member 0001 runs the Far Station."
        more = fact.locator("a", has_text="3 more documents").get_attribute("href") or ""
        assert parse_qs(urlsplit(more).query)["object"] == [STATION]
        assert {"planned", "negated"} <= set(tab.page.locator("#panel .chip").all_inner_texts())
        assert tab.page.get_attribute("#panel-title a", "href") == "/entity?" + urlencode({"iri": STATION})
        paper = fact.locator("a.paper").first.get_attribute("href")
        assert paper == "/document?" + urlencode({"iri": BASE + "document/report-1"})


def test_expanding_brings_what_is_loaded_and_then_asks_the_server(context: BrowserContext, server: Server) -> None:
    with opened(context, server, HUB) as tab:
        assert len(labels(tab)) == 25
        assert "(+2,478)" in tab.page.inner_text("[data-action=expand]")
        for _ in range(2):
            tab.page.click("[data-action=expand]")
            idle(tab)
        assert len(labels(tab)) == 49
        assert not [url for url in tab.requests if "/graph/data" in url], "the loaded neighbours are shown first"
        before, standing = labels(tab), places(tab)
        tab.page.click("#relations li:has-text('operates') input")
        tab.page.click("[data-action=expand]")
        tab.wait("kgPage.state.shown.size === 61")
        idle(tab)
        assert before < labels(tab)
        assert all(places(tab)[name] == pytest.approx(place, abs=0.5) for name, place in standing.items())
        assert named(tab) == [HUB, HUB]
        assert tab.page.inner_text("#panel-title") == "Hub Alliance", "the choice stays"
        assert not tab.page.is_checked("#relations li:has-text('operates') input"), "the filters stay"
        assert "12 added" in tab.wait("document.getElementById('spoken').textContent")


def titled(tab: Tab, title: str) -> None:
    """Wait until the panel tells of something."""
    tab.wait("title => document.getElementById('panel-title').textContent === title", title)


def seek(tab: Tab, words: str, title: str) -> None:
    """Search by keyboard, go to the first hit, and wait until the panel tells of it."""
    tab.page.keyboard.press("/")
    tab.page.keyboard.type(words)
    tab.wait("document.querySelector('#hits [role=option]')")
    tab.page.keyboard.press("Enter")
    titled(tab, title)
    idle(tab)


def test_walking_by_keyboard_alone(context: BrowserContext, server: Server) -> None:
    with opened(context, server, STATION) as tab:
        keys = tab.page.keyboard
        seek(tab, "member 0001", "Member 0001")
        keys.press("/")
        keys.type("zeta")
        tab.wait("document.querySelector('#hits .far')")
        assert "not loaded" in tab.page.inner_text("#hits")
        keys.press("ArrowDown")
        keys.press("Enter")
        titled(tab, "Zeta Relay")
        idle(tab)
        assert named(tab) == [STATION, RELAY]
        assert {"Far Station", "Zeta Relay", "Ana Souza", "Member 0071"} <= labels(tab)
        keys.press("ArrowRight")
        tab.wait("document.getElementById('spoken').textContent.startsWith('Neighbour 1 of 2')")
        keys.press("Enter")
        assert tab.page.inner_text("#panel-title") in {"Ana Souza", "Member 0071"}


def test_expanding_and_undoing_by_keyboard_alone(context: BrowserContext, server: Server) -> None:
    with opened(context, server, RELAY) as tab:
        keys = tab.page.keyboard
        seek(tab, "member 0071", "Member 0071")
        before = labels(tab)
        keys.press("o")
        idle(tab)
        assert labels(tab) == {"Member 0071", "Zeta Relay"}
        keys.press("u")
        assert labels(tab) == before
        keys.press("e")
        tab.wait("kgPage.walk.names.length === 2")
        idle(tab)
        seek(tab, "hub alliance", "Hub Alliance")
        keys.press("e")
        tab.wait("/^Hub Alliance: 12 added, [0-9,]+ more/.test(document.getElementById('spoken').textContent)")
        idle(tab)
        assert before < labels(tab)


def test_back_forward_and_reload_restore_what_was_shown(context: BrowserContext, server: Server) -> None:
    with opened(context, server, STATION) as tab:
        start = labels(tab)
        tab.page.fill("#query", "zeta")
        tab.wait("document.querySelector('#hits .far')")
        tab.page.keyboard.press("Enter")
        tab.wait("document.getElementById('panel-title').textContent === 'Zeta Relay'")
        idle(tab)
        far = labels(tab)
        assert start < far
        tab.wait("location.hash.includes('relay')")
        tab.page.reload()
        ready(tab)
        tab.wait("document.getElementById('panel-title').textContent === 'Zeta Relay'")
        assert (labels(tab), named(tab)) == (far, [STATION, RELAY])
        tab.page.go_back()
        tab.wait("document.getElementById('panel-title')?.textContent === 'Far Station'")
        ready(tab)
        assert (labels(tab), named(tab)) == (start, [STATION])
        tab.page.go_forward()
        tab.wait("document.getElementById('panel-title')?.textContent === 'Zeta Relay'")
        idle(tab)
        assert (labels(tab), named(tab)) == (far, [STATION, RELAY])


def expand(tab: Tab, name: str) -> None:
    """Choose an entity and press the key that expands it."""
    tab.run("thing => kgPage.explore.choose(thing)", tab.thing(name))
    tab.page.keyboard.press("e")


def test_undo_takes_back_a_step_and_it_can_be_made_again(context: BrowserContext, server: Server) -> None:
    with opened(context, server, RELAY) as tab:
        before = labels(tab)
        assert "Hub Alliance" not in before
        expand(tab, "Member 0071")
        tab.wait("kgPage.state.shown.size > 3")
        idle(tab)
        assert labels(tab) == before | {"Hub Alliance"}
        tab.page.click("#undo")
        assert labels(tab) == before
        expand(tab, "Member 0071")
        tab.wait("kgPage.state.shown.size > 3")
        assert labels(tab) == before | {"Hub Alliance"}
        assert named(tab) == [RELAY, BASE + member(71)], "what is loaded is not asked for again"


def test_a_failure_is_told_and_loses_nothing(context: BrowserContext, server: Server) -> None:
    with opened(context, server, RELAY, errors=True) as tab:
        before, address = labels(tab), tab.page.url.partition("#")[0]

        def refuse(route: Route) -> None:
            route.fulfill(status=503, body="all workers are busy. Try again in a moment.\n")

        tab.page.route("**/graph/data*", refuse)
        expand(tab, "Member 0071")
        tab.wait("document.getElementById('notice').textContent.startsWith('Nothing was loaded')")
        assert tab.page.inner_text("#notice") == "Nothing was loaded: all workers are busy. Try again in a moment."
        assert labels(tab) == before
        assert tab.page.url.partition("#")[0] == address
        tab.page.unroute("**/graph/data*")
        tab.page.route("**/graph/data*", lambda route: route.abort())
        tab.page.keyboard.press("e")
        tab.wait("document.getElementById('notice').textContent.includes('the server cannot be reached')")
        tab.page.unroute("**/graph/data*")
        tab.page.keyboard.press("e")
        tab.wait("kgPage.state.shown.size > 3")
        assert tab.page.is_hidden("#notice")


def test_hostile_names_are_only_text(context: BrowserContext, server: Server) -> None:
    with opened(context, server, BASE + EVIL) as tab:
        assert tab.page.inner_text("#panel-title") == HOSTILE
        assert tab.page.title() == HOSTILE
        tab.wait("document.querySelectorAll('#panel blockquote').length >= 3")
        tab.page.fill("#query", "script")
        tab.page.keyboard.press("Enter")
        tab.page.keyboard.press("e")
        idle(tab)
        assert tab.page.locator("#panel img, #panel script, #hits img").count() == 0
        tab.page.click("#panel-title a")
        tab.page.wait_for_load_state()
        assert urlsplit(tab.page.url).path == "/entity"
        assert HOSTILE in tab.page.inner_text("h1")


def test_a_hostile_name_that_is_found_and_walked_to(context: BrowserContext, server: Server) -> None:
    with opened(context, server, RELAY) as tab:
        tab.page.fill("#query", "onerror")
        tab.wait("document.querySelector('#hits .far')")
        assert HOSTILE in tab.page.inner_text("#hits")
        tab.page.keyboard.press("Enter")
        tab.wait("kgPage.walk.names.length === 2")
        idle(tab)
        assert tab.page.inner_text("#panel-title") == HOSTILE
        assert named(tab) == [RELAY, BASE + EVIL]


def test_a_thing_without_facts_can_be_walked_to(context: BrowserContext, server: Server) -> None:
    with opened(context, server, RELAY) as tab:
        tab.page.fill("#query", "lonely")
        tab.wait("document.querySelector('#hits .far')")
        tab.page.keyboard.press("Enter")
        tab.wait("document.getElementById('panel-title').textContent === 'Lonely Place'")
        assert "No facts" in tab.panel()


def test_a_server_that_has_no_more_says_so(context: BrowserContext, server: Server) -> None:
    names = [HUB] * 12
    with opened(context, server, *names) as tab:
        tab.run("async (thing) => { await kgPage.walk.fetchAround(thing); }", tab.thing("Hub Alliance"))
        assert "as much about Hub Alliance as it can ask for at once" in tab.page.inner_text("#notice")
        assert len(named(tab)) == 12, "a step that brought nothing is none"


def test_the_start_shows_the_best_connected_and_leads_on(context: BrowserContext, server: Server) -> None:
    with opened(context, server) as tab:
        assert tab.page.title() == "Knowledge graph"
        assert "Hub Alliance" in labels(tab)
        start = labels(tab)
        tab.page.fill("#query", "zeta")
        tab.wait("document.querySelector('#hits .far')")
        tab.page.keyboard.press("Enter")
        tab.wait("document.getElementById('panel-title').textContent === 'Zeta Relay'")
        idle(tab)
        assert start < labels(tab)
        tab.wait("location.hash.includes('relay')")
        tab.page.reload()
        ready(tab)
        assert start < labels(tab), "the address keeps the start"


def test_a_document_and_a_date_show_what_they_are_about(context: BrowserContext, server: Server) -> None:
    with opened(context, server, BASE + "document/report-3") as tab:
        assert tab.page.inner_text("#panel-title") == "Report 3"
        assert labels(tab) == {"Zeta Relay", "Ana Souza", "Member 0071", "Member 0001", "Far Station"}
    with opened(context, server, BASE + "date/2021-05-03") as tab:
        assert labels(tab) == {"2021-05-03", "Far Station"}


def test_map_table_and_filters_know_what_was_loaded(context: BrowserContext, server: Server) -> None:
    with opened(context, server, RELAY) as tab:
        tab.page.click("#view-map")
        tab.wait("kgPage.isStill()")
        assert "member of" not in tab.page.inner_text("#relations")
        expand(tab, "Member 0071")
        tab.wait("kgPage.walk.names.length === 2")
        expand(tab, "Hub Alliance")
        tab.wait("kgPage.state.shown.size > 10")
        idle(tab)
        assert "member of" in tab.page.inner_text("#relations")
        tab.page.keyboard.press("t")
        assert tab.page.locator("#table tbody tr").count() > 10
        tab.page.keyboard.press("t")
        tab.page.click("#view-map")
        tab.wait("kgPage.isStill()")
        x, y = tab.place("Hub Alliance")
        tab.page.mouse.click(x, y)
        assert tab.page.inner_text("#panel-title") == "Hub Alliance"
        assert len(set(map(tuple, tab.run("[...kgPage.model.x].map((x, k) => [x, kgPage.model.y[k]])")))) > 50


def test_what_is_shown_can_be_taken_away(context: BrowserContext, server: Server) -> None:
    with opened(context, server, STATION) as tab:
        for kind, name in (("png", "graph.png"), ("csv", "facts.csv")):
            tab.page.click("#export-menu summary")
            with tab.page.expect_download() as download:
                tab.page.click(f"#export-{kind}")
            assert download.value.suggested_filename == name
        assert "Member 0001 runs the Far Station." in download.value.path().read_text("utf-8")


def test_a_document_is_read_by_its_quotes_and_leads_to_its_page(context: BrowserContext, server: Server) -> None:
    with opened(context, server, STATION) as tab:
        tab.page.locator("#panel button.read").first.click()
        tab.wait("document.querySelector('#reader .stated')")
        assert "Member 0001 runs the Far Station." in tab.page.inner_text("#reader-text")
        tab.page.click("#reader a:has-text('whole text')")
        tab.page.wait_for_load_state()
        assert urlsplit(tab.page.url).path == "/document"


def test_without_an_index_the_box_says_what_it_searches(context: BrowserContext, tmp_path: Path) -> None:
    with running(walk_folder(tmp_path, index=False)) as server, opened(context, server, RELAY, errors=True) as tab:
        tab.page.fill("#query", "member 0071")
        tab.wait("document.getElementById('hits').textContent.includes('no search index')")
        tab.page.fill("#query", "member 007")
        tab.wait("document.getElementById('hits').textContent.includes('no search index')")
        assert len([url for url in tab.requests if "/search.json" in url]) == 1
        tab.page.keyboard.press("Enter")
        tab.wait("document.getElementById('panel-title').textContent === 'Member 0071'")


def test_an_inferred_fact_shows_what_it_follows_from(context: BrowserContext, server: Server) -> None:
    with opened(context, server, RELAY) as tab:
        tab.wait("document.querySelectorAll('#panel .premise').length === 1")
        proof = tab.page.locator("#panel .fact", has_text="inferred").locator(".proof").inner_text()
        assert "Follows, since operates is a sub-property of involved in, from:" in proof
        assert "Member 0071 operates Zeta Relay" in proof
        assert "Member 0071 runs the Zeta Relay." in proof


def test_without_scripts_the_facts_are_a_list_of_links(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(f"http://127.0.0.1:{server.port}/graph?{urlencode({'iri': RELAY})}")
    assert "Ana Souza — affiliation → Zeta Relay" in page.inner_text("noscript")
    page.click("noscript a:has-text('Ana Souza')")
    page.wait_for_load_state()
    assert page.inner_text("h1") == "Ana Souza"
    page.close()


def test_an_unknown_entity_has_a_page_that_says_so(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    response = page.goto(f"http://127.0.0.1:{server.port}/graph?{urlencode({'iri': BASE + 'nothing'})}")
    assert response is not None
    assert response.status == 404
    assert f"{BASE}nothing" in page.inner_text("main")
    page.click("main a")
    assert urlsplit(page.url).path == "/graph"
    page.close()
