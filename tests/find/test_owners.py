"""Articles and possessives before an action stand for the thing whose action it is."""

from functools import cache

import pytest

from kg.find import find_mentions
from kg.lexicon import Lexicon, load_lexicon
from kg.records import Document, Span


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def owners(text: str) -> list[tuple[str, str]]:
    """Return text and class of the mentions that stand for an owner."""
    found = find_mentions(Document("x.txt", text, main=(Span(0, len(text)),)), lexicon())
    return [(m.text, m.type) for m in found if m.found_by == "owner"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The launch is planned.", [("The", "Project")]),
        ("The planned launch was called off.", [("The", "Project")]),
        ("Its launch was late.", [("Its", "Project")]),
        ("The signing took place in Vienna.", [("The", "Agreement")]),
        ("The other signatories are small.", [("The", "Agreement")]),
        ("The launch of the probe is planned.", []),
        ("The launch in 2027 of the probe is planned.", []),
        ("The launch vehicle is ready.", []),
        ("A launch is planned.", []),
    ],
)
def test_owner(text: str, expected: list[tuple[str, str]]) -> None:
    assert owners(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru signed it at once.", "Agreement"),
        ("Ten states signed them.", "Agreement"),
        ("It was launched in 2013.", "Organization"),
        ("It launched a probe.", "Organization"),
    ],
)
def test_it_is_what_its_verb_acts_on(text: str, expected: str) -> None:
    found = find_mentions(Document("x.txt", text, main=(Span(0, len(text)),)), lexicon())
    assert [m.type for m in found if m.text.lower() in {"it", "them"}] == [expected]


@pytest.mark.parametrize("text", ["They signed the host agreement.", "They signed a data exchange agreement."])
def test_plain_nouns_may_stand_between_an_article_and_an_agreement(text: str) -> None:
    found = find_mentions(Document("x.txt", text, main=(Span(0, len(text)),)), lexicon())
    assert next(m.text for m in found if m.kind == "nominal").endswith("agreement")
