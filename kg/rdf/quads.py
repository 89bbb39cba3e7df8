"""Turn a graph of records into quads.

The default graph holds the entities and the asserted facts, `graph/planned` and `graph/negated` the facts that are only
announced or denied, and the graph of each document its metadata, statements and evidence. Statements are classic
reification (RDF 1.1 Semantics, appendix D.1), which every store understands.
"""

import base64
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from urllib.parse import quote

import pyoxigraph as ox

from kg.edtf import interval
from kg.ontology import Ontology
from kg.rdf.terms import (
    ALIAS,
    DCT,
    DEFAULT,
    DERIVED_FROM,
    LABEL,
    OBJECT,
    PREDICATE,
    SAME_AS,
    STATUS,
    SUBJECT,
    TITLE,
    TYPE,
    carried,
    check_base,
    date_literal,
    evidence_path,
    exact,
    fragment,
    graph_name,
    iri,
    kg,
    label,
    statement_path,
    term,
    typed,
    witness_path,
)
from kg.records import STATUSES, Document, Entity, Evidence, Graph, Source, Statement, Status
from kg.resources import GAZETTEER

_COUNTRY_AUTHORITY = "http://publications.europa.eu/resource/authority/country/"

Fact = tuple[Status, str, str, str]
"""Status, subject, predicate and object: the paths of things, and the local name of a property."""
_Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def to_quads(graph: Graph, ontology: Ontology) -> Iterator[ox.Quad]:
    """Yield the quads of a graph, each once, in an order that depends on the graph alone.

    Raises KGError when the base cannot carry names or a quote holds characters that RDF cannot carry.
    """
    check_base(graph.base)
    languages = _languages(graph.sources)
    for entity in graph.entities:
        yield from entity_quads(graph.base, entity, languages[entity.id], ontology)
    for fact in sorted(facts_of(graph.sources), key=_fact_order):
        yield fact_quad(graph.base, fact, ontology)
    for path, sources in _documents(graph.sources).items():
        yield from document_quads(graph.base, path, sources, ontology)


def _documents(sources: Iterable[Source]) -> Mapping[str, list[Source]]:
    documents: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        documents[source.id].append(source)
    return documents


def _languages(sources: Iterable[Source]) -> Mapping[str, Mapping[str, str]]:
    """Return, for each entity and name, the language of most documents that use it; "" stands for any other name."""
    seen: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for source in sources:
        language = source.reading.document.language
        seen[source.id][""][language] += 1
        for entity in source.reading.entities:
            for name in {"", entity.label, *entity.aliases}:
                seen[entity.id][name][language] += 1
    chosen: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path, names in seen.items():
        for name, languages in names.items():
            chosen[path][name] = min(languages, key=lambda tag: (-languages[tag], tag))
    return chosen


def entity_quads(base: str, entity: Entity, languages: Mapping[str, str], ontology: Ontology) -> Iterator[ox.Quad]:
    """Yield what the default graph says of a thing; `languages` are those of its names, "" stands for any other."""
    for triple in _entity_triples(base, entity, languages, ontology):
        yield ox.Quad(*triple, DEFAULT)


def _entity_triples(base: str, entity: Entity, languages: Mapping[str, str], ontology: Ontology) -> Iterator[_Triple]:
    node = iri(base, entity.id)
    usual = languages.get("", "en")
    yield node, TYPE, ox.NamedNode(ontology.classes[entity.type].iri)
    yield node, LABEL, label(entity.label, languages.get(entity.label, usual))
    for alias in entity.aliases:
        yield node, ALIAS, label(alias, languages.get(alias, usual))
    if entity.code:
        yield node, kg("isoCode"), label(entity.code.upper())
        three = _alpha3().get(entity.code.upper())
        if three:
            yield node, SAME_AS, ox.NamedNode(_COUNTRY_AUTHORITY + three)
    days = _days(entity.value) if entity.value else ()
    if entity.value and days:
        yield node, kg("edtf"), label(entity.value)
        for name, day in zip(("earliest", "latest"), days, strict=True):
            yield node, kg(name), typed(day, "date")


def _days(value: str) -> tuple[str, ...]:
    """Return the first and the last day of a value, nothing for one that is no EDTF."""
    try:
        return tuple(day.isoformat() for day in interval(value))
    except ValueError:
        return ()


@cache
def _alpha3() -> Mapping[str, str]:
    """Return the three-letter code of each two-letter code that ISO 3166-1 knows today."""
    with (GAZETTEER / "countries.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["code"]: row["alpha3"] for row in rows if row["kind"] != "former" and row["alpha3"]}


def facts_of(sources: Iterable[Source]) -> set[Fact]:
    """Return the facts that documents state, each once."""
    return {(s.status, s.subject, s.predicate, s.object) for source in sources for s in source.reading.statements}


def _fact_order(fact: Fact) -> tuple[int, str, str, str]:
    return STATUSES.index(fact[0]), *fact[1:]


def fact_quad(base: str, fact: Fact, ontology: Ontology) -> ox.Quad:
    """Return a fact in the graph of its status."""
    status, subject, predicate, object_ = fact
    relation = term(ontology.properties[predicate].iri)
    return ox.Quad(iri(base, subject), relation, iri(base, object_), graph_name(base, status))


def document_quads(base: str, path: str, sources: Sequence[Source], ontology: Ontology) -> Iterator[ox.Quad]:
    """Yield the graph of one document, each quad once: what is known of its sources, and their statements."""
    name = iri(base, path)
    for triple in dict.fromkeys(_document_triples(base, name, sources, ontology)):
        yield ox.Quad(*triple, name)


def _document_triples(
    base: str, node: ox.NamedNode, sources: Sequence[Source], ontology: Ontology
) -> Iterator[_Triple]:
    documents = [source.reading.document for source in sources]
    yield node, TYPE, kg("Document")
    yield from _metadata(node, documents)
    for document in documents:
        yield node, kg("fileName"), ox.Literal(carried(document.source.replace("\\", "/")))
        origin = _origin(document)
        if origin:
            yield node, DERIVED_FROM, origin
    yield node, kg("sha256"), label(documents[0].sha256)
    for source in sources:
        for statement in source.reading.statements:
            yield from _statement_triples(base, source, statement, ontology)


def _metadata(node: ox.NamedNode, documents: Sequence[Document]) -> Iterator[_Triple]:
    """Yield title, date, publisher, creators and language, each from the first source that knows it."""
    titled = next((document for document in documents if document.first("title")), documents[0])
    language = next((d.language for d in documents if d.first("language")), documents[0].language)
    yield node, TITLE, label(" ".join(titled.title.split()), language)
    day = next((document.date for document in documents if document.date), None)
    if day:
        yield node, ox.NamedNode(DCT + "date"), date_literal(day)
    for name, local in (("publisher", "publisher"), ("author", "creator")):
        known = next((document for document in documents if document.first(name)), documents[0])
        for field in known.fields:
            if field.name == name:
                yield node, ox.NamedNode(DCT + local), label(field.value)
    yield node, ox.NamedNode(DCT + "language"), label(language)


def _origin(document: Document) -> ox.NamedNode | None:
    """Return the address of a document, else the RFC 6920 name of the bytes that were read."""
    address = document.first("url")
    for given in (address.value if address else "", document.source):
        if given.startswith(("http://", "https://")):
            try:
                return ox.NamedNode(quote(given, safe="%/:?#[]@!$&'()*+,;=~"))
            except ValueError:  # a percent sign without digits: no address, so the name of the bytes
                continue
    if not document.source_sha256:
        return None
    digest = base64.urlsafe_b64encode(bytes.fromhex(document.source_sha256)).decode().rstrip("=")
    return ox.NamedNode(f"ni:///sha-256;{digest}")


def _statement_triples(base: str, source: Source, statement: Statement, ontology: Ontology) -> Iterator[_Triple]:
    node = iri(base, statement_path(source.id, statement))
    yield node, TYPE, kg("Statement")
    yield node, SUBJECT, iri(base, statement.subject)
    yield node, PREDICATE, term(ontology.properties[statement.predicate].iri)
    yield node, OBJECT, iri(base, statement.object)
    yield node, kg("status"), STATUS[statement.status]
    if statement.attributed_to:
        yield node, kg("attributedTo"), iri(base, statement.attributed_to)
    if statement.role:
        yield node, kg("role"), label(statement.role)
    if statement.found_by:
        yield node, kg("foundBy"), _rule(statement.found_by, ontology)
    for name in statement.witnesses:
        witness = iri(base, witness_path(name))
        yield node, kg("foundBy"), witness
        yield witness, TYPE, kg("Witness")
        yield witness, LABEL, label(name)
    for evidence in statement.evidence:
        place = iri(base, evidence_path(source.id, evidence))
        yield node, kg("evidence"), place
        yield from _evidence_triples(place, evidence, source.reading.document)


def _rule(name: str, ontology: Ontology) -> ox.NamedNode:
    known = ontology.rules.get(name)
    return term(known.iri) if known else kg(quote(name, safe=""))


def _evidence_triples(node: ox.NamedNode, evidence: Evidence, document: Document) -> Iterator[_Triple]:
    yield node, TYPE, kg("Evidence")
    yield node, kg("start"), typed(evidence.start, "integer")
    yield node, kg("end"), typed(evidence.end, "integer")
    yield node, kg("quote"), exact(evidence.quote, document.source)
    page = document.page_of(evidence.start)
    if page:
        yield node, kg("page"), typed(page, "integer")
    spans = {"subjectAt": evidence.subject, "triggerAt": evidence.trigger, "objectAt": evidence.object}
    for name, span in spans.items():
        place = fragment(span)
        if place:
            yield node, kg(name), label(place)


def to_lines(quads: Iterable[ox.Quad]) -> list[bytes]:
    """Return quads as lines of N-Quads without their ends, as `graph.nq` has them."""
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines()
