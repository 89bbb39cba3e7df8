"""Turn the names that hang on the text of a document into those that they had before it changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

_TAIL = len("-2118ec5d")


@dataclass(frozen=True, slots=True)
class Table:
    """Names for names: of whole documents, and of the hashes at the end of what belongs to them."""

    documents: Mapping[str, str] = field(default_factory=dict)
    tails: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, iri: str) -> str:
        """Return the other name of a thing; its own where it has no other."""
        found = self.documents.get(iri)
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
    def of(cls, documents: Mapping[str, str]) -> Self:
        """Return the names for documents that are the same under two names, given as those after and before."""
        pairs = [(new, old) for new, old in sorted(documents.items()) if new != old]
        return cls(_table(pairs), _table([(old, new) for new, old in pairs]))


def _table(pairs: list[tuple[str, str]]) -> Table:
    tails = {one[-_TAIL:]: other[-_TAIL:] for one, other in pairs if one[-_TAIL:] != other[-_TAIL:]}
    return Table(dict(pairs), tails)
