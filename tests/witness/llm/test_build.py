"""`kg build --witness llm`: asked once, recorded, replayed without a net, within limits, never taken at its word."""

import base64
import json
import os
import re
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from benchmarks.witness import write_answers
from kg.evaluate import read_gold
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.view import bounds
from kg.view.read import read_picture
from tests.conftest import ROOT, Run
from tests.witness.llm import server
from tests.witness.llm.server import Model, Request, serving

TEXTS = {
    "a.txt": "Norway looks upward\n\nThe Norwegian Ice Bureau lent its radar to the Atacama Sky Watch in 2021.\n",
    "b.txt": "A telescope near Arica\n\nThe Norwegian Ice Bureau was given a prize for the Polar Eye in Arica.\n",
    "c.txt": "Tianwen-1 has left\n\nChina launched Tianwen-1 in 2020.\n",
}
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
KEY = "sk-very-secret-0123456789"


def thing(id_: str, kind: str, name: str) -> dict[str, Any]:
    return {"id": id_, "type": kind, "name": name, "named": True, "mentions": [name]}


def said(quote: str, subject: str, predicate: str, end: str, words: tuple[str, str]) -> dict[str, Any]:
    return {
        "quote": quote,
        "subject": subject,
        "subject_words": words[0],
        "predicate": predicate,
        "object": end,
        "object_words": words[1],
        "status": "asserted",
        "said_by": None,
        "role": None,
    }


def answer(request: Request) -> str:
    """Answer as a model that also invents a quote in each text."""
    text = request.text
    things = [
        thing("n", "Agency", "Norwegian Ice Bureau"),
        thing("w", "Project", "Atacama Sky Watch"),
        thing("p", "Project", "Polar Eye"),
        thing("c", "Country", "China"),
        thing("t", "Project", "Tianwen-1"),
    ]
    facts = {
        "The Norwegian Ice Bureau lent its radar to the Atacama Sky Watch in 2021.": ("n", "participatesIn", "w"),
        "The Norwegian Ice Bureau was given a prize for the Polar Eye in Arica.": ("n", "participatesIn", "p"),
        "China launched Tianwen-1 in 2020.": ("c", "launches", "t"),
    }
    names = {one["id"]: one["name"] for one in things}
    found = [said(q, s, p, o, (names[s], names[o])) for q, (s, p, o) in facts.items() if q in text]
    found += [one | {"quote": f"It is well known: {one['quote']}", "predicate": "operates"} for one in found]
    ends = {end for one in found for end in (one["subject"], one["object"])}
    return json.dumps({"entities": [one for one in things if one["id"] in ends], "statements": found})


@pytest.fixture
def model() -> Iterator[Model]:
    """Return a server that is running, with its model."""
    with serving(Model(answers=answer)) as found:
        yield found


@pytest.fixture
def build(run: Run, model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that builds the graph of three texts in `out`."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("KG_LLM_KEY", KEY)

    def build_with(*options: object, ask: bool = True, out: str = "out") -> Any:
        url = ("--llm-url", model.url, "--llm-timeout", "5") if ask else ()
        return run("build", "texts", "-o", out, "--witness", "llm:test", *url, *options)

    return build_with


GRAPH = ("graph.nq", "graph.ttl", "graph.html")


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in GRAPH}


def report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return found


def test_what_the_model_says_gets_in_by_its_quotes_and_nothing_invented_does(
    build: Any, model: Model, tmp_path: Path
) -> None:
    done = build()
    assert done.code == 0, done.err
    assert len(model.requests) == 3
    quads = (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")
    assert quads.count("foundBy> <https://kg.example/witness/llm:test>") == 3
    assert "ontology#operates>" not in quads
    told = report(tmp_path / "out")["witnesses"]["llm:test"]
    assert (told["alone"], told["agreed"]) == (2, 1)
    assert told["rejected"] == {"the quote is not in the text": 3}
    assert told["rejected_share"] == 0.5
    assert told["asked"]["requests"] == 3
    assert "llm:test: 3 statements, 1 of them by rules too; 3 turned away" in done.out


def test_second_build_needs_no_model_and_gives_the_same_bytes(build: Any, model: Model, tmp_path: Path) -> None:
    build()
    first = files(tmp_path / "out")
    model.stop()
    assert "nothing changed" in build(ask=False).out
    (tmp_path / "again").mkdir()
    (tmp_path / "out" / "witness").rename(tmp_path / "again" / "witness")
    done = build(ask=False, out="again")
    assert done.code == 0, done.err
    assert files(tmp_path / "again") == first


def test_graph_in_memory_is_the_same(build: Any, tmp_path: Path) -> None:
    build()
    with kg.build(["texts"], witnesses=["llm:test"], answers="out/witness") as graph:
        graph.write(tmp_path / "memory")
    assert files(tmp_path / "memory") == files(tmp_path / "out")
    told = [report(tmp_path / name)["witnesses"]["llm:test"]["rejected"] for name in ("memory", "out")]
    assert told[0] == told[1]


def test_only_what_is_new_is_asked(build: Any, model: Model, tmp_path: Path) -> None:
    build()
    (tmp_path / "texts" / "d.txt").write_text(
        "More\n\nChile opened a park for the Polar Eye in Arica.\n", encoding="utf-8"
    )
    before = len(model.requests)
    assert build().code == 0
    assert len(model.requests) == before + 1
    assert build("--check", ask=False).code == 0
    whole = files(tmp_path / "out")
    (tmp_path / "anew").mkdir()
    (tmp_path / "out" / "witness").rename(tmp_path / "anew" / "witness")
    assert build(ask=False, out="anew").code == 0
    assert files(tmp_path / "anew") == whole


def test_lock_asks_for_the_same_witnesses(build: Any, run: Run, tmp_path: Path) -> None:
    build()
    first = files(tmp_path / "out")
    (tmp_path / "texts" / "c.txt").write_text(f"{TEXTS['c.txt']}It was seen in Chile.\n", encoding="utf-8")
    done = run("build", "-o", "out")
    assert done.code == 1
    assert "note: llm:test has not answered about 1 document. Ask it: kg build --llm-url URL" in done.err
    assert "has not answered about 1 document" in run("build", "-o", "out").err
    (tmp_path / "texts" / "c.txt").write_text(TEXTS["c.txt"], encoding="utf-8")
    assert run("build", "-o", "out").code == 0
    assert files(tmp_path / "out") == first


def test_limit_of_requests_holds_and_the_next_build_goes_on(build: Any, model: Model, tmp_path: Path) -> None:
    done = build("--max-requests", 2, "--llm-jobs", 1)
    assert len(model.requests) == 2
    assert "1 question not asked" in done.err
    assert report(tmp_path / "out")["witnesses"]["llm:test"]["unheard"] == 1
    assert build("--max-requests", 2).code == 0
    assert len(model.requests) == 3
    assert report(tmp_path / "out")["witnesses"]["llm:test"]["unheard"] == 0


def test_cost_is_told(build: Any, model: Model, tmp_path: Path) -> None:
    done = build("--llm-price", "1000,2000", "--max-cost", 1_000_000)
    told = report(tmp_path / "out")["witnesses"]["llm:test"]
    sent, answered = (sum(one[number] for one in model.used) for number in (0, 1))
    assert told["asked"]["cost"] == pytest.approx((sent * 1000 + answered * 2000) / 1e6)
    assert told["cost_per_statement"] == pytest.approx(told["asked"]["cost"] / 3, rel=1e-5)
    assert "requests" in done.out


def test_cost_without_a_price_is_refused(build: Any, model: Model) -> None:
    done = build("--max-cost", 1)
    assert (done.code, model.requests) == (2, [])
    assert "--llm-price" in done.err


def test_refresh_asks_again(build: Any, model: Model, tmp_path: Path) -> None:
    build()
    model.answers = lambda _: '{"entities": [], "statements": []}'
    assert "nothing changed" in build().out
    assert build("--refresh").code == 0
    assert len(model.requests) == 6
    assert "witness/llm" not in (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")


def test_changed_answer_is_heard(build: Any, tmp_path: Path) -> None:
    build()
    for path in (tmp_path / "out" / "witness").glob("??/*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace("participatesIn", "develops"), encoding="utf-8")
    assert build(ask=False).code == 0
    assert "ontology#develops>" in (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")


def test_broken_answer_is_told_and_asked_again(build: Any, model: Model, tmp_path: Path) -> None:
    build()
    whole = files(tmp_path / "out")
    broken = min((tmp_path / "out" / "witness").glob("??/*.json"))
    broken.write_text('{"format": 1, "answer": {"ent', encoding="utf-8")
    done = build()
    assert (done.code, len(model.requests)) == (0, 4)
    assert f"{broken.name} is broken" in done.err
    assert files(tmp_path / "out") == whole


@pytest.mark.parametrize("rules", ["--rules", "--no-rules"])
def test_only_uncertain_sentences_are_sent(build: Any, model: Model, rules: str) -> None:
    assert build("--only-uncertain", rules).code == 0
    assert build("--only-uncertain", rules, ask=False).code == 0
    sent = "\n".join(request.text for request in model.requests)
    assert "lent its radar" in sent
    assert "launched Tianwen-1" not in sent


def test_without_rules_only_the_witness_speaks(build: Any, tmp_path: Path) -> None:
    build("--no-rules")
    quads = (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")
    assert set(re.findall(r"foundBy> <([^>]+)>", quads)) == {"https://kg.example/witness/llm:test"}


def test_failure_leaves_the_rules_facts_and_says_so(build: Any, model: Model, tmp_path: Path) -> None:
    model.script.extend([server.says({}, status=500)] * 3)
    done = build("--llm-tries", 1, "--llm-jobs", 1)
    assert done.code == 1
    assert done.err.count("the language model gave no answer") == 3
    assert "Tianwen-1" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert build().code == 0
    assert report(tmp_path / "out")["witnesses"]["llm:test"]["alone"] == 2


def test_build_that_is_killed_while_it_asks_goes_on(build: Any, model: Model, tmp_path: Path) -> None:
    model.pause = 0.3
    options = ("texts", "-o", "out", "--witness", "llm:test", "--llm-url", model.url, "--llm-jobs", "1")
    killed = subprocess.Popen([sys.executable, "-m", "kg", "build", *options], cwd=tmp_path, env=ENVIRONMENT)
    until = time.monotonic() + 60
    answers = tmp_path / "out" / "witness"
    while len([*answers.glob("??/*.json")]) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    assert len([*answers.glob("??/*.json")]) == 2
    before = len(model.requests)
    assert build().code == 0
    assert len(model.requests) == before + 1
    whole = files(tmp_path / "out")
    assert build(out="anew").code == 0
    assert files(tmp_path / "anew") == whole


def test_refusal_stops_at_once_and_leaves_the_folder(build: Any, model: Model, tmp_path: Path) -> None:
    model.script.extend([server.says({}, status=401)] * 9)
    done = build()
    assert done.code == 2
    assert "401" in done.err
    assert not (tmp_path / "out" / "graph.nq").exists()


def test_no_key_is_in_any_file_or_output(
    build: Any, model: Model, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    done = build()
    assert model.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in done.out + done.err + caplog.text
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_options_that_do_not_go_together(build: Any, run: Run) -> None:
    assert "give --llm-url as well" in build("--max-requests", 1, ask=False).err
    assert "give --witness llm:MODEL as well" in run("build", "texts", "--llm-jobs", 2).err
    assert "needs a model" in run("build", "texts", "--witness", "llm").err


def test_model_of_an_option(build: Any, run: Run, model: Model) -> None:
    done = run("build", "texts", "--witness", "llm", "--llm-model", "test", "--llm-url", model.url, "-o", "out")
    assert done.code == 0, done.err
    assert model.requests[0].said["model"] == "test"


def test_extract_and_evaluate_hear_what_is_recorded(build: Any, run: Run) -> None:
    build()
    done = run("extract", "texts/c.txt", "--witness", "llm:test", "--answers", "out/witness")
    (line,) = done.out.splitlines()
    launched = next(one for one in json.loads(line)["statements"] if one["predicate"] == "launches")
    assert (launched["foundBy"], launched["witnesses"]) == ("launching", ["llm:test"])
    assert "--answers" in run("extract", "texts/c.txt", "--witness", "llm:test").err
    done = run("extract", "texts/c.txt", "--witness", "llm:other", "--answers", "out/witness")
    assert (done.code, "llm:other has not answered about 1 document" in done.err) == (1, True)


def test_evaluate_compares_rules_witnesses_and_both(
    run: Run, tmp_path: Path, ontology: Ontology, lexicon: Lexicon
) -> None:
    folder = ROOT / "data" / "gold"
    gold = read_gold(folder)
    write_answers(gold, folder, tmp_path / "answers", ontology, lexicon)
    done = run("evaluate", folder, "--witness", "llm:gold", "--answers", tmp_path / "answers", "--format", "json")
    f1 = {name: one["relation"]["ALL"]["f1"] for name, one in json.loads(done.out).items()}
    assert f1["rules"] < f1["both"] < f1["witnesses"]


def test_graph_fits_its_shapes_and_every_quote_stands(build: Any, run: Run) -> None:
    build()
    assert run("validate", "-d", "out").code == 0
    assert run("verify", "-d", "out").code == 0


@pytest.mark.parametrize("most", [50, 0])
def test_the_page_knows_who_found_each_fact(
    build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Also where the words of most documents are left out; the store says the same."""
    monkeypatch.setattr(bounds, "MOST_DOCUMENTS", most)
    build()
    page = (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="kg-core">(.*?)</script>', page, re.DOTALL)
    assert found
    core = json.loads(found[1])
    told = [core["finders"][at] for at in array("H", base64.b64decode(core["facts"]["finder"]))]
    with kg.open(tmp_path / "out") as graph:
        picture = bounds.bounded(read_picture(graph.store))
    stored = [fact.finders() for fact in picture.facts]
    assert told == [{"rules": bool(one.rules), "witnesses": list(one.witnesses)} for one in stored]
    assert told.count({"rules": False, "witnesses": ["llm:test"]}) == 2
    assert told.count({"rules": True, "witnesses": ["llm:test"]}) == 1
    assert {"rules": True, "witnesses": []} in told


def test_who_found_a_fact_is_asked_for(build: Any, run: Run) -> None:
    build()
    both = run("query", "found", "finder=both", "-d", "out").out
    assert "China" in both
    assert "llm:test" in both
    assert "Norwegian" not in both
    assert "found by llm:test" in run("explain", "Norwegian Ice Bureau", "--found-by", "witnesses", "-d", "out").out
    assert "llm:test" not in run("explain", "Norwegian Ice Bureau", "--found-by", "rules", "-d", "out").out
    assert run("query", "finders", "-d", "out", "--format", "csv").out.splitlines()[1] == "llm:test,witness,3,2"
