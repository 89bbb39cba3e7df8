"""The named questions: SPARQL files whose first comments say what they answer and which values they take.

A line `# param country: Country label or code` lets a caller bind `?country` to an entity; with a datatype,
`# param year (xsd:integer): …`, it is bound to a value. A parameter that is not given leaves its variable open.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KGError
from kg.rdf import XSD, Term
from kg.resources import QUERIES
from kg.store.lookup import Index, index
from kg.store.query import run_query
from kg.store.results import Result, Rows

_PARAM = re.compile(r"#\s*param\s+(\w+)(?:\s+\(xsd:(\w+)\))?\s*:\s*(.*)")
_VALUES = {"integer": r"[+-]?\d+", "date": r"\d{4}-\d\d-\d\d", "string": r".*"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that the caller may bind; `datatype` is None for an entity, else the name of an XML Schema type."""

    name: str
    description: str
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A query with a name."""

    name: str
    description: str
    text: str
    parameters: tuple[Parameter, ...] = ()


@cache
def named_queries(folder: Path = QUERIES) -> tuple[Question, ...]:
    """Return the questions of a folder, by name."""
    return tuple(_question(path) for path in sorted(folder.glob("*.rq")))


def _question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    comments = re.match(r"(?:#[^\n]*\n)*", text)
    lines = comments[0].splitlines() if comments else []
    found = [_PARAM.fullmatch(line) for line in lines]
    parameters = tuple(Parameter(m[1], m[3].strip(), m[2]) for m in found if m)
    description = " ".join(line.lstrip("# ").strip() for line, m in zip(lines, found, strict=True) if not m)
    return Question(path.stem, description, text, parameters)


def find_question(name: str, questions: Sequence[Question] | None = None) -> Question:
    """Return the question of that name; raise KGError, with a guess, for one unknown."""
    questions = named_queries() if questions is None else questions
    for question in questions:
        if question.name == name:
            return question
    names = [question.name for question in questions]
    near = difflib.get_close_matches(name, names, n=1)
    guess = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    message = f"there is no question {name!r}. {guess}"
    raise KGError(message)


def run_question(
    store: ox.Store,
    question: Question | str,
    values: Mapping[str, str] | None = None,
    *,
    inferred: bool = False,
) -> Result:
    """Return the answer to a named question, with its parameters bound to the values given as text.

    The values never become part of the query's text. A name that several entities share asks for each of them.
    Columns that hold a parameter's bare IRI, or its words, are left out. With `inferred` it is asked of the inferred
    facts as well.
    """

    def ask(text: str, bindings: Mapping[str, Term]) -> Result:
        return run_query(store, text, bindings=bindings, inferred=inferred)

    return answer_question(question, values or {}, ask=ask, names=lambda: index(store))


def answer_question(
    question: Question | str,
    values: Mapping[str, str],
    *,
    ask: Callable[[str, Mapping[str, Term]], Result],
    names: Callable[[], Index],
) -> Result:
    """Return what `ask` answers to a named question, with its parameters bound to what the names stand for."""
    if isinstance(question, str):
        question = find_question(question)
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in values:
        if name not in known:
            there = ", ".join(known) or "none"
            message = f"the question {question.name} has no parameter {name!r}. There are: {there}."
            raise KGError(message)
    found = names() if any(known[name].datatype is None for name in values) else None
    choices = [[(name, term) for term in _terms(known[name], text, found)] for name, text in values.items()]
    answers = [ask(question.text, dict(chosen)) for chosen in product(*choices)]
    return _joined(answers, {p.name for p in question.parameters if p.datatype in {None, "string"}})


def _terms(parameter: Parameter, text: str, names: Index | None) -> Sequence[Term]:
    if parameter.datatype is None:
        return names.entities(text) if names else ()
    if not re.fullmatch(_VALUES.get(parameter.datatype, ".*"), text):
        message = f"{parameter.name}={text!r} is not an xsd:{parameter.datatype}. Expected: {parameter.description}."
        raise KGError(message)
    return [ox.Literal(text, datatype=ox.NamedNode(XSD + parameter.datatype))]


def _joined(answers: Sequence[Result], hidden: set[str]) -> Result:
    first = answers[0]
    if not isinstance(first, Rows):
        return first
    shown = [number for number, name in enumerate(first.columns) if name not in hidden]
    columns = tuple(first.columns[number] for number in shown)
    cells = (row for answer in answers if isinstance(answer, Rows) for row in answer.terms)
    terms = dict.fromkeys(tuple(row[number] for number in shown) for row in cells)
    return Rows(tuple(name if _stem(name) in columns else _stem(name) for name in columns), tuple(terms), first.base)


def _stem(column: str) -> str:
    """Return the heading of a column of labels: `projectLabel` is shown as `project`."""
    return column.removesuffix("Label") or column
