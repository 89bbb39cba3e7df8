from pathlib import Path

import pytest

import kg
from benchmarks.synthetic import FILE, write_synthetic

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


def test_the_synthetic_graph_fits_the_shapes(folder: Path) -> None:
    with kg.open(folder) as graph:
        assert graph.validate() == []


def test_the_synthetic_graph_is_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    write_synthetic(tmp_path, DOCUMENTS)
    for name in ("graph.nq", FILE):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
