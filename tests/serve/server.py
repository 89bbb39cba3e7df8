"""Start `kg serve` as users do, and ask it with a client that sends what it is told to."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `whole` says whether the server ended it as HTTP demands."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool = True

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class Server:
    """A running `kg serve`."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def send(
        self,
        path: str,
        method: str = "GET",
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = 60,
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            whole = True
            try:
                found = response.read()
            except http.client.IncompleteRead as error:
                found, whole = error.partial, False
            named = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, named, found, whole)
        finally:
            connection.close()

    def ask(self, query: str, accept: str | None = None, **parameters: str | list[str]) -> Reply:
        fields = urlencode({"query": query, **parameters}, doseq=True)
        return self.send(f"/sparql?{fields}", headers={"Accept": accept} if accept else {})

    def post(self, query: str, *, headers: Mapping[str, str] | None = None) -> Reply:
        kind = {"Content-Type": "application/sparql-query", **(headers or {})}
        return self.send("/sparql", "POST", body=query.encode(), headers=kind)

    def seconds(self) -> float:
        """Return how long a small query takes: the best of three, since other programs run here too."""
        taken = []
        for _ in range(3):
            started = time.perf_counter()
            assert self.ask("ASK {}").text.endswith("true}")
            taken.append(time.perf_counter() - started)
        return min(taken)

    def workers(self) -> list[int]:
        """Return the process numbers of the workers (Linux)."""
        pid = self.process.pid
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(number) for number in found]


@contextmanager
def running(folder: Path, *options: str, log: Path | None = None) -> Iterator[Server]:
    """Yield a server of a folder on a free port; end it with Ctrl-C, which must end it well."""
    command = [sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        (log or Path(os.devnull)).open("w") as rest,
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder, env=environment) as process,
    ):
        assert process.stderr
        first = process.stderr.readline()
        assert first.startswith("http://"), first + process.stderr.read()
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=rest)  # so that the log never fills a pipe
        try:
            yield Server(process, int(first.split("/")[2].rpartition(":")[2]))
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            finally:
                drain.wait(20)
        assert code == 0
