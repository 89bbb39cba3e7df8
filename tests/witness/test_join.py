"""A witness adds to what the rules read, and takes nothing away."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Mention, Reading, Rejected, Span, Statement


@dataclass(frozen=True)
class Naming:
    """Names some words as things of a class, and states nothing."""

    words: str
    type: str
    name: str = "own:naming"

    def mentions(self, reading: Reading, _ontology: Ontology, _lexicon: Lexicon) -> Sequence[Mention]:
        start = reading.document.text.index(self.words)
        return [Mention(start, start + len(self.words), self.words, self.type, self.name)]

    def statements(
        self, _reading: Reading, _entities: Sequence[Entity], _mentions: Sequence[Mention], *_: object
    ) -> Sequence[Statement | Rejected]:
        return ()


def facts(text: str, ontology: Ontology, lexicon: Lexicon, *witnesses: Naming) -> set[tuple[str, str, str]]:
    document = Document("a.txt", text, main=(Span(0, len(text)),))
    found = read_facts(document, ontology, lexicon, witnesses=witnesses)
    labels = {entity.id: entity.label for entity in found.entities}
    return {(labels[s.subject], s.predicate, labels[s.object]) for s in found.statements}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("France and the small island nation signed the Artemis Accords.", "small island nation"),
        ("Japan joined the Artemis Accords. The country operates Hayabusa2.", "country"),
        ("China, Russia and others signed the Outer Space Treaty.", "others"),
        ("China launched Tianwen-1 in 2020.", "Tianwen-1 in"),
    ],
)
def test_wrong_name_takes_no_fact_of_the_rules_away(
    text: str, words: str, ontology: Ontology, lexicon: Lexicon
) -> None:
    alone = facts(text, ontology, lexicon)
    assert alone
    assert alone <= facts(text, ontology, lexicon, Naming(words, "Person"))


def test_rules_state_more_with_the_names_of_witnesses(ontology: Ontology, lexicon: Lexicon) -> None:
    text = "Norway launched blue kestrel in 2020."
    assert not facts(text, ontology, lexicon)
    found = facts(text, ontology, lexicon, Naming("blue kestrel", "Project"))
    assert ("Norway", "launches", "blue kestrel") in found
