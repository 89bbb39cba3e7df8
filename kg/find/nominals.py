"""Agreements, documents and events without a name: "an agreement", "the white paper", "a workshop"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.find.found import Found, cover
from kg.find.words import ACRONYM, AND, CAPITAL, NAMELIKE, POSSESSIVE, SMALL, Sentence, Words
from kg.lexicon import Lexicon
from kg.records import THING

_MOST = 4  # words before the noun
_Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True, slots=True)
class _Cues:
    """Head phrases by their first word, and the words that may stand before them."""

    papers: _Phrases
    national: _Phrases
    unspecific: frozenset[str]
    modifiers: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    function: frozenset[str]
    adjectives: tuple[str, ...]
    acronyms: frozenset[str]
    events: frozenset[str]
    counted: frozenset[str]
    gatherings: frozenset[str]
    pressing: frozenset[str]
    topical: frozenset[str]
    praising: frozenset[str]
    travels: frozenset[str]
    travel: frozenset[str]
    plurals: frozenset[str]
    uncounted: frozenset[str]

    @property
    def heads(self) -> frozenset[str]:
        """The words that a head phrase begins with."""
        return self.events.union(self.papers, self.national, self.counted, self.travels)


@lru_cache(maxsize=8)
def _cues_of(lexicon: Lexicon) -> _Cues:
    papers = [(noun, type_) for type_ in ("Agreement", "Document") for noun in lexicon.rows("nominals").get(type_, ())]
    national = [(noun, "Project") for noun in lexicon.rows("projects").get("national", ())]
    generic = frozenset(word.lower() for word in lexicon.cues("words", "generic"))
    return _Cues(
        _by_first(papers),
        _by_first(national),
        lexicon.cues("things", "unspecific"),
        lexicon.cues("nominals", "modifiers") | generic,
        lexicon.cues("anaphors", "determiners"),
        lexicon.cues("nominals", "articles"),
        lexicon.cues("words", "function"),
        lexicon.rows("endings").get("adjectives", ()),
        frozenset(noun for noun in lexicon.cues("nominals", "Agreement") if noun.lower() != noun),
        lexicon.cues("events", "unnamed"),
        lexicon.cues("events", "unnamed if described"),
        lexicon.cues("events", "counted") | lexicon.cues("events", "modifiers"),
        lexicon.cues("events", "no event"),
        lexicon.cues("events", "topical"),
        lexicon.cues("events", "praising"),
        lexicon.cues("events", "travels"),
        lexicon.cues("events", "travel"),
        lexicon.cues("nominals", "plurals"),
        lexicon.cues("nominals", "uncounted"),
    )


def _by_first(phrases: Sequence[tuple[str, str]]) -> _Phrases:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for noun, type_ in phrases:
        key = tuple(noun.lower().split())
        found.setdefault(key[0], []).append((key, type_))
    return {first: tuple(sorted(keys, key=lambda k: -len(k[0]))) for first, keys in found.items()}


def find_nominals(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield the unnamed agreements, documents and events that a determiner or an owner makes specific.

    What a country has one of ("China's space station") is a name, with its owner.
    """
    named = {one.type: one.first for one in sorted(chosen, key=lambda one: -one.first)}
    finder = _Finder(words, _cues_of(lexicon), {one.last: one for one in chosen}, cover(words, chosen), named)
    for at in words.where(finder.cues.heads):
        if not finder.taken[at]:
            sentence = words.sentence_at(at)
            yield from finder.national(at)
            yield from finder.paper(sentence, at)
            yield from finder.gathering(sentence, at)
            yield from finder.travel(sentence, at)


@dataclass(frozen=True, slots=True)
class _Finder:
    """One document under the search for unnamed things.

    `ends` are the chosen names by their end, `named` says where a thing of each class is first named.
    """

    words: Words
    cues: _Cues
    ends: Mapping[int, Found]
    taken: bytearray
    named: Mapping[str, int]

    def national(self, at: int) -> Iterator[Found]:
        """Yield "China's space station" from the noun phrase at the word."""
        phrase = self._phrase(self.cues.national, at)
        owner = self.ends.get(at - 1)
        if phrase and owner and owner.type == "Country" and self.words.shape[at - 1] == POSSESSIVE:
            yield Found(owner.first, at + len(phrase[0]), phrase[1], "national", 1)

    def paper(self, sentence: Sentence, at: int) -> Iterator[Found]:
        """Yield an agreement or document whose noun phrase begins at the word."""
        phrase = self._phrase(self.cues.papers, at)
        acronym = self.words.forms[at] in self.cues.acronyms
        single = phrase is not None and len(phrase[0]) == 1 and self.words.shape[at] == CAPITAL
        if not phrase:
            return
        first = self._described(sentence, at)
        if single and not (sentence.headline or acronym or self._is_determined(sentence, first)):
            return
        start = first if self._is_determined(sentence, first) else self._qualified(sentence, first, phrase[1])
        several = any(word.endswith("s") for word in phrase[0]) or phrase[0][0] in self.cues.plurals
        if several and self._is_uncounted(sentence, min(first, start)):
            return
        if several or acronym or sentence.headline or self._is_determined(sentence, start):
            rule = THING if several else "nominal"  # words for several stand in phrases as well
            yield Found(first, at + len(phrase[0]), phrase[1], rule, 8, kind="nominal")

    def _is_uncounted(self, sentence: Sentence, first: int) -> bool:
        """Return whether more stand together than a text would tell apart: "other agreements", "46 accords"."""
        if first == sentence.first:
            return False
        before = self.words.lower[first - 1]
        if self.words.shape[first - 1] in NAMELIKE and first not in self.ends:
            return True
        return before in self.cues.uncounted or self.words.lower[first] in self.cues.uncounted or before.isdigit()

    def gathering(self, sentence: Sentence, at: int) -> Iterator[Found]:
        """Yield an event without a name: "a workshop", "the tenth annual meeting"; "the summit" may be a named one.

        The noun's own complement stays outside: "a workshop on energy".
        """
        lower, cues = self.words.lower, self.cues
        if self.words.shape[at] != SMALL or lower[at] not in cues.events | cues.counted:
            return
        topical = lower[at] in cues.topical
        first = at
        while first > max(sentence.first, at - _MOST) and not self.taken[first - 1]:
            if not (self._is_modifier(first - 1) or self._is_gathered(first - 1) or self._is_plain(first - 1)):
                break
            first -= 1
        described = any(self._is_gathered(word) or (topical and self._is_topic(word)) for word in range(first, at))
        plain = lower[at] in cues.events and (
            self._is_new(first) or at < self.named.get("Event", len(self.words.forms))
        )
        if (described or plain) and lower[at - 1] not in cues.pressing and self._is_determined(sentence, first):
            yield Found(first, at + 1, "Event", "nominal", 9, kind="nominal")

    def travel(self, sentence: Sentence, at: int) -> Iterator[Found]:
        """Yield a journey that is no spaceflight: "a trade mission", "the trade and investment mission"."""
        lower, topics = self.words.lower, self.cues.travel
        if lower[at] not in self.cues.travels or lower[at - 1] not in topics:
            return
        first = at - 3 if self.words.shape[at - 2] == AND and lower[at - 3] in topics else at - 1
        if self._is_determined(sentence, self._described(sentence, first)):
            yield Found(first, at + 1, "Event", "nominal", 8, kind="nominal")

    def _is_gathered(self, at: int) -> bool:
        """Return whether the word tells one meeting from others: "annual", "35th", "signing"."""
        lower = self.words.lower[at]
        ordinal = lower[:1].isdigit() and lower.endswith(("st", "nd", "rd", "th"))
        return lower in self.cues.gatherings or ordinal

    def _is_topic(self, at: int) -> bool:
        """Return whether the word says what a gathering is for: "a launch event", not "a special event"."""
        return self._is_plain(at) and self.words.lower[at] not in self.cues.unspecific | self.cues.praising

    def _is_new(self, first: int) -> bool:
        return first > 0 and self.words.lower[first - 1] in self.cues.articles

    def _phrase(self, phrases: _Phrases, at: int) -> tuple[tuple[str, ...], str] | None:
        for key, type_ in phrases.get(self.words.lower[at], ()):
            if tuple(self.words.lower[at : at + len(key)]) == key and not any(self.taken[at : at + len(key)]):
                return key, type_
        return None

    def _described(self, sentence: Sentence, at: int) -> int:
        """Return where the words that describe the noun at the word begin: "science and technology", "new"."""
        first = at
        end = max(sentence.first, at - _MOST)
        while first > end and not self.taken[first - 1]:
            joined = first < at and first - 1 > end and self.words.shape[first - 1] == AND
            if joined and not self.taken[first - 2] and self._is_modifier(first - 2):
                first -= 2
            elif self._is_modifier(first - 1):
                first -= 1
            else:
                break
        return first

    def _qualified(self, sentence: Sentence, first: int, type_: str) -> int:
        """Return where plain nouns that qualify the phrase begin, if a determiner stands before: "a study agreement".

        With "the" they may point back to what was named before, in other words.
        """
        start = first
        while start > max(sentence.first, first - _MOST) and not self.taken[start - 1] and self._is_plain(start - 1):
            start -= 1
        if start == first or not self._is_determined(sentence, start):
            return first
        is_new = self.words.lower[start - 1] in self.cues.articles or self.named.get(type_, first) >= first
        return start if is_new else first

    def _is_plain(self, at: int) -> bool:
        if self.words.shape[at] != SMALL:
            return False
        return self.words.lower[at] not in self.cues.function | self.cues.determiners | self.cues.articles

    def _is_modifier(self, at: int) -> bool:
        lower = self.words.lower[at]
        if self.words.shape[at] not in {SMALL, CAPITAL, ACRONYM} or lower in self.cues.function:
            return False
        return (
            lower in self.cues.modifiers
            or lower in self.cues.unspecific
            or lower.endswith(self.cues.adjectives)
            or ("-" in lower and self.words.shape[at] == SMALL and self.words.forms[at][0].islower())
        )

    def _is_determined(self, sentence: Sentence, first: int) -> bool:
        """Return whether an article, a possessive or an owner's name stands before the phrase."""
        if first == sentence.first:
            return False
        before = self.words.lower[first - 1]
        if before in self.cues.determiners or before in self.cues.articles or first in self.ends:
            return True
        return self.words.shape[first - 1] == POSSESSIVE and first - 1 in self.ends
