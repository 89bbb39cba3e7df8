"""A language model as a witness: what it is asked about a document and what it said, from recorded answers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import PAGE, Document, Entity, Mention, Reading, Rejected, Statement
from kg.witness.llm.answer import MALFORMED, read_answer
from kg.witness.llm.heard import Heard, Tools, hear, mentions_of, statements_of
from kg.witness.llm.parts import Part, parts_of
from kg.witness.llm.prompt import shown_examples, system_prompt, user_prompt
from kg.witness.llm.recorded import LENGTH, Answer, Question, Recorded, key
from kg.witness.llm.schema import answer_schema
from kg.witness.seam import UNASKED

KIND = "llm"


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model of which the answers are recorded in a folder; what was not asked is not heard.

    With `only_uncertain` it is asked about sentences with two or more entities in which the rules state nothing.
    """

    model: str
    answers: Path
    only_uncertain: bool = False

    @property
    def name(self) -> str:
        """What it is called in the graph."""
        return f"{KIND}:{self.model}"

    def mentions(self, reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Sequence[Mention]:
        """Return the names in its answers that stand in the text."""
        heard = [one for _, one in _heard(self, reading, ontology) if one]
        return [*mentions_of(heard, reading, lexicon, ontology, name=self.name)]

    def statements(
        self,
        reading: Reading,
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        ontology: Ontology,
        lexicon: Lexicon,
    ) -> Sequence[Statement | Rejected]:
        """Return the statements that its answers prove, and the others with their reasons."""
        found: list[Statement | Rejected] = []
        tools = Tools(ontology, lexicon, self.name)
        for _, heard in _heard(self, reading, ontology):
            if heard is None:
                found.append(_nothing(UNASKED))
                continue
            found += statements_of(heard, reading.document, entities, mentions, tools)
            found += [_nothing(MALFORMED)] * heard.answer.malformed
        return found

    def questions(self, reading: Reading, ontology: Ontology) -> Iterator[tuple[Question, Part]]:
        """Yield what it is asked about a document."""
        for part in parts_of(reading, only_uncertain=self.only_uncertain):
            yield question(reading.document, part, ontology), part


def question(document: Document, part: Part, ontology: Ontology) -> Question:
    """Return what a model is asked about a part of a document."""
    prompt, schema, examples = _asked(ontology)
    return Question(prompt, user_prompt(document, part.text), schema, document.source, examples)


@lru_cache(maxsize=4)
def _asked(ontology: Ontology) -> tuple[str, dict[str, object], str]:
    return system_prompt(ontology), {**answer_schema(ontology)}, shown_examples(ontology)


def _heard(witness: LanguageModel, reading: Reading, ontology: Ontology) -> list[tuple[Part, Heard | None]]:
    """Return the parts of a document with what is heard about them; None for a part that was not answered."""
    recorded = Recorded(witness.answers)

    def answer(part: Part) -> Answer | None:
        return recorded.get(key(question(reading.document, part, ontology), witness.model))

    found = [pair for _, part in witness.questions(reading, ontology) for pair in _answered(part, reading, answer)]
    return [
        (part, None if one is None else hear(reading.document, part.span, read_answer(one.answer, ontology)))
        for part, one in found
    ]


def _answered(
    part: Part, reading: Reading, answer: Callable[[Part], Answer | None]
) -> Iterator[tuple[Part, Answer | None]]:
    """Yield a part with its answer; where that was cut off, its halves with theirs."""
    found = answer(part)
    halves = part.halves(reading.document) if found and found.finish == LENGTH else ()
    if not halves:
        yield part, found
    for half in halves:
        yield from _answered(half, reading, answer)


def _nothing(reason: str) -> Rejected:
    return Rejected(Statement(PAGE, "", PAGE), reason)
