"""Organizations without a head noun: by what stands beside the name, by a country's name, by their acronym."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.find.called import is_plain
from kg.find.found import Found
from kg.find.heads import heads_of, is_generic
from kg.find.words import ACRONYM, CAPITAL, OF, PREPOSITION, SMALL, Sentence, Words
from kg.lexicon import ORGANIZATIONS, Hit, Lexicon

_RUN = re.compile("[CA]{2,}(?:n[CA]+)*")
_FEWEST = 3  # words


def find_national(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield a country's name with at least two descriptive words behind it, or with "Air" before it."""
    heads = heads_of(lexicon)
    before = lexicon.cues("organizations", "before")
    for sentence in words.sentences:
        if sentence.headline:
            continue
        for match in _RUN.finditer(words.shape, sentence.first, sentence.last):
            first, last = match.span()
            if words.forms[first] in before and _is_country(lexicon, words.forms[first + 1]):
                yield Found(first, first + 2, "Company", "national", 4)
            behind = [at for at in range(first + 1, last) if words.shape[at] != "n"]
            if (
                _is_country(lexicon, words.forms[first])
                and len(behind) >= _FEWEST - 1
                and all(is_generic(words, heads, at) for at in behind)
            ):
                yield Found(first, last, "Organization", "national", 7)


_NAME = re.compile("[CA]{1,4}")
_APART = 6  # words of an apposition: "a small private Norwegian aerospace firm"


def find_by_noun(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the names beside which a noun says what body they are.

    "The firm Nordvik", "Nordvik, a private aerospace firm", "Nordvik co-founder Ingrid Moe".
    """
    reader = _Reader(words, lexicon, _nouns(lexicon))
    for sentence in words.sentences:
        if sentence.headline:
            continue
        for match in _NAME.finditer(words.shape, sentence.first, sentence.last):
            first, last = match.span()
            type_ = (
                reader.before(sentence, first)
                or reader.behind(sentence, last)
                or reader.office(sentence, last)
                or reader.held(sentence, first)
                or reader.acting(sentence, last)
                or reader.followed(sentence, last)
                or reader.maker(sentence, first)
                or reader.chosen(sentence, first, last)
            )
            if type_ and reader.is_unknown(first, last):
                explained = type_ == "Company" and reader.behind(sentence, last) == type_
                yield Found(first, last, type_, "noun", 2 if explained else 5)


@lru_cache(maxsize=8)
def _nouns(lexicon: Lexicon) -> Mapping[str, str]:
    rows = lexicon.rows("organizations")
    return {noun: type_ for type_ in sorted(ORGANIZATIONS) for noun in rows.get(type_, ())}


def _is_known(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    return first < last and bool(lexicon.lookup(" ".join(words.forms[first:last])))


@dataclass(frozen=True, slots=True)
class _Reader:
    """One document under the search for nouns beside names."""

    words: Words
    lexicon: Lexicon
    nouns: Mapping[str, str]

    def is_unknown(self, first: int, last: int) -> bool:
        """Return whether no gazetteer knows the words, and none is a title, a given name or a common word."""
        words, lexicon = self.words, self.lexicon
        heads = heads_of(lexicon)
        if first in words.openers and (words.lower[first] in words.seen or _is_known(words, lexicon, first + 1, last)):
            return False  # "Outgoing NASA chief"
        if lexicon.lookup(" ".join(words.forms[first:last])) or words.forms[first] in lexicon.given:
            return False
        if last - first == 1 and words.forms[first] in heads.types:
            return False
        common = [at for at in range(first, last) if is_generic(words, heads, at) or words.forms[at] in heads.titles]
        untyped = lexicon.cues("words", "untyped").union(lexicon.cues("persons", "titles"))
        return len(common) < last - first and untyped.isdisjoint(words.forms[first:last])

    def before(self, sentence: Sentence, first: int) -> str | None:
        """Return the class that a noun directly before the name tells, or that of "Oslo-based"."""
        at = first - 1
        if at < sentence.first or self.words.shape[at] != SMALL:
            return None
        lower = self.words.lower
        if lower[at].endswith(self.lexicon.rows("endings").get("seated", ())):
            return "Company"
        if at == sentence.first:
            return None
        return self.nouns.get(" ".join(lower[at - 1 : at + 1])) or self.nouns.get(lower[at])

    def held(self, sentence: Sentence, first: int) -> str | None:
        """Return the class of a name behind what only a body has: "shares of", "a contract with"."""
        words, at = self.words, first - 2
        if at < sentence.first or (
            words.shape[first - 1] not in {OF, PREPOSITION} and words.lower[first - 1] != "from"
        ):
            return None
        joined = words.lower[first - 1] == "with"
        had = self.lexicon.cues("organizations", "joined" if joined else "had")
        fits = words.lower[at] in had or " ".join(words.lower[max(at - 1, 0) : at + 1]) in had
        return "Organization" if fits else None

    def followed(self, sentence: Sentence, last: int) -> str | None:
        """Return the class that a noun directly behind the name tells: "the Hina news agency", "LeadUp members"."""
        if last >= sentence.last or self.words.shape[last] != SMALL:
            return None
        rows, lower = self.lexicon.rows("bodies"), self.words.lower
        pair = " ".join(lower[last : last + 2])
        return next((type_ for type_ in sorted(rows) if pair in rows[type_] or lower[last] in rows[type_]), None)

    def maker(self, sentence: Sentence, first: int) -> str | None:
        """Return the class of who made something: "built by Nordvik"."""
        at = first - 2
        made = at >= sentence.first and self.words.lower[first - 1] == "by"
        return "Organization" if made and self.words.lower[at] in self.lexicon.cues("organizations", "made") else None

    def chosen(self, sentence: Sentence, first: int, last: int) -> str | None:
        """Return the class of whom somebody gives work: "picked Nordvik to build", "awarded Nordvik a contract"."""
        lower = self.words.lower
        if first - 1 <= sentence.first or last >= sentence.last or lower[first - 1] not in self._cues("choosing"):
            return None
        return "Organization" if lower[last] in self._cues("chosen for") else None

    def _cues(self, row: str) -> frozenset[str]:
        return self.lexicon.cues("organizations", row)

    def acting(self, sentence: Sentence, last: int) -> str | None:
        """Return the class of a name before a verb that a firm is the subject of: "Nordvik acquired"."""
        acts = last < sentence.last and self.words.lower[last] in self.lexicon.cues("organizations", "acts")
        return "Company" if acts else None

    def behind(self, sentence: Sentence, last: int) -> str | None:
        """Return the class that an apposition tells: ", a private aerospace firm"."""
        words = self.words
        if words.shape[last : last + 1] != "," or words.lower[last + 1 : last + 2] not in (["a"], ["an"]):
            return None
        for at in range(last + 2, min(last + 2 + _APART, sentence.last)):
            if words.lower[at] in self.nouns:
                return self.nouns[words.lower[at]]
            if words.shape[at] not in "lCA-":
                return None
        return None

    def office(self, sentence: Sentence, last: int) -> str | None:
        """Return the class of a name before an office and its holder: "Nordvik co-founder Ingrid Moe"."""
        words = self.words
        if last + 1 >= sentence.last or words.lower[last] not in self.lexicon.cues("persons", "offices"):
            return None
        return "Organization" if words.shape[last + 1] in "CI" else None


def _is_country(lexicon: Lexicon, form: str) -> bool:
    return any(name.type == "Country" and name.role == "name" for name in lexicon.lookup(form))


def find_firms(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the capitalised words before a legal form: "Baltwind plc", "Nordvik, Inc."."""
    forms, untyped = lexicon.cues("organizations", "forms"), lexicon.cues("words", "untyped")
    for at in words.where_written(forms):
        if not at:
            continue
        end = at - (words.shape[at - 1] == "," and words.lower[at].startswith(("inc", "ltd", "llc", "co.", "lp")))
        sentence = words.sentence_at(at)
        first = end
        while first > max(sentence.first, end - _NAME_WORDS) and (
            words.shape[first - 1] in "CA-" or words.forms[first - 1] == "&"
        ):
            first -= 1
        while first < end and words.shape[first] in "n-":
            first += 1
        if sentence.headline or first == end or (end - first == 1 and words.forms[first] in untyped):
            continue
        if not (end - first == 1 and _is_country(lexicon, words.forms[first])):
            yield Found(first, at + 1, "Company", "legal form", 2, name=_known_firm(words, lexicon, first, end))


def _known_firm(words: Words, lexicon: Lexicon, first: int, end: int) -> str | None:
    """Return the firm of whose full name a country is part: "Nordvik USA, Inc." is Nordvik."""
    if end - first == 1 or not any(name.type == "Country" for name in lexicon.lookup(words.forms[end - 1])):
        return None
    firms = (name for name in lexicon.lookup(words.phrase(first, end - 1)) if name.type == "Company")
    return next((firm.name for firm in firms), None)


def find_alone(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the bodies of a state that go by their noun alone: "the Senate", "Congress", "the Air Force"."""
    rows = lexicon.rows("alone")
    bodies = [(tuple(form.split()), type_) for type_ in ("Agency", "Organization") for form in rows.get(type_, ())]
    for body, type_ in bodies:
        for at in words.where_written({body[0]}):
            last = at + len(body)
            whole = tuple(words.forms[at:last]) == body and words.shape[last : last + 1] not in {"C", "A"}
            if whole and _is_definite(words, at) and not words.sentence_at(at).headline:
                yield Found(at, last, type_, "alone", 8)


def _is_definite(words: Words, at: int) -> bool:
    """Return whether the article or a preposition stands before the word, or it begins with neither."""
    return at > 0 and words.shape[at - 1] in {"t", OF, PREPOSITION, "F"} and words.lower[at - 1] not in {"a", "an"}


def find_branches(words: Words, lexicon: Lexicon, hits: Sequence[Hit]) -> Iterator[Found]:
    """Yield a firm's name with the country in it: "Airbus UK" is a firm of its own, and no country acts there."""
    unfitting = lexicon.cues("words", "not_country_after")
    firms = {hit.last: hit for hit in hits if any(name.type == "Company" for name in hit.names)}
    for hit in hits:
        if not any(name.type == "Country" and name.role != "demonym" for name in hit.names):
            continue
        firm, sentence = firms.get(hit.first), words.sentence_at(hit.first)
        unfit = words.forms[hit.last : hit.last + 1] and words.forms[hit.last] in unfitting
        if sentence.headline or hit.first == sentence.first or unfit:
            continue
        if firm:
            yield Found(firm.first, hit.last, "Company", "branch", 1)
        elif words.shape[hit.first] == ACRONYM and words.shape[hit.first - 1] == CAPITAL:
            yield from _branch(words, lexicon, sentence, hit)


def _branch(words: Words, lexicon: Lexicon, sentence: Sentence, hit: Hit) -> Iterator[Found]:
    """Yield an unknown name before a country's letters: "Nordvik UK"."""
    first = hit.first
    while first > max(sentence.first, hit.first - _NAME_WORDS) and words.shape[first - 1] == CAPITAL:
        first -= 1
    if is_plain(words, lexicon, first, hit.first) and not any(
        words.forms[at] in lexicon.given | lexicon.surnames for at in range(first, hit.first)
    ):
        yield Found(first, hit.last, "Company", "branch", 5)


_NAME_WORDS = 5  # words before a legal form
_ACRONYM = re.compile("[A-Z]{3,6}")


def find_acronyms(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield acronyms that nothing else knows where they act or own: "the SPD", "KLP said", "UGPT's"."""
    agents = lexicon.cues("organizations", "agents")
    untyped, speech = lexicon.cues("words", "untyped"), lexicon.cues("persons", "speech")
    for at in words.where_shaped(ACRONYM):
        sentence = words.sentence_at(at)
        if sentence.headline or words.forms[at] in untyped or not _ACRONYM.fullmatch(words.forms[at]):
            continue
        behind = words.lower[at + 1] if at + 1 < sentence.last else ""
        before = words.lower[at - 1] if at > sentence.first else ""
        ends = words.shape[at + 1 : at + 2] in ".,lnr)"
        alone = behind in speech or behind in {"'s", "'"} or (before in agents and ends)
        if alone and not lexicon.lookup(words.forms[at]):
            yield Found(at, at + 1, "Organization", "acronym", 9)
