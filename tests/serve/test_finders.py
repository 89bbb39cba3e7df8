"""Who found each fact, on the pages of a server: all of them, also where only some statements are shown."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext

from kg.search import write_index
from kg.store import write_store
from tests.serve.pages import page, text_of
from tests.serve.server import Server, running
from tests.serve.test_graph import Data, numbers
from tests.view.browser import browser, watch
from tests.view.graphs import BASE, K
from tests.witnessed import LLM, SPACY, witnessed_store

INDIA, EGYPT, ACCORDS = BASE + "country/IN", BASE + "country/EG", BASE + "agreement/artemis-accords"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("witnessed")
    write_store(iter(witnessed_store()), folder / "store")
    write_index(witnessed_store(), {}, folder / "search.sqlite")
    with running(folder) as server:
        yield server


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


def group(data: Data, subject: str, status: str) -> dict[str, Any]:
    """Return who found the fact of a subject with that status."""
    (fact,) = (at for at, one in enumerate(data.facts()) if one[0] == subject and one[3] == status)
    found: dict[str, Any] = data.core["finders"][numbers(data.core["facts"]["finder"], "H")[fact]]
    return found


def test_the_graph_page_gets_all_that_found_a_fact(server: Server) -> None:
    data = Data(server, INDIA, EGYPT)
    assert group(data, INDIA, "asserted") == {"rules": True, "witnesses": [LLM, SPACY]}
    assert group(data, EGYPT, "asserted") == {"rules": False, "witnesses": [LLM]}
    assert group(data, EGYPT, "planned") == {"rules": True, "witnesses": []}
    ((*_, finders, _quotes),) = data.claims((INDIA, "signatoryOf", ACCORDS, "asserted"))
    assert finders == ["signing", LLM, SPACY]


def test_a_fact_is_shown_once_with_all_who_found_it(server: Server) -> None:
    found = page(server, "/fact", subject=INDIA, predicate=K + "signatoryOf", object=ACCORDS)
    assert len(found.xpath("//figure[@class='proof']")) == 1
    assert text_of(found, "//figcaption/span[@class='quiet']") == f"found by signing · {LLM} · {SPACY}"


def test_an_entity_shows_it_too(server: Server) -> None:
    said = {one.text_content() for one in page(server, "/entity", iri=EGYPT).xpath("//figcaption/span")}
    assert said == {f"found by {LLM}", "found by funding"}


@pytest.mark.browser
def test_the_filter_grows_with_the_picture(server: Server, context: BrowserContext) -> None:
    tab = watch(context.new_page())
    tab.page.goto(f"http://127.0.0.1:{server.port}/graph?{urlencode({'iri': BASE + 'country/JP'})}")
    tab.wait("document.documentElement.dataset.ready === 'true' && window.kgPage && kgPage.isStill()")
    assert not tab.page.locator("#finders").is_visible(), "rules found all that is loaded"
    tab.page.goto(f"http://127.0.0.1:{server.port}/graph?{urlencode([('iri', BASE + 'country/JP'), ('iri', EGYPT)])}")
    tab.wait("document.documentElement.dataset.ready === 'true' && window.kgPage && kgPage.isStill()")
    assert tab.page.locator("#finders .name").all_inner_texts() == ["rules alone", f"{LLM} alone"]
    tab.page.locator("#query").fill("India")
    tab.page.locator("#hits [role=option]").first.click()
    names = "() => [...document.querySelectorAll('#finders .name')].map((one) => one.textContent)"
    tab.wait(f"() => ({names})().length > 2")
    assert f"rules, {LLM} and {SPACY}" in tab.run(names)
    tab.page.get_by_role("button", name=f"Show only rules, {LLM} and {SPACY}", exact=True).click()
    shown = """() => [...kgPage.state.passes.keys()].filter((fact) => kgPage.state.passes[fact])
        .map((fact) => kgPage.model.label(kgPage.model.subject[fact]))"""
    assert tab.run(shown) == ["India"]
    assert tab.errors == []
    tab.page.close()
