"""Clients that people use, against the running server."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
import SPARQLWrapper
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.conftest import Run
from tests.serve.graphs import DATA, serve_small
from tests.serve.server import Server, running

SELECT = "SELECT ?s ?o { ?s <http://a.example/p> ?o } ORDER BY ?s LIMIT 5"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(serve_small(tmp_path_factory.mktemp("clients"))) as server:
        yield server


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("requesting", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper(server: Server, method: str, requesting: str) -> None:
    if (method, requesting) == (SPARQLWrapper.GET, SPARQLWrapper.POSTDIRECTLY):
        method = SPARQLWrapper.POST
    client: Any = SPARQLWrapper.SPARQLWrapper(server.url)
    client.setMethod(method)
    client.setRequestMethod(requesting)
    client.setQuery(SELECT)
    client.setReturnFormat(SPARQLWrapper.JSON)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 5
    client.setReturnFormat(SPARQLWrapper.XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == 5
    client.setReturnFormat(SPARQLWrapper.CSV)
    assert client.queryAndConvert().decode().count("\n") == 6


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper reads into one
@pytest.mark.parametrize("form", [SPARQLWrapper.TURTLE, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD])
def test_sparqlwrapper_reads_triples(server: Server, form: str) -> None:
    client: Any = SPARQLWrapper.SPARQLWrapper(server.url)
    client.setQuery("CONSTRUCT WHERE { <http://a.example/s1> ?p ?o }")
    client.setReturnFormat(form)
    found = client.queryAndConvert()
    assert (b"http://a.example/s7" in found) if isinstance(found, bytes) else len(found) == 1


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(server: Server, method: str) -> None:
    store = SPARQLStore(server.url, method=method)
    assert len(list(store.query(SELECT))) == 5
    subject = URIRef("http://a.example/s1")
    assert [str(o) for (_, _, o), _ in store.triples((subject, None, None))] == ["http://a.example/s7"]
    assert f"{DATA}data1.rdf" in {str(graph) for graph in store.contexts()}


def test_curl(server: Server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    command = [curl, "-sS", "--fail", "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}", server.url]
    for more in ([], ["--get"]):
        assert subprocess.run([*command, *more], capture_output=True, text=True, check=True).stdout.count("\n") == 6


def test_pandas(server: Server) -> None:
    address = f"{server.url}?{urlencode({'query': SELECT})}"
    assert pd.read_csv(f"{address}&format=csv").shape == (5, 2)
    assert pd.read_csv(address, storage_options={"Accept": "text/csv"}).shape == (5, 2)


def test_kg_query_asks_it_as_it_asks_a_folder(run: Run, articles: Path) -> None:
    with running(articles) as server:
        for question in (["cooperation"], ["SELECT ?s { ?s a kg:Agreement } ORDER BY ?s"], ["ASK {}"]):
            there = run("query", "--endpoint", server.url, *question, "--format", "csv")
            assert there.code == 0, there.err
            assert there.out == run("query", "-g", articles, *question, "--format", "csv").out
