"""Persons: by title, trade, given name, initials, verb of saying, apposition and byline."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.find.found import Found
from kg.find.heads import Heads, heads_of, is_generic
from kg.find.words import ACRONYM, CAPITAL, INITIAL, NAMELIKE, OF, PARTICLE, PREPOSITION, Sentence, Words
from kg.lexicon import ORGANIZATIONS, Lexicon

_RUN = re.compile("[CAI](?:p{0,3}[CAI])*")
_MOST = 5  # words in a person's name
_APART = 5  # words between a name and the office that follows it


@dataclass(frozen=True, slots=True)
class _Cues:
    titles: Mapping[str, tuple[tuple[str, ...], ...]]
    trades: frozenset[str]
    speech: frozenset[str]
    bylines: frozenset[str]
    family_first: frozenset[str]
    untyped: frozenset[str]
    suffixes: frozenset[str]


@lru_cache(maxsize=8)
def _cues_of(lexicon: Lexicon) -> _Cues:
    titles: dict[str, list[tuple[str, ...]]] = {}
    for title in lexicon.rows("persons").get("titles", ()):
        key = tuple(title.split())
        titles.setdefault(key[0], []).append(key)
    return _Cues(
        {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in titles.items()},
        lexicon.cues("persons", "trades"),
        lexicon.cues("persons", "speech"),
        lexicon.cues("persons", "bylines"),
        lexicon.cues("persons", "family_first"),
        lexicon.cues("words", "untyped"),
        lexicon.cues("persons", "suffixes"),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """One document under the search for persons."""

    words: Words
    lexicon: Lexicon
    cues: _Cues
    heads: Heads

    def runs(self) -> Iterator[tuple[Sentence, int, int]]:
        """Yield the rows of capitalised words that may hold a person's name."""
        for sentence in self.words.sentences:
            for match in _RUN.finditer(self.words.shape, sentence.first, sentence.last):
                yield sentence, match.start(), match.end()

    def title_end(self, at: int) -> int:
        """Return the end of the title that begins at the word, `at` itself if none does."""
        for title in self.cues.titles.get(self.words.forms[at], ()):
            if tuple(self.words.forms[at : at + len(title)]) == title:
                return at + len(title)
        return at

    def is_nameable(self, at: int) -> bool:
        """Return whether the word may be part of a person's name."""
        words, form = self.words, self.words.forms[at]
        if words.shape[at] in {INITIAL, PARTICLE} or self.is_behind_particle(at):
            return True
        if form in self.cues.untyped or form in self.heads.types or form in self.cues.titles:
            return form in self.lexicon.given or form in self.lexicon.surnames
        if (words.shape[at] == ACRONYM and not form.isalpha()) or form[-1].isdigit():
            return False
        return not is_generic(words, self.heads, at) or form in self.lexicon.given

    def is_behind_particle(self, at: int) -> bool:
        """Return whether a capitalised particle makes any word a surname: "La Camera"."""
        before = self.words.lower[at - 1] if at and self.words.shape[at - 1 : at + 1] == "CC" else ""
        return before in self.lexicon.cues("persons", "particles")

    def is_name(self, at: int) -> bool:
        """Return whether the word, before an initial, is a given name; its ending says nothing there ("Vance D.")."""
        form = self.words.forms[at]
        bare = (
            self.words.shape[at] == CAPITAL and form not in self.heads.generic and form.lower() not in self.words.seen
        )
        cue = form in self.cues.untyped or form in self.heads.types or form in self.cues.titles
        return self.is_nameable(at) or (bare and not cue)

    def extent(self, first: int, last: int) -> int:
        """Return how far a name that begins at `first` reaches within `[first, last)`."""
        end = first
        while end < min(last, first + _MOST) and self.is_nameable(end):
            if end > first and self.title_end(end) > end:
                break
            end += 1
        while end > first and self.words.shape[end - 1] == PARTICLE:
            end -= 1
        return end

    def is_known(self, first: int, last: int) -> bool:
        """Return whether a gazetteer knows the words as something else."""
        return bool(self.lexicon.lookup(" ".join(self.words.forms[first:last])))

    def size(self, first: int, last: int) -> int:
        """Return the number of words without initials and particles."""
        return sum(self.words.shape[at] in NAMELIKE for at in range(first, last))


def find_persons(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield the persons that their surroundings or their given names show."""
    reader = _Reader(words, lexicon, _cues_of(lexicon), heads_of(lexicon))
    for sentence, first, last in reader.runs():
        yield from _titled(reader, sentence, first, last)
        yield from _given(reader, sentence, first, last)
        yield from _initialled(reader, first, last)
        yield from _placed(reader, sentence, first, last)


def _person(reader: _Reader, first: int, last: int, rule: str, rank: int) -> Iterator[Found]:
    if last < len(reader.words.forms) and reader.words.forms[last] in reader.cues.suffixes:
        last += 1
    if last > first:
        yield Found(first, last, "Person", rule, rank)


def _titled(reader: _Reader, sentence: Sentence, first: int, last: int) -> Iterator[Found]:
    """Yield what follows a title in the run, or a title and its field ("Minister of Education Li Wei")."""
    at = first
    while at < last:
        end = reader.title_end(at)
        if end == at:
            at += 1
            continue
        while end < last and reader.title_end(end) > end:
            end = reader.title_end(end)
        name, rank = (end, 2) if end < last else (_behind_field(reader, sentence, end), 3)
        run = _RUN.match(reader.words.shape, name, sentence.last)
        if run:
            if rank > 2:
                name = _given_in(reader, name, run.end())
            stop = _with_surname(reader, name, reader.extent(name, run.end()), run.end())
            if rank > 2 and (stop < run.end() or not (stop - name > 1 or _is_personal(reader, name))):
                stop = name
            if stop > name and reader.size(name, stop) and _is_titled_name(reader, name, stop):
                yield from _person(reader, name, stop, "title", rank)
        at = max(end, at + 1)


def _with_surname(reader: _Reader, first: int, stop: int, last: int) -> int:
    """Return the end of a name of two words that end as nouns do: "Commander Peter Hall", "Minister Karma Tshering"."""
    pair = last - first == _PAIR and stop < last and reader.words.shape[first:last] == CAPITAL * _PAIR
    known = stop - first == 1 and reader.words.forms[first] in reader.lexicon.given
    return last if pair and (known or all(map(reader.is_name, range(first, last)))) else stop


def _given_in(reader: _Reader, first: int, last: int) -> int:
    """Return the first given name behind the words of a field, "Mike" of "Speaker of the House Mike Johnson"."""
    return next((at for at in range(first, last - 1) if reader.words.forms[at] in reader.lexicon.given), first)


def _is_personal(reader: _Reader, at: int) -> bool:
    form = reader.words.forms[at]
    return form in reader.lexicon.given or form in reader.lexicon.surnames or form in reader.cues.family_first


def _is_titled_name(reader: _Reader, first: int, last: int) -> bool:
    if reader.size(first, last) > 1:
        return True
    if reader.words.shape[last : last + 1] == OF:  # "General Rules of"
        return False
    if first and reader.words.forms[first - 1] in reader.lexicon.cues("persons", "courtesy"):
        return not reader.words.forms[first].isupper() and last - first == 1
    return not reader.is_known(first, last) and not reader.words.forms[first].isupper()


def _behind_field(reader: _Reader, sentence: Sentence, at: int) -> int:
    """Return where a name begins behind "of Science and Technology", `at` if the title has no field."""
    words = reader.words
    if at >= sentence.last or words.shape[at] not in {OF, "r"}:
        return at
    end = at + 1
    while (
        end < sentence.last
        and words.shape[end] in "CAnt,"
        and (words.shape[end] not in NAMELIKE or is_generic(words, reader.heads, end) or reader.is_known(end, end + 1))
    ):
        end += 1
    return end if end < sentence.last and words.shape[end - 1] in NAMELIKE else sentence.last


def _given(reader: _Reader, sentence: Sentence, first: int, last: int) -> Iterator[Found]:
    """Yield the rows that begin with a given name, or with a Chinese or Korean surname."""
    words = reader.words
    for at in range(first, last - 1):
        form = words.forms[at]
        if words.shape[at] not in NAMELIKE or form in reader.cues.untyped or _is_posting(reader, sentence, at, last):
            continue
        proper = _in_small_letters(reader, form)
        if proper in reader.lexicon.given or _is_namesake(reader, at):
            end = reader.extent(at + 1, last)
            if end == at + 1 and at + 2 == last and _is_said(reader, sentence, last):
                end = last
            if end > at + 1 and reader.size(at + 1, end) and not (sentence.headline and end - at > _PAIR + 1):
                yield from _person(reader, at, end, "given name", 4)
                return
        elif _is_hyphenated(words, at + 1) and not reader.is_known(at, at + 1) and reader.is_nameable(at):
            yield from _person(reader, at, at + _PAIR, "surname first", 4)
            return
        elif proper in reader.cues.family_first and _is_eastern(reader, at, last):
            end = at + 2 + (_is_syllable(words, at + 2) and at + 3 == last)
            yield from _person(reader, at, end, "surname first", 4)
            return


def _in_small_letters(reader: _Reader, form: str) -> str:
    """Return "Ann" for "ANN"; nothing for the letters of a body ("ESA Sign"), which are no given name."""
    if not form.isupper() or len(form) == 1:
        return form
    return "" if any(name.type in ORGANIZATIONS for name in reader.lexicon.lookup(form)) else form.capitalize()


def _is_said(reader: _Reader, sentence: Sentence, at: int) -> bool:
    return at < sentence.last and reader.words.lower[at] in reader.cues.speech


def _is_namesake(reader: _Reader, at: int) -> bool:
    """Return whether a country's name with a surname behind it is a given name: "Chad Smith"."""
    words, behind = reader.words, reader.words.forms[at + 1]
    surname = (
        behind in reader.lexicon.surnames and behind not in reader.heads.types and not reader.is_known(at + 1, at + 2)
    )
    country = any(name.type == "Country" and name.role == "name" for name in reader.lexicon.lookup(words.forms[at]))
    return surname and country and words.shape[at + 1] == CAPITAL and not is_generic(words, reader.heads, at + 1)


_PAIR = 2
_PINYIN = re.compile(
    r"(?i)(?:[bcdfghjklmnpqrstwxyz]h?[aeiouü]{1,3}(?:ng?|r|k|p)?['-]?){1,3}|(?:(?:a|e)(?:i|n|ng|r)?)+|y[iu]\w*"
)


def _is_eastern(reader: _Reader, at: int, last: int) -> bool:
    words = reader.words
    return _is_syllable(words, at + 1) and not reader.is_known(at, at + _PAIR) and at + _PAIR <= last


def _is_hyphenated(words: Words, at: int) -> bool:
    """Return whether the word is a Korean or Taiwanese given name of two syllables: "Suk-yeol", "Chih-hao"."""
    first, _, second = words.forms[at].partition("-")
    syllables = second.islower() and _ROMANISED.fullmatch(first) and _ROMANISED.fullmatch(second)
    return words.shape[at] == CAPITAL and bool(syllables)


_ROMANISED = re.compile(
    r"(?i)(?:[bcdfghjklmnprstwyz]|ch|sh|hs|ts|tz|ll|kh|ph|ss|gw|kw|hw|hy|ky|by|my|py)?w?y?[aeiou]{1,3}(?:n|ng|h|k|l|m|p|t|r|s)?"
)
"""A syllable as Wade-Giles and the Korean romanisations write it."""


def _is_syllable(words: Words, at: int) -> bool:
    return at < len(words.forms) and words.shape[at] in NAMELIKE and bool(_PINYIN.fullmatch(words.forms[at]))


def _initialled(reader: _Reader, first: int, last: int) -> Iterator[Found]:
    """Yield names with initials: "J. Smith", "William N. Brown", "Bakke O"."""
    words = reader.words
    for at in range(first, last):
        if words.shape[at] != INITIAL:
            continue
        start = at
        while start > first and (
            words.shape[start - 1] == INITIAL or (at - start < _PAIR and reader.is_name(start - 1))
        ):
            start -= 1
        end = reader.extent(at + 1, last)
        if end > at + 1 and reader.size(at + 1, end) and words.forms[at].endswith("."):
            yield from _person(reader, start, end, "initial", 3)
        elif start < at and at + 1 == last and reader.size(start, at) and words.shape[start] == CAPITAL:
            yield from _person(reader, start, at + 1, "initial", 8)


def _placed(reader: _Reader, sentence: Sentence, first: int, last: int) -> Iterator[Found]:
    """Yield the names whose neighbours say that they are persons: a trade, a verb of saying, an office, a byline."""
    words = reader.words
    start = first
    while start < last and reader.title_end(start) > start:
        start = reader.title_end(start)
    start += _is_posting(reader, sentence, start, last)
    end = reader.extent(start, last)
    odd = end - start == 1 and end + 1 == last and reader.is_name(end)  # a surname that ends as nouns do: "Schering"
    end += odd
    if end != last or start >= end or not reader.size(start, end) or reader.is_known(start, end):
        return
    single = end - start == 1
    if single and (words.shape[start] == ACRONYM or (start in words.openers and words.lower[start] in words.seen)):
        return
    rule = _surroundings(reader, sentence, start, end)
    if rule == "speech" and _is_lettered(words, start, end):
        yield Found(start, end, "Organization", rule, 4)
    elif rule and not (single and rule in {"byline", "office"}):
        yield from _person(reader, start, end, rule, 6 if single else 4)
    elif single and not sentence.headline and _is_surname(reader, first, start, last):
        yield from _person(reader, start, end, "surname", 8)
    elif not (single or odd or sentence.headline) and end - start <= _FULL and _is_proper(reader, start, end):
        yield from _person(reader, start, end, "shape", 9)


def _is_lettered(words: Words, first: int, last: int) -> bool:
    """Return whether a name begins with letters as firms' do: "MKH Nordlys said", not "JD Vance said"."""
    letters = words.forms[first]
    return words.shape[first:last] == ACRONYM + CAPITAL and len(letters) > 2 and letters.isalpha() and letters.isupper()


def _is_posting(reader: _Reader, sentence: Sentence, at: int, last: int) -> bool:
    """Return whether the word is where an office is held, before the name: "ambassador to Kenya Zhou Pingjian"."""
    words = reader.words
    behind = at > sentence.first and at + _PAIR < last and words.shape[at - 1] in {OF, PREPOSITION}
    known = reader.lexicon.lookup(words.forms[at]) if behind else ()
    return any(name.type == "Country" and name.role == "name" for name in known)


def _is_surname(reader: _Reader, run: int, at: int, last: int) -> bool:
    """Return whether the word, alone and not at the beginning of a sentence, is a common surname and nothing else."""
    words, form = reader.words, reader.words.forms[at]
    alone = run == at and at + 1 == last and words.shape[at] == CAPITAL and at not in words.openers
    return (
        alone
        and form in reader.lexicon.surnames
        and words.lower[at] not in words.seen
        and not is_generic(words, reader.heads, at)
    )


_FULL = 3  # words of an unknown name that is most likely a person's


def _is_proper(reader: _Reader, first: int, last: int) -> bool:
    """Return whether all words are capitalised names that no gazetteer knows.

    At the beginning of a sentence, where a capital says nothing, the last must end as surnames do ("Sadyr Akmatov").
    """
    ending = reader.words.forms[last - 1].endswith(reader.lexicon.rows("endings").get("surnames", ()))
    return (
        (first not in reader.words.openers or ending)
        and reader.words.shape[first - 1 : first] != '"'
        and all(
            reader.words.shape[at] in {CAPITAL, PARTICLE}
            and not reader.is_known(at, at + 1)
            and "-" not in reader.words.forms[at][:3]
            and reader.words.lower[at] not in reader.lexicon.cues("titles", "technical")
            for at in range(first, last)
        )
    )


def _surroundings(reader: _Reader, sentence: Sentence, first: int, last: int) -> str | None:
    words, cues = reader.words, reader.cues
    before = words.lower[first - 1] if first > sentence.first else ""
    after = words.lower[last] if last < sentence.last else ""
    if before in cues.trades and words.shape[first - 1] != CAPITAL:
        return "trade"
    if after in cues.speech or (before in cues.speech and after in {",", ".", ";", ""}):
        return "speech"
    if after == "," and _is_office(reader, sentence, last + 1):
        return "office"
    if _is_byline(reader, sentence, first):
        return "byline"
    return None


def _is_office(reader: _Reader, sentence: Sentence, at: int) -> bool:
    """Return whether an office, a trade or an age begins at the word: ", deputy director of", ", 46,"."""
    words = reader.words
    if at >= sentence.last:
        return False
    if words.shape[at] == "0" and len(words.forms[at]) == _PAIR and words.shape[at + 1 : at + 2] in {",", "."}:
        return True
    for here in range(at, min(at + _APART, sentence.last)):
        if words.lower[here] in reader.cues.trades or reader.title_end(here) > here:
            return True
        if words.shape[here] not in "lCAFtpxs-" or words.lower[here].endswith(("ed", "ing")):
            return False
    return False


def _is_byline(reader: _Reader, sentence: Sentence, first: int) -> bool:
    words = reader.words
    at = first - 1
    while at >= sentence.first and words.shape[at] in ":(/x":
        at -= 1
    if at < sentence.first:
        return False
    near = words.lower[at] in reader.cues.bylines
    if at > sentence.first and " ".join(words.lower[at - 1 : at + 1]) in reader.lexicon.cues("persons", "credits"):
        return True
    return near and (at == sentence.first or words.shape[at + 1] == ":" or words.forms[at - 1] == "|")
