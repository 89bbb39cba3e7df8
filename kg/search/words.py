"""Turn what people type into what is searched for: words, words with a star, and phrases in quotes.

Nothing else has a meaning: `AND`, `NEAR(`, brackets, colons and dashes are read as words or as nothing, so that no
input can be wrong for SQLite, or mean there what was not meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import KGError
from kg.search.terms import terms
from kg.text import fold

MOST = 64
"""So many terms at most: SQLite refuses expressions of more than 256 levels, and nobody types so many."""

_PIECE = re.compile(r'"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<word>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Terms that stand one behind the other; with `is_prefix` the last may go on."""

    phrase: tuple[str, ...]
    is_prefix: bool = False

    def __str__(self) -> str:
        """Return it as FTS5 wants it: terms are letters, numbers and marks alone, so that nothing needs escaping."""
        return f'"{" ".join(self.phrase)}"' + ("*" if self.is_prefix else "")


def read_words(text: str) -> tuple[Wanted, ...]:
    """Return what is asked for, each once; all of it must be found. Raises KGError when there is nothing or too much.

    >>> [str(one) for one in read_words('NASA "lunar gateway" Chang’e-6 explor* OR (x)')]
    ['"nasa"', '"lunar gateway"', '"chang e 6"', '"explor"*', '"or"', '"x"']
    """
    found = dict.fromkeys(_wanted(piece) for piece in _PIECE.finditer(fold(text).text))
    wanted = tuple(one for one in found if one.phrase)
    if not wanted:
        message = f"{text!r} has no word to search for. Give letters or numbers, for example: kg search lunar gateway"
        raise KGError(message)
    count = sum(len(one.phrase) for one in wanted)
    if count > MOST:
        message = f"{count} words are too many to search for at once. Give at most {MOST}."
        raise KGError(message)
    return wanted


def _wanted(piece: re.Match[str]) -> Wanted:
    word = piece["word"]
    if word is None:
        word = piece["phrase"] + piece["star"]  # the star may stand on either side of the mark
    return Wanted(tuple(terms(word)), word.endswith("*"))


def expression(wanted: Sequence[Wanted]) -> str:
    """Return the query of FTS5 that asks for all of them."""
    return " AND ".join(map(str, wanted))
