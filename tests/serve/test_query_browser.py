"""The query page with our own editor in real Chromium, by keyboard alone."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.serve.graphs import HOSTILE, serve_named
from tests.serve.server import Server, running
from tests.serve.visits import visit
from tests.view.browser import Tab, browser

pytestmark = pytest.mark.browser

ALL = "SELECT ?s ?n { ?s <http://a.example/p> ?n }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    limits = ("--timeout", "60", "--max-bytes", "1")
    with running(serve_named(tmp_path_factory.mktemp("query")), *limits) as server:
        yield server


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture
def tab(context: BrowserContext, server: Server) -> Iterator[Tab]:
    with visit(context, server, "/sparql?editor=plain") as tab:
        tab.wait("document.documentElement.dataset.terms")
        yield tab


def write(tab: Tab, text: str) -> None:
    """Type a query over what stands there, with the keyboard."""
    tab.page.focus("#query")
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type(text)


def ask(tab: Tab, text: str) -> None:
    """Type a query and ask it, with the keyboard."""
    write(tab, text)
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("Control+Enter")
    tab.wait(
        "/ s\\.$/.test(document.querySelector('#status').textContent) || document.querySelector('#answer [role=alert]')"
    )


def offered(tab: Tab) -> list[str]:
    found: list[str] = tab.run(
        "[...document.querySelectorAll('#completions:not([hidden]) code')].map((e) => e.textContent)"
    )
    return found


def cells(tab: Tab, row: int = 1) -> list[str]:
    return tab.page.locator(f"#answer tbody tr:nth-child({row}) td").all_inner_texts()


### Writing


def test_query_is_written_completed_and_asked_by_keyboard_alone(tab: Tab) -> None:
    for _ in range(20):
        tab.page.keyboard.press("Tab")
        if tab.run("document.activeElement.id") == "query":
            break
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("SELECT ?body ?name WHERE {\n?body a kg:Agen")
    assert offered(tab) == ["kg:Agency"]
    assert tab.page.get_attribute("#query", "aria-activedescendant") == "completion-0"
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.type(" ; rdfs:lab")
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.type(" ?name }")
    assert tab.page.input_value("#query") == "SELECT ?body ?name WHERE {\n?body a kg:Agency ; rdfs:label ?name }"
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("Control+Enter")
    tab.wait("document.querySelectorAll('#answer tbody tr').length === 2")
    assert tab.page.inner_text("#status").startswith("2 rows in ")
    tab.page.keyboard.press("Tab")
    assert tab.run("document.activeElement.id") == "run", "Tab leaves the editor"
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_classes_are_offered_behind_a_and_the_graphs_own_are_among_them(tab: Tab) -> None:
    write(tab, "SELECT * { ?x a ")
    names = offered(tab)
    assert {"kg:Agency", "kg:Agreement", "<http://other.example/terms#Telescope>"} <= set(names)
    assert names[0] == "kg:Agency", "what the graph uses comes first"
    assert "kg:agencyOf" not in names
    assert tab.page.get_attribute("#query", "aria-activedescendant") is None
    tab.page.keyboard.press("Enter")
    assert tab.page.input_value("#query").endswith("a \n"), "without a choice Enter is a new line"


def test_control_and_space_completes_by_label(tab: Tab) -> None:
    write(tab, "SELECT * { ?x signatory")
    assert offered(tab) == []
    tab.page.keyboard.press("Control+Space")
    assert offered(tab) == ["kg:signatoryOf"]
    tab.page.keyboard.press("Enter")
    assert tab.page.input_value("#query") == "SELECT * { ?x kg:signatoryOf"
    tab.page.keyboard.press("Control+z")
    assert tab.page.input_value("#query") == "SELECT * { ?x signatory", "it can be undone"


def test_arrows_choose_and_escape_closes(tab: Tab) -> None:
    write(tab, "PREFIX o: <http://other.example/terms#>\nSELECT * { ?agency a o:")
    assert offered(tab) == ["o:Telescope"]
    write(tab, "SELECT ?body ?bones { ?bo")
    assert offered(tab) == ["?body", "?bones"]
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("ArrowDown")
    chosen = tab.page.get_attribute("#query", "aria-activedescendant")
    assert tab.page.inner_text(f"#{chosen}") == "?bones variable"
    assert tab.page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    tab.page.keyboard.press("Escape")
    assert offered(tab) == []
    tab.page.keyboard.press("Control+Space")
    tab.page.mouse.click(*_middle(tab, "#completion-1"))
    assert tab.page.input_value("#query").endswith("{ ?bones")


def _middle(tab: Tab, selector: str) -> tuple[float, float]:
    box = tab.page.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_colours_lie_exactly_behind_the_text(tab: Tab) -> None:
    write(tab, 'SELECT ?a {\n  ?a rdfs:label "x # y"@en # note\n}\n' + "# long " * 80 + "\n\n")
    kinds = tab.run("[...document.querySelectorAll('.layer span')].map((e) => [e.className, e.textContent])")
    assert ["t-string", '"x # y"'] in kinds
    assert ["t-comment", "# note"] in kinds
    assert ["t-keyword", "SELECT"] in kinds
    sizes = tab.run(
        "['.layer', '#query'].map((one) => document.querySelector(one)).map((e) => [e.offsetWidth, e.scrollHeight])"
    )
    assert sizes[0] == sizes[1]
    assert tab.run("document.querySelector('.layer').textContent") == tab.page.input_value("#query") + "\n"


NASTY = [
    "'''",
    '"""',
    '"a\\',
    "<",
    "<a b>",
    "kg:",
    ":",
    "_:",
    "a:b.",
    "?",
    "$",
    "@",
    "1e",
    "-",
    "\\u0041",
    "#",
    "\u202e",
    "\ud83d\ude80",
    "\x00",
]


def test_words_of_any_text_are_the_whole_text(tab: Tab) -> None:
    texts = [*NASTY, *(one + other + "\n" + one for one in NASTY for other in NASTY)]
    odd = tab.run("texts => texts.filter((text) => partsOf(text).map((part) => part.text).join('') !== text)", texts)
    assert odd == []
    assert tab.run(
        "texts => texts.every((t) => suggestionsAt(t, t.length, { prefixes: {}, words: [] }, true) !== 0)", texts
    )


def test_long_text_is_written_without_colours(tab: Tab) -> None:
    tab.page.fill("#query", "# " + "long " * 5_000)
    assert tab.page.locator(".layer span").count() == 0
    assert tab.run("byId('query').offsetHeight === document.querySelector('.layer').offsetHeight")
    tab.page.fill("#query", "# short")
    assert tab.page.locator(".layer span").count() == 1


def test_examples_are_put_into_the_editor_and_answered(tab: Tab) -> None:
    tab.page.focus("#examples summary")
    tab.page.keyboard.press("Enter")
    tab.page.focus("#examples a:text-is('agencies')")
    tab.page.keyboard.press("Enter")
    text = tab.page.input_value("#query")
    assert text.startswith("# The agencies and other bodies of each country.\nSELECT ")
    assert "# For one only: VALUES ?country { <IRI> }  Country label or code" in text
    tab.page.keyboard.press("Control+Enter")
    tab.wait("document.querySelectorAll('#answer tbody tr').length === 2")
    assert cells(tab)[1:] == ["China", HOSTILE, "Agency"]


def test_every_example_is_a_query(server: Server, tab: Tab) -> None:
    texts = tab.run("[...document.querySelectorAll('#examples a')].map((a) => a.dataset.query)")
    assert len(texts) > 20
    assert {server.ask(text).status for text in texts} == {200}


### Answers


def test_hostile_text_stays_text(tab: Tab) -> None:
    ask(tab, "SELECT ?thing ?name ?kind { ?thing rdfs:label ?name ; a ?kind } ORDER BY ?name")
    shown = tab.page.inner_text("#answer tbody")
    assert HOSTILE in shown
    assert '<img src="http://evil.example/" onerror="alert(2)"> en' in shown
    assert tab.run("document.querySelectorAll('#answer script, #answer img').length") == 0
    links = tab.run(
        "[...document.querySelectorAll('#answer tbody a')].map((a) => [a.textContent, a.getAttribute('href')])"
    )
    assert ["javascript:alert(1)", "/entity?iri=javascript%3Aalert(1)"] in links
    assert all(href.startswith("/entity?iri=") for _, href in links)
    tab.page.click("[data-view=raw]")
    assert "onerror=" in tab.page.inner_text("#answer .raw")


def test_rows_are_turned_over_and_sorted(tab: Tab) -> None:
    ask(tab, ALL)
    assert tab.page.inner_text("#answer .pager").split("\n")[0].endswith("Rows 1 to 100 of 250 Next")
    tab.page.click("#answer th button:text-is('n')")
    assert cells(tab) == ["http://a.example/s0", "0"]
    tab.page.click("#answer th button:text-is('n')")
    assert cells(tab) == ["http://a.example/s249", "249"]
    assert tab.page.get_attribute("th[data-name=n]", "aria-sort") == "descending"
    tab.page.click("#answer .pager button:text-is('Next')")
    tab.page.click("#answer .pager button:text-is('Next')")
    assert tab.page.locator("#answer tbody tr").count() == 50
    assert tab.page.is_disabled("#answer .pager button:text-is('Next')")


def test_answer_is_downloaded_and_shown_in_each_form(tab: Tab) -> None:
    ask(tab, "SELECT ?n { <http://a.example/s7> <http://a.example/p> ?n }")
    with tab.page.expect_download() as waiting:
        tab.page.click("#answer .downloads a:text-is('CSV')")
    assert waiting.value.suggested_filename == "answer.csv"
    assert Path(waiting.value.path()).read_bytes() == b"n\r\n7\r\n"
    tab.page.click("[data-view=raw]")
    tab.page.select_option("#answer .as select", "tsv")
    tab.wait("document.querySelector('#answer .raw').textContent === '?n\\n7\\n'")
    ask(tab, "CONSTRUCT { ?s ?p ?n } { VALUES (?s ?p ?n) { (<a:s> <a:p> 1) } }")
    assert "<a:s> <a:p>" in tab.page.inner_text("#answer .raw")
    assert tab.page.locator("#answer .downloads a").all_inner_texts()[:2] == ["Turtle", "N-Triples"]
    ask(tab, "ASK {}")
    assert tab.page.inner_text("#status").startswith("Yes, in ")


def test_answer_to_a_long_query_is_downloaded_too(tab: Tab) -> None:
    values = " ".join(f"<http://a.example/s{n}>" for n in range(2000, 2400))
    query = f"SELECT ?s {{ VALUES ?s {{ {values} }} }}"
    tab.page.fill("#query", query)
    tab.page.keyboard.press("Control+Enter")
    tab.wait("document.querySelectorAll('#answer tbody tr').length === 100")
    with tab.page.expect_download() as waiting:
        tab.page.click("#answer .downloads button:text-is('CSV')")
    assert Path(waiting.value.path()).read_text().count("\n") == 401
    assert "query=" not in tab.page.url


def test_error_is_told_and_found(tab: Tab) -> None:
    ask(tab, "SELECT ?s {\n  ?s rdfs:label}\n}")
    assert tab.page.inner_text("#answer [role=alert]").startswith("line 2, column 16: unexpected }.")
    tab.page.click("#answer button:text-is('Go there')")
    assert tab.run("[document.activeElement.id, document.querySelector('#query').selectionStart]") == ["query", 27]


def test_answer_that_breaks_off_is_told(tab: Tab) -> None:
    ask(tab, LARGE)
    assert "did not come whole" in tab.page.inner_text("#answer [role=alert]")
    assert "net::ERR_INCOMPLETE_CHUNKED_ENCODING" in tab.errors.pop()


def test_query_is_given_up_and_its_worker_is_free(tab: Tab, server: Server) -> None:
    write(tab, SLOW)
    tab.page.keyboard.press("Control+Enter")
    tab.page.keyboard.press("Control+Enter")
    tab.page.keyboard.press("Control+Enter")
    tab.wait("!document.querySelector('#stop').hidden")
    tab.page.click("#stop")
    tab.wait("document.querySelector('#status').textContent === 'The query was given up.'")
    started = time.monotonic()
    assert server.ask("ASK {}").status == 200
    assert time.monotonic() - started < 30
    assert tab.page.is_hidden("#stop")


def test_page_can_be_passed_on(tab: Tab, context: BrowserContext, server: Server) -> None:
    ask(tab, ALL)
    with visit(context, server, tab.page.url.removeprefix(server.url.removesuffix("/sparql"))) as other:
        assert other.page.input_value("#query") == ALL
        assert other.page.locator("#answer tbody tr").count() == 250
        assert other.page.locator(".layer").count() == 1, "with the same editor"


def test_every_control_has_a_name(tab: Tab) -> None:
    ask(tab, ALL)
    unnamed = tab.run(
        """[...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea')]
           .filter((e) => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label')))
           .map((e) => e.outerHTML)"""
    )
    assert unnamed == []
    assert tab.run("document.querySelector('#status').getAttribute('aria-live')") == "polite"
    ids = tab.run("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
