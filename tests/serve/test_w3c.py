"""The protocol tests of the W3C suite that do not write, against the running server.

`KG_W3C_SPARQL11` is the folder that holds `protocol/manifest.ttl` of https://github.com/w3c/rdf-tests (sparql11).
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.serve.graphs import serve_small
from tests.serve.server import Reply, Server, running

SUITE = os.environ.get("KG_W3C_SPARQL11")
MANIFEST = Path(SUITE or ".") / "protocol" / "manifest.ttl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")

WRITING = {
    "update_dataset_default_graph", "update_dataset_default_graphs", "update_dataset_named_graphs",
    "update_dataset_full", "update_post_form", "update_post_direct", "update_base_uri",
}  # fmt: skip
"""What a server that only reads refuses."""

RESULTS = {"application/sparql-results+json", "application/sparql-results+xml"}
MEDIA = {
    "tabular": {*RESULTS, "text/csv", "text/tab-separated-values"},
    "boolean": RESULTS,
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}

pytestmark = pytest.mark.skipif(not MANIFEST.is_file(), reason="KG_W3C_SPARQL11 names no folder with the W3C tests")


def suite() -> rdflib.Graph:
    return rdflib.Graph().parse(MANIFEST, format="turtle")


def listed(graph: rdflib.Graph, head: Node | None) -> Iterator[Node]:
    return iter(Collection(graph, head)) if head is not None else iter(())


def entries() -> list[str]:
    if not MANIFEST.is_file():
        return ["absent"]
    graph = suite()
    manifest = graph.value(predicate=RDF.type, object=MF.Manifest)
    return [str(test) for test in listed(graph, graph.value(manifest, MF.entries))]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(serve_small(tmp_path_factory.mktemp("w3c"))) as server:
        yield server


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return suite()


def send(server: Server, graph: rdflib.Graph, request: Node) -> Reply:
    headers = {}
    for header in listed(graph, graph.value(request, HT.headers)):
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        encoding = str(graph.value(content, CNT.characterEncoding) or "UTF-8")
        body = str(graph.value(content, CNT.chars)).encode(encoding)
    path = str(graph.value(request, HT.absolutePath))
    return server.send(path, str(graph.value(request, HT.methodName)), body=body, headers=headers)


def statuses(graph: rdflib.Graph, response: Node) -> set[str]:
    return {str(status).rpartition("#")[2] for status in graph.objects(response, MF.expectedStatus)}


@pytest.mark.parametrize("test", entries(), ids=lambda test: test.rpartition("#")[2])
def test_protocol(server: Server, graph: rdflib.Graph, test: str) -> None:
    action = graph.value(rdflib.URIRef(test), MF.action)
    for request in listed(graph, graph.value(action, HT.requests)):
        reply = send(server, graph, request)
        response = graph.value(request, HT.resp)
        assert response is not None
        if test.rpartition("#")[2] in WRITING:
            assert reply.status == 403
            return
        classes = {f"StatusCode{reply.status // 100}xx", {200: "OK", 400: "BadRequest"}.get(reply.status, "")}
        assert classes & statuses(graph, response), reply
        form = graph.value(response, MF.expectedFormat)
        if form is not None:
            assert reply.media in MEDIA[str(form)]
        boolean = graph.value(response, MF.expectedBoolean)
        if boolean is not None:
            assert json.loads(reply.body)["boolean"] is (str(boolean) == "true")
