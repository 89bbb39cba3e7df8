"""Turn linked mentions into statements: by frames, by phrases, by names, and by the page's own metadata."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Mention, Statement
from kg.relate.chunks import Chunker
from kg.relate.clauses import Clauses
from kg.relate.facts import Fact
from kg.relate.frames import Frames
from kg.relate.items import Sentence, read_sentences
from kg.relate.lists import with_lists
from kg.relate.names import implied_states, name_facts
from kg.relate.page import page_facts
from kg.relate.patterns import Patterns
from kg.relate.phrases import match_phrases
from kg.relate.speech import find_speaker
from kg.relate.tables import table_facts
from kg.relate.words import load_words

__all__ = ["implied_states", "relate"]


def relate(
    document: Document, entities: Sequence[Entity], mentions: Sequence[Mention], ontology: Ontology, lexicon: Lexicon
) -> tuple[Statement, ...]:
    """Return what the document says of its entities, sorted by subject, predicate and object.

    `mentions` are linked. Statements are not yet checked: domain, range and quotes are the gate's business.
    """
    relater = _relater(ontology)
    types = {entity.id: entity.type for entity in entities}
    mentions = [replace(m, type=types.get(m.entity or "", m.type)) for m in mentions]  # "its" is what it stands for
    facts = [
        *page_facts(document, entities, mentions),
        *name_facts(document, entities, mentions, lexicon),
        *table_facts(document, mentions, ontology),
        *relater.facts(document, mentions),
    ]
    return tuple(_statements(facts, document, ontology))


@lru_cache(maxsize=4)
def _relater(ontology: Ontology) -> "_Relater":
    return _Relater(ontology)


class _Relater:
    """Frames and phrases of one ontology, compiled once."""

    def __init__(self, ontology: Ontology) -> None:
        self.words = load_words()
        self.frames = Frames(ontology, self.words)
        self.patterns = Patterns(ontology, self.words, self.words.macros)
        self.chunker = Chunker(self.words, self.frames.verb_forms(), self.frames.particles())

    def facts(self, document: Document, mentions: Sequence[Mention]) -> Iterator[tuple[Fact, str | None]]:
        sentences = list(read_sentences(document, mentions, self.words))
        for sentence in with_lists(document, sentences, self.words):
            if sum(bool(item.mentions) for item in sentence.items) > 1:
                yield from self._sentence_facts(sentence, published=document.date)

    def _sentence_facts(self, sentence: Sentence, *, published: str | None) -> Iterator[tuple[Fact, str | None]]:
        clauses = Clauses(self.chunker(sentence.items), self.words)
        speaker = find_speaker(sentence, clauses, self.words)
        for fact in self.frames(sentence, clauses, published=published):
            yield fact, speaker
        for fact in match_phrases(sentence, self.patterns, self.words, published=published):
            yield fact, None if fact.role else speaker


def _statements(facts: Iterable[tuple[Fact, str | None]], document: Document, ontology: Ontology) -> Iterator[Statement]:
    """Yield one statement for each subject, predicate, object and status, with all its evidence."""
    merged: dict[tuple[str, str, str, str], Statement] = {}
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
        known = merged.get(key)
        merged[key] = Statement(
            subject.entity,
            fact.predicate,
            object_.entity,
            fact.status,
            attributed_to=known.attributed_to if known else (None if speaker in key else speaker),
            role=(known.role if known else None) or fact.role,
            found_by=known.found_by if known else fact.found_by,
            evidence=tuple(dict.fromkeys([*(known.evidence if known else ()), evidence])),
        )
    for key in sorted(merged):
        yield merged[key]
