"""What a pronoun or a plain noun may stand for, by the words around it."""

from functools import cache

import pytest

from kg.lexicon import load_lexicon as load
from kg.link.selecting import is_left_for_another, kinds_beside, may_be_called, names_stranger, said

load_lexicon = cache(load)


@pytest.mark.parametrize(
    "text",
    [
        "It was launched in May.", "It has been successfully launched.", "It is scheduled to launch in May.",
        "It lifted off in May.", "It will launch aboard a Vega.", "It was built by Airbus.",
        "It is now expected to be launched.",
        "It weighs two tonnes.", "ESA launched it in May.", "KARI developed it.",
    ],
)  # fmt: skip
def test_said_of_projects(text: str) -> None:
    at = text.lower().index("it")
    at = at if text.startswith("It") else text.index(" it") + 1
    assert said(text, at, at + 2, load_lexicon()) in {"project", "made", "carried"}


@pytest.mark.parametrize(
    "text",
    [
        "It launched Hera in May.", "It plans to launch Hera.", "It has launched three satellites.",
        "It was founded in May.",
        "It will launch Hera.", "It builds satellites.", "It is a member of ESA.", "It said so in May.",
    ],
)  # fmt: skip
def test_said_of_others_too(text: str) -> None:
    assert said(text, 0, 2, load_lexicon()) != "project"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The satellite Hera flew.", "satellite"), ("Hera, a small weather satellite, flew.", "satellite"),
        ("The Hera probe flew.", "probe"), ("The Hera lunar probe flew.", "probe"),
        ("Hera (H-1) is a lunar orbiter.", "orbiter"),
        ("Hera was the first rover.", "rover"),
    ],
)  # fmt: skip
def test_what_a_thing_is_stands_beside_its_name(text: str, kind: str) -> None:
    at = text.index("Hera")
    assert kinds_beside(text, at, at + 4, load_lexicon()) == {kind}


def test_a_name_may_say_what_it_names() -> None:
    assert kinds_beside("KompSat-2 flew.", 0, 9, load_lexicon()) == {"satellite"}


def test_some_nouns_are_said_of_the_same_thing() -> None:
    lexicon = load_lexicon()
    assert may_be_called("spacecraft", {"probe"}, lexicon)
    assert not may_be_called("rover", {"probe"}, lexicon)
    assert not may_be_called("satellite", set(), lexicon)


def test_this_programme_is_another() -> None:
    text = "Hera flew. We could deploy this new programme after it was launched."
    assert is_left_for_another(text, 0, text.index("it was"), load_lexicon())


@pytest.mark.parametrize(
    "text", ["Nordvik also said that its rocket flew.", "Last year Nordvik Robotics tested its rocket."]
)
def test_stranger_is_named_before_a_pronoun(text: str) -> None:
    assert names_stranger(text, 0, text.index("its"), 0, load_lexicon())


@pytest.mark.parametrize(
    "text",
    [
        "Construction of its rocket began.",
        "Under the Deep Lantern plan, its rocket flew.",
        "The firm tested its rocket.",
    ],
)
def test_no_stranger_is_named_before_a_pronoun(text: str) -> None:
    assert not names_stranger(text, 0, text.index("its"), 0, load_lexicon())
