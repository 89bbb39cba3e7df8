"""Pages of things and facts: both ways, planned and denied apart, each with its proof; RDF for programs."""

from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from lxml import html

import kg
from kg.compose import build
from kg.store import write_store
from tests.conftest import ARTICLES
from tests.serve.graphs import HOSTILE, TRICKY, node
from tests.serve.pages import BASE, KG, page, text_of
from tests.serve.server import Server, running

CHINA = f"{BASE}country/CN"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def facts(found: html.HtmlElement, status: str, relation: str) -> list[str]:
    """Return the labels of the other ends of the facts of one kind."""
    group = f"//section[@class='{status}']//section[@class='group'][contains(h3, '{relation}')]"
    return [link.text_content() for link in found.xpath(f"{group}//li/a")]


def triples(server: Server, path: str, accept: str, **parameters: str) -> set[ox.Triple]:
    reply = server.send(f"{path}?{urlencode(parameters)}", headers={"Accept": accept})
    assert (reply.status, reply.media) == (200, accept), reply.text
    form = ox.RdfFormat.from_media_type(accept)
    return {quad.triple for quad in ox.parse(reply.text, format=form)}


def test_facts_stand_by_status_and_direction(server: Server) -> None:
    found = page(server, "/entity", iri=CHINA)
    assert text_of(found, "//h1") == "China"
    assert "Chang'e-6" in facts(found, "asserted", "launches")
    assert facts(found, "planned", "launches") == ["Chang'e-6"]
    assert facts(found, "negated", "signatory of") == ["Artemis Accords"]
    assert "Artemis Accords" not in facts(found, "asserted", "signatory of")
    assert "China National Space Administration" in facts(found, "asserted", "agency of")
    ways = found.xpath("//section[@class='group'][contains(h3, 'agency of')]//span[@class='unseen']/text()")
    assert [way.strip() for way in ways] == ["(from there to here)"]
    numbers = {text_of(chip, "."): chip.get("href") for chip in found.xpath("//nav[@class='contents']/a")}
    assert numbers["Denied 2"] == "#negated"
    assert found.xpath("//h2[@id='negated']")


def test_a_fact_leads_to_its_sentence_in_the_document(server: Server) -> None:
    found = page(server, "/entity", iri=CHINA)
    (proof,) = found.xpath("//section[@class='negated']//li[a='Artemis Accords']//figure")
    assert "have not signed the accords" in text_of(proof, "blockquote")
    assert text_of(proof, ".//mark[@class='subject']") == "China"
    path, _, anchor = proof.xpath(".//figcaption/a/@href")[0].partition("#")
    place = page(server, path).xpath(f"//li[@id='{anchor}']")
    assert [text_of(one, ".") for one in place] == ["China signatory of Artemis Accords denied"]


def test_all_that_is_said_of_a_fact(server: Server) -> None:
    predicate = f"{KG}operates"
    beidou = f"{BASE}project/beidou-navigation-satellite-system"
    found = page(server, "/fact", subject=CHINA, predicate=predicate, object=beidou)
    assert text_of(found, "//h1") == "China: operates BeiDou Navigation Satellite System"
    assert len({link.partition("#")[0] for link in found.xpath("//figcaption/a[1]/@href")}) == 2
    query = (
        f"SELECT (COUNT(?e) AS ?n) {{ GRAPH ?g {{ ?s rdf:subject <{CHINA}> ; rdf:predicate <{predicate}> ;"
        f" rdf:object <{beidou}> ; kg:evidence ?e }} }}"
    )
    assert len(found.xpath("//figure")) == int(server.ask(query, "text/csv").text.split()[1])
    assert "no document states this" in text_of(
        page(server, "/fact", 404, subject=beidou, predicate=predicate, object=CHINA), "//*[@role='alert']"
    )


def test_classes_list_their_things_and_statements_are_shown_as_they_are(server: Server) -> None:
    found = page(server, "/entity", iri=f"{KG}Alliance")
    assert "Asia-Pacific Space Cooperation Organization" in found.xpath("//ul[@class='columns']/li/a/text()")
    statement = server.ask("SELECT ?s { GRAPH ?g { ?s a kg:Statement } } ORDER BY ?s LIMIT 1", "text/csv").text.split()[
        1
    ]
    found = page(server, "/entity", iri=statement)
    rows = {text_of(row, "td[1]"): row for row in found.xpath("//tbody/tr")}
    assert {"type", "subject", "predicate", "object", "status", "evidence"} <= rows.keys()
    assert text_of(rows["status"], "td[2]").startswith(KG)


def test_programs_get_rdf(server: Server) -> None:
    denied = ox.Triple(node(CHINA), node(f"{KG}signatoryOf"), node(f"{BASE}agreement/artemis-accords"))
    for media in ("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"):
        found = triples(server, "/entity", media, iri=CHINA)
        assert ox.Triple(node(CHINA), node(f"{KG}isoCode"), ox.Literal("CN")) in found
        assert ox.Triple(node(f"{BASE}project/chang-e-6"), node("http://www.w3.org/2000/01/rdf-schema#label"),
                         ox.Literal("Chang'e-6", language="en")) in found  # fmt: skip
        assert denied not in found
        (statement,) = {
            one.subject
            for one in found
            if one.predicate == node(f"{RDF}object") and one.object == denied.object
            and ox.Triple(one.subject, node(f"{KG}status"), node(f"{KG}negated")) in found
            and ox.Triple(one.subject, node(f"{RDF}subject"), node(CHINA)) in found
        }  # fmt: skip
        (evidence,) = {
            one.object for one in found if (one.subject, one.predicate) == (statement, node(f"{KG}evidence"))
        }
        assert any(one.subject == evidence and one.predicate == node(f"{KG}quote") for one in found)
    found = page(server, "/entity", iri=CHINA)
    assert server.send(found.xpath("//link[@rel='alternate']/@href")[0]).media == "text/turtle"


@pytest.mark.parametrize("path", ["/entity", "/document"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_what_the_graph_does_not_know_is_404(server: Server, path: str, accept: str) -> None:
    reply = server.send(f"{path}?iri=http://a.example/nobody", headers={"Accept": accept})
    assert reply.status == 404
    assert "http://a.example/nobody" in reply.text
    assert reply.media == ("text/html" if accept == "text/html" else "text/plain")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "iri=",
        "iri=country/CN",
        f"iri={CHINA}&iri={CHINA}",
        "iri=http://a.example/%3E%20%7D%20UNION%20%7B%20?s%20?p%20?o",
        "iri=http://a.example/%22",
        "iri=http://a.example/%5Cu003e",
        "iri=http://a.example/a%0Ab",
        "iri=%3Chttp://a.example/b%3E",
        f"iri={CHINA}&property={KG.replace('#', '%23')}launches&start=-1",
        f"iri={CHINA}&property=x%3Ey",
    ],
)
def test_what_is_no_iri_is_refused(server: Server, query: str) -> None:
    assert server.send(f"/entity?{query}", headers={"Accept": "text/html"}).status == 400
    assert server.send(f"/fact?subject={CHINA}&object={CHINA}&predicate=%7D&{query}").status == 400


def test_hostile_texts_are_only_text(hostile: Server) -> None:
    found = page(hostile, "/entity", iri=TRICKY)
    assert found.xpath("string(//h1)") == HOSTILE
    shown = found.text_content()
    for part in ("alias ", "other ", "title ", "date ", "page ", "role "):
        assert part + HOSTILE in shown, part
    assert '"><script>alert(2)</script>' in shown
    assert "javascript:alert(1)" in shown
    assert found.xpath("//li/a/@href")[0] == "/entity?iri=javascript%3Aalert%281%29"
    assert page(hostile, "/entity", iri="javascript:alert(1)").xpath("string(//h1)") == f"other {HOSTILE}"
    fact = {"subject": TRICKY, "predicate": f"{KG}signatoryOf", "object": "javascript:alert(1)"}
    assert "<img src=x onerror=alert(1)>" in page(hostile, "/fact", 200, **fact).xpath("string(//blockquote)")


def test_long_lists_come_in_parts(tmp_path: Path) -> None:
    hub, likes, label = node("hub"), node(f"{KG}likes"), node("http://www.w3.org/2000/01/rdf-schema#label")
    quads = [ox.Quad(hub, likes, node(f"n{n}")) for n in range(250)]
    quads += [ox.Quad(node(f"n{n}"), label, ox.Literal(f"thing {n:03}")) for n in range(250)]
    quads += [ox.Quad(hub, node(f"{KG}zone{n}"), node("n0")) for n in range(70)]
    write_store(quads, tmp_path / "store")
    with running(tmp_path) as server:
        found = page(server, "/entity", iri="http://a.example/hub")
        assert len(facts(found, "asserted", "likes")) == 12
        assert len(found.xpath("//section[@class='group']")) == 60
        assert "zone69" in found.xpath("string(//h2[.='More']/following-sibling::ul)")
        path, seen = found.xpath("//a[.='All 250']/@href")[0], []
        while path:
            found = page(server, path)
            seen += [link.text_content() for link in found.xpath("//ol/li/a")]
            path = next(iter(found.xpath("//a[@rel='next']/@href")), None)
        assert found.xpath("//a[@rel='prev']")
    assert seen == [f"thing {n:03}" for n in range(250)]


def test_conclusions_of_owl_rl_are_inferred_facts(tmp_path: Path) -> None:
    own = "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix kg: <https://w3id.org/provenkg/ontology#> .\n"
    own += "<https://zoo.example/> owl:imports <https://w3id.org/provenkg/ontology> .\n"
    own += "kg:develops a owl:FunctionalProperty .\n"
    own += "<https://zoo.example/makes> a owl:ObjectProperty ; owl:equivalentProperty kg:develops ;\n"
    own += ' <http://www.w3.org/2000/01/rdf-schema#label> "makes" .\n'
    (tmp_path / "zoo.ttl").write_text(own, encoding="utf-8")
    (tmp_path / "a.txt").write_text("NASA develops the Orion spacecraft. NASA develops the Lunar Gateway.", "utf-8")
    with kg.build([tmp_path / "a.txt"], ontology=tmp_path / "zoo.ttl", infer="owl-rl") as graph:
        graph.write(tmp_path / "out")
        ((maker,), *_) = graph.query("SELECT ?who { ?who kg:develops ?what }")  # type: ignore[misc]
        ((made,), *_) = graph.query("SELECT ?o { ?who kg:develops ?o FILTER(CONTAINS(STR(?o), 'orion')) }")  # type: ignore[misc]
    with running(tmp_path / "out") as server:
        makes = facts(page(server, "/entity", iri=str(maker)), "inferred", "makes")
        assert makes == ["Lunar Gateway", "Orion spacecraft"]
        same = facts(page(server, "/entity", iri=str(made)), "inferred", "same as")
        assert same == ["Lunar Gateway", "Lunar Gateway"], "both ways"


def test_inferred_facts_say_what_they_follow_from(tmp_path: Path) -> None:
    with build([ARTICLES], infer=True) as graph:
        graph.write(tmp_path / "kg-out")
    with running(tmp_path / "kg-out") as server:
        found = page(server, "/entity", iri=CHINA)
        lunar = "International Lunar Research Station"
        (item,) = found.xpath(f"//section[@class='inferred']//section[contains(h3, 'involved in')]//li[a='{lunar}']")
        assert text_of(item, ".").startswith(f"{lunar} since → ")
        premise = page(server, item.xpath(".//span/a/@href")[0])
        assert text_of(premise, "//h1") == f"China: {text_of(item, './/span/a')} {lunar}"
        assert premise.xpath("//figure/blockquote/mark")
        found = page(server, "/entity", iri=f"{BASE}project/international-lunar-research-station")
        (item,) = found.xpath("//section[@class='inferred']//section[contains(h3, 'involved in')]//li[a='China']")
        assert " since ← (from there to here) " in text_of(item, ".")
