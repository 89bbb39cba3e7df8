"""What one page gives to a graph: its sources in the ids of the graph, and what it says of each thing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.merge.acronyms import Acronyms, acronyms_of
from kg.merge.pages import Page, page_paths
from kg.merge.statements import joined, renamed, unique_mentions, unique_rejected
from kg.merge.tally import ANY, Sighting, sighting, tidy
from kg.ontology import Ontology
from kg.records import PAGE, Entity, Reading, Rejected, Source

SELF = "subject and object turned out to be the same thing"


@dataclass(frozen=True, slots=True)
class Placed:
    """A page with the paths of the local ids of each of its readings, before acronyms are known by other pages."""

    page: Page
    paths: Sequence[Mapping[str, str]]

    def acronyms(self) -> Acronyms:
        """Return what the page says of acronyms."""
        return acronyms_of(self.page, self.paths)


@dataclass(frozen=True, slots=True)
class Share:
    """What a page gives to a graph.

    The first source carries everything that was read; its entities are as the page by itself sees them. `sightings`
    are what the page says of each thing, by path.
    """

    sources: tuple[Source, ...]
    sightings: Mapping[str, Sighting]


def place(page: Page, ontology: Ontology) -> Placed:
    """Return the page with the paths of what it speaks of."""
    return Placed(page, page_paths(page, ontology))


def share_of(placed: Placed, synonyms: Mapping[str, str], ontology: Ontology) -> Share:
    """Return what a page gives to a graph in which these acronyms stand for these names."""
    page = placed.page
    ids = [{local: synonyms.get(path, path) for local, path in found.items()} for found in placed.paths]
    first, *_ = sources = [*_sources(page, ids, ontology)]
    sightings = _sightings(page, ids, first.reading.document.language)
    own = sightings[page.id]
    spoken = dict(own.languages)
    for source in sources:
        pair = (ANY, source.reading.document.language)
        spoken[pair] = spoken.get(pair, 0) + 1
    sightings[page.id] = replace(own, languages=spoken)
    return Share(tuple(sources), sightings)


def _sources(page: Page, ids: Sequence[Mapping[str, str]], ontology: Ontology) -> Iterator[Source]:
    """Yield the page with all that was read from it, its entities left out, then its further sources."""
    found = [renamed(reading, local, ontology) for reading, local in zip(page.readings, ids, strict=True)]
    statements = joined(statement for reading in found for statement in reading.statements)
    first, *others = page.readings
    yield Source(
        page.id,
        Reading(
            first.document,
            (),
            unique_mentions(mention for reading in found for mention in reading.mentions),
            tuple(s for s in statements if s.subject != s.object),
            (
                *unique_rejected(found),
                *(Rejected(s, SELF) for s in statements if s.subject == s.object),
            ),
        ),
    )
    seen = {first.document.source}
    for other in others:
        if other.document.source not in seen:
            seen.add(other.document.source)
            yield Source(page.id, Reading(other.document))


def _sightings(page: Page, ids: Sequence[Mapping[str, str]], language: str) -> dict[str, Sighting]:
    """Return what the page says of each thing, by path, in order."""
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    found[page.id].append(Entity(page.id, "Document", page.title))
    for reading, local in zip(page.readings, ids, strict=True):
        for entity in reading.entities:
            if entity.id != PAGE:
                found[local[entity.id]].append(tidy(entity))
    return {path: sighting(path, seen, language) for path, seen in sorted(found.items())}


def own_entities(share: Share, entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    """Return the page's entities with the types and values of the graph's, and with the page's own names."""
    own = []
    for path, seen in share.sightings.items():
        merged = entities[path]
        own.append(Entity(path, merged.type, seen.label, seen.aliases, merged.code, merged.value, merged.nominal))
    return tuple(own)
