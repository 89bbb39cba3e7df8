"""Turn two runs of sorted lines into those that only one of them has."""

from collections.abc import Iterable, Iterator

from kg.diff.sides import Side
from kg.errors import StoreError


def changed_lines(before: Side, after: Side) -> tuple[list[bytes], list[bytes]]:
    """Return the lines that are gone and those that are new, both sorted; memory is bounded by these.

    Raises StoreError for a file that is not sorted, which kg did not write so.
    """
    removed: list[bytes] = []
    added: list[bytes] = []
    left, right = _ordered(before), _ordered(after)
    old, new = next(left, None), next(right, None)
    while old is not None and new is not None:
        if old == new:
            old, new = next(left, None), next(right, None)
        elif old < new:
            removed.append(old)
            old = next(left, None)
        else:
            added.append(new)
            new = next(right, None)
    _take(removed, old, left)
    _take(added, new, right)
    return removed, added


def _take(kept: list[bytes], line: bytes | None, rest: Iterable[bytes]) -> None:
    if line is not None:
        kept.append(line)
        kept.extend(rest)


def _ordered(side: Side) -> Iterator[bytes]:
    last = b""
    for line in side.lines:
        if line <= last or not line.endswith(b"\n"):
            message = (
                f"the quads of {side.name} are not as kg writes them, one a line and sorted. Build the graph again."
            )
            raise StoreError(message, target=side.name)
        yield line
        last = line
