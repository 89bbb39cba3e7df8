"""The object is found in whatever a model says, and nothing is made of one that is broken."""

import json

import pytest

from kg.witness.llm.recorded import LENGTH, Usage
from kg.witness.llm.refusals import named, retry_after
from kg.witness.llm.reply import Reply, read_reply, said, to_answer
from tests.witness.llm.server import completion

OBJECT = '{"facts": [{"quote": "a } b { c"}, {"n": 1}]}'
FOUND = json.loads(OBJECT)


@pytest.mark.parametrize(
    "text",
    [
        OBJECT,
        f"\n {OBJECT}\n",
        f"```json\n{OBJECT}\n```",
        f"```\n{OBJECT}\n```\nDone.",
        f"Here is the object:\n{OBJECT}\nI hope it helps.",
        f'<think>Perhaps {{"facts": []}}? No.</think>\n{OBJECT}',
        f"I think, without a beginning.</think>{OBJECT}",
        f"An empty one is {{}}, and so: {OBJECT}",
        f"Facts {{of this text}}: {OBJECT}",
    ],
)
def test_an_object_is_found_among_words(text: str) -> None:
    answer = to_answer(Reply(text))
    assert answer.answer == FOUND
    assert answer.wrong is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "the answer is empty"),
        (" \n", "the answer is empty"),
        ("I cannot do that.", "the answer is no JSON object"),
        ("[1, 2]", "the answer is no JSON object"),
        ('"words"', "the answer is no JSON object"),
        (OBJECT[:-2], "the answer is no JSON object"),
        ('{"facts": [{"n": 1}, {"n": 2} "oh"]}', "the answer is no JSON object"),
        ('{"n": NaN}', "the answer is no JSON object"),
        ('{"n": 1e999}', "the answer is no JSON object"),
        ('{"n": ' + "9" * 5000 + "}", "the answer is no JSON object"),
        ("[" * 100_000, "the answer is no JSON object"),
        ('{"a":' * 100_000, "the answer is no JSON object"),
    ],
)
def test_what_is_no_object_is_kept_as_it_is(text: str, wrong: str) -> None:
    answer = to_answer(Reply(text))
    assert (answer.answer, answer.wrong) == (text, wrong)


def test_an_answer_that_was_cut_off_is_not_mended() -> None:
    cut = 'So: {"facts": []} and then {"facts": [{"n": 1}'
    answer = to_answer(Reply(cut, LENGTH))
    assert (answer.answer, answer.finish, answer.wrong) == (cut, LENGTH, "the answer was cut off")
    assert to_answer(Reply(OBJECT, LENGTH)).answer == FOUND


def test_a_refusal_says_so() -> None:
    told = completion(None)
    told["choices"][0]["message"]["refusal"] = "I can't\nhelp."
    answer = to_answer(read_reply(json.dumps(told).encode()))
    assert (answer.answer, answer.wrong) == ("", "the model refused: I can't help.")
    assert to_answer(read_reply(json.dumps(completion("", finish="content_filter")).encode())).wrong == (
        "the model refused: content filter"
    )


def test_halves_of_pairs_become_what_a_file_can_hold() -> None:
    assert to_answer(Reply('{"a": "\\ud83d", "b": "\\ud83d\\ude80"}')).answer == {"a": "\ufffd", "b": "🚀"}
    assert to_answer(Reply("no \ud83d")).answer == "no \ufffd"


def test_words_may_come_in_parts() -> None:
    told = completion(None)
    told["choices"][0]["message"]["content"] = [{"type": "text", "text": '{"a"'}, {"type": "text", "text": ": 1}"}]
    assert to_answer(read_reply(json.dumps(told).encode())).answer == {"a": 1}


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"prompt_tokens": 5, "completion_tokens": 2}, Usage(5, 2)),
        (None, None),
        ({}, None),
        ({"prompt_tokens": "5", "completion_tokens": 2}, None),
        ({"prompt_tokens": -5, "completion_tokens": 2}, None),
    ],
)
def test_usage_is_what_the_server_says(usage: object, expected: Usage | None) -> None:
    assert read_reply(json.dumps({**completion(OBJECT), "usage": usage}).encode()).usage == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b"[]",
        b"3",
        b'{"choices": []}',
        b'{"choices": [3]}',
        b'{"choices": [{"text": "old"}]}',
        b"\xff",
    ],
)
def test_what_is_no_completion_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="no chat completion"):
        read_reply(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"error": {"message": "no\\nmodel", "type": "x"}}', "no model"),
        (b'{"error": "no model"}', "no model"),
        (b'{"message": "no model"}', "no model"),
        (b'{"detail": "no model"}', "no model"),
        (b"<h1>no \x00 model</h1>", "<h1>no model</h1>"),
        (b"", ""),
        (b'{"error": {"message": "%s"}}' % (b"x" * 500), "x" * 199 + "…"),
    ],
)
def test_what_a_server_says_fits_on_a_line(body: bytes, expected: str) -> None:
    assert said(body, str) == expected


def test_a_refusal_is_about_what_it_names_and_not_about_what_it_repeats() -> None:
    openai = {"error": {"message": "no", "param": "seed", "code": "x"}, "request": {"temperature": 0}}
    fastapi = {"detail": [{"loc": ["body", "seed"], "msg": "no", "input": {"temperature": 0}}]}
    for told in (openai, fastapi):
        assert "seed" in named(json.dumps(told).encode())
        assert "temperature" not in named(json.dumps(told).encode())
    assert named(b"temperature?") == "temperature?"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0),
        (" 7 ", 7),
        ("Fri, 27 Nov 2026 00:00:30 GMT", 30),
        ("Fri, 27 Nov 2026 00:00:00 GMT", 0),
        ("Thu, 26 Nov 2026 00:00:00 GMT", 0),
        ("-1", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, expected: float | None) -> None:
    assert retry_after(value, 1_795_737_600.0) == expected  # 2026-11-27T00:00:00Z
