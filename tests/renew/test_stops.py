"""Builds that are stopped with Ctrl-C, or asked to end, at random moments from their first import on."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.conftest import ROOT
from tests.renew.builds import WHOLE, Nursery, session
from tests.renew.docs import BUILD, OUT, STOPPED, Docs, builds, docs
from tests.renew.states import left_over, state
from tests.test_build import slow_site

__all__ = ["builds", "docs", "slow_site"]  # fixtures

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in /proc")

TIMES = 5 if WHOLE else 1
KG = "from kg.__main__ import start; print('ready', flush=True); start()"
"""What the command `kg` runs; before its first line a signal finds Python alone."""


class Kg:
    """A process of `kg`, and of those that it starts, in a session of its own."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", KG, *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"

    def end(self) -> tuple[int, str]:
        """Return how it ended and what it said, when none of its processes is left."""
        _, err = self.process.communicate(timeout=120)
        until = time.monotonic() + 10
        while (left := [*session(self.process.pid)]) and time.monotonic() < until:
            time.sleep(0.01)
        assert left == []
        return self.process.returncode, err


@pytest.mark.parametrize(
    ("number", "everywhere"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGTERM, True)]
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_stopped_at_a_random_moment(
    builds: Nursery, docs: Docs, *, number: signal.Signals, everywhere: bool, jobs: str
) -> None:
    """Ctrl-C comes to all processes, `kill` to one, and to all where a service is ended."""
    chance = random.Random(f"{number} {everywhere} {jobs}")  # noqa: S311 - moments, not secrets
    docs.turn(0)
    begun = time.monotonic()
    assert Kg(*BUILD, "--jobs", jobs).end() == (0, "")
    whole = time.monotonic() - begun
    now, stopped = 0, 0
    for _ in range(3 * TIMES):
        docs.turn(1 - now)
        kg = Kg(*BUILD, "--jobs", jobs)
        time.sleep(whole * chance.random())
        if everywhere:
            os.killpg(kg.process.pid, number)
        else:
            kg.process.send_signal(number)
        code, err = kg.end()
        assert code in {0, 128 + number, -number}  # the last one: before there was anything to put right, or after it
        assert err.strip() == (STOPPED if code > 0 else "")
        stopped += code != 0
        whole *= 1 if code else 0.7  # the first build may have been slower than those that follow
        assert left_over(OUT) == []
        left = state(OUT)
        assert left in docs.states
        assert left == docs.states[1 - now] or code
        now = docs.states.index(left)
    assert stopped


def test_second_ctrl_c_ends_it_on_the_spot(
    builds: Nursery, docs: Docs, slow_site: tuple[str, threading.Event, threading.Event]
) -> None:
    """A page that does not come keeps the first one waiting no longer than the second."""
    address, asked, _ = slow_site
    docs.turn(0)
    builds.run(*BUILD)
    kg = Kg("build", "docs", address, "-o", "out", "--jobs", "2")
    assert asked.wait(timeout=60)
    for _ in range(2):
        os.killpg(kg.process.pid, signal.SIGINT)
    code, err = kg.end()
    assert code in {130, -signal.SIGINT}
    assert "Traceback" not in err
    assert state(OUT) == docs.states[0]
    builds.run(*BUILD)
    assert left_over(OUT) == []
