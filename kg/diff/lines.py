"""Turn two runs of sorted lines into those that only one of them has."""

from collections.abc import Iterator

from kg.diff.sides import Side
from kg.errors import StoreError
from kg.store.runs import only_in_one


def changed_lines(before: Side, after: Side) -> tuple[list[bytes], list[bytes]]:
    """Return the lines that are gone and those that are new, both sorted; memory is bounded by these.

    Raises StoreError for a file that is not sorted, which kg did not write so.
    """
    return only_in_one(_ordered(before), _ordered(after))


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
