"""Find the values that contradict facts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.corroborate.excluding import exclude_each_other
from kg.serve.around.between import Known
from kg.serve.around.patterns import numbered
from kg.serve.around.tables import portions, tables
from kg.serve.pool import Pool

_AT_ONCE = 400


async def find_against(pool: Pool, facts: Sequence[Known]) -> Mapping[int, Sequence[str]]:
    """Return, by the number of a fact, the values that conflicts give against its object, in order."""
    subjects = sorted({fact.subject for fact in facts if fact.status == "asserted"})
    values: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for portion in portions(subjects, _AT_ONCE):
        text = f"""SELECT ?n ?p ?v {{ {numbered("?s", "?n", portion)}
            GRAPH <graph/conflicts> {{ ?c a kg:Conflict ; rdf:subject ?s ; rdf:predicate ?p ; kg:value ?v }} }}"""
        for row, predicate, value in await tables(pool, [text]):
            values[portion[int(row)], predicate].add(value)
    found: dict[int, list[str]] = {}
    for number, fact in enumerate(facts):
        others = values.get((fact.subject, fact.predicate), set()) if fact.status == "asserted" else set()
        if fact.object in others:
            found[number] = sorted(other for other in others if _excludes(fact.object, other))
    return found


def _excludes(one: str, other: str) -> bool:
    """Return whether two values (IRIs) cannot both hold."""
    paths = [f"date/{iri.rpartition('date/')[2]}" if "date/" in iri else iri for iri in (one, other)]
    return exclude_each_other(*paths)
