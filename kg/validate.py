"""Check a graph against shapes (SHACL, https://www.w3.org/TR/shacl/), and show the sentence behind each violation.

The graph of each document is checked by itself, together with what the graph says of the things it names; then all
graphs together, for the facts and for what no document shows alone. pySHACL does the checking (extra `validate`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KGError, ReadError
from kg.ontology import Ontology
from kg.rdf import DEFAULT, OBJECT, PREDICATE, PREFIXES, RDF, RDFS, SAME_AS, SUBJECT, TITLE, TYPE, kg
from kg.resources import SHAPES
from kg.store.rdflib_view import to_term
from kg.store.turtle import turtle

if TYPE_CHECKING:
    import rdflib

SH = "http://www.w3.org/ns/shacl#"
QUOTES = 3
"""So many sentences are shown for a violation at most."""
_SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
_OBJECT_PROPERTY = ox.NamedNode("http://www.w3.org/2002/07/owl#ObjectProperty")
_DIGITS = 16


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A sentence: the IRI of its evidence, its document with title and file, and its place there in code points."""

    document: str
    start: int
    end: int
    text: str
    title: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What a shape says against a node; `document` is the graph that shows it, "" for all graphs together.

    `value` is the offending term as N-Triples write it, `path` the property, both "" where there is none; `severity`
    (Violation, Warning, Info) and `component` are local names of the SHACL vocabulary; `shape` is an IRI or "".
    """

    document: str
    focus: str
    path: str
    value: str
    message: str
    severity: str
    component: str
    shape: str
    quotes: tuple[Quote, ...] = ()

    @property
    def is_grave(self) -> bool:
        """Whether it is a violation, and no warning or remark."""
        return self.severity == "Violation"


def validate(store: ox.Store, ontology: Ontology, shapes: Iterable[str | Path] = ()) -> list[Violation]:
    """Return what is wrong in a store by `ontology/shapes.ttl` and by further files of shapes, in a fixed order.

    Raises KGError when pySHACL is not installed or a shape is wrong, ReadError when a file of shapes cannot be read.
    """
    rules = _shapes([SHAPES, *map(Path, shapes)])
    known = [*_vocabulary(ontology)]
    found: dict[tuple[str, ...], Violation] = {}
    for document in _documents(store):
        own = [quad.triple for quad in store.quads_for_pattern(None, None, None, document)]
        subjects = {str(triple.subject) for triple in own}
        for one in _check([*own, *_descriptions(store, own), *known], rules, document.value):
            if one.focus in subjects:
                found[_key(one)] = one
    for one in _check([*(quad.triple for quad in store), *known], rules, ""):
        found.setdefault(_key(one), one)
    return sorted(_with_quotes(store, one) for one in found.values())


def _key(one: Violation) -> tuple[str, ...]:
    return one.focus, one.path, one.value, one.message, one.component, one.shape


### What is checked ###################################################################################################


def _documents(store: ox.Store) -> list[ox.NamedNode]:
    found = {quad.graph_name for quad in store.quads_for_pattern(None, kg("sha256"), None, None)}
    return sorted((name for name in found if isinstance(name, ox.NamedNode)), key=lambda name: name.value)


def _descriptions(store: ox.Store, triples: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield what the default graph says of the things that the triples name: classes and texts, no facts."""
    nodes = {node for triple in triples for node in (triple.subject, triple.object) if isinstance(node, ox.NamedNode)}
    for node in nodes:
        for quad in store.quads_for_pattern(node, None, None, DEFAULT):
            if isinstance(quad.object, ox.Literal) or quad.predicate in {TYPE, SAME_AS}:
                yield quad.triple


def _vocabulary(ontology: Ontology) -> Iterator[ox.Triple]:
    """Yield what shapes need of the ontology: which class is below which, and what the properties are."""
    for known in ontology.classes.values():
        for parent in known.parents:
            yield ox.Triple(ox.NamedNode(known.iri), _SUBCLASS, ox.NamedNode(ontology.classes[parent].iri))
    for prop in ontology.properties.values():
        yield ox.Triple(ox.NamedNode(prop.iri), TYPE, _OBJECT_PROPERTY)


def _shapes(files: Iterable[Path]) -> "rdflib.Graph":
    import rdflib

    graph = rdflib.Graph()
    for number, file in enumerate(files):
        for triple in _parsed(file):
            # Blank nodes of two files may be called the same.
            graph.add(tuple(_apart(to_term(term), number) for term in triple))  # type: ignore[arg-type]
    return graph


def _apart(term: object, number: int) -> object:
    import rdflib

    return rdflib.BNode(f"f{number}x{term}") if isinstance(term, rdflib.BNode) else term


def _parsed(file: Path) -> list[ox.Triple]:
    form = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    if form is None:
        message = f"{file} has no ending that tells its format. Name it .ttl, .nt, .rdf, .jsonld or .trig."
        raise ReadError(message, path=file)
    try:
        return [quad.triple for quad in ox.parse(path=str(file), format=form)]
    except (OSError, SyntaxError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"the shapes in {file} cannot be read: {reason}. Give a file of SHACL shapes, for example in Turtle."
        raise ReadError(message, path=file) from error


### Checking ##########################################################################################################


def _check(triples: Iterable[ox.Triple], rules: "rdflib.Graph", document: str) -> Iterator[Violation]:
    import rdflib

    data = rdflib.Graph()
    for triple in triples:
        data.add((to_term(triple.subject), to_term(triple.predicate), to_term(triple.object)))
    results = _results(data, rules)
    sh = rdflib.Namespace(SH)
    for node in results.subjects(rdflib.RDF.type, sh.ValidationResult):

        def text(name: str, node: "rdflib.term.Node" = node) -> str:
            value = results.value(node, sh[name])
            return str(value) if isinstance(value, rdflib.URIRef) else ""

        messages = sorted(str(message) for message in results.objects(node, sh.resultMessage))
        value, focus = results.value(node, sh.value), results.value(node, sh.focusNode)
        yield Violation(
            document=document,
            focus="" if focus is None else focus.n3(),
            path=text("resultPath"),
            value="" if value is None else value.n3(),
            message=" ".join(messages),
            severity=text("resultSeverity").removeprefix(SH),
            component=text("sourceConstraintComponent").removeprefix(SH),
            shape=text("sourceShape"),
        )


def _results(data: "rdflib.Graph", rules: "rdflib.Graph") -> "rdflib.Graph":
    import rdflib

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


### Quotes ############################################################################################################


def _with_quotes(store: ox.Store, one: Violation) -> Violation:
    if not one.focus.startswith("<"):
        return one
    found = sorted(set(_quotes(store, ox.NamedNode(one.focus[1:-1]), one)))
    return Violation(
        one.document, one.focus, one.path, one.value, one.message, one.severity, one.component, one.shape,
        tuple(found[:QUOTES]),
    )  # fmt: skip


def _quotes(store: ox.Store, focus: ox.NamedNode, one: Violation) -> Iterator[Quote]:
    """Yield the sentence of an evidence, those of a statement, else those that state the fact or name the thing."""
    graph = ox.NamedNode(one.document) if one.document else None
    if any(store.quads_for_pattern(focus, kg("quote"), None, graph)):
        evidence = [quad.graph_name for quad in store.quads_for_pattern(focus, kg("quote"), None, graph)]
        yield from (_quote(store, focus, name) for name in evidence)
        return
    said = [*store.quads_for_pattern(focus, kg("evidence"), None, graph)]
    if not said:
        said = [quad for fact in _statements(store, focus, one) for quad in _evidence(store, fact)]
    for quad in said:
        if isinstance(quad.object, ox.NamedNode):
            yield _quote(store, quad.object, quad.graph_name)


def _statements(store: ox.Store, focus: ox.NamedNode, one: Violation) -> list[ox.Quad]:
    """Return the statements of the fact that is wrong; where no fact is, one that has the thing at either end."""
    value = ox.NamedNode(one.value[1:-1]) if one.value.startswith("<") else None
    fitting = [
        quad
        for quad in store.quads_for_pattern(None, SUBJECT, focus, None)
        if one.path
        and any(store.quads_for_pattern(quad.subject, PREDICATE, ox.NamedNode(one.path), quad.graph_name))
        and (value is None or any(store.quads_for_pattern(quad.subject, OBJECT, value, quad.graph_name)))
    ]
    if fitting:
        return fitting
    near = [quad for end in (SUBJECT, OBJECT) for quad in store.quads_for_pattern(None, end, focus, None)]
    return sorted(near, key=str)[:1]


def _evidence(store: ox.Store, fact: ox.Quad) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(fact.subject, kg("evidence"), None, fact.graph_name)


def _quote(store: ox.Store, evidence: ox.NamedNode, graph: object) -> Quote:
    def text(node: ox.NamedNode, predicate: ox.NamedNode) -> str:
        found = store.quads_for_pattern(node, predicate, None, graph)  # type: ignore[arg-type]
        return min((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), default="")

    start, end = (int(n) if (n := text(evidence, kg(name))).isdecimal() else -1 for name in ("start", "end"))
    page = graph if isinstance(graph, ox.NamedNode) else evidence
    return Quote(
        page.value, start, end, text(evidence, kg("quote")), text(page, TITLE), text(page, kg("fileName")),
        evidence.value,
    )  # fmt: skip


### The report ########################################################################################################


def report_turtle(violations: Sequence[Violation], base: str = "") -> str:
    """Return the validation report of SHACL (section 3.6) in Turtle.

    Results have names made of what they say; `kg:evidence` leads to the sentences, `dct:source` to the document.
    """
    report = ox.BlankNode("report")
    conforms = ox.Literal("false" if violations else "true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))
    triples = [ox.Triple(report, TYPE, _sh("ValidationReport")), ox.Triple(report, _sh("conforms"), conforms)]
    for one in violations:
        node = ox.BlankNode("r" + hashlib.sha256("\n".join([one.document, *_key(one)]).encode()).hexdigest()[:_DIGITS])
        triples.append(ox.Triple(report, _sh("result"), node))
        triples += (ox.Triple(node, predicate, term) for predicate, term in _result(one))
    return turtle(triples, PREFIXES | {"sh": SH}, base=base)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _result(one: Violation) -> Iterator[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]]:
    yield ox.NamedNode(RDF + "type"), _sh("ValidationResult")
    yield _sh("resultSeverity"), _sh(one.severity)
    yield _sh("sourceConstraintComponent"), _sh(one.component)
    yield _sh("resultMessage"), ox.Literal(one.message)
    for name, iri in (("resultPath", one.path), ("sourceShape", one.shape)):
        if iri:
            yield _sh(name), ox.NamedNode(iri)
    for name, term in (("focusNode", one.focus), ("value", one.value)):
        if term:
            yield _sh(name), _read(term)
    if one.document:
        yield ox.NamedNode(PREFIXES["dct"] + "source"), ox.NamedNode(one.document)
    for quote in one.quotes:
        yield kg("evidence"), ox.NamedNode(quote.evidence)


def _read(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    quads: Iterable[ox.Quad] = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.TURTLE)
    (found,) = [quad.object for quad in quads if not isinstance(quad.object, ox.Triple)]
    return found
