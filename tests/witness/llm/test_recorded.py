"""Answers are kept as readable files, each whole or not there, and named by their questions."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import WitnessError
from kg.witness.llm.recorded import LENGTH, Answer, Question, Recorded, Usage, key, prompt_hash
from tests.conftest import ROOT

QUESTION = Question("Read.", "中国 launched “Gaia”.", {"type": "object"}, "a.txt")
ANSWER = Answer({"statements": [{"quote": "中国 launched"}]}, usage=Usage(12, 3))


def test_what_is_put_is_what_is_got(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path / "witness")
    assert recorded.get(key(QUESTION, "m")) is None
    for answer in (ANSWER, Answer("{", LENGTH, None, "cut off"), Answer("no", wrong="no JSON object")):
        recorded.put(QUESTION, "m", answer)
        assert recorded.get(key(QUESTION, "m")) == answer


def test_a_file_is_readable_and_holds_its_prompt_by_name(tmp_path: Path) -> None:
    path = Recorded(tmp_path).put(QUESTION, "m", ANSWER)
    name = key(QUESTION, "m")
    assert path == tmp_path / name[:2] / f"{name}.json"
    assert path.read_text(encoding="utf-8") == (
        '{\n "answer": {\n  "statements": [\n   {\n    "quote": "中国 launched"\n   }\n  ]\n },\n "finish": "stop",\n'
        f' "format": 1,\n "model": "m",\n "prompt": "{prompt_hash(QUESTION)}",\n "text": "中国 launched “Gaia”.",\n'
        ' "usage": {\n  "completion_tokens": 3,\n  "prompt_tokens": 12\n }\n}\n'
    )
    prompt = json.loads((tmp_path / "prompts" / f"{prompt_hash(QUESTION)}.json").read_text(encoding="utf-8"))
    assert prompt == {"format": 1, "prompt": "Read.", "schema": {"type": "object"}}


def test_the_key_is_of_what_the_model_sees() -> None:
    same = key(QUESTION, "m")
    assert key(replace(QUESTION, source="b.txt"), "m") == same
    assert key(replace(QUESTION, schema={"type": "object"}), "m") == same
    others = [
        key(QUESTION, "n"),
        key(replace(QUESTION, prompt="Look."), "m"),
        key(replace(QUESTION, text="x"), "m"),
        key(replace(QUESTION, schema={"type": "array"}), "m"),
    ]
    assert len({same, *others}) == 5


def test_the_key_does_not_change_between_versions() -> None:
    """Answers that were paid for are found again."""
    assert key(QUESTION, "m") == "cf274d0e6510a685016419af3566c911a80df7651e7d905e6cf2a35596a0395b"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"{}",
        b"[" * 100_000,
        b'{"format": 1, "answer": 3, "finish": "stop", "usage": null}',
        b'{"format": 1, "answer": "no reason", "finish": "stop", "usage": null}',
        b'{"format": 2, "answer": {}, "finish": "stop", "usage": null}',
        b'{"format": 1, "answer": {}, "finish": "end", "usage": null}',
        b'{"format": 1, "answer": {}, "finish": "stop", "usage": {"tokens": 1}}',
    ],
)
def test_a_broken_file_is_told_once_and_is_not_there(tmp_path: Path, content: bytes) -> None:
    told: list[str] = []
    recorded = Recorded(tmp_path, told.append)
    path = recorded.put(QUESTION, "m", ANSWER)
    path.write_bytes(content)
    assert [recorded.get(key(QUESTION, "m")) for _ in range(3)] == [None] * 3
    assert told == [f"{path} is broken; its question counts as not asked"]
    recorded.put(QUESTION, "m", ANSWER)
    assert recorded.get(key(QUESTION, "m")) == ANSWER


def test_the_digest_is_of_names_and_bytes_in_any_order(tmp_path: Path) -> None:
    questions = [replace(QUESTION, text=str(number)) for number in range(50)]
    one, two = Recorded(tmp_path / "one"), Recorded(tmp_path / "two")
    for question in questions:
        one.put(question, "m", ANSWER)
    for question in reversed(questions):
        two.put(question, "m", ANSWER)
    (tmp_path / "two" / "ab").mkdir(exist_ok=True)
    (tmp_path / "two" / "ab" / ".left-by-a-kill.json.new").write_bytes(b"{")
    assert one.digest() == two.digest()
    assert len(one) == len(two) == 50
    path = two.put(questions[7], "m", replace(ANSWER, usage=None))
    assert one.digest() != two.digest()
    one.put(questions[7], "m", replace(ANSWER, usage=None))
    assert one.digest() == two.digest()
    path.unlink()
    assert one.digest() != two.digest()
    assert Recorded(tmp_path / "none").digest() == Recorded(tmp_path / "nothing").digest()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WitnessError, match="cannot be written"):
            Recorded(tmp_path).put(QUESTION, "m", ANSWER)
    finally:
        tmp_path.chmod(0o700)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "witness").write_bytes(b"")
    with pytest.raises(WitnessError, match=r"witness.* cannot be written \(Not a directory\)\. Make room, or"):
        Recorded(tmp_path / "witness").put(QUESTION, "m", ANSWER)


WRITER = """
import sys
from pathlib import Path
from kg.witness.llm.recorded import Answer, Question, Recorded
recorded = Recorded(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(1_000_000):
    recorded.put(Question("p", str(number % 7), {}), "m", Answer({"long": "x" * 200_000}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_kill_leaves_no_half_file(tmp_path: Path) -> None:
    for patience in (0.05, 0.11, 0.17):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            until = time.monotonic() + patience
            while time.monotonic() < until:
                pass
            writer.send_signal(signal.SIGKILL)
        told: list[str] = []
        recorded = Recorded(tmp_path, told.append)
        there = [recorded.get(key(Question("p", str(number), {}), "m")) for number in range(7)]
        assert told == []
        assert any(there)
