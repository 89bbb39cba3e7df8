"""Find the facts between the entities of a page, and what is folded beside them: dates, and documents about them."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.records import STANDINGS, Standing
from kg.serve.around.choose import WINDOW, Chosen
from kg.serve.around.patterns import GRAPHS, INFERRED, NO_FACT, barrier, either, within
from kg.serve.around.tables import portions, table, tables
from kg.serve.pages.ask import iri_text
from kg.serve.pool import Pool

MOST_FACTS = 1_000
"""Facts of a page: more lines cannot be told apart. Those of the entities asked for come first."""

_MOST_ROWS = 20_000

_MOST_DATES = 30
"""Dates, and documents, of one entity."""

_AT_ONCE = 60
_STATUSES: dict[str, Standing] = {status: status for status in STANDINGS}
_PLACES = {**GRAPHS, "inferred": INFERRED}


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A fact by the IRIs of its ends and its property."""

    subject: str
    predicate: str
    object: str
    status: Standing


async def find_facts(pool: Pool, chosen: Chosen) -> list[Known]:
    """Return the facts between the entities of a page and with their dates, sorted."""
    own, inner, folded = await asyncio.gather(
        _own_properties(pool), tables(pool, _inner(chosen)), tables(pool, _folded(chosen))
    )
    things = chosen.things
    facts = {Known(things[int(s)], p, things[int(o)], _STATUSES[status]) for status, s, p, o in inner}
    facts = {fact for fact in facts if fact.status != "inferred" or _is_shown(fact, facts, own)}
    facts |= {Known(things[int(s)], p, o, _STATUSES[status]) for status, s, p, o in folded}
    facts |= await _documents(pool, chosen.roots)
    return sorted(_first(facts, set(chosen.roots))[:MOST_FACTS])


def _first(facts: Collection[Known], roots: set[str]) -> list[Known]:
    """Return the facts in the order of what must not be missed: about the roots, then one of each pair of entities."""
    met = Counter[frozenset[str]]()
    ranked = []
    for fact in sorted(facts):
        pair = frozenset({fact.subject, fact.object})
        ranked.append((not pair & roots, met[pair], fact))
        met[pair] += 1
    return [fact for *_, fact in sorted(ranked)]


async def _own_properties(pool: Pool) -> set[str]:
    """Return the properties that the graph was reasoned with: inferred facts of other vocabularies say no more."""
    found = await table(pool, "SELECT DISTINCT ?p { GRAPH <graph/ontology> { ?p rdfs:label ?label } } LIMIT 5000")
    return {row[0] for row in found}


def _is_shown(fact: Known, facts: Collection[Known], own: set[str]) -> bool:
    """Return whether an inferred fact says something that no asserted one says turned round."""
    return fact.predicate in own and Known(fact.object, fact.predicate, fact.subject, "asserted") not in facts


def _inner(chosen: Chosen) -> Iterator[str]:
    """Yield the queries for the facts between the entities.

    The facts of a hub are too many to be read: they are found from their other ends, and those between two hubs by
    asking for each pair.
    """
    every = range(len(chosen.things))
    hubs = [place for place in every if chosen.things[place] in chosen.hubs]
    small = [place for place in every if chosen.things[place] not in chosen.hubs]

    def some(variable: str, number: str, places: Sequence[int]) -> str:
        rows = " ".join(f'({iri_text(chosen.things[place])} "{place}")' for place in places)
        return f"VALUES ({variable} {number}) {{ {rows} }} "

    if small:
        yield _facts(some("?s", "?i", small), "?i ?p ?o", some("?o", "?j", every))
    if small and hubs:
        yield _facts(some("?o", "?j", small), "?s ?p ?j", some("?s", "?i", hubs))
    for portion in portions(hubs, _AT_ONCE):
        yield _facts(some("?s", "?i", portion) + some("?o", "?j", hubs), "", "")


def _facts(first: str, read: str, then: str) -> str:
    """Return a query for facts: those that `first` says, of which `read` is kept, and of these what `then` says."""
    parts = []
    for status, graph in _PLACES.items():
        facts = f"{first} {within(graph, '?s ?p ?o')} {NO_FACT}"
        parts.append(f'{barrier(read, facts) if read else facts} {then} BIND("{status}" AS ?status)')
    return f"SELECT ?status ?i ?p ?j {{ {either(parts)} }} LIMIT {_MOST_ROWS}"


def _folded(chosen: Chosen) -> Iterator[str]:
    """Yield the queries for the dates of the entities."""
    every = range(len(chosen.things))
    small = " ".join(
        f'({iri_text(chosen.things[place])} "{place}")' for place in every if chosen.things[place] not in chosen.hubs
    )
    parts = []
    for status, graph in GRAPHS.items():
        read = barrier(
            "?i ?p ?o", f"VALUES (?s ?i) {{ {small} }} {within(graph, '?s ?p ?o')} FILTER(ISIRI(?o)) {NO_FACT}"
        )
        parts.append(f'{read} ?o a kg:Date BIND("{status}" AS ?status)')
    yield f"SELECT ?status ?i ?p ?o {{ {either(parts)} }} LIMIT {_MOST_ROWS}"
    hubs = [place for place in every if chosen.things[place] in chosen.hubs]
    for portion in portions(hubs, _AT_ONCE // len(GRAPHS)):
        yield f"SELECT ?status ?i ?p ?o {{ {either(_dates(chosen.things[place], place) for place in portion)} }}"


def _dates(hub: str, place: int) -> str:
    """Return what finds dates among the first facts of a hub."""
    parts = []
    for status, graph in GRAPHS.items():
        some = barrier("?p ?o", within(graph, f"{iri_text(hub)} ?p ?o") + " FILTER(ISIRI(?o))", WINDOW)
        parts.append(f'{some} BIND("{status}" AS ?status)')
    return f'SELECT ?status ("{place}" AS ?i) ?p ?o {{ {either(parts)} ?o a kg:Date }} LIMIT {_MOST_DATES}'


async def _documents(pool: Pool, roots: Sequence[str]) -> set[Known]:
    """Return facts of documents about the entities that were asked for."""
    queries = []
    for place, root in enumerate(roots):
        about = barrier("?p ?s", f"?s ?p {iri_text(root)} . ?s a kg:Document FILTER(ISIRI(?s))", _MOST_DATES)
        queries.append(f'SELECT ("{place}" AS ?j) ?p ?s {{ {about} }}')
    return {Known(s, p, roots[int(place)], "asserted") for place, p, s in await tables(pool, queries)}


def ends_of(facts: Sequence[Known]) -> set[str]:
    """Return the IRIs of all ends."""
    return {end for fact in facts for end in (fact.subject, fact.object)}
