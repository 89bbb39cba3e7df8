"""What a finder found, and the choice between finds that overlap."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.find.words import Words
from kg.records import Mention, MentionKind


class Found(NamedTuple):
    """The words `[first, last)` as a mention to be; of two of the same length the lower `rank` is chosen."""

    first: int
    last: int
    type: str
    rule: str
    rank: int = 5
    kind: MentionKind = "name"
    name: str | None = None
    code: str | None = None

    def mention(self, words: Words) -> Mention:
        """Return the mention."""
        span = words.span(self.first, self.last)
        text = words.text[span.start : span.end]
        return Mention(span.start, span.end, text, self.type, self.rule, self.kind, name=self.name, code=self.code)


def choose(found: Iterable[Found], *, size: int) -> list[Found]:
    """Return the finds that stay: of two that overlap the longer, then the better ranked, then the first."""
    taken = bytearray(size)
    kept = []
    for one in sorted(set(found), key=lambda f: (f.first - f.last, f.rank, f.first, f.type, f.rule, f.name or "")):
        if not any(taken[one.first : one.last]):
            taken[one.first : one.last] = b"\1" * (one.last - one.first)
            kept.append(one)
    return sorted(kept)


def add(chosen: list[Found], found: Iterable[Found], *, size: int) -> list[Found]:
    """Return the finds that stay of those chosen and of further ones."""
    more = [*found]
    return choose([*chosen, *more], size=size) if more else chosen


def cover(words: Words, chosen: Sequence[Found]) -> bytearray:
    """Return one byte a word, 1 for the words of what was chosen."""
    taken = bytearray(len(words.forms))
    for one in chosen:
        taken[one.first : one.last] = b"\1" * (one.last - one.first)
    return taken
