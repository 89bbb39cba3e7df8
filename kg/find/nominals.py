"""Specific things without a name: "an agreement", "the white paper", "a maritime surveillance centre", "a workshop"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.find.found import Found, cover
from kg.find.words import ACRONYM, CAPITAL, POSSESSIVE, SMALL, Sentence, Words
from kg.lexicon import PROJECTS, Lexicon

_MOST = 4  # words before the noun
_Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True, slots=True)
class _Cues:
    """Head phrases by their first word, and the words that may stand before them."""

    papers: _Phrases
    national: _Phrases
    specific: frozenset[str]
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
    pointing: frozenset[str]

    @property
    def heads(self) -> frozenset[str]:
        """The words that a head phrase begins with."""
        return self.specific.union(self.papers, self.national, self.events, self.counted)


@lru_cache(maxsize=8)
def _cues_of(lexicon: Lexicon) -> _Cues:
    papers = [(noun, type_) for type_ in ("Agreement", "Document") for noun in lexicon.rows("nominals").get(type_, ())]
    national = [(noun, "Project") for noun in lexicon.rows("projects").get("national", ())]
    generic = frozenset(word.lower() for word in lexicon.cues("words", "generic"))
    return _Cues(
        _by_first(papers),
        _by_first(national),
        lexicon.cues("projects", "specific"),
        lexicon.cues("projects", "unspecific"),
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
        lexicon.cues("anaphors", "Project"),
    )


def _by_first(phrases: Sequence[tuple[str, str]]) -> _Phrases:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for noun, type_ in phrases:
        key = tuple(noun.lower().split())
        found.setdefault(key[0], []).append((key, type_))
    return {first: tuple(sorted(keys, key=lambda k: -len(k[0]))) for first, keys in found.items()}


def find_nominals(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield the unnamed agreements, documents and projects that a determiner or an owner makes specific.

    What a country has one of ("China's space station") is a name, with its owner.
    """
    named = {one.type: one.first for one in sorted(chosen, key=lambda one: -one.first)}
    starts = {one.first: one for one in chosen}
    ends = {one.last: one for one in chosen}
    finder = _Finder(words, _cues_of(lexicon), starts, ends, cover(words, chosen), named)
    for at in words.where(finder.cues.heads):
        if not finder.taken[at]:
            sentence = words.sentence_at(at)
            yield from finder.national(at)
            yield from finder.paper(sentence, at)
            yield from finder.thing(sentence, at)
            yield from finder.gathering(sentence, at)


@dataclass(frozen=True, slots=True)
class _Finder:
    """One document under the search for unnamed things.

    `starts` and `ends` are the chosen names by their ends, `named` says where a thing of each class is first named.
    """

    words: Words
    cues: _Cues
    starts: Mapping[int, Found]
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
        bare = phrase[0][-1].endswith("s") or acronym
        if bare or sentence.headline or self._is_determined(sentence, start):
            yield Found(first, at + len(phrase[0]), phrase[1], "nominal", 8, kind="nominal")

    def thing(self, sentence: Sentence, at: int) -> Iterator[Found]:
        """Yield a project whose head noun is the word, with at least one word before it that says what it is for."""
        if self.words.shape[at] != SMALL or self.words.lower[at] not in self.cues.specific:
            return
        first = self._described(sentence, at)
        while first < at and self.words.lower[first] in self.cues.unspecific:
            first += 1
        if " ".join(self.words.lower[first : at + 1]) in self.cues.pointing:
            return
        described = self._described(sentence, at)
        if self._is_of_named(described, at):
            return
        if first < at and self._is_determined(sentence, described):
            yield Found(first, at + 1, "Project", "nominal", 9, kind="nominal")

    def _is_of_named(self, described: int, at: int) -> bool:
        """Return whether a name beside the phrase is what it describes.

        "The Euclid space telescope" is Euclid; "the communications satellite Amos" and "Amos, Israel's first
        communications satellite" are Amos.
        """
        owner = self.ends.get(described - 1)
        start = owner.first if owner and self.words.shape[described - 1] == POSSESSIVE else described
        start -= self.words.lower[start - 1] in self.cues.articles | self.cues.determiners
        comma = self.words.shape[start - 1 : start] == ","
        around = (self.ends.get(described), self.starts.get(at + 1), self.ends.get(start - 1) if comma else None)
        return any(one is not None and one.type in PROJECTS for one in around)

    def gathering(self, sentence: Sentence, at: int) -> Iterator[Found]:
        """Yield an event without a name: "a workshop", "the tenth annual meeting"; "the summit" may be a named one.

        The noun's own complement stays outside: "a workshop on energy".
        """
        lower, cues = self.words.lower, self.cues
        if self.words.shape[at] != SMALL or lower[at] not in cues.events | cues.counted:
            return
        first = at
        while first > max(sentence.first, at - _MOST) and not self.taken[first - 1]:
            if not (self._is_modifier(first - 1) or self._is_gathered(first - 1)):
                break
            first -= 1
        described = any(map(self._is_gathered, range(first, at)))
        plain = lower[at] in cues.events and (
            self._is_new(first) or at < self.named.get("Event", len(self.words.forms))
        )
        if (described or plain) and lower[at - 1] not in cues.pressing and self._is_determined(sentence, first):
            yield Found(first, at + 1, "Event", "nominal", 9, kind="nominal")

    def _is_gathered(self, at: int) -> bool:
        """Return whether the word tells one meeting from others: "annual", "35th", "signing"."""
        lower = self.words.lower[at]
        ordinal = lower[:1].isdigit() and lower.endswith(("st", "nd", "rd", "th"))
        return lower in self.cues.gatherings or ordinal

    def _is_new(self, first: int) -> bool:
        return first > 0 and self.words.lower[first - 1] in self.cues.articles

    def _phrase(self, phrases: _Phrases, at: int) -> tuple[tuple[str, ...], str] | None:
        for key, type_ in phrases.get(self.words.lower[at], ()):
            if tuple(self.words.lower[at : at + len(key)]) == key and not any(self.taken[at : at + len(key)]):
                return key, type_
        return None

    def _described(self, sentence: Sentence, at: int) -> int:
        """Return where the words that describe the noun at the word begin."""
        first = at
        while first > max(sentence.first, at - _MOST) and not self.taken[first - 1] and self._is_modifier(first - 1):
            first -= 1
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
            or ("-" in lower and self.words.shape[at] == SMALL)
        )

    def _is_determined(self, sentence: Sentence, first: int) -> bool:
        """Return whether an article, a possessive or an owner's name stands before the phrase."""
        if first == sentence.first:
            return False
        before = self.words.lower[first - 1]
        if before in self.cues.determiners or before in self.cues.articles or first in self.ends:
            return True
        return self.words.shape[first - 1] == POSSESSIVE and first - 1 in self.ends
