"""Start real `kg` processes quickly, and let something befall them at one of the file operations that they do.

A nursery is a process that has imported everything; each command is a fork of it, the leader of a session of its own
as one at a terminal is. A fault comes at the n-th operation within the folder that it is told: Python reports these
before they are done (https://docs.python.org/3/library/audit_events.html).
"""

import errno
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from tests.conftest import ROOT, Outcome

Fault = Literal["kill", "full", "fill", "interrupt", "terminate"]
"""What befalls: the signals; that nothing more can be made, as far as Python is asked; that the disk is filled."""

FILLER = "filler"
"""The file in the folder that fills the disk."""

WHOLE = os.environ.get("KG_KILLS") == "all"
"""Whether to take every moment, and many more of those that are drawn; else some of them, which takes two minutes."""

_NURSERY = """
import sys
from tests.renew.builds import attend
attend()
from kg.cli import main
if __name__ == "__main__":  # only a child comes here
    import json
    main(json.loads(sys.argv[-1]))
"""
_CHANGES = frozenset(
    {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "fcntl.flock"}
    | {"sqlite3.connect"}
)
_NEEDS_ROOM = frozenset({"open", "os.link", "os.mkdir", "sqlite3.connect"})
_SIGNALS = {"kill": signal.SIGKILL, "interrupt": signal.SIGINT, "terminate": signal.SIGTERM}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Build:
    """A process that runs a command, the leader of its session, and the files that take what it prints."""

    pid: int
    out: Path
    err: Path
    nursery: "Nursery"

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the process alone a signal."""
        os.kill(self.pid, number)

    def stop(self, number: int = signal.SIGINT) -> None:
        """Send a signal to all processes of the command, as a terminal does."""
        os.killpg(self.pid, number)

    def is_there(self) -> bool:
        """Return whether the process has not ended."""
        return (Path("/proc") / str(self.pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"

    def wait(self) -> Outcome:
        """Return how it ended, as `subprocess` says it: what a signal ended has its number, negative."""
        code = self.nursery.ask({"wait": self.pid})
        return Outcome(int(code), self.out.read_text(encoding="utf-8"), self.err.read_text(encoding="utf-8"))

    def others(self, patience: float = 10.0) -> list[str]:
        """Return the processes of its session that are still there, after so many seconds at most."""
        until = time.monotonic() + patience
        while (found := [*session(self.pid)]) and time.monotonic() < until:
            time.sleep(0.01)
        return found


class Nursery:
    """A process that has imported everything and starts others."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        assert self._answer() == "ready"

    def start(self, *arguments: object, fault: Fault | None = None, at: int = 0, name: str = "") -> Build:
        """Start a command here; the fault comes to it at the operation of that number in the folder `out`, from 1.

        Commands that run at once have different names.
        """
        out, err = Path(f".out{name}").absolute(), Path(f".err{name}").absolute()
        task: dict[str, object] = {
            "arguments": [*map(str, arguments)],
            "cwd": str(Path.cwd()),
            "out": str(out),
            "err": str(err),
            "fault": fault,
            "at": at,
            "folder": str(Path("out").absolute()),
        }
        return Build(int(self.ask(task)), out, err, self)

    def run(self, *arguments: object, fault: Fault | None = None, at: int = 0) -> Outcome:
        """Run a command to its end."""
        return self.start(*arguments, fault=fault, at=at).wait()

    def ask(self, task: dict[str, object]) -> str:
        """Return what the process answers."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        """End the process, and what it started."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Yield a nursery."""
    found = Nursery()
    try:
        yield found
    finally:
        found.close()


def session(leader: int) -> Iterator[str]:
    """Yield the command lines of the living processes of a session."""
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                state, _, _, session = (place / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(session) == leader and state != "Z":
                    yield (place / "cmdline").read_text().replace("\0", " ")
            except OSError:  # it ended just now
                continue


### In the nursery ####################################################################################################


def fill(folder: Path) -> None:
    """Take all the room that a disk has left, with a file in the folder."""
    with (folder / FILLER).open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass


def attend() -> None:
    """Start what is asked for on standard input; return in each process that was started, and there alone."""
    _import_all()
    _say("ready")
    for line in sys.stdin:
        task = json.loads(line)
        if "wait" in task:
            _say(os.waitstatus_to_exitcode(os.waitpid(task["wait"], 0)[1]))
            continue
        child = os.fork()
        if not child:
            _become(task)
            return
        _say(child)
    os._exit(0)


def _say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _import_all() -> None:
    import kg
    import kg.cli.build
    import kg.cli.diff
    import kg.imported
    import kg.remote
    import kg.view.page

    with TemporaryDirectory() as place:
        (Path(place) / "a.txt").write_text("China and Japan signed an agreement on 9 March 2021.", encoding="utf-8")
        kg.build([place]).view(Path(place) / "graph.html")
    gc.freeze()


def _become(task: dict[str, str]) -> None:
    """Become the process of a task."""
    os.setsid()
    os.chdir(task["cwd"])
    for name, number in (("out", 1), ("err", 2)):
        descriptor = os.open(task[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, number)
        os.close(descriptor)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["kg", json.dumps(task["arguments"])]
    if task["fault"]:
        sys.addaudithook(_Faults(task["fault"], int(task["at"]), task["folder"]))


class _Faults:
    """Counts operations that change something in a folder, and lets the fault come at one of them."""

    def __init__(self, fault: str, at: int, folder: str) -> None:
        self.fault, self.at, self.folder = fault, at, folder
        self.count = 0
        self.alike = 0

    def __call__(self, event: str, arguments: Sequence[object]) -> None:
        if event not in _CHANGES or not self._is_within(event, arguments) or self._is_alike(event, arguments):
            return
        self.count += 1
        if self.fault == "full":
            if self.count >= self.at and event in _NEEDS_ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        elif self.count == self.at and self.fault == "fill":
            fill(Path(self.folder))
        elif self.count == self.at:
            os.kill(os.getpid(), _SIGNALS[self.fault])

    def _is_alike(self, event: str, arguments: Sequence[object]) -> bool:
        """Return whether this is one of many files that are linked, or removed with their folder: one in ten counts."""
        self.alike = self.alike + 1 if event == "os.link" or (event == "os.remove" and arguments[-1] != -1) else 0
        return self.alike % 10 > 1

    def _is_within(self, event: str, arguments: Sequence[object]) -> bool:
        if event == "fcntl.flock":
            return True
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITES):
            return False
        if event in {"os.remove", "os.rmdir", "os.mkdir"} and arguments[-1] != -1:
            return True  # within a folder that is being removed
        if event == "sqlite3.connect" and "mode=ro" in str(arguments[0]):
            return False
        paths = [Path(str(one).removeprefix("file://")) for one in arguments if isinstance(one, str | os.PathLike)]
        return any(str(path.absolute()).startswith(self.folder) for path in paths)
