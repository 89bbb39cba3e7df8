"""Turn a store into an rdflib Dataset, term by term: rdflib's own parsers take thirty times as long."""

from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KGError

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


def to_rdflib(store: ox.Store) -> "rdflib.Dataset":
    """Return a copy of the store: its default graph and each named graph, with every literal as it is written."""
    import rdflib

    dataset = rdflib.Dataset()
    default = dataset.default_graph
    graphs: dict[object, rdflib.Graph] = {ox.DefaultGraph(): default}
    for quad in store:
        graph = graphs.get(quad.graph_name)
        if graph is None:
            graph = graphs[quad.graph_name] = dataset.graph(_named(str(quad.graph_name)[1:-1]))
        graph.add((to_term(quad.subject), to_term(quad.predicate), to_term(quad.object)))
    return dataset


@lru_cache(maxsize=65_536)
def _named(iri: str) -> "rdflib.URIRef":
    import rdflib

    return rdflib.URIRef(iri)


def to_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> "Node":
    """Return a term as one of rdflib, with the lexical form that it has."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return _named(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        message = f"rdflib cannot hold the triple term {term}. Use kg export nquads instead."
        raise KGError(message)
    datatype = None if term.language or term.datatype.value.endswith("#string") else _named(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
