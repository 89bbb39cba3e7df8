"""Find why inferred facts hold, where one asserted fact is enough: by a sub-property, or a property turned round.

What follows from several facts (a transitive property) is told by `kg explain`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.serve.around.between import Known
from kg.serve.around.tables import table
from kg.serve.pool import Pool

_AXIOMS = """SELECT ?q ?p ?way ?below ?above { GRAPH <graph/ontology> {
    { ?q rdfs:subPropertyOf+ ?p BIND("sub" AS ?way) }
    UNION { ?q owl:inverseOf|^owl:inverseOf ?p BIND("inverse" AS ?way) }
    ?q rdfs:label ?below . ?p rdfs:label ?above
} } LIMIT 20000"""

_WORDS = {"sub": "{} is a sub-property of {}", "inverse": "{} is the inverse of {}"}


@dataclass(frozen=True, slots=True)
class Reason:
    """The number of the asserted fact that an inferred one follows from, and the axiom in words."""

    premise: int
    axiom: str


async def find_reasons(pool: Pool, facts: Sequence[Known]) -> Mapping[int, Reason]:
    """Return the reasons of inferred facts by their numbers."""
    inferred = [(at, fact) for at, fact in enumerate(facts) if fact.status == "inferred"]
    if not inferred:
        return {}
    number = {fact: at for at, fact in enumerate(facts)}
    axioms: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for below, above, way, *labels in await table(pool, _AXIOMS):
        axioms[above].append((way, below, _WORDS[way].format(*labels)))
    reasons = {}
    for at, fact in inferred:
        for way, below, words in sorted(axioms[fact.predicate], reverse=True):  # a sub-property before an inverse
            ends = (fact.subject, fact.object) if way == "sub" else (fact.object, fact.subject)
            premise = number.get(Known(ends[0], below, ends[1], "asserted"))
            if premise is not None:
                reasons[at] = Reason(premise, words)
                break
    return reasons
