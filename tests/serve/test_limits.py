"""The doors of a worker hold by themselves, whatever a query says: no socket, not all the memory, no broken store."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store.generations import current
from tests.conftest import ROOT
from tests.serve.graphs import node, serve_small

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

BEGIN = """
import sys, socket, pyoxigraph as ox
from pathlib import Path
from kg.serve import limits
listener = socket.create_server(("127.0.0.1", 0))
service = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
folder = Path(sys.argv[1])
limits.limit_memory(500)
before = limits.descriptors()
store = ox.Store.read_only(str(folder))
opened = limits.descriptors() - before
"""

ASK = """
try:
    list(store.query(service))
except (OSError, RuntimeError) as error:
    print(error)
listener.settimeout(0.2)
try:
    listener.accept()
    print("someone came")
except OSError:
    print("nobody came")
"""


def generation(folder: Path) -> Path:
    """Return the Oxigraph folder of a small store."""
    found = current(serve_small(folder) / "store")
    assert found
    return found


def python(code: str, folder: Path) -> str:
    command = [sys.executable, "-c", BEGIN + code, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=True).stdout


def test_service_finds_no_descriptor(tmp_path: Path) -> None:
    """The system's other door, which only Linux has, is left open here."""
    code = "limits.deny_sockets = lambda: False\nlimits.close_doors(folder, opened)\n" + ASK
    printed = python(code, generation(tmp_path))
    assert "Too many open files" in printed
    assert printed.endswith("nobody came\n") or "Too many open files" in printed.splitlines()[-1]
    assert "someone came" not in printed


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has seccomp")
def test_service_gets_no_socket(tmp_path: Path) -> None:
    printed = python("assert limits.deny_sockets()\n" + ASK, generation(tmp_path))
    assert "Permission denied" in printed
    assert printed.endswith("nobody came\n")


def test_store_of_many_files_still_answers(tmp_path: Path) -> None:
    """RocksDB opens sixteen at first: with no descriptor for the others it fills the memory until it is ended."""
    store = ox.Store(str(tmp_path / "store"))
    for part in range(12):
        quads = [ox.Quad(node(f"s{part}-{n}"), node(f"p{n}"), node(f"o{n}"), node(f"g{part}")) for n in range(20)]
        store.bulk_extend(quads)
    store.flush()
    del store
    assert len(list((tmp_path / "store").glob("*.sst"))) > 40
    code = """
limits.close_doors(folder, opened)
print(len(store))
for text in ("?g { ?s ?p ?o }", "?g { ?s <http://a.example/p3> ?o }", "<http://a.example/g7> { ?s ?p ?o }"):
    print(len(list(store.query(f"SELECT * {{ GRAPH {text} }}"))))
"""
    assert python(code, tmp_path / "store").split() == ["240", "240", "12", "20"]


def test_memory_ends(tmp_path: Path) -> None:
    code = "bytearray(600_000_000)"
    with pytest.raises(subprocess.CalledProcessError) as caught:
        python(code, generation(tmp_path))
    assert "MemoryError" in caught.value.stderr
