"""Quads as lines of N-Quads, and the shard that a line lies in."""

from collections import defaultdict
from collections.abc import Iterable
from zlib import crc32

import pyoxigraph as ox

from kg.rdf import to_lines
from kg.runs import Sorter


def add_quads(sorter: Sorter, kind: str, quads: Iterable[ox.Quad], shards: int) -> None:
    """Give quads to a sorter, each to the part `KIND-SHARD` of its subject."""
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    for line in to_lines(quads):
        found[shard_of(line, shards)].append(line)
    for shard, lines in found.items():
        sorter.add(f"{kind}-{shard}", lines)


def shard_of(line: bytes, shards: int) -> int:
    """Return the shard of a line of N-Quads: the CRC-32 of its subject, as it is written there, says which.

    >>> shard_of(b'<https://kg.example/country/CN> <a:p> "x" .', 16)
    9
    """
    return crc32(line.partition(b" ")[0]) % shards
