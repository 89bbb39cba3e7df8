"""The same documents give the same bytes, whatever the hash seed, the order of files and the number of processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ARTICLES, ROOT

OUTPUTS = ("graph.ttl", "graph.nq", "graph.html", "search.sqlite")


def build(folder: Path, sources: list[str], *, seed: str, jobs: int) -> dict[str, bytes]:
    """Build in a process of its own; return what was written."""
    command = [sys.executable, "-c", "from kg.cli import main; main()"]
    subprocess.run(
        [*command, "build", "-q", "--jobs", str(jobs), "-o", str(folder), *sources],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
    )
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(tmp_path_factory.mktemp("first") / "out", ["data/articles"], seed="1", jobs=1)


@pytest.mark.parametrize(("seed", "jobs", "backwards"), [("2", 1, True), ("3", 2, False)])
def test_builds_are_the_same(tmp_path: Path, first: dict[str, bytes], *, seed: str, jobs: int, backwards: bool) -> None:
    files = sorted((path.relative_to(ROOT).as_posix() for path in ARTICLES.iterdir()), reverse=backwards)
    again = build(tmp_path / "out", files, seed=seed, jobs=jobs)
    for name in OUTPUTS:
        assert again[name] == first[name], f"{name} differs"
