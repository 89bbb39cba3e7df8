"""Say what the phrases of a sentence name, alone and in coordination: "China, Russia and India"."""

from collections.abc import Sequence
from itertools import pairwise

from kg.relate.chunks import Chunk
from kg.relate.items import Item
from kg.relate.words import Words

Group = tuple[Item, ...]
"""The items that a coordinated noun phrase names."""

_FROM = frozenset(["of", "from", "at"])
_DASHES = frozenset("-–—")
_NUMBERS = ("count of 2", "count of 3", "count of 4", "count of 5", "count of 6")
ACTORS = frozenset(["Country", "Organization", "Agency", "Company", "University", "Alliance", "Media"])


def working(asking: Group, asked: Group, *, others: Group) -> Group:
    """Return who does the work of a deal between two sides: the firms, or `others` unless one side alone is firms."""
    firms = [all("Company" in item.types for item in side) for side in (asking, asked)]
    if not asking or not asked or firms[0] == firms[1]:
        return others
    return asking if firms[0] else asked


def _kinds(item: Item) -> frozenset[str]:
    return frozenset("Actor" if kind in ACTORS else kind for kind in item.types)


class Phrases:
    """The chunks of one sentence, and what its phrases name."""

    def __init__(self, chunks: Sequence[Chunk], words: Words) -> None:
        self.chunks = chunks
        self.words = words
        self.n = len(chunks)

    def kind(self, i: int) -> str:
        """Return the kind of chunk `i`, or "" outside the sentence."""
        return self.chunks[i].kind if 0 <= i < self.n else ""

    def is_adverb(self, item: Item) -> bool:
        """Return whether a word only says how: "actively", "also"."""
        return not item.mentions and (item.lower.endswith("ly") or item.lower in self.words["adverbs"] - {"together"})

    def group_left(self, i: int) -> Group:
        """Return what the coordinated phrase that ends at chunk `i` names."""
        if listed := self.listed(i) or self.examples(i):
            return listed
        head = self.head(i)
        if head is not None and self.chunks[i].head is None and self.kind(i + 1) == "prep":
            return self.group_right(i + 2)  # "leaders of Nigeria and Rwanda"
        if head is None:
            before = self._joined(i, -1)  # "Airbus and other firms"
            is_joined = before is not None and self.kind(i - 1) == "conj" and self.chunks[before].head is not None
            return self.group_left(before) if is_joined and before is not None else ()
        found = [head]
        j = i
        while (k := self._joined(j, -1)) is not None and (head := self.head(k)) is not None:
            found.append(head)
            j = k
        if not self._closes(j, i) and self.kind(j - 1) in {"prep", "vg"}:
            return tuple(found[:1])  # "launched by NASA, ESA built …": two clauses
        return tuple(reversed(found))

    def group_right(self, i: int) -> Group:
        """Return what the coordinated phrase that starts at chunk `i` names."""
        if examples := self.examples(i):
            return examples
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

    def examples(self, i: int) -> Group:
        """Return what stands for the plural noun of phrase `i`: "missions such as Hera and Juice"."""
        if not self.is_plural(i):
            return ()
        k = i + 1
        if self.kind(k) == "prep" and self.chunks[k].lower in _FROM and self.kind(k + 1) == "np":
            k += 2  # "agencies from Europe, including ESA"
        if self.kind(k) == "comma":
            k += 1
        introduces = self.exemplifies(k) or (self.kind(k) == "stop" and self.chunks[k].lower == ":")
        if introduces:
            return self.group_right(k + 1) if self.kind(k + 1) == "np" else ()
        return self.enumerated(i, k)

    def enumerated(self, i: int, k: int) -> Group:
        """Return the names before chunk `k` if they are as many as the plural says: "two probes, Juno and Hera"."""
        size = self._size(i)
        is_crew = self.chunks[i].noun in self.words["any number"]
        if not (size or is_crew) or self.kind(k - 1) != "comma" or self.kind(k) != "np":
            return ()
        found = self.group_right(k)
        size = len(found) if is_crew and not size and len(found) > 1 else size
        nouns = frozenset().union(*(self.words.collective(kind) for item in found[:1] for kind in item.types))
        return found if len(found) == size and self.chunks[i].noun in nouns else ()

    def _size(self, i: int) -> int:
        """Return how many things phrase `i` speaks of: "three agencies"."""
        said = {item.lower for item in self.chunks[i].items if not item.mentions}
        return next((n for n, words in enumerate(_NUMBERS, start=2) if said & self.words[words]), 0)

    def listed(self, i: int) -> Group:
        """Return the list that ends at chunk `i` where it gives the examples of a plural before it."""
        start = self.start_of(i)
        if not self.exemplifies(start - 1):
            return self.enumerated(start - 2, start) if self.is_plural(start - 2) else ()
        k = start - 2
        if self.kind(k) == "comma":
            k -= 1
        if self.kind(k) == "np" and self.kind(k - 1) == "prep" and self.chunks[k - 1].lower in _FROM:
            k = k if self.is_plural(k) else k - 2
        return self.group_right(start) if self.is_plural(k) else ()

    def is_plural(self, i: int) -> bool:
        """Return whether phrase `i` means several things that it does not name: "20 countries", "ESA missions"."""
        return self.kind(i) == "np" and self.chunks[i].head is None and self.chunks[i].noun in self.words["plural"]

    def naming(self, i: int, j: int) -> Group:
        """Return the names between the commas behind chunk `i` and at `j` if they name what the phrase speaks of.

        "ESA's first mission to Mars, Mars Express, …", "Two satellites, CFOSAT and SVOM, …".
        """
        if self.kind(i + 1) != "comma" or any(self.kind(k) not in {"np", "conj", "comma"} for k in range(i + 2, j)):
            return ()
        base = i
        while self.kind(base) == "np" and self.kind(base - 1) == "prep" and self.kind(base - 2) == "np":
            base -= 2
        if self.kind(base) != "np" or self.kind(base - 1) == "prep" or self.head(base) is not None:
            return ()
        return self.group_left(j - 1) if self.start_of(j - 1) == i + 2 else ()

    def start_of(self, i: int) -> int:
        """Return the first chunk of the coordination that ends at chunk `i`; a comma alone may part two clauses."""
        first = i
        while (k := self._joined(first, -1)) is not None and not self._parts_clauses(k, first):
            first = k
        return first if self._closes(first, i) else i

    def _parts_clauses(self, k: int, i: int) -> bool:
        """Return whether only a comma parts a phrase without a name from a name: "caused by weather, Hera …"."""
        marks = {self.kind(n) for n in range(k + 1, i)}
        return marks == {"comma"} and self.head(k) is None and self.head(i) is not None

    def exemplifies(self, i: int) -> bool:
        """Return whether chunk `i` leads examples in: "including"."""
        return self.kind(i) == "prep" and self.chunks[i].lower in self.words["exemplifying"]

    def _closes(self, i: int, j: int) -> bool:
        """Return whether a list has an "and": without one, commas part clauses or appositions."""
        return any(chunk.kind == "conj" for chunk in self.chunks[i:j]) or j - i > 3  # three commas are a list

    def head(self, i: int) -> Item | None:
        """Return the item that a noun phrase is about; "a team from NASA" is about NASA."""
        if self.kind(i) != "np":
            return None
        chunk = self.chunks[i]
        if chunk.head is None and chunk.noun in self.words["towns"] and (town := self._behind_of(i)):
            return town  # "in the German city of Hamburg"
        if chunk.head is None and chunk.noun in self.words["transparent"]:
            unknown = any(item.text[:1].isupper() and not item.mentions for item in chunk.items[1:])
            if chunk.owner is not None and "Person" not in chunk.owner.types and not unknown:
                return chunk.owner  # "Spain's team", not "Spain's Nordvik team"
            if self.kind(i + 1) == "prep" and self.chunks[i + 1].lower in _FROM and self.kind(i + 2) == "np":
                return self.chunks[i + 2].head
            if led := self._leader(i):
                return led
        classified = self.apposed(i) if chunk.head is not None and self._classifies(i) else None
        return classified or self._named_behind(i) or chunk.head or self.apposed(i) or self.called(i)

    def _behind_of(self, i: int) -> Item | None:
        is_of = self.kind(i + 1) == "prep" and self.chunks[i + 1].lower == "of" and self.kind(i + 2) == "np"
        return self.chunks[i + 2].head if is_of else None

    def _named_behind(self, i: int) -> Item | None:
        """Return the name in apposition to a thing that has only a kind: "one lunar orbiter, Chandrayaan-1, …"."""
        head = self.chunks[i].head
        if head is None or not head.text.islower() or self.kind(i + 1) != "comma" or self.kind(i + 2) != "np":
            return None
        name = self.chunks[i + 2].head
        closes = self.kind(i + 3) in {"comma", "stop", ""}
        is_name = name is not None and not name.text.islower() and bool(_kinds(head) & _kinds(name))
        return name if closes and is_name else None

    def _classifies(self, i: int) -> bool:
        """Return whether phrase `i` only says what something is: "Juno, an Atlas probe that NASA built"."""
        article = self.chunks[i].items[0].lower in self.words["indefinite"]
        return article and self.kind(i + 1) in {"rel", "vg"} and not self.chunks[i].modifiers

    def _leader(self, i: int) -> Item | None:
        """Return who leads the group that phrase `i` means: "a consortium led by OHB"."""
        k = i + 1
        is_led = self.kind(k) == "vg" and not self.chunks[k].cues and self.chunks[k].lemmas & self.words["leading"]
        by = is_led and self.kind(k + 1) == "prep" and self.chunks[k + 1].lower == "by"
        return self.chunks[k + 2].head if by and self.kind(k + 2) == "np" else None

    def called(self, i: int) -> Item | None:
        """Return the name behind a phrase without one: "a station called Freedom"."""
        k = i + 1
        if self.kind(k) != "vg" or self.chunks[k].cues or not self.chunks[k].lemmas & self.words["naming"]:
            return None
        k += 2 if self.kind(k + 1) == "prep" and self.chunks[k + 1].lower == "as" else 1
        return self.chunks[k].head if self.kind(k) == "np" else None

    def apposed(self, i: int) -> Item | None:
        """Return what a phrase without a name stands for: "NISAR, a satellite that …", "The first, CFOSAT, …"."""
        if not self.has_determiner(i) and (self.kind(i + 1) != "comma" or self.possessor(i) is None):
            return None
        if self.is_plural(i) and self.kind(i + 1) == "comma":
            return None  # "three agencies, NASA, ESA and JAXA": no one of them
        if self.kind(i + 1) in {"rel", "vg"} and self.kind(i - 1) == "comma" and self.kind(i - 2) == "np":
            return self.chunks[i - 2].head
        if self.kind(i + 1) == "comma" and self.kind(i + 2) == "np" and self.kind(i + 3) == "comma":
            return self.chunks[i + 2].head
        return None

    def has_determiner(self, i: int) -> bool:
        """Return whether phrase `i` is a noun with its determiner, without any name."""
        chunk = self.chunks[i]
        states = all(item.types == {"Country"} for item in chunk.modifiers) and self.possessor(i) is None
        return states and chunk.items[0].lower in self.words["determiners"]

    def joined(self, i: int) -> int | None:
        """Return the next member of the coordination that phrase `i` is in."""
        return self._joined(i, 1)

    def possessor(self, i: int) -> Item | None:
        """Return what owns the thing that phrase `i` is about: Hera of "Hera's camera"."""
        items = self.chunks[i].items
        owners = (item for item, mark in pairwise(items) if item.mentions and mark.lower in {"'s", "'", "’s", "’"})
        return next(owners, None)

    def _joined(self, i: int, step: int) -> int | None:
        """Return the chunk that a comma, "and", or both join to chunk `i` in a direction."""
        j = self._over_home(i, 1) + 1 if step > 0 else i - 1
        marks = 0
        while self.kind(j) in {"comma", "conj"} and marks < 2:  # ", and"
            j += step
            marks += 1
        j = self._over_home(j, -1) if step < 0 and self.kind(j) == "np" and self._is_person(i) else j
        if not marks or self.kind(j) != "np" or not self._alike(i, j):
            return None
        if (step < 0 and self._is_fronted(j, i)) or self._is_set_apart(i, j):
            return None
        return j

    def _is_set_apart(self, i: int, j: int) -> bool:
        """Return whether a dash parts two things of different classes: "Oslo News – Japan signed"."""
        marks = (self.chunks[k] for k in range(min(i, j) + 1, max(i, j)))
        if all(mark.items[0].text not in _DASHES for mark in marks):
            return False
        one, other = self.head(j), self.head(i)
        return one is not None and other is not None and one.types.isdisjoint(other.types)

    def _is_person(self, i: int) -> bool:
        head = self.chunks[i].head
        return head is not None and "Person" in head.types

    def _over_home(self, i: int, step: int) -> int:
        """Return the other end of a person with their home: "Luca Parmitano of ESA" and the next."""
        first = i if step > 0 else i - 2
        if first < 0 or self.kind(first + 1) != "prep" or self.chunks[first + 1].lower not in _FROM:
            return i
        is_home = self.kind(first) == self.kind(first + 2) == "np" and self._is_person(first)
        is_home = is_home and not self._is_person(first + 2)
        return (first + 2 if step > 0 else first) if is_home else i

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
