"""Group the items of a sentence into chunks: noun phrases, verb groups, dates, prepositions and the marks between them.

A shallow parse in the sense of S. Abney, "Parsing by Chunks" (1991), without a tagger: closed classes, the forms of
known verbs, and the neighbours of a word decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kg.records import Span
from kg.relate.items import Item
from kg.relate.words import Form, Words

Kind = Literal["np", "vg", "date", "prep", "conj", "comma", "rel", "sub", "stop"]

_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_COMMA = frozenset([",", "–", "—", "--"])
_POSSESSIVE = frozenset(["'s", "'", "s'"])


@dataclass(frozen=True, slots=True)
class Verb:
    """A main verb of a verb group: the item that holds it and what it may be."""

    at: int
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Chunk:
    """Items `[first, last)` of a sentence that belong together.

    A noun phrase has a `head`: the item that names a thing, or None when a plain noun heads it; `owner` is its
    possessor or the mention before the head, `noun` its last plain noun. A verb group has `verbs` (several when they
    are coordinated: "design, build and operate"), `cues` (its other words) and is `infinitive` after a bare "to".
    """

    kind: Kind
    first: int
    last: int
    items: tuple[Item, ...]
    head: Item | None = None
    owner: Item | None = None
    modifiers: tuple[Item, ...] = ()
    noun: str = ""
    verbs: tuple[Verb, ...] = ()
    cues: tuple[str, ...] = ()
    infinitive: bool = False

    @property
    def lower(self) -> str:
        """The words, in lower case."""
        return " ".join(item.lower for item in self.items)

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return Span(self.items[0].start, self.items[-1].end)

    @cached_property
    def is_finite(self) -> bool:
        """Whether the verb group can head a clause of its own: not a bare participle or infinitive."""
        if self.kind != "vg" or self.infinitive:
            return False
        if self.cues:
            return True
        tenses = {form.tense for verb in self.verbs for form in verb.forms}
        return bool(tenses & {"base", "s", "past"})


class Chunker:
    """Cuts items into chunks; built once for a set of verbs.

    `particles` are the words that belong behind a verb: "consist" and "of", "take" and "part".
    """

    def __init__(
        self, words: Words, verbs: Mapping[str, tuple[Form, ...]], particles: Mapping[str, frozenset[str]]
    ) -> None:
        self.words = words
        self.verbs = verbs
        self.particles = particles
        w = words
        self.closed: dict[str, Kind] = {
            **dict.fromkeys(w["subordinators"], "sub"),
            **dict.fromkeys(w["prepositions"], "prep"),
            **dict.fromkeys(w["conjunctions"], "conj"),
            **dict.fromkeys(w["relatives"], "rel"),
            **dict.fromkeys(_COMMA, "comma"),
            **dict.fromkeys([";", ":", ".", "!", "?", "…", "|", "•", "/"], "stop"),
        }
        self.control = w["planned"] | w["negated"] | w["factual"]
        self.group = w["auxiliaries"] | w["negators"] | w["adverbs"]

    def __call__(self, items: Sequence[Item]) -> list[Chunk]:
        """Return the chunks; what stands in brackets is left out."""
        return _Cut(self, _without_brackets(items)).run()


def _without_brackets(items: Sequence[Item]) -> list[Item]:
    kept, depth = [], 0
    for item in items:
        if item.text in _OPEN:
            depth += 1
        elif item.text in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(item)
    return kept if not depth else [item for item in items if item.text not in _OPEN | _CLOSE]


class _Cut:
    """One pass over one sentence."""

    def __init__(self, chunker: Chunker, items: list[Item]) -> None:
        self.c = chunker
        self.items = items
        self.n = len(items)
        self.at = 0
        self.out: list[Chunk] = []

    def run(self) -> list[Chunk]:
        while self.at < self.n:
            item = self.items[self.at]
            if "Date" in item.types:
                self._take("date", 1)
            elif not self._verb_group():
                kind = self._closed(self.at)
                if kind:
                    self._take(kind, 1)
                else:
                    self._noun_phrase()
        return self.out

    def _take(self, kind: Kind, count: int) -> None:
        chunk = Chunk(kind, self.at, self.at + count, tuple(self.items[self.at : self.at + count]))
        self.out.append(chunk)
        self.at += count

    def _word(self, i: int) -> str:
        return self.items[i].lower if 0 <= i < self.n and not self.items[i].mentions else ""

    def _is_mention(self, i: int) -> bool:
        return 0 <= i < self.n and bool(self.items[i].mentions)

    def _closed(self, i: int) -> Kind | None:
        word = self._word(i)
        if word == "that":
            return self._that(i)
        if word == "to" and self._verb_after_to(i) is not None:
            return None
        if word in self.c.words["participles"] and self._word(i - 1) in self.c.words["determiners"]:
            return None  # "the following countries"
        if word == ":" and all("Date" in item.types for item in self.items[:i]):
            return "comma"  # a milestone: "3 May 2024: China launches …"
        return self.c.closed.get(word)

    def _that(self, i: int) -> Kind | None:
        """Return what "that" is: a relative behind a noun and before a verb, a determiner at the start, else "sub"."""
        following = self._word(i + 1)
        is_verb = following in self.c.group or following in self.c.verbs
        if i and is_verb and self._word(i - 1) not in self.c.verbs and self._word(i - 1) not in self.c.group:
            return "rel"
        if i == 0 and not self._is_mention(1) and following not in self.c.words["determiners"]:
            return None
        return "sub"

    ### Verbs

    def _verb_after_to(self, i: int) -> int | None:
        """Return the index of the infinitive behind "to", skipping adverbs; None where "to" is a preposition."""
        j = i + 1
        while self._word(j) in self.c.words["adverbs"] or self._word(j).endswith("ly"):
            j += 1
        forms = self.c.verbs.get(self._word(j), ())
        if self._word(j) in {"be", "have"}:
            return j
        return j if any(form.tense == "base" for form in forms) else None

    def _forms(self, i: int) -> tuple[Form, ...]:
        """Return what verb form the word at `i` is here; empty when it is a noun or an adjective."""
        word = self._word(i)
        before, after = self._word(i - 1), self._word(i + 1)
        forms = self.c.verbs.get(word, ())
        if word in self.c.group or not word[:1].isalpha():
            return ()
        if before in self.c.words["modals"] and self._closed(i) is None:
            return forms or (Form(word, "base"),)
        forms = forms or self._guess(i, word)
        if not forms:
            return ()
        tenses = {form.tense for form in forms}
        if before != "that" and (before in self.c.words["determiners"] or before in _POSSESSIVE):
            return ()
        if i and "Date" in self.items[i - 1].types and (after == "of" or self._word(i - 2) in self.c.words["determiners"]):
            return ()
        if tenses & {"past", "part"}:
            return forms if self._is_participle(i) else ()
        if "ing" in tenses:
            return forms if self._is_gerund(i) else ()
        if self._has_particle(i, forms) and self._closed(i - 1) is None:
            return forms
        return forms if self._is_present(i, before, after, tenses) else ()

    def _has_particle(self, i: int, forms: tuple[Form, ...]) -> bool:
        """Return whether the word behind is one that the verb takes, and no noun does: "consists of"."""
        return i > 0 and any(self._word(i + 1) in self.c.particles.get(form.lemma, ()) for form in forms)

    def _guess(self, i: int, word: str) -> tuple[Form, ...]:
        """Return what an unknown word may be: "prompted a debate" and "China hails the mission" have verbs."""
        if not i or not word.islower() or not self._takes_object(i + 1):
            return ()
        if word.endswith("ed"):
            return (Form(word, "past"), Form(word, "part"))
        is_third_person = word.endswith("s") and not word.endswith(("ss", "us", "is")) and self._is_mention(i - 1)
        return (Form(word, "s"),) if is_third_person else ()

    def _is_participle(self, i: int) -> bool:
        """A past form is a verb unless it stands as an adjective before a noun: "in a planned mission"."""
        after = self._word(i + 1)
        plain_noun = after and self._closed(i + 1) is None and after not in self.c.words["determiners"]
        if plain_noun and after not in self.c.group and not after.endswith("ly") and not after[0].isdigit():
            before = self._word(i - 1)
            return self._is_mention(i - 1) or before in self.c.group or before in self.c.words["pronouns"] or (
                not before or before in self.c.words["conjunctions"] or before in self.c.words["relatives"]
            )
        return True

    def _is_gerund(self, i: int) -> bool:
        before = self._word(i - 1)
        noun_before = before and before not in self.c.group and self._closed(i - 1) is None
        after_of = self._word(i + 1) == "of"
        return not after_of and not (noun_before and not self._is_mention(i - 1) and self._ends_phrase(i + 1))

    def _ends_phrase(self, i: int) -> bool:
        return i >= self.n or self._closed(i) in {"comma", "stop", "conj"}

    def _is_present(self, i: int, before: str, after: str, tenses: set[str]) -> bool:
        """A base or third-person form is a verb behind "to", a subject or an auxiliary and before an object."""
        words = self.c.words
        if before == "to" or before in words["auxiliaries"] or before in words["pronouns"]:
            return True
        if before in words["adverbs"] or before.endswith("ly") or before in words["relatives"]:
            return True
        if before in words["conjunctions"] or before == ",":
            return self._takes_object(i + 1) and self._follows_verb(i)
        if i == 0:
            return "base" in tenses and self._takes_object(1)
        if before in words["prepositions"] or before in self.c.closed:
            return False
        if after in self.c.verbs or after in words["auxiliaries"]:
            return False  # "NASA partners launched": a noun, since the verb follows
        if self._is_mention(i - 1):
            return self._takes_object(i + 1) or after in words["prepositions"] or ("s" in tenses and not after == "of")
        return self._takes_object(i + 1) and ("s" in tenses) != before.endswith("s")

    def _follows_verb(self, i: int) -> bool:
        """Return whether a verb group stands close before: "design , build and operate"."""
        return any(chunk.kind == "vg" for chunk in self.out[-4:])

    def _takes_object(self, i: int) -> bool:
        word = self._word(i)
        words = self.c.words
        if self._is_mention(i):
            return True
        return word in words["determiners"] or word in {"to", "that", "how", "with"} or word[:1].isdigit()

    def _verb_group(self) -> bool:
        """Take the verb group that starts here, if one does."""
        start = i = self.at
        cues: list[str] = []
        verbs: list[Verb] = []
        infinitive = False
        while i < self.n:
            word = self._word(i)
            if word == "to" and (j := self._verb_after_to(i)) is not None:
                if verbs and self._word(verbs[-1].at) not in self.c.control:
                    break  # an infinitive of purpose is a verb group of its own
                infinitive = infinitive or not (verbs or cues)
                cues += [self._word(v.at) for v in verbs] + ["to"] + [self._word(k) for k in range(i + 1, j)]
                verbs = []
                i = j
                continue
            forms = self._forms(i)
            if forms:
                if verbs and not self._continues(verbs[-1]):
                    break
                cues += [self._word(v.at) for v in verbs]
                verbs = [Verb(i, forms)]
            elif word and (word in self.c.group or (word.endswith("ly") and (verbs or cues or self._forms(i + 1)))):
                if word in {"no", "both", "neither", "that", "first"} and not cues and not verbs:
                    break
                if verbs and word in self.c.words["auxiliaries"]:
                    break
                cues.append(word)
            else:
                break
            i += 1
        return self._finish_verb_group(start, i, verbs, cues, infinitive=infinitive)

    def _continues(self, verb: Verb) -> bool:
        """Return whether a verb can directly follow another: after auxiliaries only, never two main verbs."""
        return any(form.lemma in {"be", "have", "do"} for form in verb.forms)

    def _finish_verb_group(self, start: int, i: int, verbs: list[Verb], cues: list[str], *, infinitive: bool) -> bool:
        auxiliaries = self.c.words["auxiliaries"]
        if not verbs and not any(cue in auxiliaries for cue in cues):
            return False
        while i > start and not verbs and self._word(i - 1) not in auxiliaries and self._word(i - 1) not in self.c.words["negators"]:
            i -= 1
        if verbs:
            i, verbs = self._coordinated(i, verbs)
        items = tuple(self.items[start:i])
        self.out.append(
            Chunk("vg", start, i, items, verbs=tuple(verbs), cues=tuple(cues), infinitive=infinitive)
        )
        self.at = i
        return True

    def _coordinated(self, i: int, verbs: list[Verb]) -> tuple[int, list[Verb]]:
        """Add verbs that share their object: "design , develop , and operate"."""
        while True:
            j = i
            while self._word(j) in {",", "and", "or", "jointly", "then"}:
                j += 1
            forms = self._forms_of_same_tense(j, verbs[-1]) if j > i else ()
            if not forms:
                return i, verbs
            verbs = [*verbs, Verb(j, forms)]
            i = j + 1

    def _forms_of_same_tense(self, j: int, verb: Verb) -> tuple[Form, ...]:
        tenses = {form.tense for form in verb.forms}
        return tuple(form for form in self.c.verbs.get(self._word(j), ()) if form.tense in tenses)

    ### Noun phrases

    def _noun_phrase(self) -> None:
        start = self.at
        i = start + 1
        while i < self.n and self._continues_phrase(i):
            i += 1
        items = tuple(self.items[start:i])
        self.out.append(_noun_phrase(items, start, i, self.c.words))
        self.at = i

    def _continues_phrase(self, i: int) -> bool:
        word = self._word(i)
        if "Date" in self.items[i].types or self._closed(i) or self._forms(i):
            return False
        if word in self.c.words["auxiliaries"] or word == "to":
            return False
        if word in self.c.words["adverbs"] and self._starts_verb(i + 1):
            return False
        if word in self.c.words["determiners"] or word in self.c.words["pronouns"]:
            return self._word(i - 1) in self.c.words["determiners"]
        if self._is_mention(i) and self.items[i].lower.split(" ")[0] in self.c.words["determiners"]:
            return False
        return not (word.endswith("ly") and self._forms(i + 1))

    def _starts_verb(self, i: int) -> bool:
        return self._word(i) in self.c.words["auxiliaries"] or bool(self._forms(i))


def _noun_phrase(items: tuple[Item, ...], first: int, last: int, words: Words) -> Chunk:
    mentions = [k for k, item in enumerate(items) if item.mentions]
    plain = [item for item in items if item.is_word and item.lower not in words["determiners"]]
    noun = items[-1].lower if not items[-1].mentions else ""
    head = None
    if mentions:
        behind = [item.lower for item in items[mentions[-1] + 1 :]]
        if all(word in words["adverbs"] or word.endswith("ly") for word in behind):
            head = items[mentions[-1]]
    others = tuple(items[k] for k in mentions if items[k] is not head)
    owner = next((item for item in reversed(others)), None)
    return Chunk(
        "np", first, last, items, head=head, owner=owner, modifiers=others, noun=noun or (plain[-1].lower if plain else "")
    )
