"""A document's main text as rows of words: what the finders look at instead of characters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from kg.lexicon import Lexicon
from kg.records import Document, Span
from kg.sentences import read_lines
from kg.text import Memo, Token, folded

# The shape of a word, one character each, so that a run of words is matched by an ordinary regular expression.
CAPITAL = "C"  # Station, McLeod, CubeSat
ACRONYM = "A"  # NASA, COVID-19, U.S., VII
INITIAL = "I"  # N.
OPENER = "F"  # a function word with a capital: The, Since
NUMBER = "0"
OF = "o"
AND = "n"
PREPOSITION = "r"  # for, on, in, to, at, into, against, between
THE = "t"
PARTICLE = "p"  # de, van, bin
POSSESSIVE = "s"
DASH = "-"  # without space around it
SMALL = "l"
STOP = "."
NAMELIKE = frozenset({CAPITAL, ACRONYM})
NAME = re.compile("[CA](?:-?[CA0I])*")
"""The shape of a name: capitalised words, with numbers and initials behind the first."""

_MARKS = {
    "'s": POSSESSIVE, "'": POSSESSIVE, ",": ",", "(": "(", ")": ")", '"': '"', "&": AND, "-": "x", "/": "/",
    ".": STOP, "!": STOP, "?": STOP, ":": ":", ";": ";",
}  # fmt: skip
_SMALL_WORDS = {
    "of": OF, "and": AND, "the": THE, "for": PREPOSITION, "on": PREPOSITION, "in": PREPOSITION, "to": PREPOSITION,
    "at": PREPOSITION, "into": PREPOSITION, "against": PREPOSITION, "between": PREPOSITION, "with": PREPOSITION,
}  # fmt: skip
_EMPHASIS = frozenset("*_`\\")
_ACRONYM = re.compile(
    r"(?=[^a-z]*[A-Z][^a-z]*[A-Z0-9])[A-Z0-9][A-Z0-9.&/'-]*(?:s|-[A-Z][a-z]+)?|(?:[A-Z]\.){2,}|[IVX]{2,}"
)
_SMALL_COMPOUND = re.compile(r"[a-z]{3,}-[A-Z]\w*(?:-[a-z]+)?")
_INITIAL = re.compile(r"[^\W\d_a-z]\.?(?:-[^\W\d_a-z]\.?)?")
_BROKEN = re.compile(r"\w-[ \t]*\r?\n\s*[^\W\d_a-z]")  # a capitalised word broken behind its hyphen
_HEADLINE_WORDS = 4
_HEADLINE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words `[first, last)`; `headline` when it is written with capitals throughout."""

    first: int
    last: int
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the main text: offsets, folded form, lower-case form and shape of each, and the sentences.

    `shape` has one character a word. `seen` are the words that stand somewhere in lower case. `index` says where each
    form stands and `spellings` in which forms a lower-case word, so that a finder goes from cue to cue, not from word
    to word.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    forms: Sequence[str]
    lower: Sequence[str]
    shape: str
    sentences: Sequence[Sentence]
    openers: frozenset[int]
    seen: frozenset[str]
    index: Mapping[str, Sequence[int]]
    spellings: Mapping[str, Sequence[str]]
    _sentences: Sequence[Sentence]

    def span(self, first: int, last: int) -> Span:
        """Return where the words `[first, last)` stand."""
        return Span(self.starts[first], self.ends[last - 1])

    def phrase(self, first: int, last: int) -> str:
        """Return the words `[first, last)` with single spaces, as they are written."""
        return " ".join(folded(self.text[self.starts[first] : self.ends[last - 1]]).split())

    def joined(self, endings: Sequence[str], most: int) -> Iterator[tuple[int, list[tuple[Span, int, str]]]]:
        """Yield each word with one of the endings and the names it may end, longest first: "Rio de Janeiro-based".

        A name is where it stands, its first word, at most `most` words before, and its text without the ending.
        """
        for at in self.where_written({form for form in self.index if form.endswith(tuple(endings))}):
            last = self.forms[at].rpartition("-")[0]
            end = self.starts[at] + len(last)
            firsts = range(max(self.sentence_at(at).first, at - most), at + 1)
            yield at, [(Span(self.starts[k], end), k, " ".join([*self.forms[k:at], last])) for k in firsts]

    def sentence_at(self, index: int) -> Sentence:
        """Return the sentence that holds the word."""
        return self._sentences[index]

    def where(self, cues: AbstractSet[str]) -> list[int]:
        """Return where one of the lower-case words stands, in whatever case, in order."""
        return self.where_written({form for cue in self.spellings.keys() & cues for form in self.spellings[cue]})

    def where_written(self, forms: AbstractSet[str]) -> list[int]:
        """Return where one of the forms stands as it is written, in order."""
        return sorted(chain.from_iterable(self.index[form] for form in self.index.keys() & forms))

    def where_shaped(self, shape: str) -> Iterator[int]:
        """Yield where the words of a shape stand."""
        at = self.shape.find(shape)
        while at >= 0:
            yield at
            at = self.shape.find(shape, at + 1)


def read_words(document: Document, lexicon: Lexicon) -> Words:
    """Return the words of the document's main ranges (all of it where none are given)."""
    main = document.main or (Span(0, len(document.text)),)
    tokens: list[Token] = []
    bounds = [0]
    broken = _BROKEN.search(document.text) is not None
    emphasized = not _EMPHASIS.isdisjoint(document.text)
    for _, line in read_lines(document.text, main):
        found = _joined(line) if broken else line
        tokens += (token for token in found if token.text not in _EMPHASIS) if emphasized else found
        bounds.append(len(tokens))
    forms = [_FORM[token.text] for token in tokens]
    index = _indexed(forms)
    shape = _shapes(tokens, forms, lexicon)
    sentences = [Sentence(a, b, _is_headline(shape, forms, a, b)) for a, b in pairwise(bounds) if b > a]
    return Words(
        document.text,
        [token.start for token in tokens],
        [token.end for token in tokens],
        forms,
        [form.lower() for form in forms],
        shape,
        sentences,
        frozenset(_first_words(shape, sentences)),
        frozenset(filter(str.islower, index)),
        index,
        _spelled(index),
        [sentence for sentence in sentences for _ in range(sentence.first, sentence.last)],
    )


def _indexed(words: Sequence[str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        index[word].append(at)
    return dict(index)


def _spelled(forms: Iterable[str]) -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        spellings[form.lower()].append(form)
    return dict(spellings)


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens, a capitalised word broken behind its hyphen at the end of a line ("UN-", "HABITAT") as one."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if at + 2 < len(tokens) and tokens[at + 1].text == "-" and tokens[at + 1].start == token.end:
            other = tokens[at + 2]
            if other.start > tokens[at + 1].end and token.text[0].isupper() and other.text[0].isupper():
                yield Token(token.start, other.end, f"{token.text}-{other.text}", f"{token.lower}-{other.lower}")
                at += 3
                continue
        yield token
        at += 1


def _form(text: str) -> str:
    return text if text.isascii() else folded(text)


_FORM = Memo(_form)


def _shapes(tokens: Sequence[Token], forms: Sequence[str], lexicon: Lexicon) -> str:
    shapes = list(map(_shapes_of(lexicon).__getitem__, forms))
    units = lexicon.cues("words", "units")
    for at in (at for at, form in enumerate(forms) if at and form in units and shapes[at - 1] == NUMBER):
        shapes[at] = SMALL  # "the 30 MW Hywind Scotland"
    marks = (at for at, form in enumerate(forms) if form in _BY_PLACE and 0 < at < len(tokens) - 1)
    for at in marks:
        joined = tokens[at].end == tokens[at + 1].start
        if forms[at] == "'" and joined:
            shapes[at] = "x" if forms[at + 1] != "'" else '"'  # two apostrophes are a quotation mark
        if forms[at] == "-" and joined and tokens[at - 1].end == tokens[at].start:
            shapes[at] = DASH
    return "".join(shapes)


_BY_PLACE = frozenset("'-")
"""The marks whose shape depends on what stands beside them."""


@lru_cache(maxsize=8)
def _shapes_of(lexicon: Lexicon) -> Memo[str]:
    """Return the shape of each word by itself."""
    function = lexicon.cues("words", "function")
    particles = lexicon.cues("persons", "particles")
    participles = tuple(f"-{ending}" for ending in lexicon.rows("endings").get("participles", ()))
    return Memo(lambda form: _shape(form, function, particles, participles))


def _shape(form: str, function: frozenset[str], particles: frozenset[str], participles: tuple[str, ...]) -> str:
    if "-" in form and form.lower().endswith(participles):
        return SMALL
    first = form[:1]  # nothing is left of a Hangul filler
    if first.isdigit():
        return NUMBER
    if not first.isalpha():
        return _MARKS.get(form, "x")
    if _SMALL_COMPOUND.fullmatch(form) and form.partition("-")[0] not in particles:
        return SMALL  # "low-Earth", "non-EU"
    if form.islower() or not any(character.isupper() for character in form):
        return _small_shape(form, particles)
    return _capital_shape(form, function)


def _small_shape(form: str, particles: frozenset[str]) -> str:
    return _SMALL_WORDS.get(form) or (PARTICLE if form in particles else SMALL)


def _capital_shape(form: str, function: frozenset[str]) -> str:
    if _INITIAL.fullmatch(form) and form not in {"A", "I"}:
        return INITIAL
    if form.lower() in function and (not form.isupper() or form in {"A", "I"}):
        return OPENER
    return ACRONYM if _ACRONYM.fullmatch(form) else CAPITAL


def _is_headline(shape: str, forms: Sequence[str], first: int, last: int) -> bool:
    """Return whether nearly all long words of a sentence have capitals, so that a capital says nothing."""
    if shape[last - 1] == STOP or forms[first].islower():
        return False
    words = [at for at in range(first, last) if shape[at] in "CAlF" and len(forms[at]) >= _HEADLINE_WORDS]
    if len(words) < _HEADLINE_WORDS:
        return False
    capitals = sum(shape[at] in "CAF" for at in words)
    return capitals / len(words) >= _HEADLINE_SHARE


def _first_words(shape: str, sentences: Sequence[Sentence]) -> Iterator[int]:
    """Yield the words whose capital comes from their place: behind a full stop, a colon or an opening quote."""
    for sentence in sentences:
        first = _OPENING.match(shape, sentence.first, sentence.last)
        yield from [first.end()] if first else []
        yield from (match.end() for match in _RESTART.finditer(shape, sentence.first, sentence.last))


_OPENING = re.compile(r'["(:.x]*+(?=[^"(:.x])')
_RESTART = re.compile(r'(?<=[^"(:.x])["(x]*[:.]["(:.x]*+(?=[^"(:.x])')
