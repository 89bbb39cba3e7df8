"""Lists and tables carry facts as well as sentences do."""

from dataclasses import replace

import pytest

from kg.lexicon import Lexicon
from kg.records import Field, Span
from kg.relate import relate
from tests.relate.marked import built_in, facts, marked


def tabled(text: str, *, date: str | None = None) -> set[tuple[str, str, str, str]]:
    document, mentions = marked(text, date=date)
    found = relate(document, (), mentions, built_in(), Lexicon({}))
    for statement in found:
        for evidence in statement.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote
    return {(s.subject, s.predicate, s.object, s.status) for s in found}


def test_bullets_fill_the_place_of_their_collective_noun() -> None:
    text = "The following countries have signed [the Accords|Agreement]:\n\n"
    text += "- [Japan|Country]\n- the [Italy|Country], too\n"
    assert facts(text) == {
        ("Japan", "signatoryOf", "the Accords", "asserted"),
        ("Italy", "signatoryOf", "the Accords", "asserted"),
    }


def test_quote_of_a_bullet_starts_at_the_sentence_that_leads_in() -> None:
    document, mentions = marked("Two nations joined [the Accords|Agreement]:\n\n* [Peru|Country]\n* [Chile|Country]\n")
    found = relate(document, (), mentions, built_in(), Lexicon({}))
    assert [s.evidence[0].quote for s in found] == [
        "Two nations joined the Accords:\n\n* Peru\n* Chile",
        "Two nations joined the Accords:\n\n* Peru",
    ]


def test_bullets_behind_another_noun_state_nothing() -> None:
    assert facts("Read more on [the Accords|Agreement]:\n\n- [Japan|Country]\n- [Italy|Country]\n") == set()


def test_milestone_is_read_with_its_date() -> None:
    assert facts("- [3 May 2024|Date=2024-05-03]: [China|Country] launched [Chang'e-6|Project].") == {
        ("China", "launches", "Chang'e-6", "asserted"),
        ("Chang'e-6", "launchDate", "3 May 2024", "asserted"),
    }


TABLE = """
| Mission | Launch date | Operator | Rocket |
|---|---|---|---|
| [Euclid|Project] | [2023|Date] | [ESA|Agency] | [Falcon 9|LaunchVehicle] |
| [Plato|Project] | [2027|Date] | [ESA|Agency] | |
"""


def test_table_is_read_by_its_headings() -> None:
    assert tabled(TABLE, date="2025-01-01") == {
        ("Euclid", "launchDate", "2023", "asserted"),
        ("ESA", "operates", "Euclid", "asserted"),
        ("Euclid", "launchVehicle", "Falcon 9", "asserted"),
        ("Plato", "launchDate", "2027", "planned"),
        ("ESA", "operates", "Plato", "asserted"),
    }


def test_column_with_an_unknown_heading_states_nothing() -> None:
    assert tabled("| Mission | Mood |\n|---|---|\n| [Euclid|Project] | [2023|Date] |\n") == set()


def test_cell_gives_its_first_thing_and_those_listed_with_it() -> None:
    text = "| Mission | Operator |\n|---|---|\n| [A|Project] | [ESA|Agency], [NASA|Agency] |\n"
    text += "| [B|Project] | [JAXA|Agency], with funds of [CNES|Agency] |\n"
    assert {(s, o) for s, p, o, _ in tabled(text)} == {("ESA", "A"), ("NASA", "A"), ("JAXA", "B")}


def test_enumeration_behind_a_colon_fills_the_place_of_its_noun() -> None:
    text = "Three space agencies operate [the ISS|Project]: [NASA|Agency] ([United States|Country]), the [ESA|Agency] "
    text += "and [JAXA|Agency]; [CNSA|Agency] does not."
    assert {s for s, p, _, _ in facts(text) if p == "operates"} == {"NASA", "ESA", "JAXA"}


def titled(title: str, body: str) -> set[tuple[str, str, str, str]]:
    """Return the facts of a page with that title."""
    document, mentions = marked(f"{title}\n\n{body}", date="2025-01-01")
    end = document.text.index("\n")
    document = replace(document, fields=(*document.fields, Field("title", document.text[:end], Span(0, end))))
    found = relate(document, (), mentions, built_in(), Lexicon({}))
    return {(s.subject, s.predicate, s.object, s.status) for s in found}


def test_labelled_lines_speak_of_the_title() -> None:
    body = (
        "Operator: [ESA|Agency]\n- **Launch date:** [2027|Date]\nPartners: [Peru|Country], [Chad|Country] (studies)\n"
    )
    assert titled("The [Plato|Project] mission", body) == {
        ("ESA", "operates", "Plato", "asserted"),
        ("Plato", "launchDate", "2027", "planned"),
        ("Peru", "participatesIn", "Plato", "asserted"),
        ("Chad", "participatesIn", "Plato", "asserted"),
    }


def test_labelled_lines_speak_of_the_nearest_heading() -> None:
    body = "## [Euclid|Project]\nOperator: [ESA|Agency]\n\n## Notes\nBuilder: [OHB|Company]"
    assert titled("The [Plato|Project] mission", body) == {
        ("ESA", "operates", "Euclid", "asserted"),
        ("OHB", "develops", "Plato", "asserted"),
    }


def test_headed_list_holds_members_and_parts() -> None:
    body = "## Member states\n\n- [Peru|Country]\n- the [Chad|Country], since [2010|Date]\n- no others\n"
    assert titled("[Polar Union|Alliance]", body) == {
        ("Peru", "memberOf", "Polar Union", "asserted"),
        ("Chad", "memberOf", "Polar Union", "asserted"),
    }
    assert titled("[Plato|Project]", "Instruments:\n* [Iris|Project]: a camera\n") == {
        ("Iris", "partOf", "Plato", "asserted")
    }


def test_column_of_parts_belongs_to_the_title() -> None:
    body = "| Module | Launched |\n|---|---|\n| [Iris|Project] | [2020|Date] |\n"
    assert ("Iris", "partOf", "Plato", "asserted") in titled("[Plato|Project]", body)
    assert "partOf" not in {p for _, p, _, _ in titled("[Plato|Project] and [Euclid|Project]", body)}


def test_label_before_a_sentence_states_nothing() -> None:
    assert titled("[Plato|Project]", "Partners: we spoke to [Peru|Country] about many other things.") == set()


def test_label_on_a_line_of_its_own_takes_the_next_line() -> None:
    body = "Operator(s)\n[ESA|Agency], [CNES|Agency]\n\nStatus\nin orbit\n"
    assert titled("[Plato|Project]", body) == {
        ("ESA", "operates", "Plato", "asserted"),
        ("CNES", "operates", "Plato", "asserted"),
    }


def test_project_as_a_label_names_who_takes_part() -> None:
    body = "[Tern-1|Project]: [Peru|Country], [Chad|Country] and [Japan|Country]\n"
    found = titled("[Plato|Project]", body)
    assert {(who, "participatesIn", "Tern-1", "asserted") for who in ("Peru", "Chad", "Japan")} <= found


@pytest.mark.parametrize(
    "value",
    ["[Peru|Country]", "we asked [Peru|Country] and [Chad|Country] whether they had any part in this at all"],
)
def test_label_before_one_name_or_a_sentence_names_nobody(value: str) -> None:
    assert "participatesIn" not in {p for _, p, _, _ in titled("[Plato|Project]", f"[Tern-1|Project]: {value}\n")}


def test_infobox_without_its_marks_speaks_of_the_body_that_is_the_title() -> None:
    body = "Formation [17 May 1865|Date=1865-05-17]\nHeadquarters [Geneva|Place]\nIt was founded for telegraphs.\n"
    assert titled("[Telegraph Union|Agency]", body) == {
        ("Telegraph Union", "foundedOn", "17 May 1865", "asserted"),
        ("Telegraph Union", "locatedIn", "Geneva", "asserted"),
    }


def test_box_of_a_body_speaks_of_it() -> None:
    body = "Formation\n[1865|Date]\n\nHeadquarters\n[Geneva|Place], [Switzerland|Country]\n\nHead\n[Ann Lee|Person]\n"
    assert titled("[Polar Agency|Agency]", body) >= {
        ("Polar Agency", "foundedOn", "1865", "asserted"),
        ("Polar Agency", "locatedIn", "Geneva", "asserted"),
        ("Ann Lee", "affiliation", "Polar Agency", "asserted"),
    }
    assert titled("[Plato|Project]", "Programme: [Cosmic Vision|Project]") == {
        ("Plato", "partOf", "Cosmic Vision", "asserted")
    }


def test_a_table_of_parts_says_who_makes_them() -> None:
    text = "| Element | Partner | Company |\n|---|---|---|\n| [Habitat|Project] | [ESA|Agency] | [Airbus|Company] |\n"
    assert {f for f in tabled(text) if f[1] == "develops"} == {
        ("ESA", "develops", "Habitat", "asserted"),
        ("Airbus", "develops", "Habitat", "asserted"),
    }


def test_the_first_line_of_a_page_without_title_is_what_its_box_speaks_of() -> None:
    text = (
        "Juno\n\nOperator(s)\n[NASA|Agency], [ESA|Agency]\n\nFirst launch\n[2011|Date]\n\n[Juno|Project] is a probe.\n"
    )
    assert tabled(text) == {
        ("NASA", "operates", "Juno", "asserted"),
        ("ESA", "operates", "Juno", "asserted"),
        ("Juno", "launchDate", "2011", "asserted"),
    }
