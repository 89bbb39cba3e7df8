"""A witness is loaded by its name: those of installed packages, and what is said of a name that nothing has."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Span
from kg.witness.load import fingerprint, load_witness
from tests.conftest import ROOT
from tests.witness.plugin import write_package

TEXT = "Peru shakes hands with Chile. Norway waves at Ghana."

CODE = """
from kg.records import Evidence, Statement


def shaking(document, entities, mentions, ontology, lexicon):
    start = document.text.find(" shakes hands with ")
    if start < 0:
        return []
    before = [m for m in mentions if m.end == start]
    behind = [m for m in mentions if m.start == start + len(" shakes hands with ")]
    quote = document.text[before[0].start : behind[0].end]
    evidence = Evidence(before[0].start, behind[0].end, quote)
    return [Statement(before[0].entity, "cooperatesWith", behind[0].entity, evidence=(evidence,))]


class Waving:
    def __init__(self, name):
        self.name = "waving:" + (name or "anyhow")
        self.lock = (piece for piece in "this cannot be pickled")

    def mentions(self, reading, ontology, lexicon):
        return []

    def statements(self, reading, entities, mentions, ontology, lexicon):
        return shaking(reading.document, entities, mentions, ontology, lexicon)


def two_arguments(one, other):
    return None


def nothing(argument):
    return [argument]


broken = 3
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = {
        "shaking": "handshakes:shaking",
        "waving": "handshakes:Waving",
        "two-arguments": "handshakes:two_arguments",
        "nothing": "handshakes:nothing",
        "broken": "handshakes:broken",
        "gone": "handshakes:gone",
        "not-installed": "handshakes_of_another:shaking",
    }
    write_package(tmp_path, "handshakes", CODE, names)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "handshakes", raising=False)
    from kg.witness.plugins import _load

    _load.cache_clear()
    return tmp_path


def document() -> Document:
    return Document("a.txt", TEXT, main=(Span(0, len(TEXT)),))


@pytest.mark.parametrize(
    ("spec", "name"), [("shaking", "shaking"), ("waving", "waving:anyhow"), ("waving:fast", "waving:fast")]
)
def test_a_package_is_heard_by_the_name_of_its_entry_point(
    package: Path, spec: str, name: str, ontology: Ontology, lexicon: Lexicon
) -> None:
    witness = load_witness(spec)
    reading = read_facts(document(), ontology, lexicon, witnesses=[witness])
    labels = {entity.id: entity.label for entity in reading.entities}
    assert witness.name == name
    assert [(labels[s.subject], labels[s.object], s.finders) for s in reading.statements] == [
        ("Peru", "Chile", (name,))
    ]


def test_what_cannot_be_pickled_travels_by_its_name(package: Path) -> None:
    code = "import pickle, sys; print(pickle.loads(sys.stdin.buffer.read()).name)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(load_witness("waving:far")),
        capture_output=True,
        check=True,
        env={"PYTHONPATH": f"{ROOT}:{package}"},
    )
    assert ran.stdout.decode().strip() == "waving:far"


def test_importing_the_loader_imports_no_package(package: Path) -> None:
    code = "import sys, kg.witness.load as load; load.names_of_plugins(); print('handshakes' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": f"{ROOT}:{package}"},
    )
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("shakng", r"^no witness 'shakng'\. Did you mean shaking\? There are: .*shaking.*waving"),
        ("zzz:model", r"^no witness 'zzz'\. There are: .*broken, "),
        ("", r"^no witness ''\. There are: gliner:MODEL_OR_PATH, llm:MODEL, spacy:MODEL_OR_PATH, broken"),
        ("two-arguments", "is neither a function of one argument, which makes a witness, nor an extractor"),
        ("broken", "is neither a function of one argument"),
        ("nothing", "made list, which is no witness: it has no mentions, name, statements"),
        ("gone", "the entry point gone = handshakes:gone of handshakes cannot be loaded: .*gone"),
        ("not-installed", "cannot be loaded: No module named 'handshakes_of_another'"),
        ("shaking:hard", "the witness shaking takes no argument; leave out 'hard'"),
    ],
)
def test_what_cannot_be_loaded_is_told(package: Path, spec: str, said: str) -> None:
    with pytest.raises(KGError, match=said):
        load_witness(spec)


def test_two_packages_with_one_name_are_told_apart(package: Path) -> None:
    write_package(package, "rivals", CODE, {"shaking": "rivals:shaking"})
    with pytest.raises(KGError, match=r"handshakes:shaking of handshakes and .*rivals:shaking of rivals"):
        load_witness("shaking")


def test_a_fingerprint_changes_with_the_code_the_version_and_the_argument(package: Path) -> None:
    before = fingerprint("shaking")
    assert before == fingerprint("shaking")
    assert before != fingerprint("waving")
    assert fingerprint("waving:a") != fingerprint("waving:b")
    (package / "handshakes.py").write_text(CODE + "\n", encoding="utf-8")
    assert fingerprint("shaking") != before
    about = package / "handshakes-1.0.dist-info" / "METADATA"
    (package / "handshakes.py").write_text(CODE, encoding="utf-8")
    assert fingerprint("shaking") == before
    about.write_text(about.read_text(encoding="utf-8").replace("1.0", "1.1"), encoding="utf-8")
    assert fingerprint("shaking") != before


def test_a_fingerprint_of_nothing_is_told() -> None:
    with pytest.raises(KGError, match="no witness 'nobody'"):
        fingerprint("nobody")


def test_gliner_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.witness.gliner_model.find_spec", lambda _: None)
    with pytest.raises(KGError) as raised:
        load_witness("gliner:models/small")
    assert str(raised.value) == (
        "the witness gliner:models/small needs GLiNER, which is not installed. Run: pip install 'provenkg[gliner]'"
    )
