"""The page's own metadata as mentions: publisher, author and date where the text says them."""

import re
from collections.abc import Iterator

from kg.find.heads import heads_of
from kg.lexicon import ORGANIZATIONS, Lexicon
from kg.records import Document, Mention
from kg.text import folded

_TYPES = {"publisher": "Media", "author": "Person", "date": "Date"}
_LETTERS = re.compile("[A-Z]{3,8}")  # of a body: "EUMA", not of a person: "JD"
_CLOCK = re.compile(r"(?:T|,?\s+(?:at\s+)?)\d{1,2}:\d{2}.*\Z", re.DOTALL)


def find_fields(document: Document, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield a mention for each field with a place in the text."""
    for field in document.fields:
        if field.span is None or field.name not in _TYPES or field.span.start >= field.span.end:
            continue
        text = document.text[field.span.start : field.span.end]
        if field.name == "author" and not _is_name(text, lexicon):
            continue
        type_, name = _TYPES[field.name], None
        if field.name == "author":
            type_ = _author_type(text, lexicon)
        if type_ == "Date":
            text = _CLOCK.sub("", text)
        if field.name == "publisher":
            known = [n for n in lexicon.lookup(" ".join(folded(text).split())) if n.type in ORGANIZATIONS]
            type_, name = (known[0].type, known[0].name) if known else (type_, None)
        value = field.value if type_ == "Date" else None
        yield Mention(
            field.span.start,
            field.span.start + len(text),
            text,
            type_,
            "field",
            name=name,
            value=value[:10] if value else None,
        )


def _is_name(text: str, lexicon: Lexicon) -> bool:
    """Return whether an author is named: not by a desk ("Staff Writer")."""
    return text.rsplit(maxsplit=1)[-1] not in lexicon.cues("persons", "desks")


def _author_type(text: str, lexicon: Lexicon) -> str:
    """Return the class of an author: a body by its head noun or as the gazetteer knows it, else a person."""
    if _LETTERS.fullmatch(text.strip()):
        return "Organization"
    known = [name.type for name in lexicon.lookup(" ".join(text.split())) if name.type in ORGANIZATIONS]
    head = re.split(r"[\s_-]+", text.strip())[-1].capitalize()
    found = heads_of(lexicon).types.get(head, ())
    return next((type_ for type_ in (*known, *(type_ for _, type_ in found)) if type_ in ORGANIZATIONS), "Person")
