"""Try candidates: all at once, each with a property of its own, so that what each finds by itself is told apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Frame, Ontology, Phrase, Property, State
from kg.records import Document, Span
from kg.suggest.candidates import PHRASE, VERB, Candidate
from kg.suggest.told import KNOWN, Key, Told, keys_of

_MARK = "~"
"""What no name of an ontology has, and those that are made for a trial have."""
MOST_AT_ONCE = 1_500
"""Candidates that one trial takes: more would make the engine slower than a second trial does."""

Missed = tuple[int, int]
"""The number of a document, and that of a statement which the rules miss in it."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a candidate finds: what only witnesses stated, with the sentences, and what nobody did."""

    candidate: Candidate
    gain: Mapping[Missed, str]
    cost: frozenset[tuple[int, Key]]


class Trial:
    """An ontology with candidates beside its own rules."""

    def __init__(self, candidates: Sequence[Candidate], ontology: Ontology) -> None:
        self._candidates = candidates
        self._plain = ontology
        phrases: dict[str, Phrase] = {}
        frames: dict[str, Frame] = {}
        properties: dict[str, Property] = {}
        for number, candidate in enumerate(candidates):
            name = f"{_MARK}{number}"
            rule = as_rule(candidate, name, ontology)
            states = tuple(replace(state, predicate=state.predicate + name) for state in rule.states)
            for state in rule.states:
                known = ontology.properties[state.predicate]
                properties[known.name + name] = replace(known, name=known.name + name, of_undertaking=None)
            if isinstance(rule, Frame):
                frames[name] = replace(rule, states=states)
            else:
                phrases[name] = replace(rule, states=states)
        self._ontology = replace(
            ontology,
            frames={**ontology.frames, **frames},
            phrases={**ontology.phrases, **phrases},
            properties={**ontology.properties, **properties},
        )

    def __call__(self, told: Sequence[Told], lexicon: Lexicon) -> list[Tried]:
        """Return what each candidate finds."""
        gain: list[dict[Missed, str]] = [{} for _ in self._candidates]
        cost: list[set[tuple[int, Key]]] = [set() for _ in self._candidates]
        for at, one in enumerate(told):
            for number, key, sentence in self._found(one.document, lexicon):
                known = one.numbers.get(key)
                if known is None:
                    cost[number].add((at, key))
                elif known != KNOWN:
                    gain[number][at, known] = sentence
        return [Tried(c, g, frozenset(k)) for c, g, k in zip(self._candidates, gain, cost, strict=True)]

    def reads(self, number: int, sentence: str, lexicon: Lexicon) -> bool:
        """Return whether a candidate states something in a sentence that stands by itself."""
        found = self._found(example(sentence), lexicon)
        return any(one == number and key[1] == self._candidates[number].predicate for one, key, _ in found)

    def _found(self, document: Document, lexicon: Lexicon) -> Iterator[tuple[int, Key, str]]:
        """Yield the number of a candidate with what it states, and the words that state it."""
        reading = read_facts(document, self._ontology, lexicon)
        for statement in reading.statements:
            predicate, mark, number = statement.predicate.partition(_MARK)
            if mark:
                plain = replace(statement, predicate=predicate)
                key = next(keys_of([plain], self._plain))
                yield int(number), key, statement.evidence[0].quote


def as_rule(candidate: Candidate, name: str, ontology: Ontology) -> Frame | Phrase:
    """Return a candidate as a rule of this name."""
    if candidate.kind == PHRASE:
        states = (State("subject", candidate.predicate, "object"),)
        return Phrase(name, name, "", (), (candidate.words,), states, candidate.status)
    if candidate.kind == VERB:
        frame = ontology.frames[candidate.frame or ""]
        return replace(frame, name=name, verbs=(candidate.words,), nouns=(), doers=())
    subject = candidate.frame or "agent"
    other = "theme" if subject == "agent" else "agent"
    roles: Mapping[str, frozenset[str]] = {subject: frozenset(candidate.subjects), other: frozenset(candidate.objects)}
    states = (State(subject, candidate.predicate, other),)
    return Frame(name, name, "", verbs=(candidate.words,), roles=roles, states=states)


def example(sentence: str) -> Document:
    """Return a sentence as a document, as the examples of an ontology are read."""
    return Document("example", sentence, main=(Span(0, len(sentence)),))
