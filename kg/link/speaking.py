"""The first person: "we" are the body of who is quoted, or in the running text the firm that the page is by."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.link.trail import Named, Trail
from kg.records import Entity, Mention

_FIRMS = frozenset({"Company", "University"})
_HOME = 120  # characters behind a speaker's name in which the office and the body stand
_BESIDE = 40  # characters between a body and the name of who speaks for it: "Nordkapp chief executive Ann Lee"
_NEXT = 6  # characters behind the pronoun in which what it owns begins
_LEAD = 400  # characters in which the firm of a press release is named
_PARAGRAPH = re.compile(r"\n\s*\n")
_QUOTES = re.compile(r"[\"“”]")
_OFFICE = re.compile(r"[^.;:\"“”\n]*?\b(?:of|at|for|with)\s+(?:the\s+)?")
_BEFORE_OFFICE = re.compile(r"(?:['’]s)?[\w ,&-]*")


def we(anaphor: Mention, trail: Trail) -> Entity | None:
    """Return the body for which "we" and "our" are said, if the text tells."""
    behind = trail.within(anaphor.end, anaphor.end + _NEXT)
    if behind and behind[0].family == "Organization":
        return None  # "our NASA contract"
    start, end = _paragraph(trail.text, anaphor.start)
    if len(_QUOTES.findall(trail.text, start, anaphor.start)) % 2:
        return _of_speaker(trail, start, end)
    return _of_page(trail)


def _paragraph(text: str, at: int) -> tuple[int, int]:
    before = [match.end() for match in _PARAGRAPH.finditer(text, max(0, at - 3_000), at)]
    after = _PARAGRAPH.search(text, at)
    return before[-1] if before else max(0, at - 3_000), after.start() if after else len(text)


def _of_speaker(trail: Trail, start: int, end: int) -> Entity | None:
    """Return the body of the only person outside the quotations of a paragraph, or the body that itself says so."""
    here = trail.within(start, end)
    outside = [one for one in here if len(_QUOTES.findall(trail.text, start, one.start)) % 2 == 0]
    speech = trail.lexicon.cues("persons", "speech")
    speakers = [one for one in outside if _speaks(one, trail, speech)]
    if len({one.entity.id for one in speakers}) != 1:
        return None
    speaker = speakers[0]
    return speaker.entity if speaker.family == "Organization" else _home(speaker, outside, trail)


def _speaks(one: Named, trail: Trail, speech: frozenset[str]) -> bool:
    """Return whether a verb of speech stands beside a name, or behind the office that follows it."""
    if one.family not in {"Person", "Organization"}:
        return False
    before = trail.text[max(0, one.start - _BESIDE) : one.start].lower()
    before_words = re.findall(r"[a-z]+", before.rpartition("”")[2].rpartition('"')[2])
    behind = re.findall(r"[a-z]+", trail.text[one.end : one.end + _BESIDE].lower())
    said_before = not speech.isdisjoint(before_words if one.family == "Person" else before_words[-2:])
    return said_before or bool(behind and behind[0] in speech)


def _home(speaker: Named, outside: Sequence[Named], trail: Trail) -> Entity | None:
    """Return the body right before a speaker's name, or behind the office: "Ann Lee, chief executive of Nordkapp"."""
    bodies = [one for one in outside if one.family == "Organization"]
    for one in bodies:
        if speaker.end <= one.start <= speaker.end + _HOME and _OFFICE.fullmatch(trail.text, speaker.end, one.start):
            return one.entity
    for one in reversed(bodies):
        is_beside = one.end <= speaker.start <= one.end + _BESIDE
        if is_beside and _BEFORE_OFFICE.fullmatch(trail.text, one.end, speaker.start):
            return one.entity
    return None


def _of_page(trail: Trail) -> Entity | None:
    """Return the firm or institute that is the subject of what the page begins with and announces something."""
    for one in trail.named[: bisect_left(trail.named, _LEAD, key=lambda one: one.start)]:
        is_firm = one.entity.type in _FIRMS and one.subject
        behind = trail.text[one.end : one.end + _HOME].lower()
        if is_firm and not trail.lexicon.cues("anaphors", "announcing").isdisjoint(re.findall(r"[a-z]+", behind)):
            return one.entity
    return None
