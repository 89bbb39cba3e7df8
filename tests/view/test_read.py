"""What is read from a store: entities, facts with status, claims with quotes and marks, documents."""

import pyoxigraph as ox
import pytest

from kg.finders import Finders
from kg.view import bounds
from kg.view.choose import best_connected
from kg.view.names import words
from kg.view.picture import Claim, Fact, Paper, Picture, Quote, Thing
from kg.view.read import read_picture
from kg.view.style import looks
from tests.view.graphs import BASE, GraphMaker, K, small_graph
from tests.witnessed import LLM, SPACY, witnessed_store


def fact_of(picture: Picture, subject: str, status: str) -> Fact:
    found = [f for f in picture.facts if picture.things[f.subject].label == subject and f.status == status]
    return next(fact for fact in found if fact.predicate == K + "signatoryOf")


def test_a_fact_has_the_claims_of_each_document() -> None:
    picture = read_picture(small_graph())
    fact = fact_of(picture, "France", "asserted")
    assert [picture.papers[claim.document].title for claim in fact.claims] == [
        "Harbour Accord signed",
        "White paper on lunar work",
    ]
    quote = fact.claims[1].quotes[0]
    assert (quote.page, quote.start) == (3, 100)
    assert {part: quote.text[start:end] for start, end, part in quote.marks} == {
        "subject": "France",
        "trigger": "signed",
        "object": "Harbour Accord",
    }


def test_plans_and_denials_keep_their_status_and_speaker() -> None:
    picture = read_picture(small_graph())
    planned = fact_of(picture, "Japan", "planned")
    assert planned.claims[0].said_by is not None
    assert picture.things[planned.claims[0].said_by].label == "Ana Souza"
    assert fact_of(picture, "Brazil", "negated").claims


def test_documents_have_their_metadata_and_only_web_addresses() -> None:
    picture = read_picture(small_graph())
    assert picture.papers[0] == Paper(
        iri=BASE + "document/accord-signed-0a1b2c3d",
        title="Harbour Accord signed",
        date="2021-03-10",
        publisher="The Daily Orbit",
        language="en",
        source="articles/accord-signed-0a1b2c3d.txt",
        url="https://news.example/accord",
    )
    assert picture.papers[1].url is None


def test_marks_outside_the_quote_are_left_out() -> None:
    made = GraphMaker()
    made.entity("country/FR", "Country", "France")
    paper = made.document("document/d-1", "D", date="2020", publisher="P")
    made.state("country/FR", "partOf", "country/FR", document=paper, quote="It joined.", parts=("It", "joined", "."))
    for quad in list(made.store.quads_for_pattern(None, ox.NamedNode(K + "subjectAt"), None, None)):
        made.store.remove(quad)
        made.store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("char=3,9"), quad.graph_name))
    (fact,) = read_picture(made.store).facts
    assert [part for _, _, part in fact.claims[0].quotes[0].marks] == ["trigger", "object"]


def test_a_store_without_statements_still_has_facts() -> None:
    store = ox.Store()
    store.add(
        ox.Quad(ox.NamedNode("https://a.example/x"), ox.NamedNode(K + "partOf"), ox.NamedNode("https://a.example/y"))
    )
    picture = read_picture(store)
    assert [thing.label for thing in picture.things] == ["x", "y"]
    assert picture.facts == (Fact(0, K + "partOf", 1, "asserted"),)


def test_a_part_keeps_speakers_and_drops_documents_that_say_nothing_of_it() -> None:
    things = tuple(Thing(f"urn:{k}", str(k), "urn:T") for k in range(4))
    said = Fact(0, "urn:p", 1, "asserted", (Claim(1, said_by=3, quotes=(Quote("q"),)),))
    picture = Picture(
        things, (said, Fact(1, "urn:p", 2, "asserted", (Claim(0),))), (Paper("urn:a", "A"), Paper("urn:b", "B"))
    )
    part = picture.keep({0, 1})
    assert [thing.label for thing in part.things] == ["0", "1", "3"]
    assert [paper.title for paper in part.papers] == ["B"]
    assert part.facts[0].claims[0] == Claim(0, said_by=2, quotes=(Quote("q"),))


def test_the_best_connected_come_with_their_dates() -> None:
    part = best_connected(read_picture(small_graph()), 3, fold=("Date", "Document"))
    labels = {thing.label for thing in part.things}
    assert {"Harbour Accord", "Projet Été"} <= labels
    assert "1999" in labels
    assert len(labels - {"1999", "2021-03-09", "2035"}) <= 4


def test_terms_are_written_as_words() -> None:
    assert words(K + "launchDate") == "launch date"
    assert words("https://schema.org/has_part") == "has part"


def test_every_type_has_its_own_shape_and_colour_pair() -> None:
    known = looks(["Country", "Agency", "Company", "Person", "Project", "LaunchVehicle", "Event", "Place", "Date"])
    assert len({look.shape for look in known.values()}) == len(known)
    many = looks([f"Type{k:03}" for k in range(100)])
    assert len(set(many.values())) == 100
    assert len({look.shape for look in list(many.values())[:16]}) == 16


def found_by(picture: Picture) -> dict[tuple[str, str, str], Finders]:
    """Return who found the facts, by subject, object and status."""
    return {
        (picture.things[fact.subject].label, picture.things[fact.object].label, fact.status): fact.finders()
        for fact in picture.facts
    }


def test_claims_name_all_who_found_them() -> None:
    picture = read_picture(witnessed_store())
    found = found_by(picture)
    assert found["India", "Artemis Accords", "asserted"] == Finders(("signing",), (LLM, SPACY))
    assert found["Kenya", "Norway", "planned"] == Finders((), (LLM, SPACY))
    assert found["Egypt", "Lunar Gateway", "asserted"] == Finders((), (LLM,))
    assert found["Egypt", "Lunar Gateway", "planned"] == Finders(("funding",))
    assert [thing.label for thing in picture.things if "witness" in thing.iri] == []


def test_who_found_a_fact_is_known_where_the_words_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_DOCUMENTS", 0)
    picture = read_picture(witnessed_store())
    cut = bounds.bounded(picture)
    assert not any(fact.claims for fact in cut.facts)
    assert found_by(cut) == found_by(picture)
