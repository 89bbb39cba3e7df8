"""What of a graph most needs a look, with the evidence and the command that would mend it."""

import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.corroborate.excluding import contradicting
from kg.corroborate.sources import count_sources
from kg.curation.facts import Facts, Key, Place, Quote, day_of, is_named_in_quote, quotes, sha256_of, stated_facts
from kg.curation.identity import Identity, check_decisions
from kg.curation.likeness import Called, likenesses
from kg.curation.records import Accept, Decision, Distinction, Reject, Split
from kg.ontology import Ontology
from kg.store import base_of
from kg.store.network import Node, nodes
from kg.store.sources import read_copies
from kg.turtle import local

if TYPE_CHECKING:
    from kg.records import Status

_OF_CONTENT = frozenset({"country", "date", "document"})
_UNNAMED = re.compile(r".*-[0-9a-f]{8}")

FindingKind = Literal["duplicate", "conflict", "weak"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: how much it needs it (0 to 1), what it is about, why, who says so, and what would mend it.

    `mend` are commands, of which one is to be chosen.
    """

    kind: FindingKind
    score: float
    about: str
    reason: str
    quotes: tuple[Quote, ...]
    mend: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding whose quotes have not been looked up."""

    kind: FindingKind
    score: float
    about: str
    reason: str
    places: tuple[Place, ...]
    mend: tuple[str, ...]

    @property
    def order(self) -> tuple[float, str, str, tuple[str, ...]]:
        """The worst first, then by what it is about."""
        return -self.score, self.about, self.reason, self.mend


def review(
    store: ox.Store, ontology: Ontology, *, decisions: Iterable[Decision] = (), limit: int | None = None
) -> list[Finding]:
    """Return what most needs a look, the worst first: likely duplicates, conflicts, facts with little evidence.

    What `decisions` speak of is left out. Raises ContradictionError for decisions that cannot all hold.
    """
    decisions = [*decisions]
    look = _Look(store, ontology, stated_facts(store), check_decisions(decisions), decisions)
    found = [*look.duplicates(), *look.conflicts(), *look.denials(), *look.weak()]
    chosen = sorted(found, key=lambda one: one.order)[:limit]
    return [Finding(f.kind, f.score, f.about, f.reason, quotes(store, f.places), f.mend) for f in chosen]


@dataclass(slots=True)
class _Look:
    """Looks at one store."""

    store: ox.Store
    ontology: Ontology
    facts: Facts
    same: Identity
    decisions: Sequence[Decision]
    base: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    things: list[Node] = field(default_factory=list)
    judged: dict[tuple[str, ...], list[Accept | Reject]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = base_of(self.store) or ""
        self.things = nodes(self.store)
        self.labels = {self.base + node.id: node.label for node in self.things}
        for one in self.decisions:
            if isinstance(one, Accept | Reject):
                key = self.same(one.subject), one.predicate, self.same(one.object), one.status
                self.judged.setdefault(key, []).append(one)

    ### Duplicates

    def duplicates(self) -> Iterator[_Found]:
        """Yield things that may be one."""
        joined, said = self._neighbours()
        apart = {frozenset((d.one, d.other)) for d in self.decisions if isinstance(d, Distinction)}
        apart |= {frozenset((d.entity, d.into)) for d in self.decisions if isinstance(d, Split)}
        apart = {frozenset(map(self.same, pair)) for pair in apart}
        for like in likenesses(self._called(), joined):
            paths = [self._path(like.one), self._path(like.other)]
            if len({*map(self.same, paths)}) == 1 or frozenset(map(self.same, paths)) in apart:
                continue
            keep, drop = sorted(paths, key=lambda path: (-len(said[self.base + path]), -len(path), path))
            about = " = ".join(self.labels[self.base + path] for path in (keep, drop))
            places = tuple(place for path in (keep, drop) for place in said[self.base + path][:1])
            mend = _command("merge", keep, drop), _command("split", keep, "--from", drop)
            yield _Found("duplicate", like.score, about, like.reason, places, mend)

    def _called(self) -> Iterator[Called]:
        for node in self.things:
            group = node.id.partition("/")[0]
            if group not in _OF_CONTENT and not _UNNAMED.fullmatch(node.id):
                aliases = tuple(node.aliases.split("|")) if node.aliases else ()
                yield Called(self.base + node.id, group, node.label, aliases)

    def _neighbours(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[Place]]]:
        """Return what each thing is joined to and how, and the places that speak of it."""
        joined: defaultdict[str, list[str]] = defaultdict(list)
        said: defaultdict[str, list[Place]] = defaultdict(list)
        for (subject, predicate, object_, _), places in self.facts.items():
            joined[subject].append(f"{local(predicate)} {self._label(object_)}")
            joined[object_].append(f"{self._label(subject)} {local(predicate)}")
            said[subject] += places
            said[object_] += places
        return joined, said

    ### Conflicts

    def conflicts(self) -> Iterator[_Found]:
        """Yield properties that can have one value, and have several that exclude one another in several documents."""
        single = {known.iri for known in self.ontology.properties.values() if known.single}
        groups: defaultdict[tuple[str, str, Status], dict[str, Key]] = defaultdict(dict)
        for key in self.facts:
            subject, predicate, value, status = key
            if predicate in single and status != "negated" and not self._is(key, Reject):
                groups[subject, predicate, status][self._path(value)] = key
        for keys in groups.values():
            values = {value: {place.document for place in self.facts[key]} for value, key in keys.items()}
            settled = {value for value, key in keys.items() if self._is(key, Accept)}
            involved = [keys[value] for value in contradicting(values, settled=settled)]
            if involved:
                yield self._conflict(sorted(involved, key=lambda key: (-len(self.facts[key]), key)))

    def _conflict(self, keys: Sequence[Key]) -> _Found:
        subject, predicate, _, status = keys[0]
        values = " or ".join(self._label(key[2]) for key in keys)
        planned = "" if status == "asserted" else f" ({status})"
        reason = f"{local(predicate)} can have one value, and documents give {len(keys)}"
        places = tuple(place for key in keys for place in self.facts[key][:1])
        mend = tuple(self._judge("reject", key) for key in reversed(keys))
        about = f"{self._label(subject)}  {local(predicate)}  {values}{planned}"
        return _Found("conflict", 0.85 if status == "asserted" else 0.4, about, reason, places, mend)

    def denials(self) -> Iterator[_Found]:
        """Yield facts that one document states, and another denies or, later, only plans."""
        for key, places in self.facts.items():
            other: Key = (*key[:3], "asserted")
            against = self.facts.get(other, [])
            if key[3] == "asserted" or not against or self._is(key, Accept, Reject) or self._is(other, Accept, Reject):
                continue
            if {place.document for place in places} == {place.document for place in against}:
                continue
            if key[3] == "planned" and not self._is_later(places, against):
                continue
            word, score = ("denied", 0.75) if key[3] == "negated" else ("planned in a later document", 0.5)
            mend = self._judge("reject", key), self._judge("reject", other)
            yield _Found("conflict", score, self._said(key), f"stated, and {word}", (against[0], places[0]), mend)

    def _is_later(self, planned: Iterable[Place], stated: Iterable[Place]) -> bool:
        days = [sorted(filter(None, (day_of(self.store, place) for place in found))) for found in (planned, stated)]
        return bool(days[0] and days[1]) and days[0][-1] > days[1][0]

    ### Facts with little evidence

    def weak(self) -> Iterator[_Found]:
        """Yield facts that one source supports (copies are one), and whose words do not name their ends."""
        copies = read_copies(self.store)
        for key, places in self.facts.items():
            documents = {place.document for place in places}
            if count_sources(documents, copies) > 1 or self._is(key, Accept, Reject):
                continue
            reasons = [doubt for doubt in self._doubts(key, places[0]) if self._is_common(doubt, key, places)]
            if reasons:
                mend = self._judge("reject", key), self._judge("accept", key)
                reason = f"{_once(len(places), len(documents))}; {' and '.join(reasons)}"
                yield _Found("weak", 0.1 * len(reasons), self._said(key), reason, tuple(places), mend)

    def _is_common(self, doubt: str, key: Key, places: Sequence[Place]) -> bool:
        """Return whether a doubt holds for each place."""
        return all(doubt in self._doubts(key, place) for place in places[1:])

    def _doubts(self, key: Key, place: Place) -> Iterator[str]:
        for end, span in ((key[0], "subjectAt"), (key[2], "objectAt")):
            path = self._path(end)
            if _UNNAMED.fullmatch(path) and not path.startswith("document/"):
                yield f"{self._label(end)} has no name of its own"
            elif not is_named_in_quote(self.store, place, span):
                yield f"the sentence does not name {self._label(end)}"

    ### Words

    def _is(self, key: Key, *kinds: type[Accept] | type[Reject]) -> bool:
        """Return whether people have judged a fact so, in all documents that state it."""
        fact = self.same(self._path(key[0])), key[1], self.same(self._path(key[2])), key[3]
        found = {one.document for one in self.judged.get(fact, ()) if isinstance(one, kinds)}
        if not found:
            return False
        return None in found or {sha256_of(self.store, place.document) for place in self.facts[key]} <= found

    def _path(self, iri: str) -> str:
        return iri.removeprefix(self.base)

    def _label(self, iri: str) -> str:
        return self.labels.get(iri) or self._path(iri)

    def _said(self, key: Key) -> str:
        status = "" if key[3] == "asserted" else f" ({key[3]})"
        return f"{self._label(key[0])}  {local(key[1])}  {self._label(key[2])}{status}"

    def _judge(self, verb: str, key: Key) -> str:
        """Return the command that judges a fact; one that has several statuses is named by a statement."""
        several = Counter(known[:3] for known in self.facts)[key[:3]] > 1
        if several:
            return _command(verb, self._path(self.facts[key][0].statement))
        return _command(verb, self._path(key[0]), local(key[1]), self._path(key[2]))


def _once(statements: int, documents: int) -> str:
    """Return how one source states something."""
    if documents > 1:
        return f"one source in {documents} documents"
    return "stated once" if statements == 1 else "one source"


def _command(*words: str) -> str:
    return shlex.join(["kg", *words])
