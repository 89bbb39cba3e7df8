"""Web pages that builds kept come along with the files that are imported, and prove the quotes without the net."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from tests.conftest import Run

TEXTS = {
    "india.txt": "The Artemis Accords were signed by India in Washington on 21 June 2023.\n",
    "russia.txt": "China and Russia will build a lunar research station together, their agencies said on Monday.\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Yield the address of a server of the texts; it has ended when the test goes on to import."""
    (tmp_path / "site").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "site" / name).write_text(text, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path / "site"))  # type: ignore[arg-type]

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_kept_pages_of_several_builds_come_along(run: Run, site: str, tmp_path: Path) -> None:
    for name in TEXTS:
        with kg.build([f"{site}/{name}"]) as graph:
            assert not graph.errors
            graph.write(tmp_path / name.removesuffix(".txt"))
    assert run("import", "india/graph.nq", "russia/graph.nq", "-o", "both", "-q").code == 0
    assert len(list((tmp_path / "both" / "sources").iterdir())) == 2
    assert run("verify", "both").code == 0
    assert run("import", "india/graph.nq", "-o", "india", "-q").code == 0
    assert len(list((tmp_path / "india" / "sources").iterdir())) == 1
    assert run("verify", "india").code == 0


def test_a_file_from_elsewhere_brings_no_pages(run: Run, site: str, tmp_path: Path) -> None:
    with kg.build([f"{site}/india.txt"]) as graph:
        graph.export("trig", tmp_path / "away" / "all.trig")
    assert run("import", "away/all.trig", "-o", "again", "-q").code == 0
    assert not (tmp_path / "again" / "sources").exists()
    done = run("verify", "again")
    assert done.code == 1
    assert "no copy of" in done.out
