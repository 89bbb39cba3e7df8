"""`kg export`: the graph in another format."""

from pathlib import Path

import click

from kg.cli import options
from kg.graph import open_graph
from kg.store import FORMATS, export_text


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS, "csv"]))
@options.folder_option
@options.output_option("Where to write it; standard output otherwise. For csv a folder or a .zip.")
def command(form: str, *, folder: Path, output: Path | None) -> None:
    """Write the graph in another format.

    FORMAT is turtle, ntriples, rdfxml (entities, facts, and the other facts as statements), nquads, trig, jsonld
    (everything), graphml, gexf or csv (nodes and edges).
    """
    with open_graph(folder) as graph:
        if output is None:
            click.echo(export_text(graph.store, form), nl=False)
            return
        for path in graph.export(form, output):
            click.echo(path)
