"""Queries and requests that are meant to do harm: each gets its error, and the server answers the next one at once."""

import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serve.graphs import serve_small
from tests.serve.server import Reply, Server, running

TIMEOUT, MEMORY, LARGEST = 2, 300, 2
"""Seconds and twice megabytes, small ones so that the tests are short."""

P = "<http://a.example/p>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    limits = ("--timeout", str(TIMEOUT), "--memory", str(MEMORY), "--max-bytes", str(LARGEST), "--workers", "2")
    with running(serve_small(tmp_path_factory.mktemp("attacks")), *limits) as server:
        yield server


class Bait:
    """A server on the loopback that counts who comes."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        bait = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                bait.visits.append(self.path)
                self.send_error(404)

            do_POST = do_GET  # noqa: N815 - the library calls it by that name

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def bait() -> Iterator[Bait]:
    bait = Bait()
    yield bait
    bait.server.shutdown()
    bait.server.server_close()


def memory(server: Server) -> int:
    """Return the largest memory that any of the processes has had, in MB."""
    found = [0]
    for pid in [server.process.pid, *server.workers()]:
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        found += [int(line.split()[1]) // 1000 for line in lines if line.startswith("VmHWM")]
    return max(found)


### Queries that read elsewhere

SERVICES = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "PREFIX p: <{0}> SELECT * {{ ?s ?q ?o FILTER(1<2)SERVICESILENTp:x#>\n{{ ?a ?b ?c }} }}",
    "SELECT * {{ ?s ?q ?o FILTER(1<2) sErViCe<{0}>{{ ?a ?b ?c }} }}",
    "SELECT * {{ #\n SERVICE#>\n<{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_reaches_nothing(server: Server, bait: Bait, query: str) -> None:
    reply = server.post(query.format(bait.address))
    assert reply.status == 400
    assert bait.visits == []
    assert server.seconds() < 0.1


def test_from_reads_no_file_and_no_address(server: Server, bait: Bait, tmp_path: Path) -> None:
    file = tmp_path / "secret.nt"
    file.write_text("<http://a.example/x> <http://a.example/y> <http://a.example/z> .\n")
    for source in (file.as_uri(), bait.address):
        assert server.ask(f"ASK FROM <{source}> {{ ?s ?p ?o }}").text.endswith("false}")
        assert server.ask(f"ASK FROM NAMED <{source}> {{ GRAPH ?g {{ ?s ?p ?o }} }}").text.endswith("false}")
        assert server.ask("ASK { ?s ?p ?o }", **{"default-graph-uri": source}).text.endswith("false}")
        assert server.send(f"/rdf-graph-store?graph={quote(source)}").status == 404
    assert bait.visits == []


def test_updates_are_refused(server: Server, bait: Bait) -> None:
    for update in (f"LOAD <{bait.address}>", "CLEAR ALL", "INSERT DATA { <a:b> <a:b> 1 }", "DELETE WHERE { ?s ?p ?o }"):
        assert server.post(update).status == 400
        assert server.post(update, headers={"Content-Type": "application/sparql-update"}).status == 403
        assert server.send(f"/sparql?update={quote(update)}").status == 400
    assert bait.visits == []
    assert server.ask("ASK { ?s ?p ?o }").text.endswith("true}")


def test_rdf_that_is_sent_is_never_read(server: Server, bait: Bait) -> None:
    """Remote contexts, external and growing entities: nothing here parses what a client sends as RDF."""
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    bodies = {
        "application/ld+json": json.dumps({"@context": bait.address, "@id": "a:b", "x": 1}),
        "application/rdf+xml": f'<!DOCTYPE r SYSTEM "{bait.address}" [<!ENTITY x SYSTEM "{bait.address}">]><r>&x;</r>',
        "application/xml": f'<!DOCTYPE r [<!ENTITY e0 "lol">{entities}]><r>&e12;</r>',
        "text/turtle": f"@prefix : <{bait.address}> . : : :.",
    }
    before = memory(server)
    for media, body in bodies.items():
        for path in ("/sparql", "/rdf-graph-store?default", "/entity?iri=a:b", "/graph"):
            for method in ("POST", "PUT"):
                reply = server.send(path, method, body=body.encode(), headers={"Content-Type": media})
                assert reply.status in {404, 405, 415}
    assert bait.visits == []
    assert memory(server) - before < 20
    assert server.ask("ASK { ?s ?p ?o }").text.endswith("true}")


### Queries that take too much

LONG = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?i) ?a",
    "group_concat": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "doubling": "SELECT (STRLEN(?x30) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    + " }",
    "path": f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join([P + '*'] * 40)} ?b }}",
    "distinct": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 900000000",
}


@pytest.mark.parametrize("name", LONG)
def test_query_that_takes_too_much_is_ended(server: Server, name: str) -> None:
    started = time.perf_counter()
    reply = server.post(LONG[name])
    assert (reply.status, reply.media) == (503, "text/plain")
    assert time.perf_counter() - started < TIMEOUT + 3
    assert reply.text.startswith(
        ("the query took longer than 2 s", "the query ended its worker", "all workers are busy")
    )
    assert server.seconds() < 0.1
    assert memory(server) < MEMORY * 1.2


def test_answer_that_grows_too_large_is_cut_and_seen_to_be(server: Server) -> None:
    reply = server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "text/csv")
    assert reply.status == 200
    assert not reply.whole
    assert LARGEST * 900_000 < len(reply.body) <= LARGEST * 1_000_000
    assert server.seconds() < 0.1


def test_client_that_does_not_read_holds_no_worker(server: Server) -> None:
    clients = []
    for _ in range(4):  # there are two workers
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", server.port))
        query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        clients.append(client)
    time.sleep(2 * TIMEOUT + 1)  # how long an attack lasts cannot be waited for otherwise
    assert server.seconds() < 0.1
    for client in clients:
        client.close()


### Queries that end a parser

NESTED = {
    "brackets": "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "not": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "groups": "ASK " + "{" * 20_000 + "}" * 20_000,
    "path brackets": "ASK { ?s " + "(" * 20_000 + P + ")" * 20_000 + " ?o }",
    "or": "ASK { FILTER(" + "||".join(["true"] * 20_000) + ") }",
    "triple terms": "ASK { " + "<<( " * 20_000 + "?s ?p ?o" + " )>>" * 20_000 + " ?p ?o }",
    "unions": "ASK { " + " UNION ".join(["{}"] * 20_000) + " }",
    "lists": "ASK { ?s ?p " + "[ ?p " * 20_000 + "1" + "]" * 20_000 + " }",
    "steps": f"ASK {{ ?s {'/'.join([P] * 4_000)} ?o }}",
}


@pytest.mark.parametrize("name", NESTED)
def test_nested_query_is_refused(server: Server, name: str) -> None:
    front = server.process.pid
    reply = server.post(NESTED[name])
    assert reply.status in ({400, 503} if name == "steps" else {400})
    assert server.process.poll() is None
    assert server.process.pid == front
    assert server.seconds() < 0.1


def test_catastrophic_pattern_is_none(server: Server) -> None:
    started = time.perf_counter()
    reply = server.ask(f"ASK {{ FILTER(REGEX('{'a' * 5000}b', '^(a+)+$')) }}")
    assert reply.text.endswith("false}")
    assert time.perf_counter() - started < TIMEOUT


### Requests from elsewhere


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "", "localhost.evil.example", "a@localhost@b"])
def test_foreign_name_is_refused(server: Server, host: str) -> None:
    assert server.send("/sparql?query=ASK%7B%7D", headers={"Host": host}).status == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8765", "LOCALHOST"])
def test_own_name_is_answered(server: Server, host: str) -> None:
    assert server.send("/sparql?query=ASK%7B%7D", headers={"Host": host}).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://localhost.evil.example", "http://[", ""])
def test_foreign_page_is_refused(server: Server, origin: str) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/"):
        reply = server.send(path, headers={"Origin": origin})
        assert reply.status == 403
        assert "access-control-allow-origin" not in reply.headers


def test_own_page_is_answered(server: Server) -> None:
    headers = {"Host": "localhost:99", "Origin": "http://localhost:99"}
    assert server.send("/sparql?query=ASK%7B%7D", headers=headers).status == 200


def test_headers_of_security_are_on_every_reply(server: Server) -> None:
    for path in ("/", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=x", "/none"):
        headers = server.send(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"


def test_client_that_says_nothing_is_sent_away(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=40) as client:
        client.sendall(b"GET /sparql HTTP/1.1\r\nHost: local")
        started = time.perf_counter()
        assert client.recv(100) == b""
        assert 5 < time.perf_counter() - started < 25


def test_an_address_without_end_is_refused(server: Server) -> None:
    for path in ("/entity?iri=http://a.example/", "/search?q=", "/sparql?query="):
        with suppress(ConnectionError):  # what was not read is thrown away with the connection
            assert server.send(path + "a" * 200_000).status in {400, 414, 431}
    assert server.send("/search?q=" + "%20".join(["a*"] * 5_000), headers={"Accept": "text/html"}).status in {400, 404}
    assert server.seconds() < 0.1


### All at once


def test_pages_are_whole_or_say_that_the_server_is_busy(server: Server) -> None:
    def read(number: int) -> int:
        reply = server.send(f"/entity?iri=http://a.example/s{number}", headers={"Accept": "text/html"})
        if reply.status == 200:
            assert f'<h1 dir="auto">s{number}</h1>' in reply.text
            assert reply.text.endswith("</html>\n")
        assert reply.status in {200, 503}
        return reply.status

    with ThreadPoolExecutor(20) as clients:
        attacks = [clients.submit(server.post, query) for query in (*LONG.values(), *NESTED.values())]
        pages = [clients.submit(read, number) for number in range(64)]
        assert [page.result() for page in pages].count(200) > 16
        assert all(attack.result().status in {400, 503} for attack in attacks)
    assert server.seconds() < 0.1


def test_clients_see_their_own_answers_and_no_other(server: Server) -> None:
    """Sixteen at once ask for numbers of their own, while attacks end the workers under them."""

    def ask(number: int) -> None:
        for turn in range(12):
            own = f"{number}-{turn}-" + "x" * (97 * number % 4000)
            reply = server.ask(f"SELECT ?s ?x {{ ?s {P} ?o BIND('{own}' AS ?x) }} LIMIT {number + 1}")
            if reply.status == 200 and reply.whole:
                rows = json.loads(reply.body)["results"]["bindings"]
                assert [row["x"]["value"] for row in rows] == [own] * (number + 1)
                answered.append(number)
            else:
                assert reply.status == 503

    def attack(number: int) -> None:
        queries = [LONG["doubling"], "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", NESTED["steps"], NESTED["or"], "x"]
        for turn in range(3):
            reply: Reply = server.post(queries[(number + turn) % len(queries)])
            assert reply.status in {400, 503} or not reply.whole

    answered: list[int] = []
    with ThreadPoolExecutor(20) as clients:
        work = [clients.submit(ask, number) for number in range(16)] + [clients.submit(attack, n) for n in range(4)]
        for done in work:
            done.result()
    assert len(answered) > 16 * 12 / 2
    assert server.seconds() < 0.1
