"""Choose the part of a picture to show: what surrounds an entity, or the triples of a CONSTRUCT query."""

from collections.abc import Iterable

import pyoxigraph as ox

from kg.errors import KGError
from kg.ontology import RDFS
from kg.turtle import TYPE
from kg.view.names import local_name
from kg.view.picture import Fact, Picture, Thing
from kg.view.read import FALLBACK_TYPE, NOT_FACTS


def surroundings(picture: Picture, iri: str, *, hops: int = 1, fold: Iterable[str] = ()) -> Picture:
    """Return the entity, what is at most `hops` facts away, and every fact between these.

    Entities of a type in `fold` (dates, documents) are taken along but not passed through: two projects of the same
    year are not neighbours.
    """
    start = next((i for i, thing in enumerate(picture.things) if thing.iri == iri), None)
    if start is None:
        message = f"the graph has no entity <{iri}>. Search for it by its label, for example: kg explain LABEL"
        raise KGError(message)
    folded = set(fold)
    reached, border = {start}, {start}
    for _ in range(hops):
        passable = {i for i in border if i == start or local_name(picture.things[i].type) not in folded}
        border = _neighbours(picture, passable) - reached
        reached |= border
    return picture.keep(reached)


def _neighbours(picture: Picture, things: set[int]) -> set[int]:
    """Return everything that shares a fact with one of these things."""
    found = {fact.object for fact in picture.facts if fact.subject in things}
    return found | {fact.subject for fact in picture.facts if fact.object in things}


def from_triples(picture: Picture, triples: Iterable[ox.Triple]) -> Picture:
    """Return the picture of these triples, with the claims of the facts that the store states.

    A triple that no document states becomes a fact without claims; `rdf:type` and `rdfs:label` describe its ends.
    """
    plain = sorted({_strings(triple) for triple in triples})
    types = {s: o for s, p, o, _ in plain if p == TYPE}
    labels = {s: o for s, p, o, literal in plain if p == RDFS + "label" and literal}
    links = [(s, p, o) for s, p, o, literal in plain if not literal and p not in NOT_FACTS]
    iris = {end for s, _, o in links for end in (s, o)} | set(types) | set(labels)
    whole = _with_things(picture, iris, types, labels)
    at = {thing.iri: i for i, thing in enumerate(whole.things)}
    facts = _matching(whole, [(at[s], p, at[o]) for s, p, o in links])
    return whole.keep({at[iri] for iri in iris}, facts)


def _strings(triple: ox.Triple) -> tuple[str, str, str, bool]:
    """Return subject, predicate, object and whether the object is a literal."""
    end = triple.object
    literal = isinstance(end, ox.Literal)
    value = end.value if isinstance(end, ox.Literal | ox.NamedNode) else str(end)
    subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else str(triple.subject)
    return subject, triple.predicate.value, value, literal


def _with_things(picture: Picture, iris: set[str], types: dict[str, str], labels: dict[str, str]) -> Picture:
    """Return the picture with the things that it did not know; the claims keep their positions' meaning."""
    known = {thing.iri for thing in picture.things}
    new = [
        Thing(iri=iri, label=labels.get(iri) or local_name(iri), type=types.get(iri, FALLBACK_TYPE))
        for iri in sorted(iris - known)
    ]
    return Picture((*picture.things, *new), picture.facts, picture.papers)


def _matching(picture: Picture, links: list[tuple[int, str, int]]) -> list[Fact]:
    """Return the picture's facts for these links, in any status; a bare fact for a link that it does not know."""
    stated: dict[tuple[int, str, int], list[Fact]] = {}
    for fact in picture.facts:
        stated.setdefault((fact.subject, fact.predicate, fact.object), []).append(fact)
    return [fact for link in links for fact in stated.get(link, [Fact(*link, status="asserted")])]


def best_connected(picture: Picture, limit: int, *, fold: Iterable[str] = ()) -> Picture:
    """Return the `limit` entities with the most facts, with what is folded beside them (dates, documents)."""
    folded_types = set(fold)
    folded = {i for i, thing in enumerate(picture.things) if local_name(thing.type) in folded_types}
    if len(picture.things) - len(folded) <= limit:
        return picture
    order = sorted((-degree, i) for i, degree in enumerate(picture.degrees()) if i not in folded)
    best = {i for _, i in order[:limit]}
    beside = {f.object for f in picture.facts if f.subject in best and f.object in folded}
    beside |= {f.subject for f in picture.facts if f.object in best and f.subject in folded}
    return picture.keep(best | beside)
