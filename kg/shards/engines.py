"""Who does the tasks of a stage: processes of this machine, or the machines of a Ray cluster (`kg.shards.cluster`)."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self

from kg.processes import Processes
from kg.shards.job import Job, Task, run_task


class Engine(Protocol):
    """Does tasks in any order, at once as far as it can; a task may be begun again, and may be done twice."""

    def each(self, task: Task, items: Sequence[Any], job: Job, *, width: int) -> Iterator[int]:
        """Do a task for each item, whose number goes with it; yield the numbers as they are done.

        More than `width` at a time do not pay. Raises the KGError of a task, and KGError where a task could not be
        brought to its end.
        """
        ...


def open_engine(name: str, *, address: str | None = None, jobs: int | None = None) -> AbstractContextManager[Engine]:
    """Return an engine, `local` or `ray`, to be used in a `with` block; raise KGError where there is none."""
    if name == "ray":
        from kg.shards.cluster import cluster

        return cluster(address, jobs)
    return Local(jobs)


class Local:
    """The processes of this machine, as many as it has processors unless told otherwise; to be used in a `with` block.

    They are started when there are two portions to be read, and stay until the block ends.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._processes: Processes | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._processes:
            self._processes.close()

    def each(self, task: Task, items: Sequence[Any], job: Job, *, width: int) -> Iterator[int]:
        """Do a task for each item; see `Engine`."""
        numbered = [(task, number, item) for number, item in enumerate(items)]
        jobs = min(self._jobs, width)
        if jobs > 1 and len(items) > 1:
            self._processes = self._processes or Processes(jobs)
            yield from (number for number, _ in self._processes.each(do, enumerate(numbered), job))
            return
        for one in numbered:
            do(one, job)
            yield one[1]


def do(one: tuple[Task, int, Any], job: Job) -> None:
    """Do one task, in whatever process."""
    task, number, item = one
    run_task(task, (number, item), job)
