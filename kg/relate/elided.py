"""Read what the text leaves out because it has just said it: "Egypt joined in 2023", "NASA is not a partner".

What is joined, signed or attended is what the sentences right before are about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kg.lexicon import PROJECTS
from kg.records import Mention, Span, Status
from kg.relate.clauses import Clauses
from kg.relate.facts import Fact, Finding
from kg.relate.gaps import spread
from kg.relate.groups import ACTORS, Group
from kg.relate.items import Item, Sentence
from kg.relate.status import status_of
from kg.relate.words import Words

ELIDED = "leftOut"

_REACH = 420
"""How many characters back lies what is left out: about two sentences."""
_SHORTEST = 3  # items of "So did Peru"
_OBJECTS = frozenset(["in", "to", "of", "on", "with", "as", "for", "at", "by"])
"""Prepositions behind a verb or noun that say what it acts on."""
_THINGS = PROJECTS | {"Event", "Agreement", "Alliance"}


@dataclass(frozen=True)
class _Saying:
    """Who is said to do something, and what of it the text leaves out."""

    predicates: tuple[str, ...]
    kinds: frozenset[str]
    agents: Group
    cues: tuple[str, ...]
    trigger: Item


_JOINED = ("participatesIn", "signatoryOf", "memberOf")


def may_elide(sentence: Sentence, words: Words) -> bool:
    """Return whether a word stands in the sentence whose object may be left out."""
    return not sentence.words.isdisjoint(words["elliptic"])


def elided_facts(sentence: Sentence, clauses: Clauses, before: Sequence[Fact], words: Words) -> Iterator[Fact]:
    """Yield what the sentence says of the thing that the facts right before it are about."""
    near = [fact for fact in before if 0 <= sentence.span.start - fact.quote.start < _REACH]
    if not near:
        return
    for saying in _sayings(clauses, words):
        if any(item.types & saying.kinds for item in sentence.items):
            continue
        predicate, thing = _antecedent(near, saying)
        status = status_of(saying.cues, words)
        for agent in (m for item in saying.agents for m in item.mentions):
            if thing is not None and agent.entity != thing.entity and (predicate, agent.type) != ("memberOf", "Person"):
                yield _fact(agent, predicate, thing, status, sentence, saying.trigger)


def _fact(agent: Mention, predicate: str, thing: Mention, status: Status, sentence: Sentence, trigger: Item) -> Fact:
    """Return the fact with a quote from where the thing is named to the end of the sentence."""
    quote = Span(min(thing.start, sentence.span.start), sentence.span.end)
    finding = Finding(ELIDED, status, sentence, trigger.span)
    return Fact(agent, predicate, thing, finding.status, finding.found_by, quote, finding.trigger)


def _sayings(clauses: Clauses, words: Words) -> Iterator[_Saying]:
    yield from _of_so(clauses, words)
    for i, chunk in enumerate(clauses.chunks):
        if chunk.kind == "vg":
            yield from _of_verb(clauses, i, words)
        elif chunk.kind == "np" and chunk.head is None and chunk.noun in words["elliptic"]:
            yield from _of_noun(clauses, i, words)


def _of_so(clauses: Clauses, words: Words) -> Iterator[_Saying]:
    """Yield who did what was just said of another: "So did Peru and Chile"."""
    items = [item for chunk in clauses.chunks for item in chunk.items]
    if len(items) < _SHORTEST or items[0].lower != "so" or items[1].lower not in words["auxiliaries"]:
        return
    rest = list(takewhile(lambda item: item.types & ACTORS or item.lower in words["joining"], items[2:]))
    agents = tuple(item for item in rest if item.mentions)
    kinds = _THINGS if any("Agency" in item.types for item in agents) else _THINGS | {"Agency"}
    yield _Saying(_JOINED, kinds, agents, (items[1].lower,), items[1])


def _of_verb(clauses: Clauses, i: int, words: Words) -> Iterator[_Saying]:
    """Yield who joins, signs or takes part, where nothing behind the verb says in what."""
    chunk = clauses.chunks[i]
    lemma = next((lemma for lemma in sorted(chunk.lemmas) if lemma in words["elliptic verbs"]), "")
    by = clauses.kind(i + 1) == "prep" and clauses.chunks[i + 1].lower == "by"
    if not lemma or by or (clauses.is_passive(i) and chunk.cues) or not chunk.is_finite:
        return
    k = i + 1
    if lemma == "take":
        if clauses.kind(k) != "np" or clauses.chunks[k].lower != "part":
            return
        k += 1
    if clauses.kind(k) == "np" or _has_object(clauses, k):
        return
    kinds, predicates = _meaning(lemma, words)
    agents = tuple(item for item in clauses.subject(i) if item.types & (ACTORS | {"Person"}))
    dates = [date for marker, date in clauses.dates_behind(i + 1) if marker != "until"][:1]
    if agents and dates:  # "Peru joined in May and Chile in June"
        roles = spread({"agent": agents, "when": tuple(dates)}, clauses)
        agents = tuple(dict.fromkeys(agent for filled in roles for agent in filled["agent"]))
    yield _Saying(predicates, kinds, agents, tuple(item.lower for item in chunk.items), chunk.items[-1])


def _meaning(word: str, words: Words) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return of which classes that is which the word leaves out, and the properties that it may state."""
    if word in words["of agreements"]:
        return frozenset(["Agreement"]), ("signatoryOf",)
    if word in words["of events"]:
        return frozenset(["Event"]), ("participatesIn",)
    if word in words["of bodies"]:
        return frozenset(["Alliance", "Agency"]), ("memberOf",)
    if word in words["of anything"]:
        return _THINGS, _JOINED
    return PROJECTS | {"Event"}, ("participatesIn",)


def _has_object(clauses: Clauses, k: int) -> bool:
    """Return whether a phrase behind chunk `k` says in what: "in the study", not "in May"."""
    while clauses.kind(k) in {"prep", "date"}:
        if clauses.kind(k) == "prep" and clauses.kind(k + 1) != "date":
            return clauses.chunks[k].lower in _OBJECTS
        k += 1
    return clauses.kind(k) == "vg"


def _of_noun(clauses: Clauses, i: int, words: Words) -> Iterator[_Saying]:
    """Yield who "is not a partner", or "confirmed their participation", where nothing says in what."""
    v = i - 1
    while clauses.kind(v) == "np" and clauses.chunks[v].head is None and len(clauses.chunks[v].items) == 1:
        v -= 1  # "is no longer a partner"
    if clauses.kind(v) != "vg" or _has_object(clauses, i + 1) or clauses.possessor(i) is not None:
        return
    verb, noun = clauses.chunks[v], clauses.chunks[i].noun
    is_copula = "become" in verb.lemmas or "remain" in verb.lemmas or not verb.verbs
    if is_copula == (noun in words["elliptic actions"]):
        return
    kinds, predicates = _meaning(noun, words)
    agents = tuple(item for item in clauses.subject(v) if item.types & ACTORS)
    cues = tuple(item.lower for k in (v, i) for item in clauses.chunks[k].items if not item.mentions)
    yield _Saying(predicates, kinds, agents, cues, clauses.chunks[i].items[-1])


def _antecedent(near: Sequence[Fact], saying: _Saying) -> tuple[str, Mention | None]:
    """Return what the last sentence was about that stated something of the kind, and how one has part in it."""
    for fact in reversed(near):
        if fact.predicate in saying.predicates and fact.object.type in saying.kinds:
            return fact.predicate, fact.object
    if len(saying.predicates) > 1 or saying.predicates == ("memberOf",):
        return "", None
    about = [(fact.quote, m) for fact in near for m in (fact.subject, fact.object) if m.type in saying.kinds]
    last = [mention for quote, mention in about if quote == about[-1][0]]
    return saying.predicates[0], last[0] if len({mention.entity for mention in last}) == 1 else None
