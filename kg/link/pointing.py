"""Words that point back into the entities they stand for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kg.lexicon import Lexicon
from kg.link.keys import family, parts
from kg.link.passages import Passages
from kg.link.selecting import is_left_for_another, is_of_project, kinds_beside, may_be_called, names_stranger
from kg.records import Document, Entity, Mention

_REACH = 1_500  # characters: an antecedent lies in this paragraph or the one before
_SENTENCES = 1  # a pronoun's antecedent is named in its sentence or in so many before
_FAR = 3  # sentences back lies the project that "was launched"
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
        mentions: Sequence[Mention],
        entities: Sequence[Entity],
        lexicon: Lexicon,
    ) -> None:
        by_id = {entity.id: entity for entity in entities}
        governing = lexicon.cues("anaphors", "governing")
        self.text = text = document.text
        self.passages = passages
        self.lexicon = lexicon
        self.named = [
            _Named(m.start, family(m.type), by_id[m.entity], passages.number(m.start), _is_subject(text, m, governing))
            for m in mentions
            if m.entity and m.type != "Date"
        ]
        self._bounds = sorted((m.start, m.end) for m in mentions)
        self._starts = [one.start for one in self.named]
        self._labels = {entity.id: entity.label for entity in entities}
        self._kinds: dict[str, frozenset[str]] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for mention in mentions:
            if mention.entity and mention.kind != "anaphor":
                self._spans.setdefault(mention.entity, []).append((mention.start, mention.end))

    def kinds(self, entity: str) -> frozenset[str]:
        """Return the nouns that the text says of a thing right beside its name."""
        if entity not in self._kinds:
            spans = self._spans.get(entity, ())
            found = (kinds_beside(self.text, start, end, self.lexicon) for start, end in spans)
            self._kinds[entity] = frozenset().union(*found)
        return self._kinds[entity]

    def known_kinds(self, entity: str) -> frozenset[str]:
        """Return the nouns that the gazetteer has for a thing of which the text says nothing."""
        names = () if self.kinds(entity) else self.lexicon.lookup_name(self._labels[entity])
        return frozenset(name.kind for name in names if name.kind)

    def names_stranger(self, begin: int, end: int) -> bool:
        """Return whether the text names something that is no mention, which a pronoun behind it may stand for."""
        first = bisect_left(self._bounds, (begin, begin))
        known = self._bounds[first : bisect_left(self._bounds, (end, end))]
        gaps = zip([begin, *(last for _, last in known)], [*(start for start, _ in known), end], strict=True)
        return any(names_stranger(self.text, start, last, begin, self.lexicon) for start, last in gaps)

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
    if text[mention.start - 1 : mention.start] == "(" and text[mention.end : mention.end + 1] == ")":
        return False  # the agency of a dateline, a short form
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
    if anaphor.found_by in {"owner", "acted_on"}:
        return _owner(anaphor, trail)
    single = _definite if anaphor.found_by == "definite" else _pronoun
    found = single(anaphor, trail)
    return [found] if found else []


def _set(anaphor: Mention, trail: Trail) -> list[Entity]:
    """Return those that the nearest sentences named together, else the most named so far; never more than are said."""
    words = set(parts(anaphor.text))
    size = next((n for n in _SIZES if not trail.lexicon.cues("anaphors", f"size_{n}").isdisjoint(words)), 2)
    wanted = family(anaphor.type)
    near = [one for one in trail.before(anaphor) if one.family == wanted]
    gathered: dict[str, Entity] = {}
    for _, group in groupby(near, key=lambda one: one.sentence):
        sentence = list(group)[::-1]
        together = _together(sentence, size)
        if together:
            return together
        gathered |= {one.entity.id: one.entity for one in sentence if one.entity.id not in gathered}
        if len(gathered) >= size:
            break
    return list(gathered.values()) if len(gathered) == size else _most_named(anaphor, trail, size)


def _together(sentence: Sequence[_Named], size: int) -> list[Entity]:
    """Return those that a sentence names, if they are so many; else those that are not named aside."""
    for ones in (sentence, [one for one in sentence if one.subject]):
        found = {one.entity.id: one.entity for one in ones}
        if len(found) == size:
            return list(found.values())
    return []


def _most_named(anaphor: Mention, trail: Trail, size: int) -> list[Entity]:
    """Return the most named of the class before the words, if it is clear which they are."""
    wanted = family(anaphor.type)
    named = [one.entity for one in trail.named if one.start < anaphor.start and one.family == wanted]
    counts = Counter(entity.id for entity in named)
    ranked = counts.most_common(size + 1)
    clear = len(ranked) == size or (len(ranked) > size and ranked[size - 1][1] > ranked[size][1])
    chosen = {id_ for id_, _ in ranked[:size]} if clear else set()
    return list({entity.id: entity for entity in named if entity.id in chosen}.values())


def _definite(anaphor: Mention, trail: Trail) -> Entity | None:
    """Return the thing of the class whose name has the noun, or, for nouns that fit any, the topic of the class.

    A capitalised noun ("the Office") is a name for what the document names most; a small one stands for the last.
    """
    words = [word for word in parts(anaphor.text) if word.isalpha()]
    head = words[-1] if words else ""
    fitting = [one for one in trail.before(anaphor) if _may_be(anaphor, head, one, trail.lexicon)]
    named = [one for one in fitting if _is_called(anaphor, head, one.entity, trail.lexicon)]
    if named:
        return _most(trail, named) if anaphor.text.split()[-1][0].isupper() else named[0].entity
    if head in trail.lexicon.cues("anaphors", "named_so"):
        return None
    if family(anaphor.type) != "Project":
        return fitting[0].entity if fitting else None
    if anaphor.type == "Project" and head not in trail.lexicon.cues("anaphors", "any_project"):
        return _of_kind(anaphor, head, trail, fitting)
    return _topic(anaphor, trail, fitting)


def _of_kind(anaphor: Mention, head: str, trail: Trail, fitting: Sequence[_Named]) -> Entity | None:
    """Return the last thing that the text calls so: "the satellite" is "X, a weather satellite".

    Where it calls none so, it is the one subject near by that the gazetteer knows for such a thing.
    """
    here = trail.passages.number(anaphor.start)
    near = [one for one in fitting if here - one.sentence <= _FAR]
    called = [one for one in near if may_be_called(head, trail.kinds(one.entity.id), trail.lexicon)]
    if called:
        return _topic(anaphor, trail, called)
    known = [
        one for one in near if one.subject and may_be_called(head, trail.known_kinds(one.entity.id), trail.lexicon)
    ]
    return known[0].entity if len({one.entity.id for one in known}) == 1 else None


def _may_be(anaphor: Mention, head: str, one: _Named, lexicon: Lexicon) -> bool:
    """Return whether the classes agree; a mission is neither a rocket nor a station, and a rocket is no mission."""
    if one.family != family(anaphor.type):
        return False
    grounded = head in lexicon.cues("anaphors", "flying") and parts(one.entity.label)[-1] in _grounded(lexicon)
    rocket = one.entity.type == "LaunchVehicle"
    return one.family != "Project" or (rocket == (anaphor.type == "LaunchVehicle") and not grounded)


def _grounded(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.cues("anaphors", "grounded")


def _is_called(anaphor: Mention, head: str, entity: Entity, lexicon: Lexicon) -> bool:
    """Return whether the noun is in the thing's name, or fits any of its class as "agency" does and "ministry" not."""
    same_class = entity.type == anaphor.type and family(anaphor.type) == "Organization"
    alike = same_class and head not in lexicon.cues("anaphors", "named_so")
    return alike or any(head in parts(name) for name in (entity.label, *entity.aliases))


def _owner(anaphor: Mention, trail: Trail) -> list[Entity]:
    """Return the topic of the class: what "the launch" is the launch of. A rocket is not what is launched.

    Of agreements it is the last one named.
    """
    fitting = [
        one for one in trail.before(anaphor) if one.family == family(anaphor.type) and one.entity.type == anaphor.type
    ]
    if anaphor.text.lower() in trail.lexicon.cues("acted_on", "plural"):
        fitting = [one for one in fitting if one.entity.label.endswith("s")]  # "them": the Accords, no treaty
    found = fitting[0].entity if fitting and anaphor.type == "Agreement" else _topic(anaphor, trail, fitting)
    return [found] if found else []


def _most(trail: Trail, named: Sequence[_Named]) -> Entity:
    """Return what the document names most; of several the last."""
    counts = Counter(one.entity.id for one in trail.named)
    return max(named, key=lambda one: counts[one.entity.id]).entity


def _topic(anaphor: Mention, trail: Trail, fitting: Sequence[_Named]) -> Entity | None:
    """Return the subject of the words' sentence or the one before, else the last that was named."""
    here = trail.passages.number(anaphor.start)
    near = [one for one in fitting if here - one.sentence <= _SENTENCES and one.subject]
    return near[-1].entity if near else fitting[0].entity if fitting else None


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
    if is_of_project(trail.text, anaphor.start, anaphor.end, trail.lexicon):
        return _project(anaphor, trail)
    things = [one for one in near if one.family in _THINGS and one.subject]
    clause = trail.text.rfind(";", trail.passages.start(here), anaphor.start)
    same = [one for one in things if one.sentence == here]
    same = [one for one in same if one.start > clause] or same
    if not same and trail.names_stranger(trail.passages.start(here), anaphor.start):
        return None  # "Nordvik also said its rocket …", where nothing tells what Nordvik is
    return (same or things)[-1].entity if things else None


def _project(anaphor: Mention, trail: Trail) -> Entity | None:
    """Return the last project that was the subject of a sentence, else the last one, a few sentences back."""
    here = trail.passages.number(anaphor.start)
    near = [one for one in trail.before(anaphor) if here - one.sentence <= _FAR and one.family == "Project"]
    subjects = [one for one in near if one.subject]
    last = [one for one in subjects if one.sentence == subjects[0].sentence]
    found = last[-1] if last else near[0] if near else None
    if found is None or is_left_for_another(trail.text, found.start, anaphor.start, trail.lexicon):
        return None
    return found.entity
