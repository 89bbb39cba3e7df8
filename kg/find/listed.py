"""Names in a list that a plural leads in: "companies such as Alfa and Beta", "the probes Alfa, Beta and Gamma"."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.find.called import is_plain
from kg.find.found import Found
from kg.find.words import NAME, SMALL, Sentence, Words
from kg.lexicon import ORGANIZATIONS, Lexicon

_MOST = 4  # words of a name
_LONGEST = 12  # names of a list


def find_exemplified(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the unknown names of the lists, as what the plural says that they are."""
    plurals = _plurals(lexicon)
    for at in words.where(plurals.keys()):
        sentence = words.sentence_at(at)
        if (words.shape[at] == SMALL or at in words.openers) and not sentence.headline:
            begin = _opening(words, lexicon, sentence, at + 1)
            if begin < sentence.last:
                yield from _members(words, lexicon, sentence, begin, plurals[words.lower[at]])


@lru_cache(maxsize=8)
def _plurals(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the plurals of the nouns for bodies and crafts, each with its class."""
    bodies = lexicon.rows("organizations")
    found = {
        _plural(noun): type_ for type_ in sorted(ORGANIZATIONS) for noun in bodies.get(type_, ()) if " " not in noun
    }
    projects = lexicon.rows("projects")
    unchanged = projects.get("unchanged", ())
    found |= {noun: "Project" for noun in projects.get("nouns", ()) if noun.endswith("s") or noun in unchanged}
    return found | {_plural(noun): "Project" for noun in projects.get("listed", ())}


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _opening(words: Words, lexicon: Lexicon, sentence: Sentence, at: int) -> int:
    """Return where the list begins behind "such as", "including" or nothing."""
    if at < sentence.last and words.shape[at] == ",":
        at += 1
    if " ".join(words.lower[at : at + 2]) in lexicon.cues("called", "leading"):
        return at + 2
    return at + (words.lower[at : at + 1] != [] and words.lower[at] in lexicon.cues("called", "leading"))


def _members(words: Words, lexicon: Lexicon, sentence: Sentence, at: int, type_: str) -> Iterator[Found]:
    for _ in range(_LONGEST):
        at += at < sentence.last and words.shape[at] == "t"
        match = NAME.match(words.shape, at, min(sentence.last, at + _MOST))
        if not match:
            return
        end = match.end()
        if end < sentence.last and words.shape[end] in "CA":  # longer than a name
            return
        if is_plain(words, lexicon, at, end) and words.forms[at] not in lexicon.given:
            yield Found(at, end, type_, "listed", 6)
        at = _behind_joint(words, sentence, end)
        if at == end:
            return


def _behind_joint(words: Words, sentence: Sentence, at: int) -> int:
    """Return where the next member begins behind a comma, "and" or "or"; `at` where the list ends."""
    here = at + (words.shape[at : at + 1] == ",")
    here += here < sentence.last and (words.shape[here] == "n" or words.lower[here] == "or")
    return min(here, sentence.last)
