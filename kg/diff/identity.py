"""Turn evidence that both states share into the things that have another name now.

An evidence is named by its document and its places there. Where the same one supports a fact of X before and the same
fact of Y now, other documents have given X the name Y: an acronym that is spelled out somewhere, say.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.diff.look import Fact, Looker
from kg.diff.touched import Touched


def renamed_things(gone: Touched, come: Touched, before: Looker, after: Looker) -> dict[str, str]:
    """Return the former names of things by those of now, for things that are one in both states.

    Left out are things that two became, or that became part of another: their facts are told as gone and new.
    """
    former: defaultdict[str, set[str]] = defaultdict(set)
    now: defaultdict[str, set[str]] = defaultdict(set)
    for old, new in _pairs(gone.said, come.said):
        former[new].add(old)
        now[old].add(new)
    found = {new: min(names) for new, names in former.items() if len(names) == 1}
    return {
        new: old
        for new, old in sorted(found.items())
        if len(now[old]) == 1 and after.description(old) is None and before.description(new) is None
    }


def _pairs(gone: Mapping[str, set[Fact]], come: Mapping[str, set[Fact]]) -> Iterator[tuple[str, str]]:
    """Yield one end of a fact before and now, where the same evidence supports both and their other ends are one."""
    for evidence in sorted(gone.keys() & come.keys()):
        for old in gone[evidence]:
            for new in come[evidence]:
                was, now = {old[0], old[2]}, {new[0], new[2]}
                if old[1] == new[1] and len(was - now) == len(now - was) == 1:
                    yield min(was - now), min(now - was)
