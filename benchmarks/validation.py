"""Measure `kg validate`: CPU seconds for a thousand quads, beside pySHACL alone on the same graph in the same run.

    python benchmarks/validation.py [DOCUMENTS]

The graph is synthetic: so many documents (100) of 20 statements with an evidence each, in the layout that `kg build`
writes, and one document in ten with a statement that has lost its status. pySHACL alone checks all graphs together as
its command line does; it cannot say which document shows a fault. CPU seconds are those of this process, from the
import of the library on; memory is the peak so far.
"""

import random
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import TypeVar

import pyoxigraph as ox

from kg.ontology import load_ontology
from kg.rdf import kg, to_quads
from kg.records import Document, Entity, Evidence, Field, Graph, Reading, Source, Statement
from kg.resources import ONTOLOGY, SHAPES
from kg.store import memory_store
from kg.validate import validate

BASE = "https://kg.example/"
STATEMENTS = 20
AGENCIES, PROJECTS = 200, 1_000
T = TypeVar("T")


def graph(documents: int) -> Graph:
    """Return a graph of so many documents, the same each time."""
    chance = random.Random(documents)  # noqa: S311 - the same graph each time
    agencies = [Entity(f"organization/a-{n}", "Agency", f"Agency {n}", (f"A{n}",)) for n in range(AGENCIES)]
    projects = [Entity(f"project/p-{n}", "Project", f"Project {n}") for n in range(PROJECTS)]
    things = (*agencies, *projects)
    sources = []
    for number in range(documents):
        page = Entity(f"document/d-{number}", "Document", f"Report {number}")
        text = "".join(f"Sentence {n} of report {number} says who develops what.\n" for n in range(STATEMENTS))
        document = Document(f"{number}.txt", text, (Field("title", page.label),), source_sha256=f"{number:064x}")
        stated = tuple(statements(text, chance))
        named = {end for one in stated for end in (one.subject, one.object)}
        entities = (page, *(thing for thing in things if thing.id in named))
        sources.append(Source(page.id, Reading(document, entities, (), stated)))
    everything = {entity.id: entity for source in sources for entity in source.reading.entities}
    return Graph(BASE, tuple(sorted(everything.values(), key=lambda entity: entity.id)), tuple(sources))


def statements(text: str, chance: random.Random) -> Iterator[Statement]:
    """Yield a statement for each line."""
    start = 0
    for line in text.splitlines(keepends=True):
        subject, end = f"organization/a-{chance.randrange(AGENCIES)}", f"project/p-{chance.randrange(PROJECTS)}"
        evidence = Evidence(start, start + len(line), line)
        yield Statement(subject, "develops", end, chance.choice(("asserted", "planned")), evidence=(evidence,))
        start += len(line)


def spoilt(store: ox.Store) -> ox.Store:
    """Return the store without the status of a statement in one document of ten."""
    quads = sorted(store.quads_for_pattern(None, kg("status"), None, None), key=str)
    for quad in quads[:: 10 * STATEMENTS]:
        store.remove(quad)
    return store


def timed(what: str, quads: int, function: Callable[[], T]) -> tuple[T, float]:
    """Return what the function does and its CPU seconds, and print them."""
    start = time.process_time()
    found = function()
    taken = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:16}{taken:8.2f} s CPU{taken / quads * 1000:8.3f} s a thousand quads{memory:8} MB")
    return found, taken


def alone(store: ox.Store) -> int:
    """Return how many results pySHACL has for all graphs together."""
    import pyshacl
    import rdflib

    from kg.store.rdflib_view import to_term

    data = rdflib.Graph()
    for quad in store:
        data.add((to_term(quad.subject), to_term(quad.predicate), to_term(quad.object)))
    shapes, classes = rdflib.Graph().parse(SHAPES), rdflib.Graph().parse(ONTOLOGY)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=classes, inplace=True)
    return len([*report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)])


def main() -> None:
    """Print the figures."""
    warnings.simplefilter("ignore", DeprecationWarning)
    ontology = load_ontology()
    store = spoilt(memory_store(to_quads(graph(int(sys.argv[1]) if len(sys.argv) > 1 else 100), ontology)))
    print(f"{len(store):,} quads")
    found, ours = timed("kg validate", len(store), lambda: validate(store, ontology))
    plain, theirs = timed("pySHACL alone", len(store), lambda: alone(store))
    print(f"{len(found)} and {plain} results; pySHACL alone takes {theirs / ours:.1f} times as long")


if __name__ == "__main__":
    main()
