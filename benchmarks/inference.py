"""Measure what inference, by OWL 2 RL as well, and the description of a dataset take on a large graph.

    python benchmarks/inference.py [QUADS]

The graph is synthetic, of about so many quads (1,000,000): ten properties of the built-in ontology, each fact stated
once, with a statement and an evidence. Places and projects lie in chains of up to six. CPU seconds are those of this
process; the store is in memory, as it is while building.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pyoxigraph as ox

from kg.dataset import About, Making, describe_dataset
from kg.rdf import LABEL, OBJECT, PREDICATE, STATUS, SUBJECT, TYPE, kg, typed
from kg.resources import ONTOLOGY
from kg.store import memory_store
from kg.store.derive import Deriver
from kg.store.infer import infer, inferred_facts, inferred_graph
from kg.store.owl_rl import infer_owl_rl

BASE = "https://kg.example/"
QUADS_A_FACT = 12
A_DOCUMENT = 50
CLASSES = {"actor": "Agency", "project": "Project", "place": "Place", "country": "Country", "agreement": "Agreement"}
FACTS = (
    ("actor", "participatesIn", "project"),
    ("actor", "develops", "project"),
    ("actor", "operates", "project"),
    ("actor", "funds", "project"),
    ("actor", "cooperatesWith", "actor"),
    ("actor", "memberOf", "actor"),
    ("actor", "signatoryOf", "agreement"),
    ("project", "partOf", "project"),
    ("place", "locatedIn", "place"),
    ("agreement", "concerns", "project"),
)
CHAIN = 6
OWN = """
@prefix kg: <https://w3id.org/provenkg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <https://own.example/> .
:Maker owl:equivalentClass [ a owl:Restriction ; owl:onProperty kg:develops ; owl:someValuesFrom kg:Project ] .
:makes owl:equivalentProperty kg:develops .
"""
T = TypeVar("T")


def quads(count: int) -> Iterator[ox.Quad]:
    """Yield about so many quads, the same each time."""
    chance = random.Random(count)  # noqa: S311 - the same graph each time
    facts = count // QUADS_A_FACT
    names = {kind: [ox.NamedNode(f"{BASE}{kind}/{n}") for n in range(facts // 10)] for kind in CLASSES}
    for kind, nodes in names.items():
        for node in nodes:
            yield ox.Quad(node, TYPE, kg(CLASSES[kind]))
            yield ox.Quad(node, LABEL, ox.Literal(node.value.removeprefix(BASE), language="en"))
    for number in range(facts):
        start, relation, end = FACTS[number % len(FACTS)]
        subject = chance.randrange(len(names[start]))
        # In a chain a thing lies in the next one, and the last of each six in nothing.
        target = subject + 1 if start == end and relation != "memberOf" else chance.randrange(len(names[end]))
        if start == end and (target % CHAIN == 0 or target >= len(names[end])):
            target, end = chance.randrange(len(names["country"])), "country"
        yield from stated(number, names[start][subject], kg(relation), names[end][target])


def stated(number: int, subject: ox.NamedNode, predicate: ox.NamedNode, end: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield a fact and the statement and evidence of the document that makes it."""
    page = ox.NamedNode(f"{BASE}document/d-{number // A_DOCUMENT}")
    node, place = ox.NamedNode(f"{BASE}statement/{number}"), ox.NamedNode(f"{BASE}evidence/{number}")
    yield ox.Quad(subject, predicate, end)
    if number % A_DOCUMENT == 0:
        yield ox.Quad(page, TYPE, kg("Document"), page)
    for term, value in ((TYPE, kg("Statement")), (SUBJECT, subject), (PREDICATE, predicate), (OBJECT, end)):
        yield ox.Quad(node, term, value, page)
    yield ox.Quad(node, kg("status"), STATUS["asserted"], page)
    yield ox.Quad(node, kg("evidence"), place, page)
    yield ox.Quad(place, TYPE, kg("Evidence"), page)
    yield ox.Quad(place, kg("start"), typed(number, "integer"), page)
    yield ox.Quad(place, kg("end"), typed(number + 40, "integer"), page)
    yield ox.Quad(place, kg("quote"), ox.Literal(f"This is the sentence of number {number}."), page)


def timed(what: str, function: Callable[[], T]) -> T:
    """Return what the function does, and print how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = function()
    print(f"{what:44}{time.process_time() - cpu:8.2f} s CPU {time.perf_counter() - wall:8.2f} s")
    return found


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    store = timed("load", lambda: memory_store(quads(count)))
    print(f"{len(store):,} quads")
    number = timed("infer", lambda: infer(store, Path(ONTOLOGY)))
    facts = timed("list the facts inferred", lambda: [*inferred_facts(store)])
    print(f"{number:,} triples inferred, {len(facts):,} of them facts of the ontology's own properties")
    with TemporaryDirectory() as folder:
        own = Path(folder) / "own.ttl"
        own.write_text(OWN, encoding="utf-8")
        more = timed("infer by OWL 2 RL", lambda: infer_owl_rl(store, own))
    print(f"{more:,} triples more, of a class by restriction and an equivalent property")
    graph = inferred_graph(store)
    assert graph is not None  # noqa: S101 - there is one now
    chance = random.Random(1)  # noqa: S311
    some = chance.sample(facts, min(10_000, len(facts)))
    deriver = Deriver(store)

    def derive() -> int:
        return sum(deriver.derive((q.subject.value, q.predicate.value, q.object.value)) is not None for q in some)  # type: ignore[union-attr]

    print(f"{timed(f'derive {len(some):,} of them', derive):,} derived")
    described = timed("describe", lambda: describe_dataset(store, About("synthetic", Making({}))))
    print(f"{len(described):,} triples of description")


if __name__ == "__main__":
    main()
