"""The readings that the rules of a language file name."""

from collections.abc import Callable, Mapping

from kg.find.timex.amounts import read_duration, read_each, read_frequency, read_frequency_of, read_reference
from kg.find.timex.clock import read_clock, read_part_of_day
from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.named import Value, read_calendar, read_day_alone, read_numeric, read_stamp, read_week_of_day
from kg.find.timex.ranges import read_days, read_months, read_named_period, read_years
from kg.find.timex.relative import (
    read_ago,
    read_anchored,
    read_from_now,
    read_latest,
    read_neighbour,
    read_period_of_year,
    read_relative,
    read_same,
    read_this,
)

Reading = Callable[[Parts, Context], Value | None]

READINGS: Mapping[str, Reading] = {
    "ago": read_ago,
    "anchored": read_anchored,
    "calendar": read_calendar,
    "clock": read_clock,
    "day_alone": read_day_alone,
    "days": read_days,
    "duration": read_duration,
    "each": read_each,
    "frequency": read_frequency,
    "frequency_of": read_frequency_of,
    "from_now": read_from_now,
    "latest": read_latest,
    "months": read_months,
    "named_period": read_named_period,
    "neighbour": read_neighbour,
    "numeric": read_numeric,
    "part_of_day": read_part_of_day,
    "period_of_year": read_period_of_year,
    "reference": read_reference,
    "relative": read_relative,
    "same": read_same,
    "stamp": read_stamp,
    "this": read_this,
    "week_of_day": read_week_of_day,
    "years": read_years,
}

ANCHORS = frozenset({"calendar", "neighbour", "numeric", "relative", "same", "stamp"})
"""The readings whose dates others may be counted from: "a year earlier" is not counted from "a year ago"."""
