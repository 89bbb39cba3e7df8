"""Phrases: what patterns can say, and what they must not match."""

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.lexicon import Lexicon
from kg.ontology import load_ontology
from kg.records import Entity
from kg.relate import relate
from tests.relate.marked import facts, marked

CASES = {
    "[Wu Yanhua|Person], deputy director of [CNSA|Agency], spoke.": ("Wu Yanhua", "affiliation", "CNSA"),
    "[NASA|Agency] Administrator [Bill Nelson|Person] spoke.": ("Bill Nelson", "affiliation", "NASA"),
    "[China|Country]'s ambassador to Uganda, [Zheng Zhuqiang|Person], spoke.": (
        "Zheng Zhuqiang",
        "affiliation",
        "China",
    ),
    "[Roscosmos|Agency], the [Russian|Country] space agency, agreed.": ("Roscosmos", "agencyOf", "Russian"),
    "[NASA|Agency]'s [Jet Propulsion Laboratory|University] agreed.": ("Jet Propulsion Laboratory", "partOf", "NASA"),
    "[NASA|Agency]'s first [Dragonfly|Project] mission flies.": ("NASA", "operates", "Dragonfly"),
    "They met in [Vienna|Place], [Austria|Country].": ("Vienna", "locatedIn", "Austria"),
    "The [Sino|Country]-[Russian|Country] partnership grew.": ("Sino", "cooperatesWith", "Russian"),
    "The [China|Country]-built [Isimba Dam|Project] opened.": ("China", "develops", "Isimba Dam"),
    "[Peru|Country] is a full member of [APSCO|Alliance].": ("Peru", "memberOf", "APSCO"),
    "[Kibo|Project] is a module of [the ISS|Project].": ("Kibo", "partOf", "the ISS"),
}


@pytest.mark.parametrize("text", CASES)
def test_phrase_states_its_fact(text: str) -> None:
    assert (*CASES[text], "asserted") in facts(text)


def test_owner_of_a_body_is_not_the_body() -> None:
    found = facts("[Frank Webb|Person], project scientist at [NASA|Agency]'s [JPL|University], spoke.")
    assert {o for _, p, o, _ in found if p == "affiliation"} == {"JPL"}


def test_role_is_kept_in_the_words_of_the_text() -> None:
    document, mentions = marked("[Wu Yanhua|Person], first deputy director of [CNSA|Agency], spoke.")
    (statement,) = relate(document, (), mentions, load_ontology(), Lexicon({}))
    assert (statement.role, statement.found_by) == ("first deputy director", "officeBehindName")
    (evidence,) = statement.evidence
    assert document.text[evidence.start : evidence.end] == evidence.quote


def test_role_does_not_reach_over_a_preposition() -> None:
    found = facts("[Ada Sample|Person] met during the visit of [Brazil|Country]'s president, [Lula|Person].")
    assert found == {("Lula", "affiliation", "Brazil", "asserted")}


def test_place_of_a_meeting_is_not_the_seat_of_its_parties() -> None:
    found = facts("[Peru|Country] signed [an accord|Agreement] with [CNSA|Agency] in [Beijing|Place].")
    assert {p for _, p, _, _ in found} == {"signatoryOf", "cooperatesWith"}
    assert ("NASA", "locatedIn", "Houston", "asserted") in facts("She works at [NASA|Agency] in [Houston|Place].")


def test_places_of_a_list_do_not_contain_each_other() -> None:
    assert facts("It was signed in [London|Place], [Moscow|Place] and [Washington|Place].") == set()
    assert facts("It was signed in [Pasadena|Place], [California|Place].") != set()


def test_party_to_a_treaty_is_no_plan() -> None:
    found = facts("[Peru|Country] is a party to [the treaty|Agreement].")
    assert found == {("Peru", "signatoryOf", "the treaty", "asserted")}


def test_future_office_is_planned() -> None:
    found = facts("[Hera|Project] will be part of [AIDA|Project].")
    assert found == {("Hera", "partOf", "AIDA", "planned")}


def test_gap_does_not_cross_a_clause() -> None:
    assert facts("[Hera|Project] left; others are scheduled for launch in [2030|Date].") == set()


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{a:Contry} of {b:Country}", "names the unknown class Contry"),
        ("{a:Country} <ofice> {b:Country}", "names the unknown macro <ofice>"),
        ("{a Country} of {b:Country}", "cannot be read at '{a Country} '"),
    ],
)
def test_wrong_pattern_says_where(tmp_path: Path, pattern: str, message: str) -> None:
    ontology = tmp_path / "own.ttl"
    ontology.write_text(
        "@prefix kg: <https://w3id.org/provenkg/ontology#> .\n"
        f'kg:mine a kg:Phrase ;\n    kg:pattern "{pattern}" ;\n    kg:states ( "a" kg:cooperatesWith "b" ) .\n',
        encoding="utf-8",
    )
    document, mentions = marked("[China|Country] spoke.")
    with pytest.raises(OntologyError) as caught:
        relate(document, (), mentions, load_ontology(ontology), Lexicon({}))
    assert str(caught.value).startswith(f'{ontology}:3: phrase "{pattern}" of kg:mine {message}')


@pytest.mark.parametrize(
    "text",
    [
        "Has [Peru|Country] joined [APSCO|Alliance]?",
        "“Is [Peru|Country] a full member of [APSCO|Alliance]?” she asked.",
        "[Peru|Country] joined [APSCO|Alliance]?",
    ],
)
def test_a_question_states_nothing(text: str) -> None:
    assert not facts(text)
    assert facts(text.replace("Has ", "").replace("Is [Peru|Country]", "[Peru|Country] is").replace("?", "."))


def test_words_within_longer_words_are_not_another_proof() -> None:
    document, mentions = marked("[Savanna-1|Project] is planned for launch in [June 2026|Date=2026-06].")
    entities = [Entity(m.entity or "", m.type, m.text) for m in mentions]
    [launch] = relate(document, entities, mentions, load_ontology(), Lexicon({}, {}))
    assert [e.trigger and document.text[e.trigger.start : e.trigger.end] for e in launch.evidence] == [
        "is planned for launch in"
    ]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_name_in_s_owns_behind_a_bare_apostrophe(mark: str) -> None:
    text = f"[The Philippines|Country]{mark} [Department of Energy|Agency] agreed."
    assert ("Department of Energy", "agencyOf", "The Philippines", "asserted") in facts(text)


def test_an_apostrophe_that_closes_a_quotation_owns_nothing() -> None:
    text = "In ‘[Friends of the Philippines|Country]’ [Department of Energy|Agency] agreed."
    assert not facts(text)
