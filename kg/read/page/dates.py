"""The date of a page, in the forms that mastheads, bylines and metadata use, as EDTF."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.read.page.cues import load_cues
from kg.records import Span

# The levels of EDTF that the project writes: 2022-02-10, 2022-02, 2022, 202X, 20XX, 2025-21 (spring), 2022-Q1, A/B.
_ONE = r"(?:\d{4}-(?:0[1-9]|1[0-2])-\d{2}|\d{4}-(?:0[1-9]|1[0-2]|2[1-4]|Q[1-4])|\d{4}|\d{3}X|\d{2}XX)"
_EDTF = re.compile(rf"{_ONE}(?:/{_ONE})?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: its EDTF value (`--04-09` where the year is missing) and where it stands."""

    value: str
    span: Span

    @property
    def has_year(self) -> bool:
        """Whether the year is given."""
        return not self.value.startswith("--")


def normalise_date(value: str) -> str | None:
    """Return a date written in any form that a page uses as EDTF, or None.

    >>> normalise_date("2019-03-06T17:24:32.257Z"), normalise_date("10/02/2022"), normalise_date("soon")
    ('2019-03-06', '2022-02-10', None)
    """
    value = value.strip()
    if _EDTF.fullmatch(value):
        whole = all(len(day) < 10 or _day(*day.split("-")) for day in value.split("/"))
        return value if whole else None
    if compact := _COMPACT.fullmatch(value):
        return _day(*compact.groups())
    found = next(find_days(value), None)
    return found.value if found and found.has_year else None


def find_days(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Yield the days and months that `text[start:end]` names, from left to right.

    Numbers parted by strokes are read with the day first unless that is impossible.
    """
    end = len(text) if end is None else end
    if not _DIGIT.search(text, start, end):
        return
    for match in _forms().finditer(text, start, end):
        kind = str(match.lastgroup)
        numbers = {name[len(kind) :]: part for name, part in match.groupdict().items() if part and name != kind}
        value = _value(kind, numbers)
        if value:
            yield Dated(value, Span(*match.span(kind)))


_DIGIT = re.compile(r"\d")
"""A character that each day has."""


@cache
def _forms() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, load_cues().months), key=lambda name: (-len(name), name)))
    blank, comma, day = r"\s{1,3}", r"(?:\s{1,3}|,\s{0,3})", r"\d{1,2}(?:st|nd|rd|th|\.)?"
    forms = {
        "iso": r"(?P<isoy>\d{4})[-/.](?P<isom>\d{1,2})[-/.](?P<isod>\d{1,2})(?=$|[\sT\]).,;|_\"'-])",
        "num": r"(?P<numa>\d{1,2})(?P<nums>[-/.])(?P<numb>\d{1,2})(?P=nums)(?P<numy>\d{4})(?![\d/]|\.\d)",
        "han": r"(?P<hany>\d{4})\s?年\s?(?P<hanm>\d{1,2})\s?月(?:\s?(?P<hand>\d{1,2})\s?日)?",
        "dmy": rf"(?P<dmyd>{day}){blank}(?:of{blank})?(?P<dmym>{month})\.?{comma}(?P<dmyy>\d{{4}})(?!\d)",
        "dash": rf"(?P<dashd>\d{{1,2}})-(?P<dashm>{month})-(?P<dashy>\d{{4}})(?!\d)",
        "mdy": rf"(?P<mdym>{month})\.?{blank}(?P<mdyd>{day}){comma}(?P<mdyy>\d{{4}})(?!\d)",
        "my": rf"(?P<mym>{month})\.?{comma}(?P<myy>\d{{4}})(?!\d)",
        "daym": rf"(?P<daymd>{day}){blank}(?P<daymm>{month})(?![\w:])",
        "md": rf"(?P<mdm>{month})\.?{blank}(?P<mdd>{day})(?![\w:])",
    }
    return re.compile(
        r"(?<![\w/.-])(?:" + "|".join(f"(?P<{kind}>{form})" for kind, form in forms.items()) + ")",
        re.IGNORECASE | re.ASCII,
    )


def _value(kind: str, part: dict[str, str]) -> str | None:
    if kind == "num":
        day, month = int(part["a"]), int(part["b"])
        return _day(part["y"], month, day) or _day(part["y"], day, month)
    month = _month(part["m"])
    if kind == "my" or (kind == "han" and "d" not in part):
        return f"{part['y']}-{month:02}" if 1 <= month <= 12 and part["y"] > "1000" else None
    days = int(part["d"].rstrip("stndrhSTNDRH."))
    if kind in {"md", "daym"}:
        return f"--{month:02}-{days:02}" if _day("2000", month, days) else None
    return _day(part["y"], month, days)


def _month(word: str) -> int:
    return int(word) if word.isdigit() else load_cues().months[word.casefold()]


def _day(year: str, month: int | str, day: int | str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat() if year > "1000" else None
    except ValueError:
        return None
