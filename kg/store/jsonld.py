"""Turn a store into JSON-LD that reads like plain JSON: short names, and a context that says what they mean.

JSON-LD 1.1: https://www.w3.org/TR/json-ld11/
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf import DEFAULT, PREFIXES, TYPE, XSD, Node, Term
from kg.store.names import base_of

_TERM = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# An integer that every JSON reader holds exactly (RFC 8259, 6).
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_IRI, _TEXT, _LANGUAGES, _INTEGER, _MIXED = "iri", "text", "languages", "integer", "mixed"


def jsonld(store: ox.Store) -> str:
    """Return everything in the store as one JSON-LD document; each named graph is an object with `@graph`."""
    return quads_jsonld(store, base_of(store) or "")


def quads_jsonld(quads: Iterable[ox.Quad], base: str) -> str:
    """Return the quads as one JSON-LD document, their literals as they are; names below `base` are paths."""
    quads = sorted(quads, key=str)
    writer = _Writer(_terms(quads), _kinds(quads), base)
    graphs: defaultdict[object, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(quad)
    nodes = writer.nodes(graphs.pop(DEFAULT, []))
    nodes += [
        {"@id": writer.name(name), "@graph": writer.nodes(found)}
        for name, found in sorted(graphs.items(), key=lambda item: str(item[0]))
    ]
    return json.dumps({"@context": writer.context(), "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _terms(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Return a short name for each property and class; those whose last parts are the same have none."""
    used = {quad.predicate.value for quad in quads if quad.predicate != TYPE}
    used |= {quad.object.value for quad in quads if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode)}
    names = {iri: re.split(r"[#/]", iri)[-1] for iri in sorted(used)}
    count = Counter(names.values())
    return {iri: n for iri, n in names.items() if _TERM.fullmatch(n) and count[n] == 1 and n not in PREFIXES}


def _kinds(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Return, for each property, what all its values are: a kind, or the IRI of their datatype."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for quad in quads:
        kinds[quad.predicate.value].add(_kind(quad.object))
    return {iri: _common(found) for iri, found in kinds.items()}


def _kind(term: Term) -> str:
    if not isinstance(term, ox.Literal):
        return _IRI
    if term.language:
        return _LANGUAGES if not term.direction else _MIXED
    datatype = term.datatype.value
    if datatype == XSD + "integer" and _NUMBER.fullmatch(term.value):
        return _INTEGER
    return _TEXT if datatype == XSD + "string" else datatype


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return _LANGUAGES if kinds == {_LANGUAGES, _TEXT} else _MIXED


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes nodes and values with the short names."""

    terms: Mapping[str, str]
    kinds: Mapping[str, str]
    base: str

    def context(self) -> dict[str, object]:
        """Return what the short names mean."""
        context: dict[str, object] = {"@version": 1.1}
        if self.base.endswith("/"):
            context["@base"] = self.base
        context |= {prefix: iri for prefix, iri in PREFIXES.items() if prefix != "rdf"} | {"rdf": PREFIXES["rdf"]}
        for iri, name in sorted(self.terms.items(), key=lambda item: item[1]):
            context[name] = self._definition(iri)
        return context

    def _definition(self, iri: str) -> object:
        kind = self.kinds.get(iri, _MIXED)
        name = self._compact(iri)
        if kind == _IRI:
            return {"@id": name, "@type": "@id"}
        if kind == _LANGUAGES:
            return {"@id": name, "@container": "@language"}
        if kind in {_TEXT, _INTEGER, _MIXED}:
            return name
        return {"@id": name, "@type": self._compact(kind)}

    def nodes(self, quads: Iterable[ox.Quad]) -> list[dict[str, object]]:
        """Return one object for each subject."""
        found: defaultdict[Node, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            found[quad.subject][quad.predicate.value].append(quad.object)
        return [{"@id": self.name(subject), **self._properties(values)} for subject, values in found.items()]

    def _properties(self, values: Mapping[str, list[Term]]) -> dict[str, object]:
        written: dict[str, object] = {}
        for iri in sorted(values, key=lambda iri: (iri != TYPE.value, self.terms.get(iri, iri))):
            if iri == TYPE.value:
                written["@type"] = _one([self._class(value) for value in values[iri]])
            else:
                written[self.terms.get(iri, iri)] = self._values(iri, values[iri])
        return written

    def _class(self, term: Term) -> str:
        name = self.name(term)
        return self.terms.get(term.value, name) if isinstance(term, ox.NamedNode) else name

    def _values(self, iri: str, values: list[Term]) -> object:
        kind = self.kinds[iri] if iri in self.terms else _MIXED
        if kind == _LANGUAGES:
            return _by_language(values)
        return _one([self._value(value, kind) for value in values])

    def _value(self, term: Term, kind: str) -> object:
        if not isinstance(term, ox.Literal):
            return self.name(term) if kind == _IRI else {"@id": self.name(term)}
        if kind == _INTEGER:
            return int(term.value)
        return _value_object(term) if kind == _MIXED else term.value

    def name(self, term: object) -> str:
        """Return a node's name: a path below the base, an IRI with a known prefix, or the IRI itself."""
        if not isinstance(term, ox.NamedNode):
            return str(term)
        path = term.value.removeprefix(self.base)
        if self.base.endswith("/") and path != term.value and _is_plain_path(path):
            return path
        return self._compact(term.value)

    def _compact(self, iri: str) -> str:
        for prefix, namespace in PREFIXES.items():
            local = iri.removeprefix(namespace)
            if iri.startswith(namespace) and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        return iri


def _is_plain_path(path: str) -> bool:
    """Return whether a relative reference of these characters means the path alone (RFC 3986, 4.2 and 5.2.4)."""
    return not re.search("[:?#]", path) and all(part not in {"", ".", ".."} for part in path.split("/"))


def _by_language(values: list[Term]) -> dict[str, object]:
    found: defaultdict[str, list[object]] = defaultdict(list)
    for value in values:
        if isinstance(value, ox.Literal):
            found[value.language or "@none"].append(value.value)
    return {language: _one(texts) for language, texts in sorted(found.items())}


def _value_object(literal: ox.Literal) -> dict[str, str]:
    value = {"@value": literal.value}
    if literal.language:
        return value | {"@language": literal.language}
    return value if literal.datatype.value == XSD + "string" else value | {"@type": literal.datatype.value}


def _one(values: list[object] | list[str]) -> object:
    return values[0] if len(values) == 1 else values
