"""What models mark becomes mentions as the guide of annotation has them: trimmed, with classes of the ontology."""

import pytest

from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Mention, Reading, Span
from kg.witness.labels import load_labels
from kg.witness.names import Marked, to_mentions


@pytest.fixture
def found(ontology: Ontology, lexicon: Lexicon) -> "Finder":
    return Finder(ontology, lexicon)


class Finder:
    """Marks words of a text with labels, and returns the mentions that come of it."""

    def __init__(self, ontology: Ontology, lexicon: Lexicon) -> None:
        self.ontology, self.lexicon = ontology, lexicon

    def __call__(self, text: str, *marked: tuple[str, str], rules: tuple[Mention, ...] = ()) -> list[Mention]:
        document = Document("a.txt", text, main=(Span(0, len(text)),))
        ranges = [Marked(text.index(words), text.index(words) + len(words), label) for words, label in marked]
        reading = Reading(document, mentions=rules)
        mentions = [*to_mentions(ranges, reading, self.ontology, self.lexicon, finder="model")]
        assert all(text[m.start : m.end] == m.text for m in mentions)
        return mentions


@pytest.mark.parametrize(
    ("text", "words", "label", "expected"),
    [
        ("They flew to Norway.", "Norway", "GPE", ("Norway", "Country")),
        ("They flew to Skarholm.", "Skarholm", "GPE", ("Skarholm", "Place")),
        ("A Chinese crew landed.", "Chinese", "NORP", ("Chinese", "Country")),
        ("A Muslim crew landed.", "Muslim", "NORP", None),
        ("He rows on the Velga River.", "the Velga River", "LOC", ("Velga River", "Place")),
        ("They flew to Mars again.", "Mars", "LOC", None),
        ("They met at Skarholm Tower.", "Skarholm Tower", "FAC", ("Skarholm Tower", "Place")),
        ("We saw Ilse Vantore today.", "Ilse Vantore", "PERSON", ("Ilse Vantore", "Person")),
        ("We saw Dr. Ilse Vantore's boat.", "Dr. Ilse Vantore's", "PER", ("Ilse Vantore", "Person")),
        ("We saw Skarholm today.", "Skarholm", "PERSON", None),  # one word, and no name that people have
        ("He works for the Kestrel Forge’s fleet.", "the Kestrel Forge’s", "ORG", ("Kestrel Forge", "Organization")),
        ("He studies at the University of Skarholm.", "University of Skarholm", "ORG", None),
        (
            "He leads “Skarholm Space Agency” now.",
            "“Skarholm Space Agency”",
            "ORG",
            ("Skarholm Space Agency", "Agency"),
        ),
        ("NASA agreed.", "NASA", "ORG", ("NASA", "Agency")),
        ("They met at the Skarholm Games again.", "the Skarholm Games", "EVENT", ("Skarholm Games", "Event")),
        ("Under the Skarholm Treaty it ended.", "the Skarholm Treaty", "LAW", ("Skarholm Treaty", "Agreement")),
        ("Under the Skarholm Act it ended.", "the Skarholm Act", "LAW", ("Skarholm Act", "Document")),
        ("They built Hera.", "Hera", "PRODUCT", ("Hera", "Project")),
        ("They sell the Pavo Phone.", "Pavo Phone", "PRODUCT", None),
        ("They sang Skarholm Blues.", "Skarholm Blues", "WORK_OF_ART", None),
        ("The Artemis Accords grew.", "Artemis Accords", "MISC", ("Artemis Accords", "Agreement")),
        ("It costs twelve dollars.", "twelve dollars", "MONEY", None),
        ("They built Pavo Rise.", "Pavo Rise", "PROJECT", ("Pavo Rise", "Project")),  # a class of ours, in any case
        ("They built Pavo Rise.", "Pavo Rise", "Spaceship", None),  # a label that nobody knows
        ("They flew to Skarholm.", "Skarholm", "Country", None),  # a country has a code
        ("They learned of national affairs.", "national affairs", "ORG", None),
        ("See https://x.org/A for it.", "https://x.org/A", "ORG", None),
        ("The Minister of Culture and Sports met us.", "Culture and Sports", "ORG", None),
        ("Skarholm slept.", "Skarholm", "GPE", None),  # there every word has a capital
        ("They sell a VHF radio.", "VHF", "ORG", None),
        ("He met the Pavo\n\nDynamo.", "Pavo\n\nDynamo", "ORG", None),
    ],
)
def test_a_label_becomes_a_class(
    found: Finder, text: str, words: str, label: str, expected: tuple[str, str] | None
) -> None:
    mentions = [(m.text, m.type) for m in found(text, (words, label))]
    if words.startswith("University"):  # the head noun says more than the label
        assert mentions == [("University of Skarholm", "University")]
    else:
        assert mentions == ([expected] if expected else [])


def test_what_a_gazetteer_has_gets_its_name_and_code(found: Finder) -> None:
    [china] = found("A Chinese crew landed.", ("Chinese", "NORP"))
    [nasa] = found("They asked NASA.", ("NASA", "ORG"))
    assert (china.name, china.code, china.found_by) == ("China", "CN", "model")
    assert (nasa.name, nasa.code) == ("National Aeronautics and Space Administration", None)


def test_a_name_that_a_state_shares_is_left_to_the_rules(found: Finder) -> None:
    text = "They moved to Georgia."
    country = Mention(14, 21, "Georgia", "Country", "gazetteer", name="Georgia", code="GE")
    assert [m.type for m in found(text, ("Georgia", "GPE"))] != ["Country"]
    assert [m.code for m in found(text, ("Georgia", "GPE"), rules=(country,))] == ["GE"]


def test_a_date_is_one_that_the_rules_can_value(found: Finder) -> None:
    text = "It ended in May 2021, not the other day."
    may = Mention(12, 20, "May 2021", "Date", "month_year", value="2021-05")
    dates = found(text, ("in May 2021", "DATE"), ("the other day", "DATE"), rules=(may,))
    assert [(m.text, m.value) for m in dates] == [("May 2021", "2021-05")]


def test_words_that_are_things_of_two_kinds_are_none(found: Finder) -> None:
    text = "They like Pavo. They went to Pavo2."
    assert [m.text for m in found(text, ("Pavo", "ORG"))] == ["Pavo"]
    document = "They like Pavo there. They met Pavo again."
    ranges = [Marked(10, 14, "ORG"), Marked(31, 35, "GPE")]
    reading = Reading(Document("a.txt", document, main=(Span(0, len(document)),)))
    assert not to_mentions(ranges, reading, found.ontology, found.lexicon, finder="model")


def test_what_is_outside_the_article_is_no_mention(ontology: Ontology, lexicon: Lexicon) -> None:
    text = "Visit Skarholm. They flew to Vantheim."
    reading = Reading(Document("a.txt", text, main=(Span(16, len(text)),)))
    ranges = [Marked(6, 14, "GPE"), Marked(29, 37, "GPE"), Marked(10, 20, "GPE")]
    assert [m.text for m in to_mentions(ranges, reading, ontology, lexicon, finder="model")] == ["Vantheim"]


def test_of_marks_that_overlap_the_first_is_taken(found: Finder) -> None:
    text = "He works for Kestrel Forge Works now."
    assert [m.text for m in found(text, ("Kestrel Forge", "ORG"), ("Forge Works", "ORG"))] == ["Kestrel Forge"]


def test_the_table_names_classes_of_ours(ontology: Ontology) -> None:
    rows = load_labels().classes
    assert {choice.type for row in rows.values() for choice in row} <= ontology.classes.keys()
    assert {choice.condition for row in rows.values() for choice in row} == {"", "known", "called", "read"}
