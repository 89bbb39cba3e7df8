"""Organizations without a head noun: a country's name and what they do ("China International Water and Electric")."""

import re
from collections.abc import Iterator

from kg.find.found import Found
from kg.find.heads import heads_of, is_generic
from kg.find.words import Words
from kg.lexicon import Lexicon

_RUN = re.compile("[CA]{2,}(?:n[CA]+)*")
_FEWEST = 3  # words


def find_national(words: Words, lexicon: Lexicon) -> Iterator[Found]:
    """Yield a country's name with at least two descriptive words behind it."""
    heads = heads_of(lexicon)
    for sentence in words.sentences:
        if sentence.headline:
            continue
        for match in _RUN.finditer(words.shape, sentence.first, sentence.last):
            first, last = match.span()
            behind = [at for at in range(first + 1, last) if words.shape[at] != "n"]
            country = any(n.type == "Country" and n.role == "name" for n in lexicon.lookup(words.forms[first]))
            if country and len(behind) >= _FEWEST - 1 and all(is_generic(words, heads, at) for at in behind):
                yield Found(first, last, "Organization", "national", 7)
