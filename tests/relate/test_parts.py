"""What is part of what: one construction a line of `parts.txt`."""

from pathlib import Path

import pytest

from tests.relate.marked import facts
from tests.relate.named import expected, mark

NAMES = {
    "Agency": "NASA, ESA, JAXA",
    "Company": "Airbus, OHB, Telespazio",
    "Country": "Japan, French",
    "University": "Max Planck Institute",
    "Project": "Juno, Hera, Gaia, Kibo, Columbus, Artemis, Tiangong, Waves, Gala, Majis",
    "LaunchVehicle": "Vega",
    "Date": "1993",
}
LINES = [
    line
    for line in Path(__file__).with_name("parts.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", LINES)
def test_sentence_states_parts(line: str) -> None:
    text, _, said = line.partition("=>")
    found = {fact for fact in facts(mark(text.strip(), NAMES)) if fact[1] == "partOf"}
    assert found == expected(said, ("partOf",))
