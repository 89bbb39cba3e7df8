"""Say which frames can state something in a sentence: by its words, and by the classes of what it names.

What a sentence is made of is looked at only where one can, so that a further frame costs other sentences nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kg.ontology import Frame
from kg.relate.items import Item, Sentence

Ends = tuple[frozenset[str], frozenset[str]]
"""The classes of subject and object of a fact."""

Needs = tuple[frozenset[str], ...]
"""Sets of words of each of which one must stand in the sentence."""


class Triggers:
    """Some frames by the words that may state them."""

    def __init__(
        self,
        frames: Iterable[Frame],
        by_word: Mapping[str, Iterable[tuple[Frame, Needs]]],
        fitting: Mapping[tuple[str, str], frozenset[str]],
    ) -> None:
        """`by_word` are frames, and what else they need, by forms of verbs and nouns.

        `fitting` are the classes that fill the roles of a frame.
        """
        self._ends = {frame.name: _ends(frame, fitting) for frame in frames}
        found = {
            word: {(f.name, needs) for f, needs in known if f.name in self._ends} for word, known in by_word.items()
        }
        self._needs = {word: frozenset(needs) for word, needs in found.items() if needs}
        self.possible = lru_cache(maxsize=1_024)(self._possible)

    def _possible(self, types: frozenset[str]) -> frozenset[str]:
        """Return the names of the frames of which a fact has its two ends among the classes."""
        fits = {
            name: any(not (one.isdisjoint(types) or other.isdisjoint(types)) for one, other in ends)
            for name, ends in self._ends.items()
        }
        return frozenset(name for name, fitting in fits.items() if fitting)

    def may_state(self, sentence: Sentence) -> bool:
        """Return whether the words of a frame stand in the sentence, and mentions of both ends of one of its facts."""
        return bool(self.stating(sentence.items, sentence.words))

    def stating(self, items: Sequence[Item], words: frozenset[str]) -> frozenset[str]:
        """Return the names of the frames whose words are among the items, with mentions of both ends of a fact.

        `words` are the items in lower case.
        """
        present = self._needs.keys() & words
        if not present:
            return frozenset()
        plain = {item.lower for item in items if item.lower in present and not item.mentions}
        possible = self.possible(types_of(items))
        wanted = [(name, needs) for word in plain for name, needs in self._needs[word] if name in possible]
        if not wanted:
            return frozenset()
        parts = words.union(*(item.lower.split() for item in items if " " in item.lower))
        return frozenset(name for name, needs in wanted if not any(map(parts.isdisjoint, needs)))

    def has_word(self, sentence: Sentence) -> bool:
        """Return whether a verb or noun of a frame stands in the sentence."""
        return not self._needs.keys().isdisjoint(sentence.words)


def types_of(items: Iterable[Item]) -> frozenset[str]:
    """Return the classes of what the items name."""
    return frozenset(mention.type for item in items for mention in item.mentions)


def _ends(frame: Frame, fitting: Mapping[tuple[str, str], frozenset[str]]) -> frozenset[Ends]:
    nothing: frozenset[str] = frozenset()
    return frozenset(
        (fitting.get((frame.name, state.subject), nothing), fitting.get((frame.name, state.object), nothing))
        for state in frame.states
    )
