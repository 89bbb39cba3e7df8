"""Say which frames can state something in a sentence: by its words, and by the classes of what it names.

What a sentence is made of is looked at only where one can, so that a further frame costs other sentences nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kg.ontology import Frame
from kg.relate.items import Item

Ends = tuple[frozenset[str], frozenset[str]]
"""The classes of subject and object of a fact."""


class Triggers:
    """Some frames by the words that may state them."""

    def __init__(
        self,
        frames: Iterable[Frame],
        by_word: Mapping[str, Iterable[Frame]],
        fitting: Mapping[tuple[str, str], frozenset[str]],
    ) -> None:
        """`by_word` are frames by forms of verbs and nouns; `fitting` the classes that fill the roles of a frame."""
        self._ends = {frame.name: _ends(frame, fitting) for frame in frames}
        found = {word: self._ends.keys() & {frame.name for frame in known} for word, known in by_word.items()}
        self._names = {word: frozenset(names) for word, names in found.items() if names}
        self.possible = lru_cache(maxsize=1_024)(self._possible)

    def _possible(self, types: frozenset[str]) -> frozenset[str]:
        """Return the names of the frames of which a fact has its two ends among the classes."""
        fits = {
            name: any(not (one.isdisjoint(types) or other.isdisjoint(types)) for one, other in ends)
            for name, ends in self._ends.items()
        }
        return frozenset(name for name, fitting in fits.items() if fitting)

    def may_state(self, items: Sequence[Item]) -> bool:
        """Return whether the items hold a word of a frame, and mentions of the classes of both ends of its facts."""
        found = [self._names[item.lower] for item in items if item.lower in self._names and not item.mentions]
        if not found:
            return False
        possible = self.possible(types_of(items))
        return not all(map(possible.isdisjoint, found))

    def has_word(self, items: Sequence[Item]) -> bool:
        """Return whether the items hold a word of a frame."""
        return any(item.lower in self._names for item in items)


def types_of(items: Iterable[Item]) -> frozenset[str]:
    """Return the classes of what the items name."""
    return frozenset(mention.type for item in items for mention in item.mentions)


def _ends(frame: Frame, fitting: Mapping[tuple[str, str], frozenset[str]]) -> frozenset[Ends]:
    nothing: frozenset[str] = frozenset()
    return frozenset(
        (fitting.get((frame.name, state.subject), nothing), fitting.get((frame.name, state.object), nothing))
        for state in frame.states
    )
