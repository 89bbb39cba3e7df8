"""The package of docs/examples is installed, and heard by its name."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = """Kestrel Forge opens a works

Skarholm, 3 May 2024 - The works will open in June.

Media contact: Ilse Vantore, Kestrel Forge
Press contact: Olav Brekke, Kestrel Forge
"""

CODE = """
import sys
from kg.extract import read_facts
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.records import Document, Span
from kg.witness.load import fingerprint, load_witness

text = sys.stdin.read()
document = Document("a.txt", text, main=(Span(0, len(text)),))
witness = load_witness(sys.argv[1])
reading = read_facts(document, load_ontology(), load_lexicon(), extractors=[], witnesses=[witness])
labels = {entity.id: entity.label for entity in reading.entities}
for s in reading.statements:
    print(labels[s.subject], s.predicate, labels[s.object], s.role, s.finders, s.evidence[0].quote, sep=" | ")
for rejected in reading.rejected:
    print(rejected.reason)
print("kg-contacts 0.1.0" in fingerprint(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-index", "--no-build-isolation", "--no-deps", "--target", str(target)]
    command = [sys.executable, "-m", "pip", "install", *options, str(ROOT / "docs" / "examples" / "contacts")]
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.mark.parametrize(
    ("spec", "label", "name"), [("contacts", "Media", "Ilse"), ("contacts:Press", "Press", "Olav")]
)
def test_the_example_is_heard(installed: Path, spec: str, label: str, name: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CODE, spec],
        input=TEXT,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": f"{ROOT}:{installed}"},
    )
    quote = next(line for line in TEXT.splitlines() if line.startswith(label))
    person = quote.removeprefix(f"{label} contact: ").partition(",")[0]
    assert person.startswith(name)
    assert ran.stdout.splitlines() == [
        f"{person} | affiliation | Kestrel Forge | {label.lower()} contact | ('contacts:{label}',) | {quote}",
        "True",
    ]
