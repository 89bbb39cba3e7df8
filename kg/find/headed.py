"""Names never seen, by their head noun: "Ministry of …", "… Agency", "… Mission", "… Treaty", "… Summit"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.find.found import Found
from kg.find.heads import Heads, heads_of, is_field, is_generic, is_month
from kg.find.words import (
    ACRONYM,
    AND,
    CAPITAL,
    DASH,
    INITIAL,
    NUMBER,
    OF,
    OPENER,
    POSSESSIVE,
    PREPOSITION,
    THE,
    Sentence,
    Words,
)
from kg.lexicon import BLOCKED, ORGANIZATIONS, Hit, Lexicon, Name

_NAME_SHAPES = CAPITAL + ACRONYM + INITIAL
_LONGEST = 30  # words in one name, so that a text in capitals costs no more than another
# A name of descriptive words alone has more than so many: "Ground Station", "Memorandum of Understanding" are kinds.
_DESCRIBED = {"Project": 2, "Document": 2, "Agreement": 3, "Company": 2}
_INDEFINITE = 3  # behind "a" so many descriptive words are no name
_ORDINAL = ("st", "nd", "rd", "th")
_SERIAL = re.compile("[1-9][0-9]?[A-Z]?")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PARTIES = frozenset({"Country", "Place"}) | ORGANIZATIONS


def find_headed(words: Words, lexicon: Lexicon, hits: Sequence[Hit]) -> Iterator[Found]:
    """Yield the names that a head noun ends, or begins with its complement behind it."""
    ends = {hit.last for hit in hits if any(name.type in _PARTIES and name.role != "demonym" for name in hit.names)}
    bodies = (hit for hit in hits if hit.last - hit.first > 1)
    begins = {hit.first for hit in bodies if any(name.type in ORGANIZATIONS for name in hit.names)}
    finder = _Finder(words, lexicon, heads_of(lexicon), frozenset(ends), frozenset(begins))
    for at in words.where_written(finder.heads.types.keys()):
        if words.shape[at] in _NAME_SHAPES:
            yield from finder.headed(words.sentence_at(at), at)


@dataclass(frozen=True, slots=True)
class _Complement:
    """A preposition and the group `[begin, end)` behind it, which may belong to the head's name."""

    head: int
    preposition: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Finder:
    """One document under the search for head nouns; `ends` is where known countries, places and bodies end.

    `begins` is where known bodies of several words begin.
    """

    words: Words
    lexicon: Lexicon
    heads: Heads
    ends: frozenset[int]
    begins: frozenset[int]

    def headed(self, sentence: Sentence, at: int) -> Iterator[Found]:
        """Yield the name whose head noun ends with the word."""
        if at + 1 < sentence.last and self.generic(at + 1) and self.words.forms[at + 1] not in self.heads.titles:
            return
        head, type_ = self.head(sentence, at)
        if self.is_verb(sentence, at):
            return
        if not type_ or (type_ == "Company" and self.is_portfolio(sentence, at)) or self.is_surname(at):
            return
        first = self.start(sentence, at - len(head) + 1)
        end = self.end(sentence, at)
        last = self.with_parties(sentence, end) if type_ == "Agreement" else end
        if last - first > len(head):
            first = self.own_start(first, at, last, type_)
            bare = type_ == "Project" and sentence.headline and first > at - len(head)  # "Third Mission for ESA"
            named = not bare and last - first > len(head) and self.is_specific(sentence, first, last, type_)
            if named and (type_ != "Company" or self.is_firm(first, at, len(head))):
                type_ = "Event" if self.is_congress(sentence, first, at) else type_
                type_ = BLOCKED if self.words.forms[at] in self.heads.unnamed else type_
                yield Found(first, self.with_number(last, type_), type_, "head", 3)
        elif type_ == "Event" and self.with_year(last, type_) > last:
            yield Found(first, last + 1, type_, "head", 3)

    def is_firm(self, first: int, at: int, size: int) -> bool:
        """Return whether a name of its own stands before a noun that also describes: "Nordvik Energy" is a firm's."""
        if not self.generic(at):
            return True
        before = range(first, at - size + 1)
        return any(
            not self.generic(here) and not self.words.lower[here].endswith(self.heads.adjectives) and self.is_own(here)
            for here in before
            if self.words.shape[here] in _NAME_SHAPES
        )

    def is_own(self, at: int) -> bool:
        """Return whether the word is no state's name, which says nothing of a firm: "India Nuclear"."""
        return not any(name.type in {"Country", "Place"} for name in self.names(at, at + 1))

    def is_congress(self, sentence: Sentence, first: int, at: int) -> bool:
        """Return whether an assembly is a gathering, as it is counted or of all the world: "the Fifth Assembly of"."""
        form, sessions = self.words.forms[at], self.lexicon.cues("events", "sessions")
        if form not in sessions:
            return False
        opens = self.words.lower[first] in self.lexicon.cues("events", "counted") or self.is_of_league(first, at)
        before = self.words.lower[first - 1] if first > sentence.first else ""
        return opens or (before.endswith(_ORDINAL) and before[0].isdigit())

    def is_of_league(self, first: int, at: int) -> bool:
        """Return whether the letters of a body of states stand right before the assembly: "IRENA Assembly"."""
        names = self.names(first, at) if at - first == 1 and self.words.shape[first] == ACRONYM else ()
        return any(name.type == "Alliance" or (name.type == "Agency" and not name.country) for name in names)

    def with_number(self, last: int, type_: str) -> int:
        """Return the end with the number of a project or the year of an event: "Sunda Observing Satellite 2"."""
        if type_ != "Project":
            return self.with_year(last, type_)
        words = self.words
        ends = words.shape[last + 1 : last + 2] in {"", ".", ",", "(", ")", AND, POSSESSIVE}
        return last + (last < len(words.forms) and bool(_SERIAL.fullmatch(words.forms[last])) and ends)

    def with_year(self, last: int, type_: str) -> int:
        """Return the end with the year of an event behind its name: "Tunis Water Forum 2024"."""
        if type_ != "Event" or last >= len(self.words.forms):
            return last
        return last + bool(_YEAR.fullmatch(self.words.forms[last]))

    def head(self, sentence: Sentence, at: int) -> tuple[tuple[str, ...], str]:
        """Return the longest head noun that ends with the word, and its class; nothing if it only ends a longer one."""
        for head, type_ in self.heads.types[self.words.forms[at]]:
            first = at - len(head) + 1
            if first >= sentence.first and tuple(self.words.forms[first : at + 1]) == head:
                return head, type_
        return (), ""

    def is_verb(self, sentence: Sentence, at: int) -> bool:
        """Return whether in a headline the noun is a verb, as an infinitive follows: "Two States Plan to Agree"."""
        follows = sentence.headline and at + 1 < sentence.last and self.words.lower[at + 1] == "to"
        return follows and self.words.forms[at] in self.lexicon.cues("words", "verbs")

    def is_surname(self, at: int) -> bool:
        """Return whether the noun is a surname behind a given name and a particle: "Francesco La Camera"."""
        words = self.words
        if at < 2 or words.lower[at - 1] not in self.lexicon.cues("persons", "particles"):
            return False
        return words.shape[at - 1] == CAPITAL and words.forms[at - 2] in self.lexicon.given

    def is_portfolio(self, sentence: Sentence, at: int) -> bool:
        """Return whether the word is what a country's office is for: "Chilean Energy Secretary"."""
        if at + 1 >= sentence.last or not self.generic(at) or self.words.forms[at + 1] not in self.heads.titles:
            return False
        owners = {"Country", "Alliance"}  # "EU Energy Commissioner"
        return any(name.type in owners for first in range(max(0, at - 3), at) for name in self.names(first, at))

    def generic(self, at: int) -> bool:
        """Return whether the word describes rather than names."""
        return is_generic(self.words, self.heads, at)

    def names(self, begin: int, end: int) -> tuple[Name, ...]:
        """Return what the gazetteers know the words as."""
        return self.lexicon.lookup(" ".join(self.words.forms[begin:end]))

    def is_specific(self, sentence: Sentence, first: int, last: int, type_: str) -> bool:
        """Return whether the words are a name, not only a kind of thing ("an Executive Order")."""
        words = self.words
        names = (at for at in range(first, last) if words.shape[at] in _NAME_SHAPES)
        if any(words.forms[at] not in self.heads.types and not self.generic(at) for at in names):
            return True
        indefinite = first > sentence.first and words.lower[first - 1] in {"a", "an"} and last - first <= _INDEFINITE
        if sentence.headline or indefinite or is_field(words, self.heads, first, since=sentence.first):
            return False
        return last - first > _DESCRIBED.get(type_, 0)

    ### To the left of the head #######################################################################################

    def start(self, sentence: Sentence, at: int) -> int:
        """Return where the capitalised words before the head begin."""
        first = at
        limit = max(sentence.first, at - _LONGEST)
        while first > limit and not is_month(self.words, self.lexicon, first - 1):
            step = self.step(first, limit) or self.list_step(first, limit, at)
            if not step or (sentence.headline and not self.is_described(first - 1)):
                break
            first -= step
        while first < at and self.words.shape[first] in {NUMBER, AND, DASH}:
            first += 1
        return first

    def step(self, first: int, limit: int) -> int:
        """Return by how many words the name grows to the left, 0 if it ends here."""
        words, before = self.words, first - 1
        shape = words.shape[before]
        more = words.shape[before - 1] if before > limit else ""
        if shape in _NAME_SHAPES:
            ranked = (
                words.forms[before] == "General" and words.forms[first] in self.heads.types
            )  # "General Secretariat"
            return int(ranked or words.forms[before] not in self.heads.titles)
        if shape == OPENER:
            inside = before not in words.openers and words.lower[before] not in self.heads.articles
            return int(inside and words.shape[first] in _NAME_SHAPES)
        if shape == DASH:
            return 1
        if shape == NUMBER:
            return int(bool(more) and more in _NAME_SHAPES)
        if shape == AND:
            return 2 if more and self.is_joining(before) else 0
        return 2 if shape == POSSESSIVE and more and words.forms[before - 1] in self.heads.owners else 0

    def list_step(self, first: int, limit: int, at: int) -> int:
        """Return 2 where a list of what the body is for goes on: "Sunda Assembly, Integration and Test Centre"."""
        comma = first - 1
        if self.words.shape[comma] != "," or comma - 1 <= limit or AND not in self.words.shape[first:at]:
            return 0
        listed = [self.is_purpose(here) for here in (comma - 1, first)]
        led = self.words.shape[comma - 2] in {*_NAME_SHAPES, OF, THE}
        return 2 * (all(listed) and led and comma - 1 not in self.ends)

    def is_purpose(self, at: int) -> bool:
        """Return whether the word may say what a body is for: "Research", "Test"."""
        return self.generic(at) or self.words.forms[at] in self.lexicon.cues("words", "works")

    def is_described(self, at: int) -> bool:
        """Return whether in a headline, where a capital says nothing, the word is likely part of the name."""
        form = self.words.forms[at]
        return form in self.heads.generic or self.words.shape[at] == ACRONYM or bool(self.lexicon.lookup(form))

    def is_joining(self, at: int) -> bool:
        """Return whether "and" joins two parts of one name ("Scientific and Technical Subcommittee")."""
        left, right = at - 1, at + 1
        form = self.words.forms[left]
        works = self.lexicon.cues("words", "works")
        if at in self.ends or (form in self.heads.types and form not in self.heads.generic and form not in works):
            return False
        adjective = self.words.lower[left].endswith(self.heads.adjectives) and self.words.lower[at - 2] in {"a", "the"}
        return (self.is_purpose(left) and self.is_purpose(right)) or adjective

    def own_start(self, first: int, at: int, last: int, type_: str) -> int:
        """Return the name's start behind a country that only says whose it is: "German Federal Ministry of …"."""
        country = self.demonym_end(first)
        if country == first or country > at:
            return first
        every = self.words.forms[at] in self.lexicon.cues("organizations", "of every state")
        ministry = type_ == "Agency" and country == at and last > at + 1 and every
        complete = self.words.forms[country] in self.heads.own or ministry
        named = country < at and not any(self.generic(word) for word in range(country, at))
        return country if complete or (named and type_ in ORGANIZATIONS) else first

    def demonym_end(self, first: int) -> int:
        """Return the end of the demonym that begins the name, or of "U.S." before "National"; `first` if none does."""
        for last in (first + 3, first + 2, first + 1):
            short = last == first + 1 and self.words.shape[first] == ACRONYM
            short = short and self.words.forms[last] in self.heads.own
            if any(n.type == "Country" and (n.role == "demonym" or short) for n in self.names(first, last)):
                return last
        return first

    ### To the right of the head ######################################################################################

    def end(self, sentence: Sentence, at: int) -> int:
        """Return where the complements end: "of Education, Culture and Sports", "on the Peaceful Uses of …"."""
        words = self.words
        last = at + 1
        limit = min(sentence.last, at + _LONGEST)
        while last < limit - 1 and words.shape[last] in {OF, PREPOSITION}:
            begin = last + 1 + (words.shape[last + 1] == THE)
            end = self.group(begin, limit)
            complement = _Complement(at, last, begin, end)
            inside = self.is_further(complement) if last > at + 1 else self.is_complement(complement)
            if end == begin or not inside:
                break
            last = self.coordinated(end, limit)
        return last

    def with_parties(self, sentence: Sentence, last: int) -> int:
        """Return the end of "Between the Government of X and the Government of Y Concerning Z" behind an agreement.

        In small letters "between" the parties belong to the name only if what it is about follows with a capital.
        """
        words = self.words
        if last >= sentence.last or words.lower[last] != "between":
            return last
        limit = min(sentence.last, last + 2 * _LONGEST)
        end = self.party(last + 1, limit)
        while end > last + 1 and end < limit and (words.shape[end] == AND or words.shape[end] == ","):
            begin = end + 1 + (words.shape[end : end + 2] == f",{AND}")
            following = self.party(begin, limit)
            if following == begin:
                break
            end = following
        about = end
        if end < limit and words.lower[end] in self.lexicon.cues("titles", "about"):
            begin = end + 1 + (words.lower[end + 1 : end + 2] == ["to"])
            begin += words.shape[begin : begin + 1] == THE
            about = self.end(sentence, begin - 1) if self.group(begin, limit) > begin else end
            about = max(about, self.coordinated(self.group(begin, limit), limit)) if about > end else end
        named = words.forms[last] != "between" or (about > end and words.forms[end][0].isupper())
        return about if named and end > last + 1 else last

    def party(self, begin: int, limit: int) -> int:
        """Return the end of a party to an agreement: "the Government of the Kingdom of Norway", "NASA"."""
        words, about = self.words, self.lexicon.cues("titles", "about")
        at = begin + (words.shape[begin : begin + 1] == THE)
        end = self.group(at, limit)
        while end > at and end < limit - 1 and words.shape[end] == OF:
            at = end + 1 + (words.shape[end + 1] == THE)
            end = self.group(at, limit)
        end = next((here for here in range(begin, end) if words.lower[here] in about), end)
        at = min(at, end - 1)
        return end if end > at else begin

    def is_complement(self, part: _Complement) -> bool:
        """Return whether the group belongs to the name: "Committee on Space" does, "Office in Vienna" not."""
        words = self.words
        preposition = words.lower[part.preposition]
        if words.forms[part.head] not in self.heads.complements.get(preposition, frozenset()):
            return False
        kinds = self.kinds(part)
        if preposition == "in":
            return not kinds or "continent" in kinds
        size = part.end - part.begin
        if size > 1 and not kinds and words.forms[part.begin] in self.lexicon.given:
            return False
        joined = part.end < len(words.shape) and words.shape[part.end] == AND
        single = size == 1 and words.shape[part.begin] == ACRONYM and not joined
        return not (single and (kinds & ORGANIZATIONS or (not kinds and preposition == "of")))

    def is_further(self, part: _Complement) -> bool:
        """Return whether a second complement belongs to the name: "… Uses of Outer Space", "… Education in Asia"."""
        kinds = self.kinds(part)
        described = [self.generic(at) for at in range(part.begin, part.end)]
        fits = self.words.shape[part.preposition] == OF or all(described) or "continent" in kinds
        fits = fits or (any(described) and not kinds and self.words.lower[part.preposition] == "for")
        return fits and not kinds & {"Country", "city"}

    def kinds(self, part: _Complement) -> set[str]:
        """Return the classes of what the gazetteers know the group as, for places their kinds."""
        return {n.kind if n.type == "Place" else n.type for n in self.names(part.begin, part.end)}

    def group(self, begin: int, limit: int) -> int:
        """Return where the row of capitalised words that begins here ends, at the latest before a person's office."""
        shape = self.words.shape
        end = begin
        while end < limit and (shape[end] in _NAME_SHAPES or (end > begin and shape[end] == DASH)):
            if end > begin and self.is_titled(end, limit):
                break
            end += 1
        while end > begin and shape[end - 1] == DASH:
            end -= 1
        return end

    def is_titled(self, at: int, limit: int) -> bool:
        """Return whether the word is the title of a person who follows: "Office in Oslo Director Ada Berg"."""
        if self.words.forms[at] not in self.heads.titles or at + 2 >= limit:
            return False
        return all(self.words.shape[here] == CAPITAL and not self.generic(here) for here in (at + 1, at + 2))

    def coordinated(self, end: int, limit: int) -> int:
        """Return the end of a coordination that goes on behind a complement's first part, else `end`."""
        shape = self.words.shape
        at, reached = end, end
        while at < limit - 1:
            comma = shape[at] == ","
            joined = shape[at + comma] == AND
            begin = at + comma + joined
            if not (comma or joined) or begin >= limit:
                break
            begin += joined and shape[begin] == THE and not comma
            at = self.group(begin, limit)
            open_ = joined and self.words.lower[begin - 2].endswith(self.heads.adjectives) and not comma
            if at == begin or begin in self.begins or not (open_ or self.is_part(begin, at)):
                break
            if joined:
                reached = at
                if not comma and shape[at : at + 1] != AND:
                    break
        return reached

    def is_part(self, begin: int, end: int) -> bool:
        """Return whether the group goes on with the complement, and is no name of its own."""
        words = self.words
        form = words.forms[end - 1]
        if form in self.heads.types and form not in self.heads.generic and end - begin > 1:
            return False
        if words.shape[end : end + 1] == OF and form in self.heads.complements.get("of", frozenset()):
            return False
        if words.forms[begin] in self.heads.regions:
            return True
        known = any(name.type in {"Country", "Place"} for name in self.names(begin, end))
        described = all(self.generic(at) or words.forms[at] in self.heads.types for at in range(begin, end - 1))
        return not known and described and self.generic(end - 1)
