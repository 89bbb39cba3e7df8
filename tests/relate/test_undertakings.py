"""What begins when it is launched, and what flies."""

import pytest

from kg.records import Span
from kg.relate.facts import Fact
from kg.relate.undertakings import of_undertaking
from kg.relate.words import load_words
from tests.relate.marked import built_in, marked


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("The [Blue Sky|Project] programme was launched in [2010|Date].", "startDate"),
        ("The “[Blue Sky|Project]” initiative was launched in [2010|Date].", "startDate"),
        ("The [Polar Data Initiative|Project] was launched in [2010|Date].", "startDate"),
        ("Launched in [2010|Date], the campaign [Blue Sky|Project] reached many.", "startDate"),
        ("The [Hera|Project] probe was launched in [2010|Date].", "launchDate"),
        ("The programme's probe, [Hera|Project], was launched in [2010|Date].", "launchDate"),
    ],
)
def test_programme_begins_when_it_is_launched(text: str, predicate: str) -> None:
    document, mentions = marked(text)
    thing, date = sorted(mentions, key=lambda mention: mention.type, reverse=True)
    fact = Fact(thing, "launchDate", date, "asserted", "launching", Span(0, len(document.text)))
    assert of_undertaking(fact, document.text, built_in(), load_words()).predicate == predicate
