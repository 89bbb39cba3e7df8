"""What a time expression is counted from: the document's date, the dates before it, and the tense around it."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.find.timex.values import SIZES, add, at, unit_of

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# From these years on one can count back and forth without leaving the calendar.
_YEARS = range(dt.MINYEAR + 1, dt.MAXYEAR - 1)


@dataclass(slots=True)
class Context:
    """The reader's state at one place of a text.

    `day` is the first day of the document's date, `unit` the unit of that date; `seen` are the dates before the place,
    `quarter` is the last quarter named in its paragraph: there, "a year ago" is the same quarter of the year before.
    """

    day: dt.date | None = None
    unit: str = "day"
    tense: str | None = None
    seen: list[str] = field(default_factory=list)
    quarter: str | None = None

    def here(self, unit: str, count: int = 0) -> str | None:
        """Return the value of the unit that holds the document's date, `count` units on; None if that is unknown."""
        if self.day is None or SIZES[unit] < SIZES[self.unit]:
            return None
        moved = add(self.day, unit, count)
        return at(moved, unit) if moved else None

    def year(self, count: int = 0) -> int | None:
        """Return the document's year, or one near it."""
        return self.day.year + count if self.day else None

    def remember(self, value: str | None) -> None:
        """Keep a date that has a unit, for others that are counted from it."""
        unit = unit_of(value) if value else None
        if value and unit:
            self.seen.append(value)
            self.quarter = value if unit == "quarter" else self.quarter

    def last(self, unit: str) -> str | None:
        """Return the last date of the text that names this unit or a smaller one."""
        return next((value for value in reversed(self.seen) if _fits(value, unit)), None)

    def last_of(self, units: Sequence[str]) -> str | None:
        """Return the last date of the text that names one of the units."""
        return next((value for value in reversed(self.seen) if unit_of(value) in units), None)


def _fits(value: str, unit: str) -> bool:
    kind = unit_of(value)
    return kind is not None and SIZES[kind] <= SIZES[unit]


def read_date(date: str | None) -> Context:
    """Return the context of a document of that date: EDTF from day to year, or none."""
    found = _DATE.match(date or "")
    if not found:
        return Context()
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if year not in _YEARS:
        return Context()
    try:
        return Context(dt.date(year, month or 1, day or 1), "day" if day else "month" if month else "year")
    except ValueError:
        return Context()
