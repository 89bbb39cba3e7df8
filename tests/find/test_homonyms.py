"""Bodies that several states have under one name, and words that only look like a body's."""

import pytest

from kg.find import find_mentions
from kg.lexicon import load_lexicon
from kg.records import Document

OTHERS = (
    "Norway's Department of Energy chose the site.",
    "The Philippine Department of Energy chose the site.",
    "The Department of Energy of the Philippines chose the site.",
    "The Department of Energy opened a call. The Philippines' Department of Energy chose the site.",
)
OWN = (
    "The U.S. Department of Energy chose the site.",
    "The Department of Energy chose the site.",
    "Kenya asked the U.S. Department of Energy. The Department of Energy chose the site.",
)


def names(text: str) -> set[str | None]:
    mentions = find_mentions(Document("own.txt", text), load_lexicon())
    return {mention.name for mention in mentions if mention.type == "Agency"}


@pytest.mark.parametrize("text", OTHERS)
def test_a_body_of_another_state_is_not_the_one_that_the_gazetteer_knows(text: str) -> None:
    assert names(text) == {None}


@pytest.mark.parametrize("text", OWN)
def test_a_body_without_another_state_is_the_one_that_the_gazetteer_knows(text: str) -> None:
    assert names(text) == {"U.S. Department of Energy"}


def test_what_a_minister_is_in_charge_of_is_no_firm() -> None:
    text = "Ann Lee, Minister of Information and Trade Technology (ITT) and Innovation in Kenya, spoke."
    assert not [m for m in find_mentions(Document("own.txt", text), load_lexicon()) if m.type == "Company"]
