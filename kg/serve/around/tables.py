"""Ask the workers for tables: rows of plain text, which are a third of the bytes of SPARQL JSON."""

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from kg.serve.media import SOLUTIONS
from kg.serve.pages.ask import LIMIT
from kg.serve.pool import Pool
from kg.serve.replies import whole
from kg.serve.wire import Question

AT_ONCE = 2
"""Queries that a page asks at once, so that it leaves workers to others."""

_One = TypeVar("_One")


async def table(pool: Pool, text: str) -> list[list[str]]:
    """Return the rows of a SELECT as plain text (SPARQL 1.1 CSV results); raise Refusal as every query does."""
    question = Question(query=text, default=[], named=[], graph=None, solutions=SOLUTIONS["csv"], triples="")
    _, found = await whole(pool, question, limit=LIMIT)
    lines = csv.reader(io.StringIO(found.decode(), newline=""))
    next(lines)
    return list(lines)


async def tables(pool: Pool, texts: Iterable[str]) -> list[list[str]]:
    """Return the rows of several queries, those of the first one first."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def read(text: str) -> list[list[str]]:
        async with gate:
            return await table(pool, text)

    found = await asyncio.gather(*(read(text) for text in texts))
    return [row for rows in found for row in rows]


def portions(items: Sequence[_One], size: int) -> Iterator[list[_One]]:
    """Yield the items, so many at a time.

    >>> list(portions("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion
