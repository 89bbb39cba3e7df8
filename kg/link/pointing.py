"""Words that point back into the entities they stand for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.lexicon import Lexicon
from kg.link.keys import family, parts
from kg.link.passages import Passages
from kg.link.pronouns import SIZES, pronoun, several
from kg.link.selecting import may_be_called
from kg.link.speaking import we
from kg.link.trail import Named, Trail
from kg.records import THING, Document, Entity, Mention

_SENTENCES = 1  # the topic is named in the sentence or in so many before
_FAR = 3  # sentences back lies the project that a noun says the kind of


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
    unnamed = {mention.entity for mention in named if mention.found_by == THING and mention.kind != "name"}
    unnamed -= {mention.entity for mention in named if mention.kind == "name"}
    known = [mention for mention in named if mention.entity not in unnamed]
    phrases = [anaphor for anaphor in anaphors if anaphor.found_by not in _PRONOUNS]
    resolved = list(_resolved(phrases, Trail(document, passages, known, entities, lexicon))) if phrases else []
    if unnamed:
        told = _resolved(phrases, Trail(document, passages, named, entities, lexicon))
        resolved = _with_things(resolved, [one for one in told if one.entity in unnamed], entities, lexicon)
    yield from resolved
    pronouns = [anaphor for anaphor in anaphors if anaphor.found_by in _PRONOUNS]
    if not pronouns:
        return
    found = list(_resolved(pronouns, Trail(document, passages, sorted([*known, *resolved]), entities, lexicon)))
    yield from found
    if unnamed:
        done = {mention.start for mention in found}
        left = [anaphor for anaphor in pronouns if anaphor.start not in done]
        trail = Trail(document, passages, sorted([*named, *resolved, *found]), entities, lexicon)
        yield from (mention for mention in _resolved(left, trail) if mention.entity in unnamed)


def _with_things(
    resolved: Sequence[Mention], told: Sequence[Mention], entities: Sequence[Entity], lexicon: Lexicon
) -> list[Mention]:
    """Return the phrases with those that speak of a thing without a name: by its noun, or by one for any thing."""
    labels = {entity.id: parts(entity.label) for entity in entities}
    done = {mention.start for mention in resolved}
    wide = lexicon.cues("things", "wide")
    more = []
    for mention in told:
        noun = parts(mention.text)[-1]
        if noun == labels[mention.entity or ""][-1] or (noun in wide and mention.start not in done):
            more.append(mention)
    instead = {mention.start for mention in more}
    return [*(mention for mention in resolved if mention.start not in instead), *more]


_PRONOUNS = frozenset({"pronoun", "several", "first"})
_CHAINED = _PRONOUNS | {"definite"}  # what later words may take up again


def _resolved(anaphors: Sequence[Mention], trail: Trail) -> Iterator[Mention]:
    for anaphor in anaphors:
        for entity in _antecedents(anaphor, trail):
            mention = anaphor.naming(entity.id)
            if anaphor.found_by in _CHAINED and anaphor.type != "Person":
                trail.add(mention, entity)
            yield mention


def _antecedents(anaphor: Mention, trail: Trail) -> Sequence[Entity]:
    if anaphor.found_by == "set":
        return _set(anaphor, trail)
    if anaphor.found_by == "several" or (anaphor.found_by == "pronoun" and anaphor.type == "Country"):
        return several(anaphor, trail)
    if anaphor.found_by in {"owner", "acted_on"}:
        return _owner(anaphor, trail)
    single = {"definite": _definite, "first": we}.get(anaphor.found_by, pronoun)
    found = single(anaphor, trail)
    return [found] if found else []


def _set(anaphor: Mention, trail: Trail) -> list[Entity]:
    """Return those that the nearest sentences named together, else the most named so far; never more than are said."""
    words = set(parts(anaphor.text))
    size = next((n for n in SIZES if not trail.lexicon.cues("anaphors", f"size_{n}").isdisjoint(words)), 2)
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


def _together(sentence: Sequence[Named], size: int) -> list[Entity]:
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
    fitting = _of_nation(anaphor, fitting, trail)
    named = [one for one in fitting if _is_called(anaphor, head, one.entity, trail.lexicon)]
    named = [one for one in named if not _is_otherwise(head, one.entity, trail.lexicon)] or named
    if anaphor.type == "Organization":  # the class of any body that nothing more is known of
        named = [one for one in named if _has(head, one.entity)] or named
    if named:
        return _most(trail, named) if anaphor.text.split()[-1][0].isupper() else _foremost(named).entity
    if head in trail.lexicon.cues("anaphors", "named_so"):
        return None
    if family(anaphor.type) != "Project":
        return fitting[0].entity if fitting else None
    here = trail.passages.number(anaphor.start)
    near = [one for one in fitting if here - one.sentence <= _SENTENCES and head in trail.kinds(one.entity.id)]
    if near:
        return near[0].entity  # "X is part of Y, a programme of Z. … the programme"
    if anaphor.type == "Project" and head not in trail.lexicon.cues("anaphors", "any_project"):
        return _of_kind(anaphor, head, trail, fitting)
    close = any(one.subject and here - one.sentence <= _SENTENCES for one in fitting)
    return _topic(anaphor, trail, fitting) if close or not fitting else _most(trail, fitting)


def _of_nation(anaphor: Mention, fitting: Sequence[Named], trail: Trail) -> list[Named]:
    """Return those of the country that is named right before the noun: of "the Japanese agency" the bodies of Japan.

    Where there are none, those whose country is not known may be meant.
    """
    nation = trail.nation(anaphor)
    if nation is None:
        return list(fitting)
    countries = [trail.country(one.entity) for one in fitting]
    known = [one for one, country in zip(fitting, countries, strict=True) if country == nation]
    unknown = [one for one, country in zip(fitting, countries, strict=True) if country is None]
    here = trail.passages.number(anaphor.start)
    near = [one for one in unknown if here - one.sentence <= _SENTENCES]
    return known or (near if len({one.entity.id for one in near}) == 1 else [])


def _foremost(named: Sequence[Named]) -> Named:
    """Return the subject of the last sentence that names any, else the last one named; countries and bodies alone."""
    same = [one for one in named if one.sentence == named[0].sentence and one.subject]
    return same[-1] if same and named[0].family == "Organization" else named[0]


def _of_kind(anaphor: Mention, head: str, trail: Trail, fitting: Sequence[Named]) -> Entity | None:
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
    if len({one.entity.id for one in known}) == 1:
        return known[0].entity
    if any(one.subject and here - one.sentence <= _SENTENCES for one in fitting):
        return None
    return _only_of_kind(anaphor, head, trail)


def _only_of_kind(anaphor: Mention, head: str, trail: Trail) -> Entity | None:
    """Return the only thing that the text has called so, however far back: its subject, most likely."""
    called = [
        one for one in trail.called(head) if one.start < anaphor.start and _may_be(anaphor, head, one, trail.lexicon)
    ]
    return called[0].entity if len(called) == 1 else None


def _may_be(anaphor: Mention, head: str, one: Named, lexicon: Lexicon) -> bool:
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
    return alike or _has(head, entity)


def _has(head: str, entity: Entity) -> bool:
    return any(head in parts(name) for name in (entity.label, *entity.aliases))


def _is_otherwise(head: str, entity: Entity, lexicon: Lexicon) -> bool:
    """Return whether the body's own noun is another: a directorate is hardly called "the agency"."""
    nouns = lexicon.cues("anaphors", "named otherwise").intersection(parts(entity.label))
    return bool(nouns) and head not in lexicon.cues("anaphors", "named otherwise")


def _owner(anaphor: Mention, trail: Trail) -> list[Entity]:
    """Return the topic of the class: what "the launch" is the launch of. A rocket is not what is launched.

    Of agreements it is the last one named.
    """
    ahead, leads = trail.ahead(anaphor)
    if leads and (ahead is None or ahead.entity.type == anaphor.type):
        return [ahead.entity] if ahead else []
    fitting = [
        one for one in trail.before(anaphor) if one.family == family(anaphor.type) and one.entity.type == anaphor.type
    ]
    if anaphor.text.lower() in trail.lexicon.cues("acted_on", "plural"):
        fitting = [one for one in fitting if one.entity.label.endswith("s")]  # "them": the Accords, no treaty
    found = fitting[0].entity if fitting and anaphor.type == "Agreement" else _topic(anaphor, trail, fitting)
    return [found] if found else []


def _most(trail: Trail, named: Sequence[Named]) -> Entity:
    """Return what the document names most; of several the last."""
    return max(named, key=lambda one: trail.counts[one.entity.id]).entity


def _topic(anaphor: Mention, trail: Trail, fitting: Sequence[Named]) -> Entity | None:
    """Return the subject of the words' sentence or the one before, else the last that was named."""
    here = trail.passages.number(anaphor.start)
    near = [one for one in fitting if here - one.sentence <= _SENTENCES and one.subject]
    return near[-1].entity if near else fitting[0].entity if fitting else None
