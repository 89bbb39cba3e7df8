"""Builds that are killed, and two at once: real processes, ended at random moments."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import kg
from kg.renew import renew
from tests.conftest import ROOT, Run
from tests.renew.test_renew import DOCS, OUT, SENTENCES, place, same_as_from_nothing
from tests.test_build import slow_site

__all__ = ["place", "slow_site"]  # fixtures

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

# The imports are done before the clock starts, so that the kills fall into the work.
CODE = """
import sys
from kg.cli import main
import kg.renew, kg.store, kg.view.page, kg.search, kg.find, kg.link, kg.relate
print("ready", flush=True)
main(["build", *sys.argv[1:]])
"""


def start(*arguments: str) -> "subprocess.Popen[str]":
    """Return a build that is about to begin."""
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def ended(process: "subprocess.Popen[str]") -> float:
    """Return how many seconds a build takes from here."""
    begun = time.monotonic()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return time.monotonic() - begun


def test_a_build_killed_at_any_moment_leaves_the_last_graph_and_is_finished_by_the_next(place: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - moments, not secrets
    renew(OUT, DOCS)
    texts = {(OUT / "graph.nq").read_bytes()}
    (place / "docs" / "new.txt").write_text(SENTENCES[5], encoding="utf-8")
    whole = ended(start("-q", "docs", "-o", "out"))
    texts.add((OUT / "graph.nq").read_bytes())
    unfinished = 0
    for number in range(10):
        (place / "docs" / "new.txt").write_text(f"{SENTENCES[number % 7]} Take {number}.", encoding="utf-8")
        process = start("-q", "docs", "-o", "out")
        time.sleep(whole * chance.uniform(0.0, 1.1))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        unfinished += process.returncode == -signal.SIGKILL
        with kg.open(OUT) as graph:  # finishes what was half moved
            assert graph.report["totals"]["documents"] == 5 + (OUT / "graph.nq").read_text().count("docs/new.txt")
            assert sorted(set(map(str, graph.store))) == sorted(
                line.removesuffix(" .") for line in (OUT / "graph.nq").read_text(encoding="utf-8").splitlines()
            )
        if number % 3 == 0:
            renew(OUT, DOCS)
            assert same_as_from_nothing(OUT, DOCS)
    assert unfinished
    renew(OUT, DOCS)
    assert same_as_from_nothing(OUT, DOCS)
    assert not [path.name for path in OUT.iterdir() if path.name.startswith(".")]


def test_second_build_is_told_before_it_reads_and_readers_are_not_kept_waiting(
    place: Path, run: Run, slow_site: tuple[str, threading.Event, threading.Event]
) -> None:
    assert place
    address, asked, _ = slow_site
    renew(OUT, DOCS)
    process = start("docs", address, "-o", "out")
    assert asked.wait(timeout=60)  # it is reading now
    for arguments in (["build", "docs"], ["build", "missing"], ["import", "out/graph.nq"]):
        done = run(*arguments, "-o", "out")
        assert done.code == 2
        assert done.out == ""
        assert done.err == (
            f"error: another kg build is writing to out (process {process.pid}); wait for it, or choose another"
            " folder with -o\n"
        )
    assert run("query", "ASK { ?s ?p ?o }", "-d", "out").code == 0
    assert run("build", "docs", "--check", "-o", "out").code == 0
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert run("build", "docs", "-o", "out").out == "out: nothing changed in 5 documents\n"
