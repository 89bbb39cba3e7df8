"""What a pattern cannot do without, by which it is left alone in sentences that it cannot match."""

import re

import pytest

from kg.relate.needs import needs_of

TOKENS = re.compile(r"(?P<mark>[()\[\]|])|(?P<word>\w+)|\s+")


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("a b", ["a", "b"]),
        ("a [b] c", ["a", "c"]),
        ("a (b | c d)", ["a", "bc"]),
        ("(a [b] | b) c", ["ab", "c"]),
        ("(a | [b]) c", ["c"]),
        ("the (the b | c)", ["the", "bc"]),
        ("a | b c", ["ab"]),
        ("[a]", []),
    ],
)
def test_a_pattern_needs_its_words_and_one_of_alternatives(pattern: str, needs: list[str]) -> None:
    def of(token: re.Match[str]) -> list[frozenset[str]]:
        return [frozenset([token["word"]])] if token["word"] else []

    found = needs_of(TOKENS.finditer(pattern), of, frozenset(["the"]))
    assert found == [frozenset([need]) if need == "the" else frozenset(need) for need in needs]
