"""Decide what a word is in its sentence: a word of a closed class, a form of a verb, or neither.

No tagger: closed classes, the forms of known verbs, and the neighbours of a word decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.relate.items import Item
from kg.relate.words import Form, Words
from kg.text import Memo

Closed = Literal["prep", "conj", "comma", "rel", "sub", "stop"]

_NEAR = 9
_VERBAL = ("ly", "ed", "s")
"""Endings of unknown words that may be adverbs or verbs."""
_GUESSED = ("ed", "s")
"""Endings of unknown words that may be verbs."""
_POSSESSIVE = frozenset(["'s", "'", "s'"])


@dataclass(frozen=True)
class Vocabulary:
    """What is known of words: closed classes, verb forms, and the words that belong behind a verb ("consist of")."""

    words: Words
    verbs: Mapping[str, tuple[Form, ...]]
    particles: Mapping[str, frozenset[str]]
    closed: Mapping[str, Closed]
    group: frozenset[str]
    control: frozenset[str]
    finite: frozenset[str]
    """Words in which a verb group without a main verb ends."""
    nominal: Memo[bool]
    """Whether a word is none but a part of noun phrases, as most are; unless a modal stands before it."""
    verbal: Memo[bool]
    """Whether a word may be a form of a verb; others may too behind a modal."""
    connectors: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(
        cls, words: Words, verbs: Mapping[str, tuple[Form, ...]], particles: Mapping[str, frozenset[str]]
    ) -> "Vocabulary":
        """Return the vocabulary for a set of verbs."""
        closed: dict[str, Closed] = {
            **dict.fromkeys(words["subordinators"], "sub"),
            **dict.fromkeys(words["prepositions"], "prep"),
            **dict.fromkeys(words["conjunctions"], "conj"),
            **dict.fromkeys(words["relatives"], "rel"),
            **dict.fromkeys([",", "–", "—", "--"], "comma"),
            **dict.fromkeys([";", ":", ".", "!", "?", "…", "|", "•", "/"], "stop"),
        }
        group = words["auxiliaries"] | words["negators"] | words["adverbs"]
        control = words["planned"] | words["negated"] | words["factual"]
        finite = words["auxiliaries"] | words["negators"]
        known = group.union(
            closed,
            verbs,
            ["that", "to", "-"],
            words["determiners"],
            words["pronouns"],
            words["participles"],
            words["exemplifying"],
        )
        nominal = Memo(lambda word: word not in known and not word.endswith(_VERBAL))
        verbal = Memo(lambda word: word in verbs or word.endswith(_GUESSED))
        connectors: dict[str, tuple[tuple[str, ...], ...]] = {}
        for several in sorted((tuple(word.split()) for word in closed if " " in word), key=lambda w: (-len(w), w)):
            connectors[several[0]] = (*connectors.get(several[0], ()), several)
        return cls(words, verbs, particles, closed, group, control, finite, nominal, verbal, connectors)


class Senses:
    """What the words of one sentence are."""

    def __init__(self, vocabulary: Vocabulary, items: Sequence[Item]) -> None:
        self.v = vocabulary
        self.words = vocabulary.words
        self.items = items
        self.n = len(items)
        self._words = ["" if item.mentions else item.lower for item in items]
        self._nominal = [self.v.nominal[word] for word in self._words]
        for at, word in enumerate(self._words[:-1]):
            if word in self.words["modals"]:
                self._nominal[at + 1] = False
        self._dates = {at for at, item in enumerate(items) if item.mentions and "Date" in item.types}
        self._closed: dict[int, Closed | None] = {}
        self._forms: dict[int, tuple[Form, ...]] = {}

    def word(self, i: int) -> str:
        """Return the word at `i` in lower case; "" outside the sentence and for a mention."""
        return self._words[i] if 0 <= i < self.n else ""

    def is_nominal(self, i: int) -> bool:
        """Return whether the word at `i` can be nothing but a part of a noun phrase."""
        return self._nominal[i]

    def is_mention(self, i: int) -> bool:
        """Return whether the item at `i` names something."""
        return 0 <= i < self.n and bool(self.items[i].mentions)

    def is_date(self, i: int) -> bool:
        """Return whether the item at `i` is a date."""
        return i in self._dates

    def closed(self, i: int) -> Closed | None:
        """Return the closed class of the word at `i`, or None."""
        if i not in self._closed:
            self._closed[i] = self._class_of(i, self.word(i))
        return self._closed[i]

    def _class_of(self, i: int, word: str) -> Closed | None:
        if word == "that":
            return self._that(i)
        if word == "to" and self.infinitive(i) is not None:
            return None
        if word in self.words["participles"] and self.word(i - 1) in self.words["determiners"]:
            return None  # "the following countries"
        if (word == ":" and all("Date" in item.types for item in self.items[:i])) or (word == "-" and self._is_dash(i)):
            return "comma"  # also a milestone: "3 May 2024: China launches …"
        if word in {"after", "before"} and not self._has_clause(i):
            return "prep"
        return self.v.closed.get(word)

    def _is_dash(self, i: int) -> bool:
        """Return whether the hyphen at `i` stands free, as a dash does: "a station - Mir"."""
        if not 0 < i < self.n - 1:
            return False
        return self.items[i - 1].end < self.items[i].start and self.items[i].end < self.items[i + 1].start

    def _has_clause(self, i: int) -> bool:
        """Return whether a clause, not only a noun phrase, stands behind the word at `i`: "after China signed"."""
        for k in range(i + 1, min(self.n, i + _NEAR)):
            word = self.word(k)
            if word in {",", ".", ";"}:
                return False
            if word in self.words["auxiliaries"]:
                return True
            if word in self.v.verbs and not self._is_owned(k):
                return True
        return False

    def _that(self, i: int) -> Closed | None:
        """Return what "that" is: a relative behind a noun, a determiner at the start, else the start of a clause."""
        following, before = self.word(i + 1), self.word(i - 1)
        is_verb = before in self.v.verbs and self.word(i - 2) not in self.words["determiners"]  # not "the team that"
        if i and not is_verb and before not in self.v.group:
            is_noun = self.is_mention(i - 1) or (before.isalpha() and before not in self.v.closed)
            return "rel" if is_noun and before not in self.words["content nouns"] else "sub"
        if i == 0 and not self.is_mention(1) and following not in self.words["determiners"]:
            return None
        return "sub"

    def infinitive(self, i: int) -> int | None:
        """Return the index of the infinitive behind "to" at `i`; None where "to" is a preposition."""
        j = i + 1
        while self.word(j) in self.words["adverbs"] or (
            self.word(j).endswith("ly") and self.word(j) not in self.v.verbs
        ):
            j += 1
        forms = self.v.verbs.get(self.word(j), ())
        if self.word(j) in self.words["destinations"] and not self.takes_object(j + 1):
            return None  # "rode to orbit"
        is_verb = self.word(j) in {"be", "have"} or any(form.tense == "base" for form in forms)
        if self.word(j) in self.words["rarely verbs"] and not self.takes_object(j + 1):
            return None
        return j if is_verb else None

    def forms(self, i: int) -> tuple[Form, ...]:
        """Return what verb form the word at `i` is here; empty when it is a noun, an adjective or an auxiliary."""
        if i not in self._forms:
            self._forms[i] = self._forms_of(i, self.word(i))
        return self._forms[i]

    def _forms_of(self, i: int, word: str) -> tuple[Form, ...]:
        if not self.v.verbal[word] and self.word(i - 1) not in self.words["modals"]:
            return ()
        if word in self.v.group or word in self.words["exemplifying"] or not word[:1].isalpha():
            return ()
        if word in self.words["rarely verbs"] and not self.takes_object(i + 1):
            return ()
        known = self.v.verbs.get(word, ())
        if self.word(i - 1) in self.words["modals"] and self.closed(i) is None:
            return known or (Form(word, "base"),)
        forms = known or self._guess(i, word)
        return forms if forms and not self._is_noun(i) and self._is_verb(i, forms) else ()

    def _guess(self, i: int, word: str) -> tuple[Form, ...]:
        """Return what an unknown word may be: "prompted a debate" and "China hails the mission" have verbs."""
        if not i or not word.islower() or word in self.v.closed or not self.takes_object(i + 1):
            return ()
        if word.endswith("ed"):
            return (Form(word, "past"), Form(word, "part"))
        if word in self.words["plural"] or word.removesuffix("s") in self.words["offices"]:
            return ()  # "Russian cosmonauts Ivanov and Petrov"
        is_third_person = word.endswith("s") and not word.endswith(("ss", "us", "is")) and self.is_mention(i - 1)
        return (Form(word, "s"),) if is_third_person else ()

    def _is_noun(self, i: int) -> bool:
        """Return whether a determiner, a possessor or a date makes the word a noun: "the launch", "the 2002 launch"."""
        if self.word(i - 1) != "that" and self._is_owned(i):
            return True
        return self.is_date(i - 1) and (self.word(i + 1) == "of" or self.word(i - 2) in self.words["determiners"])

    def _is_owned(self, i: int) -> bool:
        before = self.word(i - 1)
        if before in self.words["ordinals"]:  # "the first launch"
            before = self.word(i - 2)
        return before in self.words["determiners"] or before in _POSSESSIVE

    def _is_verb(self, i: int, forms: tuple[Form, ...]) -> bool:
        tenses = {form.tense for form in forms}
        if tenses & {"past", "part"}:
            return self._has_particle(i, forms) or self._is_participle(i)
        if "ing" in tenses:
            return self._is_gerund(i)
        if self._has_particle(i, forms) and self.closed(i - 1) is None:
            return not self._is_governed(i)
        return self._is_present(i, third_person="s" in tenses, base="base" in tenses)

    def _has_particle(self, i: int, forms: tuple[Form, ...]) -> bool:
        """Return whether the word behind is one that the verb takes, and no noun does: "consists of"."""
        return i > 0 and any(self.word(i + 1) in self.v.particles.get(form.lemma, ()) for form in forms)

    def _is_participle(self, i: int) -> bool:
        """Return whether a past form is a verb: not before a noun, as in "a planned mission"."""
        after = self.word(i + 1)
        if self.word(i - 1) in {"-", "–"}:
            return False  # "the China-led initiative"
        is_closed = after in self.words["determiners"] or after in self.v.group or self.closed(i + 1) is not None
        if not after or is_closed or after.endswith("ly") or after[0].isdigit():
            return True
        before = self.word(i - 1)
        return self.is_mention(i - 1) or not before or before in self.v.group or before in self.words["before a verb"]

    def _is_gerund(self, i: int) -> bool:
        """Return whether an "-ing" form is a verb: not before "of", nor at the end of a compound."""
        if self.word(i + 1) == "of" or self._is_gerund_noun(i):
            return False
        before = self.word(i - 1)
        is_compound = before and before not in self.v.group and self.closed(i - 1) is None
        ends = i + 1 >= self.n or self.closed(i + 1) in {"comma", "stop", "conj"}
        return not (is_compound and ends)

    def _is_gerund_noun(self, i: int) -> bool:
        """Return whether the gerund at `i` is a noun, without an object: "receives funding from ESA"."""
        if self.word(i) not in self.words["gerund nouns"] or self.word(i - 1) in self.words["auxiliaries"]:
            return False
        if self.closed(i - 1) == "comma":
            return False
        return i + 1 >= self.n or self.closed(i + 1) is not None

    def _is_present(self, i: int, *, third_person: bool, base: bool) -> bool:
        """Return whether a base or third-person form is a verb: behind "to" or a subject, before an object."""
        before = self.word(i - 1)
        if before in self.words["before a present"] or before.endswith("ly") or self.closed(i - 1) == "rel":
            return True
        if base and not third_person and before in self.v.verbs:
            return any(form.lemma == "help" for form in self.v.verbs[before])  # "provided support" has a noun
        return self._is_after_subject(i, third_person=third_person, base=base)

    def _is_after_subject(self, i: int, *, third_person: bool, base: bool) -> bool:
        """Return whether a present form may have the subject or the verb before it, and an object behind it."""
        before, after = self.word(i - 1), self.word(i + 1)
        if before in self.words["conjunctions"] or before == ",":
            if third_person and before == "," and self._ends_aside(i - 1):
                return self.takes_object(i + 1) or self._has_particle(i, self.v.verbs.get(self.word(i), ()))
            return self.takes_object(i + 1) and any(self.word(k) in self.v.verbs for k in range(max(0, i - 8), i))
        if i == 0:
            return base and self.takes_object(1)
        is_rare = after in self.words["rarely verbs"]  # "goes back to 1963"
        is_verb_behind = after in self.v.verbs and not after.endswith("ing") and not is_rare
        if before in self.v.closed or is_verb_behind or after in self.words["auxiliaries"]:
            return False  # "NASA partners launched": a noun, since the verb follows
        if self.is_mention(i - 1):
            return (
                self.takes_object(i + 1)
                or (after in self.words["prepositions"] and after != "of")
                or (third_person and after != "of")
                or (base and self.word(i - 2) in self.words["conjunctions"] and (not after or after in {",", "."}))
            )
        return self.takes_object(i + 1) and third_person != before.endswith("s") and not self._is_governed(i)

    def _ends_aside(self, i: int) -> bool:
        """Return whether the comma at `i` ends words that part a subject from its verb: "NASA in X, Y, leads"."""
        opens = next((k for k in range(i - 1, max(0, i - _NEAR), -1) if self.word(k) == ","), None)
        if opens is None or not self.is_mention(opens - 1):
            return False
        named = self.is_mention(opens + 1) or self.word(opens + 1) in self.words["determiners"]
        return named or self.closed(opens + 1) in {"prep", "sub"}

    def _is_governed(self, i: int) -> bool:
        """Return whether the word at `i` ends a phrase behind a preposition: "with its international partners ESA"."""
        k = i - 1
        while k > 0 and self.word(k).isalpha() and self.v.closed.get(self.word(k)) is None:
            if self.word(k) in self.words["determiners"]:
                break
            k -= 1
        if self.word(k) in _POSSESSIVE:
            k -= 1
        elif self.word(k) not in self.words["determiners"]:
            return False
        governor = self.word(k - 1)
        return (
            self.v.closed.get(governor) == "prep" or governor in self.words["auxiliaries"] or governor in self.v.verbs
        )

    def takes_object(self, i: int) -> bool:
        """Return whether an object or a clause can begin at `i`."""
        word = self.word(i)
        if self.is_mention(i) or word in self.words["determiners"]:
            return True
        return word in {"to", "that", "how", "with"} or word[:1].isdigit()
