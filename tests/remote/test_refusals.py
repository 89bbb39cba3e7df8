"""What a store, a network or a user can do wrong: one clear error each, and no password anywhere."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from kg.errors import StoreError
from kg.remote import PROFILES, Remote, open_endpoint
from kg.remote.profiles import places
from tests.conftest import Run
from tests.remote.servers import Server, free_port, oxigraph, virtuoso

SECRET = "s3cret-w0rd"  # noqa: S105 - no secret at all
EMPTY = b'{"head": {"vars": ["g"]}, "results": {"bindings": []}}'


@dataclass
class Canned:
    """What a server says to everything, and what it was asked."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = EMPTY
    wait: float = 0
    asked: list[tuple[str, str, str, Mapping[str, str]]] = field(default_factory=list)


@contextmanager
def saying(canned: Canned) -> Iterator[str]:
    """Run a server that says the same to everything; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            canned.asked.append((self.command, self.path, body, dict(self.headers)))
            self.send_response_only(canned.status)
            for name, value in canned.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(canned.body)))
            self.end_headers()
            with suppress(ConnectionError):  # the client may have gone
                for start in range(0, len(canned.body), 8):
                    time.sleep(canned.wait)
                    self.wfile.write(canned.body[start : start + 8])

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - names of the standard library

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


NAMED = {"Server": "Oxigraph/0.5.13"}


@pytest.mark.parametrize(
    ("canned", "expected"),
    [
        (
            Canned(401, NAMED, b"no"),
            "URL/query answered 401. User, password or token are wrong: check them.",
        ),
        (
            Canned(403, NAMED, f"{SECRET} may only read".encode()),
            "URL/query answered 403. This user may not do that: give one that may write. It says: *** may only read",
        ),
        (
            Canned(500, NAMED, f"broken:\n\tpassword={SECRET}\x1b[2J".encode()),
            "URL/query answered 500. It says: broken: password=*** [2J",
        ),
        (Canned(503, NAMED, b""), "URL/query answered 503. It does not say why: look into its log."),
        (
            Canned(404, NAMED, b"No such dataset"),
            (
                "URL/query answered 404. Check the address and the kind of store, for example: --profile fuseki. "
                "It says: No such dataset"
            ),
        ),
        (
            Canned(307, NAMED | {"Location": "http://evil.example/"}, b""),
            "URL/query answered 307. It has moved to http://evil.example/. Give that address, if you trust it.",
        ),
        (
            Canned(200, NAMED, b"<html>welcome</html>"),
            (
                "URL/query answered, but with no result of SPARQL. Give the address of its SPARQL endpoint, "
                "or the kind of store, for example: --profile fuseki"
            ),
        ),
        (
            Canned(200, {"Server": "nginx"}),
            (
                "URL does not say what kind of store it is. Say it, for example: --profile fuseki, "
                "or --profile generic for any store that takes SPARQL updates."
            ),
        ),
        (
            Canned(200, NAMED | {"X-SPARQL-MaxRows": "10000"}),
            "URL/query gives 10000 rows and no more. Ask for fewer, or raise ResultSetMaxRows of the server.",
        ),
    ],
    ids=["401", "403", "500", "503", "404", "307", "no SPARQL", "unknown", "cut"],
)
def test_a_refusal_is_one_clear_error_without_the_password(
    canned: Canned, expected: str, articles: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    with saying(canned) as url:
        done = run("push", url, "-d", articles, "--user", "ann")
        assert (done.code, done.out, done.err) == (2, "", f"error: {expected.replace('URL', url)}\n")


def test_without_a_user_a_401_says_how_to_give_one(articles: Path, run: Run) -> None:
    with saying(Canned(401, NAMED)) as url:
        done = run("push", url, "-d", articles)
        assert done.err == (
            f"error: {url}/query answered 401. Give a user and password: --user NAME, and the password in the "
            "environment variable KG_PASSWORD.\n"
        )


@pytest.mark.parametrize("wait", [0.5, 0.1])
def test_a_slow_server_is_left_in_time(articles: Path, run: Run, wait: float) -> None:
    """One that is silent for long, and one that sends a few bytes now and then."""
    with saying(Canned(200, NAMED, b" " * 4_000, wait=wait)) as url:
        begun = time.monotonic()
        done = run("push", url, "-d", articles, "--profile", "oxigraph", "--timeout", "0.3")
        assert time.monotonic() - begun < 20
        assert done.err == (
            f"error: {url}/query has not answered within 0.3 seconds. "
            "Look whether the server is well, or wait longer with --timeout.\n"
        )


def test_a_dead_port(articles: Path, run: Run) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    expected = f"error: {url} cannot be reached: nothing listens there. Start the server, or check host and port.\n"
    assert run("push", url, "-d", articles).err == expected
    assert run("query", "--endpoint", url, "ASK {}").err == expected


def test_a_server_that_hangs_up(articles: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"

        def hang_up() -> None:
            connection, _ = listening.accept()
            connection.recv(10)
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        done = run("push", url, "-d", articles)
        thread.join()
    expected = f"error: {url} broke off the connection. Look whether the server still runs, then run it again.\n"
    assert done.err == expected


@pytest.mark.parametrize("url", ["localhost:7878", "ftp://a.example/", "http://"])
def test_what_is_no_address(articles: Path, run: Run, url: str) -> None:
    done = run("push", url, "-d", articles)
    assert done.code == 2
    assert "is not the address of a store. Give one such as http://localhost:7878" in done.err


### Credentials


def test_credentials_are_in_no_repr_and_in_no_message() -> None:
    remote = Remote(f"http://ann:{SECRET}@127.0.0.1:{free_port()}/", token=SECRET)
    assert SECRET not in repr(Remote("http://a.example", user="ann", password=SECRET, token=SECRET))
    with pytest.raises(StoreError) as caught:
        open_endpoint(remote)
    assert SECRET not in f"{caught.value} {caught.value.target}"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--user", "ann", "--password", SECRET], "Basic YW5uOnMzY3JldC13MHJk"),
        (["--token", SECRET], f"Bearer {SECRET}"),
        ([], None),
    ],
)
def test_credentials_are_sent(run: Run, options: list[str], expected: str | None) -> None:
    canned = Canned(200, NAMED)
    with saying(canned) as url:
        run("query", "--endpoint", url, "SELECT ?g { ?g ?p ?o }", *options)
    first, *asked = [headers.get("Authorization") for _, _, _, headers in canned.asked]
    assert first is None, "before it is known what answers there, it is told nothing"
    assert asked
    assert set(asked) == {expected}


def test_a_password_in_the_address_is_taken_out_of_it(run: Run) -> None:
    canned = Canned(500, NAMED)
    with saying(canned) as url:
        done = run("query", "--endpoint", url.replace("//", f"//ann:{SECRET}@"), "ASK {}", "--profile", "fuseki")
    assert SECRET not in done.err
    assert canned.asked[0][3]["Authorization"] == "Basic YW5uOnMzY3JldC13MHJk"


@pytest.mark.virtuoso
def test_virtuoso_with_a_wrong_password(articles: Path, run: Run, tmp_path: Path) -> None:
    with virtuoso(tmp_path / "virtuoso") as server:
        done = run("push", server.url, "-d", articles, "--user", "dba", "--password", SECRET)
        assert done.err == (
            f"error: {server.url}/sparql-auth answered 401. User, password or token are wrong: check them.\n"
        )


### Products


@pytest.mark.parametrize(
    ("headers", "path", "expected"),
    [
        ({"Server": "Oxigraph/0.5.13"}, "", "/query"),
        ({"Server": "Apache Jena Fuseki (5.2.0)"}, "/ds", "/ds/query"),
        ({"Fuseki-Request-Id": "7"}, "/ds", "/ds/query"),
        ({"Server": "GraphDB/10.8 RDF4J/5.1"}, "/repositories/kg", "/repositories/kg"),
        ({"Server": "Virtuoso/07.20.3229 (Linux)"}, "", "/sparql"),
        ({"Server": "nginx"}, "/any/sparql", "/any/sparql"),
    ],
)
def test_a_product_is_recognised(run: Run, headers: dict[str, str], path: str, expected: str) -> None:
    canned = Canned(200, headers)
    with saying(canned) as url:
        assert run("query", "--endpoint", url + path, "SELECT ?g { ?g ?p ?o }").code == 0
    posts = [(where, parse_qs(body)) for method, where, body, _ in canned.asked if method == "POST"]
    assert {where for where, _ in posts} == {expected}
    assert posts[-1][1]["query"] == ["SELECT ?g { ?g ?p ?o }"]


@pytest.mark.parametrize(
    ("name", "given", "query", "update", "graph"),
    [
        ("oxigraph", "", "/query", "/update", "/store?graph=http%3A%2F%2Fa%2F"),
        ("oxigraph", "/query", "/query", "/update", "/store?graph=http%3A%2F%2Fa%2F"),
        ("fuseki", "/ds", "/ds/query", "/ds/update", "/ds/data?graph=http%3A%2F%2Fa%2F"),
        ("fuseki", "/ds/sparql", "/ds/query", "/ds/update", "/ds/data?graph=http%3A%2F%2Fa%2F"),
        ("graphdb", "/repositories/r", "/repositories/r", "/repositories/r/statements",
         "/repositories/r/rdf-graphs/service?graph=http%3A%2F%2Fa%2F"),
        ("virtuoso", "/sparql", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth?graph-uri=http%3A%2F%2Fa%2F"),
        ("neptune", "", "/sparql", "/sparql", "/sparql/gsp/?graph=http%3A%2F%2Fa%2F"),
    ],
)  # fmt: skip
def test_every_product_has_its_places(name: str, given: str, query: str, update: str, graph: str) -> None:
    at = places(PROFILES[name], Remote(f"http://h{given}"))
    assert [at.query, at.update, at.graph("http://a/")] == [f"http://h{path}" for path in (query, update, graph)]


def test_the_command_line_knows_every_profile() -> None:
    from kg.cli.options import STORES

    assert tuple(PROFILES) == STORES


### Queries


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


def test_a_wrong_query_is_shown_with_its_place(server: Server, run: Run) -> None:
    done = run("query", "--endpoint", server.url, "SELECT ?a WHERE { ?a kg:signatoryOf }")
    assert done.code == 2
    assert "line 1, column 37" in done.err


def test_an_update_is_not_sent(server: Server, run: Run) -> None:
    done = run("query", "--endpoint", server.url, "INSERT DATA { <http://a.example/> <http://a.example/> 1 }")
    assert done.err.startswith("error: INSERT would change the store, and kg only reads it.")


def test_a_name_that_is_unknown_there(server: Server, run: Run) -> None:
    done = run("query", "--endpoint", server.url, "signatories", "agreement=Nothing")
    assert done.err.startswith("error: nothing in the graph is called 'Nothing'.")
