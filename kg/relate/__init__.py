"""Turn linked mentions into statements: by frames, by phrases, by names, and by the page's own metadata."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial

from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Mention, Span, Statement, Status
from kg.relate.acting import bodies_of, represented, without_offices
from kg.relate.chunks import chunk
from kg.relate.clauses import Clauses
from kg.relate.context import context_facts
from kg.relate.elided import elided_facts, may_elide
from kg.relate.facts import Fact
from kg.relate.following import FOLLOWING, following_facts, may_follow
from kg.relate.frames import Frames
from kg.relate.inventories import inventory_facts
from kg.relate.items import Item, Sentence, read_sentences
from kg.relate.labels import label_facts
from kg.relate.lists import with_lists
from kg.relate.names import implied_states, name_facts
from kg.relate.owned import without_states
from kg.relate.page import of_sentences, page_facts, page_mentions
from kg.relate.patterns import Patterns
from kg.relate.phrases import match_phrases
from kg.relate.portfolios import portfolio_facts
from kg.relate.senses import Vocabulary
from kg.relate.speech import find_source, find_speaker, speech_forms
from kg.relate.tables import table_facts
from kg.relate.things import of_things, of_told_things, without_things
from kg.relate.undertakings import of_undertaking
from kg.relate.words import Words, load_words

__all__ = ["frames_of", "implied_states", "relate", "to_statements", "vocabulary_of", "with_classes"]


def relate(
    document: Document, entities: Sequence[Entity], mentions: Sequence[Mention], ontology: Ontology, lexicon: Lexicon
) -> tuple[Statement, ...]:
    """Return what the document says of its entities, sorted by subject, predicate and object.

    `mentions` are linked. Statements are not yet checked: domain, range and quotes are the gate's business.
    """
    relater = _relater(ontology)
    mentions = with_classes(mentions, entities)
    facts: list[tuple[Fact, str | None]] = [
        *page_facts(document, entities, mentions),
        *name_facts(document, entities, mentions, lexicon),
        *table_facts(document, mentions, ontology, relater.words),
        *label_facts(document, mentions, ontology, relater.words),
        *relater.facts(
            document, [*of_sentences(document, mentions), *page_mentions(document, mentions, relater.words)]
        ),
    ]
    facts = [(fact, speaker) for fact, speaker in facts if not _is_wider(fact, lexicon)]
    facts += context_facts(document, mentions, facts, relater.words)
    found = [*_of_specific_events(to_statements(facts, document, ontology), mentions)]
    return tuple(of_told_things(found, mentions))


def frames_of(ontology: Ontology) -> Frames:
    """Return the compiled frames of an ontology."""
    return _relater(ontology).frames


def to_statements(facts: Iterable[tuple[Fact, str | None]], document: Document, ontology: Ontology) -> list[Statement]:
    """Return the statements that facts make, each with the entity of who says so, sorted; see `relate`."""
    words = _relater(ontology).words
    dated = [
        (_standing(of_undertaking(fact, document.text, ontology, words), ontology), speaker) for fact, speaker in facts
    ]
    return [*_statements(dated, document, ontology)]


def with_classes(mentions: Sequence[Mention], entities: Sequence[Entity]) -> list[Mention]:
    """Return linked mentions, each with the class of its entity: "its" is what it stands for."""
    types = {entity.id: entity.type for entity in entities}
    return [_as(mention, types.get(mention.entity or "")) for mention in mentions]


def vocabulary_of(ontology: Ontology) -> Vocabulary:
    """Return the words that sentences are read by: closed classes, and forms of the verbs that the frames name."""
    return _relater(ontology).vocabulary


def _is_wider(fact: Fact, lexicon: Lexicon) -> bool:
    """Return whether a continent is said to lie in a country, as in a list: "with Europe, Canada, Japan and others"."""
    kinds = {name.kind for name in lexicon.lookup(fact.subject.text)} if fact.predicate == "locatedIn" else set()
    return "continent" in kinds and fact.object.type == "Country"


def _of_specific_events(statements: Sequence[Statement], mentions: Sequence[Mention]) -> Iterator[Statement]:
    """Yield the statements but those of who was at an event without a name, of which nothing says when or where."""
    named = {mention.entity for mention in mentions if mention.kind == "name"}
    unnamed = {m.entity for m in mentions if m.type == "Event" and m.kind == "nominal"} - named
    placed = {statement.subject for statement in statements if statement.predicate in _PLACING}
    yield from (s for s in statements if s.object not in unnamed or s.object in placed)


_PLACING = frozenset(["eventDate", "locatedIn"])


def _as(mention: Mention, type_: str | None) -> Mention:
    return mention if type_ is None or type_ == mention.type else replace(mention, type=type_)


def _standing(fact: Fact, ontology: Ontology) -> Fact:
    """Return the fact, asserted if it holds even of what is only planned: what an agreement is about."""
    is_planned = fact.status == "planned" and ontology.properties[fact.predicate].standing
    return replace(fact, status="asserted") if is_planned else fact


@lru_cache(maxsize=4)
def _relater(ontology: Ontology) -> "_Relater":
    return _Relater(ontology)


@dataclass(frozen=True, slots=True)
class _Past:
    """What a document has said so far: for whom persons act, what happened when, and all of it."""

    bodies: Mapping[str, Mention]
    dated: list[Fact]
    known: list[Fact]


class _Relater:
    """Frames and phrases of one ontology, compiled once."""

    def __init__(self, ontology: Ontology) -> None:
        self.words = load_words()
        self.frames = Frames(ontology, self.words)
        self.patterns = Patterns(ontology, self.words, self.words.macros)
        self.vocabulary = Vocabulary.of(self.words, self.frames.verb_forms(), self.frames.particles())
        self.speech = speech_forms(self.vocabulary.verbs, self.words)
        self.dating = {name for name, known in ontology.properties.items() if known.range == {"Date"}}

    def facts(self, document: Document, mentions: Sequence[Mention]) -> Iterator[tuple[Fact, str | None]]:
        read = read_sentences(document, mentions, self.words)
        found = [_without_question(s) if document.text.find("?", s.span.start, s.span.end) >= 0 else s for s in read]
        yield from ((fact, None) for fact in inventory_facts(document, found, mentions, self.words))
        told = [s for s in with_lists(document, found, self.words) if _may_state(s, self.words)]
        sentences = [without_things(sentence) for sentence in told]
        phrases = [list(match_phrases(s, self.patterns, self.words, published=document.date)) for s in sentences]
        bodies = bodies_of(fact for facts in phrases for fact in facts)
        past = _Past(bodies, [], [])
        for whole, sentence, facts in zip(told, sentences, phrases, strict=True):
            yield from self._said(document, sentence, [*facts, *portfolio_facts(sentence, self.words)], past)
            if whole is not sentence:
                more = [*match_phrases(whole, self.patterns, self.words, published=document.date)]
                yield from of_things(self._said(document, whole, more, _Past(bodies, [], [])), whole, self.words)

    def _said(
        self, document: Document, sentence: Sentence, facts: Sequence[Fact], past: _Past
    ) -> Iterator[tuple[Fact, str | None]]:
        """Yield what a sentence states, of which `facts` are those of phrases, and add it to what is past."""
        acting = [
            *self._for_others(sentence, past.bodies, document.date),
            *self._of_described(sentence, past.bodies, document.date),
        ]
        follows = may_follow(sentence, self.words)
        elides = bool(past.known) and may_elide(sentence, self.words)
        states = self.frames.triggers.may_state(sentence)
        if not (facts or acting or follows or elides or states):
            return
        clauses = cache(partial(self._clauses, sentence.items))  # most of what is stated asks for none
        stated = [*self.frames(sentence, clauses(), published=document.date)] if states else []
        past.dated.extend(fact for fact in (*facts, *stated) if fact.predicate in self.dating)
        if follows:
            stated += following_facts(sentence, clauses(), past.dated, words=self.words, published=document.date)
            past.dated.extend(fact for fact in stated if fact.found_by == FOLLOWING)
        if elides:
            stated += elided_facts(sentence, clauses(), past.known, self.words)
        past.known.extend((*facts, *stated))
        speaker = self._speaker(sentence, clauses) if facts or stated or acting else None
        yield from ((fact, speaker) for fact in stated)
        yield from ((fact, None if fact.role else speaker) for fact in facts)
        yield from ((fact, speaker) for fact in acting)

    def _for_others(self, sentence: Sentence, bodies: Mapping[str, Mention], published: str | None) -> Iterator[Fact]:
        """Yield what frames find when those for whom persons act stand in the place of these."""
        if not self.frames.representing.has_word(sentence):
            return
        acting = represented(sentence.items, bodies, self.words)
        if acting != sentence.items and self.frames.representing.may_state(Sentence(sentence.span, acting)):
            yield from self.frames(sentence, self._clauses(acting), published=published, represented=True)

    def _of_described(self, sentence: Sentence, bodies: Mapping[str, Mention], published: str | None) -> Iterator[Fact]:
        """Yield what frames find of several persons when their offices are left out."""
        if "Person" not in sentence.types:
            return
        plain = without_offices(sentence.items, bodies, self.words)
        if len(plain) < len(sentence.items) and self.frames.triggers.may_state(Sentence(sentence.span, plain)):
            found = self.frames(sentence, self._clauses(plain), published=published)
            yield from (fact for fact in found if fact.subject.type == "Person")

    def _speaker(self, sentence: Sentence, clauses: Callable[[], Clauses]) -> str | None:
        """Return who says what the sentence says; only a verb of speech makes its clauses worth to be read."""
        is_said = not self.speech.isdisjoint(sentence.words)
        return (find_speaker(clauses(), self.words) if is_said else None) or find_source(sentence.items, self.words)

    def _clauses(self, items: Sequence[Item]) -> Clauses:
        return Clauses(chunk(self.vocabulary, without_states(items)), self.words)


def _may_state(sentence: Sentence, words: Words) -> bool:
    """Return whether the sentence names two things, or one of which it says what the one before was about."""
    named = sum(bool(item.mentions) for item in sentence.items)
    return named > 1 or (named == 1 and may_elide(sentence, words))


def _without_question(sentence: Sentence) -> Sentence:
    """Return the sentence without what it asks: a question states nothing."""
    asked = max((n for n, item in enumerate(sentence.items, start=1) if item.lower == "?"), default=0)
    return replace(sentence, items=sentence.items[asked:])


def _statements(
    facts: Iterable[tuple[Fact, str | None]], document: Document, ontology: Ontology
) -> Iterator[Statement]:
    """Yield one statement for each subject, predicate, object and status, with all its evidence."""
    merged: dict[tuple[str, str, str, Status], list[tuple[Fact, str | None, Evidence]]] = {}
    for fact, speaker in facts:
        subject, object_ = fact.subject, fact.object
        if ontology.properties[fact.predicate].symmetric and (subject.entity or "") > (object_.entity or ""):
            subject, object_ = object_, subject
        if not subject.entity or not object_.entity or subject.entity == object_.entity:
            continue
        evidence = Evidence(
            fact.quote.start,
            fact.quote.end,
            document.text[fact.quote.start : fact.quote.end],
            subject=subject.span if subject.end else None,
            trigger=fact.trigger,
            object=object_.span,
        )
        key = (subject.entity, fact.predicate, object_.entity, fact.status)
        merged.setdefault(key, []).append((fact, speaker, evidence))
    for key in sorted(key for key in merged if not _is_done(key, merged)):
        found = merged[key]
        first, speaker, _ = found[0]
        yield Statement(
            *key,
            attributed_to=None if speaker in key else speaker,
            role=next((fact.role for fact, _, _ in found if fact.role), None),
            found_by=first.found_by,
            evidence=tuple(_without_parts([evidence for _, _, evidence in found])),
        )


def _is_done(key: tuple[str, str, str, Status], stated: Collection[tuple[str, str, str, Status]]) -> bool:
    """Return whether a fact is planned that the same document states as well: what is done is no longer a plan."""
    return key[3] == "planned" and (*key[:3], "asserted") in stated


def _without_parts(found: Sequence[Evidence]) -> list[Evidence]:
    """Return what was found, each once, without words that are part of longer ones between the same two names."""
    triggers: dict[_Place, list[Span]] = {}
    for evidence in (unique := list(dict.fromkeys(found))):
        triggers.setdefault(_place(evidence), []).extend([evidence.trigger] if evidence.trigger else [])
    return [one for one in unique if not _is_part(one.trigger, triggers[_place(one)])]


_Place = tuple[int, int, Span | None, Span | None]


def _place(evidence: Evidence) -> _Place:
    """Return what two pieces of evidence share that differ in their trigger alone."""
    return evidence.start, evidence.end, evidence.subject, evidence.object


def _is_part(trigger: Span | None, others: Sequence[Span]) -> bool:
    return trigger is not None and any(trigger in other and trigger != other for other in others)
