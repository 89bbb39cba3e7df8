"""Turn a description into text: Turtle and JSON-LD for programs, a table for people."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

import pyoxigraph as ox

from kg.dataset.terms import PREFIXES, dcat, dct, prov, rdfs, void
from kg.errors import KGError
from kg.rdf import PREFIXES as USUAL
from kg.rdf import TITLE
from kg.store import Shortener, Triples
from kg.store.jsonld import quads_jsonld
from kg.store.turtle import turtle

FORMS = ("turtle", "jsonld", "table")

_TOTALS = ("triples", "entities", "documents")


def description_text(description: Triples, form: str = "turtle") -> str:
    """Return a description in one of the FORMS; raise KGError for another."""
    if form == "turtle":
        sections = [("", _in_reading_order(description))]
        return turtle(description.triples, USUAL | PREFIXES, base=description.base, sections=sections)
    if form == "jsonld":
        # Not by way of a store, which makes every number an xsd:integer.
        return quads_jsonld((ox.Quad(*triple) for triple in description.triples), description.base)
    if form == "table":
        return _Table(description).text()
    message = f"there is no format {form!r}. There are: {', '.join(FORMS)}."
    raise KGError(message)


def _in_reading_order(description: Triples) -> list[ox.NamedNode | ox.BlankNode | ox.Triple]:
    """Return the subjects: the dataset, what belongs to it, and last the many sections of classes and properties."""

    def rank(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> tuple[bool, str]:
        return "/class/" in str(node) or "/property/" in str(node), str(node)

    whole = ox.NamedNode(description.base + "dataset")
    return [whole, *sorted({triple.subject for triple in description.triples} - {whole}, key=rank)]


class _Table:
    """Reads a description as people do: what it is, how much of what, which files."""

    def __init__(self, description: Triples) -> None:
        self.short = Shortener(description.base)
        self.whole = ox.NamedNode(description.base + "dataset")
        self.values: defaultdict[tuple[object, ox.NamedNode], list[ox.NamedNode]] = defaultdict(list)
        for subject, predicate, value in description.triples:
            self.values[subject, predicate].append(value)

    def text(self) -> str:
        """Return the table."""
        sections = (
            self._head(),
            self._numbers("class", "entities"),
            self._numbers("property", "triples"),
            self._files(),
        )
        return "\n\n".join("\n".join(lines) for section in sections if (lines := [*section])) + "\n"

    def _all(self, node: object, predicate: ox.NamedNode) -> list[str]:
        return [value.value for value in self.values.get((node, predicate), ())]

    def _one(self, node: object, predicate: ox.NamedNode) -> str:
        return next(iter(self._all(node, predicate)), "")

    def _head(self) -> Iterator[str]:
        yield self._one(self.whole, TITLE)
        yield self.whole.value
        rows = {name: f"{int(self._one(self.whole, void(name))):,}" for name in _TOTALS}
        for period in self.values.get((self.whole, dct("temporal")), ()):
            rows["from"], rows["to"] = (self._one(period, dcat(name)) for name in ("startDate", "endDate"))
        rows["languages"] = ", ".join(iri.rpartition("/")[2] for iri in self._all(self.whole, dct("language")))
        rows["licence"] = self._one(self.whole, dct("license"))
        for publisher in self.values.get((self.whole, dct("publisher")), ()):
            rows["publisher"] = self._one(publisher, rdfs("label"))
        rows["endpoint"] = self._one(self.whole, void("sparqlEndpoint"))
        rows["ontology"] = self._one(self.whole, dct("conformsTo"))
        for activity in self.values.get((self.whole, prov("wasGeneratedBy")), ()):
            for agent in self.values.get((activity, prov("wasAssociatedWith")), ()):
                rows["made by"] = self._one(agent, rdfs("label"))
        yield from (f"  {name:10} {value}" for name, value in rows.items() if value)

    def _numbers(self, kind: str, unit: str) -> Iterator[str]:
        """Yield a line for each class or property: how often it is there in all, and in each part."""
        parts = [node for node in self.values.get((self.whole, void("subset")), ()) if self._all(node, TITLE)]
        parts.sort(key=lambda node: _ORDER.index(_name(node)) if _name(node) in _ORDER else len(_ORDER))
        counts = {node: self._counts(node, kind, unit) for node in (self.whole, *parts)}
        shown = [node for node in parts if counts[node]]
        rows = [[kind, "all", *map(_name, shown)]]
        for iri, number in sorted(counts[self.whole].items(), key=lambda item: (-item[1], item[0])):
            cells = [counts[node].get(iri) for node in shown]
            rows.append([self.short(iri), f"{number:,}", *(f"{cell:,}" if cell else "" for cell in cells)])
        return _aligned(rows)

    def _counts(self, node: object, kind: str, unit: str) -> dict[str, int]:
        sections = self.values.get((node, void(f"{kind}Partition")), ())
        return {self._one(section, void(kind)): int(self._one(section, void(unit))) for section in sections}

    def _files(self) -> Iterator[str]:
        rows = []
        for node in self.values.get((self.whole, dcat("distribution")), ()):
            size = f"{int(self._one(node, dcat('byteSize'))):,}"
            digest = self._one(ox.NamedNode(node.value + "/sha256"), ox.NamedNode(PREFIXES["spdx"] + "checksumValue"))
            rows.append([self._one(node, TITLE), size, digest])
        return _aligned([["file", "bytes", "SHA-256"], *rows]) if rows else iter(())


_ORDER = ("facts", "planned", "negated", "inferred", "ontology", "documents")


def _name(node: ox.NamedNode) -> str:
    return node.value.rpartition("/")[2]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows as lines: the first column to the left, the others, numbers, to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join(chain([first.ljust(widths[0])], cells)).rstrip()
