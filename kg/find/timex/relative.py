"""Readings of dates that are counted: from the document's date ("last year"), or from another ("a year later")."""

import datetime as dt

from kg.find.timex.amounts import UNITS, read_amount
from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.named import MONTH, WEEKDAY, Value
from kg.find.timex.values import SIZES, at, first_day, shift
from kg.find.timex.years import RELATIVE

_OLDEST = "1000"  # "two thousand years ago" names no year


def read_relative(parts: Parts, context: Context) -> Value | None:
    """Read "last year", "later this month"."""
    return Value("DATE", context.here(parts.value("unit", *UNITS), parts.value("relative", *RELATIVE)))


def read_this(parts: Parts, context: Context) -> Value | None:
    """Read "the end of the decade": the unit that holds the document's date, or the date before."""
    unit = parts.value("unit", *UNITS)
    if SIZES[unit] < SIZES["month"]:
        return Value("DATE", context.last_of([unit]) or context.here(unit))
    return Value("DATE", context.here(unit))


def read_ago(parts: Parts, context: Context) -> Value | None:
    """Read "two years ago"; in a paragraph about a quarter, "a year ago" is that quarter a year before."""
    return _counted(parts, context, -1)


def read_from_now(parts: Parts, context: Context) -> Value | None:
    """Read "two years from now"."""
    return _counted(parts, context, 1)


def _counted(parts: Parts, context: Context, sign: int) -> Value | None:
    unit = parts.value("unit", *UNITS)
    amount = read_amount(parts)
    if unit not in SIZES:
        return Value("TIME", None) if context.day and amount else None
    if amount is None or amount.denominator != 1:
        return Value("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    if context.quarter and unit == "year" and amount == 1 and sign < 0:
        return Value("DATE", shift(context.quarter, unit, -1))
    value = context.here(unit, sign * int(amount))
    return Value("DATE", "PAST_REF" if context.day and (value is None or value < _OLDEST) else value)


def read_anchored(parts: Parts, context: Context) -> Value | None:
    """Read "two years later", "a year earlier", "the year-ago period": counted from the last date in the text."""
    unit, amount = parts.value("unit", *UNITS) or "year", read_amount(parts)
    if unit not in SIZES or amount is None or amount.denominator != 1:
        return Value("DATE", "FUTURE_REF" if parts.has("later") else "PAST_REF")
    sign = 1 if parts.has("later") else -1
    anchor = context.quarter if unit == "year" and sign < 0 else None
    anchor = anchor or context.last(unit) or context.here(unit)
    return Value("DATE", shift(anchor, unit, sign * int(amount)) if anchor else None)


def read_latest(parts: Parts, context: Context) -> Value | None:
    """Read "the latest quarter": the one last named, else the one before the document's date."""
    unit = parts.value("unit", *UNITS) or "quarter"
    return Value("DATE", context.last_of([unit]) or context.here(unit, -1))


def read_period_of_year(parts: Parts, context: Context) -> Value | None:
    """Read "the 1988 quarter": the quarter last named, in that year."""
    year = parts.words("year")[0]
    quarter = context.last_of(["quarter"])
    return Value("DATE", f"{year}-{quarter[5:]}" if quarter else year)


def read_same(parts: Parts, context: Context) -> Value | None:
    """Read "the same year": the unit of the last date before it that is no larger; None without one."""
    unit = parts.value("unit", *UNITS)
    anchor = context.last(unit)
    if unit not in SIZES or anchor is None:
        return None
    return Value("DATE", _unit_at(anchor, unit))


def read_neighbour(parts: Parts, context: Context) -> Value | None:
    """Read "the following year", "the previous Friday", "that day"."""
    step = 1 if parts.has("following") else -1 if parts.has("previous") else 0
    if parts.has("weekday"):
        return _weekday_beside(parts, context, step)
    if parts.has("month"):
        return _month_beside(parts, context, step)
    unit = parts.value("unit", *UNITS)
    anchor = context.last(unit) or context.here(unit)
    if unit not in SIZES or anchor is None:
        return None
    return Value("DATE", shift(_unit_at(anchor, unit), unit, step))


def _unit_at(anchor: str, unit: str) -> str:
    return at(first_day(anchor), unit)


def _weekday_beside(parts: Parts, context: Context, step: int) -> Value | None:
    anchor = context.last("day") or context.here("day")
    if anchor is None:
        return None
    day = first_day(anchor)
    days = (parts.value("weekday", *WEEKDAY) - day.isoweekday()) % 7
    return Value("DATE", (day + dt.timedelta(days=(days or 7) if step > 0 else days - 7)).isoformat())


def _month_beside(parts: Parts, context: Context, step: int) -> Value | None:
    anchor = context.last("month") or context.here("month")
    if anchor is None:
        return None
    day, month = first_day(anchor), parts.value("month", *MONTH)
    year = day.year + (month <= day.month if step > 0 else -(month >= day.month))
    return Value("DATE", f"{year}-{month:02}")
