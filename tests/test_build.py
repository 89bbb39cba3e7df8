"""Building: sources in, a graph out; errors beside it; own readers and extractors; several processes."""

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import kg
from kg.errors import KGError, StoreError
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.read import READERS
from kg.records import Document, Entity, Evidence, Mention, Span, Statement
from tests.conftest import ARTICLES, ROOT

SENTENCE = "The Artemis Accords were signed by India in Washington on 21 June 2023.\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "india.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    return path


def test_graph_answers_what_the_document_says(document: Path) -> None:
    with kg.build([document]) as graph:
        assert graph.query("ASK { <country/IN> kg:signatoryOf <agreement/artemis-accords> }") is True
        (told,) = graph.explain("India", "signatory of")
        assert told.evidence is not None
        assert told.evidence.quote == SENTENCE.strip()
        assert len(graph) == sum(graph.report["totals"][status] for status in ("asserted", "planned", "negated"))
        assert repr(graph).endswith("1 documents>")


def test_errors_are_beside_the_graph(document: Path, tmp_path: Path) -> None:
    graph = kg.build([document, tmp_path / "missing.txt"])
    assert [type(error) for error in graph.errors] == [kg.ReadError]
    assert graph.report["errors"] == [{"source": f"{tmp_path}/missing.txt", "message": str(graph.errors[0])}]
    assert graph.report["totals"]["documents"] == 1


def test_written_graph_opens_again(document: Path, tmp_path: Path) -> None:
    with kg.build([document]) as graph:
        graph.write(tmp_path / "out")
        report = graph.report
    with kg.open(tmp_path / "out") as opened:
        assert opened.report == report
        assert opened.ask("signatories")
        assert opened.verify() == []
        opened.write(tmp_path / "copy")
    for name in ("graph.nq", "graph.ttl"):
        assert (tmp_path / "copy" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_folder_without_a_report_is_named(document: Path, tmp_path: Path) -> None:
    kg.build([document]).write(tmp_path / "out")
    (tmp_path / "out" / "report.json").unlink()
    with pytest.raises(StoreError, match=r"report\.json is gone or broken"):
        kg.open(tmp_path / "out")


def test_other_libraries_get_the_graph(document: Path) -> None:
    graph = kg.build([document])
    network = graph.to_networkx()
    assert network.nodes["country/IN"]["label"] == "India"
    assert ("country/IN", "agreement/artemis-accords") in network.edges()
    assert len(graph.to_rdflib()) > 0
    assert "https://kg.example/country/IN" in graph.to_pyvis().node_ids
    assert "<iframe" in graph._repr_html_()
    frame = graph.query("SELECT ?label WHERE { <country/IN> rdfs:label ?label }")
    assert isinstance(frame, kg.graph.Rows)  # type: ignore[attr-defined]
    assert frame.to_pandas()["label"].tolist() == ["India"]


def test_what_was_written_is_not_read_again(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        graph = kg.build(["."])
        graph.write("kg-out")
        assert [found["source"] for found in graph.report["documents"]] == ["india.txt"]
    kg.build(["."]).write(".")
    assert [found["source"] for found in kg.build(["."]).report["documents"]] == ["india.txt"]


def test_changed_ontology_is_loaded_anew(document: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    head = "@prefix kg: <https://w3id.org/provenkg/ontology#> .\n"
    frame = "kg:x a kg:Frame ; kg:verb '{}' ; kg:agent kg:Actor ; kg:theme kg:Agreement ;\n"
    states = "  kg:states ( kg:agent kg:signatoryOf kg:theme ) .\n"
    own.write_text(head + frame.format("sing") + states, encoding="utf-8")
    ask = "ASK { <country/IN> kg:signatoryOf ?a }"
    assert kg.build([document], ontology=own).query(ask) is False
    own.write_text(head + frame.format("sign") + states, encoding="utf-8")
    assert kg.build([document], ontology=own).query(ask) is True


### Seams


def read_shout(path: Path, source: str) -> list[Document]:
    text = path.read_text(encoding="utf-8").replace("!", ".")
    return [Document(source, text, main=(Span(0, len(text)),))]


def find_neighbours(
    document: Document, entities: Sequence[Entity], mentions: Sequence[Mention], ontology: Ontology, lexicon: Lexicon
) -> list[Statement]:
    """Say that the first two countries of a document cooperate."""
    ends = sorted({mention.entity or "" for mention in mentions if mention.type == "Country"})[:2]
    evidence = Evidence(0, len(document.text), document.text)
    return [Statement(ends[0], "cooperatesWith", ends[1], found_by="neighbours", evidence=(evidence,))]


@pytest.mark.parametrize("jobs", [1, 2])
def test_own_reader_and_extractor(tmp_path: Path, jobs: int) -> None:
    for name in ("a.shout", "b.shout"):
        (tmp_path / name).write_text("Chile and Peru!", encoding="utf-8")
    readers = {**READERS, ".shout": read_shout}
    graph = kg.build([tmp_path], readers=readers, extractors=[find_neighbours], jobs=jobs)
    assert not graph.errors
    assert graph.query("ASK { <country/CL> kg:cooperatesWith <country/PE> }") is True
    assert graph.report["totals"]["documents"] == 1  # twice the same text


def test_gate_turns_away_what_an_extractor_makes_up(tmp_path: Path) -> None:
    def invent(document: Document, *_: object) -> list[Statement]:
        return [Statement("document", "cooperatesWith", "document", evidence=(Evidence(0, 5, "wrong"),))]

    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    report = kg.build([tmp_path], extractors=[invent]).report
    (rejected,) = report["documents"][0]["rejected"]
    assert rejected["reason"].startswith("subject is a Document")
    assert report["totals"]["statements"] == 0


def test_function_that_cannot_be_sent_is_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SENTENCE + name, encoding="utf-8")
    with pytest.raises(KGError, match=r"cannot be sent to other processes.*use jobs=1"):
        kg.build([tmp_path], extractors=[lambda *_: []], jobs=2)


def test_progress_is_told_after_each_source(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": SENTENCE}) for number in range(45)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "one.txt").write_text(SENTENCE, encoding="utf-8")
    told: list[tuple[int, int]] = []
    found = kg.readings([tmp_path], on_progress=lambda done, total, _: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [reading.document.source.rpartition("#")[2] for reading in found][:3] == ["0", "1", "2"]


### Pages from the web


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Serve a page on the loopback interface."""
    (tmp_path / "site").mkdir()
    body = "".join(f"<p>{SENTENCE.replace('India', name)}</p>" for name in ("India", "Japan", "Brazil"))
    page = f"<html><head><title>Accords</title></head><body><article><h1>Accords</h1>{body}</article></body></html>"
    (tmp_path / "site" / "page.html").write_text(page, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path / "site"))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/page.html"
        finally:
            server.shutdown()
            thread.join()


def test_web_page_is_kept_so_that_it_can_be_proved(site: str, tmp_path: Path) -> None:
    kg.build([site]).write(tmp_path / "out")
    assert len(list((tmp_path / "out" / "sources").iterdir())) == 1
    (tmp_path / "site" / "page.html").unlink()
    with kg.open(tmp_path / "out") as graph:
        assert graph.verify() == []
    (kept,) = (tmp_path / "out" / "sources").iterdir()
    kept.unlink()
    with kg.open(tmp_path / "out") as graph:
        assert {problem.kind for problem in graph.verify()} == {"gone"}


### Processes


@pytest.fixture
def slow_site() -> Iterator[tuple[str, threading.Event, threading.Event]]:
    """Serve pages that keep the reader waiting; yield the address, what tells of a request, and what lets it go on."""
    asked, release = threading.Event(), threading.Event()

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            release.wait(timeout=60)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", asked, release
        finally:
            release.set()
            server.shutdown()
            thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to a group of processes")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_build_leaves_what_was_there(
    slow_site: tuple[str, threading.Event, threading.Event], tmp_path: Path, jobs: str
) -> None:
    """Ctrl-C while documents are read ends all processes with 130."""
    address, asked, release = slow_site
    kg.build([ARTICLES / "01_cbers.txt"]).write(tmp_path / "kg-out")
    before = (tmp_path / "kg-out" / "graph.nq").read_bytes()
    # A shell starts what runs in its background with the signal ignored; here it counts.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from kg.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "build", "--jobs", jobs, f"{address}a", f"{address}b"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert asked.wait(timeout=60)
        os.killpg(process.pid, signal.SIGINT)
        release.set()
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == ""
    assert err == "\nstopped; nothing is half written\n"
    assert (tmp_path / "kg-out" / "graph.nq").read_bytes() == before


def test_script_without_a_main_guard_is_told_so(tmp_path: Path, document: Path) -> None:
    (tmp_path / "other.txt").write_text("Japan and France cooperate.", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text("import kg\nkg.build(['india.txt', 'other.txt'], jobs=2)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert 'call kg.build under if __name__ == "__main__"' in done.stderr
