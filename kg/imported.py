"""Turn exported files back into a graph as users hold it."""

import shutil
import time
import weakref
from collections.abc import Iterable
from pathlib import Path

from kg.exchange.pages import kept_pages
from kg.exchange.report import imported_report
from kg.exchange.restore import restore
from kg.graph import KnowledgeGraph
from kg.ontology import load_ontology
from kg.resources import ONTOLOGY


def import_graph(
    files: Iterable[str | Path], *, form: str | None = None, ontology: str | Path = ONTOLOGY
) -> KnowledgeGraph:
    """Return the graph that exports of ours hold together, of any form and style that kg/exchange knows.

    Web pages that were kept in the folder of a build come along with its files.
    Raises StoreError for a file that kg did not write, OntologyError for a wrong ontology.
    """
    started = time.perf_counter()
    files = [*files]
    loaded = load_ontology(ontology)
    store = restore(files, form)
    report = imported_report(store, loaded, seconds=time.perf_counter() - started)
    pages, made = kept_pages(files)
    whole = KnowledgeGraph(store, report, ontology=loaded, pages=pages)
    if pages and made:  # they are copied when the graph is written
        weakref.finalize(whole, shutil.rmtree, pages, ignore_errors=True)
    return whole
