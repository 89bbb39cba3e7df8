"""Accept headers as RFC 9110 reads them."""

import pytest

from kg.serve.media import SOLUTIONS, TRIPLES, choose

JSON, XML, CSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV ; Q=1.0", CSV),
        ("application/sparql-results+xml;q=0.8, text/csv;q=0.9", CSV),
        ("text/csv;q=0.1, */*;q=0.5", JSON),
        ("text/*", CSV),
        ("text/*;q=0.9, text/csv;q=0", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0, */*", XML),
        ("application/json", "application/json"),
        ("text/csv, application/sparql-results+xml", CSV),
        ("text/csv;q=high, application/sparql-results+xml;q=0.1", XML),
        ("text/csv;q=7, application/sparql-results+xml;q=0.1", XML),
        ("image/png", JSON),
        (";;,,q=", JSON),
    ],
)
def test_best_form_is_chosen(accept: str | None, chosen: str) -> None:
    assert choose(accept, None, SOLUTIONS) == chosen


def test_format_is_taken_where_it_can_be() -> None:
    assert choose("text/csv", "xml", SOLUTIONS) == XML
    assert choose("text/turtle", "csv", TRIPLES) == "text/turtle"
