"""Graphs are searched: built ones in memory, written ones in their file, and those without one say so."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg.errors import KGError, StoreError
from kg.output import SEARCH
from kg.search import KINDS, Hit, write_index
from tests.conftest import ROOT

TEXTS = {
    "india.txt": "India joins\n\nThe Artemis Accords were signed by India in Washington on 21 June 2023.\n",
    "brazil.txt": "Brésil\n\nBrazil signed the Artemis Accords on 15 June 2021. The talks in São Paulo were long.\n",
    "zh.txt": "嫦娥六号\n\n2024年6月，中国与法国签署了合作协议。嫦娥六号着陆器在月球背面着陆。\n",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder, which tests leave as it is."""
    with kg.build([sources]) as graph:
        return graph.write(tmp_path_factory.mktemp("built") / "out")


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """Return an output folder to change."""
    return Path(shutil.copytree(built, tmp_path / "out"))


def found(folder: Path, words: str, kind: str | None = None, limit: int = 10) -> list[Hit]:
    with kg.open(folder) as graph:
        return graph.search(words, kind=kind, limit=limit)  # type: ignore[arg-type]


def test_entities_are_found_by_label_and_alias_with_the_shortest_name_first(articles: Path) -> None:
    assert found(articles, "china", "entities")[0].iri.endswith("/country/CN")
    by_alias = found(articles, "CNSA", "entities")[0]
    assert (by_alias.label, by_alias.snippet) == ("China National Space Administration", "CNSA")


def test_entity_comes_once_whatever_its_names(articles: Path) -> None:
    iris = [hit.iri for hit in found(articles, "space", "entities", limit=1000)]
    assert len(iris) == len(set(iris)) > 10


def test_quote_is_found_with_its_document_and_evidence(built: Path) -> None:
    (hit,) = found(built, "signed washington", "quotes")
    text = TEXTS["india.txt"]
    assert hit.start is not None
    assert text[hit.start : hit.start + len(hit.snippet)] == hit.snippet
    assert [hit.snippet[mark.start : mark.end] for mark in hit.marks] == ["signed", "Washington"]
    with kg.open(built) as graph:
        for iri in hit.evidence:
            assert graph.query(f"ASK {{ GRAPH <{hit.document}> {{ ?s kg:evidence <{iri}> }} }}") is True


def test_document_is_found_by_words_that_no_fact_rests_on(built: Path) -> None:
    assert found(built, "talks sao paulo", "quotes") == []
    (hit,) = found(built, "TALKS sao paulo", "documents")
    assert hit.label == "Brésil"
    assert [hit.snippet[mark.start : mark.end] for mark in hit.marks] == ["talks", "São", "Paulo"]


def test_documents_are_found_by_their_titles_without_accents(built: Path) -> None:
    assert [hit.label for hit in found(built, "bresil", "documents")] == ["Brésil"]


@pytest.mark.parametrize("words", ["月球", "背面", "嫦娥", "嫦娥六号", "着陆器 月球"])
def test_chinese_is_found_by_words_of_two_characters(built: Path, words: str) -> None:
    assert [hit.document for hit in found(built, words, "documents")] == [
        hit.iri for hit in found(built, "嫦娥六号", "documents")
    ]


def test_characters_in_another_order_are_no_phrase(built: Path) -> None:
    assert found(built, "球月", "documents") == []


def test_prefix_and_phrase(built: Path) -> None:
    assert found(built, "washin", "quotes") == []
    assert len(found(built, "washin*", "quotes")) == 1
    assert len(found(built, '"signed by india"', "quotes")) == 1
    assert found(built, '"india signed"', "quotes") == []


def test_kinds_come_in_their_order_each_by_score_and_no_more_than_asked_for(articles: Path) -> None:
    hits = found(articles, "space", limit=4)
    assert [hit.kind for hit in hits] == [kind for kind in KINDS for _ in range(4)]
    for kind in KINDS:
        scores = [hit.score for hit in hits if hit.kind == kind]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0


def test_fewer_hits_are_the_first_of_more(articles: Path) -> None:
    for kind in KINDS:
        assert found(articles, "agreement*", kind, limit=3) == found(articles, "agreement*", kind, limit=50)[:3]


def test_graph_in_memory_finds_what_its_file_finds(sources: Path, built: Path) -> None:
    with kg.build([sources]) as graph:
        assert graph.search("artemis accords") == found(built, "artemis accords") != []


def test_graph_may_be_searched_from_several_threads(built: Path) -> None:
    with kg.open(built) as graph, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(graph.search, ["india"] * 8))
    assert answers == [found(built, "india")] * 8


def test_wrong_kind_and_limit_are_told(built: Path) -> None:
    with pytest.raises(KGError, match=r"there is no kind 'people'\. There are: entities, quotes, documents\."):
        found(built, "india", "people")
    with pytest.raises(KGError, match=r"limit is 0\. Give 1 or more\."):
        found(built, "india", limit=0)


### Files


def test_file_has_the_same_bytes_whatever_the_hash_seed_and_the_order(sources: Path, tmp_path: Path) -> None:
    names = sorted(str(path) for path in sources.iterdir())
    made = []
    for seed, files in (("1", names), ("2", names[::-1])):
        folder = tmp_path / seed
        command = [sys.executable, "-m", "kg", "build", "-q", "--jobs", "1", "-o", str(folder), *files]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        made.append((folder / SEARCH).read_bytes())
    assert made[0] == made[1]


def test_graph_that_is_opened_and_written_again_has_the_same_file(built: Path, tmp_path: Path) -> None:
    with kg.open(built) as graph:
        graph.write(tmp_path / "again")
    assert (tmp_path / "again" / SEARCH).read_bytes() == (built / SEARCH).read_bytes()


def moved(sources: Path, folder: Path) -> Path:
    """Return the output folder of sources that have gone since."""
    gone = Path(shutil.copytree(sources, folder / "sources"))
    with kg.build([gone]) as graph:
        graph.write(folder / "out")
    shutil.rmtree(gone)
    return folder / "out"


def test_texts_outlive_their_sources(sources: Path, tmp_path: Path) -> None:
    output = moved(sources, tmp_path)
    with kg.open(output) as graph:
        graph.write(tmp_path / "again")
    assert (tmp_path / "again" / SEARCH).read_bytes() == (output / SEARCH).read_bytes()


def test_text_that_is_not_what_was_read_is_not_taken(sources: Path, tmp_path: Path) -> None:
    output = moved(sources, tmp_path)
    with closing(sqlite3.connect(output / SEARCH)) as connection, connection:
        connection.execute("UPDATE document SET text = replace(text, 'Accords', 'Ackords')")
    with kg.open(output) as graph:
        graph.write(tmp_path / "again")
    assert found(tmp_path / "again", "ackords", "documents") == []
    assert found(tmp_path / "again", "accords", "documents") == []
    assert found(tmp_path / "again", "月球", "documents") != []


def test_folder_that_was_built_before_says_to_build_again(output: Path) -> None:
    (output / SEARCH).unlink()
    with pytest.raises(StoreError, match=r"out was built without a search index\. Build the graph again"):
        found(output, "india")


@pytest.mark.parametrize("bytes_", [b"", b"no database" * 500, None], ids=["empty", "foreign", "cut"])
def test_broken_file_says_to_build_again(output: Path, bytes_: bytes | None) -> None:
    path = output / SEARCH
    path.write_bytes(path.read_bytes()[:9000] if bytes_ is None else bytes_)
    with pytest.raises(StoreError, match=r"search\.sqlite .*Build the graph again with: kg build SOURCE -o"):
        found(output, "india")


def test_file_of_another_version_says_to_build_again(output: Path) -> None:
    connection = sqlite3.connect(output / SEARCH)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match=r"was written by another version of kg\. Build the graph again"):
        found(output, "india")


def test_search_writes_nothing_and_needs_no_right_to(output: Path) -> None:
    (output / SEARCH).chmod(stat.S_IRUSR)
    output.chmod(stat.S_IRUSR | stat.S_IXUSR)
    before = sorted(path.name for path in output.iterdir()), (output / SEARCH).read_bytes()
    try:
        assert found(output, "india")
        assert (sorted(path.name for path in output.iterdir()), (output / SEARCH).read_bytes()) == before
    finally:
        output.chmod(stat.S_IRWXU)


def test_folder_with_signs_of_an_address_in_its_name(built: Path, tmp_path: Path) -> None:
    odd = Path(shutil.copytree(built, tmp_path / "50% ?mode=rw #1 é"))
    assert found(odd, "india") == found(built, "india")


def test_place_that_cannot_be_written_is_told(built: Path, tmp_path: Path) -> None:
    with kg.open(built) as graph, pytest.raises(StoreError, match=r"search\.sqlite cannot be written: .*Make room"):
        write_index(graph.store, {}, tmp_path / "none" / SEARCH)


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX's")
def test_disk_that_is_full_leaves_the_former_state(sources: Path, output: Path) -> None:
    """A limit on the size of files stands for the disk: SQLite gets the error of the system in its write."""
    code = f"""
import resource, signal, pathlib, kg
from kg.errors import StoreError
from kg.output import write_output
from kg.search import write_index
graph = kg.build([{str(sources)!r}])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    write_output(pathlib.Path({str(output)!r}), lambda new: write_index(graph.store, {{}}, new / "search.sqlite"))
except StoreError as error:
    print(error)
"""
    before = {path.name: path.stat().st_mtime_ns for path in output.iterdir()}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "search.sqlite cannot be written" in done.stdout
    assert {path.name: path.stat().st_mtime_ns for path in output.iterdir()} == before
    assert found(output, "india")
