"""Where the sentences of a text begin, roughly: enough to ask what was named in the same one or the one before."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# It begins with what few characters are, so that `re` runs over the others.
_BREAK = re.compile(
    r"[.!?\n](?:(?<!\n)(?<![A-Z]\.[A-Z].)(?<!\b[A-Z].)[\"”’')]*\s+(?=[\"“‘(]?[A-Z])|(?<=\n)(?:\s*\n|(?=\s*[-*#•])))"
)


@dataclass(frozen=True, slots=True)
class Passages:
    """The offsets at which sentences begin, in order."""

    starts: tuple[int, ...]

    def number(self, at: int) -> int:
        """Return the number of the sentence that holds the offset."""
        return bisect_right(self.starts, at) - 1

    def start(self, number: int) -> int:
        """Return where a sentence begins; the first where there is none before it."""
        return self.starts[max(number, 0)]


def read_passages(text: str) -> Passages:
    """Return the sentences of a text."""
    return Passages((0, *(match.end() for match in _BREAK.finditer(text))))
