"""Builds that are cut short at each of their file operations: killed, stopped, or told that the disk is full."""

import shutil
import signal
import sys
from collections.abc import Iterator

import pytest

from tests.renew.builds import Fault, Nursery
from tests.renew.docs import BUILD, FULL, OUT, STOPPED, Docs, builds, docs, moments
from tests.renew.states import NOTHING, State, former, left_over, state, state_of_copy

__all__ = ["builds", "docs"]  # fixtures

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork")


def kill_each(builds: Nursery, docs: Docs) -> Iterator[tuple[int, State]]:
    """Kill builds at one operation after the other, a new state each time; yield which, and what the folder says."""
    number, at = 0, 0
    while True:
        number, at = 1 - number, at + 1
        docs.turn(number)
        done = builds.run(*BUILD, fault="kill", at=at)
        if done.code == 0:
            return
        assert done.code == -signal.SIGKILL, done
        yield number, state_of_copy(OUT) if OUT.exists() else NOTHING


def test_build_killed_at_any_operation_leaves_one_of_two_states_and_the_next_finishes(
    builds: Nursery, docs: Docs
) -> None:
    docs.turn(0)
    builds.run(*BUILD)
    found = []
    for number, left in kill_each(builds, docs):
        assert left in docs.states
        found.append(docs.states.index(left) == number)
        done = builds.run(*BUILD)
        assert (done.code, done.err) == (0, "")
        assert state(OUT) == docs.states[number]
        assert left_over(OUT) == []
        assert former(OUT) == docs.states[1 - number]["graph.nq"]
    assert found.count(False) > 15  # the former state was left
    assert found.count(True) > 15  # or the new one


def test_first_build_killed_at_any_operation_leaves_nothing_or_all_and_the_next_finishes(
    builds: Nursery, docs: Docs
) -> None:
    docs.turn(1)
    found = []
    for at in moments(2):
        shutil.rmtree(OUT, ignore_errors=True)
        if builds.run(*BUILD, fault="kill", at=at).code == 0:
            break
        left = state_of_copy(OUT) if OUT.exists() else NOTHING
        assert left in (NOTHING, docs.states[1])
        found.append(left != NOTHING)
        done = builds.run(*BUILD)
        assert (done.code, done.err) == (0, "")
        assert state(OUT) == docs.states[1]
        assert left_over(OUT) == []
    assert len(found) > 15
    assert found == sorted(found)


@pytest.mark.parametrize(("fault", "code"), [("interrupt", 130), ("terminate", 143)])
def test_build_stopped_at_any_operation_says_so_in_a_line_and_leaves_nothing_over(
    builds: Nursery, docs: Docs, fault: Fault, code: int
) -> None:
    docs.turn(0)
    builds.run(*BUILD)
    now, found = 0, []
    for at in moments(3):
        docs.turn(1 - now)
        done = builds.run(*BUILD, fault=fault, at=at)
        assert "Traceback" not in done.err
        if done.code == 0:
            break
        assert (done.code, done.out, done.err.strip()) == (code, "", STOPPED)
        assert left_over(OUT) == []
        left = state(OUT)
        found.append(left == docs.states[1 - now])
        assert found[-1] or left == docs.states[now]
        now = 1 - now if found[-1] else now
    assert found.count(False) > 5
    assert found.count(True) > 5


def test_first_build_that_is_stopped_leaves_no_folder(builds: Nursery, docs: Docs) -> None:
    docs.turn(0)
    found = []
    for at in moments(4):
        done = builds.run(*BUILD, fault="interrupt", at=at)
        if done.code == 0:
            break
        assert (done.code, done.out, done.err.strip()) == (130, "", STOPPED)
        found.append(OUT.exists())
        assert not OUT.exists() or (state(OUT) == docs.states[0] and left_over(OUT) == [])
        shutil.rmtree(OUT, ignore_errors=True)
    assert len(found) > 8
    assert found == sorted(found)


def test_disk_that_is_full_from_any_operation_on_is_told_and_leaves_the_former_state(
    builds: Nursery, docs: Docs
) -> None:
    """Each time the disk has a little more room, until there is enough for the whole build."""
    docs.turn(0)
    builds.run(*BUILD)
    docs.turn(1)
    for at in range(1, 1000):
        done = builds.run(*BUILD, fault="full", at=at)
        if done.code == 0:
            break
        assert (done.code, done.out, done.err) == (2, "", FULL)
        assert left_over(OUT) == []
        assert state(OUT) == docs.states[0]
    assert at > 10
    assert state(OUT) == docs.states[1]
    assert left_over(OUT) == []
