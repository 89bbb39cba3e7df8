"""The graph page over HTTP: what is read for an address, that it is bounded, and what is refused."""

import base64
import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from lxml import html

from tests.conftest import ROOT
from tests.serve.server import Server, running
from tests.serve.walks import EVIL, HOSTILE, HUB, MEMBERS, dense_folder, member, walk_folder
from tests.view.graphs import BASE

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(walk_folder(tmp_path_factory.mktemp("walk"))) as server:
        yield server


def address(path: str, *iris: str, **more: str) -> str:
    return f"{path}?{urlencode([*(('iri', iri) for iri in iris), *more.items()])}"


def numbers(text: str, letter: str) -> list[int]:
    data = base64.b64decode(text)
    return [one for (one,) in struct.iter_unpack("<" + letter, data)]


class Data:
    """The answer for some entities."""

    def __init__(self, server: Server, *iris: str, **more: str) -> None:
        reply = server.send(address("/graph/data", *iris, **more))
        assert (reply.status, reply.media) == (200, "application/json"), reply.text
        self.bytes = reply.body
        self.blocks: dict[str, Any] = json.loads(reply.body)
        self.core = self.blocks["kg-core"]
        things = self.core["things"]
        self.iris = [things["base"] + iri for iri in things["iri"]]
        self.neighbours = dict(zip(self.iris, numbers(things["neighbours"], "I"), strict=True))

    def facts(self) -> list[tuple[str, str, str, str]]:
        facts, names = self.core["facts"], [one["iri"].rpartition("#")[2] for one in self.core["relations"]]
        columns = zip(
            numbers(facts["subject"], "I"),
            numbers(facts["relation"], "H"),
            numbers(facts["object"], "I"),
            numbers(facts["status"], "B"),
            strict=True,
        )
        return [(self.iris[s], names[p], self.iris[o], self.core["statuses"][x]) for s, p, o, x in columns]

    def claims(self, fact: tuple[str, str, str, str]) -> list[Any]:
        found: list[Any] = self.blocks["kg-evidence-0"][self.facts().index(fact)]
        return found


def test_an_entity_comes_with_its_facts_of_every_status_dates_and_proof(server: Server) -> None:
    data = Data(server, BASE + "project/station")
    station, hub, first = BASE + "project/station", HUB, BASE + member(1)
    assert {fact for fact in data.facts() if station in fact} == {
        (first, "operates", station, "asserted"),
        (hub, "operates", station, "planned"),
        (hub, "funds", station, "negated"),
        (station, "launchDate", BASE + "date/2021-05-03", "asserted"),
    }
    assert (first, "memberOf", hub, "asserted") in data.facts(), "facts between what is shown"
    claims = data.claims((first, "operates", station, "asserted"))
    assert len(claims) == 3, "a few of six"
    assert numbers(data.core["facts"]["stated"], "I")[data.facts().index((first, "operates", station, "asserted"))] == 6
    document, said_by, role, finders, quotes = claims[0]
    assert (data.core["papers"][document]["title"], said_by, role, finders) == ("Report 1", -1, None, ["signing"])
    assert quotes == [["Member 0001 runs the Far Station.", 100, None, [[0, 11, 0], [12, 16, 1], [21, 32, 2]]]]


def test_a_hub_comes_with_its_best_neighbours_and_says_how_many_there_are(server: Server) -> None:
    data = Data(server, HUB)
    near = {s for s, _, o, _ in data.facts() if o == HUB}
    assert len(near) == 48
    assert near <= {BASE + EVIL, *(BASE + member(number) for number in range(1, 71))}, "those with the most facts"
    assert {BASE + EVIL, BASE + member(1)} <= near
    assert data.neighbours[HUB] == MEMBERS + 2
    assert data.neighbours[BASE + member(2)] == 1
    assert len(data.bytes) < 200_000
    assert data.bytes == Data(server, HUB).bytes, "the same question has the same answer"


def test_an_entity_that_is_named_again_brings_more_neighbours(server: Server) -> None:
    once, twice = Data(server, HUB), Data(server, HUB, HUB)
    assert set(once.iris) < set(twice.iris)
    near = {s for s, _, o, _ in twice.facts() if o == HUB}
    assert len(near) == 95
    assert {BASE + member(number) for number in range(1, 71)} <= near


def test_several_entities_come_with_the_facts_between_their_neighbours(server: Server) -> None:
    data = Data(server, HUB, BASE + "project/relay")
    assert (BASE + member(71), "operates", BASE + "project/relay", "asserted") in data.facts()
    assert (BASE + member(71), "memberOf", HUB, "asserted") in data.facts()
    assert data.core["asked"]["names"] == [HUB, BASE + "project/relay"]


def test_without_a_name_the_best_connected_entities_are_shown(server: Server) -> None:
    data = Data(server)
    assert HUB in data.iris
    assert data.core["asked"] == {"names": [], "best": True, "unknown": [], "isCut": False}
    assert BASE + "project/relay" in Data(server, BASE + "project/relay", best="1").iris
    assert len([iri for iri in data.iris if data.neighbours[iri]]) == 40


def test_an_inferred_fact_comes_with_what_it_follows_from(server: Server) -> None:
    data = Data(server, BASE + "project/relay")
    fact = (BASE + member(71), "involvedIn", BASE + "project/relay", "inferred")
    [[document, *_, quotes, because]] = data.claims(fact)
    assert because == ["Member 0071 operates Zeta Relay", "operates is a sub-property of involved in"]
    assert (data.core["papers"][document]["title"], quotes[0][0]) == ("Report 3", "Member 0071 runs the Zeta Relay.")


def test_of_a_dense_part_the_facts_that_count_most_are_shown(tmp_path: Path) -> None:
    with running(dense_folder(tmp_path)) as server:
        data = Data(server, BASE + "country/07")
    facts = data.facts()
    assert (len(facts), data.core["asked"]["isCut"]) == (1_000, True)
    assert len([fact for fact in facts if BASE + "country/07" in fact]) == 78, "all about the one that was asked for"
    assert len({frozenset({s, o}) for s, _, o, _ in facts}) == 40 * 39 // 2, "a fact between each two"


def test_a_document_comes_with_what_it_speaks_of(server: Server) -> None:
    data = Data(server, BASE + "document/report-3")
    assert {BASE + "project/relay", BASE + "person/ana", BASE + member(71), BASE + "project/station"} <= set(data.iris)
    assert (BASE + "person/ana", "affiliation", BASE + "project/relay", "asserted") in data.facts()


def test_names_that_are_not_there_are_told(server: Server) -> None:
    assert Data(server, HUB, BASE + "nothing").core["asked"]["unknown"] == [BASE + "nothing"]
    reply = server.send(address("/graph/data", BASE + "nothing"))
    assert (reply.status, reply.text) == (404, "the graph has no such entity.\n")
    page = server.send(address("/graph", f"{BASE}no'thing"), headers=BROWSER)
    assert page.status == 404
    shown = html.document_fromstring(page.text)
    assert shown.xpath("string(//code)") == f"{BASE}no'thing"


@pytest.mark.parametrize("path", ["/graph", "/graph/data"])
def test_what_is_no_iri_or_too_much_is_refused(server: Server, path: str) -> None:
    for iris in (["nothing"], ["https://a.example/> } SERVICE <https://b.example/"], [""]):
        reply = server.send(address(path, *iris))
        assert reply.status == 400
        assert "is not an IRI" in reply.text
    reply = server.send(address(path, *[HUB] * 31))
    assert (reply.status, reply.text) == (
        400, "the address names 31 entities. Name at most 30, or begin anew at /graph.\n"
    )  # fmt: skip
    assert server.send(path, "POST").status == 405
    assert server.ask("ASK {}").status == 200


def test_thirty_names_are_answered(server: Server) -> None:
    data = Data(server, *[HUB] * 30)
    assert len([iri for iri in data.iris if iri in data.neighbours]) < 700


def test_the_page_is_a_shell_with_data_and_plain_facts(server: Server) -> None:
    reply = server.send(address("/graph", HUB), headers=BROWSER)
    assert reply.status == 200
    assert reply.headers["content-security-policy"].startswith("default-src 'self'; form-action 'self'")
    found = html.document_fromstring(reply.text)
    assert found.xpath("//script[@src]/@src") == ["/static/vis-network.js", "/static/graph.js"]
    assert not found.xpath("//style | //script[not(@src) and not(@type='application/json')] | //@onclick")
    links = {link.get("href"): link.text for link in found.iterfind(".//noscript//a")}
    assert links["/entity?iri=" + quote(BASE + EVIL, safe="")] == HOSTILE
    for name in ("vis-network.js", "graph.js", "graph.css", "walk.css"):
        file = server.send(f"/static/{name}")
        assert (file.status, file.media) == (200, "text/css" if name.endswith("css") else "text/javascript")
        assert server.send(f"/static/{name}", headers={"If-None-Match": file.headers["etag"]}).status == 304


### Search


def found(server: Server, words: str) -> list[dict[str, str]]:
    reply = server.send("/search.json?" + urlencode({"q": words}))
    assert (reply.status, reply.media) == (200, "application/json")
    hits: list[dict[str, str]] = json.loads(reply.body)["hits"]
    return hits


def test_names_are_found_while_they_are_typed(server: Server) -> None:
    assert found(server, "zeta rel") == [
        {"iri": BASE + "project/relay", "label": "Zeta Relay", "type": "project", "name": "Zeta Relay"}
    ]
    assert [hit["label"] for hit in found(server, "HUB")] == ["Hub Alliance"]
    assert len(found(server, "member")) == 20
    assert found(server, "nowhere") == found(server, "") == []
    assert server.send("/search.json?q=%22%22").status == 400


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    with running(walk_folder(tmp_path, index=False)) as server:
        reply = server.send("/search.json?q=hub")
        assert reply.status == 404
        assert "was built without a search index" in reply.text


def test_nothing_that_the_page_needs_loads_the_store() -> None:
    code = (
        "import sys, kg.serve.around.neighbourhood, kg.serve.pages.graph, kg.serve.pages.find, kg.search.find\n"
        "import kg.view.data, kg.view.shell; print('pyoxigraph' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"
