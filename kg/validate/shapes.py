"""Read files of shapes, and put them so that a validator has less to do."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib import RDF
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import ReadError
from kg.store.rdflib_view import to_term
from kg.validate.results import SH

sh = rdflib.Namespace(SH)
_TARGETS = (sh.targetClass, sh.targetNode, sh.targetObjectsOf, sh.targetSubjectsOf)


def read_shapes(files: Iterable[Path]) -> rdflib.Graph:
    """Return all shapes of some files, put for speed. Raises ReadError when a file cannot be read."""
    graph = rdflib.Graph()
    for number, file in enumerate(files):
        for triple in _parsed(file):
            # Blank nodes of two files may be called the same.
            graph.add(tuple(_apart(to_term(term), number) for term in triple))  # type: ignore[arg-type]
    for shape in {*graph.subjects(sh.property, None)}:
        _spread(graph, shape)
    return graph


def _apart(term: Node, number: int) -> Node:
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


### Less to do ########################################################################################################


def _spread(graph: rdflib.Graph, shape: Node) -> None:
    """Give the property shapes of a node shape its targets, and take them out of it.

    They say the same (https://www.w3.org/TR/shacl/#PropertyConstraintComponent: the results of sh:property are those of
    the property shape). But pySHACL sets up a property shape below another anew for each focus node, and one with
    targets once for all of them, which takes half the time. What other shapes speak of stays as it is.
    """
    targets = [(kind, node) for kind in _TARGETS for node in graph.objects(shape, kind)]
    if not targets or not _is_plain(graph, shape):
        return
    paths: list[Node] = []
    for below in _movable(graph, shape):
        graph.remove((shape, sh.property, below))
        for kind, node in targets:
            graph.add((below, kind, node))
        paths += graph.objects(below, sh.path)
    if paths and (shape, sh.closed, None) in graph:
        _ignore(graph, shape, paths)


def _is_plain(graph: rdflib.Graph, shape: Node) -> bool:
    """Return whether it is an active node shape that nothing refers to, and no class, which would be a target."""
    return (
        not any(graph.triples((None, None, shape)))
        and {*graph.objects(shape, RDF.type)} <= {sh.NodeShape}
        and not {sh.path, sh.deactivated} & {*graph.predicates(shape)}
    )


def _movable(graph: rdflib.Graph, shape: Node) -> Iterator[Node]:
    """Yield the property shapes that belong to a shape alone and do not look at their siblings."""
    below = [*graph.objects(shape, sh.property)]
    if not any((node, sh.qualifiedValueShape, None) in graph for node in below):
        for node in below:
            paths = len([*graph.objects(node, sh.path)])
            if paths == 1 and len([*graph.subject_predicates(node)]) == 1:
                yield node


def _ignore(graph: rdflib.Graph, shape: Node, paths: list[Node]) -> None:
    """Let a closed shape know of paths that it has no property shapes for any more."""
    known = [path for head in graph.objects(shape, sh.ignoredProperties) for path in graph.items(head)]
    head = rdflib.BNode()
    Collection(graph, head, [*known, *(path for path in paths if isinstance(path, rdflib.URIRef))])
    graph.set((shape, sh.ignoredProperties, head))
