"""Turn a store into a network: entities as nodes and facts as edges, in GraphML, GEXF and CSV.

The columns of the CSV files are named so that Gephi and networkx read them. A cell that a spreadsheet would take for a
formula begins with an apostrophe (OWASP, "CSV Injection").
"""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, fields
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.corroborate.sources import count_sources
from kg.rdf import ALIAS, DEFAULT, LABEL, OBJECT, PREDICATE, STATUS, SUBJECT, TYPE, graph_name, kg
from kg.records import STATUSES, Standing
from kg.store.infer import inferred_facts
from kg.store.names import Shortener, base_of
from kg.store.sources import read_copies

if TYPE_CHECKING:
    import networkx as nx

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_UNWRITABLE = str.maketrans(dict.fromkeys("\ufffe\uffff", "\ufffd"))  # not characters of XML 1.0
_DATE_STAMP = re.compile(r' lastmodifieddate="[^"]*"')
_NOT_FACTS = {TYPE, LABEL, ALIAS}


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """An entity as a row."""

    id: str
    label: str
    type: str
    aliases: str
    code: str
    edtf: str
    earliest: str
    latest: str


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A fact as a row; `documents` counts those that state it with this status, `sources` copies of one text as one."""

    source: str
    target: str
    relation: str
    status: Standing
    documents: int
    sources: int


def nodes(store: ox.Store) -> list[Node]:
    """Return the entities in order."""
    short = _shortener(store)
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, DEFAULT):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            found[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return sorted(_node(iri, values, short) for iri, values in found.items() if TYPE.value in values)


def _node(iri: str, values: Mapping[str, list[str]], short: Shortener) -> Node:
    def first(predicate: ox.NamedNode) -> str:
        return min(values.get(predicate.value, [""]))

    return Node(
        short(iri),
        first(LABEL) or short(iri),
        short(first(TYPE)).removeprefix("kg:"),
        "|".join(sorted(values.get(ALIAS.value, []))),
        *(first(kg(name)) for name in ("isoCode", "edtf", "earliest", "latest")),
    )


def edges(store: ox.Store, *, inferred: bool = False) -> list[Edge]:
    """Return the facts of every status in order, with `inferred` also those that no document states."""
    short = _shortener(store)
    stating, copies = _stating(store), read_copies(store)
    found = []
    for status in STATUSES:
        name = graph_name(short.base, status)
        for quad in store.quads_for_pattern(None, None, None, name):
            if quad.predicate in _NOT_FACTS or not _joins_entities(store, quad):
                continue
            start, end = quad.subject.value, quad.object.value  # type: ignore[union-attr]
            said = stating.get((start, quad.predicate.value, end, status), ())
            relation = short(quad.predicate.value).removeprefix("kg:")
            found.append(Edge(short(start), short(end), relation, status, len(said), count_sources(said, copies)))
    if inferred:
        found += [_inferred_edge(quad, short) for quad in inferred_facts(store) if _joins_entities(store, quad)]
    return sorted(found)


def _inferred_edge(quad: ox.Quad, short: Shortener) -> Edge:
    ends = (short(end.value) for end in (quad.subject, quad.object) if isinstance(end, ox.NamedNode))
    return Edge(*ends, short(quad.predicate.value).removeprefix("kg:"), "inferred", 0, 0)  # type: ignore[call-arg,arg-type]


def _joins_entities(store: ox.Store, quad: ox.Quad) -> bool:
    ends = (quad.subject, quad.object)
    return all(isinstance(end, ox.NamedNode) and any(store.quads_for_pattern(end, TYPE, None, DEFAULT)) for end in ends)


def _stating(store: ox.Store) -> Mapping[tuple[str, str, str, str], set[str]]:
    """Return the documents that state each fact with each status."""
    said: defaultdict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for status in STATUSES:
        for quad in store.quads_for_pattern(None, kg("status"), STATUS[status], None):
            parts = [_value(store, quad, term) for term in (SUBJECT, PREDICATE, OBJECT)]
            said[parts[0], parts[1], parts[2], status].add(str(quad.graph_name)[1:-1])
    return said


def _value(store: ox.Store, statement: ox.Quad, term: ox.NamedNode) -> str:
    found = store.quads_for_pattern(statement.subject, term, None, statement.graph_name)
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)), "")


def _shortener(store: ox.Store) -> Shortener:
    return Shortener(base_of(store) or "https://kg.example/")


### Files #############################################################################################################


def csv_tables(store: ox.Store) -> dict[str, str]:
    """Return `nodes.csv` and `edges.csv`."""
    return {"nodes.csv": _table(Node, nodes(store)), "edges.csv": _table(Edge, edges(store, inferred=True))}


def _table(kind: type[Node] | type[Edge], rows: Iterable[Node | Edge]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in fields(kind))
    writer.writerows([safe_cell(cell) for cell in astuple(row)] for row in rows)
    return out.getvalue()


def safe_cell(cell: object) -> object:
    """Return the cell of a CSV file, with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def graphml(store: ox.Store) -> str:
    """Return the network as GraphML (http://graphml.graphdrawing.org/)."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_network(store), named_key_ids=True)) + "\n"


def gexf(store: ox.Store) -> str:
    """Return the network as GEXF 1.2 (https://gexf.net/), without the date that networkx writes into it."""
    import networkx as nx

    return "".join(f"{_DATE_STAMP.sub('', line)}\n" for line in nx.generate_gexf(_network(store)))


def _network(store: ox.Store) -> "nx.MultiDiGraph[str]":
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes(store):
        network.add_node(node.id, **_attributes(node, "id"))
    for number, edge in enumerate(edges(store, inferred=True)):
        network.add_edge(edge.source, edge.target, key=str(number), **_attributes(edge, "source", "target"))
    return network


def _attributes(row: Node | Edge, *without: str) -> dict[str, str | int]:
    return {name: _writable(value) for name, value in asdict(row).items() if name not in without}


def _writable(value: str | int) -> str | int:
    return value.translate(_UNWRITABLE) if isinstance(value, str) else value


def example(store: ox.Store) -> str | None:
    """Return the label of the thing that most facts join to others, dates and pages left out."""
    labels = {node.id: node.label for node in nodes(store) if node.type not in {"Date", "Document"}}
    joined = [edge for edge in edges(store) if edge.source in labels and edge.target in labels]
    count = Counter(end for edge in joined for end in (edge.source, edge.target))
    best = min(labels, key=lambda node: (-count[node], node), default=None)
    return labels[best] if best is not None else None
