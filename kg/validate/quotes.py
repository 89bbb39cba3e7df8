"""Find the sentences behind a violation."""

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.rdf import OBJECT, PREDICATE, SUBJECT, TITLE, kg
from kg.validate.results import Quote, Violation

QUOTES = 3
"""So many sentences are shown for a violation at most."""


def with_quotes(store: ox.Store, one: Violation) -> Violation:
    """Return a violation with the first sentences of what it speaks of."""
    if not one.focus.startswith("<"):
        return one
    found = sorted(set(_quotes(store, ox.NamedNode(one.focus[1:-1]), one)))
    return replace(one, quotes=tuple(found[:QUOTES]))


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
    near = [
        quad
        for end in (SUBJECT, OBJECT)
        for quad in store.quads_for_pattern(None, end, focus, None)
        if any(_evidence(store, quad))  # a conflict has none
    ]
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
