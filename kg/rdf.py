"""Turn a graph of records into quads: the only module that makes an IRI.

The default graph holds the entities and the asserted facts, `graph/planned` and `graph/negated` the facts that are only
announced or denied, and the graph of each document its metadata, statements and evidence. Statements are classic
reification (RDF 1.1 Semantics, appendix D.1), which every store understands.
"""

import base64
import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.edtf import interval
from kg.errors import KGError
from kg.ontology import NAMESPACE, Ontology
from kg.records import STATUSES, Document, Entity, Evidence, Graph, Source, Span, Statement, Status
from kg.resources import GAZETTEER

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCT = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
NANOPUB = "http://www.nanopub.org/nschema#"
NANOPUB_X = "http://purl.org/nanopub/x/"

PREFIXES = {
    "kg": NAMESPACE,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "owl": OWL,
    "xsd": XSD,
    "dct": DCT,
    "prov": PROV,
}
"""The prefixes that files declare and that queries need not."""

TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")
ALIAS = ox.NamedNode(SKOS + "altLabel")
SAME_AS = ox.NamedNode(OWL + "sameAs")
TITLE = ox.NamedNode(DCT + "title")
DERIVED_FROM = ox.NamedNode(PROV + "wasDerivedFrom")
SUBJECT, PREDICATE, OBJECT = (ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
REIFIES = ox.NamedNode(RDF + "reifies")
NANOPUBLICATION = ox.NamedNode(NANOPUB + "Nanopublication")
INTRODUCES = ox.NamedNode(NANOPUB_X + "introduces")

DEFAULT = ox.DefaultGraph()
Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_COUNTRY_AUTHORITY = "http://publications.europa.eu/resource/authority/country/"
_ID_DIGITS = 16
# Not characters of XML 1.0, so that RDF/XML and XML results could not carry them, or not characters at all.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# These have no place in any text. Other control characters, such as the form feeds between pages, are replaced.
_UNQUOTABLE = re.compile("[\x00\ud800-\udfff]")
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
# XML Schema 1.1 part 2, E: a year has four digits; a date without a time zone has one form only.
_CANONICAL: Mapping[str, Callable[[str], str]] = {
    "integer": lambda value: str(int(value)),
    "date": lambda value: date.fromisoformat(value).isoformat(),
    "gYearMonth": lambda value: date.fromisoformat(f"{value}-01").isoformat()[:7],
    "gYear": lambda value: date.fromisoformat(f"{value}-01-01").isoformat()[:4],
}
_DATE_TYPES = {10: "date", 7: "gYearMonth", 4: "gYear"}


@cache
def kg(name: str) -> ox.NamedNode:
    """Return the IRI of a term of the ontology's own namespace.

    >>> kg("status").value
    'https://w3id.org/provenkg/ontology#status'
    """
    return ox.NamedNode(NAMESPACE + name)


STATUS = {name: kg(name) for name in STATUSES}

_node = cache(ox.NamedNode)  # for terms of an ontology: there are few, and they are said often


### IRIs ##############################################################################################################


def check_base(base: str) -> str:
    """Return the base, an absolute http(s) IRI that ends in "/" or "#" (RFC 3987); raise KGError for another.

    >>> check_base("https://example.org/space#")
    'https://example.org/space#'
    """
    advice = "Give an absolute http(s) IRI that ends in / or #, for example: --base https://example.org/space/"
    try:
        ox.NamedNode(base)
        parts = urlsplit(base)
    except ValueError as error:
        message = f"base {base!r} is not an IRI: {error}. {advice}"
        raise KGError(message) from error
    if parts.scheme not in {"http", "https"} or not parts.netloc or not base.endswith(("/", "#")):
        message = f"base {base!r} cannot carry names. {advice}"
        raise KGError(message)
    return base


@lru_cache(maxsize=65_536)  # a fact names its ends, and a document its facts, again and again
def iri(base: str, path: str) -> ox.NamedNode:
    """Return the IRI of an id of a `Graph`."""
    try:
        return ox.NamedNode(base + path)
    except ValueError as error:
        message = f"{path!r} cannot be part of an IRI: {error}."
        raise KGError(message) from error


def graph_name(base: str, status: Status) -> GraphName:
    """Return the graph that holds the facts of this status."""
    return DEFAULT if status == "asserted" else ox.NamedNode(f"{base}graph/{status}")


def statement_path(document: str, statement: Statement) -> str:
    """Return the path of a statement, made of its document and of all of it but the evidence."""
    said = (statement.subject, statement.predicate, statement.object, statement.status)
    more = (statement.attributed_to, statement.role, statement.found_by)
    return f"statement/{_digest(document, *said, *more)}"


def evidence_path(document: str, evidence: Evidence) -> str:
    """Return the path of an evidence, made of its document and of its places there."""
    spans = (evidence.subject, evidence.trigger, evidence.object)
    return f"evidence/{_digest(document, evidence.start, evidence.end, *map(_fragment, spans))}"


def inference_path(fact: Sequence[str]) -> str:
    """Return the path of an inferred fact, made of the IRIs of its subject, predicate and object."""
    return f"inference/{_digest(*fact)}"


def _digest(*parts: str | int | None) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:_ID_DIGITS]


def _fragment(span: Span | None) -> str | None:
    """Return the span as an RFC 5147 fragment."""
    return f"char={span.start},{span.end}" if span else None


### Literals ##########################################################################################################


def label(text: str, language: str | None = None) -> ox.Literal:
    r"""Return a name or a remark as a literal, without characters that no file could carry.

    >>> label("Chang\x00'e-6", "en").value
    "Chang'e-6"
    """
    clean = _UNPRINTABLE.sub("", text)
    if language and _TAG.fullmatch(language):
        try:
            return ox.Literal(clean, language=language.lower())
        except ValueError:
            return ox.Literal(clean)
    return ox.Literal(clean)


def carried(text: str) -> str:
    r"""Return a text with a space or U+FFFD for each control character that XML 1.0 has not; its length stays.

    >>> carried("one\x0ctwo\x07")
    'one two\ufffd'
    """
    return _UNPRINTABLE.sub(lambda found: " " if found[0] in "\x0b\x0c" else "\ufffd", text)


def exact(text: str, document: str) -> ox.Literal:
    """Return quoted text as a literal that is as long (`carried`); raise KGError for U+0000 and surrogates."""
    odd = _UNQUOTABLE.search(text)
    if odd:
        message = (
            f"{document}: its text holds U+{ord(odd[0]):04X}, which RDF cannot carry. "
            "Remove that character, or convert the file to plain text."
        )
        raise KGError(message)
    return ox.Literal(carried(text))


def typed(value: str | int, datatype: str) -> ox.Literal:
    """Return a number or day in the canonical form of its XML Schema datatype; raise ValueError for what is none."""
    return ox.Literal(_CANONICAL.get(datatype, str)(str(value)), datatype=_node(XSD + datatype))


def date_literal(value: str) -> ox.Literal:
    """Return a day, month or year as the XML Schema type that fits, any other EDTF value as a string.

    >>> date_literal("2022-02").datatype.value, date_literal("2022-21").datatype.value
    ('http://www.w3.org/2001/XMLSchema#gYearMonth', 'http://www.w3.org/2001/XMLSchema#string')
    """
    datatype = _DATE_TYPES.get(len(value))
    if not datatype or not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return label(value)
    try:
        return typed(value, datatype)
    except ValueError:
        return label(value)


### Quads #############################################################################################################


def to_quads(graph: Graph, ontology: Ontology) -> Iterator[ox.Quad]:
    """Yield the quads of a graph, each once, in an order that depends on the graph alone.

    Raises KGError when the base cannot carry names or a quote holds characters that RDF cannot carry.
    """
    check_base(graph.base)
    languages = _languages(graph.sources)
    for entity in graph.entities:
        for triple in _entity_triples(graph.base, entity, languages[entity.id], ontology):
            yield ox.Quad(*triple, DEFAULT)
    yield from _facts(graph, ontology)
    for path, sources in _documents(graph.sources).items():
        name = iri(graph.base, path)
        seen = set()
        for triple in _document_triples(graph.base, name, sources, ontology):
            if triple not in seen:
                seen.add(triple)
                yield ox.Quad(*triple, name)


_Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


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


def _facts(graph: Graph, ontology: Ontology) -> Iterator[ox.Quad]:
    found = {
        (STATUSES.index(s.status), s.subject, s.predicate, s.object)
        for source in graph.sources
        for s in source.reading.statements
    }
    for status, subject, predicate, object_ in sorted(found):
        property_iri = ox.NamedNode(ontology.properties[predicate].iri)
        name = graph_name(graph.base, STATUSES[status])
        yield ox.Quad(iri(graph.base, subject), property_iri, iri(graph.base, object_), name)


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
    for name, term in (("publisher", "publisher"), ("author", "creator")):
        known = next((document for document in documents if document.first(name)), documents[0])
        for field in known.fields:
            if field.name == name:
                yield node, ox.NamedNode(DCT + term), label(field.value)
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
    yield node, PREDICATE, _node(ontology.properties[statement.predicate].iri)
    yield node, OBJECT, iri(base, statement.object)
    yield node, kg("status"), STATUS[statement.status]
    if statement.attributed_to:
        yield node, kg("attributedTo"), iri(base, statement.attributed_to)
    if statement.role:
        yield node, kg("role"), label(statement.role)
    if statement.found_by:
        yield node, kg("foundBy"), _rule(statement.found_by, ontology)
    for evidence in statement.evidence:
        place = iri(base, evidence_path(source.id, evidence))
        yield node, kg("evidence"), place
        yield from _evidence_triples(place, evidence, source.reading.document)


def _rule(name: str, ontology: Ontology) -> ox.NamedNode:
    known = ontology.rules.get(name)
    return _node(known.iri) if known else kg(quote(name, safe=""))


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
        fragment = _fragment(span)
        if fragment:
            yield node, kg(name), label(fragment)
