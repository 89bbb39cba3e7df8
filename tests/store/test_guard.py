"""What could do more than read is refused before the store sees it."""

import pytest

from kg.errors import QueryError
from kg.store.guard import DEPTH_LIMIT, STEP_LIMIT, check_query, position


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT ?x { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICESILENTp:x#>\n{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'SERVICE<http://a>{} }",
        'SELECT * { ?s ?p """a " b"""SERVICE<http://a>{} }',
        "SELECT * { ?s <http://x/'> ?o SERVICE <http://a> {} } #'",
        "SELECT * { ?s <http://x#> ?o . SERVICE <http://a> {} }",
        "SELECT * { ?s ?p ?o # comment '\n SERVICE <http://a> {} }",
        "SELECT * { ?s p:it\\'s ?o SERVICE <http://a> {} }",
        "SELECT * { \\u0053ERVICE <http://a> {} }",
        "SELECT * { FILTER(true)SERVICEp:x{} }",
        "PREFIX a: <http://a#> SELECT * { BIND(1<2 AS ?x) SERVICE a:b {} FILTER(?x > 1) }",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE would send data to another server"):
        check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service rdfs:label 'Service Module' }",
        'SELECT * { ?s kg:service ?o ; <http://a.example/service> """the "service" module""" }',
        "SELECT * { ?s :service _:service } # SERVICE is not used",
        "SELECT * { ?s ?p 'it\\'s a service' }",
        "SELECT * { FILTER(?a < 3 && ?b > 4) ?s ?p 'SERVICE' }",
        "SELECT * { ?s ?p '''one service's''' }",
    ],
)
def test_the_word_service_elsewhere_is_welcome(query: str) -> None:
    check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "# hello\nPREFIX kg: <http://a#>\nBASE <http://b/>\n  delete where { ?s ?p ?o }",
        "LOAD <http://a>",
        "CLEAR ALL",
        "with <a> delete {} where {}",
    ],
)
def test_updates_are_refused(query: str) -> None:
    with pytest.raises(QueryError, match="would change the store, and kg only reads it"):
        check_query(query)


def test_the_position_of_a_refused_word_is_told() -> None:
    with pytest.raises(QueryError) as caught:
        check_query("SELECT * {\n  SERVICE <http://a> {} }")
    assert caught.value.position == (2, 3)
    assert position("ab\ncd", 4) == (2, 2)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(" + "(" * DEPTH_LIMIT + "1" + ")" * DEPTH_LIMIT + ") }",
        "SELECT * " + "{" * (DEPTH_LIMIT + 1) + "}" * (DEPTH_LIMIT + 1),
        "SELECT * { ?a " + "(" * DEPTH_LIMIT + "<p:a>" + ")" * DEPTH_LIMIT + " ?b }",
        "SELECT * { FILTER(" + " || ".join(["1"] * 20_000) + ") }",
        "SELECT * { FILTER(" + "!" * 20_000 + "1) }",
        "SELECT * { FILTER(" + "+".join(["1"] * 20_000) + ") }",
        "SELECT * { " + " UNION ".join(["{}"] * (STEP_LIMIT + 2)) + " }",
        "SELECT * { " + "OPTIONAL{?a ?b ?c}" * (STEP_LIMIT + 1) + " }",
    ],
)
def test_nesting_that_would_end_the_process_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match=r"nested more than 500 deep|more than 2000 operators"):
        check_query(query)


def test_long_lists_are_welcome() -> None:
    check_query(
        "SELECT * { VALUES ?x { " + "<http://a/-+*!> " * 50_000 + "} FILTER(?x IN (" + "'((-+', " * 50_000 + "1)) }"
    )


@pytest.mark.parametrize("query", ["<" * 100_000, "'" * 100_000, '"""' * 30_000, "\\" * 10, "", "<a" * 50_000])
def test_a_query_of_marks_alone_is_read_in_time(query: str) -> None:
    check_query(query)
