"""Measure what `kg serve` adds to a small query, beside Oxigraph in this process and its own server.

    python benchmarks/serving.py [QUADS]

Prints the median and the slowest tenth of 500 queries in milliseconds, each for a node of its own, over one connection.
Fails when `kg serve` adds 3 ms or more to what Oxigraph takes by itself. `oxigraph serve-read-only` is measured where
it is installed (PyPI: oxigraph).
"""

import http
import http.client
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.store import open_store, write_store
from kg.store.generations import current

ROOT = Path(__file__).parent.parent
QUADS, QUERIES, LIMIT = 200_000, 500, 3.0
PAUSE = 2.0
JSON = "application/sparql-results+json"

Ask = Callable[[str], bytes]


def quads(number: int) -> Iterator[ox.Quad]:
    """Yield a chain with labels."""
    follows, label = (
        ox.NamedNode("http://a.example/follows"),
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    )
    for at in range(number // 2):
        node = ox.NamedNode(f"http://a.example/{at}")
        yield ox.Quad(node, follows, ox.NamedNode(f"http://a.example/{(at * 7919) % (number // 2)}"))
        yield ox.Quad(node, label, ox.Literal(f"node {at}", language="en"))


def query(number: int) -> str:
    """Return a query of two hops."""
    node = f"<http://a.example/{number}>"
    return (
        f"SELECT ?b ?l {{ {node} <http://a.example/follows> ?a . ?a <http://a.example/follows> ?b . ?b rdfs:label ?l }}"
    )


def full(text: str) -> str:
    """Return a query with the declaration that others need."""
    return f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {text}"


def measure(ask: Ask, number: int) -> tuple[float, float, bytes]:
    """Return median and slowest tenth in milliseconds, and the last answer."""
    taken, answer = [], b""
    for at in range(QUERIES + 20):
        text = full(query(at * 31 % (number // 2)))
        started = time.perf_counter()
        answer = ask(text)
        taken.append(1000 * (time.perf_counter() - started))
    warm = sorted(taken[20:])
    return statistics.median(warm), warm[len(warm) * 9 // 10], answer


def raw(store: ox.Store) -> Ask:
    """Return what asks the store in this process."""

    def ask(text: str) -> bytes:
        solutions = store.query(text)
        assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - it is a SELECT
        return solutions.serialize(format=ox.QueryResultsFormat.JSON) or b""

    return ask


def over_http(port: int, path: str) -> Ask:
    """Return what asks a server over one connection; after a pause over another, since servers close silent ones."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    used = time.monotonic()

    def ask(text: str) -> bytes:
        nonlocal used
        if time.monotonic() - used > PAUSE:
            connection.close()
        connection.request("GET", f"{path}?query={quote(text)}", headers={"Accept": JSON})
        reply = connection.getresponse()
        answer = reply.read()
        used = time.monotonic()
        if reply.status != http.HTTPStatus.OK:
            message = f"{path} answered {reply.status}: {answer[:200].decode(errors='replace')}"
            raise OSError(message)
        return answer

    return ask


@contextmanager
def kg_serve(folder: Path) -> Iterator[Ask]:
    """Run `kg serve`."""
    command = [sys.executable, "-m", "kg", "serve", "-q", "-g", str(folder), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr  # noqa: S101 - it was started with a pipe
        try:
            yield over_http(int(process.stderr.readline().split("/")[2].rpartition(":")[2]), "/sparql")
        finally:
            process.terminate()


@contextmanager
def oxigraph_serve(program: str, place: Path) -> Iterator[Ask]:
    """Run Oxigraph's own server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "serve-read-only", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield over_http(port, "/query")
        finally:
            process.terminate()


def _wait(port: int) -> None:
    """Wait until something listens; raise OSError when nothing does within ten seconds."""
    for left in reversed(range(100)):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        except OSError:
            if not left:
                raise
            time.sleep(0.1)
        else:
            return


def main() -> int:
    """Print the figures; return 1 when `kg serve` adds too much."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else QUADS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_store(quads(number), folder / "store")
        figures = {"pyoxigraph in this process": measure(raw(open_store(folder)), number)}
        with kg_serve(folder) as ask:
            figures["kg serve"] = measure(ask, number)
        program, place = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}"), current(folder / "store")
        if program and place:
            with oxigraph_serve(program, place) as ask:
                figures["oxigraph serve-read-only"] = measure(ask, number)
    for title, (median, slow, answer) in figures.items():
        print(f"{title:28} median {median:6.2f} ms   slowest tenth {slow:6.2f} ms   {len(answer)} bytes")
    added = figures["kg serve"][0] - figures["pyoxigraph in this process"][0]
    print(f"{'kg serve adds':28} {added:13.2f} ms   (limit {LIMIT} ms)")
    return int(added >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
