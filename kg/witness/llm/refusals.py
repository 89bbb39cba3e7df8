"""What the statuses and headers of a server mean, and what a user can do about them."""

import json
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from kg.witness.llm.reply import loads


class Trouble(Exception):  # noqa: N818 - the message is a reason in the report
    """A try was in vain; another may not be, unless it `is_final`; `wait` seconds before it, if the server says so."""

    def __init__(self, message: str, *, wait: float = 0.0, is_final: bool = False) -> None:
        super().__init__(message)
        self.wait = wait
        self.is_final = is_final


class TooLong(Trouble):
    """A question does not fit into the context of the model, however often it is asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message, is_final=True)


def named(body: bytes) -> str:
    """Return what a refusal is about: the parameter that it names, where it does that in a place of its own, else all.

    OpenAI has `error.param`, FastAPI `detail[].loc`; what else is in there may repeat the request.
    """
    told = loads(body)
    error = told.get("error") if isinstance(told, dict) else None
    if isinstance(error, dict) and isinstance(error.get("param"), str) and "code" in error:
        return " ".join(str(error.get(name)) for name in ("param", "code", "message"))
    detail = told.get("detail") if isinstance(told, dict) else None
    if isinstance(detail, list):
        return json.dumps([(one.get("loc"), one.get("msg")) for one in detail if isinstance(one, dict)])
    return body.decode("utf-8", "replace")


def retry_after(value: str | None, now: float) -> float | None:
    """Return the seconds that a Retry-After says (RFC 9110, 10.2.3: seconds or a date), None where it says nothing.

    >>> retry_after("120", 0.0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 0.0), retry_after("soon", 0.0)
    (120.0, 60.0, None)
    """
    if value is None:
        return None
    if value.strip().isdecimal() and value.isascii():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def advice(status: int, told: str, place: str, *, has_key: bool) -> str | None:
    """Return what to do about a status that every other question would get as well, None for others."""
    says = f" It says: {told}" if told else ""
    if 300 <= status < 400:
        return f"It has moved to {place}. Give that address as --llm-url, if you trust it."
    found = _ADVICE.get(status)
    return found(has_key) + says if found else None


def _key(has_key: bool) -> str:  # noqa: FBT001 - one of a table
    return "It does not take the key: check KG_LLM_KEY." if has_key else "It wants a key: set KG_LLM_KEY."


def _says(words: str) -> Callable[[bool], str]:
    return lambda _: words


_ADVICE: dict[int, Callable[[bool], str]] = {
    401: _key,
    402: _says("The account has no credit: look into it, or take another model."),
    403: _says("The key may not use this model: check --llm-model, or give another key."),
    404: _says("Check --llm-url and --llm-model: one of them is not there."),
    405: _says("Check --llm-url: it is no chat endpoint."),
    407: _says("The proxy wants a user and password: check HTTPS_PROXY."),
}
