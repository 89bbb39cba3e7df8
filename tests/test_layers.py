"""Imports go one way: each module only imports from layers below its own. Every module must have a layer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"

# From the ground up. A folder is one name: its modules may import one another.
LAYERS: list[set[str]] = [
    {"errors", "cycles", "durable", "signals"},
    {"records", "resources", "edtf", "busy"},
    {"text", "turtle", "runs", "finders"},
    {"ontology", "lexicon", "lines", "sentences"},
    {"read", "find", "link", "relate", "merge", "check", "describe"},
    {"witness"},
    {"rdf", "extract"},
    {"corroborate"},
    {"store", "examples"},
    {"view", "analyze", "evaluate", "report", "output", "proof", "validate", "dataset", "remote"},
    {"search", "exchange", "kept", "processes", "diff", "curation"},
    {"graph", "gather"},
    {"compose", "serve", "imported"},
    {"grow"},
    {"renew", "shards"},
    {"suggest"},
    {"cli"},
    {"__init__", "__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """Return the module or folder directly below `kg/` that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str, int]]:
    """Yield line, module and level of every import in a file, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "", node.level
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, 0


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_only_what_lies_below(path: Path) -> None:
    own = part(path)
    assert own in RANK, f"{own} has no layer: add it to LAYERS in {__file__}"
    for line, module, level in imports(path):
        assert level == 0, f"{path}:{line}: relative import; write it in full"
        names = module.split(".")
        if names[0] != "kg":
            continue
        if names == ["kg"]:
            assert own == "cli", f"{path}:{line}: import from the module that defines the name, not from kg"
            continue
        other = names[1]
        assert other in RANK, f"{path}:{line}: {other} has no layer: add it to LAYERS in {__file__}"
        assert other == own or RANK[other] < RANK[own], f"{path}:{line}: {own} may not import {other}"


def test_every_layer_is_there() -> None:
    there = {part(path) for path in MODULES}
    assert RANK.keys() <= there, f"no such module: {sorted(RANK.keys() - there)}"


def test_a_module_fits_on_a_few_screens() -> None:
    """STYLE: no module has more than 400 lines."""
    long = {path.name: lines for path in MODULES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long
