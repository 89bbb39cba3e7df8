"""Rockets and what they carry, people and what they fly on: who gets the date."""

import pytest

from tests.relate.marked import facts

LOADS = {
    "carrying": "A [Vega|LaunchVehicle], carrying [Hera|Project], blasted off from the coast on [2013|Date].",
    "on board": "A [Vega|LaunchVehicle] launched on [2013|Date] with [Hera|Project] on board.",
    "launched by a body": "[ESA|Agency] launched a [Vega|LaunchVehicle] carrying [Hera|Project] on [2013|Date].",
    "carried": "A [Vega|LaunchVehicle] carried [Hera|Project] to Mars in [2013|Date].",
    "carrying behind": "A [Vega|LaunchVehicle] lifted off from the coast in [2013|Date], carrying [Hera|Project].",
    "delivered": "[Hera|Project] was delivered to orbit in [2013|Date] by a [Vega|LaunchVehicle].",
    "rode": "[Hera|Project] rode into space on a [Vega|LaunchVehicle] in [2013|Date].",
    "hitched a ride": "[Hera|Project] hitched a ride on a [Vega|LaunchVehicle] in [2013|Date].",
    "is to fly": "[Hera|Project] is to fly in [2013|Date] on a [Vega|LaunchVehicle].",
}


@pytest.mark.parametrize("name", LOADS)
def test_launch_is_that_of_what_is_aboard(name: str) -> None:
    found = {f[:3] for f in facts(LOADS[name])}
    assert {("Hera", "launchDate", "2013"), ("Hera", "launchVehicle", "Vega")} <= found
    assert ("Vega", "launchDate", "2013") not in found


FLIGHTS = {
    "flew": "[Wu|Person] flew to the station on [Soyuz 9|Project] in [2013|Date].",
    "was launched": "[Wu|Person] was launched in [2013|Date] on [Soyuz 9|Project].",
    "travelled": "[Wu|Person] travelled to the station in [2013|Date] aboard [Soyuz 9|Project].",
    "thing aboard": "[Hera|Project] flew to the Moon on [2013|Date] aboard [Soyuz 9|Project].",
}


@pytest.mark.parametrize("name", FLIGHTS)
def test_who_flies_dates_the_craft(name: str) -> None:
    assert ("Soyuz 9", "launchDate", "2013") in {f[:3] for f in facts(FLIGHTS[name])}


TOGETHER = [
    "[India|Country] launched [Gaia|Project] in [2013|Date] together with [Hera|Project].",
    "[Gaia|Project] was launched alongside [Hera|Project] in [2013|Date].",
    "[Gaia|Project], launched in [2013|Date] along with [Hera|Project], is large.",
]


@pytest.mark.parametrize("text", TOGETHER)
def test_companions_share_the_date(text: str) -> None:
    assert ("Hera", "launchDate", "2013", "asserted") in facts(text)


NO_LAUNCH = [
    "[Wu|Person] worked on [Hera|Project] in [2013|Date].",
    "[Hera|Project] flew past Mars in [2013|Date].",
    "[Gaia|Project] was launched with money from the [Hera|Project] programme in [2013|Date].",
    "[Hera|Project] was built to orbit the Moon in [2013|Date].",
    "[Gaia|Project] was launched in [2013|Date] with [Hera|Project] as its successor.",
]


@pytest.mark.parametrize("text", NO_LAUNCH)
def test_near_misses(text: str) -> None:
    assert ("Hera", "launchDate") not in {f[:2] for f in facts(text)}


OF_NOUN = {
    "possessor": "[Hera|Project]'s [2030|Date] launch will be a milestone.",
    "aside": "[Hera|Project]'s launch, scheduled for [2030|Date], will be the first.",
    "at first": "The launch of [Hera|Project] was at first planned for [2030|Date].",
    "bracket": "[Hera|Project] (to be launched in [2030|Date] on a [Vega|LaunchVehicle]) is ready.",
}


@pytest.mark.parametrize("name", OF_NOUN)
def test_date_of_the_noun(name: str) -> None:
    assert ("Hera", "launchDate", "2030", "planned") in facts(OF_NOUN[name], date="2024-01-01")


def test_runs_from_one_date_to_another() -> None:
    found = {f[1:3] for f in facts("[Hera|Project] ran from [2008|Date] to [2013|Date].")}
    assert found == {("startDate", "2008"), ("endDate", "2013")}


@pytest.mark.parametrize(
    "text",
    [
        "[Hera|Project] was put on display in [2013|Date].",
        "[ESA|Agency] placed [Hera|Project] in storage in [2013|Date].",
        "[ESA|Agency] sent [Hera|Project] to the factory in [2013|Date].",
    ],
)
def test_what_is_put_elsewhere_is_not_launched(text: str) -> None:
    assert not {f for f in facts(text) if f[1] in {"launchDate", "launches"}}


def test_what_is_put_into_orbit_is_launched() -> None:
    found = facts("[ESA|Agency] put [Hera|Project] into orbit in [2013|Date].")
    assert {("Hera", "launchDate", "2013", "asserted"), ("ESA", "launches", "Hera", "asserted")} <= found
