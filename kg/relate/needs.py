"""Say what a pattern of a phrase cannot do without: sets of symbols, of each of which a sentence must hold one."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import chain
from operator import or_

Need = frozenset[str]


def needs_of(
    tokens: Iterable[re.Match[str]], of: Callable[[re.Match[str]], Iterable[Need]], common: frozenset[str]
) -> list[Need]:
    """Return the needs of a pattern of which `of` tells those of a token that is no mark.

    What stands in square brackets can be done without; of alternatives a sentence must hold what one of them needs.
    """
    open_groups: list[list[list[Need]]] = [[[]]]
    for token in tokens:
        mark = token["mark"]
        if mark in {"(", "["}:
            open_groups.append([[]])
        elif mark == "|":
            open_groups[-1].append([])
        elif mark in {")", "]"} and len(open_groups) > 1:
            alternatives = open_groups.pop()
            open_groups[-1][-1] += _either(alternatives, common) if mark == ")" else []
        elif not mark:
            open_groups[-1][-1] += of(token)
    return _either(open_groups[0], common)


def rarest(needs: Iterable[Need], common: frozenset[str]) -> Need:
    """Return the need that fewest sentences meet: few words, none of them among the `common` symbols."""
    return min(needs, key=lambda need: (not need.isdisjoint(common), len(need)), default=frozenset())


def as_bits(needs: Sequence[Sequence[Need]]) -> tuple[list[int], dict[str, int]]:
    """Return the needs of each pattern and those that each symbol meets, with a bit for each different need.

    >>> a, b = frozenset("ax"), frozenset("b")
    >>> as_bits([[a], [a, b]])[0], sorted(as_bits([[a], [a, b]])[1].items())
    ([1, 3], [('a', 1), ('b', 2), ('x', 1)])
    """
    bits = {need: 1 << n for n, need in enumerate(dict.fromkeys(chain.from_iterable(needs)))}
    met: dict[str, int] = {}
    for need, bit in bits.items():
        for symbol in need:
            met[symbol] = met.get(symbol, 0) | bit
    return [reduce(or_, map(bits.__getitem__, own), 0) for own in needs], met


def _either(alternatives: Sequence[Sequence[Need]], common: frozenset[str]) -> list[Need]:
    if len(alternatives) == 1:
        return [*alternatives[0]]
    return [frozenset().union(*(rarest(needs, common) for needs in alternatives))] if all(alternatives) else []
