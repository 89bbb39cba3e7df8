"""Documents of every form, and the graph that they give in a folder."""

import json
import shutil
from pathlib import Path

import pytest

from kg.compose import build
from tests.conftest import ARTICLES

SUFFIXES = (".docx", ".html", ".jsonl", ".md", ".pdf", ".txt")
NAMES = ("India", "Japan", "Brazil", "Chile", "Italy", "Norway", "Kenya", "Canada")
TEXTS = [
    f"{name} signed the Artemis Accords in Washington on {day} June 2023.\n\n"
    f"The {name} Space Centre (C{name[:2].upper()}) plans to launch the satellite Relay-{day} in 2027."
    f" C{name[:2].upper()} and NASA work together on it.\n\nThe European Space Agency (ESA) did not join Relay-{day}."
    for day, name in enumerate(NAMES, 1)
]


def write_lines(path: Path) -> None:
    """Write JSON lines, three of them bad: no JSON, an id that is taken, no text."""
    lines = [json.dumps({"id": f"n{n}", "text": text, "title": f"News {n}"}) for n, text in enumerate(TEXTS)]
    lines.insert(3, '{"id": "broken", "text": ')
    lines.insert(5, "")
    lines.append(json.dumps({"id": "n1", "text": "This id is taken. France signed the Artemis Accords."}))
    lines.append(json.dumps({"id": "empty"}))
    lines.append(json.dumps({"text": TEXTS[0], "publisher": "Copied Daily", "language": "en-GB"}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_rows(path: Path) -> None:
    """Write Parquet in row groups of three; one id is given twice, one row has no text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [f"{text} ESA said so again." for text in TEXTS]
    columns = {
        "id": [*(f"p{n}" for n in range(len(texts))), "p2", "p99"],
        "text": [*texts, "This id is taken. France signed the Artemis Accords.", None],
        "date": [f"2024-03-{n:02}" for n in range(1, len(texts) + 3)],
    }
    pq.write_table(pa.table(columns), path, row_group_size=3)


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with files of every form, some of them copies, and two that contradict each other."""
    folder = tmp_path_factory.mktemp("sources") / "texts"
    folder.mkdir()
    for suffix in SUFFIXES:
        for path in sorted(ARTICLES.glob(f"*{suffix}"))[:2]:
            shutil.copy(path, folder)
    write_lines(folder / "lines.jsonl")
    write_rows(folder / "rows.parquet")
    (folder / "copy.txt").write_text(TEXTS[0], encoding="utf-8")
    for day in (3, 4):
        text = f"The satellite Relay-1 was launched on {day} May 2024."
        (folder / f"launch{day}.txt").write_text(text, encoding="utf-8")
    (folder / "latin.txt").write_bytes("Le café est signé.\n".encode("latin-1"))
    return folder


@pytest.fixture(scope="session")
def quads(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Return the lines of `graph.nq` that a folder gets of the sources, and the errors as its last line."""
    folder = tmp_path_factory.mktemp("plain")
    with build([sources]) as graph:
        graph.write(folder / "out")
        errors = "\n".join(map(str, graph.errors))
    return [*(folder / "out" / "graph.nq").read_bytes().splitlines(keepends=True), errors.encode()]
