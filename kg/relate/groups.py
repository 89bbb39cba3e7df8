"""Say what the phrases of a sentence name, alone and in coordination: "China, Russia and India"."""

from collections.abc import Sequence

from kg.relate.chunks import Chunk
from kg.relate.items import Item
from kg.relate.words import Words

Group = tuple[Item, ...]
"""The items that a coordinated noun phrase names."""

_FROM = frozenset(["of", "from", "at"])
_ACTORS = frozenset(["Country", "Organization", "Agency", "Company", "University", "Alliance", "Media"])


def _kinds(item: Item) -> frozenset[str]:
    return frozenset("Actor" if kind in _ACTORS else kind for kind in item.types)


class Phrases:
    """The chunks of one sentence, and what its phrases name."""

    def __init__(self, chunks: Sequence[Chunk], words: Words) -> None:
        self.chunks = chunks
        self.words = words
        self.n = len(chunks)

    def kind(self, i: int) -> str:
        """Return the kind of chunk `i`, or "" outside the sentence."""
        return self.chunks[i].kind if 0 <= i < self.n else ""

    def group_left(self, i: int) -> Group:
        """Return what the coordinated phrase that ends at chunk `i` names."""
        head = self.head(i)
        if head is not None and self.chunks[i].head is None and self.kind(i + 1) == "prep":
            return self.group_right(i + 2)  # "leaders of Nigeria and Rwanda"
        if head is None:
            return ()
        found = [head]
        j = i
        while (k := self._joined(j, -1)) is not None and (head := self.head(k)) is not None:
            found.append(head)
            j = k
        return tuple(reversed(found))

    def group_right(self, i: int) -> Group:
        """Return what the coordinated phrase that starts at chunk `i` names."""
        head = self.head(i)
        if head is None:
            return ()
        found = [head]
        j = self._end(i)
        while (k := self._joined(j, 1)) is not None and (head := self.head(k)) is not None:
            found.append(head)
            j = self._end(k)
        if len(found) > 1 and not self._closes(i, j):
            return tuple(found[:1])
        return tuple(found)

    def _end(self, i: int) -> int:
        """Return the last chunk of phrase `i`: "the president of France" ends with France, which it is about."""
        chunk = self.chunks[i]
        is_through = chunk.head is None and chunk.owner is None and chunk.noun in self.words["transparent"]
        is_of = self.kind(i + 1) == "prep" and self.chunks[i + 1].lower in _FROM and self.kind(i + 2) == "np"
        return i + 2 if is_through and is_of else i

    def _closes(self, i: int, j: int) -> bool:
        """Return whether a list has an "and": without one, commas part clauses or appositions."""
        return any(chunk.kind == "conj" for chunk in self.chunks[i:j]) or j - i > 3  # three commas are a list

    def head(self, i: int) -> Item | None:
        """Return the item that a noun phrase is about; "a team from NASA" is about NASA."""
        if self.kind(i) != "np":
            return None
        chunk = self.chunks[i]
        if chunk.head is None and chunk.noun in self.words["transparent"]:
            if chunk.owner is not None and "Person" not in chunk.owner.types:
                return chunk.owner
            if self.kind(i + 1) == "prep" and self.chunks[i + 1].lower in _FROM and self.kind(i + 2) == "np":
                return self.chunks[i + 2].head
        return chunk.head or self.apposed(i)

    def apposed(self, i: int) -> Item | None:
        """Return what a phrase without a name stands for: "NISAR, a satellite that …", "The first, CFOSAT, …"."""
        if not self.has_determiner(i):
            return None
        if self.kind(i + 1) in {"rel", "vg"} and self.kind(i - 1) == "comma" and self.kind(i - 2) == "np":
            return self.chunks[i - 2].head
        if self.kind(i + 1) == "comma" and self.kind(i + 2) == "np" and self.kind(i + 3) == "comma":
            return self.chunks[i + 2].head
        return None

    def has_determiner(self, i: int) -> bool:
        """Return whether phrase `i` is a noun with its determiner, without any name."""
        chunk = self.chunks[i]
        return not chunk.modifiers and chunk.items[0].lower in self.words["determiners"]

    def _joined(self, i: int, step: int) -> int | None:
        """Return the chunk that a comma, "and", or both join to chunk `i` in a direction."""
        j = i + step
        marks = 0
        while self.kind(j) in {"comma", "conj"} and marks < 2:  # ", and"
            j += step
            marks += 1
        if not marks or self.kind(j) != "np" or not self._alike(i, j):
            return None
        if step < 0 and self._is_fronted(j, i):
            return None
        return j

    def _is_fronted(self, j: int, i: int) -> bool:
        """Return whether the phrase `j` ends an adverbial that opens the clause: "In Russia, China and India …"."""
        start = j
        while self.kind(start - 1) in {"prep", "np", "date", "comma"}:
            start -= 1
        opens = self.kind(start) == self.kind(j - 1) == "prep" and self.kind(start - 1) in {"", "stop", "sub"}
        return opens and all(self.kind(k) == "comma" for k in range(j + 1, i))

    def _alike(self, j: int, i: int) -> bool:
        """Return whether two phrases can be members of one list: both actors, or both projects."""
        one, other = self.head(j), self.head(i)
        return one is None or other is None or _kinds(one) & _kinds(other) != frozenset()
