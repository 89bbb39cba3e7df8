"""Choose among what was tried: whatever finds most that nothing chosen before finds, and little else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.suggest.candidates import Candidate
from kg.suggest.told import Key
from kg.suggest.trial import Missed, Tried

SHARE = 3
"""A proposal has to find so many times as much of what a witness said as of what nobody said."""
_LEAST_WEAK = 2
"""Sentences in which a candidate finds something that one does not speak for."""
_LONGEST = 400
"""Characters of a sentence that may be an example."""

Reads = Callable[[Candidate, str], bool]
"""Whether a candidate reads a sentence that stands by itself."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with what it alone would find, and a sentence that it reads."""

    candidate: Candidate
    gain: Mapping[Missed, str]
    example: str


def choose(tried: Iterable[Tried], reads: Reads, *, min_support: int, most: int | None = None) -> list[Chosen]:
    """Return the candidates to propose, the best first; what those before find does not count.

    Each finds something in `min_support` sentences, and at most a third as much that nobody said.
    """
    pool = [one for one in tried if one.gain]
    chosen: list[Chosen] = []
    found: set[Missed] = set()
    wrong: set[tuple[int, Key]] = set()
    while pool and (most is None or len(chosen) < most):
        pool = [one for one in pool if _is_worth(one, found, wrong, min_support)]
        best = min(pool, key=lambda one: (-_net(one, found, wrong), one.candidate.order), default=None)
        if best is None:
            break
        pool.remove(best)
        sentences = {words(quote) for missed, quote in best.gain.items() if missed not in found}
        example = next((s for s in sorted(sentences, key=lambda s: (len(s), s)) if _is_read(best, s, reads)), None)
        if example:
            chosen.append(Chosen(best.candidate, best.gain, example))
            found |= best.gain.keys()
            wrong |= best.cost
    return chosen


def words(quote: str) -> str:
    """Return a quote with single spaces."""
    return " ".join(quote.split())


def is_worth(gain: int, cost: int) -> bool:
    """Return whether what is found is worth what else is."""
    return gain > 0 and cost * SHARE <= gain


def _is_worth(one: Tried, found: set[Missed], wrong: set[tuple[int, Key]], min_support: int) -> bool:
    more = {missed: quote for missed, quote in one.gain.items() if missed not in found}
    sentences = {(at, quote) for (at, _), quote in more.items()}
    least = max(min_support, _LEAST_WEAK) if one.candidate.is_weak else min_support
    return len(sentences) >= least and is_worth(len(more), len(one.cost - wrong))


def _net(one: Tried, found: set[Missed], wrong: set[tuple[int, Key]]) -> int:
    return len(one.gain.keys() - found) - len(one.cost - wrong)


def _is_read(one: Tried, sentence: str, reads: Reads) -> bool:
    return len(sentence) <= _LONGEST and reads(one.candidate, sentence)
