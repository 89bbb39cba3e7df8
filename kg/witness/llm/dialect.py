"""Say a question in the words that a server takes, which its refusals teach.

Servers that speak chat completions differ: older ones take no JSON schema, newer models of OpenAI no `max_tokens` and
no temperature, LM Studio no `json_object`. What is refused by name is left out from then on.
"""

import json
import threading
from dataclasses import dataclass, replace
from typing import Any

from kg.witness.llm.recorded import Question

SCHEMA, OBJECT = "json_schema", "json_object"

_TOO_LONG = (
    "context_length",
    "context length",
    "context window",
    "context size",
    "exceed_context",
    "prompt is too long",
)
"""How OpenAI, vLLM, llama.cpp, LM Studio and others say that a question does not fit."""
_HEAT = 0.25
"""The temperature of a second try, twice that of a third: at 0 an answer that cannot be read would come again."""
_INSTEAD = "\n\nAnswer with one JSON object that this JSON Schema describes, and with nothing else:\n"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said to a server; `form` is the type of `response_format`, None for none."""

    form: str | None = SCHEMA
    limit: str = "max_tokens"
    temperature: bool = True
    seed: bool = True

    def body(self, question: Question, model: str, max_output: int, number: int) -> bytes:
        """Return the body of a request, the `number`-th for this question, from 1."""
        prompt = question.prompt + question.examples
        if self.form != SCHEMA:
            prompt += _INSTEAD + json.dumps(dict(question.schema), ensure_ascii=False)
        said: dict[str, Any] = {
            "model": model,
            "messages": [{"role": "system", "content": prompt}, {"role": "user", "content": question.text}],
            self.limit: max_output,
            "stream": False,
        }
        if self.temperature:
            said["temperature"] = min(_HEAT * (number - 1), 1.0)
        if self.seed:
            said["seed"] = number
        if self.form == SCHEMA:
            schema = {"name": "answer", "strict": True, "schema": dict(question.schema)}
            said["response_format"] = {"type": SCHEMA, "json_schema": schema}
        elif self.form:
            said["response_format"] = {"type": self.form}
        return json.dumps(said, separators=(",", ":")).encode("ascii")


def sent_text(question: Question) -> str:
    """Return all of a question that a model may be shown, in whatever words it is said."""
    schema = json.dumps(dict(question.schema), ensure_ascii=False)
    return question.prompt + question.examples + _INSTEAD + schema + question.text


class Dialect:
    """What the server of a run takes, as far as its refusals have told; all threads share it."""

    def __init__(self) -> None:
        self.spoken = Spoken()
        self.notes: list[str] = []
        """What had to be left out, for the report."""
        self._lock = threading.Lock()

    def learn(self, spoken: Spoken, status: int, refusal: str, told: str) -> bool:
        """Return whether to say it again in other words, after what was `spoken` has been refused.

        `refusal` is what the server says; `told` of it what may be shown.
        """
        with self._lock:
            if self.spoken != spoken:  # another thread has learnt it meanwhile
                return True
            for words, other, note in _others(spoken, is_ours=status < 500):
                if any(word in refusal for word in words):
                    self.spoken = other
                    self.notes.append(f"{note} (it says: {told})")
                    return True
        return False


def is_too_long(refusal: str) -> bool:
    """Return whether a server says that a question does not fit into the context of its model."""
    return any(words in refusal.lower() for words in _TOO_LONG)


def _others(spoken: Spoken, *, is_ours: bool) -> list[tuple[tuple[str, ...], Spoken, str]]:
    """Return what to look for in a refusal, what to say instead, and what to report.

    With a status of 500 llama.cpp's older servers refuse `response_format`; other words there mean something else.
    """
    found: list[tuple[tuple[str, ...], Spoken, str]] = []
    if spoken.form:
        form = OBJECT if spoken.form == SCHEMA else None
        note = f"the server refuses {spoken.form}; {f'it is asked for {form}' if form else 'the form is told in words'}"
        found.append((("response_format", "json_schema", "json_object"), replace(spoken, form=form), note))
    if not is_ours:
        return found
    if spoken.limit == "max_tokens":
        other = replace(spoken, limit="max_completion_tokens")
        found.append((("max_tokens",), other, "the server refuses max_tokens; max_completion_tokens is said"))
    if spoken.temperature:
        found.append((("temperature",), replace(spoken, temperature=False), "the server refuses a temperature"))
    if spoken.seed:
        found.append((("seed",), replace(spoken, seed=False), "the server refuses a seed"))
    return found
