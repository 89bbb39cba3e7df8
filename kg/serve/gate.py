"""What every request passes: the names by which the server may be called, headers of security, the access log."""

import ipaddress
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.replies import refusal_response
from kg.serve.settings import Refusal

_HEADERS = [
    (b"cache-control", b"no-cache"),
    (b"content-security-policy", b"default-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"vary", b"Accept, Origin"),
    (b"x-content-type-options", b"nosniff"),
]

_SHOWN = 200
"""Characters of a query that the log shows."""

Log = Callable[[str], None]


class Gate:
    """An ASGI application around another: refuses foreign names and pages, adds headers, writes the log."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], log: Log | None) -> None:
        self.app = app
        self.hosts = hosts
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        started, status, size = time.perf_counter(), 0, 0

        async def send_on(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_HEADERS]
            size += len(message.get("body", b""))
            await send(message)

        try:
            refusal = _refusal(scope, self.hosts)
            await (refusal_response(refusal) if refusal else self.app)(scope, receive, send_on)
        finally:
            if self.log:
                self.log(_line(scope, status, size, time.perf_counter() - started))


def _refusal(scope: Scope, hosts: frozenset[str]) -> Refusal | None:
    """Return why a request is refused: another name is DNS rebinding, another origin a foreign page in the browser."""
    headers = [(name, value.decode("latin-1")) for name, value in scope["headers"]]
    called = [value for name, value in headers if name == b"host"]
    if len(called) != 1 or not is_known(called[0], hosts):
        shown = ", ".join(called) or "no name"
        return Refusal(421, f"this server is not called {shown}. Start it with --allow-host NAME to add one.")
    for name, value in headers:
        if name == b"origin" and (value == "null" or _netloc(value) != called[0].lower()):
            return Refusal(403, "pages of other servers may not ask here.")
    return None


def is_known(host: str, hosts: frozenset[str]) -> bool:
    """Return whether a Host header is localhost, an address (which no name server can rebind) or one of the names.

    >>> is_known("127.0.0.1:8765", frozenset()), is_known("[::1]", frozenset()), is_known("evil.example", frozenset())
    (True, True, False)
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name in hosts:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _line(scope: Scope, status: int, size: int, seconds: float) -> str:
    """Return a line of the log; what clients sent is written as JSON, so that it can forge no line."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    client = scope["client"][0] if scope.get("client") else "-"
    path = json.dumps(scope["path"])[1:-1]
    parts = [now, client, scope["method"], path, str(status), f"{size} B", f"{1000 * seconds:.1f} ms"]
    asked = scope["state"].get("query")
    if asked:
        parts.append(json.dumps(" ".join(asked.split())[:_SHOWN], ensure_ascii=True))
    if "note" in scope["state"]:
        parts.append(scope["state"]["note"])
    return " ".join(parts)
