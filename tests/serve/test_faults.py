"""What goes wrong around a server: workers that are killed, stores that are replaced, ports that are taken."""

import asyncio
import builtins
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.compose import build
from kg.errors import KGError
from kg.serve.pool import Worker
from kg.serve.run import serve
from kg.serve.settings import Settings
from kg.serve.wire import END, PART, frame
from tests.conftest import ROOT, Run
from tests.serve.graphs import serve_small
from tests.serve.server import Server, running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(serve_small(tmp_path), "--workers", "2") as server:
        yield server


def wait_until(true: object, seconds: float = 20) -> None:
    assert callable(true)
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are found in /proc")
def test_killed_workers_are_replaced(server: Server) -> None:
    for _ in range(3):
        wait_until(lambda: len(server.workers()) == 2)
        killed = server.workers()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert server.ask("ASK {}").status in {200, 503}
        wait_until(lambda: server.ask("ASK {}").status == 200)
        assert not set(killed) & set(server.workers())


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are found in /proc")
def test_workers_end_with_a_server_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", "-g", str(serve_small(tmp_path)), "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stderr
        port = int(process.stderr.readline().split("/")[2].rpartition(":")[2])
        started = Server(process, port)
        wait_until(lambda: len(started.workers()) >= 2)
        workers = started.workers()
        process.kill()
    wait_until(lambda: not any(alive(pid) for pid in workers))


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_graph_built_anew_is_picked_up(tmp_path: Path) -> None:
    source, folder = tmp_path / "a.txt", tmp_path / "kg-out"
    query = "SELECT ?c { ?c kg:signatoryOf ?a } ORDER BY ?c"

    def rebuild(country: str) -> None:
        source.write_text(f"The Artemis Accords were signed by {country} in Washington on 21 June 2023.\n")
        with build([source]) as graph:
            graph.write(folder)

    rebuild("India")
    with running(folder, "--workers", "2") as server:
        assert server.ask(query, "text/csv").text.count("country/IN") == 1
        for country, code in (("Japan", "JP"), ("Brazil", "BR")):
            rebuild(country)
            for _ in range(4):  # every worker
                answer = server.ask(query, "text/csv").text
                assert f"country/{code}" in answer
                assert "country/IN" not in answer


def test_store_is_replaced_while_an_answer_streams(tmp_path: Path) -> None:
    folder = serve_small(tmp_path)
    with running(folder, "--timeout", "60") as server, socket.create_connection(("127.0.0.1", server.port)) as client:
        query = "SELECT%20*%20%7B?a%20?b%20?c.?d%20%3Chttp://a.example/p%3E%20?f%7DLIMIT%20300000"
        client.sendall(f"GET /sparql?query={query} HTTP/1.0\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode())
        received = bytearray(client.recv(1000))
        serve_small(folder)
        assert server.ask("ASK { ?s ?p ?o }").text.endswith("true}")
        client.settimeout(30)
        while part := client.recv(1 << 20):
            received += part
    assert received.partition(b"\r\n\r\n")[2].count(b"\r\n") == 300_001


@pytest.mark.parametrize("form", ["json", "html"])
def test_a_client_that_leaves_takes_its_query_with_it(tmp_path: Path, form: str) -> None:
    """So that a page can give up a query: its worker would be busy until the time-out."""
    log = tmp_path / "log"
    query = "SELECT%20(COUNT(*)%20AS%20?n)%20%7B?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i%7D"
    with running(serve_small(tmp_path), "--workers", "1", "--timeout", "120", log=log) as server:
        started = time.monotonic()
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(f"GET /sparql?query={query}&format={form} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            client.settimeout(1)
            with pytest.raises(TimeoutError):
                client.recv(1)
        assert server.ask("ASK {}").text.endswith("true}")
        assert time.monotonic() - started < 60
    assert log.read_text().splitlines()[0].split()[4] == "499"


### The workers' answers


async def told(*frames: bytes) -> Worker:
    """Return a worker that has been asked question 7 and says something."""
    code = f"import sys; sys.stdout.buffer.write({b''.join(frames)!r})"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    return Worker(process, (), number=7, free=False)


def test_answer_to_another_question_is_never_passed_on() -> None:
    """A part that was left over from question 6 came before the answer to 7 in an early form of this server."""

    async def mixed() -> None:
        worker = await told(frame(6, PART, b"of someone else"), frame(7, PART, b"own"), frame(7, END))
        with pytest.raises(EOFError):
            await worker.read()
        assert not worker.free
        await worker.process.communicate()

    async def own() -> None:
        worker = await told(frame(7, PART, b"own"), frame(7, END))
        assert await worker.read() == (PART, b"own")
        assert not worker.free
        assert await worker.read() == (END, b"")
        assert worker.free
        await worker.process.communicate()

    asyncio.run(mixed())
    asyncio.run(own())


def test_front_does_not_load_the_store() -> None:
    code = (
        "import sys, kg.serve.app, kg.serve.pool, kg.serve.patience, kg.cli.serve; print('pyoxigraph' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"


### Starting and ending


def test_folder_without_a_store_is_an_error(run: Run) -> None:
    done = run("serve", "-g", "nowhere", "--port", "0")
    assert (done.code, done.out) == (2, "")
    assert done.err == ("error: there is no folder nowhere. Build one first, for example: kg build SOURCE -o kg-out\n")


def test_taken_port_is_an_error(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", port)
    assert done.code == 2
    assert done.err.startswith(f"error: 127.0.0.1 port {port} cannot be listened on (")
    assert done.err.endswith(f"Choose another: kg serve --port {port + 1}\n")


def test_missing_library_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    load = builtins.__import__

    def without_uvicorn(name: str, *rest: object) -> object:
        if name == "uvicorn":
            raise ModuleNotFoundError(name=name)
        return load(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_uvicorn)
    with pytest.raises(KGError) as caught:
        serve(Settings(tmp_path), ready=print)
    assert str(caught.value) == (
        "kg serve needs Starlette and uvicorn; uvicorn is not installed. Run: pip install 'provenkg[serve]'"
    )


def test_log_has_a_line_for_each_request_and_cannot_be_forged(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(serve_small(tmp_path), log=log) as server:
        server.ask("ASK {}\n2026-01-01T00:00:00Z forged\x1b[31m")
        server.send("/none%0aforged")
        server.ask("SELECT * {}")
    lines = log.read_text().splitlines()
    assert len(lines) == 3
    assert lines[0].split()[1:5] == ["127.0.0.1", "GET", "/sparql", "400"]
    assert json.loads('"' + lines[0].split('"')[1] + '"') == "ASK {} 2026-01-01T00:00:00Z forged\x1b[31m"
    assert " /none\\nforged 404 " in lines[1]
    assert lines[2].endswith('"SELECT * {}"')


def test_ipv6(tmp_path: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("there is no IPv6 here")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("there is no IPv6 here")
    command = [sys.executable, "-m", "kg", "serve", "-g", str(serve_small(tmp_path)), "--host", "::1", "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stderr
        assert process.stderr.readline().startswith("http://[::1]:")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_stopped_at_once_it_ends_at_once(tmp_path: Path) -> None:
    """The other workers are still being started then."""
    folder = serve_small(tmp_path)
    for _ in range(3):
        with running(folder, "--workers", "4"):
            pass
