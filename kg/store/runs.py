"""Compare two runs of sorted lines, as the quads of two graphs are."""

from collections.abc import Iterable


def only_in_one(before: Iterable[bytes], after: Iterable[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Return the lines that only the first of two sorted runs has, and those that only the second has, both sorted.

    Holds no more than these in memory.

    >>> only_in_one([b"a", b"b", b"d"], [b"b", b"c"])
    ([b'a', b'd'], [b'c'])
    """
    gone: list[bytes] = []
    came: list[bytes] = []
    left, right = iter(before), iter(after)
    old, new = next(left, None), next(right, None)
    while old is not None and new is not None:
        if old == new:
            old, new = next(left, None), next(right, None)
        elif old < new:
            gone.append(old)
            old = next(left, None)
        else:
            came.append(new)
            new = next(right, None)
    gone += [] if old is None else [old, *left]
    came += [] if new is None else [new, *right]
    return gone, came
