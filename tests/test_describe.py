"""Labels of what has no name, and of bodies that many states have."""

from kg.describe import describe_nominals
from kg.extract import read_facts
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.records import Document, Entity, Span, Statement


def test_who_did_not_sign_is_no_party_of_the_label() -> None:
    agreement = Entity("e4", "Agreement", "memorandum", nominal=True)
    countries = [
        Entity("e1", "Country", "Finland"),
        Entity("e2", "Country", "Kenya"),
        Entity("e3", "Country", "Uganda"),
    ]
    signed = [Statement(e, "signatoryOf", "e4", "asserted") for e in ("e1", "e2")]
    denied = Statement("e3", "signatoryOf", "e4", "negated")
    described = describe_nominals([*countries, agreement], [*signed, denied])
    assert described[-1].label == "memorandum between Finland and Kenya"


def labels(text: str) -> dict[str, tuple[str, ...]]:
    reading = read_facts(Document("own.txt", text, main=(Span(0, len(text)),)), load_ontology(), load_lexicon())
    return {entity.label: entity.aliases for entity in reading.entities}


def test_a_body_that_every_state_has_says_whose_it_is() -> None:
    found = labels("Kenya's Ministry of Health chose the site.")
    assert "Ministry of Health" in found["Ministry of Health (Kenya)"]


def test_a_body_whose_name_says_whose_it_is_keeps_its_name() -> None:
    assert "Kenya Space Agency" in labels("The Kenya Space Agency chose the site.")


def test_a_person_with_one_name_carries_whom_they_belong_to() -> None:
    assert "Odinga" in labels("Kenya's president Odinga chose the site.")["Odinga (Kenya)"]


def test_a_body_without_a_state_keeps_its_name() -> None:
    assert "Ministry of Health" in labels("The Ministry of Health chose the site.")
