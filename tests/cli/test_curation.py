"""The commands that write decisions down, and builds that follow them."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli.decide import FILE
from kg.graph import open_graph
from tests.conftest import Run

A = """China launched Chang'e-6

The China National Space Administration launched Chang'e-6 on 3 May 2024.
France signed the Artemis Accords on 7 June 2022.
"""
B = """Chang'e 6 mission

The Chinese National Space Administration launched Chang'e-6 on 4 May 2024. Georgia signed the Artemis Accords.
"""
NAMES = ("China National Space Administration", "National Space Administration")
WRITTEN = ("graph.ttl", "graph.nq", "graph.html")


@pytest.fixture(autouse=True)
def built(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build a graph of two documents that call one agency by two names."""
    monkeypatch.setenv("KG_CURATOR", "anna")
    (tmp_path / "a.txt").write_text(A, encoding="utf-8")
    (tmp_path / "b.txt").write_text(B, encoding="utf-8")
    assert run("build", "-q", "a.txt", "b.txt").code == 0


def files(tmp_path: Path) -> dict[str, bytes]:
    return {name: (tmp_path / "kg-out" / name).read_bytes() for name in WRITTEN}


def report(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tmp_path / "kg-out" / "report.json").read_text(encoding="utf-8"))
    return found


def rebuilt(run: Run, *more: str) -> str:
    done = run("build", "-q", "a.txt", "b.txt", "--curation", FILE, *more)
    assert done.code == 0, done.err
    return done.err


def test_merge_is_followed_by_the_next_build_and_again(run: Run, tmp_path: Path) -> None:
    done = run("merge", *NAMES, "--why", "one agency", "--when", "2026-11-26")
    assert done.code == 0
    assert done.out == (
        "curation.ttl: merge organization/national-space-administration into"
        " organization/china-national-space-administration\n"
        "The next build follows it: kg build SOURCE --curation curation.ttl\n"
    )
    rebuilt(run)
    once = files(tmp_path)
    assert b"organization/national-space-administration" not in once["graph.nq"]
    assert run("explain", NAMES[1], "launches").out.startswith("China National Space Administration  launches")
    assert run("verify").code == 0
    assert run("validate").code == 0
    assert run("build", "--check").out.startswith("kg-out is what its sources give")
    rebuilt(run, "-o", "other")
    assert {name: (tmp_path / "other" / name).read_bytes() for name in WRITTEN} == once
    assert "nothing changed" in run("build").out
    assert report(tmp_path)["curation"]["decisions"] == 1
    assert len(report(tmp_path)["curation"]["sha256"]) == 64


def test_a_decision_is_the_only_thing_that_is_read_again(run: Run, tmp_path: Path) -> None:
    run("merge", *NAMES)
    done = run("build", "a.txt", "b.txt", "--curation", FILE)
    assert done.out.startswith("0 of 2 documents read")
    (tmp_path / FILE).unlink()
    run("rename", "Artemis Accords", "The Accords")
    assert run("build").out.startswith("0 of 2 documents read")


def test_decisions_survive_a_document_that_changed(run: Run, tmp_path: Path) -> None:
    run("merge", *NAMES)
    rebuilt(run)
    (tmp_path / "b.txt").write_text(B + "\nNASA launched Artemis I in November 2022.\n", encoding="utf-8")
    assert run("build").code == 0
    assert "organization/national-space-administration" not in files(tmp_path)["graph.ttl"].decode()
    (tmp_path / "b.txt").write_text("NASA launched Artemis I in November 2022.\n", encoding="utf-8")
    done = run("build")
    assert done.code == 0
    assert "note: curation.ttl: merge organization/national-space-administration into" in done.err
    assert "nothing in the graph fits this; it may be out of date" in done.err


def test_another_base_takes_the_same_decisions(run: Run, tmp_path: Path) -> None:
    run("merge", *NAMES)
    rebuilt(run, "--base", "https://example.org/space#")
    text = files(tmp_path)["graph.nq"].decode()
    assert "https://example.org/space#organization/china-national-space-administration" in text
    assert "organization/national-space-administration" not in text
    run("rename", NAMES[0], "CNSA")
    assert "says so already" in run("rename", NAMES[0], "CNSA").out


def test_split_makes_another_thing_of_what_a_document_says(run: Run, tmp_path: Path) -> None:
    refused = run("split", "Georgia", "--document", "b.txt", "--as", "Georgia (U.S. state)")
    assert refused.code == 2
    assert "no new country can be made of a name. Say what it is, for example: --class Place" in refused.err
    done = run("split", "Georgia", "--document", "b.txt", "--as", "Georgia (U.S. state)", "--class", "Place")
    assert done.code == 0, done.err
    rebuilt(run)
    with open_graph(tmp_path / "kg-out") as graph:
        names = graph.query("SELECT ?l { <place/georgia-u-s-state> rdfs:label ?l }")
        assert [*names] == [("Georgia (U.S. state)",)]  # type: ignore[misc]
        assert not graph.query("ASK { <country/GE> ?p ?o }")
        assert not graph.verify()
        assert not graph.validate()


def test_split_from_says_that_two_things_are_two(run: Run) -> None:
    assert run("split", NAMES[0], "--from", NAMES[1]).code == 0
    done = run("merge", *NAMES)
    assert done.code == 2
    assert "these two decisions contradict each other: tell organization/china-national" in done.err
    assert run("split", NAMES[0]).code == 2
    assert run("split", NAMES[0], "--as", "X").code == 2


def test_rename_keeps_the_old_name_as_an_alias(run: Run, tmp_path: Path) -> None:
    assert run("rename", "Artemis Accords", "The Accords", "-q").out == ""
    rebuilt(run)
    with open_graph(tmp_path / "kg-out") as graph:
        found = graph.query("SELECT ?l ?a { <agreement/artemis-accords> rdfs:label ?l ; skos:altLabel ?a }")
        assert [*found] == [("The Accords", "Artemis Accords")]  # type: ignore[misc]
    assert "cannot be renamed" in run("rename", "date/2024-05-03", "That day").err


def test_reject_lists_the_facts_until_one_is_chosen(run: Run, tmp_path: Path) -> None:
    done = run("reject", "Chang'e-6", "launch date")
    assert done.code == 2
    assert "    1  Chang'e-6  launchDate  3 May 2024  [a.txt]\n" in done.err
    assert "    2  Chang'e-6  launchDate  4 May 2024  [b.txt]\n" in done.err
    assert not (tmp_path / FILE).exists()
    done = run(
        "reject", "Chang'e-6", "launch date", "--document", "b.txt", "--why", "a day late", "--when", "2026-11-26"
    )
    assert done.code == 0, done.err
    rebuilt(run)
    assert "4 May 2024" not in run("explain", "Chang'e-6", "launch date").out
    reasons = [one["reason"] for document in report(tmp_path)["documents"] for one in document["rejected"]]
    assert reasons == ["rejected by anna on 2026-11-26: a day late"]
    assert run("verify").code == 0


def test_reject_takes_a_number_all_and_the_path_of_a_statement(run: Run, tmp_path: Path) -> None:
    assert run("reject", "Chang'e-6", "launch date", "--number", "3").code == 2
    assert run("reject", "Chang'e-6", "launch date", "--number", "1").code == 0
    with open_graph(tmp_path / "kg-out") as graph:
        found = graph.query("SELECT ?s { GRAPH ?g { ?s rdf:object <date/2024-05-04> } }")
        statement = str(next(iter(found))[0])  # type: ignore[arg-type, index]
    assert run("reject", statement).out.startswith("curation.ttl: reject project/chang-e-6 launchDate date/2024-05-04")
    assert "says so already" in run("reject", "Chang'e-6", "launch date", "--all").out
    rebuilt(run)
    assert run("explain", "Chang'e-6", "launch date").code == 2


def test_accept_contradicts_reject(run: Run) -> None:
    assert run("accept", "Chang'e-6", "launch date", "3 May 2024").code == 0
    done = run("reject", "Chang'e-6", "launch date", "3 May 2024")
    assert done.code == 2
    assert "accept project/chang-e-6 launchDate date/2024-05-03 (by anna on" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("merge", "China", "France"), "country/FR cannot be merged into country/CN: one is CN, the other FR."),
        (("merge", "China", "date/2024-05-03"), "one is a date, the other is none"),
        (("merge", "China", "CN"), "are one thing already"),
        (("merge", "China", "Chian"), "Did you mean China"),
        (("rename", "China", "中国", "--when", "today"), "'today' is not a day"),
        (("reject", "China", "launches", "--document", "c.txt"), "no document of the graph is called 'c.txt'"),
        (("split", "Georgia", "--mention", "x", "--as", "Y", "--class", "Plaice"), "no class 'Plaice'"),
    ],
)
def test_what_cannot_be_decided_is_said(run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / FILE).exists()


def test_a_wrong_file_stops_the_build_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    before = files(tmp_path)
    (tmp_path / FILE).write_text("<decision/a> a <x> .\n", encoding="utf-8")
    done = run("build", "a.txt", "--curation", FILE)
    assert done.code == 2
    assert done.err.startswith("error: curation.ttl:1: a decision has one of these classes")
    assert files(tmp_path) == before


def test_review_lists_what_was_planted_with_commands_that_mend_it(run: Run) -> None:
    done = run("review")
    assert done.code == 0
    keep, drop = "organization/china-national-space-administration", "organization/national-space-administration"
    told = [
        '  "The China National Space Administration launched Chang\'e-6 on 3 May 2024." (a.txt)',
        '  "The Chinese National Space Administration launched Chang\'e-6 on 4 May 2024." (b.txt)',
    ]
    mend = "reject project/chang-e-6 launchDate date/2024-05-04", f"merge {keep} {drop}"
    assert done.out.splitlines() == [
        "conflict   0.85  Chang'e-6  launchDate  3 May 2024 or 4 May 2024",
        "  launchDate can have one value, and documents give 2",
        *told,
        f"  $ kg {mend[0]}",
        "  $ kg reject project/chang-e-6 launchDate date/2024-05-03",
        "",
        "duplicate  0.70  China National Space Administration = National Space Administration",
        "  one name holds the other, and both: agencyOf China",
        *told,
        f"  $ kg {mend[1]}",
        f"  $ kg split {keep} --from {drop}",
    ]
    for line in mend:
        assert run(*line.split()).code == 0
    assert run("review").err == "nothing needs a look\n"
    rebuilt(run)
    assert run("review", "--curation", "none.ttl").err == "nothing needs a look\n"


def test_review_as_json(run: Run) -> None:
    found = json.loads(run("review", "--format", "json", "--limit", "1").out)
    assert [one["kind"] for one in found] == ["conflict"]
    assert found[0]["quotes"][0]["source"] == "a.txt"
