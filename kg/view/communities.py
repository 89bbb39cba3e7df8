"""Group the nodes of a graph: communities for the islands of the map, components for what hangs together.

Communities by the Louvain method (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008), with a bound on the
sweeps: networkx's version runs until no node moves, which on a graph of 20,000 nodes took 570 sweeps and 27 s, while
after 10 sweeps hardly a node moves any more. Nodes are visited in their order, so that the result is always the same.
"""

from collections.abc import Sequence

import numpy as np

from kg.view.layout import Links, Numbers

MOST_SWEEPS = 12
STILL = 0.005
"""A level ends when less than this share of its nodes moved in a sweep."""
LEAST_GAIN = 1e-9

Weights = list[dict[int, float]]
"""For each node its neighbours with the weight of the link; a loop stands under the node itself."""


def communities(count: int, links: Links) -> Numbers:
    """Return the number of each node's community; 0 is the largest, ties go to the smaller node.

    >>> communities(4, np.array([[0, 1], [2, 3]])).tolist()
    [0, 0, 1, 1]
    """
    weights: Weights = [{} for _ in range(count)]
    for start, end in links.tolist():
        weights[start][end] = weights[start].get(end, 0.0) + 1.0
        weights[end][start] = weights[end].get(start, 0.0) + 1.0
    member = list(range(count))
    while True:
        group = _move_nodes(weights)
        names = {name: number for number, name in enumerate(dict.fromkeys(group))}
        member = [names[group[node]] for node in member]
        if len(names) == len(weights):
            return _numbered(member)
        weights = _joined(weights, [names[name] for name in group], len(names))


def _move_nodes(weights: Weights) -> list[int]:
    """Return a group for each node: nodes move to where they gain most modularity, until hardly one moves."""
    degree = [sum(near.values()) + near.get(node, 0.0) for node, near in enumerate(weights)]
    double = sum(degree) or 1.0
    group, total = list(range(len(weights))), degree.copy()
    for _ in range(MOST_SWEEPS):
        moved = 0
        for node, near in enumerate(weights):
            own = group[node]
            total[own] -= degree[node]
            best = _best_group(node, near, group, total, degree[node] / double)
            total[best] += degree[node]
            if best != own:
                group[node] = best
                moved += 1
        if moved <= STILL * len(weights):
            break
    return group


def _best_group(node: int, near: dict[int, float], group: list[int], total: list[float], share: float) -> int:
    """Return the neighbouring group with the highest gain; the node stays where it is unless another is better."""
    ties: dict[int, float] = {}
    for other, weight in near.items():
        if other != node:
            ties[group[other]] = ties.get(group[other], 0.0) + weight
    best = group[node]
    gain = ties.get(best, 0.0) - total[best] * share
    for candidate, weight in ties.items():
        new = weight - total[candidate] * share
        if new > gain + LEAST_GAIN:
            best, gain = candidate, new
    return best


def _joined(weights: Weights, group: list[int], count: int) -> Weights:
    """Return the graph of the groups; links within a group become its loop."""
    joined: Weights = [{} for _ in range(count)]
    for node, near in enumerate(weights):
        own = joined[group[node]]
        for other, weight in near.items():
            # a link within is met from both ends, a loop only once
            half = 0.5 if group[other] == group[node] and other != node else 1.0
            own[group[other]] = own.get(group[other], 0.0) + weight * half
    return joined


def components(count: int, links: Links) -> Numbers:
    """Return the number of each node's connected component, numbered like communities.

    >>> components(4, np.array([[2, 3]])).tolist()
    [1, 2, 0, 0]
    """
    root = list(range(count))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for start, end in links.tolist():
        root[find(start)] = find(end)
    return _numbered([find(node) for node in range(count)])


def _numbered(groups: Sequence[int]) -> Numbers:
    """Return the groups numbered by size, the largest first; of equal ones that with the smallest node."""
    names = np.asarray(groups, dtype=np.int64)
    _, first, inverse, sizes = np.unique(names, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return np.asarray(rank[inverse.reshape(-1)])
