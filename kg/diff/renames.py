"""Turn the names of one state into those that the same things had in the state before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

_TAIL = len("-2118ec5d")


@dataclass(frozen=True, slots=True)
class Table:
    """Names for names, and for the hashes of documents at the end of what belongs to them."""

    names: Mapping[str, str] = field(default_factory=dict)
    tails: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, iri: str) -> str:
        """Return the other name of a thing; its own where it has no other."""
        found = self.names.get(iri)
        if found is not None:
            return found
        tail = self.tails.get(iri[-_TAIL:])
        return iri if tail is None else iri[:-_TAIL] + tail


@dataclass(frozen=True, slots=True)
class Renames:
    """What things of one state are called in the one before (`former`), and the other way (`now`).

    The IRI of a document ends in a hash of its text, and so do those of what belongs to it, an unnamed agreement say.
    """

    former: Table = field(default_factory=Table)
    now: Table = field(default_factory=Table)

    @classmethod
    def of(cls, documents: Mapping[str, str], things: Mapping[str, str]) -> Self:
        """Return the names for documents and things that are the same under two names, as those after and before."""
        pages = [(new, old) for new, old in sorted(documents.items()) if new != old]
        pairs = [*pages, *sorted(things.items())]
        return cls(_table(pairs, pages), _table([pair[::-1] for pair in pairs], [pair[::-1] for pair in pages]))


def _table(pairs: Sequence[tuple[str, str]], pages: Sequence[tuple[str, str]]) -> Table:
    tails = {one[-_TAIL:]: other[-_TAIL:] for one, other in pages if one[-_TAIL:] != other[-_TAIL:]}
    return Table(dict(pairs), tails)
