"""Cut a document into the parts that a language model is asked about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.records import PAGE, Document, Reading, Span
from kg.sentences import split_sentences

MOST = 8_000
"""Characters of a part, about 2,000 tokens: what answers are made of stays in view, and they fit into 4,000 tokens."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences that are asked about at once, in order; `text` is what is sent."""

    sentences: tuple[Span, ...]
    text: str

    @property
    def span(self) -> Span:
        """Where in the document it is."""
        return Span(self.sentences[0].start, self.sentences[-1].end)

    def halves(self, document: Document) -> tuple["Part", ...]:
        """Return the two halves; nothing for a single sentence."""
        if len(self.sentences) < 2:
            return ()
        middle = len(self.sentences) // 2
        return to_part(document, self.sentences[:middle]), to_part(document, self.sentences[middle:])


def to_part(document: Document, sentences: Sequence[Span]) -> Part:
    """Return a part with the text of its sentences and what stands between them: a blank line for what is left out."""
    pieces = [_words(document, sentences[0])]
    for before, after in pairwise(sentences):
        between = document.text[before.end : after.start]
        pieces.append(between if not between.strip() else "\n\n")
        pieces.append(_words(document, after))
    return Part(tuple(sentences), "".join(pieces))


def _words(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def parts_of(reading: Reading, *, only_uncertain: bool = False) -> tuple[Part, ...]:
    """Return the parts of a document's article.

    With `only_uncertain` they hold only sentences with two or more entities in which the rules, whose reading this is,
    state nothing.
    """
    document = reading.document
    sentences = split_sentences(document.text, document.main or (Span(0, len(document.text)),))
    if only_uncertain:
        sentences = [*_uncertain(sentences, reading)]
    return tuple(to_part(document, group) for group in _groups(sentences))


def _groups(sentences: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield runs of sentences of `MOST` characters at most; a sentence that is longer stands alone."""
    group: list[Span] = []
    room = MOST
    for sentence in sentences:
        room -= sentence.end - sentence.start
        if group and room < 0:
            yield group
            group, room = [], MOST - (sentence.end - sentence.start)
        group.append(sentence)
    if group:
        yield group


def _uncertain(sentences: Sequence[Span], reading: Reading) -> Iterator[Span]:
    """Yield the sentences with two or more entities in which nothing is stated but of the page, and by a name.

    Two names side by side, "Norwegian Ice Bureau", say nothing that the rest of the sentence does.
    """
    stated = [
        Span(one.start, one.end)
        for statement in reading.statements
        if statement.subject != PAGE
        for one in statement.evidence
        if not _are_side_by_side(one.subject, one.object)
    ]
    for sentence in sentences:
        named = {mention.entity for mention in reading.mentions if mention.span in sentence}
        if len(named) > 1 and not any(span.overlaps(sentence) for span in stated):
            yield sentence


def _are_side_by_side(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and max(one.start, other.start) - min(one.end, other.end) <= 1
