"""The knowledge graph as users hold it: ask it, look at it, hand it to other libraries, write it."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.cycles import no_cycles
from kg.errors import KGError, StoreError
from kg.exchange.styles import Style, styled
from kg.kept import Kept, Lock, stamp_of, write_kept, write_lock
from kg.ontology import Ontology, load_ontology
from kg.output import HASHED, PAGES, QUADS, REPORT, SEARCH, STORE, WITNESS, replace_text, settled, write_output
from kg.proof import SourceReader
from kg.rdf import TYPE, kg
from kg.read.known import Key
from kg.report import Report, file_sha256, find_ontology, read_report
from kg.resources import ONTOLOGY
from kg.store import Rows, Triples, export, open_held, run_query, to_rdflib, write_nquads, write_store, write_turtle
from kg.store.explain import Explanation, explain
from kg.store.holds import release
from kg.store.lookup import index
from kg.store.network import edges, nodes
from kg.store.questions import Question, run_question
from kg.store.successor import write_next
from kg.store.verify import Problem, verify

if TYPE_CHECKING:
    import sqlite3
    from contextlib import AbstractContextManager

    import networkx as nx
    import rdflib
    from pyvis.network import Network

    from kg.diff import Difference, Side
    from kg.remote import Pushed, Remote
    from kg.search import Hit, Kind
    from kg.validate import Violation
    from kg.view.picture import Text


@dataclass(frozen=True, slots=True)
class Making:
    """What the next build of a folder may rest on: what made the graph, and what is kept of each of its documents.

    `read` is how many documents were read for it; the other readings had been kept.
    """

    lock: Lock
    keys: Sequence[Key]
    find: Callable[[Key], Kept | None]
    read: int

    def kept(self) -> Iterator[tuple[Key, Kept]]:
        """Yield what is kept of the documents."""
        for key in self.keys:
            found = self.find(key)
            if found is not None:
                yield key, found


class KnowledgeGraph:
    """Facts with their evidence, in a store that answers SPARQL; `kg.build` and `kg.open` make one.

    `store` is the pyoxigraph store: the default graph holds entities and asserted facts, `BASE graph/planned` and
    `BASE graph/negated` the other facts, and one graph for each document its statements and evidence. `report` says
    what the build did, `errors` what it could not read. Its length is the number of facts, whatever their status.
    """

    def __init__(  # noqa: PLR0913 - all but two are options
        self,
        store: ox.Store,
        report: Report,
        *,
        errors: Sequence[KGError] = (),
        pages: Path | None = None,
        ontology: Ontology | None = None,
        texts: "Mapping[str, Text] | None" = None,
        folder: Path | None = None,
        held: Path | None = None,
        making: Making | None = None,
    ) -> None:
        self.store = store
        self.report = report
        self.errors = tuple(errors)
        self._pages = pages
        self._ontology = ontology
        self._texts = texts
        self._folder = folder
        self._held = held
        self.making = making
        self._opened = folder  # writing it elsewhere does not change where it is searched
        self._search: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        if self._search is not None:
            self._search.close()
        del self.store
        if self._held:
            release(self._held)
            self._held = None

    def __len__(self) -> int:
        return len(edges(self.store))

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        documents = len({quad.subject for quad in self._documents()})
        return f"<KnowledgeGraph: {len(nodes(self.store))} entities, {len(self)} facts, {documents} documents>"

    def _repr_html_(self) -> str:
        """Return the page as a notebook shows it."""
        from kg.view.notebook import notebook_html

        return notebook_html(self.store)

    def _documents(self) -> list[ox.Quad]:
        found = self.store.quads_for_pattern(None, TYPE, kg("Document"), None)
        return [quad for quad in found if quad.subject == quad.graph_name]

    @property
    def ontology(self) -> Ontology:
        """The ontology that it was built with."""
        if self._ontology is None:
            path = Path(self.report["ontology"])
            self._ontology = load_ontology(path if path.is_file() else ONTOLOGY)
        return self._ontology

    ### Asking

    def query(self, sparql: str, *, inferred: bool = False) -> Rows | Triples | bool:
        """Return the answer to a SPARQL query: rows for SELECT, triples for CONSTRUCT and DESCRIBE, a bool for ASK.

        The prefixes kg:, rdf:, rdfs:, skos:, owl:, xsd:, dct: and prov: need no declaration, and `<country/CN>` is a
        path below the base. With `inferred` the query sees what was inferred as well as what is asserted. Raises
        QueryError, with the place, for a query that is wrong.
        """
        return run_query(self.store, sparql, inferred=inferred)

    def ask(self, question: Question | str, /, **values: str) -> Rows | Triples | bool:
        """Return the answer to a named question of `ontology/queries/`: `ask("timeline", project="Gateway")`.

        Raises KGError for an unknown question or value, with near names.
        """
        return run_question(self.store, question, values)

    def explain(
        self, subject: str, predicate: str | None = None, object: str | None = None, *, found_by: str | None = None
    ) -> list[Explanation]:
        """Return what the documents say of an entity, of one property of it, or of one fact, with the quotes.

        `found_by` keeps what a rule or a witness of that name read, "rules", "witnesses" or "both".
        """
        return explain(self.store, subject, predicate, object, ontology=self.ontology, found_by=found_by)

    def describe(
        self,
        *,
        title: str | None = None,
        licence: str | None = None,
        publisher: str | None = None,
        files: str | None = None,
        endpoint: str | None = None,
    ) -> Triples:
        """Return the description of the graph as a dataset: VoID, DCAT and PROV (docs/reference/rdf.md).

        `licence` is the IRI of one, `files` the address below which the graph's files can be had, `endpoint` that of a
        SPARQL service. The files are those of the folder that the graph was opened from or written to. Raises KGError
        for a graph without documents, and for addresses that are none.
        """
        from kg.dataset import About, describe_dataset, find_dumps, read_making

        about = About(
            title or self._title(),
            read_making(self.report["versions"], Path(self.report["ontology"]), self.report.get("ontology_sha256")),
            find_dumps(self._folder) if self._folder else (),
            licence=licence,
            publisher=publisher,
            files=files,
            endpoint=endpoint,
        )
        return describe_dataset(self.store, about)

    def search(self, words: str, *, kind: "Kind | None" = None, limit: int = 10) -> "list[Hit]":
        """Return the entities, quotes and documents that hold all of the words, `limit` at most of each kind.

        Case and accents do not matter; `explor*` stands for all words that begin so, `"lunar gateway"` in double quotes
        for a phrase. A graph of a folder is searched in its search.sqlite, another in memory, after an index is made at
        the first search. Raises StoreError for a folder that was built without one.
        """
        from kg.search import memory_index, search_folder, search_index

        if self._opened is not None:
            return search_folder(self._opened, words, kind=kind, limit=limit)
        if self._search is None:
            self._search = memory_index(self.store, self._plain_texts())
        return search_index(self._search, words, kind=kind, limit=limit)

    def diff(self, before: "KnowledgeGraph | None" = None, *, inferred: bool = False) -> "Difference":
        """Return what changed since `before`, else since the state of its folder before the last build.

        Facts, documents and things, each with its cause and the quote; `inferred` compares what was inferred as well.
        Raises StoreError where no former state is kept.
        """
        from kg.diff import compare, open_former

        former = open_former(self._folder) if before is None else before._side()  # noqa: SLF001 - our own
        with former as old, self._side() as new:
            return compare(old, new, self.ontology, inferred=inferred)

    def _side(self) -> "AbstractContextManager[Side]":
        from kg.diff import open_side

        return open_side(self.store, self.report, self._opened, self._held)

    ### Other libraries

    def to_rdflib(self) -> "rdflib.Dataset":
        """Return a copy as an rdflib Dataset."""
        return to_rdflib(self.store)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return entities as nodes and facts as edges, with their attributes."""
        from kg.analyze import network

        return network(self.store)

    def to_pyvis(self) -> "Network":
        """Return the best connected entities and their facts as a pyvis network."""
        from kg.view.pyvis_view import to_pyvis

        return to_pyvis(self.store)

    ### Files

    def write(self, folder: str | Path) -> Path:
        """Write graph.ttl, graph.nq, store/, search.sqlite, graph.html, report.json and web pages; return the folder.

        A graph that was built with the built-in readers and extractors also leaves kg.lock and readings.sqlite there,
        for the next build. What the folder held before stands until all of it is written.
        """
        folder = Path(folder)
        with no_cycles():
            write_output(folder, partial(self._fill, folder))
        self._folder = folder
        return folder

    def _fill(self, former: Path, folder: Path) -> None:
        """Write everything into an empty folder; `former` is the one that holds the state before."""
        write_turtle(self.store, folder / "graph.ttl")
        write_nquads(self.store, folder / QUADS)
        self._write_store(former, folder)
        self._write_search(folder)
        self.view(folder / "graph.html")
        report = json.dumps(self.report, ensure_ascii=False, indent=1) + "\n"
        # What UTF-8 cannot carry of a path in a message becomes an escape of JSON.
        (folder / REPORT).write_text(report, encoding="utf-8", errors="backslashreplace", newline="\n")
        if self._pages and self._pages.is_dir() and any(self._pages.iterdir()):
            shutil.copytree(self._pages, folder / PAGES)
        if self.making:
            searched = file_sha256(folder / SEARCH)
            notes = {SEARCH: searched} if searched else {}
            notes[WITNESS] = self.making.lock.answers
            write_kept(folder, stamp_of(self.making.lock), self.making.kept(), notes)
            write_lock(folder, self.making.lock, HASHED)

    def _write_store(self, former: Path, folder: Path) -> None:
        label = file_sha256(folder / QUADS) or ""
        before = former / QUADS
        if not write_next(former / STORE, folder / STORE, before=before, now=folder / QUADS, label=label):
            write_store(iter(self.store), folder / STORE, label=label)

    def _write_search(self, folder: Path) -> None:
        from kg.search import is_available, write_index

        if is_available():
            write_index(self.store, self._plain_texts(), folder / SEARCH)

    def view(self, path: str | Path, *, entity: str | None = None, construct: str | None = None, hops: int = 1) -> Path:
        """Write the page of the whole graph, of an entity with what is `hops` facts away, or of a CONSTRUCT query."""
        from kg.view.data import PageOptions
        from kg.view.page import page_html

        triples = None
        if construct is not None:
            found = self.query(construct)
            if not isinstance(found, Triples):
                message = "only a CONSTRUCT or DESCRIBE query gives a graph to view. Begin the query with one of these."
                raise KGError(message)
            triples = found.triples
        focus = index(self.store).entities(entity)[0].value if entity is not None else None
        options = PageOptions(labels=self.ontology.labels(), texts=self._page_texts())
        page = page_html(self.store, title=self._title(), focus=focus, hops=hops, triples=triples, options=options)
        return replace_text(Path(path), page)

    def _page_texts(self) -> "Mapping[str, Text]":
        """Return the documents' texts by IRI, as they were read: kept in the folder, else from unchanged sources."""
        from kg.view.picture import Text

        if self._texts is None:
            found = self._kept()
            if len(found) < len({quad.subject for quad in self._documents()}):
                found |= dict(SourceReader(self.store, self._roots(), self._pages).unchanged())
            self._texts = {iri: Text(text) for iri, text in found.items()}
        return self._texts

    def _kept(self) -> dict[str, str]:
        """Return the texts that the folder's search index keeps, where they are those of this graph's documents."""
        from kg.search import read_texts

        kept = read_texts(self._opened) if self._opened else {}
        return {iri: text for iri, text in kept.items() if self._is_of(iri, text)}

    def _is_of(self, document: str, text: str) -> bool:
        digest = hashlib.sha256(text.encode()).hexdigest()
        return any(self.store.quads_for_pattern(ox.NamedNode(document), kg("sha256"), ox.Literal(digest), None))

    def _plain_texts(self) -> dict[str, str]:
        return {iri: found.text for iri, found in self._page_texts().items()}

    def _roots(self) -> list[Path]:
        """Return where relative sources may lie: here, or where they were read."""
        return [Path(), Path(self.report["folder"])]

    def _title(self) -> str:
        titles = [document["title"] for document in self.report["documents"]]
        return titles[0] if len(titles) == 1 else "Knowledge graph"

    def export(self, form: str, target: str | Path, *, style: Style = "classic") -> tuple[Path, ...]:
        """Write the graph in another form and style (docs/reference/formats.md); return the files written.

        The style "rdf12" says statements with triple terms, "nanopub" makes each a nanopublication.
        """
        return export(styled(self.store, style, form), form, target)

    def push(
        self,
        remote: "Remote | str",
        *,
        dry_run: bool = False,
        replace: bool = False,
        on_progress: Callable[[int, int, str], None] | None = None,
    ) -> "Pushed":
        """Bring a store on another machine into step with the graph; return what that took, or would take.

        Raises StoreError, with what to do, when it refuses or cannot be reached.
        """
        from kg.remote import Remote, push

        given = Remote(remote) if isinstance(remote, str) else remote
        return push(self.store, given, dry_run=dry_run, replace=replace, on_progress=on_progress)

    def validate(self, *shapes: str | Path) -> "list[Violation]":
        """Return what is wrong by the project's SHACL shapes and by files of shapes of your own, with the sentences.

        Needs pySHACL (`pip install 'provenkg[validate]'`).
        """
        from kg.validate import validate

        return validate(self.store, self.ontology, shapes)

    def verify(self, *, folder: str | Path | None = None) -> list[Problem]:
        """Return everything that the sources, read again, do not bear out; an empty list is the proof.

        Sources are looked for in `folder`, else where they lay when they were read. Pages from the web are proved by
        what was kept of them.
        """
        roots = [Path(folder)] if folder is not None else self._roots()
        reader = SourceReader(self.store, roots, self._pages)
        return verify(self.store, reader.read, ontology=find_ontology(self.report, [*roots, *self._roots()]))


def open_graph(folder: str | Path) -> KnowledgeGraph:
    """Return the graph of a folder that `kg build` wrote, for reading alone; raise StoreError where there is none."""
    return settled(Path(folder), partial(_open, Path(folder)))


def _open(folder: Path) -> KnowledgeGraph:
    store, held = open_held(folder)
    try:
        return KnowledgeGraph(store, read_report(folder / REPORT), pages=folder / PAGES, folder=folder, held=held)
    except StoreError:
        release(held)
        raise
