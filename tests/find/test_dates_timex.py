"""Every time expression of a text, with TimeML type and value, seen from Friday, 22 March 2013."""

import pytest

from kg.find.timex import find_timexes

DATE = "2013-03-22"


def check(text: str, wanted: str, date: str | None = DATE) -> None:
    """Compare with `words | type | value` rows, parted by semicolons."""
    found = "; ".join(f"{one.text} | {one.type} | {one.value}" for one in find_timexes(text, date=date))
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It lasted three years.", "three years | DURATION | P3Y"),
        (
            "about 15 minutes, at least 40 days",
            "about 15 minutes | DURATION | PT15M; at least 40 days | DURATION | P40D",
        ),
        ("a five-day trip, two-year plans", "five-day | DURATION | P5D; two-year | DURATION | P2Y"),
        ("nearly a year, half an hour", "nearly a year | DURATION | P1Y; half an hour | DURATION | PT30M"),
        ("two-and-a-half years, 1.5 years", "two-and-a-half years | DURATION | P2Y6M; 1.5 years | DURATION | P1Y6M"),
        ("two decades, a century", "two decades | DURATION | P20Y; a century | DURATION | P100Y"),
        ("one hundred and fifty years", "one hundred and fifty years | DURATION | P150Y"),
        ("twenty-four hours, 2 1/2 hours", "twenty-four hours | DURATION | PT24H; 2 1/2 hours | DURATION | PT2H30M"),
        (
            "several weeks, a few days, for years",
            "several weeks | DURATION | PXW; a few days | DURATION | PXD; years | DURATION | PXY",
        ),
        ("a couple of months", "a couple of months | DURATION | P2M"),
        ("the past two months", "the past two months | DURATION | P2M"),
        ("the first nine months", "the first nine months | DURATION | P9M"),
        ("12 to 18 months, 12-18 months", "12 to 18 months | DURATION | P18M; 12-18 months | DURATION | P18M"),
        ("the year ended", "the year | DURATION | P1Y"),
        ("about three-quarters of it, a quarter of it", ""),
        ("a 52-year-old man, aged 52", ""),
        ("500 dollars a week", ""),
    ],
)
def test_durations(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("at 10 p.m. Wednesday", "10 p.m. Wednesday | TIME | 2013-03-20T22:00"),
        ("noon on Saturday", "noon on Saturday | TIME | 2013-03-16T12:00"),
        ("on Friday at 10 a.m.", "Friday at 10 a.m. | TIME | 2013-03-22T10:00"),
        ("at 12:30 am, at 12 pm", "12:30 am | TIME | 2013-03-22T00:30; 12 pm | TIME | 2013-03-22T12:00"),
        ("at 3:07:35 a.m. GMT", "3:07:35 a.m. GMT | TIME | 2013-03-22T03:07:35"),
        ("at nine o'clock", "nine o'clock | TIME | 2013-03-22T09:00"),
        (
            "Thursday evening, yesterday morning",
            "Thursday evening | TIME | 2013-03-21TEV; yesterday morning | TIME | 2013-03-21TMO",
        ),
        (
            "this morning, last night, tonight",
            "this morning | TIME | 2013-03-22TMO; last night | TIME | 2013-03-21TNI; tonight | TIME | 2013-03-22TNI",
        ),
        ("the night of April 5, 2012", "the night of April 5, 2012 | TIME | 2012-04-05TNI"),
        ("at 2013-03-02T09:21:04+00:00", "2013-03-02T09:21:04+00:00 | TIME | 2013-03-02T09:21:04"),
        ("a morning walk; good evening", ""),
    ],
)
def test_times_of_day(text: str, wanted: str) -> None:
    check(text, wanted)


def test_time_on_a_day_is_known_without_a_document_date() -> None:
    check(
        "at 10 p.m. on 5 May 2012, at noon",
        "10 p.m. on 5 May 2012 | TIME | 2012-05-05T22:00; noon | TIME | XXXX-XX-XXT12:00",
        None,
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("each year, every two weeks", "each year | SET | P1Y; every two weeks | SET | P2W"),
        ("every other day", "every other day | SET | P2D"),
        ("each Thursday, on Tuesdays", "each Thursday | SET | XXXX-WXX-4; Tuesdays | SET | XXXX-WXX-2"),
        (
            "every July, every summer, every morning",
            "every July | SET | XXXX-07; every summer | SET | XXXX-SU; every morning | SET | XXXX-XX-XXTMO",
        ),
        ("It flies daily.", "daily | SET | XXXX-XX-XX"),
        ("twice a week", "twice a week | SET | P1W"),
    ],
)
def test_sets(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "now, right now, at present",
            "now | DATE | PRESENT_REF; right now | DATE | PRESENT_REF; at present | DATE | PRESENT_REF",
        ),
        (
            "recently; in the past; recent weeks",
            "recently | DATE | PAST_REF; the past | DATE | PAST_REF; recent weeks | DATE | PAST_REF",
        ),
        (
            "soon; in the near future; coming months",
            "soon | DATE | FUTURE_REF; the near future | DATE | FUTURE_REF; coming months | DATE | FUTURE_REF",
        ),
        ("several years ago, decades ago", "several years ago | DATE | PAST_REF; decades ago | DATE | PAST_REF"),
        ("as soon as it lands, soon after", ""),
    ],
)
def test_vague_references(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In 2009 it flew. Two years later it fell.", "2009 | DATE | 2009; Two years later | DATE | 2011"),
        ("On 5 May 2009. The following day", "5 May 2009 | DATE | 2009-05-05; The following day | DATE | 2009-05-06"),
        ("On 5 May 2009. The next day", "5 May 2009 | DATE | 2009-05-05; The next day | DATE | 2009-05-06"),
        (
            "On 5 May 2009. The previous Friday",
            "5 May 2009 | DATE | 2009-05-05; The previous Friday | DATE | 2009-05-01",
        ),
        ("In May 2009. The following March", "May 2009 | DATE | 2009-05; The following March | DATE | 2010-03"),
        (
            "In the third quarter of 2012 it earned less, a year earlier, and a year ago.",
            "the third quarter of 2012 | DATE | 2012-Q3; a year earlier | DATE | 2011-Q3; a year ago | DATE | 2011-Q3",
        ),
        (
            "The second quarter of 2012. In the year-earlier period",
            "The second quarter of 2012 | DATE | 2012-Q2; the year-earlier period | DATE | 2011-Q2",
        ),
        (
            "In the 2012 third quarter; in the 2011 quarter",
            "the 2012 third quarter | DATE | 2012-Q3; the 2011 quarter | DATE | 2011-Q3",
        ),
        ("In Q1 2012 it was well.\n\nIt flew a year ago.", "Q1 2012 | DATE | 2012-Q1; a year ago | DATE | 2012"),
        ("three days earlier", "three days earlier | DATE | 2013-03-19"),
    ],
)
def test_dates_counted_from_the_date_before(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the 1980s, the mid-1990s", "the 1980s | DATE | 198; the mid-1990s | DATE | 199"),
        ("the 18th century", "the 18th century | DATE | 17"),
        (
            "last summer, the first half of 2012",
            "last summer | DATE | 2012-SU; the first half of 2012 | DATE | 2012-H1",
        ),
        ("last week, next weekend", "last week | DATE | 2013-W11; next weekend | DATE | 2013-W13-WE"),
        ("early Tuesday, later this year", "early Tuesday | DATE | 2013-03-19; later this year | DATE | 2013"),
        ("the Nov. 1 deadline, the 1987 crash", "Nov. 1 | DATE | 2013-11-01; 1987 | DATE | 1987"),
        ("from Aug. 26 to Oct. 20, 2012", "Aug. 26 | DATE | 2012-08-26; Oct. 20, 2012 | DATE | 2012-10-20"),
        (
            "on 9-11 March, in 2009-2012",
            "9 | DATE | 2013-03-09; 11 March | DATE | 2013-03-11; 2009 | DATE | 2009; 2012 | DATE | 2012",
        ),
        ("the past year, the last decade", "the past year | DATE | 2012; the last decade | DATE | 200"),
    ],
)
def test_dates(text: str, wanted: str) -> None:
    check(text, wanted)
