"""Every form and style of an export, read back, gives the quads that it was written from."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import KGError
from kg.exchange import STYLES, Style, restore, styled
from kg.merge import merge_readings
from kg.ontology import load_ontology
from kg.rdf import REIFIES, SUBJECT, TYPE, to_quads
from kg.rdf import kg as kg_term
from kg.records import Document, Reading
from kg.store import FORMATS, export, export_text, memory_store, run_query
from kg.store.results import Rows
from tests.strategies import readings
from tests.witnessed import witnessed_store

WHOLE: list[tuple[str, Style]] = [
    *((form, "classic") for form in ("nquads", "trig", "jsonld")),
    *((form, "rdf12") for form in ("nquads", "trig")),
    *((form, "nanopub") for form in ("nquads", "trig", "jsonld")),
]
"""The forms that hold everything."""
FLAT: list[tuple[str, Style]] = [
    *((form, "classic") for form in ("turtle", "ntriples", "rdfxml")),
    *((form, "rdf12") for form in ("turtle", "ntriples")),
]
"""The forms without graphs: they hold no statements of asserted facts."""


def store_of(found: list[Reading], base: str) -> ox.Store:
    """Return the store of readings, each of a source of its own."""
    numbered = [
        Reading(
            Document(f"{n}.txt", r.document.text, r.document.fields, source_sha256=r.document.source_sha256),
            r.entities,
            r.mentions,
            r.statements,
        )
        for n, r in enumerate(found)
    ]
    ontology = load_ontology()
    return memory_store(to_quads(merge_readings(numbered, base=base, ontology=ontology), ontology))


def again(store: ox.Store, form: str, style: Style, folder: Path) -> ox.Store:
    return restore(export(styled(store, style, form), form, folder / f"graph{FORMATS[form].suffix}"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(readings(), min_size=1, max_size=3), st.sampled_from(["https://kg.example/", "https://a.example/x#"]))
def test_any_graph_comes_back_from_every_form(found: list[Reading], base: str) -> None:
    store = store_of(found, base)
    with TemporaryDirectory() as folder:
        for form, style in WHOLE:
            back = again(store, form, style, Path(folder))
            assert export_text(back, "nquads") == export_text(store, "nquads"), (form, style)
        for form, style in FLAT:
            back = again(store, form, style, Path(folder))
            assert export_text(back, "turtle") == export_text(store, "turtle"), (form, style)


@pytest.mark.parametrize(("form", "style"), WHOLE)
def test_the_articles_come_back_with_all_their_quads(articles: Path, tmp_path: Path, form: str, style: Style) -> None:
    with kg.open(articles) as graph:
        back = again(graph.store, form, style, tmp_path)
    assert export_text(back, "nquads") == (articles / "graph.nq").read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "style"), FLAT)
def test_the_articles_come_back_from_a_form_without_graphs(
    articles: Path, tmp_path: Path, form: str, style: Style
) -> None:
    with kg.open(articles) as graph:
        back = again(graph.store, form, style, tmp_path)
    assert export_text(back, "turtle") == (articles / "graph.ttl").read_text(encoding="utf-8")
    lines = export_text(back, "nquads").splitlines()
    assert set(lines) <= set((articles / "graph.nq").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("form", "style"), WHOLE)
def test_who_found_a_statement_comes_back(tmp_path: Path, form: str, style: Style) -> None:
    store = witnessed_store()
    assert found_in(store) == {"Witness": 3, "foundBy": 14}
    back = again(store, form, style, tmp_path)
    assert export_text(back, "nquads") == export_text(store, "nquads")


@pytest.mark.parametrize(("form", "style"), FLAT)
def test_who_found_a_plan_comes_back_from_a_form_without_graphs(tmp_path: Path, form: str, style: Style) -> None:
    store = witnessed_store()
    back = again(store, form, style, tmp_path)
    assert found_in(back) == {"Witness": 2, "foundBy": 3}
    assert set(back) <= set(store)


def found_in(store: ox.Store) -> dict[str, int]:
    """Return how many witnesses the documents' graphs describe, and how often somebody found a statement."""
    return {
        "Witness": len([*store.quads_for_pattern(None, TYPE, kg_term("Witness"), None)]),
        "foundBy": len([*store.quads_for_pattern(None, kg_term("foundBy"), None, None)]),
    }


def test_several_files_become_one_graph(tmp_path: Path) -> None:
    texts = (
        "The Artemis Accords were signed by India on 21 June 2023.\n",
        "China and Russia will build a lunar station.\n",
    )
    files: list[Path] = []
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        with kg.build([tmp_path / f"{number}.txt"]) as graph:
            files += graph.export("trig", tmp_path / f"{number}.trig", style=STYLES[number + 1])
    with kg.build([tmp_path / f"{number}.txt" for number in range(2)]) as both:
        assert export_text(restore(files), "nquads") == export_text(both.store, "nquads")


### RDF 1.2


def test_rdf12_asks_with_triple_terms(articles: Path) -> None:
    with kg.open(articles) as graph:
        modern = styled(graph.store, "rdf12", "trig")
        classic = graph.query(
            "SELECT ?s ?o { GRAPH ?g { ?x rdf:subject ?s ; rdf:predicate kg:signatoryOf ; rdf:object ?o } }"
        )
    found = run_query(modern, "SELECT ?s ?o { GRAPH ?g { ?x rdf:reifies <<( ?s kg:signatoryOf ?o )>> } }")
    assert isinstance(found, Rows)
    assert isinstance(classic, Rows)
    assert sorted(found) == sorted(classic)
    assert len(found) > 10
    assert not any(modern.quads_for_pattern(None, SUBJECT, None, None))


def test_rdf12_asserts_nothing_that_was_not(articles: Path) -> None:
    """A triple term names a fact: the plain triples are those of the classic style."""
    with kg.open(articles) as graph:
        modern = {q for q in styled(graph.store, "rdf12", "nquads") if q.predicate != REIFIES}
        assert modern <= set(graph.store)


def test_rdf12_turtle_is_made_for_reading(articles: Path) -> None:
    with kg.open(articles) as graph:
        text = export_text(styled(graph.store, "rdf12", "turtle"), "turtle")
    assert "rdf:subject" not in text
    assert "    rdf:reifies <<( country:" in text
    assert " )>> ;\n    kg:status kg:planned ;" in text


def test_a_node_with_two_subjects_stays_as_it_is() -> None:
    a, b, name = (ox.NamedNode(f"https://kg.example/{n}") for n in "abg")
    quads = {ox.Quad(a, SUBJECT, end, name) for end in (a, b)}
    assert set(styled(memory_store(quads), "rdf12", "trig")) == quads


@pytest.mark.parametrize(
    ("style", "form", "message"),
    [
        ("rdf12", "jsonld", "jsonld cannot carry RDF 1.2. Choose one of: turtle, ntriples, nquads, trig."),
        ("rdf12", "csv", "csv cannot carry RDF 1.2. Choose one of: turtle, ntriples, nquads, trig."),
        ("nanopub", "turtle", "turtle cannot carry nanopublications. Choose one of: nquads, trig, jsonld."),
    ],
)
def test_a_form_that_cannot_carry_a_style_is_told(style: Style, form: str, message: str) -> None:
    with pytest.raises(KGError, match=message):
        styled(ox.Store(), style, form)
