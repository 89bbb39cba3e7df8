"""Turn the facts that a difference concerns into changes, each with its causes and the words behind it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kg.diff.documents import Documents
from kg.diff.look import Fact, Looker, Stated
from kg.diff.records import Cause, FactChange, FactKind, Said, When
from kg.records import STANDINGS, Standing
from kg.store.explain import Named
from kg.turtle import local

_KINDS: tuple[FactKind, ...] = ("status", "added", "removed", "support")
_STRONG = {"added", "removed"}
"""What becomes of a document that explains a change whatever else is different."""


@dataclass(frozen=True, slots=True)
class FactReader:
    """Compares facts between two states. `causes` are those that concern the graph as a whole."""

    before: Looker
    after: Looker
    documents: Documents
    causes: tuple[Cause, ...]
    inferred: bool = False

    def changes(self, facts: AbstractSet[Fact]) -> tuple[FactChange, ...]:
        """Return the changes among the facts; what was planned and is asserted comes first."""
        old, new = (_by_fact(looker.stated(facts)) for looker in (self.before, self.after))
        found = [self._change(fact, old.get(fact, ()), new.get(fact, ())) for fact in sorted(facts)]
        return tuple(sorted((change for change in found if change), key=_order))

    def _change(self, fact: Fact, old: Sequence[Stated], new: Sequence[Stated]) -> FactChange | None:
        before, after = (looker.statuses(fact, inferred=self.inferred) for looker in (self.before, self.after))
        was, now = {self._key(one) for one in old}, {self._key(one) for one in new}
        kind = _kind(before, after, supported=was != now)
        if kind is None:
            return None
        shown: list[tuple[When, Stated]] = [
            *(("before", one) for one in old if _is_shown(one, kind, before, after) or self._key(one) not in now),
            *(("after", one) for one in new if _is_shown(one, kind, after, before) or self._key(one) not in was),
        ]
        told = {one.document for _, one in shown if self._key(one) not in was & now}
        said = sorted((said for when, one in shown for said in self._said(when, one)), key=_place)
        return FactChange(
            kind,
            subject=self._named(fact[0]),
            predicate=Named(fact[1], local(fact[1])),
            object=self._named(fact[2]),
            before=before,
            after=after,
            documents=(len({document for _, document in was}), len({document for _, document in now})),
            sources=(_sources(self.before, old), _sources(self.after, new)),
            causes=tuple(self._causes(told)),
            said=tuple(said),
        )

    def _key(self, one: Stated) -> tuple[Standing, str]:
        """Return what is counted of a statement: its status and its document, under one name in both states."""
        return one.status, self.documents.one(one.document)

    def _named(self, iri: str) -> Named:
        name = self.after.renames.now(iri)
        return Named(name, self.after.label(name)) if self.after.knows(name) else Named(iri, self.before.label(iri))

    def _said(self, when: When, one: Stated) -> Iterator[Said]:
        looker = self.before if when == "before" else self.after
        page = looker.page(one.document)
        document = Named(one.document, page.title if page else "")
        where = (page.source, page.date, page.url) if page else ("", None, None)
        for place in one.evidence or (None,):
            quote, start = looker.quote(place) if place else ("", None)
            yield Said(when, one.status, document, *where, quote, start, one.rule, one.witnesses)

    def _causes(self, names: Iterable[str]) -> Iterator[Cause]:
        """Yield the documents that changed; where others say it, what they were read with, or else what they share."""
        found = {name: self.documents.by_name.get(name) for name in sorted(names)}
        texts = [one for one in found.values() if one and one.kind in {*_STRONG, "changed"}]
        yield from dict.fromkeys(Cause("document", change.page.source, change.kind) for change in texts)
        if found and all(change and change.kind in _STRONG for change in found.values()):
            return
        if self.causes:
            yield from self.causes
        elif len(texts) < len(found) or not found:
            yield self._shared()

    def _shared(self) -> Cause:
        if any(change.kind in {*_STRONG, "changed"} for change in self.documents.changes):
            return Cause("identity", "other documents name the things otherwise, or let it follow")
        return Cause("unknown", "readers or extractors of your own, or another import")


def _sources(looker: Looker, stated: Iterable[Stated]) -> int:
    """Return how many independent sources some statements of a state have."""
    return len({looker.original(one.document) for one in stated})


def _by_fact(stated: Iterable[Stated]) -> Mapping[Fact, Sequence[Stated]]:
    found: defaultdict[Fact, list[Stated]] = defaultdict(list)
    for one in stated:
        found[one.fact].append(one)
    return found


def _kind(before: Sequence[Standing], after: Sequence[Standing], *, supported: bool) -> FactKind | None:
    """Return what became of a fact. That somebody denies it is a change of status, that one more plans it is not."""
    if not before or not after:
        return "added" if after else "removed" if before else None
    if before[0] != after[0] or ("negated" in before) != ("negated" in after):
        return "status"
    return "support" if supported else None


def _is_shown(one: Stated, kind: FactKind, own: Sequence[Standing], other: Sequence[Standing]) -> bool:
    """Return whether a statement bears on the change though its document said so in both states."""
    return kind == "status" and (one.status == own[0] or one.status not in other)


def _order(change: FactChange) -> tuple[object, ...]:
    def rank(statuses: Sequence[Standing]) -> int:
        return min((STANDINGS.index(status) for status in statuses), default=len(STANDINGS))

    ends = (change.predicate.label, change.subject, change.object)
    return _KINDS.index(change.kind), rank(change.after), rank(change.before), *ends


def _place(said: Said) -> tuple[object, ...]:
    start = -1 if said.start is None else said.start
    return said.when == "before", STANDINGS.index(said.status), said.date or "", said.document, start, said.rule or ""
