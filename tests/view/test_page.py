"""The page as bytes: what stands in it, that it is the same each time, and which part of the graph it takes."""

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import KGError
from kg.view import bounds
from kg.view.data import PageOptions
from kg.view.notebook import notebook_html
from kg.view.page import page_html, write_page
from kg.view.pyvis_view import to_pyvis
from kg.view.read import read_picture
from tests.view.graphs import BASE, IMAGE, SCRIPT, K, hostile_graph, small_graph, synthetic_graph

ROOT = Path(__file__).parents[2]


class Elements(HTMLParser):
    """All elements of a page, and the text of each script."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self._in_script = True
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        """Collect a script's text."""
        if self._in_script:
            self.scripts[-1] += data


def parsed(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    return elements


def core_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/(json|gzip)" id="kg-core">(.*?)</script>', page, re.DOTALL)
    assert found
    text = found[2] if found[1] == "json" else gzip.decompress(base64.b64decode(found[2])).decode()
    core: dict[str, Any] = json.loads(text)
    return core


def labels_of(page: str) -> list[str]:
    return sorted(core_of(page)["things"]["label"])


def test_the_policy_names_exactly_our_scripts_and_forbids_connections() -> None:
    elements = parsed(page_html(small_graph()))
    policy = next(
        attrs["content"] for tag, attrs in elements.tags if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy
    code = [
        text
        for text, (_, attrs) in zip(elements.scripts, [t for t in elements.tags if t[0] == "script"], strict=True)
        if "type" not in attrs
    ]
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in code}
    assert set(re.findall(r"'sha256-[^']+'", policy)) == hashes
    assert len(code) == 2
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe-eval" not in policy


def test_the_page_names_no_other_address_to_load() -> None:
    elements = parsed(page_html(small_graph()))
    assert [attrs for tag, attrs in elements.tags if "src" in attrs or tag == "link"] == []
    assert not any(name.startswith("on") for _, attrs in elements.tags for name in attrs)


def test_hostile_text_makes_no_element() -> None:
    plain = parsed(page_html(small_graph()))
    hostile = parsed(page_html(hostile_graph(), title=SCRIPT + IMAGE))

    def kinds(elements: Elements) -> list[str]:
        return [tag for tag, _ in elements.tags if tag != "li"]

    assert kinds(hostile) == kinds(plain)


def test_a_lone_surrogate_does_not_stop_the_page(tmp_path: Path) -> None:
    path = write_page(small_graph(), tmp_path / "page.html", title="Broken \ud800 title")
    assert "Broken ? title" in path.read_text("utf-8")


def test_scripts_from_assets_never_write_markup() -> None:
    for path in sorted((ROOT / "kg" / "view" / "assets").glob("*.js")):
        code = path.read_text("utf-8")
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
        ):
            assert word not in code, (path.name, word)


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.view.graphs import synthetic_graph;"
        "from kg.view.page import write_page; write_page(synthetic_graph(400), Path(sys.argv[1]))"
    )
    pages = []
    for seed in ("0", "1234"):
        target = tmp_path / f"page-{seed}.html"
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", program, str(target)], check=True, env=environment, cwd=ROOT)
        pages.append(target.read_bytes())
    assert pages[0] == pages[1]


def test_the_order_in_which_quads_were_added_does_not_matter() -> None:
    store = small_graph()
    turned = ox.Store()
    turned.extend(reversed(list(store)))
    assert page_html(turned) == page_html(store)


def test_data_above_the_limit_is_packed_and_the_same() -> None:
    store = synthetic_graph(2500)
    page = page_html(store)
    assert 'type="application/gzip" id="kg-evidence-0"' in page
    assert len(core_of(page)["things"]["label"]) == len(read_picture(store).things)


def test_the_size_of_pages_is_bounded(record_property: Callable[[str, object], None]) -> None:
    sizes = {count: len(page_html(synthetic_graph(count)).encode()) for count in (20, 300, 2000)}
    record_property("page bytes by entities", sizes)
    print("page bytes by entities:", sizes)  # noqa: T201
    assert sizes[300] < 1_000_000
    assert sizes[2000] < 1_500_000


def test_without_vis_network_the_page_is_small() -> None:
    assert len(page_html(ox.Store(), options=PageOptions(vis=False))) < 200_000


def test_a_failed_write_leaves_the_old_page(tmp_path: Path) -> None:
    target = tmp_path / "graph.html"
    target.write_text("old")
    with pytest.raises(KGError):
        write_page(small_graph(), target, focus=BASE + "country/none")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]


def test_focus_takes_an_entity_and_its_surroundings() -> None:
    page = page_html(small_graph(), focus=BASE + "person/kofi-adeyemi")
    assert labels_of(page) == ["Kofi Adeyemi", "Nigeria", "World Space Forum"]
    core = core_of(page)
    assert core["things"]["label"][core["start"]] == "Kofi Adeyemi"
    wider = labels_of(page_html(small_graph(), focus=BASE + "person/kofi-adeyemi", hops=2))
    assert "Moon Village Alliance" in wider
    assert "France" not in wider


def test_surroundings_do_not_pass_through_dates() -> None:
    store = small_graph()
    date, subject = ox.NamedNode(BASE + "date/2035"), ox.NamedNode(BASE + "event/space-forum")
    store.add(ox.Quad(subject, ox.NamedNode(K + "eventDate"), date))
    labels = labels_of(page_html(store, focus=BASE + "project/lunar-gate", hops=2))
    assert "2035" in labels
    assert "World Space Forum" not in labels


def test_an_unknown_focus_says_what_to_do() -> None:
    with pytest.raises(KGError, match=r"the graph has no entity <https://kg\.example/none>"):
        page_html(small_graph(), focus=BASE + "none")


def test_triples_are_shown_with_the_statements_behind_them() -> None:
    store = small_graph()
    found = store.query(f"CONSTRUCT {{ ?who <{K}signatoryOf> ?what }} WHERE {{ ?who <{K}signatoryOf> ?what }}")
    assert isinstance(found, ox.QueryTriples)
    page = page_html(store, triples=found)
    assert labels_of(page) == [
        "Ana Souza",
        "Brazil",
        "France",
        "Germany",
        "Harbour Accord",
        "Japan",
    ] or labels_of(page) == ["France", "Germany", "Harbour Accord"]
    assert "Harbour Accord, which France signed" in page


def test_new_triples_are_shown_without_claims() -> None:
    x, y = ox.NamedNode("https://x.example/a"), ox.NamedNode(BASE + "country/FR")
    triples = [
        ox.Triple(x, ox.NamedNode("https://x.example/likes"), y),
        ox.Triple(x, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal("Thing A")),
    ]
    core = core_of(page_html(small_graph(), triples=triples))
    assert sorted(core["things"]["label"]) == ["France", "Thing A"]
    assert core["relations"] == [{"iri": "https://x.example/likes", "label": "likes"}]


def test_labels_of_classes_and_properties_can_be_given() -> None:
    page = page_html(small_graph(), options=PageOptions(labels={K + "signatoryOf": "hat unterzeichnet"}))
    assert "hat unterzeichnet" in [relation["label"] for relation in core_of(page)["relations"]]


def test_positions_can_be_given() -> None:
    given = {thing.iri: (float(i), 0.0) for i, thing in enumerate(read_picture(small_graph()).things)}
    core = core_of(page_html(small_graph(), options=PageOptions(layout=given)))
    assert core["things"]["width"] == len(given) - 1


def test_the_notebook_gets_a_sandboxed_frame_and_a_text() -> None:
    cell = notebook_html(hostile_graph(), title=IMAGE)
    elements = parsed(cell)
    assert [tag for tag, _ in elements.tags] == ["p", "iframe"]
    frame = elements.tags[1][1]
    assert "allow-same-origin" not in str(frame["sandbox"])
    assert str(frame["srcdoc"]).startswith("<!doctype html>")
    assert cell.startswith("<p>9 entities, 6 facts, 2 documents. Trust the notebook to see the graph.</p>")


def test_a_notebook_cell_shows_the_best_connected_of_a_large_graph() -> None:
    cell = notebook_html(synthetic_graph(900, facts_each=3))
    assert re.match(r"<p>[\d,]+ entities, [\d,]+ facts, 50 documents; the \d+ best connected are shown\.", cell)


def test_pyvis_gets_a_directed_network_with_plain_titles() -> None:
    net = to_pyvis(hostile_graph())
    assert net.directed
    assert all(isinstance(node["id"], str) for node in net.nodes)
    assert not any("href" in str(part.get("title")) for part in [*net.nodes, *net.edges])
    assert net.num_nodes() == len(net.node_ids) == len(net.node_map) == 7
    assert net.num_edges() == 6


def test_pyvis_keeps_parallel_facts_and_the_limit() -> None:
    net = to_pyvis(small_graph())
    assert sum(edge["dashes"] == [7, 6] for edge in net.edges) == 3
    assert to_pyvis(synthetic_graph(300), limit=40).num_nodes() == 40


def test_the_page_of_a_large_graph_holds_its_best_connected_part(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_picture(synthetic_graph(400))
    monkeypatch.setattr(bounds, "MOST_THINGS", 50)
    monkeypatch.setattr(bounds, "MOST_DOCUMENTS", 1)
    core = core_of(page_html(synthetic_graph(400)))
    assert core["whole"] == {"things": len(whole.things), "facts": len(whole.facts)}
    part = bounds.bounded(whole)
    kept = {thing.iri for thing in part.things}
    least = min(degree for thing, degree in zip(whole.things, whole.degrees(), strict=True) if thing.iri in kept)
    assert [
        thing.iri
        for thing, degree in zip(whole.things, whole.degrees(), strict=True)
        if degree > least and thing.iri not in kept
    ] == []
    several = [fact for fact in part.facts if len(fact.papers) > 1]
    assert several
    assert all(len({claim.document for claim in fact.claims}) == 1 for fact in several)
    monkeypatch.setattr(bounds, "MOST_THINGS", len(whole.things))
    assert "whole" not in core_of(page_html(synthetic_graph(400)))
