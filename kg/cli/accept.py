"""`kg accept`: a fact is right."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.decide import all_option, decision_options, document_option, judge, names_of, number_option
from kg.curation import Accept, Note
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
    """Say that a fact is right, so that kg review leaves it out.

    SUBJECT and OBJECT are given by label, alias, code, path or IRI, PREDICATE by its name, as in kg explain; SUBJECT
    can be the path of a statement instead. The decision is written to a
    file in Turtle; the graph stays as it is.
    """
    with open_graph(folder) as graph:
        names = names_of(graph)
        page = names.page(document) if document is not None else None
        found = names.facts(subject, predicate, object_, page)
    judge(Accept, found, curation, page=page, note=note, number=number, every=every, quiet=quiet)
