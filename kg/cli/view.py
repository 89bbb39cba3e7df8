"""`kg view`: the interactive page."""

from contextlib import nullcontext
from pathlib import Path

import click

from kg.cli import options
from kg.cli.query import sparql
from kg.graph import open_graph
from kg.output import writing
from kg.store.questions import find_question
from kg.text import slug

PAGE = "graph.html"


@click.command()
@options.folder_argument
@click.option("--entity", metavar="NAME", help="Show this entity and what surrounds it.")
@click.option(
    "--hops", metavar="N", type=click.IntRange(1, 5), default=1, show_default=True, help="How many facts away."
)
@click.option("--query", metavar="QUERY", help="Show what a CONSTRUCT query gives: its text, a .rq file or a name.")
@options.output_option("Where to write the page.")
@click.option("--no-open", is_flag=True, help="Write the page and do not open it.")
def command(
    *, folder: Path, entity: str | None, hops: int, query: str | None, output: Path | None, no_open: bool
) -> None:
    """Write and open the interactive page.

    DIR is the folder that kg build wrote. The page is one file that needs no net: DIR/graph.html for the whole graph,
    and a file beside it for one entity or a query.
    """
    path = output or folder / _name(entity, query)
    own = output is None and path.name == PAGE
    # The page of the whole graph is a build's: one that is writing must not have its own replaced by a former one.
    with (
        writing(folder) if own and folder.is_dir() and not path.is_file() else nullcontext(),
        open_graph(folder) as graph,
    ):
        if not (own and path.is_file()):
            construct = (sparql(query) or find_question(query).text) if query is not None else None
            graph.view(path, entity=entity, construct=construct, hops=hops)
    click.echo(path)
    if not no_open and not _open(path):
        click.echo("no browser was found here; open the file in one", err=True)


def _name(entity: str | None, query: str | None) -> str:
    if entity is None and query is None:
        return PAGE
    return f"view-{slug(entity)[:60]}.html" if entity is not None else "view-query.html"


def _open(path: Path) -> bool:
    import webbrowser

    return webbrowser.open(path.absolute().as_uri())
