"""`kg export`: the graph in another format."""

from pathlib import Path

import click

from kg.cli import options
from kg.exchange import Style, styled
from kg.graph import open_graph
from kg.store import FORMATS, export_text


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS, "csv"]))
@options.folder_option
@options.output_option("Where to write it; standard output otherwise. For csv a folder or a .zip.")
@click.option("--rdf12", is_flag=True, help="Say statements with the triple terms of RDF 1.2.")
@click.option("--nanopub", is_flag=True, help="Make each statement a nanopublication.")
def command(form: str, *, folder: Path, output: Path | None, rdf12: bool, nanopub: bool) -> None:
    """Write the graph in another format.

    FORMAT is turtle, ntriples, rdfxml (entities, facts, and the other facts as statements), nquads, trig, jsonld
    (everything), graphml, gexf or csv (nodes and edges).

    --rdf12 goes with turtle, ntriples, nquads and trig, --nanopub with nquads, trig and jsonld. kg import reads all of
    them but graphml, gexf and csv.
    """
    if rdf12 and nanopub:
        raise click.UsageError("--rdf12 and --nanopub are two styles. Give one of them.")
    style: Style = "rdf12" if rdf12 else "nanopub" if nanopub else "classic"
    with open_graph(folder) as graph:
        if output is None:
            click.echo(export_text(styled(graph.store, style, form), form), nl=False)
            return
        for path in graph.export(form, output, style=style):
            click.echo(path)
