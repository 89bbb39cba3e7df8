"""Turn triples into Turtle made for reading: prefixes, one block for each subject, types and labels first, sorted.

RDF 1.1 Turtle: https://www.w3.org/TR/turtle/
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.rdf import ALIAS, LABEL, OBJECT, PREDICATE, REIFIES, SUBJECT, TITLE, TYPE, XSD, Node, kg

Section = tuple[str, Sequence[Node]]
"""A heading and the subjects below it, in order."""
Predicates = defaultdict[ox.NamedNode, set[object]]
"""What is said of one subject."""

_FIRST = [TYPE, LABEL, ALIAS, TITLE, REIFIES, SUBJECT, PREDICATE, OBJECT, kg("status"), kg("evidence")]
_FIRST += [kg(name) for name in ("quote", "start", "end", "edtf", "earliest", "latest")]
_RANK = {node: rank for rank, node in enumerate(_FIRST)}

_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = f"{_LETTER}_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
# PN_LOCAL without colons, percent signs and escapes, which readers disagree about.
_LOCAL = re.compile(f"[{_LETTER}_0-9](?:[{_INNER}.]*[{_INNER}])?")
_GROUP = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?/")
_INTEGER = re.compile(r"[+-]?[0-9]+")
# Characters that a reader could not see, or that would turn the line, are written as escapes.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]')
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def turtle(
    triples: Iterable[ox.Triple],
    prefixes: Mapping[str, str],
    *,
    base: str = "",
    sections: Sequence[Section] | None = None,
) -> str:
    """Return the triples as Turtle; every first path segment below `base` gets a prefix of its own.

    With `sections` the subjects come in that order below their headings, without it in the order of their names.
    """
    blocks: defaultdict[Node, Predicates] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        blocks[triple.subject][triple.predicate].add(triple.object)
    names = Names(prefixes, base)
    parts: list[str] = []
    for heading, subjects in sections or [("", sorted(blocks, key=names))]:
        written = [_block(subject, blocks[subject], names) for subject in subjects if subject in blocks]
        if written:
            parts += [section_heading(heading)] if heading else []
            parts += written
    return "".join(f"{part}\n" for part in _spaced([*names.declarations(), *parts]))


def section_heading(heading: str) -> str:
    """Return the line above a section."""
    return f"### {heading}"


def subject_block(subject: Node, triples: Iterable[ox.Triple], names: "Names") -> str:
    """Return the paragraph of what is said of one subject."""
    predicates: Predicates = defaultdict(set)
    for triple in triples:
        predicates[triple.predicate].add(triple.object)
    return _block(subject, predicates, names)


def _spaced(parts: list[str]) -> list[str]:
    return [line for part in parts for line in ("", part)][1:]


@dataclass(slots=True)
class Names:
    """Writes terms, and remembers which prefixes they used."""

    prefixes: Mapping[str, str]
    base: str
    used: dict[str, str] = field(default_factory=dict)

    def __call__(self, term: object) -> str:
        """Return a term as Turtle writes it."""
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal):
            return self._literal(term)
        if isinstance(term, ox.Triple):  # RDF 1.2 Turtle, 2.10
            return f"<<( {self(term.subject)} {self(term.predicate)} {self(term.object)} )>>"
        return str(term)

    def _iri(self, value: str) -> str:
        for prefix, namespace in (*self.prefixes.items(), *self._group(value)):
            local = value.removeprefix(namespace)
            if value.startswith(namespace) and _LOCAL.fullmatch(local):
                self.used[prefix] = namespace
                return f"{prefix}:{local}"
        return f"<{value}>"

    def _group(self, value: str) -> list[tuple[str, str]]:
        """Return the prefix of the path's first segment below the base."""
        if not self.base or not value.startswith(self.base):
            return []
        group = _GROUP.match(value, len(self.base))
        name = group[0].rstrip("/") if group else ""
        return [(name, f"{self.base}{name}/")] if group and name not in self.prefixes else []

    def _literal(self, literal: ox.Literal) -> str:
        text = f'"{_ESCAPED.sub(_escape, literal.value)}"'
        datatype = literal.datatype.value
        if literal.language:
            return str(literal) if literal.direction else f"{text}@{literal.language}"
        if datatype == XSD + "string":
            return text
        if datatype == XSD + "integer" and _INTEGER.fullmatch(literal.value):
            return literal.value
        return f"{text}^^{self._iri(datatype)}"

    def declarations(self) -> list[str]:
        """Return one paragraph of prefixes, those of the vocabularies first."""
        order = list(self.prefixes)
        used = sorted(self.used, key=lambda name: (order.index(name) if name in order else len(order), name))
        return ["\n".join(f"@prefix {name}: <{self.used[name]}> ." for name in used)] if used else []


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def _block(subject: Node, predicates: Predicates, names: Callable[[object], str]) -> str:
    lines = [
        f"{'a' if predicate == TYPE else names(predicate)} {_objects(predicates[predicate], names)}"
        for predicate in sorted(predicates, key=_order)
    ]
    return f"{names(subject)} " + " ;\n    ".join(lines) + " ."


def _order(predicate: ox.NamedNode) -> tuple[int, str]:
    return _RANK.get(predicate, len(_RANK)), predicate.value


def _objects(objects: Iterable[object], names: Callable[[object], str]) -> str:
    return " ,\n        ".join(sorted(map(names, objects)))
