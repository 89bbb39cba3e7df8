"""Ask the workers what a page shows. Pages have no other way to the graph, so that every limit holds for them."""

import json
import re
from typing import Any

from kg.serve.media import SOLUTIONS
from kg.serve.pool import Pool
from kg.serve.replies import whole
from kg.serve.settings import Refusal
from kg.serve.wire import Question

LIMIT = 5_000_000
"""Bytes of an answer that a page is made of."""

Row = dict[str, dict[str, Any]]
"""A row of SPARQL JSON results: terms by the name of the variable, none where it is unbound."""

_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')  # IRIREF, SPARQL 1.1 Query Language 19.8


async def rows(pool: Pool, text: str) -> list[Row]:
    """Return the rows of a SELECT; raise Refusal as every query does."""
    question = Question(query=text, default=[], named=[], graph=None, solutions=SOLUTIONS["json"], triples="")
    _, found = await whole(pool, question, limit=LIMIT)
    answer: list[Row] = json.loads(found)["results"]["bindings"]
    return answer


def iri_text(iri: str) -> str:
    """Return an IRI as SPARQL writes it; raise Refusal for what is none, so that nothing can be slipped into a query.

    >>> iri_text("http://a.example/b")
    '<http://a.example/b>'
    """
    if not is_iri(iri):
        raise Refusal(400, f"{iri[:200]!r} is not an IRI. Give one in full, for example https://kg.example/country/CN.")
    return f"<{iri}>"


def is_iri(text: str) -> bool:
    """Return whether a text can be an absolute IRI.

    >>> is_iri("urn:x:1"), is_iri("_:b1"), is_iri("China")
    (True, False, False)
    """
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text)) and not _NO_IRI.search(text)


def value(row: Row, name: str) -> str:
    """Return the text of a term of a row, empty where it is unbound."""
    found = row.get(name)
    return found["value"] if found and isinstance(found["value"], str) else ""
