"""Tell which nodes a document decides alone: all graphs together can say nothing else of them.

Most nodes of a graph are statements and evidence, and these have one document. Where the shapes look only at what is
said of a node itself and at the classes of what it leads to, the check of the document is that of the whole as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import rdflib
from rdflib import RDF
from rdflib.term import Node

from kg.rdf import DEFAULT, RDFS, TYPE
from kg.validate.results import SH
from kg.validate.shapes import sh

SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
_OF_A_NODE = frozenset(
    """
    class datatype nodeKind in hasValue minCount maxCount minExclusive minInclusive maxExclusive maxInclusive
    minLength maxLength pattern flags languageIn uniqueLang closed ignoredProperties
    equals disjoint lessThan lessThanOrEquals
    qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint targetClass targetNode targetSubjectsOf
    path severity message name description order group defaultValue deactivated
    declare prefix prefixes namespace select
    """.split()  # noqa: SIM905 - a list of words
)
"""Words of SHACL that look at values, or their classes, or at no data at all."""
_OF_SHAPES = frozenset({"property", "node", "not", "qualifiedValueShape"})
_OF_LISTS = frozenset({"and", "or", "xone"})
_PATTERN = r"[\w-]*:[\w-]+\s+\?\w+\s*"
_OWN_TRIPLES = re.compile(
    rf"\s*SELECT\s+(?:DISTINCT\s+)?[$?]this\s+WHERE\s*\{{\s*[$?]this\s+{_PATTERN}(?:;\s*{_PATTERN})*\.?\s*"
    r"(?:FILTER\s*\([^{}]*\)\s*)*\}\s*",
    re.IGNORECASE,
)
"""A query of nothing but values of the focus node: without a further brace a filter cannot look at data."""


def are_near(rules: rdflib.Graph) -> bool:
    """Return whether shapes look only at what is said of a focus node and at the classes of its values.

    False where that is not certain: a longer path or an inverse one, a query, a component of one's own.
    """
    shapes = {node for node, word, _ in rules if str(word).startswith(SH)}
    return all(_is_near(rules, node, 0, frozenset()) for node in shapes)


def _is_near(rules: rdflib.Graph, shape: Node, step: int, above: frozenset[Node]) -> bool:
    """Return whether a shape for a node so many steps away from the focus node looks no further than one step."""
    if shape in above:
        return False
    path = rules.value(shape, sh.path)
    values = step if path is None else step + 1
    if path is not None and (step > 0 or not isinstance(path, rdflib.URIRef)):
        return False
    words = [(str(word), node) for word, node in rules.predicate_objects(shape)]
    return all(
        _looks_near(rules, word.removeprefix(SH), node, (step, values), above | {shape})
        for word, node in words
        if word.startswith(SH)
    )


def _looks_near(rules: rdflib.Graph, word: str, node: Node, steps: tuple[int, int], above: frozenset[Node]) -> bool:
    step, values = steps
    if word in {"node", "closed", "ignoredProperties"} and values > 0:
        return False  # of sh:node, pySHACL reports also what is wrong with the value node
    if word in _OF_SHAPES:
        return _is_near(rules, node, values, above)
    if word in _OF_LISTS:
        return all(_is_near(rules, member, values, above) for member in rules.items(node))
    if word == "sparql":
        return step == 0 and all(_OWN_TRIPLES.fullmatch(str(text)) for text in rules.objects(node, sh.select))
    return word in _OF_A_NODE


class Alone:
    """Tells which nodes of a document no other graph says anything of that the shapes could see."""

    def __init__(self, store: ox.Store, rules: rdflib.Graph, vocabulary: Iterable[ox.Triple]) -> None:
        self._store = store
        self._types: dict[object, set[object]] = defaultdict(set)
        known = [*vocabulary]
        for triple in known:
            if triple.predicate == TYPE:
                self._types[triple.subject].add(triple.object)
        asked = {*rules.objects(None, sh["class"]), *rules.objects(None, sh.targetClass), *rules.subjects(RDF.type)}
        classes = [ox.NamedNode(node) for node in asked if isinstance(node, rdflib.URIRef)]
        self._asked = _asked(classes, known)
        said = [quad.triple for quad in store.quads_for_pattern(None, SUBCLASS, None, None)]
        self._is_sure = are_near(rules) and self._asked == _asked(classes, [*known, *said])

    def nodes(self, document: ox.NamedNode, own: Iterable[ox.Triple]) -> Iterator[str]:
        """Yield the subjects in a document's graph of which its check is that of all graphs, as N-Triples write them.

        Those are the ones of which the document says all there is, while it sees of their values all classes that
        shapes ask for. Blank nodes are not among them, nor what has one as a value: a message tells all that is said
        of one.
        """
        if not self._is_sure:
            return
        values: dict[object, list[object]] = defaultdict(list)
        for triple in own:
            values[triple.subject].append(triple.object)
        seen = {node: self._sees_classes(document, node) for node in set().union(*values.values())}
        for subject, objects in values.items():
            if isinstance(subject, ox.NamedNode) and all(seen[node] for node in objects):
                everywhere = sum(1 for _ in self._store.quads_for_pattern(subject, None, None, None))
                if everywhere == len(objects):
                    yield str(subject)

    def _sees_classes(self, document: ox.NamedNode, node: object) -> bool:
        if not isinstance(node, ox.NamedNode):
            return isinstance(node, ox.Literal)
        quads = [*self._store.quads_for_pattern(node, TYPE, None, None)]
        near = {quad.object for quad in quads if quad.graph_name in {document, DEFAULT}} | self._types.get(node, set())
        far = {quad.object for quad in quads} - near
        classes = {name for kind in near for name in self._asked.get(kind, ())}
        return all(name in classes for kind in far for name in self._asked.get(kind, ()))


def _asked(classes: Iterable[ox.NamedNode], triples: Iterable[ox.Triple]) -> dict[object, set[ox.NamedNode]]:
    """Return for each class those of some classes that it is, or is below."""
    below: dict[object, list[object]] = defaultdict(list)
    for triple in triples:
        if triple.predicate == SUBCLASS:
            below[triple.object].append(triple.subject)
    found: dict[object, set[ox.NamedNode]] = defaultdict(set)
    for name in classes:
        left: list[object] = [name]
        while left:
            kind = left.pop()
            if name not in found[kind]:
                found[kind].add(name)
                left += below[kind]
    return dict(found)
