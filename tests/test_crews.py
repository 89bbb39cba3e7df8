"""Crews, partners and offices, from the text to the facts: who is named where a project's people are."""

from functools import cache

import pytest

from kg.extract import read_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import Document, Span


@cache
def tools() -> tuple[Ontology, Lexicon]:
    return load_ontology(), load_lexicon()


def told(text: str, *predicates: str) -> set[tuple[str, str, str]]:
    """Return what the text says with one of the predicates."""
    reading = read_facts(Document("crews.txt", text, main=(Span(0, len(text)),)), *tools())
    label = {entity.id: entity.label for entity in reading.entities}
    return {(label[s.subject], s.predicate, label[s.object]) for s in reading.statements if s.predicate in predicates}


PEOPLE = {
    "The Heron Observatory is being built by Kenya. Other partners include Peru and Chile.": {"Peru", "Chile"},
    "The Heron Observatory is being built by Kenya. The international partners are Peru and Chile.": {"Peru", "Chile"},
    "Soyuz MS-27 was launched in April. The three-person crew consists of Anna Berg, Ivan Petrov and John Carter.": {
        "Anna Berg",
        "Ivan Petrov",
        "John Carter",
    },
    "Soyuz MS-27 was launched in April. The crew was greeted by Anna Berg.": set(),
    "The Heron Observatory is being built by Kenya. Other countries like Peru are poor.": set(),
}


@pytest.mark.parametrize("text", PEOPLE)
def test_those_named_behind_other_partners_or_the_crew_take_part(text: str) -> None:
    assert {subject for subject, _, _ in told(text, "participatesIn")} == PEOPLE[text]


def test_name_of_two_words_that_end_as_nouns_do_behind_a_title() -> None:
    found = told("Bhutan's Prime Minister Tshering Tobgay met reporters on Monday.", "affiliation")
    assert found == {("Tshering Tobgay", "affiliation", "Bhutan")}


def test_two_who_sign_a_treaty_of_their_own_work_together() -> None:
    assert told("Kenya and Peru signed the Heron River Treaty in 1961.", "cooperatesWith")
    assert not told("Kenya and Peru signed the Artemis Accords in 2021.", "cooperatesWith")
    assert not told("Kenya, Chad and Peru signed the Heron River Treaty in 1961.", "cooperatesWith")


def test_month_or_a_word_for_an_office_is_no_part_of_a_name_behind_it() -> None:
    assert told("In March Heron Space Corporation hired Anna Berg as its director.", "affiliation") == {
        ("Anna Berg", "affiliation", "Heron Space Corporation")
    }
    assert {body for _, _, body in told("Outgoing NASA chief Bill Nelson praised it.", "affiliation")} == {
        "National Aeronautics and Space Administration"
    }
