"""Follow the decisions of people in a graph: a graph in, the mended graph out, and what fitted nothing in it.

Splits come first, then merges, names and facts, so that the order of the decisions does not matter. What no decision
touches stays the same record.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.check import check_statements
from kg.curation.identity import Identity, Kind, check_decisions, check_kinds
from kg.curation.move import Mover
from kg.curation.records import Decision, Distinction, Merge, Reject, Rename, Split, Verdict
from kg.errors import KGError
from kg.merge import aliases_of, best_label, merged_entity, path_group
from kg.ontology import Ontology
from kg.records import Entity, Graph, Reading, Rejected, Source, Statement


@dataclass(frozen=True, slots=True)
class Curated:
    """A graph that decisions were applied to, and those that fitted nothing in it: they may be out of date."""

    graph: Graph
    stale: tuple[Decision, ...] = ()


def curate(graph: Graph, decisions: Iterable[Decision], ontology: Ontology) -> Curated:
    """Return the graph as people decided.

    Raises ContradictionError for decisions that cannot all hold, KGError for things that cannot be one or have no name.
    """
    decisions = sorted(set(decisions), key=repr)
    if not decisions:
        return Curated(graph)
    same = check_decisions(decisions)
    known = {entity.id: entity for entity in graph.entities}
    _check_merges(same, known)
    _check_classes(decisions, ontology)
    mover = Mover(same, tuple(one for one in decisions if isinstance(one, Split)), known.keys(), ontology)
    moved = [mover.move(source) for source in graph.sources]
    touched = {path for one in moved for path in one.touched}
    judge = _Judge(same, [one for one in decisions if isinstance(one, Verdict)], ontology)
    judged = [judge.judged(one.source) for one in moved]
    entities = _entities(known, judged, touched, ontology)
    entities = _named(entities, decisions, same, known)
    sources = tuple(_own(one, entities, touched, ontology) for one in judged)
    used = {*judge.used, *(split for one in moved for split in one.splits)}
    there = known.keys() | {one.into for one in used if isinstance(one, Split)}
    stale = tuple(one for one in decisions if one not in used and _is_stale(one, same, there, entities))
    return Curated(replace(graph, entities=tuple(sorted(entities.values())), sources=sources), stale)


def _check_merges(same: Identity, known: Mapping[str, Entity]) -> None:
    """Raise KGError where a thing would be of two kinds, or have two codes or values."""
    firm: dict[str, Kind] = {}
    merged = {*same.merges, *(merge.keep for merge in same.merges.values())}
    for path in sorted(merged, key=lambda path: (same(path) != path, path)):
        target, entity = same(path), known.get(path)
        kind = Kind(path, (entity.code or entity.value) if entity else None)
        check_kinds(firm.get(target, Kind(target)), kind)
        if target not in firm or kind.value:
            firm[target] = Kind(target, kind.value)


def _check_classes(decisions: Iterable[Decision], ontology: Ontology) -> None:
    for one in decisions:
        if isinstance(one, Split) and one.type is not None and one.type not in ontology.classes:
            message = f"{one}: the ontology has no class {one.type}. It has: {', '.join(ontology.classes)}"
            raise KGError(message)


def _is_stale(one: Decision, same: Identity, there: Collection[str], entities: Mapping[str, Entity]) -> bool:
    """Return whether a decision, which was not seen to do something, fits nothing in the graph."""
    if isinstance(one, Merge):
        return one.drop not in there
    if isinstance(one, Rename):
        return same(one.entity) not in entities
    if isinstance(one, Distinction):
        return not {same(one.one), same(one.other)} <= entities.keys()
    return True


### Facts #############################################################################################################


class _Judge:
    """Takes rejected facts out of readings, and notes which verdicts speak of something."""

    def __init__(self, same: Identity, verdicts: Iterable[Verdict], ontology: Ontology) -> None:
        self.used: set[Verdict] = set()
        self._ontology = ontology
        self._verdicts: defaultdict[tuple[str, str, str, str], list[Verdict]] = defaultdict(list)
        for one in verdicts:
            self._verdicts[self._fact(same(one.subject), one.predicate, same(one.object), one.status)].append(one)

    def _fact(self, subject: str, predicate: str, object_: str, status: str) -> tuple[str, str, str, str]:
        if predicate in {p.iri for p in self._ontology.properties.values() if p.symmetric} and object_ < subject:
            subject, object_ = object_, subject
        return subject, predicate, object_, status

    def judged(self, source: Source) -> Source:
        """Return the source without the statements that people rejected; they are told with the others turned away."""
        reading = source.reading
        kept, rejected = [], []
        for statement in reading.statements:
            no = self._rejection(reading, statement)
            if no is None:
                kept.append(statement)
            else:
                rejected.append(Rejected(statement, f"rejected {no.note}".strip()))
        if not rejected:
            return source
        turned_away = (*reading.rejected, *rejected)
        return replace(source, reading=replace(reading, statements=tuple(kept), rejected=turned_away))

    def _rejection(self, reading: Reading, statement: Statement) -> Reject | None:
        predicate = self._ontology.properties[statement.predicate].iri
        found = self._verdicts.get((statement.subject, predicate, statement.object, statement.status), ())
        fitting = [one for one in found if one.document is None or one.document == reading.document.sha256]
        self.used.update(fitting)
        return next((one for one in fitting if isinstance(one, Reject)), None)


### Entities ##########################################################################################################


def _entities(
    known: Mapping[str, Entity], sources: Iterable[Source], touched: set[str], ontology: Ontology
) -> dict[str, Entity]:
    """Return the entities of the graph; those that decisions touch are made anew of what is left in each document."""
    seen: defaultdict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for source in sources if touched else ():
        for entity in source.reading.entities:
            if entity.id in touched:
                seen[entity.id].append((source.id, entity))
    entities = {path: entity for path, entity in known.items() if path not in touched}
    return entities | {path: _merged(path, found, ontology) for path, found in sorted(seen.items())}


def _merged(path: str, seen: list[tuple[str, Entity]], ontology: Ontology) -> Entity:
    """Return the one thing that these are; its class is of the kind that its path says, where any of them is."""
    group = path.partition("/")[0]
    fitting = [one for one in seen if path_group(one[1].type, ontology) == group]
    merged = merged_entity(path, seen, ontology)
    return replace(merged, type=merged_entity(path, fitting, ontology).type) if fitting else merged


def _named(
    entities: dict[str, Entity], decisions: Sequence[Decision], same: Identity, known: Mapping[str, Entity]
) -> dict[str, Entity]:
    """Return the entities with the names that people gave them; the names that they had stay aliases."""
    given = {same(s.into): s.name for s in reversed(decisions) if isinstance(s, Split) and same(s.into) not in known}
    given |= {same(one.entity): one.label for one in decisions if isinstance(one, Rename)}
    for path, label in given.items():
        if path not in entities:
            continue
        entity = entities[path]
        if entity.value or entity.type == "Document":
            message = f"{path} cannot be renamed: its name is that of its {'value' if entity.value else 'text'}."
            raise KGError(message)
        entities[path] = replace(entity, label=label, aliases=aliases_of(label, [entity]))
    return entities


def _own(source: Source, entities: Mapping[str, Entity], touched: set[str], ontology: Ontology) -> Source:
    """Return the source with the graph's classes, codes and values in what it says of things that were touched.

    What is said of them has to pass the gate once more: a place signs nothing.
    """
    reading = source.reading
    if touched.isdisjoint(entity.id for entity in reading.entities):
        return source
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in reading.entities:
        found[entity.id].append(entity)
    own = tuple(_ones(source.id, found, entities, touched))
    again = [s for s in reading.statements if s.subject in touched or s.object in touched]
    _, rejected = check_statements(reading.document, own, again, ontology)
    wrong = {one.statement for one in rejected}
    kept = tuple(s for s in reading.statements if s not in wrong)
    changed = replace(reading, entities=own, statements=kept, rejected=(*reading.rejected, *rejected))
    return replace(source, reading=changed)


def _ones(
    page: str, found: Mapping[str, list[Entity]], entities: Mapping[str, Entity], touched: set[str]
) -> Iterator[Entity]:
    for path, seen in sorted(found.items()):
        if path not in touched:
            yield from seen
            continue
        whole = entities[path]
        label = whole.label if whole.value else best_label(path, [(page, entity) for entity in seen])
        yield replace(whole, label=label, aliases=() if whole.value else aliases_of(label, seen))
