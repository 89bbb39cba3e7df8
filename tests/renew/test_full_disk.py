"""Builds on a disk that is full: a real file system in memory, as large as it is told to be."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import ROOT
from tests.renew.builds import FILLER, WHOLE, Nursery, fill
from tests.renew.docs import BUILD, FULL, OUT, Docs, builds, docs, moments
from tests.renew.states import NOTHING, left_over, state

__all__ = ["builds", "docs"]  # fixtures

REQUIRED = os.environ.get("KG_REQUIRE_MOUNT") == "1"
PAGE = 4096
"""Bytes that the file system gives at a time."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tmpfs is Linux's")


NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


@cache
def mounts(*before: str) -> bool:
    """Return whether a file system can be mounted here, after some other command if one is given."""
    with TemporaryDirectory() as place:
        command = (*before, "sh", "-c", 'mount -t tmpfs tmpfs "$0" && umount "$0"', place)
        return not subprocess.run(command, capture_output=True, check=False).returncode


class Disk:
    """A file system of its own at `out`, with as much room as is wanted."""

    def __init__(self) -> None:
        OUT.mkdir()
        self.place = OUT.absolute()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.place], check=True)

    def used(self) -> int:
        """Return how many bytes are taken."""
        found = os.statvfs(OUT)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def leave(self, room: int) -> None:
        """Leave so many bytes free."""
        size = -(-(self.used() + room) // PAGE) * PAGE
        subprocess.run(["mount", "-o", f"remount,size={max(size, PAGE)}", OUT], check=True)

    def remove(self) -> None:
        """Unmount it."""
        subprocess.run(["umount", "--lazy", self.place], check=True)


@pytest.fixture
def disk(docs: Docs) -> Iterator[Disk]:
    """Yield a disk at `out`."""
    if not mounts():
        pytest.skip("file systems cannot be mounted here; the last test sees to it")
    found = Disk()
    try:
        yield found
    finally:
        found.remove()


def test_disk_that_fills_up_at_any_operation_is_told_and_leaves_the_former_state(
    builds: Nursery, docs: Docs, disk: Disk
) -> None:
    """From then on the system itself refuses whatever takes room, to Python, SQLite and RocksDB alike."""
    now, ends = 0, []
    docs.turn(now)
    assert builds.run(*BUILD).code == 0
    for at in moments(3):
        docs.turn(1 - now)
        before = disk.used()
        done = builds.run(*BUILD, fault="fill", at=at)
        if not (OUT / FILLER).exists():
            break
        assert (done.code, done.err) in [(2, FULL), (0, "")]
        ends.append(done.code == 0)
        now = 1 - now if ends[-1] else now
        assert state(OUT) == docs.states[now]  # while it is full
        (OUT / FILLER).unlink()
        assert left_over(OUT) == []
        assert ends[-1] or disk.used() <= before
        if at % 2 == 0 and not ends[-1]:
            assert builds.run(*BUILD).code == 0
            now = 1 - now
            assert state(OUT) == docs.states[now]
    assert ends.count(False) > 5  # there was not room enough
    assert ends.count(True) > 5  # no more was needed: all that was left was moving


def test_disk_that_is_too_small_by_any_share_is_told(builds: Nursery, docs: Docs, disk: Disk) -> None:
    docs.turn(0)
    assert builds.run(*BUILD).code == 0
    docs.turn(1)
    chance, failed = random.Random(8), 0  # noqa: S311 - sizes, not secrets
    for _ in range(100 if WHOLE else 12):
        before = disk.used()
        disk.leave(chance.randrange(0, before))
        done = builds.run(*BUILD)
        if done.code == 0:
            docs.turn(0)
        else:
            failed += 1
            assert (done.code, done.out, done.err) == (2, "", FULL)
            assert state(OUT) == docs.states[0]
            assert left_over(OUT) == []
            assert disk.used() <= before
        disk.leave(64 << 20)
        assert builds.run(*BUILD).code == 0
        assert state(OUT) == docs.states[int(done.code != 0)]
        docs.turn(0)
        assert builds.run(*BUILD).code == 0
        docs.turn(1)
    assert failed > 4


def test_first_build_on_a_disk_that_is_full_leaves_nothing(builds: Nursery, docs: Docs, disk: Disk) -> None:
    docs.turn(0)
    for room in (0, 100_000, 500_000):
        disk.leave(room)
        done = builds.run(*BUILD)
        assert (done.code, done.out, done.err) == (2, "", FULL)
        assert [*OUT.iterdir()] == []
        assert state(OUT) == NOTHING
    disk.leave(64 << 20)
    assert builds.run(*BUILD).code == 0
    assert state(OUT) == docs.states[0]


def test_graph_on_a_full_disk_can_be_asked_and_checked(builds: Nursery, docs: Docs, disk: Disk) -> None:
    docs.turn(0)
    assert builds.run(*BUILD).code == 0
    fill(OUT)
    assert builds.run("query", "ASK { ?s ?p ?o }", "-d", "out").out == "yes\n"
    assert builds.run("build", "--check", "-o", "out").code == 0
    done = builds.run("import", str(docs.other / "graph.nq"), "-o", "out")
    assert (done.code, done.out, done.err) == (2, "", FULL)
    assert state(OUT) == docs.states[0]
    (OUT / FILLER).unlink()
    assert left_over(OUT) == []


def test_disks_are_full_in_a_namespace() -> None:
    """Who is not root may mount file systems in a namespace of their own, where the tests above are run."""
    if mounts():
        return  # and were
    if not mounts(*NAMESPACE):
        message = "NO MOUNT: full disks were not tested, since neither mount nor unshare is allowed here"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    command = (*NAMESPACE, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__)
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
