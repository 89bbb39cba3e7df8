"""Turn a difference into lines to read at a terminal: facts with their quotes, then documents and things."""

from collections.abc import Callable, Iterator, Sequence

from kg.diff.records import Difference, DocumentChange, EntityChange, FactChange, Said
from kg.diff.words import T, because, cut, fact_groups, one_line, shown, summary, support
from kg.store.names import Shortener

WIDTH = 100
_SAID = 2
"""So many places are shown for a fact; the JSON has all."""

Style = Callable[[str], str]


def to_table(difference: Difference, *, limit: int = 20, head: Style = str) -> str:
    """Return the changes in groups of `limit` at most (0: all), lines cut to 100 columns; `head` styles headings."""
    return "".join(f"{line}\n" for line in _lines(difference, limit, head))


def _lines(difference: Difference, limit: int, head: Style) -> Iterator[str]:
    if not difference:
        yield "nothing changed"
        return
    yield summary(difference)
    for cause in difference.causes:
        yield cut(one_line(because(cause)), WIDTH)
    if any(difference.inferred):
        yield "inferred triples: {1:,} added, {0:,} removed".format(*difference.inferred)
    for heading, changes in fact_groups(difference):
        yield from _group(heading, changes, limit, head, _fact)
    yield from _group("Documents", difference.documents, limit, head, _document)
    short = Shortener(difference.base)
    yield from _group("Things", difference.entities, limit, head, lambda change: _entity(change, short))


def _group(
    heading: str, rows: Sequence[T], limit: int, head: Style, lines: Callable[[T], Iterator[str]]
) -> Iterator[str]:
    if not rows:
        return
    first, more = shown(rows, limit)
    yield ""
    yield head(f"{heading} ({len(rows):,})")
    for row in first:
        for line in lines(row):
            yield cut(f"  {line}", WIDTH)
    if more:
        yield f"  {more}"


def _fact(change: FactChange) -> Iterator[str]:
    yield "  ".join(one_line(end.label) for end in (change.subject, change.predicate, change.object))
    first, more = shown(change.said, _SAID)
    for said in first:
        yield f"  {_place(said)}"
        yield f'    "{one_line(said.quote)}"'
    if more:
        yield f"  {more}"
    if change.kind == "support":
        yield f"  {support(change, '{} -> {}')}"
    if change.causes:
        yield f"  because {one_line('; '.join(map(because, change.causes)))}"


def _place(said: Said) -> str:
    before = "before, " if said.when == "before" else ""
    date = f", {one_line(said.date)}" if said.date else ""
    return f"{before}{said.status} in {one_line(said.source or said.document.label)}{date}"


def _document(change: DocumentChange) -> Iterator[str]:
    page = change.page
    yield f"{change.kind:11}  {one_line(page.source)}  {one_line(page.title)}"
    if change.kind == "moved" and change.before and change.after:
        yield f"             from {one_line(', '.join(change.before.files))}"
        yield f"             to {one_line(', '.join(change.after.files))}"


def _entity(change: EntityChange, short: Shortener) -> Iterator[str]:
    state = change.after or change.before
    types = f"{', '.join(state.types)}, " if state else ""
    yield f"{change.kind:7}  {one_line(change.entity.label)}  ({types}{one_line(short(change.entity.iri))})"
    if change.former:
        yield f"         was {one_line(short(change.former))}"
    if change.before and change.after:
        for name in ("types", "labels", "aliases"):
            old, new = set(getattr(change.before, name)), set(getattr(change.after, name))
            parts = [f"+ {one_line(value)}" for value in sorted(new - old)]
            parts += [f"- {one_line(value)}" for value in sorted(old - new)]
            if parts:
                yield f"         {name}: {', '.join(parts)}"
