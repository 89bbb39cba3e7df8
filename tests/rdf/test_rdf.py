"""A graph of records becomes quads."""

import base64
import datetime as dt
import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.merge import merge_readings
from kg.ontology import Ontology
from kg.rdf import (
    check_base,
    date_literal,
    evidence_path,
    exact,
    graph_name,
    kg,
    label,
    statement_path,
    to_quads,
    typed,
)
from kg.rdf.terms import _UNPRINTABLE
from kg.records import Document, Entity, Evidence, Field, Graph, Reading, Source, Span, Statement
from tests.strategies import readings

BASE = "https://kg.example/"
TEXT = "China and Russia signed a treaty in 2022. CNSA will launch Chang'e-6."
DOC = "document/treaty-00000000"
EVIDENCE = Evidence(0, 41, TEXT[:41], subject=Span(0, 5), trigger=Span(17, 23), object=Span(10, 16))
ENTITIES = (
    Entity("country/CN", "Country", "China", ("PRC",), code="CN"),
    Entity("country/RU", "Country", "Russia", code="RU"),
    Entity("country/SU", "Country", "Soviet Union", code="SU"),
    Entity("date/2022", "Date", "2022", value="2022"),
    Entity("date/2022-02", "Date", "February 2022", value="2022-02"),
    Entity(DOC, "Document", "Treaty"),
    Entity("organization/cnsa", "Agency", "CNSA"),
    Entity("project/chang-e-6", "Project", "Chang'e-6"),
)
COOPERATION = Statement("country/CN", "cooperatesWith", "country/RU", found_by="signing", evidence=(EVIDENCE,))
LAUNCH = Statement(
    "organization/cnsa", "launches", "project/chang-e-6", status="planned", attributed_to="organization/cnsa",
    role="operator", found_by="launching", evidence=(Evidence(42, 69, TEXT[42:]),),
)  # fmt: skip
DENIAL = Statement("country/RU", "develops", "project/chang-e-6", status="negated")


def document(**changes: object) -> Document:
    given = {"source": "articles\\treaty.txt", "text": TEXT, "source_sha256": hashlib.sha256(b"bytes").hexdigest()}
    return Document(**(given | changes))  # type: ignore[arg-type]


def graph(
    *documents: Document, statements: Iterable[Statement] = (COOPERATION, LAUNCH, DENIAL), base: str = BASE
) -> Graph:
    first, *others = documents or (document(),)
    sources = [Source(DOC, Reading(first, ENTITIES, (), tuple(statements))), *(Source(DOC, Reading(d)) for d in others)]
    return Graph(base, ENTITIES, tuple(sources))


def store(graph: Graph, ontology: Ontology) -> ox.Store:
    made = ox.Store()
    made.extend(to_quads(graph, ontology))
    return made


def ask(made: ox.Store, pattern: str) -> bool:
    prefixes = {"kg": kg("").value, "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "": BASE}
    prefixes |= {"skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/"}
    prefixes |= {"rdfs": "http://www.w3.org/2000/01/rdf-schema#", "owl": "http://www.w3.org/2002/07/owl#"}
    prefixes |= {"prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    return bool(made.query(f"ASK {{ {pattern} }}", prefixes=prefixes, base_iri=BASE))


@pytest.mark.parametrize(
    "pattern",
    [
        # entities
        '<country/CN> a kg:Country ; rdfs:label "China"@en ; skos:altLabel "PRC"@en ; kg:isoCode "CN"',
        "<country/CN> owl:sameAs <http://publications.europa.eu/resource/authority/country/CHN>",
        "FILTER NOT EXISTS { <country/SU> owl:sameAs ?any }",
        '<date/2022> a kg:Date ; kg:edtf "2022" ; kg:earliest "2022-01-01"^^xsd:date',
        '<date/2022> kg:latest "2022-12-31"^^xsd:date',
        '<date/2022-02> kg:latest "2022-02-28"^^xsd:date',
        f'<{DOC}> a kg:Document ; rdfs:label "Treaty"@en',
        # facts
        "<country/CN> kg:cooperatesWith <country/RU>",
        "GRAPH <graph/planned> { <organization/cnsa> kg:launches <project/chang-e-6> }",
        "GRAPH <graph/negated> { <country/RU> kg:develops <project/chang-e-6> }",
        "FILTER NOT EXISTS { ?s kg:launches|kg:develops ?o }",
        # document
        f'GRAPH <{DOC}> {{ <{DOC}> a kg:Document ; kg:fileName "articles/treaty.txt" ; dct:language "en" }}',
        f'GRAPH <{DOC}> {{ <{DOC}> kg:sha256 "{hashlib.sha256(TEXT.encode()).hexdigest()}" }}',
        # statements
        f"""GRAPH <{DOC}> {{ ?st a kg:Statement ; rdf:subject <organization/cnsa> ; rdf:predicate kg:launches ;
            rdf:object <project/chang-e-6> ; kg:status kg:planned ; kg:attributedTo <organization/cnsa> ;
            kg:role "operator" ; kg:foundBy kg:launching ; kg:evidence ?ev .
            ?ev a kg:Evidence ; kg:start 42 ; kg:end 69 ; kg:quote "CNSA will launch Chang'e-6." }}""",
        f"""GRAPH <{DOC}> {{ ?st rdf:predicate kg:cooperatesWith ; kg:evidence ?ev . ?ev kg:subjectAt "char=0,5" ;
            kg:triggerAt "char=17,23" ; kg:objectAt "char=10,16" FILTER NOT EXISTS {{ ?ev kg:page ?page }} }}""",
    ],
)
def test_the_shape_of_the_graph(pattern: str, ontology: Ontology) -> None:
    assert ask(store(graph(), ontology), pattern)


def test_each_quad_comes_once_and_always_in_the_same_order(ontology: Ontology) -> None:
    quads = list(to_quads(graph(statements=[COOPERATION, COOPERATION, LAUNCH]), ontology))
    assert len(quads) == len(set(quads))
    assert quads == list(to_quads(graph(statements=[COOPERATION, COOPERATION, LAUNCH]), ontology))


def test_a_page_of_a_paged_document_is_told(ontology: Ontology) -> None:
    assert ask(store(graph(document(pages=(0, 42))), ontology), "GRAPH ?g { ?e kg:start 42 ; kg:page 2 }")


def test_the_metadata_of_a_document(ontology: Ontology) -> None:
    fields = (
        Field("title", "Treaty\n signed"), Field("date", "2022-02-10"), Field("publisher", "Daily"),
        Field("date", "2022-02-11"), Field("author", "Li"), Field("author", "Wu"), Field("language", "fr-CA"),
        Field("url", "https://a.example/ä b"),
    )  # fmt: skip
    made = store(graph(document(fields=fields)), ontology)
    assert ask(
        made,
        """GRAPH ?g { ?g dct:title "Treaty signed"@fr-ca ; dct:date "2022-02-10"^^xsd:date ; dct:publisher "Daily" ;
           dct:creator "Li", "Wu" ; dct:language "fr-CA" ; prov:wasDerivedFrom <https://a.example/%C3%A4%20b> }""",
    )
    assert ask(made, '<country/CN> rdfs:label "China"@fr-ca')
    assert not ask(made, 'GRAPH ?g { ?g dct:date "2022-02-11"^^xsd:date }')


def test_a_document_without_address_comes_from_the_bytes_that_were_read(ontology: Ontology) -> None:
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"bytes").digest()).decode().rstrip("=")
    assert ask(store(graph(), ontology), f"GRAPH ?g {{ ?g prov:wasDerivedFrom <ni:///sha-256;{digest}> }}")


def test_further_sources_of_a_text_add_where_it_lies(ontology: Ontology) -> None:
    other = document(source="https://a.example/x", fields=(Field("date", "2022"),))
    made = store(graph(document(), other), ontology)
    assert ask(
        made,
        """GRAPH ?g { ?g kg:fileName "articles/treaty.txt", "https://a.example/x" ; dct:date "2022"^^xsd:gYear ;
           prov:wasDerivedFrom <https://a.example/x> , ?bytes FILTER(STRSTARTS(STR(?bytes), "ni:")) }""",
    )


def test_a_rule_of_the_reader_gets_an_iri(ontology: Ontology) -> None:
    said = Statement("country/CN", "cooperatesWith", "country/RU", found_by="title line")
    assert ask(store(graph(statements=[said]), ontology), "GRAPH ?g { ?st kg:foundBy kg:title%20line }")


### IRIs


@pytest.mark.parametrize("base", ["http://a.example/#", "https://a.example/kg/", "https://ä.example/"])
def test_a_base_that_can_carry_names(base: str, ontology: Ontology) -> None:
    assert check_base(base) == base
    assert any(q.subject == ox.NamedNode(base + "country/CN") for q in to_quads(graph(base=base), ontology))


@pytest.mark.parametrize(
    "base", ["", "kg.example/", "https://kg.example", "ftp://a/", "urn:x/", "https:///", "https://a b/", "http://[/"]
)
def test_a_base_that_cannot_carry_names_is_refused_with_advice(base: str, ontology: Ontology) -> None:
    with pytest.raises(KGError, match=r"for example: --base https://example\.org/space/"):
        list(to_quads(graph(base=base), ontology))


def test_an_id_that_is_no_iri_is_refused(ontology: Ontology) -> None:
    odd = Graph(BASE, (Entity("country/C N", "Country", "China"),))
    with pytest.raises(KGError, match="'country/C N' cannot be part of an IRI"):
        list(to_quads(odd, ontology))


def test_statement_and_evidence_are_named_by_their_content() -> None:
    assert statement_path(DOC, COOPERATION) == "statement/f28270607ab76d75"
    assert statement_path(DOC, LAUNCH) != statement_path("document/other", LAUNCH)
    more = Statement("country/CN", "cooperatesWith", "country/RU", found_by="signing")
    assert statement_path(DOC, more) == statement_path(DOC, COOPERATION)
    assert evidence_path(DOC, EVIDENCE) == "evidence/16bd975429380f6f"
    assert graph_name(BASE, "negated") == ox.NamedNode("https://kg.example/graph/negated")


### Literals


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("2022-02-10", "date"), ("2022-02", "gYearMonth"), ("2022", "gYear"), ("2022-02-31", "string"),
        ("2022-21", "string"), ("202X", "string"), ("2016/2020", "string"), ("1234567890", "string"),
    ],
)  # fmt: skip
def test_a_date_gets_the_type_that_fits(value: str, datatype: str) -> None:
    assert date_literal(value).datatype.value.endswith(f"#{datatype}")
    assert date_literal(value).value == value


def test_a_label_loses_what_no_file_could_carry() -> None:
    assert label("a\x00b\x1f\ud800\ufffe\uffffc\t\n\r\x85", "en").value == "abc\t\n\r\x85"


@pytest.mark.parametrize("language", [None, "", "english (US)", "e", "x-", "abcdefghij"])
def test_a_label_in_an_odd_language_has_none_or_that_tag(language: str | None) -> None:
    assert label("a", language).language in {None, language}


@pytest.mark.parametrize("kept", ["\t", "\n", "\r", "\x7f", "\x85", "\u2028", "\ufeff"])
def test_a_quote_keeps_what_every_file_can_carry(kept: str) -> None:
    assert exact(f"a{kept}b", "minutes.txt").value == f"a{kept}b"


@pytest.mark.parametrize(("odd", "shown"), [("\x0b", " "), ("\x0c", " "), ("\x07", "\ufffd"), ("\uffff", "\ufffd")])
def test_a_quote_shows_another_character_for_a_control_of_the_same_place(odd: str, shown: str) -> None:
    assert exact(f"a{odd}b", "minutes.txt").value == f"a{shown}b"


@pytest.mark.parametrize("odd", ["\x00", "\ud800"])
def test_a_quote_is_never_changed(odd: str) -> None:
    with pytest.raises(KGError, match=rf"minutes.txt: its text holds U\+{ord(odd):04X}, which RDF cannot carry"):
        exact(f"a{odd}b", "minutes.txt")


RESULT = "{http://www.w3.org/2005/sparql-results#}literal"


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")))
def test_a_quote_survives_every_file_and_reply_and_keeps_its_length(text: str) -> None:
    literal = exact(text, "a.txt")
    assert len(literal.value) == len(text)
    quad = ox.Quad(kg("a"), kg("b"), literal, ox.DefaultGraph())
    for form in (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD):
        assert [*ox.parse(ox.serialize([quad], format=form) or b"", format=form)] == [quad]
    made = ox.Store()
    made.add(quad)
    answer = made.query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(answer, ox.QuerySolutions)
    written = answer.serialize(format=ox.QueryResultsFormat.XML) or b""
    (found,) = ET.fromstring(written).iter(RESULT)  # noqa: S314 - our own
    assert (found.text or "").replace("\r", "\n") == literal.value.replace("\r\n", "\n").replace("\r", "\n")


@given(readings())
@settings(max_examples=50, deadline=None)
def test_every_literal_of_a_graph_is_left_as_it_is_by_both_stores(ontology: Ontology, reading: Reading) -> None:
    """Oxigraph turns "007" into "7" and rdflib "2020Z" into "2020+00:00": only canonical forms compare equal."""
    merged = merge_readings([reading], base=BASE, ontology=ontology)
    quads = set(to_quads(merged, ontology))
    assert set(store(merged, ontology)) == quads
    for literal in {quad.object for quad in quads if isinstance(quad.object, ox.Literal)}:
        assert not _UNPRINTABLE.search(literal.value)
        if not literal.language:
            again = rdflib.Literal(literal.value, datatype=rdflib.URIRef(literal.datatype.value), normalize=True)
            assert str(again) == literal.value
        assert literal.language in {None, (literal.language or "").lower()}


@given(st.integers(-(10**30), 10**30), st.integers(0, 5), st.dates())
def test_typed_values_have_one_form(number: int, zeros: int, day: dt.date) -> None:
    sign, digits = ("-", str(-number)) if number < 0 else ("", str(number))
    assert typed(f"{sign}{'0' * zeros}{digits}", "integer").value == str(number)
    assert typed(day.isoformat(), "date").value == day.isoformat()
    assert typed(f"{day.year:04}", "gYear").value == f"{day.year:04}"
    with pytest.raises(ValueError, match="month"):
        typed("2022-13", "gYearMonth")


@given(st.text())
def test_a_label_survives_every_file(text: str) -> None:
    quad = ox.Quad(kg("a"), kg("b"), label(text, "en"), ox.DefaultGraph())
    data = ox.serialize([quad], format=ox.RdfFormat.N_QUADS)
    assert data is not None
    assert list(ox.parse(data, format=ox.RdfFormat.N_QUADS)) == [quad]


def test_every_country_of_the_gazetteer_has_an_authority(ontology: Ontology) -> None:
    rows = (Path(__file__).parents[2] / "data/gazetteer/countries.tsv").read_text(encoding="utf-8").splitlines()[1:]
    codes = [row.split("\t")[0] for row in rows if row.split("\t")[7] == "country"]
    countries = Graph(BASE, tuple(Entity(f"country/{code}", "Country", code, code=code) for code in codes))
    linked = {q.subject for q in to_quads(countries, ontology) if q.predicate.value.endswith("#sameAs")}
    assert len(linked) == len(codes) > 190
