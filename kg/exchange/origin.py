"""Tell quads of ours from those of others: what the rest of the program takes for granted is checked once, here."""

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.errors import KGError
from kg.exchange.quads import Values, by_node
from kg.rdf import CONFLICTS, OBJECT, PREDICATE, STATUS, SUBJECT, TYPE, XSD, Node, Term, check_base, kg

_NUMBER = re.compile(r"[0-9]{1,12}")
_ONE = (SUBJECT, PREDICATE, OBJECT, kg("status"))
_NAMES = (*_ONE, *map(kg, ("evidence", "attributedTo", "foundBy", "copyOf", "value", "statement")))
_NUMBERS = (kg("start"), kg("end"), kg("page"))
_TEXTS = (kg("quote"), kg("role"), kg("fileName"), kg("sha256"), *map(kg, ("subjectAt", "triggerAt", "objectAt")))


def check_own(quads: Iterable[ox.Quad]) -> str:
    """Return the base of quads that are a graph of ours; raise KGError, with what is wrong, for any other.

    Every node has a name; each named graph is a document or lies below `BASE graph/`; statements have one subject,
    predicate, object and status; offsets are numbers.
    """
    values = by_node(map(_checked, quads))
    base = _base(values)
    for (node, name), own in values.items():
        known = isinstance(name, ox.DefaultGraph) or name.value.startswith(f"{base}graph/")
        if not known and not _is_document(values.get((name, name), ())):  # type: ignore[arg-type]
            raise KGError(f"holds a graph that is no document and not of kg: {name}")
        if name == ox.NamedNode(f"{base}{CONFLICTS}"):
            _check_conflict(node, own)
        elif not isinstance(name, ox.DefaultGraph) and any(quad.predicate in _ONE for quad in own):
            _check_statement(node, own)
    return base


def _base(values: Values) -> str:
    documents = [node.value for (node, name), own in values.items() if node == name and _is_document(own)]  # type: ignore[union-attr]
    bases = sorted({document.rpartition("document/")[0] for document in documents})
    if not bases or "" in bases:
        raise KGError("holds no document with a graph of its own, so kg did not write it")
    if len(bases) > 1:
        raise KGError(f"mixes graphs of several bases: {' '.join(bases[:3])}")
    try:
        return check_base(bases[0])
    except KGError as error:  # its advice is for a build
        raise KGError(f"has a base that cannot carry names: {bases[0]}") from error


def _is_document(own: Iterable[ox.Quad]) -> bool:
    return any(quad.predicate == TYPE and quad.object == kg("Document") for quad in own)


def _checked(quad: ox.Quad) -> ox.Quad:
    """Return the quad when its terms are as kg writes them."""
    terms = (quad.subject, quad.object, quad.graph_name)
    if any(isinstance(term, ox.BlankNode | ox.Triple) for term in terms):
        raise KGError(f"holds a blank node or a triple term where kg writes a name, beside {quad.predicate}")
    odd = (
        (quad.predicate in _NAMES and not isinstance(quad.object, ox.NamedNode))
        or (quad.predicate in _NUMBERS and not _is_number(quad.object))
        or (quad.predicate in _TEXTS and not isinstance(quad.object, ox.Literal))
    )
    if odd:
        raise KGError(f"has a value of {quad.predicate} that kg does not write: {_shown(quad.object)}")
    return quad


def _is_number(term: Term) -> bool:
    return (
        isinstance(term, ox.Literal)
        and term.datatype.value == XSD + "integer"
        and _NUMBER.fullmatch(term.value) is not None
    )


def _check_statement(node: Node, own: Sequence[ox.Quad]) -> None:
    for predicate in _ONE:
        found = [quad.object for quad in own if quad.predicate == predicate]
        if len(found) != 1 or (predicate == kg("status") and found[0] not in STATUS.values()):
            raise KGError(f"its statement {node} has not one {predicate} as kg writes it")


def _check_conflict(node: Node, own: Sequence[ox.Quad]) -> None:
    counts = {predicate: sum(quad.predicate == predicate for quad in own) for predicate in (TYPE, SUBJECT, PREDICATE)}
    known = {*counts, kg("value"), kg("statement")}
    if {*counts.values()} != {1} or any(quad.predicate not in known for quad in own):
        raise KGError(f"its conflict {node} is not as kg writes it")


def _shown(term: object, limit: int = 80) -> str:
    text = str(term)
    return text if len(text) <= limit else f"{text[:limit]}…"
