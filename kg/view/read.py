"""Turn a store into a `Picture`: entities and facts from the graphs, claims and quotes from the documents' graphs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.ontology import NAMESPACE, RDFS, SKOS
from kg.rdf import CONFLICTS
from kg.records import Status
from kg.store.conflicts import Conflict, read_conflicts
from kg.store.derive import Deriver
from kg.store.infer import AXIOMS, INFERRED, inferred_facts
from kg.turtle import TYPE
from kg.view.claims import Found, Key, Parts, claims_of, nodes_of, text
from kg.view.names import local_name, words
from kg.view.picture import Claim, Fact, Paper, Picture, Thing
from kg.view.quotes import to_paper

DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
FALLBACK_TYPE = NAMESPACE + "Entity"
NOT_FACTS = frozenset({TYPE, SAME_AS})
PLAN, DENIAL = "graph/planned", "graph/negated"
NOT_DOCUMENTS = (PLAN, DENIAL, INFERRED, AXIOMS, CONFLICTS)


def read_picture(store: ox.Store) -> Picture:
    """Return all entities, facts, claims and documents of a store.

    >>> read_picture(ox.Store())
    Picture(things=(), facts=(), papers=())
    """
    documents = _document_nodes(store)
    claims = _claims(documents)
    inferences, reasons = _inferences(store, claims)
    claims |= inferences
    triples = dict.fromkeys(_fact_keys(store))
    keys = sorted(triples | dict.fromkeys(claims))
    things = _things(store, keys, claims)
    papers = _papers(documents, things)
    picture = to_picture(things, papers, ((key, claims.get(key, ()), reasons.get(key)) for key in keys))
    return with_conflicts(picture, read_conflicts(store))


def to_picture(
    things: tuple[Thing, ...], papers: tuple[Paper, ...], facts: Iterable[tuple[Key, Iterable[Found], str | None]]
) -> Picture:
    """Return the picture of things, documents, and facts in order, each with its claims and its reason."""
    at = {thing.iri: position for position, thing in enumerate(things)}
    paper_at = {paper.iri: position for position, paper in enumerate(papers)}
    return Picture(
        things=things,
        facts=tuple(
            Fact(at[key[0]], key[1], at[key[2]], key[3], placed(claims, things, at, paper_at), reason)
            for key, claims, reason in facts
        ),
        papers=papers,
    )


def with_conflicts(picture: Picture, conflicts: Iterable[Conflict]) -> Picture:
    """Return the picture in which the asserted facts that are contradicted say by which values."""
    at = {thing.iri: position for position, thing in enumerate(picture.things)}
    against: dict[tuple[int, str, int], tuple[int, ...]] = {}
    for conflict in conflicts:
        for value in conflict.values:
            if conflict.subject in at and value in at:
                others = tuple(at[other] for other in conflict.against(value) if other in at)
                against[at[conflict.subject], conflict.predicate, at[value]] = others
    if not against:
        return picture

    def told(fact: Fact) -> Fact:
        found = against.get((fact.subject, fact.predicate, fact.object), ()) if fact.status == "asserted" else ()
        return replace(fact, against=found) if found else fact

    return replace(picture, facts=tuple(map(told, picture.facts)))


def _fact_keys(store: ox.Store) -> Iterator[Key]:
    """Yield the facts of the default graph and of the graphs for plans and denials."""
    yield from _triples_of(store, ox.DefaultGraph(), "asserted")
    for graph in store.named_graphs():
        if isinstance(graph, ox.NamedNode) and graph.value.endswith(PLAN):
            yield from _triples_of(store, graph, "planned")
        elif isinstance(graph, ox.NamedNode) and graph.value.endswith(DENIAL):
            yield from _triples_of(store, graph, "negated")


def _triples_of(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph, status: Status) -> Iterator[Key]:
    for quad in store.quads_for_pattern(None, None, None, graph):
        if isinstance(quad.object, ox.NamedNode) and quad.predicate.value not in NOT_FACTS:
            yield text(quad.subject), quad.predicate.value, quad.object.value, status


def _things(store: ox.Store, keys: Iterable[Key], claims: Mapping[Key, list[Found]]) -> tuple[Thing, ...]:
    """Return every typed entity of the default graph, and whatever else the facts and claims name."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.Literal) or quad.predicate.value == TYPE:
            said[text(quad.subject)][quad.predicate.value].append(text(quad.object))
    iris = {iri for iri, parts in said.items() if parts.get(TYPE)}
    iris.update(end for key in keys for end in (key[0], key[2]))
    iris.update(found.said_by for several in claims.values() for found in several if found.said_by)
    return tuple(_thing(iri, said.get(iri, {})) for iri in sorted(iris))


def _thing(iri: str, parts: Mapping[str, list[str]]) -> Thing:
    def first(predicate: str) -> str | None:
        return min(parts.get(predicate, ()), default=None)

    return Thing(
        iri=iri,
        label=first(RDFS + "label") or local_name(iri),
        type=first(TYPE) or FALLBACK_TYPE,
        aliases=tuple(sorted(parts.get(SKOS + "altLabel", ()))),
        code=first(NAMESPACE + "isoCode"),
        edtf=first(NAMESPACE + "edtf"),
        earliest=first(NAMESPACE + "earliest"),
        latest=first(NAMESPACE + "latest"),
    )


def _document_nodes(store: ox.Store) -> dict[str, dict[str, Parts]]:
    """Return, for each named graph with statements or metadata, its nodes and what they say."""
    documents: dict[str, dict[str, Parts]] = {}
    for graph in sorted(store.named_graphs(), key=str):
        if not isinstance(graph, ox.NamedNode) or graph.value.endswith(NOT_DOCUMENTS):
            continue
        documents[graph.value] = nodes_of(store.quads_for_pattern(None, None, None, graph))
    return documents


def _claims(documents: Mapping[str, Mapping[str, Parts]]) -> dict[Key, list[Found]]:
    """Return the claims of all documents by the fact that they are about."""
    claims: dict[Key, list[Found]] = defaultdict(list)
    for document, nodes in documents.items():
        for key, _, found in claims_of(document, nodes):
            claims[key].append(found)
    return claims


def _inferences(store: ox.Store, claims: Mapping[Key, list[Found]]) -> tuple[dict[Key, list[Found]], dict[Key, str]]:
    """Return for each inferred fact what the documents say of its premises, and the reason of one without premises."""
    deriver = Deriver(store)
    inferences: dict[Key, list[Found]] = {}
    reasons: dict[Key, str] = {}
    for quad in inferred_facts(store):
        key: Key = (text(quad.subject), quad.predicate.value, text(quad.object), "inferred")
        derivation = deriver.derive(key[:3])
        found = inferences[key] = []
        if derivation and not derivation.premises:
            reasons[key] = "; ".join(derivation.axioms)
        elif derivation:
            for one, relation, other in derivation.premises:
                stated = claims.get((one, relation, other, "asserted"), ())
                found += [replace(f, premise=(one, relation, other), axioms=derivation.axioms) for f in stated]
    return inferences, reasons


def _papers(documents: Mapping[str, Mapping[str, Parts]], things: tuple[Thing, ...]) -> tuple[Paper, ...]:
    """Return the documents that were read, sorted by IRI."""
    labels = {thing.iri: thing.label for thing in things}
    return tuple(
        to_paper(iri, nodes.get(iri, {}), title=labels.get(iri) or local_name(iri))
        for iri, nodes in sorted(documents.items())
    )


def placed(
    found: Iterable[Found], things: tuple[Thing, ...], at: Mapping[str, int], paper_at: Mapping[str, int]
) -> tuple[Claim, ...]:
    """Return the claims with positions, in the order of the documents and the text; those of premises as they come."""

    def because(one: Found) -> tuple[str, str] | None:
        if one.premise is None:
            return None
        subject, predicate, end = one.premise
        return f"{things[at[subject]].label} {words(predicate)} {things[at[end]].label}", "; ".join(one.axioms)

    placed = [
        Claim(
            document=paper_at[one.document],
            said_by=at[one.said_by] if one.said_by else None,
            role=one.role,
            finders=one.finders,
            quotes=one.quotes,
            because=because(one),
        )
        for one in found
    ]
    if any(claim.because for claim in placed):
        return tuple(placed)
    return tuple(sorted(placed, key=lambda c: (c.document, c.quotes[0].start or 0 if c.quotes else 0, str(c))))
