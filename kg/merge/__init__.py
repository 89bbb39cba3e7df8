"""Turn readings of single documents into one graph, whose entities are the same wherever they have the same content.

A country is its code, a date its value, a named thing the slug of its name; an unnamed thing ("an agreement") and a
person of whom there is one name only belong to their document. An acronym that stands alone in one document is the long
name that another document gives it, as long as there is only one. The order of the readings does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from kg.merge.acronyms import Acronyms, synonyms
from kg.merge.pages import Page, document_path, path_group, same_name, to_page, to_pages
from kg.merge.share import SELF, Placed, Share, own_entities, place, share_of
from kg.merge.statements import joined, renamed_statement, statement_key, unique_mentions
from kg.merge.tally import ANY, Sighting, Tally, aliases_of, best_label, merged_entity
from kg.ontology import Ontology, load_ontology
from kg.records import Entity, Graph, Reading, Source

__all__ = [
    "ANY",
    "BASE",
    "SELF",
    "Acronyms",
    "Page",
    "Placed",
    "Share",
    "Sighting",
    "Tally",
    "aliases_of",
    "best_label",
    "document_path",
    "joined",
    "merge_readings",
    "merged_entity",
    "path_group",
    "place",
    "renamed_statement",
    "same_name",
    "share_of",
    "statement_key",
    "synonyms",
    "to_page",
    "to_pages",
    "unique_mentions",
]

BASE = "https://kg.example/"


def merge_readings(readings: Iterable[Reading], *, base: str = BASE, ontology: Ontology | None = None) -> Graph:
    """Return the graph that the readings make together; its ids are the paths of IRIs below `base`.

    Of several sources with the same text, the first (by name) carries what was read, the others only where it lies.
    A date keeps the label of its value, another entity the name that most documents use for it.
    """
    ontology = ontology or load_ontology()
    placed = [place(page, ontology) for page in to_pages(readings)]
    said = [page.acronyms() for page in placed]
    alone = chain.from_iterable(one.alone for one in said)
    known = synonyms(alone, chain.from_iterable(one.meanings for one in said))
    shares = [share_of(page, known, ontology) for page in placed]
    entities = _entities(shares, ontology)
    sources = chain.from_iterable(_sources(share, entities) for share in shares)
    return Graph(base, tuple(sorted(entities.values())), tuple(sources))


def _entities(shares: Iterable[Share], ontology: Ontology) -> dict[str, Entity]:
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for share in shares:
        for path, seen in share.sightings.items():
            tallies[path].add(seen)
    return {path: tally.entity(path, ontology) for path, tally in sorted(tallies.items())}


def _sources(share: Share, entities: Mapping[str, Entity]) -> Iterator[Source]:
    first, *others = share.sources
    yield replace(first, reading=replace(first.reading, entities=own_entities(share, entities)))
    yield from others
