"""Write lines as they are, with the hash of the file that they make."""

import hashlib
from collections.abc import Iterable
from itertools import islice
from typing import IO

_AT_ONCE = 5000
"""Lines that are written at a time."""


class Hashed:
    """A file that is being written, with the SHA-256 of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Write some bytes."""
        self._file.write(data)
        self._digest.update(data)

    def hexdigest(self) -> str:
        """Return the hash."""
        return self._digest.hexdigest()


def write_lines(file: IO[bytes], lines: Iterable[bytes]) -> tuple[str, int]:
    """Write lines, which have no end yet, to a new file; return the hash of the file and their number."""
    out, rest, count = Hashed(file), iter(lines), 0
    while some := [*islice(rest, _AT_ONCE)]:
        out.write(b"\n".join(some) + b"\n")
        count += len(some)
    return out.hexdigest(), count
