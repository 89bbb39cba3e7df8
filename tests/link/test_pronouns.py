"""What pronouns and plain nouns stand for, in texts as they are read."""

from functools import cache

import pytest

from kg.find import find_mentions
from kg.lexicon import load_lexicon as load
from kg.link import link_mentions
from kg.records import Document, Span

load_lexicon = cache(load)


def meant(text: str, word: str) -> list[str]:
    """Return the labels of what the last such word that points back stands for."""
    document = Document("x.txt", text, main=(Span(0, len(text)),))
    entities, mentions = link_mentions(document, find_mentions(document, load_lexicon()), load_lexicon())
    labels = {entity.id: entity.label for entity in entities}
    found = [m for m in mentions if m.kind == "anaphor" and m.text == word]
    return [labels[m.entity or ""] for m in found if m.start == found[-1].start]


def short(labels: list[str]) -> list[str]:
    """Return the names of bodies as their initials, those of one word as they are."""
    return ["".join(w[0] for w in label.split() if w[0].isupper()) if " " in label else label for label in labels]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The satellite Helva-2 was launched in May. A Soyuz rocket carried it into orbit.", ["Helva-2"]),
        ("The satellite Helva-2 is ready. OHB, which owns it, paid for the launch.", ["Helva-2"]),
        ("The satellite Helva-2 flew in May. ESA steered it first, and EUMETSAT will operate it.", ["Helva-2"]),
        ("The lander Helva-2 carried the rover Moss-1 and released it.", ["Moss-1"]),
        ("The Helva Programme began in 2021. Norway rejoined it in 2024.", ["Helva Programme"]),
        ("OHB and KARI signed a contract on the Helva-2 orbiter. NASA contributed a camera to it.", ["Helva-2"]),
        ("The orbiter Helva-2 was built by OHB. It also builds Moss-1.", ["OHB"]),
        ("The satellite Helva-2 is ready. The Moss-1 rover carried it to the pad.", []),
        ("OHB builds the satellite Helva-2. It was launched on a Soyuz rocket in May.", ["Helva-2"]),
    ],
)
def test_it_is_what_the_words_beside_it_are_said_of(text: str, labels: list[str]) -> None:
    word = "It" if " It " in text else "it"
    assert meant(text, word) == labels


@pytest.mark.parametrize(
    ("text", "word", "labels"),
    [
        ("Brazil and China launched Helva-2 in 1999. They built it together.", "They", ["Brazil", "China"]),
        ("Norway and Iceland take part although they are not members.", "they", ["Norway", "Iceland"]),
        ("Norway met Iceland. They signed.", "They", []),
        (
            "The orbiters Sentinel-1 and Sentinel-2 were built by OHB. They were launched in May.",
            "They",
            ["Sentinel-1", "Sentinel-2"],
        ),
        ("Norway and Iceland agreed. In the end a number of nations indicated their support.", "their", []),
    ],
)
def test_they_are_the_list_that_is_the_subject(text: str, word: str, labels: list[str]) -> None:
    assert meant(text, word) == labels


@pytest.mark.parametrize(
    ("text", "word", "labels"),
    [
        ("Hera is a probe of ESA. OHB built the spacecraft in Bremen.", "the spacecraft", ["Hera"]),
        ("The Hope probe flew. OHB built the spacecraft.", "the spacecraft", ["Emirates Mars Mission"]),
        ("The weather satellite Helva-3 flew. Russia paid for the satellite.", "the satellite", ["Helva-3"]),
        (
            "The satellite Helva-6 flew. Moss-1 flew. Moss-2 flew. NASA built a radar. ESA steers the satellite.",
            "the satellite",
            ["Helva-6"],
        ),
        (
            "Sentinel-6 is part of Copernicus, the climate programme of the EU. ESA manages the programme.",
            "the programme",
            ["Copernicus"],
        ),
    ],
)
def test_a_noun_is_the_thing_that_the_text_calls_so(text: str, word: str, labels: list[str]) -> None:
    assert meant(text, word) == labels


def test_a_number_with_a_name_behind_it_is_that_number() -> None:
    text = "The satellite Sentinel-6 Michael Freilich flew. Sentinel-6 is part of Copernicus. It was launched in May."
    assert meant(text, "It") == ["Sentinel-6"]


@pytest.mark.parametrize(
    ("text", "word", "labels"),
    [
        ("JAXA launched Hera. NASA waits. The Japanese agency will launch Moss-2.", "agency", ["JAEA"]),
        ("The EU met ESA. The 27-nation bloc also runs the Galileo programme.", "bloc", ["EU"]),
        ("ESA met. The Paris-based space agency signed a contract.", "space agency", ["ESA"]),
        ("NASA met ESA. The Chinese agency did not come.", "agency", []),
        ("The Russian state corporation Roscosmos met ESA.", "corporation", []),
        ("SES ordered Hera from Thales Alenia Space. The company will launch it.", "The company", ["SES"]),
    ],
)
def test_a_noun_with_a_description_is_the_body_that_it_fits(text: str, word: str, labels: list[str]) -> None:
    assert short(meant(text, word)) == labels


@pytest.mark.parametrize(
    ("text", "word", "labels"),
    [
        ("Peru signed a contract with Boeing. Both will build Hera.", "Both", ["Peru", "Boeing"]),
        ("Peru and Chile met. The two signed a pact.", "The two", ["Peru", "Chile"]),
        ("Peru and Chile met. The pair signed a pact.", "The pair", ["Peru", "Chile"]),
        ("Peru and Chile met. The former signed a pact.", "The former", ["Peru"]),
        ("Peru, Chile and Kenya met. The two signed a pact.", "The two", []),
        ("Peru met. Both Chile and Kenya signed a pact.", "Both", []),
    ],
)
def test_words_for_several_are_as_many_as_they_say(text: str, word: str, labels: list[str]) -> None:
    assert meant(text, word) == labels


def test_its_behind_and_is_what_stands_before_it() -> None:
    assert meant("ESA met NASA and its partners.", "its") == meant("NASA met. It left.", "It")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The Moss Dam is ready. Construction began in 2013.", ["Moss Dam"]),
        ("The Moss Dam is ready. Construction firms came.", []),
        ("The Moss Dam is ready. In May Construction began.", []),
    ],
)
def test_construction_at_the_head_of_a_sentence_is_that_of_the_topic(text: str, labels: list[str]) -> None:
    assert meant(text, "Construction") == labels


def test_the_project_is_what_the_text_names_most_where_no_subject_is_near() -> None:
    text = (
        "Hera flew. Hera came back. ESA paid for Hera. Parts of Juice were built in Rome. Rain fell. "
        "Snow fell. Norway joined the project."
    )
    assert meant(text, "the project") == ["Hera"]


def test_a_small_word_before_a_name_makes_it_no_other() -> None:
    assert meant("NASA builds the lunar Gateway. Peru pays. The Gateway is small. It was launched.", "It") == [
        "Lunar Gateway"
    ]
