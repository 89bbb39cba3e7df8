"""Do portions of work in several processes, which Ctrl-C ends together."""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

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
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    _check_sendable(work)
    left = iter(portions)
    # "spawn" is what Windows and macOS have, and the only way that is safe beside threads.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start) as pool:
        try:
            waiting: dict[Future[Result], int] = {}
            while True:
                with _uninterrupted():
                    for number, portion in islice(left, jobs * AHEAD - len(waiting)):
                        waiting[pool.submit(read, portion, work)] = number
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
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


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
