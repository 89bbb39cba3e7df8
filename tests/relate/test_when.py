"""Dates of launches, beginnings and ends: each case is one class of wording."""

import pytest

from tests.relate.marked import facts

HERA = {
    "scheduled": "[Hera|Project] is scheduled for [2028|Date].",
    "targeting a launch": "[Hera|Project] is targeting launch in [2028|Date].",
    "targeting a dated launch": "The agency is targeting a [2028|Date] launch for [Hera|Project].",
    "targeting a date": "[NASA|Agency] is targeting [2028|Date] for the launch of [Hera|Project].",
    "with launch planned": "With launch planned for [2028|Date], [Hera|Project] is nearly ready.",
    "put off": "[NASA|Agency] postponed the launch of [Hera|Project] to [2028|Date].",
    "has been put off": "The launch of [Hera|Project] has been delayed from [2026|Date] to [2028|Date].",
    "not before": "The launch of [Hera|Project] is not expected before [2028|Date].",
    "possessor": "[Hera|Project]'s launch in [2028|Date] will be a milestone.",
    "participle": "[Hera|Project], launching in [2028|Date], is large.",
    "end of a year": "[Hera|Project] will be launched at the [end of 2028|Date=2028].",
}


@pytest.mark.parametrize("name", HERA)
def test_planned_launch(name: str) -> None:
    date = "end of 2028" if "end of" in HERA[name] else "2028"
    launches = {f for f in facts(HERA[name], date="2025-01-01") if f[1] == "launchDate"}
    assert launches == {("Hera", "launchDate", date, "planned")}


DONE = {
    "since its launch": "Since its launch in [2013|Date], [Hera|Project] has mapped the sky.",
    "in a rocket": "A rocket carrying [Hera|Project] lifted off from the coast on [2013|Date].",
    "into orbit": "A [Vega|LaunchVehicle] carried [Hera|Project] into orbit on [2013|Date].",
    "starts from": "[2013|Date]: [Hera|Project] starts from the coast.",
    "second of two": "[Gaia|Project] was launched in [2008|Date] and [Hera|Project] in [2013|Date].",
    "date first": "In [2008|Date] India launched [Gaia|Project] and in [2013|Date] [Hera|Project].",
    "behind a place": "[Gaia|Project] was launched in [2008|Date] from [Kourou|Place], [Hera|Project] in [2013|Date].",
    "respectively": "[Gaia|Project] and [Hera|Project] were launched in [2008|Date] and [2013|Date], respectively.",
    "two launches": "The parts of [Hera|Project] were launched in [2008|Date] and [2013|Date].",
}


@pytest.mark.parametrize("name", DONE)
def test_launch(name: str) -> None:
    found = facts(DONE[name])
    assert ("Hera", "launchDate", "2013", "asserted") in found
    assert {f[2] for f in found if f[:2] == ("Gaia", "launchDate")} <= {"2008"}


NO_LAUNCH = [
    "[Gaia|Project] was launched in [2008|Date] and [Hera|Project] landed in [2013|Date].",
    "[Gaia|Project] was launched in [2008|Date], and in [2013|Date] [Hera|Project] was lost.",
    "A [Vega|LaunchVehicle] launched [Gaia|Project], as [Hera|Project] did, before [2013|Date].",
    "In [2013|Date], [Hera|Project] launched its first lander.",
]


@pytest.mark.parametrize("text", NO_LAUNCH)
def test_near_misses_state_no_launch(text: str) -> None:
    assert not {f for f in facts(text) if f[1] == "launchDate" and f[0] != "Gaia"}


def test_rocket_that_launches_something_is_not_launched_itself() -> None:
    found = facts("A [Vega|LaunchVehicle] launched [Gaia|Project] on [2013|Date].")
    assert {f[0] for f in found if f[1] == "launchDate"} == {"Gaia"}


def test_what_starts_from_a_place_does_not_begin() -> None:
    assert {f[1] for f in facts("[Hera|Project] starts from [Kourou|Place] on [2013|Date].")} == {"launchDate"}


def test_gap_takes_the_agent() -> None:
    found = facts("[Peru|Country] signed [the pact|Agreement] in [2013|Date] and [Chile|Country] in [2014|Date].")
    assert ("Chile", "signatoryOf", "the pact", "asserted") in found


@pytest.mark.parametrize(
    "text",
    [
        "[Peru|Country] on [Tuesday|Date=2021-05] became the first state to sign [the pact|Agreement].",
        "On [Tuesday|Date=2021-05], on a visit to [Lima|Place], [Peru|Country] signed [the pact|Agreement].",
        "[Peru|Country] has since signed [the pact|Agreement] on [Tuesday|Date=2021-05].",
    ],
)
def test_day_of_signing(text: str) -> None:
    assert ("the pact", "signedOn", "Tuesday", "asserted") in facts(text)


@pytest.mark.parametrize("verb", ["crashed", "was cancelled", "burned up", "was scrapped"])
def test_what_is_lost_ends(verb: str) -> None:
    found = {f for f in facts(f"[Hera|Project] {verb} on [2013|Date].") if f[1] == "endDate"}
    assert {f[:3] for f in found} == {("Hera", "endDate", "2013")}


def test_ratifying_together_is_no_cooperation() -> None:
    found = facts("[Peru|Country] and [Chile|Country] ratified [a pact|Agreement] in [2013|Date].")
    assert {f[1] for f in found} == {"signatoryOf"}


FOLLOWING = {
    "next sentence": "[Gaia|Project] was launched in [2008|Date]. [Hera|Project] followed in [2013|Date].",
    "same sentence": "[Gaia|Project] was launched in [2008|Date], followed by [Hera|Project] in [2013|Date].",
    "passive": "[Gaia|Project] was launched in [2008|Date]. It was followed in [2013|Date] by [Hera|Project].",
    "relative": "[Gaia|Project] was launched in [2008|Date]. [Hera|Project], which followed in [2013|Date], is larger.",
    "several": "[Gaia|Project] was launched in [2008|Date]. [Rosetta|Project] followed in [2010|Date], "
    "and [Hera|Project] in [2013|Date].",
    "each": "[Gaia|Project] was launched in [2008|Date]. [Rosetta|Project] and [Hera|Project] followed in [2010|Date] "
    "and [2013|Date].",
    "object": "[Gaia|Project] was launched in [2008|Date]. [Hera|Project] followed [Gaia|Project] in [2013|Date].",
}


@pytest.mark.parametrize("name", FOLLOWING)
def test_what_follows_was_launched_too(name: str) -> None:
    found = {f for f in facts(FOLLOWING[name]) if f[:2] == ("Hera", "launchDate")}
    assert found == {("Hera", "launchDate", "2013", "asserted")}


def test_what_is_to_follow_is_planned() -> None:
    found = facts("[Gaia|Project] began in [2008|Date]; [Hera|Project] is to follow in [2013|Date].")
    assert ("Hera", "startDate", "2013", "planned") in found


NOT_FOLLOWING = [
    "[Hera|Project] followed in [2013|Date].",
    "[Gaia|Project] was launched in [2008|Date]. In [2013|Date] [Hera|Project] followed a comet.",
    "[Gaia|Project] was launched in [2008|Date]. Talks on [Hera|Project] followed in [2013|Date].",
]


@pytest.mark.parametrize("text", NOT_FOLLOWING)
def test_following_needs_what_is_followed(text: str) -> None:
    assert not {f for f in facts(text) if f[0] == "Hera"}


def test_three_things_have_three_dates() -> None:
    found = facts(
        "[Gaia|Project], [Hera|Project] and [Juice|Project] launched in [2008|Date], [2013|Date] and [2023|Date]."
    )
    assert {(f[0], f[2]) for f in found} == {("Gaia", "2008"), ("Hera", "2013"), ("Juice", "2023")}


def test_apposition_may_hold_a_relative_clause() -> None:
    found = facts("[Hera|Project], a probe that [ESA|Agency] built at home, was launched in [2013|Date].")
    assert ("Hera", "launchDate", "2013", "asserted") in found


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("[the Soil probe|Project] was launched in [2013|Date].", ("the Soil probe", "launchDate")),
        (
            "[the Soil Alliance|Alliance] was launched in [2013|Date].",
            ("the Soil Alliance", "foundedOn"),
        ),
        ("[the Soil Alliance|Alliance] began in [2013|Date].", ("the Soil Alliance", "foundedOn")),
    ],
)
def test_what_is_launched_decides_what_its_date_is(text: str, fact: tuple[str, str]) -> None:
    assert {f[:2] for f in facts(text) if f[2] == "2013"} == {fact}


def test_body_that_launches_something_is_not_founded() -> None:
    found = facts("[the probe|Project], which [ISRO|Agency] launched on [2013|Date], is of [CAS|University].")
    assert not {f for f in found if f[1] == "foundedOn"}


NAMED_BEHIND = {
    "first satellite": "[China|Country]'s first satellite, [Hera|Project], was launched in [2013|Date].",
    "with a preposition": "[ESA|Agency]'s first mission to Mars, [Hera|Project], was launched in [2013|Date].",
    "one of": "The first of the satellites, [Hera|Project], was launched in [2013|Date].",
    "of a programme": "The first [Galileo|Project] satellite, [Hera|Project], was launched in [2013|Date].",
    "two": "Two satellites, [Gaia|Project] and [Hera|Project], were launched in [2013|Date].",
    "the second": "The first, [Gaia|Project], was launched in [2008|Date]; the second, [Hera|Project], in [2013|Date].",
    "relative": "[Hera|Project], the first probe to fly to Mercury, which took off in [2013|Date], is large.",
    "delayed": "After days lost by wind and rain, [Gaia|Project] and [Hera|Project] took off in [2013|Date].",
    "first launch": "Years passed until the first launch of [Hera|Project] in [2013|Date].",
}


@pytest.mark.parametrize("name", NAMED_BEHIND)
def test_name_behind_what_it_is(name: str) -> None:
    found = facts(NAMED_BEHIND[name])
    assert ("Hera", "launchDate", "2013", "asserted") in found
    assert ("Galileo", "launchDate") not in {f[:2] for f in found}


def test_flight_number_stands_behind_a_rocket() -> None:
    found = facts("Launched aboard a [Vega|LaunchVehicle] F-16, [Hera|Project] has two radars.")
    assert ("Hera", "launchVehicle", "Vega", "asserted") in found


def test_partnership_began_not_what_it_made() -> None:
    found = facts("[Hera|Project], the next satellite of a partnership that began in [2008|Date], is large.")
    assert "startDate" not in {f[1] for f in found}


def test_who_begins_to_operate_begins_it() -> None:
    assert ("Hera", "startDate", "2013", "asserted") in facts(
        "In [2013|Date], [Peru|Country] began operating [Hera|Project]."
    )


ENDS = {
    "crashed": "[Hera|Project] crashed on the Moon on [2013|Date].",
    "burned up": "[Hera|Project] burned up in the atmosphere in [2013|Date].",
    "cancelled": "[NASA|Agency] cancelled [Hera|Project] in [2013|Date].",
    "its mission": "[Hera|Project] completed its mission in [2013|Date].",
    "is to be built": "[Hera|Project] is to be built by [2013|Date].",
}


@pytest.mark.parametrize("name", ENDS)
def test_end(name: str) -> None:
    assert ("Hera", "endDate", "2013") in {f[:3] for f in facts(ENDS[name])}


BEGINNINGS = {
    "operating": "[Hera|Project] started operating in [2013|Date].",
    "operations": "[Hera|Project] began operations in [2013|Date].",
    "capability": "[Hera|Project] reached full operational capability in [2013|Date].",
    "declared": "[Hera|Project] was declared operational in [2013|Date].",
    "will be": "[Hera|Project] is expected to be fully operational by [2013|Date].",
    "under construction": "[Hera|Project] has been under construction since [2013|Date].",
    "dates back": "[Hera|Project] dates back to [2013|Date].",
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_beginning(name: str) -> None:
    assert ("Hera", "startDate", "2013") in {f[:3] for f in facts(BEGINNINGS[name])}


WITHIN = [
    "[Hera|Project] began a survey of the sky in [2013|Date].",
    "[Hera|Project] completed its first flyby in [2013|Date].",
    "[Hera|Project] started its journey in [2013|Date].",
    "[ESA|Agency] completed tests of [Hera|Project] in [2013|Date].",
    "[ESA|Agency] said on [2013|Date] that [Hera|Project] had begun a survey.",
]


@pytest.mark.parametrize("text", WITHIN)
def test_what_a_thing_begins_or_ends_is_not_itself(text: str) -> None:
    assert not {f for f in facts(text) if f[1] in {"startDate", "endDate"}}


PUT_OFF = [
    "The launch of [Hera|Project], a probe of [NASA|Agency] and [ESA|Agency], has slipped to [2030|Date].",
    "The launch of [Hera|Project], from the coast, is planned for [2030|Date].",
]


@pytest.mark.parametrize("text", PUT_OFF)
def test_aside_between_a_launch_and_its_date(text: str) -> None:
    found = facts(text, date="2024-01-01")
    assert ("Hera", "launchDate", "2030", "planned") in found
    assert "launches" not in {f[1] for f in found}


def test_participle_in_an_apposition() -> None:
    found = facts("[Hera|Project], a lander built by [Airbus|Company], was launched in [2013|Date].")
    assert ("Hera", "launchDate", "2013", "asserted") in found


@pytest.mark.parametrize(
    "text",
    [
        "[The deal|Agreement], reached in [May 2019|Date=2019-05], foresees a launch of [Hera|Project] on it.",
        "[The contract|Agreement], signed [Monday|Date=2019-05-06] in Oslo, calls for [Hera|Project] to be launched.",
        "[Hera|Project] was tested on [3 May 2019|Date=2019-05-03] before its launch.",
        "[Hera|Project] was filled on [3 May 2019|Date=2019-05-03] in preparation for its launch.",
        "[Hera|Project] was weighed on [3 May 2019|Date=2019-05-03] ahead of its maiden launch.",
    ],
)
def test_date_of_something_else_is_no_date_of_launch(text: str) -> None:
    assert "launchDate" not in {predicate for _, predicate, *_ in facts(text)}


def test_no_earlier_than_is_no_object() -> None:
    text = "[Juno|Project] will launch no earlier than [May 2028|Date=2028-05]."
    assert facts(text) == {("Juno", "launchDate", "May 2028", "planned")}


def test_a_town_and_its_state_part_no_subject_from_its_verb() -> None:
    text = "[Airbus|Company] in [Toulouse|Place], [France|Country], manages the [Juno|Project] mission."
    assert ("Airbus", "operates", "Juno", "asserted") in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "[Hera|Project] was built by [OHB|Company], and [Gaia|Project] by [Airbus|Company].",
        "One, [Hera|Project], was built by [OHB|Company], the other, [Gaia|Project], by [Airbus|Company].",
    ],
)
def test_verb_left_out_before_by(text: str) -> None:
    found = {fact[:3] for fact in facts(text)}
    assert found == {("OHB", "develops", "Hera"), ("Airbus", "develops", "Gaia")}


def test_by_without_a_thing_of_the_kind_goes_with_no_verb() -> None:
    text = "[Hera|Project] was built by [OHB|Company], a day in [Peru|Country] by [Airbus|Company]."
    assert ("Airbus", "develops", "Peru") not in {fact[:3] for fact in facts(text)}


def test_a_date_is_not_that_of_the_next_clause() -> None:
    found = facts("[Moe|Project] was shipped in [May|Date], and a [Falcon 9|LaunchVehicle] put it into orbit.")
    assert "launchDate" not in {predicate for _, predicate, *_ in found}
