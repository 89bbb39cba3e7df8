"""What the files of a folder say of one thing, by the tally of all pages that speak of it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.grow.leaf import Block, to_json
from kg.merge import Tally
from kg.ontology import Ontology
from kg.rdf import ALIAS, LABEL, PREFIXES, TYPE, entity_quads, iri, kg, to_lines
from kg.store.flat import class_order
from kg.store.turtle import Names, subject_block
from kg.view.picture import Thing


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a thing: its quads in the default graph, as N-Quads and as they are, and what the page shows."""

    lines: tuple[bytes, ...]
    triples: tuple[ox.Triple, ...]
    thing: Thing


def to_said(path: str, tally: Tally, base: str, ontology: Ontology) -> Said:
    """Return what is said of a thing."""
    quads = [*entity_quads(base, tally.entity(path, ontology), tally.spoken(), ontology)]
    values: dict[str, list[str]] = {}
    for quad in quads:
        values.setdefault(quad.predicate.value, []).append(quad.object.value)  # type: ignore[union-attr]

    def first(predicate: ox.NamedNode) -> str | None:
        return min(values.get(predicate.value, ()), default=None)

    thing = Thing(
        iri=iri(base, path).value,
        label=first(LABEL) or path,
        type=first(TYPE) or "",
        aliases=tuple(sorted(values.get(ALIAS.value, ()))),
        code=first(kg("isoCode")),
        edtf=first(kg("edtf")),
        earliest=first(kg("earliest")),
        latest=first(kg("latest")),
    )
    return Said(tuple(sorted({*to_lines(quads)})), tuple(quad.triple for quad in quads), thing)


def to_block(said: Said, facts: Iterable[ox.Triple], base: str) -> Block:
    """Return the paragraph of a thing, with the asserted facts of which it is the subject."""
    names = Names(PREFIXES, base)
    node = ox.NamedNode(said.thing.iri)
    text = subject_block(node, [*said.triples, *facts], names)
    return Block(section_of(said.thing), str(node), text, " ".join(sorted(names.used)))


def section_of(thing: Thing) -> str:
    """Return the section of a thing, which stands before those of planned and denied statements."""
    return " ".join(("0", *class_order(thing.type)))


### As JSON ###########################################################################################################


def tally_text(tally: Tally) -> str:
    """Return a tally as JSON."""
    languages = [[name, language, number] for (name, language), number in tally.languages.items()]
    counters = (tally.types, tally.labels, tally.names, tally.codes, tally.values)
    return to_json([tally.pages, tally.named, *counters, languages])


def read_tally(text: str) -> Tally:
    """Return the tally that `tally_text` has written."""
    pages, named, *counters, languages = json.loads(text)
    types, labels, names, codes, values = map(_counter, counters)
    spoken = Counter({(name, language): number for name, language, number in languages})
    return Tally(pages, named, types, labels, names, codes, values, spoken)


def _counter(found: Mapping[str, int]) -> Counter[str]:
    return Counter(found)


def thing_text(thing: Thing) -> str:
    """Return a thing as JSON, without its IRI."""
    return to_json([getattr(thing, name) for name in Thing.__slots__[1:]])


def read_thing(iri: str, text: str) -> Thing:
    """Return the thing that `thing_text` has written."""
    label, kind, aliases, *others = json.loads(text)
    return Thing(iri, label, kind, tuple(aliases), *others)
