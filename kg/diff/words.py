"""Turn changes into the words and groups that the table and the digest share."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from kg.diff.records import Cause, Difference, FactChange
from kg.records import Standing
from kg.store.results import readable
from kg.text import counted

T = TypeVar("T")

_NEW: Mapping[Standing, str] = {
    "asserted": "New facts",
    "planned": "New plans",
    "negated": "New denials",
    "inferred": "New conclusions",
}
_GONE: Mapping[Standing, str] = {
    "asserted": "Facts no longer stated",
    "planned": "Plans no longer stated",
    "negated": "Denials no longer stated",
    "inferred": "Conclusions that no longer follow",
}
_SUPPORT = ("Told by more documents", "Told by fewer documents", "Told by other documents")
_BECAUSE = {
    "ontology": "another ontology: {}",
    "gazetteer": "another gazetteer: {}",
    "curation": "other decisions: {}",
    "version": "another version: {}",
    "base": "another base: {}",
}
_DOCUMENT = {"added": "{} was added", "removed": "{} was removed", "changed": "{} was changed"}


def fact_groups(difference: Difference) -> list[tuple[str, list[FactChange]]]:
    """Return the changed facts below their headings, what was planned and is asserted first."""
    groups: defaultdict[str, list[FactChange]] = defaultdict(list)
    for change in difference.facts:
        groups[_heading(change)].append(change)
    return sorted(groups.items(), key=lambda group: _SUPPORT.index(group[0]) if group[0] in _SUPPORT else -1)


def _heading(change: FactChange) -> str:
    if change.kind == "added":
        return _NEW[change.after[0]]
    if change.kind == "removed":
        return _GONE[change.before[0]]
    if change.kind == "support":
        old, new = change.documents
        return _SUPPORT[0 if new > old else 1 if new < old else 2]
    if change.change == "planned -> asserted":
        return "Planned before, asserted now"
    old_status, _, new_status = change.change.partition(" -> ")
    still = " as well" if change.before[0] in change.after[1:] else ""  # other documents say what was said before
    return f"{old_status.capitalize()} before, {new_status}{still} now"


def support(change: FactChange, form: str) -> str:
    """Return how many documents told a fact before and tell it now, and how many sources where that differs."""
    told = [f"documents: {form.format(*change.documents)}"]
    if change.sources != change.documents:
        told.append(f"independent sources: {form.format(*change.sources)}")
    return "; ".join(told)


def because(cause: Cause) -> str:
    """Return why something changed, in words."""
    if cause.kind == "document":
        return _DOCUMENT[cause.change or "changed"].format(cause.text or "a document without a file")
    return _BECAUSE.get(cause.kind, "{}").format(cause.text)


def summary(difference: Difference) -> str:
    """Return how many documents and quads changed, in one sentence without its full stop."""
    documents = Counter(change.kind for change in difference.documents)
    told = [f"{counted(number, 'document')} {kind}" for kind, number in documents.items()]
    quads = f"{len(difference.added):,} quads added, {len(difference.removed):,} removed"
    return f"{', '.join(told) or 'no document changed'}; {quads}"


def one_line(text: str) -> str:
    """Return a text on one line, without characters that would move a cursor or turn the line.

    >>> one_line("a" + chr(27) + "[2J  b")
    'a [2J b'
    """
    return " ".join(readable(text).split())


def cut(text: str, width: int) -> str:
    """Return the text, or as much of it as takes `width` columns of a terminal, with an ellipsis.

    >>> cut("a long sentence", 8), cut("月球背面", 5)
    ('a long …', '月球…')
    """
    used, kept = 0, ""
    for character in text:
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > width:
            while kept and _columns(kept) > width - 1:
                kept = kept[:-1]
            return f"{kept}…"
        kept += character
    return text


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def shown(rows: Sequence[T], limit: int) -> tuple[Sequence[T], str]:
    """Return the first rows and what to say of the others; all of them with 0."""
    if not limit or len(rows) <= limit:
        return rows, ""
    return rows[:limit], f"… and {len(rows) - limit:,} more"
