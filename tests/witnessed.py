"""A small graph that rules and two witnesses read, made through the seam as a build makes it, without any model."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.extract import read_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.merge import merge_readings
from kg.ontology import Ontology, load_ontology
from kg.rdf import to_quads
from kg.records import Document, Entity, Evidence, Graph, Mention, Reading, Span, Statement
from kg.store import memory_store

TEXTS = {
    "accord.txt": (
        "India and Peru signed the Artemis Accords on 12 March 2024.\n\n"
        "Officials from Kenya and Norway said the two would share ground stations.\n"
    ),
    "station.txt": (
        "Japan and Chile signed a cooperation agreement in 2021.\n\n"
        "Egypt is thought to fund the Lunar Gateway.\n\n"
        "Norway will launch the Gateway in 2031.\n"
    ),
}
LLM, SPACY = "llm:org/tiny model", "spacy:own"
"""The first has characters that an IRI cannot carry as they are."""


@dataclass(frozen=True, slots=True)
class Teller:
    """A witness that says of each document what it was told: subject, property, object, words that state it, status."""

    name: str
    facts: Sequence[tuple[str, str, str, str, str]]

    def mentions(self, reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Sequence[Mention]:
        """Return no names of its own."""
        del reading, ontology, lexicon
        return ()

    def statements(
        self,
        reading: Reading,
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        ontology: Ontology,
        lexicon: Lexicon,
    ) -> Sequence[Statement]:
        """Return the facts whose words the document has, each with the paragraph that holds them as its quote."""
        del entities, ontology, lexicon
        text = reading.document.text
        said = []
        for subject, predicate, end, words, status in self.facts:
            at = text.find(words)
            if at < 0:
                continue
            start, stop = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            ends = [
                one for name in (subject, end) for one in mentions if one.text == name and start <= one.start < stop
            ]
            first, last = ends
            proof = Evidence(start, stop, text[start:stop], first.span, Span(at, at + len(words)), last.span)
            assert first.entity
            assert last.entity
            said.append(Statement(first.entity, predicate, last.entity, status, evidence=(proof,)))  # type: ignore[arg-type]
        return said


WITNESSES = (
    Teller(
        LLM,
        (
            ("India", "signatoryOf", "Artemis Accords", "signed the Artemis", "asserted"),
            ("Kenya", "cooperatesWith", "Norway", "would share", "planned"),
            ("Egypt", "funds", "Lunar Gateway", "is thought to fund", "asserted"),
        ),
    ),
    Teller(
        SPACY,
        (
            ("India", "signatoryOf", "Artemis Accords", "signed the Artemis", "asserted"),
            ("Kenya", "cooperatesWith", "Norway", "would share", "planned"),
            ("Peru", "signatoryOf", "Artemis Accords", "signed the Artemis", "asserted"),
        ),
    ),
)


def witnessed_graph(witnesses: Sequence[Teller] = WITNESSES) -> Graph:
    """Return the graph of the texts, as the rules and the witnesses read them."""
    return merge_readings(witnessed_readings(witnesses), ontology=load_ontology())


def witnessed_readings(witnesses: Sequence[Teller] = WITNESSES) -> list[Reading]:
    """Return what the rules and the witnesses read in each text."""
    ontology, lexicon = load_ontology(), load_lexicon()
    return [
        read_facts(Document(name, text, main=(Span(0, len(text)),)), ontology, lexicon, witnesses=witnesses)
        for name, text in TEXTS.items()
    ]


@cache
def _quads() -> tuple[ox.Quad, ...]:
    return tuple(to_quads(witnessed_graph(), load_ontology()))


def witnessed_store() -> ox.Store:
    """Return a new store of the graph."""
    return memory_store(_quads())
