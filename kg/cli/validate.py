"""`kg validate`: the graph against shapes."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
import pyoxigraph as ox

from kg.cli import options
from kg.graph import open_graph
from kg.store import Rows, Shortener, base_of, to_text
from kg.validate import Violation, report_turtle

_COLUMNS = ("severity", "message", "node", "property", "value", "document", "sentence")
_WIDTH = 120  # a longer cell is cut; JSON has it whole


@click.command()
@click.option(
    "-d",
    "-g",
    "--dir",
    "folder",
    metavar="DIR",
    default=options.FOLDER,
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder that kg build wrote.",
)
@click.option(
    "--shapes",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Shapes of your own, beside the built-in ones; may be given again.",
)
@options.format_option(("table", "json", "turtle"), default="table")
@options.quiet
def command(folder: Path, *, shapes: tuple[Path, ...], form: str, quiet: bool) -> int:
    """Check the graph against shapes (SHACL).

    Each document's graph is checked by itself, then all graphs together. What a shape says against a node is printed
    with the sentence behind it. Turtle is SHACL's own report. Exits with 1 when there is a violation, not for warnings.
    """
    with open_graph(folder) as graph:
        found = graph.validate(*shapes)
        base = base_of(graph.store) or ""
        text = report_turtle(found, base) if form == "turtle" else ""
    if form == "json":
        text = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1) + "\n"
    elif form == "table":
        text = _table(found, base)
    if not quiet:
        click.echo(text, nl=False)
        if form == "table" and found:
            click.echo(f"{len(found)} results", err=True)
    return 1 if any(one.is_grave for one in found) else 0


def _table(found: Sequence[Violation], base: str) -> str:
    if not found:
        return "the graph fits its shapes\n"
    rows = tuple(tuple(ox.Literal(cell) for cell in _cells(one, Shortener(base))) for one in found)
    return to_text(Rows(_COLUMNS, rows, base), "table")


def _cells(one: Violation, short: Shortener) -> tuple[str, ...]:
    """Return a row: document and sentence are those of the first quote, where there is one."""
    quote = one.quotes[0] if one.quotes else None
    value = short(one.value[1:-1]) if one.value.startswith("<") else one.value
    node = short(one.focus[1:-1]) if one.focus.startswith("<") else one.focus
    document = quote.document if quote else one.document
    sentence = " ".join(quote.text.split()) if quote else ""
    cells = (one.severity, one.message, node, short(one.path), value, short(document), sentence)
    return tuple(cell if len(cell) <= _WIDTH else f"{cell[: _WIDTH - 1]}…" for cell in cells)
