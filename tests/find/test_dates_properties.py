"""What holds for every date and every text."""

import datetime as dt
import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from kg.edtf import interval
from kg.find.timex import find_dates, find_timexes
from kg.find.timex.language import load_grammar

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = [month if month == "May" else month[:3] + "." for month in MONTHS]
ORDINAL = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}

days = st.dates(dt.date(1500, 1, 1), dt.date(2199, 12, 31))
document_dates = st.one_of(
    st.none(), st.dates().map(str), st.dates().map(lambda day: str(day)[:7]), st.text(max_size=12)
)
vocabulary = sorted(load_grammar().words)
words = st.one_of(
    st.sampled_from(vocabulary),
    st.integers(0, 3000).map(str),
    days.map(str),
    st.sampled_from(["1990s", "21st", "Q1", "FY2024", "9-11", "2016-20", "10:30", "5pm", "p.m.", "1,500", "2 1/2"]),
    st.sampled_from([",", ".", "'s", "-", "/", "(", ")", "$", "%", "\n", "\n\n", "China", "said"]),
)
soup = st.lists(st.tuples(words, st.sampled_from(["", " ", " ", " ", "-", ", "])), max_size=25).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


def spellings(day: dt.date) -> list[str]:
    month, suffix = MONTHS[day.month - 1], ORDINAL.get(day.day, "th")
    return [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{SHORT[day.month - 1]} {day.day}, {day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}" if day.day > 12 else f"{day.year}/{day.month:02}/{day.day:02}",
        f"the {day.day}{suffix} of {month}, {day.year}",
        f"{day:%A}, {day.day} {month} {day.year}",
        f"{day.day}-{month[:3]}-{day.year}",
    ]


@given(days, document_dates)
def test_a_day_is_found_in_every_spelling(day: dt.date, date: str | None) -> None:
    for spelling in spellings(day):
        text = f"It was signed on {spelling} in Bonn."
        (mention,) = find_dates(text, date=date)
        assert mention.value == day.isoformat()
        assert text[mention.start : mention.end] == mention.text == spelling.removeprefix("the ")


@given(days, days)
def test_two_days_are_two_mentions_in_order(one: dt.date, other: dt.date) -> None:
    text = f"It began on {spellings(one)[1]} and ended on {spellings(other)[2]}."
    assert [mention.value for mention in find_dates(text)] == [str(one), str(other)]


@given(st.one_of(st.text(), soup), document_dates)
def test_any_text_has_exact_ordered_mentions_with_readable_values(text: str, date: str | None) -> None:
    mentions = find_dates(text, date=date)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text != ""
        if mention.value is not None:
            interval(mention.value)
    assert all(one.end <= other.start for one, other in itertools.pairwise(mentions))


@given(soup, document_dates)
def test_any_text_has_exact_ordered_time_expressions(text: str, date: str | None) -> None:
    found = find_timexes(text, date=date)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.type in {"DATE", "TIME", "DURATION", "SET"}
        assert one.value is None or re.fullmatch(r"[\w:.+-]+", one.value)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(soup)
def test_the_same_text_gives_the_same_mentions(text: str) -> None:
    assert find_dates(text, date="2022-02-10") == find_dates(text, date="2022-02-10")
