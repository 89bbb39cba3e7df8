"""The query page with YASGUI in real Chromium: its editor with our completion, our table, and no other server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from kg.serve.static import has_file
from tests.serve.graphs import HOSTILE, HOSTILE_IMAGE, serve_named
from tests.serve.server import Server, running
from tests.serve.visits import visit
from tests.view.browser import Tab, browser

pytestmark = [pytest.mark.browser, pytest.mark.yasgui]

FIELD = ".tabPanel.active .CodeMirror textarea"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module", autouse=True)
def _packed() -> None:
    """Skip loudly without YASGUI's files, or fail if KG_REQUIRE_YASGUI is 1."""
    if has_file("yasgui.min.js"):
        return
    reason = "NO YASGUI: its page was not tested. Fetch it: python kg/serve/yasgui/fetch.py"
    if os.environ.get("KG_REQUIRE_YASGUI") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    limits = ("--timeout", "60", "--max-bytes", "1")
    with running(serve_named(tmp_path_factory.mktemp("yasgui")), *limits) as server:
        yield server


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture
def tab(context: BrowserContext, server: Server) -> Iterator[Tab]:
    with visit(context, server, "/sparql") as tab:
        tab.wait("document.documentElement.dataset.terms")
        yield tab
        tab.run("localStorage.clear()")


def write(tab: Tab, text: str) -> None:
    """Type a query over what stands there, with the keyboard."""
    tab.page.focus(FIELD)
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type(text)


def ask(tab: Tab, text: str) -> None:
    """Paste a query and ask it, with the keyboard."""
    tab.page.focus(FIELD)
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.insert_text(text)
    tab.page.keyboard.press("Control+Enter")
    tab.wait("/ s\\.$/.test(byId('status').textContent) || document.querySelector('.tabPanel.active [role=alert]')")


def text(tab: Tab) -> str:
    return str(tab.run("kgQuery.getTab().getYasqe().getValue()"))


def offered(tab: Tab) -> list[str]:
    """Return what the list of completions has, without the explanations; wait for it."""
    tab.wait("document.querySelector('.CodeMirror-hints')")
    return [line.partition("  ")[0] for line in tab.page.locator(".CodeMirror-hint").all_inner_texts()]


def cells(tab: Tab, row: int = 1) -> list[str]:
    return tab.page.locator(f".tabPanel.active tbody tr:nth-child({row}) td").all_inner_texts()


def test_query_is_written_completed_and_asked_by_keyboard_alone(tab: Tab) -> None:
    for _ in range(20):
        tab.page.keyboard.press("Tab")
        if tab.run("selector => document.activeElement === document.querySelector(selector)", FIELD):
            break
    assert tab.run("document.activeElement.getAttribute('aria-label')") == "SPARQL"
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("SELECT ?body ?name WHERE { ?body a kg:Agen")
    assert offered(tab) == ["kg:Agency"]
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.type(" ; rdfs:lab")
    assert offered(tab) == ["rdfs:label"]
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.type(" ?name }")
    assert text(tab) == "SELECT ?body ?name WHERE { ?body a kg:Agency ; rdfs:label ?name }"
    tab.page.keyboard.press("Control+Enter")
    tab.wait("document.querySelectorAll('.tabPanel.active tbody tr').length === 2")
    assert tab.page.text_content("#status").startswith("2 rows in ")  # type: ignore[union-attr]
    tab.page.keyboard.press("Tab")
    assert tab.run("document.activeElement.tagName") == "BUTTON", "Tab leaves the editor"


def test_classes_are_offered_behind_a_and_words_by_label(tab: Tab) -> None:
    write(tab, "SELECT * { ?x a ")
    assert {"kg:Agency", "<http://other.example/terms#Telescope>"} <= set(offered(tab))
    tab.page.keyboard.press("Escape")
    write(tab, "SELECT * { ?x signatory")
    assert tab.page.locator(".CodeMirror-hints").count() == 0
    tab.page.keyboard.press("Control+Space")
    assert offered(tab) == ["kg:signatoryOf"]
    tab.page.keyboard.press("Enter")
    assert text(tab) == "SELECT * { ?x kg:signatoryOf"
    tab.page.keyboard.press("Control+z")
    assert text(tab) == "SELECT * { ?x signatory"


def test_undeclared_prefixes_of_the_project_are_no_errors_and_others_are_explained(tab: Tab) -> None:
    write(tab, "SELECT * { ?s kg:agencyOf ?o }")
    assert tab.page.locator(".parseErrorIcon").count() == 0
    write(tab, "SELECT * { ?s none:agencyOf ?o }")
    icon = tab.page.locator(".CodeMirror-gutter-elt .parseErrorIcon")
    assert icon.get_attribute("title") == "Prefix 'none' is not defined"
    icon.hover()
    write(tab, "SELECT * { ?s } }")
    assert str(icon.get_attribute("title")).startswith("This line is not right. Expected: ")
    icon.hover()


def test_examples_open_in_tabs_of_their_own(tab: Tab) -> None:
    tab.page.focus("#examples summary")
    tab.page.keyboard.press("Enter")
    tab.page.focus("#examples a:text-is('agencies')")
    tab.page.keyboard.press("Enter")
    assert text(tab).startswith("# The agencies and other bodies of each country.\nSELECT ")
    assert tab.page.inner_text(".tabsList .tab.active").startswith("agencies")
    tab.page.keyboard.press("Control+Enter")
    tab.wait("document.querySelectorAll('.tabPanel.active tbody tr').length === 2")
    assert cells(tab)[1:] == ["China", HOSTILE, "Agency"]
    tab.page.reload()
    tab.wait("document.documentElement.dataset.ready")
    assert text(tab).startswith("# The agencies"), "tabs are kept"
    assert tab.page.locator(".tabPanel.active tbody").count() == 0, "answers are not: they may be old"


def test_page_of_a_query_opens_with_it(context: BrowserContext, server: Server, tab: Tab) -> None:
    assert tab.run("kgQuery.getTab().getShareableLink().includes('/sparql?query=SELECT')")
    link = tab.run("kgQuery.getTab().getShareableLink()").removeprefix(server.url)
    with visit(context, server, f"/sparql{link}") as other:
        assert text(other) == text(tab)
        assert other.page.inner_text("#answer").startswith("0 rows.")
        assert other.page.is_hidden("#ask")
    with visit(context, server, "/sparql?example=people") as other:
        assert "kg:affiliation" in text(other)
        assert other.page.inner_text(".tabsList .tab.active").startswith("people")


def test_hostile_text_stays_text(tab: Tab) -> None:
    ask(tab, "SELECT ?thing ?name ?kind { ?thing rdfs:label ?name ; a ?kind } ORDER BY ?name")
    shown = tab.page.inner_text(".tabPanel.active tbody")
    assert HOSTILE in shown
    assert HOSTILE_IMAGE in shown
    hrefs = tab.page.locator(".tabPanel.active tbody a").evaluate_all(
        "(links) => links.map((a) => a.getAttribute('href'))"
    )
    assert "/entity?iri=javascript%3Aalert(1)" in hrefs
    assert all(href.startswith("/entity?iri=") for href in hrefs)
    tab.page.click(".tabPanel.active .select_response")
    tab.wait("document.querySelector('.tabPanel.active .yasr .CodeMirror').textContent.includes('<script>')")
    tab.page.click(".tabPanel.active .select_answer")
    ask(tab, f"SELECT * {{ {HOSTILE_IMAGE} }}")
    assert "<img" in tab.page.inner_text(".tabPanel.active [role=alert]")
    assert tab.run("document.querySelectorAll('#yasgui script, #yasgui img').length") == 0


def test_answers_of_every_kind_are_shown_and_downloaded(tab: Tab) -> None:
    ask(tab, "SELECT ?n { <http://a.example/s7> <http://a.example/p> ?n }")
    with tab.page.expect_download() as waiting:
        tab.page.click(".tabPanel.active .downloads a:text-is('TSV')")
    assert Path(waiting.value.path()).read_bytes() == b"?n\n7\n"
    with tab.page.expect_download() as waiting:
        tab.page.click(".tabPanel.active .yasr_downloadIcon")
    assert waiting.value.suggested_filename == "Query.csv"
    assert Path(waiting.value.path()).read_text().split() == ['"n"', '"7"']
    ask(tab, "ASK {}")
    tab.wait("document.querySelector('.tabPanel.active .verdict')?.textContent === 'Yes'")
    ask(tab, "CONSTRUCT { ?s ?p ?n } { VALUES (?s ?p ?n) { (<a:s> <a:p> 1) } }")
    tab.wait("document.querySelector('.tabPanel.active .raw')?.textContent.includes('<a:s> <a:p> 1 .')")
    with tab.page.expect_download() as waiting:
        tab.page.click(".tabPanel.active .yasr_downloadIcon")
    assert waiting.value.suggested_filename == "Query.ttl"
    ask(tab, "SELECT ?s ?n { ?s <http://a.example/p> ?n }")
    tab.wait("document.querySelectorAll('.tabPanel.active tbody tr').length === 100")
    tab.page.click(".tabPanel.active th button:text-is('n')")
    tab.page.click(".tabPanel.active th button:text-is('n')")
    assert cells(tab)[1] == "249"


def test_answer_that_breaks_off_is_told(tab: Tab) -> None:
    ask(tab, LARGE)
    assert "did not come whole" in tab.page.inner_text(".tabPanel.active [role=alert]")
    assert "net::ERR_INCOMPLETE_CHUNKED_ENCODING" in tab.errors.pop()


def test_query_is_given_up(tab: Tab, server: Server) -> None:
    tab.page.focus(FIELD)
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.insert_text(SLOW)
    tab.page.keyboard.press("Control+Enter")
    tab.wait("document.querySelector('.yasqe_queryButton.busy')")
    tab.page.click(".tabPanel.active .yasqe_queryButton")
    tab.wait("document.querySelector('.tabPanel.active [role=alert]')?.textContent === 'The query was given up.'")
    assert server.ask("ASK {}").status == 200


def test_nothing_leads_to_another_endpoint(tab: Tab) -> None:
    assert not tab.page.locator(".controlbar, .yasr_external_ref_btn").locator("visible=true").count()
    tab.run("kgQuery.getTab().setEndpoint('http://evil.example/sparql')")
    ask(tab, "ASK {}")
    assert tab.page.text_content("#status").startswith("Yes in ")  # type: ignore[union-attr]


def test_every_control_has_a_name(tab: Tab) -> None:
    ask(tab, "SELECT ?s ?n { ?s <http://a.example/p> ?n }")
    unnamed = tab.run(
        """[...document.querySelectorAll('main button, main input, main select, main textarea, main a[href]')]
           .filter((e) => e.checkVisibility())
           .filter((e) => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label') || e.title))
           .map((e) => e.outerHTML)"""
    )
    assert unnamed == []
    tab.page.click(".tabPanel.active .yasqe_share")
    tab.page.click(".tabsList .tab.active", button="right")
    assert "Rename Tab" in tab.page.inner_text(".context-menu")


def test_simple_editor_can_be_chosen(tab: Tab) -> None:
    tab.page.click("#choice a")
    tab.wait("document.documentElement.dataset.ready")
    assert tab.page.locator(".layer").count() == 1


def test_link_to_a_query_opens_one_tab(tab: Tab) -> None:
    tab.run("localStorage.clear()")
    tab.page.goto(tab.page.url + "?example=people")
    tab.wait("document.documentElement.dataset.ready")
    assert tab.page.locator(".tabsList .tab").count() == 1
    assert "kg:affiliation" in text(tab)
