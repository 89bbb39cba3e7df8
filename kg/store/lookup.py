"""Turn what people type - a name, a path, a code, an IRI - into the entities and properties of a store."""

import difflib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import KGError
from kg.ontology import NAMESPACE
from kg.rdf import ALIAS, DEFAULT, LABEL, PREDICATE, PREFIXES, TYPE, kg
from kg.store.infer import inferred_graph
from kg.store.names import base_of
from kg.text import slug
from kg.turtle import local

_NEAR = 3
_TERMS = (LABEL, kg("isoCode"), kg("edtf"), ALIAS)  # in the order in which they are trusted


@dataclass(frozen=True, slots=True)
class Index:
    """The names of a store, read once."""

    store: ox.Store
    base: str
    names: Mapping[ox.NamedNode, Mapping[str, set[ox.NamedNode]]]
    labels: Mapping[ox.NamedNode, str]
    properties: frozenset[str]

    def label(self, node: ox.NamedNode) -> str:
        """Return the label of an entity, else its path or last part."""
        found = self.labels.get(node)
        return found if found is not None else re.split(r"[#/]", node.value.rstrip("/#"))[-1]

    def entities(self, name: str) -> tuple[ox.NamedNode, ...]:
        """Return the entities that a name, code, path or IRI stands for; raise KGError for one unknown.

        Case, accents and punctuation do not matter; a label goes before an alias.
        """
        exact = self._exact(name)
        if exact:
            return (exact,)
        for term in _TERMS:
            found = self.names[term].get(slug(name))
            if found:
                return tuple(sorted(found, key=str))
        message = f"nothing in the graph is called {name!r}.{self._guess(name)}"
        raise KGError(message)

    def _exact(self, name: str) -> ox.NamedNode | None:
        for text in (name.removeprefix("<").removesuffix(">"), self.base + name, _expanded(name)):
            try:
                node = ox.NamedNode(text)
            except ValueError:
                continue
            if any(self.store.quads_for_pattern(node, TYPE, None, None)):
                return node
        return None

    def _guess(self, name: str) -> str:
        wanted = slug(name)
        known = {key: node for term in reversed(_TERMS) for key, nodes in self.names[term].items() for node in nodes}
        near = difflib.get_close_matches(wanted, sorted(known), n=_NEAR)
        near += sorted(key for key in known if wanted in key.split("-") and key not in near)[: _NEAR - len(near)]
        labels = list(dict.fromkeys(self.label(known[key]) for key in near))
        return f" Did you mean {' or '.join(labels)}?" if labels else " Names are listed by: kg query entities"

    def predicate(self, name: str) -> ox.NamedNode:
        """Return the property of that name that some statement uses; raise KGError for one unknown."""
        wanted = _squeezed(re.split(r"[#/:]", name)[-1])
        found = {_squeezed(local(iri)): iri for iri in self.properties}
        if wanted in found:
            return ox.NamedNode(found[wanted])
        known = sorted(map(local, self.properties))
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        guess = f" Did you mean {near[0]}?" if near else ""
        message = f"no statement has the property {name!r}.{guess} There are: {', '.join(known)}."
        raise KGError(message)


def index(store: ox.Store, *, base: str | None = None) -> Index:
    """Read the names of a store, whose base is that of its documents unless it is given."""
    names: dict[ox.NamedNode, defaultdict[str, set[ox.NamedNode]]] = {}
    for term in _TERMS:
        found = names[term] = defaultdict(set)
        for quad in store.quads_for_pattern(None, term, None, DEFAULT):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                found[slug(quad.object.value)].add(quad.subject)
    used = {quad.object.value for quad in store.quads_for_pattern(None, PREDICATE, None, None)}  # type: ignore[union-attr]
    used |= _inferred(store, {local(iri) for iri in used})
    return Index(store, base or base_of(store) or "", names, _labels(store), frozenset(used))


def _inferred(store: ox.Store, taken: set[str]) -> set[str]:
    """Return the properties of inferred facts, but those that have the name of one that a statement has."""
    graph = inferred_graph(store)
    if graph is None:
        return set()
    pairs = store.query(f"SELECT DISTINCT ?p {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER(ISIRI(?o)) }}")
    found = {name.value for (name,) in pairs}  # type: ignore[union-attr]
    own = {iri for iri in found if iri.startswith(NAMESPACE)}
    return own | {iri for iri in found if local(iri) not in taken | {local(name) for name in own}}


def _labels(store: ox.Store) -> dict[ox.NamedNode, str]:
    labels: dict[ox.NamedNode, str] = {}
    for quad in store.quads_for_pattern(None, LABEL, None, DEFAULT):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            labels[quad.subject] = min(quad.object.value, labels.get(quad.subject, quad.object.value))
    return labels


def _expanded(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else ""


def _squeezed(name: str) -> str:
    """Return the name in lower case without spaces and hyphens: "signatory of" is signatoryOf."""
    return re.sub(r"[\s_-]+", "", name).lower()
