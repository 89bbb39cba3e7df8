"""Turn the links of a graph into places on a plane: communities become islands, hubs sit in their middle.

ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679) in numpy; above `EXACT` nodes the repulsion is a
convolution on a grid (particle mesh, FFT), so that 100,000 nodes need seconds. No random numbers: nodes start on a
sunflower spiral, so the same graph gets the same places. Distances are about 1 between neighbours.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.float64]
Masses = npt.NDArray[np.float64]
Links = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]

EXACT = 400
"""Up to so many nodes all pairs are computed: 400 take 0.3 s for 200 rounds, and look better than the grid."""
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
GAP = 1.5
"""Room around an island, in units of its own radius."""


@dataclass
class _Pace:
    """The adaptive global speed of ForceAtlas2 (section "Adapting the local and the global speed")."""

    speed: float = 1.0
    efficiency: float = 1.0

    def step(self, swinging: float, traction: float, count: int) -> float:
        """Return the speed of the next step from how much the nodes swing and how much they really move."""
        root = np.sqrt(count)
        tolerance = max(np.sqrt(0.05 * root), min(10.0, 0.05 * root * traction / count**2))
        if swinging > 2 * traction:
            self.efficiency = max(self.efficiency * 0.5, 0.05)
            tolerance = max(tolerance, 1.0)
        target = tolerance * self.efficiency * traction / swinging if swinging > 0 else 1e9
        if swinging > tolerance * traction:
            self.efficiency = max(self.efficiency * 0.7, 0.05)
        elif self.speed < 1000:
            self.efficiency *= 1.3
        self.speed += min(target - self.speed, 0.5 * self.speed)
        return self.speed


def spiral(count: int) -> Places:
    """Return places on a sunflower spiral: even, and without chance.

    >>> spiral(1).tolist()
    [[0.5, 0.0]]
    """
    index = np.arange(count)
    radius, angle = np.sqrt(index + 0.25), index * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def force_layout(count: int, links: Links, *, rounds: int = 200) -> Places:
    """Return the ForceAtlas2 places of one graph; hubs push harder (mass = degree + 1)."""
    mass = np.bincount(links.ravel(), minlength=count).astype(np.float64) + 1.0
    places = np.empty((count, 2))
    places[np.argsort(-mass, kind="stable")] = spiral(count) * 5
    repulsion = _repulsion_exact if count <= EXACT else _repulsion_mesh
    pace, before = _Pace(), np.zeros((count, 2))
    for _ in range(rounds):
        force = repulsion(places, mass) + _attraction(places, links) - _gravity(places, mass)
        swing = np.linalg.norm(force - before, axis=1)
        traction = np.linalg.norm(force + before, axis=1) / 2
        speed = pace.step(float((mass * swing).sum()), float((mass * traction).sum()), count)
        places = places + force * (speed / (1 + np.sqrt(speed * swing)))[:, None]
        before = force
    return places


def _repulsion_exact(places: Places, mass: Masses) -> Places:
    """Return the push of every node on every other: the product of their masses over the distance."""
    x, y = places.T
    across, along = x[:, None] - x[None], y[:, None] - y[None]
    square = across**2 + along**2
    np.fill_diagonal(square, 1.0)
    push = np.outer(mass, mass) / np.maximum(square, 1e-9)
    return np.column_stack([(across * push).sum(axis=1), (along * push).sum(axis=1)])


def _repulsion_mesh(places: Places, mass: Masses) -> Places:
    """Return the same push from a grid: masses are spread to cells, their field is one FFT convolution."""
    size = 128 if len(places) < 2000 else 256 if len(places) < 20000 else 512
    low = places.min(axis=0)
    cell = max(float((places.max(axis=0) - low).max()), 1e-6) * 1.02 / (size - 2)
    grid = (places - low) / cell + 0.5
    corner = np.floor(grid).astype(np.int64)
    part = grid - corner
    width = 2 * size
    first = corner[:, 1] * width + corner[:, 0]
    weights = (
        (first, (1 - part[:, 0]) * (1 - part[:, 1])),
        (first + 1, part[:, 0] * (1 - part[:, 1])),
        (first + width, (1 - part[:, 0]) * part[:, 1]),
        (first + width + 1, part[:, 0] * part[:, 1]),
    )
    density = np.zeros(width * width)
    for cells, weight in weights:
        density += np.bincount(cells, weight * mass, minlength=width * width)
    spectrum = np.fft.rfft2(density.reshape(width, width))
    field = np.zeros((len(places), 2))
    for axis, kernel in enumerate(_kernels(width)):
        pushed = np.fft.irfft2(spectrum * kernel, (width, width)).ravel()
        for cells, weight in weights:
            field[:, axis] += weight * pushed[cells]
    return field * (mass / cell)[:, None]


@cache
def _kernels(width: int) -> tuple[npt.NDArray[np.complex128], npt.NDArray[np.complex128]]:
    """Return the spectra of x/r² and y/r² on a periodic grid."""
    steps = np.arange(width)
    axis = np.where(steps <= width // 2, steps, steps - width).astype(float)
    square = axis[None, :] ** 2 + axis[:, None] ** 2
    square[0, 0] = 1.0
    return np.fft.rfft2(axis[None, :] / square), np.fft.rfft2(axis[:, None] / square)


def _attraction(places: Places, links: Links) -> Places:
    """Return the pull along the links, proportional to their length."""
    pull = places[links[:, 1]] - places[links[:, 0]]
    count = len(places)
    return np.column_stack(
        [
            np.bincount(links[:, 0], pull[:, axis], minlength=count)
            - np.bincount(links[:, 1], pull[:, axis], minlength=count)
            for axis in (0, 1)
        ]
    )


def _gravity(places: Places, mass: Masses) -> Places:
    """Return the constant pull to the middle that keeps the parts together."""
    distance = np.maximum(np.linalg.norm(places, axis=1), 1e-9)
    return np.asarray(places * (mass / distance)[:, None])


def island_layout(count: int, links: Links, community: Numbers, *, rounds: int = 60) -> Places:
    """Return places with one disc for each community, the discs placed by the links between them.

    60 rounds inside an island give the same neighbourhoods as 150.
    """
    sizes = np.bincount(community)
    centres = _island_centres(links, community, sizes)
    members = np.split(np.argsort(community, kind="stable"), np.cumsum(sizes)[:-1])
    inner = links[community[links[:, 0]] == community[links[:, 1]]]
    inner = inner[np.argsort(community[inner[:, 0]], kind="stable")]
    bounds = np.searchsorted(community[inner[:, 0]], np.arange(len(sizes) + 1))
    local = np.empty(count, dtype=np.int64)
    places = np.zeros((count, 2))
    for number, nodes in enumerate(members):
        local[nodes] = np.arange(len(nodes))
        own = local[inner[bounds[number] : bounds[number + 1]]]
        places[nodes] = centres[number] + _disc(force_layout(len(nodes), own, rounds=rounds))
    return places


def _island_centres(links: Links, community: Numbers, sizes: Numbers) -> Places:
    """Return a centre for each island, near the islands that it has links with, none overlapping."""
    pairs = np.sort(community[links], axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    centres = force_layout(len(sizes), pairs.reshape(-1, 2))
    centres *= np.sqrt(sizes.sum()) * 1.2 / max(float(np.abs(centres).max()), 1e-9)
    return spread(centres, np.sqrt(sizes) * GAP)


def spread(centres: Places, radius: Masses, *, rounds: int = 300) -> Places:
    """Return centres moved apart until their discs do not overlap."""
    for _ in range(rounds):
        apart = centres[:, None] - centres[None]
        distance = np.sqrt((apart**2).sum(axis=2)) + 1e-9
        overlap = np.maximum(0, radius[:, None] + radius[None] - distance)
        np.fill_diagonal(overlap, 0)
        if overlap.max(initial=0) < 1e-2:
            break
        centres = centres + 0.25 * (apart / distance[..., None] * overlap[..., None]).sum(axis=1)
    return centres


def _disc(places: Places) -> Places:
    """Return the places as a disc of even density, radius about the root of their number, centred on 0."""
    if len(places) == 1:
        return np.zeros((1, 2))
    places = places - places.mean(axis=0)
    distance = np.linalg.norm(places, axis=1) + 1e-9
    reach = np.percentile(distance, 95)
    places, distance = places / reach * np.sqrt(len(places)), distance / reach * np.sqrt(len(places))
    rank = np.empty(len(places))
    rank[np.argsort(distance, kind="stable")] = np.arange(1, len(places) + 1)
    radius = np.sqrt(len(places)) * 1.1
    even = radius * np.sqrt(rank / len(places))
    return np.asarray(places * ((0.25 * np.minimum(distance, radius) + 0.75 * even) / distance)[:, None])
