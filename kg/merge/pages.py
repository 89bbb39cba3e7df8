"""The texts that were read, each once, and the paths of the things that they speak of."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote

from kg.errors import KGError
from kg.ontology import Ontology
from kg.records import PAGE, Document, Entity, Reading
from kg.text import short_slug, slug

_UMBRELLAS = frozenset({"Entity", "Actor"})  # classes too wide to name a path
_HASH_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A text with everything that was read from it, under all the sources that gave it."""

    id: str
    digest: str
    title: str
    readings: tuple[Reading, ...]


def document_path(document: Document, title: str | None = None) -> str:
    """Return the path of a page: the slug of its title and the start of its text's hash.

    >>> document_path(Document("a.txt", "Moon treaty signed"), "Moon treaty")
    'document/moon-treaty-2118ec5d'
    """
    return f"document/{short_slug(title or document.title)}-{document.sha256[:_HASH_DIGITS]}"


def to_pages(readings: Iterable[Reading]) -> list[Page]:
    """Return the texts, each once, sorted by path; the readings of a text are sorted by source.

    Raises KGError for two texts of one title, of which as good as never two have the same name in a graph.
    """
    texts: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        texts[reading.document.sha256].append(reading)
    pages = sorted((to_page(digest, found) for digest, found in texts.items()), key=lambda page: page.id)
    for page, other in pairwise(pages):
        if page.id == other.id:
            raise same_name(page.id, *(one.readings[0].document.source for one in (page, other)))
    return pages


def same_name(path: str, source: str, other: str) -> KGError:
    """Return the error for two texts that would have the same name: one title, and the same start of their hashes."""
    message = f"{source} and {other} differ, but both would be {path} in the graph. Give one of them another title."
    return KGError(message)


def to_page(digest: str, readings: Iterable[Reading]) -> Page:
    """Return the page of one text, whose SHA-256 is `digest`: its readings are sorted by source."""
    found = sorted(readings, key=_reading_order)
    titled = next((r.document for r in found if r.document.first("title")), found[0].document)
    title = " ".join(titled.title.split())
    return Page(document_path(titled, title), digest[:_HASH_DIGITS], title, tuple(found))


def _reading_order(reading: Reading) -> tuple[str, str, str]:
    document = reading.document
    return document.source, document.source_sha256, repr((document.fields, reading.entities, reading.statements))


### Paths #############################################################################################################


def path_group(name: str, ontology: Ontology) -> str:
    """Return the first part of the paths of a class: that of its widest class that is not an umbrella.

    >>> from kg.ontology import load_ontology
    >>> path_group("Agency", load_ontology()), path_group("LaunchVehicle", load_ontology())
    ('organization', 'project')
    """
    known = ontology.classes.get(name)
    parents = sorted(set(known.parents) - _UMBRELLAS) if known else []
    if parents:
        return path_group(parents[0], ontology)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def page_paths(page: Page, ontology: Ontology) -> list[dict[str, str]]:
    """Return, for each reading of the page, the paths of its local ids."""
    return [_reading_paths(page, reading, ontology) for reading in page.readings]


def _reading_paths(page: Page, reading: Reading, ontology: Ontology) -> dict[str, str]:
    paths = {PAGE: page.id}
    unnamed: Counter[str] = Counter()
    for entity in _by_place(reading):
        if entity.id == PAGE:
            continue
        stem = f"{path_group(entity.type, ontology)}/{_name(entity)}"
        if is_unnamed(entity):
            unnamed[stem] += 1
            number = f"-{unnamed[stem]}" if unnamed[stem] > 1 else ""
            stem = f"{stem}{number}-{page.digest}"
        paths[entity.id] = stem
    return paths


def _by_place(reading: Reading) -> list[Entity]:
    """Return the entities in the order in which the text first names them."""
    first: dict[str | None, int] = {}
    for mention in reading.mentions:
        first[mention.entity] = min(mention.start, first.get(mention.entity, mention.start))
    end = len(reading.document.text)
    return sorted(reading.entities, key=lambda entity: (first.get(entity.id, end), entity))


def is_unnamed(entity: Entity) -> bool:
    """Return whether nothing but its document tells it apart: no name, no value, or one name that many people have."""
    return entity.nominal or entity.is_mononym or (entity.type == "Date" and entity.value is None)


def _name(entity: Entity) -> str:
    if is_unnamed(entity):
        return short_slug(entity.label)
    if entity.code is not None:
        return entity.code.upper()
    if entity.value is not None:
        return _date_name(entity.value)
    return slug(entity.label)


def _date_name(value: str) -> str:
    """Return the EDTF value as part of a path: a range with "--" (ISO 8601-1, 3.2.6) for "/"."""
    return quote(value.replace("/", "--"), safe="~")
