"""Walk the chunks of a sentence to the subject, the object, the prepositions and the dates of a verb.

The constructions are derived here once, for every frame: active, passive, relative clause, participle, infinitive,
coordination of subjects and of verbs, skipped apposition.
"""

import re
from collections.abc import Iterator

from kg.relate.groups import Group, Phrases
from kg.relate.items import Item

_ORDINAL = re.compile(r"\b(?:\d+(?:st|nd|rd|th)|\w+(?:th|first|second|third)|first|second|third|last|latest|only)\b")

_BEHIND_PASSIVE = frozenset(["by", "in"])
"""Prepositions behind a participle that has no object: "organized by ESA in cooperation with NASA"."""

_DEPTH = 4
"""How many clauses deep a subject is looked for."""

REACH = 14
"""How many chunks a verb reaches for its arguments; sentences of news have about 12 chunks a clause."""


class Clauses(Phrases):
    """The chunks of one sentence, and how its verbs hang together."""

    def apposed(self, i: int) -> Item | None:
        """Return what a phrase without a name stands for; also "SVOM is the second satellite that France built"."""
        if self.kind(i + 1) in {"rel", "vg"} and self._is_copula(i - 1) and self.has_determiner(i):
            return next(iter(self.subject(i - 1)), None)
        return super().apposed(i)

    def _is_copula(self, i: int) -> bool:
        if self.kind(i) != "vg" or self.chunks[i].verbs:
            return False
        cues = self.chunks[i].cues
        return any(cue in self.words["be"] for cue in cues) and not any(cue in self.words["negators"] for cue in cues)

    ### Subjects

    def subject(self, i: int, *, depth: int = 0) -> Group:
        """Return what the grammatical subject of the verb group `i` names."""
        if depth >= _DEPTH or (self.kind(i - 1) == "prep" and self.chunks[i - 1].lower != "by"):
            return ()  # "supports UNEP in establishing X": who establishes it is not said
        j = i - 1
        for _ in range(REACH):
            if j < 0:
                return self._fronted(i)
            found = self._step_left(i, j, depth=depth)
            if not isinstance(found, int):
                return found
            j = found
        return ()

    def _step_left(self, i: int, j: int, *, depth: int) -> Group | int:
        """Return the subject of verb group `i` if chunk `j` shows it, else the chunk to look at next."""
        kind = self.kind(j)
        if kind == "np":
            return self._of_phrase(i, j, depth=depth)
        if kind in {"date", "prep"}:
            return j - 1
        if kind == "comma":
            before = self._skip_apposition(j)
            return self._after_comma(i, j, depth=depth) if before is None else before
        if kind == "rel":
            return self._antecedent(j)
        return self._shared_subject(j + 1, depth=depth) if kind in {"conj", "vg"} else ()

    def _of_phrase(self, i: int, j: int, *, depth: int) -> Group | int:
        if self.is_predicate(i, j):  # "Sweden became the first nation to sign"
            return self.subject(j - 1, depth=depth + 1)
        skipped = self._skip_phrase(j)
        return self.group_left(j) if skipped is None else skipped

    def _shared_subject(self, j: int, *, depth: int) -> Group:
        """Return the subject of the verb group before chunk `j`."""
        previous = self._previous_verb(j)
        return self.subject(previous, depth=depth + 1) if previous is not None else ()

    def is_predicate(self, i: int, j: int) -> bool:
        """Return whether chunk `j` is what "is" or "became" says of the subject, with the infinitive `i` behind it."""
        if j != i - 1 or not self.chunks[i].infinitive or self.kind(j) != "np" or self.chunks[j].head is not None:
            return False
        before = self.chunks[j - 1] if self.kind(j - 1) == "vg" else None
        if before is None or not _ORDINAL.search(self.chunks[j].lower):
            return False
        return "become" in before.lemmas or not before.verbs

    def _antecedent(self, j: int) -> Group:
        k = j - 1
        while self.kind(k) in {"comma", "prep", "date"}:
            k -= 1
        group = self.group_left(k)
        return group[-1:] if self.kind(j - 1) == "comma" else group

    def _skip_phrase(self, j: int) -> int | None:
        """Return where to go on when the phrase `j` hangs on a preposition or a verb; None when it stands free."""
        start = j
        while (k := self._joined(start, -1)) is not None:
            start = k
        before = self.kind(start - 1)
        if before == "prep":
            if self.kind(start - 2) == "np" and self.chunks[start - 2].noun in self.words["transparent"]:
                return None if self.head(start - 2) is None else start - 2
            return start - 2
        if before == "vg" and not self._is_speech(start - 1):
            verb = start - 1
            if self.kind(verb - 1) == "rel":
                return verb - 2
            if not self.chunks[verb].is_finite or self.kind(verb - 1) == "comma":
                return verb - 1
            return None if self.kind(j + 1) == "vg" else verb - 1
        return None

    def _is_speech(self, i: int) -> bool:
        return bool(self.chunks[i].lemmas & self.words["speech"])

    def _skip_apposition(self, j: int) -> int | None:
        """Return the chunk before an apposition or relative clause that ends with the comma `j`."""
        for k in range(j - 1, max(-1, j - 9), -1):
            if self.kind(k) == "stop":
                return None
            if self.kind(k) == "comma" and self.kind(k - 1) in {"np", "date"}:
                inner = self.kind(k + 1)
                clause = [c for c in self.chunks[k + 1 : j] if c.kind == "vg" and c.is_finite]
                return k - 1 if inner == "rel" or not clause else None
        return None

    def _after_comma(self, i: int, j: int, *, depth: int) -> Group:
        """Return the subject of a verb group right behind a comma: "X, launched in 2020", "…, marking Y"."""
        is_participle = not self.chunks[i].is_finite and "ing" in self.chunks[i].tenses
        if not is_participle and self.kind(j - 1) == "np":
            return self.group_left(j - 1)[-1:]
        if is_participle and self.kind(j - 1) == "np" and self._previous_verb(j) is None:
            return self.group_left(j - 1)  # "France and Germany, working with Italy, …"
        return self._shared_subject(j, depth=depth)

    def _previous_verb(self, j: int) -> int | None:
        for k in range(j - 1, max(-1, j - REACH), -1):
            if self.kind(k) in {"stop", "sub"}:
                return None
            if self.kind(k) == "vg":
                return k
        return None

    def _fronted(self, i: int) -> Group:
        """Return the subject of a participle that opens the sentence: "Led by NASA, the mission …"."""
        if self.chunks[i].infinitive or any(self.kind(k) == "np" for k in range(i)):
            return ()
        for j in range(i + 1, min(self.n, i + REACH)):
            if self.kind(j) == "comma" and self.kind(j + 1) == "np":
                return self.group_right(j + 1)
            if self.kind(j) == "vg":
                return ()
        return ()

    def actor(self, i: int) -> Group:
        """Return who acts in the clause of the adverbial that begins at chunk `i`: "in cooperation with"."""
        j = i - 1 - (self.kind(i - 1) == "comma")
        if self.kind(j) == "np" and not (self.kind(j - 1) == "vg" and self.kind(i - 1) != "comma"):
            if (found := self.group_left(j)) and self.kind(j - 1) != "prep":
                return found
            if self.kind(j - 1) == "prep" and self.chunks[j - 1].lower == "by":
                return self.group_left(j)
        for k in range(i - 1, max(-1, i - REACH), -1):
            if self.kind(k) in {"stop", "sub"}:
                break
            if self.kind(k) == "vg":
                return self._agent(k)
        return self._agent_ahead(i)

    def _agent(self, i: int) -> Group:
        """Return who does what the verb group `i` says: behind "by" in the passive voice, else its subject."""
        if not self.is_passive(i):
            return self.subject(i)
        return next((group for marker, group in self.behind(i + 1) if marker == "by"), ())

    def _agent_ahead(self, i: int) -> Group:
        """Return who acts in the clause that an adverbial at its beginning leads in."""
        for k in range(i + 1, min(self.n, i + REACH)):
            if self.kind(k) == "stop":
                return ()
            if self.kind(k) == "vg" and self.chunks[k].is_finite:
                return self._agent(k)
        return ()

    def is_passive(self, i: int) -> bool:
        """Return whether the verb group `i` is in the passive voice, or a participle that may be."""
        chunk = self.chunks[i]
        if "part" not in chunk.tenses:
            return False
        auxiliary = next((cue for cue in reversed(chunk.cues) if cue in self.words["auxiliaries"]), "")
        if auxiliary:
            return auxiliary in self.words["be"]
        return not chunk.cues and self.kind(i + 1) == "prep" and self.chunks[i + 1].lower in _BEHIND_PASSIVE

    ### Objects, prepositions and dates

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
        if self.head(i) is None and self.kind(i + 1) == "comma" and self.kind(i + 2) == "np":
            return self.group_right(i + 2)[:1]  # in apposition: "its first lunar probe, Chang'e-1"
        return self.group_right(i)

    def relative_object(self, i: int) -> Group:
        """Return what the object relative clause of the verb group `i` hangs on: "the treaty, which France signed"."""
        j = i - 1
        if self.kind(j) == "np" and self.kind(j - 1) == "np" and self.head(j) is not None:
            return self.group_left(j - 1)[-1:]  # "the agreement it signed"
        owner = self.chunks[j].owner if self.kind(j) == "np" else None
        if owner is not None and self.chunks[j].items[-2:-1] == (owner,):
            return (owner,)  # "the agreement Peru signed"
        while self.kind(j) in {"np", "conj", "date"}:
            j -= 1
        return self._antecedent(j) if self.kind(j) == "rel" and j < i - 1 else ()

    def is_left_open(self, i: int) -> bool:
        """Return whether a denied verb governs the infinitive `i`: "does not oblige Peru to sign" leaves it open."""
        if not self.chunks[i].infinitive or self.kind(i - 1) != "np":
            return False
        j = i - 1
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
                return tuple(item.lower for item in self.chunks[j - 1].items) if is_that else ()
        return ()

    def behind(self, i: int) -> Iterator[tuple[str, Group]]:
        """Yield each preposition from chunk `i` to the end of the clause with what stands behind it."""
        for j in range(i, self._clause_end(i)):
            if self.kind(j) != "prep" or self.kind(j + 1) != "np" or self._is_office(j):
                continue
            if group := self.group_right(j + 1):
                yield self.chunks[j].lower, group

    def _is_office(self, j: int) -> bool:
        """Return whether "with X" goes on with "as": it says what X does, "with Airbus as contractor"."""
        return self.chunks[j].lower == "with" and j + 2 < self.n and self.chunks[j + 2].lower == "as"

    def dates_behind(self, i: int) -> Iterator[tuple[str, Item]]:
        """Yield each date from chunk `i` to the end of the clause with the preposition before it ("" for none)."""
        for j in range(i, self._clause_end(i)):
            if self.kind(j) == "date":
                if self.kind(j - 1 - (self.kind(j - 1) == "prep")) == "conj" and self.kind(i) != "date":
                    return  # "launched A and in 2019 B": another clause's
                i = j
                yield self._marker(j), self.chunks[j].items[0]

    def dates_before(self, i: int) -> Iterator[tuple[str, Item]]:
        """Yield each date of the clause before chunk `i`, nearest first."""
        for j in range(i - 1, max(-1, i - REACH), -1):
            if self.kind(j) in {"stop", "sub", "rel"} or (self.kind(j) == "vg" and self.chunks[j].is_finite):
                return
            if self.kind(j) == "date":
                yield self._marker(j), self.chunks[j].items[0]

    def _marker(self, j: int) -> str:
        k = j - 1
        while self.kind(k) == "np" and self.chunks[k].head is None and len(self.chunks[k].items) == 1:
            k -= 1
        return self.chunks[k].lower if self.kind(k) == "prep" else ""

    def _clause_end(self, i: int) -> int:
        for j in range(i, min(self.n, i + REACH)):
            if self.kind(j) in {"stop", "rel", "vg"} or (self.kind(j) == "sub" and j > i):
                return j
        return min(self.n, i + REACH)
