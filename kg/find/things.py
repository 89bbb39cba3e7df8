"""Projects without a name: "a maritime surveillance centre", "a 12 MW wind farm", "its first weather satellite"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.find.found import Found, cover
from kg.find.words import ACRONYM, CAPITAL, DASH, NUMBER, OF, POSSESSIVE, SMALL, Sentence, Words
from kg.lexicon import PROJECTS, Lexicon
from kg.records import THING

_MOST = 6  # words before the noun
_NONE: frozenset[str] = frozenset()
_OPEN = frozenset([SMALL, NUMBER, DASH, CAPITAL, ACRONYM])


@dataclass(frozen=True, slots=True)
class _Cues:
    """Head phrases by their last word, with their class, and the words that may stand around them."""

    heads: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    vague: frozenset[str]
    pointing: frozenset[str]
    modifiers: frozenset[str]
    adjectives: tuple[str, ...]
    unspecific: frozenset[str]
    counted: frozenset[str]
    participles: frozenset[str]
    articles: frozenset[str]
    owners: frozenset[str]
    possessives: frozenset[str]
    parts: frozenset[str]
    singling: frozenset[str]
    saying: frozenset[str]
    naming: frozenset[str]
    function: frozenset[str]
    verbs: frozenset[str]


@lru_cache(maxsize=8)
def _cues_of(lexicon: Lexicon) -> _Cues:
    rows = lexicon.rows("things")
    heads: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row, type_ in (("heads", "Project"), ("parts", "Project"), ("phrases", "Project"), ("vague", "Project")):
        for noun in rows.get(row, ()):
            key = tuple(noun.lower().split())
            heads.setdefault(key[-1], []).append((key, type_))
    return _Cues(
        {last: tuple(sorted(keys, key=lambda key: -len(key[0]))) for last, keys in heads.items()},
        lexicon.cues("things", "vague"),
        lexicon.cues("anaphors", "Project"),
        lexicon.cues("nominals", "modifiers") | frozenset(word.lower() for word in lexicon.cues("words", "generic")),
        lexicon.rows("endings").get("adjectives", ()),
        lexicon.cues("things", "unspecific"),
        lexicon.cues("things", "counted"),
        lexicon.cues("things", "participles"),
        lexicon.cues("nominals", "articles"),
        lexicon.cues("anaphors", "determiners"),
        lexicon.cues("things", "possessives"),
        lexicon.cues("things", "parts"),
        lexicon.cues("things", "singling"),
        lexicon.cues("things", "saying"),
        lexicon.cues("things", "naming"),
        lexicon.cues("words", "function"),
        lexicon.cues("things", "verbs") | lexicon.cues("anaphors", "verbs"),
    )


def find_things(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield the singular nouns for things with what tells them from others, behind an article or an owner.

    What only says of something named what it is ("X is a weather satellite", "a lander called X") is none.
    """
    cues = _cues_of(lexicon)
    starts = {one.first: one for one in chosen}
    finder = _Finder(words, cues, starts, {one.last: one for one in chosen}, cover(words, chosen))
    known: dict[str, set[str]] = {}  # the words that described the things of a noun so far
    for at in words.where(cues.heads.keys()):
        if finder.taken[at] or words.shape[at] != SMALL or words.sentence_at(at).headline:
            continue
        for found in finder.thing(at, known):
            known.setdefault(words.lower[at], set()).update(words.lower[found.first : at])
            yield found


@dataclass(frozen=True, slots=True)
class _Finder:
    """One document under the search; `starts` and `ends` are the chosen names by where they begin and end."""

    words: Words
    cues: _Cues
    starts: Mapping[int, Found]
    ends: Mapping[int, Found]
    taken: bytearray

    def thing(self, at: int, known: Mapping[str, set[str]]) -> Iterator[Found]:
        """Yield the thing whose noun ends with the word; "the" speaks of one that is known."""
        sentence = self.words.sentence_at(at)
        noun, type_, is_vague = self._noun(sentence, at)
        if not type_ or not self._ends(sentence, at + 1):
            return
        described = self._described(sentence, noun, is_vague=is_vague)
        is_known = not known.get(self.words.lower[at], _NONE).isdisjoint(self.words.lower[described:at])
        is_shown = self._is_new(sentence, described) or (
            self._is_definite(described) and (is_known or self._is_first_named(sentence, described, noun, at))
        )
        if not is_shown or self._explains(sentence, described, at):
            return
        first = described
        while first < noun and self.words.lower[first] in self.cues.unspecific | self.cues.singling:
            first += 1
        if any(self._is_counted(word) for word in range(described, noun)):
            return
        said = " ".join(self.words.lower[first : at + 1])
        is_owned = first == described and described in self.ends  # "an Indian space station"
        if (first < at or "-" in said) and (is_owned or said not in self.cues.pointing):
            yield Found(first, at + 1, type_, THING, 9, kind="nominal")

    def _noun(self, sentence: Sentence, at: int) -> tuple[int, str, bool]:
        """Return where the noun that ends at the word begins, its class, and whether it says little."""
        lower = self.words.lower
        for key, type_ in self.cues.heads[lower[at]]:
            first = at + 1 - len(key)
            if first >= sentence.first and tuple(lower[first : at + 1]) == key and not any(self.taken[first:at]):
                return first, type_, len(key) == 1 and lower[at] in self.cues.vague
        return at, "", False

    def _ends(self, sentence: Sentence, behind: int) -> bool:
        """Return whether the noun phrase ends before the word, and nothing that follows is its name."""
        if behind >= sentence.last:
            return True
        shape, lower = self.words.shape[behind], self.words.lower[behind]
        if behind in self.starts and self.starts[behind].type != "Date":
            return False
        if lower in self.cues.naming or shape in {DASH, CAPITAL, ACRONYM, POSSESSIVE, NUMBER, '"'}:
            return False
        if shape in {",", "(", ":", "x"}:
            return not self._is_named(sentence, behind + 1)
        if shape != SMALL or lower in self.cues.function or lower in self.cues.verbs:
            return True
        return lower.endswith(("ed", "ly"))

    def _is_named(self, sentence: Sentence, at: int) -> bool:
        """Return whether a project's name stands behind a mark: "a new probe, the Nordvik", "a dam (Nordvik)"."""
        at += at < sentence.last and self.words.lower[at] == "the"
        if at >= sentence.last:
            return False
        named = self.starts.get(at)
        if named:
            return named.type in PROJECTS
        return self.words.shape[at] in {CAPITAL, ACRONYM, '"'}

    def _described(self, sentence: Sentence, noun: int, *, is_vague: bool) -> int:
        """Return where the words that describe the noun begin."""
        first = noun
        while first > max(sentence.first, noun - _MOST) and not self.taken[first - 1]:
            if not (self._is_modifier(first - 1) if is_vague else self._is_open(first - 1)):
                break
            first -= 1
        return first

    def _is_counted(self, at: int) -> bool:
        """Return whether the word numbers one of several, of which each may have a name: "fifth", "100th"."""
        lower = self.words.lower[at]
        return lower in self.cues.counted or (lower[:1].isdigit() and lower.endswith(("st", "nd", "rd", "th")))

    def _is_open(self, at: int) -> bool:
        lower = self.words.lower[at]
        if self.words.shape[at] not in _OPEN or lower in self.cues.owners | self.cues.articles or self._is_joined(at):
            return False
        is_made = lower in self.cues.participles and self.words.lower[at - 1].endswith("ly")
        return lower not in self.cues.function or lower in self.cues.unspecific or is_made

    def _is_joined(self, at: int) -> bool:
        """Return whether the word is a name with a participle: "Kenya-built"."""
        form = self.words.forms[at]
        return self.words.shape[at] == SMALL and "-" in form and not form.islower()

    def _is_modifier(self, at: int) -> bool:
        lower = self.words.lower[at]
        if self.words.shape[at] not in {SMALL, CAPITAL, ACRONYM} or lower in self.cues.function:
            return False
        known = lower in self.cues.modifiers | self.cues.unspecific or lower.endswith(self.cues.adjectives)
        return known or ("-" in lower and self.words.shape[at] == SMALL and not self._is_joined(at))

    def _is_new(self, sentence: Sentence, first: int) -> bool:
        """Return whether an article or an owner stands before the phrase: "a", "its", "Peru's", "a Peruvian"."""
        first -= first > sentence.first and self._is_joined(first - 1)
        if first == sentence.first:
            return False
        lower = self.words.lower
        owner = self.ends.get(first - 1)
        if lower[first - 1] in self.cues.articles | self.cues.possessives:
            return True
        if owner is not None and self.words.shape[first - 1] == POSSESSIVE:
            return True
        owner = self.ends.get(first)
        if owner is None or owner.type in PROJECTS:
            return False
        before = self.cues.articles | self.cues.possessives | self.cues.singling
        return owner.first > sentence.first and lower[owner.first - 1] in before

    def _is_definite(self, first: int) -> bool:
        first -= first > 0 and self._is_joined(first - 1)
        owner = self.ends.get(first)
        start = owner.first if owner is not None and owner.type not in PROJECTS else first
        return start > 0 and self.words.lower[start - 1] in self.cues.owners

    def _is_first_named(self, sentence: Sentence, first: int, noun: int, at: int) -> bool:
        """Return whether "the" needs nothing named before: "the first dam", "the infrared camera", "the dam of"."""
        lower = self.words.lower
        is_state = first in self.ends and lower[at] in self.cues.vague
        return (
            is_state
            or lower[first] in self.cues.singling
            or " ".join(lower[noun : at + 1]) in self.cues.parts
            or (at + 1 < sentence.last and self.words.shape[at + 1] == OF)
        )

    def _explains(self, sentence: Sentence, described: int, at: int) -> bool:
        """Return whether the phrase says of something named what it is: "X is a …", "X, a …"."""
        before = described - 1
        if described in self.ends:
            before = self.ends[described].first - 1
        if before < sentence.first:
            return False
        if self.words.shape[before] == POSSESSIVE and before in self.ends:
            before = self.ends[before].first - 1
            before += self.words.lower[before] not in self.cues.owners
        before -= 1
        if before < sentence.first:
            return False
        if self.words.lower[before] in self.cues.saying:
            return True
        if self.words.shape[before] not in {",", "(", ")"}:
            return False
        is_aside = before - 1 not in self.words.openers or self.words.shape[at + 1 : at + 2] == ","
        return bool(self.taken[before - 1]) or (is_aside and self.words.shape[before - 1] in {")", CAPITAL, ACRONYM})
