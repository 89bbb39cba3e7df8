"""Stop at Ctrl-C, and at the signals that ask a process to end, but not where something would be left half done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C, what asks a process to end, and a terminal that is closed; Windows has no third."""

Handler = Callable[[int, FrameType | None], Any] | int | signal.Handlers | None


class Stopped(KeyboardInterrupt):
    """The process was asked to stop; `code` is what a shell would say of it."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__()
        self.code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped within the block when the process is asked to stop; a second time ends it on the spot.

    What is ignored stays so, as Ctrl-C is by what a shell runs in its background.
    """
    former: dict[int, Handler] = {}
    if threading.current_thread() is threading.main_thread():
        for number in ENDING:
            if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:
                former[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    for each in ENDING:
        if signal.getsignal(each) is _stop:
            signal.signal(each, signal.SIG_DFL)
    raise Stopped(number)


class Held:
    """Signals that are held back; those that come meanwhile are let loose afterwards."""

    def __init__(self) -> None:
        self._former: dict[int, Handler] = {}
        self._noted: list[int] = []

    def hold(self) -> None:
        """Begin to hold signals back: those that somebody minds, and in the main thread, which alone they come to."""
        if threading.current_thread() is threading.main_thread():
            for number in ENDING:
                if signal.getsignal(number) not in {signal.SIG_IGN, None}:
                    self._former[number] = signal.signal(number, self._note)

    def let(self) -> None:
        """Hold them back no longer; what came meanwhile comes now."""
        former, self._former = self._former, {}
        for number, handler in former.items():
            signal.signal(number, handler)
        noted, self._noted = self._noted, []
        for number in noted:
            signal.raise_signal(number)

    def _note(self, number: int, _: FrameType | None) -> None:
        self._noted.append(number)

    @contextmanager
    def loosely(self) -> Iterator[None]:
        """Let signals come within the block: what it began is put right after it, where they are held back again."""
        try:
            self.let()
            yield
        finally:
            self.hold()


@contextmanager
def held() -> Iterator[Held]:
    """Hold signals back within the block, but for the parts of it that are `loosely` done."""
    holding = Held()
    holding.hold()
    try:
        yield holding
    finally:
        holding.let()
