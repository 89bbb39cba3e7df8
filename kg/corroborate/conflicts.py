"""Name the conflicts between documents: a property that can have one value, and values that cannot both hold.

Nothing is taken back: the facts stay as they are stated, and a `kg:Conflict` in `BASE graph/conflicts` joins them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import pyoxigraph as ox

from kg.edtf import interval
from kg.ontology import Ontology
from kg.rdf import CONFLICTS, PREDICATE, SUBJECT, TYPE, conflict_path, iri, kg

_VAGUE = frozenset("~?%")


@dataclass(frozen=True, slots=True, order=True)
class Stated:
    """A fact of a thing as one document asserts it: the property's local name, and the paths of the others."""

    predicate: str
    object: str
    document: str
    statement: str


def conflicts(base: str, subject: str, facts: Iterable[Stated], ontology: Ontology) -> list[ox.Quad]:
    """Return what is to be said of the conflicts about one thing, in order; `facts` are all that are asserted of it.

    Each is a node whose name is made of thing and property, with the values that exclude another and the statements
    that give them.

    >>> from kg.ontology import load_ontology
    >>> said = [Stated("launchDate", f"date/{day}", f"document/{day}", f"statement/{day}") for day in ("2019", "2020")]
    >>> found = conflicts("https://kg.example/", "project/gateway", said, load_ontology())
    >>> [quad.object.value.rpartition("/")[2] for quad in found[3:]]
    ['2019', '2020', '2019', '2020']
    """
    by_property: defaultdict[str, defaultdict[str, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        known = ontology.properties.get(fact.predicate)
        if known is not None and known.single:
            by_property[fact.predicate][fact.object].append(fact)
    found: list[ox.Quad] = []
    for name, values in sorted(by_property.items()):
        against = contradicting({value: [fact.document for fact in said] for value, said in values.items()})
        if against:
            statements = sorted({fact.statement for value in against for fact in values[value]})
            found += _quads(base, subject, ox.NamedNode(ontology.properties[name].iri), against, statements)
    return found


def contradicting(values: Mapping[str, Collection[str]], *, settled: Collection[str] = ()) -> list[str]:
    """Return, in order, the values that exclude another; each comes with the documents that give it.

    Two values that one document alone gives are no conflict between documents, nor are two `settled` ones.

    >>> contradicting({"date/2019": ["a"], "date/2019-05": ["b"], "date/2020": ["c"], "date/2020~": ["d"]})
    ['date/2019', 'date/2019-05', 'date/2020']
    """
    found: set[str] = set()
    for one, other in combinations(sorted(values), 2):
        documents = {*values[one], *values[other]}
        if len(documents) > 1 and not {one, other} <= {*settled} and exclude_each_other(one, other):
            found |= {one, other}
    return sorted(found)


def exclude_each_other(one: str, other: str) -> bool:
    """Return whether two values (paths) cannot both hold: for dates, that they have no day in common.

    Dates that are about, possible or of no known day exclude nothing.

    >>> exclude_each_other("date/2019", "date/2019-05"), exclude_each_other("date/2016--2019", "date/2020-01")
    (False, True)
    """
    if not (one.startswith("date/") and other.startswith("date/")):
        return one != other
    values = [path.removeprefix("date/").replace("--", "/") for path in (one, other)]
    if any(_VAGUE & set(value) for value in values):
        return False
    try:
        (first, last), (begin, end) = map(interval, values)
    except ValueError:
        return False
    return last < begin or end < first


def _quads(
    base: str, subject: str, predicate: ox.NamedNode, values: Iterable[str], statements: Iterable[str]
) -> list[ox.Quad]:
    graph = ox.NamedNode(base + CONFLICTS)
    node = iri(base, conflict_path(subject, predicate.value))
    said = [(TYPE, kg("Conflict")), (SUBJECT, iri(base, subject)), (PREDICATE, predicate)]
    said += [(kg("value"), iri(base, value)) for value in values]
    said += [(kg("statement"), iri(base, statement)) for statement in statements]
    return [ox.Quad(node, term, value, graph) for term, value in said]
