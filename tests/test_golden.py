"""Whole documents to whole graphs: `cases/NAME/document.*` must give `cases/NAME/expected.nq`.

`pytest tests/test_golden.py --regold` writes the files anew; read the difference before you commit it.
"""

from pathlib import Path

import pytest

import kg

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_document_gives_its_graph(case: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(case)
    (document,) = (path.name for path in case.glob("document.*"))
    graph = kg.build([document])
    assert not graph.errors
    expected = case / "expected.nq"
    if request.config.getoption("--regold"):
        graph.export("nquads", expected)
    assert list(expected.read_text(encoding="utf-8").splitlines()) == list(nquads(graph)), (
        f"{case.name} reads otherwise. If that is right: pytest tests/test_golden.py --regold"
    )


def nquads(graph: kg.KnowledgeGraph) -> list[str]:
    from kg.store import export_text

    return export_text(graph.store, "nquads").splitlines()
