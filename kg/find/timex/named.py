"""Readings of dates that are named: days, months, years, decades, centuries, quarters and seasons."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.numbers import read_ordinal
from kg.find.timex.values import SEASONS, add, at
from kg.find.timex.years import (
    RELATIVE,
    full_year,
    make_day,
    read_year,
    relative_year,
    year_of_day,
    year_of_months,
)

MONTH = ("month", "month_person", "month_name", "month_lower", "month_short", "month_short_lower")
WEEKDAY = ("weekday", "weekday_short")
DECADE = ("decade_word", "decade_noun")
DAY_WORD = ("day_word", "day_noun")
SEASON = ("season", "season_name")


_AHEAD = 7  # days by which a day that is planned lies ahead


class Value(NamedTuple):
    """What a reading gives: the TimeML type, and the TIMEX3 value if it could be resolved."""

    type: str
    value: str | None


def read_stamp(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read a time stamp of ISO 8601."""
    found = parts.numbers("iso_time")
    day = make_day(int(found["year"]), int(found["month"]), int(found["day"]))
    if day is None:
        return None
    return Value("TIME", f"{day}T{found['time']}") if "time" in found else Value("DATE", str(day))


def read_numeric(parts: Parts, context: Context) -> Value | None:
    """Read a day written in digits: "10/02/2022" is the document's date, or else has the day first.

    Where the document has days that can only be read with the month first, so is this.
    """
    found = parts.numbers("numeric_day")
    year = int(found["year"]) if "year" in found else full_year(int(found["short"]), context)
    orders = [("month", "day")] if "month" in found else [("two", "one"), ("one", "two")]
    if parts.row.month_first:
        orders.reverse()
    days = [day for one, other in orders if (day := make_day(year, int(found[one]), int(found[other])))]
    if context.day and context.unit == "day" and context.day in days:
        return Value("DATE", str(context.day))
    return Value("DATE", str(days[0])) if days else None


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


def read_day_alone(parts: Parts, context: Context) -> Value | None:
    """Read a day without its month: the nearest to the document's date, or in the month of the last day named."""
    here = context.here("day") or context.last("day")
    if here is None:
        return Value("DATE", None)
    first = _day_near(parts, context, dt.date.fromisoformat(here[:10]))
    if first is None or not parts.has("to_day"):
        return Value("DATE", str(first)) if first else None
    last = make_day(first.year, first.month, read_day(parts, "to_day"))
    return Value("DATE", f"{first}/{last}") if last and first < last else None


def _day_near(parts: Parts, context: Context, middle: dt.date) -> dt.date | None:
    """Return the day in the month that the words name, else the nearest; one that is planned rather ahead."""
    relative = parts.value("relative", *RELATIVE)
    counts = (-1, 0, 1) if relative is None else (relative,)
    months = [add(middle.replace(day=1), "month", count) for count in counts]
    day = read_day(parts, "day")
    days = [found for one in months if one and (found := make_day(one.year, one.month, day))]
    ahead = _AHEAD if context.tense == "future" else 0
    return min(days, key=lambda found: abs((found - middle).days - ahead), default=None)


def read_day(parts: Parts, group: str) -> int:
    """Return the day of the month that a group names, 0 if it did not match."""
    words = parts.words(group)
    if not words:
        return 0
    return int(words[0]) if words[0].isdigit() else read_ordinal(words, parts.row.grammar) or 0


### Kinds of dates ####################################################################################################
# Each returns the value, "" for one that cannot be resolved, None for what is no date.


def _of_day_word(parts: Parts, context: Context) -> str | None:
    extra = parts.has("after") - parts.has("before")
    return context.here("day", parts.value("day_word", *DAY_WORD) + extra) or ""


def _of_day(parts: Parts, context: Context) -> str | None:
    month, day = parts.value("month", *MONTH), read_day(parts, "day")
    if not make_day(2000, month, day):
        return None
    year = read_year(parts, context) or year_of_day(month, day, context, parts.value("weekday", *WEEKDAY))
    if year is None:
        return f"XXXX-{month:02}-{day:02}"
    found = make_day(year, month, day)
    return str(found) if found else None


def _of_holiday(parts: Parts, context: Context) -> str | None:
    month, day = map(int, (parts.value("holiday") or parts.value("new_year")).split("-"))
    year = read_year(parts, context) or year_of_day(month, day, context)
    return f"{year or 'XXXX'}-{month:02}-{day:02}"


def _of_month(parts: Parts, context: Context) -> str | None:
    month = parts.value("month", *MONTH)
    if parts.has("relative"):
        year = relative_year(parts, context, month, month)
    else:
        year = read_year(parts, context) or year_of_months(month, 1, context)
    return f"{year or 'XXXX'}-{month:02}"


def _of_weekday(parts: Parts, context: Context) -> str | None:
    if context.day is None or context.unit != "day":
        return ""
    days = _days_to(parts.value("weekday", *WEEKDAY), parts, context)
    return str(context.day + dt.timedelta(days=days))


def _days_to(weekday: int, parts: Parts, context: Context) -> int:
    """Return how many days the weekday lies ahead: none on the day itself, back unless the tense is future."""
    here = context.day.isoweekday() if context.day else weekday
    back, of_week = (here - weekday) % 7, parts.value("of_week", *RELATIVE)
    if of_week is not None:
        return int(weekday - here + 7 * of_week)
    relative = parts.value("relative", *RELATIVE)
    if relative == 0:
        return weekday - here
    if relative is None:
        return 7 - back if context.tense == "future" and back else -back
    return 7 - back if relative > 0 else -(back or 7)


def _of_quarter(parts: Parts, context: Context) -> str | None:
    number = parts.value("quarter", "quarter_number") or _coded(parts, "quarter")
    if number > 4:
        return None
    year = read_year(parts, context) or year_of_months(3 * number - 2, 3, context)
    return f"{year or 'XXXX'}-Q{number}"


def _of_half(parts: Parts, context: Context) -> str | None:
    if parts.has("decade"):
        return _of_decade(parts, context)
    number = parts.value("half", "half_number") or _coded(parts, "half")
    if number > 2:
        return None
    year = read_year(parts, context) or year_of_months(6 * number - 5, 6, context)
    return f"{year or 'XXXX'}-H{number}"


def _coded(parts: Parts, name: str) -> int:
    """Return the number in "Q1", "1Q" or "1"."""
    found = parts.numbers(f"{name}_code")
    if not found:
        return int(parts.words(name)[0])
    return int(found.get(name) or found[f"{name}2"])


def _of_season(parts: Parts, context: Context) -> str | None:
    season = parts.value("season", *SEASON)
    month = SEASONS[season]
    if parts.has("relative"):
        year = relative_year(parts, context, month, month + 2)
    else:
        year = read_year(parts, context) or year_of_months(month, 3, context)
    return f"{year or 'XXXX'}-{season}"


def _of_decade(parts: Parts, context: Context) -> str | None:
    """Return the decade: one without its century is the last that has begun."""
    found = parts.numbers("decade").get("decade")
    number = int(found) if found else parts.value("decade", *DECADE) // 10
    century = read_ordinal(parts.words("century"), parts.row.grammar)
    if number < 10 and century:
        number += (century - 1) * 10
    elif number < 10:
        here = (context.year() or 2000) // 10
        number += here // 10 * 10 if number <= here % 10 else here // 10 * 10 - 10
    return f"{number:03}"


def _of_century(parts: Parts, context: Context) -> str | None:  # noqa: ARG001
    if found := parts.numbers("century").get("century"):
        return found
    number = read_ordinal(parts.words("century"), parts.row.grammar)
    return f"{number - 1:02}" if number and number > 1 else None


def _of_year(parts: Parts, context: Context) -> str | None:
    year = read_year(parts, context)
    return f"{year:04}" if year else None


# The first group that a rule has matched decides.
_KINDS: dict[str, Callable[[Parts, Context], str | None]] = {
    "day_word": _of_day_word,
    "holiday": _of_holiday,
    "new_year": _of_holiday,
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
