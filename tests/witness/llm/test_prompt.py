"""What a model is told is made from the ontology: its classes, its properties, and nothing that is not of the text."""

from pathlib import Path

from kg.ontology import Ontology, load_ontology
from kg.records import Document, Field, Reading, Span
from kg.witness.llm.parts import MOST, parts_of, to_part
from kg.witness.llm.prompt import shown_examples, system_prompt, user_prompt
from kg.witness.llm.recorded import key
from kg.witness.llm.schema import answer_schema, classes_of, facts_of
from kg.witness.llm.witness import question

OWN = """
@prefix kg: <https://w3id.org/provenkg/ontology#> .
@prefix : <https://example.org/sea#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:Ship a owl:Class ; rdfs:label "ship"@en ; rdfs:comment "A vessel."@en .
:carries a owl:ObjectProperty ; rdfs:label "carries"@en ; rdfs:domain :Ship ; rdfs:range kg:Place ;
    rdfs:comment "Brings goods there."@en .
:carrying a kg:Frame ; kg:verb "supply" ; kg:agent :Ship ; kg:theme kg:Place ;
    kg:states ( kg:agent :carries kg:theme ) ; skos:example "The Aurora supplied Oslo." .
"""


def test_every_property_of_things_is_explained(ontology: Ontology) -> None:
    prompt = system_prompt(ontology)
    for known in facts_of(ontology):
        assert f"- {known.name} (" in prompt
        assert known.comment in prompt
    assert {"launches", "signatoryOf", "affiliation", "signedOn"} <= {known.name for known in facts_of(ontology)}
    assert not {"evidence", "foundBy", "status", "copyOf", "value"} & {known.name for known in facts_of(ontology)}
    assert not {"Statement", "Witness", "Frame", "Entity"} & {*classes_of(ontology)}


def test_examples_show_the_properties(ontology: Ontology) -> None:
    assert "- signedOn (Agreement -> Date): " in system_prompt(ontology)
    lines = shown_examples(ontology).splitlines()
    assert lines[1] == "Examples:"
    shown = {line.split(":")[0] for line in lines[2:]}
    assert shown == {f"- {known.name}" for known in facts_of(ontology)}


def test_another_example_asks_nothing_anew(tmp_path: Path, ontology: Ontology) -> None:
    file = tmp_path / "more.ttl"
    own = OWN.partition(":Ship a owl:Class")[0]
    file.write_text(
        f"{own}<https://example.org/more> owl:imports <https://w3id.org/provenkg/ontology> .\n"
        ':aloft a kg:Phrase ; kg:pattern "{actor} sent {project} aloft" ;\n'
        '    kg:states ( "actor" kg:launches "project" ) ;\n'
        '    skos:example "China sent Tianwen-1 aloft." .\n',
        encoding="utf-8",
    )
    more = load_ontology(file)
    document = Document("a.txt", "Norway.")
    part = to_part(document, [Span(0, 7)])
    one, other = question(document, part, ontology), question(document, part, more)
    assert one.examples != other.examples
    assert key(one, "m") == key(other, "m")


def test_another_ontology_gives_another_prompt_and_schema(tmp_path: Path) -> None:
    file = tmp_path / "sea.ttl"
    file.write_text(OWN, encoding="utf-8")
    ontology = load_ontology(file)
    assert "- carries (Ship -> Place): Brings goods there." in system_prompt(ontology).splitlines()
    assert '- carries: "The Aurora supplied Oslo."' in shown_examples(ontology).splitlines()
    schema = answer_schema(ontology)
    kinds = schema["properties"]["entities"]["items"]["properties"]["type"]["enum"]
    predicates = schema["properties"]["statements"]["items"]["properties"]["predicate"]["enum"]
    assert "Ship" in kinds
    assert "carries" in predicates


def test_no_file_name_and_no_source_is_sent() -> None:
    document = Document("secret/dossier-7.txt", "Norway.", (Field("publisher", "Inner Circle"), Field("date", "2024")))
    sent = user_prompt(document, "Norway.")
    assert sent == "Date: 2024\n<text>\nNorway.\n</text>"


def test_parts_hold_all_sentences_once_and_fit() -> None:
    text = "\n\n".join(f"Sentence number {n} speaks of Norway and of nothing else at all." for n in range(500))
    document = Document("a.txt", text, main=(Span(0, len(text)),))
    parts = parts_of(Reading(document))
    sentences = [sentence for part in parts for sentence in part.sentences]
    assert len(sentences) == 500
    assert sentences == sorted(set(sentences))
    assert len(parts) > 1
    assert all(len(part.text) <= MOST * 1.1 for part in parts)
    assert all(text[part.span.start : part.span.end] == part.text for part in parts)
