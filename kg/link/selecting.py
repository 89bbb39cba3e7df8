"""Tell from the words around it what a pronoun or a plain noun may stand for: what "was launched" is no agency."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from kg.lexicon import Lexicon

_AHEAD = 110  # characters behind a word in which its verb stands, auxiliaries and all
_BESIDE = 70  # characters behind a name that hold "…, a communications satellite"
_BEFORE = 24  # characters that hold the word before
_PART = re.compile(r"[a-z]+")
_LAST = re.compile(r"([\w-]+)[ \"“‘']*$")
_NEXT = re.compile(r"[\"”’')]*[ -]+([\w-]+)(?:[ -]+([\w-]+))?")

_ROWS = (
    "auxiliaries", "be", "between", "done_to_projects", "done_by_projects", "done_by_actors", "carried", "made",
    "joined", "carried_to", "kinds", "alike", "another", "ends", "not_another", "explaining", "articles", "small",
)  # fmt: skip


Said = Literal["", "project", "actor", "carried", "made", "joined"]
_GOVERNING: tuple[Said, ...] = ("joined", "made", "carried")


class Selection:
    """The cue words of a language, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.rows("selecting")
        rows = {name: rows.get(name, ()) for name in _ROWS}
        self.said = re.compile(
            rf"\s+(?:(?:{_any(rows['auxiliaries'])})\s+)*(?:(?:{_any(rows['be'])})\s+(?:(?:{_any(rows['between'])})\s+)*"
            rf"(?:{_any(rows['done_to_projects'])})|(?:{_any(rows['done_by_projects'])}))\b"
        )
        self.acting = re.compile(rf"\s+(?:(?:{_any(rows['auxiliaries'])})\s+)*(?:{_any(rows['done_by_actors'])})\b")
        self.up = re.compile(rf"\s+(?:[\w-]+\s+){{1,4}}(?:{_any(rows['carried_to'])})\b")
        self.possessives = lexicon.cues("anaphors", "thing_possessives") | lexicon.cues("anaphors", "set_possessives")
        self.governing: dict[str, Said] = {verb: how for how in _GOVERNING for verb in rows[how]}
        self.kinds = frozenset(rows["kinds"])
        aside = "".join(f"(?<!{re.escape(word)} )" for word in rows["not_another"])
        self.another = re.compile(
            rf"{aside}(?<!\w)(?:{_any(rows['another'])})\s+"
            rf"(?:\w+\s+){{0,2}}(?:{_any(rows['kinds'])})\b"
        )
        noun = rf"(?!(?:{_any(rows['small'])})\b)"
        self.what = re.compile(
            rf"\W*(?:\([^()]{{1,20}}\)\W*)?(?:,| (?:{_any(rows['explaining'])}))\W+(?:{_any(rows['articles'])})\s+"
            rf"((?:{noun}[\w'’-]+\s+){{0,4}}{noun}[\w-]+)"
        )
        self.ends = [(row.split()[0], row.split()[1]) for row in rows["ends"]]
        self.alike = [frozenset(row.split()) for row in rows["alike"]]


@lru_cache(maxsize=8)
def selection(lexicon: Lexicon) -> Selection:
    """Return the compiled cue words of a lexicon."""
    return Selection(lexicon)


def said(text: str, start: int, end: int, lexicon: Lexicon) -> Said:
    """Return of what the words around a pronoun are said: "it was launched" of a project, "it signed" of an actor.

    Of what a verb before it acts on, how: `carried` into orbit, `made`, or `joined`, as programmes and pacts are.
    """
    cues = selection(lexicon)
    before = (
        None if text[start:end].lower() in cues.possessives else _LAST.search(text[max(0, start - _BEFORE) : start])
    )
    if before and (how := cues.governing.get(before[1].lower())):
        return how
    ahead = text[end : end + _AHEAD].lower()
    if cues.said.match(ahead):
        return "project"
    return "actor" if cues.acting.match(ahead) else ""


def is_carried_up(text: str, end: int, lexicon: Lexicon) -> bool:
    """Return whether what a rocket carries goes where things fly: "carried it into orbit", not "carried it there"."""
    return selection(lexicon).up.match(text[end : end + _AHEAD].lower()) is not None


def is_left_for_another(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether the text between a name and a pronoun speaks of another thing: "this programme"."""
    return selection(lexicon).another.search(text[start:end].lower()) is not None


def kinds_beside(text: str, start: int, end: int, lexicon: Lexicon) -> set[str]:
    """Return the nouns that say right beside a name what it names: "the satellite X", "X, a weather satellite"."""
    cues = selection(lexicon)
    found = set()
    for match in (_LAST.search(text[max(0, start - _BEFORE) : start]), _NEXT.match(text[end : end + _BEFORE])):
        if match:
            found |= {word.lower() for word in match.groups() if word}
    found |= {word.lower() for word in text[start:end].split()[-1:]}  # "the Hope probe"
    what = cues.what.match(text[end : end + _BESIDE])
    if what:
        found |= set(what[1].lower().split())
    ends = {kind for part in _PART.findall(text[start:end].lower()) for end_, kind in cues.ends if part.endswith(end_)}
    return (found & cues.kinds) | ends


def may_be_called(noun: str, kinds: Iterable[str], lexicon: Lexicon) -> bool:
    """Return whether a thing of these kinds may be called so; one of no known kind may be anything that flies."""
    cues = selection(lexicon)
    known = set(kinds)
    return noun in known or any(noun in row and row & known for row in cues.alike)


_STRANGER = re.compile(r"(?<![\w.’'-])([A-Z][\w&-]*)((?: [A-Z][\w&-]*)*)(?= ([a-z]+))")


def names_stranger(text: str, start: int, end: int, begin: int, lexicon: Lexicon) -> bool:
    """Return whether text without mentions, in the sentence from `begin` on, has a name as a subject.

    Two capitalised words are one; a single word only where it opens the sentence and a verb or the like follows it,
    since any word opens a sentence with a capital.
    """
    verbs = (
        lexicon.cues("anaphors", "verbs") | lexicon.cues("persons", "speech") | lexicon.cues("selecting", "auxiliaries")
    )
    small = lexicon.cues("words", "function") | lexicon.cues("words", "articles")
    for match in _STRANGER.finditer(text, start, end):
        if match[1].lower() in small:
            continue
        before = _LAST.search(text[max(begin, match.start() - _BEFORE) : match.start()])
        if match[2]:
            if before is None or before[1].lower() not in small:
                return True
        elif match.start() == begin and match[3] in verbs:
            return True
    return False


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"
