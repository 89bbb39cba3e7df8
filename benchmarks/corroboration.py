"""Measure what it takes to tell copies from independent sources, in one process.

    python benchmarks/corroboration.py [NUMBER ...]

For each NUMBER of documents (2000 and 100000 by default): seconds of the processor for the groups among their
signatures, and the megabytes by which these make the process grow (on Linux); then the same with copies besides,
one for ten documents, each with a twentieth of its words changed, whose texts are made anew when they are asked
for, which is most of it. Documents have 400 words, drawn by Zipf's law from 50,000. A signature is told beside
finding the words of the text with `re` alone.
"""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kg.corroborate.copies import Signed, copies
from kg.corroborate.signature import signature

WORDS, VOCABULARY, CHANGED = 400, 50_000, 20
NUMBERS = (2_000, 100_000)
_WEIGHTS = 1 / np.arange(1, VOCABULARY + 1)


def text(number: int, *, copy: bool = False) -> str:
    """Return the text of a document; of a copy each so-many-th word is another one."""
    words = np.random.default_rng(number).choice(VOCABULARY, WORDS, p=_WEIGHTS / _WEIGHTS.sum())
    if copy:
        words[::CHANGED] = number % VOCABULARY
    return " ".join(f"w{word}" for word in words)


def path(number: int, *, copy: bool = False) -> str:
    """Return the path of a document."""
    return f"document/{'copy' if copy else 'text'}-{number:08x}"


def article(name: str) -> str:
    """Return the text of a document by its path."""
    kind, _, number = name.removeprefix("document/").partition("-")
    return text(int(number, 16), copy=kind == "copy")


def signed(number: int, share: int = 0) -> Iterator[Signed]:
    """Yield documents with their signatures, and with `share` one copy for so many of them."""
    for one in range(number):
        yield path(one), "2024-05-03", signature(text(one))
    for one in range(0, number if share else 0, share or 1):
        yield path(one, copy=True), "2024-05-04", signature(text(one, copy=True))


def grown() -> float:
    """Return the megabytes that this process holds at most so far, 0 where the system does not tell."""
    try:
        with Path("/proc/self/status").open(encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        return 0.0


def measure(number: int, share: int) -> None:
    """Print the figures of so many documents."""
    documents = [*signed(number, share)]
    before, started = grown(), time.process_time()
    found = copies(documents, article)
    seconds = time.process_time() - started
    print(f"{len(documents):9,} documents  groups {seconds:7.2f} s  {grown() - before:5.0f} MB  {len(found):7,} copies")


def main(numbers: list[int]) -> None:
    """Print all figures."""
    texts = [text(one) for one in range(200)]
    started = time.process_time()
    for one in texts:
        re.findall(r"\w+", one.casefold())
    words = time.process_time() - started
    started = time.process_time()
    for one in texts:
        signature(one)
    seconds = time.process_time() - started
    print(f"signature {seconds / len(texts) * 1000:.2f} ms, {seconds / words:.1f} times as long as finding the words")
    for number in numbers:
        measure(number, 0)
        measure(number, 10)


if __name__ == "__main__":
    main([*map(int, sys.argv[1:])] or [*NUMBERS])
