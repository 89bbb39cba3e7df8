"""What changed between two states of real texts: facts, documents and things, with quotes and causes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

import kg
from kg.diff import Cause, Difference, DocumentChange, EntityChange, FactChange, Said, to_markdown, to_table
from kg.diff.records import Description, Page
from kg.errors import StoreError
from kg.output import FORMER
from kg.resources import ONTOLOGY
from kg.store.explain import Named
from tests.conftest import ROOT, Run
from tests.diff.states import built, causes, told

BASE = "https://kg.example/"
PLAN = "Space news\n\nIndia will sign the Artemis Accords. China works with Brazil.\n"
DONE = "Space news\n\nIndia signed the Artemis Accords on 21 June 2023. China works with Brazil.\n"
MORE = "Other news\n\nBrazil works with China. Japan launched Hayabusa2.\n"


def changes(folder: Path, before: dict[str, str], after: dict[str, str]) -> Difference:
    """Return the difference between the graphs of texts in the same folder."""
    former = built(folder, before)
    return built(folder, after).diff(former)


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a name for a folder of texts, where tests run."""
    monkeypatch.chdir(tmp_path)
    return Path("news")


### Facts


def test_what_was_planned_and_is_done_comes_first_with_both_quotes(news: Path) -> None:
    found = changes(news, {"a.txt": PLAN}, {"a.txt": PLAN, "b.txt": DONE, "c.txt": MORE})
    first = found.facts[0]
    assert (first.kind, first.change) == ("status", "planned -> asserted")
    assert (first.before, first.after) == (("planned",), ("asserted", "planned"))
    assert (first.subject.label, first.predicate.label, first.object.label) == (
        "India",
        "signatoryOf",
        "Artemis Accords",
    )
    assert [(said.when, said.status, said.source, said.quote) for said in first.said] == [
        ("after", "asserted", "news/b.txt", "India signed the Artemis Accords on 21 June 2023."),
        ("before", "planned", "news/a.txt", "India will sign the Artemis Accords."),
    ]
    for said in first.said:
        text = {"news/a.txt": PLAN, "news/b.txt": DONE}[said.source]
        assert said.start is not None
        assert text[said.start :].startswith(said.quote)
    assert [(cause.kind, cause.text, cause.change) for cause in first.causes] == [("document", "news/b.txt", "added")]


def test_text_that_changed_makes_a_plan_a_fact(news: Path) -> None:
    found = changes(news, {"a.txt": PLAN}, {"a.txt": DONE})
    assert told(found) == {
        ("status", "India", "signatoryOf", "Artemis Accords", "planned -> asserted"),
        ("added", "Artemis Accords", "signedOn", "21 June 2023", "nothing -> asserted"),
    }
    assert causes(found) == {("document", "news/a.txt", "changed")}
    assert [(one.kind, one.page.source) for one in found.documents] == [("changed", "news/a.txt")]
    assert [one.entity.label for one in found.entities] == ["21 June 2023"]


def test_what_hangs_on_the_text_of_a_document_stays_what_it_is(news: Path) -> None:
    """An unnamed agreement, and the document itself, have another name when another sentence of the text changes."""
    text = "{}\n\nBy Ann Lee, 3 May 2023\n\nChina and Russia signed an agreement. {}\n"
    former = built(news, {"a.txt": text.format("A pact", "It rained.")})
    now = built(news, {"a.txt": text.format("A new pact", "The sun shone.")})
    assert any("agreement-" in str(quad.subject) for quad in former.store)
    assert {str(quad.subject) for quad in former.store} & {str(quad.subject) for quad in now.store}
    found = now.diff(former)
    assert told(found) == set()
    assert found.entities == ()
    assert [one.kind for one in found.documents] == ["changed"]


def test_a_fact_in_more_documents_says_in_which(news: Path) -> None:
    found = changes(news, {"a.txt": PLAN}, {"a.txt": PLAN, "c.txt": MORE})
    (more,) = [one for one in found.facts if one.kind == "support"]
    assert {more.subject.label, more.object.label} == {"Brazil", "China"}  # a symmetric fact is one, turned round
    assert more.documents == (1, 2)
    assert [(said.when, said.source, said.quote) for said in more.said] == [
        ("after", "news/c.txt", "Brazil works with China.")
    ]


def test_a_document_that_is_gone_takes_its_facts_with_it(news: Path) -> None:
    found = changes(news, {"a.txt": PLAN, "c.txt": MORE}, {"a.txt": PLAN})
    assert {(one.kind, one.subject.label, one.change) for one in found.facts} == {
        ("removed", "Japan", "asserted -> nothing"),
        ("support", found.facts[-1].subject.label, "asserted -> asserted"),
    }
    assert causes(found) == {("document", "news/c.txt", "removed")}
    assert {said.when for fact in found.facts for said in fact.said} == {"before"}
    assert [(one.kind, one.entity.label) for one in found.entities] == [("removed", "Hayabusa2"), ("removed", "Japan")]


def test_a_file_that_moved_changes_no_fact(news: Path) -> None:
    found = changes(news, {"a.txt": PLAN}, {"z.txt": PLAN})
    assert found
    assert (found.facts, found.entities) == ((), ())
    ((moved),) = found.documents
    assert moved.kind == "moved"
    assert moved.before
    assert (moved.before.files, moved.page.files) == (("news/a.txt",), ("news/z.txt",))


def test_other_metadata_is_told_of_a_document(news: Path) -> None:
    line = {"id": "1", "text": "China works with Brazil.", "date": "2023-05-01"}
    former = built(news, {"a.jsonl": json.dumps(line)})
    found = built(news, {"a.jsonl": json.dumps(line | {"publisher": "Example Daily"})}).diff(former)
    assert [(one.kind, one.page.source) for one in found.documents] == [("redescribed", "news/a.jsonl#1")]


def test_a_denial_is_a_change_of_status(news: Path) -> None:
    denied = "Denied\n\nIndia did not sign the Artemis Accords.\n"
    found = changes(news, {"a.txt": DONE}, {"a.txt": DONE, "d.txt": denied})
    assert told(found) == {("status", "India", "signatoryOf", "Artemis Accords", "asserted -> asserted, negated")}


def test_what_others_still_say_is_not_told_as_over(news: Path) -> None:
    denied = "Denied\n\nIndia has not signed the Artemis Accords.\n"
    found = changes(news, {"a.txt": denied, "b.txt": f"Again: {denied}"}, {"a.txt": denied, "b.txt": PLAN})
    assert (found.facts[0].before, found.facts[0].after) == (("negated",), ("planned", "negated"))
    assert "\nNegated before, planned as well now (1)\n" in to_table(found)


def test_nothing_changed(news: Path) -> None:
    found = changes(news, {"a.txt": PLAN}, {"a.txt": PLAN})
    assert not found
    assert (found.facts, found.documents, found.entities, found.causes) == ((), (), (), ())
    assert to_table(found) == "nothing changed\n"
    assert to_markdown(found) == "# What changed\n\nNothing.\n"


### Causes


def test_another_ontology_is_the_cause_where_documents_are_the_same(news: Path, tmp_path: Path) -> None:
    text = ONTOLOGY.read_text(encoding="utf-8")
    start = text.index("kg:launching a kg:Frame")
    own = tmp_path / "own.ttl"
    own.write_text(text[:start] + text[text.index("\n\n", start) :], encoding="utf-8")
    former = built(news, {"c.txt": MORE}, ontology=own)
    found = built(news, {"c.txt": MORE, "b.txt": DONE}).diff(former)
    by_object = {one.object.label: {(c.kind, c.change) for c in one.causes} for one in found.facts}
    assert by_object["Hayabusa2"] == {("ontology", None)}
    assert by_object["Artemis Accords"] == {("document", "added")}
    assert [cause.kind for cause in found.causes] == ["ontology"]
    assert "own.ttl -> " in found.causes[0].text


SHORT = "The LSRC works with Brazil.\n"
LONG = "The Lunar Soil Research Centre (LSRC) works with China.\n"


def test_a_thing_that_another_document_gives_a_name_is_renamed(news: Path) -> None:
    """Its facts in documents that did not change are the same facts."""
    found = changes(news, {"a.txt": SHORT}, {"a.txt": SHORT, "b.txt": LONG})
    assert told(found) == {("added", "China", "cooperatesWith", "Lunar Soil Research Centre", "nothing -> asserted")}
    (renamed,) = [one for one in found.entities if one.kind == "changed"]
    assert renamed.before
    assert renamed.after
    assert (renamed.before.labels, renamed.after.labels) == (("LSRC",), ("Lunar Soil Research Centre",))
    assert renamed.former == "https://kg.example/organization/lsrc"
    assert "\n           was organization/lsrc\n" in to_table(found)
    assert "\n- LSRC → Lunar Soil Research Centre\n" in to_markdown(found)


def test_a_thing_that_becomes_part_of_another_tells_so(news: Path) -> None:
    found = changes(news, {"a.txt": SHORT, "b.txt": LONG.replace(" (LSRC)", "")}, {"a.txt": SHORT, "b.txt": LONG})
    assert told(found) == {
        ("removed", "Brazil", "cooperatesWith", "LSRC", "asserted -> nothing"),
        ("added", "Brazil", "cooperatesWith", "Lunar Soil Research Centre", "nothing -> asserted"),
    }
    assert causes(found) == {("identity", "other documents name the things otherwise, or let it follow", None)}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("gazetteer_sha256", "0" * 64, ("gazetteer", "names or cue words", None)),
        ("versions", {"provenkg": "0.0.9"}, ("version", "provenkg 0.0.9 -> 9.9", None)),
        ("curation", {"file": "c.ttl", "sha256": "0"}, ("curation", "no longer c.ttl", None)),
        ("gazetteer_sha256", None, ("unknown", "readers or extractors of your own, or another import", None)),
    ],
)
def test_what_the_report_tells_is_the_cause(
    news: Path, key: str, value: object, expected: tuple[str, str, str | None]
) -> None:
    """The same document, from which less was read before."""
    news.mkdir()
    (news / "c.txt").write_text(MORE, encoding="utf-8")
    former, now = kg.build([news], extractors=[]), kg.build([news])
    former.report["versions"] = {**now.report["versions"]}
    former.report[key] = value if key != "versions" else {**now.report["versions"], "provenkg": "0.0.9"}  # type: ignore[literal-required]
    now.report["versions"] = {**now.report["versions"], **({"provenkg": "9.9"} if key == "versions" else {})}
    found = now.diff(former)
    assert told(found)
    assert causes(found) == {expected}


def test_what_follows_is_counted_or_compared(news: Path) -> None:
    former = built(news, {"a.txt": PLAN}, infer=True)
    now = built(news, {"a.txt": PLAN, "c.txt": MORE}, infer=True)
    found = now.diff(former)
    assert found.inferred[1] > found.inferred[0]
    assert "inferred" not in {status for one in found.facts for status in (*one.before, *one.after)}
    assert "inferred triples: " in to_table(found)
    assert ("added", "Japan", "involvedIn", "Hayabusa2", "nothing -> inferred") in told(now.diff(former, inferred=True))


### Folders


def test_a_folder_is_compared_with_its_state_before_the_last_build(news: Path, run: Run) -> None:
    with built(news, {"a.txt": PLAN}) as graph:
        graph.write("kg-out")
    done = run("diff")
    assert done.code == 2
    assert "there is no state of kg-out before its last build. It is kept from the second build on" in done.err
    with built(news, {"b.txt": DONE}) as graph:
        graph.write("kg-out")
    done = run("diff")
    assert (done.code, done.err) == (0, "")
    assert "\nPlanned before, asserted now (1)\n  India  signatoryOf  Artemis Accords\n" in done.out
    with kg.open("kg-out") as graph:
        assert graph.diff().facts[0].change == "planned -> asserted"
    assert run("diff", "--exit-code", "--quiet") == type(done)(1, "", "")
    assert run("diff", "kg-out", "kg-out", "--exit-code").code == 0
    assert run("diff", "nowhere").code == 2


def test_a_graph_that_is_written_is_compared_with_what_was_there(news: Path) -> None:
    built(news, {"a.txt": PLAN}).write("kg-out")
    with built(news, {"a.txt": DONE}) as graph:
        with pytest.raises(StoreError, match="in no folder"):
            graph.diff()
        graph.write("kg-out")
        assert graph.diff().facts[0].change == "planned -> asserted"


def test_a_graph_that_was_opened_before_a_build_is_what_it_was(news: Path) -> None:
    built(news, {"a.txt": PLAN}).write("kg-out")
    with kg.open("kg-out") as opened:
        built(news, {"a.txt": DONE}).write("kg-out")
        with kg.open("kg-out") as now:
            assert told(now.diff(opened)) == told(now.diff())
            assert now.diff(opened).removed == now.diff().removed
    assert (Path("kg-out") / FORMER).is_dir()


def test_a_folder_without_its_file_of_quads_is_read_from_the_store(news: Path, run: Run) -> None:
    built(news, {"a.txt": PLAN}).write("old")
    built(news, {"a.txt": DONE}).write("new")
    whole = run("diff", "old", "new", "--format", "patch").out
    (Path("old") / "graph.nq").unlink()
    assert run("diff", "old", "new", "--format", "patch").out == whole


def test_quads_that_are_not_sorted_are_refused(news: Path, run: Run) -> None:
    built(news, {"a.txt": PLAN}).write("old")
    shutil.copytree("old", "new")
    path = Path("new/graph.nq")
    path.write_bytes(b"".join(reversed(path.read_bytes().splitlines(keepends=True))))
    done = run("diff", "old", "new")
    assert done.code == 2
    assert "the quads of new are not as kg writes them, one a line and sorted. Build the graph again." in done.err


@pytest.mark.parametrize("form", ["table", "json", "markdown", "patch", "update"])
def test_every_form_has_the_same_bytes_each_time_and_goes_to_a_file(news: Path, run: Run, form: str) -> None:
    built(news, {"a.txt": PLAN, "c.txt": MORE}).write("old")
    built(news, {"b.txt": DONE, "d.txt": MORE}).write("new")
    done = run("diff", "old", "new", "--format", form, "-o", "changes")
    assert (done.code, done.out) == (0, "")
    printed = set()
    for seed in "123":
        command = [sys.executable, "-c", "from kg.cli import main; main()", "diff", "old", "new", "--format", form]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        printed.add(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)
    assert printed == {Path("changes").read_bytes()}


def test_json_has_all_of_it(news: Path, run: Run) -> None:
    built(news, {"a.txt": PLAN}).write("old")
    built(news, {"b.txt": DONE}).write("new")
    found = json.loads(run("diff", "old", "new", "--format", "json").out)
    first = found["facts"][0]
    assert (first["kind"], first["before"], first["after"]) == ("status", ["planned"], ["asserted"])
    assert first["said"][0]["quote"] == "India signed the Artemis Accords on 21 June 2023."
    assert {(cause["kind"], cause["text"], cause["change"]) for cause in first["causes"]} == {
        ("document", "news/a.txt", "removed"),
        ("document", "news/b.txt", "added"),
    }
    assert found["quads"]["added"] > 0


### Printing


EVIL = (
    "<img src=x onerror=alert(1)> &lt; [Lunar](javascript:alert(1)) ![x](http://a.example) | `Pact` *Accord* **x** _y_ "
    "~~z~~ <https://evil.example> www.evil.example https://evil.example\x1b[2J\u202e"
    "\n\n# Head\n\n| a |\n|---|\n| b |\n\n- c"
)


@pytest.fixture
def hostile() -> Difference:
    """Return a difference in which every word that a document can give is hostile."""
    named = Named("https://kg.example/a", EVIL)
    bad, good = "javascript:alert(1)", "https://news.example/a_(b)?q='x'&r=[1]<y>"
    pages = [Page("https://kg.example/document/a", EVIL, (EVIL, EVIL), EVIL, "", url) for url in (bad, good)]
    said = tuple(Said("after", "asserted", named, EVIL, EVIL, url, EVIL, 0, EVIL) for url in (bad, good))
    ends: dict[str, Any] = {
        "subject": named,
        "predicate": named,
        "object": named,
        "after": ("asserted",),
        "documents": (1, 2),
        "sources": (1, 1),
    }
    more = {**ends, "causes": (Cause("document", EVIL, "added"),), "said": said}
    facts = (
        FactChange("added", before=(), **more),
        FactChange("status", before=("planned",), **more),
        FactChange("support", before=("asserted",), **more),
    )
    called = [Description((EVIL,), (label,), (label,)) for label in (EVIL, f"{EVIL}2")]
    things = [
        EntityChange("added", named, None, called[0]),
        EntityChange("removed", named, called[0], None),
        EntityChange("changed", named, called[0], called[1], EVIL),
    ]
    documents = [DocumentChange("added", None, pages[1]), DocumentChange("moved", *pages)]
    causes = (Cause("ontology", EVIL),)
    rest: dict[str, Any] = {"inferred": (1, 2), "labels": {}, "removed": (b"",), "added": (b"",)}
    return Difference("a", "b", BASE, causes, tuple(documents), tuple(things), facts, **rest)


def test_no_word_of_a_document_is_markup_in_the_digest(hostile: Difference) -> None:
    """Rendered by a Markdown that lets HTML through, there is no element but ours, and no link but to the pages."""
    digest = to_markdown(hostile)
    assert digest.count("onerror") > 20
    assert not {"\x1b", "\u202e"} & {*digest}
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = [one for token in reader.parse(digest) for one in (token, *(token.children or ()))]
    blocks = ("heading", "paragraph", "bullet_list", "list_item", "blockquote")
    ours = {f"{name}_{end}" for name in blocks for end in ("open", "close")}
    assert {token.type for token in tokens} <= ours | {
        *("strong_open", "strong_close", "link_open", "link_close", "inline", "text", "softbreak", "text_special")
    }
    links = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    assert links == {"https://news.example/a_%28b%29?q='x'&r=%5B1%5D%3Cy%3E"}
    headings = [token.content for token in tokens if token.type == "inline" and token.content.startswith("Head")]
    assert headings == []


def test_a_table_moves_no_cursor_and_keeps_to_its_width(hostile: Difference) -> None:
    lines = to_table(hostile).split("\n")
    assert not {"\x1b", "\u202e", "\r", "\t"} & {*"".join(lines)}
    assert max(map(len, lines)) <= 100
    assert not [line for line in lines if line.startswith(("#", "|", "- c"))]


def test_long_groups_are_cut_and_say_so(news: Path, run: Run) -> None:
    names = ("Chad", "Ghana", "Kenya", "Mali", "Peru")
    built(news, {"a.txt": PLAN}).write("old")
    built(news, {"a.txt": PLAN, **{f"{name}.txt": f"{name} works with Japan.\n" for name in names}}).write("new")
    out = run("diff", "old", "new", "--limit", 2).out
    assert "New facts (5)" in out
    assert "\n  … and 3 more\n" in out
    assert "… and" not in run("diff", "old", "new", "--limit", 0).out
    assert "\n… and 3 more\n" in run("diff", "old", "new", "--limit", 2, "--format", "markdown").out
