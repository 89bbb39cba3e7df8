"""Read sources again, to prove what a store quotes from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.rdf import kg
from kg.read import read_source
from kg.read.sources import is_address
from kg.read.web import read_kept
from kg.records import Document


@dataclass(frozen=True, slots=True)
class SourceReader:
    """Reads a source as a store names it: a path below one of the roots, or an address whose page was kept."""

    store: ox.Store
    roots: Sequence[Path]
    pages: Path | None = None

    def read(self, source: str) -> list[Document]:
        """Return the documents of a source, under the name given; raise ReadError when it is gone."""
        if is_address(source):
            return self._kept(source)
        path = next((root / source for root in self.roots if (root / source).exists()), self.roots[0] / source)
        documents, errors = read_source(path)
        if errors and not documents:
            raise errors[0]
        return [replace(d, source=source + d.source.removeprefix(path.as_posix())) for d in documents]

    def _kept(self, source: str) -> list[Document]:
        """Return the documents of a page as it was kept, in the state that was read."""
        digest = next(iter(self._digests(source)), None)
        found = read_kept(self.pages or Path(), source, text_sha256=digest)
        return [item for item in found if isinstance(item, Document)]

    def _digests(self, source: str) -> list[str]:
        """Return the hashes of the texts that were read from a source."""
        named = self.store.quads_for_pattern(None, kg("fileName"), ox.Literal(source), None)
        return sorted(
            found.object.value
            for quad in named
            for found in self.store.quads_for_pattern(quad.subject, kg("sha256"), None, quad.graph_name)
            if isinstance(found.object, ox.Literal)
        )
