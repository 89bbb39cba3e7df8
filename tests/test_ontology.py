"""The ontology is the extractor: every frame and phrase reads its own examples, and slips in a file are named."""

import re
from functools import cache
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract import read_facts
from kg.find import find_mentions
from kg.lexicon import Lexicon, load_lexicon
from kg.link import link_mentions
from kg.ontology import Frame, Ontology, Phrase, load_ontology
from kg.records import Document, Reading, Span
from kg.relate import _relater
from kg.relate.facts import Fact

PREFIX = "@prefix kg: <https://w3id.org/provenkg/ontology#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"


@cache
def built_in() -> tuple[Ontology, Lexicon]:
    return load_ontology(), load_lexicon()


def read(sentence: str) -> Reading:
    ontology, lexicon = built_in()
    return read_facts(Document("example.txt", sentence, main=(Span(0, len(sentence)),)), ontology, lexicon)


def found_facts(sentence: str) -> list[Fact]:
    """Return what frames and phrases find, before facts found twice are joined."""
    ontology, lexicon = built_in()
    document = Document("example.txt", sentence, main=(Span(0, len(sentence)),))
    _, mentions = link_mentions(document, find_mentions(document, lexicon), lexicon)
    return [fact for fact, _ in _relater(ontology).facts(document, mentions)]


@cache
def by_name() -> dict[str, Frame | Phrase]:
    ontology = load_ontology()
    return {**ontology.frames, **ontology.phrases}


def rules() -> list[str]:
    return sorted(by_name())


def examples() -> list[tuple[str, str]]:
    return [(name, text) for name in rules() for text in by_name()[name].examples]


def test_the_reference_has_every_term_and_mark() -> None:
    reference = (Path(__file__).parent.parent / "docs/reference/rules.md").read_text(encoding="utf-8")
    ontology, _ = built_in()
    terms = re.findall(r"^(kg:\w+) a owl:AnnotationProperty", ontology.path.read_text(encoding="utf-8"), re.MULTILINE)
    marks = [f"<{name}>" for name in _relater(ontology).patterns._special]
    assert [term for term in [*terms, *marks] if f"`{term}" not in reference] == []


@pytest.mark.parametrize("name", rules())
def test_rule_has_an_example_and_a_comment(name: str) -> None:
    rule = built_in()[0].rules[name]
    assert rule.examples
    assert rule.comment.endswith(".")


@pytest.mark.parametrize(("name", "text"), examples())
def test_rule_reads_its_example(name: str, text: str) -> None:
    """The rule itself must fire, even where another rule finds the same fact."""
    found = {(fact.predicate, fact.found_by) for fact in found_facts(text)}
    assert any(finder == name for _, finder in found), found


@pytest.mark.parametrize("name", rules())
def test_examples_cover_what_the_rule_states(name: str) -> None:
    rule = by_name()[name]
    found = {s.predicate for text in rule.examples for s in read(text).statements}
    assert {state.predicate for state in rule.states} <= found


def test_every_property_has_domain_range_label_and_comment() -> None:
    for known in built_in()[0].properties.values():
        if known.name in {"involvedIn", "status", "attributedTo", "foundBy", "evidence"}:
            continue
        assert known.domain, known.name
        assert known.range, known.name
        assert known.comment.endswith("."), known.name


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("kg:a a kg:Frame ; kg:verbb 'sign' .", "3: unknown term verbb. Did you mean verb?"),
        ("kg:a a kg:Frame ; kg:agent kg:Actr .", "3: unknown term Actr. Did you mean Actor?"),
        ("kg:a a kg:Frame ; kg:verb 'sign' .", "3: kg:a has no kg:states: say which facts it states."),
        (
            "kg:a a kg:Frame ; kg:verb 'sign' ; kg:agent kg:Actor ; kg:states ( kg:agent kg:signatoryOf kg:theme ) .",
            "3: kg:a states a fact of role kg:theme, which it does not have.",
        ),
        (
            "kg:a a kg:Phrase ; kg:pattern '{x:Actor}' ; kg:states ( 'x' kg:signatoryOf ) .",
            "3: a kg:states of kg:a is not ( subject property object ).",
        ),
        ("kg:a a kg:Frame ; kg:verb 'sign' ", "is not valid Turtle"),
    ],
)
def test_slip_is_named_with_its_line(tmp_path: Path, body: str, message: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(PREFIX + body + "\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_ontology(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        load_ontology(tmp_path / "none.ttl")


def test_own_ontology_starts_clean_and_imports_on_request(tmp_path: Path) -> None:
    rule = "kg:hiring a kg:Frame ; kg:verb 'hire' ; kg:agent kg:Organization ; kg:theme kg:Person ;\n"
    rule += "  kg:states ( kg:theme kg:affiliation kg:agent ) .\n"
    alone, both = tmp_path / "alone.ttl", tmp_path / "both.ttl"
    alone.write_text(PREFIX + rule, encoding="utf-8")
    both.write_text(PREFIX + "[] owl:imports <https://w3id.org/provenkg/ontology> .\n" + rule, encoding="utf-8")
    assert set(load_ontology(alone).frames) == {"hiring"}
    assert {"hiring", "signing"} <= set(load_ontology(both).frames)


def test_own_classes_and_properties_join_the_vocabulary(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        PREFIX
        + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix ex: <https://example.org/o#> .\n"
        + "ex:Hospital a owl:Class ; rdfs:subClassOf kg:Organization .\n"
        + "ex:treats a owl:ObjectProperty ; rdfs:domain ex:Hospital ; rdfs:range kg:Person .\n",
        encoding="utf-8",
    )
    ontology = load_ontology(path)
    assert ontology.is_a("Hospital", "Actor")
    assert ontology.properties["treats"].iri == "https://example.org/o#treats"
