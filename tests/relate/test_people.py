"""Persons with their offices and bodies, alone and several at once."""

import pytest

from tests.relate.marked import facts


def bodies(text: str) -> set[tuple[str, str]]:
    """Return who belongs to what, as the marked text says."""
    return {(s, o) for s, p, o, _ in facts(text) if p == "affiliation"}


SEVERAL = {
    "[NASA|Agency] astronauts [Ann Lee|Person] and [Bo Kerr|Person] landed.": {
        ("Ann Lee", "NASA"),
        ("Bo Kerr", "NASA"),
    },
    "The two [Kazakh|Country] cosmonauts, [Aidyn|Person] and [Marat|Person], trained.": {
        ("Aidyn", "Kazakh"),
        ("Marat", "Kazakh"),
    },
    "Presidents [Ruiz|Person] and [Hadi|Person] of [Peru|Country] and [Lebanon|Country] met.": {
        ("Ruiz", "Peru"),
        ("Hadi", "Lebanon"),
    },
    "The foreign ministers of [Peru|Country] and [Chile|Country], [Ana|Person] and [Rojas|Person], met.": {
        ("Ana", "Peru"),
        ("Rojas", "Chile"),
    },
    "[Ana|Person] and [Rojas|Person], the ministers of foreign affairs of [Peru|Country] and [Chile|Country], met.": {
        ("Ana", "Peru"),
        ("Rojas", "Chile"),
    },
    "Flight engineers [Ann|Person] of [NASA|Agency] and [Ivan|Person] of [Roscosmos|Agency] slept.": {
        ("Ann", "NASA"),
        ("Ivan", "Roscosmos"),
    },
    "[Ann|Person] of [Norway|Country] and [Bo|Person] of [Chile|Country] spoke.": {("Ann", "Norway"), ("Bo", "Chile")},
    "[Ann|Person] of [Norway|Country] and the [UK|Country] spoke.": {("Ann", "Norway"), ("Ann", "UK")},
    "Cosmonauts [Oleg|Person] and [Ivan|Person] of [Roscosmos|Agency] slept.": {
        ("Oleg", "Roscosmos"),
        ("Ivan", "Roscosmos"),
    },
}


@pytest.mark.parametrize("text", SEVERAL)
def test_each_of_several_persons_has_his_own_body(text: str) -> None:
    assert bodies(text) == SEVERAL[text]


@pytest.mark.parametrize(
    "text",
    [
        "[NASA|Agency]'s [Ann|Person] and [Bo|Person] of [ESA|Agency] spoke.",
        "Astronaut [Ann|Person] of [NASA|Agency] and pilot [Bo|Person] of [ESA|Agency] spoke.",
        "President [Ann|Person] of [NASA|Agency] and President [Bo|Person] of [ESA|Agency] spoke.",
    ],
)
def test_body_of_the_second_is_not_the_firsts(text: str) -> None:
    assert bodies(text) == {("Ann", "NASA"), ("Bo", "ESA")}


def test_lists_of_different_lengths_say_nothing() -> None:
    text = (
        "The ministers of [Peru|Country], [Chile|Country] and [Bolivia|Country], [Ana|Person] and [Rojas|Person], met."
    )
    assert bodies(text) == set()


def test_company_behind_its_owner() -> None:
    assert bodies("[Elon Musk|Person]'s [SpaceX|Company] grew.") == {("Elon Musk", "SpaceX")}
    assert bodies("[Elon Musk|Person]'s [China|Country] visit ended.") == set()


def test_second_office_of_one_person() -> None:
    text = (
        "The Ambassador of [Ghana|Country] to [Kenya|Country] and Permanent Representative to [UNEP|Agency], "
        "[Kofi|Person], spoke."
    )
    assert bodies(text) == {("Kofi", "Ghana"), ("Kofi", "UNEP")}


def test_name_in_its_own_script_parts_nothing() -> None:
    text = "[Chen Wei|Person] (陳威), a professor at [Nordvik University|University], spoke."
    assert bodies(text) == {("Chen Wei", "Nordvik University")}


OFFICES = {
    "[Ann|Person], CEO of [Thales|Company] in [Spain|Country], spoke.": {("Ann", "Thales")},
    "[Ann|Person], chief executive of [Airbus|Company], [Bo|Person], chief executive of [Thales|Company], spoke.": {
        ("Ann", "Airbus"),
        ("Bo", "Thales"),
    },
    "[SpaceX|Company] was founded by billionaire [Elon|Person].": {("Elon", "SpaceX")},
    "[Moe|Person] was elected 7th Secretary-General of the [Polar Union|Alliance].": {("Moe", "Polar Union")},
    "[China|Country]'s first woman in space [Liu|Person] waved.": {("Liu", "China")},
    "[U.S.|Country] Rep. [John|Person] spoke.": {("John", "U.S.")},
    "They are electing [Norway|Country] Foreign Secretary [Ann|Person] as director of [IOM|Agency].": {
        ("Ann", "Norway"),
        ("Ann", "IOM"),
    },
    "[Mark Vaile|Person] MP, Minister for Trade of [Norway|Country], spoke.": {("Mark Vaile", "Norway")},
    "The [Norwegian|Country] Minister for Trade, the Honourable [Ann|Person], PhD, spoke.": {("Ann", "Norwegian")},
    "[U.N.|Alliance] Messenger of Peace on clean oceans, [Bo|Person], spoke.": {("Bo", "U.N.")},
    "[Ann|Person], then administrator, for [NASA|Agency] and others, signed.": {("Ann", "NASA")},
    "At the wish of [Ana|Person], President of the Republic of [Peru|Country], the Honourable [Bo|Person] came.": {
        ("Ana", "Peru")
    },
}


@pytest.mark.parametrize("text", OFFICES)
def test_office_with_what_stands_beside_the_name(text: str) -> None:
    assert bodies(text) == OFFICES[text]


def took_part(text: str) -> set[tuple[str, str]]:
    """Return who took part in what, as the marked text says."""
    return {(s, o) for s, p, o, _ in facts(text) if p == "participatesIn"}


def test_several_persons_each_with_an_office_act() -> None:
    text = (
        "[Isa|Person], [Nigeria|Country]'s minister of digital economy, and [Ngabo|Person], head of the "
        "[Rwanda Space Agency|Agency], attended the [Space Forum|Event]."
    )
    assert took_part(text) == {("Isa", "Space Forum"), ("Ngabo", "Space Forum")}


def test_crew_of_several_bodies() -> None:
    text = (
        "[Expedition 9|Project] flight engineers [Ann|Person] of [NASA|Agency], [Ivan|Person] and [Oleg|Person] slept."
    )
    assert took_part(text) == {("Ann", "Expedition 9"), ("Ivan", "Expedition 9"), ("Oleg", "Expedition 9")}
    assert took_part("[Falcon 9|LaunchVehicle] engineer [Ann|Person] slept.") == set()


WORDED = {
    "The Minister of Foreign Affairs of the Republic of [Peru|Country], Mr. [Ana Ruiz|Person], spoke.": {
        ("Ana Ruiz", "Peru")
    },
    "[ESA|Agency]'s director general is [Ana Ruiz|Person].": {("Ana Ruiz", "ESA")},
    "[Peru|Country], represented by Roads Minister [Ana Ruiz|Person], joined.": {("Ana Ruiz", "Peru")},
    "[Ana Ruiz|Person] represented [Peru|Country] at the talks.": {("Ana Ruiz", "Peru")},
    "[Ana Ruiz|Person], who now heads [Airbus|Company]'s hydrogen business, agreed.": {("Ana Ruiz", "Airbus")},
    "[Ana Ruiz|Person], who looks after the [Department of Space|Agency], agreed.": {
        ("Ana Ruiz", "Department of Space")
    },
    "[Ana Ruiz|Person] was selected by [NASA|Agency] as an astronaut.": {("Ana Ruiz", "NASA")},
    "[Ana Ruiz|Person] founded [Airbus|Company].": {("Ana Ruiz", "Airbus")},
    "[Ana Ruiz|Person], a [Peruvian|Country], flew home.": {("Ana Ruiz", "Peruvian")},
    "[Ana Ruiz|Person] was the first [Peruvian|Country] to fly in space.": {("Ana Ruiz", "Peruvian")},
    "[Peru|Country]'s petroleum minister [Ana Ruiz|Person] spoke.": {("Ana Ruiz", "Peru")},
    "[Ana Ruiz|Person], then [Peruvian|Country] chancellor, spoke.": {("Ana Ruiz", "Peruvian")},
    "[Ana Ruiz|Person], the [Peruvian|Country] chancellor at the time, spoke.": {("Ana Ruiz", "Peruvian")},
    "[Ana Ruiz|Person] has been with [ESA|Agency] since [2019|Date].": {("Ana Ruiz", "ESA")},
    "Ambassador [Ana Ruiz|Person] signed it for [Peru|Country].": {("Ana Ruiz", "Peru")},
    "[Ana Ruiz|Person], who owns [Airbus|Company], agreed.": {("Ana Ruiz", "Airbus")},
    "[ESA|Agency]'s [Heron|Project] project manager, [Ana Ruiz|Person], spoke.": {("Ana Ruiz", "ESA")},
    "Commander [Ana Ruiz|Person] from [U.S.|Country] space agency [NASA|Agency] spoke.": {("Ana Ruiz", "NASA")},
}


@pytest.mark.parametrize("text", WORDED)
def test_office_worded_in_other_ways(text: str) -> None:
    assert bodies(text) == WORDED[text]


def test_office_that_ends_with_where_the_person_stands() -> None:
    text = (
        "[The accord|Agreement] was signed by [Ana Ruiz|Person], board member of [DLR|Agency] (left) and "
        "[Bo Kerr|Person], Vice President of [JAXA|Agency], on Monday."
    )
    assert {s for s, p, _, _ in facts(text) if p == "signatoryOf"} == {"DLR", "JAXA"}


def test_body_of_a_state_is_one_with_it_in_a_list() -> None:
    text = "The [Ministry of Energy|Agency] of [Peru|Country] and [Airbus|Company] have signed [a contract|Agreement]."
    found = {(s, o) for s, p, o, _ in facts(text) if p == "signatoryOf"}
    assert found == {("Ministry of Energy", "a contract"), ("Airbus", "a contract")}


def test_name_that_nobody_knows_does_not_lend_its_deeds_to_its_country() -> None:
    text = "[The deal|Agreement] was signed between [Airbus|Company], [OHB|Company] and [Peru|Country]'s Elecvo group."
    assert "Peru" not in {end for s, p, o, _ in facts(text) for end in (s, o) if p == "signatoryOf"}


TOGETHER = {
    "[Japan|Country]'s [JAXA|Agency] and [Germany|Country]'s [DLR|Agency] run a joint laboratory.": {"JAXA", "DLR"},
    "[JAXA|Agency] and the [German|Country] space agency [DLR|Agency] have agreed terms.": {"JAXA", "DLR"},
    "[Peru|Country] and [Chile|Country] elevated their ties to a strategic partnership.": {"Peru", "Chile"},
    "[UNDP|Agency] runs the project together with the Government of [Peru|Country].": {"UNDP", "Peru"},
    "A consortium of [Airbus|Company] and [OHB|Company] won.": {"Airbus", "OHB"},
    "[NASA|Agency] and [ESA|Agency] set up a joint working group.": {"NASA", "ESA"},
    "[Peru|Country] and [Chile|Country] upgraded their ports to a high standard.": set(),
    "[Japan|Country] and the [German|Country] agency [DLR|Agency] are old.": set(),
}


@pytest.mark.parametrize("text", TOGETHER)
def test_those_who_do_or_agree_on_one_thing_work_together(text: str) -> None:
    assert {end for s, p, o, _ in facts(text) for end in (s, o) if p == "cooperatesWith"} == TOGETHER[text]


def test_last_of_several_members_is_who_joins() -> None:
    text = "[Hungary|Country] is the only [EU|Alliance] member to have joined the [Turkic Union|Alliance]."
    assert {(s, o) for s, p, o, _ in facts(text) if p == "memberOf"} == {("Hungary", "Turkic Union")}


def test_two_offices_joined_before_a_name() -> None:
    found = facts("[Peru|Country] Deputy Prime Minister and Economy Minister [Ana Rojas|Person] spoke.")
    assert ("Ana Rojas", "affiliation", "Peru", "asserted") in found


def test_who_signs_for_a_body_with_its_short_form() -> None:
    text = (
        "[NASA|Agency] Deputy Administrator [Pam Moe|Person] and [Ice Agency|Agency] ([Ice Agency|Agency]) "
        "President and Chief Executive Officer [Lisa Lie|Person] signed [the treaty|Agreement]."
    )
    assert {s for s, p, _, _ in facts(text) if p == "signatoryOf"} == {"NASA", "Ice Agency"}
