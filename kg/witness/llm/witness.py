"""A language model as a witness: what it is asked about a document and what it said, from recorded answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import PAGE, Document, Entity, Mention, Reading, Rejected, Statement
from kg.witness.llm.answer import MALFORMED, read_answer
from kg.witness.llm.gate import Heard, Tools, hear, mentions_of, statements_of
from kg.witness.llm.parts import Part, parts_of
from kg.witness.llm.prompt import shown_examples, system_prompt, user_prompt
from kg.witness.llm.recorded import LENGTH, Answer, Question, Recorded, key
from kg.witness.llm.schema import answer_schema
from kg.witness.seam import LANGUAGE_MODEL, UNASKED


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
        return f"{LANGUAGE_MODEL}:{self.model}"

    def mentions(self, reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Sequence[Mention]:
        """Return the names in its answers that stand in the text."""
        heard = [one for one in _heard(self, reading, ontology) if one]
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
        for heard in _heard(self, reading, ontology):
            if heard is None:
                found.append(_nothing(UNASKED))
                continue
            found += statements_of(heard, reading.document, entities, mentions, tools)
            found += [_nothing(MALFORMED)] * heard.answer.malformed
        return found

    def questions(self, reading: Reading, ontology: Ontology) -> Iterator["PartQuestion"]:
        """Yield what it is asked about a document."""
        for part in parts_of(reading, only_uncertain=self.only_uncertain):
            yield question(reading.document, part, ontology)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartQuestion(Question):
    """A question about a part of a document."""

    document: Document
    part: Part

    def halves(self) -> tuple["PartQuestion", ...]:
        """Return the questions about the two halves of the part, for where the whole is too much."""
        return tuple(_about(self, half) for half in self.part.halves(self.document))


def question(document: Document, part: Part, ontology: Ontology) -> PartQuestion:
    """Return what a model is asked about a part of a document."""
    prompt, schema, examples = _asked(ontology)
    text = user_prompt(document, part.text)
    return PartQuestion(prompt, text, schema, document.source, examples, document=document, part=part)


def _about(asked: PartQuestion, part: Part) -> PartQuestion:
    return replace(asked, text=user_prompt(asked.document, part.text), part=part)


@lru_cache(maxsize=4)
def _asked(ontology: Ontology) -> tuple[str, dict[str, object], str]:
    return system_prompt(ontology), {**answer_schema(ontology)}, shown_examples(ontology)


def _heard(witness: LanguageModel, reading: Reading, ontology: Ontology) -> list[Heard | None]:
    """Return what is heard about the parts of a document, in order; None for a part that was not answered."""
    recorded = Recorded(witness.answers)
    return [
        None if answer is None else hear(reading.document, asked.part.span, read_answer(answer.answer, ontology))
        for whole in witness.questions(reading, ontology)
        for asked, answer in _answered(whole, recorded, witness.model)
    ]


def _answered(asked: PartQuestion, recorded: Recorded, model: str) -> Iterator[tuple[PartQuestion, Answer | None]]:
    """Yield a question with its answer; where that was cut off, those about the halves with theirs."""
    found = recorded.get(key(asked, model))
    halves = asked.halves() if found and found.finish == LENGTH else ()
    if not halves:
        yield asked, found
    for half in halves:
        yield from _answered(half, recorded, model)


def _nothing(reason: str) -> Rejected:
    return Rejected(Statement(PAGE, "", PAGE), reason)
