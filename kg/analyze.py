"""Turn the facts of a store into a network, and say who is central, who belongs together and what joins two things.

Dates and documents are left out: two projects of the same year, or in the same article, are not thereby connected.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox

from kg.errors import KGError
from kg.records import STATUSES, Status
from kg.store.lookup import index
from kg.store.names import Shortener
from kg.store.network import edges, nodes

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
    Links = nx.Graph[str]

FOLD = ("Date", "Document")
"""The classes that join what has nothing else in common."""

_SEED = 1  # any number will do; the same one gives the same communities
_EXACT, _SAMPLE = 1_000, 300
"""Betweenness is exact up to 1,000 nodes (2.4 s); beyond, it is estimated from 300 (9 s for 10,000 nodes)."""


@dataclass(frozen=True, slots=True)
class Central:
    """A thing with its share in the network.

    `facts` counts those it takes part in, `partners` the things at their other ends; `betweenness` is the share of
    shortest paths between two others that lead through it; `community` is the number of its community, from 1.
    """

    id: str
    label: str
    type: str
    facts: int
    partners: int
    betweenness: float
    community: int


@dataclass(frozen=True, slots=True)
class Step:
    """A fact on a path, in the direction in which it is stated."""

    subject: str
    predicate: str
    object: str
    status: Status
    documents: int
    sources: int


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one thing to another: the labels passed, and for each step every fact that joins its ends."""

    labels: tuple[str, ...]
    steps: tuple[tuple[Step, ...], ...]


def network(store: ox.Store, *, without: Iterable[str] = (), statuses: Sequence[Status] = STATUSES) -> "Network":
    """Return entities as nodes and facts as edges; classes in `without` are left out.

    Nodes are the paths of IRIs (`country/CN`) with `label`, `type`, `aliases`, `code`, `edtf`, `earliest` and `latest`;
    edges carry `relation`, `status`, `documents`, the number of documents that state the fact, and `sources`, how many
    of these are independent.
    """
    left_out = set(without)
    found: Network = nx.MultiDiGraph()
    for node in nodes(store):
        if node.type not in left_out:
            found.add_node(node.id, **{name: value for name, value in asdict(node).items() if name != "id"})
    for edge in edges(store):
        if edge.status in statuses and edge.source in found and edge.target in found:
            said = {
                "relation": edge.relation,
                "status": edge.status,
                "documents": edge.documents,
                "sources": edge.sources,
            }
            found.add_edge(edge.source, edge.target, key=f"{edge.relation} {edge.status}", **said)
    return found


def central(store: ox.Store, *, statuses: Sequence[Status] = ("asserted",)) -> list[Central]:
    """Return what takes part in a fact of these statuses, the most between others first.

    Communities are Louvain's (Blondel et al. 2008), the largest first.
    """
    facts = network(store, without=FOLD, statuses=statuses)
    facts.remove_nodes_from([node for node, degree in facts.degree() if not degree])
    links = _links(facts)
    between = nx.betweenness_centrality(links, k=None if len(links) <= _EXACT else _SAMPLE, seed=_SEED)
    of = {node: number for number, group in enumerate(communities(links), 1) for node in group}
    found = [
        Central(
            id=node,
            label=facts.nodes[node]["label"],
            type=facts.nodes[node]["type"],
            facts=facts.degree(node),
            partners=links.degree(node),
            betweenness=round(between[node], 4),
            community=of[node],
        )
        for node in links
    ]
    return sorted(found, key=lambda one: (-one.betweenness, -one.partners, -one.facts, one.id))


def communities(links: "Links") -> list[list[str]]:
    """Return the nodes in groups that are joined more among themselves than with others, the largest first."""
    groups = nx.community.louvain_communities(links, seed=_SEED)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def paths(store: ox.Store, start: str, end: str, *, limit: int = 5) -> list[Path]:
    """Return the shortest ways between two things, given by label, code, path or IRI; facts of every status count.

    Raises KGError when one is unknown or nothing joins them.
    """
    names = index(store)
    short = Shortener(names.base)
    ends = [short(names.entities(name)[0].value) for name in (start, end)]
    whole = network(store, without=FOLD)
    for name, node in zip((start, end), ends, strict=True):
        if node not in whole:
            message = f"{name} is a date or a document, and these join nothing. Name a country, a body or a project."
            raise KGError(message)
    try:
        ways = list(islice(nx.all_shortest_paths(_links(whole), *ends), limit))
    except nx.NetworkXNoPath as error:
        message = f"no facts join {start} and {end}."
        raise KGError(message) from error
    return [_path(whole, way) for way in ways]


def _links(facts: "Network") -> "Links":
    """Return which nodes are joined, in a fixed order and without direction."""
    links: Links = nx.Graph()
    links.add_nodes_from(sorted(facts))
    links.add_edges_from(sorted({(min(ends), max(ends)) for ends in facts.edges() if ends[0] != ends[1]}))
    return links


def _path(whole: "Network", way: Sequence[str]) -> Path:
    labels = tuple(whole.nodes[node]["label"] for node in way)
    return Path(labels, tuple(_steps(whole, *pair) for pair in pairwise(way)))


def _steps(whole: "Network", one: str, other: str) -> tuple[Step, ...]:
    found = []
    for start, end in ((one, other), (other, one)):
        for said in (whole.get_edge_data(start, end) or {}).values():
            label = whole.nodes[start]["label"], whole.nodes[end]["label"]
            found.append(Step(label[0], said["relation"], label[1], said["status"], said["documents"], said["sources"]))
    return tuple(found)
