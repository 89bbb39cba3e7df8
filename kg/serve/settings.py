"""What an endpoint is started with, and what it refuses a request with."""

import os
from dataclasses import dataclass, field
from pathlib import Path

BODY_LIMIT = 1_000_000
"""Bytes of a request's body. The longest query that makes sense, a VALUES of thousands of IRIs, is a tenth of it."""

CONNECTIONS = 256
"""Connections at once; a browser opens six."""


def _workers() -> int:
    return max(2, min(os.cpu_count() or 2, 4))


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the endpoint listens, what it serves, and the limits of one query.

    `timeout` is in seconds, `memory` in MB (millions of bytes) for a worker, `max_bytes` in MB for a reply. `hosts` are
    names by which it may be called besides localhost and addresses.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8765
    timeout: float = 10
    memory: int = 1500
    max_bytes: float = 50
    workers: int = field(default_factory=_workers)
    hosts: tuple[str, ...] = ()


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error of the program
    """A request that gets an error status, with the text that says why and what to do."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
