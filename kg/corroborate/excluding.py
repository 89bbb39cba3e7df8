"""Tell which values of a property cannot both hold."""

from collections.abc import Collection, Mapping
from itertools import combinations

from kg.edtf import interval

_VAGUE = frozenset("~?%")


def contradicting(values: Mapping[str, Collection[str]], *, settled: Collection[str] = ()) -> list[str]:
    """Return, in order, the values that exclude another; each comes with the documents that give it.

    Two values that one document alone gives are no conflict between documents, nor are two `settled` ones.

    >>> contradicting({"date/2019": ["a"], "date/2019-05": ["b"], "date/2020": ["c"], "date/2020~": ["d"]})
    ['date/2019', 'date/2019-05', 'date/2020']
    """
    found: set[str] = set()
    for one, other in combinations(sorted(values), 2):
        documents = {*values[one], *values[other]}
        if len(documents) > 1 and not {one, other} <= {*settled} and exclude_each_other(one, other):
            found |= {one, other}
    return sorted(found)


def exclude_each_other(one: str, other: str) -> bool:
    """Return whether two values (paths) cannot both hold: for dates, that they have no day in common.

    Dates that are about, possible or of no known day exclude nothing.

    >>> exclude_each_other("date/2019", "date/2019-05"), exclude_each_other("date/2016--2019", "date/2020-01")
    (False, True)
    """
    if not (one.startswith("date/") and other.startswith("date/")):
        return one != other
    values = [path.removeprefix("date/").replace("--", "/") for path in (one, other)]
    if any(_VAGUE & set(value) for value in values):
        return False
    try:
        (first, last), (begin, end) = map(interval, values)
    except ValueError:
        return False
    return last < begin or end < first
