"""Ask a model many questions at once, and keep each answer as it comes; what is kept already is not asked again.

One thread, that of the caller, takes questions and keeps answers; `jobs` others wait for the server. So the callbacks
need not mind threads, and whatever ends the run, each answer that came is kept whole.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from kg.witness.llm.budget import GivenUp, Spent
from kg.witness.llm.client import Client
from kg.witness.llm.recorded import LENGTH, Answer, Question, Recorded, Usage, key
from kg.witness.llm.refusals import TooLong, Trouble

OUTAGE = 5
"""Questions in vain, one after another and each with all its tries, after which no more are asked."""

_AHEAD = 2
"""Questions for each thread that are taken before it is free: enough that none waits for a document to be read."""
_LOOK = 0.5
"""Seconds between two looks for a Ctrl-C on Windows, where waiting for a lock holds it back."""

OnAnswer = Callable[[Question, Answer], None]
Split = Callable[[Question], Iterable[Question]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a run: `answers` to `requests`, those that were `recorded` before, and what is missing.

    Tokens are those that the server counted, `lost` the most that tries without an answer may have taken; `cost` is of
    both, None without a price. `unasked` questions were left when the run ended early, and `stopped` says why. `failed`
    and `wrong` are (source, reason); answers that are wrong are kept, and counted as answers.
    """

    requests: int = 0
    answers: int = 0
    recorded: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    lost: int = 0
    cost: float | None = None
    unasked: int = 0
    stopped: str | None = None
    failed: tuple[tuple[str, str], ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def ask(
    questions: Iterable[Question],
    client: Client,
    recorded: Recorded,
    *,
    refresh: bool = False,
    on_answer: OnAnswer = lambda _, __: None,
    split: Split = lambda _: (),
) -> Asked:
    """Ask what is not recorded, with `refresh` everything, and record the answers; return what came of it.

    Questions are taken as they are needed. Where an answer was cut off, or the question does not fit, what `split`
    makes of it is asked as well. Raises WitnessError where the server would refuse every question, or an answer cannot
    be written. Whatever ends it, also Ctrl-C: no request is begun after that, and what came is recorded.
    """
    run = _Run(client, recorded, refresh=refresh)
    try:
        run.take(questions, on_answer, split)
    finally:
        run.end()
    return run.asked()


class _Run:
    """The state of one run; all but the queues are the caller's thread's alone."""

    def __init__(self, client: Client, recorded: Recorded, *, refresh: bool) -> None:
        self._client = client
        self._recorded = recorded
        self._refresh = refresh
        self._crew = _Crew(client)
        self._before = client.budget.totals, client.budget.cost
        self._seen: set[bytes] = set()
        self._answers = self._skipped = self._unasked = self._in_vain = 0
        self._stopped: str | None = None
        self._failed: list[tuple[str, str]] = []
        self._wrong: list[tuple[str, str]] = []

    def take(self, questions: Iterable[Question], on_answer: OnAnswer, split: Split) -> None:
        """Ask all of them."""
        halves: deque[Iterator[Question]] = deque([iter(questions)])
        while True:
            question = None
            while halves and question is None and (self._stopped or self._crew.has_room()):
                question = next(halves[-1], None)
                if question is None:
                    halves.pop()
            if question is not None:
                halves.extend(self._begin(question, split))
            elif not self._crew.open:
                return
            for done in self._crew.done(wait=question is None):
                halves.extend(self._finish(*done, on_answer, split))
                self._crew.drop()

    def _begin(self, question: Question, split: Split) -> Iterator[Iterator[Question]]:
        """Give a question to the crew unless it is answered; yield the parts of one whose answer was cut off."""
        name = key(question, self._client.settings.model)
        short = bytes.fromhex(name)
        if short in self._seen:
            return
        self._seen.add(short)
        answer = None if self._refresh else self._recorded.get(name)
        if answer:
            self._skipped += 1
            if answer.finish == LENGTH:
                yield iter(split(question))
        elif self._stopped:
            self._unasked += 1
        else:
            self._crew.add(question)

    def _finish(
        self, question: Question, future: "Future[Answer]", on_answer: OnAnswer, split: Split
    ) -> Iterator[Iterator[Question]]:
        """Record what came of a question; yield its parts where the answer was cut off."""
        try:
            answer = future.result()
        except Trouble as trouble:
            self._failed.append((question.source, str(trouble)))
            self._in_vain += 1
            if self._in_vain >= OUTAGE and not self._stopped:
                self._stop(f"{OUTAGE} questions in a row were asked in vain")
                self._crew.hurry()
            return
        except GivenUp:  # another question ended the run, and is among what is done
            return
        except Spent as spent:
            self._unasked += 1
            self._stop(str(spent))
            return
        self._in_vain = 0
        self._record(question, answer)
        on_answer(question, answer)
        if answer.finish == LENGTH:
            yield iter(split(question))
        elif answer.wrong:
            self._wrong.append((question.source, answer.wrong))

    def _stop(self, reason: str) -> None:
        self._stopped = self._stopped or reason

    def _record(self, question: Question, answer: Answer) -> None:
        self._recorded.put(question, self._client.settings.model, answer)
        self._answers += 1

    def end(self) -> None:
        """Let the crew go; record what came and could not be seen to before."""
        self._crew.give_up()
        for question, future in self._crew.done(wait=False):
            if not future.exception():
                self._record(question, future.result())
            self._crew.drop()

    def asked(self) -> Asked:
        """Return what came of it."""
        (before, spent), now = self._before, self._client.budget.totals
        cost = self._client.budget.cost
        return Asked(
            requests=now.requests - before.requests,
            answers=self._answers,
            recorded=self._skipped,
            prompt_tokens=now.prompt_tokens - before.prompt_tokens,
            completion_tokens=now.completion_tokens - before.completion_tokens,
            lost=now.lost_prompt + now.lost_completion - before.lost_prompt - before.lost_completion,
            cost=None if cost is None or spent is None else cost - spent,
            unasked=self._unasked,
            stopped=self._stopped,
            failed=tuple(sorted(self._failed)),
            wrong=tuple(sorted(self._wrong)),
            notes=self._client.notes,
        )


class _Crew:
    """Threads that ask. They are daemons: who gives up does not wait for what is under way."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._inbox: queue.SimpleQueue[tuple[Question, Future[Answer]] | None] = queue.SimpleQueue()
        self._done: deque[tuple[Question, Future[Answer]]] = deque()
        self._change = threading.Condition()
        self._stop, self._last = threading.Event(), threading.Event()
        self._threads = 0
        self.open = 0
        """Questions that were added and not dropped."""

    def has_room(self) -> bool:
        """Return whether another question may be added."""
        return self.open < _AHEAD * self._client.settings.jobs

    def add(self, question: Question) -> None:
        """Have a question asked."""
        if self._threads < min(self.open + 1, self._client.settings.jobs):
            self._threads += 1
            threading.Thread(target=self._work, name=f"witness-{self._threads}", daemon=True).start()
        self.open += 1
        self._inbox.put((question, Future()))

    def done(self, *, wait: bool) -> Iterator[tuple[Question, "Future[Answer]"]]:
        """Yield what is done, after waiting for something if need be; each is to be dropped."""
        with self._change:
            while wait and not self._done:
                self._change.wait(_LOOK)
        while self._done:
            yield self._done[0]

    def drop(self) -> None:
        """Forget the first of what is done, which has been seen to."""
        self._done.popleft()
        self.open -= 1

    def hurry(self) -> None:
        """Let no question have another try."""
        self._last.set()

    def give_up(self) -> None:
        """Begin no request any more."""
        self._stop.set()
        self._last.set()
        for _ in range(self._threads):
            self._inbox.put(None)

    def _work(self) -> None:
        while (job := self._inbox.get()) is not None:
            question, future = job
            try:
                future.set_result(_answer(self._client, question, self._stop, self._last))
            except BaseException as error:  # noqa: BLE001 - raised again where the result is taken
                if not isinstance(error, Trouble | Spent):
                    self._stop.set()  # at once, before another thread begins a request that is as much in vain
                future.set_exception(error)
            with self._change:
                self._done.append(job)
                self._change.notify()


class _Unread(Exception):  # noqa: N818 - no error
    """An answer is no JSON object; another may be."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.wrong)
        self.answer = answer


def _answer(client: Client, question: Question, stop: threading.Event, last: threading.Event) -> Answer:
    """Return the answer to a question, asked again as often as the settings allow: one that cannot be read at last."""
    import tenacity

    waits = client.settings.waits
    back_off = tenacity.wait_exponential(multiplier=waits.first, max=waits.longest)

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome and state.outcome.exception()
        return max(back_off(state), error.wait) if isinstance(error, Trouble) else 0.0

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception(_is_worth_another),
        stop=tenacity.stop_after_attempt(client.settings.tries) | tenacity.stop_when_event_set(last),
        wait=wait,
        sleep=tenacity.sleep_using_event(last),
        reraise=True,
    )
    try:
        for attempt in retrying:
            with attempt:
                return _read(client, question, attempt.retry_state.attempt_number, stop)
    except _Unread as unread:
        return unread.answer
    except TooLong as error:
        return Answer("", LENGTH, Usage(0, 0), str(error))
    raise GivenUp


def _read(client: Client, question: Question, number: int, stop: threading.Event) -> Answer:
    answer = client.send(question, number, stop)
    if answer.wrong and answer.finish != LENGTH:
        raise _Unread(answer)
    return answer


def _is_worth_another(error: BaseException) -> bool:
    return isinstance(error, _Unread) or (isinstance(error, Trouble) and not error.is_final)
