"""Projects by what stands beside the name: "the Petrel mission", "spacecraft Luna-25", "(Alfa, Beta)"."""

import re
from collections.abc import Iterator, Sequence

from kg.find.found import Found
from kg.find.gazetteer import numbered
from kg.find.heads import heads_of, is_generic
from kg.find.words import CAPITAL, NAME, NAMELIKE, NUMBER, Sentence, Words
from kg.lexicon import PROJECTS, Lexicon

_LIST = re.compile(r"\((?:[CA](?:[CA0])*[,n]{0,2}){2,}\)")
_BRACKET = re.compile(r"\([^()]{3,200}\)")
_MEMBER = re.compile(r"(?<=[(,n])([CA](?:-?[CA0])*)")
_NUMBERED = re.compile(r"[^\W\d_]+['’]?[^\W\d_]*-\d+\w*")
_THING = 3  # the rank of "the Ada Moe wind farm", which is no person
_WINDOW = 4  # words between the name and the noun, or the other way round


def find_projects(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield capitalised words that a noun beside them, or a number in a sentence on spacecraft, makes projects."""
    nouns = lexicon.cues("projects", "nouns")
    vehicles, vague = lexicon.cues("projects", "vehicles"), lexicon.cues("projects", "vague")
    plain = nouns - vague
    things = plain - lexicon.cues("projects", "christened")
    on_projects = {words.sentence_at(at).first for at in words.where(nouns)}
    for sentence in words.sentences:
        if sentence.headline:
            continue
        for match in NAME.finditer(words.shape, sentence.first, sentence.last):
            first, last = _proper(words, lexicon, match.start(), match.end())
            if first == last:
                continue
            type_ = (
                _by_noun(words, sentence, last, nouns, vehicles)
                or _by_noun_before(words, sentence, first, plain)
                or _explaining(words, sentence, first, last, vague)
                or _by_apposition(words, sentence, last, nouns)
            )
            if type_:
                is_the = words.lower[first - 1 : first] == ["the"]
                is_thing = is_the and _by_noun(words, sentence, last, things, vehicles)
                yield Found(first, last, type_, "noun", _THING if is_thing else 6)
            elif sentence.first in on_projects:
                yield from _by_number(words, lexicon, first, last)


def _proper(words: Words, lexicon: Lexicon, first: int, last: int) -> tuple[int, int]:
    """Return the run without the countries, organizations and titles it begins with; empty if nothing is left."""
    heads = heads_of(lexicon)
    if last - first == 1 and is_generic(words, heads, first):
        return last, last
    months = lexicon.cues("projects", "months")
    first = max((at + 2 for at in range(first, last - 1) if words.forms[at] in months), default=first)
    first = _behind_states(words, lexicon, first, last)
    while first < last and (
        words.forms[first][0].islower() or _is_other(words, lexicon, first) or words.forms[first] in heads.titles
    ):
        first += 1
    if first < last and first in words.openers and words.lower[first] in words.seen:
        first += 1
    if first < last and _is_described(words.forms[last - 1]):
        return last, last
    plain = lexicon.cues("words", "untyped")
    if all(form in heads.generic or form in plain or form.endswith(heads.endings) for form in words.forms[first:last]):
        return last, last  # "an Earth Observation satellite"
    untyped = last - first == 1 and words.forms[first] in lexicon.cues("words", "untyped")
    nothing = untyped or (first < last and words.shape[first] == NUMBER)
    return (last, last) if nothing else (first, last)


def _is_described(form: str) -> bool:
    """Return whether a compound ends in small letters that describe: "Earth-monitoring", "medium-Earth-orbit"."""
    end = form.rpartition("-")[2]
    return "-" in form and len(end) > _SYLLABLE and end.islower()


_SYLLABLE = 4  # letters that the end of a name behind its hyphen may have: "Al-nahda"


def _behind_states(words: Words, lexicon: Lexicon, first: int, last: int) -> int:
    """Return where the run goes on behind a country of several words: "a Soviet Union Soyuz capsule"."""
    for end in range(min(last - 1, first + _WINDOW), first + 1, -1):
        if any(name.type == "Country" for name in lexicon.lookup(" ".join(words.forms[first:end]))):
            return end
    return first


def _is_other(words: Words, lexicon: Lexicon, at: int) -> bool:
    form = words.forms[at]
    compound = "-" in form and all(lexicon.lookup(part) for part in form.split("-"))
    return compound or any(name.type not in PROJECTS for name in lexicon.lookup(form))


def _by_noun(
    words: Words, sentence: Sentence, last: int, nouns: frozenset[str], vehicles: frozenset[str]
) -> str | None:
    at = last + (words.shape[last : last + 1] == '"')
    for here in range(at, min(at + 2, sentence.last)):
        pair = " ".join(words.lower[here : here + 2])
        if words.lower[here] in vehicles or pair in vehicles:
            return "LaunchVehicle"
        if words.shape[here] == "l" and (words.lower[here] in nouns or pair in nouns):
            return "Project"
        if words.shape[here] != "l" or words.lower[here].endswith(("ed", "es", "ing", "ly")):
            return None
    return None


def _by_noun_before(words: Words, sentence: Sentence, first: int, nouns: frozenset[str]) -> str | None:
    at = first - 1
    at -= words.shape[at] == "t" and words.shape[at - 1 : at] == ","  # "the module, the Alfa"
    at -= words.shape[at : at + 1] in {'"', ","} and at > sentence.first
    if at <= sentence.first or words.shape[at] != "l" or words.lower[at] not in nouns:
        return None
    return "Project"


def _explaining(words: Words, sentence: Sentence, first: int, last: int, nouns: frozenset[str]) -> str | None:
    """Return the class of a name set off behind a noun that says little: "for the satellite project, Tern, which"."""
    at = first - 2
    set_off = at > sentence.first and words.shape[first - 1] == "," and words.shape[last : last + 1] == ","
    fits = set_off and words.lower[at] in nouns and words.shape[at - 1] in "lt" and last - first == 1
    return "Project" if fits else None


def _by_apposition(words: Words, sentence: Sentence, last: int, nouns: frozenset[str]) -> str | None:
    """Return the class of a name with ", a small … lander" behind it."""
    if words.shape[last : last + 1] != "," or words.lower[last + 1 : last + 2] not in (["a"], ["an"]):
        return None
    for at in range(last + 2, min(last + 2 + _WINDOW, sentence.last)):
        if words.shape[at] != "l":
            return None
        if words.lower[at] in nouns:
            return "Project"
    return None


def _by_number(words: Words, lexicon: Lexicon, first: int, last: int) -> Iterator[Found]:
    for at in range(first, last):
        if (
            words.shape[at] in NAMELIKE
            and _NUMBERED.fullmatch(words.forms[at])
            and not words.forms[at].startswith("COVID")
        ):
            yield Found(at, at + 1, "Project", "designation", 7)
        end = numbered(words, at + 1)
        if words.shape[at] == CAPITAL and end > at + 1 and words.forms[at] not in heads_of(lexicon).types:
            yield Found(first, end, "Project", "designation", 7)


def find_enumerated(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the names in a bracket behind a plural: "sounding rockets (Alfa and Beta in 1961, Gamma in 1962)"."""
    nouns = lexicon.cues("projects", "nouns") | lexicon.cues("projects", "vehicles")
    for match in _BRACKET.finditer(words.shape):
        noun = words.lower[match.start() - 1] if match.start() else ""
        if noun in nouns and noun.endswith("s"):
            for member in _MEMBER.finditer(words.shape, match.start(), match.end()):
                if not _is_other(words, lexicon, member.start(1)):
                    yield Found(*member.span(1), "Project", "enumeration", 3)


def find_bracketed(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the name in a bracket behind what it is: "a visible-light camera (VIS)"."""
    nouns = lexicon.cues("projects", "nouns") - lexicon.cues("projects", "vague")
    for at in words.where_shaped("("):
        noun = words.lower[at - 1] if at > 1 and words.shape[at - 1] == "l" else ""
        if noun not in nouns or noun.endswith("s") or words.shape[at + 1 : at + 3] not in {"A)", "C)"}:
            continue
        if all(name.type in PROJECTS for name in lexicon.lookup(words.forms[at + 1])):
            yield Found(at + 1, at + 2, "Project", "bracketed", 6)


def find_christened(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield what is taken for a person where the document says that it is a craft: "the rover Ada Sample"."""
    nouns = lexicon.cues("projects", "christened")
    persons = [one for one in chosen if one.type == "Person" and one.last - one.first > 1 and one.rule != "title"]
    crafts: dict[str, str] = {}
    for one in chosen:
        if one.type in {"Person", "Project"}:
            form, noun = _craft(words, one, nouns)
            if noun:
                crafts.setdefault(form, noun)
    for one in persons:
        form = words.phrase(one.first, one.last)
        after = one.first > 0 and words.lower[one.first - 1] == "after"  # "named after Ada Sample"
        if form in crafts and not after:
            known = lexicon.lookup(f"{form} {crafts[form]}")
            yield one._replace(type="Project", rule="christened", rank=0, name=known[0].name if known else None)


def _craft(words: Words, one: Found, nouns: frozenset[str]) -> tuple[str, str]:
    """Return the name without its noun, and the noun beside or inside it; no noun where none is."""
    if one.type == "Project":
        inside = words.lower[one.last - 1]
        return words.phrase(one.first, max(one.last - 1, one.first + 1)), inside if inside in nouns else ""
    behind = words.lower[one.last] if one.last < len(words.lower) else ""
    before = words.lower[one.first - 1] if one.first else ""
    return words.phrase(one.first, one.last), next((noun for noun in (behind, before) if noun in nouns), "")


def find_numbered(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield the numbered members of a project that the document names: "Tern-1" beside "the Tern project"."""
    stems = {_stem(words, lexicon, one) for one in chosen if one.type == "Project" and one.kind == "name"} - {""}
    months = lexicon.cues("projects", "months")
    for form, places in words.index.items() if stems else ():
        member = _MEMBER_NUMBER.fullmatch(form)
        if member and member[1] in stems:
            yield from (Found(at, at + 1, "Project", "designation", 2) for at in places)
    for at in words.where_written(stems):
        end = numbered(words, at + 1)
        if end > at + 1 and words.forms[end : end + 1] != [] and words.forms[end] not in months:
            yield Found(at, end, "Project", "designation", 2)


_MEMBER_NUMBER = re.compile(r"([^\W\d_]+)-?\d{1,3}[A-Z]?")


def _stem(words: Words, lexicon: Lexicon, one: Found) -> str:
    """Return the first word of a project's name if only words for its kind follow; nothing for other names."""
    types = heads_of(lexicon).types
    rest = range(one.first + 1, one.last)
    plain = words.shape[one.first] in NAMELIKE and words.forms[one.first] not in types
    known = any(name.type not in PROJECTS for name in lexicon.lookup(words.forms[one.first]))
    return words.forms[one.first] if plain and not known and all(words.forms[at] in types for at in rest) else ""


def find_listed(words: Words, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield the unknown names in a parenthesised list of which at least half are known to be projects."""
    known = {one.first: one for one in chosen}
    taken = {at for one in chosen for at in range(one.first, one.last)}
    for match in _LIST.finditer(words.shape):
        members = [(m.start(), m.end()) for m in NAME.finditer(words.shape, match.start(), match.end())]
        projects = sum(first in known and known[first].type in PROJECTS for first, _ in members)
        if 2 * projects >= len(members):
            for first, last in members:
                if not taken.intersection(range(first, last)):
                    yield Found(first, last, "Project", "list", 8)
