"""How a language model is asked: where, which, how patiently, and what it may cost."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import WitnessError
from kg.witness.llm.address import endpoint

KEYS = ("KG_LLM_KEY", "OPENAI_API_KEY")
"""Environment variables that hold the key; the first that is set counts, an empty one means: send none."""

_KEY = re.compile(r"[!#$%&(-;=?-\[\]^_a-~]+")
"""Printable ASCII but for spaces, quotation marks, backslash and <>: more than RFC 6750 allows, as providers do."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in whatever currency the limit is given in: those sent, and those answered."""

    prompt: float
    completion: float

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """Return what so many tokens cost."""
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take at most; None is no limit."""

    cost: float | None = None
    tokens: int | None = None
    requests: int | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds between the tries of a question: `first`, then twice as long each time, never more than `longest`.

    A server that asks for more patience (Retry-After) gets it, up to `patience`; else the try counts as the last.
    """

    first: float = 1.0
    longest: float = 60.0
    patience: float = 300.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is asked. Raises WitnessError, which names the option, for what cannot be.

    `timeout` seconds are for one answer, a question is asked `tries` times at most and `jobs` at once, `rate` requests
    a minute; an answer has `max_output` tokens at most.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    tries: int = 4
    jobs: int = 4
    rate: float | None = None
    max_output: int = 4096
    limits: Limits = Limits()
    price: Price | None = None
    waits: Waits = Waits()

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not self.model.strip():
            message = "no model is named. Give one that the server knows, for example: --llm-model gpt-4o-mini"
            raise WitnessError(message)
        _refuse_key(self.key)
        endpoint(self.url, has_key=bool(self.key))
        for option, value in (
            ("--llm-tries", self.tries),
            ("--llm-jobs", self.jobs),
            ("--llm-output", self.max_output),
        ):
            _refuse_below(option, value, least=1)
        for option, amount in (("--llm-timeout", self.timeout), ("--llm-rate", self.rate)):
            _refuse_nothing(option, amount)
        limits = self.limits
        for option, most in (("--max-tokens", limits.tokens), ("--max-requests", limits.requests)):
            _refuse_below(option, most, least=0)
        _refuse_price(limits.cost, self.price)

    @property
    def endpoint(self) -> str:
        """The address that questions are sent to."""
        return endpoint(self.url, has_key=bool(self.key))


def read_key(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the key that the environment holds, None where it holds none.

    >>> read_key({"OPENAI_API_KEY": "sk-one", "KG_LLM_KEY": ""})
    """
    for name in KEYS:
        if name in environment:
            return environment[name].strip() or None
    return None


def read_price(text: str) -> Price:
    """Return the price of a million tokens, those sent and those answered.

    >>> read_price("0.15,0.6")
    Price(prompt=0.15, completion=0.6)
    """
    try:
        prompt, completion = (float(part) for part in text.split(","))
    except ValueError:
        message = (
            f"--llm-price {text} is no price. Give what a million tokens cost, sent and answered: --llm-price 0.15,0.60"
        )
        raise WitnessError(message) from None
    return Price(prompt, completion)


def _refuse_key(key: str | None) -> None:
    if key is not None and not _KEY.fullmatch(key):
        message = (
            "the key has characters that no key has (a line break, a space, quotation marks?). "
            f"Set {KEYS[0]} to the key alone."
        )
        raise WitnessError(message)


def _refuse_below(option: str, value: int | None, *, least: int) -> None:
    if value is not None and value < least:
        raise WitnessError(f"{option} {value} cannot be. Give {least} or more.")


def _refuse_nothing(option: str, value: float | None) -> None:
    if value is not None and not 0 < value < float("inf"):
        raise WitnessError(f"{option} {value:g} cannot be. Give more than 0.")


def _refuse_price(cost: float | None, price: Price | None) -> None:
    if cost is not None and not 0 <= cost < float("inf"):
        raise WitnessError(f"--max-cost {cost:g} cannot be. Give 0 or more.")
    if price is not None and not all(0 <= part < float("inf") for part in (price.prompt, price.completion)):
        raise WitnessError(
            "--llm-price cannot be less than nothing. Give what a million tokens cost: --llm-price 0.15,0.60"
        )
    if cost is not None and price is None:
        message = (
            "--max-cost needs to know what tokens cost. Give the price of a million, sent and answered, "
            "for example: --llm-price 0.15,0.60"
        )
        raise WitnessError(message)
