"""A date value into its days and its English label.

Values are EDTF (ISO 8601-2:2019; https://www.loc.gov/standards/datetime/): `2022-02-10`, `2022-02`, `2022`, decades
`202X`, centuries `20XX`, seasons `2025-21` to `2025-24`, intervals `2016/2020`, open ends `2019/..`, and the marks `~`
(approximate), `?` (uncertain) and `%` (both). Two forms of common use that EDTF writes otherwise are read too: quarters
as `2022-Q1` (EDTF: `2022-33`) and the week of ISO 8601-1, `2022-W05`.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

Days = tuple[dt.date, dt.date]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_QUARTERS = {33: "first", 34: "second", 35: "third", 36: "fourth"}
_HALVES = {40: "first", 41: "second"}
_MARKS = {"~": "about ", "?": "possibly ", "%": "possibly about "}
_OPEN = {"", ".."}
_MONTHS_A_YEAR = 12


def interval(value: str) -> tuple[dt.date, dt.date]:
    """Return the earliest and the latest day of a value; an open end is the first or last day Python knows.

    Seasons are the meteorological ones of the northern hemisphere, a winter ends in the next year; `~` and `?` do not
    widen the days.

    >>> interval("202X")
    (datetime.date(2020, 1, 1), datetime.date(2029, 12, 31))
    >>> interval("2024-24")
    (datetime.date(2024, 12, 1), datetime.date(2025, 2, 28))
    """
    left, stroke, right = value.partition("/")
    if not stroke:
        return _read(left, value)[0]
    if left in _OPEN and right in _OPEN:
        raise _bad(value, "both ends are open")
    first = dt.date.min if left in _OPEN else _read(left, value)[0][0]
    last = dt.date.max if right in _OPEN else _read(right, value)[0][1]
    if first > last:
        raise _bad(value, "it ends before it begins")
    return first, last


def label(value: str) -> str:
    """Return the value in English words; raise ValueError as `interval` does.

    >>> [label(value) for value in ("2022-02-10", "2022-02", "202X", "2025-21", "2016/2020", "2019/..")]
    ['10 February 2022', 'February 2022', '2020s', 'spring 2025', '2016 to 2020', 'from 2019']
    """
    interval(value)
    left, stroke, right = value.partition("/")
    if not stroke:
        return _read(left, value)[1]
    if left in _OPEN:
        return "until " + _read(right, value)[1]
    if right in _OPEN:
        return "from " + _read(left, value)[1]
    return f"{_read(left, value)[1]} to {_read(right, value)[1]}"


def _bad(value: str, why: str) -> ValueError:
    return ValueError(
        f"{value!r} is not a date: {why}. Write EDTF, for example: 2022-02-10, 2022-02, 2022, 202X, 20XX, 2025-21,"
        " 2022-Q1, 2016/2020."
    )


@lru_cache(maxsize=4096)
def _read(part: str, value: str) -> tuple[Days, str]:
    """Return the days and the label of one side of an interval, or of a whole value."""
    mark = part[-1:] if part[-1:] in _MARKS else ""
    plain = part[: len(part) - len(mark)]
    for pattern, read in _FORMS:
        match = pattern.fullmatch(plain)
        if match:
            try:
                days, words = read(*match.groups())
            except ValueError as error:
                raise _bad(value, str(error)) from error
            return days, _MARKS.get(mark, "") + words
    raise _bad(value, f"{part!r} has no form that EDTF knows" if part else "one side is empty")


### Forms #############################################################################################################


def _day(year: str, month: str, day: str) -> tuple[Days, str]:
    found = dt.date(int(year), int(month), int(day))
    return (found, found), f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def _some_day(year: str, month: str) -> tuple[Days, str]:
    days, words = _month(year, month)
    return days, "a day in " + words


def _month(year: str, month: str) -> tuple[Days, str]:
    number = int(month)
    if not 1 <= number <= _MONTHS_A_YEAR:
        return _division(year, number)
    return _months(int(year), number, 1), f"{_MONTHS[number - 1]} {int(year)}"


def _division(year: str, code: int) -> tuple[Days, str]:
    """Return a season (21 to 24), a quarter (33 to 36) or a half (40, 41) of a year (ISO 8601-2:2019, 4.8)."""
    start = int(year)
    if code in _SEASONS:
        return _months(start, 3 * (code - 20), 3), f"{_SEASONS[code]} {start}"
    if code in _QUARTERS:
        return _months(start, 3 * (code - 33) + 1, 3), f"{_QUARTERS[code]} quarter of {start}"
    if code in _HALVES:
        return _months(start, 6 * (code - 40) + 1, 6), f"{_HALVES[code]} half of {start}"
    raise ValueError(f"there is no month or season {code:02}")


def _months(year: int, month: int, count: int) -> Days:
    """Return the first and the last day of `count` months from `month` on."""
    last = month + count - 1
    end_year, end_month = year + (last - 1) // _MONTHS_A_YEAR, (last - 1) % _MONTHS_A_YEAR + 1
    return dt.date(year, month, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def _year(year: str) -> tuple[Days, str]:
    return _months(int(year), 1, _MONTHS_A_YEAR), str(int(year))


def _some_month(year: str) -> tuple[Days, str]:
    days, words = _year(year)
    return days, "a month in " + words


def _decade(digits: str) -> tuple[Days, str]:
    first = int(digits) * 10
    return (dt.date(max(first, 1), 1, 1), dt.date(first + 9, 12, 31)), f"{first}s"


def _century(digits: str) -> tuple[Days, str]:
    first = int(digits) * 100
    return (dt.date(max(first, 1), 1, 1), dt.date(first + 99, 12, 31)), f"{_ordinal(int(digits) + 1)} century"


def _millennium(digit: str) -> tuple[Days, str]:
    first = int(digit) * 1000
    return (dt.date(max(first, 1), 1, 1), dt.date(first + 999, 12, 31)), f"{_ordinal(int(digit) + 1)} millennium"


def _quarter(year: str, quarter: str) -> tuple[Days, str]:
    return _division(year, 32 + int(quarter))


def _week(year: str, week: str) -> tuple[Days, str]:
    monday = dt.date.fromisocalendar(int(year), int(week), 1)
    return (monday, monday + dt.timedelta(days=6)), f"week {int(week)} of {int(year)}"


def _ordinal(number: int) -> str:
    teen = number % 100 // 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[Days, str]]], ...] = (
    (_form(r"(\d{4})-(\d\d)-(\d\d)(?:T\d\d(?::?\d\d){0,2}(?:[.,]\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?"), _day),
    (_form(r"(\d{4})-(\d\d)"), _month),
    (_form(r"(\d{4})"), _year),
    (_form(r"(\d{3})X"), _decade),
    (_form(r"(\d\d)XX"), _century),
    (_form(r"(\d)XXX"), _millennium),
    (_form(r"(\d{4})-Q([1-4])"), _quarter),
    (_form(r"(\d{4})-W(\d\d)"), _week),
    (_form(r"(\d{4})-(0[1-9]|1[0-2])-XX"), _some_day),
    (_form(r"(\d{4})-XX(?:-XX)?"), _some_month),
)
