"""The query page without JavaScript: a form, answers as a table; all of it escaped."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from kg.ontology import NAMESPACE
from kg.serve.pages.query import query_page
from kg.serve.pages.terms import Terms
from kg.serve.pool import Pool
from kg.serve.settings import Refusal, Settings
from kg.serve.static import has_file
from tests.serve.graphs import HOSTILE, serve_named, serve_small
from tests.serve.pages import BROWSER, page
from tests.serve.server import Server, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(serve_small(tmp_path_factory.mktemp("pages")), "--max-bytes", "20") as server:
        yield server


def answer(server: Server, query: str) -> html.HtmlElement:
    return page(server, "/sparql", query=query, format="html")


def test_form_asks_and_shows_the_query_again(server: Server) -> None:
    form = page(server, "/sparql").get_element_by_id("ask")
    assert (form.action, form.method) == ("/sparql", "GET")
    assert {"html", "csv", "turtle"} <= set(form.inputs["format"].value_options)
    found = answer(server, "SELECT ?s ?o { ?s <http://a.example/p> ?o } ORDER BY ?s LIMIT 2")
    assert found.get_element_by_id("ask").fields["query"].startswith("SELECT ?s ?o")
    assert [cell.text_content() for cell in found.xpath("//tbody/tr[1]/td")] == ["http://a.example/s0"] * 2
    assert found.xpath("//tbody//a/@href")[0] == "/entity?iri=http%3A%2F%2Fa.example%2Fs0"


def test_hostile_labels_and_names_are_only_text(server: Server) -> None:
    found = answer(server, f"SELECT ?x ?y {{ ?x ?p ?y FILTER(?x = <http://a.example/hostile>) }} # {HOSTILE}")
    assert HOSTILE in found.xpath("string(//tbody)")
    assert "javascript:alert(1)" in found.xpath("string(//tbody)")
    assert HOSTILE in found.get_element_by_id("ask").fields["query"]


def test_other_answers_are_shown_too(server: Server) -> None:
    assert "yes" in answer(server, "ASK {}").xpath("//p/text()")
    assert "http://a.example/s7" in answer(server, "DESCRIBE <http://a.example/s1>").xpath("string(//pre)")
    assert "The first 1,000 are shown." in answer(server, "SELECT * { ?s ?p ?o }").text_content()


def test_error_is_shown_below_the_query(server: Server) -> None:
    found = answer(server, f"SELEC {HOSTILE}")
    assert found.xpath("string(//*[@role='alert'])").startswith("line 1, column 1: unexpected SELEC.")
    assert "more than 5,000,000 bytes" in answer(server, "SELECT * { ?a ?b ?c . ?d ?e ?f }").text_content()


def test_answer_is_offered_for_download(server: Server) -> None:
    found = answer(server, "SELECT ?s { ?s <http://a.example/p> <http://a.example/s7> }")
    links = {link.text: link.get("href") for link in found.xpath("//p[@class='downloads']/a")}
    assert list(links) == ["JSON", "XML", "CSV", "TSV"]
    assert server.send(links["CSV"]).text == "s\r\nhttp://a.example/s1\r\n"
    found = answer(server, "DESCRIBE <http://a.example/s1>")
    assert found.xpath("//p[@class='downloads']/a/@download")[:2] == ["answer.ttl", "answer.nt"]


def test_example_opens_in_the_form(server: Server) -> None:
    found = page(server, "/sparql?example=signatories")
    assert "kg:signatoryOf" in found.get_element_by_id("ask").fields["query"]
    assert "?agreement { <IRI> }" in found.get_element_by_id("ask").fields["query"]
    links = found.xpath("//details[@id='examples']//a/@href")
    assert "/sparql?example=signatories" in links
    assert all(server.send(link, headers=BROWSER).status == 200 for link in links)
    reply = server.send("/sparql?example=%3Cscript%3E", headers=BROWSER)
    assert (reply.status, reply.media) == (404, "text/plain")
    assert reply.text.startswith("there is no example '<script>'. There are: agencies, agreements, ")


def test_terms_are_those_of_the_ontology_and_of_the_graph(tmp_path: Path) -> None:
    def words(server: Server) -> dict[str, dict[str, object]]:
        reply = server.send("/terms.json")
        assert (reply.status, reply.media) == (200, "application/json")
        assert json.loads(reply.text)["prefixes"]["kg"] == NAMESPACE
        return {word["iri"]: word for word in json.loads(reply.text)["words"]}

    with running(serve_named(tmp_path)) as server:
        found = words(server)
        assert found[f"{NAMESPACE}agencyOf"] == {
            "kind": "property",
            "iri": f"{NAMESPACE}agencyOf",
            "label": "agency of",
            "comment": "The body belongs to that state.",
            "uses": 2,
        }
        assert found[f"{NAMESPACE}Agreement"]["uses"] == 0
        assert found["http://other.example/terms#Telescope"]["label"] == "telescope"
        serve_small(tmp_path)
        assert "http://other.example/terms#Telescope" not in words(server), "a new build has other terms"


def test_own_editor_is_there_without_yasgui(monkeypatch: pytest.MonkeyPatch) -> None:
    def scripts(*, packed: bool, plain: bool = False) -> set[str]:
        monkeypatch.setattr("kg.serve.pages.query.has_file", lambda _: packed)
        found = html.document_fromstring(asyncio.run(query_page(plain=plain)))
        names = {str(script.get("src")).removeprefix("/static/") for script in found.iter("script")}
        assert all(has_file(name) for name in names - {"yasgui.min.js"})
        return names

    assert "query-editor.js" in scripts(packed=False)
    assert "yasgui.min.js" not in scripts(packed=False)
    assert {"yasgui.min.js", "query-yasgui.js"} < scripts(packed=True)
    assert "query-editor.js" not in scripts(packed=True)
    assert scripts(packed=True, plain=True) == scripts(packed=False)


@pytest.mark.parametrize(("refusal", "asked"), [(Refusal(503, "busy", Retry_After="1"), 2), (Refusal(503, "long"), 1)])
def test_terms_of_the_ontology_are_there_when_the_graph_cannot_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Refusal, asked: int
) -> None:
    """A server whose workers are busy is asked again; one for which it takes too long is not."""
    times = 0

    async def refused(*_: object) -> list[object]:
        nonlocal times
        times += 1
        raise refusal

    monkeypatch.setattr("kg.serve.pages.terms.rows", refused)
    terms = Terms(Pool(Settings(tmp_path)))
    for _ in range(2):
        assert '"kg"' in asyncio.run(terms.json())
    assert times == asked
