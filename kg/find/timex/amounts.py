"""Readings of amounts of time ("three years"), of what comes again ("every week"), and of vague words ("recently")."""

from fractions import Fraction

from kg.find.timex.context import Context
from kg.find.timex.match import Parts
from kg.find.timex.named import MONTH, SEASON, Value
from kg.find.timex.numbers import read_number
from kg.find.timex.values import SIZES

UNITS = ("unit", "units", "time_unit", "time_units", "second")
_LETTERS = {
    "day": "D", "week": "W", "weekend": "WE", "fortnight": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "DE", "century": "CE", "millennium": "ML", "hour": "H", "minute": "M", "second": "S",
}  # fmt: skip
_TIMES = {"fortnight": ("week", 2), "decade": ("year", 10), "century": ("year", 100), "millennium": ("year", 1000)}
_SMALLER = {
    "year": ("month", 12),
    "hour": ("minute", 60),
    "minute": ("second", 60),
    "week": ("day", 7),
    "day": ("hour", 24),
}


def read_amount(parts: Parts) -> Fraction | None:
    """Return how many units the words name: one where no number stands, None where it is vague."""
    if parts.has("vague"):
        return Fraction(2) if parts.value("vague", "couple") else None
    if not parts.has("amount"):
        return None if parts.value("unit", "units", "time_units") else Fraction(1)
    range_ = parts.numbers("amount")
    words = [range_["last"]] if "last" in range_ else parts.words("amount")
    for joint in ("to", "or"):
        if joint in words:
            words = words[words.index(joint) + 1 :]
    number = read_number(words, parts.row.grammar)
    return None if number is None else Fraction(number)


def read_duration(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read "three years", "the past few weeks", "two-day"."""
    unit = parts.value("unit", *UNITS)
    amount = read_amount(parts)
    if parts.has("halved"):
        amount = Fraction(1, 2)
    elif parts.has("half") and amount is not None:
        amount += Fraction(1, 2)
    return Value("DURATION", period(amount, unit))


def period(amount: Fraction | None, unit: str) -> str:
    """Return so many units in the form of ISO 8601-1 and TIMEX3; X for a number that is not said.

    >>> period(Fraction(3), "year"), period(Fraction(3, 2), "hour"), period(None, "week"), period(Fraction(2), "decade")
    ('P3Y', 'PT1H30M', 'PXW', 'P20Y')
    """
    if amount is None:
        return ("P" if unit in SIZES else "PT") + "X" + _LETTERS[unit]
    if unit in _TIMES:
        unit, times = _TIMES[unit]
        amount *= times
    whole, rest = divmod(amount, 1)
    written = f"{whole}{_LETTERS[unit]}" if whole or not rest else ""
    if rest and unit in _SMALLER:
        smaller, times = _SMALLER[unit]
        clock = "T" if smaller not in SIZES and unit in SIZES else ""
        written += f"{clock}{round(rest * times)}{_LETTERS[smaller]}"
    elif rest:
        written = f"{float(amount):g}{_LETTERS[unit]}"
    return ("P" if unit in SIZES else "PT") + written


def read_each(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read "every two weeks", "each Thursday"."""
    weekday = parts.value("weekday", "weekday", "weekday_short") or parts.value("weekdays")
    if weekday:
        return Value("SET", f"XXXX-WXX-{weekday}")
    if parts.has("month"):
        return Value("SET", f"XXXX-{parts.value('month', *MONTH):02}")
    if parts.has("season"):
        return Value("SET", f"XXXX-{parts.value('season', *SEASON)}")
    if parts.has("day_part"):
        return Value("SET", f"XXXX-XX-XXT{parts.value('day_part')}")
    amount = read_amount(parts)
    if parts.has("alternate") and amount is not None:
        amount *= 2
    return Value("SET", period(amount, parts.value("unit", *UNITS)))


def read_frequency_of(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read "twice a week"."""
    return Value("SET", period(Fraction(1), parts.value("unit", *UNITS)))


def read_frequency(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read "daily", "annually"."""
    return Value("SET", parts.value("frequency"))


def read_reference(parts: Parts, context: Context) -> Value | None:  # noqa: ARG001
    """Read what names the present, the past or the future as a whole."""
    return Value("DATE", parts.rule.value)
