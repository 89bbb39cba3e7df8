"""Many questions at once: each is answered once, whatever ends the run, and no limit is passed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import WitnessError
from kg.witness.llm.ask import OUTAGE, Asked, ask
from kg.witness.llm.budget import FRAME
from kg.witness.llm.client import open_client
from kg.witness.llm.dialect import sent_text
from kg.witness.llm.recorded import LENGTH, Answer, Question, Recorded, key
from kg.witness.llm.settings import Limits, Price, Settings, Waits
from tests.conftest import ROOT
from tests.witness.llm.server import (
    EMPTY,
    Handler,
    Model,
    Request,
    breaks_off,
    completion,
    says,
    says_words,
    serving,
    sleeps,
)

QUICK = Waits(first=0.001, longest=0.002)


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as model:
        yield model


def questions(count: int) -> list[Question]:
    return [Question("Read.", f"text {number}", {"type": "object"}, f"{number}.txt") for number in range(count)]


def settings(model: Model, **options: Any) -> Settings:
    return Settings(model.url, "m", **{"jobs": 4, "tries": 3, "waits": QUICK, "timeout": 5.0, **options})


def asked(model: Model, folder: Path, what: Iterable[Question], *, refresh: bool = False, **options: Any) -> Asked:
    with open_client(settings(model, **options)) as client:
        return ask(what, client, Recorded(folder), refresh=refresh)


def test_questions_are_asked_side_by_side_and_each_once(model: Model, tmp_path: Path) -> None:
    model.pause = 0.03
    what = questions(24)
    found = asked(model, tmp_path, [*what, *what, replace(what[0], source="other.txt")], jobs=6)
    assert (found.requests, found.answers, found.recorded, found.unasked) == (24, 24, 0, 0)
    assert model.most_at_once == 6
    assert sorted(request.text for request in model.requests) == sorted(question.text for question in what)
    assert len(Recorded(tmp_path)) == 24


def test_what_is_recorded_is_not_asked_again(model: Model, tmp_path: Path) -> None:
    asked(model, tmp_path, questions(5))
    before = Recorded(tmp_path).digest()
    found = asked(model, tmp_path, questions(8))
    assert (found.requests, found.answers, found.recorded) == (3, 3, 5)
    assert sorted(request.text for request in model.requests[5:]) == ["text 5", "text 6", "text 7"]
    again = asked(Model(url="http://localhost:9"), tmp_path, questions(8))
    assert again == Asked(recorded=8)
    assert before != Recorded(tmp_path).digest()


def test_the_same_answers_are_the_same_bytes_in_whatever_order_they_come(model: Model, tmp_path: Path) -> None:
    asked(model, tmp_path / "one", questions(20), jobs=8)
    asked(model, tmp_path / "two", reversed(questions(20)), jobs=1, refresh=True)
    assert Recorded(tmp_path / "one").digest() == Recorded(tmp_path / "two").digest()


def test_refresh_asks_everything_again(model: Model, tmp_path: Path) -> None:
    asked(model, tmp_path, questions(3))
    model.answers = lambda _: '{"new": true}'
    found = asked(model, tmp_path, questions(3), refresh=True)
    assert (found.requests, found.answers, found.recorded) == (3, 3, 0)
    assert Recorded(tmp_path).get(key(questions(1)[0], "m")) == Answer({"new": True}, usage=found_usage(tmp_path))


def found_usage(folder: Path) -> Any:
    answer = Recorded(folder).get(key(questions(1)[0], "m"))
    assert answer
    return answer.usage


def test_a_broken_answer_is_asked_again(model: Model, tmp_path: Path) -> None:
    asked(model, tmp_path, questions(3))
    name = key(questions(3)[1], "m")
    (tmp_path / name[:2] / f"{name}.json").write_bytes(b'{"answer": ')
    found = asked(model, tmp_path, questions(3))
    assert (found.requests, found.recorded) == (1, 2)


def test_questions_are_taken_as_they_are_needed(model: Model, tmp_path: Path) -> None:
    model.pause = 0.01
    taken = 0
    ahead: list[int] = []

    def lazily() -> Iterator[Question]:
        nonlocal taken
        for question in questions(60):
            ahead.append(taken - len(model.requests))
            taken += 1
            yield question

    assert asked(model, tmp_path, lazily(), jobs=3).answers == 60
    assert max(ahead) <= 6


def test_an_answer_is_told_when_it_is_recorded(model: Model, tmp_path: Path) -> None:
    told: list[str] = []
    recorded = Recorded(tmp_path)

    def tell(question: Question, answer: Answer) -> None:
        assert threading.current_thread() is threading.main_thread()
        assert recorded.get(key(question, "m")) == answer
        told.append(question.source)

    with open_client(settings(model)) as client:
        ask(questions(9), client, recorded, on_answer=tell)
    assert sorted(told) == sorted(question.source for question in questions(9))


def halves(question: Question) -> list[Question]:
    middle = len(question.text) // 2
    parts = (question.text[:middle], question.text[middle:])
    return [replace(question, text=part) for part in parts] if middle else []


def test_what_was_cut_off_is_asked_in_parts(model: Model, tmp_path: Path) -> None:
    def answer(handler: Handler, request: Request) -> None:
        whole = len(request.text) <= 2
        handler.send(200, completion(EMPTY if whole else '{"cut', finish="stop" if whole else "length"))

    model.script.extend([answer] * 15)
    what = [Question("Read.", "abcdefgh", {})]
    with open_client(settings(model)) as client:
        found = ask(what, client, Recorded(tmp_path), split=halves)
    assert (found.requests, found.answers, found.wrong, found.failed) == (7, 7, (), ())
    texts = sorted(request.text for request in model.requests)
    assert texts == ["ab", "abcd", "abcdefgh", "cd", "ef", "efgh", "gh"]
    first = Recorded(tmp_path).get(key(what[0], "m"))
    assert first
    assert first.finish == LENGTH


def test_parts_that_are_missing_are_asked_when_the_run_is_gone_on_with(model: Model, tmp_path: Path) -> None:
    what = [Question("Read.", "abcd", {})]
    model.script.append(says_words('{"cut', "length"))
    assert asked(model, tmp_path, what).requests == 1
    with open_client(settings(model)) as client:
        found = ask(what, client, Recorded(tmp_path), split=halves)
    assert (found.requests, found.recorded) == (2, 1)
    assert sorted(request.text for request in model.requests) == ["ab", "abcd", "cd"]


### What ends a run


def test_after_an_outage_no_more_is_asked(model: Model, tmp_path: Path) -> None:
    model.script.extend([says("down", 500)] * 1_000)
    found = asked(model, tmp_path, questions(100), jobs=1, tries=2)
    assert found.requests <= 2 * OUTAGE + 2
    assert len(found.failed) + found.unasked == 100
    assert found.unasked >= 100 - OUTAGE - 2
    assert found.stopped == f"{OUTAGE} questions in a row were asked in vain"


def test_a_failure_now_and_then_is_no_outage(model: Model, tmp_path: Path) -> None:
    model.script.extend([says("bad", 400) if number % OUTAGE else sleeps(0) for number in range(100)])
    found = asked(model, tmp_path, questions(100), jobs=1)
    assert (len(found.failed), found.answers, found.stopped) == (80, 20, None)
    assert found.failed[0] == ("1.txt", f"{model.url}/chat/completions answered 400: bad")


def test_a_fatal_refusal_ends_the_run_and_keeps_what_came(model: Model, tmp_path: Path) -> None:
    model.script.extend([sleeps(0)] * 5 + [says("", 401)] * 100)
    with pytest.raises(WitnessError, match="answered 401"):
        asked(model, tmp_path, questions(100), jobs=1)
    assert len(Recorded(tmp_path)) == 5
    assert len(model.requests) == 6


def test_what_a_callback_raises_ends_the_run(model: Model, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise ZeroDivisionError

    with open_client(settings(model, jobs=1)) as client, pytest.raises(ZeroDivisionError):
        ask(questions(100), client, Recorded(tmp_path), on_answer=refuse)
    assert 1 <= len(Recorded(tmp_path)) <= len(model.requests) < 10


def test_what_cannot_be_recorded_ends_the_run(model: Model, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WitnessError, match="cannot be written"):
        asked(model, tmp_path / "file", questions(100), jobs=1)
    assert len(model.requests) < 10


### Budgets


@pytest.mark.parametrize("jobs", [1, 8])
def test_requests_are_never_more_than_allowed(model: Model, tmp_path: Path, jobs: int) -> None:
    model.script.extend([says("oh", 500), breaks_off] * 4)
    found = asked(model, tmp_path, questions(100), jobs=jobs, limits=Limits(requests=20), tries=9)
    assert found.requests == len(model.requests) == 20
    assert found.answers + found.unasked == 100
    assert found.answers == len(Recorded(tmp_path)) == 12
    assert found.stopped == "--max-requests 20 is reached"


@pytest.mark.parametrize("jobs", [1, 8])
def test_tokens_are_never_more_than_allowed(model: Model, tmp_path: Path, jobs: int) -> None:
    """Even where the server counts the most that it can: a token for each byte, and every token of the answer."""
    most = len(sent_text(questions(1)[0])) + FRAME

    def count(request: Request, answer: str) -> tuple[int, int]:
        return (most, 50) if int(request.text.split()[1]) % 2 else (most // 9, 5)

    model.tokens = count
    model.script.extend([sleeps(0), breaks_off, says("oh", 500)])
    limit = 20 * (most + 50)
    found = asked(model, tmp_path, questions(100), jobs=jobs, limits=Limits(tokens=limit), max_output=50)
    counted = sum(map(sum, model.used))
    assert found.prompt_tokens + found.completion_tokens == counted
    assert found.lost > 2 * most
    assert limit - 2 * (most + 52) < counted + found.lost <= limit
    assert (found.stopped or "").startswith(f"--max-tokens {limit} would be passed: ")
    assert found.unasked == 100 - found.answers > 50


def test_cost_is_never_more_than_allowed(model: Model, tmp_path: Path) -> None:
    model.tokens = lambda *_: (200, 50)
    price = Price(2.0, 8.0)
    found = asked(model, tmp_path, questions(100), jobs=8, limits=Limits(cost=0.01), price=price, max_output=50)
    spent = sum(price.of(*used) for used in model.used)
    assert found.cost == pytest.approx(spent)
    assert 0.008 < spent <= 0.01
    assert (found.stopped or "").startswith("--max-cost 0.01 would be passed: ")


def test_a_question_that_fits_no_budget_is_not_sent(model: Model, tmp_path: Path) -> None:
    found = asked(model, tmp_path, questions(10), limits=Limits(tokens=100))
    assert found == Asked(unasked=10, stopped=found.stopped)
    assert model.requests == []


def test_a_server_that_does_not_count_is_counted_at_its_most(model: Model, tmp_path: Path) -> None:
    model.script.extend([says(completion(EMPTY, None))] * 2)
    found = asked(model, tmp_path, questions(2), price=Price(1, 1))
    assert (found.prompt_tokens, found.completion_tokens) == (0, 0)
    assert found.lost > 2 * 4096
    assert found.cost == pytest.approx(found.lost / 1_000_000)
    assert found_usage(tmp_path) is None


def test_a_budget_holds_for_all_runs_of_a_client(model: Model, tmp_path: Path) -> None:
    with open_client(settings(model, limits=Limits(requests=5))) as client:
        first = ask(questions(3), client, Recorded(tmp_path))
        second = ask(questions(9), client, Recorded(tmp_path))
    assert (first.requests, second.requests, second.recorded, second.unasked) == (3, 2, 3, 4)


### Ctrl-C and kill -9

ASK = """
import sys
from pathlib import Path
from kg.witness.llm.ask import ask
from kg.witness.llm.client import open_client
from kg.witness.llm.recorded import Question, Recorded
from kg.witness.llm.settings import Settings
url, folder = sys.argv[1:]
what = (Question("Read.", f"text {number}", {"type": "object"}, f"{number}.txt") for number in range(200))
with open_client(Settings(url, "m", "sk-secret-0123456789", jobs=4)) as client:
    found = ask(what, client, Recorded(Path(folder), print))
print(found.requests, found.recorded)
"""

LOST = 3 * (4 + 4)
"""Answers that three kills may lose: those under way, and those that came and are not yet recorded."""


def start(model: Model, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ASK, model.url, str(folder)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "KG": ""}
    )


def wait_for(model: Model, count: int) -> None:
    until = time.monotonic() + 30
    while len(model.requests) < count:
        assert time.monotonic() < until
        time.sleep(0.002)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_killed_run_is_gone_on_with(model: Model, tmp_path: Path) -> None:
    model.pause = 0.005
    folder = tmp_path / "killed"
    for count in (20, 70, 120):
        with start(model, folder) as process:
            wait_for(model, count)
            process.send_signal(signal.SIGKILL)
        told: list[str] = []
        recorded = Recorded(folder, told.append)
        there = [recorded.get(key(question, "m")) for question in questions(200)]
        assert told == []
        assert count - LOST < sum(map(bool, there)) <= len(model.requests)
    with start(model, folder) as process:
        out, err = process.communicate(timeout=60)
    assert err == ""
    requests, before = map(int, out.split())
    assert requests + before == 200
    assert 200 <= len(model.requests) <= 200 + LOST
    asked(model, tmp_path / "whole", questions(200))
    assert Recorded(folder).digest() == Recorded(tmp_path / "whole").digest()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_ctrl_c_gives_up_what_is_under_way_and_keeps_what_came(model: Model, tmp_path: Path) -> None:
    model.script.extend([sleeps(0)] * 30 + [sleeps(60)] * 100)
    with start(model, tmp_path) as process:
        wait_for(model, 34)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert err.strip().endswith("KeyboardInterrupt")
    assert len(Recorded(tmp_path)) == 30
    assert len(model.requests) == 34
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".json"]


def test_a_run_leaves_no_threads(model: Model, tmp_path: Path) -> None:
    asked(model, tmp_path, questions(9), jobs=8)
    until = time.monotonic() + 5
    while any(thread.name.startswith("witness-") for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    program = (
        "import sys, json, kg.witness, kg.witness.llm, kg.witness.llm.recorded, kg.witness.llm.settings, "
        "kg.witness.llm.ask; "
        "print(json.dumps(sorted({'httpx2', 'tenacity', 'anyio', 'ssl', 'asyncio'} & sys.modules.keys())))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
