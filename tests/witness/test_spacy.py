"""A spaCy pipeline, trained by the test for seconds, as a witness: its names, and the frames on its parse."""

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from kg.errors import KGError
from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Field, Reading, Span, Statement
from kg.witness.load import fingerprint, load_witness
from kg.witness.parsed import parsed_statements
from tests.conftest import ROOT
from tests.witness.pipeline import parsed, sentences, train


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(tmp_path_factory.mktemp("spacy") / "tiny")


def document(text: str, *, language: str = "en", main: tuple[Span, ...] | None = None) -> Document:
    return Document("a.txt", text, (Field("language", language),), main=main or (Span(0, len(text)),))


@pytest.fixture(scope="module")
def reading(model: Path, ontology: Ontology, lexicon: Lexicon) -> Reading:
    witness = load_witness(f"spacy:{model}")
    return read_facts(document("\n\n".join(sentences())), ontology, lexicon, witnesses=[witness])


def said(reading: Reading, sentence: str) -> set[str]:
    """Return what a sentence of the reading states by the witness: "Peru signatoryOf Artemis Accords asserted"."""
    start = reading.document.text.index(sentence)
    labels = {entity.id: entity.label for entity in reading.entities}
    return {
        " ".join([labels[s.subject], s.predicate, labels[s.object], s.status])
        for s in reading.statements
        for evidence in s.evidence
        if s.witnesses and evidence.start == start
    }


ACCORDS = "signatoryOf Artemis Accords"


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("Norway signed the Artemis Accords in May 2024.", {f"Norway {ACCORDS} asserted"}),  # active
        ("The Artemis Accords were signed by Peru and Chile.", {f"Peru {ACCORDS} asserted"}),  # passive, agent
        ("Ghana, which joined the Artemis Accords, celebrated.", {f"Ghana {ACCORDS} asserted"}),  # relative clause
        ("Hera, developed by OHB, was launched in 2024.", {"OHB develops Hera asserted"}),  # participle
        ("Hera, developed by OHB, was launched in 2024.", {"Hera launchDate 2024 asserted"}),
        ("Japan plans to launch Hera in 2030.", {"Japan launches Hera planned"}),  # plan
        ("Kenya did not sign the Artemis Accords.", {f"Kenya {ACCORDS} negated"}),  # negation
        ("Brazil will build and operate Hera.", {"Brazil develops Hera planned", "Brazil operates Hera planned"}),
        ("The probe Hera that ESA built flew.", {"European Space Agency develops Hera asserted"}),
        ("Kenya refused to sign the Artemis Accords.", {f"Kenya {ACCORDS} negated"}),
        ("India asked Japan to launch Hera.", {"Japan launches Hera planned"}),  # whose object it is that acts
        ("Italy takes part in Hera.", {"Italy participatesIn Hera asserted"}),  # with words that belong to the verb
        ("No country left, and Spain joined the Artemis Accords.", {f"Spain {ACCORDS} asserted"}),
    ],
)
def test_frames_match_on_the_parse(reading: Reading, sentence: str, facts: set[str]) -> None:
    assert facts <= said(reading, sentence)


def test_who_does_not_act_is_not_said_to(reading: Reading) -> None:
    assert not any(fact.startswith("India") for fact in said(reading, "India asked Japan to launch Hera."))
    both = said(reading, "Peru signed the Artemis Accords, but Chile did not sign the Artemis Accords.")
    assert both == {f"Peru {ACCORDS} asserted", f"Chile {ACCORDS} negated"}


def test_the_evidence_is_the_sentence_with_the_words_that_say_so(reading: Reading) -> None:
    text = reading.document.text
    labels = {entity.id: entity.label for entity in reading.entities}
    found = next(s for s in reading.statements if labels[s.subject] == "Italy")
    evidence = found.evidence[0]
    assert evidence.quote == text[evidence.start : evidence.end] == "Italy takes part in Hera."
    spans = [span for span in (evidence.subject, evidence.trigger, evidence.object) if span is not None]
    assert [text[span.start : span.end] for span in spans] == ["Italy", "takes", "Hera"]


def test_what_both_say_has_both(reading: Reading) -> None:
    """The rule stays, and the witness stands beside it; what rules alone say has no witness."""
    labels = {entity.id: entity.label for entity in reading.entities}
    finders = {(labels[s.subject], s.predicate): s.finders for s in reading.statements}
    assert finders["Italy", "participatesIn"] == ("participating", "spacy:tiny")
    assert not reading.rejected


def test_who_says_so_is_the_subject_of_the_verb_of_speech(model: Path, ontology: Ontology, lexicon: Lexicon) -> None:
    witness = load_witness(f"spacy:{model}")
    text = "NASA said that Canada operates Hera."
    alone = read_facts(document(text), ontology, lexicon, extractors=[], witnesses=[witness])
    labels = {entity.id: entity.label for entity in alone.entities}
    [statement] = alone.statements
    assert statement.finders == ("spacy:tiny",)
    assert statement.found_by == ""
    assert labels[statement.attributed_to or ""] == "National Aeronautics and Space Administration"


def test_names_that_only_the_pipeline_knows_join(model: Path, ontology: Ontology, lexicon: Lexicon) -> None:
    text = "Everyone likes Pavo Dynamo, and Skarholm sleeps."
    alone = read_facts(document(text), ontology, lexicon)
    heard = read_facts(document(text), ontology, lexicon, witnesses=[load_witness(f"spacy:{model}")])
    assert {(m.text, m.type) for m in alone.mentions} == {("Pavo Dynamo", "Person")}
    assert {(m.text, m.type, m.found_by) for m in heard.mentions} == {
        ("Pavo Dynamo", "Person", "shape"),  # what the rules read stays as they read it
        ("Skarholm", "Place", "spacy:tiny"),
    }


def test_nothing_outside_the_article_is_read(model: Path, ontology: Ontology, lexicon: Lexicon) -> None:
    text = "Everyone likes Pavo Dynamo, and Skarholm sleeps.\n\nItaly takes part in Hera."
    inside = document(text, main=(Span(text.index("Italy"), len(text)),))
    found = load_witness(f"spacy:{model}").mentions(Reading(inside), ontology, lexicon)
    assert {mention.text for mention in found} == {"Italy", "Hera"}


def test_a_pipeline_reads_its_own_language_only(model: Path, ontology: Ontology, lexicon: Lexicon) -> None:
    german = "Norwegen hat das Abkommen im Mai unterzeichnet, und die Ministerin war sehr zufrieden mit der Reise."
    found = load_witness(f"spacy:{model}").mentions(Reading(document(german, language="de")), ontology, lexicon)
    assert not found


def test_a_pipeline_without_a_parser_states_nothing(
    tmp_path: Path, model: Path, ontology: Ontology, lexicon: Lexicon
) -> None:
    nlp = spacy.load(model, exclude=["parser"])
    nlp.to_disk(tmp_path / "names")
    witness = load_witness(f"spacy:{tmp_path / 'names'}")
    heard = read_facts(document("Italy takes part in Hera."), ontology, lexicon, extractors=[], witnesses=[witness])
    assert [m.text for m in heard.mentions] == ["Italy", "Hera"]
    assert not heard.statements


def test_the_same_document_gives_the_same_in_another_process(model: Path) -> None:
    code = (
        "import pickle, sys\n"
        "witness, reading, ontology, lexicon = pickle.loads(sys.stdin.buffer.read())\n"
        "from kg.ontology import load_ontology\n"
        "print(witness.mentions(reading, load_ontology(), lexicon))"
    )
    from kg.lexicon import load_lexicon
    from kg.ontology import load_ontology

    witness, lexicon = load_witness(f"spacy:{model}"), load_lexicon()
    here = Reading(document("Brazil will build and operate Hera."))
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps((witness, here, None, lexicon)),
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert ran.stdout.decode().strip() == str(witness.mentions(here, load_ontology(), lexicon))


def test_a_model_that_changed_has_another_fingerprint(tmp_path: Path, model: Path) -> None:
    copy = tmp_path / "tiny"
    shutil.copytree(model, copy)
    before = fingerprint(f"spacy:{copy}")
    assert before == fingerprint(f"spacy:{model}")  # what it is, not where it lies
    assert str(tmp_path) not in before
    strings = copy / "vocab" / "strings.json"
    strings.write_text(strings.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert fingerprint(f"spacy:{copy}") != before


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("spacy", "the witness spacy needs the model to load: spacy:MODEL_OR_PATH."),
        (
            "spacy:en_core_web_none",
            (
                "no spaCy pipeline en_core_web_none: it is neither an installed package (none) nor a folder. "
                "To install it, run: python -m spacy download en_core_web_none"
            ),
        ),
        (
            "spacy:.",
            ". is no spaCy pipeline: it has no config.cfg. Give a folder that nlp.to_disk() wrote.",
        ),
    ],
)
def test_a_model_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("spacy.util.get_installed_models", list)
    with pytest.raises(KGError) as raised:
        load_witness(spec)
    assert str(raised.value) == message
    with pytest.raises(KGError, match=r"spa[cC]y"):
        fingerprint(spec)


def test_a_model_that_cannot_be_loaded_is_told(
    tmp_path: Path, model: Path, ontology: Ontology, lexicon: Lexicon
) -> None:
    copy = tmp_path / "broken"
    shutil.copytree(model, copy)
    config = (copy / "config.cfg").read_text(encoding="utf-8")
    (copy / "config.cfg").write_text(config.replace('factory = "ner"', 'factory = "nobody_has_it"'), encoding="utf-8")
    witness = load_witness(f"spacy:{copy}")
    with pytest.raises(KGError, match=r"the spaCy pipeline .*broken cannot be loaded by spaCy 3.*nobody_has_it"):
        witness.mentions(Reading(document("Italy.")), ontology, lexicon)


def test_spacy_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.witness.spacy_model.find_spec", lambda _: None)
    with pytest.raises(KGError) as raised:
        load_witness("spacy:en_core_web_sm")
    assert str(raised.value) == (
        "the witness spacy:en_core_web_sm needs spaCy, which is not installed. Run: pip install 'provenkg[spacy]'"
    )


def test_loading_a_witness_imports_no_model(model: Path) -> None:
    code = (
        f"import sys; from kg.witness.load import load_witness as l; l('spacy:{model}'); print('torch' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("text", "parse", "fact"),
    [
        (
            "The Artemis Accords were signed by Peru and Chile.",
            "det/2 compound/2 nsubj:pass/4 aux:pass/4 root/4 case/6 obl:agent/4 cc/8 conj/6 punct/4",
            "Chile signatoryOf Artemis Accords asserted",
        ),
        (
            "Norway will not take part in Hera.",
            "nsubj/3 aux/3 advmod/3 root/3 obj/3 case/6 obl/3 punct/3",
            "Norway participatesIn Hera negated",
        ),
        (
            "Japan plans to launch Hera in 2030.",
            "nsubj/1 root/1 mark/3 xcomp/1 obj/3 case/6 obl/3 punct/1",
            "Hera launchDate 2030 planned",
        ),
        (
            "ESA denied that it, with JAXA, built Hera.",
            "nsubj/1 root/1 mark/8 nsubj/8 punct/3 case/6 nmod/3 punct/3 ccomp/1 obj/8 punct/1",
            "European Space Agency develops Hera negated",
        ),
        (
            "After signing the Artemis Accords, Ghana met Chile.",
            "mark/1 advcl/7 det/4 compound/4 obj/1 punct/1 nsubj/7 root/7 obj/7 punct/7",
            f"Ghana {ACCORDS} asserted",
        ),
    ],
)
def test_frames_match_on_universal_dependencies(
    ontology: Ontology, lexicon: Lexicon, text: str, parse: str, fact: str
) -> None:
    from kg.find import find_mentions
    from kg.link import link_mentions

    page = document(text)
    entities, mentions = link_mentions(page, find_mentions(page, lexicon), lexicon)
    labels = {entity.id: entity.label for entity in entities}
    found: list[Statement] = parsed_statements(page, [parsed(text, parse)], entities, mentions, ontology)
    assert fact in {" ".join([labels[s.subject], s.predicate, labels[s.object], s.status]) for s in found}
