"""What is read becomes TimeML's time expressions: a day and a time beside it are one, the two ends of a range two."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.find.timex.match import Parts
from kg.find.timex.named import Value
from kg.find.timex.values import unit_of

_ONLY_BESIDE_A_DAY = "part_of_a_day"


class Read(NamedTuple):
    """Where a rule matches, and what it says there."""

    parts: Parts
    value: Value


class Expression(NamedTuple):
    """A time expression: its range of characters, type and value."""

    start: int
    end: int
    type: str
    value: str | None


def join_times(found: Sequence[Read]) -> Iterator[Read | Expression]:
    """Yield the expressions, with "Friday" and "evening", "noon" and "Saturday" made one."""
    at = 0
    while at < len(found):
        joined = _joined(found[at], found[at + 1]) if at + 1 < len(found) else None
        if joined:
            yield joined
        elif found[at].parts.rule.name != _ONLY_BESIDE_A_DAY:
            yield found[at]
        at += 2 if joined else 1


def _joined(one: Read, other: Read) -> Expression | None:
    """Return a day with its time, in either order, if no more than a few small words part them."""
    kinds = one.value.type, other.value.type
    if kinds not in {("DATE", "TIME"), ("TIME", "DATE")}:
        return None
    row = one.parts.row
    gap = row.grammar.cues["between_day_and_time" if kinds[0] == "DATE" else "between_time_and_day"]
    if not gap.fullmatch(row.symbols, one.parts.match.end(), other.parts.match.start()):
        return None
    day, time = (one, other) if kinds[0] == "DATE" else (other, one)
    value = day.value.value
    if time.parts.has("relative") or (value and unit_of(value) != "day"):
        return None
    clock = (time.value.value or "").partition("T")[2]
    return Expression(one.parts.start, other.parts.end, "TIME", f"{value}T{clock}" if value and clock else None)


def split_range(read: Read | Expression) -> Iterator[Expression]:
    """Yield the ends of a range apart, and anything else as it is."""
    if isinstance(read, Expression):
        yield read
        return
    parts, (type_, value) = read
    first, stroke, last = (value or "").partition("/")
    joint = _joint(parts) if stroke else None
    if joint is None:
        yield Expression(parts.start, parts.end, type_, value)
        return
    yield Expression(parts.start, joint[0], type_, first)
    yield Expression(joint[1], parts.end, type_, last)


def _joint(parts: Parts) -> tuple[int, int] | None:
    """Return the characters between the two ends of a range."""
    between = parts.bounds("joint")
    if between:
        return parts.row.offsets[between[0]], parts.row.offsets[between[1]]
    whole = parts.bounds("range") or parts.bounds("pair")
    if whole is None:
        return None
    word, start = parts.row.words[whole[0]], parts.row.offsets[whole[0]]
    stroke = next(at for at, character in enumerate(word) if character in "-/‐‑–")
    return start + stroke, start + stroke + 1
