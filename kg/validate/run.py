"""Let pySHACL (extra `validate`) check triples against shapes."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import KGError
from kg.store.rdflib_view import to_term
from kg.validate.results import SH, Violation
from kg.validate.shapes import sh


def check(triples: Iterable[ox.Triple], rules: rdflib.Graph, document: str) -> Iterator[Violation]:
    """Yield what shapes say against some triples, of a document's graph or of all together ("").

    Raises KGError when pySHACL is not installed or a shape is wrong.
    """
    data = _Data()
    for triple in triples:
        data.add((to_term(triple.subject), to_term(triple.predicate), to_term(triple.object)))
    results = _results(data, rules)
    for node in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        yield _violation(results, node, document)


def _violation(results: rdflib.Graph, node: Node, document: str) -> Violation:
    def text(name: str) -> str:
        value = results.value(node, sh[name])
        return str(value) if isinstance(value, rdflib.URIRef) else ""

    messages = sorted(str(message) for message in results.objects(node, sh.resultMessage))
    value, focus = results.value(node, sh.value), results.value(node, sh.focusNode)
    return Violation(
        document=document,
        focus="" if focus is None else focus.n3(),
        path=text("resultPath"),
        value="" if value is None else value.n3(),
        message=" ".join(messages),
        severity=text("resultSeverity").removeprefix(SH),
        component=text("sourceConstraintComponent").removeprefix(SH),
        shape=text("sourceShape"),
    )


def _results(data: rdflib.Graph, rules: rdflib.Graph) -> rdflib.Graph:
    try:
        import pyshacl
        from pyshacl.errors import ReportableRuntimeError, RuleLoadError, ShapeLoadError
    except ImportError as error:
        message = "kg validate needs pySHACL, which is not installed. Run: pip install 'provenkg[validate]'"
        raise KGError(message) from error
    try:
        _, results, text = pyshacl.validate(data, shacl_graph=rules, inplace=True)
    except (ReportableRuntimeError, RuleLoadError, ShapeLoadError) as error:
        message = f"a shape is wrong: {' '.join(str(error).split())}. Correct it, or leave its file out."
        raise KGError(message) from error
    if not isinstance(results, rdflib.Graph):  # pySHACL gives the error in the place of a report
        message = f"a shape is wrong: {' '.join(str(text).split())}. Correct it, or leave its file out."
        raise KGError(message)
    return results


class _Data(rdflib.Graph):
    """A graph that reads each query once.

    pySHACL asks the query of an sh:sparql constraint for each focus node, with the node bound to `$this`; rdflib takes
    40 times as long to read ours as to answer it.
    """

    def query(self, query_object: str | Query, *rest: Any, **options: Any) -> Result:
        """Return the answer, as rdflib's own method does."""
        if isinstance(query_object, str):
            query_object = _prepared(query_object)
        return super().query(query_object, *rest, **options)


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text, initNs=dict(rdflib.Graph().namespaces()))
