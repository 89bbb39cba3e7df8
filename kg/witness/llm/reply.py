"""Read what a server sends: the completion in its body, and the JSON object in the model's words."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from kg.witness.llm.recorded import LENGTH, STOP, Answer, Usage

_CANDIDATES = 64
"""Braces that are tried as the beginning of the object: more are not words around one."""
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """The words of a model, how they end (STOP, LENGTH), and what the server counted; it may have `refused`."""

    text: str
    finish: str = STOP
    usage: Usage | None = None
    refused: str | None = None


def read_reply(body: bytes) -> Reply:
    """Return what a chat completion says (https://platform.openai.com/docs/api-reference/chat/object).

    Raises ValueError when the body is none.
    """
    told = loads(body)
    choices = told.get("choices") if isinstance(told, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if choice is None or not isinstance(message, dict):
        raise ValueError("no chat completion")
    finish = LENGTH if choice.get("finish_reason") == "length" else STOP
    refused = message.get("refusal") or (choice.get("finish_reason") == "content_filter" and "content filter") or None
    return Reply(_words(message.get("content")), finish, _usage(told.get("usage")), refused and str(refused))


def to_answer(reply: Reply) -> Answer:
    r"""Return the JSON object in the words of a model, alone or with words, fences or thoughts around it.

    One that was cut off is not mended: its words are kept as they are.

    >>> to_answer(Reply('<think>One?</think>\nHere it is:\n```json\n{"facts": []}\n```')).answer
    {'facts': []}
    """
    found = _whole(reply.text)
    if found is None and reply.finish == STOP:
        found = _within(reply.text)
    if found is not None:
        return Answer(_storable(found), reply.finish, reply.usage)
    if reply.finish == LENGTH:
        wrong = "the answer was cut off"
    elif reply.refused:
        wrong = f"the model refused: {one_line(reply.refused)}"
    else:
        wrong = "the answer is no JSON object" if reply.text.strip() else "the answer is empty"
    return Answer(_storable(reply.text), reply.finish, reply.usage, _storable(wrong))


def said(body: bytes, hide: Callable[[str], str]) -> str:
    """Return the first words of what a server says of an error, on one line, without what is to be hidden."""
    told = loads(body)
    for name in ("error", "message", "detail"):
        if isinstance(told, Mapping) and told.get(name):
            told = told[name]
    return one_line(hide(told if isinstance(told, str) else body.decode("utf-8", "replace")))


def one_line(text: str) -> str:
    """Return the first words of a text, on one line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 50 * _SHOWN]).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def loads(text: str | bytes) -> Any:
    """Return the JSON value of a text (RFC 8259: without NaN and Infinity), None where it is none."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _words(content: Any) -> str:
    """Return the text of a message, which some servers send in parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _usage(told: Any) -> Usage | None:
    if not isinstance(told, dict):
        return None
    numbers = [told.get(name) for name in ("prompt_tokens", "completion_tokens")]
    prompt, completion = (number if isinstance(number, int) and number >= 0 else None for number in numbers)
    return None if prompt is None or completion is None else Usage(prompt, completion)


def _whole(text: str) -> dict[str, Any] | None:
    found = loads(text)
    return found if isinstance(found, dict) and _is_finite(found) else None


def _within(text: str) -> dict[str, Any] | None:
    """Return the longest object among the words; none that is a part of a broken one."""
    text = text.rpartition("</think>")[2]
    found = [(end - start, value) for start, end, value in _objects(text)]
    return max(found, key=lambda one: one[0])[1] if found else None


def _objects(text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield begin, end and value of each object outside of which all braces are closed."""
    decoder = json.JSONDecoder(parse_constant=_refuse)
    start, tried = text.find("{"), 0
    while start >= 0 and tried < _CANDIDATES:
        tried += 1
        end = start + 1
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            pass
        else:
            if _is_closed(text[:start]) and _is_closed(text[end:]) and _is_finite(value):
                yield start, end, value
        start = text.find("{", end)


def _is_closed(text: str) -> bool:
    return text.count("{") == text.count("}")


def _is_finite(value: Any) -> bool:
    """Return whether a value can be written again: 1e999 is read as infinite."""
    try:
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return False
    return True


def _storable(value: Any) -> Any:
    """Return a value without halves of surrogate pairs, which no file in UTF-8 can hold."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text))
    return value
