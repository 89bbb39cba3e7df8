"""State what a text leaves to its context: whose president or ministry it is that it names without a country.

"Prime Minister Modi" belongs to the only country that the sentence has named before, or else to the only one of the
sentence before it; "the Ministry of Health" to the only country that a text names at all.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.records import Document, Mention, Span
from kg.relate.facts import Fact
from kg.relate.words import Words
from kg.sentences import split_sentences

_BEFORE = 40
"""How many characters before a name its title may take."""
_FARTHEST = 500
"""How many characters of quote may join a body to its country."""
_DASHES = frozenset("-–—")
"""What stands before the name of who said the quotation above it."""


def context_facts(
    document: Document, mentions: Sequence[Mention], found: Sequence[tuple[Fact, str | None]], words: Words
) -> Iterator[tuple[Fact, None]]:
    """Yield the offices and bodies that have a country by context only; `found` is what the text says itself."""
    held = {fact.subject.entity for fact, _ in found if fact.predicate in {"affiliation", "agencyOf"}}
    ordered = sorted(mention for mention in mentions if mention.entity not in held)
    countries = sorted(m for m in mentions if m.type == "Country" and m.kind != "anaphor")
    if countries:
        yield from _rulers(document, ordered, countries, words)
        if len({country.entity for country in countries}) == 1:
            yield from _ministries(ordered, countries, words)


def _rulers(
    document: Document, mentions: Sequence[Mention], countries: Sequence[Mention], words: Words
) -> Iterator[tuple[Fact, None]]:
    title = _any_title(words["rulers"])
    seen: set[str | None] = set()
    sentences: list[Span] = []
    for mention in mentions:
        if mention.type != "Person" or mention.kind == "anaphor" or mention.entity in seen:
            continue
        office = title.search(document.text, max(0, mention.start - _BEFORE), mention.start)
        if office is None:
            continue
        sentences = sentences or split_sentences(document.text, document.main)
        quote, country = _named_before(document, sentences, mention, countries, words)
        if country is not None and document.text[office.start() :][:1].isupper():
            seen.add(mention.entity)
            role = " ".join(office["title"].split())
            yield Fact(mention, "affiliation", country, "asserted", "onlyCountry", quote, role=role), None


@cache
def _any_title(titles: frozenset[str]) -> re.Pattern[str]:
    """Return what a text ends in that one of the titles ends."""
    found = "|".join(re.escape(title) for title in sorted(titles, key=lambda title: (-len(title), title)))
    return re.compile(rf"\b(?P<title>{found})\s+$", re.IGNORECASE)


def _is_other_side(document: Document, country: Mention, words: Words) -> bool:
    """Return whether a country is what somebody else deals with: "We count on India", "a visit to Kenya"."""
    before = document.text[max(0, country.start - _BEFORE) : country.start].lower().split()
    before = before[:-1] if before[-1:] == ["the"] else before
    is_of_body = (
        before[-1:] == ["of"] and before[-2:-1] != [] and before[-2].endswith(")")
    )  # "Sunda Ports (SP) of Iran"
    return bool(before) and (is_of_body or before[-1] in words["other side"])


def _named_before(
    document: Document, sentences: Sequence[Span], mention: Mention, countries: Sequence[Mention], words: Words
) -> tuple[Span, Mention | None]:
    """Return the only country before the mention in its sentence, or else in the sentence before, and the quote."""
    at = next((n for n, s in enumerate(sentences) if s.start <= mention.start < s.end), None)
    if at is None:
        return mention.span, None
    here = sentences[at]
    before = [c for c in countries if here.start <= c.start < here.end]
    if not before and at and document.text[here.start : here.start + 1] not in _DASHES:
        here = Span(sentences[at - 1].start, here.end)
        before = [c for c in countries if here.start <= c.start < here.end]
    only = len({country.entity for country in before}) == 1 and before[0].start < mention.start
    if only and all(_is_other_side(document, country, words) for country in before):
        return here, None
    return here, before[0] if only else None


def _ministries(mentions: Sequence[Mention], countries: Sequence[Mention], words: Words) -> Iterator[tuple[Fact, None]]:
    seen: set[str | None] = set()
    for mention in mentions:
        first = mention.text.partition(" ")[0].lower()
        if (
            mention.type != "Agency"
            or mention.kind != "name"
            or mention.entity in seen
            or first not in words["state bodies"]
        ):
            continue
        nearest = min(countries, key=lambda c: (abs(c.start - mention.start), c.start))
        quote = Span(min(nearest.start, mention.start), max(nearest.end, mention.end))
        if quote.end - quote.start <= _FARTHEST:
            seen.add(mention.entity)
            yield Fact(mention, "agencyOf", nearest, "asserted", "onlyCountry", quote), None
