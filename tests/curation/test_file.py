"""A wrong file of decisions is one error, with the line and what to do."""

from pathlib import Path

import pytest

from kg.curation import Distinction, Merge, Note, Rename, add_decision, read_decisions
from kg.curation.records import ContradictionError
from kg.errors import KGError

HEAD = """@prefix kg: <https://w3id.org/provenkg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""

WRONG = [
    ("<decision/a> a kg:Merge ; kg:keep <country/CN>", "curation.ttl:6: is not valid Turtle"),
    ("<decision/a> a kg:Merge ;\n    kg:keep <country/CN> .", "curation.ttl:5: kg:Merge needs kg:drop"),
    ("<decision/a> a kg:Murge ; kg:keep <country/CN> .", "curation.ttl:5: a decision has one of these classes"),
    ("<decision/a> kg:keep <country/CN> .", "it has no class"),
    (
        "<decision/a> a kg:Merge ;\n    kg:keep <organization/a> ;\n    kg:dorp <organization/b> .",
        "curation.ttl:7: kg:Merge has no kg:dorp. It has: dct:date, kg:drop, kg:keep",
    ),
    ('<decision/a> a kg:Rename ; kg:entity <a/b> ; rdfs:label "A" , "B" .', "rdfs:label is given 2 times"),
    (
        '<decision/a> a kg:Rename ;\n  kg:entity "b" ; rdfs:label "A" .',
        "curation.ttl:6: kg:entity of kg:Rename is an IRI",
    ),
    ("<decision/a> a kg:Rename ; kg:entity <a/b> ; rdfs:label <c> .", "rdfs:label of kg:Rename is a text in quotes"),
    (
        '<decision/a> a kg:Rename ; kg:entity <http://x.example/a> ; rdfs:label "A" .',
        "kg:entity is a path below the base, such as <country/CN>, not <http://x.example/a>",
    ),
    ('<decision/a> a kg:Split ; kg:entity <a/b> ; kg:into <a/c> ; rdfs:label "C" .', "needs kg:sha256 or kg:mention"),
    (
        '<decision/a> a kg:Rename ; kg:entity <a/b> ; rdfs:label "A" ;\n    dct:date "yesterday" .',
        "curation.ttl:6: 'yesterday' is not a day. Write it as in: 2026-11-26",
    ),
    (
        "[] a kg:Rejection ; rdf:subject <a/b> ; rdf:predicate kg:x ; rdf:object <a/c> ;\n kg:status kg:maybe .",
        "curation.ttl:6: kg:status is a kg: name such as kg:asserted, not kg:maybe",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_file_says_where_and_what(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "curation.ttl"
    path.write_text(HEAD + text + "\n", encoding="utf-8")
    with pytest.raises(KGError) as caught:
        read_decisions(path)
    assert message in str(caught.value)


def test_a_file_that_is_gone_or_no_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(KGError, match=r"cannot be read: No such file"):
        read_decisions(tmp_path / "curation.ttl")
    (tmp_path / "curation.ttl").write_bytes(b"\xff\xfe")
    with pytest.raises(KGError, match=r"is not UTF-8 text \(byte 1\)"):
        read_decisions(tmp_path / "curation.ttl")


def test_decisions_in_blank_nodes_and_without_a_note_are_read(tmp_path: Path) -> None:
    path = tmp_path / "curation.ttl"
    path.write_text(HEAD + "[] a kg:Merge ; kg:keep <a/b> ; kg:drop <a/c> .\n", encoding="utf-8")
    assert read_decisions(path) == (Merge("a/b", "a/c"),)


def test_the_same_decision_is_written_once_and_keeps_its_first_note(tmp_path: Path) -> None:
    path = tmp_path / "curation.ttl"
    first = Merge("a/b", "a/c", Note("anna", "2026-11-26", 'they say "one"'))
    assert add_decision(path, first) is None
    before = path.read_bytes()
    assert add_decision(path, Merge("a/b", "a/c", Note("bob"))) == first
    assert path.read_bytes() == before
    assert read_decisions(path)[0].note == first.note


def test_a_contradicting_decision_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "curation.ttl"
    add_decision(path, Rename("a/b", "B"))
    before = path.read_bytes()
    with pytest.raises(ContradictionError):
        add_decision(path, Rename("a/b", "C"))
    assert path.read_bytes() == before


def test_contradicting_decisions_in_a_file_are_named_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "curation.ttl"
    add_decision(path, Distinction("a/b", "a/c"))
    text = path.read_text(encoding="utf-8") + "[] a kg:Merge ; kg:keep <a/b> ; kg:drop <a/c> .\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        ContradictionError, match=r"curation.ttl: these two decisions .* tell a/b and a/c apart; merge a/c"
    ):
        read_decisions(path)
