"""The forms in which pages write their date, as EDTF."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.page.dates import find_days, normalise_date


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2022-02-10", "2022-02-10"),
        ("2022-02-10 09:52:14", "2022-02-10"),
        ("2019-03-06T17:24:32.257Z", "2019-03-06"),
        ("2022/2/9", "2022-02-09"),
        ("20220210", "2022-02-10"),
        ("30-11-2020 16:15:53", "2020-11-30"),
        ("10/02/2022", "2022-02-10"),
        ("02/15/2022", "2022-02-15"),
        ("10.02.2022", "2022-02-10"),
        ("Feb 17, 2026", "2026-02-17"),
        ("Feb. 17th, 2026", "2026-02-17"),
        ("Tuesday, 17 February 2026", "2026-02-17"),
        ("16 April 2024", "2024-04-16"),
        ("1st of April 2024", "2024-04-01"),
        ("4-May-2021", "2021-05-04"),
        ("13:50 EST, 29 December 2011", "2011-12-29"),
        ("2022年2月10日", "2022-02-10"),
        ("April 2024", "2024-04"),
        ("2024-04", "2024-04"),
        ("2024", "2024"),
        ("202X", "202X"),
        ("2024-21", "2024-21"),
        ("2016/2020", "2016/2020"),
        ("2022-02-30", None),
        ("31/31/2022", None),
        ("2024-13", None),
        ("April 9", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_normalised(written: str, value: str | None) -> None:
    assert normalise_date(written) == value


def test_days_are_found_with_their_places() -> None:
    text = "Paris, 9 April; updated May 3, 2031."
    assert [(day.value, text[day.span.start : day.span.end]) for day in find_days(text)] == [
        ("--04-09", "9 April"),
        ("2031-05-03", "May 3, 2031"),
    ]


def test_a_day_without_year_says_so() -> None:
    (day,) = find_days("PARIS, April 9 (Agency) --")
    assert (day.value, day.has_year) == ("--04-09", False)


@pytest.mark.parametrize("text", ["version 1.2.2022.4", "10/02/20221", "part 3-4-20211", "a2022-02-10b"])
def test_numbers_that_are_no_dates_are_left(text: str) -> None:
    assert not list(find_days(text))


@given(
    st.dates(min_value=dt.date(1001, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%Y-%m-%d", "%d %b %Y"]),
)
def test_any_day_comes_back(day: dt.date, form: str) -> None:
    assert normalise_date(day.strftime(form)) == day.isoformat()
