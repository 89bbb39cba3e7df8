"""Which sentences frames look into: those with a word of a frame and mentions of both ends of its facts."""

import pytest

from kg.ontology import load_ontology
from kg.records import Mention, Span
from kg.relate.frames import Frames
from kg.relate.items import Item, Sentence
from kg.relate.words import load_words

FRAMES = Frames(load_ontology(), load_words())


def items(text: str) -> list[Item]:
    """Return the words as items; a class with a capital is a mention of it."""
    found, at = [], 0
    for word in text.split():
        mention = Mention(at, at + len(word), word, word, "test", entity=word) if word[0].isupper() else None
        found.append(Item(at, at + len(word), word, word.lower(), (mention,) if mention else ()))
        at += len(word) + 1
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Country signed the Agreement", True),
        ("the signing of the Agreement by Country", True),
        ("Country ate the Agreement", False),
        ("Person signed", False),
        ("Date signed Date", False),
        ("Country took Agreement", False),
        ("Country took part in the Project", True),
    ],
)
def test_a_sentence_is_looked_into_where_a_frame_can_state_something(text: str, *, expected: bool) -> None:
    assert FRAMES.triggers.may_state(Sentence(Span(0, len(text)), tuple(items(text)))) is expected


def test_frames_of_which_an_end_is_missing_are_not_possible() -> None:
    possible = FRAMES.triggers.possible(frozenset(["Person", "Date"]))
    assert "signing" not in possible
    assert "signing" in FRAMES.triggers.possible(frozenset(["Country", "Agreement"]))
