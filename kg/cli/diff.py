"""`kg diff`: what changed between two states of a graph."""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from kg.cli import options
from kg.diff import Difference, to_markdown, to_patch, to_table, to_update
from kg.graph import open_graph
from kg.output import replace_text

_SHOWN = 20
_LEFT_OUT = {"about", "labels"}
"""What the other forms need and programs do not."""
_FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("before", metavar="[BEFORE]", default=options.FOLDER, type=_FOLDER)
@click.argument("after", metavar="[AFTER]", required=False, type=_FOLDER)
@options.format_option(("table", "json", "markdown", "patch", "update"), default="table")
@options.output_option("A file to write to instead of printing.")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    help="How many of each group in a table or Markdown, 0 for all; 20 and all by default.",
)
@click.option("--inferred", is_flag=True, help="Compare what was inferred as well.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something changed.")
@options.quiet
def command(  # noqa: PLR0913 - one for each option
    before: Path,
    after: Path | None,
    *,
    form: str,
    output: Path | None,
    limit: int | None,
    inferred: bool,
    exit_code: bool,
    quiet: bool,
) -> int:
    """Tell what changed between two states of a graph.

    BEFORE and AFTER are folders that kg build wrote; one folder alone is compared with its state before the last build.
    Each fact that is new, gone, of another status or in more or fewer documents comes with its quotes and its cause.
    Markdown is a digest for people; patch (RDF Patch) and update (SPARQL Update) turn the first graph into the second.
    """
    with ExitStack() as opened:
        graphs = [opened.enter_context(open_graph(folder)) for folder in (before, after) if folder]
        found = graphs[-1].diff(graphs[0] if after else None, inferred=inferred)
    text = _FORMS[form](found, limit, output is None and sys.stdout.isatty())
    if output:
        replace_text(output, text)
    elif not quiet:
        click.echo(text, nl=False)
    return int(exit_code and bool(found))


def _table(found: Difference, limit: int | None, styled: bool) -> str:  # noqa: FBT001 - one form of several
    head = partial(click.style, bold=True) if styled else str
    return to_table(found, limit=_SHOWN if limit is None else limit, head=head)


def _json(found: Difference) -> str:
    told = asdict(found, dict_factory=lambda pairs: {name: value for name, value in pairs if name not in _LEFT_OUT})
    told["inferred"] = dict(zip(("removed", "added"), found.inferred, strict=True))
    told["quads"] = {name: len(told.pop(name)) for name in ("removed", "added")}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


_FORMS: Mapping[str, Callable[[Difference, int | None, bool], str]] = {
    "table": _table,
    "json": lambda found, _, __: _json(found),
    "markdown": lambda found, limit, _: to_markdown(found, limit=limit or 0),
    "patch": lambda found, _, __: to_patch(found),
    "update": lambda found, _, __: to_update(found),
}
