"""What every task of a build in shards is given, and where it finds what others wrote."""

import os
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import KGError, StoreError
from kg.gather import Work
from kg.kept import Options, make_lock, stamp_of
from kg.runs import Run, read_run

SHARDS = 16
"""So many unless told otherwise, whatever the machine: the number decides which line lies in which file."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a task needs besides its own item: paths are as all machines see them.

    `folder` is where tasks leave what they made; `place` is where relative sources start from; `stamp` is the hash of
    the program that began the build, with its libraries, its ontology and its names.
    """

    work: Work
    options: Options
    shards: int
    folder: str
    place: str
    stamp: str

    def path(self, stage: str, number: int = 0) -> Path:
        """Return where the task of that number of a stage leaves what it made."""
        return Path(self.folder) / stage / f"{number:06}"

    def scratch(self) -> Path:
        """Return the folder for what a task needs only while it runs."""
        return Path(self.folder) / "scratch"

    def runs(self, stage: str, count: int, *parts: str) -> list[Run]:
        """Return what so many tasks of a stage made, as far as these parts are asked for."""
        return [self.run(stage, number, parts) for number in range(count)]

    def run(self, stage: str, number: int = 0, parts: Container[str] | None = None) -> Run:
        """Return what that task made; raise KGError where it is not there."""
        path = self.path(stage, number)
        run = read_run(path, parts)
        if run is None:
            message = f"{path} is gone, or broken. Remove {self.folder}, and build again."
            raise KGError(message)
        return run


Task = Callable[[tuple[int, Any], Job], None]
"""Does one item, given with its number: writes one file, the same whenever and wherever it is done."""


def run_task(task: Task, item: tuple[int, Any], job: Job) -> None:
    """Do a task where it was sent to, unless it was done before; raise KGError where that machine is not fit for it."""
    if not Path(job.folder).is_dir():
        message = (
            f"{_here()} does not see {job.folder}. The sources and the place of --output must lie in a folder that all"
            " machines share under the same name."
        )
        raise KGError(message)
    if Path(job.place).is_dir():
        os.chdir(job.place)
    if _stamp(job.options) != job.stamp:
        message = (
            f"{_here()} has not the same provenkg, Python, libraries or ontology as the machine that began the build."
            " Install the same versions on all machines."
        )
        raise KGError(message)
    try:
        if read_run(job.path(task.__name__, item[0])) is None:
            task(item, job)
    except OSError as error:
        message = (
            f"{_here()} cannot write to {job.folder} ({error.strerror or error}). Make room; the same command goes on"
            " from there."
        )
        raise StoreError(message, target=job.folder) from error


@lru_cache(maxsize=1)
def _stamp(options: Options) -> str:
    return stamp_of(make_lock(options))


def _here() -> str:
    import socket

    return f"the machine {socket.gethostname()}"
