"""Send questions to a chat endpoint, and turn every refusal into one clear error.

The key is sent to the address that was given, and to no other: no redirect is followed. It is in no message, no
`repr`, no log and no answer, whatever the server says.
"""

import json
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from kg.errors import WitnessError
from kg.witness.llm.address import is_loopback
from kg.witness.llm.budget import Budget, GivenUp, Hold, Pace, most_tokens
from kg.witness.llm.dialect import Dialect, Spoken, is_too_long, sent_text
from kg.witness.llm.recorded import Answer, Question, Usage
from kg.witness.llm.refusals import TooLong, Trouble, advice, named, retry_after
from kg.witness.llm.reply import Reply, one_line, read_reply, said, to_answer
from kg.witness.llm.settings import Settings

if TYPE_CHECKING:
    from httpx2 import Client as Connections
    from httpx2 import Request, Response

MAX_REPLY = 16_000_000
"""Bytes of a reply that are read: the longest answers that models give have less than one."""

_CONNECT = 10.0
_AGENT = "provenkg (https://w3id.org/provenkg)"
_HIDDEN = "***"
_LONG = 16
"""Characters of keys that are hidden in answers too: servers without keys are given words such as "ollama"."""
_NOTHING = Usage(0, 0)


def open_client(settings: Settings) -> "Client":
    """Return a client, to be closed. Raises WitnessError where the extra or the environment's proxy is missing."""
    return Client(settings)


class Client:
    """Requests to one endpoint, by many threads, over connections that are kept; all share `budget` and pace."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.budget = Budget(settings.limits, settings.price)
        self._url = settings.endpoint
        self._shown = self._url.partition("?")[0]
        self._pace = Pace(settings.rate)
        self._dialect = Dialect()
        self._is_reached = self._is_closed = False
        self._under_way = 0
        self._lock = threading.Lock()
        self._http = _connections(settings, self._shown)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections: at once, or when the requests that were given up have ended."""
        with self._lock:
            self._is_closed = True
            is_idle = not self._under_way
        if is_idle:
            self._http.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the server refused, and what is said instead, for the report."""
        return tuple(self._dialect.notes)

    def send(self, question: Question, number: int, stop: threading.Event) -> Answer:
        """Return what the model says to a question that is asked for the `number`-th time, from 1.

        Raises Trouble where this try was in vain, Spent where a limit would be passed, GivenUp when `stop` is set, and
        WitnessError where every other question would be in vain as well.
        """
        most = most_tokens(sent_text(question), self.settings.max_output)
        while True:
            with self.budget.holding(most, stop) as hold:
                self._pace.wait(stop)
                with self._connected():
                    reply = self._send(question, number, hold)
            if reply:
                return self._without_key(to_answer(reply))

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Keep the connections for a request; raise GivenUp when they are closed."""
        with self._lock:
            if self._is_closed:
                raise GivenUp
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                is_last = self._is_closed and not self._under_way
            if is_last:
                self._http.close()

    def _send(self, question: Question, number: int, hold: Hold) -> Reply | None:
        """Return the reply to one request, None where the same is to be said in other words."""
        spoken = self._dialect.spoken
        status, headers, body = self._post(self._body(spoken, question, number), hold)
        if 200 <= status < 300:
            return self._read(body, hold)
        if (status < 500 and status != 408) or status == 503:  # refused before any work was done
            hold.used = _NOTHING
        told = named(body)
        if status in {400, 413, 422, 500} and (status == 413 or is_too_long(told)):
            hold.used = _NOTHING
            raise TooLong(f"the question does not fit: {self._told(body)}")
        if status in {400, 422, 500, 501} and self._dialect.learn(spoken, status, told, self._told(body)):
            hold.used = _NOTHING
            return None
        raise self._refused(status, headers, body)

    def _body(self, spoken: Spoken, question: Question, number: int) -> bytes:
        return spoken.body(question, self.settings.model, self.settings.max_output, number)

    def _read(self, body: bytes, hold: Hold) -> Reply:
        try:
            reply = read_reply(body)
        except ValueError as error:
            message = f"{self._shown} answered with what is no chat completion: {self._told(body) or 'nothing'}"
            raise Trouble(message) from error
        hold.used = reply.usage
        return reply

    def _without_key(self, answer: Answer) -> Answer:
        """Return an answer in which the key is hidden, should the server have repeated it."""
        told = json.dumps([answer.answer, answer.wrong], ensure_ascii=False)
        if len(self.settings.key or "") < _LONG or self._hide(told) == told:
            return answer
        words, wrong = json.loads(self._hide(told))
        return replace(answer, answer=words, wrong=wrong)

    def _post(self, body: bytes, hold: Hold) -> tuple[int, Mapping[str, str], bytes]:
        from httpx2 import HTTPError

        until = time.monotonic() + self.settings.timeout
        hold.is_sent = True
        try:
            with self._http.stream("POST", self._url, content=body) as response:
                self._is_reached = True
                return response.status_code, response.headers, self._content(response, until)
        except HTTPError as error:
            raise self._unreached(error, hold) from error

    def _content(self, response: "Response", until: float) -> bytes:
        content = bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > MAX_REPLY:
                raise Trouble(f"{self._shown} answers with more than {MAX_REPLY:,} bytes")
            if time.monotonic() > until:
                raise Trouble(self._late())
        return bytes(content)

    ### What went wrong

    def _late(self) -> str:
        return f"{self._shown} has not answered within {self.settings.timeout:g} seconds"

    def _unreached(self, error: Exception, hold: Hold) -> WitnessError | Trouble:
        """Return what a broken connection means: an error where there never was one."""
        from httpx2 import ConnectError, ConnectTimeout, ProxyError, TimeoutException

        if not isinstance(error, ConnectError | ConnectTimeout | ProxyError):
            late = isinstance(error, TimeoutException)
            return Trouble(self._late() if late else f"{self._shown} broke off the connection")
        hold.used = _NOTHING
        if self._is_reached:
            return Trouble(f"{self._shown} can no longer be reached")
        told = self._hide(str(error))
        if "CERTIFICATE" in told.upper():
            reason = f"has no certificate that this machine trusts ({told}). Check its name, or set SSL_CERT_FILE."
        elif "SSL" in told:
            reason = f"speaks no TLS ({told}). Check whether it is http:// or https://"
        elif isinstance(error, ProxyError):
            reason = f"cannot be reached: the proxy refuses ({told}). Check HTTPS_PROXY, or name the host in NO_PROXY."
        else:
            reason = "cannot be reached: nothing listens there. Start the server, or check --llm-url."
        return WitnessError(f"{self._shown} {reason}", target=self._shown)

    def _refused(self, status: int, headers: Mapping[str, str], body: bytes) -> WitnessError | Trouble:
        """Return what a status means: Trouble for one question, WitnessError for all."""
        told = self._told(body)
        place = one_line(self._hide(headers.get("location", "elsewhere")))
        is_unpaid = status == 429 and b"insufficient_quota" in body
        fatal = advice(402 if is_unpaid else status, told, place, has_key=bool(self.settings.key))
        if fatal:
            return WitnessError(f"{self._shown} answered {status}. {fatal}", target=self._shown, status=status)
        message = f"{self._shown} answered {status}{f': {told}' if told else ''}"
        if status < 500 and status not in {408, 409, 425, 429}:
            return Trouble(message, is_final=True)
        wait = retry_after(headers.get("retry-after"), time.time())
        if wait is None or status not in {429, 503}:
            return Trouble(message)
        if wait > self.settings.waits.patience:
            return Trouble(f"{message}. It asks to wait {wait:,.0f} seconds", is_final=True)
        self._pace.pause(wait)
        return Trouble(message, wait=wait)

    def _told(self, body: bytes) -> str:
        """Return the first words of what the server says, without the key."""
        return said(body, self._hide)

    def _hide(self, text: str) -> str:
        return text.replace(self.settings.key, _HIDDEN) if self.settings.key else text


def _connections(settings: Settings, shown: str) -> "Connections":
    try:
        import httpx2
        import tenacity  # noqa: F401 - said now, and not at the first failure
    except ImportError as error:
        message = (
            "a language model is asked with httpx2 and tenacity; "
            f"{error.name} is not installed. Run: pip install 'provenkg[llm]'"
        )
        raise WitnessError(message) from error
    for name in ("httpx2", "httpcore2"):  # they log headers and phrases of servers, which may repeat the key
        logging.getLogger(name).setLevel(logging.WARNING)
    limits = httpx2.Limits(max_connections=settings.jobs, max_keepalive_connections=settings.jobs)
    timeout = httpx2.Timeout(settings.timeout, connect=min(_CONNECT, settings.timeout))
    near = _unproxied(settings.endpoint)
    headers = {"User-Agent": _AGENT, "Content-Type": "application/json", "Accept": "application/json"}
    try:
        httpx2.URL(settings.endpoint)
        return httpx2.Client(auth=_Signing(settings), headers=headers, limits=limits, timeout=timeout, mounts=near)
    except httpx2.InvalidURL as error:
        message = f"{shown} is not the address of a server. Give one such as http://localhost:11434/v1"
        raise WitnessError(message, target=shown) from error
    except (ImportError, ValueError, OSError) as error:
        message = (
            "the proxy or the certificates that the environment names cannot be used. "
            "Check HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE."
        )
        raise WitnessError(message, target=urlsplit(shown).netloc) from error


def _unproxied(url: str) -> dict[str, None]:
    """Return what keeps requests to this machine from proxies, which could not reach it, and would see the key."""
    host = urlsplit(url).hostname or ""
    pattern = f"all://[{host}]" if ":" in host else f"all://{host}"
    return {pattern: None} if is_loopback(host) else {}


class _Signing:
    """Adds the key to a request; a function would show it among its locals."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, request: "Request") -> "Request":
        if self._settings.key:
            request.headers["Authorization"] = f"Bearer {self._settings.key}"
        return request
