"""What a text is cut into: words, numbers with their marks ("30-11-2020"), stamps, blanks, marks."""

import re
from collections.abc import Sequence
from functools import cache


@cache
def word_pattern() -> re.Pattern[str]:
    """Return what a text is cut into: words, numbers with their marks ("30-11-2020"), stamps, blanks, marks."""
    return re.compile(
        r"""\s+
        |[A-Za-z]++(?=[\ ,\n])        # most words, before anything rarer is tried
        |https?://\S+|www\.\S+
        |[AaPp]\.\s?[Mm]\.
        |(?:[A-Z]\.){2,}
        |[^\W\d_][^\W_]*
        |[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9]+(?:[:.,][0-9]+)*(?:Z|[+-][0-9][0-9]:?[0-9][0-9])?
        |[0-9]+(?:,[0-9]{3})+(?![0-9])
        |[12][0-9]{3}(?=[A-Z][a-z])
        |[0-9]+(?:[-‐‑–/.:][0-9]+)*[^\W_]*
        |[^\W_]+
        |.""",
        re.VERBOSE | re.DOTALL,
    )


_ARABIC_MARKS = "\u0640\u064b-\u0652"  # the line that lengthens a word, and the vowels


def other_words(listed: Sequence[str], *, spaced: bool = True) -> re.Pattern[str]:
    """Return what a text of another language is cut into.

    The words of a language without blanks between them are those that its file lists; in others the file's phrases are
    one word each.
    """
    ordered = sorted(listed, key=lambda word: (-len(word), word))
    if spaced:
        known = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in ordered if " " in word]
        letters, tail = rf"|[\u0621-\u064a{_ARABIC_MARKS}]+|[^\W\d_](?:[^\W_])*", r"(?:[-:]?[^\W\d_]+)?"
    else:
        known, letters, tail = [re.escape(word) for word in ordered], "", ""
    return re.compile(
        r"\s+|https?://\S+|www\.\S+"
        + "".join(f"|{word}" for word in known)
        + letters
        + r"|[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9]+(?:[:.,][0-9]+)*(?:Z|[+-][0-9][0-9]:?[0-9][0-9])?"
        + rf"|[0-9]+(?:[-/.:][0-9]+)*{tail}|[^\W_]|.",
        re.DOTALL,
    )
