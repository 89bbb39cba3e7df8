"""A document into its mentions: names, unnamed but specific things, words that point back, and dates."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.find.acronyms import find_initials, find_introductions
from kg.find.acted import find_acted
from kg.find.anaphors import find_anaphors
from kg.find.called import find_called, find_coordinated
from kg.find.countries import find_compounds, find_seats
from kg.find.fields import find_fields
from kg.find.foreign import find_foreign
from kg.find.found import Found, add, choose, cover
from kg.find.gatherings import find_accords, find_gatherings
from kg.find.gazetteer import find_known
from kg.find.headed import find_headed
from kg.find.languages import ENGLISH, find_in_languages, only, split_languages
from kg.find.listed import find_exemplified
from kg.find.makers import find_makers
from kg.find.nominals import find_nominals
from kg.find.organizations import find_acronyms, find_alone, find_branches, find_by_noun, find_firms, find_national
from kg.find.persons import find_persons
from kg.find.places import find_places
from kg.find.projects import find_bracketed, find_christened, find_enumerated, find_listed, find_numbered, find_projects
from kg.find.recall import find_again
from kg.find.things import find_things
from kg.find.timex import find_dates
from kg.find.titles import find_titles
from kg.find.words import Words, read_words
from kg.lexicon import BLOCKED, Lexicon
from kg.records import Document, Mention, Span

__all__ = ["find_mentions"]


def find_mentions(document: Document, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the mentions of the document's main text in order; names and nominals never overlap.

    Names come from the gazetteers, from head nouns, from their surroundings and from the document itself (introduced
    acronyms, surnames, short forms); of two that overlap the longer stays.
    """
    parts = split_languages(document)
    if any(part.language != ENGLISH for part in parts):
        english = only(document, parts)
        found = find_in_english(english, lexicon) if english.main else ()
        return tuple(sorted([*found, *find_in_languages(document, parts, lexicon)]))
    return find_in_english(document, lexicon)


def find_in_english(document: Document, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the mentions of a document whose main text is English."""
    words = read_words(document, lexicon)
    dates = _dates(document)
    fields = list(find_fields(document, lexicon))
    chosen = find_names(words, lexicon)
    taken = cover(words, chosen)
    names = [
        *(one.mention(words) for one in chosen),
        *find_compounds(words, lexicon, taken),
        *find_seats(words, lexicon, taken),
        *find_makers(words, lexicon, chosen, taken),
    ]
    settled = _settled(fields, names, dates, size=len(document.text))
    pointing = [one.mention(words) for one in find_anaphors(words, lexicon, chosen)]
    return tuple(sorted([*settled, *_outside(pointing, settled, size=len(document.text))]))


def find_names(words: Words, lexicon: Lexicon) -> list[Found]:
    """Return the chosen names and nominals: first those that show themselves, then what these make known."""
    size = len(words.forms)
    hits = lexicon.find(words.forms)
    first = chain(
        find_known(words, lexicon, hits),
        find_headed(words, lexicon, hits),
        find_national(words, lexicon),
        find_branches(words, lexicon, hits),
        find_foreign(words, lexicon),
        find_by_noun(words, lexicon),
        find_firms(words, lexicon),
        find_alone(words, lexicon),
        find_acronyms(words, lexicon),
        find_persons(words, lexicon),
        find_projects(words, lexicon),
        find_enumerated(words, lexicon),
        find_bracketed(words, lexicon),
        find_called(words, lexicon),
        find_acted(words, lexicon),
        find_coordinated(words, lexicon),
        find_exemplified(words, lexicon),
        find_gatherings(words, lexicon),
        find_accords(words, lexicon),
        find_places(words, lexicon),
        find_titles(words, lexicon),
    )
    chosen = choose(first, size=size)
    chosen = add(chosen, find_introductions(words, lexicon, chosen), size=size)
    chosen = add(chosen, find_christened(words, lexicon, chosen), size=size)
    chosen = add(chosen, find_numbered(words, lexicon, chosen), size=size)
    chosen = add(chosen, [*find_initials(words, chosen), *find_again(words, lexicon, chosen)], size=size)
    chosen = add(chosen, find_listed(words, chosen), size=size)
    chosen = add(chosen, [*find_nominals(words, lexicon, chosen), *find_things(words, lexicon, chosen)], size=size)
    return [one for one in chosen if one.type != BLOCKED]


def _dates(document: Document) -> list[Mention]:
    main = document.main or (Span(0, len(document.text)),)
    found = find_dates(document.text, date=document.date)
    return [mention for mention in found if any(mention.span in span for span in main)]


def _settled(
    fields: Iterable[Mention], names: Iterable[Mention], dates: Iterable[Mention], *, size: int
) -> list[Mention]:
    """Return fields, names and dates without overlap: a field goes first, then the longer of two."""
    ranked = sorted([*names, *dates], key=lambda m: (m.start - m.end, m.type != "Date", m))
    taken = bytearray(size)
    return [mention for mention in [*fields, *ranked] if _claim(taken, mention)]


def _claim(taken: bytearray, mention: Mention) -> bool:
    """Mark the mention's characters as taken; return whether they were free."""
    if any(taken[mention.start : mention.end]):
        return False
    taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return True


def _outside(pointing: Iterable[Mention], settled: Iterable[Mention], *, size: int) -> Iterator[Mention]:
    taken = bytearray(size)
    for mention in settled:
        _claim(taken, mention)
    return (mention for mention in pointing if not any(taken[mention.start : mention.end]))
