"""Turn text into the terms that are searched for: folded words, and single characters where no spaces are written.

Case, accents, ligatures and width do not count, as for names (`kg.text.slug`), in every script. A character of a
script without spaces between words is a term by itself, and what is typed in one is a phrase of such terms, so that
any part of a text is found: words of Chinese have two characters most of all, which SQLite's trigrams cannot find.
Hangul is taken so too, because its particles are written on to the words.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from kg.text import CJK, LATIN, fold

# Thai, Lao, Myanmar, Khmer and Hangul syllables beside ideographs and kana.
_ALONE = re.compile(f"[{CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uac00-\ud7a3]")
_TATWEEL = "\u0640"  # stretches an Arabic word and is no letter of it
# Canonical combining classes (Unicode, UAX #44) up to this one are parts of letters - nukta, kana voicing, virama -
# and those above it accents, points and tones.
_LETTER_MARKS = 9


class _Forms(dict[int, str]):
    """The form of each code point, found when it is first met: `str.translate` asks a dict."""

    def __missing__(self, code: int) -> str:
        form = self[code] = _form(chr(code))
        return form


def _form(character: str) -> str:
    """Return letters, numbers and marks folded, nothing for what is ignored, a space for anything else."""
    if character == "\r":
        return " "
    lower = unicodedata.normalize("NFKD", fold(character).text).casefold().translate(LATIN)
    plain = unicodedata.normalize("NFKD", lower)
    kept = "".join(_part(part) for part in plain)
    form = unicodedata.normalize("NFC", kept)
    return f" {form} " if _ALONE.search(form) else form


def _part(character: str) -> str:
    if unicodedata.combining(character) > _LETTER_MARKS or character == _TATWEEL:
        return ""
    return character if unicodedata.category(character)[0] in "LNM" else " "


_FORMS = _Forms()


def terms(text: str) -> list[str]:
    """Return the terms of a text, in order.

    >>> terms("L'ÉTUDE d’Ørsted, Straße"), terms("嫦娥6号 flew"), terms("…")
    (['l', 'etude', 'd', 'orsted', 'strasse'], ['嫦', '娥', '6', '号', 'flew'], [])
    """
    whole = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    return whole.translate(_FORMS).split()


class Places:
    """Where phrases of terms stand in a text, in code points of it."""

    def __init__(self, text: str) -> None:
        parts = [_FORMS[ord(character)] for character in text]
        self.folded = "".join(parts)
        self.ends = list(accumulate(map(len, parts)))

    def of(self, phrase: Sequence[str], *, is_prefix: bool = False) -> list[tuple[int, int]]:
        """Return the start and end of each place where the phrase stands; the last term may begin a longer word.

        >>> Places("Das Café, die Cafés").of(["cafe"])
        [(4, 8)]
        >>> Places("Das Café, die Cafés").of(["cafe"], is_prefix=True)
        [(4, 8), (14, 19)]
        """
        last = r"\S*" if is_prefix else r"(?!\S)"
        pattern = r"(?<!\S)" + " +".join(map(re.escape, phrase)) + last
        return [self._place(*found.span()) for found in re.finditer(pattern, self.folded)]

    def _place(self, start: int, end: int) -> tuple[int, int]:
        return bisect_right(self.ends, start), bisect_right(self.ends, end - 1) + 1
