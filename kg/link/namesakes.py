"""Tell bodies of one name apart that the text gives to several states: Kenya's and Ghana's Ministry of Trade."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.lexicon import ORGANIZATIONS, Lexicon
from kg.link.keys import key
from kg.records import Mention

_BEFORE = re.compile(r"(?:['’]s?)?\s+")
_BEHIND = re.compile(r"\s+of\s+(?:the\s+)?")
_REACH = 16
"""So many characters at most stand between a body and its state: "of the"."""


def states_of(mentions: Sequence[Mention], text: str, lexicon: Lexicon) -> dict[Mention, str]:
    """Return the code of the state that each mention of a body belongs to, where states have bodies of one name.

    A mention without a state beside it is that of the state before it in the text.
    """
    by_name: dict[str, list[tuple[Mention, str]]] = defaultdict(list)
    for mention, code in _beside(sorted(mentions), text, lexicon):
        by_name[key(mention.name or mention.text)].append((mention, code))
    found: dict[Mention, str] = {}
    for same in by_name.values():
        state = next((code for _, code in same if code), "")
        if len({code for _, code in same if code}) > 1:
            for mention, code in same:
                state = code or state
                found[mention] = state
    return found


def _beside(mentions: Sequence[Mention], text: str, lexicon: Lexicon) -> Iterator[tuple[Mention, str]]:
    """Yield each mention of a body such as every state has, with the code of the state beside it or ""."""
    shared = lexicon.cues("organizations", "of every state")
    for at, mention in enumerate(mentions):
        if mention.type not in ORGANIZATIONS or shared.isdisjoint(mention.text.split()):
            continue
        before = mentions[at - 1] if at else None
        behind = mentions[at + 1] if at + 1 < len(mentions) else None
        if behind and _is_state(behind, _BEHIND, text, mention.end, behind.start):
            yield mention, behind.code or ""
        elif before and _is_state(before, _BEFORE, text, before.end, mention.start):
            yield mention, before.code or ""
        else:
            yield mention, ""


def _is_state(state: Mention, joint: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return state.type == "Country" and end - start <= _REACH and joint.fullmatch(text, start, end) is not None
