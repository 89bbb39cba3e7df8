"""Words that point back to something named: "the agency", "the two countries", "it", "he"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.find.found import Found, cover
from kg.find.words import NAMELIKE, PREPOSITION, SMALL, Words
from kg.lexicon import Lexicon

# Of a noun that several classes have, the first has it.
_CLASSES = (
    "Country", "Agency", "Company", "University", "Alliance", "Organization", "Project", "LaunchVehicle", "Agreement",
    "Event", "Document", "Person", "Place",
)  # fmt: skip
_SETS = {"Country_set": "Country", "Agency_set": "Agency", "Project_set": "Project"}
_PRONOUNS = {
    "person_pronouns": "Person", "person_possessives": "Person", "thing_pronouns": "Organization",
    "thing_possessives": "Organization", "set_pronouns": "Country", "set_possessives": "Country",
    "first_persons": "Organization",
}  # fmt: skip
_VERBAL = ("s", "ed", "ing", "ly")  # endings of words that are no noun in a compound
_PAST = ("ed", "t")  # endings of participles: "signed", "built"
_BODIES = frozenset({"Agency", "Company", "University", "Alliance", "Organization"})
_LONGEST = 3  # words of a head
_FAR = 6  # words of a place or date between an action and "of"


@dataclass(frozen=True, slots=True)
class _Cues:
    """The nouns and pronouns by what they may stand for; `behind` are the verbs that may follow a phrase."""

    single: Mapping[str, str]
    sets: Mapping[str, str]
    pronouns: Mapping[str, str]
    determiners: frozenset[str]
    quantities: frozenset[str]
    definite: frozenset[str]
    behind: frozenset[str]
    owned: Mapping[str, str]
    owners: frozenset[str]
    owned_how: frozenset[str]
    people: frozenset[str]
    others: frozenset[str]
    described: frozenset[str]
    naming: frozenset[str]
    acted_on: frozenset[str]
    acts: Mapping[str, str]
    linking: frozenset[str]
    restricting: frozenset[str]
    describing: frozenset[str]
    counting: tuple[str, ...]
    seated: tuple[str, ...]
    bare: frozenset[str]
    governing: frozenset[str]
    verbs: frozenset[str]
    firsts: frozenset[str]
    actions: frozenset[str]

    @property
    def first(self) -> frozenset[str]:
        """The words that a phrase can begin with."""
        return self.determiners.union(self.quantities, self.pronouns, self.others, self.actions)

    def describes(self, word: str) -> bool:
        """Return whether a word before a noun only describes what is meant: "Paris-based", "27-nation"."""
        is_counting = word[:1].isdigit() and word.endswith(self.counting)
        return word in self.describing or word.endswith(self.seated) or is_counting


@lru_cache(maxsize=8)
def _cues_of(lexicon: Lexicon) -> _Cues:
    rows = lexicon.rows("anaphors")
    return _Cues(
        {head.lower(): type_ for type_ in reversed(_CLASSES) for head in rows.get(type_, ())},
        {head: type_ for row, type_ in _SETS.items() for head in rows.get(row, ())},
        {word: type_ for row, type_ in _PRONOUNS.items() for word in rows.get(row, ())},
        lexicon.cues("anaphors", "determiners"),
        lexicon.cues("anaphors", "quantities"),
        lexicon.cues("anaphors", "definite"),
        lexicon.cues("anaphors", "verbs") | lexicon.cues("persons", "speech") | lexicon.cues("words", "function"),
        {noun: type_ for type_ in _CLASSES for noun in lexicon.rows("owned").get(type_, ())},
        lexicon.cues("owned", "owners"),
        lexicon.cues("owned", "how"),
        lexicon.cues("owned", "people"),
        lexicon.cues("owned", "others"),
        lexicon.cues("owned", "adjectives"),
        lexicon.cues("owned", "naming"),
        lexicon.cues("acted_on", "pronouns"),
        {verb: type_ for type_ in _CLASSES for verb in lexicon.rows("acted_on").get(type_, ())},
        lexicon.cues("acted_on", "linking"),
        lexicon.cues("anaphors", "restricting"),
        lexicon.cues("anaphors", "describing"),
        lexicon.rows("anaphors").get("counting", ()),
        lexicon.rows("endings").get("seated", ()),
        lexicon.cues("anaphors", "bare"),
        frozenset().union(*(lexicon.cues("selecting", how) for how in ("made", "carried"))),
        lexicon.cues("anaphors", "verbs") | lexicon.cues("selecting", "auxiliaries") | lexicon.cues("selecting", "be"),
        lexicon.cues("anaphors", "first_persons"),
        lexicon.cues("owned", "bare"),
    )


def find_anaphors(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield definite noun phrases and pronouns that stand for something named; `rule` says which kind."""
    cues = _cues_of(lexicon)
    nations = frozenset(one.first for one in chosen if one.type == "Country" and one.last == one.first + 1)
    finder = _Finder(words, cues, cover(words, chosen), nations)
    past = 0
    for at in words.where(cues.first):
        lower = words.lower[at]
        if at < past or finder.taken[at]:
            continue
        if (lower in cues.owners and (found := finder.owner(at))) or (found := finder.undertaking(at)):
            yield found
        elif lower in cues.actions:
            yield from finder.action(at)
        elif lower in cues.acted_on and (type_ := finder.acted_on(at)):
            yield Found(at, at + 1, type_, "acted_on", 9, kind="anaphor")
        elif lower in cues.pronouns:
            rule = "first" if lower in cues.firsts else "pronoun"
            yield Found(at, at + 1, cues.pronouns[lower], rule, 9, kind="anaphor")
        elif (lower in cues.determiners or lower in cues.quantities) and (
            found := finder.phrase(at) or finder.described(at) or finder.several(at)
        ):
            past = found.last
            yield found


@dataclass(frozen=True, slots=True)
class _Finder:
    """One document under the search for phrases that point back.

    `taken` marks the words of names, `nations` are the single words that name a country.
    """

    words: Words
    cues: _Cues
    taken: bytearray
    nations: frozenset[int]

    def phrase(self, at: int) -> Found | None:
        """Return the noun phrase that begins with the determiner or quantity at the word."""
        lower, cues = self.words.lower, self.cues
        counted = lower[at] in cues.quantities
        first = at if counted else at + 1
        first += lower[first : first + 1] != [] and lower[first] in cues.quantities
        for last in range(min(first + _LONGEST, len(lower)), first, -1):
            head = " ".join(lower[first:last])
            if any(self.taken[at:last]) or self.is_explained(at, last):
                continue
            is_set = head in cues.sets and (not counted or lower[at] in cues.definite)
            if is_set and (head not in cues.single or cues.quantities & {*lower[at:first]}):
                return Found(at, last, cues.sets[head], "set", 9, kind="anaphor")
            if head in cues.single and not counted and self.ends(last):
                return Found(at, last, cues.single[head], "definite", 9, kind="anaphor")
        return None

    def described(self, at: int) -> Found | None:
        """Return the noun behind a determiner and words that only describe it: "the Japanese agency"."""
        lower, cues = self.words.lower, self.cues
        first = at + 1
        while first < min(len(lower), at + _LONGEST) and (first in self.nations or cues.describes(lower[first])):
            first += 1
        if first == at + 1 or lower[at] not in cues.determiners or lower[at] in cues.owners - {"the"}:
            return None
        is_national = not self.nations.isdisjoint(range(at, first))
        for last in range(min(first + _LONGEST, len(lower)), first, -1):
            type_ = cues.single.get(" ".join(lower[first:last]), "")
            fits = (type_ in _BODIES or (type_ and not is_national)) and not any(self.taken[first:last])
            is_named = last < len(lower) and self.words.shape[last] in NAMELIKE
            if fits and not is_named and self.ends(last) and not self.is_explained(at, last):
                return Found(first, last, type_, "definite", 9, kind="anaphor")
        return None

    def several(self, at: int) -> Found | None:
        """Return words for several that name none: "both" or "the two" before a verb, "built both"."""
        lower, cues = self.words.lower, self.cues
        last = at + 1 + (lower[at] == "the")
        if " ".join(lower[at:last]) not in cues.bare or any(self.taken[at:last]):
            return None
        is_subject = last < len(lower) and (lower[last] in cues.verbs or lower[last].endswith("ed"))
        is_end = last >= len(lower) or not (self.words.shape[last].isalnum() or lower[last] in cues.determiners)
        is_object = at > 0 and lower[at - 1] in cues.governing and (is_end or self.words.shape[last] == PREPOSITION)
        return Found(at, last, "Country", "several", 9, kind="anaphor") if is_subject or is_object else None

    def is_explained(self, at: int, last: int) -> bool:
        """Return whether what follows says which one: "the spacecraft for Juno", "the countries that have signed"."""
        lower = self.words.lower
        if lower[at] != "the" or last >= len(lower):
            return False
        if lower[last] in self.cues.restricting:
            return at == 0 or lower[at - 1] not in self.cues.behind  # not "told the agency that"
        return lower[last] == "for" and any(self.taken[last + 1 : last + 1 + _LONGEST])

    def owner(self, at: int) -> Found | None:
        """Return "the" or "its" before an action as the thing whose action it is: "the launch" of the spacecraft."""
        lower = self.words.lower
        noun = at + 1
        while noun < min(len(lower), at + _LONGEST) and lower[noun] in self.cues.owned_how:
            noun += 1
        if noun >= len(lower) or lower[noun] not in self.cues.owned or any(self.taken[at : noun + 1]):
            return None
        if not self.ends(noun + 1) or self.is_owned(noun + 1):
            return None
        return Found(at, at + 1, self.cues.owned[lower[noun]], "owner", 9, kind="anaphor")

    def undertaking(self, at: int) -> Found | None:
        """Return "other" or "the" at the head of a sentence as the project whose partners or crew it goes on to name.

        "Other partners include Peru and Chile", "The three-person crew consists of …".
        """
        words, cues = self.words, self.cues
        if words.lower[at] not in cues.others or at not in words.openers:
            return None
        noun = at + 1
        while noun < min(len(words.lower), at + _LONGEST) and words.lower[noun] in cues.described:
            noun += 1
        named = noun + 2 < len(words.lower) and words.lower[noun + 1] in cues.naming
        if not named or words.lower[noun] not in cues.people or any(self.taken[at : noun + 1]):
            return None
        if words.shape[noun + 2] in {SMALL, "t"} and words.lower[noun + 2] not in cues.determiners:
            return None  # "the crew was launched"
        return Found(at, at + 1, "Project", "owner", 9, kind="anaphor")

    def action(self, at: int) -> Iterator[Found]:
        """Yield an action at the head of a sentence as the thing acted on: "Construction is to begin in 2026"."""
        lower = self.words.lower
        behind = lower[at + 1] if at + 1 < len(lower) else ""
        if at in self.words.openers and (behind in self.cues.verbs or behind.endswith("ed")):
            yield Found(at, at + 1, "Project", "acted_on", 9, kind="anaphor")

    def acted_on(self, at: int) -> str | None:
        """Return the class of what "it" is by the verb that acts on it: "signed it", "it was launched"."""
        lower, acts = self.words.lower, self.cues.acts
        if at and lower[at - 1] in acts:
            return acts[lower[at - 1]]
        verb = at + 1
        while verb < min(len(lower), at + _FAR) and lower[verb] in self.cues.linking:
            verb += 1
        is_passive = verb < len(lower) and verb > at + 1 and lower[verb].endswith(_PAST)
        return acts.get(lower[verb]) if is_passive else None

    def is_owned(self, at: int) -> bool:
        """Return whether "of" follows soon, which says whose action it is: "the launch in 2027 of the probe"."""
        for word, shape in zip(self.words.lower[at : at + _FAR], self.words.shape[at : at + _FAR], strict=True):
            if word == "of" or not (shape.isalnum() or shape == "-"):
                return word == "of"
        return False

    def ends(self, at: int) -> bool:
        """Return whether a noun phrase may end before the word: not before "of", nor before another noun."""
        words = self.words
        if at >= len(words.lower) or words.shape[at] not in "lo":
            return True
        lower = words.lower[at]
        return lower != "of" and (lower in self.cues.behind or lower.endswith(_VERBAL))
