"""Count how pages name a thing, and say what it is called by what most of them do.

What each page has seen of a thing is a `Sighting`; a `Tally` is the sum of these over all pages, to which one can be
added, and from which one can be taken, in any order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Self

from kg.edtf import label as date_label
from kg.ontology import Ontology
from kg.records import Entity
from kg.text import fold, slug

ANY = ""
"""Stands for any name of a thing, where languages are counted."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one page says of a thing: its classes, labels, all names, codes and values, and whether it has a name.

    `label` and `aliases` are what the page itself calls it. `languages` says how often a name is used in a language.
    """

    types: frozenset[str]
    labels: frozenset[str]
    names: frozenset[str]
    codes: frozenset[str]
    values: frozenset[str]
    named: bool
    label: str
    aliases: tuple[str, ...]
    languages: Mapping[tuple[str, str], int] = field(default_factory=dict)


def sighting(path: str, seen: Sequence[Entity], language: str | None = None) -> Sighting:
    """Return what a page says of a thing, by everything that was read of it there in a language."""
    labels = frozenset(entity.label for entity in seen)
    names = frozenset(name for entity in seen for name in (entity.label, *entity.aliases) if name)
    values = frozenset(entity.value for entity in seen if entity.value)
    label = (_date_label(min(values)) if values else None) or _best_label(path, Counter(labels))
    aliases = () if values else _other_names(label, names)
    return Sighting(
        types=frozenset(entity.type for entity in seen),
        labels=labels,
        names=names,
        codes=frozenset(entity.code.upper() for entity in seen if entity.code),
        values=values,
        named=not all(entity.nominal for entity in seen),
        label=label,
        aliases=aliases,
        languages={} if language is None else dict.fromkeys(((name, language) for name in {ANY, label, *aliases}), 1),
    )


@dataclass(slots=True)
class Tally:
    """How many pages say what of one thing. `languages` counts by name and language."""

    pages: int = 0
    named: int = 0
    types: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    languages: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, seen: Sighting, times: int = 1) -> Self:
        """Add what a page says; with -1 take it away."""
        self.pages += times
        self.named += times * seen.named
        said = (seen.types, seen.labels, seen.names, seen.codes, seen.values)
        for counter, found in zip(self.counters(), said, strict=True):
            for one in found:
                _count(counter, one, times)
        for pair, number in seen.languages.items():
            _count(self.languages, pair, times * number)
        return self

    def update(self, other: "Tally") -> Self:
        """Add what other pages say."""
        self.pages += other.pages
        self.named += other.named
        for counter, found in zip(self.counters(), other.counters(), strict=True):
            for one, number in found.items():
                _count(counter, one, number)
        for pair, number in other.languages.items():
            _count(self.languages, pair, number)
        return self

    def counters(self) -> tuple[Counter[str], ...]:
        """Return what is counted of names, classes, codes and values."""
        return self.types, self.labels, self.names, self.codes, self.values

    def entity(self, path: str, ontology: Ontology) -> Entity:
        """Return the thing that all these pages speak of."""
        value = min(self.values, default=None)
        label = (_date_label(value) if value else None) or _best_label(path, self.labels)
        return Entity(
            path,
            _best_type(self.types, ontology),
            label,
            aliases=() if value else _other_names(label, self.names),
            code=min(self.codes, default=None),
            value=value,
            nominal=not self.named,
        )

    def spoken(self) -> dict[str, str]:
        """Return the language of most pages that use a name; `ANY` stands for any other name."""
        chosen: dict[str, tuple[int, str]] = {}
        for (name, language), number in self.languages.items():
            best = (-number, language)
            chosen[name] = min(chosen.get(name, best), best)
        return {name: language for name, (_, language) in chosen.items()}


def _count(counter: Counter[str] | Counter[tuple[str, str]], one: str | tuple[str, str], number: int) -> None:
    """Add to a count; what nobody says any more goes."""
    total = counter[one] + number  # type: ignore[index]
    if total:
        counter[one] = total  # type: ignore[index]
    else:
        del counter[one]


def merged_entity(path: str, seen: Iterable[tuple[str, Entity]], ontology: Ontology) -> Entity:
    """Return the one entity that all these, each with its page, are."""
    whole = Tally()
    for _, found in groupby(sorted(seen), key=lambda one: one[0]):
        whole.add(sighting(path, [entity for _, entity in found]))
    return whole.entity(path, ontology)


def tidy(entity: Entity) -> Entity:
    """Return the entity with every run of white space in its names as one space."""
    label, *others = (" ".join(name.split()) for name in (entity.label, *entity.aliases))
    aliases = tuple(others)
    return (
        entity if (label, aliases) == (entity.label, entity.aliases) else replace(entity, label=label, aliases=aliases)
    )


def _date_label(value: str) -> str | None:
    try:
        return date_label(value)
    except ValueError:  # not EDTF, so the words of the documents have to do
        return None


def _best_type(pages: Counter[str], ontology: Ontology) -> str:
    """Return the most specific of the classes, then that of most pages, then the first by name."""
    return min(pages, key=lambda name: (-_depth(name, ontology), -pages[name], name))


def _depth(name: str, ontology: Ontology) -> int:
    known = ontology.classes.get(name)
    return max((1 + _depth(parent, ontology) for parent in known.parents), default=0) if known else 0


def best_label(path: str, seen: Iterable[tuple[str, Entity]]) -> str:
    """Return the name, written as a proper name where any page does so, that most pages use; then the longest."""
    return _best_label(path, Counter(label for _, label in {(page, entity.label) for page, entity in seen}))


def _best_label(path: str, pages: Counter[str]) -> str:
    if len(pages) == 1:
        return next(iter(pages))
    own = path.partition("/")[2]
    matching = [label for label in pages if slug(label) == own] or list(pages)
    return min(matching, key=lambda label: (label == label.lower(), -pages[label], -len(label), label))


def aliases_of(label: str, entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return the other names in order, one for each way of writing that differs in more than case and marks."""
    return _other_names(label, {name for entity in entities for name in (entity.label, *entity.aliases) if name})


def _other_names(label: str, names: Iterable[str]) -> tuple[str, ...]:
    found = {*names}
    if found <= {label}:
        return ()
    taken = {_plain(label)}
    kept = []
    for name in sorted(found):
        if _plain(name) not in taken:
            taken.add(_plain(name))
            kept.append(name)
    return tuple(kept)


def _plain(name: str) -> str:
    return fold(name).text.casefold()
