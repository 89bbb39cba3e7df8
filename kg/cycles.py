"""What a long work does about memory: no looking for cycles where there are none, and giving back what is free.

Records, rows and quads are trees, in which there are no cycles.
"""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_cycles() -> Iterator[None]:
    """Hold the cycle collector off for a while; whatever is not needed any more goes by its count as ever.

    It takes a fifth of the time of 200,000 rows, and a sixth of that of merging and writing 300 documents.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def sweep() -> None:
    """Free the cycles among what was made since the last time: a long work that holds the collector off makes some.

    `json.dumps` with an indent leaves 3 KB each time.
    """
    gc.collect(0)


def give_back() -> None:
    """Give freed memory back to the system, before a stage that takes much; the C library keeps it (glibc), else.

    Of 300 MB that sorting, or a store that is loaded, has freed, a fifth to a third.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
