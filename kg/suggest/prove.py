"""Prove what was chosen: loaded from Turtle as a user would, and run over every document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import Statement
from kg.relate.words import load_words
from kg.resources import ONTOLOGY
from kg.suggest.candidates import PHRASE, VERB
from kg.suggest.choose import Chosen, is_worth, words
from kg.suggest.proposals import Rule, Wrong
from kg.suggest.told import KNOWN, Key, Told, keys_of
from kg.suggest.trial import Missed, example
from kg.suggest.written import turtle


@dataclass(frozen=True, slots=True)
class Proved:
    """Rules with what they find when all are at work, all statements of witnesses that are found, and those lost."""

    rules: tuple[Rule, ...]
    ontology: Ontology
    found: frozenset[Missed]
    lost: int


def prove(
    chosen: Sequence[Chosen], told: Sequence[Told], ontology: Ontology, lexicon: Lexicon, *, min_support: int
) -> Proved:
    """Return the rules that hold what they promised, with their figures; what does not is left out, until all do.

    Raises OntologyError where an ontology of the user's own changed meanwhile.
    """
    if not chosen:
        return Proved((), ontology, frozenset(), 0)
    rules = [*zip(named(chosen, ontology), chosen, strict=True)]
    while True:
        extended = extended_by([rule for rule, _ in rules], ontology)
        run = _Run(rules, told, ontology, extended, lexicon)
        kept = [at for at in range(len(rules)) if run.holds(at, min_support)]
        if len(kept) == len(rules):
            return Proved(tuple(run.figures(at) for at in kept), extended, frozenset(run.found), run.lost)
        rules = [rules[at] for at in kept]


def extended_by(rules: Sequence[Rule], ontology: Ontology) -> Ontology:
    """Return an ontology with rules added, read from the Turtle that a user gets."""
    is_own = ontology.path.resolve() != ONTOLOGY.resolve()
    before = ontology.path.read_text(encoding="utf-8") + "\n" if is_own else ""
    with TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / "suggested.ttl"
        path.write_text(before + turtle(rules, ontology, imports=not is_own), encoding="utf-8")
        return load_ontology(path)


def named(chosen: Sequence[Chosen], ontology: Ontology) -> list[Rule]:
    """Return what was chosen as rules with names that nothing else has; a verb has that of its frame."""
    taken = {*ontology.rules, *ontology.classes, *ontology.properties}
    rules = []
    for one in chosen:
        candidate = one.candidate
        is_new = candidate.kind != VERB
        name = _name(candidate.predicate, candidate.words, taken) if is_new else candidate.frame or ""
        taken.add(name)
        role = None if candidate.kind == VERB else candidate.frame
        status = candidate.status
        ends = candidate.subjects, candidate.objects
        rules.append(Rule(candidate.kind, name, candidate.predicate, candidate.words, *ends, role, status, one.example))
    return rules


_MOST_WORDS = 4


def _name(predicate: str, pattern: str, taken: set[str]) -> str:
    """Return a name that says what is stated and by what words: "launchesSentAloft"."""
    plain = [word.split("/")[0] for word in pattern.split() if word[0].isalpha()]
    spelled = ["".join(c for c in word if c.isascii() and c.isalnum()) for word in plain][:_MOST_WORDS]
    name = predicate + "".join(word.capitalize() for word in spelled)
    numbers = count(2)
    unique = name
    while unique in taken:
        unique = f"{name}{next(numbers)}"
    return unique


class _Run:
    """What rules find, when all are at work, in every document."""

    def __init__(
        self,
        rules: Sequence[tuple[Rule, Chosen]],
        told: Sequence[Told],
        ontology: Ontology,
        extended: Ontology,
        lexicon: Lexicon,
    ) -> None:
        self._rules = rules
        self._told = told
        self._extended = extended
        self._lexicon = lexicon
        self._gain: list[dict[Missed, str]] = [{} for _ in rules]
        self._wrong: list[list[Wrong]] = [[] for _ in rules]
        self._harm: list[int] = [0] * len(rules)
        self.found: set[Missed] = set()
        self.lost = 0
        forms = load_words().forms([rule.words.split()[0] for rule, _ in rules if rule.kind != PHRASE])
        self._forms = {word: {form.lemma for form in found} for word, found in forms.items()}
        for at, one in enumerate(told):
            self._read(at, one, ontology)

    def _read(self, at: int, one: Told, ontology: Ontology) -> None:
        reading = read_facts(one.document, self._extended, self._lexicon)
        labels = {entity.id: entity.label for entity in reading.entities}
        there = {*keys_of(reading.statements, ontology)}
        for statement in reading.statements:
            number = one.numbers.get(next(keys_of([statement], ontology)))
            if number is None:
                ends = labels[statement.subject], statement.predicate, labels[statement.object]
                wrong = Wrong(one.document.source, *ends, words(statement.evidence[0].quote))
                for owner in self._owner(statement, None):
                    self._wrong[owner].append(wrong)
            elif number != KNOWN:
                self.found.add((at, number))
                for owner in self._owner(statement, (at, number)):
                    self._gain[owner][at, number] = statement.evidence[0].quote
        self._lose(one, there, ontology)

    def _lose(self, one: Told, there: set[Key], ontology: Ontology) -> None:
        """Count what rules found and find no more, against the verbs that stand there."""
        for statement in one.alone.statements:
            if not there.intersection(keys_of([statement], ontology)):
                self.lost += 1
                for owner in self._by_verb(statement):
                    self._harm[owner] += 1

    def _owner(self, statement: Statement, missed: Missed | None) -> Sequence[int]:
        """Return which rule is to be thanked, or blamed, if any: the one that is named, or whose verb stands there."""
        named = [n for n, (rule, _) in enumerate(self._rules) if rule.name == statement.found_by]
        promised = [n for n in named if missed in self._rules[n][1].gain]
        verbs = [*self._by_verb(statement)]
        spoken = [n for n in named if n in verbs]
        return [*promised, *spoken, *named, *verbs][:1]

    def _by_verb(self, statement: Statement) -> Iterator[int]:
        """Yield the rules with a verb of which a form stands in the words that prove a statement."""
        there = {word.strip(".,;:") for one in statement.evidence for word in one.quote.lower().split()}
        lemmas = set().union(*(self._forms[word] for word in there & self._forms.keys()))
        for n, (rule, _) in enumerate(self._rules):
            if rule.kind != PHRASE and rule.words.split()[0] in lemmas:
                yield n

    def holds(self, at: int, min_support: int) -> bool:
        """Return whether a rule finds enough in enough sentences, does no harm, and reads its example."""
        rule, gain = self._rules[at][0], self._gain[at]
        sentences = {(document, quote) for (document, _), quote in gain.items()}
        if len(sentences) < min_support or not is_worth(len(gain), len(self._wrong[at]) + self._harm[at]):
            return False
        read = read_facts(example(rule.example), self._extended, self._lexicon).statements
        return any(one.predicate == rule.predicate and one.found_by == rule.name for one in read)

    def figures(self, at: int) -> Rule:
        """Return a rule with what it finds."""
        documents = sorted({self._told[document].document.source for document, _ in self._gain[at]})
        wrong = tuple(self._wrong[at])
        return replace(self._rules[at][0], gain=len(self._gain[at]), wrong=wrong, documents=tuple(documents))
