"""Turn what a model marks in a text into mentions: names as we write them, with classes of the ontology.

A name is without article, possessive, quotation marks and, of a person, title. What a gazetteer has as something else,
words that only describe, and what the document writes in small letters elsewhere are no names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.find.heads import Heads, heads_of
from kg.lexicon import Lexicon, Name
from kg.link.keys import family
from kg.ontology import Ontology
from kg.records import Document, Mention, Reading, Span
from kg.text import folded
from kg.witness.doubts import Doubts
from kg.witness.labels import Choice, load_labels

_EDGE = " \t\r\n\"'“”„«»‘’*_`-–—,;:/"
_OWN = re.compile(r"(?:'s|’s)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A range of a document's text that a model gives a label."""

    start: int
    end: int
    label: str


def to_mentions(
    marked: Iterable[Marked], reading: Reading, ontology: Ontology, lexicon: Lexicon, *, finder: str
) -> tuple[Mention, ...]:
    """Return the mentions that a model called `finder` marks, in order; of two that overlap the first.

    `reading` is what the rules read: it gives dates their values.
    """
    namer = _Namer(reading, ontology, lexicon, heads_of(lexicon), Doubts(reading.document, lexicon), finder)
    found: list[Mention] = []
    for one in sorted(marked, key=lambda one: (one.start, -one.end, one.label)):
        mention = namer.mention(one)
        if mention is not None and not (found and mention.start < found[-1].end):
            found.append(mention)
    return tuple(_as_one_thing(found))


def _as_one_thing(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions but those of words that the model takes for things of two kinds."""
    kinds: dict[str, set[str]] = {}
    for mention in mentions:
        kinds.setdefault(mention.text, set()).add(family(mention.type))
    return (mention for mention in mentions if len(kinds[mention.text]) == 1)


@dataclass(frozen=True, slots=True)
class _Namer:
    reading: Reading
    ontology: Ontology
    lexicon: Lexicon
    heads: Heads
    doubts: Doubts
    finder: str

    @property
    def document(self) -> Document:
        return self.reading.document

    def mention(self, one: Marked) -> Mention | None:
        """Return the mention that is marked, or None where it is no name of any class that its label may mean."""
        choices = load_labels().choices(one.label, self.ontology)
        span = self._trimmed(one.start, one.end)
        if not choices or span is None:
            return None
        found = (self._as(choice, span) for choice in choices)
        return next((mention for mention in found if mention is not None), None)

    def _trimmed(self, start: int, end: int) -> Span | None:
        """Return where the name stands, without what is written around names; None where nothing is left."""
        text = self.document.text
        articles = self.lexicon.cues("words", "articles")
        while start < end:
            before = start, end
            start += len(text[start:end]) - len(text[start:end].lstrip(_EDGE))
            end -= len(text[start:end]) - len(text[start:end].rstrip(_EDGE))
            own = _OWN.search(text, start, end)
            end = own.start() if own else end
            first, _, rest = text[start:end].partition(" ")
            start = start + len(first) if rest and first.lower() in articles else start
            if before == (start, end):
                break
        span = Span(start, end)
        inside = not self.document.main or any(span in main for main in self.document.main)
        return span if start < end and inside else None

    def _as(self, choice: Choice, span: Span) -> Mention | None:
        """Return the mention as one of a class, or None where it is none."""
        if choice.condition == "read":
            return self._date(span)
        if self.ontology.is_a(choice.type, "Person"):
            span = self._without_title(span)
        text = self.document.text[span.start : span.end]
        names = self.lexicon.lookup(folded(" ".join(text.split())))
        known = next((name for name in names if name.type and self.ontology.is_a(name.type, choice.type)), None)
        if known is not None:
            return self._known(known, span, text)
        if names or choice.condition == "known" or self.doubts.is_plain(span):
            return None
        if self.ontology.is_a(choice.type, "Person") and self.doubts.is_no_person(text):
            return None
        called = self._called(text)
        below = called is not None and self.ontology.is_a(called, choice.type)
        if choice.condition == "called" and not below:
            return None
        return Mention(span.start, span.end, text, called if called and below else choice.type, self.finder)

    def _date(self, span: Span) -> Mention | None:
        dates = (mention for mention in self.reading.mentions if mention.type == "Date")
        date = next((date for date in dates if date.span in span or span in date.span), None)
        return None if date is None else Mention(date.start, date.end, date.text, "Date", self.finder, value=date.value)

    def _without_title(self, span: Span) -> Span:
        titles = self.lexicon.cues("persons", "titles")
        words = [*re.finditer(r"\S+", self.document.text[span.start : span.end])]
        while len(words) > 1 and (words[0][0] in titles or words[0][0].rstrip(".") in titles):
            words = words[1:]
        return Span(span.start + words[0].start(), span.end)

    def _known(self, known: Name, span: Span, text: str) -> Mention | None:
        """Return the mention of what a gazetteer has; of a name that is a state's and a person's what the rules say."""
        if known.ambiguous and not any(m.span == span and m.type == known.type for m in self.reading.mentions):
            return None
        code = known.code if known.type == "Country" else None
        return Mention(span.start, span.end, text, known.type, self.finder, name=known.name, code=code)

    def _called(self, text: str) -> str | None:
        """Return the class that the head noun of a name gives: "Norsk Space Agency", "University of Tartu"."""
        for part in (text, text.partition(" of ")[0], text.partition(" for ")[0]):
            words = part.split()
            for key, type_ in self.heads.types.get(words[-1], ()) if words else ():
                if tuple(words[-len(key) :]) == key:
                    return type_
        return None
