"""A build in shards finds the same copies and conflicts as one in memory, whatever the portions."""

from pathlib import Path

import pytest

from kg.shards import Where, build_shards, portions
from kg.store import write_nquads
from tests.corroborate.graph import SIX, six


@pytest.mark.parametrize("jobs", [1, 2])
def test_shards_hold_the_same_copies_and_conflicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(portions, "LEAST_BYTES", 1)
    done = build_shards([SIX], tmp_path / "graph", Where(jobs=jobs, shards=3))
    lines = [line for path in tmp_path.glob("*.nq") for line in path.read_bytes().splitlines()]
    write_nquads(six().store, tmp_path / "whole")
    assert sorted(lines) == (tmp_path / "whole").read_bytes().splitlines()
    assert done.manifest
    assert (done.manifest.totals["copies"], done.manifest.totals["conflicts"]) == (2, 1)
