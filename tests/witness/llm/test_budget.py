"""No limit is passed, whatever the threads do; turns are even."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from kg.witness.llm.budget import FRAME, Budget, GivenUp, Pace, Spent, Totals, most_tokens
from kg.witness.llm.recorded import Usage
from kg.witness.llm.settings import Limits, Price


@contextmanager
def sent(budget: Budget, most: Usage, used: Usage | None) -> Iterator[None]:
    with budget.holding(most, threading.Event()) as hold:
        hold.is_sent = True
        yield
        hold.used = used


def take(budget: Budget, most: Usage, used: Usage | None = None) -> None:
    with sent(budget, most, used):
        pass


def test_no_token_is_less_than_a_byte() -> None:
    assert most_tokens("中国", 9) == Usage(6 + FRAME, 9)
    assert most_tokens("\ud83d", 9) == Usage(1 + FRAME, 9)


def test_what_is_not_used_is_given_back() -> None:
    budget = Budget(Limits(tokens=100))
    for _ in range(9):
        take(budget, Usage(50, 50), Usage(0, 0))
    take(budget, Usage(50, 50), Usage(20, 5))
    with pytest.raises(Spent, match="--max-tokens 100 would be passed: 25 are used, and the next request may take 76"):
        take(budget, Usage(50, 26))
    assert budget.totals == Totals(10, 20, 5)


def test_a_try_without_an_answer_counts_what_it_may_have_taken() -> None:
    budget = Budget(Limits(tokens=100))
    take(budget, Usage(30, 20), None)
    assert budget.totals == Totals(1, 0, 0, 30, 20)
    with pytest.raises(Spent):
        take(budget, Usage(51, 0))


def test_what_was_never_sent_counts_nothing() -> None:
    budget = Budget(Limits(tokens=100, requests=1))
    with budget.holding(Usage(100, 0), threading.Event()):
        pass
    assert budget.totals == Totals()
    take(budget, Usage(100, 0))


def test_requests_are_counted_before_they_are_sent() -> None:
    budget = Budget(Limits(requests=2))
    with ExitStack() as stack:
        stack.enter_context(sent(budget, Usage(1, 1), None))
        stack.enter_context(sent(budget, Usage(1, 1), None))
        with pytest.raises(Spent, match="--max-requests 2 is reached"):
            take(budget, Usage(1, 1))


def test_cost_is_counted_at_both_prices() -> None:
    budget = Budget(Limits(cost=1.0), Price(1.0, 10.0))
    take(budget, Usage(500_000, 50_000), Usage(400_000, 20_000))
    assert budget.cost == pytest.approx(0.6)
    take(budget, Usage(200_000, 20_000), Usage(0, 0))
    with pytest.raises(
        Spent, match=r"--max-cost 1 would be passed: 0\.6 is spent, and the next request may cost 0\.41"
    ):
        take(budget, Usage(200_000, 21_000))
    assert Budget(Limits()).cost is None


def test_who_does_not_fit_waits_for_what_others_give_back() -> None:
    budget = Budget(Limits(tokens=100))
    begun = threading.Event()

    def other() -> None:
        begun.set()
        take(budget, Usage(80, 0), Usage(10, 0))

    thread = threading.Thread(target=other)
    with sent(budget, Usage(80, 0), Usage(15, 0)):
        thread.start()
        assert begun.wait(5)
        thread.join(0.05)
        assert thread.is_alive()
        assert budget.totals.requests == 1
    thread.join(5)
    assert budget.totals == Totals(2, 25, 0)


def test_who_waits_is_told_that_others_gave_nothing_back() -> None:
    budget = Budget(Limits(tokens=100))
    raised: list[Spent] = []

    def other() -> None:
        try:
            take(budget, Usage(80, 0))
        except Spent as spent:
            raised.append(spent)

    thread = threading.Thread(target=other)
    with sent(budget, Usage(80, 0), Usage(80, 0)):
        thread.start()
    thread.join(5)
    assert len(raised) == 1


def test_after_one_is_refused_so_are_all() -> None:
    budget = Budget(Limits(tokens=100))
    with pytest.raises(Spent):
        take(budget, Usage(101, 0))
    with pytest.raises(Spent):
        take(budget, Usage(1, 0))


def test_who_waits_may_be_stopped() -> None:
    budget = Budget(Limits(tokens=100))
    stop = threading.Event()
    with sent(budget, Usage(80, 0), None):
        threading.Timer(0.02, stop.set).start()
        with pytest.raises(GivenUp), budget.holding(Usage(80, 0), stop):
            pass


def test_many_threads_pass_no_limit() -> None:
    budget = Budget(Limits(tokens=10_000))

    def worker(number: int) -> None:
        try:
            for turn in range(1_000):
                take(budget, Usage(100, 100), Usage((number * turn) % 101, 7) if turn % 5 else None)
        except Spent:
            pass

    threads = [threading.Thread(target=worker, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 9_800 < budget.totals.tokens <= 10_000


class Clock:
    """Goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now


class Waiting(threading.Event):
    """Waits no time at all, and moves a clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self.clock.now += timeout or 0
        self.clock.waited.append(timeout or 0)
        return self.is_set()


def test_turns_are_even() -> None:
    clock = Clock()
    pace, stop = Pace(120, clock), Waiting(clock)
    times = []
    for _ in range(4):
        pace.wait(stop)
        times.append(clock.now)
    assert times == pytest.approx([100, 100.5, 101, 101.5])


def test_a_pause_holds_for_everybody() -> None:
    clock = Clock()
    pace, stop = Pace(None, clock), Waiting(clock)
    pace.wait(stop)
    pace.pause(30)
    pace.pause(10)
    pace.wait(stop)
    assert clock.now == pytest.approx(130)
    pace.wait(stop)
    assert clock.now == pytest.approx(130)


def test_who_waits_for_a_turn_may_be_stopped() -> None:
    pace, stop = Pace(1), threading.Event()
    pace.wait(stop)
    stop.set()
    with pytest.raises(GivenUp):
        pace.wait(stop)
