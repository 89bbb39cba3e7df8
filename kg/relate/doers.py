"""Find who is what to a thing: "Airbus, the builder of Gaia", "Gaia's operator, ESA", "with ESA as a partner"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.relate.clauses import Clauses
from kg.relate.groups import Group
from kg.relate.items import Item

_OF = frozenset(["of", "for", "in", "on", "to", "behind", "at", "aboard", "on board", "onboard"])


@dataclass(frozen=True)
class Doer:
    """A noun for who acts ("builder"), with those whom it means and what they act on, most likely first."""

    noun: str
    trigger: Item
    chunk: int
    cues: tuple[str, ...]
    agent: Group
    themes: tuple[Group, ...]
    presupposed: bool = False


def doers(clauses: Clauses, nouns: Mapping[str, Sequence[str]]) -> Iterator[Doer]:
    """Yield each noun of `nouns` that says who acts; `nouns` maps a last word to the phrases that end in it."""
    for i, chunk in enumerate(clauses.chunks):
        if chunk.kind != "np":
            continue
        at = len(chunk.items) if chunk.head is None else chunk.items.index(chunk.head)
        words = [item.lower for item in chunk.items[:at] if not item.mentions]
        known = nouns.get(words[-1], ()) if words else ()
        noun = next((n for n in known if words[-len(n.split()) :] == n.split()), "")
        if not noun or chunk.items[at - 1].mentions:
            continue
        trigger = chunk.items[at - 1]
        found = _before_name(clauses, i) if chunk.head is not None else _alone(clauses, i)
        yield from (Doer(noun, trigger, i, cues, agent, themes) for agent, themes, cues in found if agent)


_Found = tuple[Group, tuple[Group, ...], tuple[str, ...]]


def _before_name(clauses: Clauses, i: int) -> Iterator[_Found]:
    """Yield who is meant where the noun stands before the name: "Gaia's manufacturer Airbus"."""
    owners = tuple((item,) for item in reversed(clauses.chunks[i].modifiers))
    if owners:
        yield clauses.group_right(i), owners, ()


def _alone(clauses: Clauses, i: int) -> Iterator[_Found]:
    """Yield who is meant where the noun heads its phrase: "the prime contractor for Hera is OHB"."""
    themes: list[Group] = [(item,) for item in reversed(clauses.chunks[i].modifiers)]
    i, last = _joined_doers(clauses, i)
    end = last + 1
    if clauses.kind(end) == "prep" and clauses.chunks[end].lower in _OF and clauses.kind(end + 1) == "np":
        themes.insert(0, clauses.group_right(end + 1))
        end = _end(clauses, end + 1)
    if clauses.kind(i - 1) == "prep" and clauses.chunks[i - 1].lower == "as":
        yield _as(clauses, i, tuple(themes))
        return
    verb = _copula_before(clauses, i)
    if verb is not None:
        yield clauses.subject(verb), tuple(themes), _words(clauses, verb)
    elif themes and _is_copula(clauses, end, includes=True):
        end += 1 if clauses.kind(end + 1) == "prep" else 0  # "consists of"
        yield clauses.group_right(end + 1), tuple(themes), _words(clauses, end)
    elif themes and clauses.kind(i - 1) == "comma" and (named := clauses.group_left(i - 2)):
        is_plural = clauses.chunks[i].noun.endswith("s")
        yield named if is_plural else named[-1:], tuple(themes), ()
    elif themes and clauses.kind(end) == "comma" and clauses.kind(end + 1) == "np":
        yield clauses.group_right(end + 1), tuple(themes), ()


def _joined_doers(clauses: Clauses, i: int) -> tuple[int, int]:
    """Return the first and the last of nouns without names that "and" joins: "the builder and operator of X"."""
    first = last = i
    while clauses.kind(first - 1) in {"conj", "comma"} and clauses.plain_noun(first - 2):
        first -= 2
    while clauses.kind(last + 1) in {"conj", "comma"} and clauses.plain_noun(last + 2):
        last += 2
    return first, last


def _end(clauses: Clauses, i: int) -> int:
    """Return the chunk behind the coordination that starts at phrase `i`."""
    while (k := clauses.joined(i)) is not None:
        i = k
    return i + 1


def _as(clauses: Clauses, i: int, themes: tuple[Group, ...]) -> _Found:
    """Return who is meant behind "as": "with NASA as a partner", "OHB was selected as prime contractor for Hera"."""
    j = i - 2
    verb = j if clauses.kind(j) == "vg" else clauses.previous_verb(i - 1)
    cues = _words(clauses, verb) if verb is not None else ()
    if clauses.kind(j) == "vg":
        return clauses.subject(j), themes, cues
    if not themes and verb is not None:
        objects = (group for _, group in clauses.behind(verb + 1))
        themes = (clauses.direct_object(verb + 1), clauses.subject(verb), *objects)
    if verb is not None and clauses.kind(j - 1) == "prep" and clauses.chunks[j - 1].lower == "by":
        return clauses.subject(verb), themes, cues  # "has been selected by NASA as prime contractor"
    return clauses.group_left(j) if clauses.kind(j) == "np" else (), themes, cues


def _copula_before(clauses: Clauses, i: int) -> int | None:
    """Return the copula before the noun: "is the builder of X", "is one of the partners in X"."""
    if _is_copula(clauses, i - 1):
        return i - 1
    if clauses.kind(i - 1) != "prep" or clauses.chunks[i - 1].lower not in {"of", "among"}:
        return None
    j = i - 2 if clauses.kind(i - 2) == "vg" else i - 3
    return j if _is_copula(clauses, j) else None


def _is_copula(clauses: Clauses, i: int, *, includes: bool = False) -> bool:
    if clauses.kind(i) != "vg":
        return False
    chunk = clauses.chunks[i]
    known = clauses.words["copulas"] | (clauses.words["including"] if includes else frozenset())
    return bool(chunk.lemmas & known) or (not chunk.verbs and any(cue in clauses.words["be"] for cue in chunk.cues))


def _words(clauses: Clauses, i: int) -> tuple[str, ...]:
    return tuple(item.lower for item in clauses.chunks[i].items)
