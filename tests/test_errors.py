"""Bad input, word for word: one clear message, the other documents are built, and nothing that was there is lost."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import KGError, OntologyError, QueryError, ReadError, StoreError
from tests.conftest import ROOT, Run

GOOD = "The Artemis Accords were signed by India in Washington on 21 June 2023.\n"
OUTPUTS = ("graph.ttl", "graph.nq", "graph.html")


@pytest.fixture
def before(run: Run, tmp_path: Path) -> dict[str, bytes]:
    """Build a graph, as the state before; return its files."""
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run("build", "-q", "good.txt").code == 0
    return {name: (tmp_path / "kg-out" / name).read_bytes() for name in OUTPUTS}


def state(tmp_path: Path) -> dict[str, bytes]:
    return {name: (tmp_path / "kg-out" / name).read_bytes() for name in OUTPUTS}


def empty(path: Path) -> None:
    path.write_bytes(b"")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def latin(path: Path) -> None:
    path.write_bytes("Le café est signé.\n".encode("latin-1"))


def empty_folder(path: Path) -> None:
    path.mkdir()
    (path / "table.xlsx").write_bytes(b"PK")


def scanned(path: Path) -> None:
    """Write a PDF of one page without text."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    with path.open("wb") as file:
        document.save(file)


def broken_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<<")


def long_line(path: Path) -> None:
    """Write one line of 50 MB."""
    path.write_text(GOOD.strip() + " " + "x" * 49_999_999, encoding="utf-8")


def unknown(path: Path) -> None:
    path.write_text("x", encoding="utf-8")


Write = Callable[[Path], None]

CASES: dict[str, tuple[Write | None, str]] = {
    "empty.txt": (empty, "empty.txt is empty (0 bytes). Leave it out, or put the document's text into it."),
    "noise.txt": (
        binary,
        (
            "noise.txt is binary, not text (byte 0 is 0x00). "
            "Leave it out, or export it as text, for example as .txt or .pdf."
        ),
    ),
    "latin.txt": (
        latin,
        (
            "latin.txt is not UTF-8 text (byte 6 is 0xE9). "
            "Convert it first, for example: iconv -f latin1 -t utf-8 latin.txt"
        ),
    ),
    "missing.txt": (None, "missing.txt does not exist. Check the path."),
    "folder": (
        empty_folder,
        (
            "the folder folder has no readable documents: it holds 1 .xlsx. "
            "Readers exist for: .docx .htm .html .jsonl .md .parquet .pdf .txt."
            " Convert the files, or give another folder."
        ),
    ),
    "scan.pdf": (
        scanned,
        "scan.pdf has no text layer: its 1 page is an image. Run OCR first, for example: ocrmypdf scan.pdf out.pdf",
    ),
    "broken.pdf": (
        broken_pdf,
        "broken.pdf is damaged, or no PDF file. Repair it first, for example: qpdf broken.pdf out.pdf",
    ),
    "table.odt": (
        unknown,
        (
            "table.odt: no reader for '.odt'. Readers exist for: .docx .htm .html .jsonl .md .parquet .pdf .txt. "
            'Convert the file, or pass readers={".odt": my_reader}.'
        ),
    ),
    "*.pptx": (
        None,
        (
            "the pattern *.pptx gives no documents: nothing fits it. "
            "Readers exist for: .docx .htm .html .jsonl .md .parquet .pdf .txt. Check the pattern, or give the folder."
        ),
    ),
    "long.txt": (
        long_line,
        (
            "long.txt: line 1 has 50,000,071 characters; the limit is 1,000,000. "
            "If it is prose, break it into lines first, for example with: fold -s -w 2000"
        ),
    ),
}


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("name", CASES)
def test_bad_document_is_named_and_the_others_are_built(run: Run, tmp_path: Path, name: str) -> None:
    write, message = CASES[name]
    if write:
        write(tmp_path / name)
    done = run("build", "good.txt", name)
    assert done.code == 1
    assert done.err == f"error: {message}\n"
    assert "documents             1" in done.out
    assert "Artemis Accords" in (tmp_path / "kg-out" / "graph.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_bad_document_alone_leaves_what_was_there(
    run: Run, tmp_path: Path, before: dict[str, bytes], name: str
) -> None:
    write, message = CASES[name]
    if write:
        write(tmp_path / name)
    done = run("build", name)
    assert done.code == 1
    assert done.err == f"error: {message}\nnothing was read; kg-out stays as it was\n"
    assert state(tmp_path) == before


def test_third_line_of_a_jsonl_file_is_named(run: Run, tmp_path: Path) -> None:
    lines = ['{"id": "a", "text": "India signed it."}', "", '{"id": "b", "text": ', '{"id": "c", "text": "Japan too."}']
    (tmp_path / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("build", "lines.jsonl")
    assert done.code == 1
    assert (
        done.err == "error: lines.jsonl:3: not JSON (column 20: Expecting value). Mend the line; the others are read.\n"
    )
    assert "documents             2" in done.out


def test_broken_html_is_read_as_browsers_do(run: Run, tmp_path: Path) -> None:
    paragraphs = f"<p>{GOOD}<p>{GOOD.replace('India', 'Japan')}<p>{GOOD.replace('India', 'Brazil')}"
    (tmp_path / "broken.html").write_text(f"<html><body><article><div>{paragraphs}<b></span>", encoding="utf-8")
    done = run("build", "broken.html")
    assert done.code == 0, done.err
    assert "India" in run("query", "signatories").out


def test_ontology_with_a_typo_is_named_with_its_line(run: Run, tmp_path: Path, before: dict[str, bytes]) -> None:
    text = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    own = text.replace('kg:verb "', 'kg:vreb "', 1)
    line = text[: text.index('kg:verb "')].count("\n") + 1
    (tmp_path / "own.ttl").write_text(own, encoding="utf-8")
    done = run("build", "good.txt", "--ontology", "own.ttl")
    assert done.code == 1
    assert done.err == f"error: own.ttl:{line}: unknown term vreb. Did you mean verb?\n"
    assert state(tmp_path) == before


def test_ontology_that_is_no_turtle_is_named(run: Run, tmp_path: Path, before: dict[str, bytes]) -> None:
    (tmp_path / "own.ttl").write_text("this is not turtle", encoding="utf-8")
    done = run("build", "good.txt", "--ontology", "own.ttl")
    assert done.code == 1
    assert done.err.startswith("error: own.ttl:1: is not valid Turtle")
    assert run("build", "good.txt", "--ontology", "lost.ttl").err.startswith("error: lost.ttl: cannot be read")
    assert state(tmp_path) == before


def test_text_that_rdf_cannot_carry_loses_its_document_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    odd = "India signed the Artemis\x01 Accords and the Outer Space Treaty.\n"
    (tmp_path / "odd.txt").write_text(odd, encoding="utf-8")
    done = run("build", "good.txt", "odd.txt")
    assert done.code in {0, 1}
    assert "Artemis Accords" in (tmp_path / "kg-out" / "graph.ttl").read_text(encoding="utf-8")
    if done.code:
        assert "odd.txt" in done.err


def test_folder_with_files_of_others_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "mine" / "sources").mkdir(parents=True)
    (tmp_path / "mine" / "sources" / "precious.txt").write_text("keep me", encoding="utf-8")
    done = run("build", "good.txt", "-o", "mine")
    assert done.code == 2
    assert done.err == (
        "error: mine holds sources, which kg did not write. Choose another folder, for example: -o kg-out\n"
    )
    assert (tmp_path / "mine" / "sources" / "precious.txt").read_text(encoding="utf-8") == "keep me"


def test_output_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    done = run("build", "good.txt", "-o", "good.txt")
    assert done.code == 2
    assert "good.txt" in done.err
    assert (tmp_path / "good.txt").read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize(
    "error",
    [
        KGError("a"),
        ReadError("a", path="b"),
        OntologyError("a", path="b", line=2, term="c"),
        QueryError("a", position=(1, 2)),
        StoreError("a", target="b", status=401),
    ],
)
def test_an_error_travels_between_processes(error: KGError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
