"""A Ray cluster of several nodes on this machine gives the bytes of one process, whatever dies meanwhile."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KGError
from kg.extract import DEFAULT
from kg.gather import to_work
from kg.kept import options_from
from kg.merge import BASE
from kg.read import READERS
from kg.resources import ONTOLOGY
from kg.shards import Where, build_shards, portions, stages
from kg.shards.engines import open_engine
from kg.shards.job import Job
from tests.conftest import Run

if os.environ.get("KG_REQUIRE_RAY") != "1":
    pytest.importorskip(
        "ray", reason="needs Ray: pip install 'provenkg[ray]' (KG_REQUIRE_RAY=1 turns a skip into a failure)"
    )
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes of Ray in /proc"),
    pytest.mark.filterwarnings("ignore"),  # Ray's own
]
SIZE = 80_000_000
"""Bytes of a node's object store, the least that Ray takes: nothing is put there."""


@pytest.fixture(scope="module")
def head() -> Iterator[Any]:
    """Yield a cluster whose head does no tasks."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        given = {"num_cpus": 0, "include_dashboard": False, "object_store_memory": SIZE}
        found = Cluster(initialize_head=True, head_node_args=given)
        yield found
        found.shutdown()  # type: ignore[no-untyped-call]


@pytest.fixture
def cluster(head: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the cluster with two nodes more, which have a processor each, and make portions small."""
    monkeypatch.setattr(portions, "LEAST_BYTES", 1500)
    while len(head.worker_nodes) < 2:
        head.add_node(num_cpus=1, object_store_memory=SIZE)
    return head


@pytest.fixture(scope="module")
def expected(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files that one process makes of the sources."""
    folder = tmp_path_factory.mktemp("local")
    build_shards([sources], folder / "graph", Where(jobs=1))
    return files(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def readers(place: Path) -> list[tuple[int, int]]:
    """Return the processes of Ray that read documents at this place, each with the one that started it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            named = (process / "cmdline").read_bytes().startswith(b"ray::reading")
            if named and (process / "cwd").readlink() == place:
                parent = (process / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[1]
                found.append((int(process.name), int(parent)))
        except OSError:  # it has just ended
            continue
    return found


class Meanwhile(threading.Thread):
    """Does something as soon as a process reads; `done` are the results."""

    def __init__(self, place: Path, what: Callable[[int, int], Any], times: int = 1) -> None:
        super().__init__(daemon=True)
        self._place, self._what, self._left = place, what, times
        self.done: list[Any] = []
        self.start()

    def run(self) -> None:
        ended = time.monotonic() + 60
        while self._left and time.monotonic() < ended:
            for process, parent in readers(self._place):
                found = self._what(process, parent)
                if found and self._left:
                    self.done.append(found)
                    self._left -= 1
            time.sleep(0.005)


def test_a_cluster_of_two_nodes_writes_the_bytes_of_one_process(
    sources: Path, tmp_path: Path, cluster: Any, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen: set[int] = set()

    def note(_: int, parent: int) -> bool:
        new = parent not in seen
        seen.add(parent)
        return new

    watch = Meanwhile(tmp_path, note, times=2)
    done = build_shards([sources], tmp_path / "ray" / "graph", Where("ray", cluster.address))
    assert files(tmp_path / "ray") == expected
    assert len(done.errors) == 6
    watch.join()
    assert len(seen) == 2, "both nodes should have read"


def test_killed_workers_lose_nothing_and_double_nothing(
    sources: Path, tmp_path: Path, cluster: Any, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    dead: set[int] = set()

    def kill(process: int, _: int) -> bool:
        if process in dead:  # and still on its way out
            return False
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            dead.add(process)
        return process in dead

    killing = Meanwhile(tmp_path, kill, times=3)
    build_shards([sources], tmp_path / "ray" / "graph", Where("ray", cluster.address))
    killing.join()
    assert len(dead) >= 3, "three workers should have been killed while they read"
    assert files(tmp_path / "ray") == expected


def test_a_node_that_goes_loses_nothing(
    sources: Path, tmp_path: Path, cluster: Any, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    node = [*cluster.worker_nodes][-1]
    raylet = node.all_processes["raylet"][0].process.pid

    def remove(_: int, parent: int) -> bool:
        if parent != raylet:
            return False
        cluster.remove_node(node, allow_graceful=False)
        return True

    gone = Meanwhile(tmp_path, remove)
    build_shards([sources], tmp_path / "ray" / "graph", Where("ray", cluster.address))
    gone.join()
    assert gone.done, "the node should have gone while a process of it read"
    assert files(tmp_path / "ray") == expected


def test_a_machine_that_is_not_fit_is_told_with_its_name(
    tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = options_from(["a.txt"], base=BASE, ontology=ONTOLOGY, infer=False)
    job = Job(
        to_work(ONTOLOGY, READERS, DEFAULT), options, 1, str(tmp_path / "gone"), str(tmp_path), "of another version"
    )
    with open_engine("ray", address=cluster.address) as engine:
        with pytest.raises(KGError, match=rf"the machine \S+ does not see {tmp_path / 'gone'}\. The sources and"):
            list(engine.each(stages.naming, [0], job, width=1))
        (tmp_path / "gone").mkdir()
        with pytest.raises(KGError, match=r"the machine \S+ has not the same provenkg, Python, libraries or ontology"):
            list(engine.each(stages.naming, [0], job, width=1))


### Wrong #############################################################################################################


def closed_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("127.0.0.1:{port}", "no Ray cluster answers at 127.0.0.1:{port} (Connection refused). Start one with:"),
        ("somewhere", "somewhere is no address of a Ray cluster. Give HOST:PORT of its head"),
        ("ray://127.0.0.1:10001", "ray://127.0.0.1:10001 is no address of a Ray cluster. Give HOST:PORT of its head"),
    ],
)
def test_an_address_without_a_cluster_is_told_at_once(run: Run, tmp_path: Path, address: str, message: str) -> None:
    port = closed_port()
    (tmp_path / "text.txt").write_text("India signed the Artemis Accords.", encoding="utf-8")
    started = time.monotonic()
    done = run("build", "text.txt", "--engine", "ray", "--address", address.format(port=port), "-o", "graph")
    assert done.code == 2
    assert done.err.startswith(f"error: {message.format(port=port)}")
    assert done.err.count("\n") == 1
    assert time.monotonic() - started < 30
    assert not [*tmp_path.glob("graph*")]


def test_without_ray_the_extra_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "text.txt").write_text("India signed the Artemis Accords.", encoding="utf-8")
    done = run("build", "text.txt", "--engine", "ray", "-o", "graph")
    assert done.code == 2
    assert done.err == (
        "error: --engine ray needs Ray, which is not installed."
        " Run: pip install 'provenkg[ray]', on each machine of the cluster\n"
    )
    with pytest.raises(KGError, match="needs Ray"):
        build_shards([tmp_path / "text.txt"], tmp_path / "graph", Where("ray"))
