"""Pages of documents, searches and the start, the dataset's description, and the files that pages load."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from lxml import html

from kg.compose import build
from kg.errors import KGError
from kg.search import search_folder
from tests.serve.graphs import HOSTILE, serve_hostile
from tests.serve.pages import BASE, page, text_of
from tests.serve.server import Server, running

VOID = "http://rdfs.org/ns/void#"


def texts(folder: Path) -> dict[str, str]:
    """Return the texts of the documents that have one."""
    with closing(sqlite3.connect(folder / "search.sqlite")) as connection:
        return dict(connection.execute("SELECT iri, text FROM document WHERE text <> ''"))


def read_again(found: html.HtmlElement) -> str:
    """Return the text of a document as its page shows it, without what is said of it."""
    (article,) = found.xpath("//article")
    for details in article.xpath(".//details"):
        details.drop_tree()
    return str(article.text_content())


### Documents


def test_every_document_shows_its_text_with_the_sentences_that_state_facts(server: Server, articles: Path) -> None:
    known = texts(articles)
    listed = page(server, "/documents").xpath("//tbody//a/@href")
    assert {f"/document?iri={quote(iri, safe='')}" for iri in known} == set(listed)
    for path in listed:
        iri = next(iri for iri in known if quote(iri, safe="") in path)
        found = page(server, path)
        statements = server.ask(f"SELECT ?s {{ GRAPH <{iri}> {{ ?s a kg:Statement }} }}", "text/csv").text.split()[1:]
        anchors = {f"statement-{name.rpartition('/')[2]}" for name in statements}
        assert anchors <= set(found.xpath("//li/@id"))
        query = f"SELECT DISTINCT ?q {{ GRAPH <{iri}> {{ ?e kg:quote ?q }} }}"
        quotes = [row["q"]["value"] for row in _rows(server, query)]
        marks = [mark.text_content() for mark in found.xpath("//mark[@class='stated']")]
        assert all(any(one in mark for mark in marks) for one in quotes)
        assert read_again(found) == known[iri]


def _rows(server: Server, query: str) -> list[dict[str, dict[str, str]]]:
    import json

    rows: list[dict[str, dict[str, str]]] = json.loads(server.ask(query).text)["results"]["bindings"]
    return rows


def test_documents_come_latest_first_and_say_what_is_known(server: Server) -> None:
    found = page(server, "/documents")
    dates = [cell.text_content() for cell in found.xpath("//td[@class='date']")]
    assert dates == sorted(dates, reverse=True)
    one = page(server, found.xpath("//tbody//a[contains(., 'Brazil and China agree')]/@href")[0])
    known = dict(zip(one.xpath("//dt/text()"), (text_of(dd, ".") for dd in one.xpath("//dd")), strict=True))
    assert (known["author"], known["date"]) == ("Ada Sample", "2023-04-17")
    assert re.fullmatch("[0-9a-f]{64}", known["SHA-256"])


def test_programs_get_the_document_s_graph(server: Server, articles: Path) -> None:
    iri = next(iter(texts(articles)))
    reply = server.send(f"/document?iri={quote(iri, safe='')}", headers={"Accept": "application/n-triples"})
    whole = server.send(f"/rdf-graph-store?graph={quote(iri, safe='')}", headers={"Accept": "application/n-triples"})
    assert reply.status == 200
    assert sorted(reply.text.splitlines()) == sorted(whole.text.splitlines())


def test_without_a_search_index_the_quotes_are_shown(tmp_path: Path) -> None:
    folder = serve_hostile(tmp_path)
    (folder / "search.sqlite").unlink()
    with running(folder) as server:
        found = page(server, "/document", iri=f"{BASE}document/d")
        assert not found.xpath("//article")
        assert found.xpath("string(//figure/blockquote)").startswith(HOSTILE)
        assert found.xpath("//li/@id") == ["statement-s"]
        assert "without a search index" in text_of(page(server, "/search", 404, q="x"), "//*[@role='alert']")


def test_hostile_documents_are_only_text(hostile: Server) -> None:
    found = page(hostile, "/document", iri=f"{BASE}document/d")
    assert found.xpath("string(//h1)") == f"title {HOSTILE}"
    assert read_again(found).endswith("<img src=x onerror=alert(1)>.")
    assert text_of(found, "//dt[.='from']/following-sibling::dd") == "javascript:alert(1)"
    assert HOSTILE in page(hostile, "/documents").xpath("string(//tbody)")
    found = page(hostile, "/search", q="alias")
    assert HOSTILE in found.xpath("string(//main)")
    found = page(hostile, "/search", q=f'{HOSTILE} "')
    assert found.xpath("//input[@name='q']/@value") == [f'{HOSTILE} "']


### Search


def test_search_finds_things_sentences_and_documents(server: Server) -> None:
    found = page(server, "/search", q="gateway lunar")
    assert found.xpath("//input[@name='q']/@value") == ["gateway lunar"]
    kinds = {text_of(section, "h2"): section for section in found.xpath("//section")}
    assert list(kinds) == ["Things", "Sentences", "Documents"]
    first = kinds["Things"].xpath(".//li/a")[0]
    assert text_of(page(server, first.get("href")), "//h1") == first.text_content()
    path, _, anchor = kinds["Sentences"].xpath(".//li/a/@href")[0].partition("#")
    target = page(server, path).xpath(f"//a[@id='{anchor}']/following-sibling::mark")
    assert "lunar" in target[0].text_content().lower()
    assert {mark.lower() for mark in found.xpath("//blockquote/mark/text()")} <= {"lunar", "gateway"}


def test_search_says_what_is_wrong(server: Server, articles: Path) -> None:
    assert "Nothing holds all of these words" in page(server, "/search", q="zzzz").text_content()
    assert "All of the words must be there" in page(server, "/search").text_content()
    assert page(server, "/search", 400, q="... !!!").xpath("//*[@role='alert']")
    words = " ".join(f"w{n}" for n in range(65))
    assert page(server, "/search", 400, q=words).xpath("//*[@role='alert']")
    with pytest.raises(KGError, match="longer than 0 s"):
        search_folder(articles, "the", seconds=0)


### Start, description, files


def test_start_page_counts_what_is_there_and_again_after_a_build(tmp_path: Path) -> None:
    source, folder = tmp_path / "a.txt", tmp_path / "kg-out"

    def rebuild(text: str) -> None:
        source.write_text(text)
        with build([source]) as graph:
            graph.write(folder)

    rebuild("The Artemis Accords were signed by India in Washington on 21 June 2023.\n")
    with running(folder) as server:
        found = page(server, "/")
        assert re.search(r"Built \d{4}-\d\d-\d\d \d\d:\d\d UTC with kg \d", found.text_content())
        things = {text_of(row, "td[1]"): text_of(row, "td[2]") for row in found.xpath("//table[1]//tr")}
        assert (things["Country"], things["Agreement"]) == ("1", "1")
        assert text_of(page(server, found.xpath("//a[.='Agreement']/@href")[0]), "//li/a") == "Artemis Accords"
        uses = page(server, found.xpath("//a[.='signatory of']/@href")[0])
        assert "country/IN" in text_of(uses, "//tbody")
        before = server.send("/.well-known/void").text
        rebuild("The Artemis Accords were signed by India and Japan in Washington on 21 June 2023.\n")
        things = {text_of(row, "td[1]"): text_of(row, "td[2]") for row in page(server, "/").xpath("//table[1]//tr")}
        assert things["Country"] == "2"
        assert server.send("/.well-known/void").text != before


def test_dataset_is_described_where_it_is_looked_for(server: Server) -> None:
    for media in ("text/turtle", "application/ld+json"):
        reply = server.send("/.well-known/void", headers={"Accept": media, "Host": f"localhost:{server.port}"})
        assert (reply.status, reply.media) == (200, media)
        found = {quad.triple for quad in ox.parse(reply.text, format=ox.RdfFormat.from_media_type(media))}
        dataset = ox.NamedNode(f"{BASE}dataset")
        here = ox.NamedNode(f"http://localhost:{server.port}/sparql")
        assert ox.Triple(dataset, ox.NamedNode(f"{VOID}sparqlEndpoint"), here) in found
        assert any(one.subject == dataset and one.predicate.value == f"{VOID}triples" for one in found)


def test_a_store_of_others_has_a_start_and_no_description(hostile: Server, tmp_path: Path) -> None:
    assert "Country" in page(hostile, "/").text_content()
    reply = hostile.send("/.well-known/void")
    assert reply.status == 500
    assert "report.json" in reply.text or "built" in reply.text


def test_files_come_from_a_fixed_list_and_once(server: Server) -> None:
    reply = server.send("/static/style.css")
    assert (reply.status, reply.media) == (200, "text/css")
    again = server.send("/static/style.css", headers={"If-None-Match": reply.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    for name in ("", "nothing.css", "..%2fapp.py", "%2e%2e/app.py", "style.css%00", "/etc/passwd"):
        assert server.send(f"/static/{name}").status == 404
