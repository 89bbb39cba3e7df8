"""SPARQL 1.1 Protocol and Graph Store HTTP Protocol, as the running server speaks them."""

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from tests.serve.graphs import DATA, serve_small
from tests.serve.server import Server, running

ONE, TWO, THREE = (f"{DATA}data{n}.rdf" for n in (1, 2, 3))
SELECT = "SELECT ?o { <http://a.example/s1> <http://a.example/p> ?o }"
CONSTRUCT = "CONSTRUCT WHERE { <http://a.example/s1> <http://a.example/p> ?o }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
READS = "GET, HEAD, OPTIONS, POST"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(serve_small(tmp_path_factory.mktemp("protocol"))) as server:
        yield server


### Ways to ask


def test_get_answers(server: Server) -> None:
    reply = server.ask(SELECT)
    assert (reply.status, reply.media) == (200, "application/sparql-results+json")
    assert json.loads(reply.body)["results"]["bindings"][0]["o"]["value"] == "http://a.example/s7"


def test_form_and_direct_post_answer_as_get_does(server: Server) -> None:
    expected = server.ask(SELECT).body
    form = server.send("/sparql", "POST", body=urlencode({"query": SELECT}).encode(), headers=FORM)
    assert (form.body, server.post(SELECT).body) == (expected, expected)


def test_slash_behind_the_address_does_not_matter(server: Server) -> None:
    assert server.send(f"/sparql/?query={quote(SELECT)}").status == 200


def test_head_answers_without_a_body(server: Server) -> None:
    reply = server.send(f"/sparql?query={quote(SELECT)}", "HEAD")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) == len(server.ask(SELECT).body)


def test_options_tells_the_methods(server: Server) -> None:
    reply = server.send("/sparql", "OPTIONS")
    assert (reply.status, reply.headers["allow"]) == (204, READS)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_that_there_are(server: Server, method: str) -> None:
    reply = server.send("/sparql", method)
    assert (reply.status, reply.headers["allow"]) == (405, READS)


def test_http_1_0_is_answered(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(f"GET /sparql?query={quote(SELECT)} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        received = b""
        while part := client.recv(65536):
            received += part
    assert received.startswith(b"HTTP/1.1 200 ")
    assert b"http://a.example/s7" in received


def test_names_in_any_script_are_found(server: Server) -> None:
    reply = server.ask('SELECT ("中国 a%20b +" AS ?x) {}', "text/csv")
    assert reply.text.split("\r\n")[1] == "中国 a%20b +"


def test_known_prefixes_need_no_declaration(server: Server) -> None:
    assert server.ask("ASK { ?s rdfs:label ?l }").text.endswith("true}")


### Datasets

BOTH = f"ASK {{ <{ONE}> a ?t . <{TWO}> a ?t }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{ONE}> a ?t }} GRAPH ?h {{ <{TWO}> a ?t }} }}"


def truth(server: Server, query: str, **parameters: Any) -> bool:
    found = json.loads(server.ask(query, **parameters).body)["boolean"]
    assert isinstance(found, bool)
    return found


def test_default_graphs_are_merged(server: Server) -> None:
    assert truth(server, BOTH, **{"default-graph-uri": [ONE, TWO]})
    assert not truth(server, BOTH, **{"default-graph-uri": ONE})
    assert not truth(server, BOTH)


def test_named_graphs_are_those_given(server: Server) -> None:
    assert truth(server, NAMED, **{"named-graph-uri": [ONE, TWO]})
    assert not truth(server, NAMED, **{"named-graph-uri": [ONE]})


def test_with_named_graphs_alone_the_default_graph_is_empty(server: Server) -> None:
    assert not truth(server, "ASK { ?s ?p ?o }", **{"named-graph-uri": ONE})


def test_parameters_go_before_from(server: Server) -> None:
    query = f"ASK FROM <{TWO}> {{ <{ONE}> a ?t }}"
    assert truth(server, query, **{"default-graph-uri": ONE})
    assert not truth(server, query)


def test_parameters_in_the_address_of_a_post_count(server: Server) -> None:
    fields = urlencode({"default-graph-uri": [ONE, TWO]}, doseq=True)
    headers = {"Content-Type": "application/sparql-query"}
    assert server.send(f"/sparql?{fields}", "POST", body=BOTH.encode(), headers=headers).text.endswith("true}")


### What comes back

MEDIA = [
    (SELECT, "application/sparql-results+xml"),
    (SELECT, "text/csv"),
    (SELECT, "text/tab-separated-values"),
    (SELECT, "application/json"),
    ("ASK {}", "application/sparql-results+xml"),
    (CONSTRUCT, "text/turtle"),
    (CONSTRUCT, "application/n-triples"),
    (CONSTRUCT, "application/rdf+xml"),
    (CONSTRUCT, "application/ld+json"),
    (CONSTRUCT, "application/trig"),
    (CONSTRUCT, "application/n-quads"),
]


@pytest.mark.parametrize(("query", "accept"), MEDIA)
def test_answer_is_in_the_form_that_is_accepted(server: Server, query: str, accept: str) -> None:
    reply = server.ask(query, f"image/png, {accept};q=0.9, */*;q=0.1")
    assert (reply.status, reply.media) == (200, accept)
    if query == CONSTRUCT:
        assert len(list(ox.parse(reply.body, format=ox.RdfFormat.from_media_type(accept)))) == 1
    elif query == SELECT:
        assert "http://a.example/s7" in reply.text


@pytest.mark.parametrize(("accept", "media"), [("image/png", "text/turtle"), ("text/csv", "text/turtle")])
def test_triples_never_come_as_a_table(server: Server, accept: str, media: str) -> None:
    assert server.ask("DESCRIBE <http://a.example/s1>", accept).media == media


def test_format_goes_before_accept(server: Server) -> None:
    assert server.ask(SELECT, "application/json", format="csv").media == "text/csv"
    assert server.ask(CONSTRUCT, "application/json", format="json").media == "text/turtle"


def test_service_description_names_this_address(server: Server) -> None:
    reply = server.send("/sparql")
    assert reply.media == "text/turtle"
    triples = list(ox.parse(reply.body, format=ox.RdfFormat.TURTLE))
    endpoint = "http://www.w3.org/ns/sparql-service-description#endpoint"
    assert [str(t.object) for t in triples if t.predicate.value == endpoint] == [f"<{server.url}>"]


### What is refused

UPDATE = "INSERT DATA { <http://a.example/s> <http://a.example/p> 1 }"
QUERY_TYPE = {"Content-Type": "application/sparql-query"}
UTF_16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
REFUSED = [
    ("syntax", "/sparql?query=SELEC", "GET", None, {}, 400),
    ("empty", "/sparql?query=", "GET", None, {}, 400),
    ("two queries", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "GET", None, {}, 400),
    ("address and body", "/sparql?query=ASK%7B%7D", "POST", b"ASK {}", QUERY_TYPE, 400),
    ("address and form", "/sparql?query=ASK%7B%7D", "POST", b"query=ASK%7B%7D", FORM, 400),
    ("no query", "/sparql", "POST", b"a=b", FORM, 400),
    ("update by GET", "/sparql?update=CLEAR%20ALL", "GET", None, {}, 400),
    ("update form", "/sparql", "POST", b"update=CLEAR%20ALL", FORM, 403),
    ("update", "/sparql", "POST", UPDATE.encode(), {"Content-Type": "application/sparql-update"}, 403),
    ("update as query", "/sparql", "POST", UPDATE.encode(), QUERY_TYPE, 400),
    ("no type", "/sparql", "POST", b"ASK {}", {}, 415),
    ("wrong type", "/sparql", "POST", b"ASK {}", {"Content-Type": "text/plain"}, 415),
    ("charset", "/sparql", "POST", "ASK {}".encode("utf-16"), UTF_16, 415),
    ("compressed", "/sparql", "POST", b"x", {**QUERY_TYPE, "Content-Encoding": "gzip"}, 415),
    ("bytes", "/sparql", "POST", b"ASK { ?s ?p '\xff' }", QUERY_TYPE, 400),
    ("bytes in a form", "/sparql?query=ASK%7B%7D%FF", "GET", None, {}, 400),
    ("percent", "/sparql?query=ASK%7B%zz", "GET", None, {}, 400),
    ("graph IRI", "/sparql?query=ASK%7B%7D&default-graph-uri=no%20iri", "GET", None, {}, 400),
    ("parameters", "/sparql?" + "a=1&" * 201 + "query=ASK%7B%7D", "GET", None, {}, 400),
    ("long body", "/sparql", "POST", b"#" * 1_000_001, QUERY_TYPE, 413),
    ("elsewhere", "/../../etc/passwd", "GET", None, {}, 404),
    ("elsewhere, encoded", "/%2e%2e/%2e%2e/etc/passwd", "GET", None, {}, 404),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[0])
def test_wrong_request_is_refused_with_a_reason(
    server: Server, case: tuple[str, str, str, bytes | None, dict[str, str], int]
) -> None:
    _, path, method, body, headers, status = case
    reply = server.send(path, method, body=body, headers=headers)
    assert (reply.status, reply.media) == (status, "text/plain")
    assert reply.text.strip()
    assert server.ask("ASK {}").status == 200


def test_syntax_error_points_at_the_place(server: Server) -> None:
    assert server.ask("SELECT ?s {\n ?s ?p\n}").text.startswith("line 3, column 1: unexpected }.")


def test_chunked_body_is_refused(server: Server) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    for length in ("", "Content-Length: 6\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
            client.sendall(f"{head}{length}Transfer-Encoding: chunked\r\n\r\n6\r\nASK {{}}\r\n0\r\n\r\n".encode())
            assert client.recv(100).split()[1] in {b"411", b"400"}


### Graphs


def graph(server: Server, query: str, accept: str = "application/n-quads") -> list[ox.Quad]:
    reply = server.send(f"/rdf-graph-store{query}", headers={"Accept": accept})
    assert (reply.status, reply.media) == (200, accept)
    return list(ox.parse(reply.body, format=ox.RdfFormat.from_media_type(accept)))


def test_graphs_are_printed(server: Server) -> None:
    assert [quad.subject.value for quad in graph(server, f"?graph={quote(ONE)}", "text/turtle")] == [ONE]  # type: ignore[union-attr]
    assert len(graph(server, "?default", "application/n-triples")) == 1002
    assert len(graph(server, "")) == 1005


@pytest.mark.parametrize(
    ("query", "method", "status"),
    [
        ("?graph=http://a.example/none", "GET", 404),
        ("?graph=no%20iri", "GET", 400),
        ("?graph=", "GET", 400),
        ("?default&graph=http://a.example/g", "GET", 400),
        ("?default", "PUT", 405),
        ("?default", "POST", 405),
        ("?default", "DELETE", 405),
    ],
)
def test_wrong_request_for_a_graph_is_refused(server: Server, query: str, method: str, status: int) -> None:
    assert server.send(f"/rdf-graph-store{query}", method).status == status
