"""Each command, run as a user runs it."""

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kg.cli import COMMANDS, group
from tests.conftest import ARTICLES, Run

SENTENCE = "The Artemis Accords were signed by India in Washington on 21 June 2023.\n"


@pytest.fixture
def output(run: Run, tmp_path: Path) -> Path:
    """Return the output folder of one small document."""
    (tmp_path / "india.txt").write_text(SENTENCE, encoding="utf-8")
    assert run("build", "-q", "india.txt").code == 0
    return tmp_path / "kg-out"


def test_help_lists_every_command_with_its_line(run: Run) -> None:
    shown = run("--help")
    assert shown.code == 0
    for name, summary in COMMANDS.items():
        assert f"{name:10}{summary}" in shown.out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_summary_is_the_first_line_of_the_command(name: str) -> None:
    command = group.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert (command.help or "").split("\n\n")[0] == COMMANDS[name]


def test_version(run: Run) -> None:
    assert run("--version").out == "kg 0.1.0\n"


@pytest.mark.parametrize(
    "arguments", [["biuld"], ["build"], ["query"], ["build", "--jobs", "0", "x"], ["export", "rdf"]]
)
def test_wrong_use_exits_with_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.err.startswith("Usage:")
    assert done.out == ""


### build


def test_build_writes_its_files_and_says_what_is_next(run: Run, tmp_path: Path) -> None:
    done = run("build", ARTICLES / "01_cbers.txt")
    assert done.code == 0, done.err
    assert done.err == ""
    assert done.out.splitlines()[0] == "kg-out: graph.html  graph.ttl  graph.nq  store/  search.sqlite  report.json"
    assert "kg view" in done.out
    names = sorted(path.name for path in (tmp_path / "kg-out").iterdir())
    written = ["graph.html", "graph.nq", "graph.ttl", "kg.lock", "readings.sqlite", "report.json", "search.sqlite"]
    assert names == [*written, "store"]


def test_build_into_another_folder_names_it_in_what_is_next(run: Run) -> None:
    done = run("build", ARTICLES / "01_cbers.txt", "-o", "moon")
    assert "kg view moon" in done.out
    assert "-d moon" in done.out


def test_quiet_build_prints_nothing(run: Run) -> None:
    done = run("build", "--quiet", ARTICLES / "01_cbers.txt")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_base_is_what_names_begin_with(run: Run, tmp_path: Path) -> None:
    assert run("build", "-q", ARTICLES / "01_cbers.txt", "--base", "https://example.org/space/").code == 0
    text = (tmp_path / "kg-out" / "graph.nq").read_text(encoding="utf-8")
    assert "<https://example.org/space/country/CN>" in text
    assert "kg.example" not in text


def test_wrong_base_is_refused_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    done = run("build", "nothing.txt", "--base", "example")
    assert done.code == 2
    assert "base 'example'" in done.err
    assert not (tmp_path / "kg-out").exists()


def test_report_tells_what_was_read(run: Run, output: Path) -> None:
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    (document,) = report["documents"]
    assert document["source"] == "india.txt"
    assert document["statements"]["asserted"] >= 1
    assert report["totals"]["documents"] == 1
    assert report["versions"].keys() >= {"provenkg", "python", "pyoxigraph"}
    assert report["seconds"] > 0


### query


def test_query_prints_a_table(run: Run, output: Path) -> None:
    done = run("query", "SELECT ?label WHERE { <country/IN> rdfs:label ?label }")
    assert done.out == "label\n-----\nIndia\n"


@pytest.mark.usefixtures("output")
def test_query_reads_a_file_and_standard_input(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ASK { <country/IN> kg:signatoryOf ?agreement }"
    (tmp_path / "signed.rq").write_text(text, encoding="utf-8")
    assert run("query", "signed.rq").out == "yes\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert run("query", "-").out == "yes\n"


@pytest.mark.usefixtures("output")
def test_query_answers_a_named_question(run: Run) -> None:
    done = run("query", "signatories", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert any("India" in row.values() for row in rows)


@pytest.mark.usefixtures("output")
def test_query_binds_the_parameters_of_a_question(run: Run, tmp_path: Path) -> None:
    (tmp_path / "of.rq").write_text(
        "# What is said of a thing.\n# param thing: Anything\nSELECT ?thing ?p WHERE { ?thing ?p ?o } ORDER BY ?p\n",
        encoding="utf-8",
    )
    assert "kg:signatoryOf" in run("query", "of.rq", "thing=India").out
    assert "no parameter 'thin'" in run("query", "of.rq", "thin=India").err


@pytest.mark.usefixtures("output")
def test_query_gives_sparql_json(run: Run) -> None:
    done = run("query", "SELECT ?code WHERE { ?c kg:isoCode ?code }", "--format", "json")
    assert json.loads(done.out)["results"]["bindings"] == [{"code": {"type": "literal", "value": "IN"}}]


@pytest.mark.usefixtures("output")
def test_construct_gives_turtle(run: Run) -> None:
    done = run("query", "CONSTRUCT { ?s kg:signatoryOf ?o } WHERE { ?s kg:signatoryOf ?o }")
    assert "country:IN kg:signatoryOf agreement:artemis-accords ." in done.out


def test_questions_are_listed_without_a_graph(run: Run) -> None:
    done = run("query", "--list")
    assert done.code == 0
    assert sum(not line.startswith(" ") for line in done.out.splitlines()) >= 12


@pytest.mark.usefixtures("output")
def test_syntax_error_points_at_the_place(run: Run) -> None:
    done = run("query", "SELECT ?a WHERE { ?a ?b }")
    assert done.code == 2
    assert "line 1, column 25" in done.err
    assert done.err.splitlines()[-1].index("^") == done.err.splitlines()[-2].index("}")


@pytest.mark.usefixtures("output")
def test_query_that_is_not_there(run: Run) -> None:
    assert "there is no question 'signatorys'. Did you mean signatories?" in run("query", "signatorys").err
    assert "lost.rq cannot be read" in run("query", "lost.rq").err
    assert run("query", "signatories", "India").code == 2


### explain, verify


@pytest.mark.usefixtures("output")
def test_explain_marks_subject_verb_and_object(run: Run) -> None:
    done = run("explain", "India", "signatory of", "Artemis Accords")
    assert done.out.splitlines()[0] == "India  signatoryOf  Artemis Accords"
    assert "The [Artemis Accords] were *signed* by [India] in Washington on 21 June 2023." in done.out
    assert "found by signing" in done.out


@pytest.mark.usefixtures("output")
def test_explain_gives_json(run: Run) -> None:
    (told,) = json.loads(run("explain", "India", "signatory of", "--format", "json").out)
    assert told["evidence"]["quote"] == SENTENCE.strip()
    assert told["status"] == "asserted"


def test_the_folder_may_stand_by_itself_or_as_an_option(run: Run, output: Path) -> None:
    for command in (["verify"], ["analyze"], ["view", "--no-open"]):
        assert run(*command, "-d", output).out == run(*command, output).out != ""
        done = run(*command, output, "-g", "other")
        assert done.code == 2
        assert f"two folders are given, {output} and other. Give one." in " ".join(done.err.split())


@pytest.mark.usefixtures("output")
def test_explain_says_that_nothing_is_said(run: Run) -> None:
    done = run("explain", "India", "signed on")
    assert (done.code, done.out, done.err) == (0, "", "no document says anything of this\n")


@pytest.mark.usefixtures("output")
def test_explain_guesses_the_name(run: Run) -> None:
    done = run("explain", "Indai")
    assert done.code == 2
    assert "nothing in the graph is called 'Indai'. Did you mean India?" in done.err


def test_verify_proves_a_fresh_graph(run: Run, output: Path) -> None:
    done = run("verify")
    assert done.code == 0
    assert done.out.endswith("quotes of 1 documents stand where they stood\n")


def test_verify_finds_sources_from_another_folder(
    run: Run, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert run("verify", output).code == 0


@pytest.mark.usefixtures("output")
def test_verify_lists_what_changed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "india.txt").write_text("On Monday, the " + SENTENCE[4:], encoding="utf-8")
    done = run("verify")
    assert done.code == 1
    assert "india.txt has changed since it was read" in done.out
    assert "does not stand at" in done.out
    kinds = {problem["kind"] for problem in json.loads(run("verify", "--format", "json").out)}
    assert kinds == {"changed", "quote"}


@pytest.mark.usefixtures("output")
def test_verify_lists_what_is_gone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "india.txt").rename(tmp_path / "moved.txt")
    done = run("verify")
    assert done.code == 1
    assert "india.txt cannot be read" in done.out
    (tmp_path / "kept").mkdir()
    (tmp_path / "moved.txt").rename(tmp_path / "kept" / "india.txt")
    assert run("verify", "--sources", "kept").code == 0


### search


def test_search_prints_each_kind_with_what_was_looked_for_in_brackets(run: Run, output: Path) -> None:
    done = run("search", "artemis", "accords", "india")
    assert (done.code, done.err) == (0, "")
    kinds = [line for line in done.out.splitlines() if line and not line.startswith(" ")]
    assert kinds == ["quotes", "documents"]
    assert "The [Artemis] [Accords] were signed by [India] in Washington" in done.out


@pytest.mark.usefixtures("output")
def test_search_gives_json_and_csv(run: Run) -> None:
    found = json.loads(run("search", "india", "--format", "json").out)
    assert {hit["kind"] for hit in found} == {"entities", "quotes", "documents"}
    quote = next(hit for hit in found if hit["kind"] == "quotes")
    mark = quote["marks"][0]
    assert quote["snippet"][mark["start"] : mark["end"]] == "India"
    rows = list(csv.DictReader(io.StringIO(run("search", "india", "--format", "csv").out)))
    assert [row["iri"] for row in rows] == [hit["iri"] for hit in found]


@pytest.mark.usefixtures("output")
def test_search_keeps_to_a_kind_and_a_limit(run: Run) -> None:
    found = json.loads(run("search", "a*", "--kind", "entities", "--limit", "1", "--format", "json").out)
    assert [hit["kind"] for hit in found] == ["entities"]


@pytest.mark.usefixtures("output")
def test_search_that_finds_nothing_or_has_no_word_says_so(run: Run) -> None:
    nothing = run("search", "zzz")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "nothing found\n")
    assert json.loads(run("search", "zzz", "--format", "json").out) == []
    wordless = run("search", "***")
    assert (wordless.code, wordless.out) == (2, "")
    assert "'***' has no word to search for." in wordless.err


def test_search_in_a_folder_without_an_index_says_to_build_again(run: Run, output: Path) -> None:
    (output / "search.sqlite").unlink()
    done = run("search", "india")
    assert done.code == 2
    assert "was built without a search index. Build the graph again with: kg build SOURCE -o kg-out" in done.err


def test_search_prints_nothing_that_moves_the_cursor_or_runs_in_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    text = "=HYPERLINK(1) title\n\nIndia \x1b[31m signed \u202ethe Artemis Accords \x07 in 2023.\n"
    (tmp_path / "odd.txt").write_text(text, encoding="utf-8")
    assert run("build", "-q", "odd.txt").code == 0
    shown = run("search", "signed").out
    assert "[signed]" in shown
    assert not {"\x1b", "\u202e", "\x07"} & set(shown)
    rows = list(csv.DictReader(io.StringIO(run("search", "signed", "--kind", "documents", "--format", "csv").out)))
    assert all(not cell.startswith("=") for row in rows for cell in row.values())


### view, export


def test_view_writes_the_page_of_everything_an_entity_or_a_query(run: Run, output: Path) -> None:
    assert run("view", "--no-open").out == "kg-out/graph.html\n"
    assert run("view", "--no-open", "--entity", "India").out == "kg-out/view-india.html\n"
    query = "CONSTRUCT { ?a kg:signatoryOf ?b } WHERE { ?a kg:signatoryOf ?b }"
    assert run("view", "--no-open", "--query", query, "-o", "signed.html").out == "signed.html\n"
    assert "Artemis Accords" in (output.parent / "signed.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("output")
def test_view_opens_the_page_in_a_browser(run: Run, monkeypatch: pytest.MonkeyPatch, output: Path) -> None:
    opened: list[str] = []

    def browse(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    assert run("view").err == ""
    assert opened == [(output / "graph.html").as_uri()]
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    assert "no browser was found" in run("view").err


@pytest.mark.usefixtures("output")
def test_view_refuses_what_gives_no_graph(run: Run) -> None:
    assert "only a CONSTRUCT or DESCRIBE" in run("view", "--no-open", "--query", "SELECT * WHERE { ?s ?p ?o }").err
    assert "nothing in the graph is called" in run("view", "--no-open", "--entity", "Atlantis").err
    assert "cannot be written" in run("view", "--no-open", "-o", "no/such/place.html").err


@pytest.mark.usefixtures("output")
@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "graphml", "gexf"])
def test_export_prints_every_format(run: Run, form: str) -> None:
    done = run("export", form)
    assert done.code == 0, done.err
    assert "Artemis Accords" in done.out
    if form in {"rdfxml", "graphml", "gexf"}:
        ET.fromstring(done.out)  # noqa: S314 - our own file
    if form == "jsonld":
        json.loads(done.out)


@pytest.mark.usefixtures("output")
def test_export_writes_tables(run: Run, tmp_path: Path) -> None:
    assert "csv is two tables" in run("export", "csv").err
    assert run("export", "csv", "-o", "tables.zip").out == "tables.zip\n"
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        assert sorted(archive.namelist()) == ["edges.csv", "nodes.csv"]
    assert run("export", "trig", "-o", "all.trig").out == "all.trig\n"
    assert (tmp_path / "all.trig").is_file()


### extract, evaluate, analyze, ontology


def test_extract_prints_the_form_that_tools_depend_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "india.txt").write_text(SENTENCE, encoding="utf-8")
    done = run("extract", "--format", "jsonl", "india.txt")
    found = json.loads(done.out)
    assert list(found) == ["document", "entities", "mentions", "statements"]
    assert found["document"] == "india.txt"
    india = next(entity for entity in found["entities"] if entity["label"] == "India")
    assert india["type"] == "Country"
    assert india["code"] == "IN"
    assert {"start": 35, "end": 40, "text": "India", "entity": india["id"]} in found["mentions"]
    statement = next(s for s in found["statements"] if s["predicate"] == "signatoryOf")
    assert list(statement) == [
        "subject",
        "predicate",
        "object",
        "status",
        "attributedTo",
        "role",
        "foundBy",
        "evidence",
    ]
    for evidence in statement["evidence"]:
        assert SENTENCE[evidence["start"] : evidence["end"]] == evidence["text"]


def test_extract_names_lines_of_a_jsonl_file(run: Run, tmp_path: Path) -> None:
    lines = [{"id": "a", "text": SENTENCE}, {"id": "b", "text": SENTENCE, "date": "2023-06-22"}]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = [json.loads(line) for line in run("extract", "docs.jsonl").out.splitlines()]
    assert [one["document"] for one in found] == ["docs.jsonl#a", "docs.jsonl#b"]


def test_extract_adds_time_expressions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "india.txt").write_text(SENTENCE, encoding="utf-8")
    found = json.loads(run("extract", "--timex", "india.txt").out)
    assert found["timex"] == [{"start": 58, "end": 70, "text": "21 June 2023", "type": "DATE", "value": "2023-06-21"}]


def test_extract_prints_the_text_that_offsets_count_in(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        f"<html><body><article><p>{SENTENCE * 3}</p></article></body></html>", encoding="utf-8"
    )
    text = run("extract", "--text", "page.html").out
    (statement, *_) = [s for s in json.loads(run("extract", "page.html").out)["statements"] if s["evidence"]]
    evidence = statement["evidence"][0]
    assert text[evidence["start"] : evidence["end"]] == evidence["text"]
    (tmp_path / "other.txt").write_text(SENTENCE, encoding="utf-8")
    assert run("extract", "--text", "page.html", "other.txt").code == 2


def test_evaluate_prints_scores(run: Run, tmp_path: Path) -> None:
    for name in ("texts", "gold"):
        (tmp_path / "g" / name).mkdir(parents=True)
    (tmp_path / "g" / "texts" / "a.txt").write_text(SENTENCE, encoding="utf-8")
    annotation = {
        "document_date": None,
        "entities": [
            {"id": "c", "type": "COUNTRY", "name": "India", "iso": "IN", "surfaces": ["India"]},
            {"id": "a", "type": "AGREEMENT", "name": "Artemis Accords", "surfaces": ["Artemis Accords"]},
        ],
        "relations": [{"subject": "c", "predicate": "signatory_of", "object": "a", "evidence": "signed by India"}],
    }
    (tmp_path / "g" / "gold" / "a.json").write_text(json.dumps(annotation), encoding="utf-8")
    scores = json.loads(run("evaluate", "g", "--format", "json", "--details", "slips.jsonl").out)
    assert scores["entity"]["COUNTRY"]["f1"] == 1.0
    assert scores["relation"]["signatory_of"]["recall"] == 1.0
    assert (tmp_path / "slips.jsonl").is_file()
    (tmp_path / "said.jsonl").write_text('{"document": "a.txt"}\n', encoding="utf-8")
    assert "signatory_of" in run("evaluate", "g", "said.jsonl").out
    assert "holds no annotation" in run("evaluate", "texts").err


def test_analyze_names_the_central_and_their_communities(run: Run, articles: Path) -> None:
    done = run("analyze", articles, "--top", "3")
    assert done.code == 0
    assert len([line for line in done.out.splitlines() if line.startswith("community ")]) == 3
    top = json.loads(run("analyze", articles, "--format", "json", "--planned").out)
    assert top[0]["betweenness"] >= top[1]["betweenness"]


def test_analyze_shows_the_facts_on_a_path(run: Run, articles: Path) -> None:
    done = run("analyze", articles, "--path", "China", "Brazil")
    assert done.out.splitlines()[0] == "China – Brazil"
    assert "cooperatesWith" in done.out
    assert "nothing in the graph is called" in run("analyze", articles, "--path", "China", "Atlantis").err


def test_ontology_shows_what_is_asked_for(run: Run) -> None:
    properties = json.loads(run("ontology", "properties", "--format", "json").out)["properties"]
    signatory = next(row for row in properties if row["name"] == "signatoryOf")
    assert (signatory["from"], signatory["to"]) == (["Actor"], ["Agreement"])
    assert "signing" in run("ontology", "frames").out


def test_ontology_checks_a_file_and_its_examples(run: Run, tmp_path: Path) -> None:
    head = (
        "@prefix kg: <https://w3id.org/provenkg/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    )
    rule = (
        "kg:hiring a kg:Frame ; kg:verb 'hire' ; kg:agent kg:Organization ; kg:theme kg:Person ;\n"
        "  kg:states ( kg:theme kg:affiliation kg:agent ) ;\n  skos:example '{}' .\n"
    )
    own = tmp_path / "own.ttl"
    own.write_text(head + rule.format("NASA hired Jane Smith in May."), encoding="utf-8")
    assert run("ontology", "--check", "own.ttl").code == 0
    own.write_text(head + rule.format("It rained."), encoding="utf-8")
    done = run("ontology", "--check", "own.ttl")
    assert done.code == 1
    assert 'own.ttl:5: frame kg:hiring: its example "It rained." is not matched, it reads nothing.' in done.err
    own.write_text(head + "kg:hiring a kg:Frame ; kg:verbb 'hire' .", encoding="utf-8")
    done = run("ontology", "--check", "own.ttl")
    assert done.code == 1
    assert "own.ttl:3: unknown term verbb. Did you mean verb?" in done.err


def test_a_graph_that_is_not_there(run: Run) -> None:
    for arguments in (["query", "facts"], ["view"], ["explain", "x"], ["verify"], ["export", "trig"], ["analyze"]):
        done = run(*arguments)
        assert done.code == 2
        assert done.err == "error: there is no folder kg-out. Build one first, for example: kg build SOURCE -o kg-out\n"
