"""Files that kg did not write: one clear error each, nothing fetched, nothing written, and no process ended."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import StoreError
from kg.exchange import restore
from kg.exchange.parse import LITERAL_LIMIT
from kg.rdf import kg as term
from tests.conftest import ROOT, Run

DOC = "<https://kg.example/document/a-00000000>"
A, B = "<https://kg.example/country/CN>", "<https://kg.example/country/IN>"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e.example/">'
IS_DOCUMENT = f"{DOC} <{RDF}type> {term('Document')} {DOC} .\n"
DEEP = 200_000


def statement(*, status: str = "asserted", start: str = '"0"^^<http://www.w3.org/2001/XMLSchema#integer>') -> str:
    """Return a document of one statement, as N-Quads."""
    node, place = "<https://kg.example/statement/1>", "<https://kg.example/evidence/1>"
    lines = [
        f"{node} <{RDF}subject> {A}",
        f"{node} <{RDF}predicate> {term('cooperatesWith')}",
        f"{node} <{RDF}object> {B}",
        f"{node} {term('status')} {term(status)}",
        f"{node} {term('evidence')} {place}",
        f"{place} {term('start')} {start}",
    ]
    return IS_DOCUMENT + "".join(f"{line} {DOC} .\n" for line in lines)


NESTED = "<http://a.example/s> <http://a.example/p> "
CASES: dict[str, tuple[str, str]] = {
    # Wrong or foreign.
    "empty.nq": ("", "holds no document with a graph of its own, so kg did not write it."),
    "foreign.ttl": ("<http://a.example/s> a <http://a.example/C> .", "holds no document with a graph of its own"),
    "syntax.nq": ("<http://a.example/s> <http://a.example/p> .\n", "syntax.nq:1: is not valid (line 1 "),
    "relative.ttl": ("\n<x> <http://a.example/p> 1 .", "relative.ttl:2: holds a relative IRI and no base."),
    "relative.trig": ("<g> { }", "relative.trig:1: holds a relative IRI and no base."),
    "relative.jsonld": ('{"@id": "x", "http://a.example/p": 1}', "holds a relative IRI, 'x', and no base."),
    "relative.rdf": (f'{HEAD}<e:A rdf:about="x"/></rdf:RDF>', "holds a relative IRI and no base."),
    "blank.trig": (f"{DOC} {{ {DOC} a {term('Document')} ; {term('quote')} [] . }}", "holds a blank node or a triple"),
    "term.nq": (
        f"{IS_DOCUMENT}{A} <{RDF}value> <<( {A} {term('a')} {B} )>> {DOC} .",
        "holds a blank node or a triple term where kg writes a name",
    ),
    "graph.nq": (
        f"{IS_DOCUMENT}{A} {term('a')} {B} <http://a.example/graph> .",
        "holds a graph that is no document and not of kg: <http://a.example/graph>.",
    ),
    "bases.nq": (IS_DOCUMENT + IS_DOCUMENT.replace("kg.example", "a.example"), "mixes graphs of several bases: "),
    "base.nq": (
        IS_DOCUMENT.replace("https://kg.example/", "urn:x:"),
        "has a base that cannot carry names: urn:x:. Give a file",
    ),
    "status.nq": (statement(status="certain"), "its statement <https://kg.example/statement/1> has not one <"),
    "number.nq": (statement(start='"first"'), f'has a value of {term("start")} that kg does not write: "first".'),
    "long.nq": (statement(start='"1e9"^^<http://www.w3.org/2001/XMLSchema#double>'), f"has a value of {term('start')}"),
    "twice.nq": (statement() + statement(status="planned"), "has not one <https://w3id.org/provenkg/ontology#status>"),
    "latin.nq": (f'{A} {term("quote")} "\udce9" {DOC} .', "is not UTF-8."),
    "noise.jsonld": ("\x00", "is not valid JSON (Expecting value: line 1 column 1 (char 0))."),
    "twice.jsonld": ('{"@context": {"a": "http://a.example/"}, "@context": {}}', "has a key twice in one object."),
    # Hostile.
    "terms.nq": (NESTED + f"<<( {NESTED}" * DEEP + ")>> " * DEEP + ".", "nests triple terms more than 100 deep."),
    "terms.ttl": (NESTED + f"<<( {NESTED}" * DEEP + ")>> " * DEEP + ".", "nests triple terms more than 100 deep."),
    "reified.trig": (NESTED + f"<< {NESTED}" * DEEP + ">> " * DEEP + ".", "nests triple terms more than 100 deep."),
    "hidden.ttl": (
        f'{NESTED} "<<( \\" <<" , """ << " << \\""" << """ . # <<\n' + NESTED + f"<<( {NESTED}" * DEEP,
        "nests triple terms more than 100 deep.",
    ),
    "brackets.ttl": (NESTED + f"[ {NESTED[21:]}" * DEEP + "1" + "]" * DEEP + " .", "holds a blank node or a triple"),
    "elements.rdf": (HEAD + "<e:A><e:p>" * DEEP, "nests elements more than 100 deep."),
    "literal.nq": (
        f'{A} {term("quote")} "{"x" * (LITERAL_LIMIT + 1)}" .',
        "a value of more than 1,000,000 characters.",
    ),
    "huge.nq": (f'{A} {term("quote")} "{"x" * 20_000_000}" .', "holds a value of more than 1,000,000 characters."),
    "arrays.jsonld": ('{"http://a.example/p":' + "[" * DEEP, "nests too deep."),
    "objects.jsonld": ('{"http://a.example/p":' * DEEP, "nests too deep."),
    "chain.jsonld": (
        json.dumps({"@context": {f"t{n}": f"t{n + 1}:x" for n in range(60_000)}, "t0": 1}),
        "defines more than 1,000 terms in its contexts.",
    ),
    "laughs.rdf": (
        f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "{"&a;" * 99}">]>{HEAD}<e:A><e:p>&b;</e:p></e:A></rdf:RDF>',
        "has a DOCTYPE, which could read other files or grow without end.",
    ),
    "entity.rdf": (
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>{HEAD}<e:A><e:p>&a;</e:p></e:A></rdf:RDF>',
        "has a DOCTYPE, which could read other files or grow without end.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_others_is_refused_with_one_error(run: Run, tmp_path: Path, name: str) -> None:
    text, message = CASES[name]
    (tmp_path / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    done = run("import", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {name}:")
    assert message in done.err
    assert done.err.endswith(". Give a file that kg export wrote.\n")
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """Yield an address of the loopback, and who called there."""
    called: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    connection, peer = server.accept()
                except TimeoutError:
                    continue
                called.append(peer)
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", called
        done.set()
        thread.join()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("context.jsonld", '{"@context": "URL", "a": 1}', "names a context on the net, and kg fetches none."),
        ("list.jsonld", '{"@context": [{}, "URL"], "a": 1}', "names a context on the net, and kg fetches none."),
        ("import.jsonld", '{"@context": {"@version": 1.1, "@import": "URL"}}', "names a context on the net"),
        ("escaped.jsonld", '{"\\u0040context": "URL", "a": 1}', "names a context on the net, and kg fetches none."),
        (
            "scoped.jsonld",
            '{"@context": {"a": {"@id": "http://a.example/", "@context": "URL"}}, "a": {"b": 1}}',
            "names a context on the net, and kg fetches none.",
        ),
        ("dtd.rdf", f'<!DOCTYPE x SYSTEM "URL">{HEAD}</rdf:RDF>', "has a DOCTYPE, which could read other files"),
    ],
)
def test_nothing_is_fetched(
    tmp_path: Path, listener: tuple[str, list[object]], name: str, text: str, message: str
) -> None:
    url, called = listener
    (tmp_path / name).write_text(text.replace("URL", url), encoding="utf-8")
    with pytest.raises(StoreError, match=message):
        restore([tmp_path / name])
    assert called == []


def test_strings_may_hold_signs_of_triple_terms(tmp_path: Path) -> None:
    """Signs in quotes do not count, however many."""
    quote = "<<( " * 500
    place = f"<https://kg.example/evidence/1> {term('quote')} "
    (tmp_path / "a.nq").write_text(f'{statement()}{place} "{quote}" {DOC} .\n', encoding="utf-8")
    (tmp_path / "a.trig").write_text(
        f"{DOC} {{ {DOC} a {term('Document')} . {place} '''{quote}''' }}", encoding="utf-8"
    )
    for name in ("a.nq", "a.trig"):
        assert any(quad.object == ox.Literal(quote) for quad in restore([tmp_path / name]))


def test_a_wrong_file_leaves_the_folder_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The Artemis Accords were signed by India in Washington on 21 June 2023.\n")
    assert run("build", "-q", "good.txt").code == 0
    before = {path: path.read_bytes() for path in sorted((tmp_path / "kg-out").glob("graph.*"))}
    (tmp_path / "cut.nq").write_bytes((tmp_path / "kg-out" / "graph.nq").read_bytes()[:-10])
    done = run("import", "kg-out/graph.nq", "cut.nq")
    assert done.code == 2
    assert "cut.nq:" in done.err
    assert {path: path.read_bytes() for path in sorted((tmp_path / "kg-out").glob("graph.*"))} == before
    assert run("verify").code == 0


def test_a_line_may_stand_twice(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text(statement() * 2)
    assert run("import", "a.nq", "a.nq", "-q").code == 0


def test_files_that_contradict_one_another_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text(statement())
    (tmp_path / "b.nq").write_text(statement(status="planned"))
    message = "the files do not belong together: one its statement <.*> has not one"
    with pytest.raises(StoreError, match=message):
        restore([tmp_path / "a.nq", tmp_path / "b.nq"])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.nq", "gone.nq cannot be read: No such file or directory. Give a file that kg export wrote."),
        ("folder", "folder is a folder. Give a file of it, for example: folder/graph.nq"),
        (
            "table.csv",
            "table.csv holds entities and facts without their evidence. Import nquads, trig or jsonld instead.",
        ),
        ("a.n3", "There are: .json .jsonld .nq .nt .rdf .trig .ttl .xml. Or say it with --format."),
        ("/dev/zero", "/dev/zero is no file. Give a file that kg export wrote."),
    ],
)
def test_what_is_no_file_of_a_known_form_is_told(run: Run, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder").mkdir()
    form = ["--format", "nquads"] if name.startswith("/") else []
    if form and sys.platform == "win32":
        pytest.skip("Windows has no /dev/zero")
    done = run("import", name, *form)
    assert done.code == 2
    assert message in done.err


def test_importing_ends_no_process(tmp_path: Path) -> None:
    """Run for itself: what ends a process would end the tests as well, and say nothing."""
    (tmp_path / "a.nq").write_text(CASES["terms.nq"][0])
    done = subprocess.run(
        [sys.executable, "-m", "kg", "import", tmp_path / "a.nq", "-o", tmp_path / "out"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


### The command


def test_an_imported_folder_is_one_of_ours(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The Artemis Accords were signed by India in Washington on 21 June 2023.\n")
    assert run("build", "-q", "good.txt").code == 0
    for style in ([], ["--rdf12"], ["--nanopub"]):
        assert run("export", "trig", *style, "-o", "all.trig").out == "all.trig\n"
        done = run("import", "all.trig", "-o", "again")
        assert (done.code, done.err) == (0, "")
        assert done.out.endswith(" statements → again\n")
        assert (tmp_path / "again/graph.nq").read_bytes() == (tmp_path / "kg-out/graph.nq").read_bytes()
        assert (tmp_path / "again/graph.ttl").read_bytes() == (tmp_path / "kg-out/graph.ttl").read_bytes()
        assert run("verify", "again").code == 0
        assert run("explain", "India", "-d", "again").out == run("explain", "India").out
        assert run("query", "facts", "-d", "again").out == run("query", "facts").out
        assert run("view", "again", "-o", "page.html", "--no-open").code == 0
        assert run("export", "csv", "-d", "again", "-o", "tables.zip").code == 0
    with kg.open("again") as graph:
        assert [row["source"] for row in graph.report["documents"]] == ["good.txt"]
        imported = graph.report["totals"]
    with kg.open("kg-out") as graph:
        assert imported == graph.report["totals"] | {"mentions": 0, "rejected": 0}


def test_a_form_can_be_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text(statement())
    assert "has no suffix that says its format" in run("import", "data").err
    assert run("import", "data", "--format", "nquads", "-q").out == ""
    assert (tmp_path / "kg-out/graph.nq").read_text().count("\n") == 7


def test_two_styles_at_once_are_a_mistake(run: Run, articles: Path) -> None:
    done = run("export", "trig", "--rdf12", "--nanopub", "-d", articles)
    assert done.code == 2
    assert "--rdf12 and --nanopub are two styles. Give one of them." in done.err
