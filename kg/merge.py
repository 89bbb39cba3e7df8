"""Turn readings of single documents into one graph, whose entities are the same wherever they have the same content.

A country is its code, a date its value, a named thing the slug of its name; an unnamed thing ("an agreement") and a
person of whom there is one name only belong to their document. An acronym that stands alone in one document is the long
name that another document gives it, as long as there is only one. The order of the readings does not matter.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from kg.edtf import label as date_label
from kg.ontology import Ontology, load_ontology
from kg.records import PAGE, Document, Entity, Evidence, Graph, Mention, Reading, Rejected, Source, Statement
from kg.text import fold, short_slug, slug

BASE = "https://kg.example/"

_UMBRELLAS = frozenset({"Entity", "Actor"})  # classes too wide to name a path
_HASH_DIGITS = 8
_ACRONYM = re.compile(r"\w[\w.&-]{1,11}")
_CAPITALS = 2

SELF = "subject and object turned out to be the same thing"


@dataclass(frozen=True, slots=True)
class _Page:
    """A text with everything that was read from it, under all the sources that gave it."""

    id: str
    digest: str
    title: str
    readings: tuple[Reading, ...]


def merge_readings(readings: Iterable[Reading], *, base: str = BASE, ontology: Ontology | None = None) -> Graph:
    """Return the graph that the readings make together; its ids are the paths of IRIs below `base`.

    Of several sources with the same text, the first (by name) carries what was read, the others only where it lies.
    A date keeps the label of its value, another entity the name that most documents use for it.
    """
    ontology = ontology or load_ontology()
    pages = _pages(readings)
    paths = {page.id: _page_paths(page, ontology) for page in pages}
    synonyms = _acronyms(_names(pages, paths))
    ids = {
        page.id: [{local: synonyms.get(path, path) for local, path in found.items()} for found in paths[page.id]]
        for page in pages
    }
    entities = _entities(pages, ids, ontology)
    sources = [source for page in pages for source in _sources(page, ids[page.id], entities, ontology)]
    return Graph(base, tuple(sorted(entities.values())), tuple(sources))


### Documents #########################################################################################################


def document_path(document: Document, title: str | None = None) -> str:
    """Return the path of a page: the slug of its title and the start of its text's hash.

    >>> document_path(Document("a.txt", "Moon treaty signed"), "Moon treaty")
    'document/moon-treaty-2118ec5d'
    """
    return f"document/{short_slug(title or document.title)}-{document.sha256[:_HASH_DIGITS]}"


def _pages(readings: Iterable[Reading]) -> list[_Page]:
    """Return the texts, each once, sorted by path; the readings of a text are sorted by source."""
    texts: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        texts[reading.document.sha256].append(reading)
    pages = []
    for digest, found in texts.items():
        found.sort(key=_reading_order)
        titled = next((r.document for r in found if r.document.first("title")), found[0].document)
        title = " ".join(titled.title.split())
        pages.append(_Page(document_path(titled, title), digest[:_HASH_DIGITS], title, tuple(found)))
    return sorted(pages, key=lambda page: page.id)


def _reading_order(reading: Reading) -> tuple[str, str, str]:
    document = reading.document
    return document.source, document.source_sha256, repr((document.fields, reading.entities, reading.statements))


### Paths #############################################################################################################


def path_group(name: str, ontology: Ontology) -> str:
    """Return the first part of the paths of a class: that of its widest class that is not an umbrella.

    >>> path_group("Agency", load_ontology()), path_group("LaunchVehicle", load_ontology())
    ('organization', 'project')
    """
    known = ontology.classes.get(name)
    parents = sorted(set(known.parents) - _UMBRELLAS) if known else []
    if parents:
        return path_group(parents[0], ontology)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def _page_paths(page: _Page, ontology: Ontology) -> list[dict[str, str]]:
    """Return, for each reading of the page, the paths of its local ids."""
    return [_reading_paths(page, reading, ontology) for reading in page.readings]


def _reading_paths(page: _Page, reading: Reading, ontology: Ontology) -> dict[str, str]:
    paths = {PAGE: page.id}
    unnamed: Counter[str] = Counter()
    for entity in _by_place(reading):
        if entity.id == PAGE:
            continue
        stem = f"{path_group(entity.type, ontology)}/{_name(entity)}"
        if _is_unnamed(entity):
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


def _is_unnamed(entity: Entity) -> bool:
    """Return whether nothing but its document tells it apart: no name, no value, or one name that many people have."""
    return entity.nominal or entity.is_mononym or (entity.type == "Date" and entity.value is None)


def _name(entity: Entity) -> str:
    if _is_unnamed(entity):
        return short_slug(entity.label)
    if entity.code is not None:
        return entity.code.upper()
    if entity.value is not None:
        return _date_name(entity.value)
    return slug(entity.label)


def _date_name(value: str) -> str:
    """Return the EDTF value as part of a path: a range with "--" (ISO 8601-1, 3.2.6) for "/"."""
    return quote(value.replace("/", "--"), safe="~")


### Acronyms ##########################################################################################################


def _names(pages: list[_Page], paths: Mapping[str, list[dict[str, str]]]) -> Iterator[tuple[str, Entity]]:
    """Yield every named entity of every reading with its path."""
    for page in pages:
        for reading, found in zip(page.readings, paths[page.id], strict=True):
            for entity in reading.entities:
                if entity.id != PAGE and not _is_unnamed(entity) and not (entity.code or entity.value):
                    yield found[entity.id], entity


def _acronyms(names: Iterable[tuple[str, Entity]]) -> dict[str, str]:
    """Return the paths of acronyms that stand alone, each with the path of the one long name that has this acronym."""
    alone: set[str] = set()
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for path, entity in names:
        if _is_acronym(entity.label):
            alone.add(path)
            continue
        group = path.partition("/")[0]
        for alias in filter(_is_acronym, entity.aliases):
            meanings[f"{group}/{slug(alias)}"].add(path)
    return {path: min(meanings[path]) for path in alone if len(meanings.get(path, ())) == 1}


def _is_acronym(name: str) -> bool:
    """Return whether the name is one word with at least two capitals: "ESA", "BeiDou", "U.S."."""
    return bool(_ACRONYM.fullmatch(name)) and sum(map(str.isupper, name)) >= _CAPITALS


### Entities ##########################################################################################################


def _entities(pages: list[_Page], ids: Mapping[str, list[dict[str, str]]], ontology: Ontology) -> dict[str, Entity]:
    found: defaultdict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for page in pages:
        found[page.id].append((page.id, Entity(page.id, "Document", page.title)))
        for reading, local in zip(page.readings, ids[page.id], strict=True):
            for entity in reading.entities:
                if entity.id != PAGE:
                    found[local[entity.id]].append((page.id, _tidy(entity)))
    return {path: merged_entity(path, seen, ontology) for path, seen in sorted(found.items())}


def _tidy(entity: Entity) -> Entity:
    """Return the entity with every run of white space in its names as one space."""
    label, *others = (" ".join(name.split()) for name in (entity.label, *entity.aliases))
    aliases = tuple(others)
    return (
        entity if (label, aliases) == (entity.label, entity.aliases) else replace(entity, label=label, aliases=aliases)
    )


def merged_entity(path: str, seen: list[tuple[str, Entity]], ontology: Ontology) -> Entity:
    """Return the one entity that all these, each with its page, are."""
    entities = [entity for _, entity in seen]
    codes = sorted({e.code.upper() for e in entities if e.code})
    values = sorted({e.value for e in entities if e.value})
    label = (_date_label(values[0]) if values else None) or best_label(path, seen)
    return Entity(
        path,
        _best_type({(page, entity.type) for page, entity in seen}, ontology),
        label,
        aliases=() if values else aliases_of(label, entities),
        code=codes[0] if codes else None,
        value=values[0] if values else None,
        nominal=all(entity.nominal for entity in entities),
    )


def _date_label(value: str) -> str | None:
    try:
        return date_label(value)
    except ValueError:  # not EDTF, so the words of the documents have to do
        return None


def _best_type(seen: set[tuple[str, str]], ontology: Ontology) -> str:
    """Return the most specific of the classes, then that of most pages, then the first by name."""
    pages = Counter(name for _, name in seen)
    return min(pages, key=lambda name: (-_depth(name, ontology), -pages[name], name))


def _depth(name: str, ontology: Ontology) -> int:
    known = ontology.classes.get(name)
    return max((1 + _depth(parent, ontology) for parent in known.parents), default=0) if known else 0


def best_label(path: str, seen: list[tuple[str, Entity]]) -> str:
    """Return the name, written as a proper name where any page does so, that most pages use; then the longest."""
    if len({entity.label for _, entity in seen}) == 1:
        return seen[0][1].label
    own = path.partition("/")[2]
    pages = Counter(label for _, label in {(page, entity.label) for page, entity in seen})
    matching = [label for label in pages if slug(label) == own] or list(pages)
    return min(matching, key=lambda label: (label == label.lower(), -pages[label], -len(label), label))


def aliases_of(label: str, entities: list[Entity]) -> tuple[str, ...]:
    """Return the other names in order, one for each way of writing that differs in more than case and marks."""
    names = {name for entity in entities for name in (entity.label, *entity.aliases) if name}
    if names <= {label}:
        return ()
    taken = {_plain(label)}
    kept = []
    for name in sorted(names):
        if _plain(name) not in taken:
            taken.add(_plain(name))
            kept.append(name)
    return tuple(kept)


def _plain(name: str) -> str:
    return fold(name).text.casefold()


### Statements ########################################################################################################


def _sources(
    page: _Page, ids: list[dict[str, str]], entities: Mapping[str, Entity], ontology: Ontology
) -> Iterator[Source]:
    """Yield the page with all that was read from it, then its further sources."""
    renamed = [_renamed(reading, local, ontology) for reading, local in zip(page.readings, ids, strict=True)]
    statements = joined(statement for reading in renamed for statement in reading.statements)
    first, *others = page.readings
    yield Source(
        page.id,
        Reading(
            first.document,
            _own_entities(page, ids, entities),
            unique_mentions(mention for reading in renamed for mention in reading.mentions),
            tuple(s for s in statements if s.subject != s.object),
            (
                *_unique_rejected(renamed),
                *(Rejected(s, SELF) for s in statements if s.subject == s.object),
            ),
        ),
    )
    seen = {first.document.source}
    for other in others:
        if other.document.source not in seen:
            seen.add(other.document.source)
            yield Source(page.id, Reading(other.document))


def _own_entities(page: _Page, ids: list[dict[str, str]], entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    """Return the page's entities with the graph's ids, types and values, and with the page's own names."""
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    found[page.id].append(Entity(page.id, "Document", page.title))
    for reading, local in zip(page.readings, ids, strict=True):
        for entity in reading.entities:
            if entity.id != PAGE:
                found[local[entity.id]].append(_tidy(entity))
    own = []
    for path, seen in sorted(found.items()):
        merged = entities[path]
        label = merged.label if merged.value else best_label(path, [(page.id, entity) for entity in seen])
        aliases = () if merged.value else aliases_of(label, seen)
        own.append(Entity(path, merged.type, label, aliases, merged.code, merged.value, merged.nominal))
    return tuple(own)


def _renamed(reading: Reading, ids: Mapping[str, str], ontology: Ontology) -> Reading:
    """Return the reading with the graph's ids; a rejected statement may speak of things that have none."""
    return replace(
        reading,
        entities=(),
        mentions=tuple(_renamed_mention(m, ids) for m in reading.mentions),
        statements=tuple(renamed_statement(s, ids, ontology) for s in reading.statements),
        rejected=tuple(
            Rejected(renamed_statement(r.statement, {**ids, **_unknown(r.statement, ids)}, ontology), r.reason)
            for r in reading.rejected
        ),
    )


def _renamed_mention(mention: Mention, ids: Mapping[str, str]) -> Mention:
    """Return the mention with the graph's id; written out, since `replace` takes three times as long."""
    m, entity = mention, ids.get(mention.entity or "", mention.entity)
    return Mention(m.start, m.end, m.text, m.type, m.found_by, m.kind, m.name, m.code, m.value, entity)


def _unknown(statement: Statement, ids: Mapping[str, str]) -> dict[str, str]:
    ends = (statement.subject, statement.object, statement.attributed_to)
    return {end: end for end in ends if end is not None and end not in ids}


def renamed_statement(statement: Statement, ids: Mapping[str, str], ontology: Ontology) -> Statement:
    """Return the statement with other ids; one of a symmetric property begins with the end that comes first."""
    s, speaker = statement, statement.attributed_to
    subject, end, speaker = ids[s.subject], ids[s.object], ids[speaker] if speaker else None
    renamed = Statement(subject, s.predicate, end, s.status, speaker, s.role, s.found_by, s.evidence)
    known = ontology.properties.get(statement.predicate)
    return _turned(renamed) if known and known.symmetric and renamed.object < renamed.subject else renamed


def _turned(statement: Statement) -> Statement:
    evidence = tuple(replace(e, subject=e.object, object=e.subject) for e in statement.evidence)
    return replace(statement, subject=statement.object, object=statement.subject, evidence=evidence)


def joined(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements, those that differ in evidence alone as one, in order."""
    found: defaultdict[tuple[str | None, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        found[s.subject, s.predicate, s.object, s.status, s.attributed_to, s.role, s.found_by].append(s)
    return tuple(sorted(map(_one, found.values()), key=statement_key))


def _one(said: list[Statement]) -> Statement:
    """Return what several statements say that differ in evidence alone."""
    if len(said) == 1 and len(said[0].evidence) == 1:
        return said[0]
    evidence = {evidence for statement in said for evidence in statement.evidence}
    return replace(said[0], evidence=tuple(sorted(evidence, key=_place)))


def statement_key(statement: Statement) -> tuple[str, ...]:
    """Return what makes a statement the same one within its document: all of it but the evidence."""
    s = statement
    return s.subject, s.predicate, s.object, s.status, s.attributed_to or "", s.role or "", s.found_by


def _place(evidence: Evidence) -> tuple[int, ...]:
    spans = (evidence.subject, evidence.trigger, evidence.object)
    return evidence.start, evidence.end, *(n for span in spans for n in ((span.start, span.end) if span else (-1, -1)))


def unique_mentions(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the mentions, each once, in the order of the text."""
    found = set(mentions)
    places = Counter((m.start, m.end) for m in found)
    return tuple(sorted(found, key=lambda m: (m.start, m.end, repr(m) if places[m.start, m.end] > 1 else "")))


def _unique_rejected(readings: Iterable[Reading]) -> tuple[Rejected, ...]:
    found = {rejected for reading in readings for rejected in reading.rejected}
    return tuple(sorted(found, key=lambda r: (statement_key(r.statement), r.reason, repr(r))))
