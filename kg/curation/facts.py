"""What a review looks at: the stated facts of a store, each with the documents that state it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from kg.ontology import NAMESPACE
from kg.rdf import DCT, RDF, kg
from kg.records import Status
from kg.store.names import span_of

_STATED = f"""PREFIX rdf: <{RDF}> PREFIX kg: <{NAMESPACE}>
SELECT ?document ?statement ?s ?p ?o ?status {{
  GRAPH ?document {{ ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?status }}
}}"""
_TOLD = 3  # so many quotes show what is meant

Key = tuple[str, str, str, Status]
"""The IRIs of subject, predicate and object, and the status."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A statement, and the document that makes it, by their IRIs."""

    document: str
    statement: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that states something, with its document's path or address as given."""

    source: str
    text: str


Facts = Mapping[Key, list[Place]]


def stated_facts(store: ox.Store) -> Facts:
    """Return every fact with the places that state it, in order."""
    found: defaultdict[Key, list[Place]] = defaultdict(list)
    for row in cast("Iterable[list[ox.NamedNode]]", store.query(_STATED)):
        document, statement, subject, predicate, object_, status = (term.value for term in row)
        key = subject, predicate, object_, cast("Status", status.removeprefix(NAMESPACE))
        found[key].append(Place(document, statement))
    return {key: sorted(found[key]) for key in sorted(found)}


def quotes(store: ox.Store, places: Iterable[Place]) -> tuple[Quote, ...]:
    """Return a sentence of each of the first places."""
    told = []
    for place in [*places][:_TOLD]:
        text = _first(store, _first(store, place.statement, kg("evidence"), place), kg("quote"), place)
        told.append(Quote(_first(store, place.document, kg("fileName"), place), " ".join(text.split())))
    return tuple(dict.fromkeys(told))


def day_of(store: ox.Store, place: Place) -> str:
    """Return the date of a place's document, nothing where it has none."""
    return _first(store, place.document, ox.NamedNode(DCT + "date"), place)


def sha256_of(store: ox.Store, document: str) -> str:
    """Return the hash of a document's text."""
    return _first(store, document, kg("sha256"), Place(document, ""))


def is_named_in_quote(store: ox.Store, place: Place, end: str) -> bool:
    """Return whether the words for an end (`subjectAt`, `objectAt`) stand in the quote, or are not noted."""
    evidence = _first(store, place.statement, kg("evidence"), place)
    span = span_of(_first(store, evidence, kg(end), place))
    start, stop = (_first(store, evidence, kg(name), place) for name in ("start", "end"))
    return span is None or (int(start or 0) <= span.start and span.end <= int(stop or 0))


def _first(store: ox.Store, node: str, term: ox.NamedNode, place: Place) -> str:
    if not node:
        return ""
    found = store.quads_for_pattern(ox.NamedNode(node), term, None, ox.NamedNode(place.document))
    return min((quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)), default="")
