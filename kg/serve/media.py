"""Turn an Accept header into the media type to answer with (RFC 9110, 12.5.1)."""

from collections.abc import Mapping, Sequence

SOLUTIONS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Forms of SELECT and ASK answers, by the name of the parameter `format`."""

TRIPLES = {
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
"""Forms of CONSTRUCT and DESCRIBE answers and of graphs, by the name of the parameter `format`."""

DATASETS = {name: TRIPLES[name] for name in ("trig", "nquads", "jsonld")}
"""Forms that can say which graph a triple stands in."""

_ALIASES = ("application/json", "application/xml")  # clients ask for these when they mean results of SPARQL


def choose(accept: str | None, form: str | None, table: Mapping[str, str]) -> str:
    """Return the media type of a table that suits the parameter `format`, else the Accept header, else the first.

    A client that accepts none of them is sent the first: it can tell by the header, and most say less than they read.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", None, SOLUTIONS)
    'application/sparql-results+xml'
    >>> choose("image/png", None, TRIPLES), choose("*/*", "csv", SOLUTIONS)
    ('text/turtle', 'text/csv')
    """
    if form is not None and form in table:
        return table[form]
    offers = [*table.values(), *(_ALIASES if table is SOLUTIONS else ())]
    return negotiate(accept, offers) or offers[0]


def negotiate(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer with the highest q-value; of equals the one named most exactly, then first; None for none.

    >>> negotiate("text/*;q=0.3, text/turtle;q=0", ["text/turtle", "text/csv"])
    'text/csv'
    """
    ranges = _ranges(accept or "*/*")
    ranked = []
    for place, offer in enumerate(offers):
        fitting = [(_exactness(wanted, offer), -at, q) for at, (wanted, q) in enumerate(ranges)]
        exactness, at, q = max(fitting, default=(0, 0, 0.0))
        if exactness and q > 0:
            ranked.append((q, exactness, at, -place, offer))
    return max(ranked)[-1] if ranked else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        wanted, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [value.removeprefix("q=") for value in parameters if value.startswith("q=")]
        found.append((wanted, _weight(weights[0]) if weights else 1.0))
    return found


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _exactness(wanted: str, offer: str) -> int:
    if wanted == offer:
        return 3
    if wanted == offer.partition("/")[0] + "/*":
        return 2
    return int(wanted == "*/*")


def with_charset(media: str) -> str:
    """Return the Content-Type header of a media type."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
