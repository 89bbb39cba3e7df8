"""`kg merge`: two things are one."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.decide import decide, decision_options, names_of
from kg.curation import Merge, Note, check_kinds
from kg.errors import KGError
from kg.graph import open_graph


@click.command()
@click.argument("keep", metavar="A")
@click.argument("drop", metavar="B")
@options.folder_option
@decision_options
def command(keep: str, drop: str, *, folder: Path, curation: Path, note: Note, quiet: bool) -> None:
    """Say that two things are one.

    A and B are given by label, alias, code, path or IRI; A keeps its path and name, the names of B become aliases. The
    decision is written to a file in Turtle, which kg build --curation FILE follows.
    """
    with open_graph(folder) as graph:
        names = names_of(graph)
        one, other = names.thing(keep), names.thing(drop)
    if one.path == other.path:
        message = f"{keep!r} and {drop!r} are one thing already: {one.path}. Give paths to name two things."
        raise KGError(message)
    check_kinds(one.kind, other.kind)
    decide(curation, Merge(one.path, other.path, note), quiet=quiet)
