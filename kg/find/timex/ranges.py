"""Readings of ranges: "9-11 March 2021", "May to July 2024", "2016-2020", and periods that have a name and a number."""

import re

from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.named import MONTH, Value, read_day
from kg.find.timex.numbers import read_ordinal
from kg.find.timex.years import make_day, read_year, year_of_day, year_of_months

_HYPHEN_AND_TWO_DIGITS = re.compile(r"\d{4}[-‐‑](?:0[1-9]|1[0-2])")


def read_years(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read a range of years; "2022-03" is a month, but "2022-23" and "2001-02" are years."""
    if parts.has("pair"):
        return _year_pair(parts)
    if parts.has("to_year"):
        first, last = (int(parts.numbers(group)["year"]) for group in ("year", "to_year"))
    else:
        first, last = (int(parts.numbers("range")[group]) for group in ("first", "last"))
    return Value("DATE", f"{first}/{last}") if first < last else None


def _year_pair(parts: Parts) -> Value | None:
    numbers = parts.numbers("pair")
    first, short = int(numbers["first"]), int(numbers["last"])
    if _HYPHEN_AND_TWO_DIGITS.fullmatch("".join(parts.words("pair"))) and short != first % 100 + 1:
        return Value("DATE", f"{first}-{short:02}")
    last = first - first % 100 + short
    return Value("DATE", f"{first}/{last}") if first < last else None


def read_months(parts: Parts, context: Context) -> Value | None:
    """Read "May to July 2024"; the first month is of the year before where it comes later in the year."""
    first, last = parts.value("month", *MONTH), parts.value("to_month", *MONTH)
    year = read_year(parts, context) or year_of_months(last, 1, context)
    return Value("DATE", f"{year - (first > last)}-{first:02}/{year}-{last:02}" if year else None)


def read_days(parts: Parts, context: Context) -> Value | None:
    """Read "9-11 March 2021", "March 30 to April 2"; what one side leaves out the other says."""
    month = parts.value("month", *MONTH)
    to_month = parts.value("to_month", *MONTH) or month
    numbers = parts.numbers("range")
    first = int(numbers["first"]) if numbers else read_day(parts, "day")
    last = int(numbers["last"]) if numbers else read_day(parts, "to_day")
    year = read_year(parts, context) or year_of_day(to_month, last, context)
    if year is None:
        return Value("DATE", None) if make_day(2000, month, first) and make_day(2000, to_month, last) else None
    days = make_day(year - (month > to_month), month, first), make_day(year, to_month, last)
    return Value("DATE", f"{days[0]}/{days[1]}") if days[0] and days[1] and days[0] < days[1] else None


def read_named_period(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read a period that the language file knows by name and number."""
    number = read_ordinal(parts.words("ordinal"), parts.row.grammar)
    plans = parts.row.grammar.tables["five_year_plans"]
    known = plans.get(str(number))
    if known is None and number and plans["regular_from"] <= number <= plans["regular_to"]:
        start = plans["regular_start"] + 5 * (number - plans["regular_from"])
        known = f"{start}/{start + 4}"
    return Value("DATE", known) if known else None
