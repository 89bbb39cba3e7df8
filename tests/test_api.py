"""The public face: a dozen names, sorted, loaded when they are used."""

import subprocess
import sys
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent

NAMES = [
    "Document",
    "KGError",
    "KnowledgeGraph",
    "OntologyError",
    "QueryError",
    "ReadError",
    "Reading",
    "Readings",
    "Statement",
    "StoreError",
    "build",
    "open",
    "readings",
]


def test_public_names_are_these() -> None:
    assert kg.__all__ == NAMES
    assert kg.__all__ == sorted(kg.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_public_name_has_a_docstring(name: str) -> None:
    assert getattr(kg, name).__doc__


def test_no_public_name_is_the_name_of_a_module() -> None:
    """The import system would put the module in the place of the function."""
    modules = {path.stem for path in PACKAGE.iterdir()}
    assert not modules & set(kg.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'biuld'"):
        kg.biuld  # noqa: B018


def test_completion_shows_the_public_names() -> None:
    assert dir(kg) == NAMES


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("kg", ["click", "rich", "pyoxigraph", "rdflib", "networkx"]),
        ("kg.cli", ["rich", "pyoxigraph", "rdflib", "networkx", "trafilatura"]),
        ("kg.cli.build", ["rich", "rdflib", "networkx", "pandas", "pyvis", "trafilatura", "docx", "pypdfium2"]),
    ],
)
def test_importing_takes_no_more_than_it_needs(imported: str, absent: list[str]) -> None:
    code = f"import sys, {imported}; print(*sorted(set(sys.modules) & set({absent!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.split() == []


def test_types_are_declared() -> None:
    assert (PACKAGE / "py.typed").is_file()
