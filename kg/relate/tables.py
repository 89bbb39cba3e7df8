"""State what tables say: the row's thing, the column's property, the cell's thing.

A table is what Markdown calls one (GitHub Flavored Markdown 4.10) and what readers make of tables in other formats:
lines of cells parted by "|". A property names its columns with `kg:heading` in the ontology.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ontology import Ontology
from kg.records import Document, Mention, Span, Status
from kg.relate.facts import Fact
from kg.relate.page import subject_of_page
from kg.relate.status import is_after
from kg.relate.words import Words

_ROW = re.compile(r"^[^\S\n]*\|?(?P<cells>[^|\n]*(?:\|[^|\n]*)+)\|?[^\S\n]*$", re.MULTILINE)
_RULE = re.compile(r"[\s|:+=-]+")
_JOINT = re.compile(r"[\s,;/&·+]*(?:and|or)?\s*(?:the\s+)?")
_PLAIN = re.compile(r"[*_`]|\([^)]*\)")


@dataclass(frozen=True, slots=True)
class _Row:
    span: Span
    cells: tuple[Span, ...]


def table_facts(
    document: Document, mentions: Sequence[Mention], ontology: Ontology, words: Words
) -> Iterator[tuple[Fact, None]]:
    """Yield what the tables of the article state; the quote is the row.

    What stands in a column of parts ("Module") is part of what the page is about.
    """
    if "|" not in document.text:
        return
    ordered = sorted(m for m in mentions if m.kind != "anaphor")
    starts = [m.start for m in ordered]
    headings = [(word, name) for name, known in ontology.properties.items() for word in known.headings]
    page = subject_of_page(document, ordered)
    for table in _tables(document):
        header, *rows = table
        names = [read_heading(document.text[cell.start : cell.end]) for cell in header.cells]
        for row in rows:
            cells = [ordered[bisect_left(starts, c.start) : bisect_left(starts, c.end)] for c in row.cells]
            made = [(name, "develops") for name in words["makers of parts"]] if names[0] in words["parts"] else []
            yield from _row_facts(document, row, cells, names, [*made, *headings], ontology)
            if page is not None and page.type == "Project":
                yield from _parts(page, row, cells, [name in words["parts"] for name in names])


def _row_facts(
    document: Document,
    row: _Row,
    cells: Sequence[Sequence[Mention]],
    names: Sequence[str],
    headings: Sequence[tuple[str, str]],
    ontology: Ontology,
) -> Iterator[tuple[Fact, None]]:
    key = next((n for n, found in enumerate(cells) if found and found[0].type != "Date"), None)
    if key is None:
        return
    thing = cells[key][0]
    quote = Span(row.span.start, row.span.end)
    for n, (name, found) in enumerate(zip(names, cells, strict=False)):
        for mention in listed(found, document.text) if n != key else ():
            ends = find_ends(thing, mention, [p for word, p in headings if word == name], ontology)
            if ends is not None:
                subject, predicate, object_ = ends
                status: Status = "planned" if is_after(mention.value, document.date) else "asserted"
                yield Fact(subject, predicate, object_, status, "tableColumn", quote), None


def _parts(
    page: Mention, row: _Row, cells: Sequence[Sequence[Mention]], are_parts: Sequence[bool]
) -> Iterator[tuple[Fact, None]]:
    for found, is_part in zip(cells, are_parts, strict=False):
        if is_part and found and found[0].type == "Project" and found[0].entity != page.entity:
            yield Fact(found[0], "partOf", page, "asserted", "tableColumn", row.span), None


def listed(mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """Yield the first mention of a cell, and those that are listed with it: not "Russia, with funds of France"."""
    for n, mention in enumerate(mentions):
        if n and not _JOINT.fullmatch(text, mentions[n - 1].end, mention.start):
            return
        yield mention


def find_ends(
    thing: Mention, other: Mention, predicates: Sequence[str], ontology: Ontology
) -> tuple[Mention, str, Mention] | None:
    """Return the two ends in the direction that fits the property, or None."""
    for predicate in predicates:
        known = ontology.properties[predicate]
        for subject, object_ in ((thing, other), (other, thing)):
            if ontology.fits(subject.type, known.domain) and ontology.fits(object_.type, known.range):
                return subject, predicate, object_
    return None


def _tables(document: Document) -> Iterator[list[_Row]]:
    """Yield runs of at least two rows of the article, the header first, the rule below it left out."""
    run: list[_Row] = []
    for match in _ROW.finditer(document.text):
        span = Span(match.start(), match.end())
        if not any(span in main for main in document.main):
            continue
        if run and document.text[run[-1].span.end : span.start].strip("\r\n") != "":
            yield from [run] if len(run) > 1 else []
            run = []
        if _RULE.fullmatch(match.group()):
            if run:
                run[-1] = _Row(Span(run[-1].span.start, span.end), run[-1].cells)
        else:
            run.append(_Row(_trimmed(document.text, span), tuple(_cells(match))))
    if len(run) > 1:
        yield run


def _trimmed(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    return Span(span.start + len(part) - len(part.lstrip()), span.end - (len(part) - len(part.rstrip())))


def _cells(match: re.Match[str]) -> Iterator[Span]:
    start = match.start("cells")
    for cell in match["cells"].split("|"):
        yield Span(start, start + len(cell))
        start += len(cell) + 1


def read_heading(text: str) -> str:
    """Return the words of a heading or label as `kg:heading` writes them."""
    return " ".join(_PLAIN.sub(" ", text).lower().split())
