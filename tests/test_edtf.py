"""A date value into its days and its label."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.edtf import interval, label


@pytest.mark.parametrize(
    ("value", "first", "last", "words"),
    [
        ("2022-02-10", "2022-02-10", "2022-02-10", "10 February 2022"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2022", "2022-01-01", "2022-12-31", "2022"),
        ("202X", "2020-01-01", "2029-12-31", "2020s"),
        ("20XX", "2000-01-01", "2099-12-31", "21st century"),
        ("18XX", "1800-01-01", "1899-12-31", "19th century"),
        ("10XX", "1000-01-01", "1099-12-31", "11th century"),
        ("00XX", "0001-01-01", "0099-12-31", "1st century"),
        ("000X", "0001-01-01", "0009-12-31", "0s"),
        ("2XXX", "2000-01-01", "2999-12-31", "3rd millennium"),
        ("2025-21", "2025-03-01", "2025-05-31", "spring 2025"),
        ("2025-22", "2025-06-01", "2025-08-31", "summer 2025"),
        ("2025-23", "2025-09-01", "2025-11-30", "autumn 2025"),
        ("2023-24", "2023-12-01", "2024-02-29", "winter 2023"),
        ("2022-Q1", "2022-01-01", "2022-03-31", "first quarter of 2022"),
        ("2022-Q4", "2022-10-01", "2022-12-31", "fourth quarter of 2022"),
        ("2022-34", "2022-04-01", "2022-06-30", "second quarter of 2022"),
        ("2022-40", "2022-01-01", "2022-06-30", "first half of 2022"),
        ("2022-41", "2022-07-01", "2022-12-31", "second half of 2022"),
        ("2022-W05", "2022-01-31", "2022-02-06", "week 5 of 2022"),
        ("2016/2020", "2016-01-01", "2020-12-31", "2016 to 2020"),
        ("2021-03-09/2021-03-11", "2021-03-09", "2021-03-11", "9 March 2021 to 11 March 2021"),
        ("2019/..", "2019-01-01", "9999-12-31", "from 2019"),
        ("2019/", "2019-01-01", "9999-12-31", "from 2019"),
        ("../2019-06", "0001-01-01", "2019-06-30", "until June 2019"),
        ("2019~", "2019-01-01", "2019-12-31", "about 2019"),
        ("2019-05?", "2019-05-01", "2019-05-31", "possibly May 2019"),
        ("2019%/2021~", "2019-01-01", "2021-12-31", "possibly about 2019 to about 2021"),
        ("2019-XX", "2019-01-01", "2019-12-31", "a month in 2019"),
        ("2019-02-XX", "2019-02-01", "2019-02-28", "a day in February 2019"),
        ("2026-03-02T09:21:04.5+00:00", "2026-03-02", "2026-03-02", "2 March 2026"),
    ],
)
def test_value_has_days_and_label(value: str, first: str, last: str, words: str) -> None:
    assert interval(value) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert label(value) == words


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "one side is empty"),
        ("soon", "'soon' has no form that EDTF knows"),
        ("2022-13", "there is no month or season 13"),
        ("2022-02-30", "day is out of range for month"),
        ("2022-2-3", "'2022-2-3' has no form that EDTF knows"),
        ("2022-W54", "Invalid week: 54"),
        ("0000", "year 0 is out of range"),
        ("2020/2016", "it ends before it begins"),
        ("../..", "both ends are open"),
        ("2016/2018/2020", "'2018/2020' has no form that EDTF knows"),
        ("\uff12\uff10\uff12\uff12", "has no form that EDTF knows"),
    ],
)
def test_bad_value_is_refused_with_its_reason(value: str, why: str) -> None:
    for read in (interval, label):
        with pytest.raises(ValueError, match="is not a date") as caught:
            read(value)
        assert why in str(caught.value)
        assert "Write EDTF, for example: 2022-02-10" in str(caught.value)


@given(st.dates(), st.dates())
def test_interval_of_two_days_are_these_days(one: dt.date, other: dt.date) -> None:
    first, last = sorted([one, other])
    assert interval(f"{first}/{last}") == (first, last)
    assert interval(str(one)) == (one, one)


@given(st.text())
def test_any_text_has_days_or_is_refused(value: str) -> None:
    try:
        first, last = interval(value)
    except ValueError:
        return
    assert first <= last
    assert label(value)
