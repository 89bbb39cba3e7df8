"""Say for whom the persons of a sentence act, and read the sentence with these in their place.

"Bill Nelson, administrator of NASA, and Masahito Moriyama, for Japan, signed it" reads as "NASA and Japan signed it".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.records import Mention
from kg.relate.facts import Fact
from kg.relate.items import Item
from kg.relate.words import Words

_ASIDE = 16
"""How many items the words between two commas behind a person's name may have: the longest offices have 14."""
_OFFICE = 12
"""How many items before a person's name may be the office and its body."""
_LEAD = 16
"""The same where the office names what it is of: "Minister of Energy and Mineral Resources of the Republic of Peru"."""
_OF = frozenset(["of", "from"])
_AND = frozenset(["and", "&"])
_BRACKETS = frozenset("()")
_POST = frozenset(["of", "for", "at", "to"])
_FIELD = frozenset(["of", "for", "at", "to", "the", "and", "'s"])
_ACTORS = frozenset(["Country", "Organization", "Agency", "Company", "University", "Alliance"])


def bodies_of(facts: Iterable[Fact]) -> dict[str, Mention]:
    """Return for each person the body of their office: an organization rather than a country, but of a minister."""
    bodies: dict[str, Mention] = {}
    for fact in facts:
        person = fact.subject.entity
        if fact.predicate == "affiliation" and fact.status == "asserted" and person:
            known = bodies.get(person)
            for_state = "minister" in (fact.role or "").lower().split()
            if known is None or known.type == ("Country" if not for_state else "Agency"):
                bodies[person] = fact.object
    return bodies


def represented(items: Sequence[Item], bodies: Mapping[str, Mention], words: Words) -> tuple[Item, ...]:
    """Return the items with what its persons act for in their place, without what is said of the persons."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        if "Person" not in item.types:
            found.append(item)
            continue
        behind = _skipped(items, at, item, bodies)
        actor = _named(items, behind, words)
        if actor is not None:
            found.append(item._replace(mentions=items[actor].mentions))
            at = _closed(items, actor + 1)
            continue
        acting = _acting(item, bodies)
        if acting is not item:
            at = _origin(items, behind, acting)
            _drop_office(found, acting, words)
        found.append(acting)
    return tuple(found)


def without_offices(items: Sequence[Item], bodies: Mapping[str, Mention], words: Words) -> tuple[Item, ...]:
    """Return the items without the offices before names, and those behind the names of two persons or more.

    "X, minister of Peru, and Y, head of ESA, signed" reads as "X and Y signed": with one such aside the clause is read
    as it stands. "The minister of Peru, X, signed" reads as "X signed".
    """
    items = _without_leads(items, words)
    found: list[Item] = []
    at = asides = 0
    while at < len(items):
        found.append(items[at])
        at += 1
        if "Person" in found[-1].types:
            behind = _skipped(items, at, found[-1], bodies)
            asides += behind > at
            at = behind
    return tuple(found) if asides > 1 else tuple(items)


def _without_leads(items: Sequence[Item], words: Words) -> tuple[Item, ...]:
    """Return the items without "the minister of energy of Peru," before the name of its holder."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        if "Person" in item.types:
            start = _lead(found, words)
            if start < len(found):
                at += found[-1].lower == "," == _word(items, at) and "Person" not in _types(items, at + 1)
                del found[start:]
        found.append(item)
    return tuple(found)


def _lead(before: Sequence[Item], words: Words) -> int:
    """Return where the office begins that the items end in, with what it is of and a comma or none; else their end."""
    end = len(before)
    at = end - 1 - (end > 0 and before[-1].lower == ",")
    while at > max(0, end - _LEAD) and _is_field(before[at], words):
        if before[at].lower in words["offices"] and at + 1 < end and before[at + 1].lower in _POST:
            while at and (before[at - 1].text[:1].isupper() or before[at - 1].lower in words["offices"]):
                if before[at - 1].mentions:
                    break
                at -= 1
            return at - (at > 0 and before[at - 1].lower == "the")
        at -= 1
    return end


def _is_field(item: Item, words: Words) -> bool:
    """Return whether the item may stand in what an office is of: a name, a plain word, "of", "and"."""
    if item.mentions:
        return "Person" not in item.types
    return item.lower in _FIELD or (item.is_word and item.lower not in words["closed"])


def _types(items: Sequence[Item], at: int) -> frozenset[str]:
    return items[at].types if at < len(items) else frozenset()


def _acting(item: Item, bodies: Mapping[str, Mention]) -> Item:
    acting = [(mention, bodies.get(mention.entity or "")) for mention in item.mentions]
    if not any(body for _, body in acting):
        return item
    return item._replace(mentions=tuple(replace(m, type=b.type, entity=b.entity) if b else m for m, b in acting))


def _drop_office(found: list[Item], acting: Item, words: Words) -> None:
    """Take away the office before the name of its holder: "US Secretary of State Antony Blinken" is the US."""
    is_office = False
    for at in range(len(found) - 1, max(-1, len(found) - _OFFICE), -1):
        item = found[at]
        if item.mentions:
            is_body = {m.entity for m in item.mentions} == {m.entity for m in acting.mentions}
            if is_body and at and found[at - 1].text == "(":
                continue  # "Canadian Space Agency (CSA) President"
            if is_body and is_office:
                del found[at:]
            return
        if not item.is_word and item.text not in _BRACKETS:
            return
        is_office = is_office or item.lower in words["offices"]


def _origin(items: Sequence[Item], at: int, acting: Item) -> int:
    """Return where to go on behind "of China", when that is for whom the person before acts."""
    at_name = at + 1 + (_word(items, at + 1) == "the")
    if at_name < len(items) and items[at].lower in _OF:
        own = {mention.entity for mention in acting.mentions}
        if own & {mention.entity for mention in items[at_name].mentions}:
            return at_name + 1
    return at


def _skipped(items: Sequence[Item], at: int, person: Item, bodies: Mapping[str, Mention]) -> int:
    """Return where to go on behind ", administrator of NASA,": the aside must name the person's body."""
    if _word(items, at) != ",":
        return at
    own = {body.entity for mention in person.mentions if (body := bodies.get(mention.entity or ""))}
    is_named = False
    for end in range(at + 1, min(len(items), at + _ASIDE)):
        item = items[end]
        is_named = is_named or any(mention.entity in own for mention in item.mentions)
        if "Person" in item.types:
            return at
        if is_named and item.lower in _AND and "Person" in _types(items, end + 1):
            return end  # "X, head of NASA (left) and Y, head of ESA"
        if item.lower == "," and is_named:
            return end + 1
    return at


def _named(items: Sequence[Item], at: int, words: Words) -> int | None:
    """Return where the actor stands for whom the person before is said to act: ", for Japan,"."""
    at += _word(items, at) == ","
    for phrase in words["on behalf"]:
        said = phrase.split()
        if [item.lower for item in items[at : at + len(said)]] == said:
            actor = at + len(said) + (_word(items, at + len(said)) == "the")
            return actor if actor < len(items) and items[actor].types & _ACTORS else None
    return None


def _closed(items: Sequence[Item], at: int) -> int:
    """Return where to go on behind the comma that closes an aside."""
    return at + (_word(items, at) == "," and _word(items, at + 1) != "and")


def _word(items: Sequence[Item], at: int) -> str:
    return items[at].lower if at < len(items) else ""
