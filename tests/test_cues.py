"""Every list of the English language files is read: what nothing reads is knowledge that has no effect."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ontology import load_ontology
from kg.resources import LANGUAGE

PACKAGE = Path(__file__).parent.parent / "kg"
CUES = tomllib.loads((LANGUAGE / "en.toml").read_text(encoding="utf-8"))
RELATE = tomllib.loads((LANGUAGE / "en-relate.toml").read_text(encoding="utf-8"))
MACROS = RELATE.pop("macros")
ONTOLOGY = load_ontology()
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]


def strings(node: ast.AST) -> set[str]:
    """Return the string literals within a node; of an f-string its parts."""
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node


def read_lists() -> set[tuple[str, str]]:
    """Return section and list of what modules read.

    A list is read by `cues(section, key)`, where the key may be a word of the text, or is named in a module that takes
    the rows of its section; lists named after classes are read together.
    """
    found = set()
    for tree in TREES:
        for call in calls(tree, "cues"):
            if len(call.args) > 1:
                keys = strings(call.args[1])
                found |= {(s, key) for s in strings(call.args[0]) for key in keys or CUES[s]}
        named = strings(tree) | ONTOLOGY.classes.keys()
        found |= {(s, key) for call in calls(tree, "rows") for s in strings(call) for key in named}
        whole = {s for call in calls(tree, "items") for rows in calls(call, "rows") for s in strings(rows)}
        found |= {(section, key) for section in whole for key in CUES[section]}
        for call in calls(tree, "get"):
            found |= {(s, key) for inner in calls(call.func, "get") for s in strings(inner) for key in strings(call)}
    return found


READ = read_lists()
NAMED = {part for tree in TREES for part in strings(tree)}
ASKED = {
    part
    for tree in TREES
    for node in ast.walk(tree)
    if isinstance(node, ast.Subscript | ast.Tuple)
    for part in strings(node.slice if isinstance(node, ast.Subscript) else node)
}


@pytest.mark.parametrize(("section", "key"), [(section, key) for section, rows in CUES.items() for key in rows])
def test_every_list_of_finding_is_read(section: str, key: str) -> None:
    known = {key, re.sub(r"\d+$", "", key)}  # "size_2" is asked for as f"size_{n}"
    assert any((section, name) in READ for name in known)


@pytest.mark.parametrize("key", sorted({key for rows in RELATE.values() for key in rows}))
def test_every_list_of_relating_is_read(key: str) -> None:
    assert key in ASKED | ONTOLOGY.classes.keys()


@pytest.mark.parametrize("macro", sorted(MACROS))
def test_every_macro_is_used(macro: str) -> None:
    patterns = [pattern for phrase in ONTOLOGY.phrases.values() for pattern in phrase.patterns]
    used = " ".join([*patterns, *(value for name, value in MACROS.items() if name != macro)])
    assert f"<{macro}>" in used or macro in NAMED
