"""Which paths are one thing by the decisions of people, and which decisions contradict each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.curation.records import ContradictionError, Decision, Distinction, Merge, Rename, Split, Verdict
from kg.errors import KGError
from kg.text import slug

_OF_ITS_KIND = frozenset({"country", "date", "document"})
"""First parts of paths whose things are what their code, value or text is: none of another kind can be one."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What each path that was merged away became, by the merge that says so."""

    merges: Mapping[str, Merge]

    def __call__(self, path: str) -> str:
        """Return the path of the thing that a path stands for."""
        while path in self.merges:
            path = self.merges[path].keep
        return path

    def reason(self, *paths: str) -> Merge:
        """Return a merge by which one of the paths is another one."""
        return next(self.merges[path] for path in paths if path in self.merges)


def identity(decisions: Iterable[Decision]) -> Identity:
    """Return what the merges say together; raise ContradictionError for circles and for two ways of one path."""
    merges: dict[str, Merge] = {}
    for merge in sorted({one for one in decisions if isinstance(one, Merge)}):
        if merge.drop in merges:
            raise ContradictionError(merges[merge.drop], merge)
        merges[merge.drop] = merge
    for drop in sorted(merges):
        seen, path = {drop}, merges[drop].keep
        while path in merges and path not in seen:
            seen.add(path)
            path = merges[path].keep
        if path in seen:
            _refuse_circle(merges, path)
    return Identity(merges)


def _refuse_circle(merges: Mapping[str, Merge], path: str) -> None:
    first = merges[path]
    if first.keep == path:
        message = f"{path} cannot be merged into itself. Take this decision out."
        raise KGError(message)
    raise ContradictionError(first, merges[first.keep])


def check_decisions(decisions: Iterable[Decision]) -> Identity:
    """Return what the merges say; raise ContradictionError, which names both, for decisions that cannot all hold."""
    ordered = sorted(decisions, key=repr)
    same = identity(ordered)
    for first, second in _contradictions(ordered, same):
        raise ContradictionError(first, second)
    return same


def _contradictions(decisions: list[Decision], same: Identity) -> Iterator[tuple[Decision, Decision]]:
    for decision in decisions:
        if isinstance(decision, Distinction) and same(decision.one) == same(decision.other):
            yield decision, _merge_of(same, decision.one, decision.other)
        if isinstance(decision, Split) and same(decision.entity) == same(decision.into):
            yield decision, _merge_of(same, decision.entity, decision.into)
    groups: defaultdict[tuple[str, ...], list[Decision]] = defaultdict(list)
    for decision in decisions:
        for key in _keys(decision, same):
            groups[key].append(decision)
    for group in groups.values():
        yield from ((one, other) for one, other in combinations(group, 2) if _clash(one, other, same))


def _merge_of(same: Identity, *paths: str) -> Merge:
    if paths[0] == paths[1]:
        message = f"{paths[0]} cannot be told apart from itself. Take this decision out."
        raise KGError(message)
    return same.reason(*paths)


def _keys(decision: Decision, same: Identity) -> Iterator[tuple[str, ...]]:
    """Yield what at most one decision can be about."""
    if isinstance(decision, Rename):
        yield "label", same(decision.entity)
    elif isinstance(decision, Split):
        mention = "" if decision.mention is None else slug(decision.mention)
        yield "split", same(decision.entity), decision.document or "", mention
    elif isinstance(decision, Verdict):
        subject, predicate, object_, status = decision.fact
        yield "fact", *sorted((same(subject), same(object_))), predicate, status


def _clash(one: Decision, other: Decision, same: Identity) -> bool:
    if isinstance(one, Rename) and isinstance(other, Rename):
        return one.label != other.label
    if isinstance(one, Split) and isinstance(other, Split):
        return same(one.into) != same(other.into)
    if not (isinstance(one, Verdict) and isinstance(other, Verdict)) or type(one) is type(other):
        return False
    turned = same(one.subject) != same(other.subject)
    return not turned and (one.document == other.document or None in {one.document, other.document})


### Kinds #############################################################################################################


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What tells whether a thing can be another one: its path, and the code or value that it is."""

    path: str
    value: str | None = None

    @property
    def group(self) -> str:
        """The first part of the path."""
        return self.path.partition("/")[0]


def check_kinds(keep: Kind, drop: Kind) -> None:
    """Raise KGError where two things are of kinds that cannot be one: a country and a date, two countries."""
    reason = ""
    if "document" in {keep.group, drop.group}:
        reason = "a document is what its text is"
    elif keep.group != drop.group and "date" in {keep.group, drop.group}:
        reason = "one is a date, the other is none"
    elif keep.group != drop.group and drop.group in _OF_ITS_KIND:
        reason = f"{drop.path} is a {drop.group}; turn them round to keep it"
    elif keep.value and drop.value and keep.value != drop.value:
        reason = f"one is {keep.value}, the other {drop.value}"
    if reason:
        message = f"{drop.path} cannot be merged into {keep.path}: {reason}."
        raise KGError(message)
