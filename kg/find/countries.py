"""Countries: whether a form names one here, and those inside compounds ("Sino-Russian", "China-built")."""

import re
from collections.abc import Iterable, Iterator

from kg.find.words import PREPOSITION, Words
from kg.lexicon import ORGANIZATIONS, Hit, Lexicon, Name
from kg.records import Mention

_NEAR = 8  # words on either side
_PART = re.compile(r"[^-‐‑–/]+")


def is_country(words: Words, lexicon: Lexicon, hit: Hit, name: Name) -> bool:
    """Return whether a country's form names it here: not its language, nor a sea, a person or a state of that name."""
    if name.role == "combining" or (hit.first and words.lower[hit.first - 1] == "new"):
        return False
    after = words.forms[hit.last] if hit.last < len(words.forms) else ""
    if after in lexicon.cues("words", "not_country_after"):
        return False
    if name.role == "demonym":
        return not _is_language(words, lexicon, hit, after)
    return not is_another(words, lexicon, hit, name) and not _is_town(words, lexicon, hit)


def _is_town(words: Words, lexicon: Lexicon, hit: Hit) -> bool:
    """Return whether a region and a comma stand behind: "in Lebanon, Pennsylvania, on"."""
    at = hit.last + 1
    if not hit.first or words.shape[hit.first - 1] != PREPOSITION or words.shape[hit.last : at] != ",":
        return False
    region = any(n.type == "Place" and n.kind == "region" for n in lexicon.lookup(" ".join(words.forms[at : at + 1])))
    return region and words.shape[at + 1 : at + 2] in {",", ".", ""}


def _is_language(words: Words, lexicon: Lexicon, hit: Hit, after: str) -> bool:
    bracket = hit.first > 0 and words.shape[hit.first - 1] == "(" and after == ":"
    if bracket or after in lexicon.cues("words", "language_after"):
        return True
    before = words.lower[hit.first - 1] if hit.first else ""
    ends = after == "" or not (after[0].isalpha() and after not in {"and", "or"})
    return before in lexicon.cues("words", "language_before") and ends and not words.forms[hit.first].endswith("s")


def is_another(words: Words, lexicon: Lexicon, hit: Hit, name: Name) -> bool:
    """Return whether the words around an ambiguous name speak of a state, a person or a bird of that name."""
    if not name.ambiguous:
        return False
    sentence = words.sentence_at(hit.first)
    near = words.forms[max(sentence.first, hit.first - _NEAR) : min(sentence.last, hit.last + _NEAR)]
    return not lexicon.cues("ambiguous", words.forms[hit.first]).isdisjoint(near)


def find_compounds(words: Words, lexicon: Lexicon, free: Iterable[int]) -> Iterator[Mention]:
    """Yield the countries that are part of one of the words, and the bodies beside them.

    "Sino-Russian" and "US-EU" name two, "China-built" one.
    """
    for at in free:
        form = words.forms[at]
        if "-" not in form and "/" not in form:
            continue
        text = words.text[words.starts[at] : words.ends[at]]
        parts = [(part, _part(lexicon, part.group())) for part in _PART.finditer(text)]
        if any(name and name.type == "Country" and not name.ambiguous for _, name in parts):
            for part, name in parts:
                if name:
                    start = words.starts[at] + part.start()
                    end = start + len(part.group())
                    yield Mention(start, end, part.group(), name.type, "compound", name=name.name, code=name.code)


def _part(lexicon: Lexicon, form: str) -> Name | None:
    """Return the country, or the body with an acronym, that a part of a word names."""
    names = lexicon.lookup(form)
    countries = (name for name in names if name.type == "Country")
    bodies = (name for name in names if name.type in ORGANIZATIONS and form.isupper())
    return next(countries, None) or next(bodies, None)
