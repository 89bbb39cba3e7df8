"""A text into its time expressions: TimeML for all of them, mentions with EDTF values for the dates among them."""

from collections.abc import Iterator

from kg.find.timex.context import read_date
from kg.find.timex.grammar import BREAK
from kg.find.timex.join import Read, join_times, split_range
from kg.find.timex.language import load_grammar
from kg.find.timex.match import find_parts, read_row
from kg.find.timex.readings import ANCHORS, READINGS
from kg.find.timex.tense import tense_at
from kg.find.timex.values import to_edtf
from kg.records import Mention, Timex

__all__ = ["find_dates", "find_timexes"]


def find_timexes(text: str, *, date: str | None = None, language: str = "en") -> tuple[Timex, ...]:
    """Return every time expression of a text in order, with the type and value of TimeML (TIMEX3).

    `date` is the document's, from which "Tuesday" and "last month" are counted; without it their value is None.

    >>> [(t.text, t.type, t.value) for t in find_timexes("It flew last May for two hours.", date="2022-02-10")]
    [('last May', 'DATE', '2021-05'), ('two hours', 'DURATION', 'PT2H')]
    """
    found = (part for read in join_times(list(_read(text, date, language))) for part in split_range(read))
    return tuple(Timex(one.start, one.end, text[one.start : one.end], one.type, one.value) for one in found)


def find_dates(text: str, *, date: str | None = None, language: str = "en") -> tuple[Mention, ...]:
    """Return the dates of a text in order, as mentions of class `Date` with their EDTF value.

    These are days, months, years, decades, centuries, quarters, seasons, ranges, and what can be counted from the
    document's `date`; no durations, ages, times of the clock or vague words.

    >>> [(m.text, m.value) for m in find_dates("Signed on 9 March 2021, it ends later this year.", date="2022-02-10")]
    [('9 March 2021', '2021-03-09'), ('later this year', '2022')]
    """
    return tuple(_mentions(text, date, language))


def _mentions(text: str, date: str | None, language: str) -> Iterator[Mention]:
    for parts, (type_, value) in _read(text, date, language):
        vague = value is not None and value.endswith("_REF")
        if parts.rule.mention and type_ in {"DATE", "TIME"} and not vague:
            start, end = parts.core
            yield Mention(start, end, text[start:end], "Date", parts.rule.name, value=to_edtf(value))


def _read(text: str, date: str | None, language: str) -> Iterator[Read]:
    """Yield the time expressions, each read with what was read before it."""
    context, row, at = read_date(date), read_row(text, load_grammar(language)), 0
    for parts in find_parts(row):
        context.tense = tense_at(parts)
        if row.symbols.find(BREAK, at, parts.match.start()) >= 0:
            context.quarter = None
        at = parts.match.end()
        value = READINGS[parts.rule.reading](parts, context)
        if value is None:
            continue
        if parts.rule.reading in ANCHORS:
            context.remember(value.value)
        yield Read(parts, value)
