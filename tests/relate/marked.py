"""Documents with mentions marked by hand: "[China|Country] signed [an agreement|Agreement]"."""

import re
from functools import cache

from kg.ontology import load_ontology
from kg.records import Document, Field, Mention, Span
from kg.relate import _relater

_MARK = re.compile(r"\[([^|\]]+)\|(\w+)(?:=([^\]]+))?\]")


built_in = cache(load_ontology)


def marked(text: str, *, date: str | None = None) -> tuple[Document, tuple[Mention, ...]]:
    """Return the document without the marks and its mentions; the entity of a mention is its text."""
    plain, mentions, at = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        surface, kind, value = match.groups()
        start, end = len(plain), len(plain) + len(surface)
        mentions.append(
            Mention(
                start,
                end,
                surface,
                kind,
                "hand",
                kind="nominal" if surface.lower().startswith(("a ", "an ")) else "name",
                value=value or (surface if kind == "Date" else None),
                entity=surface,
            )
        )
        plain += surface
        at = match.end()
    plain += text[at:]
    fields = (Field("date", date),) if date else ()
    return Document("marked.txt", plain, fields=fields, main=(Span(0, len(plain)),)), tuple(mentions)


def facts(text: str, *, date: str | None = None) -> set[tuple[str, str, str, str]]:
    """Return (subject, predicate, object, status) of every fact in the marked text."""
    document, mentions = marked(text, date=date)
    found = _relater(built_in()).facts(document, mentions)
    return {(f.subject.entity or "", f.predicate, f.object.entity or "", f.status) for f, _ in found}
