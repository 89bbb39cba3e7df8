"""What documents claim, before entities and documents have positions in a picture."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.finders import Finders, to_finders
from kg.records import Standing, Status
from kg.view.names import local_name
from kg.view.picture import Quote
from kg.view.quotes import to_quote

Triple = tuple[str, str, str]
Key = tuple[str, str, str, Standing]
"""A fact before it has positions: subject, predicate, object, status."""
Parts = dict[str, list[str]]
"""What a node says, by the local name of the property: values as plain strings, sorted."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim before the entities and documents have positions."""

    document: str
    said_by: str | None
    role: str | None
    finders: Finders
    quotes: tuple[Quote, ...]
    premise: Triple | None = None
    axioms: tuple[str, ...] = ()


_VALUED = (ox.NamedNode, ox.Literal)


def text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return the value of an IRI or a literal; a blank node keeps its `_:`."""
    return term.value if isinstance(term, _VALUED) else str(term)


def nodes_of(quads: Iterable[ox.Quad]) -> dict[str, Parts]:
    """Return the nodes of a document's graph and what they say."""
    nodes: dict[str, Parts] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        nodes[text(quad.subject)][local_name(quad.predicate.value)].append(text(quad.object))
    return {
        node: {name: sorted(values) if len(values) > 1 else values for name, values in parts.items()}
        for node, parts in nodes.items()
    }


def claims_of(document: str, nodes: Mapping[str, Parts]) -> Iterator[tuple[Key, str, Found]]:
    """Yield the claims of a document, each behind the fact that it is about and the node of the statement."""
    for node, parts in sorted(nodes.items()):
        if "subject" in parts and "predicate" in parts and "object" in parts:
            key = (parts["subject"][0], parts["predicate"][0], parts["object"][0], _status(parts))
            yield key, node, _found(document, parts, _quotes(parts, nodes))


def _found(document: str, statement: Parts, quotes: tuple[Quote, ...]) -> Found:
    return Found(
        document=document,
        said_by=_first(statement, "attributedTo"),
        role=_first(statement, "role"),
        finders=to_finders(statement.get("foundBy", ())),
        quotes=quotes,
    )


def _first(parts: Parts, name: str) -> str | None:
    return next(iter(parts.get(name, ())), None)


def _status(parts: Parts) -> Status:
    name = local_name(_first(parts, "status") or "")
    return "planned" if name == "planned" else "negated" if name == "negated" else "asserted"


def _quotes(statement: Parts, nodes: Mapping[str, Parts]) -> tuple[Quote, ...]:
    """Return the statement's quotes in the order of the text."""
    evidence = [nodes[node] for node in statement.get("evidence", ()) if node in nodes]
    found = [to_quote({name: values[0] for name, values in parts.items()}) for parts in evidence]
    return tuple(sorted(found, key=lambda quote: (quote.start or 0, quote.end or 0, quote.text)))
