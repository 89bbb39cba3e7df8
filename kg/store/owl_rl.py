"""Add what OWL 2 RL lets one conclude beyond the axioms of `infer`: by the reasoner reasonable (extra `owl-rl`).

OWL 2 Profiles, section 4.3: https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
The reasoner does not say why a conclusion holds. That `BASE graph/inferred` has conclusions of this kind says a triple
of `BASE graph/ontology`; they are those that the axioms of `infer` do not lead to (`Deriver`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KGError
from kg.rdf import DEFAULT, LABEL, OWL, RDF, RDFS, SAME_AS, TYPE, XSD, Term, label
from kg.store.axioms import ontology_triples
from kg.store.infer import AXIOMS, INFERRED
from kg.store.names import base_of
from kg.store.rdflib_view import to_term

if TYPE_CHECKING:
    import reasonable
    from rdflib.term import Node

REASON = "by OWL 2 RL (reasonable)"
"""What stands in the place of premises and axioms."""

# https://www.w3.org/TR/sparql11-service-description/#sd-supportedEntailmentProfile, https://www.w3.org/ns/owl-profile/
_SUPPORTS = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#supportedEntailmentProfile")
_PROFILE = ox.NamedNode("http://www.w3.org/ns/owl-profile/RL")
_VOCABULARIES = (OWL, RDF, RDFS, XSD)


def infer_owl_rl(store: ox.Store, ontology: Path) -> int:
    """Materialise what OWL 2 RL concludes and `infer`, which comes first, does not; return how many triples.

    Inconsistent facts are no error. Raises KGError when reasonable is not installed, OntologyError for a file that
    cannot be read.
    """
    base = base_of(store)
    if base is None:
        return 0
    inferred, axioms = ox.NamedNode(base + INFERRED), ox.NamedNode(base + AXIOMS)
    found = [ox.Quad(t.subject, t.predicate, t.object, inferred) for t in conclusions(store, ontology)]
    new = [quad for quad in found if quad not in store]
    store.extend(sorted(new, key=str))
    store.add(ox.Quad(inferred, _SUPPORTS, _PROFILE, axioms))
    if any(quad.predicate == SAME_AS for quad in new):  # it is told like a property of the ontology
        store.add(ox.Quad(SAME_AS, LABEL, label("same as", "en"), axioms))
    return len(new)


def is_owl_rl(store: ox.Store) -> bool:
    """Return whether a store holds conclusions of OWL 2 RL."""
    return any(store.quads_for_pattern(None, _SUPPORTS, _PROFILE, None))


def load_reasoner() -> "type[reasonable.PyReasoner]":
    """Return the reasoner's class; raise KGError when it is not installed."""
    try:
        import reasonable
    except ImportError as error:
        message = "OWL 2 RL needs reasonable, which is not installed. Run: pip install 'provenkg[owl-rl]'"
        raise KGError(message) from error
    found: type[reasonable.PyReasoner] = reasonable.PyReasoner
    return found


def conclusions(store: ox.Store, ontology: Path) -> set[ox.Triple]:
    """Return what follows from the asserted facts by OWL 2 RL and the ontology, and tells of the graph's things.

    The subject is an entity with a class; the object another one, a literal, or a class that is none of the languages'
    own. What is asserted is left out. Raises KGError when reasonable is not installed.
    """
    reasoner = load_reasoner()()
    facts = {quad.triple for quad in store.quads_for_pattern(None, None, None, DEFAULT)}
    terms: dict[Node, Term] = {to_term(term): term for term in (TYPE, SAME_AS)}  # those that rules may bring in
    reasoner.from_graph([_given(triple, terms) for triple in sorted({*_ontology(ontology), *facts}, key=str)])
    things: set[object] = {triple.subject for triple in facts if triple.predicate == TYPE}
    found: set[ox.Triple] = set()
    for subject, predicate, end in reasoner.reason():
        if terms.get(subject) in things and predicate in terms and end in terms:
            triple = ox.Triple(terms[subject], terms[predicate], terms[end])  # type: ignore[arg-type]
            if triple not in facts and _tells(triple, things):
                found.add(triple)
    return found


def _tells(triple: ox.Triple, things: set[object]) -> bool:
    """Return whether a conclusion about a thing says something of it that the graph has a place for."""
    end = triple.object
    if triple.predicate == TYPE:
        return isinstance(end, ox.NamedNode) and not end.value.startswith(_VOCABULARIES)
    if isinstance(end, ox.Literal):
        return triple.predicate != SAME_AS
    return end in things and end != triple.subject


def _ontology(path: Path) -> Iterator[ox.Triple]:
    """Yield all triples of an ontology, with blank nodes that have the same names in every process."""
    names: dict[object, ox.BlankNode] = {}

    def named(term: Term) -> Term:
        return names.setdefault(term, ox.BlankNode(f"b{len(names)}")) if isinstance(term, ox.BlankNode) else term

    canonical = ox.Store()  # it brings literals into the form that the facts have
    for subject, predicates in ontology_triples(path).index.items():
        for predicate, values in predicates.items():
            terms = [value for value in values if not isinstance(value, ox.Triple)]
            canonical.extend(ox.Quad(named(subject), ox.NamedNode(predicate), named(value)) for value in terms)  # type: ignore[arg-type]
    for quad in canonical:
        yield quad.triple


def _given(triple: ox.Triple, terms: dict["Node", Term]) -> tuple["Node", ...]:
    """Return a triple as the reasoner takes it, and note its terms in the forms in which it gives them back."""
    given = []
    for term in triple:
        node = to_term(term)
        given.append(node)
        terms.setdefault(node, term)
        if isinstance(term, ox.Literal):
            terms.setdefault(_returned(term), term)
    return tuple(given)


def _returned(literal: ox.Literal) -> "Node":
    """Return a literal as the reasoner makes it anew: a string with its datatype, a number as rdflib writes it."""
    import rdflib

    datatype = None if literal.language else rdflib.URIRef(literal.datatype.value)
    return rdflib.Literal(literal.value, lang=literal.language, datatype=datatype)
