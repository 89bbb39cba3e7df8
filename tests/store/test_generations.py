"""Readers and kills beside a build: real processes, ended at random moments."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.output import recover, write_output
from kg.store import generation, open_held, write_store
from kg.store.holds import release
from tests.conftest import ROOT
from tests.store.test_disk import quads
from tests.test_output import filler, marks

SIZES = 3_000, 4_000

READER = """
import sys
from pathlib import Path
from kg.store import generation, open_store
folder, seen, answers = sys.argv[1], set(), 0
kept = [(open_store(folder), SIZE)]
print("ready", flush=True)
while True:
    name = generation(folder)
    store = open_store(folder)
    size = sum(1 for _ in store.query("SELECT * { ?s ?p ?o }"))
    assert size in (3000, 4000), size
    if name not in seen and len(kept) < 20:
        kept.append((store, size))
        seen.add(name)
    for former, size in kept:  # each still answers as when it was opened
        assert int(next(iter(former.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))["n"].value) == size
        assert former.query(f"ASK {{ ?s ?p {size - 1} }}") and not former.query(f"ASK {{ ?s ?p {size} }}")
    answers += 1
    if (Path(folder) / "stop").exists():
        break
print(answers, len(seen), flush=True)
""".replace("SIZE", str(SIZES[0]))

WRITER = """
import sys
from kg.store import write_store
from tests.store.test_disk import quads
many = {size: quads(size) for size in (3000, 4000)}
print("ready", flush=True)
while True:
    for size in many:
        write_store(many[size], sys.argv[1])
        print("done", flush=True)
"""

OUTPUT = """
import itertools, sys
from pathlib import Path
from kg.output import write_output
from tests.test_output import filler
print("ready", flush=True)
for number in itertools.count(1):
    write_output(Path(sys.argv[1]), filler(str(number)))
    print("done", flush=True)
"""


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a Python process and wait until it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the folder of a store of the first size."""
    write_store(quads(SIZES[0]), tmp_path / "store")
    return tmp_path / "store"


def test_a_reader_of_another_process_answers_through_thirty_builds(store: Path) -> None:
    reader = run(READER, store.parent)
    for number in range(30):
        write_store(quads(SIZES[number % 2]), store)
    (store.parent / "stop").touch()
    out, _ = reader.communicate(timeout=120)
    assert reader.returncode == 0
    answers, generations = map(int, out.split())
    assert answers >= generations >= 2
    write_store(quads(3), store)
    assert [path.name for path in store.iterdir() if path.is_dir()] == [generation(store)]


def kill(code: str, place: Path, share: float) -> None:
    """Let a writer write once, then end it with the signal that no process sees, in that share of the time it took."""
    writer = run(code, place)
    assert writer.stdout
    start = time.monotonic()
    assert writer.stdout.readline() == "done\n"
    time.sleep((time.monotonic() - start) * share)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert writer.returncode == -signal.SIGKILL


def test_a_build_killed_at_any_moment_leaves_a_whole_store_and_nothing_behind(store: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    generations, unfinished = set(), 0
    for _ in range(24):
        kill(WRITER, store, chance.uniform(0.0, 2.0))
        unfinished += (store / "new").exists()
        found, key = open_held(store)
        assert set(found) == set(quads(len(found)))
        assert len(found) in SIZES
        del found
        release(key)
        generations.add(generation(store))
    assert len(generations) > 1
    assert unfinished  # some of the kills came in the middle
    write_store(quads(3), store)
    assert {path.name for path in store.iterdir()} == {"generation", generation(store)}
    assert not [*store.rglob("bulk-*"), *store.rglob("LOG.old.*")]


def test_an_output_folder_whose_build_was_killed_at_any_moment_is_whole(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    folder = tmp_path / "out"
    write_output(folder, filler("0"))
    seen = set()
    for _ in range(20):
        kill(OUTPUT, folder, chance.uniform(0.0, 2.0))
        recover(folder)
        (mark,) = marks(folder)
        seen.add(mark)
    assert len(seen) > 1
    write_output(folder, filler("end"))
    assert marks(folder) == {"end"}
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]
