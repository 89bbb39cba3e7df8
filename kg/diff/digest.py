"""Turn a difference into Markdown to paste into a mail: what was planned and is done, what is new, what is gone.

Nothing in a document can become markup: every sign that CommonMark or GitHub gives a meaning is escaped
(https://spec.commonmark.org/0.31.2/#backslash-escapes), angle brackets and ampersands as entities, and links lead to
http and https addresses alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from kg.diff.records import Difference, DocumentChange, EntityChange, FactChange, Said
from kg.diff.words import T, because, fact_groups, one_line, shown, summary, support

_SAID = 2
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Other signs mean something at the start of a line alone, or beside one of these.
_SIGNS = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])|(?<=[A-Za-z]):(?=//)|(?<=www)\.")
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]")


def to_markdown(difference: Difference, *, limit: int = 0) -> str:
    """Return the digest, with `limit` facts at most below each heading (0: all)."""
    lines = [*_lines(difference, limit)]
    return "".join(f"{line}\n" for before, line in pairwise(["", *lines]) if before or line)


def _lines(difference: Difference, limit: int) -> Iterator[str]:
    yield "# What changed"
    yield ""
    yield f"{escaped(summary(difference))}." if difference else "Nothing."
    if difference.causes:
        yield ""
        yield from (f"- {escaped(because(cause))}" for cause in difference.causes)
    if any(difference.inferred):
        yield ""
        yield "Inferred triples: {1:,} added, {0:,} removed.".format(*difference.inferred)
    for heading, changes in fact_groups(difference):
        yield from _facts(difference, heading, changes, limit)
    yield from _list("Documents", difference.documents, limit, _document)
    things = difference.entities
    yield from _list("New things", [one for one in things if one.kind == "added"], limit, _entity)
    yield from _list("Things no longer named", [one for one in things if one.kind == "removed"], limit, _entity)
    renamed = [one for one in things if one.before and one.after and one.before.labels != one.after.labels]
    yield from _list("Things with another name", renamed, limit, _renamed)


def _facts(difference: Difference, heading: str, changes: list[FactChange], limit: int) -> Iterator[str]:
    first, more = shown(changes, limit)
    yield from ("", f"## {heading}")
    by_property = sorted(first, key=lambda change: change.predicate.label)
    for predicate, rows in groupby(by_property, key=lambda change: change.predicate):
        yield from ("", f"### {escaped(difference.labels.get(predicate.iri, predicate.label))}")
        for change in rows:
            yield from _fact(change)
    if more:
        yield from ("", more)


def _fact(change: FactChange) -> Iterator[str]:
    yield ""
    yield f"- **{_bold(change.subject.label)}** → **{_bold(change.object.label)}**"
    if change.kind == "support":
        yield f"  ({support(change, '{} before, {} now')})"
    first, more = shown(change.said, _SAID)
    for said in first:
        yield from ("", f"  > {_said(said)}")
    if more:
        yield from ("", f"  {more}")
    if change.causes:
        yield from ("", f"  Because {escaped('; '.join(map(because, change.causes)))}.")


def _said(said: Said) -> str:
    before = "Before, " if said.when == "before" else ""
    status = f"{before}{said.status}:" if before else f"{said.status.capitalize()}:"
    date = f", {said.date}" if said.date else ""
    where = f"{_link(said.document.label, said.url)}{escaped(date)}, {escaped(said.source)}"
    return f"{status} “{escaped(said.quote)}” — {where}"


def _list(heading: str, rows: Sequence[T], limit: int, line: Callable[[T], str]) -> Iterator[str]:
    if not rows:
        return
    first, more = shown(rows, limit)
    yield from ("", f"## {heading}", "")
    for row in first:
        yield f"- {line(row)}"
    if more:
        yield from ("", more)


def _document(change: DocumentChange) -> str:
    page = change.page
    files = page.source
    if change.kind == "moved" and change.before:
        files = f"{', '.join(change.before.files)} → {', '.join(page.files)}"
    return f"{change.kind}: {_link(page.title, page.url)} ({escaped(files)})"


def _entity(change: EntityChange) -> str:
    state = change.after or change.before
    return f"{escaped(change.entity.label)} ({escaped(', '.join(state.types if state else ()))})"


def _renamed(change: EntityChange) -> str:
    old, new = (", ".join(state.labels) if state else "" for state in (change.before, change.after))
    return f"{escaped(old)} → {escaped(new)}"


def _link(title: str, url: str | None) -> str:
    text = escaped(title) or "a document without a title"
    if url is None or not url.startswith(("http://", "https://")):
        return text
    return f"[{text}](<{_UNSAFE.sub(_percent, url)}>)"


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _bold(text: str) -> str:
    """Return a text between two asterisks; nothing between them would be four of them."""
    return escaped(text) or "?"


def escaped(text: str) -> str:
    r"""Return a text on one line in which no sign means anything to Markdown or HTML.

    >>> escaped("<b>x</b> [a](javascript:1) | *c*")
    '&lt;b&gt;x&lt;/b&gt; \\[a\\](javascript:1) \\| \\*c\\*'
    """
    plain = _SIGNS.sub(lambda found: "\\" + found[0], one_line(text))
    return re.sub("[&<>]", lambda found: _ENTITIES[found[0]], plain)
