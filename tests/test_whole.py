"""The whole graph: what goes in comes out, every form says the same, and the shapes hold."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

import kg
from kg.merge import merge_readings
from kg.ontology import load_ontology
from kg.rdf import to_quads
from kg.records import Document, Reading
from kg.resources import ONTOLOGY, SHAPES
from kg.store import export_text, memory_store
from kg.store.rdflib_view import to_rdflib
from kg.store.verify import verify
from tests.strategies import readings

# rdflib and pySHACL use their own deprecated names.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def store_of(found: Sequence[Reading]) -> ox.Store:
    ontology = load_ontology()
    return memory_store(to_quads(merge_readings(found, ontology=ontology), ontology))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(readings(), max_size=3))
def test_every_quote_of_any_readings_can_be_proved(found: list[Reading]) -> None:
    """Readings of one source with different texts cannot both be there, so sources are numbered."""
    numbered = [renamed(reading, f"{number}.txt") for number, reading in enumerate(found)]
    documents = {reading.document.source: reading.document for reading in numbered}
    assert verify(store_of(numbered), lambda source: [documents[source]]) == []


def renamed(reading: Reading, source: str) -> Reading:
    document = reading.document
    again = Document(source, document.text, document.fields, source_sha256=document.source_sha256)
    return Reading(again, reading.entities, reading.mentions, reading.statements)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(readings(), max_size=3), st.randoms())
def test_order_of_readings_does_not_matter(found: list[Reading], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert export_text(store_of(shuffled), "nquads") == export_text(store_of(found), "nquads")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(readings(), min_size=1, max_size=2))
def test_forms_that_hold_everything_agree(found: list[Reading]) -> None:
    store = store_of(found)
    expected = set(store)
    forms = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    for form, parser in forms.items():
        assert set(ox.parse(export_text(store, form).encode(), format=parser)) == expected, form


### The sample articles


def test_files_of_the_articles_parse_to_the_same_graph_in_two_libraries(articles: Path) -> None:
    quads = set(ox.parse(path=articles / "graph.nq", format=ox.RdfFormat.N_QUADS))
    with kg.open(articles) as graph:
        assert set(graph.store) == quads
        jsonld = export_text(graph.store, "jsonld")
        assert set(ox.parse(jsonld.encode(), format=ox.RdfFormat.JSON_LD)) == quads
        theirs = {form: rdflib.Dataset() for form in ("nquads", "json-ld")}
        theirs["nquads"].parse(articles / "graph.nq", format="nquads")
        theirs["json-ld"].parse(data=jsonld, format="json-ld")
        ours = quads_of(to_rdflib(graph.store))
    assert quads_of(theirs["nquads"]) == ours
    assert quads_of(theirs["json-ld"]) == ours


def quads_of(dataset: rdflib.Dataset) -> set[tuple[str, ...]]:
    """Return the quads of a dataset without blank nodes as text; the default graph has no name."""
    names = {"None", "urn:x-rdflib:default"}
    return {(s.n3(), p.n3(), o.n3(), "" if str(g) in names else str(g)) for s, p, o, g in dataset.quads()}


def test_turtle_of_the_articles_parses_to_the_same_graph_in_two_libraries(articles: Path) -> None:
    theirs = rdflib.Graph().parse(articles / "graph.ttl", format="turtle")
    ours = rdflib.Graph()
    triples = ox.parse(path=articles / "graph.ttl", format=ox.RdfFormat.TURTLE)
    text = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.N_TRIPLES)
    ours.parse(data=text, format="nt")
    assert isomorphic(theirs, ours)


def test_shapes_hold_for_the_articles(articles: Path) -> None:
    with kg.open(articles) as graph:
        merged = rdflib.Graph()
        for quad in to_rdflib(graph.store).quads():
            merged.add(quad[:3])
    shapes, ontology = rdflib.Graph().parse(SHAPES), rdflib.Graph().parse(ONTOLOGY)
    conforms, _, text = pyshacl.validate(merged, shacl_graph=shapes, ont_graph=ontology)
    assert conforms, text


def test_articles_prove_every_quote(articles: Path) -> None:
    with kg.open(articles) as graph:
        assert graph.verify() == []
