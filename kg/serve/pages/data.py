"""What the graph says of a thing as RDF, for programs that ask the page's address for it.

The facts both ways and the labels of their other ends are plain triples. What is planned or denied is no fact: it comes
as the documents' `kg:Statement` nodes with status and quote, as in `graph.ttl`.
"""

from starlette.responses import Response

from kg.serve.media import TRIPLES, choose, negotiate
from kg.serve.pages.ask import iri_text, rows
from kg.serve.pool import Pool
from kg.serve.protocol import Parameters
from kg.serve.replies import Relay
from kg.serve.settings import Refusal
from kg.serve.wire import Question

_HTML = "text/html"


def wanted_form(found: Parameters, accept: str | None) -> str | None:
    """Return the media type of the RDF that a client asks for, None for one that would rather have the page."""
    form = found.get("format", [""])[-1].lower()
    if form in TRIPLES:
        return TRIPLES[form]
    if negotiate(accept, [_HTML, *TRIPLES.values()]) in {_HTML, None}:
        return None
    return choose(accept, None, TRIPLES)


def nothing_about(iri: str) -> str:
    """Return what is said of an IRI that the graph does not know."""
    return f"the graph holds nothing about {iri}. Look for its name with /search?q=NAME."


async def entity_data(pool: Pool, iri: str, form: str) -> Response:
    """Return what the graph says of a thing in a form of RDF; raise Refusal where it says nothing."""
    name = iri_text(iri)
    parts = f"{{ {name} ?p ?o }} UNION {{ ?s ?q {name} }} UNION {{ GRAPH ?g {{ {name} ?p ?o }} }}"
    if not await rows(pool, f"SELECT ?p {{ {parts} }} LIMIT 1"):
        raise Refusal(404, nothing_about(iri))
    text = f"""CONSTRUCT {{
        {name} ?p ?o . ?s ?q {name} . ?other rdfs:label ?label .
        ?statement ?says ?what . ?evidence ?tells ?place
    }} {{
        {{ {name} ?p ?o OPTIONAL {{ ?o rdfs:label ?label BIND(?o AS ?other) }} }}
        UNION {{ ?s ?q {name} OPTIONAL {{ ?s rdfs:label ?label BIND(?s AS ?other) }} }}
        UNION {{ GRAPH ?g {{
            {{ ?statement rdf:subject {name} }} UNION {{ ?statement rdf:object {name} }}
            ?statement kg:status ?status ; ?says ?what
            FILTER(?status IN (kg:planned, kg:negated))
        }} }}
        UNION {{ GRAPH ?g {{
            {{ ?about rdf:subject {name} }} UNION {{ ?about rdf:object {name} }}
            ?about kg:status ?status ; kg:evidence ?evidence . ?evidence ?tells ?place
            FILTER(?status IN (kg:planned, kg:negated))
        }} }}
    }}"""
    return Relay(pool, Question(query=text, default=[], named=[], graph=None, solutions="", triples=form))
