"""Read sources again, to prove what a store quotes from them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ReadError
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

    def unchanged(self) -> Iterator[tuple[str, str]]:
        """Yield the IRI and the text of each document that still is what was read."""
        iris = {
            quad.object.value: quad.subject.value
            for quad in self.store.quads_for_pattern(None, kg("fileName"), None, None)
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)
        }
        for file in sorted({_file(source) for source in iris}):
            with suppress(ReadError):
                for document in self.read(file):
                    if document.sha256 in self._digests(document.source):
                        yield iris[document.source], document.text

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


def _file(source: str) -> str:
    """Return the file of a source, which may be a line of it.

    >>> _file("a/b.jsonl#12")
    'a/b.jsonl'
    """
    path, mark, _ = source.partition(".jsonl#")
    return path + mark.removesuffix("#")
