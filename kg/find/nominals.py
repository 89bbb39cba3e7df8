"""Specific things without a name: "an agreement", "the white paper", "a maritime surveillance centre"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.find.found import Found, cover
from kg.find.words import ACRONYM, CAPITAL, POSSESSIVE, SMALL, Sentence, Words
from kg.lexicon import Lexicon

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
    pointing: frozenset[str]

    @property
    def heads(self) -> frozenset[str]:
        """The words that a head phrase begins with."""
        return self.specific.union(self.papers, self.national)


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
    finder = _Finder(words, _cues_of(lexicon), {one.last: one for one in chosen}, cover(words, chosen))
    for at in words.where(finder.cues.heads):
        if not finder.taken[at]:
            sentence = words.sentence_at(at)
            yield from finder.national(at)
            yield from finder.paper(sentence, at)
            yield from finder.thing(sentence, at)


@dataclass(frozen=True, slots=True)
class _Finder:
    """One document under the search for unnamed things; `ends` are the chosen names by their end."""

    words: Words
    cues: _Cues
    ends: Mapping[int, Found]
    taken: bytearray

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
        if single and not (sentence.headline or acronym or (first == at and self._is_determined(sentence, at))):
            return
        bare = phrase[0][-1].endswith("s") or acronym
        if bare or sentence.headline or self._is_determined(sentence, first):
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
        if first < at and self._is_determined(sentence, self._described(sentence, at)):
            yield Found(first, at + 1, "Project", "nominal", 9, kind="nominal")

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
