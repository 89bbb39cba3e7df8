"""Arithmetic on TIMEX3 values (TimeML 1.2.1), and from these to EDTF.

A value is a day `2022-02-10`, a month `2022-02`, a week `2022-W06`, a weekend `2022-W06-WE`, a quarter `2022-Q1`, a
half `2022-H1`, a season `2022-SP`, a year `2022`, a decade `202`, a century `20`, or one of the first with a time
behind `T`.
"""

import calendar
import datetime as dt
import re

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The first month of each season (northern hemisphere, meteorological)."""

SIZES = {
    "day": 0, "week": 1, "weekend": 1, "fortnight": 2, "month": 3, "quarter": 4, "season": 4, "half": 5, "year": 6,
    "decade": 7, "century": 8, "millennium": 9,
}  # fmt: skip
_MONTHS = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
    "millennium": 12000,
}
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}

_UNITS = (
    (re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?"), "day"),
    (re.compile(r"\d{4}-\d\d"), "month"),
    (re.compile(r"\d{4}-W\d\d-WE"), "weekend"),
    (re.compile(r"\d{4}-W\d\d"), "week"),
    (re.compile(r"\d{4}-Q[1-4]"), "quarter"),
    (re.compile(r"\d{4}-H[12]"), "half"),
    (re.compile(r"\d{4}-(?:SP|SU|FA|WI)"), "season"),
    (re.compile(r"\d{4}"), "year"),
    (re.compile(r"\d{3}"), "decade"),
    (re.compile(r"\d\d"), "century"),
)
_EDTF_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


def unit_of(value: str) -> str | None:
    """Return the unit that a value names, None for one that names no piece of the calendar.

    >>> [unit_of(value) for value in ("2022-02-10", "2022-Q1", "202", "P3Y")]
    ['day', 'quarter', 'decade', None]
    """
    return next((unit for pattern, unit in _UNITS if pattern.fullmatch(value)), None)


def first_day(value: str) -> dt.date:
    """Return the first day of a value that has a unit."""
    if re.fullmatch(r"\d{2,3}", value):
        return dt.date(max(int(value.ljust(4, "0")), 1), 1, 1)
    year, part = int(value[:4]), value[5:10]
    if part.startswith("W") and part != "WI":
        monday = dt.date.fromisocalendar(year, int(part[1:3]), 1)
        return monday + dt.timedelta(days=5) if value.endswith("WE") else monday
    if part[:1] == "Q":
        return dt.date(year, 3 * int(part[1]) - 2, 1)
    if part[:1] == "H":
        return dt.date(year, 6 * int(part[1]) - 5, 1)
    if part in SEASONS:
        return dt.date(year, SEASONS[part], 1)
    numbers = [int(number) for number in part.split("-") if number]
    month, day = [*numbers, 1, 1][:2]
    return dt.date(year, month, day)


def at(day: dt.date, unit: str) -> str:
    """Return the value of that unit that holds the day.

    >>> at(dt.date(2022, 2, 10), "week"), at(dt.date(2022, 2, 10), "decade")
    ('2022-W06', '202')
    """
    year = f"{day.year:04}"
    if unit in {"week", "weekend", "fortnight"}:
        week = day.isocalendar()
        return f"{week.year:04}-W{week.week:02}" + ("-WE" if unit == "weekend" else "")
    if unit == "season":
        code = next((name for name, month in SEASONS.items() if month <= day.month < month + 3), "WI")
        return f"{day.year - (day.month < SEASONS['SP']):04}-{code}"
    forms = {
        "day": day.isoformat(), "month": f"{year}-{day.month:02}", "quarter": f"{year}-Q{(day.month + 2) // 3}",
        "half": f"{year}-H{(day.month + 5) // 6}", "year": year, "decade": year[:3], "century": year[:2],
        "millennium": year[:1],
    }  # fmt: skip
    return forms[unit]


def add(day: dt.date, unit: str, count: int) -> dt.date | None:
    """Return the day `count` units on, the last of the month where it would fall behind it; None out of range."""
    try:
        if unit in _DAYS:
            return day + dt.timedelta(days=count * _DAYS[unit])
        months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def shift(value: str, unit: str, count: int) -> str | None:
    """Return the value `count` units on, of its own kind or of the unit's, whichever is larger in a day's case.

    >>> shift("1989-Q3", "year", -1), shift("2022-02-10", "month", 1), shift("2022", "day", 1)
    ('1988-Q3', '2022-03-10', None)
    """
    kind = unit_of(value)
    if kind is None or unit not in SIZES or SIZES[kind] > SIZES[unit]:
        return None
    moved = add(first_day(value), unit, count)
    return at(moved, kind) if moved else None


def to_edtf(value: str | None) -> str | None:
    """Return a TIMEX3 value as EDTF, None for one that names no piece of the calendar.

    >>> to_edtf("202"), to_edtf("2025-SP"), to_edtf("2022-H1"), to_edtf("PAST_REF")
    ('202X', '2025-21', '2022-01/2022-06', None)
    """
    unit = unit_of(value) if value else None
    if value is None or unit is None:
        return value if value and "/" in value else None
    if unit == "season":
        return f"{value[:4]}-{_EDTF_SEASONS[value[5:]]}"
    if unit == "half":
        return f"{value[:4]}-01/{value[:4]}-06" if value[-1] == "1" else f"{value[:4]}-07/{value[:4]}-12"
    if unit == "weekend":
        day = first_day(value)
        return f"{day}/{day + dt.timedelta(days=1)}"
    return value[:10] if unit == "day" else value.ljust(4, "X") if unit in {"decade", "century"} else value
