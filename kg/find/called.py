"""Names that a noun explains: "a lander called Alfa", "the Alfa, Beta and Gamma satellites", "Expedition 7"."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.find.found import Found
from kg.find.heads import heads_of, is_generic
from kg.find.words import AND, NAME, NUMBER, SMALL, Sentence, Words
from kg.lexicon import Lexicon

_MOST = 4  # words of a name
_REACH = 6  # words between a noun and "called"


def find_called(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the name behind "called", "dubbed" or the like, as what the noun before it is; and numbered crews."""
    naming, numbered = lexicon.cues("called", "participles"), lexicon.cues("projects", "numbered")
    projects, events = lexicon.cues("projects", "before"), lexicon.cues("events", "before")
    for at in words.where(naming):
        sentence = words.sentence_at(at)
        if at + 1 < sentence.last:
            yield from _called(words, lexicon, sentence, at)
    for at in words.where_written(numbered | projects | events):
        sentence = words.sentence_at(at)
        if at + 1 == sentence.last:
            continue
        if words.forms[at] in numbered and words.shape[at + 1] == NUMBER and words.forms[at + 1].isdigit():
            yield Found(at, at + 2, "Project", "numbered", 3)
        elif words.forms[at] in projects:
            yield from _headed_first(words, lexicon, sentence, at, "Project")
        elif words.forms[at] in events:
            yield from _headed_first(words, lexicon, sentence, at, "Event")


def _called(words: Words, lexicon: Lexicon, sentence: Sentence, at: int) -> Iterator[Found]:
    type_ = _explained(words, lexicon, sentence, at)
    first = at + 1
    while first < sentence.last and (words.shape[first] in '"t' or words.lower[first] == "as"):
        first += 1
    match = NAME.match(words.shape, first, min(sentence.last, first + _MOST))
    if not type_ or not match or _is_person(words, lexicon, first, match.end()):
        return
    if not lexicon.lookup(words.phrase(first, match.end())):
        yield Found(first, match.end(), type_, "called", 4)


def _is_person(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    return last - first > 1 and (words.forms[first] in lexicon.given or words.forms[first] in heads_of(lexicon).titles)


def _explained(words: Words, lexicon: Lexicon, sentence: Sentence, at: int) -> str | None:
    """Return the class of the noun before the word: "the lander, dubbed", "a firm called", "probe has been named"."""
    active = words.lower[at] in lexicon.cues("called", "active")
    before = at - 1 - (words.shape[at - 1 : at] == ",")
    nouns = _nouns(lexicon)
    for here in range(before, max(sentence.first, at - _REACH) - 1, -1):
        type_ = nouns.get(words.lower[here]) if words.shape[here] == SMALL else None
        if type_:
            adjacent = here == before
            passive = words.lower[at - 1] in lexicon.cues("called", "auxiliaries")
            body = type_ not in {"Project", "LaunchVehicle"}
            return None if active and not (passive or (adjacent and not body)) else type_
        if words.shape[here] not in "lrto," or words.lower[here] in lexicon.cues("called", "subjects"):
            return None
    return None


@lru_cache(maxsize=8)
def _nouns(lexicon: Lexicon) -> Mapping[str, str]:
    rows = lexicon.rows("projects")
    found = dict.fromkeys(rows.get("vehicles", ()), "LaunchVehicle")
    found |= dict.fromkeys(rows.get("nouns", ()), "Project")
    bodies = lexicon.rows("organizations")
    found |= dict.fromkeys(lexicon.rows("called").get("things", ()), "Project")
    return found | {noun: type_ for type_ in ("Company", "Media", "Alliance") for noun in bodies.get(type_, ())}


def _headed_first(words: Words, lexicon: Lexicon, sentence: Sentence, at: int, type_: str) -> Iterator[Found]:
    """Yield "Project Alfa", "Operation Open Sky", "Exercise Northern Shield"."""
    match = NAME.match(words.shape, at + 1, min(sentence.last, at + 1 + _MOST))
    if sentence.headline or not match:
        return
    heads = heads_of(lexicon)
    inside = range(at + 1, match.end())
    named = any(not is_generic(words, heads, here) for here in inside)
    if named and not any(words.forms[here] in heads.titles or words.forms[here] in heads.types for here in inside):
        yield Found(at, match.end(), type_, "head before", 4)


def find_coordinated(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield each of the names before a plural: "the Alfa, Beta and Gamma satellites"."""
    nouns = lexicon.cues("projects", "nouns")
    plurals = {noun for noun in nouns if noun.endswith("s") or noun in lexicon.cues("projects", "unchanged")}
    for at in words.where(plurals):
        sentence = words.sentence_at(at)
        if at > sentence.first and words.shape[at] == SMALL and not sentence.headline:
            yield from _members(words, lexicon, sentence, at)


def _members(words: Words, lexicon: Lexicon, sentence: Sentence, end: int) -> Iterator[Found]:
    """Yield the names that a list before the noun joins, from the last to the first that is a plain name."""
    joined = False
    while end > sentence.first:
        first = end
        while first > max(sentence.first, end - _MOST) and words.shape[first - 1] in "CA0-":
            first -= 1
        if first == end or not is_plain(words, lexicon, first, end):
            return
        if joined:
            yield Found(first, end, "Project", "coordinated", 5)
        elif words.shape[first - 1 : first] == AND:
            yield Found(first, end, "Project", "coordinated", 6)
        before = first - 1
        if (
            before <= sentence.first
            or (words.shape[before] not in {AND, ","} and words.lower[before] != "or")
            or (not joined and words.shape[before] != AND)
        ):
            return
        joined = True
        end = before - (words.shape[before - 1] == ",")


def is_plain(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Return whether the words are a name that nothing else is known by."""
    heads = heads_of(lexicon)
    if words.shape[first] not in "CA" or words.forms[first] in lexicon.cues("words", "untyped"):
        return False
    known = any(lexicon.lookup(words.forms[at]) for at in range(first, last))
    titled = any(words.forms[at] in heads.titles for at in range(first, last))
    return not known and not titled and not all(is_generic(words, heads, at) for at in range(first, last))
