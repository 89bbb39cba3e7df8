"""Documents that cannot rot: commands, printed output, tables and links are those of the program.

`pytest tests/test_docs.py --regold` writes the reference and the printed output anew; read the difference.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kg.cli import COMMANDS, group
from kg.ontology import Ontology, load_ontology
from tests.conftest import ROOT, Run

DOCS = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
WITH_CONSOLE = [path for path in DOCS if "```console" in path.read_text(encoding="utf-8")]
SOURCES = [*(ROOT / "kg").rglob("*.py"), *(ROOT / "ontology").rglob("*.ttl"), ROOT / "pyproject.toml"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


### Generated reference


def commands() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        command = group.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        yield name, command


def commands_reference() -> str:
    lines = ["# Commands", "", "Generated from the program.", ""]
    lines += ["Exit codes: 0, it ran; 1, it ran and found problems in the documents, the ontology or the sources;"]
    lines += ["2, it could not run; 130, stopped with Ctrl-C; 143, asked to end (SIGTERM).", ""]
    program = click.Context(group, info_name="kg", **group.context_settings)  # a command keeps its first help option
    for name, command in commands():
        with click.Context(command, program, info_name=name, terminal_width=100) as context:
            usage = command.get_help(context)
        lines += [f"## kg {name}", "", "```text", usage.rstrip(), "```", ""]
    return "\n".join(lines)


def ontology_reference(ontology: Ontology) -> str:
    lines = [
        "# Ontology",
        "",
        "Generated from [`ontology/kg.ttl`](../../ontology/kg.ttl); `kg ontology` prints the same.",
        "",
    ]
    lines += ["## Classes", "", "| class | below | is |", "|---|---|---|"]
    lines += [f"| {c.name} | {', '.join(c.parents)} | {c.comment} |" for c in ontology.classes.values()]
    lines += ["", "## Properties", "", "| property | from | to | says |", "|---|---|---|---|"]
    lines += [
        f"| {p.name} | {', '.join(sorted(p.domain))} | {', '.join(sorted(p.range))} | {p.comment} |"
        for p in ontology.properties.values()
    ]
    for title, rules in (("Frames", ontology.frames), ("Phrases", ontology.phrases)):
        lines += ["", f"## {title}", "", "| name | says | states | example |", "|---|---|---|---|"]
        for rule in rules.values():
            states = ", ".join(dict.fromkeys(state.predicate for state in rule.states))
            lines += [f"| {rule.name} | {rule.comment} | {states} | {rule.examples[0]} |"]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["commands", "ontology"])
def test_reference_is_what_the_program_says(name: str, request: pytest.FixtureRequest) -> None:
    path = ROOT / "docs" / "reference" / f"{name}.md"
    expected = commands_reference() if name == "commands" else ontology_reference(load_ontology())
    if request.config.getoption("--regold"):
        path.write_text(expected, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == expected, "run: pytest tests/test_docs.py --regold"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_option_says_what_it_does(name: str) -> None:
    command = dict(commands())[name]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"kg {name} {parameter.opts}"


### What commands print

CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def sessions(text: str) -> list[tuple[str, str]]:
    """Return the commands of the console blocks, each with what the document says it prints."""
    found = []
    for block in CONSOLE.findall(text):
        for command, printed in re.findall(r"^\$ kg (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            found.append((command, printed))
    return found


@pytest.mark.parametrize("path", WITH_CONSOLE, ids=name_of)
def test_commands_print_what_the_document_says(
    run: Run, tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    shutil.copytree(ROOT / "data" / "articles", tmp_path / "data" / "articles")
    text = path.read_text(encoding="utf-8")
    for command, printed in sessions(text):
        done = run(*split(command))
        assert done.code == 0, done.err
        if request.config.getoption("--regold"):
            text = text.replace(f"$ kg {command}\n{printed}", f"$ kg {command}\n{done.out}")
        else:
            assert done.out == printed, f"kg {command}: run pytest tests/test_docs.py --regold"
    if request.config.getoption("--regold"):
        path.write_text(text, encoding="utf-8", newline="\n")


def split(command: str) -> list[str]:
    """Return the words of a command line, without the quotes around them."""
    return [word.replace('"', "") for word in re.findall(r'(?:[^\s"]|"[^"]*")+', command)]


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_commands_and_options_that_are_named_exist(path: Path) -> None:
    known = dict(commands())
    for block in re.findall(
        r"```(?:sh|console|powershell)\n(.*?)```|`(kg [^`]+)`", path.read_text(encoding="utf-8"), re.DOTALL
    ):
        for line in "".join(block).splitlines():
            for name, rest in re.findall(r"(?:^|[\s/\\$])kg ([a-z]+)([^#&;|>]*)", line):
                assert name in known, f"{path.name}: there is no command kg {name}"
                options = {option for parameter in known[name].params for option in parameter.opts}
                for option in re.findall(r"(?<=\s)--?[a-z][a-z0-9-]*", rest):
                    assert option in options, f"{path.name}: kg {name} has no option {option}"


### Links


def anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{name_of(path)}: {target} leads nowhere"
        assert not anchor or anchor in anchors(there), f"{name_of(path)}: no heading {anchor} in {name_of(there)}"


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, waiting = set(), [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        text = page.read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)\s#]+\.md)[^)]*\)", text)
        waiting += [(page.parent / link).resolve() for link in links if not link.startswith("http")]
    assert {path for path in DOCS if "docs" in path.parts} <= reached


def test_documents_named_in_the_program_exist() -> None:
    for path in SOURCES:
        for named in re.findall(r"docs/[a-z0-9/-]+\.md", path.read_text(encoding="utf-8")):
            assert (ROOT / named).is_file(), f"{name_of(path)} names {named}"


### Python in the documents


def test_names_of_the_reference_are_public() -> None:
    import kg

    text = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    for name in kg.__all__:
        assert f"`{name}" in text, f"docs/reference/python.md does not name {name}"
    for name in re.findall(r"`(\w+)\(", text.partition("## KnowledgeGraph")[2]):
        assert hasattr(kg.KnowledgeGraph, name) or name == "len", name


@pytest.mark.parametrize(
    "path", [path for path in DOCS if "```python" in path.read_text(encoding="utf-8")], ids=name_of
)
def test_python_in_the_documents_compiles(path: Path) -> None:
    for code in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        compile(code, str(path), "exec")
