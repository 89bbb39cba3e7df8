"""A folder that is built again: the same, byte for byte, as a build from nothing, and only what changed is read."""

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg.errors import KGError, StoreError
from kg.renew import Request, check, renew
from kg.renew.check import searched
from kg.store import generation
from tests.conftest import Run
from tests.test_build import site

__all__ = ["site"]  # a fixture

SENTENCES = (
    "China and Russia signed an agreement on 9 March 2021.",
    "The Artemis Accords were signed by India in Washington on 21 June 2023.",
    "The European Space Agency (ESA) will launch Sentinel-6 in 2025.",
    "ESA and NASA cooperate on the Lunar Gateway.",
    "Brazil did not join the International Lunar Research Station.",
    "Wu Yanhua, the deputy director of CNSA, said that Chang'e-6 would carry a French instrument.",
    "Japan's space agency JAXA develops the H3 rocket.",
)
FILES = ("graph.nq", "graph.ttl", "graph.html", "kg.lock")


def state(folder: Path) -> dict[str, object]:
    """Return the hashes of all that a build writes, what its databases hold, and the report but for its time."""
    hashes: dict[str, object] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    hashes["search"] = [*searched(folder / "search.sqlite")]
    hashes["readings"] = kept(folder / "readings.sqlite")
    with kg.open(folder) as graph:
        hashes["store"] = hashlib.sha256("\n".join(sorted(map(str, graph.store))).encode()).hexdigest()
        hashes["report"] = {**graph.report, "seconds": 0}
    return hashes


TABLES = ("stamp", "reading", "entity", "fact", "claim", "block", "page", "copy", "conflict")


def kept(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of all tables; a tally, which says how often what was seen, without the order of its names."""
    with closing(sqlite3.connect(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES if name in names}  # noqa: S608
    rows["entity"] = [(path, ordered(json.loads(tally)), *said) for path, tally, *said in rows.get("entity", ())]
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def ordered(value: object) -> object:
    if isinstance(value, dict):
        return sorted(value.items())
    return sorted(map(ordered, value), key=repr) if isinstance(value, list) else value


def same_as_from_nothing(folder: Path, request: Request) -> bool:
    """Return whether the folder is what a build of these sources from nothing writes."""
    fresh = folder.with_name("fresh")
    renew(fresh, request)
    found = state(fresh) == state(folder)
    shutil.rmtree(fresh)
    return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to work in, with documents of three kinds in `docs`."""
    monkeypatch.chdir(tmp_path)
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(SENTENCES[0], encoding="utf-8")
    (docs / "b.md").write_text(f"---\ntitle: B\ndate: 2021-03-10\n---\n\n{SENTENCES[1]}\n", encoding="utf-8")
    lines = [json.dumps({"id": f"n{number}", "text": SENTENCES[number]}) for number in (2, 3, 4)]
    (docs / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


DOCS = Request(("docs",))
ELSEWHERE = Request(("docs",), base="https://a.example/")  # of the same readings another graph
OUT = Path("out")


def test_only_what_changed_is_read(place: Path) -> None:
    assert renew(OUT, DOCS).read == 5
    (place / "docs" / "a.txt").write_text(SENTENCES[5], encoding="utf-8")
    done = renew(OUT, DOCS)
    assert (done.read, done.documents) == (1, 5)
    assert same_as_from_nothing(OUT, DOCS)
    lines = (place / "docs" / "c.jsonl").read_text(encoding="utf-8").splitlines()
    (place / "docs" / "c.jsonl").write_text("\n".join([*lines[1:], lines[0].replace("2025", "2026")]), encoding="utf-8")
    assert renew(OUT, DOCS).read == 1
    assert same_as_from_nothing(OUT, DOCS)


def test_nothing_is_written_when_nothing_changed(place: Path) -> None:
    renew(OUT, DOCS)
    times = {path: path.stat().st_mtime_ns for path in OUT.rglob("*")}
    before = generation(OUT)
    done = renew(OUT, Request())
    assert done.graph is None
    assert (done.read, done.documents, done.errors) == (0, 5, ())
    assert {path: path.stat().st_mtime_ns for path in OUT.rglob("*")} == times
    assert generation(OUT) == before
    (place / "docs" / "a.txt").touch()
    assert renew(OUT, DOCS).graph is None


def test_errors_are_told_each_time(place: Path) -> None:
    (place / "docs" / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    (place / "docs" / "front.md").write_text(f"---\ntitle: A: B\n---\n\n{SENTENCES[2]}\n", encoding="utf-8")
    with (place / "docs" / "c.jsonl").open("a", encoding="utf-8") as file:
        file.write("\nno json\n" + json.dumps({"id": "d", "text": SENTENCES[5], "date": "never"}))
    first = renew(OUT, DOCS)
    assert len(first.errors) == 4
    again = renew(OUT, DOCS)
    assert [str(error) for error in again.errors] == [str(error) for error in first.errors]
    assert again.graph is None
    assert again.read == 1  # the one whose front matter is told of
    (place / "docs" / "a.txt").write_text(SENTENCES[5], encoding="utf-8")
    assert len(renew(OUT, DOCS).errors) == 4
    assert same_as_from_nothing(OUT, DOCS)


@pytest.mark.parametrize("name", ["graph.nq", "graph.ttl", "graph.html", "search.sqlite", "report.json", "store"])
def test_file_that_was_changed_or_removed_is_mended(place: Path, name: str) -> None:
    assert place
    renew(OUT, DOCS)
    whole = state(OUT)
    path = OUT / name
    if path.is_dir():
        shutil.rmtree(path)
    elif name == "report.json":
        path.write_text('{"versions": {"provenkg": "0"}}', encoding="utf-8")
    else:
        path.write_bytes(path.read_bytes() + b"\n")
    done = renew(OUT, DOCS)
    assert done.graph is not None
    assert done.read == 0
    assert state(OUT) == whole


### What makes readings


def test_another_ontology_base_or_inference_gives_what_a_build_from_nothing_does(place: Path) -> None:
    renew(OUT, DOCS)
    told: list[str] = []
    own = place / "own.ttl"
    own.write_text(
        "@prefix kg: <https://w3id.org/provenkg/ontology#> .\n"
        "kg:x a kg:Frame ; kg:verb 'sign' ; kg:agent kg:Actor ; kg:theme kg:Agreement ;\n"
        "  kg:states ( kg:agent kg:signatoryOf kg:theme ) .\n",
        encoding="utf-8",
    )
    for request, read in (
        (Request(("docs",), ontology=own), 5),
        (Request(("docs",), ontology=own, infer=True), 0),
        (Request(("docs",), ontology=own, infer=True, base="https://a.example/"), 0),
        (DOCS, 5),
    ):
        assert renew(OUT, request, tell=told.append).read == read
        assert same_as_from_nothing(OUT, request)
    assert told[0] == f"ontology: {own}; it was the built-in one in the former build"
    assert told[1] == "infer: on; it was off in the former build"
    assert told[2] == "base: https://a.example/; it was https://kg.example/ in the former build"
    own.write_text(own.read_text(encoding="utf-8").replace("'sign'", "'sing'"), encoding="utf-8")
    renew(OUT, Request(("docs",), ontology=own))
    assert same_as_from_nothing(OUT, Request(("docs",), ontology=own))


def test_without_sources_all_is_as_it_was_recorded(place: Path) -> None:
    request = Request(("docs",), base="https://a.example/", infer=True)
    renew(OUT, request)
    (place / "docs" / "d.txt").write_text(SENTENCES[6], encoding="utf-8")
    assert renew(OUT, Request()).read == 1
    assert same_as_from_nothing(OUT, request)
    renew(OUT, Request(infer=False))
    assert same_as_from_nothing(OUT, Request(("docs",), base="https://a.example/"))


def test_readings_of_another_program_are_not_taken(place: Path) -> None:
    assert place
    renew(OUT, DOCS)
    with closing(sqlite3.connect(OUT / "readings.sqlite")) as connection, connection:
        connection.execute("UPDATE stamp SET sha256 = 'other'")
    assert renew(OUT, DOCS).read == 5


@pytest.mark.parametrize("content", [b"nothing", None])
def test_broken_readings_are_read_anew(place: Path, content: bytes | None) -> None:
    """The file, or some readings in it when all is made anew: the graph is that of a build from nothing."""
    (place / "docs" / "d.txt").write_text(SENTENCES[6], encoding="utf-8")
    renew(OUT, DOCS)
    (place / "docs" / "d.txt").unlink()
    if content is None:
        with closing(sqlite3.connect(OUT / "readings.sqlite")) as connection, connection:
            connection.execute("UPDATE reading SET packed = x'00' WHERE source IN ('docs/a.txt', 'docs/c.jsonl#n3')")
    else:
        (OUT / "readings.sqlite").write_bytes(content)
    told: list[str] = []
    done = renew(OUT, ELSEWHERE, tell=told.append)
    assert done.read == (5 if content else 2)
    assert told[1:] == ([f"{OUT / 'readings.sqlite'} is broken; every document was read anew"] if content else [])
    assert same_as_from_nothing(OUT, ELSEWHERE)


def test_reading_that_belongs_elsewhere_is_read_anew(place: Path) -> None:
    """The row of one document with the reading of another, which is a reading, but not its own."""
    (place / "docs" / "d.txt").write_text(SENTENCES[6], encoding="utf-8")
    renew(OUT, DOCS)
    (place / "docs" / "d.txt").unlink()
    with closing(sqlite3.connect(OUT / "readings.sqlite")) as connection, connection:
        other = "(SELECT packed FROM reading WHERE source = 'docs/b.md')"
        connection.execute(f"UPDATE reading SET packed = {other} WHERE source = 'docs/a.txt'")  # noqa: S608
    assert renew(OUT, ELSEWHERE).read == 1
    assert same_as_from_nothing(OUT, ELSEWHERE)


def test_broken_lock_asks_for_the_sources(place: Path) -> None:
    assert place
    renew(OUT, DOCS)
    whole = state(OUT)
    for broken in ("{", "[]", '{"format": 1}', '{"format": 99}', "\udc80"):
        (OUT / "kg.lock").write_bytes(broken.encode("utf-8", "surrogatepass"))
        with pytest.raises(StoreError, match=r"kg\.lock is broken, .*Build again with"):
            renew(OUT, Request())
        renew(OUT, DOCS)
        assert state(OUT) == whole


def test_own_extractors_are_not_built_upon(place: Path) -> None:
    kg.build(["docs"], extractors=[lambda *_: []]).write(OUT)
    assert not (OUT / "kg.lock").exists()
    assert not (OUT / "readings.sqlite").exists()
    assert renew(OUT, DOCS).read == 5
    assert kg.build(["docs"], reuse=OUT).making.read == 0  # type: ignore[union-attr]
    assert kg.build(["docs"], reuse=place / "nowhere").making.read == 5  # type: ignore[union-attr]


def test_web_page_is_read_when_it_changed(site: str, place: Path) -> None:
    request = Request(("docs", site))
    renew(OUT, request)
    assert renew(OUT, request).graph is None
    shutil.rmtree(OUT / "sources")
    assert renew(OUT, request).graph is not None
    assert len([*(OUT / "sources").iterdir()]) == 1
    page = place / "site" / "page.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Japan", "Chile"), encoding="utf-8")
    assert renew(OUT, request).read == 1
    assert same_as_from_nothing(OUT, request)
    assert check(OUT, request).differences == ()
    renew(OUT, Request(remove=(site,)))
    assert same_as_from_nothing(OUT, DOCS)
    assert not (OUT / "sources").exists()


### Sources that go


def test_recorded_source_is_removed(place: Path) -> None:
    (place / "e.txt").write_text(SENTENCES[6], encoding="utf-8")
    (place / "f.txt").write_text(SENTENCES[5], encoding="utf-8")
    renew(OUT, Request(("docs", "e.txt", "f.txt")))
    assert renew(OUT, Request(remove=("e.txt",))).read == 0
    assert same_as_from_nothing(OUT, Request(("docs", "f.txt")))
    renew(OUT, Request(remove=("docs/",)))
    assert same_as_from_nothing(OUT, Request(("f.txt",)))
    with pytest.raises(KGError, match=r"nothing would be left of out\."):
        renew(OUT, Request(remove=("f.txt",)))


@pytest.mark.parametrize("name", ["docs/a.txt", "docs/c.jsonl", "docs/c.jsonl#n3", "docs/sub"])
def test_removed_document_of_a_folder_leaves_no_trace(place: Path, name: str) -> None:
    (place / "docs" / "sub").mkdir()
    (place / "docs" / "sub" / "d.txt").write_text(SENTENCES[6], encoding="utf-8")
    renew(OUT, DOCS)
    whole = state(OUT)
    renew(OUT, Request(remove=(name,)))
    for _ in range(2):
        text = (OUT / "graph.nq").read_text(encoding="utf-8")
        assert f'"{name}' not in text
        assert name not in json.dumps(json.loads((OUT / "report.json").read_text(encoding="utf-8"))["documents"])
        (place / "docs" / "new.txt").write_text("Chile and Peru signed an accord.", encoding="utf-8")
        renew(OUT, Request())  # it stays out
    (place / "docs" / "new.txt").unlink()
    told: list[str] = []
    renew(OUT, DOCS, tell=told.append)
    assert told == [f"what --remove left out is read again: {name}"]
    assert state(OUT) == whole


def test_what_is_no_source_cannot_be_removed(place: Path) -> None:
    (place / "e.txt").write_text(SENTENCES[6], encoding="utf-8")
    renew(OUT, DOCS)
    with pytest.raises(KGError, match=r"^e\.txt is no source of out, .* Its sources are: docs$"):
        renew(OUT, Request(remove=("e.txt",)))
    with pytest.raises(KGError, match="Leave SOURCE out"):
        renew(OUT, Request(("docs",), remove=("docs/a.txt",)))


def test_gone_source_is_an_error_until_it_is_pruned(place: Path) -> None:
    for name in ("e.txt", "f1.txt"):
        (place / name).write_text(SENTENCES[6], encoding="utf-8")
    renew(OUT, Request(("docs", "e.txt", "f*.txt")))
    (place / "e.txt").unlink()
    (place / "f1.txt").unlink()
    assert len(renew(OUT, Request()).errors) == 2
    told: list[str] = []
    assert renew(OUT, Request(prune=True), tell=told.append).errors == ()
    assert told == ["e.txt is gone, and left out from now on", "f*.txt is gone, and left out from now on"]
    assert same_as_from_nothing(OUT, DOCS)
    shutil.rmtree(place / "docs")
    with pytest.raises(KGError, match="all sources of out are gone: docs"):
        renew(OUT, Request(prune=True))


def test_sources_that_lie_elsewhere_are_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renew(OUT, DOCS)
    (place / "other").mkdir()
    monkeypatch.chdir(place / "other")
    with pytest.raises(KGError, match=r"were given in .*: docs\. Go there, or give the sources here\."):
        renew(place / "out", Request())


### Checking


def test_check_says_what_differs_and_writes_nothing(place: Path) -> None:
    renew(OUT, DOCS)
    assert check(OUT, Request()).differences == ()
    times = {path: path.stat().st_mtime_ns for path in OUT.rglob("*")}
    (place / "docs" / "a.txt").write_text(SENTENCES[5], encoding="utf-8")
    (place / "docs" / "b.md").unlink()
    (place / "docs" / "d.txt").write_text(SENTENCES[6], encoding="utf-8")
    found = check(OUT, Request()).differences
    assert found[:3] == ("docs/d.txt: is new", "docs/a.txt: changed", "docs/b.md: is gone")
    assert "graph.nq: is not what a build would write" in found
    assert {path: path.stat().st_mtime_ns for path in OUT.rglob("*")} == times
    assert check(OUT, Request(("docs",), base="https://a.example/")).differences[0] == (
        "base: https://kg.example/ made the graph, here it is https://a.example/"
    )


@pytest.mark.parametrize("name", ["graph.nq", "graph.ttl", "graph.html", "report.json"])
def test_check_finds_what_was_changed_by_hand_though_the_lock_says_otherwise(place: Path, name: str) -> None:
    assert place
    renew(OUT, DOCS)
    path = OUT / name
    path.write_text(path.read_text(encoding="utf-8").replace("China", "Chile"), encoding="utf-8")
    if name == "report.json":
        path.write_text(path.read_text(encoding="utf-8").replace('"mentions": 2', '"mentions": 3'), encoding="utf-8")
    else:
        lock = json.loads((OUT / "kg.lock").read_text(encoding="utf-8"))
        lock["files"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
        (OUT / "kg.lock").write_text(json.dumps(lock), encoding="utf-8")
    assert check(OUT, Request()).differences == (f"{name}: is not what a build would write",)


def test_check_finds_another_store_and_index(place: Path) -> None:
    renew(OUT, DOCS)
    (place / "docs" / "a.txt").write_text(SENTENCES[5], encoding="utf-8")
    renew(Path("other"), DOCS)
    for name in ("store", "search.sqlite"):
        shutil.move(place / "other" / name, place / "moved")
        shutil.move(OUT / name, place / "other" / name)
        shutil.move(place / "moved", OUT / name)
    (place / "docs" / "a.txt").write_text(SENTENCES[0], encoding="utf-8")
    found = check(OUT, Request()).differences
    assert found == tuple(f"{name}: is not what a build would write" for name in ("store", "search.sqlite"))
    with pytest.raises(StoreError, match=r"nowhere has no kg\.lock"):
        check(Path("nowhere"), DOCS)


def test_check_is_a_command(place: Path, run: Run) -> None:
    renew(OUT, DOCS)
    assert run("build", "-o", "out").out == "out: nothing changed in 5 documents\n"
    done = run("build", "--check", "-o", "out")
    assert (done.code, done.out, done.err) == (0, "out is what its sources give: 5 documents\n", "")
    (place / "docs" / "a.txt").unlink()
    done = run("build", "--check", "-o", "out")
    assert done.code == 1
    assert done.out.startswith("docs/a.txt: is gone\n")
    done = run("build", "--remove", "docs/b.md", "-o", "out")
    assert done.code == 0
    assert done.out.startswith("0 of 3 documents read, the others are as they were\nout: graph.html")


### Any sequence of changes

Change = Callable[[Path, random.Random, int], None]


def add(docs: Path, chance: random.Random, step: int) -> None:
    folder = docs / chance.choice(["", "sub", "sub/deep"])
    folder.mkdir(parents=True, exist_ok=True)
    text = " ".join(chance.sample(SENTENCES, 2))
    (folder / f"{step}.{chance.choice(['txt', 'md', 'html'])}").write_text(text, encoding="utf-8")


def files(docs: Path) -> list[Path]:
    return sorted(path for path in docs.rglob("*") if path.is_file() and path.suffix != ".jsonl")


def change(docs: Path, chance: random.Random, step: int) -> None:
    chance.choice(files(docs)).write_text(f"{chance.choice(SENTENCES)} It is step {step}.", encoding="utf-8")


def remove(docs: Path, chance: random.Random, _: int) -> None:
    if len(found := files(docs)) > 2:
        chance.choice(found).unlink()


def move(docs: Path, chance: random.Random, step: int) -> None:
    path = chance.choice(files(docs))
    path.rename(docs / f"moved-{step}{path.suffix}")


def copy(docs: Path, chance: random.Random, step: int) -> None:
    """Give a document a second source: the same text twice is one."""
    path = chance.choice(files(docs))
    shutil.copy(path, docs / f"copy-{step}{path.suffix}")


def metadata(docs: Path, chance: random.Random, step: int) -> None:
    front = f"---\ntitle: Step {step}\ndate: 20{chance.randrange(10, 30)}-01-0{1 + step % 9}\n---\n\n"
    (docs / "b.md").write_text(front + SENTENCES[1], encoding="utf-8")


def line(docs: Path, chance: random.Random, step: int) -> None:
    """Change, add and turn round the lines of a file of them."""
    lines = [json.loads(text) for text in (docs / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    chance.shuffle(lines)
    lines[0]["title"] = f"Line of step {step}"
    if len(lines) > 4:
        lines.pop()
    lines.append({"id": f"l{step}", "text": chance.choice(SENTENCES), "date": chance.choice(["2021-03-04", "never"])})
    (docs / "c.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


CHANGES: tuple[Change, ...] = (add, add, change, remove, move, copy, metadata, line)


def steps(seed: int, number: int) -> Iterator[tuple[Change, random.Random, int]]:
    chance = random.Random(seed)  # noqa: S311 - changes, not secrets
    for step in range(number):
        yield chance.choice(CHANGES), chance, step


@pytest.mark.parametrize("seed", range(4))
def test_any_changes_give_what_a_build_from_nothing_gives(place: Path, seed: int) -> None:
    renew(OUT, DOCS)
    for making, chance, step in steps(seed, 10):
        making(place / "docs", chance, step)
        renew(OUT, chance.choice([DOCS, Request()]))
        assert same_as_from_nothing(OUT, DOCS), (seed, step, making.__name__)
