"""State what names themselves say: whose agency a body is, what a thing is part of, what an agreement is about.

"China National Space Administration" belongs to China, the "UN Committee on …" to the United Nations, the "Gateway
Implementing Arrangement" concerns the Gateway. Only what stands in the name counts, not what is known of the world.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import ORGANIZATIONS, PROJECTS, Lexicon, Name
from kg.records import Document, Entity, Mention, Span
from kg.relate.facts import Fact
from kg.relate.words import load_words
from kg.sentences import read_lines
from kg.text import Token, folded, tokenize

_OF_STATE = frozenset({"Agency", "Organization", "University", "Company"})
_HYPHENS = frozenset("-–")
_PARTIES = re.compile(r"\bbetween\b.*\band\b|^[\w.]+[-–][\w.]+\s", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Inner:
    """A name inside a longer name; offsets into the mention's text."""

    start: int
    end: int
    name: Name


def implied_states(entities: Sequence[Entity], mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Entity, ...]:
    """Return countries that stand only inside the names of others: Italy of the Italian Space Agency."""
    known = {_key(entity) for entity in entities}
    found: dict[tuple[str, str], Entity] = {}
    for owner, _, inner in _inner_names(entities, mentions, lexicon):
        key = _name_key(inner.name)
        if (
            inner.name.type == "Country"
            and owner.type in _OF_STATE | PROJECTS | {"Agreement", "Event"}
            and key not in known | found.keys()
        ):
            number = len(entities) + len(found)
            found[key] = Entity(f"i{number}", "Country", inner.name.name, code=inner.name.code)
    return tuple(found.values())


def name_facts(
    document: Document, entities: Sequence[Entity], mentions: Sequence[Mention], lexicon: Lexicon
) -> Iterator[tuple[Fact, None]]:
    """Yield the facts that the names of entities state, once each, at the first mention that says so."""
    ids = {_key(entity): entity.id for entity in entities}
    seen: set[tuple[str, str, str]] = set()
    sentences: list[Span] = []
    for owner, mention, inner in _inner_names(entities, mentions, lexicon):
        other = ids.get(_name_key(inner.name))
        predicate = _predicate(owner, mention, inner, lexicon)
        if other is None or predicate is None or other == owner.id or (owner.id, predicate, other) in seen:
            continue
        seen.add((owner.id, predicate, other))
        sentences = sentences or [line.span for line in read_lines(document.text, document.main)]
        quote = next((s for s in sentences if s.start <= mention.start and mention.end <= s.end), mention.span)
        start, end = mention.start + inner.start, mention.start + inner.end
        part = Mention(start, end, document.text[start:end], inner.name.type, "name", entity=other)
        ends = (part, mention) if predicate in {"signatoryOf", "operates", "participatesIn"} else (mention, part)
        yield Fact(ends[0], predicate, ends[1], "asserted", _RULES[predicate], quote), None


_RULES = {
    "agencyOf": "nameOfState",
    "locatedIn": "nameOfState",
    "partOf": "nameOfWhole",
    "concerns": "nameOfSubject",
    "signatoryOf": "nameOfSubject",
    "operates": "nameOfOwner",
    "participatesIn": "nameOfHosts",
}


def _predicate(owner: Entity, mention: Mention, inner: _Inner, lexicon: Lexicon) -> str | None:
    """Return what the inner name says of the whole, or None."""
    before, rest = mention.text[: inner.start].rstrip(), mention.text[inner.end :]
    kind = inner.name.type
    if owner.type == "Agreement":
        founds = rest.strip() in lexicon.cues("nominals", "constituent")
        return "concerns" if founds and not before else _of_agreement(mention.text, kind, before, rest)
    if owner.type == "Event":  # "U.S.-Africa Leaders Summit", "Taiwan-France Meeting"
        return "participatesIn" if kind == "Country" and (rest[:1] in _HYPHENS or before[-1:] in _HYPHENS) else None
    if owner.type in PROJECTS:
        return _of_project(kind, before, rest)
    if kind == "Country":
        firms = lexicon.cues("organizations", "forms") | lexicon.cues("organizations", "private")
        return _of_body(owner.type, mention.text, before, rest, firms=firms)
    is_same = not lexicon.cues("organizations", "itself").isdisjoint(rest.split()[:1])
    is_part = owner.type in ORGANIZATIONS - {"Company"} and kind in ORGANIZATIONS and not before and not is_same
    return "partOf" if is_part else None


def _of_body(owner: str, text: str, before: str, rest: str, *, firms: Collection[str]) -> str | None:
    """Return what the name of a state inside the name of a body says: "X of Kenya", "X in Kenya", "X (Kenya)"."""
    if owner == "Company" and before and not rest:
        return "locatedIn"  # "Nordkapp UK"
    if owner not in _OF_STATE or (owner == "Company" and text.rsplit(maxsplit=1)[-1] in firms):
        return None  # "Korea Pumps Limited" may be anybody's
    if before.endswith(("(", " in")):
        return "locatedIn"
    if (owner == "Company" and before) or (owner == "University" and "Universit" in text):
        return None
    return "agencyOf"


def _of_project(kind: str, before: str, rest: str) -> str | None:
    """Return what a name that begins a project's says: "China's station", "UAE programme", "Tiangong core module".

    A state within a proper name is no owner ("Emirates Mars Mission"), and "Soyuz MS-18" is a Soyuz, not part of one.
    """
    if before:
        return None
    if rest.startswith(("'s ", "’s ")) or (kind == "Country" and rest.strip()[:1].islower()):
        return "operates"
    is_part = kind in PROJECTS and rest.lower().split()[-1:] and rest.lower().split()[-1] in load_words()["parts"]
    return "partOf" if is_part else None


def _of_agreement(text: str, kind: str, before: str, rest: str) -> str | None:
    if kind == "Country":
        return "signatoryOf" if _PARTIES.search(text) else None
    is_founding = not before and rest.lower().strip() in load_words()["founding texts"]
    is_subject = (kind in PROJECTS and (before or len(rest.split()) > 1)) or (
        kind in PROJECTS | ORGANIZATIONS and is_founding
    )
    return "concerns" if is_subject else None  # not the "Artemis Accords": a name of two words is a name


def _inner_names(
    entities: Sequence[Entity], mentions: Sequence[Mention], lexicon: Lexicon
) -> Iterator[tuple[Entity, Mention, _Inner]]:
    """Yield each name inside a longer name, at the first mention of that wording."""
    by_id = {entity.id: entity for entity in entities}
    seen: set[tuple[str, str]] = set()
    for mention in sorted(mentions):
        entity = by_id.get(mention.entity or "")
        wording = (mention.entity or "", mention.text)
        if entity is None or mention.kind == "anaphor" or wording in seen or " " not in mention.text:
            continue
        if entity.type not in ORGANIZATIONS | PROJECTS | {"Agreement", "Event"}:
            continue
        seen.add(wording)
        inner = _names_in(mention.text, lexicon)
        states = {i.name.code for i in inner if i.name.type == "Country"}
        for found in inner:
            if found.name.type != "Country" or len(states) == 1 or entity.type in {"Agreement", "Event"}:
                yield entity, mention, found


@lru_cache(maxsize=4_096)
def _names_in(text: str, lexicon: Lexicon) -> tuple[_Inner, ...]:
    """Return the gazetteer's names strictly inside a text, the longest at each place."""
    return tuple(_inner(text, lexicon))


def _inner(text: str, lexicon: Lexicon) -> Iterator[_Inner]:
    tokens = [part for token in tokenize(text) for part in _parts(token)]
    at = 0
    for hit in lexicon.find([folded(token.text) for token in tokens]):
        name = hit.names[0]
        if hit.first < at or hit.last - hit.first == len(tokens):
            continue
        at = hit.last  # "Latin America" is not America
        if name.type in _KINDS:
            yield _Inner(tokens[hit.first].start, tokens[hit.last - 1].end, name)


def _parts(token: Token) -> list[Token]:
    """Return the two names that a hyphen joins: "Taiwan-France"."""
    parts = token.text.split("-")
    if len(parts) != 2 or not all(part[:1].isupper() and part[1:].islower() for part in parts):
        return [token]
    middle = token.start + len(parts[0])
    return [
        Token(token.start, middle, parts[0], parts[0].lower()),
        Token(middle + 1, token.end, parts[1], parts[1].lower()),
    ]


_KINDS = ORGANIZATIONS | PROJECTS | {"Country"}


def _key(entity: Entity) -> tuple[str, str]:
    return ("Country", entity.code) if entity.code else (_group(entity.type), entity.label)


def _name_key(name: Name) -> tuple[str, str]:
    return ("Country", name.code) if name.code else (_group(name.type), name.name)


def _group(kind: str) -> str:
    return "Organization" if kind in ORGANIZATIONS else "Project" if kind in PROJECTS else kind
