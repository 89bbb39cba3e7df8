"""What can be taken away, in real Chromium: pictures, tables, Turtle, the query, and the link to the present view."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext

from kg.view.page import write_page
from tests.view.browser import Tab, browser, open_tab, watched
from tests.view.graphs import BASE, K, hostile_graph, small_graph, synthetic_graph

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("export")
    stores = {"small": small_graph(), "hostile": hostile_graph(), "large": synthetic_graph(700)}
    return {name: write_page(store, folder / f"{name}.html") for name, store in stores.items()}


@pytest.fixture
def small(context: BrowserContext, files: dict[str, Path]) -> Iterator[Tab]:
    yield from watched(context, files["small"])


@pytest.fixture
def hostile(context: BrowserContext, files: dict[str, Path]) -> Iterator[Tab]:
    yield from watched(context, files["hostile"])


@pytest.fixture
def large(context: BrowserContext, files: dict[str, Path]) -> Iterator[Tab]:
    yield from watched(context, files["large"])


def saved(tab: Tab, button: str) -> tuple[str, bytes]:
    """Return the name and content of the file that a button of the export menu saves."""
    tab.page.click("#export-menu summary")
    with tab.page.expect_download() as download:
        tab.page.click(button)
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("name", ["small", "large"])
def test_the_picture_is_saved_twice_as_large(request: pytest.FixtureRequest, name: str) -> None:
    tab: Tab = request.getfixturevalue(name)
    file, content = saved(tab, "#export-png")
    assert file == "graph.png"
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    size = tab.run("[document.querySelector('#stage').clientWidth, document.querySelector('#stage').clientHeight]")
    assert picture.size == pytest.approx((2 * size[0], 2 * size[1]), abs=2)
    assert picture.getpixel((1, 1)) == (252, 252, 250)
    colours = picture.getcolors(10**7)
    assert colours
    assert len(colours) > 100
    assert (0, 0x72, 0xB2) in {colour for _, colour in colours}, "countries are blue"


@pytest.mark.parametrize("name", ["small", "large", "hostile"])
def test_the_picture_is_saved_as_svg(request: pytest.FixtureRequest, name: str) -> None:
    tab: Tab = request.getfixturevalue(name)
    file, content = saved(tab, "#export-svg")
    assert file == "graph.svg"
    root = ET.fromstring(content)  # noqa: S314
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "rect", "path", "circle", "text"}
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    if name == "small":
        assert "Harbour Accord" in texts
        dashes = {element.get("stroke-dasharray") for element in root.iter() if element.get("stroke-dasharray")}
        assert dashes == {"6 5", "2 4"}
    crosses = [element for element in root.iter() if element.get("class") == "cross"]
    assert bool(crosses) == (name != "hostile"), "one for each denied fact in sight"


def test_the_table_is_saved_with_evidence(small: Tab) -> None:
    file, content = saved(small, "#export-csv")
    assert file == "facts.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    france = [row for row in rows if row["subject"] == "France" and row["object"] == "Harbour Accord"]
    assert [row["document"] for row in france] == ["Harbour Accord signed", "White paper on lunar work"]
    assert france[1]["page"] == "3"
    assert france[1]["quote"] == "The Harbour Accord, which France signed, opens the way."
    assert len({(row["subject IRI"], row["relation IRI"], row["object IRI"], row["status"]) for row in rows}) == 22
    ana = next(row for row in rows if row["subject"] == "Ana Souza")
    assert ana["role"] == "deputy director"


def test_no_cell_begins_a_formula(hostile: Tab) -> None:
    rows = list(csv.reader(io.StringIO(saved(hostile, "#export-csv")[1].decode("utf-8-sig"))))
    assert any(cell.startswith("'=cmd") for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def facts_of(turtle: bytes) -> set[tuple[str, str, str, str]]:
    """Return the facts in the exported Turtle as (subject, predicate, object, status)."""
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    rows = store.query(
        f"""PREFIX kg: <{K}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?s ?p ?o ?status WHERE {{
          {{ ?s ?p ?o . FILTER(ISIRI(?o) && ISIRI(?s) && ?p != rdf:type) BIND("asserted" AS ?status) }} UNION
          {{ [] a kg:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?node .
             BIND(STRAFTER(STR(?node), "#") AS ?status) }}
        }}"""
    )
    assert isinstance(rows, ox.QuerySolutions)
    return {tuple(row[k].value for k in range(4)) for row in rows}


def shown_of(tab: Tab) -> set[tuple[str, str, str, str]]:
    """Return the facts that the picture shows."""
    rows = tab.run(
        """kgPage.view().drawnFacts().map((fact) => {
            const { iri, subject, object, relationOf, statusOf } = kgPage.model;
            return [iri(subject[fact]), relationOf(fact).iri, iri(object[fact]), statusOf(fact)];
        })"""
    )
    return {tuple(row) for row in rows}


@pytest.mark.parametrize("name", ["small", "large", "hostile"])
def test_the_turtle_says_what_the_picture_shows(request: pytest.FixtureRequest, name: str) -> None:
    tab: Tab = request.getfixturevalue(name)
    _, content = saved(tab, "#export-turtle")
    assert facts_of(content) == shown_of(tab)


def asked(store: ox.Store, query: str) -> set[tuple[str, str, str, str]]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return {tuple(row[k].value for k in range(4)) for row in rows}


def test_the_query_finds_what_the_picture_shows(small: Tab) -> None:
    store = small_graph()
    assert asked(store, small.run("kgPage.export.sparql()")) == shown_of(small)
    small.page.uncheck("#statuses li:has-text('planned') input")
    assert asked(store, small.run("kgPage.export.sparql()")) == shown_of(small)
    small.page.uncheck("#types li:has-text('country') input")
    small.page.uncheck("#papers li:has-text('White paper') input")
    small.wait("kgPage.isStill()")
    shown = shown_of(small)
    assert shown
    assert asked(store, small.run("kgPage.export.sparql()")) == shown
    small.page.click("#reset")
    small.run("thing => kgPage.explore.onlyThis(thing)", small.thing("Harbour Accord"))
    small.wait("kgPage.isStill()")
    assert asked(store, small.run("kgPage.export.sparql()")) == shown_of(small)
    small.page.click("#export-menu summary")
    small.page.click("#export-sparql")
    assert small.page.input_value("#query-text").startswith("# The facts shown")


def test_a_link_restores_the_map(context: BrowserContext, files: dict[str, Path]) -> None:
    first = open_tab(context, files["large"])
    hub = first.run("kgPage.model.byWeight[0]")
    first.run("thing => { kgPage.explore.choose(thing); kgPage.map.reveal(thing); }", hub)
    first.page.uncheck("#types li:has-text('event') input")
    first.page.uncheck("#statuses li:has-text('negated') input")
    first.run(
        """() => {
            const slider = document.querySelector('#time-from');
            slider.value = 1990;
            slider.dispatchEvent(new Event('input'));
        }"""
    )
    first.page.keyboard.press("d")
    first.wait("kgPage.isStill()")
    look = """[kgPage.state.view, kgPage.state.chosen, kgPage.state.counts, kgPage.state.time,
        document.documentElement.dataset.theme]"""
    want, camera = first.run(look), first.run("({...kgPage.map.camera})")
    fragment = first.run("kgPage.permalink.write()")
    first.wait("location.hash.includes('view=map')")
    first.page.close()
    second = open_tab(context, files["large"], fragment=fragment)
    second.page.wait_for_timeout(100)
    assert second.run(look) == want
    assert second.run("({...kgPage.map.camera})") == pytest.approx(camera, rel=0.01, abs=1)
    assert want[4] == "dark"
    assert want[3]["from"] is not None
    assert not second.page.is_checked("#types li:has-text('event') input")
    assert second.errors == []
    second.page.close()


def test_a_link_restores_focus_path_and_table(context: BrowserContext, files: dict[str, Path]) -> None:
    first = open_tab(context, files["small"])
    first.run("thing => kgPage.explore.onlyThis(thing)", first.thing("Harbour Accord"))
    first.wait("kgPage.isStill()")
    first.run("([a, b]) => kgPage.explore.pathBetween(a, b)", [first.thing("Brazil"), first.thing("France")])
    first.page.keyboard.press("t")
    look = "[kgPage.state.view, kgPage.state.chosen, kgPage.state.counts, kgPage.table.isOpen]"
    want, fragment = first.run(look), first.run("kgPage.permalink.write()")
    first.page.close()
    second = open_tab(context, files["small"], fragment=fragment)
    assert second.run(look) == want
    assert want[1]["kind"] == "path"
    assert second.errors == []
    second.page.close()


@pytest.mark.parametrize(
    "fragment",
    [
        "#view=evil&entity=%3Cscript%3E&time=1_2_3&at=NaN_x_1&shown=a b c&path=1",
        "#time=9999-99-99_-0001-01-01&no-types=__proto__&facts=[[[[",
        "#%E0%A4%A&at=1e9_1e9_1e9&at=0_0_0",
        "#entity=constructor&hidden=toString&theme=javascript:alert(1)",
    ],
)
def test_bad_links_do_no_harm(context: BrowserContext, files: dict[str, Path], fragment: str) -> None:
    tab = open_tab(context, files["small"], fragment=fragment)
    assert (tab.errors, tab.dialogs) == ([], [])
    assert tab.run("kgPage.state.counts.things") > 0
    tab.page.close()


def test_the_page_works_in_a_notebook_frame(context: BrowserContext, tmp_path: Path) -> None:
    from kg.view.notebook import notebook_html

    path = tmp_path / "notebook.html"
    path.write_text(
        f"<!doctype html><meta charset=utf-8><body style='width:1100px'>{notebook_html(hostile_graph())}",
        "utf-8",
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.goto(path.as_uri())
    page.locator("iframe").scroll_into_view_if_needed()
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame
    for _ in range(300):
        if frame.evaluate("document.documentElement.dataset.ready && kgPage.isStill()"):
            break
        page.wait_for_timeout(50)
    frame.evaluate("kgPage.explore.goTo(kgPage.search.find('href')[0])")
    assert "href" in frame.inner_text("#panel")
    frame.click("#export-menu summary")
    frame.click("#export-link")
    page.wait_for_timeout(200)
    assert errors == []
    page.close()


def test_exported_iris_are_those_of_the_store(small: Tab) -> None:
    _, content = saved(small, "#export-turtle")
    assert re.search(rf"<{BASE}country/FR> kg:signatoryOf <{BASE}agreement/harbour-accord> \.", content.decode())
