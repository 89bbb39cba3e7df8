"""Count, document by document, what a program read rightly, wrongly and not at all.

| measure | counts |
|---|---|
| mention | spans with exactly the right ends and type |
| overlap | spans of the right type that share a character with the right one |
| entity | things, matched one to one by the mentions they share (countries also by code, dates by value) |
| value | codes of matched countries and values of matched dates |
| relation | statements between matched things with the right property |
| lenient | the same with any property of the right family |
| status | the status of the statements that are right |
| evidence | quotes that stand at their offsets |
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from kg.evaluate.gold import PAGE, GoldDocument, GoldEntity, GoldRelation
from kg.evaluate.predictions import PredictedEntity, PredictedStatement, Prediction
from kg.evaluate.scores import Counts, Outcome, Scores, to_scores
from kg.ontology import Ontology, load_ontology
from kg.records import PAGE as READ_PAGE
from kg.records import Span, Status

MEASURES = ("mention", "overlap", "entity", "value", "relation", "lenient", "status", "evidence")

_WIDE = {"Organization": "ORG", "Project": "PROJECT"}
_FAMILIES = (
    frozenset({"participates_in", "develops", "operates", "launches", "funds"}),
    frozenset({"start_date", "end_date", "launch_date", "event_date"}),
    frozenset({"agency_of", "member_of", "part_of", "affiliation"}),
)
_SYMMETRIC = "cooperates_with"

Fact = tuple[str, str, str]
Placed = tuple[Span, str, str]
"""A predicted mention: span, type in the words of the annotation, id."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was missed, or that is wrong."""

    document: str
    measure: str
    outcome: Outcome
    kind: str
    text: str


def evaluate(
    gold: Iterable[GoldDocument], predictions: Mapping[str, Prediction], *, ontology: Ontology | None = None
) -> tuple[Scores, tuple[Remark, ...]]:
    """Return the scores over all documents, and each miss and slip."""
    ontology = ontology or load_ontology()
    counts: Counts = Counter()
    remarks: list[Remark] = []
    missing = []
    for document in gold:
        prediction = predictions.get(document.name)
        if prediction is None:
            missing.append(document.name)
            prediction = Prediction(document.name, {}, (), ())
        _Comparison(document, prediction, ontology, counts, remarks).compare()
    return to_scores(counts, MEASURES, missing=tuple(missing)), tuple(remarks)


class _Comparison:
    """Compares one document; what it finds is added to `counts` and `remarks`."""

    def __init__(
        self,
        gold: GoldDocument,
        prediction: Prediction,
        ontology: Ontology,
        counts: Counts,
        remarks: list[Remark],
    ) -> None:
        self.gold, self.prediction, self.counts, self.remarks = gold, prediction, counts, remarks
        self.kind_of = partial(gold_type, ontology=ontology)
        self.placed: list[Placed] = sorted(
            {
                (span, self.kind_of(prediction.entities[id_].type), id_)
                for span, id_ in prediction.mentions
                if id_ in prediction.entities and gold.is_main(span)
            }
        )

    def compare(self) -> None:
        self._mentions("mention", lambda a, b: a == b)
        self._mentions("overlap", Span.overlaps)
        match = self._match()
        self._entities(match)
        self._statements(match)

    def _add(self, measure: str, kind: str, outcome: Outcome, text: str = "") -> None:
        self.counts[measure, kind, outcome] += 1
        if text and outcome != "right":
            self.remarks.append(Remark(self.gold.name, measure, outcome, kind, text))

    def _quoted(self, span: Span) -> str:
        return f"{self.gold.text[span.start : span.end]} ({span.start})"

    ### Mentions

    def _mentions(self, measure: str, fits: Callable[[Span, Span], bool]) -> None:
        unused = list(self.placed)
        for wanted in self.gold.mentions:
            hit = next((p for p in unused if p[1] == wanted.type and fits(wanted.span, p[0])), None)
            if hit is None:
                self._add(measure, wanted.type, "missed", self._quoted(wanted.span))
            else:
                unused.remove(hit)
                self._add(measure, wanted.type, "right")
        for span, kind, _ in unused:
            self._add(measure, kind, "wrong", self._quoted(span))

    ### Entities

    def _match(self) -> dict[str, str]:
        """Return which predicted thing is which annotated one: the pairs with the most in common first."""
        match, used = {PAGE: READ_PAGE}, {READ_PAGE}
        for (wanted, found), _ in sorted(self._common().items(), key=lambda item: (-item[1], item[0])):
            if wanted not in match and found not in used:
                match[wanted] = found
                used.add(found)
        return match

    def _common(self) -> Mapping[tuple[str, str], float]:
        """Return how much an annotated and a predicted thing share: mentions, and codes or values."""
        weights: defaultdict[tuple[str, str], float] = defaultdict(float)
        for wanted in self.gold.mentions:
            for span, kind, found in self.placed:
                if kind == wanted.type and span.overlaps(wanted.span):
                    weights[wanted.entity, found] += 1
        for thing in self.gold.entities.values():
            for guess in self.prediction.entities.values():
                if self.kind_of(guess.type) == thing.type:
                    weights[thing.id, guess.id] += _same_value(thing, guess)
        return {pair: weight for pair, weight in weights.items() if weight}

    def _entities(self, match: Mapping[str, str]) -> None:
        wanted = {m.entity for m in self.gold.mentions}
        wanted |= {end for relation in self.gold.relations for end in (relation.subject, relation.object)}
        for id_ in sorted(wanted - {PAGE}):
            thing = self.gold.entities[id_]
            if id_ in match:
                self._add("entity", thing.type, "right")
                self._values(id_, self.prediction.entities[match[id_]])
            else:
                self._add("entity", thing.type, "missed", thing.name)
        for id_ in sorted({found for _, _, found in self.placed} - set(match.values())):
            guess = self.prediction.entities[id_]
            self._add("entity", self.kind_of(guess.type), "wrong", guess.label)

    def _values(self, id_: str, guess: PredictedEntity) -> None:
        thing = self.gold.entities[id_]
        if thing.type == "COUNTRY" and thing.code:
            right = guess.code == thing.code
            self._add("value", "country code", "right" if right else "wrong", f"{thing.name}: {guess.code}")
        if thing.type == "DATE" and thing.value and "REF" not in thing.value:
            right = guess.value == thing.value
            text = f"{thing.name}: {guess.value}, not {thing.value}"
            self._add("value", "date value", "right" if right else "wrong", text)

    ### Statements

    def _statements(self, match: Mapping[str, str]) -> None:
        wanted = {(r.subject, r.predicate, r.object): r for r in self.gold.relations}
        made = self._made(match, wanted)
        for statement in self.prediction.statements:
            self._evidence(statement)
        self._relations("relation", wanted, made, family=lambda predicate: predicate)
        self._relations("lenient", wanted, made, family=_family)
        for fact in wanted.keys() & made.keys():
            expected: Status = wanted[fact].status
            right = made[fact].status == expected
            text = f"{self._names(fact)}: {made[fact].status}"
            self._add("status", expected, "right" if right else "wrong", text)

    def _made(self, match: Mapping[str, str], wanted: Mapping[Fact, GoldRelation]) -> dict[Fact, PredictedStatement]:
        """Return the predicted statements by what they say in the ids of the annotation."""
        back = {found: id_ for id_, found in match.items()}
        made = {}
        for statement in self.prediction.statements:
            subject, end = (back.get(end, f"?{end}") for end in (statement.subject, statement.object))
            predicate = snake(statement.predicate)
            if predicate == _SYMMETRIC and (end, predicate, subject) in wanted:
                subject, end = end, subject
            made[subject, predicate, end] = statement
        return made

    def _evidence(self, statement: PredictedStatement) -> None:
        if not statement.evidence:
            self._add("evidence", "quote", "wrong", f"{statement.predicate} without a quote")
        for span, quote in statement.evidence:
            right = 0 <= span.start < span.end and self.gold.text[span.start : span.end] == quote
            self._add("evidence", "quote", "right" if right else "wrong", quote)

    def _relations(
        self,
        measure: str,
        wanted: Iterable[Fact],
        made: Mapping[Fact, PredictedStatement],
        *,
        family: Callable[[str], str],
    ) -> None:
        """Count the facts; those whose properties are of one family count as the same."""
        expected, given = _by_family(wanted, family), _by_family(made, family)
        for key, facts in expected.items():
            outcome: Outcome = "right" if key in given else "missed"
            for fact in facts:
                self._add(measure, fact[1], outcome, self._names(fact))
        for key, facts in given.items():
            for fact in facts if key not in expected else ():
                self._add(measure, facts[0][1], "wrong", self._names(fact, made[fact]))

    def _names(self, fact: Fact, made: PredictedStatement | None = None) -> str:
        ends = (made.subject, made.object) if made else (fact[0], fact[2])
        known: Mapping[str, PredictedEntity] = self.prediction.entities
        labels = [(known[end].label if end in known else end) if made else self.gold.entities[end].name for end in ends]
        quote = f": {' '.join(made.evidence[0][1].split())}" if made and made.evidence else ""
        return f"{labels[0]} | {fact[1]} | {labels[1]}{quote}"


def gold_type(name: str, *, ontology: Ontology) -> str:
    """Return what the annotation calls a class.

    >>> gold_type("Agency", ontology=load_ontology()), gold_type("Person", ontology=load_ontology())
    ('ORG', 'PERSON')
    """
    local = re.split(r"[#/:]", name)[-1]
    return next((short for wide, short in _WIDE.items() if ontology.is_a(local, wide)), local.upper())


def snake(name: str) -> str:
    """Return a property's name as the annotation writes it.

    >>> snake("https://w3id.org/provenkg/ontology#signatoryOf")
    'signatory_of'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", re.split(r"[#/:]", name)[-1]).lower()


def _same_value(thing: GoldEntity, guess: PredictedEntity) -> float:
    """Return what the same code or value counts for, in mentions; the same date may well stand elsewhere too."""
    if thing.type == "COUNTRY" and thing.code and thing.code == guess.code:
        return 1
    return 0.5 if thing.type == "DATE" and thing.value and thing.value == guess.value else 0


def _family(predicate: str) -> str:
    return next((min(family) for family in _FAMILIES if predicate in family), predicate)


def _by_family(facts: Iterable[Fact], family: Callable[[str], str]) -> dict[Fact, list[Fact]]:
    found: defaultdict[Fact, list[Fact]] = defaultdict(list)
    for subject, predicate, end in facts:
        found[subject, family(predicate), end].append((subject, predicate, end))
    return found
