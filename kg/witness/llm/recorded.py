"""Keep every answer of a language model under the hash of its question, so that a second build needs no model.

One readable JSON file an answer, `FOLDER/<first 2 hex>/<key>.json`; the prompts with their schemas, which many
questions share, once each in `FOLDER/prompts/<hash>.json`. Nothing in them says when, where or by whom it was asked.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kg.durable import sync
from kg.errors import WitnessError
from kg.signals import held

FORMAT = 1
"""Of the files: another number when they say something else."""
STOP, LENGTH = "stop", "length"
"""How an answer ends: by itself, or cut off where it was too long."""
PROMPTS = "prompts"

_NAME = re.compile(r"[0-9a-f]{64}\.json")
_BLOCK = 1 << 16

_canonical = partial(json.dumps, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
_readable = partial(json.dumps, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked: a system message, a user message, and the JSON schema of the answer.

    `examples` go behind the system message and are no part of the question: what was answered beside others stays
    answered. `source` is the document that it comes from, for messages only. The schema is not changed afterwards.
    """

    prompt: str
    text: str
    schema: Mapping[str, Any]
    source: str = ""
    examples: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that a server counted."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered: the JSON object, or its words with what is `wrong` with them.

    `finish` is STOP or LENGTH; `usage` is None where the server does not say.
    """

    answer: Any
    finish: str = STOP
    usage: Usage | None = None
    wrong: str | None = None


def key(question: Question, model: str) -> str:
    """Return the name of an answer: SHA-256 in hex over model, prompt, schema and text.

    >>> key(Question("Read.", "China launched it.", {}, "a.txt"), "m") == key(
    ...     Question("Read.", "China launched it.", {}, "b.txt"), "m"
    ... )
    True
    """
    return _hash(_canonical({"model": model, "prompt": prompt_hash(question), "text": question.text}))


_last: tuple[Question, str] | None = None


def prompt_hash(question: Question) -> str:
    """Return SHA-256 in hex over prompt and schema; those of one run are mostly the same objects, and hashed once."""
    global _last  # noqa: PLW0603 - one tuple, replaced as a whole
    last = _last
    if last and last[0].prompt is question.prompt and last[0].schema is question.schema:
        return last[1]
    found = _hash(_canonical({"prompt": question.prompt, "schema": dict(question.schema)}))
    _last = (question, found)
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class Recorded:
    """The answers in a folder, which is made with the first one that is put there; one process at a time writes."""

    def __init__(self, folder: Path, tell: Callable[[str], None] = lambda _: None) -> None:
        self.folder = folder
        self._tell = tell
        self._told: set[str] = set()
        self._prompts: set[str] = set()

    def get(self, key: str) -> Answer | None:
        """Return an answer, None where there is none; one whose file is broken is told once and is not there."""
        path = self._path(key)
        try:
            return _answer(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            if key not in self._told:
                self._told.add(key)
                self._tell(f"{path} is broken; its question counts as not asked")
            return None

    def put(self, question: Question, model: str, answer: Answer) -> Path:
        """Write an answer, and its prompt where that is new, each as a whole or not at all; return its path."""
        prompt = prompt_hash(question)
        told: dict[str, Any] = {
            "format": FORMAT,
            "model": model,
            "prompt": prompt,
            "text": question.text,
            "answer": answer.answer,
            "finish": answer.finish,
            "usage": _usage(answer.usage),
        }
        if answer.wrong is not None:
            told["wrong"] = answer.wrong
        path = self._path(key(question, model))
        try:
            with held():
                self._put_prompt(prompt, question)
                _write(path, told)
        except OSError as error:
            message = f"{path} cannot be written ({error.strerror}). Make room, or choose another folder."
            raise WitnessError(message, target=path) from error
        return path

    def digest(self) -> str:
        """Return one hash over names and bytes of all answers: the same where they are the same."""
        digest = hashlib.sha256()
        for path in self._files():
            content = Path(path).read_bytes()
            digest.update(f"{os.path.basename(path)} {len(content)}\n".encode("ascii"))  # noqa: PTH119 - 100,000 times
            digest.update(content)
        return digest.hexdigest()

    def __len__(self) -> int:
        return sum(1 for _ in self._files())

    def _files(self) -> Iterator[str]:
        """Yield the paths of all answers, in the order of their names."""
        for folder in _names(self.folder):
            if len(folder) == 2:
                place = self.folder / folder
                yield from (f"{place}/{name}" for name in _names(place) if _NAME.fullmatch(name))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _put_prompt(self, name: str, question: Question) -> None:
        if name in self._prompts:
            return
        path = self.folder / PROMPTS / f"{name}.json"
        told = {"format": FORMAT, "prompt": question.prompt, "schema": dict(question.schema)}
        if not path.is_file() or path.read_bytes() != _bytes(told):
            _write(path, told)
        self._prompts.add(name)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - 100,000 paths take twice as long
    except (FileNotFoundError, NotADirectoryError):
        return []


def _answer(told: Any) -> Answer:
    """Return what a file says; raise KeyError, TypeError or ValueError where that is no answer."""
    usage, wrong = told["usage"], told.get("wrong")
    found = Answer(told["answer"], told["finish"], None if usage is None else Usage(**usage), wrong)
    whole = isinstance(found.answer, dict) or (isinstance(found.answer, str) and isinstance(wrong, str))
    if told["format"] != FORMAT or found.finish not in {STOP, LENGTH} or not whole:
        raise ValueError
    return found


def _usage(usage: Usage | None) -> dict[str, int] | None:
    if usage is None:
        return None
    return {"completion_tokens": usage.completion_tokens, "prompt_tokens": usage.prompt_tokens}


def _bytes(told: Mapping[str, Any]) -> bytes:
    return f"{_readable(told)}\n".encode()


def _write(path: Path, told: Mapping[str, Any]) -> None:
    """Write a file so that whoever comes, after a kill or a loss of power too, finds all of it or nothing."""
    beside = path.with_name(f".{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with beside.open("wb") as file:
            file.write(_bytes(told))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync(path.parent)
