"""Readings of single documents become one graph."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.merge import SELF, document_path, merge_readings, path_group
from kg.ontology import load_ontology
from kg.records import (
    PAGE,
    Document,
    Entity,
    Evidence,
    Field,
    Graph,
    Mention,
    Reading,
    Rejected,
    Span,
    Statement,
)

ONTOLOGY = load_ontology()
CHINA = Entity("e1", "Country", "China", code="CN")
RUSSIA = Entity("e2", "Country", "Russia", code="RU")


def reading(
    text: str, *entities: Entity, source: str = "", statements: Sequence[Statement] = (), title: str = ""
) -> Reading:
    """Return a reading whose entities are mentioned wherever their label stands in the text."""
    fields = (Field("title", title),) if title else ()
    mentions = tuple(
        Mention(text.find(e.label), text.find(e.label) + len(e.label), e.label, e.type, "test", entity=e.id)
        for e in entities
        if e.label in text
    )
    return Reading(Document(source or f"{text[:8]}.txt", text, fields), entities, mentions, tuple(statements))


def entity(graph: Graph, path: str) -> Entity:
    return next(e for e in graph.entities if e.id == path)


def paths(graph: Graph) -> list[str]:
    return [e.id for e in graph.entities if not e.id.startswith("document/")]


def statements(graph: Graph) -> list[Statement]:
    return [s for source in graph.sources for s in source.reading.statements]


### Paths


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (CHINA, "country/CN"),
        (Entity("x", "Country", "Soviet Union", code="su"), "country/SU"),
        (Entity("x", "Agency", "European Space Agency"), "organization/european-space-agency"),
        (Entity("x", "Media", "Xinhua"), "organization/xinhua"),
        (Entity("x", "LaunchVehicle", "Long March 5"), "project/long-march-5"),
        (Entity("x", "Project", "Chang’e-6"), "project/chang-e-6"),
        (Entity("x", "Agreement", "Artemis Accords"), "agreement/artemis-accords"),
        (Entity("x", "Person", "Wu Yanhua"), "person/wu-yanhua"),
        (Entity("x", "Place", "Wenchang"), "place/wenchang"),
        (Entity("x", "Event", "IAC"), "event/iac"),
        (Entity("x", "Document", "White Paper"), "document/white-paper"),
        (Entity("x", "Date", "2035", value="2035"), "date/2035"),
        (Entity("x", "Date", "2016 to 2020", value="2016/2020"), "date/2016--2020"),
        (Entity("x", "Date", "the 2020s", value="202X"), "date/202X"),
        (Entity("x", "Date", "about 2030", value="2030?"), "date/2030%3F"),
        (Entity("x", "Organization", "中国国家航天局"), "organization/中国国家航天局"),
    ],
)
def test_the_path_of_an_entity_is_made_of_its_content(given: Entity, path: str) -> None:
    assert path in [e.id for e in merge_readings([reading("A text.", given)]).entities]


def test_an_unnamed_entity_belongs_to_its_document() -> None:
    treaty = Entity("e1", "Agreement", "agreement", nominal=True)
    first, second = reading("An agreement was signed.", treaty), reading("Another agreement was signed.", treaty)
    assert paths(merge_readings([first, second])) == sorted(
        f"agreement/agreement-{r.document.sha256[:8]}" for r in (first, second)
    )


def test_unnamed_entities_of_one_name_are_numbered_in_the_order_of_the_text() -> None:
    text = "agreement one and agreement two"
    later, earlier = (Entity(name, "Agreement", "agreement", nominal=True) for name in ("e1", "e2"))
    mentions = (
        Mention(18, 27, "agreement", "Agreement", "test", "nominal", entity="e1"),
        Mention(0, 9, "agreement", "Agreement", "test", "nominal", entity="e2"),
    )
    document = Document("a.txt", text)
    said = (Statement("e2", "signedOn", "d"),)
    graph = merge_readings(
        [Reading(document, (later, earlier, Entity("d", "Date", "2020", value="2020")), mentions, said)]
    )
    assert paths(graph)[:2] == [
        f"agreement/agreement-2-{document.sha256[:8]}",
        f"agreement/agreement-{document.sha256[:8]}",
    ]
    assert statements(graph)[0].subject == f"agreement/agreement-{document.sha256[:8]}"


def test_a_date_without_value_belongs_to_its_document() -> None:
    found = reading("It flies later this year.", Entity("e1", "Date", "later this year"))
    assert paths(merge_readings([found])) == [f"date/later-this-year-{found.document.sha256[:8]}"]


def test_a_class_of_another_ontology_names_its_own_group() -> None:
    assert path_group("SpaceTug", ONTOLOGY) == "space-tug"


def test_a_long_title_is_cut_between_words() -> None:
    path = document_path(Document("a.txt", "text"), "word " * 40)
    assert path.startswith("document/word-word-")
    assert len(path) < 110
    assert "word-" + Document("a.txt", "text").sha256[:8] in path


### Names


def test_aliases_of_several_documents_are_joined() -> None:
    one = Entity("e1", "Country", "China", ("PRC",), code="CN")
    two = Entity("e1", "Country", "China", ("Chinese", "PRC"), code="CN")
    graph = merge_readings([reading("a", one), reading("b", two)])
    assert entity(graph, "country/CN") == Entity("country/CN", "Country", "China", ("Chinese", "PRC"), code="CN")


def test_the_label_is_the_proper_name_that_most_documents_use() -> None:
    plain = Entity("e1", "Project", "international lunar research station")
    proper = Entity("e1", "Project", "International Lunar Research Station")
    shout = Entity("e1", "Project", "INTERNATIONAL LUNAR RESEARCH STATION")
    graph = merge_readings(
        [reading(t, e) for t, e in zip("abcdef", [plain, plain, plain, proper, proper, shout], strict=True)]
    )
    (merged,) = [e for e in graph.entities if e.type == "Project"]
    assert merged.label == "International Lunar Research Station"
    assert merged.aliases == ()


def test_white_space_in_a_label_becomes_one_space() -> None:
    graph = merge_readings([reading("a", Entity("e1", "Agency", "European\nSpace \t Agency", ("E S\nA",)))])
    assert entity(graph, "organization/european-space-agency").label == "European Space Agency"
    assert entity(graph, "organization/european-space-agency").aliases == ("E S A",)


def test_a_date_is_labelled_by_its_value_and_has_no_deictic_aliases() -> None:
    graph = merge_readings([reading("a", Entity("e1", "Date", "later this year", ("this year",), value="2022"))])
    assert entity(graph, "date/2022") == Entity("date/2022", "Date", "2022", value="2022")


def test_a_date_that_is_no_edtf_keeps_the_words_of_the_documents() -> None:
    graph = merge_readings([reading("a", Entity("e1", "Date", "recently", value="PAST_REF"))])
    assert entity(graph, "date/PAST_REF").label == "recently"


def test_an_acronym_alone_is_the_long_name_that_another_document_gives_it() -> None:
    long = Entity("e1", "Agency", "China National Space Administration", ("CNSA",))
    short = Entity("e1", "Organization", "CNSA")
    said = Statement("e1", "cooperatesWith", "e2")
    graph = merge_readings([reading("a", long), reading("b", short, RUSSIA, statements=[said])])
    assert paths(graph) == ["country/RU", "organization/china-national-space-administration"]
    merged = entity(graph, "organization/china-national-space-administration")
    assert (merged.label, merged.type, merged.aliases) == ("China National Space Administration", "Agency", ("CNSA",))
    assert statements(graph)[0].object == merged.id


def test_an_acronym_of_two_long_names_stays_alone() -> None:
    graph = merge_readings(
        [
            reading("a", Entity("e1", "Agency", "Egyptian Space Agency", ("ESA",))),
            reading("b", Entity("e1", "Agency", "European Space Agency", ("ESA",))),
            reading("c", Entity("e1", "Agency", "ESA")),
        ]
    )
    assert "organization/esa" in paths(graph)


def test_a_surname_alone_belongs_to_its_document() -> None:
    whole = Entity("e1", "Person", "Wu Yanhua", ("Wu",))
    alone = Entity("e1", "Person", "Wu")
    graph = merge_readings([reading("a", whole), reading("b", alone), reading("c", alone)])
    assert paths(graph) == ["person/wu-2e7d2c03", "person/wu-3e23e816", "person/wu-yanhua"]


def test_one_name_in_a_script_without_spaces_is_a_whole_name() -> None:
    graph = merge_readings([reading(text, Entity("e1", "Person", "吴艳华")) for text in "ab"])
    assert paths(graph) == ["person/吴艳华"]


def test_an_acronym_is_no_bridge_between_groups() -> None:
    graph = merge_readings(
        [
            reading("a", Entity("e1", "Project", "International Space Station", ("ISS",))),
            reading("b", Entity("e1", "Company", "ISS")),
        ]
    )
    assert paths(graph) == ["organization/iss", "project/international-space-station"]


### Types


def test_the_most_specific_class_of_most_documents_stands() -> None:
    seen = ["Organization", "Organization", "Organization", "Company", "Agency", "Agency"]
    graph = merge_readings(
        [reading(text, Entity("e1", name, "Roscosmos")) for text, name in zip("abcdef", seen, strict=True)]
    )
    assert entity(graph, "organization/roscosmos").type == "Agency"


def test_the_same_name_of_another_group_is_another_thing() -> None:
    graph = merge_readings(
        [reading("a", Entity("e1", "Project", "Hope")), reading("b", Entity("e1", "Person", "Hope"))]
    )
    assert paths(graph) == ["person/hope-3e23e816", "project/hope"]


### Statements


def test_a_symmetric_statement_starts_at_the_smaller_id_with_its_spans_turned() -> None:
    evidence = Evidence(0, 4, "text", subject=Span(0, 1), trigger=Span(1, 2), object=Span(2, 3))
    said = Statement("e2", "cooperatesWith", "e1", evidence=(evidence,))
    graph = merge_readings([reading("text", CHINA, RUSSIA, statements=[said])])
    turned = Evidence(0, 4, "text", subject=Span(2, 3), trigger=Span(1, 2), object=Span(0, 1))
    assert statements(graph) == [Statement("country/CN", "cooperatesWith", "country/RU", evidence=(turned,))]


def test_statements_that_differ_in_evidence_alone_are_one() -> None:
    places = [Evidence(0, 4, "text"), Evidence(5, 9, "more"), Evidence(0, 4, "text", subject=Span(0, 1))]
    said = [Statement("e1", "memberOf", "e3", found_by="f", evidence=(place,)) for place in reversed(places)]
    other = Statement("e1", "memberOf", "e3", status="planned", found_by="f", evidence=(places[0],))
    graph = merge_readings([reading("text more", CHINA, Entity("e3", "Alliance", "BRICS"), statements=[*said, other])])
    asserted, planned = statements(graph)
    assert asserted.evidence == (places[0], places[2], places[1])
    assert planned.status == "planned"


def test_attribution_and_rejected_statements_are_renamed() -> None:
    said = Statement("e1", "cooperatesWith", "e2", attributed_to="e2")
    odd = Rejected(Statement("e1", "launchDate", "nowhere"), "no such thing")
    found = reading("text", CHINA, RUSSIA, statements=[said])
    graph = merge_readings([Reading(found.document, found.entities, (), found.statements, (odd,))])
    assert statements(graph)[0].attributed_to == "country/RU"
    assert graph.sources[0].reading.rejected == (
        Rejected(Statement("country/CN", "launchDate", "nowhere"), "no such thing"),
    )


def test_a_statement_about_two_names_of_one_thing_is_turned_away() -> None:
    long = Entity("e1", "Agency", "European Space Agency", ("ESA",))
    other = reading(
        "b", Entity("e1", "Agency", "ESA"), Entity("e2", "Agency", "European Space Agency"),
        statements=[Statement("e1", "partOf", "e2")],
    )  # fmt: skip
    graph = merge_readings([reading("a", long), other])
    assert statements(graph) == []
    assert [r.reason for s in graph.sources for r in s.reading.rejected] == [SELF]


### Documents


def test_the_page_is_an_entity_and_its_mentions_are_renamed() -> None:
    page = Entity(PAGE, "Document", "Moon treaty")
    said = Statement(PAGE, "publishedBy", "e1")
    graph = merge_readings([reading("China wrote it.", page, CHINA, statements=[said], title="Moon treaty")])
    (source,) = graph.sources
    assert source.id.startswith("document/moon-treaty-")
    assert entity(graph, source.id) == Entity(source.id, "Document", "Moon treaty")
    assert source.reading.statements[0].subject == source.id
    assert [m.entity for m in source.reading.mentions] == ["country/CN"]
    assert [e.id for e in source.reading.entities] == ["country/CN", source.id]


def test_two_sources_of_one_text_are_one_document() -> None:
    said = Statement("e1", "cooperatesWith", "e2", found_by="x", evidence=(Evidence(0, 4, "text"),))
    more = Statement("e1", "memberOf", "e3", found_by="x", evidence=(Evidence(0, 4, "text"),))
    one = reading("text", CHINA, RUSSIA, source="b.txt", statements=[said], title="Title")
    two = reading("text", RUSSIA, CHINA, Entity("e3", "Alliance", "G20"), source="a.txt", statements=[said, more])
    graph = merge_readings([one, two, one])
    first, second = graph.sources
    assert first.id == second.id == document_path(one.document)
    assert [s.reading.document.source for s in graph.sources] == ["a.txt", "b.txt"]
    assert [s.predicate for s in first.reading.statements] == ["cooperatesWith", "memberOf"]
    assert second.reading == Reading(one.document)


def test_the_page_keeps_its_own_names_with_the_class_of_the_graph() -> None:
    long = Entity("e1", "Agency", "European Space Agency", ("ESA",))
    graph = merge_readings([reading("a", long), reading("b", Entity("e1", "Organization", "ESA"))])
    own = {s.reading.document.text: s.reading.entities[-1] for s in graph.sources}
    assert own["b"] == Entity("organization/european-space-agency", "Agency", "ESA")


_LABELS = ["European Space Agency", "ESA", "Hope", "hope", "HOPE", "Egyptian Space Agency"]
_ENTITIES = st.builds(
    Entity,
    id=st.sampled_from(["e1", "e2", "e3"]),
    type=st.sampled_from(["Agency", "Organization", "Project", "Company", "LaunchVehicle"]),
    label=st.sampled_from(_LABELS),
    aliases=st.lists(st.sampled_from(_LABELS), max_size=2).map(tuple),
    nominal=st.booleans(),
)
_READINGS = st.builds(
    lambda text, source, entities: reading(
        text, *entities, source=source, statements=[Statement(entities[0].id, "partOf", entities[-1].id)]
    ),
    st.sampled_from(["one Hope", "two ESA hope", "three"]),
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.lists(_ENTITIES, min_size=1, max_size=3, unique_by=lambda e: e.id),
)


@given(st.lists(_READINGS, max_size=5), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_readings_does_not_matter(readings: list[Reading], shuffler: random.Random) -> None:
    shuffled = list(readings)
    shuffler.shuffle(shuffled)
    assert merge_readings(readings, ontology=ONTOLOGY) == merge_readings(shuffled, ontology=ONTOLOGY)


def test_two_texts_that_would_have_one_name_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.merge.pages._HASH_DIGITS", 0)
    title = (Field("title", "News"),)
    found = [Reading(Document("b.txt", "Two.", title)), Reading(Document("a.txt", "One text.", title))]
    with pytest.raises(KGError, match=r"differ, but both would be document/news- in the graph"):
        merge_readings(found)
