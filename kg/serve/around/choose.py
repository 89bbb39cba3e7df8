"""Choose the entities that a page shows: those asked for, and the best of what surrounds them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.serve.around.asked import Asked
from kg.serve.around.patterns import FOLDED, GRAPHS, NO_FACT, barrier, either, facts_of, values, within
from kg.serve.around.tables import portions, table, tables
from kg.serve.pages.ask import iri_text
from kg.serve.pool import Pool

WINDOW = 300
"""Facts of an entity that are looked at to count its neighbours; one with more is a hub."""

BEST = 40
"""Entities that a page begins with that was asked for none."""

SAMPLE = 400_000
"""Triples that the best connected entities are sought in: a second of work. In a larger graph it is a sample."""

_AT_ONCE = 60
"""Subselects in one query: Oxigraph's time for planning grows with the square of their number."""

_MARGIN = 20
"""Neighbours above those that are shown, to be compared by their degree with others that have as many ties."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The entities of a page by IRI, sorted; `roots` are those asked for that are there, `unknown` the others.

    `neighbours` says how many an entity has in all; of those in `hubs` only the first facts were looked at, unless they
    are `counted`.
    """

    things: tuple[str, ...]
    roots: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    neighbours: Mapping[str, int] = field(default_factory=dict)
    hubs: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


async def choose(pool: Pool, asked: Asked, best: Sequence[str]) -> Chosen:
    """Return the entities asked for, their best neighbours, and the `best` of the whole graph.

    The best neighbours are those with the most facts in common, then those with the most neighbours of their own, then
    the first by IRI.
    """
    roots = await _known(pool, asked.roots)
    totals = asyncio.create_task(_totals(pool, roots))
    try:
        ties = await _ties(pool, asked, roots)
        candidates = {other for near in ties.values() for other in near} | set(roots) | set(best)
        neighbours, hubs = await _windows(pool, sorted(candidates))
        neighbours |= await totals
    finally:
        totals.cancel()
    things = set(roots) | set(best)
    for root, near in ties.items():
        order = sorted(near, key=lambda other: (-near[other], -neighbours.get(other, 0), other))
        things |= set(order[: asked.limits()[root]])
    return Chosen(
        things=tuple(sorted(things)),
        roots=tuple(roots),
        unknown=tuple(root for root in asked.roots if root not in roots),
        neighbours={thing: neighbours.get(thing, 0) for thing in things},
        hubs=hubs & things,
        counted=frozenset(roots),
    )


async def _known(pool: Pool, names: Sequence[str]) -> list[str]:
    """Return the names that stand in a fact, or have a label or a type."""
    if not names:
        return []
    ways = [within(graph, way) for graph in GRAPHS.values() for way in ("?thing ?p ?o", "?s ?p ?thing")]
    known = " || ".join(f"EXISTS {{ {way} }}" for way in ways)
    found = await table(pool, f"SELECT ?thing {{ {values('?thing', names)} FILTER({known}) }}")
    there = {row[0] for row in found}
    return [name for name in names if name in there]


async def _ties(pool: Pool, asked: Asked, roots: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return for each root its candidates with the number of facts in common."""
    limits = asked.limits()
    queries = []
    for place, root in enumerate(roots):
        # ORDER BY compares numbers alone: to compare IRIs as well takes eight times as long as all the rest. Of the
        # best twice as many are taken before dates and documents are left out, which to do for all takes as long.
        most = 2 * (limits[root] + _MARGIN)
        best = f"SELECT ?other ?ties {{ {_grouped(root, stated=True)} }} ORDER BY DESC(?ties) LIMIT {most}"
        drawn = f"{{ {best} }} FILTER NOT EXISTS {FOLDED % '?other'}"
        queries.append(f'SELECT ("{place}" AS ?root) ?other ?ties {{ {drawn} }}')
    ties: dict[str, dict[str, int]] = {root: {} for root in roots}
    for at, other, number in await tables(pool, queries):
        if other != roots[int(at)]:
            ties[roots[int(at)]][other] = int(number)
    return {root: _most(near, limits[root] + _MARGIN) for root, near in ties.items()}


def _most(near: Mapping[str, int], limit: int) -> dict[str, int]:
    order = sorted(near, key=lambda other: (-near[other], other))
    return {other: near[other] for other in order[:limit]}


def _grouped(root: str, *, stated: bool = False) -> str:
    """Return what finds the neighbours of an entity with the number of facts in common.

    With `stated` what a document speaks of is its neighbour too: the ends of the statements in the graph of its name.
    """
    name = iri_text(root)
    ways = [facts_of(name, "?other")]
    if stated:
        ways.append(f"GRAPH {name} {{ {either(f'?st rdf:{end} ?other' for end in ('subject', 'object'))} }}")
    return f"{{ SELECT ?other (COUNT(*) AS ?ties) {{ {either(ways)} FILTER(ISIRI(?other)) }} GROUP BY ?other }}"


async def _totals(pool: Pool, roots: Sequence[str]) -> dict[str, int]:
    """Return how many neighbours each root has."""
    queries = [
        f'SELECT ("{place}" AS ?root) (COUNT(*) AS ?n) {{ {_grouped(root)} '
        f"FILTER(?other != {iri_text(root)}) FILTER NOT EXISTS {FOLDED % '?other'} }}"
        for place, root in enumerate(roots)
    ]
    return {roots[int(place)]: int(number) for place, number in await tables(pool, queries)}


async def _windows(pool: Pool, things: Sequence[str]) -> tuple[dict[str, int], frozenset[str]]:
    """Return how many neighbours each entity has in the first of its facts, and those that have more facts."""
    queries = []
    for portion in portions(range(len(things)), _AT_ONCE):
        windows = either(_window(things[place], place) for place in portion)
        queries.append(f"SELECT ?place ?facts ?near {{ {windows} }}")
    neighbours, hubs = {}, set()
    for place, facts, near in await tables(pool, queries):
        thing = things[int(place)]
        neighbours[thing] = int(near)
        if int(facts) >= WINDOW:
            hubs.add(thing)
    return neighbours, frozenset(hubs)


def _window(thing: str, place: int) -> str:
    name = iri_text(thing)
    facts = barrier("?other", facts_of(name, "?other"), WINDOW)
    drawn = f"BIND(IF(?other = {name} || EXISTS {FOLDED % '?other'}, ?none, ?other) AS ?drawn)"
    counts = f'("{place}" AS ?place) (COUNT(*) AS ?facts) (COUNT(DISTINCT ?drawn) AS ?near)'
    return f"SELECT {counts} {{ {facts} {drawn} }}"


async def best_connected(pool: Pool) -> tuple[str, ...]:
    """Return the entities of the whole graph with the most facts in the default graph, the best first.

    Of a large graph, those of a part of it, which is as good as any: triples lie in the order of hashes.
    """
    facts = barrier("?s ?o", f"?s ?p ?o FILTER(ISIRI(?o)) {NO_FACT}", SAMPLE)
    ends = either(f"{facts} BIND({end} AS ?thing) FILTER(ISIRI(?thing))" for end in ("?s", "?o"))
    counted = f"{{ SELECT ?thing (COUNT(*) AS ?n) {{ {ends} }} GROUP BY ?thing }}"
    text = f"SELECT ?thing ?n {{ {counted} FILTER NOT EXISTS {FOLDED % '?thing'} }} ORDER BY DESC(?n) LIMIT {2 * BEST}"
    found = await table(pool, text)
    order = sorted(found, key=lambda row: (-int(row[1]), row[0]))
    return tuple(name for name, _ in order[:BEST])
