"""Find the documents that are copies of one another: reposts of one release, whatever headline stands above it.

Signatures that agree in a band of bytes are candidates (locality-sensitive hashing), their texts decide. What belongs
together is what a chain of such pairs connects; so the order in which documents or pairs come does not matter.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kg.corroborate.shingles import resemblance, shingles
from kg.corroborate.signature import SLOTS
from kg.edtf import interval

ALIKE = 0.5
"""The part of shingles that copies share at least. Of 30 texts, each shares 0.59 or more with a version that has
another headline, a frame and 5 % other words, and 0.50 where 30 % are cut off; two notices from one form share 0.26,
other pairs 0.03 at most (docs/decisions/0021-corroboration.md)."""
SHORT, ALIKE_SHORT = 100, 0.8
"""Shingles below which a text is short, and what is asked of it: with four names exchanged in a form of 60 words, 46
of 70 shingles are still shared."""

BAND = 4  # bytes: two texts that share 0.5 of their shingles agree in one of 40 bands in 92 cases of 100, 0.6 in 99.6
_NEAR = 56  # of 160 bytes: an estimate of 0.35, five standard deviations below ALIKE
_KEPT = 512  # texts whose shingles are at hand
_NEVER = "9999"  # behind every date

Signed = tuple[str, str | None, bytes]
"""The path of a document, its date (EDTF, None where there is none) and the signature of its article."""


def copies(documents: Iterable[Signed], article: Callable[[str], str]) -> dict[str, str]:
    """Return the paths of the documents that are copies, each with that of the first of its group, in order.

    The first is the one with the earliest date, of several the first by path; those without a date come last. `article`
    gives the text of one document that was signed, by its path; it is asked for those that may be copies.

    >>> text = "The two agencies agreed to build a station on the Moon together. " + " ".join(map(str, range(200)))
    >>> texts = {"b": "By Ann Lee. " + text, "a": text + " The end.", "c": "Something else."}
    >>> from kg.corroborate.signature import signature
    >>> copies([(path, None, signature(text)) for path, text in texts.items()], texts.__getitem__)
    {'b': 'a'}
    """
    groups = _Groups(article)
    groups.add(documents)
    for run in groups.runs():
        groups.link(run)
    return groups.copies()


@dataclass(slots=True)
class _Groups:
    """Documents with signatures, and which of them belong together (a union-find forest)."""

    article: Callable[[str], str]
    paths: list[str] = field(default_factory=list)
    dates: list[str | None] = field(default_factory=list)
    signatures: NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, SLOTS), dtype=np.uint8))
    parents: list[int] = field(default_factory=list)
    apart: set[tuple[int, int]] = field(default_factory=set)
    shingles: Callable[[int], NDArray[np.uint64]] = field(init=False)

    def __post_init__(self) -> None:
        self.shingles = lru_cache(maxsize=_KEPT)(lambda number: shingles(self.article(self.paths[number])))

    def add(self, documents: Iterable[Signed]) -> None:
        """Take in the documents that have a signature."""
        whole = bytearray()
        for path, date, signature in documents:
            if signature:
                self.paths.append(path)
                self.dates.append(date)
                whole += signature
        self.signatures = np.frombuffer(whole, dtype=np.uint8).reshape(-1, SLOTS)
        self.parents = [*range(len(self.paths))]

    def runs(self) -> Iterator[NDArray[np.int64]]:
        """Yield the documents that agree in a band, for each band."""
        bands = self.signatures.view(np.uint32)
        for band in range(SLOTS // BAND):
            keys = np.ascontiguousarray(bands[:, band])
            order = np.argsort(keys, kind="stable")
            ends = np.flatnonzero(np.diff(keys[order])) + 1
            starts = np.concatenate(([0], ends))
            stops = np.concatenate((ends, [len(order)]))
            for run in np.flatnonzero(stops - starts > 1):
                yield order[starts[run] : stops[run]]

    def link(self, run: NDArray[np.int64]) -> None:
        """Join what of a run belongs together: each with all that are not yet reached."""
        while len(run) > 1:
            reached, run = [int(run[0])], run[1:]
            while reached and len(run):
                one = reached.pop()
                near = (self.signatures[run] == self.signatures[one]).sum(axis=1) >= _NEAR
                found = [int(other) for other in run[near] if self._is_copy(one, int(other))]
                reached += found
                run = run[~np.isin(run, found)] if found else run

    def _is_copy(self, one: int, other: int) -> bool:
        """Return whether two are known to belong together or their texts say so; join them then."""
        roots = self._root(one), self._root(other)
        if roots[0] == roots[1]:
            return True
        pair = min(one, other), max(one, other)
        if pair in self.apart:
            return False
        sides = self.shingles(one), self.shingles(other)
        needed = ALIKE_SHORT if min(map(len, sides)) < SHORT else ALIKE
        if resemblance(*sides) < needed:
            self.apart.add(pair)
            return False
        self.parents[max(roots)] = min(roots)
        return True

    def _root(self, number: int) -> int:
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def copies(self) -> dict[str, str]:
        """Return the copies with the first of their group."""
        members: dict[int, list[int]] = {}
        for number, parent in enumerate(self.parents):
            if parent != number:
                members.setdefault(self._root(number), []).append(number)
        found: dict[str, str] = {}
        for root, others in members.items():
            first, *rest = sorted((_day(self.dates[number]), self.paths[number]) for number in (root, *others))
            found |= {path: first[1] for _, path in rest}
        return dict(sorted(found.items()))


def _day(date: str | None) -> str:
    """Return the first day of a date, one behind all others for none and for what is no date."""
    try:
        return interval(date)[0].isoformat() if date else _NEVER
    except ValueError:
        return _NEVER
