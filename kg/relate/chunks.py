"""Group the items of a sentence into chunks: noun phrases, verb groups, dates, prepositions and the marks between them.

A shallow parse in the sense of S. Abney, "Parsing by Chunks" (1991).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kg.records import Span
from kg.relate.items import Item
from kg.relate.senses import Senses, Vocabulary
from kg.relate.words import Form, Words

Kind = Literal["np", "vg", "date", "prep", "conj", "comma", "rel", "sub", "stop"]

_DESIGNATION = re.compile(r"-|[A-Z]{0,3}-?\d+[A-Z]?|[A-Z]{1,2}")
"""What follows the name of a rocket and numbers the flight: "GSLV F-16"."""

_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_BETWEEN_VERBS = frozenset([",", "and", "or", "jointly", "then"])
_NOT_FIRST = frozenset(["no", "both", "neither", "that", "first"])
"""Words of verb groups that open a noun phrase more often."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A main verb of a verb group: the item that holds it and what it may be."""

    at: int
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Chunk:
    """Items `[first, last)` of a sentence that belong together.

    A noun phrase has a `head`: the item that names a thing, or None when a plain noun heads it; `owner` is the last
    mention before the head, `noun` its last plain noun. A verb group has `verbs` (several when they are coordinated:
    "design, build and operate"), `cues` (its other words) and is `infinitive` after a bare "to".
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

    @cached_property
    def lower(self) -> str:
        """The words, in lower case."""
        return " ".join(item.lower for item in self.items)

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return Span(self.items[0].start, self.items[-1].end)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The verbs that its main verbs may be forms of."""
        return frozenset(form.lemma for verb in self.verbs for form in verb.forms)

    @cached_property
    def tenses(self) -> frozenset[str]:
        """The tenses that its main verbs may have."""
        return frozenset(form.tense for verb in self.verbs for form in verb.forms)

    @cached_property
    def is_finite(self) -> bool:
        """Whether the verb group can head a clause of its own: not a bare participle or infinitive."""
        if self.kind != "vg" or self.infinitive:
            return False
        return bool(self.cues) or bool(self.tenses & {"base", "s", "past"})


def chunk(vocabulary: Vocabulary, items: Sequence[Item]) -> list[Chunk]:
    """Return the chunks of a sentence; what stands in brackets is left out."""
    return _Cut(Senses(vocabulary, _with_connectors(vocabulary, _without_brackets(items)))).run()


def _with_connectors(vocabulary: Vocabulary, items: Sequence[Item]) -> list[Item]:
    """Return the items with each connector of several words ("as well as") as one item."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        for words in vocabulary.connectors.get(item.lower, ()) if not item.mentions else ():
            found = items[at : at + len(words)]
            if tuple(it.lower for it in found) == words and not any(it.mentions for it in found):
                lower = " ".join(words)
                item = Item(item.start, found[-1].end, lower, lower)
                at += len(words) - 1
                break
        kept.append(item)
        at += 1
    return kept


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


@dataclass
class _Group:
    """A verb group in the making."""

    verbs: list[Verb] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    infinitive: bool = False
    dates: list[int] = field(default_factory=list)


class _Cut:
    """One pass over one sentence."""

    def __init__(self, senses: Senses) -> None:
        self.s = senses
        self.words = senses.words
        self.at = 0
        self.out: list[Chunk] = []

    def run(self) -> list[Chunk]:
        while self.at < self.s.n:
            if self.s.is_date(self.at):
                self._take("date", self.at + 1)
            elif self.s.is_nominal(self.at):
                self._noun_phrase()
            elif not self._verb_group():
                kind = self.s.closed(self.at)
                if kind:
                    self._take(kind, self.at + 1)
                else:
                    self._noun_phrase()
        return self.out

    def _take(self, kind: Kind, end: int, group: _Group | None = None) -> None:
        items = tuple(self.s.items[self.at : end])
        made = group or _Group()
        self.out.append(
            Chunk(kind, self.at, end, items, verbs=tuple(made.verbs), cues=tuple(made.cues), infinitive=made.infinitive)
        )
        self.at = end

    ### Verb groups

    def _verb_group(self) -> bool:
        """Take the verb group that starts here, if one does."""
        group = _Group()
        i = self.at
        while i < self.s.n:
            following = self._extended(group, i)
            if following is None:
                break
            i = following
        auxiliaries = self.words["auxiliaries"]
        if not group.verbs and not any(cue in auxiliaries for cue in group.cues):
            return False
        while not group.verbs and self.s.word(i - 1) not in self.s.v.finite:
            i -= 1
        if group.verbs:
            i = self._with_coordinated(group, i)
        self._take("vg", i, group)
        self.out += [Chunk("date", at, at + 1, (self.s.items[at],)) for at in group.dates if at < i]
        return True

    def _extended(self, group: _Group, i: int) -> int | None:
        """Add the word at `i` to the group and return where to go on; None where the group ends."""
        word = self.s.word(i)
        if self.s.is_date(i) and group.cues and not group.verbs and self.s.forms(i + 1):
            group.dates.append(i)  # "has today signed"
            return i + 1
        if word == "to" and (infinitive := self.s.infinitive(i)) is not None:
            return self._with_infinitive(group, i, infinitive)
        forms = self.s.forms(i)
        if forms:
            if group.verbs and not self._takes_verb(group.verbs[-1], forms):
                return None
            group.cues += [self.s.word(verb.at) for verb in group.verbs]
            group.verbs = [Verb(i, forms)]
            return i + 1
        return self._with_cue(group, i, word)

    def _takes_verb(self, verb: Verb, forms: tuple[Form, ...]) -> bool:
        """Return whether a verb stands before another as an auxiliary does: "helped build"."""
        lemmas = {form.lemma for form in verb.forms}
        return bool(lemmas & {"be", "have", "do"}) or ("help" in lemmas and any(f.tense == "base" for f in forms))

    def _with_infinitive(self, group: _Group, i: int, infinitive: int) -> int | None:
        if group.verbs and self.s.word(group.verbs[-1].at) not in self.s.v.control:
            return None  # an infinitive of purpose is a verb group of its own
        group.infinitive = group.infinitive or not (group.verbs or group.cues)
        group.cues += [self.s.word(verb.at) for verb in group.verbs]
        group.cues += [self.s.word(k) for k in range(i, infinitive)]
        group.verbs = []
        return infinitive

    def _with_cue(self, group: _Group, i: int, word: str) -> int | None:
        started = bool(group.verbs or group.cues)
        if started and f"{word} {self.s.word(i + 1)}" in self.words["adverbial pairs"] and self.s.forms(i + 2):
            return i + 2  # "was at first planned"
        if word == "since" and started and not group.verbs and self.s.forms(i + 1):
            return i + 1  # "has since signed"
        if word not in self.s.v.group and not (word.endswith("ly") and (started or self.s.forms(i + 1))):
            return None
        if word == "no" and self.s.word(i + 1) in self.words["comparing"]:
            return None  # "no earlier than 2028" denies nothing
        if (word in _NOT_FIRST and not started) or (group.verbs and word in self.words["auxiliaries"]):
            return None
        group.cues.append(word)
        return i + 1

    def _with_coordinated(self, group: _Group, i: int) -> int:
        """Add verbs that share their object: "design , develop , and operate"; return where the group ends."""
        while True:
            j = i
            while self.s.word(j) in _BETWEEN_VERBS:
                j += 1
            tenses = {form.tense for form in group.verbs[-1].forms}
            known = self.s.v.verbs.get(self.s.word(j), ()) if j > i else ()
            forms = tuple(form for form in known if form.tense in tenses)
            if not forms:
                return i
            group.verbs.append(Verb(j, forms))
            i = j + 1

    ### Noun phrases

    def _noun_phrase(self) -> None:
        end = self.at + 1
        while end < self.s.n and self._continues(end):
            end += 1
        self.out.append(_noun_phrase(tuple(self.s.items[self.at : end]), self.at, end, self.words))
        self.at = end

    def _continues(self, i: int) -> bool:
        """Return whether the noun phrase goes on with the item at `i`."""
        if self.s.is_nominal(i) and not self.s.is_mention(i):
            return True
        word = self.s.word(i)
        if self.s.is_date(i) or self.s.closed(i) or self.s.forms(i) or word == "to":
            return False
        if word in self.words["auxiliaries"] or (self._is_adverb(word) and self._starts_verb(i + 1)):
            return False
        if word in self.words["determiners"] or word in self.words["pronouns"]:
            return self.s.word(i - 1) in self.words["determiners"]
        return not (self.s.is_mention(i) and self.s.items[i].lower.split(" ")[0] in self.words["determiners"])

    def _is_adverb(self, word: str) -> bool:
        return word in self.words["adverbs"] or word.endswith("ly")

    def _starts_verb(self, i: int) -> bool:
        return self.s.word(i) in self.words["auxiliaries"] or bool(self.s.forms(i))


def _noun_phrase(items: tuple[Item, ...], first: int, last: int, words: Words) -> Chunk:
    mentions = [item for item in items if item.mentions]
    plain = [item.lower for item in items if item.is_word and item.lower not in words["determiners"]]
    head = mentions[-1] if mentions else None
    if head is not None:
        behind = [item.lower for item in items[items.index(head) + 1 :] if not _DESIGNATION.fullmatch(item.text)]
        kinds = words.appositives(min(head.types))
        is_one_of = bool(behind) and items[items.index(head) - 1].lower in words["ordinals"]
        if is_one_of or not all(word in kinds or word in words["adverbs"] or word.endswith("ly") for word in behind):
            head = None  # "the first Galileo satellite" is not Galileo
    others = tuple(item for item in mentions if item is not head)
    return Chunk(
        "np",
        first,
        last,
        items,
        head=head,
        owner=others[-1] if others else None,
        modifiers=others,
        noun=plain[-1] if plain else "",
    )
