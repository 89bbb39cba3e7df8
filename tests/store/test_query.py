"""SPARQL becomes rows, triples or a yes or no, and errors that point at the place."""

import gc
import json
import re
import sys
from datetime import date

import pyoxigraph as ox
import pytest

from kg.errors import KGError, QueryError
from kg.store.query import run_query
from kg.store.results import Result, Rows, Triples, to_text

BASE = "https://a.example/base/"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(
        f"""
        @prefix kg: <https://w3id.org/provenkg/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @base <{BASE}> .
        <document/d-00000000> {{ <document/d-00000000> a kg:Document . }}
        {{
          <country/CN> a kg:Country ; rdfs:label "China"@en , "中国"@zh ; kg:cooperatesWith <country/RU> .
          <country/RU> rdfs:label "Russia"@en .
        }}
        """.encode(),
        format=ox.RdfFormat.TRIG,
    )
    return made


def rows(store: ox.Store, text: str) -> Rows:
    result = run_query(store, text)
    assert isinstance(result, Rows)
    return result


def test_known_prefixes_and_paths_need_no_declaration(store: ox.Store) -> None:
    found = rows(store, "SELECT ?label { <country/CN> kg:cooperatesWith ?x . ?x rdfs:label ?label }")
    assert found.columns == ("label",)
    assert list(found) == [("Russia",)]


@pytest.mark.parametrize("running", [True, False])
def test_the_garbage_collector_is_left_as_it_was(store: ox.Store, *, running: bool) -> None:
    before = gc.isenabled()
    (gc.enable if running else gc.disable)()
    try:
        rows(store, "SELECT * { ?s ?p ?o }")
        assert gc.isenabled() is running
        with pytest.raises(QueryError):
            rows(store, "SELECT * { ?s ?p }")
        assert gc.isenabled() is running
    finally:
        (gc.enable if before else gc.disable)()


def test_a_prefix_of_the_query_goes_before_the_known_one(store: ox.Store) -> None:
    assert len(rows(store, "PREFIX kg: <http://b.example/> SELECT * { ?s kg:cooperatesWith ?o }")) == 0


def test_cells_become_python_values(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT (1 AS ?i) (1.5 AS ?d) (2e0 AS ?f) (true AS ?b) ("2022-02-10"^^xsd:date AS ?day)
           ("-44-01-01"^^xsd:date AS ?odd) ("x"@en AS ?s) (<country/CN> AS ?iri) ?none {}""",
    )
    assert list(found) == [(1, 1.5, 2.0, True, date(2022, 2, 10), "-44-01-01", "x", BASE + "country/CN", None)]


def test_ask_gives_a_bool(store: ox.Store) -> None:
    assert run_query(store, "ASK { ?s kg:cooperatesWith ?o }") is True
    assert run_query(store, "ASK { ?s kg:funds ?o }") is False


def test_construct_gives_each_triple_once_in_order(store: ox.Store) -> None:
    result = run_query(store, "CONSTRUCT { ?s a kg:Actor . <country/AA> a kg:Actor } { ?s rdfs:label ?l }")
    assert isinstance(result, Triples)
    assert [t.subject.value.removeprefix(BASE) for t in result] == ["country/AA", "country/CN", "country/RU"]  # type: ignore[union-attr]


def test_blank_nodes_of_a_result_are_named_by_content(store: ox.Store) -> None:
    query = "CONSTRUCT { [] kg:quote ?l . [] kg:role ?l } { <country/CN> rdfs:label ?l }"
    assert to_text(run_query(store, query), "turtle") == to_text(run_query(store, query), "turtle")
    assert "_:c14n0 kg:" in to_text(run_query(store, query), "turtle")


def test_bindings_give_variables_a_value(store: ox.Store) -> None:
    bound = {"s": ox.NamedNode(BASE + "country/CN")}
    result = run_query(store, "SELECT ?s ?o { ?s kg:cooperatesWith ?o }", bindings=bound)
    assert list(result) == [(BASE + "country/CN", BASE + "country/RU")]  # type: ignore[arg-type]


### Errors


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("SELECT ?s WHERE { ?s ?p }", (1, 25), "unexpected }."),
        ("SELECT ?s\nWHERE { ?s ?p ?o \n FILTER(?s = ) }", (3, 14), "unexpected )."),
        ("SELECT * WERE {?s ?p ?o}", (1, 10), "unexpected WERE. Did you mean WHERE?"),
        ("SELEC * {?s ?p ?o}", (1, 1), "unexpected SELEC. Did you mean SELECT?"),
        ("SELECT ?s { ?s ?p 'é😀' . é }", (1, 26), "unexpected é."),
        ("SELECT * { ?s ?p ?o", (1, 20), "the query ends too early."),
        ("SELECT ?s { ?s ?p ?o } ORDER BY\n", (1, 32), "the query ends too early."),
        ("", (1, 1), "the query ends too early."),
        ('SELECT ?s { ?s ?p "abc }', (1, 19), "this string has no end."),
        ("SELECT ?s {\n\t?s foo:bar ?o }", (2, 5), "the prefix foo: is not declared. Write PREFIX foo: <…> first"),
        ("SELECT ?s { ?s :x ?o }", (1, 16), "the prefix : is not declared."),
        ('SELECT * { ?s ?p "a"@en, "b"^^xsd:date FILTER(?s != 3) . ) }', (1, 58), "unexpected )."),
        ("SELECT (SUM(?x) AS ?y) ?z {?x ?y ?z}", (1, 37), "the SELECT contains a variable that is unbound."),
        ("SELECT * {?s ?p ?o} LIMIT x", (1, 27), "unexpected x."),
        ("# ' comment\nSELECT * {?s ?p ?o} LIMT 3", (2, 21), "unexpected LIMT. Did you mean LIMIT?"),
        ("DROP ALL", (1, 1), "DROP would change the store"),
        ("SELECT * {\n SERVICE <http://a.example/> {} }", (2, 2), "SERVICE would send data to another server"),
    ],
)  # fmt: skip
def test_a_syntax_error_points_at_the_place(store: ox.Store, query: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(store, query)
    said, shown, caret = str(caught.value).split("\n")
    assert caught.value.position == place
    assert said.startswith(f"line {place[0]}, column {place[1]}: {message}")
    assert shown == "  " + query.split("\n")[place[0] - 1].replace("\t", " ")
    assert caret == " " * (place[1] + 1) + "^"


def test_a_query_that_is_no_text_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="could not be answered"):
        run_query(store, "SELECT ?s { ?s ?p '\ud800' }")


### Forms


def test_a_table_is_aligned_and_short(store: ox.Store) -> None:
    query = "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?s ?label"
    assert to_text(run_query(store, query), "table") == (
        "s           label\n----------  ------\ncountry/CN  China\ncountry/CN  中国\ncountry/RU  Russia\n"
    )


def test_a_table_counts_wide_characters_and_keeps_its_lines(store: ox.Store) -> None:
    found = rows(store, "SELECT ?a ?b { VALUES (?a ?b) { ('中国' 1) ('a\\nb\u202e\x9bc' 2) } }")
    assert to_text(found, "table").splitlines() == ["a      b", "-----  -", "中国   1", "a b c  2"]


def test_rows_as_csv_tsv_and_json(store: ox.Store) -> None:
    found = rows(
        store, "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (<country/CN> 'say \"a,\\tb\"'@en UNDEF) (1 'x' true) } }"
    )
    assert to_text(found, "csv") == f'a,b,c\r\n{BASE}country/CN,"say ""a,\tb""",\r\n1,x,true\r\n'
    assert to_text(found, "tsv").splitlines() == [
        "?a\t?b\t?c",
        f'<{BASE}country/CN>\t"say \\"a,\\tb\\""@en\t',
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>\t"x"\t"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    ]
    parsed = ox.parse_query_results(to_text(found, "json").encode(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(solution) for solution in parsed] == list(found.terms)
    assert json.loads(to_text(found, "json"))["results"]["bindings"][0]["b"] == {
        "type": "literal", "value": 'say "a,\tb"', "xml:lang": "en",
    }  # fmt: skip


def test_the_tsv_parses_back(store: ox.Store) -> None:
    found = rows(store, "SELECT ?s ?p ?o { ?s ?p ?o }")
    parsed = ox.parse_query_results(to_text(found, "tsv").encode(), format=ox.QueryResultsFormat.TSV)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(solution) for solution in parsed] == list(found.terms)


def test_triples_as_turtle_parse_back(store: ox.Store) -> None:
    result = run_query(store, "DESCRIBE <country/CN>")
    text = to_text(result, "turtle")
    assert 'country:CN a kg:Country ;\n    rdfs:label "China"@en ,\n' in text
    assert {q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)} == set(result)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "text"), [("table", "yes\n"), ("csv", "true\n"), ("json", '{"head": {}, "boolean": true}\n')]
)
def test_a_bool_in_each_form(form: str, text: str) -> None:
    assert to_text(True, form) == text  # noqa: FBT003


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        ("SELECT * {}", "turtle", "rows cannot be written as 'turtle'. There are: table, csv, tsv, json."),
        ("CONSTRUCT {} {}", "table", "triples cannot be written as 'table'. There are: turtle."),
        ("ASK {}", "xml", "yes or no cannot be written as 'xml'. There are: table, csv, tsv, json."),
    ],
)
def test_a_form_that_does_not_fit_is_refused(store: ox.Store, query: str, form: str, message: str) -> None:
    with pytest.raises(KGError, match=f"^{re.escape(message)}$"):
        to_text(run_query(store, query), form)


def test_rows_in_a_notebook_are_escaped(store: ox.Store) -> None:
    found = rows(store, "SELECT ('<script>alert(1)</script>' AS ?a) {}")
    assert found._repr_html_() == (
        "<table><thead><tr><th>a</th></tr></thead><tbody>"
        "<tr><td>&lt;script&gt;alert(1)&lt;/script&gt;</td></tr></tbody></table>"
    )


def test_rows_as_a_data_frame(store: ox.Store) -> None:
    pytest.importorskip("pandas")
    frame = rows(store, "SELECT ?n ?x { VALUES (?n ?x) { (1 'a') (2 UNDEF) } }").to_pandas()
    assert list(frame.columns) == ["n", "x"]
    assert frame["n"].tolist() == [1, 2]


def test_without_pandas_the_way_to_get_it_is_told(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KGError, match=r"pip install 'provenkg\[pandas\]'"):
        rows(store, "SELECT * {}").to_pandas()


def test_a_result_prints_itself(store: ox.Store) -> None:
    results: list[Result] = [run_query(store, "SELECT (1 AS ?x) {}"), run_query(store, "CONSTRUCT {} {}")]
    assert [str(result) for result in results] == ["x\n-\n1\n", ""]
