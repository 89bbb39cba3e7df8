"""Words that point back to something named: "the agency", "the two countries", "it", "he"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from kg.find.found import Found
from kg.find.words import Words
from kg.lexicon import Lexicon

_CLASSES = ("Country", "Agency", "Company", "University", "Alliance", "Organization", "Project", "LaunchVehicle",
            "Agreement", "Event", "Document", "Person", "Place")  # fmt: skip
_SETS = {"Country_set": "Country", "Agency_set": "Agency", "Project_set": "Project"}
_PRONOUNS = {"person_pronouns": "Person", "person_possessives": "Person", "thing_pronouns": "Organization",
             "thing_possessives": "Organization", "set_pronouns": "Country", "set_possessives": "Country"}  # fmt: skip


@lru_cache(maxsize=8)
def _heads(lexicon: Lexicon) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    single = {head.lower(): type_ for type_ in reversed(_CLASSES) for head in lexicon.rows("anaphors").get(type_, ())}
    sets = {head: type_ for row, type_ in _SETS.items() for head in lexicon.rows("anaphors").get(row, ())}
    pronouns = {word: type_ for row, type_ in _PRONOUNS.items() for word in lexicon.rows("anaphors").get(row, ())}
    return single, sets, pronouns


def find_anaphors(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield definite noun phrases and pronouns that stand for something named; `rule` says which kind."""
    taken = {at for one in chosen for at in range(one.first, one.last)}
    single, sets, pronouns = _heads(lexicon)
    determiners = lexicon.cues("anaphors", "determiners")
    quantities = lexicon.cues("anaphors", "quantities")
    ends = _ending(words, lexicon)
    past = 0
    for at, lower in enumerate(words.lower):
        if at in taken or at < past:
            continue
        if lower in pronouns:
            yield Found(at, at + 1, pronouns[lower], "pronoun", 9, kind="anaphor")
        elif lower in determiners or lower in quantities:
            for found in _phrase(words, at, single, sets, quantities, taken, ends):
                past = found.last
                yield found


def _ending(words: Words, lexicon: Lexicon) -> Callable[[int], bool]:
    """Return whether a noun phrase may end before a word: not before "of", nor before another noun ("the state firm")."""
    verbs = lexicon.cues("anaphors", "verbs") | lexicon.cues("persons", "speech") | lexicon.cues("words", "function")

    def ends(at: int) -> bool:
        if at >= len(words.lower) or words.shape[at] not in "lo":
            return True
        lower = words.lower[at]
        return lower != "of" and (lower in verbs or lower.endswith(("s", "ed", "ing", "ly")))

    return ends


def _phrase(
    words: Words,
    at: int,
    single: Mapping[str, str],
    sets: Mapping[str, str],
    quantities: frozenset[str],
    taken: set[int],
    ends: Callable[[int], bool],
) -> Iterator[Found]:
    first = at + 1 if words.lower[at] not in quantities else at
    first += first < len(words.lower) and words.lower[first] in quantities
    for last in (first + 3, first + 2, first + 1):
        if last > len(words.lower) or taken.intersection(range(at, last)):
            continue
        phrase = " ".join(words.lower[first:last])
        if phrase in sets:
            yield Found(at, last, sets[phrase], "set", 9, kind="anaphor")
            return
        if phrase in single and words.lower[at] not in quantities and ends(last):
            yield Found(at, last, single[phrase], "definite", 9, kind="anaphor")
            return
