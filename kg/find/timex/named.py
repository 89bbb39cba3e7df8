"""Readings of dates that are named: days, months, years, decades, quarters, seasons, and ranges of them."""

import datetime as dt
import re
from typing import NamedTuple

from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.numbers import read_number, read_ordinal
from kg.find.timex.values import SEASONS, add, at, first_day, shift

MONTH = ("month", "month_person", "month_name", "month_lower", "month_short", "month_short_lower")
WEEKDAY = ("weekday", "weekday_short")
SEASON = ("season", "season_name")
RELATIVE = ("this", "last", "next")
_CENTURY = 100
_PIVOT = 50  # two-digit years below it are of this century where no document date tells
_NOT_PAST, _NOT_FUTURE = 250, 183  # days; TimeBank is as well with 180 to 300, and 100 to 200


class Value(NamedTuple):
    """What a reading gives: the TimeML type, and the TIMEX3 value if it could be resolved."""

    type: str
    value: str | None


def read_stamp(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read a time stamp of ISO 8601."""
    found = parts.numbers("iso_time")
    day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
    if day is None:
        return None
    return Value("TIME", f"{day}T{found['time']}") if "time" in found else Value("DATE", day)


def read_numeric(parts: Parts, context: Context) -> Value | None:
    """Read a day written in digits; of "10/02/2022" the day nearer to the document's, by default the day first."""
    found = parts.numbers("numeric_day")
    year = int(found["year"]) if "year" in found else _full_year(int(found["short"]), context)
    if "month" in found:
        day = _day(year, int(found["month"]), int(found["day"]))
        return Value("DATE", day) if day else None
    one, two = int(found["one"]), int(found["two"])
    days = [day for day in (_day(year, two, one), _day(year, one, two)) if day]
    if context.day and context.unit == "day":
        here = context.day
        days.sort(key=lambda day: abs((dt.date.fromisoformat(day) - here).days))
    return Value("DATE", days[0]) if days else None


def read_calendar(parts: Parts, context: Context) -> Value | None:
    """Read what names a piece of the calendar, with or without its year."""
    for group, read in _KINDS.items():
        if parts.has(group):
            value = read(parts, context)
            return Value("DATE", value or None) if value is not None else None
    return None


def read_week_of_day(parts: Parts, context: Context) -> Value | None:
    """Read "the week of March 7"."""
    day = _of_day(parts, context)
    return Value("DATE", at(dt.date.fromisoformat(day), "week") if day and day[0] != "X" else None)


def read_range(parts: Parts, context: Context) -> Value | None:
    """Read a range of years, months or days; what the first side leaves out the second says."""
    if parts.has("range", "pair"):
        first, last = _range_numbers(parts)
        if not parts.has("month"):
            return _years(parts, first, last)
    year = _year(parts, context)
    month = parts.value("month", *MONTH)
    to_month = parts.value("to_month", *MONTH) or month
    if not parts.has("range"):
        first, last = read_day(parts, "day"), read_day(parts, "to_day")
    if year is None:
        year = _nearest_year(month, first or 1, context)
    if year is None:
        return Value("DATE", None)
    from_year = year - 1 if parts.has("to_month") and to_month < month else year
    if not last:
        return Value("DATE", f"{from_year}-{month:02}/{year}-{to_month:02}")
    days = _day(from_year, month, first), _day(year, to_month, last)
    return Value("DATE", f"{days[0]}/{days[1]}") if days[0] and days[1] and days[0] < days[1] else None


def read_named_period(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read a period that the language file knows by name and number."""
    number = read_ordinal(parts.words("ordinal"), parts.row.grammar)
    period = parts.row.grammar.tables["five_year_plans"]
    known = period.get(str(number))
    if known is None and number and number >= period["regular_from"]:
        start = period["regular_start"] + 5 * (number - period["regular_from"])
        known = f"{start}/{start + 4}"
    return Value("DATE", known) if known else None


### Kinds of dates ####################################################################################################


def _of_day_word(parts: Parts, context: Context) -> str | None:
    extra = -1 if parts.has("before") else 1 if parts.has("after") else 0
    return context.here("day", parts.value("day_word") + extra) or ""


def _of_day(parts: Parts, context: Context) -> str | None:
    month, day = parts.value("month", *MONTH), read_day(parts, "day")
    year = _year(parts, context)
    if not day or not _day(2000, month, day):
        return None
    if year is None:
        year = _nearest_year(month, day, context, parts.value("weekday", *WEEKDAY))
    return _day(year, month, day) if year else f"XXXX-{month:02}-{day:02}"


def _of_holiday(parts: Parts, context: Context) -> str | None:
    month, day = map(int, parts.value("holiday").split("-"))
    year = _year(parts, context) or _nearest_year(month, day, context)
    return _day(year, month, day) if year else f"XXXX-{month:02}-{day:02}"


def _of_month(parts: Parts, context: Context) -> str | None:
    month = parts.value("month", *MONTH)
    if parts.has("relative"):
        year = _relative_year(parts, context, month, month)
    else:
        year = _year(parts, context) or _nearest_year(month, None, context)
    return f"{year}-{month:02}" if year else f"XXXX-{month:02}"


def _of_weekday(parts: Parts, context: Context) -> str | None:
    weekday = parts.value("weekday", *WEEKDAY)
    if context.day is None or context.unit != "day":
        return ""
    past = (context.day.isoweekday() - weekday) % 7
    if parts.has("of_week"):
        monday = context.day - dt.timedelta(days=context.day.weekday() - 7 * parts.value("of_week", *RELATIVE))
        return (monday + dt.timedelta(days=weekday - 1)).isoformat()
    relative = parts.value("relative", *RELATIVE)
    if relative == -1:
        days = -(past or 7)
    elif relative == 1 or (relative is None and context.tense == "future" and past):
        days = 7 - past
    elif relative == 0:
        days = weekday - context.day.isoweekday()
    else:
        days = -past
    return (context.day + dt.timedelta(days=days)).isoformat()


def _of_quarter(parts: Parts, context: Context) -> str | None:
    number = parts.value("quarter", "quarter_number")
    if number is None:
        found = parts.numbers("quarter_code")
        number = int(found.get("quarter") or found["quarter2"])
    year = _year(parts, context) or _year_of_part(3 * number - 2, 3, context)
    return f"{year}-Q{number}" if year else f"XXXX-Q{number}"


def _of_half(parts: Parts, context: Context) -> str | None:
    number = parts.value("half", "half_number")
    if number is None:
        found = parts.numbers("half_code")
        number = int(found.get("half") or found["half2"])
    if parts.has("decade"):
        return _of_decade(parts, context)
    year = _year(parts, context) or _year_of_part(6 * number - 5, 6, context)
    return f"{year}-H{number}" if year else f"XXXX-H{number}"


def _of_season(parts: Parts, context: Context) -> str | None:
    season = parts.value("season", *SEASON)
    month = SEASONS[season]
    if parts.has("relative"):
        year = _relative_year(parts, context, month, month + 2)
    else:
        year = _year(parts, context) or _year_of_part(month, 3, context)
    return f"{year}-{season}" if year else f"XXXX-{season}"


def _of_decade(parts: Parts, context: Context) -> str | None:
    found = parts.numbers("decade").get("decade")
    number = int(found) if found else parts.value("decade", "decade_word") // 10
    if number < _CENTURY // 10:
        number += 200 if number < (context.year() or 2000) % _CENTURY // 10 + 1 and number <= 3 else 190  # noqa: PLR2004
    return f"{number:03}"


def _of_century(parts: Parts, context: Context) -> str | None:  # noqa: ARG001
    number = read_ordinal(parts.words("century"), parts.row.grammar)
    return f"{number - 1:02}" if number and number > 1 else None


def _of_year(parts: Parts, context: Context) -> str | None:
    year = _year(parts, context)
    return f"{year:04}" if year else None


_KINDS = {
    "day_word": _of_day_word,
    "holiday": _of_holiday,
    "day": _of_day,
    "month": _of_month,
    "weekday": _of_weekday,
    "quarter": _of_quarter,
    "quarter_code": _of_quarter,
    "half": _of_half,
    "half_code": _of_half,
    "season": _of_season,
    "decade": _of_decade,
    "century": _of_century,
    "year": _of_year,
    "fiscal_code": _of_year,
}


### Years #############################################################################################################


def read_day(parts: Parts, group: str) -> int:
    """Return the day of the month that a group names, 0 if it did not match."""
    words = parts.words(group)
    if not words:
        return 0
    return int(words[0]) if words[0].isdigit() else read_ordinal(words, parts.row.grammar) or 0


def _year(parts: Parts, context: Context) -> int | None:
    """Return the year that the words give, in full, shortened, spoken or counted from the document's."""
    if parts.has("of_year"):
        return context.year(parts.value("of_year", *RELATIVE))
    if parts.has("short_year", "two"):
        return _full_year(int((parts.words("short_year") or parts.words("two"))[-1]), context)
    if parts.has("fiscal_code"):
        year = int(parts.numbers("fiscal_code")["year"])
        return year if year >= _CENTURY else _full_year(year, context)
    if not parts.has("year"):
        return None
    found = parts.numbers("year").get("year")
    return int(found) if found else read_number(parts.words("year"), parts.row.grammar, spoken_year=True)


def _full_year(short: int, context: Context) -> int:
    """Return the year of two digits that is nearest to the document's."""
    here = context.year() or 2000 + _PIVOT - 1 - 50
    return min((century + short for century in (1900, 2000, 2100)), key=lambda year: abs(year - here))


def _relative_year(parts: Parts, context: Context, month: int, last_month: int) -> int | None:
    """Return the year of "last March", "this summer": the nearest before, in or after the document's month."""
    if context.day is None:
        return None
    relative, here = parts.value("relative", *RELATIVE), context.day.month
    if relative < 0:
        return context.day.year - (last_month >= here)
    return context.day.year + (relative > 0 and month <= here)


def _nearest_year(month: int, day: int | None, context: Context, weekday: int | None = None) -> int | None:
    """Return the year of a month, or of a day in it, that the document's date and the tense make likely."""
    if day is None:
        return _year_of_part(month, 1, context)
    if context.day is None:
        return None
    here = context.day.year
    days = [found for year in range(here - 1, here + 2) if (found := _date(year, month, day))]
    fitting = [found for found in days if weekday and found.isoweekday() == weekday]
    found = min(fitting or days, key=lambda day: _strangeness(day, day, context), default=None)
    return found.year if found else None


def _year_of_part(month: int, count: int, context: Context) -> int | None:
    """Return the likely year of the months from `month` on: a season, quarter or half without a year."""
    if context.day is None:
        return None
    here = context.day.year
    parts = [(dt.date(year, month, 1), _last_of(year, month + count - 1)) for year in range(here - 1, here + 2)]
    return min(parts, key=lambda part: _strangeness(*part, context))[0].year


def _last_of(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def _strangeness(first: dt.date, last: dt.date, context: Context) -> int:
    """Return how far a piece of the calendar lies from the document's date, in days.

    What lies on the side that the tense speaks against counts as half a year farther: in November, "expects to report
    September sales" means the September before all the same.
    """
    assert context.day is not None
    start, end = first_day(at(context.day, context.unit)), context.day
    if context.unit != "day":
        end = add(start, context.unit, 1) or start
    if first > end:
        return (first - end).days + (_NOT_PAST if context.tense == "past" else 0)
    if last < start:
        return (start - last).days + (_NOT_FUTURE if context.tense == "future" else 0)
    return 0


### Ranges ############################################################################################################


def _range_numbers(parts: Parts) -> tuple[int, int]:
    found = parts.numbers("range") or parts.numbers("pair")
    return int(found["first"]), int(found["last"])


def _years(parts: Parts, first: int, last: int) -> Value | None:
    """Return a range of years; "2022-03" is a month unless it can only be the years 2022 to 2023."""
    if parts.has("pair"):
        if 1 <= last <= 12 and last != first % _CENTURY + 1 and re.search(r"-\d\d$", _plain(parts)):  # noqa: PLR2004
            return Value("DATE", f"{first}-{last:02}")
        last += first - first % _CENTURY
    return Value("DATE", f"{first}/{last}") if first < last else None


def _plain(parts: Parts) -> str:
    return "".join(parts.words("pair")).replace("‐", "-").replace("‑", "-")


def _day(year: int, month: int, day: int) -> str | None:
    found = _date(year, month, day)
    return found.isoformat() if found else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
