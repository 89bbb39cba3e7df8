"""Builds that are killed at random moments, with readers beside them, and two builds at once: real processes."""

import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

import kg
from tests.conftest import Run
from tests.renew.builds import WHOLE, Build, Nursery
from tests.renew.docs import BUILD, OUT, Docs, builds, docs
from tests.renew.states import NOTHING, State, former, left_over, opened, state, state_of_copy
from tests.renew.test_renew import SENTENCES
from tests.serve.server import Server, running
from tests.test_build import slow_site

__all__ = ["builds", "docs", "slow_site"]  # fixtures

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in /proc")

TIMES = 4 if WHOLE else 1


### Moments


def phase(folder: Path) -> str:
    """Return how far a build has come, by what lies in its folder."""
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if ".ready" in names:
        return f"moving, {_number(folder / '.ready')} left"
    if ".new" in names:
        return f"writing, {_number(folder / '.new')} begun"
    return "reading" if ".lock" in names else "before or after"


def _number(folder: Path) -> int:
    try:
        return len([*folder.iterdir()])
    except FileNotFoundError:
        return 0


def watch(build: Build, folder: Path) -> Iterator[tuple[str, float]]:
    """Yield each phase of a build as it begins, with the time, until the build has ended."""
    last = ""
    while build.is_there():
        try:
            now = phase(folder)
        except FileNotFoundError:  # moved meanwhile
            continue
        if now != last:
            yield now, time.monotonic()
            last = now
        time.sleep(0.0002)


class Moments:
    """The phases that a build goes through, as often as one was watched, and what phases the kills hit."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.known: dict[str, float] = {}
        self.hit: Counter[str] = Counter()

    def learn(self, build: Build, folder: Path) -> None:
        """Watch a build to its end."""
        seen = [*watch(build, folder)]
        ends = [at for _, at in seen[1:]] + [time.monotonic()]
        self.known |= {name: end - begin for (name, begin), end in zip(seen, ends, strict=True)}
        assert build.wait().code == 0

    def kill(self, build: Build, folder: Path) -> bool:
        """Kill a build in one of the phases, each as likely; return whether it was still there."""
        aim = self.chance.choice(sorted(self.known))
        late = self.known[aim] * self.chance.random()
        for name, _ in watch(build, folder):
            if name == aim:
                time.sleep(late)
                break
        if not build.is_there():
            return build.wait().code != 0
        build.kill()
        code = build.wait().code
        self.hit[phase(folder)] += 1
        return code == -signal.SIGKILL


### Readers


class Readers:
    """A program that opens the folder again and again, and one that asks a server of it; both check what they get."""

    def __init__(self, states: list[State]) -> None:
        self.states = [{name: one[name] for name in ("store", "report")} for one in states]
        self.found: set[str] = set()
        self.answers = {"open": 0, "serve": 0}
        self.wrong: list[object] = []
        self._done = threading.Event()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read within the block."""
        with running(OUT.absolute(), "-q", "--workers", "1") as server:
            self.found.add(_found(server))
            threads = [threading.Thread(target=self._open), threading.Thread(target=self._ask, args=(server,))]
            for thread in threads:
                thread.start()
            try:
                yield
            finally:
                self._done.set()
                for thread in threads:
                    thread.join()

    def _open(self) -> None:
        while not self._done.wait(0.1):
            with kg.open(OUT) as graph:
                if opened(graph) not in self.states:
                    self.wrong.append(graph.report["documents"])
            self.answers["open"] += 1

    def _ask(self, server: Server) -> None:
        while not self._done.wait(0.1):
            self.found.add(_found(server))
            self.answers["serve"] += 1


def _found(server: Server) -> str:
    """Return what the server has: the hashes of the documents' texts."""
    reply = server.ask("SELECT ?sha256 { GRAPH ?g { ?g kg:sha256 ?sha256 } } ORDER BY ?sha256", "text/csv")
    assert reply.status == 200, reply.text
    return reply.text


### Kills


def test_killed_at_random_moments_while_others_read(builds: Nursery, docs: Docs) -> None:
    moments, readers = Moments(random.Random(20)), Readers(docs.states)  # noqa: S311 - moments, not secrets
    for number in (0, 1, 0, 1):
        docs.turn(number)
        moments.learn(builds.start(*BUILD), OUT)
    killed = 0
    with readers.reading():
        while killed < 34 * TIMES:
            number = 1 - number
            docs.turn(number)
            killed += moments.kill(builds.start(*BUILD), OUT)
            assert state(OUT) in docs.states  # a reader has finished it, or does so now
            done = builds.run(*BUILD)
            assert (done.code, done.err) == (0, "")
            assert state(OUT) == docs.states[number]
            assert former(OUT) == docs.states[1 - number]["graph.nq"]
            assert len([name for name in left_over(OUT) if not name.startswith("store/")]) == 0
            assert len(left_over(OUT)) <= 2  # generations that are being read, which do not grow in number
    sys.stdout.write(f"{killed} kills: {sorted(moments.hit.items())}; answers: {readers.answers}\n")
    assert readers.wrong == []
    assert len(readers.found) == 2  # both states, and no other
    assert min(readers.answers.values()) > 10
    for wanted in ("reading", "writing"):
        assert [name for name in moments.hit if name.startswith(wanted)]
    docs.turn(0)
    builds.run(*BUILD)
    assert left_over(OUT) == []


@pytest.mark.parametrize(("first", "jobs", "kills"), [(True, 1, 8), (True, 2, 4), (False, 2, 4)])
def test_killed_at_random_moments_with_several_processes_and_from_nothing(
    builds: Nursery, docs: Docs, *, first: bool, jobs: int, kills: int
) -> None:
    """With several processes, which end with the one that is killed."""
    moments = Moments(random.Random(jobs))  # noqa: S311 - moments, not secrets
    command = (*BUILD, "--jobs", str(jobs))
    docs.turn(0)
    moments.learn(builds.start(*command), OUT)
    number, killed = 0, 0
    while killed < kills * TIMES:
        number = 1 - number
        docs.turn(number)
        if first:
            shutil.rmtree(OUT)
        build = builds.start(*command)
        killed += moments.kill(build, OUT)
        assert build.others() == []
        assert (state_of_copy(OUT) if OUT.exists() else NOTHING) in (
            [NOTHING, docs.states[number]] if first else docs.states
        )
        done = builds.run(*BUILD)
        assert (done.code, done.err) == (0, "")
        assert state(OUT) == docs.states[number]
        assert left_over(OUT) == []
    sys.stdout.write(f"{killed} kills: {sorted(moments.hit.items())}\n")


def test_what_was_read_before_a_kill_is_not_read_again_and_not_counted_twice(builds: Nursery, docs: Docs) -> None:
    """Of many documents: killed when some of them have been read, again and again until all have."""
    many = 300
    for number in range(many):
        Path(f"docs/many-{number}.txt").write_text(f"{SENTENCES[number % 7]} Take {number}.", encoding="utf-8")
    command, total = (*BUILD, "--jobs", "1"), len([*Path("docs").iterdir()])
    left = total
    for share in (3, 2):
        build = builds.start(*command)
        while build.is_there() and _read_so_far(OUT / ".readings.part") < total - left + left // share:
            time.sleep(0.002)
        build.kill()
        build.wait()
        assert state_of_copy(OUT) == NOTHING
        left = total - _read_so_far(OUT / ".readings.part")
        assert 0 < left < total
    done = builds.run(*command)
    assert done.code == 0
    assert done.out.startswith(f"{left} of {total} documents read, the others are as they were\n")
    assert left_over(OUT) == []
    builds.run("build", "docs", "-o", "fresh")
    assert state(OUT) == state(Path("fresh"))


def _read_so_far(part: Path) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{part}?mode=ro", uri=True)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM reading").fetchone()
        return int(number)
    return 0


### Two at once


def looks(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what readers see of a folder, with sizes and times; beside it who writes keeps what has been read."""
    found = {path: path.stat() for path in folder.rglob("*") if not path.name.startswith(".")}
    return {str(path): (state.st_size, state.st_mtime_ns) for path, state in found.items()}


def test_second_writer_is_told_before_it_does_anything_and_readers_are_not_kept_waiting(
    builds: Nursery, docs: Docs, run: Run, slow_site: tuple[str, threading.Event, threading.Event]
) -> None:
    address, asked, _ = slow_site
    place = Path.cwd()
    os.chdir(docs.place)
    docs.turn(0)
    builds.run(*BUILD)
    (OUT / "graph.html").unlink()
    before = looks(OUT)
    build = builds.start("build", "docs", address, "-o", "out")
    assert asked.wait(timeout=60)  # it is reading now
    told = (
        f"error: another kg build is writing to out (process {build.pid}); wait for it, or choose another folder"
        " with -o\n"
    )
    for arguments in (
        ("build", "docs", "-o", "out"),
        ("build", "missing", "-o", "out"),
        ("build", "-o", "out", "--remove", "docs/0.txt"),
        ("import", "other/graph.nq", "-o", "out"),
        ("view", "out", "--no-open"),
    ):
        done = run(*arguments)
        assert (done.code, done.out, done.err) == (2, "", told)
    assert looks(OUT) == before
    assert run("query", "ASK { ?s ?p ?o }", "-d", "out").code == 0
    assert [*OUT.glob(".pages-*")]  # what it fetches lies here, not where nobody would remove it
    build.kill()
    build.wait()
    assert run("build", "docs", "-o", "out").code == 0  # at once
    assert state(OUT) == docs.states[0]
    assert left_over(OUT) == []
    os.chdir(place)


def test_of_builds_that_begin_at_once_one_is_done_and_the_others_are_told_so(builds: Nursery, docs: Docs) -> None:
    number = 0
    for _ in range(4 * TIMES):
        number = 1 - number
        docs.turn(number)
        several = [builds.start(*BUILD, name=str(name)) for name in range(4)]
        ends = [build.wait() for build in several]
        numbers = {str(build.pid) for build, end in zip(several, ends, strict=True) if end.code == 0}
        assert numbers
        for end in ends:
            if end.code:
                assert end.code == 2
                found = re.fullmatch(r"error: another kg build is writing to out \(process (\d+)\); wait .*\n", end.err)
                assert found
                assert found[1] in numbers
        assert state(OUT) == docs.states[number]
        assert left_over(OUT) == []
