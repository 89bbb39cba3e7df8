"""The machines of a Ray cluster do the tasks.

Ray carries a task to a machine and its number back, nothing else: what a task reads and writes lies in a folder that
all machines share. So the death of a process, a machine or its object store loses no more than the tasks that were
running there; Ray begins these again elsewhere, and what was complete is not done twice.
"""

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kg.errors import KGError
from kg.shards.engines import do
from kg.shards.job import Job, Task

RETRIES = 20
"""How often a task is begun again whose process or machine died."""
_PATIENCE = 5.0
"""Seconds to wait for the head of a cluster to answer at all; Ray by itself tries for 200."""
_OBJECTS = 100_000_000
"""Bytes for Ray's object store on a machine without a cluster: nothing large is put there."""
_MISSING = (
    "--engine ray needs Ray, which is not installed. Run: pip install 'provenkg[ray]', on each machine of the cluster"
)


@contextmanager
def cluster(address: str | None, jobs: int | None) -> Iterator["Cluster"]:
    """Yield the cluster at an address, `HOST:PORT` or `auto`; without one a Ray of its own on this machine.

    A Ray that the program has started or joined before is used, and left running. Raises KGError where there is none.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise KGError(_MISSING) from error
    joined = ray.is_initialized()
    if not joined:
        _join(address, jobs)
    try:
        yield Cluster(jobs)
    finally:
        if not joined:
            ray.shutdown()


def _join(address: str | None, jobs: int | None) -> None:
    import ray

    quiet: dict[str, Any] = {"logging_level": "ERROR", "log_to_driver": False}
    if address is None:
        ray.init(address="local", num_cpus=jobs, include_dashboard=False, object_store_memory=_OBJECTS, **quiet)
        return
    _check_address(address)
    try:
        ray.init(address=address, **quiet)
    except (ConnectionError, ValueError, RuntimeError, SystemExit) as error:  # Ray ends the program after 200 seconds
        ended = isinstance(error, SystemExit)
        reason = "what answers there is none." if ended else str(error).splitlines()[0]
        message = f"no Ray cluster at {address}: {reason} Start one with: ray start --head"
        raise KGError(message) from error


def _check_address(address: str) -> None:
    """Raise KGError unless the address is `auto`, or that of something that answers."""
    if address == "auto":
        return
    host, colon, port = address.rpartition(":")
    if "://" in address or not colon or not host or not port.isdecimal():
        message = (
            f"{address} is no address of a Ray cluster. Give HOST:PORT of its head (ray status prints it), or auto on a"
            " machine that belongs to it."
        )
        raise KGError(message)
    try:
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = (
            f"no Ray cluster answers at {address} ({reason}). Start one with: ray start --head, or check --address."
        )
        raise KGError(message) from error


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Ray cluster that this process has joined; at most `jobs` tasks run at a time, where that is given."""

    jobs: int | None = None

    def each(self, task: Task, items: Sequence[Any], job: Job, *, width: int) -> Iterator[int]:  # noqa: ARG002
        """Do a task for each item; see `kg.shards.engines.Engine`."""
        import ray

        remote = ray.remote(do).options(
            num_cpus=1, max_retries=RETRIES, scheduling_strategy="SPREAD", name=task.__name__
        )
        todo = iter(enumerate(items))
        running: dict[Any, int] = {}
        try:
            while True:
                for number, item in todo:
                    running[remote.remote((task, number, item), job)] = number
                    if len(running) >= self._most():
                        break
                if not running:
                    return
                done, _ = ray.wait([*running])
                for one in done:
                    ray.get(one)
                    yield running.pop(one)
        except ray.exceptions.RayTaskError as error:
            cause = error.cause
            raise (cause if isinstance(cause, KGError) else error) from None
        except ray.exceptions.RayError as error:
            raise KGError(_given_up(error, job)) from error

    def _most(self) -> int:
        """Return how many tasks are handed over at a time: two for each processor, so that none waits for work."""
        import ray

        resources: Mapping[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        return self.jobs or max(2 * int(resources.get("CPU", 1)), 4)


def _given_up(error: Exception, job: Job) -> str:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return (
        f"Ray gave up: {reason} What was done stays in {job.folder}; the same command goes on from there. If memory was"
        " short, give --shards a larger number, or a task fewer neighbours with --jobs."
    )
