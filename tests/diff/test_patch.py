"""RDF Patch and SPARQL Update turn one graph into the other, exactly: any two graphs, on stores of others too."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

import pyoxigraph as ox
import pytest
import rdflib
import urllib3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.diff import Difference, FactChange, compare, to_patch, to_update
from kg.diff.patch import PORTION
from kg.graph import KnowledgeGraph
from kg.merge import merge_readings
from kg.ontology import load_ontology
from kg.rdf import DEFAULT, kg, to_quads
from kg.records import Reading
from kg.store import memory_store
from tests.diff.states import built, nquads, side
from tests.remote.servers import Server, oxigraph
from tests.strategies import readings

T = TypeVar("T")
Facts = dict[tuple[str, ...], set[str]]
BASE = "https://kg.example/"
NODES = st.sampled_from([ox.NamedNode(BASE + path) for path in ("country/CN", "a/b", "a/b-c", "statement/0", "x")])
HOSTILE = [
    "\\u0041",
    "\\\\u0041 \\",
    '" } ; DROP ALL #',
    "> <g> .\nA <x> <y> <z> .",
    "\x01\x7f\x85\u2028\r\t",
    "\\",
    "'''",
    "</b>",
]
LITERALS = st.builds(ox.Literal, st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"))))
GRAPHS = st.sampled_from(
    [
        ox.DefaultGraph(),
        *(ox.NamedNode(BASE + path) for path in ("graph/planned", "graph/inferred", "document/a-00000000")),
    ]
)
QUADS = st.lists(st.builds(ox.Quad, NODES, NODES, st.one_of(NODES, LITERALS), GRAPHS), max_size=12)


def patched(before: bytes, patch: str) -> bytes:
    """Apply a patch as its specification says: D takes a quad out, A puts one in."""
    rows = patch.split("\n")
    assert re.fullmatch(r"H id <uuid:[0-9a-f-]{36}> \.", rows[0])
    assert (rows[1], rows[-2:]) == ("TX .", ["TC .", ""])
    lines = {line + b"\n" for line in before.split(b"\n") if line}
    for row in rows[2:-2]:
        operation, quad = row[:2], row[2:].encode() + b"\n"
        if operation == "D ":
            lines.remove(quad)
        else:
            assert operation == "A "
            assert quad not in lines
            lines.add(quad)
    return b"".join(sorted(lines))


def updated(before: Iterable[ox.Quad], update: str) -> bytes:
    store = memory_store(before)
    if update:
        store.update(update)
    return nquads(store)


@given(QUADS, QUADS)
@settings(max_examples=80, deadline=None)
def test_any_graph_becomes_any_other(before: list[ox.Quad], after: list[ox.Quad]) -> None:
    found = difference(before, after)
    assert patched(nquads(before), to_patch(found)) == nquads(after)
    assert updated(before, to_update(found)) == nquads(after)
    assert bool(found) == (set(before) != set(after))


@given(st.lists(readings(), max_size=3), st.lists(readings(), max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_graph_of_documents_becomes_any_other(before: list[Reading], after: list[Reading]) -> None:
    ontology = load_ontology()
    old, new = ([*to_quads(merge_readings(one, ontology=ontology), ontology)] for one in (before, after))
    found = compare(side(old), side(new), ontology)
    assert patched(nquads(old), to_patch(found)) == nquads(new)
    assert updated(old, to_update(found)) == nquads(new)
    # Things that have another name now stand for one another, and are left out here.
    renamed = {iri for one in found.entities if one.former for iri in (one.former, one.entity.iri)}
    told = {key(one): (set(one.before), set(one.after)) for one in found.facts if one.before != one.after}
    expected = {fact: pair for fact, pair in both(statuses(old), statuses(new)).items() if pair[0] != pair[1]}
    assert without(renamed, told) == without(renamed, expected)


def without(names: set[str], facts: dict[tuple[str, ...], T]) -> dict[tuple[str, ...], T]:
    """Leave out facts of these things, and of what is named by the text of a document."""
    return {
        fact: value
        for fact, value in facts.items()
        if not any(end in names or re.search("-[0-9a-f]{8}$", end) for end in fact)
    }


def statuses(quads: Iterable[ox.Quad]) -> Facts:
    """Return the statuses of each fact, read in another way: by the graph that holds it."""
    graphs = {"": "asserted", f"{BASE}graph/planned": "planned", f"{BASE}graph/negated": "negated"}
    found: Facts = {}
    for quad in quads:
        name = str(quad.graph_name).strip("<>") if isinstance(quad.graph_name, ox.NamedNode) else ""
        own = quad.predicate.value.startswith(kg("").value) and isinstance(quad.object, ox.NamedNode)
        if name in graphs and own:
            fact = tuple(str(term).strip("<>") for term in quad.triple)
            found.setdefault(fact, set()).add(graphs[name])
    return found


def both(old: Facts, new: Facts) -> dict[tuple[str, ...], tuple[set[str], set[str]]]:
    return {fact: (old.get(fact, set()), new.get(fact, set())) for fact in old.keys() | new.keys()}


def key(change: FactChange) -> tuple[str, ...]:
    return change.subject.iri, change.predicate.iri, change.object.iri


def difference(before: Iterable[ox.Quad], after: Iterable[ox.Quad]) -> Difference:
    return compare(side(before), side(after), load_ontology())


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[KnowledgeGraph, KnowledgeGraph]:
    """Return the graphs of real texts, before and after."""
    folder = tmp_path_factory.mktemp("texts") / "news"
    first = built(
        folder, {"a.txt": "India will sign the Artemis Accords.\n", "b.txt": "Brazil works with \\u0041 China.\n"}
    )
    texts = {
        "a.txt": 'India signed the Artemis Accords in "2023".\n',
        "c.txt": "Chad works with China \\ \\u0041 now.\n",
    }
    return first, built(folder, texts, infer=True)


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own, of what it calls itself
def test_rdflib_reads_the_patch(pair: tuple[KnowledgeGraph, KnowledgeGraph]) -> None:
    """A parser of somebody else's; it applies what it reads."""
    before, after = pair
    data = rdflib.Dataset()
    data.parse(data=nquads(before.store).decode(), format="nquads")
    data.parse(data=to_patch(after.diff(before)), format="patch")
    wanted = rdflib.Dataset()
    wanted.parse(data=nquads(after.store).decode(), format="nquads")
    assert {*data.quads()} == {*wanted.quads()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as started:
        yield started


def test_a_server_takes_the_update(server: Server, pair: tuple[KnowledgeGraph, KnowledgeGraph]) -> None:
    before, after = pair
    for method, path, kind, text in (
        ("PUT", "/store", "application/n-quads", nquads(before.store).decode()),
        ("POST", "/update", "application/sparql-update", to_update(after.diff(before))),
    ):
        done = urllib3.request(method, server.url + path, body=text.encode(), headers={"Content-Type": kind})
        assert done.status < 300, done.data
    held = urllib3.request("GET", f"{server.url}/store", headers={"Accept": "application/n-quads"})
    assert nquads(ox.parse(held.data, format=ox.RdfFormat.N_QUADS)) == nquads(after.store)


def test_operations_are_bounded() -> None:
    node, graph = ox.NamedNode(BASE + "a"), ox.NamedNode(BASE + "document/a-00000000")
    quads = [ox.Quad(node, node, ox.Literal(str(number)), name) for number in range(1200) for name in (graph, DEFAULT)]
    update = to_update(difference([], quads))
    sizes = [operation.count("\n<") for operation in update.split(" ;\n")]
    assert sizes == [PORTION, PORTION, 200] * 2
    assert updated([], update) == nquads(quads)


def test_nothing_changed_is_a_patch_that_does_nothing() -> None:
    found = difference([], [])
    assert to_update(found) == ""
    assert patched(b"", to_patch(found)) == b""
