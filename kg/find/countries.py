"""Countries: whether a form names one here, and those inside compounds ("Sino-Russian", "China-built")."""

import re
from collections.abc import Iterator, Sequence

from kg.find.words import OF, PREPOSITION, Words
from kg.lexicon import ORGANIZATIONS, Hit, Lexicon, Name
from kg.records import Mention

_NEAR = 8  # words on either side
_PART = re.compile(r"[^-‐‑–/]+")


def is_country(words: Words, lexicon: Lexicon, hit: Hit, name: Name) -> bool:
    """Return whether a country's form names it here: not its language, nor a sea, a person or a state of that name."""
    if name.role == "combining" or _is_within_name(words, lexicon, hit):
        return False
    after = words.forms[hit.last] if hit.last < len(words.forms) else ""
    if name.role == "demonym":
        return not _is_language(words, lexicon, hit, after)
    return not is_another(words, lexicon, hit, name) and not is_town(words, lexicon, hit)


def _is_within_name(words: Words, lexicon: Lexicon, hit: Hit) -> bool:
    """Return whether a neighbour makes the form part of another name: "New Mexico", "Sea of Japan", "Indian tribes"."""
    after = words.forms[hit.last] if hit.last < len(words.forms) else ""
    if after in lexicon.cues("words", "not_country_after") or after in lexicon.cues("followed", words.forms[hit.first]):
        return True
    if not hit.first:
        return False
    before = words.forms[hit.first - 1]
    if before in {"New", "NEW"} or before in lexicon.cues("persons", "courtesy"):
        return not any(name.role == "demonym" for name in hit.names)
    waters = lexicon.cues("words", "waters")
    return hit.first > 1 and words.shape[hit.first - 1] == OF and words.forms[hit.first - 2] in waters


def is_town(words: Words, lexicon: Lexicon, hit: Hit) -> bool:
    """Return whether a region behind a comma makes the form a town: "in Lebanon, Pennsylvania, on", "Cuba, N.M."."""
    at = hit.last + 1
    if words.shape[hit.last : at] != "," or at >= len(words.forms):
        return False
    if is_state(words, lexicon, at):
        return True
    opens = not hit.first or hit.first in words.openers or words.shape[hit.first - 1] == PREPOSITION
    own = {name.code for name in hit.names}
    region = opens and any(n.kind == "region" and n.country not in own for n in lexicon.lookup(words.forms[at]))
    return region and words.shape[at + 1 : at + 2] in {",", ".", ")", ";", "(", ""}


def is_state(words: Words, lexicon: Lexicon, at: int) -> bool:
    """Return whether the word behind a comma is short for a state: "Pa.", "N.M."."""
    form = words.forms[at].removesuffix(".")
    if form not in lexicon.cues("places", "states"):
        return False
    return words.forms[at] != form or words.shape[at + 1 : at + 2] == "."


def find_towns(words: Words, lexicon: Lexicon, hits: Sequence[Hit]) -> frozenset[str]:
    """Return the countries' names that the document shows to be a town's, which they then are throughout."""
    return frozenset(
        words.forms[hit.first]
        for hit in hits
        if hit.last - hit.first == 1
        and words.shape[hit.last : hit.last + 1] == ","
        and any(name.type == "Country" and name.role in {"name", "alias"} for name in hit.names)
        and is_town(words, lexicon, hit)
    )


def _is_language(words: Words, lexicon: Lexicon, hit: Hit, after: str) -> bool:
    bracket = hit.first > 0 and words.shape[hit.first - 1] == "(" and after == ":"
    if bracket or after in lexicon.cues("words", "language_after"):
        return True
    before = words.lower[hit.first - 1] if hit.first else ""
    ends = after == "" or not (after[0].isalpha() and after not in {"and", "or"})
    if words.forms[hit.first].endswith("s") or not ends:
        return False
    return before in lexicon.cues("words", "language_before") or _is_listed_language(words, lexicon, hit)


def _is_listed_language(words: Words, lexicon: Lexicon, hit: Hit) -> bool:
    """Return whether the form goes on with a list of languages: "speaks French, German and Polish"."""
    at = hit.first - 1
    while at > 0 and words.shape[at] in ",n":
        at -= 1
        if not any(name.role == "demonym" for name in lexicon.lookup(words.forms[at])):
            return False
        at -= 1
    return 0 <= at < hit.first - 1 and words.lower[at] in lexicon.cues("words", "language_before")


def is_another(words: Words, lexicon: Lexicon, hit: Hit, name: Name) -> bool:
    """Return whether the words around an ambiguous name speak of a state, a person or a bird of that name.

    Without such words nearby those of the whole document decide, unless it speaks of the country as well.
    """
    if not name.ambiguous:
        return False
    others = lexicon.cues("ambiguous", words.forms[hit.first])
    sentence = words.sentence_at(hit.first)
    near = words.forms[max(sentence.first, hit.first - _NEAR) : min(sentence.last, hit.last + _NEAR)]
    if not others.isdisjoint(near):
        return True
    country = lexicon.cues("unambiguous", words.forms[hit.first])
    return bool(country) and country.isdisjoint(words.forms) and not others.isdisjoint(words.forms)


def find_compounds(words: Words, lexicon: Lexicon, taken: Sequence[int]) -> Iterator[Mention]:
    """Yield the countries that are part of one of the words, and the bodies beside them.

    "Sino-Russian" and "US-EU" name two, "China-built" one.
    """
    compounds = {form for form in words.index if "-" in form or "/" in form}
    for at in (at for at in words.where_written(compounds) if not taken[at]):
        text = words.text[words.starts[at] : words.ends[at]]
        parts = [(part, _part(lexicon, part.group())) for part in _PART.finditer(text)]
        if any(name and name.type == "Country" and not name.ambiguous for _, name in parts):
            for part, name in parts:
                if name:
                    start = words.starts[at] + part.start()
                    end = start + len(part.group())
                    yield Mention(start, end, part.group(), name.type, "compound", name=name.name, code=name.code)


_WORDS = 2  # words of a place's name before the one with the hyphen: "Rio de Janeiro-based"


def find_seats(words: Words, lexicon: Lexicon, taken: Sequence[int]) -> Iterator[Mention]:
    """Yield the places whose last word says that something sits there: "Bergen-based", "New York-based"."""
    for at, names in words.joined(lexicon.rows("endings").get("seated", ()), _WORDS):
        for span, first, name in names:
            if not any(taken[first : at + 1]) and any(known.type == "Place" for known in lexicon.lookup(name)):
                text = words.text[span.start : span.end]
                yield Mention(span.start, span.end, text, "Place", "seat", name=name)
                break


def _part(lexicon: Lexicon, form: str) -> Name | None:
    """Return the country, or the body with an acronym, that a part of a word names."""
    names = lexicon.lookup(form)
    countries = (name for name in names if name.type == "Country")
    bodies = (name for name in names if name.type in ORGANIZATIONS and form.isupper())
    continents = (name for name in names if name.kind == "continent")
    return next(countries, None) or next(bodies, None) or next(continents, None)
