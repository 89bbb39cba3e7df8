"""Say which words that a model takes for a name no gazetteer has are none.

Measured with spaCy's small English pipeline on twenty annotated articles: of the names that it alone found, nearly all
were headings, acronyms of things, planets or fields of a ministry, and what they displaced cost facts of the rules.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from kg.find.heads import Heads, heads_of
from kg.find.words import Words, read_words
from kg.lexicon import Lexicon
from kg.records import Document, Span

_ODD = re.compile(r"://|@|\n\s*\n|\w\.\w+/|[\[\]<>{}|:;=#]")
"""What stands in no name: addresses, brackets of notes, and the blank line between two paragraphs."""
_OFFICE = re.compile(
    r"(\w+)\s+(?:of|for)\s+(?:the\s+)?(?:[^\W\d_a-z][\w&-]*\s*(?:,\s*)?(?:(?:and|of|for|&)\s*)*)*$", re.IGNORECASE
)
_BEFORE = 80
"""How many characters before a name hold the office of whose field it is: "Minister of Culture, Sports"."""
_JOINING = frozenset(["and", "of", "the", "&", "for"])


@dataclass(frozen=True)
class Doubts:
    """One document under the question whether words of it are a name."""

    document: Document
    lexicon: Lexicon

    @cached_property
    def _words(self) -> Words:
        return read_words(self.document, self.lexicon)

    @cached_property
    def _heads(self) -> Heads:
        return heads_of(self.lexicon)

    @cached_property
    def _openings(self) -> frozenset[int]:
        """Where sentences begin, and where each word of a headline does: there a capital says nothing."""
        sentences = self._words.sentences
        firsts = (at for s in sentences for at in (range(s.first, s.last) if s.headline else (s.first,)))
        return frozenset(self._words.starts[at] for at in firsts if at < len(self._words.starts))

    def is_plain(self, span: Span) -> bool:
        """Return whether the words are no name of anything."""
        text = self.document.text[span.start : span.end]
        words = text.split()
        capital = any(character.isalpha() and not character.islower() for character in text)
        odd = _ODD.search(text) is not None or text.count("(") != text.count(")") or len(text) == 1
        if not capital or odd or all(self._describes(word) for word in words):
            return True
        return self._is_field(span) or (len(words) == 1 and self._is_weak(text, span))

    def is_no_person(self, text: str) -> bool:
        """Return whether a single word is no given name or surname that is known."""
        return " " not in text and text not in self.lexicon.given | self.lexicon.surnames

    def _describes(self, word: str) -> bool:
        """Return whether a word describes: by list, by ending, or as the document writes it in small letters too."""
        lower = word.lower()
        seen = lower in self._words.seen or lower.removesuffix("s") in self._words.seen
        return word in self._heads.generic or word in _JOINING or word.endswith(self._heads.endings) or seen

    def _is_weak(self, text: str, span: Span) -> bool:
        """Return whether a single word looks like any other, like a number or like an acronym."""
        return span.start in self._openings or text.isupper() or any(character.isdigit() for character in text)

    def _is_field(self, span: Span) -> bool:
        """Return whether the words are of what a minister or the like is in charge."""
        office = _OFFICE.search(self.document.text, max(0, span.start - _BEFORE), span.start)
        return office is not None and office[1] in self._heads.titles
