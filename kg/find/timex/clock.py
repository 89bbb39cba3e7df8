"""Readings of times of day: "7:15 p.m.", "noon", "this morning", "Thursday evening"."""

from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.named import Value
from kg.find.timex.numbers import read_number
from kg.find.timex.years import RELATIVE


def read_clock(parts: Parts, context: Context) -> Value | None:
    """Read a time of the clock on the document's day."""
    time = _time(parts)
    return Value("TIME", on_day(context.here("day"), time)) if time else None


def _time(parts: Parts) -> str | None:
    words = parts.words("clock")
    named = parts.value("clock", "noon")
    if named:
        return str(named)
    found = parts.numbers("clock")
    if "hour" in found:
        hour, minute, second = (int(found.get(name, 0)) for name in ("hour", "minute", "second"))
    else:
        number = read_number(words[:1], parts.row.grammar)
        if number is None:
            return None
        hour, minute = divmod(round(number * 100), 100)
        second = 0
    half = parts.value("clock", "clock_half")
    if "half" in found:
        half = 0 if found["half"].lower() == "am" else 12
    if half is not None:
        hour = hour % 12 + half
    if hour > 24 or minute > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def read_part_of_day(parts: Parts, context: Context) -> Value | None:
    """Read "this morning", "last night", "the evening"."""
    part = parts.value("day_part") or parts.value("tonight")
    return Value("TIME", on_day(context.here("day", parts.value("relative", *RELATIVE) or 0), part))


def on_day(day: str | None, time: str) -> str:
    """Return a time of a day, which may be unknown."""
    return f"{day or 'XXXX-XX-XX'}T{time}"
