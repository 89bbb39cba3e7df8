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
