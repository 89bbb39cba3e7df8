"""The dates of a text: which words, and which value, seen from a document of Thursday, 10 February 2022."""

import pytest

from kg.edtf import interval
from kg.find.timex import find_dates

DATE = "2022-02-10"


def read(text: str, date: str | None = DATE) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.value) for mention in find_dates(text, date=date)]


def check(text: str, wanted: str, date: str | None = DATE) -> None:
    """Compare with `words = value` pairs, parted by semicolons; `?` is a date whose value is not known."""
    found = "; ".join(f"{words} = {value or '?'}" for words, value in read(text, date))
    assert found == wanted
    for _, value in read(text, date):
        if value:
            interval(value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The pact was signed on 10 February 2021.", "10 February 2021 = 2021-02-10"),
        ("Signed 16 april 2024 in Lund", "16 april 2024 = 2024-04-16"),
        ("on 10 February, 2021, they met", "10 February, 2021 = 2021-02-10"),
        ("on February 10, 2021, they met", "February 10, 2021 = 2021-02-10"),
        ("It rose on Feb. 17.", "Feb. 17 = 2022-02-17"),
        ("On Nov 5th, 2021, it rose", "Nov 5th, 2021 = 2021-11-05"),
        ("the 1st of May 2021", "1st of May 2021 = 2021-05-01"),
        ("on the fifth of May 2021", "fifth of May 2021 = 2021-05-05"),
        ("on the 3rd of March", "3rd of March = 2022-03-03"),
        ("SATURDAY, AUGUST 24TH, 2019", "SATURDAY, AUGUST 24TH, 2019 = 2019-08-24"),
        ("Monday, 7 March 2022, at 10:00", "Monday, 7 March 2022 = 2022-03-07"),
        ("Mon., Mar. 7, 2022", "Mon., Mar. 7, 2022 = 2022-03-07"),
        ("10-Feb-2021 and 30.AUG.96", "10-Feb-2021 = 2021-02-10; 30.AUG.96 = 1996-08-30"),
        ("in 2021, February 10 and later", "2021, February 10 = 2021-02-10"),
        ("may 3, 2024 or 3 may 2024", "may 3, 2024 = 2024-05-03; 3 may 2024 = 2024-05-03"),
        ("opened on February\n10, 2021", "February\n10, 2021 = 2021-02-10"),
        ("on 10\u00a0February\u00a02021", "10\u00a0February\u00a02021 = 2021-02-10"),
        ("The **10 February 2021** note", "10 February 2021 = 2021-02-10"),
        ("BEIJING, Feb. 9 (Agency) --", "Feb. 9 = 2022-02-09"),
        ("on 31 February 2021", ""),
        ("Christmas Day 2021", "Christmas Day 2021 = 2021-12-25"),
    ],
)
def test_days(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("| 2021-02-10 09:52:14 |", "2021-02-10 = 2021-02-10"),
        ("at 2026-03-02T09:21:04.", "2026-03-02T09:21:04 = 2026-03-02"),
        ("at 2026-03-02T09:21:04.5+00:00.", "2026-03-02T09:21:04.5+00:00 = 2026-03-02"),
        (
            "30-11-2020, 30.11.2020, 30/11/2020",
            "30-11-2020 = 2020-11-30; 30.11.2020 = 2020-11-30; 30/11/2020 = 2020-11-30",
        ),
        ("Date: 11/30/2020", "11/30/2020 = 2020-11-30"),
        ("2021/02/10 or 2021.2.10", "2021/02/10 = 2021-02-10; 2021.2.10 = 2021-02-10"),
        ("Posted 10/02/2022", "10/02/2022 = 2022-02-10"),
        ("Posted 02/10/2022", "02/10/2022 = 2022-02-10"),
        ("Tue 27th October 2020 | 10:34 PM", "Tue 27th October 2020 = 2020-10-27"),
        ("on 11/30/99", "11/30/99 = 1999-11-30"),
        ("In 2021-03 it flew", "2021-03 = 2021-03"),
        ("on 2021-13-45", ""),
    ],
)
def test_days_in_digits(text: str, wanted: str) -> None:
    check(text, wanted)


def test_numeric_day_without_a_document_date_has_the_day_first() -> None:
    check("on 10/02/2022", "10/02/2022 = 2022-02-10", date=None)


def test_numeric_days_have_the_order_of_the_others_in_the_document() -> None:
    check("3/16/1926, 10/3/1942", "3/16/1926 = 1926-03-16; 10/3/1942 = 1942-10-03")
    check("16/3/1926, 10/3/1942", "16/3/1926 = 1926-03-16; 10/3/1942 = 1942-03-10")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("held 9-11 March 2021", "9-11 March 2021 = 2021-03-09/2021-03-11"),
        ("held 9–11 March 2021", "9–11 March 2021 = 2021-03-09/2021-03-11"),
        ("held March 9-11, 2021", "March 9-11, 2021 = 2021-03-09/2021-03-11"),
        ("held March 9 to 11, 2021", "March 9 to 11, 2021 = 2021-03-09/2021-03-11"),
        ("from 9 to 11 March 2021", "9 to 11 March 2021 = 2021-03-09/2021-03-11"),
        ("from 3 to 5 June", "3 to 5 June = 2022-06-03/2022-06-05"),
        ("30 March - 2 April 2021", "30 March - 2 April 2021 = 2021-03-30/2021-04-02"),
        ("March 30-April 2, 2021", "March 30-April 2, 2021 = 2021-03-30/2021-04-02"),
        ("December 30 to January 2, 2021", "December 30 to January 2, 2021 = 2020-12-30/2021-01-02"),
        ("May to July 2024", "May to July 2024 = 2024-05/2024-07"),
        ("Nov.-Feb. 2021", "Nov.-Feb. 2021 = 2020-11/2021-02"),
        ("in 2016-2020 and 2021–2025", "2016-2020 = 2016/2020; 2021–2025 = 2021/2025"),
        ("the 2022/23 budget", "2022/23 = 2022/2023"),
        ("1957–58, and 2001-02", "1957–58 = 1957/1958; 2001-02 = 2001/2002"),
        ("(2016 - 2020)", "2016 - 2020 = 2016/2020"),
        ("between 2016 and 2020", "2016 = 2016; 2020 = 2020"),
        ("from 2022 to 2025", "2022 = 2022; 2025 = 2025"),
        ("January 2021 to March 2022", "January 2021 = 2021-01; March 2022 = 2022-03"),
        ("between May and July 2024", "May = 2024-05; July 2024 = 2024-07"),
        ("between 5 and 7 May 2021", "5 = 2021-05-05; 7 May 2021 = 2021-05-07"),
        ("on March 3 and April 5, 2021", "March 3 = 2021-03-03; April 5, 2021 = 2021-04-05"),
        ("in 2020-2016", ""),
    ],
)
def test_ranges(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("in March 2021 and in March, 2021", "March 2021 = 2021-03; March, 2021 = 2021-03"),
        ("Sept 2021, SEPTEMBER 2021", "Sept 2021 = 2021-09; SEPTEMBER 2021 = 2021-09"),
        ("a May 2021 launch", "May 2021 = 2021-05"),
        ("mid-January 2023", "mid-January 2023 = 2023-01"),
        ("early in March of 2023", "early in March of 2023 = 2023-03"),
        ("the end of October 2021", "end of October 2021 = 2021-10"),
        ("NASA's 2024 budget (2021), 1998 treaty", "2024 = 2024; 2021 = 2021; 1998 = 1998"),
        ("in late 2027 or mid-2028", "late 2027 = 2027; mid-2028 = 2028"),
        ("by the end of 2024, at the beginning of 2023", "end of 2024 = 2024; beginning of 2023 = 2023"),
        ("by end 2025, end-2025", "end 2025 = 2025; end-2025 = 2025"),
        ("no later than 2035, as early as 2026", "2035 = 2035; 2026 = 2026"),
        ("sometime in 2024, by the year 2030", "2024 = 2024; 2030 = 2030"),
        ("| 2020 | 2021 |", "2020 = 2020; 2021 = 2021"),
        ("established in 1889 (1848), until 1850", "1889 = 1889; 1848 = 1848; 1850 = 1850"),
        (
            "FY2025, FY24, fiscal year 2026, fiscal 2027",
            "FY2025 = 2025; FY24 = 2024; fiscal year 2026 = 2026; fiscal 2027 = 2027",
        ),
        ("pre-2020 and post-2030 work", "2020 = 2020; 2030 = 2030"),
        ("in twenty twenty-four and nineteen ninety-six", "twenty twenty-four = 2024; nineteen ninety-six = 1996"),
        ("MAVEN - late 2013Nasa is", "late 2013 = 2013"),
    ],
)
def test_months_and_years(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("in the 1990s, 2030s", "1990s = 199X; 2030s = 203X"),
        ("since the mid-1990s and the early 2000s", "mid-1990s = 199X; early 2000s = 200X"),
        ("in the '90s, the ’20s and the sixties", "'90s = 199X; ’20s = 202X; sixties = 196X"),
        ("a man in his early 30s", ""),
        ("by the end of the decade, in the current decade", "end of the decade = 202X; current decade = 202X"),
        ("in the 21st century", "21st century = 20XX"),
        ("a nineteenth-century idea", "nineteenth-century = 18XX"),
        (
            "the first quarter of 2021, Q3 2021, 2021-Q2",
            "first quarter of 2021 = 2021-Q1; Q3 2021 = 2021-Q3; 2021-Q2 = 2021-Q2",
        ),
        ("by the fourth quarter of this year", "fourth quarter of this year = 2022-Q4"),
        ("in the second half of 2021", "second half of 2021 = 2021-07/2021-12"),
        ("in the summer of 2025, spring 2024", "summer of 2025 = 2025-22; spring 2024 = 2024-21"),
        ("fall 2025, Autumn 2025, winter 2025", "fall 2025 = 2025-23; Autumn 2025 = 2025-23; winter 2025 = 2025-24"),
        (
            "last summer, this spring, next winter",
            "last summer = 2021-22; this spring = 2022-21; next winter = 2022-24",
        ),
        ("launch is set for the autumn", "autumn = 2022-23"),
    ],
)
def test_decades_centuries_quarters_seasons(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the 13th Five-Year Plan period (2016-2020)", "13th Five-Year Plan period = 2016/2020; 2016-2020 = 2016/2020"),
        ("during the fourteenth five-year plan period", "fourteenth five-year plan period = 2021/2025"),
        ("in the 1st Five-Year Plan period", "1st Five-Year Plan period = 1953/1957"),
        ("in the 3rd Five-Year Plan period", "3rd Five-Year Plan period = 1966/1970"),
        ("the five-year plan, the 900th Five-Year Plan period", ""),
    ],
)
def test_periods_with_a_number(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("today, yesterday, tomorrow", "today = 2022-02-10; yesterday = 2022-02-09; tomorrow = 2022-02-11"),
        ("the day before yesterday", "day before yesterday = 2022-02-08"),
        ("Today's pact builds on it", "Today = 2022-02-10"),
        ("this year, last year, next month", "this year = 2022; last year = 2021; next month = 2022-03"),
        ("earlier this month, later this year", "earlier this month = 2022-02; later this year = 2022"),
        ("last week, next weekend", "last week = 2022-W05; next weekend = 2022-02-19/2022-02-20"),
        ("early next year, late last year", "early next year = 2023; late last year = 2021"),
        ("a year ago, two years ago, 10 days ago", "a year ago = 2021; two years ago = 2020; 10 days ago = 2022-01-31"),
        ("by the end of this year, before the end of the year", "end of this year = 2022; end of the year = 2022"),
        ("by year-end; later in the year", "year-end = 2022; later in the year = 2022"),
        ("May this year, in July of last year", "May this year = 2022-05; July of last year = 2021-07"),
        ("on September 17 this year", "September 17 this year = 2022-09-17"),
        (
            "last March, next March, this September",
            "last March = 2021-03; next March = 2022-03; this September = 2022-09",
        ),
        (
            "next Tuesday, last Friday, this Friday",
            "next Tuesday = 2022-02-15; last Friday = 2022-02-04; this Friday = 2022-02-11",
        ),
        ("on Tuesday of last week", "Tuesday of last week = 2022-02-01"),
        ("this coming Tuesday", "this coming Tuesday = 2022-02-15"),
        ("early Thursday, late on Monday night", "Thursday = 2022-02-10; Monday = 2022-02-07"),
        ("the week of March 7", "week of March 7 = 2022-W10"),
    ],
)
def test_dates_counted_from_the_document(text: str, wanted: str) -> None:
    check(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Officials said on Tuesday.", "Tuesday = 2022-02-08"),
        ("Officials will meet on Tuesday.", "Tuesday = 2022-02-15"),
        ("They signed it. Talks will resume Monday.", "Monday = 2022-02-14"),
        ("They will meet. The pact was signed Monday.", "Monday = 2022-02-07"),
        ("It will be launched on March 3.", "March 3 = 2022-03-03"),
        ("It was launched on December 3.", "December 3 = 2021-12-03"),
        ("It flew in November.", "November = 2021-11"),
        ("It is expected to fly in November.", "November = 2022-11"),
        ("The body announced a plan to be opened in October.", "October = 2022-10"),
        ("They must answer by November 30.", "November 30 = 2022-11-30"),
        ("In April China launched it.", "April = 2021-04"),
        ("Saturday, January 1", "Saturday, January 1 = 2022-01-01"),
        ("Friday, January 1", "Friday, January 1 = 2021-01-01"),
        ("In the third quarter it earned more.", "third quarter = 2021-Q3"),
    ],
)
def test_tense_and_nearness_decide_which_is_meant(text: str, wanted: str) -> None:
    check(text, wanted)


def test_same_year_is_that_of_the_date_before() -> None:
    check("Signed on 5 May 2019. On the same day it flew.", "5 May 2019 = 2019-05-05; same day = 2019-05-05")
    check("Opened in 2019, and closed in the same year.", "2019 = 2019; same year = 2019")
    check("On the same day it flew.", "")


@pytest.mark.parametrize("date", [None, "soon", ""])
def test_without_a_document_date_what_is_counted_from_it_has_no_value(date: str | None) -> None:
    check(
        "last year, on Tuesday, on March 3, in May 2021",
        "last year = ?; Tuesday = ?; March 3 = ?; May 2021 = 2021-05",
        date,
    )
    check("in March, this summer, Q1, held 9-11 March", "March = ?; this summer = ?; Q1 = ?; 9-11 March = ?", date)


def test_document_date_of_a_month_gives_years_and_months_but_no_days() -> None:
    check(
        "today, this month, last year, in May",
        "today = ?; this month = 2024-04; last year = 2023; May = 2024-05",
        "2024-04",
    )
    check("this month, this year", "this month = ?; this year = 2024", "2024")


@pytest.mark.parametrize(
    "text",
    [
        "Chang'e-6, Apollo 11, Gaofen 12 and Sentinel-6 flew.",
        "Agenda 2030, Vision 2030, Horizon 2020, Mars 2020 and UAE’s Mars 2117; the 2030 Agenda",
        "2000 kilometres, 1500 people, 2016 kg, 1,958 km, 2019 km/h, over 2000 satellites",
        "Call +86 10 2022 1234 or 2022-1234567.",
        "$2022, €2022, 2022 dollars, 2022%, version 2020.1, #2020",
        "It may march on; a second try fell, the fall of the wall, a spring of water, the Sun",
        "resolution 1721 (XVI), resolution 47/68, ISO 2022, section 2020, No. 2020",
        "the Class of 2010",
        "https://example.org/2022/02/10/may-2021.html and www.example.org/2021",
        "at 2020 Main Street in Springfield",
        "China Today and USA Today reported it.",
        "on Black Friday, at COP26, the G20",
        "asteroid 2016 HO3 and 2010 TK7",
        "April Smith, June Jones and Theresa May met August Müller; the March on Washington",
        "now, recently, soon, in the past, in coming weeks, these days",
        "for three years, at age 45, a 10-year-old, in the past year, over the next decade, years",
        "at 10:30 a.m., at noon, every day, daily, on Tuesdays",
        "the following year, a year later, the previous month",
        "challenges today and tomorrow",
        "66 million years ago, 2,000 years ago, several years ago",
        "at 1400 GMT, at 0930 UTC",
        "On the 15th, in 5 and 7",
    ],
)
def test_what_is_no_date(text: str) -> None:
    check(text, "")


def test_mention_names_its_rule_and_place() -> None:
    (mention,) = find_dates("In the 1990s it grew.", date=DATE)
    assert (mention.start, mention.end, mention.type, mention.kind) == (7, 12, "Date", "name")
    assert mention.found_by == "decade"
