"""Relations that noun phrases state: apposition, genitive, preposition, membership - and near misses."""

import pytest

from tests.relate.marked import facts

PARTS = {
    "[Lynx-2|Project], a lander of the [Selene|Project] programme, arrived.": {("Lynx-2", "partOf", "Selene")},
    "[Lynx-2|Project] will be the second element of the planned [Selene|Project] base.": {
        ("Lynx-2", "partOf", "Selene")
    },
    "[Iris|Project] (IR) is an infrared camera aboard [Orca|Project].": {("Iris", "partOf", "Orca")},
    "[Iris|Project], which was one of the four instruments on [Norway|Country]'s [Orca|Project], failed.": {
        ("Iris", "partOf", "Orca"),
        ("Norway", "operates", "Orca"),
    },
    "[Iris|Project] serves as the main sensor of [Orca|Project].": {("Iris", "partOf", "Orca")},
    "[Lynx-2|Project] was the [Norwegian|Country]-built first module of [Orca|Project].": {
        ("Lynx-2", "partOf", "Orca"),
        ("Norwegian", "develops", "Lynx-2"),
    },
    "[Lynx-2|Project], the [Norwegian|Country] laboratory of [Orca|Project], flew.": {("Lynx-2", "partOf", "Orca")},
    "[Lynx-2|Project] was added to [Orca|Project] in May.": {("Lynx-2", "partOf", "Orca")},
    "[Lynx-2|Project] falls under the [Selene|Project] programme.": {("Lynx-2", "partOf", "Selene")},
    "The [Fjord Institute|University] belongs to [Oslo University|University].": {
        ("Fjord Institute", "partOf", "Oslo University")
    },
    "The [Fjord Institute|University], which operates under the [Polar Agency|Agency], grew.": {
        ("Fjord Institute", "partOf", "Polar Agency")
    },
    "[Norway|Country] and [Peru|Country] plan to build a port together.": {("Norway", "cooperatesWith", "Peru")},
    "[Norway|Country] and [Peru|Country] will bring together 40 mayors.": set(),
    "[Norway|Country] and [Peru|Country] together have 40 million people.": set(),
    "[Norway|Country] has been a cooperating state of the [Polar Agency|Agency] since 1979.": {
        ("Polar Agency", "cooperatesWith", "Norway")
    },
    "[Fjord Works|Company] belongs to the best of [Polar Works|Company].": set(),
    "The [Fjord Institute|University] belongs to the [Polar Agency|Agency]'s friends.": set(),
    "[Polar Works|Company], the parent company of [Fjord Works|Company], agreed.": {
        ("Fjord Works", "partOf", "Polar Works")
    },
    "[Iris|Project] is an instrument for the [Orca|Project] mission.": {("Iris", "partOf", "Orca")},
    "[Orca|Project]'s infrared instruments [Iris|Project] and [Rhea|Project] work.": {
        ("Iris", "partOf", "Orca"),
        ("Rhea", "partOf", "Orca"),
    },
    "[Iris|Project] flying aboard [Orca|Project] found water.": {("Iris", "partOf", "Orca")},
    "[Orca|Project], developed under the [Selene|Project] programme, works.": {("Orca", "partOf", "Selene")},
    "[Orca|Project] carries the French spectrometer [Iris|Project].": {("Iris", "partOf", "Orca")},
    "[Orca|Project], which carries five instruments including [Iris|Project] and [Rhea|Project], works.": {
        ("Iris", "partOf", "Orca"),
        ("Rhea", "partOf", "Orca"),
    },
    "[Orca|Project] is equipped with [Iris|Project], [Rhea|Project] and a third camera.": {
        ("Iris", "partOf", "Orca"),
        ("Rhea", "partOf", "Orca"),
    },
    "[Selene|Project] is made up of three satellites: [Iris|Project], [Orca|Project] and [Rhea|Project].": {
        ("Iris", "partOf", "Selene"),
        ("Orca", "partOf", "Selene"),
        ("Rhea", "partOf", "Selene"),
    },
    "The second [Selene|Project] test satellite, [Iris|Project], flew.": {("Iris", "partOf", "Selene")},
    "They build [Iris|Project] for the [Selene|Project] mission.": {("Iris", "partOf", "Selene")},
    "[INTA|Agency] has two sections: the [Space Section|Agency] and the [Law Section|Agency].": {
        ("Space Section", "partOf", "INTA"),
        ("Law Section", "partOf", "INTA"),
    },
    "[Space Policy Division|Agency], a unit of the [Ministry of Science|Agency], wrote it.": {
        ("Space Policy Division", "partOf", "Ministry of Science")
    },
    "[Borealis Labs|Company] is a wholly owned subsidiary of [Nordkapp|Company].": {
        ("Borealis Labs", "partOf", "Nordkapp")
    },
    "[Nordkapp|Company] subsidiary [Borealis Labs|Company] built it.": {("Borealis Labs", "partOf", "Nordkapp")},
    "[Polar Institute|University], which is affiliated with [Nordkapp University|University], agreed.": {
        ("Polar Institute", "partOf", "Nordkapp University")
    },
    "The office was moved: [Space Office|Agency] was transferred to the [Ministry of Science|Agency].": {
        ("Space Office", "partOf", "Ministry of Science")
    },
}

STATES = {
    "[INTA|Agency], the space research agency of the [Kingdom of Norway|Country], agreed.": {
        ("INTA", "agencyOf", "Kingdom of Norway")
    },
    "[INTA|Agency] (Polar Agency), [Norway|Country]'s national space research agency, agreed.": {
        ("INTA", "agencyOf", "Norway")
    },
    "The [Norwegian|Country] federal space agency [INTA|Agency] agreed.": {("INTA", "agencyOf", "Norwegian")},
    "The [Weather Service|Agency] (WS) of the [United States|Country] agreed.": {
        ("Weather Service", "agencyOf", "United States")
    },
    "[INTA|Agency], which is the [Norwegian|Country] space agency, agreed.": {("INTA", "agencyOf", "Norwegian")},
}

MEMBERS = {
    "[Norway|Country], a founding member of [Polar Union|Alliance], agreed.": {("Norway", "memberOf", "Polar Union")},
    "[Norway|Country] and [Peru|Country] are both members of [Polar Union|Alliance].": {
        ("Norway", "memberOf", "Polar Union"),
        ("Peru", "memberOf", "Polar Union"),
    },
    "[Polar Union|Alliance] has three member states: [Norway|Country], [Peru|Country] and [Chad|Country].": {
        ("Norway", "memberOf", "Polar Union"),
        ("Peru", "memberOf", "Polar Union"),
        ("Chad", "memberOf", "Polar Union"),
    },
    "[Polar Union|Alliance], which groups [Norway|Country] and [Peru|Country], met.": {
        ("Norway", "memberOf", "Polar Union"),
        ("Peru", "memberOf", "Polar Union"),
    },
    "It is open to member states of [Polar Union|Alliance], including [Norway|Country].": {
        ("Norway", "memberOf", "Polar Union")
    },
    "[Polar Group|Organization] was founded in 2008 and is composed of [INTA|Agency] and two [Polar Union|Alliance] "
    "countries: [Norway|Country] and [Peru|Country].": {
        ("INTA", "memberOf", "Polar Group"),
        ("Norway", "memberOf", "Polar Group"),
        ("Peru", "memberOf", "Polar Group"),
        ("Norway", "memberOf", "Polar Union"),
        ("Peru", "memberOf", "Polar Union"),
    },
    "[Polar Union|Alliance] ([Norway|Country], [Peru|Country] and [Chad|Country]) met.": {
        ("Norway", "memberOf", "Polar Union"),
        ("Peru", "memberOf", "Polar Union"),
        ("Chad", "memberOf", "Polar Union"),
    },
}

OWNERS = {
    "[Norway|Country]'s rovers [Iris|Project] and [Orca|Project] roam.": {
        ("Norway", "operates", "Iris"),
        ("Norway", "operates", "Orca"),
    },
    "The [Iris|Project] of [INTA|Agency] roams.": {("INTA", "operates", "Iris")},
    "A [Vega|LaunchVehicle] rocket of [Nordkapp|Company] stood there.": {("Nordkapp", "operates", "Vega")},
    "[Iris|Project] ([IR|Project]; Norwegian: Regnbuen) is a telescope of [INTA|Agency].": {
        ("INTA", "operates", "Iris")
    },
    "[INTA|Agency], whose first [Iris|Project] mission failed, agreed.": {("INTA", "operates", "Iris")},
    "[Iris|Project], an X-ray telescope of the [Polar Academy|University], works.": {
        ("Polar Academy", "operates", "Iris")
    },
    "[Iris|Project], the Earth observation programme of the [Polar Union|Alliance], works.": {
        ("Polar Union", "operates", "Iris")
    },
}

PLACES = {
    "The [Polar Space Centre|Agency] in [Oslo|Place] leads.": {("Polar Space Centre", "locatedIn", "Oslo")},
    "[Nordkapp|Company], a start-up in [Oslo|Place], leads.": {("Nordkapp", "locatedIn", "Oslo")},
    "[INTA|Agency], with its seat in [Oslo|Place], leads.": {("INTA", "locatedIn", "Oslo")},
    "[Nordkapp|Company] of [Oslo|Place] leads.": {("Nordkapp", "locatedIn", "Oslo")},
    "She trains at the [Polar Space Centre|Agency] in [Oslo|Place], [Norway|Country], and the others wait.": {
        ("Polar Space Centre", "locatedIn", "Oslo"),
        ("Oslo", "locatedIn", "Norway"),
    },
    "They met at [INTA|Agency] in [Oslo|Place], [Norway|Country].": {
        ("INTA", "locatedIn", "Oslo"),
        ("Oslo", "locatedIn", "Norway"),
    },
    "It stands in [Oslo|Place], the [Norwegian|Country] capital.": {("Oslo", "locatedIn", "Norwegian")},
    "The [Blue Dam|Project] is on the [Blue River|Place] in [Peru|Country].": {("Blue River", "locatedIn", "Peru")},
    "It flew from [Andoya Spaceport|Place] on the island of [Andoya|Place], [Norway|Country].": {
        ("Andoya Spaceport", "locatedIn", "Andoya"),
        ("Andoya", "locatedIn", "Norway"),
    },
    "[Nordkapp|Company] ([Oslo|Place], [Norway|Country]) leads.": {
        ("Nordkapp", "locatedIn", "Oslo"),
        ("Oslo", "locatedIn", "Norway"),
    },
}

OFFICES = {
    "[Ada Sample|Person] and [Leo Berg|Person] of [INTA|Agency] flew.": {
        ("Ada Sample", "affiliation", "INTA"),
        ("Leo Berg", "affiliation", "INTA"),
    },
    "[Norway|Country]'s science minister Dr. [Ada Sample|Person] spoke.": {("Ada Sample", "affiliation", "Norway")},
    "Two [Norwegian|Country] astronauts, [Ada Sample|Person] and [Leo Berg|Person], flew.": {
        ("Ada Sample", "affiliation", "Norwegian"),
        ("Leo Berg", "affiliation", "Norwegian"),
    },
    "[Ada Sample|Person], chief designer of [Norway|Country]'s lunar exploration programme, spoke.": {
        ("Ada Sample", "affiliation", "Norway")
    },
    "The head of [INTA|Agency]'s science office, [Ada Sample|Person], spoke.": {("Ada Sample", "affiliation", "INTA")},
    "[Ada Sample|Person], then director general, signed it for [INTA|Agency].": {("Ada Sample", "affiliation", "INTA")},
    "[Norway|Country]'s Minister of Education, Culture and Sports ([MECS|Agency]) [Ada Sample|Person] signed.": {
        ("Ada Sample", "affiliation", "Norway"),
        ("Ada Sample", "affiliation", "MECS"),
        ("MECS", "agencyOf", "Norway"),
    },
    "The Resident Representative of [UNDP|Agency] for Peru, [Ada Sample|Person], spoke.": {
        ("Ada Sample", "affiliation", "UNDP")
    },
    "The Ambassador of [Norway|Country] to Peru and Permanent Representative to [Polar Union|Alliance], "
    "[Ada Sample|Person], spoke.": {
        ("Ada Sample", "affiliation", "Norway"),
        ("Ada Sample", "affiliation", "Polar Union"),
    },
    "The minister of [Norway|Country], the Honourable Dr. [Ada Sample|Person] MP, spoke.": {
        ("Ada Sample", "affiliation", "Norway")
    },
    "[Ada Sample|Person], head of [INTA|Agency], [Leo Berg|Person], head of [OHB|Company], and others met.": {
        ("Ada Sample", "affiliation", "INTA"),
        ("Leo Berg", "affiliation", "OHB"),
    },
    "[Space Section|Agency], headed by [Ada Sample|Person], grew.": {("Ada Sample", "affiliation", "Space Section")},
    "[Ada Sample|Person] was appointed as the current [INTA|Agency] director.": {("Ada Sample", "affiliation", "INTA")},
    "[INTA|Agency] appointed [Ada Sample|Person] of [Peru|Country] as its director.": {
        ("Ada Sample", "affiliation", "INTA"),
        ("Ada Sample", "affiliation", "Peru"),
    },
    "[Ada Sample|Person] spoke at length, who had once served as head of science at [INTA|Agency].": {
        ("Ada Sample", "affiliation", "INTA")
    },
    "[Ada Sample|Person], the first [Norwegian|Country] woman in space, spoke.": {
        ("Ada Sample", "affiliation", "Norwegian")
    },
    "[Norway|Country]'s commissioner, [Leo Berg|Person], and the head of [INTA|Agency], [Ada Sample|Person], met.": {
        ("Leo Berg", "affiliation", "Norway"),
        ("Ada Sample", "affiliation", "INTA"),
    },
}

DOCUMENTS = {
    "joint [Norway|Country]-[Peru|Country] [statement|Document] followed.": {
        ("statement", "publishedBy", "Norway"),
        ("statement", "publishedBy", "Peru"),
    },
    "[the survey|Document] conducted by the [Norwegian|Country] [Polar Academy|University] is out.": {
        ("the survey", "publishedBy", "Polar Academy"),
        ("Polar Academy", "agencyOf", "Norwegian"),
    },
    "[Remarks|Document] by Administrator [Ada Sample|Person]": {("Remarks", "author", "Ada Sample")},
    "[the report|Document] on [Norway|Country] is out.": {("the report", "concerns", "Norway")},
    "[an accord|Agreement] on new contributions to the [Selene|Project] and [Orca|Project] missions came.": {
        ("an accord", "concerns", "Selene"),
        ("an accord", "concerns", "Orca"),
    },
    "[Selene|Project] ([resolution 12|Document]) grew.": {("resolution 12", "concerns", "Selene")},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *PARTS.items(),
        *STATES.items(),
        *MEMBERS.items(),
        *OWNERS.items(),
        *PLACES.items(),
        *OFFICES.items(),
        *DOCUMENTS.items(),
    ],
)
def test_noun_phrases_state_their_facts(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert {fact[:3] for fact in facts(text)} == expected


NOTHING = [
    "[NASA|Agency], the [French|Country] space agency [CNES|Agency] and others met.",
    "[Vega|LaunchVehicle] carried [Iris|Project] to orbit.",
    "[Soyuz|Project] carried [Progress|Project] to the station.",
    "The crew saw [Iris|Project] and [Orca|Project] from the window.",
    "It has offices in [Europe|Place], [Canada|Country] and [Japan|Country].",
    "She lived aboard the [Orca|Project] as part of the [Selene|Project] mission.",
    "[INTA|Agency] met the members in [Oslo|Place].",
    "[Norway|Country] signed it with [INTA|Agency] in [Oslo|Place].",
]


@pytest.mark.parametrize("text", NOTHING)
def test_near_misses_state_nothing(text: str) -> None:
    wrong = {"partOf", "locatedIn", "memberOf"}
    found = {(s, p, o) for s, p, o, _ in facts(text) if p in wrong or s == "NASA"}
    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        "[The group|Alliance] is made up of [the commission|Agency] and 4 others: [Peru|Country] and [Chad|Country].",
        "Two [Union|Alliance] countries, [Peru|Country] and [Chad|Country], agreed.",
        "Eight [Union|Alliance] members, among them [Peru|Country] and [Chad|Country], agreed.",
    ],
)
def test_members_by_name(text: str) -> None:
    assert {"Peru", "Chad"} <= {s for s, p, _, _ in facts(text) if p == "memberOf"}


def test_operator_of_a_country_is_no_body_of_its_state() -> None:
    found = facts("The [Norway|Country] grid operator [Nordnett|Company] agreed.")
    assert "agencyOf" not in {predicate for _, predicate, *_ in found}


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("[The Office|Agency] comprises [the Law Section|Agency] and others.", "the Law Section", "The Office"),
        ("[The Ice Lab|University] in [the Oslo College|University] grew.", "The Ice Lab", "the Oslo College"),
        ("[The Office|Agency] remained within [the Peace Bureau|Agency].", "The Office", "the Peace Bureau"),
        ("[The Committee|Agency] and its [Law Panel|Agency] met.", "Law Panel", "The Committee"),
    ],
)  # fmt: skip
def test_bodies_within_another(text: str, part: str, whole: str) -> None:
    assert (part, "partOf", whole, "asserted") in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "[Peru|Country] and its [Space Agency|Agency] met.",
        "[The Office|Agency] and [the Law Panel|Agency] met in [Oslo|Place].",
        "[Peru|Country]'s [Ice Office|Agency] and [Chad|Country]'s [Sand Office|Agency] built it.",
    ],
)
def test_a_state_or_an_equal_is_no_larger_body(text: str) -> None:
    assert "partOf" not in {p for _, p, _, _ in facts(text)}


@pytest.mark.parametrize(
    "text",
    [
        "[Fjord Grid|Company], a subsidiary of energy giant [Nordlys|Company], grew.",
        "[Fjord Grid|Company], part of state utility [Nordlys|Company], grew.",
    ],
)
def test_what_kind_a_body_is_may_stand_before_its_name(text: str) -> None:
    assert ("Fjord Grid", "partOf", "Nordlys", "asserted") in facts(text)


def test_members_of_a_project_take_part() -> None:
    found = facts("[Moe|Project] has two members: [Peru|Country] and [Chad|Country].")
    assert {s for s, p, _, _ in found if p == "participatesIn"} == {"Peru", "Chad"}


def test_lending_is_funding() -> None:
    found = facts("[NASA|Agency] and [ESA|Agency] lent $20 million to the [Moe|Project] wind farm.")
    assert {s for s, p, _, _ in found if p == "funds"} == {"NASA", "ESA"}


@pytest.mark.parametrize(
    "text",
    [
        "[Moe|Project] carries a small camera ([VIS|Project]) and a spectrometer ([NIS|Project]).",
        "[VIS|Project] is a small mission and is part of the [Moe|Project] programme.",
    ],
)
def test_part_in_a_bracket_or_behind_what_it_is(text: str) -> None:
    assert ("VIS", "partOf", "Moe", "asserted") in facts(text)
