"""What is known of a graph that was imported, in the form of the report of a build."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.ontology import Ontology
from kg.rdf import DCT, STATUS, TITLE, TYPE, Node, kg
from kg.records import STATUSES
from kg.report import DocumentReport, Report, add_corroboration, file_sha256, versions
from kg.store import base_of
from kg.store.conflicts import told_conflicts
from kg.store.infer import inferred_facts
from kg.store.network import edges, nodes
from kg.store.sources import told_copies

_DATE = ox.NamedNode(DCT + "date")


def imported_report(store: ox.Store, ontology: Ontology, *, seconds: float) -> Report:
    """Return the report of an imported store; mentions and what was turned away are known to a build alone: none."""
    base = base_of(store) or ""
    documents = [row for node in _documents(store) for row in _rows(store, node, base)]
    stated = {name: len(list(store.quads_for_pattern(None, kg("status"), node, None))) for name, node in STATUS.items()}
    facts = Counter(edge.status for edge in edges(store))
    inferred = sum(1 for _ in inferred_facts(store))
    report: Report = {
        "versions": versions(),
        "base": base,
        "ontology": ontology.path.as_posix(),
        "ontology_sha256": file_sha256(ontology.path),
        "gazetteer_sha256": None,
        "folder": Path.cwd().as_posix(),
        "totals": {
            "documents": len({row["id"] for row in documents}),
            "entities": len(nodes(store)),
            **{status: facts[status] for status in STATUSES},
            **({"inferred": inferred} if inferred else {}),
            "statements": sum(stated.values()),
            "rejected": 0,
            "mentions": 0,
            "errors": 0,
        },
        "documents": documents,
        "errors": [],
        "seconds": round(seconds, 3),
    }
    add_corroboration(report, told_copies(store), told_conflicts(store))
    return report


def _documents(store: ox.Store) -> Sequence[ox.NamedNode]:
    found = store.quads_for_pattern(None, TYPE, kg("Document"), None)
    own = {quad.subject for quad in found if quad.subject == quad.graph_name}
    return sorted((node for node in own if isinstance(node, ox.NamedNode)), key=str)


def _rows(store: ox.Store, node: ox.NamedNode, base: str) -> list[DocumentReport]:
    """Return a row for each file that a document was read from."""
    values: defaultdict[tuple[Node, str], list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, None, None, node):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            values[quad.subject, quad.predicate.value].append(quad.object.value)
    said = Counter(value for (_, name), found in values.items() if name == kg("status").value for value in found)
    return [
        {
            "id": node.value.removeprefix(base),
            "source": file,
            "title": min(values.get((node, TITLE.value), [""])),
            "date": min(values.get((node, _DATE.value), []), default=None),
            "mentions": 0,
            "statements": {status: said[STATUS[status].value] for status in STATUSES},
            "rejected": [],
        }
        for file in sorted(values.get((node, kg("fileName").value), [""]))
    ]
