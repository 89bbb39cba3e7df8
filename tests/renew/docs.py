"""Documents that change from one state to another and back, and what a build from nothing makes of each."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.store.successor import MOST_CHANGED
from tests.renew.builds import WHOLE, Nursery, nursery
from tests.renew.states import State, state
from tests.renew.test_renew import SENTENCES

OUT = Path("out")
BUILD = ("build", "docs", "-o", "out")
FULL = (
    "error: out cannot be written (the disk is full); what was there still stands. Make room and run it again, or"
    " choose another folder.\n"
)
STOPPED = "stopped; nothing is half written"


@pytest.fixture(scope="module")
def builds() -> Iterator[Nursery]:
    """Yield what starts builds."""
    with nursery() as found:
        yield found


def moments(stride: int) -> range:
    """Return the numbers of the operations to try, all of them where there is time."""
    return range(1, 1000, 1 if WHOLE else stride)


class Docs:
    """A folder `docs` with two states, and what a build from nothing makes of each."""

    def __init__(self, builds: Nursery) -> None:
        self.place = Path.cwd()
        self.other = self.place / "other"  # with a graph
        Path("docs").mkdir()
        for number in range(1, 6):
            Path(f"docs/same-{number}.txt").write_text(" ".join(SENTENCES[number:]) * 2, encoding="utf-8")
        self.states: list[State] = []
        quads = []
        for number in (0, 1):
            self.turn(number)
            assert builds.run("build", "docs", "-o", "fresh").code == 0
            self.states.append(state(Path("fresh")))
            quads.append(set(Path("fresh/graph.nq").read_text(encoding="utf-8").splitlines()))
            shutil.rmtree(self.other, ignore_errors=True)
            Path("fresh").rename(self.other)
        # The store of the one is made from that of the other.
        assert 0 < len(quads[0] ^ quads[1]) < MOST_CHANGED * min(map(len, quads))

    def turn(self, number: int) -> None:
        """Change a document, and put another in the place of a third."""
        Path("docs/changed.txt").write_text(SENTENCES[1 + number], encoding="utf-8")
        Path(f"docs/{number}.txt").write_text(SENTENCES[3 + number], encoding="utf-8")
        Path(f"docs/{1 - number}.txt").unlink(missing_ok=True)


@pytest.fixture
def docs(builds: Nursery, monkeypatch: pytest.MonkeyPatch) -> Iterator[Docs]:
    """Work in an empty folder with documents: in memory where the system has a place there, as it is faster."""
    memory = Path("/dev/shm")  # noqa: S108 - for a folder with a name of its own
    with TemporaryDirectory(prefix="kg-test-", dir=memory if memory.is_dir() else None) as place:
        monkeypatch.chdir(place)
        yield Docs(builds)
        monkeypatch.undo()
