"""Walk the chunks of a sentence to the subject, the object, the prepositions and the dates of a verb.

The constructions are derived here once, for every frame: active, passive, relative clause, participle, infinitive,
coordination of subjects and of verbs, skipped apposition.
"""

import re
from collections.abc import Iterator

from kg.relate.arguments import REACH, Arguments
from kg.relate.groups import ACTORS, Group, working
from kg.relate.items import Item

_ORDINAL = re.compile(r"\b(?:\d+(?:st|nd|rd|th)|\w+(?:th|first|second|third)|first|second|third|last|latest|only)\b")

_BEHIND_PASSIVE = frozenset(["by", "in"])
"""Prepositions behind a participle that has no object: "organized by ESA in cooperation with NASA"."""

_LONG = 30  # chunks that an apposition may have: it may hold a list of ten countries
_DEPTH = 4  # clauses deep that a subject is looked for


class Clauses(Arguments):
    """The chunks of one sentence, and how its verbs hang together."""

    def apposed(self, i: int) -> Item | None:
        """Return what a phrase without a name stands for; also "SVOM is the second satellite that France built"."""
        k = i + 2 if self.kind(i + 1) == "comma" else i + 1  # "was the first, carried out by"
        leads = self.kind(i - 1) == "vg" and self.chunks[i - 1].lemmas & self.words["leading"]
        if leads and self.chunks[i].noun in self.words["transparent"] and not self.is_passive(i - 1):
            return next(iter(self.subject(i - 1)), None)  # "leads a consortium that built"
        if self.kind(k) in {"rel", "vg"} and self._is_copula(i - 1) and self.has_determiner(i):
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
        return self._subject(i, depth=depth) or (() if depth else self._meant_by_plural(i))

    def _subject(self, i: int, *, depth: int) -> Group:
        meant = () if depth >= _DEPTH else self._understood(i, depth=depth)
        if meant is not None:
            return meant
        j = i - 1
        for _ in range(REACH):
            if j < 0:
                return self._fronted(i)
            found = self._step_left(i, j, depth=depth)
            if not isinstance(found, int):
                return found
            j = found
        return ()

    def _understood(self, i: int, *, depth: int) -> Group | None:
        """Return who does what a verb group without a subject of its own says; None where it has one."""
        if self.kind(i - 1) == "prep" or (self.kind(i - 1) == "sub" and self._is_gerund(i)):
            return self._of_gerund(i, depth=depth)
        if self.is_helped(i):
            return self.group_left(i - 1)  # "helped NASA build"
        return self._of_infinitive(i, depth=depth) if self.chunks[i].infinitive else None

    def _step_left(self, i: int, j: int, *, depth: int) -> Group | int:
        """Return the subject of verb group `i` if chunk `j` shows it, else the chunk to look at next."""
        kind = self.kind(j)
        if kind == "np":
            return self._of_phrase(i, j, depth=depth)
        if kind in {"date", "prep"}:
            return j - 1
        if kind == "comma":
            return () if self.is_of_stranger(i, j) else self._before_comma(i, j, depth=depth)
        if kind == "rel":
            return self.antecedent(j)
        return self._shared_subject(j + 1, depth=depth) if kind in {"conj", "vg"} else ()

    def _before_comma(self, i: int, j: int, *, depth: int) -> Group | int:
        """Return the subject that the comma `j` parts from verb group `i`, else the chunk to look at next."""
        if self.kind(j - 1) == "np" and (group := self._set_off(j - 1) or self._new_member(i, j)):
            return group
        before = self._skip_apposition(j)
        if before is None:
            return self._after_comma(i, j, depth=depth)
        return self.naming(before, j) or before  # "The first of the satellites, CFOSAT, was launched"

    def _meant_by_plural(self, i: int) -> Group:
        """Return whom a plural subject without a name means, where the sentence tells elsewhere.

        "13 countries have joined X, including Peru", "countries that joined X are Peru and Chile", "Peru, one of 13
        countries taking part in X".
        """
        is_relative = self.kind(i - 1) == "rel"
        p = i - 1 - is_relative
        p -= 2 * (self.kind(p - 1) == "prep" and self.chunks[p].head is None and self.is_plural(p - 2))
        if not self.is_plural(p):
            return ()
        is_reduced = self._is_gerund(i) or (not self.chunks[i].cues and "part" in self.chunks[i].tenses)
        if not is_relative and not is_reduced:
            ends = (
                k
                for k in range(i + 1, min(self.n - 2, i + _LONG))
                if self.kind(k) == "comma" and self.exemplifies(k + 1)
            )
            return next((self.group_right(k + 2) for k in ends), ())
        h = self.head_of(p)
        if h != p and self.kind(h - 1) == "comma" and self.kind(h - 2) == "np":
            return self.group_left(h - 2)[-1:] if self.chunks[h].noun in self.words["of several"] else ()
        return self._told_behind(i)

    def _told_behind(self, i: int) -> Group:
        """Return whom the main verb behind the relative clause of verb group `i` names: "… are Peru and Chile"."""
        for m in range(i + 1, min(self.n, i + REACH)):
            if self.kind(m) in {"stop", "sub"}:
                return ()
            if self.kind(m) == "vg":
                tells = self._is_copula(m) or self.chunks[m].lemmas & self.words["including"]
                return self.group_right(m + 1) if tells else ()
        return ()

    def _new_member(self, i: int, j: int) -> Group:
        """Return what a participle behind the comma `j` says of the last member: "A, built by X, and B, built by Y"."""
        chunk = self.chunks[i]
        is_participle = not chunk.cues and "part" in chunk.tenses and self.kind(i + 1) == "prep"
        is_new = is_participle and self.kind(j - 2) == "conj" and self.kind(j - 3) == "comma"
        return self.group_left(j - 1)[-1:] if is_new else ()

    def _set_off(self, j: int) -> Group:
        """Return the subject whose end at `j` a comma sets off: "20 states, including Peru, …", "A, with B, …"."""
        adds = any(
            self.kind(k) == "conj" and self.chunks[k].lower in self.words["adding"] for k in range(self.start_of(j), j)
        )
        return self.group_left(j) if adds else self.listed(j)

    def _of_phrase(self, i: int, j: int, *, depth: int) -> Group | int:
        if self.is_predicate(i, j):  # "Sweden became the first nation to sign"
            return self.subject(j - 1, depth=depth + 1)
        if listed := self.listed(j):
            return listed
        skipped = self._skip_phrase(j)
        return self.group_left(j) if skipped is None else skipped

    ### Who is meant to do what an infinitive or a gerund says

    def _of_infinitive(self, i: int, *, depth: int) -> Group | None:
        """Return who is to do what infinitive `i` says, where it hangs on a noun or on two actors, else None.

        "China's plan to build X", "awarded Boeing a contract worth $2 million to build X", "won a contract to build X",
        "awarded a contract to Boeing to build X", "partnered with JAXA to build X".
        """
        k = i - 1
        while self.kind(k) == "date" or self.is_sum(k):
            k -= 1 + (self.kind(k - 1) == "prep")
        if self.kind(k) != "np" or self.is_predicate(i, k):
            return None
        if self.object_noun(k) in self.words["contract"] and (given := self._given_to(i)):
            return given
        head, owner = self.chunks[k].head, self.chunks[k].owner
        if head is None and owner is not None and self.chunks[k].items[-1] is not owner:
            return (owner,) if owner.types & ACTORS else ()
        if self.kind((start := self.start_of(k)) - 1) == "prep":
            return self._over_phrase(i, k, start, depth=depth)
        return None if self.is_worker(k) else self._with_object(i, k, depth=depth)

    def _with_object(self, i: int, k: int, *, depth: int) -> Group | None:
        """Return who does what infinitive `i` behind the object `k` says: "won, or awarded Boeing, a contract to"."""
        before = k - 1
        if self.kind(before) == "np" and self.chunks[before].head is not None:
            return self.group_left(before)
        is_object = self.kind(before) == "vg" and not self.is_predicate(i, k)
        if is_object and self.object_noun(k) in self.words["contract"] and self.is_unclear(before):
            return ()  # "A and B signed, or A lost, the contract to build X": who of them builds is not said
        if is_object and (self.chunks[k].noun in self.words["actors"] or self.is_stranger(k)):
            return ()  # "enlists countries to join", "picked Nordvik to join": they join
        return self.subject(before, depth=depth + 1) or None if is_object else None

    def is_unclear(self, i: int) -> bool:
        """Return whether several, or none, have the work of the contract that verb group `i` acts on."""
        return len(self.subject(i)) > 1 or bool(self.chunks[i].lemmas & self.words["losing"])

    def _over_phrase(self, i: int, k: int, start: int, *, depth: int) -> Group | None:
        """Return who does what an infinitive behind a prepositional phrase says: "urged ESA at the talks to join"."""
        verb = self.previous_verb(start - 1)
        if verb is None:
            return None
        if self.kind(verb + 1) == "np" and self.chunks[verb].lemmas & self.words["urging"]:
            return self.group_right(verb + 1)
        return self._of_deal(i, verb, self.chunks[start - 1].lower, self.group_left(k), depth=depth)

    def _of_deal(self, i: int, verb: int, marker: str, asked: Group, *, depth: int) -> Group | None:
        """Return who does what an infinitive behind "signed a contract with", "awarded a contract to" says."""
        asking = self.subject(verb, depth=depth + 1) if marker == "with" else ()
        if self.object_noun(verb + 1) in self.words["contract"] and marker in {"with", "to"}:
            return working(asking, asked, others=asked)
        if marker == "to" and self.chunks[verb].lemmas & self.words["giving"]:
            return asked
        if marker != "with" or not self.chunks[verb].lemmas & self.words["joint"]:
            return None
        if self.chunks[i].lemmas & self.words["supplying"]:
            return asking  # "a deal with NASA to supply rockets"
        both = (*asking, *asked)
        return working(asking, asked, others=both) if self.chunks[i].lemmas & self.words["ordered"] else both

    def _given_to(self, i: int) -> Group:
        """Return whom the verb behind the clause of infinitive `i` names: "the contract to build X went to Y"."""
        k = i + 1
        while self.kind(k) in {"np", "conj", "date"}:
            k += 1
        if self.kind(k) != "vg" or not self.chunks[k].lemmas & self.words["given"]:
            return ()
        return next((group for marker, group in self.behind(k + 1) if marker == "to"), ())

    def _of_gerund(self, i: int, *, depth: int) -> Group:
        """Return who does what gerund `i` behind a preposition says.

        "After building X, NASA …", "NASA is responsible for building X", "NASA supports ESA in building X".
        """
        if self.chunks[i - 1].lower in self.words["unrealised"]:
            return ()
        b = i - 2
        if self.kind(b) in {"", "stop", "sub"}:
            return self._main_subject(i)
        verb = b if self.kind(b) == "vg" else self.previous_verb(b + 1)
        owner = self.chunks[b].owner if self.kind(b) == "np" and self.chunks[b].head is None else None
        if owner is not None:
            return (owner,)  # "NASA's contract for building X"
        if verb is None:
            return ()
        is_asked = self.kind(b - 1) == "prep" and self.chunks[verb].lemmas & self.words["urging"]
        helped = is_asked or self.chunks[verb].lemmas & self.words["helping"]
        if helped and self.kind(verb + 1) == "np" and self.chunks[verb + 1].head is not None:
            return self.group_right(verb + 1)
        return self.subject(verb, depth=depth + 1)

    def helper(self, i: int) -> Group:
        """Return who helps another to do what verb group `i` says: "NASA supports ESA in building X"."""
        chunk = self.chunks[i]
        if not (chunk.infinitive or chunk.tenses & {"ing", "base"}) or (chunk.cues and not chunk.infinitive):
            return ()
        k = i - 1 - (self.kind(i - 1) == "prep")
        verb = k - 1
        if self.kind(k) != "np" or self.kind(verb) != "vg" or not self.chunks[verb].lemmas & self.words["assisting"]:
            return ()
        return self.subject(verb) if self.head(k) is not None else ()

    def _is_gerund(self, i: int) -> bool:
        return not self.chunks[i].cues and self.chunks[i].tenses == {"ing"}

    def _main_subject(self, i: int) -> Group:
        """Return the subject of the clause behind the adverbial that verb group `i` is in: "After …, NASA built"."""
        for j in range(i + 1, min(self.n, i + REACH)):
            if self.kind(j) == "stop":
                return ()
            if self.kind(j) == "comma" and self.kind(j + 1) == "np":
                end = j + 1
                while (k := self._joined(end, 1)) is not None:
                    end = k
                if self.kind(end + 1) in {"vg", "rel"}:
                    return self.group_right(j + 1)
        return ()

    def _shared_subject(self, j: int, *, depth: int) -> Group:
        """Return the subject of the verb group before chunk `j`."""
        previous = self.previous_verb(j)
        return self.subject(previous, depth=depth + 1) if previous is not None else ()

    def dates_before(self, i: int) -> Iterator[tuple[str, Item]]:
        """Yield each date of the clause before chunk `i`, nearest first: "on Tuesday became the first to sign"."""
        return super().dates_before(i - 2 if self.is_predicate(i, i - 1) else i)

    def is_predicate(self, i: int, j: int) -> bool:
        """Return whether chunk `j` is what "is" or "became" says of the subject, with the infinitive `i` behind it."""
        if j != i - 1 or not self.chunks[i].infinitive or self.kind(j) != "np" or self.chunks[j].head is not None:
            return False
        before = self.chunks[j - 1] if self.kind(j - 1) == "vg" else None
        if before is None or not _ORDINAL.search(self.chunks[j].lower):
            return False
        return "become" in before.lemmas or not before.verbs

    def _skip_phrase(self, j: int) -> int | None:
        """Return where to go on when the phrase `j` hangs on a preposition or a verb; None when it stands free."""
        start = self.start_of(j)
        before = self.kind(start - 1)
        if before == "prep":
            if self.kind(start - 2) == "np" and self.chunks[start - 2].noun in self.words["transparent"]:
                return None if self.head(start - 2) is None else start - 2
            return start - 2
        if before == "vg" and not self._is_speech(start - 1):
            verb = start - 1
            if self.kind(verb - 1) == "rel":
                return verb - 2
            if not self.chunks[verb].is_finite or (self.kind(verb - 1) == "comma" and self.kind(j - 1) != "conj"):
                return verb - 1  # but "Hera, made in Oslo, was the first and Juice has flown" has a clause of Juice's
            return None if self.kind(j + 1) == "vg" else verb - 1
        return None

    def _is_speech(self, i: int) -> bool:
        return bool(self.chunks[i].lemmas & self.words["speech"])

    def _skip_apposition(self, j: int) -> int | None:
        """Return the chunk before an apposition or relative clause that ends with the comma `j`."""
        list_ = self.start_of(j - 1) if self.kind(j - 1) == "np" else j - 1  # "a body of Peru, Chile and Cuba,"
        for k in range(list_ - 1 if self.kind(list_ - 1) == "prep" else j - 1, max(-1, j - _LONG), -1):
            if self.kind(k) == "stop":
                return None
            if self.kind(k) == "comma" and self.kind(k - 1) in {"np", "date"}:
                inner = self.kind(k + 1)
                clause = [n for n in range(k + 1, j) if self.kind(n) == "vg" and self._heads_clause(n, k)]
                return k - 1 if inner == "rel" or not clause else None
        return None

    def _heads_clause(self, i: int, comma: int) -> bool:
        """Return whether verb group `i` is finite and no participle behind a comma: "Airbus, based in Toulouse,"."""
        chunk = self.chunks[i]
        is_first = i == comma + 1 or self.kind(i - 1) == "conj"  # "built by X and financed by Y"
        has_agent = self.kind(i + 1) == "prep" and self.chunks[i + 1].lower == "by"  # "built by a team led by Airbus"
        opens = is_first or has_agent or (i == comma + 2 and self.kind(i - 1) == "np")  # "a lander built in Toulouse"
        is_participle = opens and not chunk.cues and "part" in chunk.tenses and self.kind(i + 1) != "np"
        is_relative = "rel" in {self.kind(i - 1), self.kind(i - 2) if self.kind(i - 1) == "np" else ""}
        return chunk.is_finite and not is_participle and not is_relative

    def _after_comma(self, i: int, j: int, *, depth: int) -> Group:
        """Return the subject of a verb group right behind a comma: "X, launched in 2020", "…, marking Y"."""
        is_participle = not self.chunks[i].is_finite and "ing" in self.chunks[i].tenses
        if not is_participle and self.kind(j - 1) == "np":
            return self.group_left(j - 1)[-1:]
        if is_participle and self.kind(j - 1) == "np" and self.previous_verb(j) is None:
            return self.group_left(j - 1)  # "France and Germany, working with Italy, …"
        return self._shared_subject(j, depth=depth)

    def _fronted(self, i: int) -> Group:
        """Return the subject of a participle that opens the sentence: "Led by NASA, X …", "Also taking part are …"."""
        if self.chunks[i].infinitive or any(self.kind(k) == "np" for k in range(i)):
            return ()
        for j in range(i + 1, min(self.n, i + REACH)):
            if self.kind(j) == "comma" and self.kind(j + 1) == "np":
                return self.group_right(j + 1)
            if self.kind(j) == "vg" and (self.chunks[j].cues or self.kind(j - 1) != "conj"):
                return self.group_right(j + 1) if "ing" in self.chunks[i].tenses and self._is_copula(j) else ()
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

    def whole(self, i: int) -> Group:
        """Return what a nameless object of verb group `i` is part of: "Hera's camera", "the camera on Hera was …"."""
        for k in (i + 1, self.head_of(i - 1)):
            noun = self.plain_noun(k)
            if not noun or noun in self.words["transparent"]:
                continue
            if (owner := self.possessor(k)) is not None and not owner.types & ACTORS:
                return (owner,)
            if k < i and self.kind(k - 1) == "vg" and self.chunks[k - 1].lemmas & self.words["carrying"]:
                return self.subject(k - 1)  # "Hera carries a camera built by JAXA"
            if group := self._host(k, self.words["hosting"] if k < i else self.words["carrying on"]):
                return group
        return ()
