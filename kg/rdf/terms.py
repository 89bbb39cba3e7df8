"""The terms of the graph: IRIs, which are made here alone, and literals."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.errors import KGError
from kg.ontology import NAMESPACE
from kg.records import STATUSES, Evidence, Span, Statement, Status

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
CONFLICTS = "graph/conflicts"
"""The end of the name of the graph that holds what contradicts what."""
Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

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

term = cache(ox.NamedNode)  # for terms of an ontology: there are few, and they are said often


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
    """Return the path of a statement, made of its document and of all of it but evidence and witnesses."""
    said = (statement.subject, statement.predicate, statement.object, statement.status)
    more = (statement.attributed_to, statement.role, statement.found_by)
    return f"statement/{_digest(document, *said, *more)}"


def evidence_path(document: str, evidence: Evidence) -> str:
    """Return the path of an evidence, made of its document and of its places there."""
    spans = (evidence.subject, evidence.trigger, evidence.object)
    return f"evidence/{_digest(document, evidence.start, evidence.end, *map(fragment, spans))}"


def witness_path(name: str) -> str:
    """Return the path of a witness, by its name: "witness/llm:NAME"."""
    return f"witness/{quote(name, safe=':')}"


def inference_path(fact: Sequence[str]) -> str:
    """Return the path of an inferred fact, made of the IRIs of its subject, predicate and object."""
    return f"inference/{_digest(*fact)}"


def conflict_path(subject: str, predicate: str) -> str:
    """Return the path of the conflict about a property (IRI) of a thing (path): there is one at most."""
    return f"conflict/{_digest('conflict', subject, predicate)}"


def _digest(*parts: str | int | None) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:_ID_DIGITS]


def fragment(span: Span | None) -> str | None:
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
    return ox.Literal(_CANONICAL.get(datatype, str)(str(value)), datatype=term(XSD + datatype))


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
