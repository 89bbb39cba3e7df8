"""`kg reject`: a fact is wrong."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.decide import all_option, decision_options, document_option, judge, names_of, number_option
from kg.curation import Note, Reject
from kg.graph import open_graph


@click.command()
@click.argument("subject")
@click.argument("predicate", required=False)
@click.argument("object_", metavar="[OBJECT]", required=False)
@document_option
@number_option
@all_option
@options.folder_option
@decision_options
def command(  # noqa: PLR0913 - all but three are options
    subject: str,
    predicate: str | None,
    object_: str | None,
    *,
    document: str | None,
    number: int | None,
    every: bool,
    folder: Path,
    curation: Path,
    note: Note,
    quiet: bool,
) -> None:
    """Say that a fact is wrong.

    SUBJECT and OBJECT are given by label, alias, code, path or IRI, PREDICATE by its name, as in kg explain; SUBJECT
    can be the path of a statement instead. The fact goes when no other statement
    supports it. The decision is written to a file in Turtle, which kg build --curation FILE follows.
    """
    with open_graph(folder) as graph:
        names = names_of(graph)
        page = names.page(document) if document is not None else None
        found = names.facts(subject, predicate, object_, page)
    judge(Reject, found, curation, page=page, note=note, number=number, every=every, quiet=quiet)
