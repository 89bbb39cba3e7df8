"""A graph follows the decisions of people, in any order, and stays as it is where they say nothing."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.curation import (
    Accept,
    ContradictionError,
    Curated,
    Decision,
    Distinction,
    Merge,
    Note,
    Reject,
    Rename,
    Split,
    curate,
    write_decisions,
)
from kg.curation.file import read_decisions
from kg.errors import KGError
from kg.merge import SELF, merge_readings
from kg.ontology import NAMESPACE, load_ontology
from kg.records import Document, Entity, Evidence, Graph, Mention, Reading, Span, Statement
from tests.strategies import readings

ONTOLOGY = load_ontology()
NOTE = Note("anna", "2026-11-26", "it is so")
CNSA = "organization/china-national-space-administration"
AGENCY = "organization/chinese-space-agency"
LAUNCHES = NAMESPACE + "launches"


def launch(text: str, agency: str, *, source: str) -> Reading:
    """Return the reading of a text that says that an agency launches Chang'e-6."""
    entities = (Entity("e1", "Agency", agency), Entity("e2", "Project", "Chang'e-6"))
    ends = [Span(text.index(one.label), text.index(one.label) + len(one.label)) for one in entities]
    mentions = [
        Mention(s.start, s.end, e.label, e.type, "name", entity=e.id) for s, e in zip(ends, entities, strict=True)
    ]
    evidence = Evidence(0, len(text), text, subject=ends[0], object=ends[1])
    said = Statement("e1", "launches", "e2", found_by="launching", evidence=(evidence,))
    return Reading(Document(source, text), entities, tuple(mentions), (said,))


ONE = launch(
    "China National Space Administration launched Chang'e-6.", "China National Space Administration", source="1"
)
TWO = launch("Chinese Space Agency launched Chang'e-6 today.", "Chinese Space Agency", source="2")


def graph(*given: Reading) -> Graph:
    return merge_readings(given, ontology=ONTOLOGY)


def facts(found: Graph) -> set[tuple[str, str, str, str]]:
    return {(s.subject, s.predicate, s.object, x.id) for x in found.sources for s in x.reading.statements}


def mended(found: Graph, *decisions: Decision) -> Graph:
    return curate(found, decisions, ONTOLOGY).graph


def entity(found: Graph, path: str) -> Entity:
    return next(one for one in found.entities if one.id == path)


def test_without_decisions_the_graph_is_the_same() -> None:
    before = graph(ONE, TWO)
    assert mended(before) is before


def test_merged_things_have_one_path_and_both_names() -> None:
    after = mended(graph(ONE, TWO), Merge(CNSA, AGENCY))
    assert {fact[0] for fact in facts(after)} == {CNSA}
    assert AGENCY not in {one.id for one in after.entities}
    assert entity(after, CNSA).label == "China National Space Administration"
    assert entity(after, CNSA).aliases == ("Chinese Space Agency",)


def test_merges_follow_one_another() -> None:
    three = launch("Middle Agency launched Chang'e-6 too.", "Middle Agency", source="3")
    after = mended(
        graph(ONE, TWO, three), Merge("organization/middle-agency", AGENCY), Merge(CNSA, "organization/middle-agency")
    )
    assert {fact[0] for fact in facts(after)} == {CNSA}


def test_a_fact_of_a_thing_with_itself_is_turned_away() -> None:
    text = "Alpha Corp works with Beta Corp."
    ends = [Span(0, 10), Span(22, 31)]
    entities = (Entity("e1", "Company", "Alpha Corp"), Entity("e2", "Company", "Beta Corp"))
    said = Statement("e1", "cooperatesWith", "e2", evidence=(Evidence(0, len(text), text, ends[0], None, ends[1]),))
    after = mended(
        graph(Reading(Document("c", text), entities, (), (said,))),
        Merge("organization/alpha-corp", "organization/beta-corp"),
    )
    assert not facts(after)
    assert [one.reason for one in after.sources[0].reading.rejected] == [SELF]


def test_split_moves_what_one_document_says() -> None:
    other = launch(
        "China National Space Administration launched Chang'e-6 again.",
        "China National Space Administration",
        source="2",
    )
    split = Split(CNSA, "organization/taiwan-space-agency", "Taiwan Space Agency", document=other.document.sha256)
    after = mended(graph(ONE, other), split)
    assert {fact[0] for fact in facts(after)} == {CNSA, "organization/taiwan-space-agency"}
    assert entity(after, "organization/taiwan-space-agency").label == "Taiwan Space Agency"
    assert entity(after, "organization/taiwan-space-agency").aliases == ("China National Space Administration",)


def test_split_by_words_moves_what_is_written_so() -> None:
    text = "Orion launched Chang'e-6. Orion Corp launched Chang'e-6."
    names = (Entity("e1", "Company", "Orion Corp", aliases=("Orion",)), Entity("e2", "Project", "Chang'e-6"))
    mentions = (
        Mention(0, 5, "Orion", "Company", "x", entity="e1"),
        Mention(26, 36, "Orion Corp", "Company", "x", entity="e1"),
    )
    evidence = (
        Evidence(0, 25, text[:25], Span(0, 5), None, Span(15, 24)),
        Evidence(26, len(text), text[26:], Span(26, 36), None, Span(46, 55)),
    )
    said = Statement("e1", "launches", "e2", evidence=evidence)
    before = graph(Reading(Document("o", text), names, mentions, (said,)))
    after = mended(before, Split("organization/orion-corp", "organization/orion", "Orion", mention="Orion"))
    statements = {s.subject: s.evidence for s in after.sources[0].reading.statements}
    assert statements == {"organization/orion": evidence[:1], "organization/orion-corp": evidence[1:]}
    assert entity(after, "organization/orion-corp").aliases == ()


def test_what_a_new_class_does_not_allow_is_turned_away() -> None:
    split = Split(CNSA, "place/cnsa", "CNSA", document=ONE.document.sha256, type="Place")
    after = mended(graph(ONE, TWO), split)
    assert entity(after, "place/cnsa").type == "Place"
    assert {fact[0] for fact in facts(after)} == {AGENCY}
    assert any("subject is a Place" in r.reason for s in after.sources for r in s.reading.rejected)


def test_renamed_things_keep_path_and_old_name() -> None:
    after = mended(graph(ONE), Rename(CNSA, "CNSA"))
    assert entity(after, CNSA).label == "CNSA"
    assert entity(after, CNSA).aliases == ("China National Space Administration",)


def test_rejected_facts_are_reported_with_who_when_and_why() -> None:
    reject = Reject(CNSA, LAUNCHES, "project/chang-e-6", note=NOTE)
    after = mended(graph(ONE, TWO), reject)
    assert {fact[0] for fact in facts(after)} == {AGENCY}
    reasons = [one.reason for source in after.sources for one in source.reading.rejected]
    assert reasons == ["rejected by anna on 2026-11-26: it is so"]


def test_rejected_in_one_document_a_fact_stays_where_another_states_it() -> None:
    other = launch(
        "China National Space Administration launched Chang'e-6 again.",
        "China National Space Administration",
        source="2",
    )
    reject = Reject(CNSA, LAUNCHES, "project/chang-e-6", document=other.document.sha256)
    assert len(facts(mended(graph(ONE, other), reject))) == 1


def test_a_verdict_on_a_merged_path_speaks_of_what_it_became() -> None:
    after = mended(graph(ONE, TWO), Merge(CNSA, AGENCY), Reject(AGENCY, LAUNCHES, "project/chang-e-6"))
    assert not facts(after)


def test_decisions_that_fit_nothing_are_named() -> None:
    stale = (
        Accept(CNSA, LAUNCHES, "project/gone"),
        Distinction("organization/a", "organization/b"),
        Merge(CNSA, "organization/gone"),
        Rename("organization/absent", "Gone"),
        Split(CNSA, "organization/x", "X", document="0" * 64),
    )
    found = curate(graph(ONE), (*stale, Accept(CNSA, LAUNCHES, "project/chang-e-6")), ONTOLOGY)
    assert set(found.stale) == set(stale)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Merge(CNSA, AGENCY), Merge(AGENCY, CNSA)),
        (Merge(CNSA, AGENCY), Merge("organization/x", AGENCY)),
        (Rename(CNSA, "A"), Rename(CNSA, "B")),
        (Reject(CNSA, LAUNCHES, "project/chang-e-6"), Accept(CNSA, LAUNCHES, "project/chang-e-6", document="0" * 64)),
        (Merge(CNSA, AGENCY), Distinction(CNSA, AGENCY)),
        (Merge(CNSA, AGENCY), Split(CNSA, AGENCY, "x", document="0" * 64)),
        (Split(CNSA, AGENCY, "x", mention="CNSA"), Split(CNSA, "organization/y", "y", mention="cnsa")),
    ],
)
def test_contradictions_are_refused_by_both_names(one: Decision, other: Decision) -> None:
    with pytest.raises(ContradictionError) as caught:
        mended(graph(ONE, TWO), one, other)
    assert str(one) in str(caught.value)
    assert str(other) in str(caught.value)


def test_renames_of_things_that_became_one_contradict_each_other() -> None:
    with pytest.raises(ContradictionError):
        mended(graph(ONE, TWO), Merge(CNSA, AGENCY), Rename(CNSA, "A"), Rename(AGENCY, "B"))


def test_things_of_two_kinds_are_not_one() -> None:
    text = "China, 2024, France."
    things = (
        Entity("e1", "Country", "China", code="CN"),
        Entity("e2", "Date", "2024", value="2024"),
        Entity("e3", "Country", "France", code="FR"),
    )
    before = graph(Reading(Document("k", text), things), ONE)
    for keep, drop in (
        ("country/CN", "date/2024"),
        ("country/CN", "country/FR"),
        (CNSA, "country/CN"),
        ("country/CN", before.sources[0].id),
    ):
        with pytest.raises(KGError, match="cannot be merged into"):
            mended(before, Merge(keep, drop))


### Properties


@st.composite
def decided(draw: st.DrawFn) -> tuple[Graph, list[Decision]]:
    """Return a graph and decisions about what is in it, and about some things that are not."""
    texts = draw(st.lists(readings(), min_size=1, max_size=4))
    before = graph(*texts)
    things = [one for one in before.entities if one.type not in {"Document", "Date", "Country"}]
    assume(things)
    path = st.sampled_from(sorted({*(one.id for one in things), "project/gone"}))
    document = st.sampled_from([source.reading.document.sha256 for source in before.sources])
    name = st.sampled_from(["New Name", "China", "Chang'e-6"])
    said = [s for source in before.sources for s in source.reading.statements]
    found: list[Decision] = []
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["merge", "split", "rename", "reject", "accept", "apart"]))
        one, other = draw(path), draw(path)
        if kind == "merge":
            found.append(Merge(one, other))
        elif kind == "apart":
            found.append(Distinction(min(one, other), max(one, other)))
        elif kind == "rename":
            found.append(Rename(one, draw(name)))
        elif kind == "split":
            words = draw(st.one_of(st.none(), name))
            found.append(Split(one, draw(st.sampled_from([other, "project/new"])), "New", draw(document), words))
        elif said:
            fact = draw(st.sampled_from(said))
            verdict = Reject if kind == "reject" else Accept
            predicate = ONTOLOGY.properties[fact.predicate].iri
            place = draw(st.one_of(st.none(), document))
            found.append(verdict(fact.subject, predicate, fact.object, fact.status, place, NOTE))
    return before, found


def outcome(before: Graph, decisions: list[Decision]) -> Curated | str:
    """Return what comes of decisions, or why they are refused."""
    try:
        return curate(before, decisions, ONTOLOGY)
    except KGError as error:
        return str(error)


@settings(max_examples=50, deadline=None)
@given(decided(), st.randoms(use_true_random=False))
def test_the_order_of_decisions_does_not_matter(given_: tuple[Graph, list[Decision]], random: object) -> None:
    before, decisions = given_
    shuffled = [*decisions]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    once = outcome(before, decisions)
    assert outcome(before, shuffled) == once
    if isinstance(once, str):
        return
    paths = {one.id for one in once.graph.entities}
    for source in once.graph.sources:
        own = {one.id for one in source.reading.entities}
        assert own <= paths
        for statement in source.reading.statements:
            assert {statement.subject, statement.object} <= own
        assert {m.entity for m in source.reading.mentions} - {None} <= own


@settings(max_examples=30, deadline=None)
@given(st.lists(readings(), min_size=1, max_size=4))
def test_a_merge_is_as_if_the_names_had_been_written_alike(texts: list[Reading]) -> None:
    """Of things with the same class, whose names are no acronyms: what is said is the same but for the aliases."""
    names = ["Alpha Corporation", "Beta Corporation"]
    things = [Entity("x1", "Company", name) for name in names]
    with_names = [
        replace(text, entities=(*text.entities, things[number % 2]), mentions=text.mentions)
        for number, text in enumerate(texts)
    ]
    alike = [
        replace(text, entities=tuple(replace(e, label=names[0]) if e.id == "x1" else e for e in text.entities))
        for text in with_names
    ]
    after = mended(graph(*with_names), Merge("organization/alpha-corporation", "organization/beta-corporation"))
    assert facts(after) == facts(graph(*alike))
    without = [replace(one, label="", aliases=()) if "-corporation" in one.id else one for one in after.entities]
    expected = [replace(e, label="", aliases=()) if "-corporation" in e.id else e for e in graph(*alike).entities]
    assert without == expected


@settings(max_examples=30, deadline=None)
@given(decided())
def test_decisions_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, given_: tuple[Graph, list[Decision]]
) -> None:
    path = tmp_path_factory.mktemp("curation") / "curation.ttl"
    decisions = {replace(one, note=NOTE) for one in given_[1]}
    assume(not isinstance(outcome(given_[0], [*decisions]), str))
    write_decisions(path, decisions)
    found = read_decisions(path)
    assert set(found) == decisions
    assert {one.note for one in found} <= {NOTE}
    before = path.read_bytes()
    write_decisions(path, reversed(found))
    assert path.read_bytes() == before
