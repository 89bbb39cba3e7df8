"""The key is in no file, log, output, error or answer, whatever a server says."""

import base64
import io
import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import WitnessError
from kg.witness.llm.ask import Asked, ask
from kg.witness.llm.client import open_client
from kg.witness.llm.recorded import Question, Recorded
from kg.witness.llm.settings import Limits, Settings, Waits
from tests.witness.llm.server import Handler, Misbehave, Model, Request, breaks_off, completion, says, serving

KEY = "sk-V3ry-s3cret_w0rd.42"
ESCAPED = "".join(f"\\u{ord(c):04x}" for c in KEY)
QUICK = Waits(first=0.001, longest=0.002)
HEADERS = {"X_Key": KEY, "Location": f"http://other.example/?key={KEY}", "Retry_After": "0"}


def phrases(handler: Handler, _: Request) -> None:
    """Say the key where a reason phrase stands, and as the name of a cookie."""
    handler.send_response_only(401, f"Not {KEY}")
    handler.send_header("Set-Cookie", f"{KEY}=1")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def escaped(status: int) -> Misbehave:
    """Return what says the key in escapes, once as JSON and once as JSON within JSON."""
    body = json.dumps(completion(f'{{"quote": "{ESCAPED} and {KEY}"}}')).replace(KEY, ESCAPED)
    error = f'{{"error": {{"message": "{"x" * 190} {ESCAPED}"}}}}'
    return says(body if status == 200 else error, status, X_Key=KEY)


ECHOES: dict[str, Misbehave] = {
    "401": says({"error": {"message": f"Incorrect API key provided: {KEY}."}}, 401, **HEADERS),
    "403": says(f"{KEY} may not", 403, **HEADERS),
    "404": says(KEY * 50, 404),
    "phrase": phrases,
    "redirect": says("", 302, **HEADERS),
    "400": says({"error": {"message": f"{'x' * 190} {KEY}"}}, 400),
    "schema": says({"error": {"message": f"{KEY} may use no response_format"}}, 400),
    "too long": says({"error": {"message": f"maximum context length of {KEY}"}}, 400),
    "429": says({"error": KEY}, 429, Retry_After="0", X_Key=KEY),
    "500": says(f"<html>{KEY}</html>", 500),
    "escaped 500": escaped(500),
    "no completion": says({"key": KEY}),
    "answer": says(completion(json.dumps({KEY: [KEY, {"a": f"the key {KEY}"}]}))),
    "escaped answer": escaped(200),
    "no object": says(completion(f"Your key is {KEY}")),
    "broken": breaks_off,
}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Yield all that is logged, at every level, by whomever."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET + 1)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def forms() -> list[bytes]:
    return [KEY.encode(), ESCAPED.encode(), base64.b64encode(KEY.encode()), KEY[:12].encode(), KEY[-12:].encode()]


@pytest.mark.parametrize("case", ECHOES)
def test_the_key_is_nowhere(case: str, log: io.StringIO, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(Model()) as model:
        model.script.extend([ECHOES[case]] * 3)
        settings = Settings(model.url, "m", KEY, tries=3, jobs=2, waits=QUICK, limits=Limits(requests=50))
        shown: list[str] = [repr(settings)]
        with open_client(settings) as client:
            shown += [repr(client), repr(client.budget), str(client.__dict__)]
            try:
                found = ask([Question("Read.", str(n), {}, f"{n}.txt") for n in range(4)], client, Recorded(tmp_path))
            except WitnessError as error:
                found = Asked()
                shown += [str(error), repr(error), repr(error.__dict__), repr(pickle.dumps(error))]
                shown += traceback.format_exception(error)
            shown += [repr(found), repr(client.notes)]
        assert all(request.headers["Authorization"] == f"Bearer {KEY}" for request in model.requests)
    shown += capfd.readouterr()
    everywhere = [log.getvalue().encode(), *(text.encode() for text in shown)]
    everywhere += [path.read_bytes() + str(path).encode() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(everywhere) > 5
    for form in forms():
        assert [text for text in everywhere if form in text] == []


def test_a_word_that_is_no_key_is_left_in_answers(tmp_path: Path) -> None:
    """Servers without keys are given words such as these."""
    with (
        serving(Model(answers=lambda _: '{"quote": "ollama"}')) as model,
        open_client(Settings(model.url, "m", "ollama")) as client,
    ):
        ask([Question("Read.", "x", {})], client, Recorded(tmp_path))
    (path,) = [path for path in tmp_path.rglob("*.json") if path.parent.name != "prompts"]
    assert json.loads(path.read_text(encoding="utf-8"))["answer"] == {"quote": "ollama"}
