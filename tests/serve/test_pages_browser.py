"""The pages in real Chromium: by keyboard alone, without scripts, with hostile texts, in all sizes and colours."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.serve.graphs import TRICKY, serve_hostile
from tests.serve.pages import BASE, KG
from tests.serve.server import Server, running
from tests.serve.visits import visit
from tests.view.browser import browser

pytestmark = pytest.mark.browser
CHINA = f"/entity?iri={quote(f'{BASE}country/CN', safe='')}"


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """Yield a browser without JavaScript."""
    with browser(java_script_enabled=False) as context:
        yield context


def tab_to(tab: Page, name: str) -> None:
    """Press Tab until something of that name has the focus; every stop on the way must be seen to have it."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        focus = tab.locator(":focus")
        assert focus.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
        if name in (focus.inner_text() or focus.get_attribute("name") or ""):
            return
    message = f"Tab never comes to {name}"
    raise AssertionError(message)


def test_from_search_to_the_sentence_by_keyboard(context: BrowserContext, server: Server) -> None:
    with visit(context, server, "/", scripts=False) as visited:
        tab = visited.page
        tab.keyboard.press("Tab")
        assert tab.locator(":focus").inner_text() == "Skip to the content"
        assert tab.locator(":focus").bounding_box()["y"] >= 0  # type: ignore[index] # it is seen
        tab_to(tab, "q")
        tab.keyboard.type("chinese")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/search?q=chinese")
        tab_to(tab, "China")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/entity?iri=*")
        tab_to(tab, "1 document")
        tab.keyboard.press("Enter")
        shown = tab.locator("details[open] blockquote").first
        quoted = shown.inner_text()
        assert shown.is_visible()
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/document?iri=*")
        target = tab.locator("li:target")
        assert target.is_visible()  # the browser opens what the address leads to
        passage = tab.locator(".passage:has(li:target) mark")
        assert quoted in passage.inner_text()
        box, frame = passage.bounding_box(), tab.viewport_size
        assert box is not None
        assert frame is not None
        assert 0 <= box["y"] < frame["height"]


def test_status_chips_lead_to_their_sections(context: BrowserContext, server: Server) -> None:
    with visit(context, server, CHINA, scripts=False) as visited:
        tab = visited.page
        tab.get_by_role("link", name="Denied 2").click()
        assert tab.url.endswith("#negated")
        assert tab.locator("#negated").is_visible()
        assert tab.get_by_role("heading", level=1).inner_text() == "China"
        assert tab.get_by_role("navigation", name="Facts by status").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_and_can_be_read(server: Server, scheme: str, width: int) -> None:
    paths = ("/", CHINA, "/documents", "/search?q=lunar", "/sparql", "/sparql?query=ASK%20{}&format=html")
    viewport = {"width": width, "height": 700}
    with browser(java_script_enabled=False, color_scheme=scheme, viewport=viewport) as context:
        for path in paths:
            with visit(context, server, path, scripts=False) as tab:
                assert tab.run("document.documentElement.scrollWidth") <= width, path
                assert tab.run(_CONTRAST) >= 4.5, path


_CONTRAST = """() => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const own = getComputedStyle(element).backgroundColor;
    if (own !== 'rgba(0, 0, 0, 0)') return own;
    return element.parentElement ? ground(element.parentElement) : 'rgb(255, 255, 255)';
  };
  const ratios = [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((element) => [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a))
    .map(([more, less]) => (more + 0.05) / (less + 0.05));
  return Math.min(...ratios);
}"""
"""The least contrast of any text with its ground (WCAG 2.2, 1.4.3)."""


def test_hostile_texts_run_nothing(tmp_path: Path) -> None:
    thing, document = quote(TRICKY, safe=""), quote(f"{BASE}document/d", safe="")
    attack = quote('<script>alert(3)</script>"><img src=x onerror=alert(4)>', safe="")
    paths = [
        "/", "/documents", f"/entity?iri={thing}", "/entity?iri=javascript:alert(1)", f"/document?iri={document}",
        f"/fact?subject={thing}&predicate={quote(KG, safe='')}signatoryOf&object=javascript:alert(1)",
        "/search?q=alias", f"/search?q={attack}", f"/sparql?query={attack}&format=html",
        f"/sparql?format=html&query={quote('SELECT * { ?s ?p ?o }', safe='')}",
    ]  # fmt: skip
    with running(serve_hostile(tmp_path)) as server, browser() as context:
        for path in paths:
            with visit(context, server, path, scripts=False) as tab:
                assert tab.page.locator("main img, main script, main iframe").count() == 0
                for link in tab.page.locator("main a").all():
                    assert (link.get_attribute("href") or "/").startswith(("/", "#", "http"))
