"""`kg rename`: a thing is called otherwise."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.decide import decide, decision_options, names_of
from kg.curation import Note, Rename
from kg.errors import KGError
from kg.graph import open_graph


@click.command()
@click.argument("name")
@click.argument("label")
@options.folder_option
@decision_options
def command(name: str, label: str, *, folder: Path, curation: Path, note: Note, quiet: bool) -> None:
    """Say what a thing is called.

    NAME is given by label, alias, code, path or IRI. LABEL becomes what it is called; its former label stays an alias,
    and its IRI stays what it is. The decision is written to a file in Turtle, which kg build --curation FILE follows.
    """
    label = " ".join(label.split())
    if not label:
        raise click.UsageError("LABEL is empty.")
    with open_graph(folder) as graph:
        thing = names_of(graph).thing(name)
    if thing.kind.group in {"date", "document"}:
        message = f"{thing.path} is a {thing.kind.group}, whose name is that of its content. It cannot be renamed."
        raise KGError(message)
    decide(curation, Rename(thing.path, label, note), quiet=quiet)
