"""Turn annotation made by hand into recorded answers of a model, and score what comes of them.

    python benchmarks/witness.py [GOLD]         data/gold unless told otherwise

The answers are those of a model that says what the annotators wrote, as it is asked for (`kg.witness.llm.prompt`):
every mention and every statement, with a quote that holds words for both ends. What is missing in the scores got lost
between answer and graph: at the gate, or in linking. Printed are relations of the rules alone, of the model alone
(a build with --no-rules), and of both.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg.evaluate import compare, read_gold
from kg.evaluate.gold import PAGE as GOLD_PAGE
from kg.evaluate.gold import GoldDocument, GoldMention
from kg.evaluate.predictions import gold_text
from kg.evaluate.scores import ALL
from kg.extract import read_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import PAGE, Span
from kg.witness.llm.parts import Part
from kg.witness.llm.quotes import find_quote
from kg.witness.llm.recorded import Answer, Recorded
from kg.witness.llm.witness import LanguageModel

MODEL = "gold"
CLASSES = {"ORG": "Organization"}
SUBTYPES = {name.upper(): name for name in ("Agency", "Company", "University", "Alliance", "Media")} | {
    "VEHICLE": "LaunchVehicle"
}


def write_answers(
    gold: Sequence[GoldDocument], folder: Path, answers: Path, ontology: Ontology, lexicon: Lexicon
) -> int:
    """Record the answers for all documents of a folder of annotation; return how many relations cannot be said."""
    recorded, model = Recorded(answers), LanguageModel(MODEL, answers)
    missing = 0
    for document in gold:
        annotation = json.loads((folder / "gold" / f"{document.name}.json").read_text(encoding="utf-8"))
        for text in gold_text(document):
            said: set[tuple[str, str, str]] = set()
            for question in model.questions(read_facts(text, ontology, lexicon), ontology):
                answer = Annotated(document, annotation, question.part).answer()
                said |= {(one["subject"], one["predicate"], one["object"]) for one in answer["statements"]}
                recorded.put(question, MODEL, Answer(answer))
            missing += len(annotation["relations"]) - len(said)
    return missing


@dataclass(frozen=True, slots=True)
class Annotated:
    """A part of a document, with its annotation."""

    gold: GoldDocument
    annotation: Mapping[str, Any]
    part: Part

    def answer(self) -> dict[str, Any]:
        """Return what a model answers."""
        said = [one for one in map(self.statement, self.annotation["relations"]) if one]
        named = {end for one in said for end in (one["subject"], one["object"])}
        named |= {mention.entity for mention in self.there()}
        things = [self.thing(entity) for entity in self.annotation["entities"] if entity["id"] in named - {GOLD_PAGE}]
        return {"entities": things, "statements": said}

    def there(self) -> list[GoldMention]:
        """Return the mentions in the part."""
        return [mention for mention in self.gold.mentions if mention.span in self.part.span]

    def thing(self, entity: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entity as a thing of the answer."""
        kind = SUBTYPES.get(entity.get("subtype", "")) or CLASSES.get(entity["type"]) or entity["type"].capitalize()
        spans = [one.span for one in self.there() if one.entity == entity["id"]]
        words = {self.gold.text[span.start : span.end] for span in spans}
        return {
            "id": entity["id"],
            "type": kind,
            "name": entity["name"],
            "named": not entity.get("nominal", False),
            "mentions": sorted(words or entity.get("surfaces", [entity["name"]])),
        }

    def statement(self, relation: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return a relation as a statement, its quote widened until it holds words for both ends, if it can be."""
        place = find_quote(relation["evidence"], self.gold.text, self.part.span)
        if isinstance(place, str):
            return None
        words = []
        for end in (relation["subject"], relation["object"]):
            nearest = self.nearest(end, place)
            if end != GOLD_PAGE and nearest is None:
                return None
            place = Span(min(place.start, nearest.start), max(place.end, nearest.end)) if nearest else place
            words.append(self.gold.text[nearest.start : nearest.end] if nearest else "")
        quote, role = self.gold.text[place.start : place.end], relation.get("role")
        subject, other = (PAGE if end == GOLD_PAGE else end for end in (relation["subject"], relation["object"]))
        return {
            "quote": quote,
            "subject": subject,
            "subject_words": words[0],
            "predicate": _camel(relation["predicate"]),
            "object": other,
            "object_words": words[1],
            "status": "negated" if relation.get("negated") else "planned" if relation.get("planned") else "asserted",
            "said_by": None,
            "role": role if role and role in quote else None,
        }

    def nearest(self, entity: str, place: Span) -> Span | None:
        """Return the mention of a thing that stands nearest; within a longer name where it has no other."""
        spans = [one.span for one in self.there() if one.entity == entity] or [*self.inside(entity)]
        return min(spans, key=lambda span: (max(place.start - span.end, span.start - place.end, 0), span), default=None)

    def inside(self, entity: str) -> Iterator[Span]:
        """Yield where a thing is named only within a longer name: the state in the name of its agency."""
        known = next(one for one in self.annotation["entities"] if one["id"] == entity)
        for words in known.get("surfaces", ()):
            start = self.gold.text.find(words, self.part.span.start, self.part.span.end)
            while start >= 0:
                yield Span(start, start + len(words))
                start = self.gold.text.find(words, start + 1, self.part.span.end)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def main(folder: Path) -> None:
    """Print the scores."""
    ontology, lexicon = load_ontology(), load_lexicon()
    gold = read_gold(folder)
    with TemporaryDirectory(prefix="kg-") as place:
        missing = write_answers(gold, folder, Path(place), ontology, lexicon)
        print(f"{missing} relations that no quote within one part can state")
        compared = compare(gold, ontology, lexicon, [LanguageModel(MODEL, Path(place))])
        for name, (scores, _) in compared.items():
            relation = scores["relation"][ALL]
            print(f"{name:9}  precision {relation.precision:.3f}  recall {relation.recall:.3f}  F1 {relation.f1:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/gold"))
