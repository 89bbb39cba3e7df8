"""`kg split`: one thing is two."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.decide import decide, decision_options, document_option, names_of
from kg.curation import Decision, Distinction, Note, Split
from kg.curation.names import Names
from kg.errors import KGError
from kg.graph import open_graph


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--as", "into", metavar="OTHER", help="What is meant instead: a thing of the graph, or a new name.")
@document_option
@click.option("--mention", metavar="TEXT", help="Where it is written so: the words in the text.")
@click.option("--class", "class_", metavar="CLASS", help="The class of a new thing, if it is another one.")
@click.option("--from", "other", metavar="OTHER", help="Say only that NAME and OTHER, however alike, are two things.")
@options.folder_option
@decision_options
def command(  # noqa: PLR0913 - all but one are options
    name: str,
    *,
    into: str | None,
    document: str | None,
    mention: str | None,
    class_: str | None,
    other: str | None,
    folder: Path,
    curation: Path,
    note: Note,
    quiet: bool,
) -> None:
    """Say that one thing is two.

    NAME is given by label, alias, code, path or IRI. What is said of it in one document, or where it is written in one
    way, is then said of another thing: kg split Georgia --document news.txt --as "Georgia (U.S. state)" --class Place.
    The decision is written to a file in Turtle, which kg build --curation FILE follows.
    """
    if (into is None) == (other is None):
        raise click.UsageError("Give either --as, with --document or --mention, or --from.")
    if into is not None and document is None and mention is None:
        raise click.UsageError("Say where another thing is meant: --document DOCUMENT, --mention TEXT, or both.")
    with open_graph(folder) as graph:
        names = names_of(graph)
        if into is not None:
            decision = _split(names, name, into, document, mention, class_, note)
        else:
            decision = _distinction(names, name, other or "", note)
    decide(curation, decision, quiet=quiet)


def _split(  # noqa: PLR0913, PLR0917 - what was given
    names: Names, name: str, into: str, document: str | None, mention: str | None, class_: str | None, note: Note
) -> Decision:
    one = names.thing(name)
    target = names.placed(into, one, class_)
    _check_two(one.path, target.path)
    page = names.page(document) if document is not None else None
    changed = target.type if target.type != one.type else None
    return Split(one.path, target.path, target.label, page.sha256 if page else None, mention, changed, note)


def _distinction(names: Names, name: str, other: str, note: Note) -> Decision:
    first, second = sorted((names.thing(name).path, names.thing(other).path))
    _check_two(first, second)
    return Distinction(first, second, note)


def _check_two(first: str, second: str) -> None:
    if first == second:
        message = f"both names stand for {first}. Give a name for the other thing that tells the two apart."
        raise KGError(message)
