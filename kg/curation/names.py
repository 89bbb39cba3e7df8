"""What people type into decisions: one thing, one document, some facts of a store."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.curation.identity import Kind
from kg.errors import KGError
from kg.merge import path_group
from kg.ontology import Ontology
from kg.rdf import DEFAULT, OBJECT, PREDICATE, STATUS, SUBJECT, TITLE, TYPE, kg
from kg.records import STATUSES, Status
from kg.store import base_of
from kg.store.explain import Explanation, explain
from kg.store.lookup import Index, index
from kg.text import slug
from kg.turtle import local


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of a store: its path, its label, and what tells whether it can be another one."""

    path: str
    label: str
    kind: Kind
    type: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document of a store: its path, the hash of its text, its title."""

    path: str
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact with the places that state it; `predicate` is an IRI, `subject` and `object` are paths."""

    subject: str
    predicate: str
    object: str
    status: Status
    places: tuple[Explanation, ...]

    def __str__(self) -> str:
        status = "" if self.status == "asserted" else f"  ({self.status})"
        one = self.places[0]
        return f"{one.subject.label}  {one.predicate.label}  {one.object.label}{status}"


class Names:
    """Finds in a store what people type."""

    def __init__(self, store: ox.Store, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._index: Index = index(store)
        self._base = base_of(store) or ""

    def thing(self, name: str) -> Thing:
        """Return the one thing of that label, alias, code, path or IRI; raise KGError for several and for none."""
        found = self._index.entities(name)
        if len(found) > 1:
            paths = ", ".join(map(self._path, found))
            message = f"{name!r} is the name of {len(found)} things: {paths}. Give one of these paths."
            raise KGError(message)
        return self._thing(found[0])

    def _thing(self, node: ox.NamedNode) -> Thing:
        path = self._path(node)
        value = self._text(node, kg("isoCode"), DEFAULT) or self._text(node, kg("edtf"), DEFAULT)
        types = sorted(local(iri) for iri in self._texts(node, TYPE, DEFAULT))
        if not types:
            message = f"{path} is no thing that facts are about. Things are listed by: kg query entities"
            raise KGError(message)
        return Thing(path, self._index.label(node), Kind(path, value), types[0])

    def placed(self, name: str, like: Thing, type_: str | None) -> Thing:
        """Return the thing of that name, path or IRI or, where there is none, a new one of a class, or like another.

        Raises KGError for a class that the ontology has not.
        """
        try:
            return self.thing(name)
        except KGError:
            if self._is_several(name):
                raise
        if type_ is not None and type_ not in self._ontology.classes:
            message = f"the ontology has no class {type_!r}. It has: {', '.join(self._ontology.classes)}"
            raise KGError(message)
        given = type_ or like.type
        if given in {"Country", "Date", "Document"}:
            message = (
                f"{name!r} is unknown, and no new {given.lower()} can be made of a name."
                " Say what it is, for example: --class Place"
            )
            raise KGError(message)
        path = f"{path_group(given, self._ontology)}/{slug(name)}"
        return Thing(path, " ".join(name.split()), Kind(path), given)

    def _is_several(self, name: str) -> bool:
        try:
            return len(self._index.entities(name)) > 1
        except KGError:
            return False

    def page(self, name: str) -> Page:
        """Return the document of that file name, title, path, IRI or beginning of its text's SHA-256."""
        pages = [*self._pages()]
        for fits in (self._is_file, self._is_called):
            found = sorted({page.path: page for page in pages if fits(page, name)}.items())
            if len(found) == 1:
                return found[0][1]
            if found:
                message = f"{name!r} fits {len(found)} documents: {', '.join(path for path, _ in found)}. Give a path."
                raise KGError(message)
        message = f"no document of the graph is called {name!r}. They are listed by: kg query documents"
        raise KGError(message)

    def _pages(self) -> Iterator[Page]:
        for quad in self._store.quads_for_pattern(None, TYPE, kg("Document"), None):
            node = quad.subject
            if isinstance(node, ox.NamedNode) and quad.graph_name == node:
                yield Page(self._path(node), self._text(node, kg("sha256"), node), self._text(node, TITLE, node))

    def _is_file(self, page: Page, name: str) -> bool:
        node = ox.NamedNode(self._base + page.path)
        files = set(self._texts(node, kg("fileName"), node))
        return name.replace("\\", "/") in files | {file.rsplit("/", 1)[-1] for file in files}

    def _is_called(self, page: Page, name: str) -> bool:
        given = name.removeprefix("<").removesuffix(">")
        plain = given in {page.path, self._base + page.path} or slug(given) == slug(page.title)
        return plain or (len(name) >= len("14f94cc2") and page.sha256.startswith(name))

    def facts(self, subject: str, predicate: str | None, object_: str | None, page: Page | None) -> list[Stated]:
        """Return the stated facts of a thing, of a property of it, or one fact; those of a document alone, if given.

        `subject` can be the path or IRI of a statement instead.
        """
        node = self._index.entities(subject)[0]
        if self._is_statement(node):
            return self._statement(node)
        found: dict[tuple[str, str, str, Status], list[Explanation]] = {}
        for one in explain(self._store, subject, predicate, object_, ontology=self._ontology):
            if one.status == "inferred" or (page and self._short(one.document.iri) != page.path):
                continue
            key = self._short(one.subject.iri), one.predicate.iri, self._short(one.object.iri), one.status
            found.setdefault(key, []).append(one)
        return [Stated(*key, tuple(places)) for key, places in found.items()]

    def _is_statement(self, node: ox.NamedNode) -> bool:
        return any(self._store.quads_for_pattern(node, TYPE, kg("Statement"), None))

    def _statement(self, node: ox.NamedNode) -> list[Stated]:
        """Return the fact that a statement states."""
        graph = next(quad.graph_name for quad in self._store.quads_for_pattern(node, SUBJECT, None, None))
        ends = [self._text(node, term, graph) for term in (SUBJECT, PREDICATE, OBJECT)]
        status = self._text(node, kg("status"), graph)
        wanted = next(name for name in STATUSES if STATUS[name].value == status)
        key = self._short(ends[0]), ends[1], self._short(ends[2]), wanted
        found = explain(self._store, ends[0], ends[1], ends[2], ontology=self._ontology)
        return [Stated(*key, tuple(one for one in found if one.status == wanted))]

    def _texts(self, node: ox.NamedNode, term: ox.NamedNode, graph: object) -> list[str]:
        found = self._store.quads_for_pattern(node, term, None, graph)  # type: ignore[arg-type]
        return [quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)]

    def _text(self, node: ox.NamedNode, term: ox.NamedNode, graph: object) -> str:
        return min(self._texts(node, term, graph), default="")

    def _path(self, node: ox.NamedNode) -> str:
        return self._short(node.value)

    def _short(self, iri: str) -> str:
        return iri.removeprefix(self._base)
