"""Where bodies sit and things stand, who belongs to a body, when it began, what a deal is on, and who pays for it."""

import pytest

from tests.relate.marked import facts

STATED = {
    "[Orbex|Company] is based in [Rome|Place], with offices in [Oslo|Place].": ("Orbex", "locatedIn", "Oslo"),
    "[Orbex|Company], an [Oslo|Place]-based maker of rockets, grew.": ("Orbex", "locatedIn", "Oslo"),
    "[Kiruna|Place] in northern [Sweden|Country] is home to [Orbex|Company].": ("Orbex", "locatedIn", "Kiruna"),
    "[Peru|Country] set up its own space agency, [PSA|Agency], in [2001|Date].": ("PSA", "foundedOn", "2001"),
    "The [Sun Dam|Project] lies on the border between [Peru|Country] and [Chile|Country].": (
        "Sun Dam",
        "locatedIn",
        "Chile",
    ),
    "[Orbex|Company] opened an office in [Oslo|Place].": ("Orbex", "locatedIn", "Oslo"),
    "[Orbex|Company] has a new factory in [Oslo|Place].": ("Orbex", "locatedIn", "Oslo"),
    "[Orbex|Company]'s [Oslo|Place] office grew.": ("Orbex", "locatedIn", "Oslo"),
    "[Orbex|Company] moved its headquarters to [Oslo|Place].": ("Orbex", "locatedIn", "Oslo"),
    "The headquarters of the [Atom Agency|Agency] are in [Vienna|Place].": ("Atom Agency", "locatedIn", "Vienna"),
    "[Pad 2|Place] within the [Northern Spaceport|Place] opened.": ("Pad 2", "locatedIn", "Northern Spaceport"),
    "[Pad 2|Place] at [NASA|Agency]'s [Wallops|Place] opened.": ("Pad 2", "locatedIn", "Wallops"),
    "The [Great Telescope|Project] sits atop [Cerro Armazones|Place].": (
        "Great Telescope",
        "locatedIn",
        "Cerro Armazones",
    ),
    "The [Great Telescope|Project] is being built in [Chile|Country].": ("Great Telescope", "locatedIn", "Chile"),
    "[Chile|Country] is home to the [Great Telescope|Project].": ("Great Telescope", "locatedIn", "Chile"),
    "[Kourou|Place] ([French Guiana|Country]) is hot.": ("Kourou", "locatedIn", "French Guiana"),
    "Leaders gathered in [Oslo|Place] on [7 May|Date] for the [Space Summit|Event].": (
        "Space Summit",
        "eventDate",
        "7 May",
    ),
    "[Peru|Country] hosts mayors [on Monday|Date] for the [Space Summit|Event].": (
        "Space Summit",
        "locatedIn",
        "Peru",
    ),
    "The [Space Summit|Event] wrapped up on [7 May|Date].": ("Space Summit", "eventDate", "7 May"),
    "[Vietnam|Country], an [ASEAN|Alliance] member, agreed.": ("Vietnam", "memberOf", "ASEAN"),
    "As a member of [ASEAN|Alliance], [Vietnam|Country] agreed.": ("Vietnam", "memberOf", "ASEAN"),
    "[ASEAN|Alliance], of which [Vietnam|Country] is a member, agreed.": ("Vietnam", "memberOf", "ASEAN"),
    "[ASEAN|Alliance] admitted [Laos|Country] as a member.": ("Laos", "memberOf", "ASEAN"),
    "The [Sun Coalition|Alliance] was launched by [Peru|Country] and [Chile|Country].": (
        "Chile",
        "memberOf",
        "Sun Coalition",
    ),
    "Since its founding in [1975|Date], [ESA|Alliance] has grown.": ("ESA", "foundedOn", "1975"),
    "The [ITU|Alliance] traces its origins to [1865|Date].": ("ITU", "foundedOn", "1865"),
    "[Orbex|Company] has been awarded funding by [Norway|Country].": ("Norway", "funds", "Orbex"),
    "[Norway|Country] is the largest contributor to [ESA|Alliance].": ("Norway", "funds", "ESA"),
    "[Norway|Country] pays 40 percent of the costs of [Hera|Project].": ("Norway", "funds", "Hera"),
    "The cost of the [Kariba Dam|Project] is borne by [Zambia|Country].": ("Zambia", "funds", "Kariba Dam"),
    "[Norway|Country] provided NOK 30 million to help build the [Arctic Telescope|Project].": (
        "Norway",
        "funds",
        "Arctic Telescope",
    ),
    "[Ola Berg|Person] was sworn in as administrator of [NASA|Agency].": ("Ola Berg", "affiliation", "NASA"),
    "[Ola Berg|Person] became the first [Norwegian|Country] in space.": ("Ola Berg", "affiliation", "Norwegian"),
    "The foundation stone of the [Gordie Dam|Project] was laid in [2001|Date].": ("Gordie Dam", "startDate", "2001"),
    "The [Juno|Project] mission came to an end in [2019|Date].": ("Juno", "endDate", "2019"),
    "[NASA|Agency] signed [a deal|Agreement] with [Orbex|Company] to build [Hera|Project].": (
        "a deal",
        "concerns",
        "Hera",
    ),
    "[NASA|Agency] and [Orbex|Company] signed [a deal|Agreement] worth $2 million for the launch of [Hera|Project].": (
        "a deal",
        "concerns",
        "Hera",
    ),
    "[NASA|Agency] and [Orbex|Company] signed [a deal|Agreement] worth $2 million.": ("Orbex", "signatoryOf", "a deal"),
    "[ESA|Alliance] awarded [Orbex|Company] a contract worth $2 million to build [Hera|Project].": (
        "Orbex",
        "develops",
        "Hera",
    ),
    "[ESA|Alliance] awarded [Orbex|Company] an order of $2 million to build [Hera|Project].": (
        "Orbex",
        "develops",
        "Hera",
    ),
    "The [Moon Treaty|Agreement] was opened for signature on [18 December 1979|Date].": (
        "Moon Treaty",
        "signedOn",
        "18 December 1979",
    ),
    "With [Peru|Country]'s signature, the [Moon Treaty|Agreement] grew.": ("Peru", "signatoryOf", "Moon Treaty"),
    "The government of [Peru|Country], through its [Power Authority|Agency], agreed.": (
        "Power Authority",
        "agencyOf",
        "Peru",
    ),
}
SILENT = (
    "[Peru|Country] met [Norway|Country] through the [Atom Agency|Agency].",
    "[Orbex|Company] met [Norwegian|Country] officials in [Oslo|Place].",
    "[Orbex|Company] had an office party in [Oslo|Place].",
    "[Orbex|Company] delivered a plant to a customer in [Oslo|Place].",
    "Construction of the [Atom Agency|Agency]'s offices in [Vienna|Place] began.",
    "[Hera|Project] was built in [Norway|Country].",
    "Talks in [Oslo|Place] ended before the [Space Summit|Event].",
    "They met in [Oslo|Place] to prepare for the [Space Summit|Event].",
    "The complete [Juno|Project] report is expected in [2030|Date].",
    "[NASA|Agency] took [Hera|Project] out of storage in [2020|Date].",
    "[Norway|Country] paid 40 percent of the fees of [Hera|Project].",
    "[Norway|Country] left the [Sun Coalition|Alliance] summit early.",
)


@pytest.mark.parametrize("text", STATED)
def test_the_sentence_states_its_fact(text: str) -> None:
    assert STATED[text] in {fact[:3] for fact in facts(text)}


@pytest.mark.parametrize("text", SILENT)
def test_a_sentence_that_is_nearly_one_states_nothing(text: str) -> None:
    assert not facts(text)


def test_who_left_a_body_is_no_member() -> None:
    assert facts("[Norway|Country] left the [Sun Coalition|Alliance].") == {
        ("Norway", "memberOf", "Sun Coalition", "negated")
    }


def test_a_contract_worth_money_pays_nothing_for_both_who_sign_it() -> None:
    text = "[NASA|Agency] and [Orbex|Company] signed a contract worth $2 million for the launch of [Hera|Project]."
    assert not [fact for fact in facts(text) if fact[1] == "funds"]


def test_event_in_a_city_that_is_described() -> None:
    found = facts("The [Sun Summit|Event] ended in the [German|Country] city of [Hamburg|Place].")
    assert ("Sun Summit", "locatedIn", "Hamburg", "asserted") in found
    assert ("Sun Summit", "locatedIn", "German", "asserted") not in found


@pytest.mark.parametrize(
    "text",
    [
        "The [Sun Union|Alliance] is an organization of the northern states of [Peru|Country] and [Chile|Country].",
        "The [Sun Union|Alliance] is a grouping of [Peru|Country] and [Chile|Country].",
    ],
)
def test_members_of_what_is_a_group_of_them(text: str) -> None:
    assert {s for s, p, _, _ in facts(text) if p == "memberOf"} == {"Peru", "Chile"}
