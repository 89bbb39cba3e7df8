"""Turn what a store says of evidence and documents, as plain text by the local names of properties, into records."""

import re
from collections.abc import Mapping, Sequence

from kg.view.picture import Paper, Quote

_FRAGMENT = re.compile(r"char=(\d+),(\d+)")  # RFC 5147
_NUMBER = re.compile(r"\d{1,15}")


def to_quote(parts: Mapping[str, str]) -> Quote:
    """Return the quote of an evidence node, with the places of subject, trigger and object within it.

    >>> to_quote({"quote": "India signed.", "start": "10", "end": "23", "subjectAt": "char=10,15"}).marks
    ((0, 5, 'subject'),)
    """
    text, start = parts.get("quote", ""), _number(parts.get("start"))
    marks = []
    for part in ("subject", "trigger", "object"):
        span = _FRAGMENT.fullmatch(parts.get(part + "At", ""))
        if span and start is not None:
            begin, end = int(span[1]) - start, int(span[2]) - start
            if 0 <= begin < end <= len(text):
                marks.append((begin, end, part))
    return Quote(text, start, _number(parts.get("end")), _number(parts.get("page")), tuple(sorted(marks)))


def to_paper(iri: str, parts: Mapping[str, Sequence[str]], *, title: str) -> Paper:
    """Return a document with its metadata, each a sorted list of values; `title` is for one that says none."""

    def first(name: str) -> str | None:
        return next(iter(parts.get(name, ())), None)

    derived = first("wasDerivedFrom") or ""
    return Paper(
        iri=iri,
        title=first("title") or title,
        date=first("date"),
        publisher=first("publisher"),
        author=", ".join(parts.get("creator", ())) or None,
        language=first("language"),
        source=first("fileName"),
        url=derived if re.match(r"https?://", derived) else None,
        copy_of=first("copyOf"),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and _NUMBER.fullmatch(text) else None
