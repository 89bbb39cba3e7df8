"""Turn a store into a `Picture`: entities and facts from the graphs, claims and quotes from the documents' graphs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.ontology import NAMESPACE, RDFS, SKOS
from kg.records import Standing, Status
from kg.store.derive import Deriver
from kg.store.infer import AXIOMS, INFERRED, inferred_facts
from kg.turtle import TYPE
from kg.view.names import local_name, words
from kg.view.picture import Claim, Fact, Paper, Picture, Quote, Thing
from kg.view.quotes import to_paper, to_quote

DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
FALLBACK_TYPE = NAMESPACE + "Entity"
NOT_FACTS = frozenset({TYPE, SAME_AS})
PLAN, DENIAL = "graph/planned", "graph/negated"
NOT_DOCUMENTS = (PLAN, DENIAL, INFERRED, AXIOMS)

Triple = tuple[str, str, str]
Key = tuple[str, str, str, Standing]
"""A fact before it has positions: subject, predicate, object, status."""
Parts = dict[str, list[str]]
"""What a node says, by the local name of the property: values as plain strings, sorted."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim before the entities and documents have positions."""

    document: str
    said_by: str | None
    role: str | None
    found_by: str | None
    quotes: tuple[Quote, ...]
    premise: Triple | None = None
    axioms: tuple[str, ...] = ()


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
    at = {thing.iri: position for position, thing in enumerate(things)}
    papers = _papers(documents, things, at)
    paper_at = {paper.iri: position for position, paper in enumerate(papers)}
    return Picture(
        things=things,
        facts=tuple(
            Fact(
                at[subject],
                predicate,
                at[end],
                status,
                _placed(claims.get((subject, predicate, end, status), ()), things, at, paper_at),
                reasons.get((subject, predicate, end, status)),
            )
            for subject, predicate, end, status in keys
        ),
        papers=papers,
    )


_VALUED = (ox.NamedNode, ox.Literal)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return the value of an IRI or a literal; a blank node keeps its `_:`."""
    return term.value if isinstance(term, _VALUED) else str(term)


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
            yield _text(quad.subject), quad.predicate.value, quad.object.value, status


def _things(store: ox.Store, keys: Iterable[Key], claims: Mapping[Key, list[_Found]]) -> tuple[Thing, ...]:
    """Return every typed entity of the default graph, and whatever else the facts and claims name."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.Literal) or quad.predicate.value == TYPE:
            said[_text(quad.subject)][quad.predicate.value].append(_text(quad.object))
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


def _first(parts: Parts, name: str) -> str | None:
    return next(iter(parts.get(name, ())), None)


def _document_nodes(store: ox.Store) -> dict[str, dict[str, Parts]]:
    """Return, for each named graph with statements or metadata, its nodes and what they say."""
    documents: dict[str, dict[str, Parts]] = {}
    for graph in sorted(store.named_graphs(), key=str):
        if not isinstance(graph, ox.NamedNode) or graph.value.endswith(NOT_DOCUMENTS):
            continue
        nodes: dict[str, Parts] = defaultdict(lambda: defaultdict(list))
        for quad in store.quads_for_pattern(None, None, None, graph):
            nodes[_text(quad.subject)][local_name(quad.predicate.value)].append(_text(quad.object))
        documents[graph.value] = {
            node: {name: sorted(values) if len(values) > 1 else values for name, values in parts.items()}
            for node, parts in nodes.items()
        }
    return documents


def _claims(documents: Mapping[str, Mapping[str, Parts]]) -> dict[Key, list[_Found]]:
    """Return the claims of all documents by the fact that they are about."""
    claims: dict[Key, list[_Found]] = defaultdict(list)
    for document, nodes in documents.items():
        for _, parts in sorted(nodes.items()):
            if "subject" in parts and "predicate" in parts and "object" in parts:
                key = (parts["subject"][0], parts["predicate"][0], parts["object"][0], _status(parts))
                claims[key].append(_found(document, parts, _quotes(parts, nodes)))
    return claims


def _inferences(store: ox.Store, claims: Mapping[Key, list[_Found]]) -> tuple[dict[Key, list[_Found]], dict[Key, str]]:
    """Return for each inferred fact what the documents say of its premises, and the reason of one without premises."""
    deriver = Deriver(store)
    inferences: dict[Key, list[_Found]] = {}
    reasons: dict[Key, str] = {}
    for quad in inferred_facts(store):
        key: Key = (_text(quad.subject), quad.predicate.value, _text(quad.object), "inferred")
        derivation = deriver.derive(key[:3])
        found = inferences[key] = []
        if derivation and not derivation.premises:
            reasons[key] = "; ".join(derivation.axioms)
        elif derivation:
            for one, relation, other in derivation.premises:
                stated = claims.get((one, relation, other, "asserted"), ())
                found += [replace(f, premise=(one, relation, other), axioms=derivation.axioms) for f in stated]
    return inferences, reasons


def _found(document: str, statement: Parts, quotes: tuple[Quote, ...]) -> _Found:
    rule = _first(statement, "foundBy")
    return _Found(
        document=document,
        said_by=_first(statement, "attributedTo"),
        role=_first(statement, "role"),
        found_by=local_name(rule) if rule else None,
        quotes=quotes,
    )


def _status(parts: Parts) -> Status:
    name = local_name(_first(parts, "status") or "")
    return "planned" if name == "planned" else "negated" if name == "negated" else "asserted"


def _quotes(statement: Parts, nodes: Mapping[str, Parts]) -> tuple[Quote, ...]:
    """Return the statement's quotes in the order of the text."""
    evidence = [nodes[node] for node in statement.get("evidence", ()) if node in nodes]
    found = [to_quote({name: values[0] for name, values in parts.items()}) for parts in evidence]
    return tuple(sorted(found, key=lambda quote: (quote.start or 0, quote.end or 0, quote.text)))


def _papers(
    documents: Mapping[str, Mapping[str, Parts]], things: tuple[Thing, ...], at: Mapping[str, int]
) -> tuple[Paper, ...]:
    """Return the documents that were read, sorted by IRI."""
    return tuple(
        to_paper(iri, nodes.get(iri, {}), title=things[at[iri]].label if iri in at else local_name(iri))
        for iri, nodes in sorted(documents.items())
    )


def _placed(
    found: Iterable[_Found], things: tuple[Thing, ...], at: Mapping[str, int], paper_at: Mapping[str, int]
) -> tuple[Claim, ...]:
    """Return the claims with positions, in the order of the documents and the text; those of premises as they come."""

    def because(one: _Found) -> tuple[str, str] | None:
        if one.premise is None:
            return None
        subject, predicate, end = one.premise
        return f"{things[at[subject]].label} {words(predicate)} {things[at[end]].label}", "; ".join(one.axioms)

    placed = [
        Claim(
            document=paper_at[one.document],
            said_by=at[one.said_by] if one.said_by else None,
            role=one.role,
            found_by=one.found_by,
            quotes=one.quotes,
            because=because(one),
        )
        for one in found
    ]
    if any(claim.because for claim in placed):
        return tuple(placed)
    return tuple(sorted(placed, key=lambda c: (c.document, c.quotes[0].start or 0 if c.quotes else 0, str(c))))
