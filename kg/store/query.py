"""Turn SPARQL into rows, triples or a yes or no."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.cycles import no_cycles
from kg.errors import QueryError
from kg.rdf import DEFAULT, PREFIXES, Term
from kg.store.guard import check_query
from kg.store.infer import inferred_graph
from kg.store.names import base_of
from kg.store.place import pointing_at, syntax_error
from kg.store.results import Cells, Result, Rows, Triples

DEFAULT_BASE = "https://kg.example/"


def run_query(
    store: ox.Store, text: str, *, bindings: Mapping[str, Term] | None = None, inferred: bool = False
) -> Result:
    """Return the answer to a SPARQL 1.1 query: Rows, Triples or a bool.

    The prefixes kg:, rdf:, rdfs:, skos:, owl:, xsd:, dct: and prov: need no declaration, and relative IRIs are paths
    below the store's base (`<country/CN>`). `bindings` gives variables of the query a value; with `inferred` the
    default graph holds the inferred facts as well. Raises QueryError, with the place, for a query that is wrong, and
    for one that would do more than read this store.
    """
    base = base_of(store) or DEFAULT_BASE
    try:
        text.encode()
        check_query(text)
        return _materialised(
            store.query(
                text,
                base_iri=base,
                default_graph=_asked(store) if inferred else None,
                prefixes=PREFIXES,
                substitutions={ox.Variable(name): term for name, term in (bindings or {}).items()} or None,
            ),
            base,
        )
    except SyntaxError as error:
        raise syntax_error(text, str(error)) from error
    except QueryError as error:
        if error.position is None:
            raise
        raise pointing_at(str(error), text, error.position) from error
    except (RuntimeError, OSError, ValueError) as error:
        message = f"the query could not be answered: {error}"
        raise QueryError(message) from error


def _asked(store: ox.Store) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    graph = inferred_graph(store)
    if graph is None:
        message = "nothing was inferred in this graph. Build it again with: kg build SOURCE --infer"
        raise QueryError(message)
    return [DEFAULT, graph]


def _materialised(answer: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, base: str) -> Result:
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QueryTriples):
        return Triples(in_order(answer), base)
    columns = tuple(variable.value for variable in answer.variables)
    with no_cycles():
        terms: tuple[Cells, ...] = tuple(map(tuple, answer))
    return Rows(columns, terms, base)


def in_order(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    """Return each triple once, sorted, with blank nodes named by content (RDF Dataset Canonicalization)."""
    found = set(triples)
    if any(isinstance(node, ox.BlankNode) for t in found for node in (t.subject, t.object)):
        dataset = ox.Dataset(ox.Quad(*triple) for triple in found)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found = {quad.triple for quad in dataset}
    return tuple(sorted(found, key=str))
