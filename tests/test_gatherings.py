"""Events, named and unnamed, from the text to the facts: when, where, who was there."""

from functools import cache

import pytest

from kg.extract import read_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import Document, Span


@cache
def tools() -> tuple[Ontology, Lexicon]:
    return load_ontology(), load_lexicon()


def told(text: str) -> set[tuple[str, str, str]]:
    """Return what the text says of events, with the words or the value of each end."""
    document = Document("events.txt", text, main=(Span(0, len(text)),))
    reading = read_facts(document, *tools())
    label = {entity.id: entity.value or entity.label for entity in reading.entities}
    events = {entity.id for entity in reading.entities if entity.type == "Event"}
    found = reading.statements
    return {(label[s.subject], s.predicate, label[s.object]) for s in found if {s.subject, s.object} & events}


SAID = {
    "A workshop on solar power was held in Oslo on 12 March 2024 under the patronage of UNESCO.": {
        ("workshop", "eventDate", "2024-03-12"),
        ("workshop", "locatedIn", "Oslo"),
        ("United Nations Educational, Scientific and Cultural Organization", "participatesIn", "workshop"),
    },
    "The symposium, held in Graz from 11 to 13 September 2023, was organised by Austria.": {
        ("symposium", "eventDate", "2023-09-11/2023-09-13"),
        ("symposium", "locatedIn", "Graz"),
        ("Austria", "participatesIn", "symposium"),
    },
    "The International Astronautical Congress returns to Oslo in 2031.": {
        ("International Astronautical Congress", "eventDate", "2031"),
        ("International Astronautical Congress", "locatedIn", "Oslo"),
    },
    "The Sahel Energy Summit, due to be held in Oslo, will be short.": {
        ("Sahel Energy Summit", "locatedIn", "Oslo"),
    },
    "On 3 May 2024 Kenya signed the Artemis Accords at the Paris Air Show.": {
        ("Kenya", "participatesIn", "Paris Air Show"),
        ("Paris Air Show", "eventDate", "2024-05-03"),
    },
    "The 61st session of COPUOS took place in Vienna in June 2018.": {
        ("61st session", "eventDate", "2018-06"),
        ("61st session", "locatedIn", "Vienna"),
        ("Committee on the Peaceful Uses of Outer Space", "participatesIn", "61st session"),
    },
    "The BRICS summit in Johannesburg, hosted by South Africa, was long.": {
        ("BRICS summit", "locatedIn", "Johannesburg"),
        ("South Africa", "participatesIn", "BRICS summit"),
    },
    "The BRICS summit is scheduled for 5 October 2030 in Kazan.": {
        ("BRICS summit", "eventDate", "2030-10-05"),
        ("BRICS summit", "locatedIn", "Kazan"),
    },
    "At the BRICS summit of July 2018 in Johannesburg, it rained.": {
        ("BRICS summit", "eventDate", "2018-07"),
        ("BRICS summit", "locatedIn", "Johannesburg"),
    },
    "The Nordic Space Forum took place in Bergen, Norway.": {
        ("Nordic Space Forum", "locatedIn", "Bergen"),
        ("Nordic Space Forum", "locatedIn", "Norway"),
    },
}


@pytest.mark.parametrize("text", SAID)
def test_when_and_where_and_who(text: str) -> None:
    assert told(text) == SAID[text]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz addressed a conference of the Norwegian Academy.",  # no day, no place: any conference
        "NASA held a press conference in Houston on 3 May 2024.",
        "They met for a meeting in Oslo.",
        "The ceremony was short.",
    ],
)
def test_unspecific_event_says_nothing(text: str) -> None:
    assert told(text) == set()


def test_country_that_acts_at_an_event_is_not_its_place() -> None:
    assert ("COP27", "locatedIn", "Egypt") not in told("At COP27, Egypt and Norway launched a partnership.")
