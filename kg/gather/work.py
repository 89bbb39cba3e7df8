"""What every process needs to read documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.extract import Extractor
from kg.kept.lock import file_digest
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.read import READERS, Reader
from kg.witness import Witness


@dataclass(frozen=True, slots=True)
class Work:
    """What every process needs. Readers as they differ from `READERS`, whose functions cannot be sent to a process.

    `stamp` is the hash of the ontology file: a changed file is loaded anew. With `packs` readings are packed, to be
    kept.
    """

    ontology: Path
    stamp: str
    extractors: tuple[Extractor, ...]
    suffixes: frozenset[str]
    own_readers: Mapping[str, Reader] = field(default_factory=dict)
    keep: Path | None = None
    packs: bool = False
    witnesses: tuple[Witness, ...] = ()

    def readers(self) -> dict[str, Reader]:
        """Return all readers by suffix."""
        return {suffix: self.own_readers.get(suffix) or READERS[suffix] for suffix in sorted(self.suffixes)}

    def is_own(self, source: str) -> bool:
        """Return whether a reader that is not ours reads the source: what it gives is not kept."""
        return any(Path(name).suffix.lower() in self.own_readers for name in (source, source.rpartition("#")[0]))


def to_work(
    ontology: str | Path,
    readers: Mapping[str, Reader],
    extractors: Sequence[Extractor],
    *,
    keep: Path | None = None,
    packs: bool = False,
    witnesses: Sequence[Witness] = (),
) -> Work:
    """Return what every process needs."""
    path = Path(ontology)
    stamp = file_digest(path) if path.is_file() else ""
    own = {suffix: reader for suffix, reader in readers.items() if READERS.get(suffix) is not reader}
    return Work(path, stamp, tuple(extractors), frozenset(readers), own, keep, packs, tuple(witnesses))


def tools(work: Work) -> tuple[Ontology, Lexicon]:
    """Return the ontology and the lexicon; raise OntologyError where one is wrong."""
    return _loaded(work.ontology, work.stamp)


@lru_cache(maxsize=1)
def _loaded(ontology: Path, stamp: str) -> tuple[Ontology, Lexicon]:  # noqa: ARG001 - the stamp tells versions apart
    return load_ontology(ontology), load_lexicon()
