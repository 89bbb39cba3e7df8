"""State what a page says of itself: publisher, author, date."""

from collections.abc import Iterator, Sequence

from kg.records import PAGE, Document, Entity, Field, Mention, Span
from kg.relate.facts import Fact

_PREDICATES = {"publisher": "publishedBy", "author": "author", "date": "publishedOn"}
_TYPES = {"publishedBy": "organization", "author": "person", "publishedOn": "date"}


def page_facts(
    document: Document, entities: Sequence[Entity], mentions: Sequence[Mention]
) -> Iterator[tuple[Fact, None]]:
    """Yield publishedBy, author and publishedOn for the metadata that stand in the document's own text."""
    types = {entity.id: entity.type for entity in entities}
    page = Mention(0, 0, "", "Document", "page", entity=PAGE)
    for field in document.fields:
        predicate = _PREDICATES.get(field.name)
        if predicate is None or field.span is None:
            continue
        for mention in mentions:
            if (
                mention.span.overlaps(field.span)
                and mention.kind == "name"
                and _fits(types.get(mention.entity or ""), predicate)
            ):
                quote = _line(document, field)
                yield Fact(page, predicate, mention, "asserted", _PREDICATES[field.name] + "Line", quote), None
                break


def _fits(kind: str | None, predicate: str) -> bool:
    if predicate == "publishedOn":
        return kind == "Date"
    if predicate == "author":
        return kind == "Person"
    return kind not in {None, "Date", "Person", "Place", "Project", "Document", "Event", "Agreement"}


def _line(document: Document, field: Field) -> Span:
    """Return the line that holds a field, as far as it is the article's, without the space around it."""
    text, span = document.text, field.span or Span(0, 0)
    end = text.find("\n", span.end)
    line = Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)
    main = next((part for part in document.main if span in part), line)
    start, end = max(line.start, main.start), min(line.end, main.end)
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))
