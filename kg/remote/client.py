"""Send requests to a store with its user's credentials, and turn every refusal into one clear error.

Credentials are sent to that store alone: no redirect is followed. They are in no message and in no `repr`.
"""

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from kg.errors import StoreError

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

TIMEOUT = 120.0
"""Seconds that a request may take: Virtuoso takes 4 for a PUT of 100,000 triples, a graph of millions has more."""
MAX_REPLY = 1_000_000_000
"""Bytes of a reply that are read: beyond that, memory ends before the answer does."""

_CONNECT = 10.0
_CHUNK = 65_536
_SHOWN = 200
_AGENT = "provenkg (https://w3id.org/provenkg)"
_HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a store is and how it is reached; what is None is found out.

    `profile` is one of PROFILES, `update_url` where a generic store takes updates, `default_graph` whether facts go to
    the store's default graph (else to `BASE graph/asserted`), `timeout` the seconds that a request may take.
    """

    url: str
    profile: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    update_url: str | None = None
    default_graph: bool | None = None
    timeout: float = TIMEOUT


def located(remote: Remote) -> Remote:
    """Return it with an address that carries no credentials: `http://user:password@host/` gives them apart.

    >>> found = located(Remote("http://me:s3cret@store.example:7878/"))
    >>> found.url, found.user, found.password
    ('http://store.example:7878', 'me', 's3cret')
    """
    parts = urlsplit(remote.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        shown = parts.netloc.rpartition("@")[2] + parts.path
        message = f"{shown!r} is not the address of a store. Give one such as http://localhost:7878"
        raise StoreError(message, target=shown)
    host = parts.netloc.rpartition("@")[2]
    url = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), parts.query, ""))
    user = remote.user or (unquote(parts.username) if parts.username else None)
    password = remote.password or (unquote(parts.password) if parts.password else None)
    return replace(remote, url=url, user=user, password=password)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; the names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Requests to one store, over connections that are kept."""

    def __init__(self, remote: Remote, *, digest: bool = False) -> None:
        self.remote = remote
        self._digest = _Digest(remote) if digest and remote.user else None
        self._pool = _pool(remote)

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def peek(self, url: str) -> Reply:
        """Return what a server says to a request without credentials, whatever its status."""
        return self._once("GET", url, None, {"Accept": "*/*"})

    def send(self, method: str, url: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Return the reply to a request; raise StoreError, with the status, when it is not 2xx."""
        reply = self._once(method, url, body, {**headers, **self._authorization(method, url)})
        if reply.status == 401 and self._accepts(reply):
            reply = self._once(method, url, body, {**headers, **self._authorization(method, url)})
        if not 200 <= reply.status < 300:
            raise self._refused(url, reply)
        return reply

    def _authorization(self, method: str, url: str) -> dict[str, str]:
        if self.remote.token:
            return {"Authorization": f"Bearer {self.remote.token}"}
        if self._digest:
            return self._digest.header(method, url)
        if self.remote.user is None:
            return {}
        pair = f"{self.remote.user}:{self.remote.password or ''}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    def _accepts(self, reply: Reply) -> bool:
        """Return whether the server wants a digest (RFC 7616) that can be given, and keep its challenge."""
        challenge = reply.headers.get("www-authenticate", "")
        if not challenge.lower().startswith("digest") or self.remote.user is None or self.remote.token:
            return False
        self._digest = self._digest or _Digest(self.remote)
        return self._digest.challenged(challenge)

    def _once(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        from urllib3.exceptions import HTTPError

        deadline = time.monotonic() + self.remote.timeout
        try:
            answer = self._pool.request(
                method,
                url,
                body=body,
                headers={"User-Agent": _AGENT, **headers},
                preload_content=False,
                redirect=False,
                retries=False,
            )
            content = self._read(answer, url, deadline)
        except HTTPError as error:
            raise self._unreached(url, error) from error
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, content)

    def _read(self, answer: "BaseHTTPResponse", url: str, deadline: float) -> bytes:
        content = bytearray()
        with answer:  # which closes the connection, unless all was read and it went back to the others
            while chunk := answer.read1(_CHUNK):  # what is there: waiting for more would pass the deadline
                content += chunk
                if time.monotonic() > deadline:
                    raise self._late(url)
                if len(content) > MAX_REPLY:
                    message = f"{url} answers with more than {MAX_REPLY:,} bytes. Ask for less, for example with LIMIT."
                    raise StoreError(message, target=url)
        return bytes(content)

    ### What went wrong

    def _late(self, url: str) -> StoreError:
        message = (
            f"{url} has not answered within {self.remote.timeout:g} seconds. "
            "Look whether the server is well, or wait longer with --timeout."
        )
        return StoreError(message, target=url)

    def _unreached(self, url: str, error: Exception) -> StoreError:
        from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ReadTimeoutError, SSLError

        if isinstance(error, ReadTimeoutError):
            return self._late(url)
        if isinstance(error, SSLError):
            message = f"{url} has no certificate that this machine trusts ({self._told(str(error))}). Check its name."
        elif isinstance(error, NewConnectionError | ConnectTimeoutError):
            message = f"{url} cannot be reached: nothing listens there. Start the server, or check host and port."
        else:
            message = f"{url} broke off the connection. Look whether the server still runs, then run it again."
        return StoreError(message, target=url)

    def _refused(self, url: str, reply: Reply) -> StoreError:
        message = f"{url} answered {reply.status}. {self._advice(reply)}"
        return StoreError(message, target=url, status=reply.status)

    def _advice(self, reply: Reply) -> str:
        given = bool(self.remote.user or self.remote.token)
        if reply.status == 401:
            return (
                "User, password or token are wrong: check them."
                if given
                else "Give a user and password: --user NAME, and the password in the environment variable KG_PASSWORD."
            )
        if 300 <= reply.status < 400:
            where = self._told(reply.headers.get("location", "elsewhere"))
            return f"It has moved to {where}. Give that address, if you trust it."
        told = self._told(reply.body.decode("utf-8", "replace"))
        said = f"It says: {told}" if told else ""
        if reply.status == 403:
            return f"This user may not do that: give one that may write. {said}".rstrip()
        if reply.status in {404, 405}:
            return f"Check the address and the kind of store, for example: --profile fuseki. {said}".rstrip()
        return said or "It does not say why: look into its log."

    def _told(self, text: str) -> str:
        """Return the first words of what a server says, on one line and without credentials."""
        for secret in (self.remote.password, self.remote.token):
            if secret:
                text = text.replace(secret, _HIDDEN)
        line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


class _Digest:
    """Answers to the challenges of a server, computed by the standard library."""

    def __init__(self, remote: Remote) -> None:
        from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm

        passwords = HTTPPasswordMgrWithDefaultRealm()
        parts = urlsplit(remote.url)
        passwords.add_password(None, f"{parts.scheme}://{parts.netloc}/", remote.user or "", remote.password or "")
        self._answers = AbstractDigestAuthHandler(passwords)
        self._challenge: dict[str, str] = {}

    def challenged(self, challenge: str) -> bool:
        """Keep a challenge; return whether it is worth another try: a second refusal of the same user is not."""
        from urllib.request import parse_http_list, parse_keqv_list

        found = parse_keqv_list(parse_http_list(challenge.partition(" ")[2]))
        first, self._challenge = not self._challenge, found
        return first or found.get("stale", "").lower() == "true"

    def header(self, method: str, url: str) -> dict[str, str]:
        """Return the header that answers the last challenge, nothing before there was one."""
        from urllib.request import Request

        if not self._challenge:
            return {}
        answer = self._answers.get_authorization(Request(url, method=method), self._challenge)  # noqa: S310 - not opened
        return {"Authorization": f"Digest {answer}"} if answer else {}


def _pool(remote: Remote) -> "PoolManager":
    """Return connections, through the proxy that the environment names for that host."""
    from urllib.request import getproxies, proxy_bypass

    from urllib3 import PoolManager, ProxyManager, Timeout

    timeout = Timeout(connect=min(_CONNECT, remote.timeout), read=remote.timeout)
    parts = urlsplit(remote.url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.netloc):
        return ProxyManager(proxy, timeout=timeout)
    return PoolManager(timeout=timeout)
