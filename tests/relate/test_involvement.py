"""Who takes part in, makes, runs, launches and pays for what: one construction a line of `involvement.txt`."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.relate.marked import facts

PREDICATES = ("participatesIn", "develops", "operates", "launches", "funds", "launchVehicle")
STATUSES = ("planned", "negated")
NAMES = {
    "Agency": "NASA, ESA, JAXA, ISRO, CNES, DLR, KARI, ASI, CNSA, Roscosmos, CSA, NOAA",
    "Company": "Airbus, OHB, SpaceX, Arianespace, Maxar, Boeing, Safran, Siemens",
    "Country": "China, Chinese, Russia, Russian, France, French, Germany, German, Italy, Italian, Japan, Japanese,"
    " India, Indian, Brazil, Kenya, Peru, Norway, Canada, Canadian, Egypt, US, American, UAE, Sweden, European",
    "Project": "Gateway, Hubble, Juno, Euclid, Gaia, Hera, Kibo, Columbus, Artemis, Galileo, Plato, Juice, ISS,"
    " NISAR, Tiangong, ILRS, Copernicus, SVOM, Karuma Dam, Trishna, Orion, Themis",
    "LaunchVehicle": "Falcon 9, Vega, Ariane 5, Long March 5",
    "Person": "Ann Lee, Bob Ray, Eva Sun",
    "Event": "Space Forum, Paris Summit",
    "University": "Oxford University, Max Planck Institute",
    "Alliance": "European Union, World Bank",
    "Date": "1993, May 2020",
}
LINES = [
    line
    for line in Path(__file__).with_name("involvement.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {name: kind for kind, names in NAMES.items() for name in names.split(", ")}
    longest_first = sorted(kinds, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), kinds


def _marked(text: str) -> str:
    names, kinds = _names()
    return names.sub(lambda match: f"[{match[0]}|{kinds[match[0]]}]", text)


def _expected(said: str) -> set[tuple[str, str, str, str]]:
    """Return the facts of "NASA, ESA develops Juice planned; …"."""
    found = set()
    for one in filter(None, map(str.strip, said.split(";"))):
        status = next((status for status in STATUSES if one.endswith(status)), "asserted")
        predicate = next(p for p in PREDICATES if f" {p} " in one)
        subjects, objects = one.removesuffix(" " + status).split(f" {predicate} ")
        found |= {(s, predicate, o, status) for s in subjects.split(", ") for o in objects.split(", ")}
    return found


@pytest.mark.parametrize("line", LINES)
def test_sentence_states_who_is_involved(line: str) -> None:
    text, _, said = line.partition("=>")
    assert {fact for fact in facts(_marked(text.strip())) if fact[1] in PREDICATES} == _expected(said)


def test_projects_in_brackets_are_what_a_body_has_worked_on() -> None:
    text = (
        "[OHB|Company] has a long heritage in cameras for all kinds of missions, including those in low orbit "
        "([Tern|Project], [Gull|Project]) and at Mars ([Petrel|Project] mission)."
    )
    found = {(s, o) for s, p, o, _ in facts(text) if p == "participatesIn"}
    assert found == {("OHB", "Tern"), ("OHB", "Gull"), ("OHB", "Petrel")}


@pytest.mark.parametrize(
    "text",
    [
        "[OHB|Company] and [Airbus|Company] have a long heritage ([Tern|Project], [Gull|Project], [Petrel|Project]).",
        "[OHB|Company] has a long heritage (unlike [Tern|Project], [Gull|Project] and [Petrel|Project]).",
        "[OHB|Company] has a long heritage ([Tern|Project], [Gull|Project]).",
    ],
)
def test_other_brackets_say_nothing_of_a_body(text: str) -> None:
    assert "participatesIn" not in {p for _, p, _, _ in facts(text)}
