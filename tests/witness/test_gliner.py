"""A GLiNER model, made by the test with random weights, is loaded and read as a witness.

What such a model says means nothing; that it is loaded from a folder or from what is kept, without a net, that long
texts are cut into its window and that its offsets are right does not depend on the weights.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Reading, Span
from kg.witness.gliner_model import GlinerWitness, _model, _windows, labels_of
from kg.witness.load import fingerprint, load_witness

pytestmark = pytest.mark.gliner

TEXT = (
    "Engineers of Kestrel Forge met Ilse Vantore in Skarholm while Norway signed the Artemis Accords. "
    "In Skarholm they met Ilse Vantore of Kestrel Forge and engineers of Norway. Norway met Skarholm."
)


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    if importlib.util.find_spec("gliner") is None:
        if os.environ.get("KG_REQUIRE_GLINER"):
            pytest.fail("KG_REQUIRE_GLINER is set, but GLiNER is not installed: pip install 'provenkg[gliner]'")
        pytest.skip("needs GLiNER: pip install 'provenkg[gliner]'")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gliner")
    script = Path(__file__).with_name("tiny_gliner.py")
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    shutil.rmtree(folder / "base")  # all that is needed lies with the model
    return folder / "tiny"


def document(text: str = TEXT) -> Document:
    return Document("a.txt", text, main=(Span(0, len(text)),))


def test_a_model_is_loaded_from_its_folder_and_read(model: Path, ontology: Ontology, lexicon: Lexicon) -> None:
    witness = GlinerWitness(str(model), threshold=0.4)
    found = witness.mentions(Reading(document()), ontology, lexicon)
    assert found
    assert all(TEXT[mention.start : mention.end] == mention.text for mention in found)
    assert {mention.found_by for mention in found} == {"gliner:tiny"}
    assert {mention.type for mention in found} <= set(labels_of(ontology).values())
    assert max(mention.start for mention in found) > TEXT.index(" In ")  # behind the first window too
    _model.cache_clear()
    assert found == witness.mentions(Reading(document()), ontology, lexicon)


def test_the_model_finds_nothing_of_which_it_is_not_sure(model: Path, ontology: Ontology, lexicon: Lexicon) -> None:
    assert not GlinerWitness(str(model), threshold=0.99).mentions(Reading(document()), ontology, lexicon)


def test_its_names_join_those_of_the_rules(model: Path, ontology: Ontology, lexicon: Lexicon) -> None:
    reading = read_facts(document(), ontology, lexicon, witnesses=[GlinerWitness(str(model), threshold=0.4)])
    assert {m.text for m in reading.mentions if m.found_by != "gliner:tiny"} >= {"Norway", "Artemis Accords"}
    assert not any(statement.witnesses for statement in reading.statements)


def test_a_text_is_cut_into_the_window_of_the_model(model: Path) -> None:
    loaded = _model(str(model))
    windows = [*_windows(document(), loaded)]
    parts = [TEXT[window.start : window.end] for window in windows]
    counts = [len([*loaded.data_processor.words_splitter(part)]) for part in parts]
    assert len(parts) > 2
    assert max(counts) <= loaded.config.max_len == 12
    assert "".join("".join(parts).split()) == "".join(TEXT.split())  # nothing is left out, nothing read twice


def test_what_is_outside_the_article_is_not_read(model: Path) -> None:
    start = TEXT.index("In Skarholm they")
    page = Document("a.txt", TEXT, main=(Span(0, 20), Span(start, len(TEXT))))
    assert all(any(window in main for main in page.main) for window in _windows(page, _model(str(model))))


def test_a_model_that_is_kept_is_loaded_by_its_name(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ontology: Ontology, lexicon: Lexicon
) -> None:
    """As Hugging Face's client keeps it: models--OWNER--NAME, with a revision and what `main` is."""
    from huggingface_hub import constants

    kept = tmp_path / "models--somebody--tiny"
    shutil.copytree(model, kept / "snapshots" / "abc123")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc123", encoding="utf-8")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    _model.cache_clear()
    witness = load_witness("gliner:somebody/tiny")
    assert witness.name == "gliner:tiny"
    same = GlinerWitness(str(model)).mentions(Reading(document()), ontology, lexicon)
    assert witness.mentions(Reading(document()), ontology, lexicon) == same
    assert " abc123 gliner " in fingerprint("gliner:somebody/tiny")


def test_a_model_that_changed_has_another_fingerprint(model: Path, tmp_path: Path) -> None:
    copy = tmp_path / "tiny"
    shutil.copytree(model, copy)
    before = fingerprint(f"gliner:{copy}")
    assert before == fingerprint(f"gliner:{model}")
    (copy / "gliner_config.json").write_bytes((copy / "gliner_config.json").read_bytes() + b"\n")
    assert fingerprint(f"gliner:{copy}") != before


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("gliner", "^the witness gliner needs the model to load: gliner:MODEL_OR_PATH"),
        (
            "gliner:nobody/none",
            "^no GLiNER model nobody/none: it is neither a folder nor kept in .*hf download nobody/none",
        ),
        ("gliner:a b c", "^no GLiNER model a b c: "),
        ("gliner:.", r"^\. is no GLiNER model: it has no gliner_config.json"),
    ],
)
def test_a_model_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KGError, match=message):
        load_witness(spec)


def test_a_model_that_cannot_be_loaded_is_told(
    model: Path, tmp_path: Path, ontology: Ontology, lexicon: Lexicon
) -> None:
    copy = tmp_path / "broken"
    shutil.copytree(model, copy)
    (copy / "model.safetensors").unlink()
    with pytest.raises(KGError, match=r"the GLiNER model .*broken cannot be loaded by GLiNER 0\."):
        load_witness(f"gliner:{copy}").mentions(Reading(document()), ontology, lexicon)
