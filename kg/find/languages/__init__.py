"""Parts of a document in other languages than English into mentions: countries, dates and known bodies."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kg.find.languages.bodies import find_bodies
from kg.find.languages.countries import Place, find_countries
from kg.find.languages.named import find_named
from kg.find.languages.names import load_names
from kg.find.languages.tell import ENGLISH, Part, split_languages
from kg.find.letters import level
from kg.find.timex import find_dates, find_timexes
from kg.lexicon import Lexicon
from kg.records import Document, Mention, Span, Timex

__all__ = ["ENGLISH", "Part", "find_in_languages", "find_times", "foreign_spans", "only", "split_languages"]


def find_in_languages(document: Document, parts: Sequence[Part], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the mentions of the parts that are not English; they do not overlap."""
    for language in sorted({part.language for part in parts} - {ENGLISH}):
        spans = [part.span for part in parts if part.language == language]
        named = list(find_named(replace(document, main=tuple(spans)), language, lexicon))
        dates = find_dates(_alone(document.text, spans), date=document.date, language=language)
        for span in spans:
            others = [mention for mention in chain(dates, named) if mention.span in span]
            yield from _within(document.text, span, language, lexicon, others)


def foreign_spans(document: Document) -> tuple[Span, ...]:
    """Return the parts of the main text that are not English."""
    return tuple(part.span for part in split_languages(document) if part.language != ENGLISH)


def only(document: Document, parts: Sequence[Part]) -> Document:
    """Return the document with its English parts as its main text."""
    spans = tuple(part.span for part in parts if part.language == ENGLISH)
    return replace(document, main=spans)


def find_times(document: Document) -> tuple[Timex, ...]:
    """Return every time expression of a document, each part read in its language."""
    languages = sorted({part.language for part in split_languages(document)})
    if languages == [ENGLISH]:
        return find_timexes(document.text, date=document.date)
    found: list[Timex] = []
    parts = split_languages(replace(document, main=()))
    for language in sorted({part.language for part in parts}):
        spans = [part.span for part in parts if part.language == language]
        found += find_timexes(_alone(document.text, spans), date=document.date, language=language)
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _alone(text: str, spans: Iterable[Span]) -> str:
    """Return the text with nothing but line breaks outside the spans, so that offsets stay."""
    written, end = [], 0
    for span in spans:
        written += ["\n" * (span.start - end), text[span.start : span.end]]
        end = span.end
    return "".join([*written, "\n" * (len(text) - end)])


def _within(text: str, span: Span, language: str, lexicon: Lexicon, others: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions of one span: of those that overlap the longer.

    Of the same length dates go before names, and the language's own ("EU" in Spanish) before those of English.
    """
    names = load_names(language)
    here = level(text[span.start : span.end])
    countries = list(find_countries(here, names))
    found = [
        *(_country(place, text, span.start, lexicon) for place in countries),
        *find_bodies(text, here, span.start, names, countries, lexicon),
        *others,
    ]
    taken = bytearray(span.end - span.start)
    shared = frozenset(others)
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.type != "Date", m in shared, m)):
        first, last = mention.start - span.start, mention.end - span.start
        if not any(taken[first:last]):
            taken[first:last] = b"\1" * (last - first)
            if mention.type:
                yield mention


def _country(place: Place, text: str, offset: int, lexicon: Lexicon) -> Mention:
    start, end = place.start + offset, place.end + offset
    if place.code is None:
        return Mention(start, end, text[start:end], "", "blocked")
    name = lexicon.country(place.code)
    return Mention(start, end, text[start:end], "Country", "gazetteer", name=name, code=place.code)
