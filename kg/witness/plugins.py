"""Witnesses of other packages: entry points of the group `kg.extractors`, loaded by name only when asked for.

An entry point is a function that makes a witness from the argument behind the colon, or an extractor: a plain function
from a document, whose entities are known, to statements.
"""

import hashlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import KGError
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Entity, Mention, Reading, Rejected, Statement
from kg.witness.files import digest_of
from kg.witness.seam import Extractor, Witness

GROUP = "kg.extractors"

_FACTORY, _EXTRACTOR = 1, 5
"""How many arguments each takes."""
_PARTS = ("mentions", "name", "statements")


def names_of_plugins() -> list[str]:
    """Return the names of the entry points of installed packages, sorted."""
    return sorted({point.name for point in entry_points(group=GROUP)})


@dataclass(frozen=True, slots=True)
class Plugin:
    """A witness by the name of its entry point: all that travels to another process, which loads it anew."""

    entry: str
    argument: str

    @property
    def name(self) -> str:
        """What it calls itself; an extractor has the name of its entry point."""
        return self._loaded().name

    def mentions(self, reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Sequence[Mention]:
        """Return what it names."""
        return self._loaded().mentions(reading, ontology, lexicon)

    def statements(
        self,
        reading: Reading,
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        ontology: Ontology,
        lexicon: Lexicon,
    ) -> Sequence[Statement | Rejected]:
        """Return what it says."""
        return self._loaded().statements(reading, entities, mentions, ontology, lexicon)

    def checked(self) -> "Plugin":
        """Return itself once it is loaded; raises KGError where it cannot be."""
        self._loaded()
        return self

    def fingerprint(self) -> str:
        """Return what package, version and Python files it comes from, and what it is given."""
        point = _point(self.entry)
        package = point.dist
        version = f"{package.name} {package.version}" if package else ""
        return f"{self.entry}:{self.argument} {point.value} {version} {_digest_of_source(point.module)}"

    def _loaded(self) -> Witness:
        return _load(self.entry, self.argument)


@dataclass(frozen=True, slots=True)
class _Extracting:
    """An extractor as a witness: it names nothing of its own."""

    name: str
    extract: Extractor

    def mentions(self, _reading: Reading, _ontology: Ontology, _lexicon: Lexicon) -> Sequence[Mention]:
        return ()

    def statements(
        self,
        reading: Reading,
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        ontology: Ontology,
        lexicon: Lexicon,
    ) -> Sequence[Statement]:
        return self.extract(reading.document, entities, mentions, ontology, lexicon)


@cache
def _load(entry: str, argument: str) -> Witness:
    """Return the witness of an entry point; made once in a process."""
    point = _point(entry)
    try:
        made = point.load()
    except (ImportError, AttributeError) as error:
        raise KGError(f"{_where(point)} cannot be loaded: {error}. Install what it needs.") from error
    if _takes(made, _FACTORY):
        return _checked(made(argument), point)
    if not _takes(made, _EXTRACTOR):
        message = f"{_where(point)} is neither a function of one argument, which makes a witness, nor an extractor."
        raise KGError(f"{message} See docs/how-to/write-a-witness.md.")
    if argument:
        raise KGError(f"the witness {entry} takes no argument; leave out {argument!r}.")
    return _Extracting(entry, made)


def _point(entry: str) -> EntryPoint:
    """Return the entry point of that name; raises KGError where two packages have one."""
    points = sorted(entry_points(group=GROUP, name=entry), key=lambda point: point.value)
    if len({point.value for point in points}) == 1:
        return points[0]
    packages = " and ".join(_where(point) for point in points) or "no installed package has one"
    raise KGError(f"the witness {entry} must be that of one package: {packages}. Uninstall one of two.")


def _where(point: EntryPoint) -> str:
    of = f" of {point.dist.name}" if point.dist else ""
    return f"the entry point {point.name} = {point.value}{of}"


def _takes(made: Any, count: int) -> bool:
    """Return whether it can be called with so many arguments."""
    try:
        inspect.signature(made).bind(*range(count))
    except (TypeError, ValueError):  # it is not callable, does not say how, or takes others
        return False
    return True


def _checked(made: Any, point: EntryPoint) -> Witness:
    missing = [part for part in _PARTS if not hasattr(made, part)]
    if missing:
        message = f"{_where(point)} made {type(made).__name__}, which is no witness: it has no {', '.join(missing)}."
        raise KGError(f"{message} See docs/how-to/write-a-witness.md.")
    witness: Witness = made
    return witness


def _digest_of_source(module: str) -> str:
    """Return the hash of the Python files of a module's package: what is being worked on changes without a version."""
    found = find_spec(module.partition(".")[0])
    if found is None or not (found.origin or found.submodule_search_locations):
        return ""
    folders = [Path(folder) for folder in found.submodule_search_locations or ()]
    files = [file for folder in folders for file in sorted(folder.rglob("*.py"))] or [Path(found.origin or "")]
    return hashlib.sha256("".join(map(digest_of, files)).encode()).hexdigest()
