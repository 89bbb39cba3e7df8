"""Scores: each measure on a small document whose counts are known by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReadError
from kg.evaluate import Score, Scores, evaluate, read_gold, read_predictions
from kg.evaluate.measure import gold_type
from kg.ontology import load_ontology

TEXT = "China and Russia signed the Accord on 9 March 2021. China's CNSA said Russian experts agreed. Later, China."
ENTITIES = [
    {"id": "c", "type": "COUNTRY", "name": "China", "iso": "CN", "surfaces": ["China"]},
    {"id": "r", "type": "COUNTRY", "name": "Russia", "iso": "RU", "surfaces": ["Russia", "Russian"]},
    {"id": "a", "type": "AGREEMENT", "name": "Accord", "surfaces": ["Accord"]},
    {"id": "d", "type": "DATE", "name": "9 March 2021", "value": "2021-03-09", "surfaces": ["9 March 2021"]},
    {"id": "o", "type": "ORG", "name": "CNSA", "surfaces": ["CNSA"]},
]
RELATIONS = [
    {"subject": "c", "predicate": "signatory_of", "object": "a"},
    {"subject": "r", "predicate": "signatory_of", "object": "a"},
    {"subject": "c", "predicate": "cooperates_with", "object": "r", "planned": True},
    {"subject": "o", "predicate": "agency_of", "object": "c"},
    {"subject": "a", "predicate": "signed_on", "object": "d"},
]


def annotation(**changes: Any) -> dict[str, Any]:
    return {"document_date": "2021-03-10", "entities": ENTITIES, "relations": RELATIONS, "exceptions": []} | changes


def at(words: str, number: int = 1) -> dict[str, Any]:
    start = -1
    for _ in range(number):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def said(
    subject: str, predicate: str, end: str, *, status: str = "asserted", quote: dict[str, Any] | None = None
) -> Any:
    evidence = [quote or at("China and Russia signed the Accord")]
    return {"subject": subject, "predicate": predicate, "object": end, "status": status, "evidence": evidence}


PREDICTION = {
    "document": "docs.jsonl#one",
    "entities": [
        {"id": "e1", "type": "Country", "label": "China", "code": "CN"},
        {"id": "e2", "type": "Country", "label": "Russia", "code": "SU"},
        {"id": "e3", "type": "Agreement", "label": "Accord"},
        {"id": "e4", "type": "Date", "label": "March 2021", "value": "2021-03"},
        {"id": "e5", "type": "Person", "label": "experts"},
        {"id": "document", "type": "Document", "label": "one"},
    ],
    "mentions": [
        {**at("China"), "entity": "e1"},
        {**at("China", 2), "entity": "e1"},
        {**at("Russia"), "entity": "e2"},
        {**at("Accord"), "entity": "e3"},
        {**at("March 2021"), "entity": "e4"},
        {**at("experts"), "entity": "e5"},
    ],
    "statements": [
        said("e1", "signatoryOf", "e3"),
        said("e2", "cooperatesWith", "e1"),
        said("e1", "memberOf", "e3", quote={"start": 0, "end": 5, "text": "Chile"}),
        said("document", "publishedOn", "e4"),
    ],
}


def scores(tmp_path: Path, prediction: object = PREDICTION, **changes: Any) -> Scores:
    for name in ("texts", "gold"):
        (tmp_path / name).mkdir()
    (tmp_path / "texts" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold" / "one.json").write_text(json.dumps(annotation(**changes)), encoding="utf-8")
    (tmp_path / "said.jsonl").write_text(json.dumps(prediction) + "\n", encoding="utf-8")
    found, _ = evaluate(read_gold(tmp_path), read_predictions(tmp_path / "said.jsonl"))
    return found


def test_mentions_count_when_span_and_type_are_right(tmp_path: Path) -> None:
    found = scores(tmp_path)
    assert found["mention"]["COUNTRY"] == Score(right=3, missed=2)  # "Russian" and the last "China"
    assert found["mention"]["DATE"] == Score(wrong=1, missed=1)
    assert found["overlap"]["DATE"] == Score(right=1)
    assert found["mention"]["PERSON"] == Score(wrong=1)


def test_entities_match_one_to_one(tmp_path: Path) -> None:
    found = scores(tmp_path)
    assert found["entity"]["COUNTRY"] == Score(right=2)
    assert found["entity"]["ORG"] == Score(missed=1)
    assert found["entity"]["ALL"] == Score(right=4, wrong=1, missed=1)


def test_values_of_matched_things_are_compared(tmp_path: Path) -> None:
    found = scores(tmp_path)
    assert found["value"]["country code"] == Score(right=1, wrong=1)
    assert found["value"]["date value"] == Score(wrong=1)


def test_relations_need_the_property_and_both_ends(tmp_path: Path) -> None:
    found = scores(tmp_path)
    assert found["relation"]["signatory_of"] == Score(right=1, missed=1)
    assert found["relation"]["cooperates_with"] == Score(right=1)  # symmetric
    assert found["relation"]["ALL"] == Score(right=2, wrong=2, missed=3)
    assert found["status"]["ALL"] == Score(right=1, wrong=1)
    assert found["evidence"]["ALL"] == Score(right=3, wrong=1)


def test_lenient_relations_take_any_property_of_the_family(tmp_path: Path) -> None:
    prediction = {**PREDICTION, "statements": [said("e1", "partOf", "e2")]}
    relations = [{"subject": "c", "predicate": "member_of", "object": "r"}]
    found = scores(tmp_path, prediction, relations=relations)
    assert found["relation"]["ALL"] == Score(wrong=1, missed=1)
    assert found["lenient"]["ALL"] == Score(right=1)


def test_only_the_article_counts(tmp_path: Path) -> None:
    found = scores(tmp_path, main_text=[[0, 51]])
    assert found["mention"]["COUNTRY"] == Score(right=2)
    assert "PERSON" not in found["mention"]


def test_exceptions_are_no_mentions(tmp_path: Path) -> None:
    found = scores(tmp_path, exceptions=[{"surface": "China", "occurrence": 3}])
    assert found["mention"]["COUNTRY"] == Score(right=3, missed=1)


def test_longer_surface_hides_the_shorter(tmp_path: Path) -> None:
    longer = [*ENTITIES, {"id": "x", "type": "ORG", "name": "x", "surfaces": ["China's CNSA"]}]
    found = scores(tmp_path, entities=longer)
    assert found["mention"]["COUNTRY"] == Score(right=2, wrong=1, missed=2)


def test_document_without_prediction_is_missed(tmp_path: Path) -> None:
    found = scores(tmp_path, {**PREDICTION, "document": "other.txt"})
    assert found.missing == ("one",)
    assert found["entity"]["ALL"] == Score(missed=5)
    assert "no prediction for: one" in str(found)


def test_figures_of_nothing_are_zero() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)
    assert Score(right=1, wrong=1, missed=1).f1 == 0.5


@pytest.mark.parametrize(
    ("name", "short"),
    [("Agency", "ORG"), ("kg:LaunchVehicle", "PROJECT"), ("Country", "COUNTRY"), ("https://a.example/x#Date", "DATE")],
)
def test_classes_count_as_the_types_of_the_annotation(name: str, short: str) -> None:
    assert gold_type(name, ontology=load_ontology()) == short


def test_wrong_annotation_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        ReadError, match=r"holds no annotation\. Give a folder with texts/NAME\.txt and gold/NAME\.json\."
    ):
        read_gold(tmp_path)
    (tmp_path / "gold").mkdir()
    file = tmp_path / "gold" / "one.json"
    file.write_text(json.dumps(annotation()), encoding="utf-8")
    with pytest.raises(ReadError, match=r"one\.txt cannot be read.*Each gold/NAME\.json needs its texts/NAME\.txt"):
        read_gold(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text(TEXT, encoding="utf-8")
    for broken, message in (
        ("{", "Expecting property name"),
        (json.dumps({"entities": []}), "'relations' is missing"),
        (json.dumps(annotation(entities=ENTITIES[:2])), "which is no entity"),
    ):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(ReadError, match=message):
            read_gold(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"said\.jsonl, line 2 is not JSON"),
        ('{"entities": []}', r"said\.jsonl, line 2 is not what kg extract prints: KeyError\('document'\)"),
        ("[]", "line 2 is not what kg extract prints"),
    ],
)
def test_wrong_prediction_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        read_predictions(path)
    with pytest.raises(ReadError, match="cannot be read"):
        read_predictions(tmp_path / "none.jsonl")
