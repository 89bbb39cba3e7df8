"""Real stores on the loopback: an Oxigraph server, and a Virtuoso where one is installed."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3

PATIENCE = 60.0
"""Seconds to wait for a server; the machine may be busy. Virtuoso makes its database at the first start."""
VIRTUOSO_INI = Path("/etc/virtuoso-opensource-7/virtuoso.ini")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"{what} in vain"
        time.sleep(0.02)


def answers(url: str) -> bool:
    try:
        urllib3.request("GET", url, timeout=2, retries=False, headers={"Connection": "close"})
    except urllib3.exceptions.HTTPError:
        return False
    return True


@dataclass
class Server:
    """A server that can be killed and started again on the same data and port."""

    url: str
    command: list[str]
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log)
        wait_for(lambda: self.is_dead() or answers(self.url), f"waited for {self.url}")
        assert not self.is_dead(), (self.folder / "server.log").read_text()

    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "the server of PyPI's oxigraph is not installed"
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    server = Server(f"http://127.0.0.1:{port}", command, folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def require_virtuoso() -> str:
    """Return the program; skip the test loudly without it, or fail if KG_REQUIRE_VIRTUOSO is 1."""
    found = shutil.which("virtuoso-t")
    if found and VIRTUOSO_INI.is_file():
        return found
    message = "no virtuoso-t: apt-get install virtuoso-opensource"
    if os.environ.get("KG_REQUIRE_VIRTUOSO") == "1":
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    program = require_virtuoso()
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    text = VIRTUOSO_INI.read_text(encoding="latin-1").replace("/var/lib/virtuoso-opensource-7/db", str(folder))
    ports = iter((f"127.0.0.1:{free_port()}", f"127.0.0.1:{port}"))  # of its own protocol, and of HTTP
    text = re.sub(r"^ServerPort\s*=.*$", lambda _: f"ServerPort = {next(ports)}", text, flags=re.MULTILINE)
    (folder / "virtuoso.ini").write_text(text, encoding="latin-1")
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini"), "+wait"]
    server = Server(f"http://127.0.0.1:{port}", command, folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
