"""The work of reading grows with the length of a text, also of texts that nobody writes: lines of code are counted."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Span

TEXTS: dict[str, Callable[[int], str]] = {
    "one fact stated again and again": lambda n: "Peru and Kenya signed an agreement. " * n,
    "one person named again and again": lambda n: "John Smith said so. " * n,
    "things without a name": lambda n: "Peru and Kenya signed an accord. It was ratified by Norway. " * n,
    "one sentence of many clauses": lambda n: "Peru launched Sat-1; " * n,
    "capitals": lambda n: "Abcde " * 4 * n,
    "brackets": lambda n: "(" * 20 * n + "Peru" + ")" * 20 * n,
    "lists without items": lambda n: "The following countries:\n" * n + "- Peru\n" * n,
    "links": lambda n: "[Peru](http://a.example) " * n,
    "a table": lambda n: "| Name | Country |\n|---|---|\n" + "".join(f"| Sat-{i} | Peru |\n" for i in range(n)),
    "new names": lambda n: "".join(
        f"Minister Ann Lee{'abcdefghij'[i % 10] * (i // 10 + 1)} met us. " for i in range(n)
    ),
}
SHORT, LONG = 30, 120


def lines_run(text: str, ontology: Ontology, lexicon: Lexicon) -> int:
    """Return how many lines of code run when the text is read."""
    count = 0

    def trace(_frame: FrameType, _event: str, _value: Any) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return trace

    document = Document("text.txt", text, main=(Span(0, len(text)),))
    former = sys.gettrace()
    sys.settrace(trace)
    try:
        read_facts(document, ontology, lexicon)
    finally:
        sys.settrace(former)
    return count


@pytest.mark.parametrize("name", TEXTS)
def test_work_grows_with_the_text(name: str, ontology: Ontology, lexicon: Lexicon) -> None:
    document = Document("text.txt", TEXTS[name](LONG), main=(Span(0, len(TEXTS[name](LONG))),))
    read_facts(document, ontology, lexicon)  # compiles, and fills what is remembered
    short, long = (lines_run(TEXTS[name](n), ontology, lexicon) for n in (SHORT, LONG))
    assert long / short < 1.5 * LONG / SHORT, f"{name}: {short} lines of code, then {long}"
