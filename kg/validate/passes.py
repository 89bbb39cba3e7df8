"""Check the graph of each document by itself, with what the graph says of the things it names; then all together.

All together are checked for the facts and for what no document shows alone. What a document decides alone is not
checked again then; where the shapes look too far for that, everything is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from kg.ontology import Ontology
from kg.rdf import DEFAULT, OWL, RDFS, SAME_AS, TYPE, kg
from kg.resources import SHAPES
from kg.store import memory_store
from kg.store.infer import AXIOMS, INFERRED, inferred_graph
from kg.validate.quotes import with_quotes
from kg.validate.results import Violation

_SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
_OBJECT_PROPERTY = ox.NamedNode(OWL + "ObjectProperty")
_DESCRIPTIONS = 16_384  # so many are kept: those of the things that many documents name have thousands of facts

Describe = Callable[[ox.NamedNode], tuple[ox.Triple, ...]]


def validate(store: ox.Store, ontology: Ontology, shapes: Iterable[str | Path] = ()) -> list[Violation]:
    """Return what is wrong in a store by `ontology/shapes.ttl` and by further files of shapes, in a fixed order.

    What was inferred is not checked: it says of an entity of one class that it has those above as well.
    Raises KGError when pySHACL is not installed or a shape is wrong, ReadError when a file of shapes cannot be read.
    """
    from kg.validate.near import Alone
    from kg.validate.run import check
    from kg.validate.shapes import read_shapes

    rules = read_shapes([SHAPES, *map(Path, shapes)])
    known = [*_vocabulary(ontology)]
    store = _stated(store)
    alone, describe = Alone(store, rules, known), _describer(store)
    found: dict[tuple[str, ...], Violation] = {}
    decided: set[str] = set()
    for document in _documents(store):
        own = [quad.triple for quad in store.quads_for_pattern(None, None, None, document)]
        subjects = {str(triple.subject) for triple in own}
        for one in check([*own, *_descriptions(describe, own), *known], rules, document.value):
            if one.focus in subjects:
                found[one.key] = one
        decided.update(alone.nodes(document, own))
    for one in check(chain(_undecided(store, decided), known), rules, ""):
        if one.focus not in decided:
            found.setdefault(one.key, one)
    return sorted(with_quotes(store, one) for one in found.values())


def _stated(store: ox.Store) -> ox.Store:
    """Return the store, a copy without what was inferred where something was."""
    inferred = inferred_graph(store)
    if inferred is None:
        return store
    axioms = ox.NamedNode(inferred.value.removesuffix(INFERRED) + AXIOMS)
    return memory_store(quad for quad in store if quad.graph_name not in {inferred, axioms})


def _documents(store: ox.Store) -> list[ox.NamedNode]:
    found = {quad.graph_name for quad in store.quads_for_pattern(None, kg("sha256"), None, None)}
    return sorted((name for name in found if isinstance(name, ox.NamedNode)), key=lambda name: name.value)


def _describer(store: ox.Store) -> Describe:
    @lru_cache(maxsize=_DESCRIPTIONS)
    def describe(node: ox.NamedNode) -> tuple[ox.Triple, ...]:
        """Return what the default graph says of a thing: classes and texts, no facts."""
        quads = store.quads_for_pattern(node, None, None, DEFAULT)
        return tuple(q.triple for q in quads if isinstance(q.object, ox.Literal) or q.predicate in {TYPE, SAME_AS})

    return describe


def _descriptions(describe: Describe, triples: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield what the default graph says of the things that the triples name."""
    nodes = {node for triple in triples for node in (triple.subject, triple.object) if isinstance(node, ox.NamedNode)}
    for node in nodes:
        yield from describe(node)


def _undecided(store: ox.Store, decided: set[str]) -> Iterator[ox.Triple]:
    """Yield all triples but those of nodes that are decided; of these only the classes, where the others name them."""
    for quad in store:
        if str(quad.subject) in decided:
            continue
        yield quad.triple
        if str(quad.object) in decided:
            yield from (told.triple for told in store.quads_for_pattern(quad.object, TYPE, None, None))


def _vocabulary(ontology: Ontology) -> Iterator[ox.Triple]:
    """Yield what shapes need of the ontology: which class is below which, and what the properties are."""
    for known in ontology.classes.values():
        for parent in known.parents:
            yield ox.Triple(ox.NamedNode(known.iri), _SUBCLASS, ox.NamedNode(ontology.classes[parent].iri))
    for prop in ontology.properties.values():
        yield ox.Triple(ox.NamedNode(prop.iri), TYPE, _OBJECT_PROPERTY)
