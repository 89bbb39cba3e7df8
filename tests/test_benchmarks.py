from pathlib import Path

import pytest

import kg
from benchmarks import extraction, incremental
from benchmarks.diff import write_changed
from benchmarks.queries import OURS, RAW, Milliseconds, agreed, broken, kg_engine, raw_engines, rdflib_engine
from benchmarks.synthetic import FILE, synthetic_graph, write_synthetic
from kg.rdf import LABEL
from kg.store import memory_store, open_store

DOCUMENTS = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("synthetic")
    write_synthetic(path, DOCUMENTS)
    return path


def test_the_quotes_and_facts_of_the_synthetic_graph_are_borne_out_by_its_texts(folder: Path) -> None:
    with kg.open(folder) as graph:
        assert graph.verify() == []
        assert len(graph.report["documents"]) == DOCUMENTS


def test_the_synthetic_graph_fits_the_shapes(tmp_path: Path) -> None:
    assert synthetic_graph(2, tmp_path).validate() == []


def test_the_synthetic_graph_is_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    write_synthetic(tmp_path, DOCUMENTS)
    for name in ("graph.nq", FILE):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own, of what it calls itself
def test_kg_oxigraph_and_rdflib_answer_the_ten_queries_alike(folder: Path) -> None:
    store = open_store(folder)
    raw = synthetic_graph(DOCUMENTS, folder).store
    rows = agreed([*raw_engines(raw), kg_engine(store), rdflib_engine(store)])
    assert [name for name, number in rows.items() if not number] == []


def test_answers_that_differ_end_the_benchmark(folder: Path) -> None:
    less = memory_store(quad for quad in open_store(folder) if quad.predicate.value != LABEL.value)
    with pytest.raises(SystemExit, match="5 REGEX: the answers differ"):
        agreed([kg_engine(open_store(folder)), raw_engines(less)[0]])


def test_a_query_that_takes_much_longer_than_oxigraph_breaks_the_limit() -> None:
    slow = {RAW: Milliseconds(10, 10), OURS: Milliseconds(13.5, 13.5)}
    assert "more than 1.3 times" in (broken("6 dates", slow) or "")
    assert broken("6 dates", {RAW: Milliseconds(10, 10), OURS: Milliseconds(13.2, 99)}) is None


def test_a_changed_copy_differs_by_one_document(folder: Path, tmp_path: Path) -> None:
    name = write_changed(folder, tmp_path / "copy")
    with kg.open(folder) as before, kg.open(tmp_path / "copy") as after:
        found = after.diff(before)
    assert [(one.kind, one.before and one.before.iri) for one in found.documents] == [("changed", name)]
    assert {one.kind for one in found.facts} == {"support"}


def test_the_incremental_benchmark_says_what_each_build_takes(capsys: pytest.CaptureFixture[str]) -> None:
    incremental.main(3)
    shown = [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()]
    assert shown[:2] == ["build 3 documents", "build again, nothing changed"]
    assert shown[2:] == ["build again, one changed", "build again, one removed", "check", "kept readings"]


def test_the_extraction_benchmark_says_how_fast_a_core_and_two_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extraction, "RUNS", 1)
    text = tmp_path / "one.txt"
    text.write_text("Peru and Norway signed an accord on 3 May 2024. The Nordvik dam was built by Norway.\n")
    extraction.main([str(text), "--news", "2"])
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if not line.startswith(" ")][:2] == [
        "sources: 1 documents, 17 words",
        "news made of them: 2 documents, 920 words",
    ]
    assert "words/s a core; " in shown[-1]
    assert " times by the clock, " in shown[-2]


def test_two_processes_share_two_cores_and_one_has_its_own() -> None:
    assert extraction.Spent(9, 4, 0).shared == 4
    assert extraction.Spent(9, 1, 5).shared == 3
