"""Turn the address that a user gives into the one that questions go to, and refuse those that would tell a key."""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from kg.errors import WitnessError

_CHAT = "/chat/completions"
_VERSION = re.compile(r"/v\d+\w*(?=/|$)")
_NEAR = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
"""Names that no public server has (RFC 6761, 6762, 8375; ICANN keeps .internal); .lan is what routers give."""
_ASKED = {"api-version"}
"""What may stand behind the question mark: a key may not, as addresses are logged."""


def endpoint(url: str, *, has_key: bool) -> str:
    """Return the address of chat completions, whether that of the server, of its API or of this is given.

    Raises WitnessError for what is no address, for one with credentials in it, and where a key would be sent without
    encryption to a machine that is not the user's own or in a private network.

    >>> endpoint("http://localhost:11434", has_key=False)
    'http://localhost:11434/v1/chat/completions'
    >>> endpoint("https://api.example.org/openai/v1/", has_key=True)
    'https://api.example.org/openai/v1/chat/completions'
    """
    parts = _split(url)
    host = parts.netloc
    shown = f"{parts.scheme}://{host}{parts.path}"
    if has_key and parts.scheme == "http" and not is_near(parts.hostname or ""):
        message = (
            f"{shown} would get the key unencrypted, for everybody between to read. "
            "Give an https:// address, or set KG_LLM_KEY to nothing to send no key."
        )
        raise WitnessError(message, target=shown)
    return urlunsplit((parts.scheme, host, _path(parts.path), parts.query, ""))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        if parts.hostname and parts.hostname.isascii():
            parts.hostname.encode("idna")  # which is what looking it up would stumble over
        asked = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    except ValueError:
        parts, port, asked = SplitResult("", "", "", "", ""), None, set()
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        message = (
            f"{_shown(url)!r} is not the address of a server. "
            "Give one such as http://localhost:11434/v1 or https://api.openai.com/v1"
        )
        raise WitnessError(message, target=_shown(url))
    if "@" in parts.netloc or not asked <= _ASKED:
        shown = _shown(url)
        message = f"{shown} was given with a password or key in it. Leave it out, and set KG_LLM_KEY instead."
        raise WitnessError(message, target=shown)
    return parts


def _shown(url: str) -> str:
    """Return an address without what may be a password or key."""
    head, slashes, rest = url.strip().split("?")[0].split("#")[0].rpartition("://")
    return head + slashes + rest.rpartition("@")[2]


def _path(path: str) -> str:
    path = path.rstrip("/")
    if path.endswith(_CHAT):
        return path
    return path + (_CHAT if _VERSION.search(path) else f"/v1{_CHAT}")


def is_near(host: str) -> bool:
    """Return whether a host is this machine, or in a network of the user's own (names without a dot are).

    >>> is_near("127.0.0.1"), is_near("192.168.1.20"), is_near("gpu-box"), is_near("api.example.org")
    (True, True, True, False)
    """
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        host = host.lower().rstrip(".")
        return "." not in host or host.endswith(_NEAR)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine (RFC 6761 has the names).

    >>> is_loopback("127.0.0.1"), is_loopback("ollama.localhost"), is_loopback("gpu-box")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".").split(".")[-1] == "localhost"
