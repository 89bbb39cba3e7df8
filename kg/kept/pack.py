"""Turn a reading into bytes and back: JSON by columns, compressed.

A column holds one attribute of all mentions, or of all statements; names stand once in a table and are numbers
elsewhere; a quote is its place. Nothing in such bytes can run (unlike a pickle), and everything is checked when it is
read back, so that bytes from a stranger give a reading or a ValueError.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast, get_args

from kg.records import (
    PAGE,
    STATUSES,
    Document,
    Entity,
    Evidence,
    Field,
    Mention,
    MentionKind,
    Reading,
    Rejected,
    Span,
    Statement,
)

FORMAT = 2
"""Raised when the form changes; what has another is read anew."""

_LEVEL = 1  # 2,000 articles of 400 words: 7.1 MB in 0.2 s; at level 6 6.1 MB in 0.6 s
_MOST = 500_000_000
"""Bytes that a reading may have: a text has 100 MB at most (`kg.read.plain.MAX_BYTES`)."""
_NONE = -1
_KINDS = frozenset(get_args(MentionKind))
_WRONG = (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError, RecursionError, zlib.error)


def pack(reading: Reading) -> bytes:
    """Return the reading as bytes; the same reading gives the same bytes."""
    table: dict[str | None, int] = {None: 0}

    def number(text: str | None) -> int:
        return table.setdefault(text, len(table))

    rows = [
        _document(reading.document, number),
        _entities(reading.entities, number),
        _mentions(reading, number),
        _statements(reading, number),
    ]
    whole = json.dumps([FORMAT, [*islice(table, 1, None)], *rows], ensure_ascii=False, separators=(",", ":"))
    # A text may hold halves of characters, which plain UTF-8 refuses.
    return zlib.compress(whole.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(data: bytes) -> Reading:
    """Return the reading that `pack` made bytes of; raise ValueError for any others."""
    try:
        unpacking = zlib.decompressobj()
        whole = unpacking.decompress(data, _MOST).decode("utf-8", "surrogatepass")
        form, names, document, entities, mentions, statements = json.loads(whole)
        if form != FORMAT or set(map(type, names)) - {str}:
            raise _not_ours()
        table = [None, *names]
        text = _read_document(document, table)
        said, rejected = _read_statements(statements, table, text.text)
        found = Reading(
            text,
            tuple(_read_entities(entities, table)),
            tuple(_read_mentions(mentions, table, text.text)),
            said,
            rejected,
        )
    except _WRONG as error:
        raise _not_ours() from error
    return _checked(found)


def _not_ours() -> ValueError:
    return ValueError("these bytes are no reading of this form")


def _checked(reading: Reading) -> Reading:
    """Return the reading if its parts fit together as far as later stages take for granted."""
    ids = {entity.id for entity in reading.entities} | {PAGE}
    ends = {end for s in reading.statements for end in (s.subject, s.object, s.attributed_to or PAGE)}
    if not ends <= ids or not {s.status for s in reading.statements} <= set(STATUSES):
        raise _not_ours()
    if not {mention.kind for mention in reading.mentions} <= _KINDS:
        raise _not_ours()
    return reading


### Columns ###########################################################################################################

_Number = Callable[[str | None], int]
_Table = Sequence[str | None]
_Columns = list[list[int]]


def _columns(rows: Iterable[Sequence[int]], width: int) -> _Columns:
    """Return rows of numbers as columns."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _ints(column: Any, least: int = 0) -> list[int]:
    """Return the column if it holds whole numbers from `least` on."""
    if type(column) is not list or set(map(type, column)) - {int} or min(column, default=least) < least:
        raise _not_ours()
    return cast("list[int]", column)


def _names(column: Any, table: _Table) -> list[str]:
    """Return the texts that a column stands for."""
    found = _optional(column, table)
    if None in found:
        raise _not_ours()
    return cast("list[str]", found)


def _optional(column: Any, table: _Table) -> list[str | None]:
    return [table[number] for number in _ints(column)]


def _quotes(column: Any, places: Iterable[tuple[int, int]], table: _Table, text: str) -> Iterator[str]:
    """Yield each text of a column: that at its place, unless it is another."""
    for number, (start, end) in zip(_ints(column, _NONE), places, strict=True):
        found = text[start:end] if number == _NONE else table[number]
        if found is None:
            raise _not_ours()
        yield found


def _quote(words: str, start: int, end: int, text: str, number: _Number) -> int:
    return _NONE if start >= 0 and text[start:end] == words else number(words)


def _ends(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (_NONE, _NONE)


def _spans(starts: Any, ends: Any) -> list[Span | None]:
    pairs = zip(_ints(starts, _NONE), _ints(ends, _NONE), strict=True)
    return [None if start == _NONE else Span(start, end) for start, end in pairs]


def _parts(counts: Any, items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the items in groups of so many."""
    rest = iter(items)
    for count in _ints(counts):
        yield tuple(islice(rest, count))
    if next(rest, None) is not None:
        raise _not_ours()


### Records ###########################################################################################################


def _document(document: Document, number: _Number) -> list[Any]:
    names = (document.source, document.text, document.media_type, document.source_sha256)
    fields = [(number(field.name), number(field.value), *_ends(field.span)) for field in document.fields]
    main = [(span.start, span.end) for span in document.main]
    return [[*map(number, names)], _columns(fields, 4), _columns(main, 2), list(document.pages)]


def _read_document(packed: Any, table: _Table) -> Document:
    names, (field_names, values, *places), (starts, ends), pages = packed
    source, text, media_type, sha256 = _names(names, table)
    rows = zip(_names(field_names, table), _names(values, table), _spans(*places), strict=True)
    main = tuple(Span(start, end) for start, end in zip(_ints(starts), _ints(ends), strict=True))
    bytes.fromhex(sha256)
    return Document(source, text, tuple(Field(*row) for row in rows), main, tuple(_ints(pages)), media_type, sha256)


def _entities(entities: Iterable[Entity], number: _Number) -> list[Any]:
    entities = list(entities)
    rows = [(*map(number, (e.id, e.type, e.label, e.code, e.value)), int(e.nominal), len(e.aliases)) for e in entities]
    return [*_columns(rows, 7), [number(alias) for entity in entities for alias in entity.aliases]]


def _read_entities(packed: Any, table: _Table) -> Iterator[Entity]:
    ids, types, labels, codes, values, nominal, counts, aliases = packed
    rows = zip(
        _names(ids, table),
        _names(types, table),
        _names(labels, table),
        _parts(counts, _names(aliases, table)),
        _optional(codes, table),
        _optional(values, table),
        map(bool, _ints(nominal)),
        strict=True,
    )
    for row in rows:
        yield Entity(*row)


def _mentions(reading: Reading, number: _Number) -> _Columns:
    text = reading.document.text
    rows = [
        (
            m.start,
            m.end,
            _quote(m.text, m.start, m.end, text, number),
            *map(number, (m.type, m.found_by, m.kind, m.name, m.code, m.value, m.entity)),
        )
        for m in reading.mentions
    ]
    return _columns(rows, 10)


def _read_mentions(packed: Any, table: _Table, text: str) -> Iterator[Mention]:
    starts, ends, words, types, found_by, kinds, *others = packed
    places = list(zip(_ints(starts), _ints(ends), strict=True))
    rows = zip(
        starts,
        ends,
        _quotes(words, places, table, text),
        _names(types, table),
        _names(found_by, table),
        cast("list[MentionKind]", _names(kinds, table)),
        *(_optional(column, table) for column in others),
        strict=True,
    )
    for row in rows:
        yield Mention(*row)


def _statements(reading: Reading, number: _Number) -> list[Any]:
    """Return the statements, then those that were turned away, with the reasons and all evidence."""
    statements = [*reading.statements, *(rejected.statement for rejected in reading.rejected)]
    rows = [
        (
            *map(number, (s.subject, s.predicate, s.object, s.status, s.attributed_to, s.role, s.found_by)),
            len(s.evidence),
            len(s.witnesses),
        )
        for s in statements
    ]
    witnesses = [number(name) for s in statements for name in s.witnesses]
    text = reading.document.text
    evidence = [
        (
            e.start,
            e.end,
            _quote(e.quote, e.start, e.end, text, number),
            *_ends(e.subject),
            *_ends(e.trigger),
            *_ends(e.object),
        )
        for s in statements
        for e in s.evidence
    ]
    why = [number(rejected.reason) for rejected in reading.rejected]
    return [_columns(rows, 9), _columns(evidence, 9), witnesses, why]


def _read_statements(packed: Any, table: _Table, text: str) -> tuple[tuple[Statement, ...], tuple[Rejected, ...]]:
    (subjects, predicates, objects, statuses, said_by, roles, found_by, *counts), evidence, witnesses, reasons = packed
    places, said = counts
    rows = zip(
        _names(subjects, table),
        _names(predicates, table),
        _names(objects, table),
        cast("list[Any]", _names(statuses, table)),
        _optional(said_by, table),
        _optional(roles, table),
        _names(found_by, table),
        _parts(places, list(_read_evidence(evidence, table, text))),
        _parts(said, _names(witnesses, table)),
        strict=True,
    )
    statements = [Statement(*row) for row in rows]
    why = _names(reasons, table)
    kept = len(statements) - len(why)
    if kept < 0:
        raise _not_ours()
    rejected = zip(statements[kept:], why, strict=True)
    return tuple(statements[:kept]), tuple(Rejected(*pair) for pair in rejected)


def _read_evidence(packed: Any, table: _Table, text: str) -> Iterator[Evidence]:
    starts, ends, quotes, *places = packed
    at = list(zip(_ints(starts), _ints(ends), strict=True))
    spans = [_spans(*places[number : number + 2]) for number in (0, 2, 4)]
    for row in zip(starts, ends, _quotes(quotes, at, table, text), *spans, strict=True):
        yield Evidence(*row)
