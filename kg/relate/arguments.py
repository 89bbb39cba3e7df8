"""Walk the chunks of a sentence to the object, the prepositions and the dates of a verb."""

from collections.abc import Iterator

from kg.relate.groups import ACTORS, Group, Phrases
from kg.relate.items import Item

_APPOSITION = 8
"""How many chunks an apposition has that is looked through for the name before it."""

REACH = 14
"""How many chunks a verb reaches for its arguments; sentences of news have about 12 chunks a clause."""


_FAR = 24
"""How many chunks behind a verb its prepositions may stand: a list of ten givers has as many."""


class Arguments(Phrases):
    """The chunks of one sentence, and what stands around its verbs besides their subjects."""

    def antecedent(self, j: int) -> Group:
        """Return what the relative pronoun at chunk `j` stands for."""
        k = j - 1
        while self.kind(k) in {"comma", "prep", "date"}:
            k -= 1
        h = self.head_of(k)
        is_team = h != k and self.plain_noun(h) in self.words["transparent"]
        group = self.group_left(k) or (self.group_left(h) if is_team else ())
        if not group and self.kind(j - 1) == "comma":
            group = self._named_before(k)
        return group[-1:] if self.kind(j - 1) == "comma" and not self._is_plural_verb(j + 1) else group

    def _named_before(self, k: int) -> Group:
        """Return the name to which the phrase that ends at `k` stands in apposition: "Hera, the first to fly there"."""
        for c in range(k, max(0, k - _APPOSITION), -1):
            if self.kind(c) == "comma":
                return self.group_left(c - 1)[-1:] if self.kind(c + 1) == "np" else ()
            if self.kind(c) not in {"np", "prep", "conj"} and not self.chunks[c].infinitive:
                return ()
        return ()

    def _is_plural_verb(self, i: int) -> bool:
        """Return whether the verb group `i` has a plural subject: "are", "share"."""
        if self.kind(i) != "vg":
            return False
        first = self.chunks[i].items[0].lower
        return first in self.words["plural verbs"] or (not self.chunks[i].cues and "base" in self.chunks[i].tenses)

    def previous_verb(self, j: int) -> int | None:
        """Return the verb group before chunk `j` in its clause."""
        for k in range(j - 1, max(-1, j - REACH), -1):
            if self.kind(k) in {"stop", "sub"}:
                return None
            if self.kind(k) == "vg":
                return k
        return None

    def direct_object(self, i: int) -> Group:
        """Return what stands right behind the chunk before `i` without a preposition."""
        while self.kind(i) == "date":
            i += 1
        if self.kind(i) in {"conj", "comma"}:  # "designed, built and operates Kibo": the verbs share their object
            j = i + 1 if self.kind(i + 1) == "vg" else i + 2
            shares = self.kind(j) == "vg" and (j == i + 1 or self.kind(i + 1) == "conj")
            return self.direct_object(j + 1) if shares else ()
        if self.kind(i) != "np":
            return ()
        if self.head(i) is None:
            k = i + 2 if self._is_own(i + 1) else i  # "a probe of its own, Chang'e-1"
            if self.kind(k + 1) == "comma" and self.kind(k + 2) == "np":
                return self.examples(i) or self.group_right(k + 2)[:1]  # in apposition: "its first probe, Chang'e-1"
        return self.group_right(i)

    def _is_own(self, i: int) -> bool:
        """Return whether chunk `i` and the next say only whose a thing is: "of their own"."""
        is_of = self.kind(i) == "prep" and self.chunks[i].lower == "of" and self.kind(i + 1) == "np"
        return is_of and self.head(i + 1) is None and self.chunks[i + 1].items[0].lower in self.words["possessives"]

    def is_helped(self, i: int) -> bool:
        """Return whether verb group `i` is what another helps its object do: "helped NASA build"."""
        chunk = self.chunks[i]
        is_bare = not chunk.cues and not chunk.infinitive and "base" in chunk.tenses
        if not is_bare or self.kind(i - 1) != "np" or self.kind(i - 2) != "vg":
            return False
        return bool(self.chunks[i - 2].lemmas & self.words["helping to"])

    def is_joined_in_doing(self, i: int) -> bool:
        """Return whether verb `i` says with whom its subject does what follows: "Chad joined Peru in signing X"."""
        if not self.chunks[i].lemmas & self.words["accompanying"]:
            return False
        j = i + 1
        while self.kind(j) in {"np", "comma", "conj", "date"}:
            j += 1
        gerund = self.kind(j) == "prep" and self.chunks[j].lower == "in" and self.kind(j + 1) == "vg"
        return gerund and j > i + 1 and "ing" in self.chunks[j + 1].tenses

    def plain_noun(self, i: int) -> str:
        """Return the noun of phrase `i` where it has no name."""
        return self.chunks[i].noun if self.kind(i) == "np" and self.chunks[i].head is None else ""

    def has_thing(self, i: int) -> bool:
        """Return whether phrase `i` speaks of a thing: not "no earlier" of "no earlier than May"."""
        items = self.chunks[i].items if self.kind(i) == "np" else ()
        is_limit = len(items) > 1 and items[0].lower in self.words["negators"]
        return bool(items) and not (is_limit and items[-1].lower in self.words["comparing"])

    def object_noun(self, i: int) -> str:
        """Return the noun of phrase `i` where it has no name of its own: "contract", also as an agreement unnamed."""
        if self.kind(i) != "np":
            return ""
        head = self.chunks[i].head
        return self.chunks[i].noun if head is None else head.lower.rsplit(" ", 1)[-1]

    def is_sum(self, k: int) -> bool:
        """Whether noun phrase `k` says what the contract before it is worth: "a contract of $2 million to"."""
        is_priced = self.kind(k) == "np" and self.chunks[k - 1].lower in self.words["pricing"]
        return is_priced and self.chunks[k].head is None and self.object_noun(k - 2) in self.words["contract"]

    def is_worker(self, i: int) -> bool:
        """Return whether phrase `i` may do an infinitive behind it: an actor, or a rocket that is chosen for it.

        Not so who loses: "beat Boeing to build".
        """
        head = self.chunks[i].head
        lemmas = self.chunks[i - 1].lemmas if self.kind(i - 1) == "vg" else frozenset()
        is_rocket = head is not None and head.types == {"LaunchVehicle"} and bool(lemmas & self.words["urging"])
        return head is not None and (is_rocket or bool(head.types & ACTORS)) and not lemmas & self.words["besting"]

    def is_stranger(self, i: int) -> bool:
        """Return whether phrase `i` ends in a capitalised word that nothing knows: an unknown firm, most likely."""
        last = self.chunks[i].items[-1]
        is_new = self.kind(i) == "np" and not last.mentions and last.text[:1].isupper()
        return is_new and self.object_noun(i) not in self.words["contract"]

    def is_of_stranger(self, i: int, comma: int) -> bool:
        """Return whether the participle `i` behind a comma is said of a name that nothing knows: "X, built by"."""
        is_participle = not self.chunks[i].cues and "part" in self.chunks[i].tenses and self.kind(i + 1) != "np"
        return is_participle and self.kind(comma - 1) == "np" and self.is_stranger(comma - 1)

    def head_of(self, i: int) -> int:
        """Return the phrase that the prepositional phrases up to chunk `i` hang on: "the camera on Hera"."""
        while self.kind(i) == "np" and self.kind(i - 1) == "prep" and self.kind(i - 2) == "np":
            i -= 2
        return i

    def subject_noun(self, i: int) -> str:
        """Return the noun of the subject before verb group `i` where it has no name."""
        return self.plain_noun(self.head_of(i - 1))

    def relative_object(self, i: int) -> Group:
        """Return what the object relative clause of the verb group `i` hangs on: "the treaty, which France signed"."""
        j = i - 1
        if self.kind(j) == "np" and self.kind(j - 1) == "np" and self.head(j) is not None:
            return self.group_left(j - 1)[-1:]  # "the agreement it signed"
        owner = self.chunks[j].owner if self.kind(j) == "np" else None
        if owner is not None and self.chunks[j].items[-2:-1] == (owner,):
            return (owner,)  # "the agreement Peru signed"
        if self.is_apposed_clause(j):
            return self.group_left(j - 2)[-1:]  # "Columbus, the laboratory ESA built"
        while self.kind(j) in {"np", "conj", "date"}:
            j -= 1
        is_object = self.kind(j) == "rel" and j < i - 1 and self.kind(j - 1) != "prep"
        return self.antecedent(j) if is_object else ()

    def is_apposed_clause(self, j: int) -> bool:
        """Return whether phrase `j` is a noun and the subject of its clause: "…, the laboratory ESA built"."""
        if self.kind(j) != "np" or self.kind(j - 1) != "comma" or self.kind(j - 2) != "np":
            return False
        items = self.chunks[j].items
        is_last = self.chunks[j].head is items[-1] and len(items) > 2 and items[-2].is_word
        return is_last and items[0].lower in self.words["determiners"] and self.possessor(j) is None

    def is_left_open(self, i: int) -> bool:
        """Return whether a denied verb governs the infinitive `i`: "does not oblige Peru to sign" leaves it open."""
        if not self.chunks[i].infinitive or self.kind(i - 1) != "np":
            return False
        j = i - 1
        if self.chunks[j].head is None and any(item.lower in self.words["open"] for item in self.chunks[j].items):
            return True
        while self.kind(j) in {"np", "conj", "comma"}:
            j -= 1
        return self.kind(j) == "vg" and any(cue in self.words["negators"] for cue in self.chunks[j].cues)

    def is_denied(self, i: int) -> bool:
        """Return whether the subject of verb group `i` is denied: "neither Peru nor Chile signed"."""
        for j in range(i - 1, max(-1, i - REACH), -1):
            if self.kind(j) not in {"np", "conj", "prep", "comma"}:
                return False
            if any(item.lower in self.words["denying"] and not item.mentions for item in self.chunks[j].items):
                return True
        return False

    def governing_words(self, i: int) -> tuple[str, ...]:
        """Return the verb of which the clause of verb group `i` is the object: "denied that …", "hopes that …"."""
        for j in range(i - 1, max(-1, i - REACH), -1):
            if self.kind(j) == "stop":
                return ()
            if self.kind(j) == "sub":
                is_that = self.chunks[j].lower == "that" and self.kind(j - 1) == "vg"
                is_felt = self.chunks[j - 1].infinitive and self._is_feeling(j - 2)  # "glad to see that X has signed"
                return tuple(item.lower for item in self.chunks[j - 1].items) if is_that and not is_felt else ()
        return ()

    def _is_feeling(self, i: int) -> bool:
        return i >= 0 and self.chunks[i].items[-1].lower in self.words["feelings"]

    def behind(self, i: int) -> Iterator[tuple[str, Group]]:
        """Yield each preposition from chunk `i` to the end of the clause with what stands behind it."""
        for j in range(i, self._clause_end(i)):
            joins = self.kind(j) == "prep" or (self.kind(j) == "conj" and self.chunks[j].lower in self.words["adding"])
            if not joins or self.kind(j + 1) != "np" or self._is_office(j) or self._is_of_terms(j):
                continue
            if group := self.group_right(j + 1):
                yield self.chunks[j].lower, group
                owner = self.possessor(j + 1) if self.chunks[j].lower == "by" else None
                if owner is not None:
                    yield "by", (owner,)  # "by SpaceX's Falcon 9": also by SpaceX

    def _is_of_terms(self, j: int) -> bool:
        """Return whether "with" at chunk `j` says with whom the terms are under which something is done.

        "Built under a loan agreement with X" is not built with X.
        """
        is_noun = self.chunks[j].lower == "with" and self.kind(j - 1) == "np" and self.kind(j - 2) == "prep"
        return is_noun and self.chunks[j - 2].lower in self.words["terms"]

    def beyond_places(self, i: int) -> Group:
        """Return what stands before the phrases behind prepositions that a comma parts from the participle `i`.

        "The dam in Peru, built by X": the dam. "The cable between Peru and Chile, owned by X": the cable.
        """
        if self.chunks[i].cues or self.kind(i - 1) != "comma" or self.kind(i - 2) != "np":
            return ()
        j = i - 2
        while self.kind((start := self.start_of(j)) - 1) == "prep" and self.kind(start - 2) == "np":
            j = start - 2
        return self.group_left(j) if j < i - 2 else ()

    def has_behind(self, i: int, words: frozenset[str]) -> bool:
        """Return whether one of the words stands soon behind the verb group `i`: "put X into orbit"."""
        near = self.chunks[i + 1 : i + REACH]
        return any(item.lower.rsplit(" ", 1)[-1] in words for chunk in near for item in chunk.items)

    def companions(self, i: int) -> Iterator[Group]:
        """Yield what shares the part of another thing in the clause from chunk `i`: "together with X"."""
        for j in range(i, self._clause_end(i)):
            beside = self.words["adding" if self.kind(j) == "conj" else "beside"]
            if self.kind(j) in {"prep", "conj"} and self.chunks[j].lower in beside and self.kind(j + 1) == "np":
                yield self.group_right(j + 1)

    def fronted_phrases(self, i: int) -> Iterator[tuple[str, Group]]:
        """Yield the phrases that open the clause of verb group `i`: "At the summit, Peru signed …"."""
        start = i - 1 if self.chunks[i].infinitive and self.kind(i - 1) == "vg" else i  # "plans to fly X"
        while start > max(0, i - REACH) and self.kind(start - 1) not in {"stop", "sub", "rel", "vg"}:
            start -= 1
        if start and self.kind(start - 1) in {"rel", "vg"}:
            return
        while self.kind(start) == "prep" and self.kind(start + 1) in {"np", "date"}:
            is_party = self.chunks[start].lower == "with" and self.object_noun(start - 1) in self.words["contract"]
            if self.kind(start + 1) == "np" and not is_party and (group := self.group_right(start + 1)):
                yield self.chunks[start].lower, group
            start += 2

    def shared_phrases(self, i: int) -> Iterator[tuple[str, Group]]:
        """Yield the phrases behind a verb that is joined at chunk `i`: "was developed and will be run by ESA"."""
        if self.kind(i) == "conj" and self.kind(i + 1) == "vg":
            yield from self.behind(i + 2)

    def phrases_before(self, i: int) -> Iterator[tuple[str, Group]]:
        """Yield the phrases that open the clause of verb group `i`, or stand between its subject and it."""
        yield from self.fronted_phrases(i)
        yield from self._phrases_between(i)
        j = i - 1
        while self.kind(j) in {"np", "conj", "date"}:
            j -= 1
        if self.kind(j) == "rel" and self.kind(j - 1) == "prep":  # "the mission in which Peru takes part"
            yield self.chunks[j - 1].lower, self.antecedent(j)

    def _phrases_between(self, i: int) -> Iterator[tuple[str, Group]]:
        """Yield the phrases that commas set off before verb group `i`: "Kenya, with support from Peru, builds …"."""
        start = i - 1
        if self.kind(start) != "comma":
            return
        while self.kind(start - 1) in {"np", "prep", "conj", "date"}:
            start -= 1
        if self.kind(start - 1) != "comma" or self.kind(start) != "prep":
            return
        for j in range(start, i - 1):
            if self.kind(j) == "prep" and self.kind(j + 1) == "np" and (group := self.group_right(j + 1)):
                yield self.chunks[j].lower, group

    def _is_office(self, j: int) -> bool:
        """Return whether "with X" goes on with "as": it says what X does, "with Airbus as contractor"."""
        return self.chunks[j].lower == "with" and j + 2 < self.n and self.chunks[j + 2].lower == "as"

    def dates_behind(self, i: int) -> Iterator[tuple[str, Item]]:
        """Yield each date from chunk `i` to the end of the clause with the preposition before it ("" for none)."""
        for j in range(i, self._clause_end(i)):
            if j > i and self._is_aim(j):
                return  # "signed a contract for the launch of X in 2026"
            if self.kind(j) == "date":
                if self.kind(j - 1 - (self.kind(j - 1) == "prep")) == "conj" and self.kind(i) != "date":
                    return  # "launched A and in 2019 B": another clause's
                i = j
                yield self._marker(j), self.chunks[j].items[0]

    def _host(self, k: int, markers: frozenset[str]) -> Group:
        """Return what the part that phrase `k` means is on: "the camera on Hera", "one of the instruments aboard X"."""
        if self.chunks[k].noun in self.words["of several"] or self.chunks[k].items[0].lower in self.words["of several"]:
            markers |= {"of"}
        if self.chunks[k].noun in self.words["hardware"] or self.chunks[k].items[-1].lower in self.words["most of"]:
            markers |= {"of"}  # "the first stage of Hera", not "images of Hera"
        if (
            self.kind(k + 1) == "vg"
            and not self.chunks[k + 1].cues
            and self.chunks[k + 1].lemmas & self.words["being on"]
        ):
            k += 1  # "the camera flying on Hera"
        while self.kind(k + 1) == "prep" and self.chunks[k + 1].lower in markers and self.kind(k + 2) == "np":
            k += 2
            if group := self.group_right(k):
                return group
            if (owner := self.possessor(k)) is not None:
                return (owner,)
        return ()

    def dates_before(self, i: int) -> Iterator[tuple[str, Item]]:
        """Yield each date of the clause before chunk `i`, nearest first."""
        for j in range(i - 1, max(-1, i - 2 * REACH), -1):
            if self.kind(j) in {"stop", "sub", "rel"} or (self.kind(j) == "vg" and self.chunks[j].is_finite):
                return
            if self.kind(j) == "conj" and self.kind(j - 1) == "comma" and self.previous_verb(j - 1) is not None:
                return  # "X was shipped in April, and a rocket launched it"
            if self.kind(j) == "date" and not self._is_in_aside(j, i) and not self._is_heading(j, i):
                yield self._marker(j), self.chunks[j].items[0]

    def _is_aim(self, j: int) -> bool:
        """Return whether phrase `j` is an action that something is for, which has a date of its own."""
        is_action = self.plain_noun(j) in self.words["aims"]
        return is_action and self.kind(j - 1) == "prep" and self.chunks[j - 1].lower == "for"

    def _is_heading(self, j: int, i: int) -> bool:
        """Return whether the date `j` heads the text and the clause has its own: "3 May: The forum opens on 9 May"."""
        is_apart = self.kind(j + 1) == "comma" and self.chunks[j + 1].lower == ":"
        return is_apart and next(self.dates_behind(i + 1), None) is not None

    def _is_in_aside(self, j: int, i: int) -> bool:
        """Return whether the date `j` is of a participle set off before `i`: "The deal, signed in May, calls for …"."""
        if all(self.kind(k) != "comma" for k in range(j + 1, i)):
            return False
        k = j - 1
        while self.kind(k) in {"prep", "np", "date", "conj"}:
            k -= 1
        is_aside = self.kind(k) == "vg" and self.kind(k - 1) == "comma" and self.kind(k - 2) == "np"
        return is_aside and "part" in self.chunks[k].tenses and not self.chunks[k].cues

    def _marker(self, j: int) -> str:
        k = j - 1
        while self.kind(k) == "np" and self.chunks[k].head is None and len(self.chunks[k].items) == 1:
            k -= 1
        return self.chunks[k].lower if self.kind(k) == "prep" else ""

    def _clause_end(self, i: int) -> int:
        for j in range(i, min(self.n, i + _FAR)):
            if self.kind(j) in {"stop", "rel", "vg"} or (self.kind(j) == "sub" and j > i):
                return j
        return min(self.n, i + _FAR)
