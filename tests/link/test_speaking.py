"""For whom "we" and "our" are said."""

import pytest

from tests.link.test_pronouns import meant


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ('Airbus flew. "We built Hera," said Ann Lee, chief executive of Rocket Lab.', ["Rocket Lab"]),
        ('NASA came. "We built Hera," Airbus chief executive Guillaume Faury said.', ["Airbus"]),
        ('Airbus showed a lander. "We will build Hera," the company said.', ["Airbus"]),
        ("Airbus today announced a contract with NASA. We will build Hera.", ["Airbus"]),
        ('NASA came. "We built Hera," said Ann Lee.', []),
        ('"We built Hera," said Ann Lee of Airbus and Peter Beck of Rocket Lab.', []),
        ("The president of NASA spoke of Airbus. We will build Hera.", []),
        ("NASA today announced a contract with Airbus. We will build Hera.", []),
    ],
)
def test_we_are_the_body_of_the_speaker_or_the_firm_of_the_page(text: str, labels: list[str]) -> None:
    assert meant(text, "We") == labels
