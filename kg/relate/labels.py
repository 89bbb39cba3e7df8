"""State what labelled lines and headed lists say of a page's subject: "Operator: ESA", "## Instruments" and its items.

The subject is what the nearest heading above names, or else the title. A label is one of the words of `kg:heading` that
name a property in the ontology, or a plural noun for parts ("Modules").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.lexicon import ORGANIZATIONS
from kg.ontology import Ontology
from kg.records import Document, Mention, Span, Status
from kg.relate.facts import Fact
from kg.relate.page import only_subject, subject_of_page
from kg.relate.status import is_after
from kg.relate.tables import find_ends, listed, read_heading
from kg.relate.words import Words

_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(
    r"(?:\s*(?:[-*+•‣▪●·]|\d{1,2}[.)])\s+)?[|*_\s]*(?P<label>[^\W\d_][^\n:|*_#.]{1,40}?)[*_\s]*[:|](?!//)[*_\s]*(?P<value>[^\n]*)"
)
_ITEM = re.compile(r"\s*(?:[-*+•‣▪●·]|\d{1,2}[.)])\s+[*_\"“\[]*(?:the\s+)?", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+(?P<words>[^\n]{2,90})")
_BRACKET = re.compile(r"\([^)]*\)")
_MOST_WORDS = 3
_PARTS = ["partOf"]
"""What the plural noun for parts names: the property in the other direction."""
_LONGEST = 400
"""A line of more characters is prose."""


@dataclass(slots=True)
class _Section:
    """The lines under a heading (None at the head of the page)."""

    heading: Span | None
    lines: list[Span] = field(default_factory=list)


@lru_cache(maxsize=4)
def _headings(ontology: Ontology) -> tuple[Mapping[str, list[str]], re.Pattern[str]]:
    """Return the properties that each heading names, and what a line looks like that begins with one, unmarked."""
    headings: dict[str, list[str]] = {}
    for name, known in ontology.properties.items():
        for heading in known.headings:
            headings.setdefault(heading, []).append(name)
    labels = "|".join(re.escape(heading) for heading in sorted(headings, key=lambda h: (-len(h), h)))
    return headings, re.compile(rf"[ \t]*(?P<label>{labels})(?:\(s\))?[ \t]+(?P<value>[^\n]+)", re.IGNORECASE)


class _Reader:
    """The mentions of a document by place, and what labels mean."""

    def __init__(self, document: Document, mentions: Sequence[Mention], ontology: Ontology, words: Words) -> None:
        self.document = document
        self.mentions = sorted(mention for mention in mentions if mention.kind != "anaphor")
        self.starts = [mention.start for mention in self.mentions]
        self.ontology = ontology
        self.words = words
        self.headings, self.unmarked = _headings(ontology)

    def within(self, span: Span) -> Sequence[Mention]:
        return self.mentions[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def predicates(self, label: str) -> list[str]:
        """Return the properties that a label names; a plural noun for parts stands for what has them."""
        found = self.headings.get(label, [])
        return found or (_PARTS if label.rpartition(" ")[2] in self.words.collective("Project") else [])

    def label(self, line: Span) -> tuple[list[str], Span | None]:
        """Return the properties that the label at the head of a line names, and where its value stands, if there."""
        match = _LABEL.match(self.document.text, line.start, line.end) or self._unmarked(line)
        if match is None:
            return self.predicates(read_heading(self.document.text[line.start : line.end])), None
        value = Span(*match.span("value")) if match["value"].strip(" *_|") else None
        return self.predicates(read_heading(match["label"])), value

    def _unmarked(self, line: Span) -> re.Match[str] | None:
        """Return the label of a line of an infobox that lost its columns: "Formation 17 May 1865"."""
        match = self.unmarked.match(self.document.text, line.start, line.end)
        if match is None or not match["label"][0].isupper():
            return None
        return match if any(mention.start == match.start("value") for mention in self.within(line)) else None

    def below(self, leading: Span, line: Span) -> Span | None:
        """Return what a line holds for the label above: an item that begins with a name, or else the next line."""
        item = _ITEM.match(self.document.text, line.start, line.end)
        if item is None:
            return line if line.start == leading.end + 1 else None
        begins = any(mention.start == item.end() for mention in self.within(line))
        return Span(item.end(), line.end) if begins else None

    def is_prose(self, value: Span) -> bool:
        """Return whether words stand around the names of a value, which then is a sentence and no value."""
        start, words = value.start, ""
        for mention in self.within(value):
            words += self.document.text[start : mention.start] + " "
            start = max(start, mention.end)
        words = _BRACKET.sub(" ", words + self.document.text[start : value.end])
        return len(re.findall(r"\w{3,}", words)) > _MOST_WORDS

    def facts(self, subject: Mention, predicates: Sequence[str], value: Span, quote: Span) -> Iterator[Fact]:
        for mention in listed(self.within(value), self.document.text) if not self.is_prose(value) else ():
            one, other = (mention, subject) if predicates is _PARTS else (subject, mention)
            ends = find_ends(one, other, predicates, self.ontology)
            if ends is not None:
                status: Status = "planned" if is_after(mention.value, self.document.date) else "asserted"
                yield Fact(*ends, status, "labelledLine", quote)


def label_facts(
    document: Document, mentions: Sequence[Mention], ontology: Ontology, words: Words
) -> Iterator[tuple[Fact, None]]:
    """Yield what labelled lines and headed lists of the article state; the quote runs from the label to the value."""
    reader = _Reader(document, mentions, ontology, words)
    yield from ((fact, None) for fact in _takers(reader))
    page = subject_of_page(document, reader.mentions)
    for section in _sections(document):
        subject = (only_subject(reader.within(section.heading)) if section.heading else None) or page
        if subject is not None:
            yield from ((fact, None) for fact in _section_facts(reader, subject, section))


def _takers(reader: _Reader) -> Iterator[Fact]:
    """Yield who takes part in a project or event that is a label itself: "Tern-1: Kenya, Japan and Ghana"."""
    text = reader.document.text
    for part in reader.document.main:
        for match in _LINE.finditer(text, part.start, part.end):
            label = _LABEL.match(text, *match.span())
            named = (
                reader.within(Span(*label.span("label"))) if label and match.end() - match.start() <= _LONGEST else ()
            )
            if label is None or len(named) != 1 or named[0].type not in _TAKEN:
                continue
            whole = named[0].text == label["label"].strip()
            value = Span(*label.span("value"))
            takers = [mention for mention in listed(reader.within(value), text) if mention.type in _TAKERS]
            if whole and len(takers) > 1 and not reader.is_prose(value):
                quote = Span(label.start("label"), label.end("value"))
                yield from (Fact(one, "participatesIn", named[0], "asserted", "labelledLine", quote) for one in takers)


_TAKEN = frozenset({"Project", "Event"})
_TAKERS = frozenset({"Country", *ORGANIZATIONS})


def _sections(document: Document) -> Iterator[_Section]:
    own = [known.span for known in document.fields if known.span]  # title, byline and date speak of the page
    section = _Section(None)
    for part in document.main:
        for match in _LINE.finditer(document.text, part.start, part.end):
            line = Span(*match.span())
            if any(line.overlaps(span) for span in own):
                continue
            heading = _HEADING.match(match.group())
            if heading:
                yield section
                section = _Section(Span(line.start + heading.start("words"), line.start + heading.end("words")))
            elif line.end - line.start <= _LONGEST:
                section.lines.append(line)
    yield section


def _section_facts(reader: _Reader, subject: Mention, section: _Section) -> Iterator[Fact]:
    """Yield what labels with their values, and labels with the lines below them, say of the subject."""
    leading = section.heading
    predicates = reader.label(leading)[0] if leading else []
    for line in section.lines:
        named, value = reader.label(line)
        if named and value is None:
            leading, predicates = line, named
            continue
        if named and value is not None:
            yield from reader.facts(subject, named, value, line)
            continue
        value = reader.below(leading, line) if leading and predicates else None
        if leading and value is not None:
            yield from reader.facts(subject, predicates, value, Span(leading.start, line.end))
        if not _ITEM.match(reader.document.text, line.start, line.end):
            leading, predicates = None, []
