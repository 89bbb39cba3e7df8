"""Stop before a limit is passed: a request holds the most that it can take, and gives back what it did not."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kg.witness.llm.recorded import Usage
from kg.witness.llm.settings import Limits, Price

FRAME = 256
"""Tokens that a server may put around two messages: chat templates add a few to each, some a preamble of their own."""

_LOOK = 0.1
"""Seconds between two looks whether a waiting thread is still wanted."""


class Spent(Exception):  # noqa: N818 - no error: what was to be asked is left unasked
    """A limit would be passed; the message says which."""


class GivenUp(Exception):  # noqa: N818 - no error
    """The run has been stopped."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run has taken: requests, tokens by the server's count, and the most that those without an answer took."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    lost_prompt: int = 0
    lost_completion: int = 0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.prompt_tokens + self.completion_tokens + self.lost_prompt + self.lost_completion

    def cost(self, price: Price) -> float:
        """Return what all of them cost."""
        return price.of(self.prompt_tokens + self.lost_prompt, self.completion_tokens + self.lost_completion)


@dataclass(slots=True)
class Hold:
    """What one request may take; whoever sends it says so, and what it took when that is known."""

    most: Usage
    is_sent: bool = False
    used: Usage | None = None


def most_tokens(parts: str, max_output: int) -> Usage:
    """Return the most tokens that a request can take: no token is less than a byte of UTF-8.

    >>> most_tokens("Gaia", 100)
    Usage(prompt_tokens=260, completion_tokens=100)
    """
    return Usage(len(parts.encode("utf-8", "replace")) + FRAME, max_output)


class Budget:
    """Limits that all threads of a run share."""

    def __init__(self, limits: Limits, price: Price | None = None) -> None:
        self._limits = limits
        self._price = price
        self._held: list[Hold] = []
        self._totals = Totals()
        self._over: str | None = None
        self._change = threading.Condition()

    @property
    def totals(self) -> Totals:
        """What has been taken so far; what is still held is not in it, but for its requests."""
        return self._totals

    @property
    def cost(self) -> float | None:
        """What that costs, None where no price is known."""
        return self._totals.cost(self._price) if self._price else None

    @contextmanager
    def holding(self, most: Usage, stop: threading.Event) -> Iterator[Hold]:
        """Hold what a request may take while it is under way, after waiting for what others give back if need be.

        Raises Spent where it does not fit whatever they give back, and for every request after that.
        """
        hold = self._take(most, stop)
        try:
            yield hold
        finally:
            self._settle(hold)

    def _take(self, most: Usage, stop: threading.Event) -> Hold:
        hold = Hold(most)
        with self._change:
            while True:
                if stop.is_set():
                    raise GivenUp
                self._over = self._over or self._passed(self._totals, most)
                if self._over:
                    self._change.notify_all()
                    raise Spent(self._over)
                if not self._passed(self._with_held(), most):
                    break
                self._change.wait(_LOOK)
            self._held.append(hold)
            self._totals = replace(self._totals, requests=self._totals.requests + 1)
        return hold

    def _settle(self, hold: Hold) -> None:
        with self._change:
            self._held = [other for other in self._held if other is not hold]
            totals = self._totals
            if not hold.is_sent:
                self._totals = replace(totals, requests=totals.requests - 1)
            elif hold.used:
                self._totals = replace(
                    totals,
                    prompt_tokens=totals.prompt_tokens + hold.used.prompt_tokens,
                    completion_tokens=totals.completion_tokens + hold.used.completion_tokens,
                )
            else:
                self._totals = _with_lost(totals, hold.most)
            self._change.notify_all()

    def _with_held(self) -> Totals:
        totals = self._totals
        for hold in self._held:
            totals = _with_lost(totals, hold.most)
        return totals

    def _passed(self, totals: Totals, most: Usage) -> str | None:
        """Return which limit another request would pass, and why."""
        limits, then = self._limits, _with_lost(totals, most)
        if limits.requests is not None and totals.requests + 1 > limits.requests:
            return f"--max-requests {limits.requests} is reached"
        if limits.tokens is not None and then.tokens > limits.tokens:
            return (
                f"--max-tokens {limits.tokens} would be passed: {totals.tokens} are used, "
                f"and the next request may take {then.tokens - totals.tokens}"
            )
        if limits.cost is not None and self._price and then.cost(self._price) > limits.cost:
            before = totals.cost(self._price)
            return (
                f"--max-cost {limits.cost:g} would be passed: {before:.6g} is spent, "
                f"and the next request may cost {then.cost(self._price) - before:.6g}"
            )
        return None


def _with_lost(totals: Totals, most: Usage) -> Totals:
    return replace(
        totals,
        lost_prompt=totals.lost_prompt + most.prompt_tokens,
        lost_completion=totals.lost_completion + most.completion_tokens,
    )


class Pace:
    """Turns, so many a minute and evenly, that all threads of a run share; a server may ask for a pause."""

    def __init__(self, rate: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._apart = 60 / rate if rate else 0.0
        self._clock = clock
        self._next = clock()
        self._lock = threading.Lock()

    def wait(self, stop: threading.Event) -> None:
        """Return when it is one's turn. Raises GivenUp when the run is stopped before."""
        while True:
            with self._lock:
                now = self._clock()
                left = self._next - now
                if left <= 0:
                    self._next = now + self._apart
            if stop.wait(max(left, 0)):
                raise GivenUp
            if left <= 0:
                return

    def pause(self, seconds: float) -> None:
        """Give nobody a turn for so long."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)
