"""Read the examples of an ontology's frames and phrases: each must yield the facts that its rule states."""

from collections.abc import Iterator

from kg.errors import OntologyError
from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Frame, Ontology, Phrase
from kg.records import Document, Span


def check_examples(ontology: Ontology, lexicon: Lexicon) -> list[OntologyError]:
    """Return what is wrong, in the order of the file: rules without an example, and examples that are not read."""
    rules: list[Frame | Phrase] = [*ontology.frames.values(), *ontology.phrases.values()]
    return [problem for rule in rules for problem in _problems(rule, ontology, lexicon)]


def _problems(rule: Frame | Phrase, ontology: Ontology, lexicon: Lexicon) -> Iterator[OntologyError]:
    kind = "frame" if isinstance(rule, Frame) else "phrase"
    if not rule.examples:
        message = f"{kind} kg:{rule.name} has no skos:example. Add a sentence that it reads."
        yield OntologyError(message, path=ontology.path, line=_line(ontology, rule.name), term=rule.name)
    wanted = {state.predicate for state in rule.states}
    for example in rule.examples:
        found = _predicates(example, ontology, lexicon)
        if not wanted & found:
            read = f"it reads {', '.join(sorted(found))}" if found else "it reads nothing"
            message = (
                f'{kind} kg:{rule.name}: its example "{example}" is not matched, {read}. Mend the rule or the example.'
            )
            yield OntologyError(message, path=ontology.path, line=_line(ontology, example), term=rule.name)


def _predicates(text: str, ontology: Ontology, lexicon: Lexicon) -> set[str]:
    document = Document("example", text, main=(Span(0, len(text)),))
    return {statement.predicate for statement in read_facts(document, ontology, lexicon).statements}


def _line(ontology: Ontology, words: str) -> int | None:
    """Return the line of the file that holds the words."""
    lines = ontology.path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if words in line), None)
