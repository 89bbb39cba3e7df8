"""Whose president or ministry it is, where only the context says so."""

import pytest

from tests.relate.test_lists import tabled


@pytest.mark.parametrize(
    "text",
    [
        "[Norway|Country] has a bold plan, Prime Minister [Berg|Person] said.",
        "[Norway|Country] has a bold plan. President [Berg|Person] wants more.",
    ],
)
def test_ruler_belongs_to_the_only_country_named_before(text: str) -> None:
    assert tabled(text) == {("Berg", "affiliation", "Norway", "asserted")}


@pytest.mark.parametrize(
    "text",
    [
        "[Norway|Country] and [Peru|Country] have a plan, President [Berg|Person] said.",
        "President [Berg|Person] visited [Norway|Country].",
        "[Norway|Country] has a plan. It is bold. The board heard about it. President [Berg|Person] spoke.",
        "We count on [Norway|Country]. President [Berg|Person] said so.",
        "He spoke of friendship with the [Norway|Country]. President [Berg|Person] wants more.",
        "[Norway|Country] is a good friend.\n\n— President [Berg|Person]",
        "[Norway|Country] has a bold plan, the company's vice president [Berg|Person] said.",
    ],
)
def test_ruler_without_one_country_before_stays_open(text: str) -> None:
    assert tabled(text) == set()


def test_ministry_belongs_to_the_only_country_of_the_text() -> None:
    text = "[Norway|Country] is large. The [Ministry of Health|Agency] agreed."
    assert tabled(text) == {("Ministry of Health", "agencyOf", "Norway", "asserted")}
    assert tabled(text + " [Peru|Country] is larger.") == set()
    assert tabled("[Norway|Country] is large. The [Polar Agency|Agency] agreed.") == set()
