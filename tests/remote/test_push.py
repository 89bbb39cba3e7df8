"""`kg push` keeps real servers in step, whatever happens in the middle, and `kg query --endpoint` asks them."""

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.compose import build
from kg.errors import StoreError
from kg.graph import KnowledgeGraph, open_graph
from kg.rdf import DEFAULT, LABEL, TYPE
from kg.rdf import kg as term
from kg.remote import Remote, open_endpoint, pages, push
from kg.remote.endpoint import MANIFEST
from kg.remote.writer import Writer
from kg.store.questions import named_queries
from kg.store.results import Rows
from tests.conftest import ROOT, Run
from tests.remote.servers import Server, oxigraph, virtuoso

BASE = "https://kg.example/"
UNREACHED = r"cannot be reached|broke off"
VALUES = {
    "country": "China", "actor": "China", "speaker": "China National Space Administration", "thing": "Gateway",
    "document": "NISAR: two radars, two agencies", "organization": "APSCO", "project": "Chang'e-6",
    "agreement": "Artemis Accords", "finder": "rules",
}  # fmt: skip
FIRST = "The Artemis Accords were signed by India in Washington on 21 June 2023.\n"
SECOND = "Nigeria and Rwanda will sign the Artemis Accords in 2030. China launched Chang'e-6 in May 2024.\n"
CHANGED = "Nigeria signed the Artemis Accords on 13 December 2022. China did not sign the Artemis Accords.\n"
THIRD = "The European Space Agency operates Gaia.\n"


def written(folder: Path, texts: dict[str, str]) -> KnowledgeGraph:
    """Return the graph of these texts."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in {path.name for path in folder.iterdir()} - texts.keys():
        (folder / name).unlink()
    return build([folder])


def contents(store: ox.Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in store:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        found.setdefault(name, set()).add(str(quad.triple))
    return found


def held(remote: Remote) -> dict[str, set[str]]:
    """Return every triple of a server by graph, "" for the facts; what is noted of the graphs is left out."""
    with open_endpoint(remote) as endpoint:
        found: dict[str, set[str]] = {}
        for (name,) in endpoint.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            assert isinstance(name, ox.NamedNode)
            if name.value.startswith(BASE) and name.value != BASE + MANIFEST:
                rows = endpoint.select(f"SELECT ?s ?p ?o {{ GRAPH {name} {{ ?s ?p ?o }} }}")
                key = "" if name.value == f"{BASE}graph/asserted" else name.value
                found[key] = {f"{s} {p} {o}" for s, p, o in rows}
        if "" not in found and endpoint.profile.default_graph:
            rows = endpoint.select("SELECT ?s ?p ?o { ?s ?p ?o }")
            found[""] = {f"{s} {p} {o}" for s, p, o in rows}
    return found


@pytest.fixture(scope="module")
def ox_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


Reached = Callable[[Server], Remote]
KINDS: dict[str, Reached] = {
    "oxigraph": lambda server: Remote(server.url),
    "generic": lambda server: Remote(f"{server.url}/query", profile="generic", update_url=f"{server.url}/update"),
    "no_default_graph": lambda server: Remote(server.url, default_graph=False),
    "virtuoso": lambda server: Remote(server.url, user="dba", password="dba"),  # noqa: S106 - Virtuoso's own
}


@pytest.fixture(params=[*list(KINDS)[:3], pytest.param("virtuoso", marks=pytest.mark.virtuoso)])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[Server, Remote]]:
    """Yield an empty store of each kind."""
    kind: str = request.param
    server: Server = request.getfixturevalue("virtuoso_server" if kind == "virtuoso" else "ox_server")
    remote = KINDS[kind](server)
    if server.is_dead():
        server.start()
    empty(remote)
    yield server, remote
    empty(remote)


def empty(remote: Remote) -> None:
    with open_endpoint(remote) as endpoint:
        writer = Writer(endpoint, BASE, default_graph=True)
        for (name,) in endpoint.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            if isinstance(name, ox.NamedNode) and name.value.startswith((BASE, "http://foreign.example/")):
                writer.remove(name.value)
        if endpoint.profile.default_graph:
            writer.update("CLEAR DEFAULT")


### In step


def test_a_store_follows_what_is_built_changed_and_removed(place: tuple[Server, Remote], tmp_path: Path) -> None:
    _, remote = place
    texts = {"1.txt": FIRST, "2.txt": SECOND, "3.txt": THIRD}
    with written(tmp_path / "in", texts) as graph:
        first = graph.push(remote)
        assert len(first.written) == len(contents(graph.store))
        assert first.triples == len(graph.store)
        assert held(remote) == contents(graph.store)
        again = graph.push(remote)
        assert (again.written, again.removed, again.unchanged) == ((), (), len(first.written))
    with written(tmp_path / "in", texts | {"2.txt": CHANGED}) as graph:
        names = contents(graph.store)
        second = graph.push(remote)
        assert held(remote) == names
        documents = [name for name in second.written if "/document/" in name]
        assert len(documents) == 1, "only the changed document is written"
        assert len([name for name in second.removed if "/document/" in name]) == 1, "its former text is gone"
        assert f"{BASE}graph/planned" in second.removed, "no plan is left"
    with written(tmp_path / "in", {"1.txt": FIRST, "2.txt": CHANGED}) as graph:
        third = graph.push(remote)
        assert held(remote) == contents(graph.store)
        assert [name for name in third.written if "/document/" in name] == []
        assert len(third.removed) == 1


def test_named_questions_answer_as_the_embedded_store(place: tuple[Server, Remote], articles: Path) -> None:
    _, remote = place
    with open_graph(articles) as graph, open_endpoint(remote) as endpoint:
        graph.push(remote)
        for question in named_queries():
            for values in ({}, *({p.name: VALUES[p.name]} for p in question.parameters)):
                ours, theirs = graph.ask(question, **values), endpoint.ask(question, **values)
                assert isinstance(ours, Rows)
                assert isinstance(theirs, Rows)
                assert theirs.columns == ours.columns
                assert readable(theirs) == readable(ours), f"{question.name} {values}"


def readable(rows: Rows) -> list[list[str]]:
    """Return rows in an order of their own: stores sort languages differently, and GROUP_CONCAT is in no order."""
    return sorted([", ".join(sorted(re.split(", | · ", str(cell or "")))) for cell in row] for row in rows)


def test_every_form_of_query_is_answered(place: tuple[Server, Remote], articles: Path) -> None:
    _, remote = place
    with open_graph(articles) as graph, open_endpoint(remote) as endpoint:
        graph.push(remote)
        for text in (
            "SELECT DISTINCT ?label WHERE { <country/CN> kg:signatoryOf ?what . ?what rdfs:label ?label }",
            "ASK { <country/CN> a kg:Country }",
            "ASK { <country/CN> a kg:Agency }",
            "CONSTRUCT { ?a kg:signatoryOf ?b } WHERE { ?a kg:signatoryOf ?b }",
            "SELECT ?a ?b FROM <https://kg.example/graph/planned> WHERE { ?a kg:signatoryOf ?b }",
        ):
            ours, theirs = graph.query(text), endpoint.query(text)
            if isinstance(ours, Rows):
                assert isinstance(theirs, Rows)
                assert sorted(map(str, theirs)) == sorted(map(str, ours))
                assert len(ours)
            else:
                assert theirs == ours


def test_answers_are_read_page_by_page(
    place: tuple[Server, Remote], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, remote = place
    monkeypatch.setattr(pages, "PAGE", 2)
    with written(tmp_path / "in", {"1.txt": FIRST, "2.txt": SECOND}) as graph, open_endpoint(remote) as endpoint:
        graph.push(remote)
        assert graph.push(remote).written == ()
        assert len(endpoint.marks(BASE)) == len(contents(graph.store)) > pages.PAGE
        theirs, ours = (
            endpoint.ask("signatories", agreement="artemis accords"),
            graph.ask("signatories", agreement="Artemis Accords"),
        )
        assert readable(theirs) == readable(ours)  # type: ignore[arg-type]


### Cut short


@pytest.mark.parametrize("at", [13, 21])
def test_a_push_that_is_killed_is_finished_by_the_next(place: tuple[Server, Remote], articles: Path, at: int) -> None:
    _, remote = place
    code = f"""
import os, signal
from kg.graph import open_graph
from kg.remote import Remote
with open_graph({str(articles)!r}) as graph:
    graph.push(
        Remote({remote.url!r}, {remote.profile!r}, {remote.user!r}, {remote.password!r},
               update_url={remote.update_url!r}, default_graph={remote.default_graph!r}),
        on_progress=lambda done, total, name: done == {at} and os.kill(os.getpid(), signal.SIGKILL),
    )
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    with open_graph(articles) as graph:
        assert held(remote) != contents(graph.store)
        pushed = graph.push(remote)
        assert pushed.unchanged == (20 if at > 20 else 0)
        assert held(remote) == contents(graph.store)


def test_a_server_that_is_killed_is_brought_into_step_by_the_next(place: tuple[Server, Remote], articles: Path) -> None:
    server, remote = place

    def kill(done: int, total: int, name: str) -> None:
        if done == 5:
            server.kill()

    with open_graph(articles) as graph:
        with pytest.raises(StoreError, match=UNREACHED):
            graph.push(remote, on_progress=kill)
        server.start()
        graph.push(remote)
        assert held(remote) == contents(graph.store)


def push_for_ever(store: ox.Store, remote: Remote) -> None:
    while True:
        push(store, remote)


@pytest.mark.parametrize("seconds", [0.1])
def test_a_server_killed_within_a_write_is_brought_into_step(place: tuple[Server, Remote], seconds: float) -> None:
    server, remote = place
    document = ox.NamedNode(f"{BASE}document/long")
    store = ox.Store()
    store.add(ox.Quad(document, TYPE, term("Document"), document))
    store.add(ox.Quad(document, LABEL, ox.Literal("Long"), DEFAULT))
    store.extend(ox.Quad(document, LABEL, ox.Literal(f"name {number}"), document) for number in range(30_000))
    timer = threading.Timer(seconds, server.kill)
    timer.start()
    with pytest.raises(StoreError, match=UNREACHED):
        push_for_ever(store, remote)  # a fast machine may be done before
    timer.join()
    server.start()
    push(store, remote)
    with open_endpoint(remote) as endpoint:
        assert Writer(endpoint, BASE, default_graph=True).counts([document.value]) == {document.value: 30_001}
    assert push(store, remote).written == ()


def test_a_graph_that_another_program_spoils_is_mended(place: tuple[Server, Remote], tmp_path: Path) -> None:
    _, remote = place
    with written(tmp_path / "in", {"1.txt": FIRST}) as graph, open_endpoint(remote) as endpoint:
        first = graph.push(remote)
        writer = Writer(endpoint, BASE, default_graph=True)
        writer.update(f"INSERT DATA {{ GRAPH <{first.written[0]}> {{ <{BASE}a> <{BASE}b> <{BASE}c> }} }}")
        assert graph.push(remote).written == first.written[:1]
        assert held(remote) == contents(graph.store)


### What is not ours


def test_triples_of_others_are_left_alone(place: tuple[Server, Remote], tmp_path: Path) -> None:
    _, remote = place
    foreign = "GRAPH <http://foreign.example/g> { <http://foreign.example/a> <http://foreign.example/b> 1 }"
    with written(tmp_path / "in", {"1.txt": FIRST}) as graph, open_endpoint(remote) as endpoint:
        writer = Writer(endpoint, BASE, default_graph=True)
        writer.update(f"INSERT DATA {{ {foreign} }}")
        graph.push(remote)
        assert writer.counts(["http://foreign.example/g"]) == {"http://foreign.example/g": 1}


def test_a_default_graph_of_others_is_not_replaced_unasked(ox_server: Server, tmp_path: Path) -> None:
    remote = Remote(ox_server.url)
    empty(remote)
    foreign = "INSERT DATA { <http://foreign.example/a> <http://foreign.example/b> 1 }"
    with written(tmp_path / "in", {"1.txt": FIRST}) as graph, open_endpoint(remote) as endpoint:
        writer = Writer(endpoint, BASE, default_graph=True)
        writer.update(foreign)
        with pytest.raises(StoreError, match="holds 1 triples, of which kg wrote 0: a push would replace them all"):
            graph.push(remote)
        graph.push(Remote(ox_server.url, default_graph=False))
        assert endpoint.query("ASK { <http://foreign.example/a> ?b ?c }") is False, "the facts are asked, not those"
        assert writer.counts([writer.default_name]) == {writer.default_name: 1}
        graph.push(remote, replace=True)
        assert held(remote) == contents(graph.store)
        writer.update(foreign)
        with pytest.raises(StoreError, match="a push would replace them all"):
            graph.push(remote)
    empty(remote)


### The commands


def test_commands(ox_server: Server, articles: Path, run: Run) -> None:
    empty(Remote(ox_server.url))
    dry = run("push", ox_server.url, "-d", articles, "--dry-run", "--format", "json")
    assert dry.code == 0
    assert (len(json.loads(dry.out)["written"]), json.loads(dry.out)["dry_run"]) == (22, True)
    assert run("query", "--endpoint", ox_server.url, "ASK { ?a ?b ?c }").out == "no\n"
    done = run("push", ox_server.url, "-d", articles)
    assert done.out.splitlines()[0] == f"{ox_server.url} (oxigraph)"
    assert "written                22 graphs" in done.out
    assert run("push", ox_server.url, "-d", articles, "--quiet").out == ""
    for question in (
        ["signatories", "agreement=artemis accords"],
        ["ASK { <country/CN> a kg:Country }", "--format", "json"],
        ["cooperation", "--format", "csv"],
    ):
        assert run("query", "--endpoint", f"{ox_server.url}/query", *question) == run(
            "query", "-d", articles, *question
        )
