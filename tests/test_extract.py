"""One document into facts, from text to gate."""

from functools import cache

from kg.extract import read_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import PAGE, Document, Field, Reading, Span, Statement


@cache
def tools() -> tuple[Ontology, Lexicon]:
    return load_ontology(), load_lexicon()


def read(text: str, *, main: Span | None = None, fields: tuple[Field, ...] = ()) -> Reading:
    return read_facts(Document("a.txt", text, fields=fields, main=(main or Span(0, len(text)),)), *tools())


def triples(reading: Reading) -> set[tuple[str, str, str, str]]:
    labels = {e.id: e.label for e in reading.entities}
    return {(labels[s.subject], s.predicate, labels[s.object], s.status) for s in reading.statements}


def test_every_quote_is_in_the_text() -> None:
    text = "India's ISRO launched Chandrayaan-3 in July 2023.\n\nJapan plans to join the Artemis Accords.\n"
    found = read(text)
    assert len(found.statements) >= 4
    for statement in found.statements:
        for evidence in statement.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote


def test_what_stands_outside_the_article_yields_nothing() -> None:
    text = "India launched Chandrayaan-3.\n\nTop News\n\nChina launched Tianwen-1."
    found = read(text, main=Span(0, 29))
    assert "Tianwen-1" not in {e.label for e in found.entities}


def test_anaphor_carries_the_fact_and_is_not_printed() -> None:
    found = read("China has a plan. Since then the country has joined the Outer Space Treaty.")
    assert ("China", "signatoryOf", "Outer Space Treaty", "asserted") in triples(found)
    assert all(m.kind != "anaphor" for m in found.mentions)


def test_unnamed_agreement_without_a_fact_is_left_out() -> None:
    assert [e for e in read("They spoke about an agreement.").entities if e.type == "Agreement"] == []


def test_state_inside_a_name_becomes_an_entity_without_a_mention() -> None:
    found = read("The Italian Space Agency agreed.")
    assert ("Italian Space Agency", "agencyOf", "Italy", "asserted") in triples(found)
    (italy,) = [e for e in found.entities if e.code == "IT"]
    assert italy.id not in {m.entity for m in found.mentions}


def test_speaker_is_kept() -> None:
    found = read("China and Russia will sign an agreement, said Wu Yanhua, deputy director of CNSA.")
    labels = {e.id: e.label for e in found.entities}
    assert {labels[s.attributed_to] for s in found.statements if s.attributed_to} == {"Wu Yanhua"}


def test_metadata_lines_of_the_page_are_statements() -> None:
    text = "A title\n\nSource:People's Daily | 2022-02-10 | Author:Li Wei\n\nChina agreed.\n"
    fields = (
        Field("publisher", "People's Daily", Span(16, 30)),
        Field("date", "2022-02-10", Span(33, 43)),
        Field("author", "Li Wei", Span(53, 59)),
    )
    found = read(text, fields=fields)
    page = {(s.predicate, s.evidence[0].quote) for s in found.statements if s.subject == PAGE}
    line = "Source:People's Daily | 2022-02-10 | Author:Li Wei"
    assert page == {("publishedBy", line), ("publishedOn", line), ("author", line)}


def test_date_of_a_dateline_dates_the_page_and_nothing_else() -> None:
    text = "ACCRA, 3 February 2026 - Ghana has founded the Ghana Space Authority. On 5 May 2025 India launched Gaia-7."
    found = read(text, fields=(Field("date", "2026-02-03", Span(7, 22)),))
    dated = {(p, end) for _, p, end, _ in triples(found) if p in {"publishedOn", "foundedOn", "launchDate"}}
    assert dated == {("publishedOn", "2026-02-03"), ("launchDate", "2025-05-05")}


def test_metadata_from_outside_the_text_state_nothing() -> None:
    found = read("China agreed.", fields=(Field("publisher", "Xinhua"), Field("date", "2022-02-10")))
    assert found.statements == ()


def test_own_extractor_passes_the_same_gate() -> None:
    bad = Statement("e1", "cooperatesWith", "e1")
    reading = read_facts(
        Document("a.txt", "China agreed.", main=(Span(0, 13),)),
        *tools(),
        extractors=[lambda *_: (bad,)],
    )
    assert reading.statements == ()
    assert [r.reason for r in reading.rejected] == ["subject and object are the same"]


def test_unnamed_agreement_is_labelled_by_its_parties_or_its_subject() -> None:
    found = read("China and Russia signed an agreement. India signed a contract for the Gaganyaan mission.")
    labels = {e.label for e in found.entities if e.type == "Agreement"}
    assert labels == {"agreement between China and Russia", "contract on Gaganyaan"}


def test_words_for_a_thing_that_has_a_name_point_back_and_are_not_printed() -> None:
    reading = read("Kenya and Norway signed the Fjord Accord. The accord was short. Kenya and Chad signed a treaty.")
    assert [m.text for m in reading.mentions if m.type == "Agreement"] == ["Fjord Accord", "treaty"]


def test_what_is_done_is_no_longer_a_plan() -> None:
    text = "Kenya signed the Fjord Accord in May. Kenya will sign the Fjord Accord again. Chad will sign it too."
    found = {(s, status) for s, p, _, status in triples(read(text)) if p == "signatoryOf"}
    assert ("Kenya", "asserted") in found
    assert ("Kenya", "planned") not in found
