"""Turn two states of a graph into their difference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.diff.documents import document_changes
from kg.diff.facts import FactReader
from kg.diff.identity import renamed_things
from kg.diff.lines import changed_lines
from kg.diff.look import Looker
from kg.diff.records import Cause, Difference, EntityChange, EntityKind
from kg.diff.renames import Renames
from kg.diff.sides import Side
from kg.diff.touched import Touched
from kg.ontology import Ontology
from kg.report import Report
from kg.store.explain import Named

_KINDS: tuple[EntityKind, ...] = ("added", "changed", "removed")


def compare(before: Side, after: Side, ontology: Ontology, *, inferred: bool = False) -> Difference:
    """Return what changed between two states; with `inferred` what follows from the facts is compared as well.

    One pass over the quads of both and one over their statements, then as many look-ups as there are changes. Raises
    StoreError for quads that are not sorted.
    """
    removed, added = changed_lines(before, after)
    symmetric = frozenset(prop.iri for prop in ontology.properties.values() if prop.symmetric)
    old, new = Looker(before, symmetric), Looker(after, symmetric)
    gone, come = Touched(old).read(removed), Touched(new).read(added)
    documents = document_changes(gone.documents | come.documents, old, new)
    causes = tuple(_causes(before.report, after.report))
    new = replace(new, renames=Renames.of(documents.same, renamed_things(gone, come, old, new)))
    facts = gone.facts | {new.known(fact) for fact in come.facts}
    labels = {prop.iri: prop.label for prop in ontology.properties.values()}
    if inferred:
        concluded = gone.conclusions | {new.known(fact) for fact in come.conclusions}
        facts |= {fact for fact in concluded if fact[1] in labels}
    changes = FactReader(old, new, documents, causes, inferred).changes(facts)
    things = tuple(_entities(gone.things | {new.renames.former(name) for name in come.things}, old, new))
    numbers = gone.inferred, come.inferred
    names = before.name, after.name, after.base
    return Difference(*names, causes, documents.changes, things, changes, numbers, labels, tuple(removed), tuple(added))


def _entities(names: Iterable[str], before: Looker, after: Looker) -> Iterator[EntityChange]:
    """Yield the things that came, went or are called otherwise, but for documents, which are told by themselves."""
    found = []
    for name in sorted(names):
        other = after.renames.now(name)
        if before.page(name) or after.page(other):
            continue
        old, new = before.description(name), after.description(other)
        if old != new:
            kind: EntityKind = "changed" if old and new else "added" if new else "removed"
            named = Named(other, after.label(other)) if new else Named(name, before.label(name))
            former = name if old and new and name != other else None
            found.append(EntityChange(kind, named, old, new, former))
    yield from sorted(found, key=lambda change: (_KINDS.index(change.kind), change.entity.label, change.entity.iri))


def _causes(before: Report, after: Report) -> Iterator[Cause]:
    """Yield what else is different; of a hash that a report of an earlier version does not tell nothing is known."""
    if before["base"] != after["base"]:
        yield Cause("base", _turn(before["base"], after["base"]))
    old, new = before.get("ontology_sha256"), after.get("ontology_sha256")
    if old and new and old != new:
        names = before["ontology"], after["ontology"]
        yield Cause("ontology", names[1] if names[0] == names[1] else _turn(*names))
    old, new = before.get("gazetteer_sha256"), after.get("gazetteer_sha256")
    if old and new and old != new:
        yield Cause("gazetteer", "names or cue words")
    decisions = _decisions(before), _decisions(after)
    if decisions[0][1] != decisions[1][1]:
        yield Cause("curation", decisions[1][0] or f"no longer {decisions[0][0]}")
    versions = before["versions"], after["versions"]
    for name in sorted({*versions[0], *versions[1]}):
        old, new = (made.get(name, "none") for made in versions)
        if old != new:
            yield Cause("version", f"{name} {_turn(old, new)}")


def _decisions(report: Mapping[str, object]) -> tuple[str, str]:
    """Return the file of decisions that a build followed, and its hash; nothing where there was none."""
    found = report.get("curation")
    return (str(found.get("file")), str(found.get("sha256"))) if isinstance(found, dict) else ("", "")


def _turn(old: str, new: str) -> str:
    return f"{old} -> {new}"
