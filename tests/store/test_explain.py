"""A fact is explained by the sentences that say so."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.ontology import load_ontology
from kg.rdf import to_quads
from kg.records import Document, Entity, Evidence, Field, Graph, Reading, Source, Span, Statement
from kg.store.disk import memory_store
from kg.store.explain import Explanation, Named, explain
from tests.witnessed import LLM, SPACY, witnessed_store

BASE = "https://kg.example/"
TEXT = "China and Russia signed the ILRS Accord. Wu Yanhua said CNSA will launch Chang'e-8 in 2028."
ENTITIES = (
    Entity("agreement/ilrs-accord", "Agreement", "ILRS Accord"),
    Entity("country/CN", "Country", "China", ("Chinese",), code="CN"),
    Entity("country/GE", "Country", "Georgia", code="GE"),
    Entity("country/RU", "Country", "Russia", code="RU"),
    Entity("document/news-00000000", "Document", "News"),
    Entity("organization/agencia", "Agency", "Agência Espacial Brasileira", ("AEB",)),
    Entity("organization/cnsa", "Agency", "China National Space Administration", ("CNSA",)),
    Entity("person/wu", "Person", "Wu Yanhua"),
    Entity("place/georgia", "Place", "Georgia"),
    Entity("project/chang-e-8", "Project", "Chang'e-8"),
)
SIGNED = Evidence(0, 40, TEXT[:40], subject=Span(0, 5), trigger=Span(17, 23), object=Span(28, 39))
LAUNCH = Evidence(41, 91, TEXT[41:], subject=Span(0, 5), trigger=Span(66, 72), object=Span(73, 82))
STATEMENTS = (
    Statement("country/CN", "cooperatesWith", "country/RU", found_by="signing", evidence=(SIGNED,)),
    Statement("country/CN", "signatoryOf", "agreement/ilrs-accord", found_by="signing", evidence=(SIGNED,)),
    Statement("country/RU", "signatoryOf", "agreement/ilrs-accord", found_by="madeUp", evidence=(SIGNED,)),
    Statement(
        "organization/cnsa", "launches", "project/chang-e-8", "planned", "person/wu", found_by="launching",
        evidence=(LAUNCH,),
    ),
    Statement("person/wu", "affiliation", "organization/cnsa", role="deputy director"),
    Statement("place/georgia", "locatedIn", "country/GE", "negated", evidence=(SIGNED, LAUNCH)),
)  # fmt: skip


@pytest.fixture(scope="module")
def store() -> ox.Store:
    document = Document("news.txt", TEXT, (Field("title", "News"), Field("date", "2022-02-10")), pages=(0, 41))
    sources = (Source("document/news-00000000", Reading(document, ENTITIES, (), STATEMENTS)),)
    return memory_store(to_quads(Graph(BASE, ENTITIES, sources), load_ontology()))


def facts(told: list[Explanation]) -> list[str]:
    return [f"{e.status} {e.subject.label} {e.predicate.label} {e.object.label}" for e in told]


def test_everything_of_one_statement_is_told(store: ox.Store) -> None:
    (told,) = explain(store, "CNSA", "launches")
    assert told == Explanation(
        subject=Named(BASE + "organization/cnsa", "China National Space Administration"),
        predicate=Named("https://w3id.org/provenkg/ontology#launches", "launches"),
        object=Named(BASE + "project/chang-e-8", "Chang'e-8"),
        status="planned",
        document=Named(BASE + "document/news-00000000", "News"),
        source="news.txt",
        date="2022-02-10",
        evidence=LAUNCH,
        page=2,
        attributed_to=Named(BASE + "person/wu", "Wu Yanhua"),
        role=None,
        rule="launching",
        comment=load_ontology().rules["launching"].comment,
        documents=1,
        sources=1,
    )


def test_marks_count_from_the_start_of_the_quote_and_leave_out_what_stands_elsewhere(store: ox.Store) -> None:
    (signed,) = explain(store, "China", "signatoryOf")
    assert [(name, SIGNED.quote[s.start : s.end]) for name, s in signed.marks()] == [
        ("subject", "China"), ("trigger", "signed"), ("object", "ILRS Accord"),
    ]  # fmt: skip
    (launch,) = explain(store, "CNSA", "launches")
    assert [(name, LAUNCH.quote[s.start : s.end]) for name, s in launch.marks()] == [
        ("trigger", "launch"), ("object", "Chang'e-8"),
    ]  # fmt: skip


def test_an_entity_alone_tells_the_facts_at_either_end(store: ox.Store) -> None:
    assert facts(explain(store, "CNSA")) == [
        "asserted Wu Yanhua affiliation China National Space Administration",
        "planned China National Space Administration launches Chang'e-8",
    ]


def test_a_fact_is_found_from_either_end(store: ox.Store) -> None:
    assert facts(explain(store, "Russia", "cooperatesWith", "China")) == ["asserted China cooperatesWith Russia"]
    assert facts(explain(store, "China", "cooperates with", "Russia")) == ["asserted China cooperatesWith Russia"]
    assert explain(store, "China", "cooperatesWith", "CNSA") == []


def test_each_place_of_a_statement_is_told(store: ox.Store) -> None:
    told = explain(store, "country/GE")
    assert [e.evidence for e in told] == [SIGNED, LAUNCH]


def test_a_statement_without_place_rule_or_comment_is_told_too(store: ox.Store) -> None:
    (held,) = explain(store, "Wu Yanhua", "affiliation")
    assert (held.role, held.evidence, held.rule, held.comment, held.marks()) == (
        "deputy director",
        None,
        None,
        None,
        (),
    )
    (signed,) = explain(store, "Russia", "signatory of")
    assert (signed.rule, signed.comment) == ("madeUp", None)


@pytest.mark.parametrize(
    "name",
    [
        "China", "china", "CHINA", "Chinese", "CN", "country/CN", BASE + "country/CN", f"<{BASE}country/CN>",
    ],
)  # fmt: skip
def test_an_entity_has_many_names(store: ox.Store, name: str) -> None:
    assert len(explain(store, name)) == 2


def test_accents_and_signs_do_not_matter(store: ox.Store) -> None:
    assert explain(store, "agencia espacial brasileira") == []
    assert len(explain(store, "Chang’e 8")) == 1


def test_a_name_of_two_things_tells_of_both_once(store: ox.Store) -> None:
    assert len(explain(store, "Georgia")) == 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("Chna",), "nothing in the graph is called 'Chna'. Did you mean China or China National Space"),
        (("accord",), "nothing in the graph is called 'accord'. Did you mean ILRS Accord?"),
        (("xyzzy",), "nothing in the graph is called 'xyzzy'. Names are listed by: kg query entities"),
        (("China", "signatory"), "no statement has the property 'signatory'. Did you mean signatoryOf? There are:"),
        (("China", "qqq"), "no statement has the property 'qqq'. There are: affiliation, cooperatesWith, launches,"),
        (("China", "signatoryOf", "Accords"), "nothing in the graph is called 'Accords'."),
        ((f"{BASE}country/XX",), f"nothing in the graph is called '{BASE}country/XX'."),
    ],
)
def test_an_unknown_name_is_told_with_near_ones(store: ox.Store, call: tuple[str, ...], message: str) -> None:
    with pytest.raises(KGError, match=f"^{re.escape(message)}"):
        explain(store, *call)


_SPANS = st.none() | st.builds(lambda start, size: Span(start, start + size), st.integers(0, 40), st.integers(1, 40))
_PLACES = st.builds(
    lambda start, size, spans: Evidence(start, start + size, TEXT[start : start + size], *spans),
    st.integers(0, 40),
    st.integers(1, 50),
    st.tuples(_SPANS, _SPANS, _SPANS),
)
_SAID = st.builds(
    Statement,
    subject=st.sampled_from(["country/CN", "organization/cnsa"]),
    predicate=st.sampled_from(["develops", "operates"]),
    object=st.just("project/chang-e-8"),
    status=st.sampled_from(["asserted", "planned", "negated"]),
    attributed_to=st.none() | st.just("person/wu"),
    role=st.none() | st.just("lead\nagency"),
    found_by=st.sampled_from(["", "launching", "title line"]),
    evidence=st.lists(_PLACES, min_size=1, max_size=3, unique=True).map(tuple),
)


@given(st.lists(_SAID, min_size=1, max_size=4, unique_by=lambda s: replace(s, evidence=())))
@settings(max_examples=60, deadline=None)
def test_what_goes_in_as_statements_comes_out_as_explanations(said: list[Statement]) -> None:
    sources = (Source("document/news-00000000", Reading(Document("news.txt", TEXT), ENTITIES, (), tuple(said))),)
    made = memory_store(to_quads(Graph(BASE, ENTITIES, sources), load_ontology()))
    told = explain(made, "project/chang-e-8")
    back = {
        Statement(
            e.subject.iri.removeprefix(BASE), e.predicate.label, e.object.iri.removeprefix(BASE), e.status,
            e.attributed_to.iri.removeprefix(BASE) if e.attributed_to else None, e.role, unquote(e.rule or ""),
            (e.evidence,) if e.evidence else (),
        )
        for e in told
        if e.status != "inferred"
    }  # fmt: skip
    assert back == {replace(statement, evidence=(place,)) for statement in said for place in statement.evidence}


def test_all_who_found_a_fact_are_told() -> None:
    (told,) = explain(witnessed_store(), "India", "signatory of", "Artemis Accords")
    assert (told.rule, told.witnesses, told.finders.names) == ("signing", (LLM, SPACY), ("signing", LLM, SPACY))
    alone, planned = explain(witnessed_store(), "Egypt", "funds")
    assert (alone.rule, alone.comment, alone.witnesses) == (None, None, (LLM,))
    assert (planned.rule, planned.witnesses) == ("funding", ())


@pytest.mark.parametrize(
    ("name", "objects"),
    [("rules", {"Artemis Accords"}), ("both", {"Artemis Accords"}), (SPACY, {"Artemis Accords"}), ("funding", set())],
)
def test_what_one_found_can_be_told_alone(name: str, objects: set[str]) -> None:
    assert {one.object.label for one in explain(witnessed_store(), "India", found_by=name)} == objects


def test_a_name_that_found_nothing_is_told_with_a_guess() -> None:
    with pytest.raises(KGError, match=r"nothing in the graph was found by 'sining'\. Did you mean signing\?"):
        explain(witnessed_store(), "India", found_by="sining")
    with pytest.raises(KGError, match=r"'nobody'\. There are: rules, witnesses, both, funding, signing, llm:org/tiny"):
        explain(witnessed_store(), "India", found_by="nobody")
