"""Place a whole picture: the connected part as islands, small parts in rows below it, folded things beside theirs."""

from dataclasses import dataclass

import numpy as np

from kg.view.communities import communities, components
from kg.view.layout import Links, Numbers, Places, force_layout, island_layout

ONE_ISLAND = 60
"""Up to so many nodes one force layout reads better than islands."""
SMALL_PART = 5
"""Connected parts up to this size go into the rows below."""
UNPLACED = -1


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A place and a community for every node; the community of a folded or lonely node is `UNPLACED`."""

    places: Places
    community: Numbers


def arrange(count: int, links: Links, folded: set[int]) -> Arrangement:
    """Return where every node goes. Nodes in `folded` do not shape the picture; they lie near what names them."""
    drawn = np.array([node for node in range(count) if node not in folded], dtype=np.int64)
    local = np.full(count, UNPLACED, dtype=np.int64)
    local[drawn] = np.arange(len(drawn))
    inner = _simple(local[links], len(drawn))
    inner_places, inner_community = _arrange_drawn(len(drawn), inner)
    places, community = np.zeros((count, 2)), np.full(count, UNPLACED, dtype=np.int64)
    places[drawn], community[drawn] = inner_places, inner_community
    _place_folded(places, links, sorted(folded))
    return Arrangement(places, community)


def _simple(links: Links, count: int) -> Links:
    """Return each pair of drawn nodes once, without loops."""
    kept = links[(links >= 0).all(axis=1) & (links[:, 0] != links[:, 1])]
    kept = np.sort(kept, axis=1)
    codes = np.unique(kept[:, 0] * max(count, 1) + kept[:, 1])
    return np.column_stack([codes // max(count, 1), codes % max(count, 1)])


def _arrange_drawn(count: int, links: Links) -> tuple[Places, Numbers]:
    """Return places and communities of the drawn nodes: islands first, then the rows of small parts."""
    part = components(count, links)
    sizes = np.bincount(part, minlength=1)
    large = max(SMALL_PART, int(sizes.max(initial=0)) - 1)  # at least one part is no row
    is_main = sizes[part] > (SMALL_PART if (sizes > SMALL_PART).any() else large) if count else np.zeros(0, bool)
    main = np.flatnonzero(is_main)
    places, community = np.zeros((count, 2)), np.full(count, UNPLACED, dtype=np.int64)
    if len(main):
        places[main], community[main] = _arrange_main(main, links, count)
    _place_rows(places, part, np.flatnonzero(~is_main), links)
    return places, community


def _arrange_main(main: Numbers, links: Links, count: int) -> tuple[Places, Numbers]:
    local = np.full(count, UNPLACED, dtype=np.int64)
    local[main] = np.arange(len(main))
    own = local[links]
    own = own[(own >= 0).all(axis=1)]
    group = communities(len(main), own)
    if len(main) > ONE_ISLAND:
        return island_layout(len(main), own, group), group
    return _unit_links(force_layout(len(main), own, rounds=400), own), group


def _unit_links(places: Places, links: Links) -> Places:
    """Return the places scaled so that the median link has length 1.5."""
    lengths = np.linalg.norm(places[links[:, 0]] - places[links[:, 1]], axis=1)
    median = float(np.median(lengths)) if len(lengths) else 0.0
    return places * (1.5 / median) if median > 0 else places


def _place_rows(places: Places, part: Numbers, rest: Numbers, links: Links) -> None:
    """Place the small parts in rows as wide as what is above them, largest first."""
    if not len(rest):
        return
    main = np.setdiff1d(np.arange(len(places)), rest)
    above = places[main] if len(main) else np.zeros((1, 2))
    low, high = above.min(axis=0), above.max(axis=0)
    width = max(float(high[0] - low[0]), 1.6 * np.sqrt(2.0 * len(rest)))
    x, y, row = float(low[0]), float(high[1]) + 2.0, 0.0
    order = rest[np.argsort(part[rest], kind="stable")]
    for nodes in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        box = _small_part(nodes, links)
        extent = box.max(axis=0) + 1.4
        if x > low[0] and x + extent[0] > low[0] + width:
            x, y, row = float(low[0]), y + row, 0.0
        places[nodes] = box + np.array([x, y])
        x, row = x + float(extent[0]), max(row, float(extent[1]))


def _small_part(nodes: Numbers, links: Links) -> Places:
    """Return places of a part of a few nodes, its upper left corner at 0."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    own = links[np.isin(links[:, 0], nodes)]
    box = _unit_links(force_layout(len(nodes), np.searchsorted(nodes, own), rounds=100), np.searchsorted(nodes, own))
    return np.asarray(box - box.min(axis=0))


def _place_folded(places: Places, links: Links, folded: list[int]) -> None:
    """Place each folded node beside the nodes that it shares facts with, turned by its number so that none coincide."""
    neighbours: dict[int, list[int]] = {node: [] for node in folded}
    for start, end in links.tolist():
        if start in neighbours and end not in neighbours:
            neighbours[start].append(end)
        elif end in neighbours and start not in neighbours:
            neighbours[end].append(start)
    for turn, node in enumerate(folded):
        near = neighbours[node]
        middle = places[near].mean(axis=0) if near else np.zeros(2)
        places[node] = middle + 0.8 * np.array([np.cos(turn * 2.4), np.sin(turn * 2.4)])
