"""Who takes part in, makes, runs, launches and pays for what: one construction a line of `involvement.txt`."""

from pathlib import Path

import pytest

from tests.relate.marked import facts
from tests.relate.named import expected, mark

PREDICATES = ("participatesIn", "develops", "operates", "launches", "funds", "launchVehicle")
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


@pytest.mark.parametrize("line", LINES)
def test_sentence_states_who_is_involved(line: str) -> None:
    text, _, said = line.partition("=>")
    assert {fact for fact in facts(mark(text.strip(), NAMES)) if fact[1] in PREDICATES} == expected(said, PREDICATES)


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
