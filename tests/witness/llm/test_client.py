"""What a server, a network or a user can do wrong: another try, one clear error, or one question that failed."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.errors import WitnessError
from kg.witness.llm import client as clients
from kg.witness.llm.ask import Asked, ask
from kg.witness.llm.budget import GivenUp
from kg.witness.llm.client import open_client
from kg.witness.llm.recorded import LENGTH, Answer, Question, Recorded, Usage, key
from kg.witness.llm.settings import Settings, Waits
from tests.witness.llm.server import (
    Misbehave,
    Model,
    breaks_off,
    closes,
    cuts_chunks,
    drips,
    floods,
    hangs_up,
    says,
    says_words,
    serving,
    sleeps,
)

QUESTION = Question("Read.", "China launched it.", {"type": "object", "title": "Facts"}, "a.txt")
QUICK = Waits(first=0.001, longest=0.002, patience=2.0)
KEY = "sk-0123456789abcdef"


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as model:
        yield model


def asked(model: Model, folder: Path, *questions: Question, **options: Any) -> Asked:
    """Ask one question after another."""
    options = {"jobs": 1, "tries": 3, "waits": QUICK, "timeout": 5.0, **options}
    with open_client(Settings(model.url, "m", options.pop("key", None), **options)) as client:
        return ask(questions or [QUESTION], client, Recorded(folder))


def recorded(folder: Path, question: Question = QUESTION) -> Answer | None:
    return Recorded(folder).get(key(question, "m"))


def test_a_question_is_sent_as_a_chat_with_its_schema(model: Model, tmp_path: Path) -> None:
    model.answers = {QUESTION.text: '{"a": 1}'}
    assert asked(model, tmp_path, key=KEY) == Asked(1, 1, prompt_tokens=18, completion_tokens=8)
    assert recorded(tmp_path) == Answer({"a": 1}, usage=Usage(18, 8))
    (request,) = model.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.said == {
        "model": "m",
        "messages": [{"role": "system", "content": "Read."}, {"role": "user", "content": QUESTION.text}],
        "max_tokens": 4096,
        "temperature": 0,
        "seed": 1,
        "stream": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": {"type": "object", "title": "Facts"}},
        },
    }


def test_without_a_key_none_is_sent(model: Model, tmp_path: Path) -> None:
    asked(model, tmp_path)
    assert "Authorization" not in model.requests[0].headers


@pytest.mark.parametrize(
    "misbehave",
    [
        says({"error": "busy"}, 429, Retry_After="0"),
        says({"error": "busy"}, 429, Retry_After="Thu, 26 Nov 2020 00:00:00 GMT"),
        says({"error": "busy"}, 429),
        says({"error": "busy"}, 503, Retry_After="0"),
        says("oh", 500),
        says("oh", 502, Retry_After="soon"),
        says("oh", 408),
        breaks_off,
        cuts_chunks,
        hangs_up,
        says("<html>Welcome</html>", Content_Type="text/html"),
        says({"error": {"message": "upstream"}}),
        says(b"\xff\xfe"),
        says(b""),
        says_words("I cannot."),
        says_words('{"facts": ['),
        says_words(None),
    ],
)
def test_what_may_pass_is_tried_again(model: Model, tmp_path: Path, misbehave: Misbehave) -> None:
    model.script.extend([misbehave, misbehave])
    found = asked(model, tmp_path)
    assert (found.requests, found.answers, found.failed, found.wrong) == (3, 1, (), ())
    assert recorded(tmp_path) == Answer({"statements": []}, usage=Usage(18, 18))


@pytest.mark.parametrize(
    ("misbehave", "reason"),
    [
        (says({"error": "busy"}, 429, Retry_After="0"), "URL answered 429: busy"),
        (says("oh", 500), "URL answered 500: oh"),
        (breaks_off, "URL broke off the connection"),
        (cuts_chunks, "URL broke off the connection"),
        (hangs_up, "URL broke off the connection"),
        (says("<html>"), "URL answered with what is no chat completion: <html>"),
        (says(b""), "URL answered with what is no chat completion: nothing"),
    ],
)
def test_after_the_last_try_the_reason_is_told(model: Model, tmp_path: Path, misbehave: Misbehave, reason: str) -> None:
    model.script.extend([misbehave] * 3)
    other = Question("Read.", "Another.", {}, "b.txt")
    found = asked(model, tmp_path, QUESTION, other)
    assert (found.requests, found.answers) == (4, 1)
    assert found.failed == (("a.txt", reason.replace("URL", f"{model.url}/chat/completions")),)
    assert recorded(tmp_path) is None
    assert recorded(tmp_path, other) is not None


def test_what_a_server_cannot_do_is_not_tried_again(model: Model, tmp_path: Path) -> None:
    model.script.append(says({"error": {"message": "no such template"}}, 400))
    found = asked(model, tmp_path)
    assert (found.requests, found.failed[0][1].partition(" ")[2]) == (1, "answered 400: no such template")


def test_an_answer_that_is_no_object_is_kept_as_wrong(model: Model, tmp_path: Path) -> None:
    model.script.extend([says_words("No."), says_words("Never."), says_words("I said no.")])
    found = asked(model, tmp_path)
    assert (found.requests, found.answers, found.failed) == (3, 1, ())
    assert found.wrong == (("a.txt", "the answer is no JSON object"),)
    assert recorded(tmp_path) == Answer("I said no.", usage=Usage(7, 3), wrong="the answer is no JSON object")
    assert [(one.said["temperature"], one.said["seed"]) for one in model.requests] == [(0, 1), (0.25, 2), (0.5, 3)]


def test_an_answer_that_was_cut_off_is_kept_at_once(model: Model, tmp_path: Path) -> None:
    model.script.append(says_words('{"facts": [', "length"))
    found = asked(model, tmp_path)
    assert (found.requests, found.answers, found.wrong) == (1, 1, ())
    assert recorded(tmp_path) == Answer('{"facts": [', LENGTH, Usage(7, 3), "the answer was cut off")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, {"error": {"message": "This model's maximum context length is 8192 tokens.", "code": "x"}}),
        (400, {"error": {"message": "no", "code": "context_length_exceeded", "param": "messages"}}),
        (500, {"error": {"message": "the request exceeds the available context size"}}),
        (413, "Payload Too Large"),
    ],
)
def test_a_question_that_does_not_fit_counts_as_cut_off(model: Model, tmp_path: Path, status: int, told: Any) -> None:
    model.script.append(says(told, status))
    found = asked(model, tmp_path)
    assert (found.requests, found.answers, found.failed, found.lost) == (1, 1, (), 0)
    answer = recorded(tmp_path)
    assert answer
    assert (answer.answer, answer.finish, answer.usage) == ("", LENGTH, Usage(0, 0))
    assert (answer.wrong or "").startswith("the question does not fit: ")


### Waiting


def test_retry_after_in_seconds_is_obeyed(model: Model, tmp_path: Path) -> None:
    model.script.append(says({}, 429, Retry_After="1"))
    asked(model, tmp_path)
    first, second = model.requests
    assert 1 <= second.at - first.at < 3


def test_retry_after_as_a_date_is_obeyed(model: Model, tmp_path: Path) -> None:
    until = int(time.time()) + 1
    model.script.append(says({}, 503, Retry_After=formatdate(until, usegmt=True)))
    asked(model, tmp_path)
    assert len(model.requests) == 2
    assert time.time() >= until


def test_who_asks_for_too_much_patience_is_left(model: Model, tmp_path: Path) -> None:
    model.script.append(says({"error": "quota"}, 429, Retry_After="3600"))
    found = asked(model, tmp_path)
    assert found.requests == 1
    assert found.failed[0][1].endswith("answered 429: quota. It asks to wait 3,600 seconds")


def test_waits_double_up_to_the_longest(model: Model, tmp_path: Path) -> None:
    model.script.extend([says("oh", 500)] * 11)
    began = time.monotonic()
    asked(model, tmp_path, tries=12, waits=Waits(first=0.02, longest=0.08))
    assert time.monotonic() - began < 20  # 0.8 by the clock; 41 if they doubled without end
    gaps = [after.at - before.at for before, after in pairwise(model.requests)]
    assert len(gaps) == 11
    for gap, least in zip(gaps, (0.02, 0.04, *[0.08] * 9), strict=True):
        assert gap >= least


def test_a_slow_answer_is_given_up(model: Model, tmp_path: Path) -> None:
    model.script.extend([sleeps(1), drips])
    found = asked(model, tmp_path, tries=2, timeout=0.2)
    assert found.failed[0][1].endswith("has not answered within 0.2 seconds")
    assert (found.requests, found.answers) == (2, 0)
    assert found.lost > 2 * 4096


def test_a_flood_is_cut_off(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "MAX_REPLY", 3_000_000)
    model.script.append(floods)
    found = asked(model, tmp_path, tries=1)
    assert found.failed[0][1].endswith("answers with more than 3,000,000 bytes")


def test_the_rate_is_kept(model: Model, tmp_path: Path) -> None:
    questions = [Question("Read.", str(number), {}) for number in range(6)]
    asked(model, tmp_path, *questions, jobs=6, rate=1200.0)
    times = sorted(request.at for request in model.requests)
    assert len(times) == 6
    assert times[-1] - times[0] > 0.15  # 0.25, less what the first was late; without a rate it is 0.02


### What servers do not take


@pytest.mark.parametrize("refused", ["json_schema", "max_tokens", "temperature", "seed"])
def test_what_is_refused_by_name_is_left_out_from_then_on(model: Model, tmp_path: Path, refused: str) -> None:
    model.refuses = {refused}
    found = asked(model, tmp_path, *(Question("Read.", str(number), {"title": "F"}) for number in range(3)))
    assert (found.requests, found.answers, found.failed) == (4, 3, ())
    assert len(found.notes) == 1
    assert refused in found.notes[0]
    assert [model.refusal(request) for request in model.requests] == [refused, None, None, None]
    assert found.lost == 0


def test_all_may_be_refused(model: Model, tmp_path: Path) -> None:
    model.refuses = {"json_schema", "json_object", "max_tokens", "temperature", "seed"}
    found = asked(model, tmp_path)
    assert (found.requests, found.answers, len(found.notes)) == (6, 1, 5)
    assert model.requests[-1].said == {
        "model": "m",
        "max_completion_tokens": 4096,
        "stream": False,
        "messages": [
            {
                "role": "system",
                "content": (
                    "Read.\n\nAnswer with one JSON object that this JSON Schema describes, and with nothing else:\n"
                    '{"type": "object", "title": "Facts"}'
                ),
            },
            {"role": "user", "content": QUESTION.text},
        ],
    }


def test_many_threads_learn_together(model: Model, tmp_path: Path) -> None:
    model.refuses = {"json_schema", "temperature", "max_tokens"}
    model.pause = 0.02
    found = asked(model, tmp_path, *(Question("Read.", str(number), {}) for number in range(24)), jobs=8)
    assert (found.answers, found.failed, len(found.notes)) == (24, (), 3)
    assert found.requests <= 24 + 3 * 8


@pytest.mark.parametrize("status", [422, 500])
def test_other_statuses_refuse_a_schema_as_well(model: Model, tmp_path: Path, status: int) -> None:
    told = "response_format type must be one of text or json_object, but got: json_schema"
    model.script.append(says({"error": {"message": told}}, status))
    found = asked(model, tmp_path)
    assert (found.requests, found.answers) == (2, 1)
    assert model.requests[1].said["response_format"] == {"type": "json_object"}
    assert found.notes == (f"the server refuses json_schema; it is asked for json_object (it says: {told})",)


### What is in vain


@pytest.mark.parametrize(
    ("misbehave", "key", "expected"),
    [
        (
            says({"error": {"message": "Incorrect API key"}}, 401),
            KEY,
            "URL answered 401. It does not take the key: check KG_LLM_KEY. It says: Incorrect API key",
        ),
        (says("", 401), None, "URL answered 401. It wants a key: set KG_LLM_KEY."),
        (
            says("no", 403),
            KEY,
            "URL answered 403. The key may not use this model: check --llm-model, or give another key. It says: no",
        ),
        (
            says({"error": "model 'm' not found"}, 404),
            None,
            "URL answered 404. Check --llm-url and --llm-model: one of them is not there. It says: model 'm' not found",
        ),
        (says("", 405), None, "URL answered 405. Check --llm-url: it is no chat endpoint."),
        (
            says({"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}, 429),
            KEY,
            (
                "URL answered 429. The account has no credit: look into it, or take another model. "
                "It says: You exceeded your quota"
            ),
        ),
        (
            says("", 307, Location="http://other.example/"),
            KEY,
            "URL answered 307. It has moved to http://other.example/. Give that address as --llm-url, if you trust it.",
        ),
    ],
)
def test_what_every_question_would_get_ends_the_run(
    model: Model, tmp_path: Path, misbehave: Misbehave, key: str | None, expected: str
) -> None:
    model.script.append(misbehave)
    with pytest.raises(WitnessError) as caught:
        asked(model, tmp_path, *(Question("Read.", str(number), {}) for number in range(50)), key=key)
    assert str(caught.value) == expected.replace("URL", f"{model.url}/chat/completions")
    assert caught.value.status == int(expected.split()[2].rstrip("."))
    assert len(model.requests) == 1


def test_no_redirect_is_followed(model: Model, tmp_path: Path) -> None:
    with serving() as other:
        model.script.append(says("", 307, Location=f"{other.url}/chat/completions"))
        with pytest.raises(WitnessError, match="It has moved to"):
            asked(model, tmp_path, key=KEY)
        assert other.requests == []


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_where_nothing_listens_the_run_ends_at_once(tmp_path: Path) -> None:
    model = Model(url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(WitnessError) as caught:
        asked(model, tmp_path)
    assert str(caught.value) == (
        f"{model.url}/v1/chat/completions cannot be reached: nothing listens there. "
        "Start the server, or check --llm-url."
    )


def test_a_server_that_speaks_no_tls_is_told(model: Model, tmp_path: Path) -> None:
    model.url = model.url.replace("http:", "https:")
    with pytest.raises(WitnessError, match=r"speaks no TLS .*\. Check whether it is http:// or https://"):
        asked(model, tmp_path)


@pytest.mark.skipif(not shutil.which("openssl"), reason="a certificate is made with openssl")
def test_a_certificate_that_nobody_trusts_is_told(tmp_path: Path) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with (
        serving(tls=context) as model,
        pytest.raises(WitnessError, match="has no certificate that this machine trusts"),
    ):
        asked(model, tmp_path)
    assert model.requests == []


def test_a_proxy_of_the_environment_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))
        found = asked(Model(url="http://model.internal/v1"), tmp_path)
        assert found.answers == 1
        assert proxy.requests[0].path == "http://model.internal/v1/chat/completions"


def test_no_proxy_stands_before_this_machine(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as proxy:
        for name in ("http_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        assert asked(model, tmp_path, key=KEY).answers == 1
        model.url = model.url.replace("127.0.0.1", "localhost")
        assert asked(model, tmp_path / "two", key=KEY).answers == 1
        assert proxy.requests == []


@pytest.mark.parametrize("host", ["a..b", "exa mple", "a" * 80 + ".example", "[::1%25x]", "é" * 70])
def test_what_is_no_name_of_a_host_is_told(tmp_path: Path, host: str) -> None:
    with pytest.raises(WitnessError, match=r"is not the address of a server|cannot be reached"):
        asked(Model(url=f"http://{host}:9/v1"), tmp_path)


def test_a_proxy_that_cannot_be_is_told(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"gopher://me:{KEY}@proxy.example")
    with pytest.raises(WitnessError, match="the proxy or the certificates that the environment names") as caught:
        asked(model, tmp_path)
    assert KEY not in str(caught.value)


def test_a_server_that_goes_away_fails_a_question_and_not_the_run(tmp_path: Path) -> None:
    questions = [Question("Read.", str(number), {}, f"{number}.txt") for number in range(2)]
    with ExitStack() as stack:
        model = stack.enter_context(serving())
        client = stack.enter_context(open_client(Settings(model.url, "m", jobs=1, tries=3, waits=QUICK)))
        model.script.append(closes)
        assert ask(questions[:1], client, Recorded(tmp_path)).answers == 1
        model.stop()
        found = ask(questions[1:], client, Recorded(tmp_path))
        assert found.failed == (("1.txt", f"{model.url}/chat/completions can no longer be reached"),)
        assert (found.requests, found.lost) == (3, 0)


def test_who_closes_does_not_take_the_connection_from_who_still_uses_it(model: Model) -> None:
    model.script.append(sleeps(0.2))
    client = open_client(Settings(model.url, "m"))
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(client.send(QUESTION, 1, threading.Event())))
    thread.start()
    while not model.requests:
        time.sleep(0.002)
    client.close()
    thread.join(5)
    assert answers == [Answer({"statements": []}, usage=Usage(18, 18))]
    with pytest.raises(GivenUp):
        client.send(QUESTION, 1, threading.Event())
    assert (len(model.requests), client.budget.totals.requests) == (1, 1)
