"""Parts that sentences name one by one, of what a sentence before said to have some."""

import pytest

from kg.extract import read_facts
from kg.lexicon import load_lexicon
from kg.records import Document, Span
from tests.relate.marked import built_in

TOLD = {
    "two of them": (
        "The Gaofen-7 satellite carries four instruments. France built two of them: the ARKON camera and LUMOS-2.",
        {"ARKON", "LUMOS-2"},
    ),
    "counted off": (
        "The Gaofen-7 satellite has three modules. The first module, the ARKON lander, was built by ESA.",
        {"ARKON"},
    ),
    "by who made it": (
        "The Gaofen-7 satellite will carry two instruments. JAXA supplied the ARKON camera.",
        {"ARKON"},
    ),
    "own instruments": ("Gaofen-7's instruments are new. JAXA supplied the ARKON camera.", {"ARKON"}),
    "none": ("The Gaofen-7 satellite carries no instruments. JAXA supplied the ARKON camera.", set()),
    "of something else": (
        "The Gaofen-7 satellite carries two instruments. JAXA supplied the ARKON camera for Himawari-9.",
        set(),
    ),
    "another paragraph": (
        "The Gaofen-7 satellite carries two instruments.\n\nJAXA supplied the ARKON camera.",
        set(),
    ),
    "only named": ("The Gaofen-7 satellite carries two instruments. JAXA praised the ARKON camera.", set()),
}


@pytest.mark.parametrize("name", TOLD)
def test_parts_told_behind_their_number(name: str) -> None:
    text, parts = TOLD[name]
    reading = read_facts(Document("x.txt", text, main=(Span(0, len(text)),)), built_in(), load_lexicon())
    labels = {entity.id: entity.label for entity in reading.entities}
    found = [s for s in reading.statements if s.predicate == "partOf" and labels[s.object] == "Gaofen-7"]
    assert {labels[statement.subject] for statement in found} == parts
    assert all(one.quote == text[one.start : one.end] for statement in found for one in statement.evidence)
