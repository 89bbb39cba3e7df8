"""Any triples can be written as Turtle and read back."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.rdf import PREFIXES, XSD
from kg.store.turtle import turtle

BASE = "https://kg.example/"

_PARTS = st.text(st.sampled_from("abzAZ09-._~%3Fé中😀·'()*,;=:@!$&/#?"), max_size=8).map(
    lambda s: s.replace("%", "%25")
)
_IRIS = st.builds(
    lambda start, rest: ox.NamedNode(start + rest),
    st.sampled_from([BASE, BASE + "country/", BASE + "a-b/", BASE + "kg/", "urn:x:", *PREFIXES.values()]),
    _PARTS.filter(lambda part: part.count("#") == 0),
)  # fmt: skip
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
_LITERALS = (
    st.builds(ox.Literal, _TEXTS)
    | st.builds(
        lambda text, tag: ox.Literal(text, language=tag), _TEXTS, st.sampled_from(["en", "pt-br", "zh-hant-tw"])
    )
    | st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        st.sampled_from(["1", "-0", "007", "+5", "1.5", "true", "x", "2022-02-10", "", "1\n"]),
        st.sampled_from(["integer", "date", "boolean", "decimal", "string"]),
    )
    | st.builds(lambda text, kind: ox.Literal(text, datatype=kind), _TEXTS, _IRIS)
)
_NODES = _IRIS | st.sampled_from([ox.BlankNode("a"), ox.BlankNode("b1")])
_TRIPLES = st.lists(st.builds(ox.Triple, _NODES, _IRIS, _NODES | _LITERALS), max_size=6)


def written(triples: list[ox.Triple]) -> str:
    return turtle(triples, PREFIXES, base=BASE)


@given(_TRIPLES)
@settings(max_examples=300, deadline=None)
def test_oxigraph_reads_the_same_triples(triples: list[ox.Triple]) -> None:
    found = ox.parse(written(triples).encode(), format=ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in found} == set(triples)


@pytest.mark.filterwarnings("ignore:.*weird numerical:UserWarning")
@given(_TRIPLES)
@settings(max_examples=100, deadline=None)
def test_rdflib_reads_what_it_reads_from_ntriples(triples: list[ox.Triple]) -> None:
    lines = ox.serialize(set(triples), format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    one, other = rdflib.Graph(), rdflib.Graph()
    one.parse(data=written(triples), format="turtle")
    other.parse(data=lines, format="nt")
    assert isomorphic(one, other)


@given(_TRIPLES)
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_triples_does_not_matter(triples: list[ox.Triple]) -> None:
    assert written(triples[::-1] + triples) == written(triples)


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (BASE + "country/CN", "country:CN"),
        (BASE + "organization/中国", "organization:中国"),
        (BASE + "place/st.-john", "place:st.-john"),
        (BASE + "place/st.", f"<{BASE}place/st.>"),
        (BASE + "place/-x", f"<{BASE}place/-x>"),
        (BASE + "date/2016/2020", f"<{BASE}date/2016/2020>"),
        (BASE + "country/", f"<{BASE}country/>"),
        (BASE + "Country/CN", f"<{BASE}Country/CN>"),
        (BASE + "kg/x", f"<{BASE}kg/x>"),
        (PREFIXES["kg"] + "status", "kg:status"),
        ("https://a.example/x", "<https://a.example/x>"),
    ],
)
def test_a_name_is_short_only_where_every_reader_agrees(iri: str, name: str) -> None:
    node = ox.NamedNode(iri)
    assert written([ox.Triple(node, node, node)]).endswith(
        f"\n{name} {name} {name} .\n".lstrip("\n" if name[0] == "<" else "")
    )


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (ox.Literal('a "b" \\ c\n\r\t'), '"a \\"b\\" \\\\ c\\n\\r\\t"'),
        (ox.Literal("\x07\x85\u2028\u202e\ufeff"), '"\\u0007\\u0085\\u2028\\u202E\\uFEFF"'),
        (ox.Literal("中", language="zh"), '"中"@zh'),
        (ox.Literal(5), "5"),
        (ox.Literal("x", datatype=ox.NamedNode(XSD + "integer")), '"x"^^xsd:integer'),
        (ox.Literal(value=True), '"true"^^xsd:boolean'),
    ],
)
def test_a_literal_is_written_so_that_every_character_is_seen(literal: ox.Literal, text: str) -> None:
    node = ox.NamedNode("https://a.example/x")
    assert written([ox.Triple(node, node, literal)]).rstrip().endswith(f"<https://a.example/x> {text} .")
