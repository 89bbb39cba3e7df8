"""Places and groups: the same each time, islands apart, small parts in rows, folded things beside theirs."""

import numpy as np
import pytest

from kg.view.arrange import UNPLACED, arrange
from kg.view.communities import communities, components
from kg.view.layout import EXACT, Links, force_layout, island_layout, spread


def cliques(count: int, size: int) -> Links:
    """Return the links of `count` cliques in a ring, each joined to the next by one link."""
    links = [
        (group * size + a, group * size + b) for group in range(count) for a in range(size) for b in range(a + 1, size)
    ]
    ring = [(group * size, (group + 1) % count * size + 1) for group in range(count)]
    return np.array(links + ring)


def test_cliques_are_the_communities() -> None:
    found = communities(40, cliques(5, 8))
    assert [len(set(found[k * 8 : k * 8 + 8])) for k in range(5)] == [1] * 5
    assert len(set(found.tolist())) == 5


def test_communities_are_numbered_by_size_and_then_by_first_node() -> None:
    links = np.array([(0, 1), (2, 3), (4, 5), (5, 6), (4, 6)])
    assert communities(8, links).tolist() == [1, 1, 2, 2, 0, 0, 0, 3]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_graphs_without_links_have_a_group_for_each_node(count: int) -> None:
    none = np.zeros((0, 2), dtype=np.int64)
    assert communities(count, none).tolist() == list(range(count))
    assert components(count, none).tolist() == list(range(count))


def test_components_hang_together() -> None:
    assert components(6, np.array([(0, 5), (5, 3), (1, 2)])).tolist() == [0, 1, 1, 0, 2, 0]


@pytest.mark.parametrize("count", [EXACT, EXACT + 200])
def test_linked_nodes_come_closer_than_others(count: int) -> None:
    links = cliques(count // 8, 8)
    places = force_layout(count // 8 * 8, links, rounds=80)
    assert np.isfinite(places).all()
    linked = np.linalg.norm(places[links[:, 0]] - places[links[:, 1]], axis=1).mean()
    assert linked < 0.4 * np.linalg.norm(places - places[::-1], axis=1).mean()


def test_islands_do_not_overlap() -> None:
    links = cliques(6, 20)
    community = communities(120, links)
    places = island_layout(120, links, community)
    middles = np.array([places[community == k].mean(axis=0) for k in range(6)])
    reach = max(float(np.linalg.norm(places[community == k] - middles[k], axis=1).max()) for k in range(6))
    apart = np.linalg.norm(middles[:, None] - middles[None], axis=2)
    assert apart[~np.eye(6, dtype=bool)].min() > 1.5 * reach


def test_spread_parts_discs() -> None:
    centres = spread(np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 0.1]]), np.ones(3))
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    assert apart[~np.eye(3, dtype=bool)].min() > 1.98


def test_small_parts_stand_below_and_nothing_coincides() -> None:
    links = np.vstack([cliques(3, 6), [(18, 19), (20, 21)]])
    arranged = arrange(24, links, set())
    below = arranged.places[18:, 1].min()
    assert below > arranged.places[:18, 1].max()
    assert len({tuple(place) for place in np.round(arranged.places, 6).tolist()}) == 24
    assert (arranged.community[18:] == UNPLACED).all()


def test_folded_things_lie_beside_what_names_them_and_do_not_shape_the_picture() -> None:
    links = cliques(3, 6)
    plain = arrange(18, links, set())
    with_date = arrange(20, np.vstack([links, [(4, 18), (5, 19)]]), {18, 19})
    assert np.allclose(with_date.places[:18], plain.places)
    assert np.linalg.norm(with_date.places[18] - with_date.places[4]) < 1


def test_the_same_graph_gets_the_same_places() -> None:
    links = cliques(20, 9)
    assert (arrange(180, links, set()).places == arrange(180, links, set()).places).all()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_graphs_have_places(count: int) -> None:
    assert arrange(count, np.zeros((0, 2), dtype=np.int64), set()).places.shape == (count, 2)
