"""The map of a large graph in real Chromium: islands from afar, names when close, pointer, fingers and filters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from kg.view.data import PageOptions
from kg.view.page import write_page
from tests.view.browser import Tab, browser, open_tab, watched
from tests.view.graphs import small_graph, synthetic_graph

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(synthetic_graph(1000), tmp_path_factory.mktemp("map") / "large.html")


@pytest.fixture
def tab(context: BrowserContext, file: Path) -> Iterator[Tab]:
    yield from watched(context, file)


HUB = "kgPage.model.byWeight[0]"


def place_of(tab: Tab, thing: int) -> tuple[float, float]:
    spot = tab.run("thing => kgPage.map.placeOf(thing)", thing)
    return spot["x"], spot["y"]


def ink(tab: Tab) -> int:
    """Return how many different colours the canvas shows."""
    return int(
        tab.run(
            """() => {
                const canvas = document.querySelector('#map');
                const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                const colours = new Set();
                for (let i = 0; i < data.length; i += 4) colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
                return colours.size;
            }"""
        )
    )


def test_a_large_graph_opens_as_a_map_with_named_islands(tab: Tab) -> None:
    assert tab.run("kgPage.state.view") == "map"
    assert tab.page.get_attribute("#view-map", "aria-pressed") == "true"
    assert tab.run("kgPage.measures.islandNames") >= 5
    assert tab.run("kgPage.measures.labels") == tab.run("kgPage.measures.islandNames")
    assert ink(tab) > 100


def test_nearer_the_hubs_are_named(tab: Tab) -> None:
    tab.run(f"kgPage.map.reveal({HUB})")
    tab.wait("kgPage.isStill()")
    assert tab.run("kgPage.measures.labels") > tab.run("kgPage.measures.islandNames")


def test_the_pointer_names_an_entity_and_a_click_shows_its_facts(tab: Tab) -> None:
    hub = tab.run(HUB)
    tab.page.mouse.move(*place_of(tab, hub))
    tab.wait("!document.querySelector('#tip').hidden")
    name = tab.run("thing => kgPage.model.label(thing)", hub)
    assert tab.page.inner_text("#tip").startswith(name)
    tab.page.mouse.click(*place_of(tab, hub))
    tab.wait("name => document.querySelector('#panel-title').textContent === name", name)
    tab.wait("kgPage.isStill()")
    assert tab.run("kgPage.map.map.bright.size") > 10


def test_a_click_on_a_line_shows_its_facts(tab: Tab) -> None:
    hub = tab.run(HUB)
    tab.run("thing => { kgPage.explore.choose(thing); kgPage.map.reveal(thing); }", hub)
    tab.wait("kgPage.isStill()")
    spot = tab.run(
        """hub => {
            const frame = document.querySelector('#map').getBoundingClientRect();
            for (const fact of kgPage.model.factsOf(hub)) {
                if (!kgPage.state.factOn[fact]) continue;
                const ends = [hub, kgPage.model.other(fact, hub)].map((thing) => kgPage.map.placeOf(thing));
                for (const share of [0.3, 0.4, 0.5, 0.6]) {
                    const x = ends[0].x + share * (ends[1].x - ends[0].x);
                    const y = ends[0].y + share * (ends[1].y - ends[0].y);
                    const isInside = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom - 60;
                    if (isInside && kgPage.map.pick(x - frame.left, y - frame.top) < 0) return { fact, x, y };
                }
            }
            return null;
        }""",
        hub,
    )
    tab.page.mouse.click(spot["x"], spot["y"])
    tab.wait("kgPage.state.chosen.kind === 'facts'")
    assert spot["fact"] in tab.run("kgPage.state.chosen.facts")
    tab.wait("document.querySelectorAll('#panel blockquote').length")


def test_drag_moves_and_the_wheel_zooms_to_the_pointer(tab: Tab) -> None:
    before = tab.run("({...kgPage.map.camera})")
    tab.page.mouse.move(500, 400)
    tab.page.mouse.down()
    tab.page.mouse.move(620, 430, steps=6)
    tab.page.mouse.up()
    after = tab.run("({...kgPage.map.camera})")
    assert after["x"] == pytest.approx(before["x"] - 120 / before["scale"])
    assert after["y"] == pytest.approx(before["y"] - 30 / before["scale"])
    hub = tab.run(HUB)
    place = place_of(tab, hub)
    tab.page.mouse.move(*place)
    tab.page.mouse.wheel(0, -400)
    tab.wait(f"kgPage.map.camera.scale > {after['scale']}")
    assert place_of(tab, hub) == pytest.approx(place, abs=2)
    tab.wait("kgPage.isStill()")


def test_two_fingers_zoom(tab: Tab) -> None:
    scale = tab.run("kgPage.map.camera.scale")
    tab.run(
        """() => {
            const canvas = document.querySelector('#map');
            canvas.setPointerCapture = () => {};
            const frame = canvas.getBoundingClientRect();
            const send = (type, pointerId, x) => canvas.dispatchEvent(new PointerEvent(type,
                { pointerId, pointerType: 'touch', clientX: frame.left + x, clientY: frame.top + 300, bubbles: true }));
            send('pointerdown', 1, 300);
            send('pointerdown', 2, 400);
            send('pointermove', 1, 250);
            send('pointermove', 2, 450);
            send('pointerup', 1, 250);
            send('pointerup', 2, 450);
        }"""
    )
    assert tab.run("kgPage.map.camera.scale") == pytest.approx(2 * scale)
    assert tab.run("kgPage.state.chosen.kind") == "none"


def test_double_click_opens_focus_on_an_entity(tab: Tab) -> None:
    hub = tab.run(HUB)
    tab.page.mouse.dblclick(*place_of(tab, hub))
    tab.wait("kgPage.state.view === 'focus' && kgPage.isStill()")
    assert tab.run("thing => kgPage.state.isDrawn(thing)", hub)
    assert tab.run("kgPage.state.counts.things") <= 25
    tab.page.keyboard.press("m")
    tab.wait("kgPage.state.view === 'map' && kgPage.isStill()")


def test_filters_change_the_map(tab: Tab) -> None:
    facts = tab.run("kgPage.state.counts.facts")
    tab.page.uncheck("#statuses li:has-text('planned') input")
    tab.wait("kgPage.isStill()")
    planned = tab.run("[...kgPage.model.status].filter((s, f) => s === 1 && kgPage.state.passes[f]).length")
    assert planned == 0
    assert tab.run("kgPage.state.counts.facts") < facts
    assert f"{tab.run('kgPage.state.counts.facts'):,} of" in tab.page.inner_text("#count")


def test_what_is_filtered_is_not_painted(tab: Tab) -> None:
    for status in ("asserted", "planned", "negated"):
        tab.page.uncheck(f"#statuses li:has-text('{status}') input")
    tab.wait("kgPage.isStill()")
    assert ink(tab) == 1, "only the ground is left"
    assert tab.page.is_visible("#nothing")


def test_search_goes_to_the_place_on_the_map(tab: Tab) -> None:
    thing = tab.run("kgPage.model.byWeight[300]")
    name = tab.run("thing => kgPage.model.label(thing)", thing)
    tab.page.fill("#query", name)
    tab.page.keyboard.press("Enter")
    tab.wait("kgPage.isStill()")
    stage = tab.page.locator("#stage").bounding_box()
    assert stage
    x, y = place_of(tab, thing)
    assert x == pytest.approx(stage["x"] + stage["width"] / 2, abs=2)
    assert y == pytest.approx(stage["y"] + stage["height"] / 2, abs=2)


def test_the_keyboard_pans_zooms_and_walks(tab: Tab) -> None:
    tab.page.focus("#map")
    x = tab.run("kgPage.map.camera.x")
    tab.page.keyboard.press("Shift+ArrowRight")
    assert tab.run("kgPage.map.camera.x") > x
    scale = tab.run("kgPage.map.camera.scale")
    tab.page.keyboard.press("+")
    assert tab.run("kgPage.map.camera.scale") > scale
    tab.page.keyboard.press("ArrowRight")
    tab.wait("kgPage.state.chosen.kind === 'thing'")
    tab.page.keyboard.press("ArrowRight")
    tab.wait("document.querySelector('#spoken').textContent.startsWith('Neighbour 1 of')")


def test_a_slice_of_painting_never_blocks(tab: Tab) -> None:
    tab.run("kgPage.measures.slice = 0")
    tab.run("kgPage.fit()")
    tab.wait("kgPage.isStill()")
    assert tab.run("kgPage.measures.slice") < 200


def test_a_negated_fact_is_crossed_on_the_map(context: BrowserContext, tmp_path: Path) -> None:
    tab = open_tab(context, write_page(small_graph(), tmp_path / "plain.html", options=PageOptions(vis=False)))
    tab.wait("kgPage.isStill()")
    red, corners = tab.run(
        """() => {
            const { model } = kgPage, fact = model.status.indexOf(2);
            const [a, b] = [model.subject[fact], model.object[fact]].map((thing) => kgPage.map.map.toCanvas(thing));
            const canvas = document.querySelector('#map'), ratio = canvas.width / canvas.clientWidth;
            const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
            const redness = (left, top) => {
                const { data } = canvas.getContext('2d').getImageData(left * ratio, top * ratio, 3 * ratio, 3 * ratio);
                return Math.max(...[...data.keys()].filter((k) => k % 4 === 0).map((k) => data[k] - data[k + 1]));
            };
            const corners = [[-4, -4], [1, -4], [-4, 1], [1, 1]].map(([dx, dy]) => redness(x + dx, y + dy));
            return [kgPage.colours.negated, corners];
        }"""
    )
    assert red == "#c62828"
    assert min(corners) > 60, "a line alone passes two of the corners around its middle"


def test_without_vis_network_the_map_stands_in(context: BrowserContext, tmp_path: Path) -> None:
    path = write_page(small_graph(), tmp_path / "plain.html", options=PageOptions(vis=False))
    tab = open_tab(context, path)
    assert tab.run("kgPage.state.view") == "map"
    assert tab.page.is_disabled("#view-focus")
    tab.page.mouse.click(*tab.place("France"))
    tab.wait("document.querySelector('#panel-title').textContent === 'France'")
    assert tab.errors == []
    tab.page.close()
