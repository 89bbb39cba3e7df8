"""Do portions of work in several processes, which Ctrl-C ends together."""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Self, TypeVar

from kg.errors import KGError

if TYPE_CHECKING:
    from concurrent.futures import Future

AHEAD = 4
"""So many portions are given to each process in advance."""

Portion = TypeVar("Portion")
Work = TypeVar("Work")
Result = TypeVar("Result")


def in_processes(
    read: Callable[[Portion, Work], Result], portions: Iterable[tuple[int, Portion]], work: Work, jobs: int
) -> Iterator[tuple[int, Result]]:
    """Yield the number of each portion with what `read` gives for it and the work, as they come.

    No more than a few portions for each process are taken in advance.
    """
    with Processes(jobs) as processes:
        yield from processes.each(read, portions, work)


class Processes:
    """Some processes, which do portions of one kind after those of another; to be used in a `with` block."""

    def __init__(self, jobs: int) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self._jobs = jobs
        # "spawn" is what Windows and macOS have, and the only way that is safe beside threads.
        self._pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the processes end when they have done what they are at."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def each(
        self, read: Callable[[Portion, Work], Result], portions: Iterable[tuple[int, Portion]], work: Work
    ) -> Iterator[tuple[int, Result]]:
        """Yield what `in_processes` does."""
        from concurrent.futures import FIRST_COMPLETED, wait
        from concurrent.futures.process import BrokenProcessPool

        _check_sendable(work)
        left = iter(portions)
        waiting: dict[Future[Result], int] = {}
        try:
            while True:
                with _uninterrupted():
                    for number, portion in islice(left, self._jobs * AHEAD - len(waiting)):
                        waiting[self._pool.submit(read, portion, work)] = number
                if not waiting:
                    break
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result()
        except BrokenProcessPool as error:
            message = (
                "a process that read documents ended before its time. In a script of your own, call kg.build under "
                'if __name__ == "__main__"; if memory is short, use fewer jobs, for example: --jobs 1'
            )
            raise KGError(message) from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C from the processes that are started meanwhile: they inherit that it is ignored (POSIX)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _start() -> None:
    """Leave Ctrl-C to the first process, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_sendable(work: object) -> None:
    import pickle

    try:
        pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        message = (
            f"a reader or extractor cannot be sent to other processes ({error}). Define it in a module, or use jobs=1."
        )
        raise KGError(message) from error
