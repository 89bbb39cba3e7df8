"""Do portions of work in several processes, which end with the one that started them, however that ends.

Each process has a pipe of its own for what it is to do and another for what came of it; the first is also how it knows
that nobody waits for it any more. The executors of the standard library share queues among processes: these live on
when the first one is killed, and what is left of a message by one that is killed can keep the first waiting for ever.
"""

import atexit
import os
import pickle
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kg.errors import KGError
from kg.signals import ENDING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

AHEAD = 4
"""So many portions are given to each process in advance."""

Portion = TypeVar("Portion")
Work = TypeVar("Work")
Result = TypeVar("Result")


def in_processes(
    read: Callable[[Portion, Work], Result], portions: Iterable[tuple[int, Portion]], work: Work, jobs: int
) -> Iterator[tuple[int, Result]]:
    """Yield the number of each portion with what `read` gives for it and the work, as they come.

    No more than a few portions for each process are taken in advance. Raises KGError where a process ends before its
    time, else what `read` raises.
    """
    with Processes(jobs) as processes:
        yield from processes.each(read, portions, work)


class Processes:
    """Some processes, which do portions of one kind after those of another; to be used in a `with` block."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._members: list[_Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the processes end; those that are still at something are ended."""
        if any(member.due for member in self._members):
            self._end()
            return
        for member in self._members:
            with suppress(OSError):
                member.todo.send_bytes(b"")
        for member in self._members:
            member.process.join()
        self._end()

    def each(
        self, read: Callable[[Portion, Work], Result], portions: Iterable[tuple[int, Portion]], work: Work
    ) -> Iterator[tuple[int, Result]]:
        """Yield what `in_processes` does."""
        from multiprocessing.connection import wait

        _check_sendable(work)
        try:
            self._begin(read, work)
            left = iter(portions)
            while self._deal(left):
                busy = {member.answers: member for member in self._members if member.due}
                for answers in wait([*busy]):
                    yield busy[answers].take()  # type: ignore[index]
        except (EOFError, ConnectionError) as error:
            message = (
                "a process that read documents ended before its time. In a script of your own, call kg.build under "
                'if __name__ == "__main__"; if memory is short, use fewer jobs, for example: --jobs 1'
            )
            raise KGError(message) from error
        finally:
            if any(member.due for member in self._members):  # what they answer would be taken for something else's
                self._end()

    def _begin(self, read: Callable[[Any, Any], object], work: object) -> None:
        """Tell the processes what to do with portions, after they are started, the first time."""
        from multiprocessing import get_context

        if not self._members:
            # "spawn" is what Windows and macOS have, and the only way that is safe beside threads.
            context = get_context("spawn")
            atexit.register(self._end)
            with _unheard():
                for _ in range(self._jobs):
                    self._members.append(_Member(context))
        for member in self._members:
            member.todo.send_bytes(pickle.dumps((None, (read, work))))

    def _deal(self, portions: Iterator[tuple[int, Any]]) -> bool:
        """Give out portions as long as there are some and a process has few; return whether any is not answered yet."""
        for _ in range(AHEAD):
            for member in self._members:
                if member.due < AHEAD and (one := next(portions, None)) is not None:
                    member.give(*one)
        return any(member.due for member in self._members)

    def _end(self) -> None:
        """End the processes that are still there."""
        for member in self._members:
            member.process.kill()
        for member in self._members:
            member.process.join()
            member.todo.close()
            member.answers.close()
        self._members = []
        atexit.unregister(self._end)


class _Member:
    """A process, and how many portions it has that it has not answered."""

    def __init__(self, context: "SpawnContext") -> None:
        todo, self.todo = context.Pipe(duplex=False)
        self.answers, answers = context.Pipe(duplex=False)
        self.due = 0
        self.process = context.Process(target=_read_on, args=(todo, answers))
        with todo, answers:  # which are the other process's then
            self.process.start()

    def give(self, number: int, portion: object) -> None:
        """Let the process do a portion."""
        self.todo.send_bytes(pickle.dumps((number, portion)))
        self.due += 1

    def take(self) -> tuple[int, Any]:
        """Return the number of a portion with what came of it; raise what `read` raised."""
        number, result, error = self.answers.recv()
        self.due -= 1
        if error is not None:
            raise error
        return number, result


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep signals from this thread, and from processes that it starts meanwhile until they mind them (POSIX)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # it would hear them again when it is started
    former = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


### In the other process ##############################################################################################


def _read_on(todo: "Connection[Any, Any]", answers: "Connection[Any, Any]") -> None:
    """Do the portions that come, each with what came last without a number, until an empty one does."""
    from multiprocessing.pool import ExceptionWithTraceback  # type: ignore[attr-defined]

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is left to the first process, which then ends the others
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(todo, waiting), daemon=True).start()
    read: Callable[[Any, Any], object]
    while given := waiting.get():
        number, portion = pickle.loads(given)  # noqa: S301 - from the process that started this one
        if number is None:
            read, work = portion
            continue
        try:
            answer = number, read(portion, work), None
        except Exception as error:  # noqa: BLE001 - it is raised in the first process
            answer = number, None, ExceptionWithTraceback(error, error.__traceback__)
        answers.send(answer)


def _listen(todo: "Connection[Any, Any]", waiting: "queue.SimpleQueue[bytes]") -> None:
    """Pass on what is to be done; end this process, even within a portion, when the one that started it is gone."""
    try:
        while given := todo.recv_bytes():
            waiting.put(given)
    except (EOFError, OSError):
        os._exit(1)
    waiting.put(b"")


def _check_sendable(work: object) -> None:
    try:
        pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        message = (
            f"a reader or extractor cannot be sent to other processes ({error}). Define it in a module, or use jobs=1."
        )
        raise KGError(message) from error
