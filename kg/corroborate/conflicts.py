"""Name the conflicts between documents: a property that can have one value, and values that cannot both hold.

Nothing is taken back: the facts stay as they are stated, and a `kg:Conflict` in `BASE graph/conflicts` joins them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.corroborate.excluding import contradicting
from kg.ontology import Ontology
from kg.rdf import CONFLICTS, PREDICATE, SUBJECT, TYPE, conflict_path, iri, kg


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


def _quads(
    base: str, subject: str, predicate: ox.NamedNode, values: Iterable[str], statements: Iterable[str]
) -> list[ox.Quad]:
    graph = ox.NamedNode(base + CONFLICTS)
    node = iri(base, conflict_path(subject, predicate.value))
    said = [(TYPE, kg("Conflict")), (SUBJECT, iri(base, subject)), (PREDICATE, predicate)]
    said += [(kg("value"), iri(base, value)) for value in values]
    said += [(kg("statement"), iri(base, statement)) for statement in statements]
    return [ox.Quad(node, term, value, graph) for term, value in said]
