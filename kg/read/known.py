"""What tells a document that is still the same: where it lies, and the bytes that it was read from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a document is read from. Two readings with the same key, by the same program, are the same.

    `source` is that of the document, `sha256` its `source_sha256`; `way` says, of a page from the web, what its sender
    said of encoding and kind.
    """

    source: str
    sha256: str
    way: str = ""
