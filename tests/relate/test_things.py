"""Things without a name: where a sentence says something of one, it is there, and nowhere else."""

import pytest

from kg.extract import read_facts
from kg.lexicon import load_lexicon
from kg.records import Document, Reading, Span
from tests.relate.marked import built_in

STATED = {
    "with what it measures": (
        "Masdar is building a 200 MW solar plant in Uzbekistan.",
        {("Masdar", "develops", "200 MW solar plant"), ("200 MW solar plant", "locatedIn", "Uzbekistan")},
    ),
    "owned and opened": (
        "China opened its first overseas naval base in Djibouti in 2017.",
        {
            ("China", "operates", "overseas naval base"),
            ("overseas naval base", "locatedIn", "Djibouti"),
            ("overseas naval base", "startDate", "2017"),
        },
    ),
    "installed": (
        "Canada built a laser radar, which was installed in 2009.",
        {("Canada", "develops", "laser radar"), ("laser radar", "startDate", "2009")},
    ),
    "a part with the": (
        "Germany supplied the thermal camera.",
        {("Germany", "develops", "thermal camera")},
    ),
    "paid for": (
        "The World Bank is financing a transmission line between Ethiopia and Kenya.",
        {("World Bank", "funds", "transmission line")},
    ),
    "near a place": (
        "Norway operates a 30-m radio telescope near Oslo.",
        {("Norway", "operates", "30-m radio telescope"), ("30-m radio telescope", "locatedIn", "Oslo")},
    ),
    "several agreements": (
        "Airbus signed two memorandums of understanding with Saudi Arabia on 4 May 2022.",
        {
            ("Airbus", "cooperatesWith", "Saudi Arabia"),
            ("Airbus", "signatoryOf", "memorandums of understanding between Airbus and Saudi Arabia"),
            ("Saudi Arabia", "signatoryOf", "memorandums of understanding between Airbus and Saudi Arabia"),
            ("memorandums of understanding between Airbus and Saudi Arabia", "signedOn", "2022-05-04"),
        },
    ),
    "for two fields": (
        "Peru has signed science and technology cooperation agreements with Chile.",
        {("Peru", "signatoryOf", "science and technology cooperation agreements between Peru and Chile")},
    ),
    "a space station of a state": (
        "Engineers want to finish an Indian space station.",
        {("India", "operates", "space station")},
    ),
    "made so": (
        "Peru launched its first locally built weather satellite.",
        {("Peru", "launches", "locally built weather satellite")},
    ),
    "a journey": (
        "The minister Ana Costa joined a trade mission to Vietnam in March 2019.",
        {("trade mission", "locatedIn", "Vietnam"), ("trade mission", "eventDate", "2019-03")},
    ),
}
NOTHING = {
    "what a name is": "Hywind is a floating wind farm.",
    "what a name is, aside": "Egypt launched Nilesat, a communications satellite.",
    "a name behind": "Egypt launched the communications satellite Nilesat 301.",
    "a name behind a mark": "Egypt launched a communications satellite, Nilesat 301.",
    "called so": "Egypt launched a communications satellite called Nilesat 301.",
    "a noun that goes on": "Egypt built a satellite image archive.",
    "one of many": "Brazil and China will build a sixth weather satellite.",
    "nothing told apart": "Egypt built a new satellite.",
    "like one": "Egypt works like a weather satellite for Kenya.",
    "agreements of no number": "Kenya has signed 46 agreements.",
    "other agreements": "Kenya will sign other agreements.",
    "only a place": "She works at a data centre in Dublin.",
    "a state in which it stands": "A Kenyan geothermal plant is quiet.",
    "an owner in place": "Kenya's largest wind farm is quiet.",
}


def read(text: str) -> Reading:
    return read_facts(Document("x.txt", text, main=(Span(0, len(text)),)), built_in(), load_lexicon())


def stated(text: str) -> set[tuple[str, str, str]]:
    """Return what a text says, by label."""
    reading = read(text)
    labels = {entity.id: entity.value or entity.label for entity in reading.entities}
    return {(labels[s.subject], s.predicate, labels[s.object]) for s in reading.statements}


@pytest.mark.parametrize("name", STATED)
def test_thing_is_stated(name: str) -> None:
    text, expected = STATED[name]
    assert stated(text) >= expected


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_stated_of_a_thing(name: str) -> None:
    reading = read(NOTHING[name])
    assert [entity.label for entity in reading.entities if entity.nominal] == []


def test_name_told_later_is_the_thing() -> None:
    text = "Egypt launched a communications satellite in 2019. The satellite, Nilesat 301, was built by Airbus."
    assert ("Egypt", "launches", "Nilesat 301") in stated(text)


def test_thing_with_a_name_is_spoken_of_again() -> None:
    text = (
        "Egypt launched a communications satellite. Nilesat 301 is a large communications satellite. Airbus built the "
        "communications satellite."
    )
    assert {s for s in stated(text) if s[0] == "Airbus"} == {("Airbus", "develops", "Nilesat 301")}


def test_another_article_is_another_thing() -> None:
    text = "Masdar is building a wind farm in Norway. Siemens is building a wind farm in Peru."
    reading = read(text)
    assert [entity.label for entity in reading.entities if entity.nominal] == ["wind farm", "wind farm"]


def test_the_same_said_again_is_the_same_thing() -> None:
    text = "Masdar is building a wind farm in Norway. Last week Masdar began building a wind farm in Norway."
    reading = read(text)
    assert [entity.label for entity in reading.entities if entity.nominal] == ["wind farm"]


def test_the_speaks_again_of_a_thing() -> None:
    text = "Peru is building a 40 MW wind farm. The wind farm will be operated by Siemens."
    assert ("Siemens", "operates", "40 MW wind farm") in stated(text)


def test_thing_takes_no_fact_away() -> None:
    text = "EarthCARE was launched in 2024. Its cloud radar was built by Japan."
    found = stated(text)
    assert found >= {("Japan", "participatesIn", "EarthCARE"), ("Japan", "develops", "cloud radar")}
