"""Text into its parts: folded text, words and slugs, all with exact offsets into the text as it stands."""

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeVar

from kg.records import UNSPACED, Span
from kg.resources import LANGUAGE

### Folding ###########################################################################################################

_UNIFORM = {
    **dict.fromkeys(map(ord, "‘’‚‛′ʼʹ＇`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»＂"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    **dict.fromkeys(map(ord, "\t\n\v\f\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
}
# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt) as far as running text has them, and "\r", so that
# a line break is one character on every system.
_IGNORABLE = re.compile(
    "[\r\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_TRAILING = re.compile(rf"(?:{_IGNORABLE.pattern})\Z")
_EDITED = re.compile(_IGNORABLE.pattern + "|[\ufb00-\ufb06]")
_ODD = re.compile(_EDITED.pattern + "|[^\x00-\u02ff\u2010-\u2027\u3000-\u3029]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; its character `i` stands for `[offsets[i], ends[i])` of the original text."""

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return where the folded characters `[start, end)`, at least one, stand in the original."""
        return Span(self.offsets[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    r"""Return the text with one form for each quote, dash and space, in NFC, without ignorable characters.

    A line break is a space like any other. `offsets` has one more entry than `text`: the length of the original.

    >>> folded = fold("the Chang’e\u00ad‑8 probe")
    >>> folded.text, folded.span(4, 13)
    ("the Chang'e-8 probe", Span(start=4, end=14))
    """
    if text.isascii() and text.isprintable():
        return Folded(text, range(len(text) + 1), range(1, len(text) + 1))
    if not _ODD.search(text) or not (_EDITED.search(text) or not unicodedata.is_normalized("NFC", text)):
        size = len(text)
        return Folded(text.translate(_UNIFORM), range(size + 1), range(1, size + 1))
    return _fold_slowly(text)


def folded(text: str) -> str:
    """Return the text as `fold` has it, where nobody asks for offsets."""
    return text if text.isascii() and text.isprintable() else fold(text).text


def _fold_slowly(text: str) -> Folded:
    parts: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        part = _cluster_form(text[start:end])
        last = start + len(_TRAILING.sub("", text[start:end]))
        parts.append(part)
        offsets += [start] * len(part)
        ends += [last] * len(part)
    offsets.append(len(text))
    return Folded("".join(parts), offsets, ends)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of base characters with the marks and the ignorable characters that follow them."""
    start = 0
    for at in range(1, len(text)):
        if not _continues(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _continues(character: str) -> bool:
    """Return whether a character belongs to the cluster before it: a mark, a Hangul vowel, or what is left out."""
    if character < "\u00ad":
        return character == "\r"
    if unicodedata.combining(character) or "\u1161" <= character <= "\u11ff":
        return True
    return _IGNORABLE.match(character) is not None


def _cluster_form(cluster: str) -> str:
    kept = _IGNORABLE.sub("", cluster)
    if "\ufb00" <= kept <= "\ufb06":
        return unicodedata.normalize("NFKC", kept)
    return unicodedata.normalize("NFC", kept).translate(_UNIFORM)


### Words #############################################################################################################


_Value = TypeVar("_Value")


class Memo(dict[str, _Value]):
    """What a function says of each word, remembered: a text repeats its words, and a dict is the fastest to ask.

    >>> sizes = Memo(len)
    >>> list(map(sizes.__getitem__, ["on", "and", "on"])), sizes
    ([2, 3, 2], {'on': 2, 'and': 3})
    """

    __slots__ = ("function", "most")

    def __init__(self, function: Callable[[str], _Value], *, most: int = 65_536) -> None:
        super().__init__()
        self.function = function
        self.most = most

    def __missing__(self, word: str) -> _Value:
        """Ask the function, and forget everything when too much is known."""
        if len(self) >= self.most:
            self.clear()
        value = self[word] = self.function(word)
        return value


class Token(NamedTuple):
    """A word, number or mark: `text` is `[start, end)` of the text, `lower` its folded lower-case form."""

    start: int
    end: int
    text: str
    lower: str


@cache
def read_spelling() -> dict[str, list[str]]:
    """Return the lists of `data/language/en-text.toml`: abbreviations, titles and what begins a sentence."""
    with (LANGUAGE / "en-text.toml").open("rb") as file:
        loaded: dict[str, list[str]] = tomllib.load(file)
    return loaded


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# CJK ideographs, kana and bopomofo stand alone; Hangul is written with spaces.
CJK = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INSIDE = "\u00ad\u200b-\u200d\u2060\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"


@cache
def _token_pattern() -> re.Pattern[str]:
    spelling = read_spelling()
    letter = rf"[^\W\d_{CJK}]"
    inner = rf"(?:[^\W_{CJK}]|[{_INSIDE}])"
    clitic = r"['’](?:s|S|re|ve|ll|d|m)(?![\w])"
    return re.compile(
        rf"""(?=[^\s\u200b\ufeff])(?:
        [A-Za-z]++(?=[\ ,\n])                                          # most words, before anything rarer is tried
        |(?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?'’”)\]]
        |(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)+              # RFC 5321: 64; a run of dashes is scanned once
        |(?<![\w])(?:
            {letter}\.(?:{letter}\.)+                                  # U.S.  e.g.  a.m.
           |(?:{_any_of(spelling["abbreviations"])})\.
           |(?:{_any_of(spelling["before_number"])})\.(?=\s?\d)
           |[^\W\d_a-z{CJK}]\.(?=\s?[^\W\d_a-z{CJK}])                     # the N. of William N. Brown
         )
        |\d+(?:[.,:/\-–]\d+)*(?:[^\W\d_{CJK}]{inner}*)?(?:[-‐‑][^\W_{CJK}]{inner}*)*
        |{clitic}
        |{letter}{inner}*(?:(?!{clitic})(?:['’][^\W_{CJK}]|[-‐‑&](?!{letter}\.{letter}\.)[^\W_{CJK}]){inner}*)*
        |.)""",
        re.VERBOSE,
    )


_LINK = re.compile(r"(!?\[)[^\[\]]*(\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))")
"""A link of Markdown: its words are read, its marks and address are not."""


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words, numbers and marks of the text, or of its part `[start, end)`, in order.

    >>> [token.text for token in tokenize("China's Chang'e-6, the U.S. No. 1 (O'Neill)")]
    ['China', "'s", "Chang'e-6", ',', 'the', 'U.S.', 'No.', '1', '(', "O'Neill", ')']
    >>> [token.text for token in tokenize("signed the [Accords](https://example.org/a_(b)).")]
    ['signed', 'the', 'Accords', '.']
    """
    end = len(text) if end is None else end
    spans = [match.span() for match in _token_pattern().finditer(text, start, end)]
    # A tuple is made in half the time that `Token(…)` takes.
    tokens = [tuple.__new__(Token, (at, last, word := text[at:last], _LOWER[word])) for at, last in spans]
    return _without_links(tokens, text, start, end) if text.find("](", start, end) >= 0 else tokens


def _without_links(tokens: Sequence[Token], text: str, start: int, end: int) -> list[Token]:
    """Return the tokens but for the marks and addresses of links."""
    marks = [match.span(mark) for match in _LINK.finditer(text, start, end) for mark in (1, 2)]
    starts = [start for start, _ in marks]
    near = ((token, bisect_right(starts, token.start) - 1) for token in tokens)
    return [token for token, at in near if at < 0 or token.start >= marks[at][1]]


def _lower(word: str) -> str:
    return word.lower() if word.isascii() else folded(word).lower()


_LOWER = Memo(_lower)


### Slugs #############################################################################################################

LATIN = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n",
    "ə": "e",
})  # fmt: skip
_SLUG_WORD = re.compile(r"\w+")


def slug(text: str) -> str:
    """Return the text as the last part of an IRI: lower-case words joined by "-", Latin letters without marks.

    >>> slug("Chang’e-6"), slug("Agência Espacial Brasileira"), slug("中国国家航天局"), slug("…")
    ('chang-e-6', 'agencia-espacial-brasileira', '中国国家航天局', 'u2026')
    """
    folded = fold(text).text.lower().translate(LATIN)
    words = _SLUG_WORD.findall(folded if folded.isascii() else "".join(map(_plain, folded)))
    joined = "-".join(part for word in words for part in word.split("_") if part)
    return joined or "-".join(f"u{ord(character):04x}" for character in text) or "unnamed"


def short_slug(text: str, most: int = 80) -> str:
    """Return as many whole words of the slug as fit, for where a hash follows that tells things apart."""
    whole = slug(text)
    if len(whole) <= most:
        return whole
    return whole[: whole.rfind("-", 0, most) + 1].rstrip("-") or whole[:most]


@cache
def _plain(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)
    return base[0] if not character.isascii() and base[:1].isascii() and base[:1].isalpha() else character


def whole_words(first: str, pattern: str, last: str) -> re.Pattern[str]:
    """Return the pattern, which begins and ends with these characters, so that it fits whole words only.

    Scripts without spaces between words have no such bounds.

    >>> bool(whole_words("C", "CNSA", "A").search("CNSAs")), bool(whole_words("中", "中国", "国").search("在中国家"))
    (False, True)
    """
    before = r"(?<!\w)" if _is_bounded(first) else ""
    after = r"(?!\w)" if _is_bounded(last) else ""
    return re.compile(before + pattern + after)


def _is_bounded(character: str) -> bool:
    return character < UNSPACED and re.match(r"\w", character) is not None


def counted(number: int, what: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "document"), counted(3000, "document")
    ('1 document', '3,000 documents')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
