"""`kg suggest`: what only a witness said becomes rules and names, each tried before it is proposed."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.compose import readings
from kg.examples import check_examples
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import Reading
from kg.relate import vocabulary_of
from kg.resources import GAZETTEER
from kg.suggest import Suggestions, learn, suggest
from kg.suggest.verbs import lemma_of
from kg.witness.llm.recorded import Answer, Recorded
from kg.witness.llm.witness import LanguageModel
from tests.conftest import Run

Thing = tuple[str, str]
Fact = tuple[str, Thing, str, Thing]
NASA, ISRO, CNES, ESA, JAXA = (("Agency", name) for name in ("NASA", "ISRO", "CNES", "ESA", "JAXA"))
CHINA, JAPAN = ("Country", "China"), ("Country", "Japan")
TIANWEN, HAYABUSA, HERA, SKADI = (("Project", name) for name in ("Tianwen-1", "Hayabusa2", "Hera", "Skadi"))
BERG, KUMAR = ("Person", "Anna Berg"), ("Person", "Ravi Kumar")

HURLED: tuple[Fact, ...] = (
    ("China hurled Tianwen-1 towards Mars.", CHINA, "launches", TIANWEN),
    ("Japan hurled the probe Hayabusa2 at an asteroid.", JAPAN, "launches", HAYABUSA),
)
IN_CHARGE: tuple[Fact, ...] = (
    ("Anna Berg, in charge of rockets at NASA, spoke first.", BERG, "affiliation", NASA),
    ("Ravi Kumar, in charge of sensors at ISRO, spoke next.", KUMAR, "affiliation", ISRO),
)
GAZED: Fact = ("NASA gazed at Hera for an hour.", NASA, "participatesIn", HERA)
GAZING = ("ESA gazed at Euclid for an hour.", "JAXA gazed at Hayabusa2 for an hour.", "CNES gazed at Gaia for a day.")
NAMED: tuple[Fact, ...] = (
    ("The CNES antenna heard Skadi.", CNES, "participatesIn", SKADI),
    ("A signal of ESA reached Skadi.", ESA, "participatesIn", SKADI),
)


@pytest.fixture
def record(tmp_path: Path, ontology: Ontology, lexicon: Lexicon) -> Callable[..., LanguageModel]:
    """Return a function that writes texts of a sentence each, and records what a model answers about them."""

    def record_answers(facts: Sequence[Fact], others: Sequence[str] = ()) -> LanguageModel:
        texts, model = tmp_path / "texts", LanguageModel("test", tmp_path / "answers")
        texts.mkdir()
        said = {sentence: (one, predicate, other) for sentence, one, predicate, other in facts}
        for number, sentence in enumerate([*said, *others]):
            (texts / f"{number}.txt").write_text(f"News of day {number}\n\n{sentence}\n", encoding="utf-8")
        for reading in readings([texts]):
            told = [(s, fact) for s, fact in said.items() if s in reading.document.text]
            for question in model.questions(reading, ontology):
                Recorded(model.answers).put(question, model.model, Answer(answer(told)))
        return model

    return record_answers


def answer(told: Sequence[tuple[str, tuple[Thing, str, Thing]]]) -> dict[str, object]:
    things = sorted({thing for _, (one, _, other) in told for thing in (one, other)})
    entities = [{"id": name, "type": kind, "name": name, "named": True, "mentions": [name]} for kind, name in things]
    statements = [
        {
            "quote": sentence,
            "subject": subject[1],
            "subject_words": subject[1],
            "predicate": predicate,
            "object": other[1],
            "object_words": other[1],
            "status": "asserted",
            "said_by": None,
            "role": None,
        }
        for sentence, (subject, predicate, other) in told
    ]
    return {"entities": entities, "statements": statements}


def found_with(ontology: Path, tmp_path: Path) -> set[tuple[str, str, str, str]]:
    """Return the statements that rules make with an ontology, by labels, with their rule."""
    found = set()
    for reading in readings([tmp_path / "texts"], ontology=ontology):
        labels = {entity.id: entity.label for entity in reading.entities}
        found |= {(labels[s.subject], s.predicate, labels[s.object], s.found_by) for s in reading.statements}
    return found


### Rules #############################################################################################################


def test_a_verb_is_proposed_for_the_frame_that_states_the_same(
    record: Callable[..., LanguageModel], tmp_path: Path
) -> None:
    found = suggest([tmp_path / "texts"], [record(HURLED)])
    (rule,) = found.rules
    assert (rule.kind, rule.name, rule.words, rule.gain, rule.cost) == ("verb", "launching", "hurl", 2, 0)
    assert len(rule.documents) == 2
    assert (found.told, found.before, found.after, found.lost) == (2, 0, 2, 0)


def test_a_verb_gets_a_frame_of_its_own_where_others_would_say_more(
    record: Callable[..., LanguageModel], tmp_path: Path
) -> None:
    dated = [(sentence.replace(".", " in 2020."), *fact) for sentence, *fact in HURLED]
    (rule,) = suggest([tmp_path / "texts"], [record(dated)]).rules
    assert (rule.kind, rule.name, rule.words, rule.gain, rule.cost) == ("frame", "launchesHurl", "hurl", 2, 0)


def test_words_of_several_sentences_become_one_phrase(record: Callable[..., LanguageModel], tmp_path: Path) -> None:
    (rule,) = suggest([tmp_path / "texts"], [record(IN_CHARGE)]).rules
    assert rule.kind == "phrase"
    assert rule.words.startswith("{subject:Person} , in charge of rockets/sensors at [the/a/an] {object:")
    assert (rule.gain, rule.cost) == (2, 0)


def test_what_is_printed_builds_and_finds_the_facts_by_rule(
    record: Callable[..., LanguageModel], run: Run, tmp_path: Path, lexicon: Lexicon
) -> None:
    record([*HURLED, *IN_CHARGE])
    done = run("suggest", "texts", "--witness", "llm:test", "--answers", "answers")
    assert done.code == 0, done.err
    path = tmp_path / "more.ttl"
    path.write_text(done.out, encoding="utf-8")
    assert run("ontology", "--check", path).code == 0
    assert check_examples(load_ontology(path), lexicon) == []
    built = run("build", "texts", "--ontology", path, "-o", "graph")
    assert built.code == 0, built.err
    assert "Tianwen-1" in run("explain", "Tianwen-1", "-d", "graph").out
    found = {(subject, predicate, end) for subject, predicate, end, _ in found_with(path, tmp_path)}
    assert ("China", "launches", "Tianwen-1") in found
    assert ("Ravi Kumar", "affiliation", "Indian Space Research Organisation") in found
    assert "# gain 2, cost 0, in texts/" in done.out.replace("\\", "/")


def test_what_is_recorded_is_heard_beside_the_new_rules(
    record: Callable[..., LanguageModel], run: Run, tmp_path: Path
) -> None:
    record([*HURLED, *IN_CHARGE, (HURLED[0][0].replace(".", " in 2020."), *HURLED[0][1:])])
    arguments = ("suggest", "texts", "--witness", "llm:test", "--answers", "answers")
    (tmp_path / "more.ttl").write_text(run(*arguments).out, encoding="utf-8")
    again = run(*arguments, "--ontology", "more.ttl")
    assert "Rules find 5 of them" in again.err
    assert "ot answered" not in again.err


def test_documents_without_an_answer_are_told(record: Callable[..., LanguageModel], run: Run, tmp_path: Path) -> None:
    record(HURLED[:1])
    (tmp_path / "texts" / "new.txt").write_text("More\n\nJapan launched Hayabusa2.\n", encoding="utf-8")
    done = run("suggest", "texts", "--witness", "llm:test", "--answers", "answers")
    assert "# Not answered about, or not about the whole: 1 document." in done.out


def test_words_that_would_do_harm_are_not_proposed(record: Callable[..., LanguageModel], tmp_path: Path) -> None:
    found = suggest([tmp_path / "texts"], [record([GAZED], GAZING)])
    assert found.rules == ()
    assert (found.told, found.before, found.after) == (1, 0, 0)


def test_the_same_words_are_proposed_where_they_do_none(record: Callable[..., LanguageModel], tmp_path: Path) -> None:
    found = suggest([tmp_path / "texts"], [record([GAZED])])
    assert [(rule.predicate, rule.gain) for rule in found.rules] == [("participatesIn", 1)]


def test_cost_is_told_with_the_sentence(record: Callable[..., LanguageModel], run: Run, tmp_path: Path) -> None:
    agencies = (NASA, ISRO, CNES)
    gazed = [(f"{name[1]} gazed at Hera for an hour.", name, "participatesIn", HERA) for name in agencies]
    record(gazed, GAZING[:1])
    done = run("suggest", "texts", "--witness", "llm:test", "--answers", "answers", "--format", "json")
    (rule,) = json.loads(done.out)["rules"]
    assert (rule["gain"], len(rule["wrong"])) == (3, 1)
    assert rule["wrong"][0]["quote"] == GAZING[0]
    assert (
        "#   new: European Space Agency participatesIn Euclid"
        in run("suggest", "texts", "--witness", "llm:test", "--answers", "answers").out
    )


def test_support_and_number_can_be_asked_for(record: Callable[..., LanguageModel], tmp_path: Path) -> None:
    model = record([*HURLED, GAZED])
    assert len(suggest([tmp_path / "texts"], [model]).rules) == 2
    assert [r.words for r in suggest([tmp_path / "texts"], [model], min_support=2).rules] == ["hurl"]
    assert [r.words for r in suggest([tmp_path / "texts"], [model], most=1).rules] == ["hurl"]


def test_rules_for_an_ontology_of_ones_own_are_to_be_added_to_it(
    record: Callable[..., LanguageModel], tmp_path: Path, ontology: Ontology, lexicon: Lexicon
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(OWN, encoding="utf-8")
    told = [(f"NASA {words}.", NASA, "greets", ESA) for words in ("waved to ESA", "waved to the agency ESA once more")]
    read = [*_heard(told, own, tmp_path, lexicon)]
    found = learn(read, load_ontology(own), lexicon)
    assert [(rule.words, rule.gain) for rule in found.rules] == [("wave to", 2)]
    assert found.extends == own.as_posix()


OWN = """@prefix ex: <https://example.org/#> .
@prefix kg: <https://w3id.org/provenkg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:greets a owl:ObjectProperty ; rdfs:label "greets"@en ; rdfs:comment "Says hello."@en ;
    rdfs:domain kg:Organization ; rdfs:range kg:Organization .
ex:greeting a kg:Frame ; rdfs:comment "Somebody greets somebody."@en ; kg:verb "greet" ;
    kg:agent kg:Organization ; kg:theme kg:Organization ; kg:states ( kg:agent ex:greets kg:theme ) ;
    skos:example "NASA greeted ESA." .
"""


def _heard(told: Sequence[Fact], own: Path, tmp_path: Path, lexicon: Lexicon) -> Sequence[Reading]:
    texts, model, ontology = tmp_path / "greetings", LanguageModel("test", tmp_path / "answers"), load_ontology(own)
    texts.mkdir()
    for number, (sentence, *_) in enumerate(told):
        (texts / f"{number}.txt").write_text(f"News\n\n{sentence}\n", encoding="utf-8")
    for reading in readings([texts], ontology=own):
        facts = [(s, (one, says, other)) for s, one, says, other in told if s in reading.document.text]
        for question in model.questions(reading, ontology):
            Recorded(model.answers).put(question, model.model, Answer(answer(facts)))
    return readings([texts], ontology=own, witnesses=[model]).readings


### Names #############################################################################################################


def test_a_name_that_only_the_witness_finds_becomes_a_row(
    record: Callable[..., LanguageModel], run: Run, tmp_path: Path
) -> None:
    record(NAMED)
    done = run("suggest", "texts", "--witness", "llm:test", "--answers", "answers", "-o", "more")
    assert done.code == 0, done.err
    table = (tmp_path / "more" / "suggested" / "projects.tsv").read_text(encoding="utf-8")
    header, row = table.splitlines()
    assert header == (GAZETTEER / "projects.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert row.split("\t")[:2] == ["Skadi", "Project"]
    assert load_lexicon(tmp_path / "more" / "suggested").lookup_name("Skadi")[0].type == "Project"
    assert "names: 1 in" in done.out


def test_a_name_that_a_row_has_or_that_is_in_one_statement_is_none(
    record: Callable[..., LanguageModel], tmp_path: Path
) -> None:
    found = suggest([tmp_path / "texts"], [record([NAMED[0], GAZED])])
    assert found.rows == ()


### The command #######################################################################################################


def test_a_graph_says_itself_what_was_heard(record: Callable[..., LanguageModel], run: Run, tmp_path: Path) -> None:
    record(HURLED)
    (tmp_path / "graph").mkdir()
    (tmp_path / "answers").rename(tmp_path / "graph" / "witness")
    assert run("build", "texts", "--witness", "llm:test", "-o", "graph").code == 0
    graph = (tmp_path / "graph" / "graph.nq").read_bytes()
    done = run("suggest", "graph", "--format", "table")
    assert done.code == 0, done.err
    assert re.search(r"^ +2 +0 +2  verb launches +hurl$", done.out, re.MULTILINE)
    assert (tmp_path / "graph" / "graph.nq").read_bytes() == graph


def test_the_same_answers_give_the_same_proposals(
    record: Callable[..., LanguageModel], run: Run, tmp_path: Path
) -> None:
    record([*HURLED, *IN_CHARGE, *NAMED, GAZED])
    arguments = ("suggest", "texts", "--witness", "llm:test", "--answers", "answers", "--jobs", 1)
    first = run(*arguments).out
    assert "# For the gazetteer projects.tsv:\n" in first
    assert run(*arguments).out == first


def test_nothing_to_suggest_is_said(record: Callable[..., LanguageModel], run: Run) -> None:
    record([], ["China launched Tianwen-1."])
    done = run("suggest", "texts", "--witness", "llm:test", "--answers", "answers")
    assert (done.code, done.out) == (0, "")
    assert "nothing to suggest" in done.err


def test_what_cannot_be_asked_for_is_refused(run: Run, tmp_path: Path) -> None:
    assert "has no kg.lock" in run("suggest", "nowhere").err
    assert "--no-rules" in run("suggest", "--no-rules").err
    assert "no SOURCE" in run("suggest", "--witness", "llm:test").err
    assert "several folders" in run("suggest", "one", "two").err
    assert "DIR says itself" in run("suggest", "--answers", "answers").err
    (tmp_path / "a.txt").write_text("Peace\n\nChina launched Tianwen-1.\n", encoding="utf-8")
    run("build", "a.txt")
    done = run("suggest")
    assert (done.code, "built without a witness" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("hurled", "hurl"),
        ("hurls", "hurl"),
        ("gazed", "gaze"),
        ("supplied", "supply"),
        ("mothballed", "mothball"),
        ("bagged", "bag"),
        ("eyes", "eye"),
        ("contributed", "contribute"),
        ("combined", "combine"),
        ("persuaded", "persuade"),
        ("trains", "train"),
        ("explained", "explain"),
        ("loaded", "load"),
        ("visited", "visit"),
        ("juggled", "juggle"),
        ("oversaw", "oversee"),
        ("contributions", None),
        ("yellow", None),
    ],
)
def test_base_form_of_a_verb(form: str, lemma: str | None, ontology: Ontology) -> None:
    assert lemma_of(form, vocabulary_of(ontology), finite=True) == lemma


def test_no_reading_teaches_nothing(ontology: Ontology, lexicon: Lexicon) -> None:
    assert learn([], ontology, lexicon) == Suggestions()
