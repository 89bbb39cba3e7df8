"""Shards are the graph of a folder, cut by subject: the same lines, the same errors, whatever way they were made."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import KGError, ReadError, StoreError
from kg.gather import Work, read_document
from kg.output import writing
from kg.records import Document, Reading
from kg.shards import Where, build_shards, portions, stages
from kg.shards.lines import shard_of
from tests.conftest import ROOT, Run

pytest.importorskip("pyarrow", reason="Parquet needs pyarrow: pip install 'provenkg[parquet]'")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make portions of few documents, as those of a large build are few of all."""
    monkeypatch.setattr(portions, "LEAST_BYTES", 1500)


def files(prefix: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in prefix.parent.glob(f"{prefix.name}[.-]*") if path.is_file()}


def sorted_lines(prefix: Path) -> list[bytes]:
    return sorted(line for path in prefix.parent.glob("*.nq") for line in path.read_bytes().splitlines(keepends=True))


@pytest.mark.usefixtures("small")
def test_the_shards_together_are_the_graph_of_a_folder(sources: Path, quads: list[bytes], tmp_path: Path) -> None:
    done = build_shards([sources], tmp_path / "graph", Where(jobs=1))
    assert sorted_lines(tmp_path / "graph") == quads[:-1]
    assert sorted(map(str, done.errors)) == sorted(quads[-1].decode().splitlines())
    assert len(done.errors) == 6
    assert done.manifest
    assert done.manifest.totals["copies"] >= 8, "each row is a copy of a line"
    assert done.manifest.totals["conflicts"] >= 1


@pytest.mark.usefixtures("small")
def test_each_line_lies_in_the_shard_of_its_subject_sorted_and_once(sources: Path, tmp_path: Path) -> None:
    build_shards([sources], tmp_path / "graph", Where(jobs=1, shards=5))
    for number in range(5):
        lines = (tmp_path / f"graph-{number:05}-of-00005.nq").read_bytes().splitlines()
        assert lines
        assert lines == sorted(set(lines))
        assert {shard_of(line, 5) for line in lines} == {number}


def test_processes_and_portions_do_not_show(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_shards([sources], tmp_path / "one" / "graph", Where(jobs=1))
    monkeypatch.setattr(portions, "LEAST_BYTES", 2500)
    build_shards([sources], tmp_path / "two" / "graph", Where(jobs=2))
    assert files(tmp_path / "one" / "graph") == files(tmp_path / "two" / "graph")


def test_the_manifest_says_what_is_there(sources: Path, tmp_path: Path) -> None:
    done = build_shards([sources], tmp_path / "graph", Where(jobs=1, shards=3))
    assert done.manifest
    found = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    assert found["format"] == "provenkg shards 1"
    assert found["sources"] == [sources.as_posix()]
    for shard in found["shards"]:
        data = (tmp_path / shard["file"]).read_bytes()
        assert shard["sha256"] == hashlib.sha256(data).hexdigest()
        assert (shard["bytes"], shard["quads"]) == (len(data), data.count(b"\n"))
    assert sorted(files(tmp_path / "graph")) == [*(shard["file"] for shard in found["shards"]), "graph.json"]


@pytest.mark.usefixtures("small")
def test_the_manifest_counts_what_the_report_of_a_folder_counts(sources: Path, tmp_path: Path) -> None:
    from kg.compose import build

    done = build_shards([sources], tmp_path / "graph", Where(jobs=1))
    assert done.manifest
    with build([sources]) as graph:
        totals = graph.report["totals"]
    assert {name: done.manifest.totals[name] for name in totals} == totals


def test_another_number_of_shards_leaves_none_of_the_former(sources: Path, tmp_path: Path) -> None:
    article = sources / "copy.txt"
    build_shards([article], tmp_path / "graph", Where(shards=4))
    build_shards([article], tmp_path / "graph", Where(shards=2))
    assert sorted(files(tmp_path / "graph")) == ["graph-00000-of-00002.nq", "graph-00001-of-00002.nq", "graph.json"]


def test_a_pattern_and_a_base_of_ones_own(sources: Path, tmp_path: Path) -> None:
    pattern = f"{sources.as_posix()}/*.parquet"
    done = build_shards([pattern], tmp_path / "graph", base="https://example.org/space#")
    assert done.manifest
    assert done.manifest.totals["documents"] == 8
    assert all(line.startswith(b"<https://example.org/space#") for line in sorted_lines(tmp_path / "graph"))


### Cut short #########################################################################################################


def read_portions(folder: Path) -> list[Path]:
    return [*(folder / "reading").glob("[0-9]*")] if (folder / "reading").is_dir() else []


def test_a_build_that_was_killed_goes_on_where_it_was(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_shards([sources], tmp_path / "whole" / "graph", Where(jobs=1))
    code = (
        f"import sys; from kg.shards import *; from kg.shards import portions; portions.LEAST_BYTES = 1500;"
        f"build_shards([{str(sources)!r}], {str(tmp_path / 'graph')!r}, Where(jobs=1))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    work = tmp_path / "graph.work"
    while len(read_portions(work)) < 4:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(read_portions(work))
    monkeypatch.setattr(portions, "LEAST_BYTES", 1500)
    monkeypatch.chdir(ROOT)
    read: list[str] = []

    def noted(document: Document, work: Work) -> Reading:
        read.append(document.source)
        return read_document(document, work)

    monkeypatch.setattr(stages, "read_document", noted)
    found = build_shards([sources], tmp_path / "graph", Where(jobs=1))
    assert files(tmp_path / "graph") == files(tmp_path / "whole" / "graph")
    assert found.manifest
    assert 0 < len(read) <= found.manifest.totals["documents"] + 2 - done, "what had been read was read again"


def test_a_build_of_other_sources_does_not_use_what_was_left(sources: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("India signed the Artemis Accords.", encoding="utf-8")
    with pytest.raises(KGError, match="boom"):
        build_shards([text], tmp_path / "graph", on_progress=lambda *_: (_ for _ in ()).throw(KGError("boom")))
    assert read_portions(tmp_path / "graph.work")
    text.write_text("Japan signed the Artemis Accords.", encoding="utf-8")
    build_shards([text], tmp_path / "graph")
    assert b"Japan" in b"".join(sorted_lines(tmp_path / "graph"))
    assert b"India" not in b"".join(sorted_lines(tmp_path / "graph"))


def test_a_second_build_of_the_same_shards_is_told_so(sources: Path, tmp_path: Path) -> None:
    with writing(tmp_path / "graph.work"):
        (tmp_path / "graph.work" / "plan.json").write_text("x", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "kg",
            "build",
            str(sources),
            "--engine",
            "local",
            "-o",
            str(tmp_path / "graph"),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"another kg build is writing to {tmp_path / 'graph.work'}" in done.stderr


def test_a_full_disk_is_told_and_what_was_there_stands(sources: Path, tmp_path: Path) -> None:
    build_shards([sources / "copy.txt"], tmp_path / "graph")
    before = files(tmp_path / "graph")
    code = (
        "import resource, sys; from kg.cli import main; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000));"
        f"main(['build', {str(sources)!r}, '--engine', 'local', '--jobs', '1', '-o', {str(tmp_path / 'graph')!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert f"cannot write to {tmp_path / 'graph.work'} (File too large). Make room" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(tmp_path / "graph") == before


### Wrong #############################################################################################################


def test_names_that_are_taken_are_refused(sources: Path, tmp_path: Path) -> None:
    article = sources / "copy.txt"
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    (tmp_path / "b-00000-of-00016.nq").write_text("", encoding="utf-8")
    (tmp_path / "c.work").mkdir()
    (tmp_path / "c.work" / "mine.txt").write_text("keep me", encoding="utf-8")
    for name, taken in (("a", "a.json"), ("b", "b-00000-of-00016.nq"), ("c", "c.work holds mine.txt,")):
        with pytest.raises(StoreError) as error:
            build_shards([article], tmp_path / name)
        assert f"{tmp_path / taken.split()[0]}" in str(error.value)
        assert "which kg did not write. Choose another PREFIX" in str(error.value)
    assert (tmp_path / "c.work" / "mine.txt").read_text(encoding="utf-8") == "keep me"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b-00000-of-00016.nq", "c.work"]


def test_a_prefix_that_is_a_folder_or_lies_in_a_file_is_refused(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for wrong in (tmp_path, f"{tmp_path}/new/"):
        with pytest.raises(StoreError, match=r"is a folder\. Give what the names of the shards begin with"):
            build_shards([sources], wrong)
    with pytest.raises(StoreError, match="is no folder, so that nothing can be written as"):
        build_shards([sources], tmp_path / "file" / "graph")


def test_an_address_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"https://example.org/a: shards are built from files"):
        build_shards(["https://example.org/a"], tmp_path / "graph")


def test_nothing_to_read_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = build_shards([tmp_path / "empty.txt"], tmp_path / "out" / "graph")
    assert done.manifest is None
    assert [str(error) for error in done.errors] == [
        f"{tmp_path / 'empty.txt'} is empty (0 bytes). Leave it out, or put the document's text into it."
    ]
    assert not [*(tmp_path / "out").glob("*")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--address auto -o graph", "--address goes with --engine, for example: --engine ray"),
        ("--shards 4 -o graph", "--shards goes with --engine, for example: --engine ray"),
        ("--engine local --address auto -o graph", "--address is that of a Ray cluster: give --engine ray with it."),
        (
            "--engine local --infer -o graph",
            "--infer is for a folder, and --engine writes shards. Leave one of the two",
        ),
        (
            "--engine local --check -o graph",
            "--check is for a folder, and --engine writes shards. Leave one of the two",
        ),
        (
            "--engine local --witness llm:x -o graph",
            "--witness is for a folder, and --engine writes shards. Leave one of the two",
        ),
        ("--engine local", "Give what the names of the shards begin with, for example: --output out/graph"),
        ("--engine local -o graph --shards 10000", "10000 shards cannot be written. Give a number from 1 to 9999."),
        ("--engine local -o .", ". is a folder. Give what the names of the shards begin with"),
    ],
)
def test_options_that_do_not_go_together_are_told(run: Run, tmp_path: Path, options: str, message: str) -> None:
    (tmp_path / "text.txt").write_text("India signed the Artemis Accords.", encoding="utf-8")
    done = run("build", "text.txt", *options.split())
    assert done.code == 2
    assert message in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["text.txt"]


def test_the_command_says_what_it_wrote_and_what_could_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("India signed the Artemis Accords on 21 June 2023.", encoding="utf-8")
    done = run("build", "text.txt", "lost.md", "--engine", "local", "--output", "out/graph", "--shards", "2")
    assert done.code == 1
    assert done.err == "error: lost.md does not exist. Check the path.\n"
    assert done.out.startswith("out/graph.json  graph-00000-of-00002.nq … graph-00001-of-00002.nq  (2 files, 0.0 MB)\n")
    assert "  documents                 1\n" in done.out
    assert "  not read                  1\n" in done.out
    quiet = run("build", "-q", "text.txt", "--engine", "local", "--output", "out/graph")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert len([*(tmp_path / "out").glob("*.nq")]) == 16, "the two shards of before should be gone"
