"""Fixtures that several folders of tests share, and the options of this test suite."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.ontology import Ontology

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "data" / "articles"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kg")
    group.addoption("--regold", action="store_true", help="rewrite tests/cases/*/expected.nq from what is read now")
    group.addoption("--refloor", action="store_true", help="raise tests/floors.json to the scores of now")
    group.addoption("--lower-floors", action="store_true", help="with --refloor: lower floors as well")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs `kg` with some arguments, in an empty folder."""
    from kg.cli import main

    monkeypatch.chdir(tmp_path)

    def run_kg(*arguments: object) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    return run_kg


@pytest.fixture(scope="session")
def ontology() -> "Ontology":
    """Return the built-in ontology."""
    from kg.ontology import load_ontology

    return load_ontology()


@pytest.fixture(scope="session")
def lexicon() -> "Lexicon":
    """Return the lexicon of the built-in gazetteers."""
    from kg.lexicon import load_lexicon

    return load_lexicon()


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield the output folder of the sample articles; tests read it and leave it as it is."""
    from kg.compose import build

    folder = tmp_path_factory.mktemp("articles") / "kg-out"
    with build([ARTICLES]) as graph:
        assert not graph.errors
        yield graph.write(folder)
