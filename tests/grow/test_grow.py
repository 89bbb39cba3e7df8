"""A folder made on disk, anew or from its former state, is that of the build in memory, byte for byte."""

import json
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg.errors import KGError
from kg.grow import run as growing
from kg.grow.files import patch_lines
from kg.output import READINGS
from kg.renew import Request, check, renew
from kg.runs import write_lines
from kg.view import bounds
from tests.renew.test_renew import state

OUT, DOCS = Path("out"), Request(("docs",))
NAMES = ("Japan", "Chile", "India", "Kenya", "Norway", "Peru", "Egypt", "Brazil")
SENTENCES = (
    "{0} and {1} signed an agreement on {2} March 2021.",
    "{0} will launch the Gateway in 20{2}.",
    "{0} launched Chang'e-6 on {2} May 2024.",
    "The Orbital Research Agency (ORA) and {0} cooperate on the Lunar Gateway.",
    "ORA was founded in 19{2}.",
    "{0} did not join the Artemis Accords.",
    "Wu Yanhua, the deputy director of ORA, said that {1} would develop the H{2} rocket.",
    "The Outer Regions Association (ORA) is based in {0}.",
)
RELEASE = " ".join(f"In part {number} of the plan the two sides agreed on a further step." for number in range(20))


def text(chance: random.Random) -> str:
    """Return a document: some sentences, or a release that others repeat."""
    found = [one.format(*chance.sample(NAMES, 2), chance.randrange(11, 29)) for one in chance.sample(SENTENCES, 3)]
    return "\n\n".join([*found, RELEASE] if chance.random() < 0.3 else found) + "\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with 24 documents."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    folder.mkdir()
    chance = random.Random(7)  # noqa: S311 - texts, not secrets
    for number in range(24):
        (folder / f"{number:02}.txt").write_text(text(chance), encoding="utf-8")
    return folder


def in_memory() -> dict[str, object]:
    """Return the state of a folder that is built from nothing, in memory."""
    found = Path("memory")
    kg.build(["docs"]).write(found)
    whole = state(found)
    shutil.rmtree(found)
    return {name: value for name, value in whole.items() if name != "readings"}


def on_disk() -> dict[str, object]:
    """Return the state of the folder."""
    return {name: value for name, value in state(OUT).items() if name != "readings"}


def refuse(*_: object) -> None:
    """Stand for what must not be done."""
    message = "all was made anew"
    raise AssertionError(message)


@pytest.mark.parametrize("seed", range(3))
def test_changes_are_put_in_without_making_all_anew(docs: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)  # noqa: S311 - changes, not secrets
    renew(OUT, DOCS)
    assert on_disk() == in_memory()
    monkeypatch.setattr(growing._Growing, "anew", refuse)
    for step in range(6):
        paths = sorted(docs.iterdir())
        path = chance.choice(paths)
        if step % 3 == 0:
            path.unlink()
        elif step % 3 == 1:
            path.write_text(text(chance), encoding="utf-8")
        else:
            shutil.copy(path, docs / f"copy{step}.txt")
            (docs / f"new{step}.txt").write_text(text(chance), encoding="utf-8")
        renew(OUT, DOCS)
        assert on_disk() == in_memory(), step


def test_acronym_that_another_document_explains_changes_the_documents_that_use_it(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in docs.iterdir():
        path.write_text("Peru and Chile met. \n" + path.name, encoding="utf-8")
    (docs / "use.txt").write_text("The agency XRB said it will launch a satellite with Norway.", encoding="utf-8")
    renew(OUT, DOCS)
    assert "organization/xrb>" in (OUT / "graph.nq").read_text(encoding="utf-8")
    monkeypatch.setattr(growing._Growing, "anew", refuse)
    (docs / "long.txt").write_text("The Xenon Research Bureau (XRB) was founded in 1999.", encoding="utf-8")
    renew(OUT, DOCS)
    assert "organization/xrb>" not in (OUT / "graph.nq").read_text(encoding="utf-8")
    assert on_disk() == in_memory()
    (docs / "long.txt").unlink()
    renew(OUT, DOCS)
    assert "organization/xrb>" in (OUT / "graph.nq").read_text(encoding="utf-8")
    assert on_disk() == in_memory()


def test_page_of_a_large_graph_is_bounded_alike(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert docs
    monkeypatch.setattr(bounds, "MOST_THINGS", 12)
    monkeypatch.setattr(bounds, "MOST_DOCUMENTS", 2)
    renew(OUT, DOCS)
    assert on_disk() == in_memory()
    (docs / "00.txt").write_text("Norway and Peru signed an agreement on 9 May 2022.", encoding="utf-8")
    renew(OUT, DOCS)
    assert on_disk() == in_memory()


def test_state_that_does_not_fit_its_graph_is_made_anew(docs: Path) -> None:
    """The readings of another state of the folder: what they say of it is not believed."""
    renew(OUT, DOCS)
    shutil.copy(OUT / READINGS, docs.parent / "earlier")
    for name in ("00.txt", "01.txt"):
        (docs / name).write_text("Norway and Peru signed an agreement on 9 May 2022.\n" + name, encoding="utf-8")
        renew(OUT, DOCS)
        shutil.copy(docs.parent / "earlier", OUT / READINGS)
    (docs / "02.txt").unlink()
    renew(OUT, DOCS)
    assert on_disk() == in_memory()
    with closing(sqlite3.connect(OUT / READINGS)) as connection, connection:
        connection.execute("UPDATE note SET value = 'another' WHERE name = 'graph.nq'")
    (docs / "03.txt").unlink()
    told: list[str] = []
    renew(OUT, DOCS, tell=told.append)
    assert told == [f"{OUT / READINGS} could not be built upon (it is of another graph); all was made anew"]
    assert on_disk() == in_memory()


def test_much_that_changed_is_made_anew(docs: Path) -> None:
    renew(OUT, DOCS)
    for path in sorted(docs.iterdir())[:12]:
        path.unlink()
    renew(OUT, DOCS)
    assert on_disk() == in_memory()


def test_interrupted_build_does_not_read_again_what_it_has_read(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.renew.run.WORTH_KEEPING", 10)

    def stop(done: int, *_: object) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        renew(OUT, DOCS, on_progress=stop)
    assert not (OUT / "graph.nq").exists()
    (docs / "03.txt").write_text("Norway and Peru signed an agreement on 9 May 2022.", encoding="utf-8")
    done = renew(OUT, DOCS)
    assert done.read == 24 - 10 + 1
    assert on_disk() == in_memory()
    assert not [path.name for path in OUT.iterdir() if path.name.startswith(".")]
    assert check(OUT, DOCS).differences == ()


def written(path: Path, lines: list[bytes]) -> str:
    """Write lines; return the hash of the file."""
    with path.open("wb") as file:
        return write_lines(file, lines)[0]


def test_lines_are_put_in_and_taken_out(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311
    for _ in range(200):
        lines = sorted({b"%d" % chance.randrange(60) for _ in range(chance.randrange(1, 30))})
        gone = sorted(chance.sample(lines, chance.randrange(len(lines))))
        came = sorted({b"%d" % chance.randrange(60) for _ in range(5)} - {*lines})
        written(tmp_path / "before", lines)
        label = patch_lines(tmp_path / "after", tmp_path / "before", gone, came)
        assert label == written(tmp_path / "wanted", sorted({*lines, *came} - {*gone}))
        assert (tmp_path / "after").read_bytes() == (tmp_path / "wanted").read_bytes()
    with pytest.raises(ValueError, match="has no line b'99'"):
        patch_lines(tmp_path / "after", tmp_path / "before", [b"99"], [])


def test_report_is_json_as_it_was(docs: Path) -> None:
    assert docs
    renew(OUT, DOCS)
    text = (OUT / "report.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_two_texts_that_would_have_one_name_are_told(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.merge.pages._HASH_DIGITS", 0)
    for name in ("a.md", "b.md"):
        (docs / name).write_text(f"---\ntitle: News\n---\n\nNorway and Peru met in {name}.", encoding="utf-8")
    with pytest.raises(KGError, match=r"docs/[ab]\.md differ, but both would be document/news- in the graph"):
        renew(OUT, DOCS)
    assert not (OUT / "graph.nq").exists()
