"""What the front and a worker say to each other: frames with the number of the request that they belong to.

A frame is a head of nine bytes (number, kind, length of the body) and the body. The number is how a reply that was left
over can never be taken for the answer to the next question.
"""

import struct
from typing import TypedDict

HEAD = struct.Struct(">IcI")

ASK = b"Q"
"""Front to worker: a Question in JSON."""
READY = b"R"
"""The store is open."""
MEDIA = b"M"
"""The media type of the answer that follows."""
PART = b"P"
"""A part of the answer."""
END = b"E"
"""The answer is complete."""
REFUSED = b"X"
"""No answer: a status and a message."""


class Question(TypedDict):
    """A query with its dataset, or a graph to print, and the media types that the client wants.

    `query` is None where graphs are printed: the named one, the default graph for `""`, all of them for None.
    """

    query: str | None
    default: list[str]
    named: list[str]
    graph: str | None
    solutions: str
    triples: str


def frame(number: int, kind: bytes, body: bytes = b"") -> bytes:
    """Return a frame.

    >>> frame(7, END).hex()
    '000000074500000000'
    """
    return HEAD.pack(number, kind, len(body)) + body
