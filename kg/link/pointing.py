"""Words that point back into the entities they stand for."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.lexicon import Lexicon
from kg.link.keys import family, parts
from kg.link.passages import Passages
from kg.records import Document, Entity, Mention

_REACH = 1_500  # characters: an antecedent lies in this paragraph or the one before
_SENTENCES = 1  # a pronoun's antecedent is named in its sentence or in so many before
_SIZES = (2, 3, 4, 5)
_THINGS = frozenset({"Organization", "Country", "Project", "Agreement"})
_BEFORE = 16  # characters that hold a preposition and an article
_OWNER = re.compile(r"['’]s?\b|['’](?=\s)")
_NOUN = re.compile(r"[- ][A-Za-z]{3}")  # behind an adjective: "the Russian segment"


@dataclass(frozen=True, slots=True)
class _Named:
    """One place where an entity is named; `subject` when neither a preposition nor a possessive makes it an aside."""

    start: int
    family: str
    entity: Entity
    sentence: int
    subject: bool


class Trail:
    """What a document names, in order."""

    def __init__(
        self,
        document: Document,
        passages: Passages,
        mentions: Iterable[Mention],
        entities: Sequence[Entity],
        lexicon: Lexicon,
    ) -> None:
        by_id = {entity.id: entity for entity in entities}
        governing = lexicon.cues("anaphors", "governing")
        text = document.text
        self.passages = passages
        self.lexicon = lexicon
        self.named = [
            _Named(m.start, family(m.type), by_id[m.entity], passages.number(m.start), _is_subject(text, m, governing))
            for m in mentions
            if m.entity and m.type != "Date"
        ]
        self._starts = [one.start for one in self.named]

    def before(self, anaphor: Mention) -> Iterator[_Named]:
        """Yield what was named before, the last first, within reach."""
        for index in range(bisect_left(self._starts, anaphor.start) - 1, -1, -1):
            if anaphor.start - self._starts[index] > _REACH:
                return
            yield self.named[index]


def _is_subject(text: str, mention: Mention, governing: frozenset[str]) -> bool:
    adjective = mention.kind == "name" and mention.type == "Country" and mention.text != mention.name
    if adjective and _NOUN.match(text, mention.end):
        return False
    before = text[max(0, mention.start - _BEFORE) : mention.start].lower().removesuffix("the ").split()
    governed = bool(before) and before[-1] in governing
    return not governed and not _OWNER.match(text, mention.end)


def resolve(
    document: Document,
    passages: Passages,
    anaphors: Sequence[Mention],
    named: Sequence[Mention],
    entities: Sequence[Entity],
    lexicon: Lexicon,
) -> Iterator[Mention]:
    """Yield the words that point back, once for each entity that they stand for; those without any are left out.

    Pronouns come last: "the country" before them is as good as the country's name.
    """
    phrases = [anaphor for anaphor in anaphors if anaphor.found_by != "pronoun"]
    resolved = list(_resolved(phrases, Trail(document, passages, named, entities, lexicon)))
    yield from resolved
    pronouns = [anaphor for anaphor in anaphors if anaphor.found_by == "pronoun"]
    yield from _resolved(pronouns, Trail(document, passages, sorted([*named, *resolved]), entities, lexicon))


def _resolved(anaphors: Sequence[Mention], trail: Trail) -> Iterator[Mention]:
    for anaphor in anaphors:
        for entity in _antecedents(anaphor, trail):
            yield replace(anaphor, entity=entity.id)


def _antecedents(anaphor: Mention, trail: Trail) -> list[Entity]:
    if anaphor.found_by == "set":
        return _set(anaphor, trail)
    single = _definite if anaphor.found_by == "definite" else _pronoun
    found = single(anaphor, trail)
    return [found] if found else []


def _set(anaphor: Mention, trail: Trail) -> list[Entity]:
    words = set(parts(anaphor.text))
    size = next((n for n in _SIZES if not trail.lexicon.cues("anaphors", f"size_{n}").isdisjoint(words)), 2)
    wanted = family(anaphor.type)
    found: dict[str, Entity] = {}
    for one in trail.before(anaphor):
        if one.family == wanted:
            found.setdefault(one.entity.id, one.entity)
        if len(found) == size:
            return list(reversed(found.values()))
    return []


def _definite(anaphor: Mention, trail: Trail) -> Entity | None:
    """Return the last thing of the class whose name has the noun, or, for nouns that fit any, the last of the class."""
    wanted = family(anaphor.type)
    words = [word for word in parts(anaphor.text) if word.isalpha()]
    head = words[-1] if words else ""
    last = None
    for one in trail.before(anaphor):
        if one.family != wanted:
            continue
        names = (one.entity.label, *one.entity.aliases)
        alike = one.entity.type == anaphor.type and wanted == "Organization"
        if alike or any(head in parts(name) for name in names):
            return one.entity
        last = last or one.entity
    return last if wanted != "Project" or head in trail.lexicon.cues("anaphors", "any_project") else None


def _pronoun(anaphor: Mention, trail: Trail) -> Entity | None:
    """Return the subject of the pronoun's sentence, else that of the sentence before.

    A person is the last one named; "they" is left alone.
    """
    if anaphor.type == "Country":
        return None
    here = trail.passages.number(anaphor.start)
    near = [one for one in trail.before(anaphor) if here - one.sentence <= _SENTENCES]
    if anaphor.type == "Person":
        return next((one.entity for one in near if one.family == "Person"), None)
    things = [one for one in near if one.family in _THINGS and one.subject]
    same = [one for one in things if one.sentence == here]
    return (same or things)[-1].entity if things else None
