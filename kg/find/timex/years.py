"""Which year is meant: the one that words give, or the likeliest for a month or a day that is named without one."""

import datetime as dt

from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.numbers import read_number
from kg.find.timex.values import add, at, first_day

RELATIVE = ("this", "last", "next")
_CENTURY = 100
# Days by which a date counts as farther when it lies on the side that the tense speaks against; TimeBank is as well
# with 180 to 300 for the past, 250 to 300 for the future, 100 to 200 for quarters ("expects to report its third-quarter
# sales" tells of the quarter before).
_NOT_PAST, _NOT_FUTURE, _NOT_FUTURE_QUARTER = 250, 300, 183
_LONGEST_MONTH = 31


def read_year(parts: Parts, context: Context) -> int | None:
    """Return the year that the words give, in full, shortened, spoken or counted from the document's."""
    if parts.has("of_year"):
        return context.year(parts.value("of_year", *RELATIVE))
    if parts.has("short_year"):
        return full_year(int(parts.words("short_year")[-1]), context)
    if parts.has("fiscal_code"):
        year = int(parts.numbers("fiscal_code")["year"])
        return year if year >= _CENTURY else full_year(year, context)
    if not parts.has("year"):
        return None
    found = parts.numbers("year").get("year")
    if found:
        return int(found)
    spoken = read_number(parts.words("year"), parts.row.grammar, spoken_year=True)
    return None if spoken is None else int(spoken)


def full_year(short: int, context: Context) -> int:
    """Return the year with these two last digits that is nearest to the document's, without one to the year 2000."""
    here = context.year() or 2000
    return min((century + short for century in (1900, 2000, 2100)), key=lambda year: abs(year - here))


def relative_year(parts: Parts, context: Context, month: int, last_month: int) -> int | None:
    """Return the year of "last March", "this summer": the nearest before, in or after the document's month."""
    if context.day is None:
        return None
    relative, here = parts.value("relative", *RELATIVE), context.day.month
    if relative < 0:
        return context.day.year - (last_month >= here)
    return context.day.year + (relative > 0 and month <= here)


def year_of_day(month: int, day: int, context: Context, weekday: int | None = None) -> int | None:
    """Return the likely year of a day without one; of a weekday with its date, a year in which they agree."""
    if context.day is None:
        return None
    here = context.day.year
    days = [found for year in range(here - 1, here + 2) if (found := make_day(year, month, day))]
    agreeing = [found for found in days if weekday and found.isoweekday() == weekday]
    likely = min(agreeing or days, key=lambda found: _strangeness(found, found, context), default=None)
    return likely.year if likely else None


def year_of_months(month: int, count: int, context: Context) -> int | None:
    """Return the likely year of `count` months from `month` on: a month, season, quarter or half without a year."""
    if context.day is None:
        return None
    here = context.day.year
    parts = [(dt.date(year, month, 1), _last_day(year, month + count - 1)) for year in range(here - 1, here + 2)]
    return min(parts, key=lambda part: _strangeness(part[0], part[1], context))[0].year


def make_day(year: int, month: int, day: int) -> dt.date | None:
    """Return that day, None if the calendar does not have it."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def _strangeness(first: dt.date, last: dt.date, context: Context) -> int:
    """Return how far a piece of the calendar lies from the document's date, in days; farther against the tense."""
    start = end = context.day or first
    if context.unit != "day":
        start = first_day(at(start, context.unit))
        end = add(start, context.unit, 1) or start
    if first > end:
        return (first - end).days + (_NOT_PAST if context.tense == "past" else 0)
    if last < start:
        against = _NOT_FUTURE if (last - first).days < _LONGEST_MONTH else _NOT_FUTURE_QUARTER
        return (start - last).days + (against if context.tense == "future" else 0)
    return 0
