"""Decisions to a file in Turtle and back (docs/reference/curation.md).

The file is read and edited by people and kept with the sources: it is written sorted, whole, and in one move. Its IRIs
are relative, so that it fits a graph with any base.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.curation.identity import check_decisions
from kg.curation.records import Accept, Decision, Distinction, Merge, Note, Reject, Rename, Split
from kg.errors import KGError
from kg.ontology import NAMESPACE
from kg.output import replace_text
from kg.rdf import DCT, PREFIXES, PROV, RDF, RDFS
from kg.records import STATUSES
from kg.turtle import local

_BASE = "https://kg.example/"  # stands in while a file is read, and is taken off again
_HEAD = "# What people decided about a graph. kg build --curation FILE applies it.\n"
_USED = ("dct", "kg", "prov", "rdf", "rdfs", "xsd")
_TYPE = RDF + "type"
_WHO, _WHEN, _WHY = PROV + "wasAttributedTo", DCT + "date", RDFS + "comment"
_CURATOR = "curator/"

Form = Literal["path", "term", "kg", "text"]


@dataclass(frozen=True, slots=True)
class _Part:
    """A field of a record: its term, and how its value is written; `term` is any IRI, `kg` a name of the ontology."""

    field: str
    term: str
    form: Form
    optional: bool = False


_FACT = (
    _Part("subject", RDF + "subject", "path"),
    _Part("predicate", RDF + "predicate", "term"),
    _Part("object", RDF + "object", "path"),
    _Part("status", NAMESPACE + "status", "kg"),
    _Part("document", NAMESPACE + "sha256", "text", optional=True),
)
_FORMS: Mapping[str, tuple[type[Any], tuple[_Part, ...]]] = {
    "Acceptance": (Accept, _FACT),
    "Distinction": (
        Distinction,
        (_Part("one", NAMESPACE + "entity", "path"), _Part("other", NAMESPACE + "other", "path")),
    ),
    "Merge": (Merge, (_Part("keep", NAMESPACE + "keep", "path"), _Part("drop", NAMESPACE + "drop", "path"))),
    "Rejection": (Reject, _FACT),
    "Rename": (Rename, (_Part("entity", NAMESPACE + "entity", "path"), _Part("label", RDFS + "label", "text"))),
    "Split": (
        Split,
        (
            _Part("entity", NAMESPACE + "entity", "path"),
            _Part("into", NAMESPACE + "into", "path"),
            _Part("name", RDFS + "label", "text"),
            _Part("document", NAMESPACE + "sha256", "text", optional=True),
            _Part("mention", NAMESPACE + "mention", "text", optional=True),
            _Part("type", NAMESPACE + "class", "kg", optional=True),
        ),
    ),
}
_CLASS = {kind: name for name, (kind, _) in _FORMS.items()}


### Writing ###########################################################################################################


def add_decision(path: Path, decision: Decision) -> Decision | None:
    """Add a decision to a file, which is made when there is none; return the same one where it was there before.

    Raises ContradictionError, and leaves the file as it was, where it contradicts another one.
    """
    known = read_decisions(path) if path.exists() else ()
    if decision in known:
        return known[known.index(decision)]
    check_decisions([*known, decision])
    write_decisions(path, [*known, decision])
    return None


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Write a file of decisions, in an order that depends on them alone."""
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _USED)
    blocks = sorted(_block(decision) for decision in decisions)
    replace_text(path, "\n".join([_HEAD + head, *(text for _, text in blocks)]))


def _block(decision: Decision) -> tuple[tuple[str, ...], str]:
    """Return a decision as Turtle, behind what it is sorted by."""
    name = _CLASS[type(decision)]
    given = [(part, getattr(decision, part.field)) for part in _FORMS[name][1]]
    key = (name, *(value or "" for _, value in given))
    node = f"decision/{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}"
    lines = [f"{_short(part.term)} {_written(value, part.form)}" for part, value in given if value is not None]
    note = decision.note
    lines += [f"prov:wasAttributedTo <{_CURATOR}{quote(note.who, safe='')}>"] if note.who else []
    lines += [f'dct:date "{note.when}"^^xsd:date'] if note.when else []
    lines += [f"rdfs:comment {ox.Literal(note.why)}"] if note.why else []
    return key, f"<{node}> a kg:{name} ;\n    " + " ;\n    ".join(lines) + " .\n"


def _written(value: str, form: Form) -> str:
    if form == "path":
        return f"<{value}>"
    if form == "text":
        return str(ox.Literal(value))
    return f"kg:{value}" if form == "kg" else _short(value)


def _short(iri: str) -> str:
    """Return an IRI with its prefix, whole where its name is not a plain one."""
    for name in _USED:
        rest = iri.removeprefix(PREFIXES[name])
        if rest != iri and rest.isalnum() and rest.isascii():
            return f"{name}:{rest}"
    return f"<{iri}>"


### Reading ###########################################################################################################


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file; raise KGError, with the line, for one that is wrong or contradicts itself."""
    text = _text(path)
    found: dict[ox.NamedNode | ox.BlankNode, list[tuple[str, ox.NamedNode | ox.Literal]]] = {}
    try:
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=_BASE):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or not isinstance(value, ox.NamedNode | ox.Literal):
                raise _error(path, text, str(quad.predicate), "a decision has IRIs and texts alone")
            found.setdefault(subject, []).append((quad.predicate.value, value))
    except SyntaxError as error:
        message = f"{path}:{error.lineno}: is not valid Turtle: {error.msg}. Mend that line."
        raise KGError(message) from error
    decisions = tuple(_Reader(path, text, node, values).decision() for node, values in found.items())
    try:
        check_decisions(decisions)
    except KGError as error:
        error.args = (f"{path}: {error}",)
        raise
    return decisions


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}. Such a file is written by: kg merge A B"
        raise KGError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start + 1}). Save it as UTF-8."
        raise KGError(message) from error


def _error(path: Path, text: str, needle: str, message: str) -> KGError:
    """Return an error with the first line that holds what is wrong."""
    line = next((number for number, line in enumerate(text.splitlines(), 1) if needle in line), 1)
    return KGError(f"{path}:{line}: {message}. See docs/reference/curation.md")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one decision."""

    path: Path
    text: str
    node: ox.NamedNode | ox.BlankNode
    values: Sequence[tuple[str, ox.NamedNode | ox.Literal]]

    def decision(self) -> Decision:
        """Return it."""
        name = self._class()
        kind, parts = _FORMS[name]
        known = {_TYPE, _WHO, _WHEN, _WHY, *(part.term for part in parts)}
        for term, value in self.values:
            if term not in known:
                terms = ", ".join(sorted(_short(one) for one in known - {_TYPE}))
                raise self._wrong(f"kg:{name} has no {_short(term)}. It has: {terms}", _short(term), str(value))
        given = {part.field: self._value(name, part) for part in parts}
        if kind is Distinction:
            given = dict(zip(("one", "other"), sorted(map(str, given.values())), strict=True))
        if kind is Split and not (given["document"] or given["mention"]):
            raise self._wrong("kg:Split needs kg:sha256 or kg:mention, to say where")
        made: Decision = kind(**given, note=self._note())
        return made

    def _class(self) -> str:
        names = [value.value.removeprefix(NAMESPACE) for term, value in self.values if term == _TYPE]
        if len(names) != 1 or names[0] not in _FORMS:
            said = f"kg:{local(names[0])} is none" if names else "it has no class"
            classes = ", ".join(f"kg:{name}" for name in _FORMS)
            raise self._wrong(f"a decision has one of these classes: {classes}; {said}")
        return names[0]

    def _one(self, term: str) -> ox.NamedNode | ox.Literal | None:
        found = [value for name, value in self.values if name == term]
        if len(found) > 1:
            raise self._wrong(f"{_short(term)} is given {len(found)} times, but can have one value", _short(term))
        return found[0] if found else None

    def _value(self, name: str, part: _Part) -> str | None:
        value = self._one(part.term)
        if value is None:
            if part.optional:
                return None
            raise self._wrong(f"kg:{name} needs {_short(part.term)}")
        if isinstance(value, ox.Literal) != (part.form == "text") or not value.value.strip():
            wanted = "a text in quotes" if part.form == "text" else "an IRI"
            raise self._wrong(f"{_short(part.term)} of kg:{name} is {wanted}", _short(part.term))
        if part.form == "path":
            return self._path(value.value, part)
        if part.form == "kg":
            return self._own(value.value, part)
        return value.value

    def _path(self, iri: str, part: _Part) -> str:
        path = iri.removeprefix(_BASE)
        if path == iri or "/" not in path:
            raise self._wrong(f"{_short(part.term)} is a path below the base, such as <country/CN>, not <{path}>", path)
        return path

    def _own(self, iri: str, part: _Part) -> str:
        name = iri.removeprefix(NAMESPACE)
        if name == iri or (part.field == "status" and name not in STATUSES):
            raise self._wrong(f"{_short(part.term)} is a kg: name such as kg:asserted, not {_short(iri)}", _short(iri))
        return name

    def _note(self) -> Note:
        who, when, why = (value.value if value else "" for value in map(self._one, (_WHO, _WHEN, _WHY)))
        if when:
            check_day(when, lambda message: self._wrong(message, when))
        return Note(unquote(who.removeprefix(_BASE + _CURATOR)), when, why)

    def _wrong(self, message: str, *needles: str) -> KGError:
        """Return an error at the first of these that stands behind the decision's beginning."""
        lines = self.text.splitlines()
        name = str(self.node).replace(_BASE, "", 1)
        start = next((n for n, line in enumerate(lines) if name in line), 0)
        block = range(start, len(lines))
        line = next((n for needle in needles for n in block if needle in lines[n]), start)
        return KGError(f"{self.path}:{line + 1}: {message}. See docs/reference/curation.md")


def check_day(day: str, error: Any = KGError) -> None:
    """Raise KGError for what is not a day as ISO 8601 writes it."""
    try:
        dt.date.fromisoformat(day)
    except ValueError as wrong:
        raise error(f"{day!r} is not a day. Write it as in: 2026-11-26") from wrong
